package store_test

import (
	"fmt"
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

func incoming(foreign, received string) conversation.Message {
	return conversation.Message{
		Gateway: "twilio", Foreign: foreign, Channel: conversation.SMS, From: sitiPhone, Text: "bayar 250rb",
		Sent: at(received), Received: at(received),
	}
}

// hear hands a message in; fresh is whether it had not been heard before.
func (b *books) hear(m conversation.Message) (h store.HeardMessage, fresh bool) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) {
		h, fresh, err = tx.Heard(m)
		return err
	})
	return h, fresh
}

func TestAMessageIsHeardOnce(t *testing.T) {
	long := strings.Repeat("wamid.", 1000)
	cases := []struct {
		name, foreign, first, second, foreign2 string
		fresh                                  bool // the second
	}{
		{name: "at once", foreign: "SM1", first: "2026-03-10 09:00", second: "2026-03-10 09:00"},
		{name: "days later", foreign: "SM1", first: "2026-03-10 09:00", second: "2026-03-29 09:00"},
		{name: "across a month's end", foreign: "SM1", first: "2026-03-31 23:59:59", second: "2026-04-01 00:00"},
		{name: "across a year's end", foreign: "SM1", first: "2025-12-31 23:59", second: "2026-01-01 00:01"},
		{name: "the whole next month", foreign: "SM1", first: "2026-03-01 00:00", second: "2026-04-30 23:59"},
		{name: "clock set back", foreign: "SM1", first: "2026-03-10 09:00", second: "2026-03-10 08:00"},
		{name: "clock set back over a month's end", foreign: "SM1", first: "2026-04-01 00:00", second: "2026-03-31 23:59"},
		{name: "a clock that was years ahead", foreign: "SM1", first: "2031-04-01 00:00", second: "2026-03-31 23:59"},
		{name: "another one after that", foreign: "SM1", foreign2: "SM2", first: "2031-04-01 00:00", second: "2026-03-31 23:59", fresh: true},
		{name: "a long id", foreign: long, first: "2026-03-10 09:00", second: "2026-03-10 09:01"},
		{name: "a long id with another end", foreign: long, foreign2: long + "x", first: "2026-03-10 09:00", second: "2026-03-10 09:01", fresh: true},
		{name: "slashes", foreign: "a/b//c/", first: "2026-03-10 09:00", second: "2026-03-10 09:01"},
		{name: "odd bytes", foreign: "\x00\xff\xfe/\n", first: "2026-03-10 09:00", second: "2026-03-10 09:01"},
		{name: "other odd bytes", foreign: "\xff", foreign2: "\xfe", first: "2026-03-10 09:00", second: "2026-03-10 09:01", fresh: true},
		{name: "an id that begins alike", foreign: "SM1", foreign2: "SM11", first: "2026-03-10 09:00", second: "2026-03-10 09:01", fresh: true},
		{name: "an id with a slash behind", foreign: "SM1", foreign2: "SM1/", first: "2026-03-10 09:00", second: "2026-03-10 09:01", fresh: true},
		{name: "a clock that has gone ahead since", foreign: "SM1", first: "2026-03-10 09:00", second: "2031-04-01 00:00"},
		{name: "a clock that was years behind", foreign: "SM1", first: "1970-01-01 00:00", second: "2026-03-10 09:00"},
	}
	onEach(t, func(t *testing.T, b *books) {
		for _, c := range cases {
			b.empty()
			first, fresh := b.hear(incoming(c.foreign, c.first))
			if !fresh || first.ID != "i1" {
				t.Errorf("%s: first %q, fresh %t", c.name, first.ID, fresh)
			}
			foreign := c.foreign
			if c.foreign2 != "" {
				foreign = c.foreign2
			}
			again := incoming(foreign, c.second)
			second, fresh := b.hear(again)
			if fresh != c.fresh || (second.ID == first.ID) == c.fresh {
				t.Errorf("%s: the second is %q, fresh %t, want %t", c.name, second.ID, fresh, c.fresh)
			}
			if !fresh {
				same(t, c.name+": as it came first", ask(b, of((*store.Tx).Message, "i1")), second)
				same(t, c.name+": all", len(ask(b, (*store.Tx).Messages)), 1)
			}
		}
	})
}

// A clock may jump again and again before the provider repeats a message. It is
// forgotten when messages have come in more other months than any provider waits.
func TestAMessageIsHeardOnceWhateverTheClock(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.hear(incoming("SM1", "2026-03-10 09:00"))
		for i, jump := range []string{"2031-04-01 00:00", "2026-03-10 09:01", "1970-01-01 00:00", "2026-05-10 09:02", "2026-03-12 09:00", "2026-07-10 09:02"} {
			if h, fresh := b.hear(incoming("SM1", jump)); fresh || h.ID != "i1" {
				t.Errorf("by %s: %q, fresh %t", jump, h.ID, fresh)
			}
			b.hear(incoming(fmt.Sprint("between", i), jump))
		}
		for i, month := range []string{"2026-08-01 09:00", "2026-09-01 09:00", "2026-10-01 09:00", "2026-11-01 09:00"} {
			b.hear(incoming(fmt.Sprint("later", i), month))
		}
		if _, fresh := b.hear(incoming("SM1", "2026-11-01 09:01")); !fresh {
			t.Error("it is never forgotten")
		}
	})
}

// A store of before the last months were kept knows those around now.
func TestAMessageIsHeardOnceInAnOldStore(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.hear(incoming("SM1", "2026-03-31 23:59"))
		b.rawPut("19", nil)
		if _, fresh := b.hear(incoming("SM1", "2026-04-01 09:00")); fresh {
			t.Error("heard again")
		}
		b.hear(incoming("SM2", "2026-04-01 09:01"))
		if _, fresh := b.hear(incoming("SM1", "2026-04-01 09:02")); fresh {
			t.Error("heard again after another")
		}
	})
}

func TestTheSameIDOfAnotherMessage(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.hear(incoming("SM1", "2026-03-31 09:00"))
		for name, change := range map[string]func(*conversation.Message){
			"other words":     func(m *conversation.Message) { m.Text = "bayar 260rb" },
			"another sender":  func(m *conversation.Message) { m.From = otherOne },
			"another channel": func(m *conversation.Message) { m.Channel = conversation.WhatsApp },
			"next month":      func(m *conversation.Message) { m.Text, m.Received = "ya", at("2026-04-01 09:00") },
			"clock set back":  func(m *conversation.Message) { m.Text, m.Received = "ya", at("2026-02-28 09:00") },
		} {
			m := incoming("SM1", "2026-03-31 09:01")
			change(&m)
			b.refuse(name, store.ErrConflict, func(tx *store.Tx) error { _, _, err := tx.Heard(m); return err })
		}
		// Another gateway has ids of its own.
		m := incoming("SM1", "2026-03-31 09:02")
		m.Gateway = "android"
		if h, fresh := b.hear(m); !fresh || h.ID != "i2" {
			t.Errorf("of another gateway: %q, fresh %t", h.ID, fresh)
		}
		same(t, "all", len(ask(b, (*store.Tx).Messages)), 2)
	})
}

func TestWhatAMessageWasTakenFor(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		h, _ := b.hear(incoming("SM1", "2026-03-10 09:00"))
		h.Intent, h.Entries = "repayment", []store.EntryRef{{Group: "A01", Number: 17}, {Number: 3}}
		b.do(put((*store.Tx).Understood, h))
		b.reopen()
		same(t, "the message", ask(b, of((*store.Tx).Message, "i1")), h)
		again, _ := b.hear(incoming("SM1", "2026-03-10 09:01"))
		same(t, "heard again", again, h)
	})
}

// All running numbers are of one row, so that no id is given twice, also after a restart.
func TestRunningNumbers(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		now := at("2026-03-10 09:00")
		b.hear(incoming("SM1", "2026-03-10 09:00"))
		b.do(func(tx *store.Tx) error { return tx.Park(incoming("SM0", "2026-03-10 09:00"), "panic", now) })
		b.reopen()
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
		h, _ := b.hear(incoming("SM2", "2026-03-10 09:00"))
		same(t, "parked", list(ask(b, (*store.Tx).ParkedMessages), func(p store.Parked) string { return p.Message.Foreign + " " + p.Reason }), []string{"SM0 panic"})
		same(t, "its number", ask(b, (*store.Tx).ParkedMessages)[0].Number, 2)
		same(t, "out", ask(b, (*store.Tx).Outbox)[0].ID, "o3")
		same(t, "in", h.ID, "i4")
	})
}

func TestTalksAndCounts(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		state := conversation.State{Channel: conversation.WhatsApp, Offer: &conversation.Offer{Choices: []string{"A01-01"}, Made: at("2026-03-10 09:00")}}
		stop := func(stop bool) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, stop, at("2026-03-10 09:00")) }
		}
		b.do(func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, state) }, stop(true))
		b.reopen()
		same(t, "talk", ask(b, of((*store.Tx).Talk, sitiPhone)), state)
		same(t, "another's talk", ask(b, of((*store.Tx).Talk, otherOne)), conversation.State{})
		same(t, "stopped", ask(b, of((*store.Tx).Stopped, sitiPhone)), true)
		same(t, "another", ask(b, of((*store.Tx).Stopped, otherOne)), false)
		b.do(stop(false), stop(false))
		same(t, "no longer", ask(b, of((*store.Tx).Stopped, sitiPhone)), false)

		for _, c := range []struct {
			phone ledger.Phone
			day   string
			want  int
		}{
			{sitiPhone, "2026-03-10", 1},
			{sitiPhone, "2026-03-10", 2},
			{otherOne, "2026-03-10", 1},
			{sitiPhone, "2026-03-11", 1},
			{sitiPhone, "2026-03-10", 3},
		} {
			b.do(func(tx *store.Tx) error {
				n, err := tx.CountReply(c.phone, date(c.day))
				same(t, string(c.phone)+" "+c.day, n, c.want)
				return err
			})
		}
	})
}
