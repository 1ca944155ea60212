package store_test

import (
	"bytes"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

func forgets(b *books, before string) (n int) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) { n, err = tx.Forget(at(before)); return err })
	return n
}

// Words that are too old go, and nothing else does: who wrote and when, what came of
// it, what waits, and all of the books.
func TestForget(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b) // of 2026-03-10
		b.do(put((*store.Tx).PutCase, aDispute(1)))
		const old, young = "rahasia lama", "rahasia baru"
		const oldPhone, youngPhone = "8111", "8222"
		say := func(foreign, received, text string) store.HeardMessage {
			m := incoming(foreign, received)
			m.Text, m.Slip = text, text
			h, _ := b.hear(m)
			b.do(func(tx *store.Tx) error { return tx.Park(h.Message, "panic", at(received)) },
				func(tx *store.Tx) error { _, err := tx.CountReply(sitiPhone, date(received[:10])); return err })
			return h
		}
		first := say("SM1", "2026-03-11 09:00", old)
		say("SM2", "2026-05-11 09:00", young)
		b.do(func(tx *store.Tx) error {
			for _, text := range []string{oldPhone, youngPhone} {
				if err := tx.PutTalk(ledger.Phone("+62"+text), conversation.State{Channel: conversation.SMS}); err != nil {
					return err
				}
			}
			wrote := func(p, when string) error {
				return tx.KeepWrote(ledger.Phone("+62"+p), store.Wrote{Gateway: "twilio", Channel: conversation.SMS, At: at(when)})
			}
			if err := wrote(oldPhone, "2026-03-11 09:00"); err != nil {
				return err
			}
			return wrote(youngPhone, "2026-05-11 09:00")
		})
		_, sent := b.claim("2026-03-12 12:00", 9)
		for i := range sent {
			sent[i].Text, sent[i].Provider, sent[i].Changed = old, "SMout", at("2026-03-12 12:00")
		}
		b.settle(conversation.Taken, sent...)
		before := b.healthy()

		if n := forgets(b, "2026-04-01 00:00"); n != 4 { // a message in, its copy that was parked, and two out
			t.Errorf("%d lost their words", n)
		}
		for key, value := range b.raw() {
			if bytes.Contains(value, []byte(old)) || bytes.Contains(value, []byte("SMout")) {
				t.Errorf("%q still has %s", key, value)
			}
		}
		same(t, "verified", b.healthy(), before)
		h := ask(b, of((*store.Tx).Message, first.ID))
		if h.From != first.From || !h.Received.Equal(first.Received) || h.Foreign != "SM1" {
			t.Errorf("of the message is left %+v", h)
		}
		if _, fresh := b.hear(func() conversation.Message { m := incoming("SM1", "2026-03-12 09:00"); m.Text = old; return m }()); fresh {
			t.Error("delivered again, it is heard anew")
		}
		words := 0
		for _, value := range b.raw() {
			words += bytes.Count(value, []byte(young))
		}
		if words < 3 {
			t.Errorf("what is young is there %d times", words)
		}
		if n := forgets(b, "2026-04-01 00:00"); n != 0 {
			t.Errorf("done again, %d lost their words", n)
		}
		b.do(func(tx *store.Tx) error {
			for day, want := range map[string]int{"2026-03-11": 1, "2026-05-11": 2} {
				n, err := tx.CountReply(sitiPhone, date(day))
				if err != nil || n != want {
					t.Errorf("replies of %s: %d, %v; want %d", day, n, err, want)
				}
			}
			return nil
		})
		talks := ask(b, of((*store.Tx).Talk, ledger.Phone("+62"+youngPhone)))
		gone := ask(b, of((*store.Tx).Talk, ledger.Phone("+62"+oldPhone)))
		if talks.Channel != conversation.SMS || gone.Channel != "" {
			t.Errorf("talks: %+v and %+v", talks, gone)
		}
	})
}

// What waits keeps its words, and all behind it do; a long past takes several days.
func TestForgetGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		const many = 4_500
		b.do(func(tx *store.Tx) error {
			for n := range many {
				m := incoming(string(rune('a'+n%26))+string(rune(0x4e00+n)), "2026-03-10 09:00")
				if _, _, err := tx.Heard(m); err != nil {
					return err
				}
			}
			return nil
		})
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
		var steps []int
		for range 4 {
			steps = append(steps, forgets(b, "2026-04-01 00:00"))
			b.reopen()
		}
		same(t, "steps", steps, []int{2_000, 2_000, 500, 0})
		if o := ask(b, (*store.Tx).Outbox); len(o) != 1 || o[0].Text == "" {
			t.Errorf("what waits: %+v", o)
		}
	})
}
