package workbook_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// kalijambe is the small workbook that the dialogues run on.
const kalijambe = "../../conversation/testdata/kalijambe"

var importNow = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

// left is what a member has still to pay on a loan, principal and interest.
func left(t testing.TB, tx *store.Tx, loan ledger.LoanCode, member ledger.MemberCode) ledger.Amounts {
	t.Helper()
	l, err := tx.Loan(loan)
	if err != nil {
		t.Fatal(err)
	}
	schedules, err := l.MemberSchedules()
	if err != nil {
		t.Fatal(err)
	}
	paid, err := l.PaidBy(member, tx.Balance)
	if err != nil {
		t.Fatal(err)
	}
	st := schedules[member].On(0, paid)
	return ledger.Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}
}

func balance(t testing.TB, tx *store.Tx, a ledger.Account) ledger.Money {
	t.Helper()
	m, err := tx.Balance(a)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func verify(t testing.TB, db *store.DB) {
	t.Helper()
	view(t, db, func(tx *store.Tx) {
		if _, err := tx.Verify(); err != nil {
			t.Error(err)
		}
	})
}

func TestImportKalijambe(t *testing.T) {
	db := newStore(t)
	summary := importInto(t, db, kalijambe, importNow)
	// 3 accounts, 2 loans, 5 repayments with the UPK's receipts, 4 deposits of savings.
	if summary.Entries != 19 {
		t.Errorf("%d entries: %v", summary.Entries, summary.Sheets)
	}
	verify(t, db)
	view(t, db, func(tx *store.Tx) {
		if got, want := left(t, tx, "A01-L1", "A01-03"), (ledger.Amounts{Principal: 2_250_000, Interest: 225_000}); got != want {
			t.Errorf("Siti has %+v left, want %+v", got, want)
		}
		for account, want := range map[ledger.Account]ledger.Money{
			{Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}:  11_250_000,
			{Code: ledger.InterestIncome, Group: "A01", Loan: "A01-L1"}: -125_000,
			{Code: ledger.UPKCash}:                       25_000_000 - 20_500_000 + 1_375_000,
			{Code: ledger.UPKBank}:                       50_000_000,
			{Code: ledger.OpeningEquity}:                 0,
			{Code: ledger.TreasurerCash, Group: "A01"}:   0,
			ledger.PurseOf("C01", "C01-02", "harian"):    -15_000,
			{Code: ledger.TreasurerCash, Group: "C01"}:   25_000,
			{Code: ledger.HeldForGroups, Group: "A01"}:   0,
			{Code: ledger.MemberPrincipal, Group: "A01"}: 0,
		} {
			if got := balance(t, tx, account); got != want {
				t.Errorf("%s is %d, want %d", account, got, want)
			}
		}
		entry, err := tx.Entry("A01", 2)
		if err != nil || entry.Kind != ledger.Repayment || entry.Cause != "angsuran:K-001" || entry.Teller != "import" || !entry.Heard.Equal(importNow) {
			t.Errorf("%+v, %v", entry, err)
		}
	})
}

// TestImportAgain: the same file again changes nothing, whatever it is packed in.
func TestImportAgain(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	dir := t.TempDir()
	before := filepath.Join(dir, "before.jsonl")
	export(t, db, before)
	again := importInto(t, db, kalijambe, importNow.AddDate(0, 1, 0))
	for _, s := range again.Sheets {
		if s.New+s.Changed > 0 {
			t.Errorf("the second time, %s", s)
		}
	}
	for _, path := range []string{filepath.Join(dir, "own.xlsx"), filepath.Join(dir, "own")} {
		export(t, db, path)
		if s := importInto(t, db, path, importNow); s.Entries > 0 {
			t.Errorf("its own %s brought %d entries: %v", path, s.Entries, s.Sheets)
		}
	}
	after := filepath.Join(dir, "after.jsonl")
	export(t, db, after)
	if a, b := readFile(t, before), readFile(t, after); a != b {
		t.Errorf("the store has changed:\n%s\n%s", a, b)
	}
}

// TestCheckWritesNothing: with check the summary is the same, and the store empty.
func TestCheckWritesNothing(t *testing.T) {
	db := newStore(t)
	book, _, err := workbook.Read(kalijambe)
	if err != nil {
		t.Fatal(err)
	}
	checked, faults, err := workbook.Import(t.Context(), db, book, importNow, true)
	if err != nil || len(faults) > 0 || checked.Entries != 19 {
		t.Fatalf("%+v, %v, %v", checked, faults, err)
	}
	view(t, db, func(tx *store.Tx) {
		groups, err := tx.Groups()
		if err != nil || len(groups) > 0 {
			t.Errorf("%v, %v", groups, err)
		}
	})
	done := importInto(t, db, kalijambe, importNow)
	if len(done.Sheets) != len(checked.Sheets) || done.Entries != checked.Entries {
		t.Errorf("checked %+v, done %+v", checked, done)
	}
}

// with is the small workbook with some sheets replaced or added.
func with(t testing.TB, sheets map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	base, err := filepath.Glob(filepath.Join(kalijambe, "*.csv"))
	if err != nil || len(base) == 0 {
		t.Fatal("no workbook", err)
	}
	for _, path := range base {
		writeFile(t, filepath.Join(dir, filepath.Base(path)), readFile(t, path))
	}
	for name, content := range sheets {
		writeFile(t, filepath.Join(dir, name+".csv"), content)
	}
	return dir
}

// TestEqualRows: two equal honest payments are two, also when a third comes later.
func TestEqualRows(t *testing.T) {
	db := newStore(t)
	one := "anggota,jenis,tanggal,jumlah\nC01-02,harian,2026-03-09,5000\nC01-02,harian,2026-03-09,5000\n"
	purse := ledger.PurseOf("C01", "C01-02", "harian")
	for _, step := range []struct {
		sheet string
		want  ledger.Money
	}{
		{one, 10_000},
		{one, 10_000},
		{one + "C01-02,harian,2026-03-09,5000\n", 15_000},
		{one + "C01-02,harian,2026-03-09,5000\n", 15_000},
		{one + "C01-02,harian,2026-03-09,5000\nC01-02,harian,2026-03-10,-12000\n", 3_000},
	} {
		importInto(t, db, with(t, map[string]string{"simpanan": step.sheet}), importNow)
		view(t, db, func(tx *store.Tx) {
			if got := -balance(t, tx, purse); got != step.want {
				t.Errorf("the purse holds %d, want %d", got, step.want)
			}
		})
	}
	verify(t, db)
}

// sharings is how a row's jumlah is used: rows of angsuran or the sheet setoran,
// and the balances after.
var sharings = []struct {
	name, rows string
	sheet      string
	check      map[ledger.Account]ledger.Money
}{
	{
		"interest first, then principal", "1,A01-L1,A01-03,2026-02-15,100000,,,kelompok,\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-03"}:   2_425_000,
			{Code: ledger.InterestCollected, Group: "A01", Loan: "A01-L1", Member: "A01-03"}: -25_000,
			{Code: ledger.TreasurerCash, Group: "A01"}:                                       100_000,
			{Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}:                       12_500_000,
		},
	},
	{
		"more than is due goes to principal, then interest", "1,A01-L1,A01-03,2026-02-15,2600000,,,kelompok,\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-03"}:   0,
			{Code: ledger.InterestCollected, Group: "A01", Loan: "A01-L1", Member: "A01-03"}: -100_000,
		},
	},
	{
		"as the row says", "1,A01-L1,A01-03,2026-02-15,,200000,0,upk,transfer\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-03"}: 2_300_000,
			{Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}:                     12_300_000,
			{Code: ledger.UPKBank}: 50_200_000,
		},
	},
	{
		"the whole group, by shares", "1,A01-L1,,2026-02-15,1375000,,,upk,\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-05"}: 2_250_000,
			{Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}:                     11_250_000,
			{Code: ledger.InterestIncome, Group: "A01", Loan: "A01-L1"}:                    -125_000,
			{Code: ledger.TreasurerCash, Group: "A01"}:                                     0,
		},
	},
	{
		"one who is done leaves her part to the others",
		"1,A01-L1,A01-01,2026-02-15,2750000,,,kelompok,\n2,A01-L1,,2026-02-15,1100000,,,kelompok,\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-01"}: 0,
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-02"}: 2_250_000,
			{Code: ledger.TreasurerCash, Group: "A01"}:                                     3_850_000,
		},
	},
	{
		"one who has little left leaves most of her part to the others, and so does the next",
		"1,A01-L1,A01-01,2026-02-15,2700000,,,kelompok,\n2,A01-L1,A01-02,2026-02-15,2400000,,,kelompok,\n3,A01-L1,,2026-02-15,1500000,,,kelompok,\n", "",
		map[ledger.Account]ledger.Money{
			{Code: ledger.InterestCollected, Group: "A01", Loan: "A01-L1", Member: "A01-01"}: -250_000,
			{Code: ledger.InterestCollected, Group: "A01", Loan: "A01-L1", Member: "A01-02"}: -250_000,
			{Code: ledger.MemberPrincipal, Group: "A01", Loan: "A01-L1", Member: "A01-02"}:   0,
			{Code: ledger.TreasurerCash, Group: "A01"}:                                       6_600_000,
		},
	},
	{
		"a deposit to the UPK, and what is above what is due", "", "nomor,kelompok,tanggal,jumlah\n1,A01,2026-02-15,1500000\n",
		map[ledger.Account]ledger.Money{
			{Code: ledger.LoanPrincipal, Group: "A01", Loan: "A01-L1"}:  11_250_000,
			{Code: ledger.InterestIncome, Group: "A01", Loan: "A01-L1"}: -125_000,
			{Code: ledger.HeldForGroups, Group: "A01"}:                  -125_000,
			{Code: ledger.HeldAtUPK, Group: "A01"}:                      125_000,
			{Code: ledger.TreasurerCash, Group: "A01"}:                  -1_500_000,
		},
	},
}

func TestSharing(t *testing.T) {
	const head = "nomor,pinjaman,anggota,tanggal,jumlah,pokok,jasa,tahap,cara\n"
	for _, c := range sharings {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			importInto(t, db, with(t, map[string]string{"angsuran": head + c.rows, "setoran": c.sheet}), importNow)
			verify(t, db)
			view(t, db, func(tx *store.Tx) {
				for account, want := range c.check {
					if got := balance(t, tx, account); got != want {
						t.Errorf("%s is %d, want %d", account, got, want)
					}
				}
			})
			roundTrip(t, db)
		})
	}
}

// TestMidLife: books that begin with what is left.
func TestMidLife(t *testing.T) {
	cases := []struct {
		name, sheet string
		group       ledger.Amounts
		siti, sri   ledger.Amounts
	}{
		{
			"a row for the group", "A01-L1,,2026-03-01,10000000,1000000\n",
			ledger.Amounts{Principal: 10_000_000, Interest: 1_000_000},
			ledger.Amounts{Principal: 2_000_000, Interest: 200_000},
			ledger.Amounts{Principal: 2_000_000, Interest: 200_000},
		},
		{
			"a row for each member", "A01-L1,A01-01,2026-03-01,0,0\nA01-L1,A01-02,2026-03-01,0,0\nA01-L1,A01-03,2026-03-01,2500000,250000\n" +
				"A01-L1,A01-04,2026-03-01,0,0\nA01-L1,A01-05,2026-03-01,1000000,50000\n",
			ledger.Amounts{Principal: 3_500_000, Interest: 300_000},
			ledger.Amounts{Principal: 2_500_000, Interest: 250_000},
			ledger.Amounts{Principal: 1_000_000, Interest: 50_000},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			path := with(t, map[string]string{
				"angsuran":   "",
				"saldo_awal": "pinjaman,anggota,per_tanggal,sisa_pokok,sisa_jasa\n" + c.sheet,
				"kas_awal":   "kelompok,per_tanggal,jumlah\nA01,2026-03-01,350.000\n",
			})
			importInto(t, db, path, importNow)
			if s := importInto(t, db, path, importNow); s.Entries > 0 {
				t.Errorf("the second time: %+v", s)
			}
			verify(t, db)
			view(t, db, func(tx *store.Tx) {
				if got := left(t, tx, "A01-L1", "A01-03"); got != c.siti {
					t.Errorf("Siti has %+v left, want %+v", got, c.siti)
				}
				if got := left(t, tx, "A01-L1", "A01-05"); got != c.sri {
					t.Errorf("Sri has %+v left, want %+v", got, c.sri)
				}
				l, err := tx.Loan("A01-L1")
				if err != nil {
					t.Fatal(err)
				}
				paid, err := l.PaidToUPK(tx.Balance)
				if err != nil {
					t.Fatal(err)
				}
				if got := (ledger.Amounts{Principal: 12_500_000 - paid.Principal, Interest: 1_250_000 - paid.Interest}); got != c.group {
					t.Errorf("the group owes %+v, want %+v", got, c.group)
				}
				if got := balance(t, tx, ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}); got != 350_000 {
					t.Errorf("the treasurer holds %d", got)
				}
			})
			roundTrip(t, db)
		})
	}
}

// TestOnTheOpeningDay: what is paid on the day of an opening comes after it.
func TestOnTheOpeningDay(t *testing.T) {
	db := newStore(t)
	importInto(t, db, with(t, map[string]string{
		"saldo_awal": "pinjaman,per_tanggal,sisa_pokok,sisa_jasa\nA01-L1,2026-03-01,10000000,1000000\n",
		"angsuran":   "pinjaman,anggota,tanggal,jumlah\nA01-L1,A01-03,2026-03-01,300000\n",
	}), importNow)
	view(t, db, func(tx *store.Tx) {
		if got := left(t, tx, "A01-L1", "A01-03").Total(); got != 1_900_000 {
			t.Errorf("Siti has %d left", got)
		}
	})
}

// TestWhatTheSheetCallsLate is compared with what follows from what is left: a row that
// says something else is imported, and told.
func TestWhatTheSheetCallsLate(t *testing.T) {
	for row, want := range map[string]string{
		"12500000,1250000,1250000,125000,2026-02-15": "",
		"12500000,1250000,,,":                        "",
		"11250000,1125000,0,0,":                      "",
		"11250000,1125000,1250000,125000,2026-02-15": "tunggakan_pokok tunggakan_jasa menunggak_sejak",
		"12500000,1250000,1250000,100000,2026-01-15": "tunggakan_jasa menunggak_sejak",
	} {
		summary := importInto(t, newStore(t), with(t, map[string]string{
			"saldo_awal": "pinjaman,per_tanggal,sisa_pokok,sisa_jasa,tunggakan_pokok,tunggakan_jasa,menunggak_sejak\nA01-L1,2026-03-01," + row + "\n",
			"angsuran":   "pinjaman,anggota,tanggal,jumlah\n",
		}), importNow)
		var told []string
		for _, w := range summary.Warnings {
			if w.Sheet == "saldo_awal" {
				told = append(told, w.Column)
			}
		}
		if got := strings.Join(told, " "); got != want {
			t.Errorf("%s: told of %q, want %q", row, got, want)
		}
	}
}

// A deposit goes to no loan that was paid off and had run out before it; of that one
// nothing is known, so all of it was paid before the books began.
func TestDepositIsNotForAnOldLoan(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"upk":      "kunci,nilai\nkode,UJI\nnama,UPK Uji\n",
		"desa":     "kode,nama\nD01,Saren\n",
		"kelompok": "kode,nama,desa,jenis\nA01,Melati,D01,SPP\n",
		"anggota":  "kode,kelompok,nama\nA01-01,A01,Siti\n",
		"pinjaman": "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status\n" +
			"A01-L0,A01,SPP,1000000,1,10,2025-01-15,lunas\nA01-L1,A01,SPP,2000000,1,10,2026-01-15,cair\n",
		"pemanfaat": "pinjaman,anggota,pokok\nA01-L0,A01-01,1000000\nA01-L1,A01-01,2000000\n",
		"setoran":   "nomor,kelompok,tanggal,jumlah\nS1,A01,2026-03-15,220000\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	book, faults, err := workbook.Read(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	db := store.New(memory.New())
	defer db.Close()
	if _, faults, err := workbook.Import(t.Context(), db, book, importNow, false); err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	err = db.View(t.Context(), func(tx *store.Tx) error {
		for code, want := range map[ledger.LoanCode]ledger.Money{"A01-L0": 1_100_000, "A01-L1": 220_000} {
			loan, err := tx.Loan(code)
			if err != nil {
				return err
			}
			if paid, err := loan.PaidToUPK(tx.Balance); err != nil || paid.Total() != want {
				t.Errorf("%s: %s was received, want %s (%v)", code, paid.Total(), want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMergedStaysMerged: a sheet that still has a record which two officers merged into
// another does not bring it back.
func TestMergedStaysMerged(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		m, err := tx.Member("B01-02")
		m.Same, m.Status, m.Phone = "B01-01", ledger.Left, ""
		return errors.Join(err, tx.PutMember(m))
	}); err != nil {
		t.Fatal(err)
	}
	again := importInto(t, db, kalijambe, importNow.AddDate(0, 1, 0))
	for _, s := range again.Sheets {
		if s.New+s.Changed > 0 {
			t.Errorf("%s", s)
		}
	}
	view(t, db, func(tx *store.Tx) {
		if m, err := tx.Member("B01-02"); err != nil || m.Same != "B01-01" || m.Status != ledger.Left {
			t.Errorf("%+v, %v", m, err)
		}
	})
}
