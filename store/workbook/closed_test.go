package workbook_test

import (
	"path/filepath"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// TestClosedMonths: a book finds the months open that its own rows are of, and
// closes them behind it; what a later book brings of them counts in the first open one.
func TestClosedMonths(t *testing.T) {
	db := newStore(t)
	importInto(t, db, with(t, map[string]string{"upk": "kunci;nilai\nnama;UPK Kalijambe\ntutup_buku;2026-03\n"}), importNow)
	counted := func() (own, later int) {
		view(t, db, func(tx *store.Tx) {
			own, later = 0, 0
			for e, err := range tx.Journal() {
				switch {
				case err != nil:
					t.Fatal(err)
				case e.Booked.IsZero():
					own++
				case e.Booked == ledger.NewDate(2026, 4, 1):
					later++
				}
			}
		})
		return own, later
	}
	if own, later := counted(); own != 19 || later != 0 {
		t.Errorf("%d entries count by their own day and %d later, want 19 and none", own, later)
	}
	late := t.TempDir()
	writeFile(t, filepath.Join(late, "simpanan.csv"), "anggota;jenis;tanggal;jumlah\nA01-03;wajib;2026-03-05;10000\nA01-03;wajib;2026-04-05;10000\n")
	importInto(t, db, late, importNow)
	if own, later := counted(); own != 20 || later != 1 {
		t.Errorf("%d entries count by their own day and %d later, want 20 and 1", own, later)
	}
	opens := t.TempDir()
	writeFile(t, filepath.Join(opens, "upk.csv"), "kunci;nilai\ntutup_buku;2026-02\n")
	book, _, err := workbook.Read(opens)
	if err != nil {
		t.Fatal(err)
	}
	if _, faults, err := workbook.Import(t.Context(), db, book, importNow, false); err != nil || len(faults) != 1 || faults[0].Column != "nilai" {
		t.Errorf("opening a closed month: %v, %v", faults, err)
	}
	verify(t, db)
	whole := filepath.Join(t.TempDir(), "all.jsonl")
	export(t, db, whole)
	again := newStore(t)
	importInto(t, again, whole, importNow)
	sameStore(t, "all.jsonl", db, again)
}

// TestWordsGoAlong: what was said of one who did not pay is in the whole journal, and
// her last promise is the one that counts there, too.
func TestWordsGoAlong(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	for i, promise := range []string{"2026-03-20", "", "2026-03-24"} {
		var day ledger.Date
		if err := day.UnmarshalText([]byte(promise)); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.KeepUnpaid(conversation.NotPaid{
				Member: "A01-03", Group: "A01", Reason: "sakit", Promise: day, Teller: "A01-01", At: importNow.Add(time.Duration(i) * time.Hour),
			})
		}); err != nil {
			t.Fatal(err)
		}
	}
	whole := filepath.Join(t.TempDir(), "all.jsonl")
	export(t, db, whole)
	again := newStore(t)
	importInto(t, again, whole, importNow)
	sameStore(t, "all.jsonl", db, again)
	view(t, again, func(tx *store.Tx) {
		all, err := tx.AllUnpaid()
		if err != nil || len(all) != 3 {
			t.Fatalf("%d words, %v", len(all), err)
		}
		if list, err := tx.Promises("A01"); err != nil || len(list) != 1 || list[0].Promise != ledger.NewDate(2026, 3, 24) {
			t.Errorf("she promises %v, %v", list, err)
		}
	})
	verify(t, again)
}
