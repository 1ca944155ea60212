package store_test

import (
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
)

// What a group is let off is found without reading what came before, also in a store of an
// earlier version, whose chains do not tell; and Verify names a chain that tells it wrong.
func TestEasings(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		waived := paid("A01", 40)
		waived.Kind = ledger.Waiver
		chain := func() string { return string(b.raw()["1hA01"]) }
		set := func(from, to string) {
			t.Helper()
			was := chain()
			b.rawPut("1hA01", []byte(strings.Replace(was, from, to, 1)))
			if chain() == was {
				t.Fatalf("%s has no %s", was, from)
			}
		}
		want := func(amounts ...ledger.Money) {
			t.Helper()
			err := b.db.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.Easings("A01")
				var got []ledger.Money
				for _, e := range list {
					got = append(got, e.Amount)
				}
				same(t, "easings", got, amounts)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
		want()
		b.post(paid("A01", 10), "2026-01-31 12:00")
		b.post(paid("A01", 20), "2026-02-01 12:00")
		want()
		set(`,"eased":-1`, "")
		want()
		b.post(paid("A01", 30), "2026-02-02 12:00")
		b.post(waived, "2026-03-01 12:00")
		want(40)
		b.post(paid("A01", 50), "2026-03-02 12:00")
		want(50, 40)
		set(`,"eased":4`, "")
		want(50, 40)
		b.post(paid("A01", 60), "2026-03-03 12:00")
		want(60, 50, 40)
		set(`"eased":4`, `"eased":5`)
		err := b.db.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Verify(); return err })
		if err == nil || !strings.Contains(err.Error(), `the first entry that eases what group "A01" owes is kept as 5, but it is 4`) {
			t.Errorf("Verify: %v", err)
		}
	})
}
