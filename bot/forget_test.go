package bot_test

import (
	"testing"
	"testing/synctest"
	"time"

	"bendahara/store"
	"bendahara/store/memory"
)

// TestRunForgets: the words of messages go when they are as old as the setting says, and
// the figures that came of them stay.
func TestRunForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, stop := running(t, memory.New(), "03-10 09:00")
		defer stop()
		w.must(w.db.Update(w.Context(), func(tx *store.Tx) error { return tx.PutSetting("simpan_pesan_bulan", "1") }))
		w.says(ani, "bayar siti 275rb", "ya")
		text := func() string {
			messages := ask(w, (*store.Tx).Messages)
			return messages[0].Text
		}
		w.after(29 * 24 * time.Hour)
		if text() != "bayar siti 275rb" {
			t.Errorf("after 29 days it is %q", text())
		}
		w.after(4 * 24 * time.Hour)
		if text() != "" {
			t.Errorf("after 33 days it is still %q", text())
		}
		if entries := ask(w, func(tx *store.Tx) (int, error) { v, err := tx.Verify(); return v.Entries, err }); entries == 0 {
			t.Error("the books are empty")
		}
	})
}
