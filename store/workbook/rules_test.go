package workbook_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

const rowsOfAngsuran = "nomor,pinjaman,anggota,tanggal,jumlah,pokok,jasa,tahap,cara\n"

// bookTrip takes the store out and in as a workbook, without a file.
func bookTrip(t testing.TB, db *store.DB) {
	t.Helper()
	out, err := workbook.ExportBook(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	again := newStore(t)
	if _, faults, err := workbook.Import(t.Context(), again, out, importNow, false); err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	sameStore(t, "out and in", db, again)
}

// fined is the small workbook with a fine of 5,000 for each late instalment.
func fined(t testing.TB, angsuran, setoran string) string {
	t.Helper()
	return with(t, map[string]string{
		"upk":      readFile(t, filepath.Join(kalijambe, "upk.csv")) + "denda,tetap\ndenda_nilai,5000\n",
		"angsuran": rowsOfAngsuran + angsuran, "setoran": "nomor,kelompok,tanggal,jumlah\n" + setoran,
	})
}

// TestFines: a fine is paid first by a row that gives only jumlah, as by message, and
// brought to the UPK with a deposit.
func TestFines(t *testing.T) {
	siti := ledger.MemberCode("A01-03")
	collected := ledger.Account{Code: ledger.FineCollected, Group: "A01", Loan: "A01-L1", Member: siti}
	principal := ledger.Account{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: siti}
	income := ledger.Account{Code: ledger.FineIncome, Group: "A01", Loan: "A01-L1"}
	held := ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}
	for _, c := range []struct {
		name, angsuran, setoran string
		want                    map[ledger.Account]ledger.Money
	}{
		{
			"on the due day there is none", "1,A01-L1,A01-03,2026-02-15,275000,,,kelompok,\n", "",
			map[ledger.Account]ledger.Money{collected: 0, principal: 2_250_000, income: 0},
		},
		{
			"a day late", "1,A01-L1,A01-03,2026-02-16,280000,,,kelompok,\n", "",
			map[ledger.Account]ledger.Money{collected: -5_000, principal: 2_250_000, held: 280_000},
		},
		{
			"once for each instalment", "1,A01-L1,A01-03,2026-02-16,280000,,,kelompok,\n2,A01-L1,A01-03,2026-03-16,280000,,,kelompok,\n3,A01-L1,A01-03,2026-03-20,275000,,,kelompok,\n", "",
			map[ledger.Account]ledger.Money{collected: -10_000, principal: 1_750_000, held: 835_000},
		},
		{
			"a row with pokok and jasa pays none", "1,A01-L1,A01-03,2026-02-16,,250000,25000,kelompok,\n2,A01-L1,A01-03,2026-02-17,5000,,,kelompok,\n", "",
			map[ledger.Account]ledger.Money{collected: -5_000, principal: 2_250_000, held: 280_000},
		},
		{
			"straight to the UPK", "1,A01-L1,A01-03,2026-02-16,280000,,,upk,\n", "",
			map[ledger.Account]ledger.Money{collected: -5_000, principal: 2_250_000, income: -5_000, held: 0, {Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}: 12_250_000},
		},
		{
			"the group's own with a deposit", "1,A01-L1,A01-03,2026-02-16,280000,,,kelompok,\n", "1,A01,2026-02-16,280000\n",
			map[ledger.Account]ledger.Money{collected: -5_000, income: -5_000, held: 0, {Code: ledger.InterestIncome, Group: "A01", Loan: "A01-L1"}: -125_000},
		},
		{
			"the whole group", "1,A01-L1,,2026-02-16,1400000,,,upk,\n", "",
			map[ledger.Account]ledger.Money{collected: -5_000, principal: 2_250_000, income: -25_000, held: 0},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			path := fined(t, c.angsuran, c.setoran)
			importInto(t, db, path, importNow)
			if s := importInto(t, db, path, importNow); s.Entries > 0 {
				t.Errorf("the second time: %+v", s)
			}
			view(t, db, func(tx *store.Tx) {
				for account, want := range c.want {
					if got := balance(t, tx, account); got != want {
						t.Errorf("%s is %d, want %d", account, got, want)
					}
				}
			})
			bookTrip(t, db)
		})
	}
}

// TestFineOnTop: rows that come later know the payments that the store has.
func TestFineOnTop(t *testing.T) {
	db := newStore(t)
	importInto(t, db, fined(t, "1,A01-L1,A01-03,2026-02-16,280000,,,kelompok,\n", ""), importNow)
	importInto(t, db, fined(t, "2,A01-L1,A01-03,2026-03-14,275000,,,kelompok,\n3,A01-L1,A01-03,2026-04-16,280000,,,kelompok,\n", ""), importNow)
	view(t, db, func(tx *store.Tx) {
		if got := left(t, tx, "A01-L1", "A01-03"); got != (ledger.Amounts{Principal: 1_750_000, Interest: 175_000}) {
			t.Errorf("Siti has %+v left", got)
		}
	})
	bookTrip(t, db)
}

// TestFineAfterOpening: what was paid before the books began was in time.
func TestFineAfterOpening(t *testing.T) {
	path := fined(t, "1,A01-L1,A01-03,2026-03-15,275000,,,kelompok,\n", "1,A01,2026-03-15,275000\n")
	writeFile(t, filepath.Join(path, "saldo_awal.csv"), "pinjaman,per_tanggal,sisa_pokok,sisa_jasa\nA01-L1,2026-03-01,11250000,1125000\n")
	db := newStore(t)
	importInto(t, db, path, importNow)
	view(t, db, func(tx *store.Tx) {
		if got := left(t, tx, "A01-L1", "A01-03"); got != (ledger.Amounts{Principal: 2_000_000, Interest: 200_000}) {
			t.Errorf("Siti has %+v left", got)
		}
		if got := balance(t, tx, ledger.Account{Code: ledger.FineIncome, Group: "A01", Loan: "A01-L1"}); got != 0 {
			t.Errorf("the UPK has a fine of %d", -got)
		}
	})
	bookTrip(t, db)
}

// TestHolidayFine: a due day that a holiday moves is late from its own place.
func TestHolidayFine(t *testing.T) {
	path := fined(t, "1,A01-L1,A01-03,2026-02-16,275000,,,kelompok,\n", "")
	writeFile(t, filepath.Join(path, "upk.csv"), readFile(t, filepath.Join(path, "upk.csv"))+"libur_geser,sesudah\n")
	writeFile(t, filepath.Join(path, "libur.csv"), "tanggal,nama\n2026-02-15,Libur desa\n")
	db := newStore(t)
	importInto(t, db, path, importNow)
	view(t, db, func(tx *store.Tx) {
		if got := left(t, tx, "A01-L1", "A01-03"); got != (ledger.Amounts{Principal: 2_250_000, Interest: 225_000}) {
			t.Errorf("Siti has %+v left", got)
		}
	})
	bookTrip(t, db)
}

// TestPastWithdrawal: what a purse paid out before today stays in the books, with a
// warning where its rule was broken.
func TestPastWithdrawal(t *testing.T) {
	book, _, err := workbook.Read(with(t, map[string]string{
		"simpanan": "anggota,jenis,tanggal,jumlah\nA01-03,wajib,2026-02-01,50000\nA01-03,wajib,2026-03-09,-10000\nC01-02,wajib,2026-03-01,9000\nC01-02,wajib,2026-03-11,-9000\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	db := newStore(t)
	summary, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	if len(summary.Warnings) != 1 || place(summary.Warnings[0]) != "simpanan 3 jenis" || !strings.Contains(summary.Warnings[0].Message, "2475000") {
		t.Errorf("warnings: %v", summary.Warnings)
	}
	view(t, db, func(tx *store.Tx) {
		if got := balance(t, tx, ledger.PurseOf("A01", "A01-03", "wajib")); got != -40_000 {
			t.Errorf("the purse holds %d", -got)
		}
	})
	bookTrip(t, db)
}

// TestDepositOnTop: a deposit of a past day is held against what the treasurer had
// then, and against what is left of it.
func TestDepositOnTop(t *testing.T) {
	const head = "nomor,kelompok,tanggal,jumlah\n"
	rows := rowsOfAngsuran + "1,A01-L1,A01-03,2026-02-15,275000,,,kelompok,\n2,A01-L1,A01-04,2026-02-25,275000,,,kelompok,\n"
	db := newStore(t)
	importInto(t, db, with(t, map[string]string{"angsuran": rows, "setoran": head + "1,A01,2026-02-25,100000\n"}), importNow)
	for _, c := range []struct {
		row, want string
	}{
		{"2,A01,2026-02-15,275001\n", "held only 275000 on 2026-02-15"},
		{"3,A01,2026-02-15,200000\n", ""},
		{"4,A01,2026-02-20,275000\n", "held only 75000 on 2026-02-20"},
		{"5,A01,2026-02-26,250001\n", "held only 250000 on 2026-02-26"},
		{"6,A01,2026-02-26,250000\n", ""},
	} {
		book, _, err := workbook.Read(with(t, map[string]string{"angsuran": rows, "setoran": head + c.row}))
		if err != nil {
			t.Fatal(err)
		}
		_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
		if err != nil || len(faults) > 0 != (c.want != "") || c.want != "" && !strings.Contains(faults[0].Message, c.want) {
			t.Errorf("%s: %v, %v", c.row, err, faults)
		}
	}
	// A group of whose receipts nothing is known can bring what it brings, again and again.
	for _, row := range []string{"7,B01,2026-03-20,2000000\n", "8,B01,2026-06-20,2000000\n"} {
		importInto(t, db, with(t, map[string]string{"angsuran": rows, "setoran": head + row}), importNow)
	}
}

// TestCutOff: in a village with a cut-off day a loan paid out late in the month falls
// due a month later, unless its row says when; a village's new day is for later loans.
func TestCutOff(t *testing.T) {
	desa := "kode,nama,hari_jatuh_tempo,batas_cair\nD01,Saren,10,15\nD02,Banaran,,21\n"
	db := newStore(t)
	path := with(t, map[string]string{
		"desa": desa, "angsuran": "",
		"pinjaman": "kode,kelompok,dana,pokok,jasa_persen,angsuran,setiap,tanggal_cair,jatuh_tempo_pertama\n" +
			"A01-L1,A01,SPP,12500000,1,10,bulan,2026-01-31,\nA01-L2,A01,SPP,1000000,1,10,bulan,2026-01-14,\nA01-L3,A01,SPP,1000000,1,10,bulan,2026-01-31,2026-02-20\n" +
			"A01-L4,A01,SPP,1000000,1,10,minggu,2026-01-31,\nB01-L1,B01,UEP,8000000,1.5,4,3 bulan,2025-12-20,\nB01-L2,B01,UEP,8000000,1.5,4,3 bulan,2025-12-31,\n",
	})
	importInto(t, db, path, importNow)
	first := func() (days []string) {
		view(t, db, func(tx *store.Tx) {
			for _, code := range []ledger.LoanCode{"A01-L1", "A01-L2", "A01-L3", "A01-L4", "B01-L1", "B01-L2"} {
				l, err := tx.Loan(code)
				if err != nil {
					t.Fatal(err)
				}
				s, err := l.Schedule()
				if err != nil {
					t.Fatal(err)
				}
				days = append(days, s[0].Due.String())
			}
		})
		return days
	}
	want := []string{"2026-03-10", "2026-02-10", "2026-02-20", "2026-02-07", "2026-03-20", "2026-04-30"}
	if got := first(); !slices.Equal(got, want) {
		t.Errorf("first due on %v, want %v", got, want)
	}
	bookTrip(t, db)
	writeFile(t, filepath.Join(path, "desa.csv"), "kode,nama,hari_jatuh_tempo,batas_cair\nD01,Saren,25,\nD02,Banaran,5,1\n")
	if s := importInto(t, db, path, importNow); s.Entries > 0 {
		t.Errorf("%+v", s)
	}
	if got := first(); !slices.Equal(got, want) {
		t.Errorf("after the village's change first due on %v, want %v", got, want)
	}
	dir := filepath.Join(t.TempDir(), "csv")
	export(t, db, dir)
	last := db
	db = newStore(t)
	importInto(t, db, dir, importNow)
	if got := first(); !slices.Equal(got, want) {
		t.Errorf("out and in again first due on %v, want %v", got, want)
	}
	if a, b := balances(t, last), balances(t, db); len(a) != len(b) {
		t.Errorf("balances were %v, are %v", a, b)
	}
}

// TestStatus: the steps that a workbook may make with a loan whose money moved.
func TestStatus(t *testing.T) {
	loan := func(status string) string {
		return "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status\nC01-L1,C01,KSM,1000000,1,2,2026-01-15," + status + "\n"
	}
	head := "nomor,pinjaman,tanggal,jumlah,pokok,jasa\n"
	rows := head + "1,C01-L1,2026-02-15,510000,,\n"
	for _, c := range []struct {
		name, from, to string
		before, after  string // rows of angsuran
		fault          string // part of it; empty: none
	}{
		{"the same", "cair", "cair", rows, "", ""},
		{"back to approved", "cair", "disetujui", rows, "", "cannot change"},
		{"paid off with a rest", "cair", "lunas", rows, "", "500000 is left"},
		{"paid off by the same book", "cair", "lunas", rows, head + "2,C01-L1,2026-03-10,510000,,\n", ""},
		{"paid off early", "cair", "lunas", rows, head + "2,C01-L1,2026-03-10,,500000,0\n", ""},
		{"paid off before", "cair", "lunas", rows + "2,C01-L1,2026-03-10,510000,,\n", "", ""},
		{"running again, and nothing is left", "lunas", "cair", rows + "2,C01-L1,2026-03-10,510000,,\n", "", "is lunas in the books with 0 left"},
		{"rescheduled", "cair", "dijadwal_ulang", rows, "", "bendahara office"},
		{"written off", "cair", "dihapus", rows, "", "bendahara office"},
		{"written off, and back", "dihapus", "cair", rows, "", "bendahara office"},
		{"from a plan to a plan", "usulan", "disetujui", "", "", ""},
		{"from a plan to the money", "disetujui", "cair", "", rows, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			importInto(t, db, with(t, map[string]string{"pinjaman": loan(c.from), "pemanfaat": "", "angsuran": c.before}), importNow)
			book, _, err := workbook.Read(with(t, map[string]string{"pinjaman": loan(c.to), "pemanfaat": "", "angsuran": c.after}))
			if err != nil {
				t.Fatal(err)
			}
			_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
			if err != nil {
				t.Fatal(err)
			}
			want := ledger.LoanStatus(c.to)
			if c.fault != "" {
				want = ledger.LoanStatus(c.from)
				if len(faults) != 1 || place(faults[0]) != "pinjaman 2 status" || !strings.Contains(faults[0].Message, c.fault) {
					t.Errorf("faults:\n%s", join(faults))
				}
			} else if len(faults) > 0 {
				t.Errorf("faults:\n%s", join(faults))
			}
			view(t, db, func(tx *store.Tx) {
				if l, err := tx.Loan("C01-L1"); err != nil || l.Status != want {
					t.Errorf("the loan is %s, %v", l.Status, err)
				}
			})
			bookTrip(t, db)
		})
	}
}

// TestPaidOffLongAgo: a loan that is lunas with nothing known of its payments takes no
// money out of the cash, and leaves nothing owed.
func TestPaidOffLongAgo(t *testing.T) {
	db := newStore(t)
	path := with(t, map[string]string{
		"pinjaman":  "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status\nC01-L0,C01,KSM,1000000,1,2,2024-01-15,lunas\nC01-L1,C01,KSM,1000000,0,2,2026-01-15,lunas\n",
		"pemanfaat": "pinjaman,anggota,pokok\nC01-L0,C01-01,400000\nC01-L0,C01-02,600000\n", "angsuran": "",
	})
	importInto(t, db, path, importNow)
	for range 2 {
		if s := importInto(t, db, path, importNow); s.Entries > 0 {
			t.Errorf("again: %+v", s)
		}
		view(t, db, func(tx *store.Tx) {
			for account, want := range map[ledger.Account]ledger.Money{
				{Code: ledger.UPKCash}: 25_000_000, {Code: ledger.LoanPrincipal, Group: "C01", Loan: "C01-L0"}: 0,
				{Code: ledger.MemberPrincipal, Group: "C01", Loan: "C01-L0", Member: "C01-02"}: 0,
			} {
				if got := balance(t, tx, account); got != want {
					t.Errorf("%s is %d, want %d", account, got, want)
				}
			}
			if got := left(t, tx, "C01-L0", "C01-02"); got != (ledger.Amounts{}) {
				t.Errorf("she has %+v left", got)
			}
		})
		bookTrip(t, db)
	}
}

// TestGoneMember: that a member left or died changes the register alone. What she owes
// and has saved stays in the books and reports, and can be paid at the office.
func TestGoneMember(t *testing.T) {
	people := readFile(t, filepath.Join(kalijambe, "anggota.csv"))
	for _, status := range []string{"keluar", "meninggal"} {
		t.Run(status, func(t *testing.T) {
			db := newStore(t)
			saved := "nomor,anggota,jenis,tanggal,jumlah\n1,A01-03,sukarela,2026-02-20,40000\n"
			importInto(t, db, with(t, map[string]string{"simpanan": saved}), importNow)
			before, reports := balances(t, db), arrears(t, db)
			if !strings.Contains(reports, "A01-L1") {
				t.Errorf("nothing is late: %s", reports)
			}
			lines := strings.Split(people, "\n")
			for i, line := range lines {
				if strings.HasPrefix(line, "A01-03,") {
					lines[i] = strings.TrimSuffix(line, "aktif") + status
				}
			}
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "anggota.csv"), strings.Join(lines, "\n"))
			if s := importInto(t, db, dir, importNow); s.Entries > 0 || s.Sheets[0].Changed != 1 {
				t.Errorf("%+v", s)
			}
			if after := balances(t, db); len(after) != len(before) || after[ledger.PurseOf("A01", "A01-03", "sukarela")] != -40_000 {
				t.Errorf("balances were %v, are %v", before, after)
			}
			if after := arrears(t, db); after != reports {
				t.Errorf("the reports were\n%s\nare\n%s", reports, after)
			}
			bookTrip(t, db)
			dir = t.TempDir()
			writeFile(t, filepath.Join(dir, "angsuran.csv"), "pinjaman,anggota,tanggal,jumlah\nA01-L1,A01-03,2026-03-12,2475000\n")
			writeFile(t, filepath.Join(dir, "simpanan.csv"), "anggota,jenis,tanggal,jumlah\nA01-03,sukarela,2026-03-12,-40000\n")
			importInto(t, db, dir, importNow)
			view(t, db, func(tx *store.Tx) {
				if got := left(t, tx, "A01-L1", "A01-03"); got != (ledger.Amounts{}) {
					t.Errorf("she has %+v left", got)
				}
			})
		})
	}
}

// arrears are the reports that would show a member's money, as text.
func arrears(t *testing.T, db *store.DB) string {
	t.Helper()
	reports, err := ledger.NewReports(booksOf(t, db))
	if err != nil {
		t.Fatal(err)
	}
	day := ledger.NewDate(2026, 3, 31)
	list, err := reports.ArrearsList(day)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v", list, reports.BalanceSheet(day), reports.HeldCash(day))
}

// TestRescheduled: the loan that takes another's place has what was left of it, and no
// cash moves a second time.
func TestRescheduled(t *testing.T) {
	const heads = "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status,asal\n"
	cash := ledger.Account{Code: ledger.UPKCash}
	owed := func(code ledger.LoanCode) ledger.Account {
		return ledger.Account{Code: ledger.LoanPrincipal, Group: "C01", Loan: code}
	}
	hers := ledger.Account{Code: ledger.MemberPrincipal, Group: "C01", Loan: "C01-L2", Member: "C01-02"}
	for _, c := range []struct {
		name, loans, shares, rows string
		want                      map[ledger.Account]ledger.Money
		fault                     string
	}{
		{
			"what was left", "C01-L1,C01,KSM,1000000,1,10,2025-06-15,dijadwal_ulang,\nC01-L2,C01,KSM,750000,1,10,2026-01-15,cair,C01-L1\n",
			"C01-L1,C01-01,400000\nC01-L1,C01-02,600000\nC01-L2,C01-01,300000\nC01-L2,C01-02,450000\n",
			"C01-L1,,2025-09-15,,250000,30000\nC01-L2,C01-02,2026-02-15,,45000,4500\n",
			map[ledger.Account]ledger.Money{cash: 25_000_000 - 1_000_000 + 280_000 + 49_500, owed("C01-L1"): 0, owed("C01-L2"): 705_000, hers: 405_000},
			"",
		},
		{
			"nothing was paid", "C01-L1,C01,KSM,1000000,1,10,2025-06-15,dijadwal_ulang,\nC01-L2,C01,KSM,1000000,1,20,2026-01-15,cair,C01-L1\n",
			"", "",
			map[ledger.Account]ledger.Money{cash: 24_000_000, owed("C01-L1"): 0, owed("C01-L2"): 1_000_000},
			"",
		},
		{
			"before the books began", "C01-L1,C01,KSM,1000000,1,10,2024-06-15,dijadwal_ulang,\nC01-L2,C01,KSM,750000,1,10,2026-01-15,cair,C01-L1\n",
			"C01-L2,C01-01,300000\nC01-L2,C01-02,450000\n", "C01-L2,C01-02,2026-02-15,,45000,4500\n",
			map[ledger.Account]ledger.Money{cash: 25_049_500, owed("C01-L1"): 0, owed("C01-L2"): 705_000, hers: 405_000},
			"",
		},
		{
			"more than was left", "C01-L1,C01,KSM,1000000,1,10,2025-06-15,dijadwal_ulang,\nC01-L2,C01,KSM,750001,1,10,2026-01-15,cair,C01-L1\n",
			"", "C01-L1,,2025-09-15,,250000,30000\n", nil, "of which 750000 is left on 2026-01-15",
		},
		{
			"not each her own", "C01-L1,C01,KSM,1000000,1,10,2025-06-15,dijadwal_ulang,\nC01-L2,C01,KSM,750000,1,10,2026-01-15,cair,C01-L1\n",
			"C01-L1,C01-01,400000\nC01-L1,C01-02,600000\nC01-L2,C01-01,375000\nC01-L2,C01-02,375000\n", "C01-L1,,2025-09-15,,250000,30000\n", nil, "each member's own remainder",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			path := with(t, map[string]string{"pinjaman": heads + c.loans, "pemanfaat": "pinjaman,anggota,pokok\n" + c.shares, "angsuran": "pinjaman,anggota,tanggal,jumlah,pokok,jasa\n" + c.rows})
			book, _, err := workbook.Read(path)
			if err != nil {
				t.Fatal(err)
			}
			_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
			if err != nil || len(faults) > 0 != (c.fault != "") {
				t.Fatal(err, faults)
			}
			if c.fault != "" {
				if place(faults[0]) != "pinjaman 3 pokok" || !strings.Contains(faults[0].Message, c.fault) {
					t.Errorf("%v", faults)
				}
				return
			}
			unchangedBy(t, db, path)
			view(t, db, func(tx *store.Tx) {
				for account, want := range c.want {
					if got := balance(t, tx, account); got != want {
						t.Errorf("%s is %d, want %d", account, got, want)
					}
				}
			})
			bookTrip(t, db)
		})
	}
}
