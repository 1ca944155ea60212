package store_test

import (
	"errors"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Every word of those who did not pay is kept; a later one without a day does not
// take a promise away.
func TestUnpaid(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutMember, aMember("A01-04", "A01")),
			put((*store.Tx).PutMember, aMember("B01-03", "B01")))
		word := func(m ledger.MemberCode, g ledger.GroupCode, promise ledger.Date, heard string) conversation.NotPaid {
			return conversation.NotPaid{Member: m, Group: g, Reason: "sakit", Promise: promise, Message: "i7", Teller: "A01-01", At: at(heard).UTC()}
		}
		words := []conversation.NotPaid{
			word("A01-04", "A01", date("2026-04-02"), "2026-03-31 09:00"),
			word("A01-03", "A01", date("2026-03-20"), "2026-03-10 09:00"),
			word("A01-03", "A01", date("2026-03-25"), "2026-03-20 09:00"),
			word("A01-03", "A01", 0, "2026-03-21 09:00"),
			word("B01-03", "B01", date("2026-03-20"), "2026-03-21 09:00"),
		}
		for _, w := range words {
			b.do(put((*store.Tx).KeepUnpaid, w))
		}
		b.do(func(tx *store.Tx) error {
			got, err := tx.Promises("A01")
			same(t, "promises of A01", got, []conversation.NotPaid{words[2], words[0]})
			if err != nil {
				return err
			}
			all, err := tx.AllUnpaid()
			if len(all) != len(words) || all[0].NotPaid != words[0] {
				t.Errorf("kept: %+v", all)
			}
			return err
		})
		for name, w := range map[string]conversation.NotPaid{
			"another group": word("A01-03", "B01", 0, "2026-03-21 09:00"), "nobody": word("A01-99", "A01", 0, "2026-03-21 09:00"),
		} {
			err := b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.KeepUnpaid(w) })
			want := store.ErrConflict
			if name == "nobody" {
				want = store.ErrNotFound
			}
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
		b.healthy()
	})
}
