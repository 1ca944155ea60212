package workbook_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// TestOfficerLeaves: who has left is no officer any more and keeps her name; a file that
// does not say so does not bring her back, one that says aktif does; it goes out and in
// again; and the UPK keeps a ketua.
func TestOfficerLeaves(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	const head = "kode,nama,hp,peran,desa,status\n"
	bring := func(officers string) (workbook.Summary, []workbook.Fault) {
		t.Helper()
		book, _, err := workbook.Read(with(t, map[string]string{"petugas": officers}))
		if err != nil {
			t.Fatal(err)
		}
		s, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
		if err != nil {
			t.Fatal(err)
		}
		return s, faults
	}
	is := func(db *store.DB, want string) {
		t.Helper()
		err := db.View(t.Context(), func(tx *store.Tx) error {
			now, err := tx.Officers()
			if err != nil {
				return err
			}
			ever, err := tx.EveryOfficer()
			if err != nil {
				return err
			}
			found, err := tx.OfficersByPhone("+6281390000902")
			if got := fmt.Sprint(len(now), " of ", len(ever), ", ", len(found)); got != want {
				t.Errorf("officers now and ever, and by her number: %s, want %s", got, want)
			}
			if err == nil {
				_, err = tx.Verify()
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	is(db, "4 of 4, 1")
	s, faults := bring(head + "P02,Endang Purwanti,081390000902,kasir,,keluar\n")
	if len(faults) > 0 || len(s.Changes) != 1 || !strings.Contains(s.Changes[0].String(), `column status: "aktif" becomes "keluar"`) {
		t.Errorf("%v %v", s.Changes, faults)
	}
	is(db, "3 of 4, 0")
	if s, faults := bring("kode,nama,hp,peran\nP02,Endang Purwanti,081390000902,kasir\n"); len(s.Changes)+len(faults) > 0 {
		t.Errorf("a file of before: %v %v", s.Changes, faults)
	}
	is(db, "3 of 4, 0")

	for _, name := range []string{"out.xlsx", "out.jsonl"} {
		path := filepath.Join(t.TempDir(), name)
		if err := workbook.Export(t.Context(), db, path); err != nil {
			t.Fatal(err)
		}
		again := newStore(t)
		book, faults, err := workbook.Read(path)
		if err == nil && len(faults) == 0 {
			_, faults, err = workbook.Import(t.Context(), again, book, importNow, false)
		}
		if err != nil || len(faults) > 0 {
			t.Fatal(name, err, faults)
		}
		is(again, "3 of 4, 0")
	}

	if _, faults := bring(head + "P02,Endang Purwanti,081390000902,kasir,,aktif\n"); len(faults) > 0 {
		t.Error(faults)
	}
	is(db, "4 of 4, 1")
	for _, last := range []string{"P01,Bambang Susilo,081390000901,ketua,,keluar\n", "P01,Bambang Susilo,081390000901,kasir,,\n"} {
		if _, faults := bring(head + last); len(faults) != 1 || faults[0].Sheet != "petugas" || faults[0].Column != "peran" {
			t.Errorf("the last ketua: %v", faults)
		}
	}
	if _, faults := bring(head + "P01,Bambang Susilo,081390000901,ketua,,keluar\nP02,Endang Purwanti,081390000902," + string(ledger.Head) + ",,\n"); len(faults) > 0 {
		t.Errorf("another is ketua now: %v", faults)
	}
	is(db, "3 of 4, 1")
}
