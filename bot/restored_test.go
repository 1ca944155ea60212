package bot_test

import (
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// answer is the last that a phone was told.
func (w *world) answer(to ledger.Phone) string {
	last := ""
	for _, o := range w.outbox() {
		if o.To == to {
			last = o.Text
		}
	}
	return last
}

// TestReceiptsOfTheLostTime: after a restore the number of a receipt that was lost names
// nothing, though another entry has it in the new series; and that one is named by its
// letter, as people read it.
func TestReceiptsOfTheLostTime(t *testing.T) {
	w := newWorld(t, memory.New())
	withOffice(w)
	w.says(ani, "bayar siti 275rb", "ya")
	w.write(func(tx *store.Tx) error { _, _, err := tx.BeginAgain(w.now); return err })
	w.says(ani, "bayar wati 51rb", "ya")
	newest := ask(w, func(tx *store.Tx) (ledger.ChainHead, error) { return tx.Head("A01") })
	e := ask(w, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry("A01", newest.Number) })
	fresh := e.Reference()
	lost := strings.Replace(fresh, "/B", "/", 1)
	if told := w.answer(wati); fresh == lost || !strings.Contains(told, fresh) {
		t.Fatalf("the receipt of %s says %q", fresh, told)
	}

	w.says(head, "batal "+lost)
	if told := w.answer(head); !strings.Contains(told, lost) || strings.Contains(told, "YA") || strings.Contains(told, "51.000") {
		t.Errorf("batal %s: %q", lost, told)
	}
	w.says(ani, "batal "+lost)
	if told := w.answer(ani); strings.Contains(told, "51.000") {
		t.Errorf("the treasurer's batal %s: %q", lost, told)
	}
	w.says(wati, "salah "+lost)
	if told := w.answer(wati); strings.Contains(told, "51.000") {
		t.Errorf("salah %s: %q", lost, told)
	}
	for _, named := range []string{fresh, strings.ToLower(fresh)} {
		w.says(head, "batal "+named)
		if told := w.answer(head); !strings.Contains(told, fresh) || !strings.Contains(told, "51.000") {
			t.Errorf("batal %s: %q", named, told)
		}
		w.says(head, "tidak")
	}
	w.says(wati, "salah "+fresh)
	if told := w.answer(wati); !strings.Contains(told, fresh) {
		t.Errorf("salah %s: %q", fresh, told)
	}
}

// TestProposalsOfTheLostTime: after a restore a proposal gets no number that officers have
// heard of another: neither one by command nor an announcement by message.
func TestProposalsOfTheLostTime(t *testing.T) {
	w := newWorld(t, memory.New())
	withOfficers(w, 0) // every announcement needs another's approval
	propose := func() uint64 {
		t.Helper()
		_, p, err := w.bot.Broadcast(w.Context(), conversation.Announcement{Text: "rapat"}, "P01", w.now)
		w.must(err)
		return p.Number
	}
	first := propose()
	w.write(func(tx *store.Tx) error { _, _, err := tx.BeginAgain(w.now); return err })
	if second := propose(); first != 1 || second != 201 {
		t.Errorf("U%d, and after the restore U%d, want U1 and U201", first, second)
	}
	if third := propose(); third != 202 {
		t.Errorf("then U%d", third)
	}
}
