package store_test

import (
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

func advance(id string, d conversation.Delivery, code, now string) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.Advance(id, "", d, code, at(now)) }
}

// Each line is what a message was, what a report says, and what it is then.
func TestADeliveryOnlyGrows(t *testing.T) {
	const reported = "2026-03-10 12:01"
	cases := []struct {
		name          string
		was, says     conversation.Delivery
		code, hasCode string
		want          conversation.Delivery
	}{
		{name: "taken", was: conversation.Queued, says: conversation.Taken, want: conversation.Taken},
		{name: "delivered", was: conversation.Taken, says: conversation.Delivered, want: conversation.Delivered},
		{name: "read", was: conversation.Delivered, says: conversation.Read, want: conversation.Read},
		{name: "failed", was: conversation.SentOn, says: conversation.Failed, code: "30003", hasCode: "30003", want: conversation.Failed},
		{name: "no doubt any more", was: conversation.Uncertain, says: conversation.Delivered, want: conversation.Delivered},
		{name: "failed too soon", was: conversation.Failed, says: conversation.Delivered, want: conversation.Delivered},
		{name: "an older report", was: conversation.Delivered, says: conversation.SentOn, code: "9", want: conversation.Delivered},
		{name: "a failure too late", was: conversation.Delivered, says: conversation.Failed, code: "30003", want: conversation.Delivered},
		{name: "the same again", was: conversation.Failed, says: conversation.Failed, code: "9", want: conversation.Failed},
		{name: "never back into the queue", was: conversation.Failed, says: conversation.Queued, want: conversation.Failed},
	}
	onEach(t, func(t *testing.T, b *books) {
		for _, c := range cases {
			b.empty()
			b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
			_, claimed := b.claim(noon, 1)
			claimed[0].Changed = at(noon)
			b.settle(c.was, claimed...)
			b.do(advance("o1", c.says, c.code, reported))
			o := b.outbound("o1")
			moved := at(noon)
			if c.want != c.was {
				moved = at(reported)
			}
			if o.Delivery != c.want || o.Code != c.hasCode || !o.Changed.Equal(moved) {
				t.Errorf("%s: delivery %d with code %q, changed %v; want %d with %q, %v", c.name, o.Delivery, o.Code, o.Changed, c.want, c.hasCode, moved)
			}
			b.healthy()
		}
		for _, id := range []string{"o2", "i1", "o", "", "1", "ox", "SM1"} {
			b.refuse(id, store.ErrNotFound, advance(id, conversation.Delivered, "", reported))
			b.refuse(id, store.ErrNotFound, put((*store.Tx).Settle, store.Outbound{ID: id, Delivery: conversation.Taken}))
		}
	})
}

// A report may come before we have written the provider's own answer.
func TestAReportThatOvertookStays(t *testing.T) {
	cases := []struct {
		name            string
		report, settled conversation.Delivery
		code            string
		want            conversation.Delivery
		wantCode        string
		waiting         int
	}{
		{"delivered", conversation.Delivered, conversation.Taken, "", conversation.Delivered, "", 0},
		{"failed, with its code", conversation.Failed, conversation.Taken, "30003", conversation.Failed, "30003", 0},
		{"it had gone after all", conversation.Delivered, conversation.Queued, "", conversation.Delivered, "", 0},
		{"no overtaking", conversation.Taken, conversation.SentOn, "", conversation.SentOn, "of the answer", 0},
		{"none", conversation.Queued, conversation.Queued, "", conversation.Queued, "of the answer", 1},
	}
	onEach(t, func(t *testing.T, b *books) {
		for _, c := range cases {
			b.empty()
			b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
			_, claimed := b.claim(noon, 1)
			b.do(advance("o1", c.report, c.code, "2026-03-10 12:01"))
			claimed[0].Gateway, claimed[0].Provider, claimed[0].Code, claimed[0].Changed = "twilio", "SM7", "of the answer", at(noon)
			b.settle(c.settled, claimed...)
			b.settle(c.settled, claimed...) // a commit that was not known to have worked
			o := b.outbound("o1")
			if o.Delivery != c.want || o.Code != c.wantCode || o.Provider != "SM7" || o.Gateway != "twilio" {
				t.Errorf("%s: %+v, want delivery %d with code %q and all of the answer", c.name, o, c.want, c.wantCode)
			}
			if c.report > c.settled && !o.Changed.Equal(at("2026-03-10 12:01")) {
				t.Errorf("%s: changed %v, want the report's time", c.name, o.Changed)
			}
			same(t, c.name+": waiting", b.healthy().Waiting, c.waiting)
		}
	})
}

// After a crash, and after a claim of which this process never heard.
func TestVoidLeases(t *testing.T) {
	type fate struct {
		Delivery conversation.Delivery
		Doubtful bool
	}
	again, doubtful, lost := fate{conversation.Queued, false}, fate{conversation.Queued, true}, fate{conversation.Uncertain, true}
	cases := []struct {
		class             conversation.Class
		inDoubt, no, both fate // both: without doubt after an earlier doubt
	}{
		{conversation.Reply, doubtful, again, doubtful},
		{conversation.Receipt, doubtful, again, doubtful},
		{conversation.Reminder, lost, again, lost},
		{conversation.Broadcast, lost, again, lost},
	}
	void := func(doubt bool) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.VoidLeases(at("2026-03-10 13:00"), doubt) }
	}
	onEach(t, func(t *testing.T, b *books) {
		for _, c := range cases {
			for name, run := range map[string]struct {
				doubts []bool
				want   fate
			}{"in doubt": {[]bool{true}, c.inDoubt}, "without doubt": {[]bool{false}, c.no}, "both": {[]bool{true, false}, c.both}} {
				b.empty()
				b.enqueue(outgoing("held", sitiPhone, c.class), outgoing("unheld", sitiPhone, c.class))
				for _, doubt := range run.doubts {
					b.claim(noon, 1)
					b.reopen()
					b.do(void(doubt))
					if c.class >= conversation.Reminder {
						break // it went out of the queue
					}
				}
				o := b.outbound("o1")
				same(t, name, fate{o.Delivery, o.Doubtful}, run.want)
				same(t, name+": when", o.Changed, at("2026-03-10 13:00"))
				same(t, name+": the unheld", b.outbound("o2"), func() store.Outbound {
					o := outgoing("unheld", sitiPhone, c.class)
					o.ID, o.Delivery, o.Changed = "o2", conversation.Queued, o.Written
					return o
				}())
				want := "held"
				if run.want == lost {
					want = "unheld"
				}
				b.wantClaim(name+": then", noon, 1, want)
				b.healthy()
			}
		}
	})
}

// A time that was set while the clock was ahead is no time.
func TestAClockThatIsSetBackHoldsNothing(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		next := func(b *books) time.Time {
			return ask(b, func(tx *store.Tx) (time.Time, error) { when, _, err := tx.NextDue(at(noon)); return when, err })
		}
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
		_, claimed := b.claim("2031-03-10 12:00", 1)
		claimed[0].Next, claimed[0].Changed = at("2031-03-10 12:10"), at("2031-03-10 12:00")
		b.do(put((*store.Tx).Settle, claimed[0]))
		b.healthy()
		if when := next(b); when.After(at(noon)) {
			t.Errorf("next due at %v", when)
		}
		if again := b.wantClaim("set right", noon, 1, "a"); !again[0].Next.IsZero() {
			t.Errorf("it still waits until %v", again[0].Next)
		}
	})
}

func TestNextDue(t *testing.T) {
	type due struct {
		At    string
		Found bool
	}
	next := func(b *books) due {
		return ask(b, func(tx *store.Tx) (due, error) {
			when, found, err := tx.NextDue(at(noon))
			return due{when.Format("2006-01-02 15:04"), found}, err
		})
	}
	const atOnce = "1970-01-01 00:00" // long due
	onEach(t, func(t *testing.T, b *books) {
		same(t, "none", next(b).Found, false)
		late, later := outgoing("late", sitiPhone, conversation.Broadcast), outgoing("later", otherOne, conversation.Reply)
		late.Next, later.Next = at("2026-03-10 15:00"), at("2026-03-10 16:00")
		b.enqueue(later)
		same(t, "one", next(b), due{"2026-03-10 16:00", true})
		b.enqueue(late)
		same(t, "an earlier one of a lower class", next(b), due{"2026-03-10 15:00", true})
		b.enqueue(outgoing("now", "+62811", conversation.Reminder))
		same(t, "one at once", next(b), due{atOnce, true})
		_, claimed := b.claim(noon, 10)
		same(t, "that one is held", next(b), due{"2026-03-10 15:00", true})
		claimed[0].Next = at("2026-03-10 12:10")
		b.settle(conversation.Queued, claimed...)
		same(t, "it is to be tried again", next(b), due{"2026-03-10 12:10", true})
		b.enqueue(outgoing("behind it", "+62811", conversation.Broadcast))
		same(t, "what is behind it is no sooner", next(b), due{"2026-03-10 12:10", true})
		b.healthy()
		_, claimed = b.claim("2026-03-10 17:00", 10)
		b.settle(conversation.Taken, claimed...)
		_, claimed = b.claim("2026-03-10 17:00", 10)
		same(t, "all are held", next(b).Found, false)
		b.settle(conversation.Taken, claimed...)
		same(t, "all are sent", next(b).Found, false)
		same(t, "waiting", b.healthy().Waiting, 0)
	})
}
