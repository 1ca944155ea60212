package store_test

import (
	"errors"
	"testing"

	"bendahara/conversation"
	"bendahara/store"
)

// What is kept of a row is never more than what the transaction reads: not what was rolled
// back, nor what somebody does with what he got.
func TestRowsAreWhatIsRead(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		const p = "+6281390000103"
		wrote := func(tx *store.Tx, gateway, when string) error {
			return tx.KeepWrote(p, store.Wrote{Gateway: gateway, Channel: conversation.SMS, At: at(when)})
		}
		want := func(gateways ...string) {
			t.Helper()
			var got []string
			for _, w := range ask(b, func(tx *store.Tx) (store.Contact, error) { return tx.Contact(p) }).Wrote {
				got = append(got, w.Gateway)
			}
			same(t, "the gateways", got, gateways)
		}
		b.do(func(tx *store.Tx) error { return wrote(tx, "a", "2026-03-10 09:00") })
		want("a")
		undone := errors.New("undone")
		err := b.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := wrote(tx, "lost", "2026-03-10 10:00"); err != nil {
				return err
			}
			if c, err := tx.Contact(p); err != nil || len(c.Wrote) != 2 {
				t.Errorf("the writer sees %v, %v", c, err)
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Error(err)
		}
		want("a")
		mine := ask(b, func(tx *store.Tx) (store.Contact, error) { return tx.Contact(p) })
		mine.Wrote[0].Gateway = "scribbled"
		_ = append(mine.Wrote[:0], store.Wrote{Gateway: "more"})
		want("a")
		b.do(func(tx *store.Tx) error { return wrote(tx, "b", "2026-03-10 11:00") })
		want("a", "b")
		b.reopen()
		want("a", "b")
	})
}
