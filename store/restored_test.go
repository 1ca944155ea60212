package store_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// begunAgain restores the books on a day.
func begunAgain(b *books, now string) (r store.Restored, held []store.Outbound) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) { r, held, err = tx.BeginAgain(at(now)); return err })
	return r, held
}

// After a restore the chain has no gap, and no number that somebody may hold is given
// to another thing.
func TestBeginAgain(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		b.do(put((*store.Tx).PutCase, aDispute(1)), put((*store.Tx).PutCase, aDispute(2)))
		first, _ := b.hear(incoming("SM1", "2026-03-10 09:00"))
		r, held := begunAgain(b, "2026-03-11 09:00")
		same(t, "newest", r.Newest, at("2026-03-10 09:00"))
		if len(held) != 2 {
			t.Errorf("held %v, want both that waited", held)
		}
		b.reopen()
		want := healthyBooks
		want.Waiting = 0
		same(t, "verified", b.healthy(), want)
		for group, reference := range map[ledger.GroupCode]string{"A01": "A01/B5", "B01": "B01/B2", "": "UPK/B3", "C01": "C01/B1"} {
			e := b.post(paid(group, 1_000), "2026-03-11 09:01")
			same(t, "reference", e.Reference(), reference)
		}
		same(t, "next case", ask(b, of((*store.Tx).NextCase, conversation.DisputeCase)), uint64(201))
		b.refuse("a lost case's number", store.ErrConflict, put((*store.Tx).PutCase, aDispute(4)))
		b.do(put((*store.Tx).PutCase, aDispute(201)), put((*store.Tx).PutCase, aDispute(202)))
		stray := "1ED\x00\x00\x00\x00\x00\x00\x00\x64"
		b.rawPut(stray, []byte("\x01true"))
		wantFault(t, b, "a case between", store.ErrVerify, "the list of open cases has D100, which there is not")
		b.rawPut(stray, nil)
		b.do(func(tx *store.Tx) error {
			p, err := tx.AddProposal(conversation.Proposal{})
			same(t, "proposal", p.Number, 201)
			return err
		})
		b.do(func(tx *store.Tx) error {
			run, err := tx.AddBroadcast(conversation.BroadcastRun{State: conversation.Done}, nil)
			same(t, "broadcast", run.Number, uint64(201))
			return err
		})
		second, fresh := b.hear(incoming("SM2", "2026-03-11 09:02"))
		if !fresh || first.ID != "i8" || second.ID != "i1000010" {
			t.Errorf("messages %s and %s, fresh %v", first.ID, second.ID, fresh)
		}
		b.healthy()

		begunAgain(b, "2026-03-12 09:00")
		same(t, "reference", b.post(paid("A01", 1_000), "2026-03-12 09:01").Reference(), "A01/C6")
		same(t, "next case", ask(b, of((*store.Tx).NextCase, conversation.DisputeCase)), uint64(401))
		b.healthy()
	})
}

// What waited may have gone in the time that is lost: it goes no second time, and a
// report of it is still understood.
func TestUnsentIsHeldAfterARestore(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply), outgoing("b", sitiPhone, conversation.Reminder), outgoing("c", otherOne, conversation.Receipt))
		b.claim(noon, 1) // one is under way
		_, held := begunAgain(b, "2026-03-11 09:00")
		same(t, "held", list(held, func(o store.Outbound) string { return o.ID }), []string{"o1", "o3", "o2"})
		b.do(func(tx *store.Tx) error { return tx.VoidLeases(at("2026-03-11 09:01"), true) })
		b.wantClaim("all", "2026-03-12 09:00", 9, "")
		for _, id := range []string{"o1", "o2", "o3"} {
			if o := b.outbound(id); o.Delivery != conversation.Uncertain || !o.Doubtful {
				t.Errorf("%+v, want it uncertain", o)
			}
		}
		b.do(advance("o1", conversation.Delivered, "", "2026-03-11 10:00"))
		same(t, "reported", b.outbound("o1").Delivery, conversation.Delivered)
		b.healthy()
	})
}

// Some may have got a broadcast in the time that is lost: it goes on only by an officer's word.
func TestBroadcastsArePausedByARestore(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(func(tx *store.Tx) error {
			_, err := tx.AddBroadcast(conversation.BroadcastRun{State: conversation.Running, People: 1}, []ledger.MemberCode{"A01-03"})
			return err
		})
		begunAgain(b, "2026-03-11 09:00")
		run := ask(b, of((*store.Tx).Broadcast, uint64(1)))
		same(t, "state", run.State, conversation.Paused)
	})
}

// A yes may have been to an offer that is lost.
func TestOffersEndAtARestore(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(func(tx *store.Tx) error {
			return tx.PutTalk(sitiPhone, conversation.State{Offer: &conversation.Offer{Made: at(noon)}, Called: date("2026-03-10")})
		})
		begunAgain(b, "2026-03-11 09:00")
		same(t, "talk", ask(b, of((*store.Tx).Talk, sitiPhone)), conversation.State{Called: date("2026-03-10")})
	})
}

// There are no more letters.
func TestTheLastSeries(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		for range int(ledger.MaxSeries) {
			begunAgain(b, noon)
		}
		same(t, "reference", b.post(paid("A01", 1_000), noon).Reference(), "A01/Z1")
		b.refuse("one more", store.ErrTooLarge, func(tx *store.Tx) error { _, _, err := tx.BeginAgain(at(noon)); return err })
	})
}
