package workbook_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// TestOwnNumbers: what a row brought is that row again in an export, as it was
// written, with its own number or without one.
func TestOwnNumbers(t *testing.T) {
	angsuran := rowsOfAngsuran + "K-1,A01-L1,A01-03,2026-02-15,275000,,,kelompok,\n,A01-L1,A01-04,2026-02-15,1000,,,kelompok,transfer\n,A01-L1,A01-04,2026-02-15,1000,,,kelompok,transfer\n" +
		"K-2,A01-L1,,2026-02-16,1375000,,,upk,transfer\nK-3,A01-L1,A01-05,2026-02-17,,200000,0,kelompok,\nK-4,A01-L1,A01-05,2026-02-18,200500,200000,500,kelompok,\n,A01-L1,A01-05,2026-02-19,,,700,kelompok,\n"
	setoran := "nomor,kelompok,tanggal,jumlah,cara\nS-1,A01,2026-02-16,200000,transfer\n,A01,2026-02-17,1000,\n"
	simpanan := "nomor,anggota,jenis,tanggal,jumlah\n,C01-02,harian,2026-03-02,1000\n,C01-02,harian,2026-03-02,1000\nT-1,C01-02,harian,2026-03-03,-500\n"
	jurnal := "nomor,tanggal,debit,kredit,jumlah,uraian\n,2026-01-31,5110,1110,15000,Honor\n,2026-01-31,5110,1110,15000,Honor\nJ-1,2026-02-28,5110,1120,2500,Biaya bank\n"
	path := with(t, map[string]string{"angsuran": angsuran, "setoran": setoran, "simpanan": simpanan, "jurnal": jurnal})
	db := newStore(t)
	importInto(t, db, path, importNow)
	dir := filepath.Join(t.TempDir(), "out")
	export(t, db, dir)
	for sheet, want := range map[string]string{
		"angsuran": strings.ReplaceAll(angsuran, "kelompok,\n", "kelompok,tunai\n"), "setoran": strings.ReplaceAll(setoran, "1000,\n", "1000,tunai\n"), "simpanan": simpanan, "jurnal": jurnal,
	} {
		if got := readFile(t, filepath.Join(dir, sheet+".csv")); got != want {
			t.Errorf("%s is\n%s\nwant\n%s", sheet, got, want)
		}
	}
	again := newStore(t)
	importInto(t, again, dir, importNow)
	sameStore(t, "out", db, again)
	unchangedBy(t, again, path, dir)
}

// unchangedBy imports files into a store that has all of their rows.
func unchangedBy(t testing.TB, db *store.DB, paths ...string) {
	t.Helper()
	before := balances(t, db)
	for _, path := range paths {
		if s := importInto(t, db, path, importNow); s.Entries > 0 {
			t.Errorf("%s brought %d entries: %v", path, s.Entries, s.Sheets)
		}
	}
	if after := balances(t, db); !maps.Equal(before, after) {
		t.Errorf("balances were %v, are %v", before, after)
	}
}

// TestNothingTwice: whatever a book brought, and whatever became of it in the books,
// the same book changes nothing again, not in this store and in no store that an
// export of it made.
func TestNothingTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		into := func(db *store.DB, b *workbook.Book) workbook.Summary {
			summary, faults, err := workbook.Import(t.Context(), db, b, importNow, false)
			if err != nil || len(faults) > 0 {
				r.Fatal(err, faults)
			}
			return summary
		}
		book := anyBook(t, r)
		db := newStore(t)
		into(db, book)
		spoil(t, r, db)
		want := balances(t, db)
		for last, trip := db, 0; trip < 2; trip++ {
			out, err := workbook.ExportBook(t.Context(), last)
			if err != nil {
				r.Fatal(err)
			}
			next := newStore(t)
			into(next, out)
			for _, again := range []struct {
				db   *store.DB
				book *workbook.Book
			}{{last, book}, {last, out}, {next, book}, {next, out}} {
				if s := into(again.db, again.book); s.Entries > 0 {
					r.Fatalf("trip %d brought %d entries: %v", trip, s.Entries, s.Sheets)
				}
				if got := balances(t, again.db); !maps.Equal(got, want) {
					r.Fatalf("trip %d: balances were %v, are %v", trip, want, got)
				}
			}
			last = next
		}
	})
}

// anyBook is a book with rows of all kinds, with numbers and without, equal ones too.
func anyBook(t *testing.T, r *rapid.T) *workbook.Book {
	upk := readFile(t, filepath.Join(kalijambe, "upk.csv"))
	if rapid.Bool().Draw(r, "fines") {
		upk += "denda,tetap\ndenda_nilai,3000\n"
	}
	number := func(i int) string {
		if rapid.Bool().Draw(r, "numbered") {
			return fmt.Sprintf("K-%d", i)
		}
		return ""
	}
	pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(r, "of") }
	day := func() string { return pick("2026-02-10", "2026-02-15", "2026-02-16", "2026-03-15", "2026-03-20") }
	sheets := map[string][]string{
		"angsuran": {"nomor,pinjaman,anggota,tanggal,jumlah,pokok,jasa,tahap,cara"}, "setoran": {"nomor,kelompok,tanggal,jumlah,cara"},
		"simpanan": {"nomor,anggota,jenis,tanggal,jumlah"}, "jurnal": {"nomor,tanggal,debit,kredit,jumlah,uraian"},
	}
	for i := range rapid.IntRange(1, 12).Draw(r, "rows") {
		sheet, cells := pick("angsuran", "angsuran", "angsuran", "setoran", "simpanan", "jurnal"), []string{number(i)}
		switch sheet {
		case "angsuran":
			who := pick("A01-L1,A01-03", "A01-L1,A01-04", "A01-L1,", "B01-L1,B01-01", "B01-L2,")
			cells = append(cells, who, day(), pick("50000,,", "120000,,", "30000,20000,10000", ",20000,", ",,7000", ",1000,0"), pick("upk", "kelompok"), pick("", "tunai", "transfer"))
		case "setoran":
			cells = append(cells, pick("A01", "B01"), day(), pick("10000", "60000"), pick("", "transfer"))
		case "simpanan":
			cells = append(cells, pick("C01-02", "A01-03"), pick("sukarela", "harian"), day(), pick("5000", "9000"))
		case "jurnal":
			cells = append(cells, day(), "5110", pick("1110", "Kas", "Bank"), "2500", pick("Honor", "Biaya"))
		}
		sheets[sheet] = append(sheets[sheet], strings.Join(cells, ","))
		if rapid.IntRange(0, 3).Draw(r, "equal") == 0 && cells[0] == "" {
			sheets[sheet] = append(sheets[sheet], strings.Join(cells, ","))
		}
	}
	files := map[string]string{
		"upk": upk, "pinjaman": readFile(t, filepath.Join(kalijambe, "pinjaman.csv")) + "B01-L2,B01,UEP,2000000,1,bulan,flat,10,bulan,2026-01-20,cair,,\n",
		"kas_awal": "kelompok,per_tanggal,jumlah\nA01,2026-01-31,5000000\nB01,2026-01-31,5000000\n",
	}
	for name, rows := range sheets {
		files[name] = strings.Join(rows, "\n") + "\n"
	}
	path := with(t, files)
	defer os.RemoveAll(path)
	book, faults, err := workbook.Read(path)
	if err != nil || len(faults) > 0 {
		r.Fatal(err, faults)
	}
	return book
}

// spoil lets a few entries be reversed, and a treasurer record between them.
func spoil(t *testing.T, r *rapid.T, db *store.DB) {
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for range rapid.IntRange(0, 3).Draw(r, "spoilt") {
			head, err := tx.Head("A01")
			if err != nil {
				return err
			}
			if head.Number == 0 {
				return nil
			}
			n := ledger.EntryNumber(rapid.IntRange(1, int(head.Number)).Draw(r, "entry"))
			e, err := tx.Entry("A01", n)
			if err != nil {
				return err
			}
			gone, err := tx.Reversed("A01", n)
			if err != nil {
				return err
			}
			next := ledger.Entry{}
			if rapid.Bool().Draw(r, "reverse") {
				if gone || e.Kind == ledger.Reversal || e.Kind == ledger.Disbursement || e.Kind == ledger.Opening {
					continue
				}
				if next, err = ledger.Reverse(e, e.Day, importNow, "A01-01", "i7"); err != nil {
					return err
				}
			} else {
				l, err := tx.Loan("A01-L1")
				if err != nil {
					return err
				}
				next = ledger.RepayFineEntry(l, "A01-03", ledger.Dues{Amounts: ledger.Amounts{Principal: 9_000, Interest: 1_000}, Fine: ledger.Money(rapid.SampledFrom([]int{0, 3_000}).Draw(r, "fine"))}, e.Day)
				next.Heard, next.Teller, next.Cause = importNow, "A01-01", fmt.Sprintf("i%d", n)
			}
			if err := tx.Post(next.Seal(head)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
}

// TestKnownRowsRefused: the list of rows that are known is the export's own.
func TestKnownRowsRefused(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	for _, c := range []struct{ rows, want string }{
		{"angsuran,K-001,0123\n", "sudah_tercatat 2 isi"},
		{"pinjaman,K-9,0123\n", "sudah_tercatat 2 lembar"},
		{"angsuran,K-9,0123\nangsuran,K-9,0124\n", "sudah_tercatat 3 nomor"},
		{"angsuran,,0123\n", "sudah_tercatat 2 nomor"},
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "sudah_tercatat.csv"), "lembar,nomor,isi\n"+c.rows)
		book, _, err := workbook.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
		if err != nil || len(faults) != 1 || place(faults[0]) != c.want {
			t.Errorf("%s: %v, %v", c.rows, faults, err)
		}
	}
}
