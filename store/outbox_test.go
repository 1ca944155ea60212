package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

const noon = "2026-03-10 12:00"

func outgoing(cause string, to ledger.Phone, class conversation.Class) store.Outbound {
	return store.Outbound{To: to, Channel: conversation.SMS, Class: class, Kind: "receipt", Text: cause, Cause: cause, Written: at("2026-03-10 09:00")}
}

// enqueue puts messages into the outbox, each for the first time.
func (b *books) enqueue(messages ...store.Outbound) {
	b.t.Helper()
	for _, o := range messages {
		b.do(func(tx *store.Tx) error {
			fresh, err := tx.Enqueue(o, month("2026-03"))
			if err == nil && !fresh {
				return fmt.Errorf("%s is there already", o.Cause)
			}
			return err
		})
	}
}

// claim leases what is due and tells it by its words.
func (b *books) claim(now string, limit int) (texts string, claimed []store.Outbound) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) {
		claimed, err = tx.Claim(at(now), limit)
		return err
	})
	return strings.Join(list(claimed, func(o store.Outbound) string { return o.Text }), " "), claimed
}

func (b *books) wantClaim(what, now string, limit int, want string) []store.Outbound {
	b.t.Helper()
	got, claimed := b.claim(now, limit)
	if got != want {
		b.t.Errorf("%s: claimed %q, want %q", what, got, want)
	}
	return claimed
}

// settle writes that each message came so far.
func (b *books) settle(d conversation.Delivery, messages ...store.Outbound) {
	b.t.Helper()
	for _, o := range messages {
		o.Delivery = d
		b.do(put((*store.Tx).Settle, o))
	}
}

func (b *books) outbound(id string) (found store.Outbound) {
	b.t.Helper()
	for _, o := range ask(b, (*store.Tx).Outbox) {
		if o.ID == id {
			found = o
		}
	}
	return found
}

func TestACauseWorksOnce(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		story := []struct {
			cause, month string
			fresh        bool
		}{
			{"i1/1", "2026-03", true},
			{"i1/1", "2026-03", false},
			{"i1/2", "2026-03", true},
			{"i1/1", "2026-04", true},
			{"i1", "2026-03", true},
			{"i1/", "2026-03", true},
			{"i1/2", "2026-03", false},
		}
		for _, step := range story {
			b.do(func(tx *store.Tx) error {
				before, err := tx.Caused(month(step.month), step.cause)
				if err != nil {
					return err
				}
				fresh, err := tx.Enqueue(outgoing(step.cause, sitiPhone, conversation.Reply), month(step.month))
				if fresh != step.fresh || before == step.fresh {
					t.Errorf("%s of %s: fresh %t, caused before %t; want fresh %t", step.cause, step.month, fresh, before, step.fresh)
				}
				return err
			})
			b.reopen()
		}
		b.do(func(tx *store.Tx) error { return tx.MarkCause(month("2026-05"), "step") })
		b.do(func(tx *store.Tx) error {
			fresh, err := tx.Enqueue(outgoing("step", sitiPhone, conversation.Reminder), month("2026-05"))
			same(t, "a cause that was only marked", fresh, false)
			return err
		})
		same(t, "all", list(ask(b, (*store.Tx).Outbox), func(o store.Outbound) string { return o.ID + " " + o.Text }),
			[]string{"o1 i1/1", "o2 i1/2", "o3 i1/1", "o4 i1", "o5 i1/"})
		same(t, "waiting", ask(b, (*store.Tx).Waiting), 5)
		b.healthy()
	})
}

func TestClaimOrder(t *testing.T) {
	const siti, wati, tuti, yanti = ledger.Phone("+1"), ledger.Phone("+11"), ledger.Phone("+2"), ledger.Phone("+3")
	onEach(t, func(t *testing.T, b *books) {
		b.enqueue(
			outgoing("broadcast-siti", siti, conversation.Broadcast),
			outgoing("reminder-wati", wati, conversation.Reminder),
			outgoing("receipt-tuti", tuti, conversation.Receipt),
			outgoing("reply-yanti", yanti, conversation.Reply),
			outgoing("reply-siti", siti, conversation.Reply),
			outgoing("reply-siti-2", siti, conversation.Reply),
			outgoing("receipt-wati", wati, conversation.Receipt),
		)
		same(t, "waiting", b.healthy().Waiting, 7)
		first := b.wantClaim("the urgent first, the older first, one to a phone", noon, 10, "reply-yanti reply-siti receipt-tuti receipt-wati")
		b.wantClaim("while those are held", noon, 10, "")
		b.settle(conversation.Taken, first...)
		second := b.wantClaim("limited", noon, 1, "reply-siti-2")
		b.wantClaim("the rest, but for who is busy", noon, 10, "reminder-wati")
		b.settle(conversation.Failed, second...)
		b.wantClaim("the last", noon, 10, "broadcast-siti")
		b.wantClaim("a limit of none", noon, 0, "")
		same(t, "still held", b.healthy().Waiting, 2)
	})
}

// One that waits for its next try holds up what goes the same way after it, and
// nothing else.
func TestWhatWaitsKeepsItsOrder(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.enqueue(outgoing("first", sitiPhone, conversation.Receipt))
		first := b.wantClaim("at noon", noon, 10, "first")
		first[0].Next, first[0].Tries = at("2026-03-10 12:05"), 1
		b.settle(conversation.Queued, first...)
		b.healthy()

		byWhatsApp := outgoing("by-whatsapp", sitiPhone, conversation.Receipt)
		byWhatsApp.Channel = conversation.WhatsApp
		late := outgoing("late", otherOne, conversation.Reply)
		late.Next = at("2026-03-10 15:00")
		b.enqueue(outgoing("second", sitiPhone, conversation.Receipt), outgoing("less-urgent", sitiPhone, conversation.Broadcast),
			byWhatsApp, outgoing("urgent", sitiPhone, conversation.Reply), outgoing("to-another", "+62811", conversation.Broadcast), late)
		for _, step := range []struct{ what, now, want string }{
			{"before its time", "2026-03-10 12:04:59", "urgent to-another"},
			{"the other way to the same phone", "2026-03-10 12:04:59", "by-whatsapp"},
			{"nothing else before its time", "2026-03-10 12:04:59", ""},
			{"its time", "2026-03-10 12:05", "first"},
			{"then those behind it", "2026-03-10 12:05", "second"},
			{"in their order", "2026-03-10 12:05", "less-urgent"},
			{"the other's time", "2026-03-10 15:00", "late"},
		} {
			b.settle(conversation.Taken, b.wantClaim(step.what, step.now, 10, step.want)...)
		}
		same(t, "tries", b.outbound("o1").Tries, 1)
		same(t, "waiting", b.healthy().Waiting, 0)
	})
}

func TestPastItsUse(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		old, new := outgoing("old", sitiPhone, conversation.Reminder), outgoing("new", sitiPhone, conversation.Reminder)
		old.NotAfter, new.NotAfter = at("2026-03-10 11:59:59"), at(noon)
		b.enqueue(old, new, outgoing("for ever", otherOne, conversation.Broadcast))
		b.wantClaim("expiry neither fills the limit nor holds the phone", noon, 2, "new for ever")
		same(t, "the old", b.outbound("o1").Delivery, conversation.Expired)
		same(t, "when", b.outbound("o1").Changed, at(noon))
		same(t, "waiting", b.healthy().Waiting, 2)
	})
}

func TestTwoClaimantsNeverGetTheSame(t *testing.T) {
	const messages, claimants = 60, 4
	onEach(t, func(t *testing.T, b *books) {
		for i := range messages {
			b.enqueue(outgoing(fmt.Sprint(i), ledger.Phone(fmt.Sprintf("+62%d", i)), conversation.Reply))
		}
		var all sync.WaitGroup
		got := make([][]store.Outbound, claimants)
		for i := range claimants {
			all.Go(func() {
				for range messages {
					var batch []store.Outbound
					err := b.db.Update(t.Context(), func(tx *store.Tx) (err error) {
						batch, err = tx.Claim(at(noon), 3)
						return err
					})
					if err != nil {
						t.Error(err)
					}
					got[i] = append(got[i], batch...)
				}
			})
		}
		all.Wait()
		times := map[string]int{}
		for _, batch := range got {
			for _, o := range batch {
				times[o.ID]++
			}
		}
		for id, n := range times {
			if n != 1 {
				t.Errorf("%s was claimed %d times", id, n)
			}
		}
		same(t, "claimed", len(times), messages)
	})
}

func TestOutboxAfter(t *testing.T) {
	after := func(b *books, n uint64) string {
		return ask(b, func(tx *store.Tx) (string, error) {
			messages, last, err := tx.OutboxAfter(n)
			return fmt.Sprint(list(messages, func(o store.Outbound) string { return o.ID }), last), err
		})
	}
	onEach(t, func(t *testing.T, b *books) {
		same(t, "none", after(b, 0), "[] 0")
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
		b.hear(incoming("SM1", noon)) // takes a number of the same row
		b.enqueue(outgoing("b", sitiPhone, conversation.Reply), outgoing("c", sitiPhone, conversation.Broadcast))
		for n, want := range []string{"[o1 o3 o4] 4", "[o3 o4] 4", "[o3 o4] 4", "[o4] 4", "[] 4", "[] 5"} {
			same(t, fmt.Sprint("after ", n), after(b, uint64(n)), want)
		}
	})
}
