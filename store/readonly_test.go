package store_test

import (
	"context"
	"errors"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Every verb that writes, each of something that is not there yet.
var writes = map[string]func(*store.Tx) error{
	"PutUPK":       put((*store.Tx).PutUPK, ledger.UPK{Code: "X"}),
	"PutSetting":   func(tx *store.Tx) error { return tx.PutSetting("zona", "WIT") },
	"PutVillage":   put((*store.Tx).PutVillage, ledger.Village{Code: "D09"}),
	"PutGroup":     put((*store.Tx).PutGroup, ledger.Group{Code: "Z09"}),
	"PutMember":    put((*store.Tx).PutMember, aMember("Z09-01", "Z09", "+1")),
	"a new number": put((*store.Tx).PutMember, aMember("A01-03", "A01", "+1")),
	"no number":    put((*store.Tx).PutMember, aMember("A01-03", "A01")),
	"PutOfficer":   put((*store.Tx).PutOfficer, ledger.Officer{Code: "K9"}),
	"PutLoan":      put((*store.Tx).PutLoan, aLoan("P09", "Z09")),
	"PutHoliday":   func(tx *store.Tx) error { return tx.PutHoliday(date("2026-01-01"), "Tahun Baru") },
	"PutSheetRows": func(tx *store.Tx) error { return tx.PutSheetRows("jurnal", []store.SheetRow{{}}) },
	"no rows left": func(tx *store.Tx) error { return tx.PutSheetRows("harga", nil) },
	"MarkImported": func(tx *store.Tx) error { return tx.MarkImported("jurnal", "1", "") },
	"Post": func(tx *store.Tx) error {
		e, err := sealed(tx, paid("A01", 1), at(noon))
		if err != nil {
			return err
		}
		return tx.Post(e)
	},
	"Heard":       func(tx *store.Tx) error { _, _, err := tx.Heard(incoming("SM9", noon)); return err },
	"Understood":  put((*store.Tx).Understood, store.HeardMessage{Message: conversation.Message{ID: "i1"}}),
	"PutTalk":     func(tx *store.Tx) error { return tx.PutTalk("+1", conversation.State{}) },
	"stop":        func(tx *store.Tx) error { return tx.SetStopped("+1", true, at(noon)) },
	"start":       func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, false, at(noon)) },
	"CountReply":  func(tx *store.Tx) error { _, err := tx.CountReply("+1", date("2026-01-01")); return err },
	"PutCase":     put((*store.Tx).PutCase, aDispute(2)),
	"PutRestores": put((*store.Tx).PutRestores, []store.Restored{{}}),
	"BeginAgain":  func(tx *store.Tx) error { _, _, err := tx.BeginAgain(at(noon)); return err },
	"Forget":      func(tx *store.Tx) error { _, err := tx.Forget(at("2031-01-01 00:00")); return err },
	"Park":        func(tx *store.Tx) error { return tx.Park(conversation.Message{}, "", at(noon)) },
	"Enqueue": func(tx *store.Tx) error {
		_, err := tx.Enqueue(outgoing("new", "+1", conversation.Reply), month("2026-03"))
		return err
	},
	"MarkCause":  func(tx *store.Tx) error { return tx.MarkCause(month("2026-03"), "new") },
	"KeepWrote":  wrote("twilio", conversation.WhatsApp, noon),
	"MarkBad":    isBad(conversation.SMS, noon),
	"Reroute":    put((*store.Tx).Reroute, store.Outbound{ID: "o2"}),
	"Unbind":     func(tx *store.Tx) error { _, err := tx.UnbindAddresses(sitiPhone); return err },
	"Claim":      func(tx *store.Tx) error { _, err := tx.Claim(at(noon), 1); return err },
	"Settle":     put((*store.Tx).Settle, store.Outbound{ID: "o2", Delivery: conversation.Failed}),
	"Advance":    advance("o2", conversation.Delivered, "", noon),
	"VoidLeases": func(tx *store.Tx) error { return tx.VoidLeases(at(noon), false) },
}

func TestAViewCannotWrite(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillEverything(b) // with one message out, o2
		b.claim(noon, 1)
		b.enqueue(outgoing("b", otherOne, conversation.Reply))
		before := b.raw()
		for name, write := range writes {
			if err := b.db.View(context.Background(), write); !errors.Is(err, store.ErrReadOnly) {
				t.Errorf("%s: the error is %v, want %v", name, err, store.ErrReadOnly)
			}
		}
		same(t, "the store", b.raw(), before)
		for name, write := range writes { // the same are no errors elsewhere
			err := b.db.Update(context.Background(), func(tx *store.Tx) error { return errors.Join(write(tx), errUndone) })
			if got := err.Error(); got != errUndone.Error() {
				t.Errorf("%s: %v", name, got)
			}
		}
		same(t, "undone", b.raw(), before)
	})
}

var errUndone = errors.New("rolled back")

// What was heard or caused before is known in a View too.
func TestAViewKnowsWhatWasBefore(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillEverything(b)
		same(t, "heard", ask(b, func(tx *store.Tx) (bool, error) {
			_, fresh, err := tx.Heard(incoming("SM1", noon))
			return fresh, err
		}), false)
		same(t, "caused", ask(b, func(tx *store.Tx) (bool, error) {
			return tx.Enqueue(outgoing("a", sitiPhone, conversation.Reply), month("2026-03"))
		}), false)
	})
}

// A failure of the engine is neither a fault of the books nor a refusal.
func TestACancelledContextIsNoVerdict(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillEverything(b)
		verdicts := []error{store.ErrVerify, store.ErrNotFound, store.ErrConflict, store.ErrCorrupt, ledger.ErrReversed, ledger.ErrChain}
		for name, step := range writes {
			noVerdict(t, b, name, step, verdicts)
		}
		noVerdict(t, b, "Verify", func(tx *store.Tx) error { _, err := tx.Verify(); return err }, verdicts)
		reversal := undo(b, ask(b, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry("A01", 1) }))
		head := ask(b, of((*store.Tx).Head, "A01"))
		noVerdict(t, b, "a reversal", put((*store.Tx).Post, reversal.Seal(head)), verdicts)
	})
}

func noVerdict(t *testing.T, b *books, name string, step func(*store.Tx) error, verdicts []error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	err := b.db.Update(ctx, func(tx *store.Tx) error {
		cancel()
		return step(tx)
	})
	if err == nil {
		t.Errorf("%s worked without its engine", name)
	}
	for _, verdict := range verdicts {
		if errors.Is(err, verdict) {
			t.Errorf("%s: %v, which is for the books to say and not for a cancelled context", name, err)
		}
	}
}
