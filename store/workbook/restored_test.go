package workbook_test

import (
	"os"
	"path/filepath"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// TestARestoredStoreGoesAlong: what a restore began is in the whole journal, too, so
// that no reference is given twice there either; and its own workbook changes nothing.
func TestARestoredStoreGoesAlong(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	wish := conversation.Case{Kind: conversation.LoanCase, Message: "i1", From: "+6281390000103", Opened: importNow, Due: ledger.NewDate(2026, 3, 17)}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if _, _, err := tx.BeginAgain(importNow); err != nil {
			return err
		}
		loan, err := tx.Loan("A01-L1")
		if err != nil {
			return err
		}
		head, err := tx.Head("A01")
		if err != nil {
			return err
		}
		e := ledger.RepayEntry(loan, "A01-03", ledger.Amounts{Principal: 20_000}, ledger.NewDate(2026, 3, 11))
		e.Heard, e.Teller, e.Cause = importNow, "A01-01", "i9"
		if err := tx.Post(e.Seal(head)); err != nil {
			return err
		}
		wish.Number, err = tx.NextCase(wish.Kind)
		if err != nil {
			return err
		}
		return tx.PutCase(wish)
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	whole := filepath.Join(dir, "all.jsonl")
	export(t, db, whole)
	again := newStore(t)
	importInto(t, again, whole, importNow)
	sameStore(t, "all.jsonl", db, again)
	verify(t, again)
	view(t, again, func(tx *store.Tx) {
		if head, err := tx.Head("B01"); err != nil || head.Series != 1 {
			t.Errorf("the next entry of another group is of series %d, %v", head.Series, err)
		}
		if n, err := tx.NextCase(wish.Kind); err != nil || n != wish.Number+1 {
			t.Errorf("the next wish is %d, %v", n, err)
		}
	})
	// A row may have the number of a receipt that was lost.
	var plain ledger.Entry
	view(t, db, func(tx *store.Tx) {
		head, err := tx.Head("A01")
		if err != nil {
			t.Fatal(err)
		}
		plain = ledger.Entry{Group: "A01", Number: head.Number}
	})
	lost := filepath.Join(dir, "lost")
	if err := os.Mkdir(lost, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(lost, "angsuran.csv"), "nomor;pinjaman;anggota;tanggal;jumlah;tahap\n"+plain.Reference()+";A01-L1;A01-03;2026-03-10;30000;kelompok\n")
	if s := importInto(t, again, lost, importNow); s.Entries != 1 {
		t.Errorf("a lost receipt made %d entries", s.Entries)
	}
	sheets := filepath.Join(dir, "sheets")
	export(t, db, sheets)
	before := balances(t, db)
	importInto(t, db, sheets, importNow)
	if after := balances(t, db); len(after) != len(before) || after[ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}] != before[ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}] {
		t.Errorf("its own workbook changed the books: %v, before %v", after, before)
	}
}
