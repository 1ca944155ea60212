package workbook_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

func writeFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// registers are all registers and what is kept of sheets, as text.
func registers(t testing.TB, db *store.DB) string {
	t.Helper()
	var lines []string
	add := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	view(t, db, func(tx *store.Tx) {
		u, err := tx.UPK()
		add(u, err)
		settings, err := tx.Settings()
		add(settings, err)
		villages, err := tx.Villages()
		add(villages, err)
		officers, err := tx.Officers()
		add(officers, err)
		days, err := tx.Holidays()
		add(days, err)
		for _, sheet := range []string{"harga", "saldo_awal"} {
			rows, err := tx.SheetRows(sheet)
			add(rows, err)
		}
		groups, err := tx.Groups()
		add(groups, err)
		for _, g := range groups {
			members, err := tx.Members(g.Code)
			add(members, err)
			loans, err := tx.Loans(g.Code)
			add(loans, err)
		}
	})
	return strings.Join(lines, "\n")
}

func balances(t testing.TB, db *store.DB) ledger.Balances {
	t.Helper()
	kept := ledger.Balances{}
	view(t, db, func(tx *store.Tx) {
		all, err := tx.Balances()
		if err != nil {
			t.Fatal(err)
		}
		for a, m := range all {
			if m != 0 {
				kept[a] = m
			}
		}
	})
	return kept
}

// sameStore compares registers and balances.
func sameStore(t testing.TB, path string, was, is *store.DB) {
	t.Helper()
	if a, b := registers(t, was), registers(t, is); a != b {
		t.Errorf("%s: the registers are not the same:\n%s\n%s", path, a, b)
	}
	if a, b := balances(t, was), balances(t, is); !maps.Equal(a, b) {
		for account := range a {
			if a[account] != b[account] {
				t.Errorf("%s: %s was %d, is %d", path, account, a[account], b[account])
			}
		}
	}
	verify(t, is)
}

// roundTrip takes the store out and in: as CSV, from there as XLSX, from there as
// CSV again; and as a whole journal.
func roundTrip(t testing.TB, db *store.DB) {
	t.Helper()
	roundTripBy(t, db, "csv", "book.xlsx", "again")
}

func roundTripBy(t testing.TB, db *store.DB, names ...string) {
	t.Helper()
	dir := t.TempDir()
	last := db
	for _, name := range names {
		path := filepath.Join(dir, name)
		export(t, last, path)
		last = newStore(t)
		importInto(t, last, path, importNow)
		sameStore(t, name, db, last)
	}
	path := filepath.Join(dir, "whole.jsonl")
	export(t, db, path)
	whole := newStore(t)
	importInto(t, whole, path, importNow)
	sameStore(t, path, db, whole)
	again := filepath.Join(dir, "again.jsonl")
	export(t, whole, again)
	if readFile(t, path) != readFile(t, again) {
		t.Error("the journal is not the same, entry for entry")
	}
}

func TestRoundTripKalijambe(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	roundTrip(t, db)
}

func TestRoundTripDemo(t *testing.T) {
	roundTripBy(t, readOnlyDemo(t), "book.xlsx")
}

// TestRoundTripOddities: what a workbook has no plain sheet for: a reversed
// repayment, a deposit that was shared out otherwise, a fine, due days that the
// village had not when the loan was made, rounding of its own.
func TestRoundTripOddities(t *testing.T) {
	db := newStore(t)
	importInto(t, db, with(t, map[string]string{
		"upk":      "kunci,nilai\nkode,KLJ\nnama,UPK Kalijambe\npembulatan,500\npembulatan_cara,atas\nkode_di_atas,\nalokasi,\"jasa,denda,tunggakan,angsuran\"\n",
		"desa":     "kode;nama;hari_jatuh_tempo\nD01;Saren;10\nD02;Banaran;\n",
		"kelompok": "kode,nama,desa,jenis,sifat,pertemuan\nA01,Melati,D01,SPP,channelling,malam Sabtu Pahing\nB01,Mawar,D02,UEP,executing,\nC01,Kenanga,D01,KSM,,\n",
		"pemanfaat": "pinjaman,anggota,pokok,jasa_persen,jasa_per,angsuran,setiap\nA01-L1,A01-01,6000000\nA01-L1,A01-03,6500000\n" +
			"B01-L1,B01-01,2000000,2,bulan,6,bulan\nB01-L1,B01-02,6000000,,,,\n",
		"angsuran": "",
		"harga":    "gateway,kanal,awalan,harga_per_segmen\ntwilio,sms,+62,412.5\n",
		"jurnal":   "tanggal,debit,kredit,jumlah,uraian\n2026-01-31,Beban operasional,Kas,1.500.000,\"Honor, Januari\"\n2026-01-31,5110,Bank,15000,Biaya bank\n",
	}), importNow)
	oddEntries(t, db)
	dir := t.TempDir()
	export(t, db, filepath.Join(dir, "odd"))
	again := newStore(t)
	importInto(t, again, filepath.Join(dir, "odd"), importNow)
	if a, b := balances(t, db), balances(t, again); !maps.Equal(a, b) {
		t.Errorf("balances were %v, are %v", a, b)
	}
	verify(t, again)
	journal := readFile(t, filepath.Join(dir, "odd", "jurnal.csv"))
	for _, want := range []string{"Honor, Januari", "Biaya bank", "fine", "deposit_received"} {
		if !strings.Contains(journal, want) {
			t.Errorf("jurnal lacks %q:\n%s", want, journal)
		}
	}
	was, is := dueDays(t, db), dueDays(t, again)
	if !slices.Equal(was, is) {
		t.Errorf("A01-L1 fell due on %v, falls due on %v", was, is)
	}
	export(t, again, filepath.Join(dir, "odd2"))
	if a, b := readFile(t, filepath.Join(dir, "odd", "pinjaman.csv")), readFile(t, filepath.Join(dir, "odd2", "pinjaman.csv")); a != b {
		t.Errorf("pinjaman was\n%s\nis\n%s", a, b)
	}
}

// TestInexact: a workbook that would not give the same books is not written.
func TestInexact(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	err := db.Update(t.Context(), func(tx *store.Tx) error { // a loan that no entry paid out
		l, err := tx.Loan("A01-L1")
		if err != nil {
			return err
		}
		l.Code = "A01-L2"
		return tx.PutLoan(l)
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := workbook.Export(t.Context(), db, path); !errors.Is(err, workbook.ErrInexact) {
		t.Errorf("%v, want %v", err, workbook.ErrInexact)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was written: %v", err)
	}
	if err := workbook.Export(t.Context(), db, path+".ods"); !errors.Is(err, workbook.ErrFormat) {
		t.Errorf("%v, want %v", err, workbook.ErrFormat)
	}
}

// oddEntries posts what a bot, not a workbook, made: see TestRoundTripOddities.
func oddEntries(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L1")
		if err != nil {
			return err
		}
		if err := tx.PutVillage(ledger.Village{Code: "D01", Name: "Saren", DueDay: 20}); err != nil {
			return err
		}
		paid := ledger.Amounts{Principal: 100_000, Interest: 1_000}
		entries := []ledger.Entry{
			ledger.RepayEntry(l, "A01-03", paid, 20520),
			{},
			ledger.RepayEntry(l, "A01-03", paid, 20520),
			ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: ledger.Amounts{Principal: 100_000}}}, 1_000, 20521),
			ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: ledger.Amounts{Principal: 50_000}}}, 0, 20521),
			ledger.RepayEntry(l, "A01-03", paid, 20521),
			ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: ledger.Amounts{Principal: 101_000}}}, 0, 20521),
			{Group: "A01", Kind: ledger.FineEntry, Amount: 5_000, Day: 20522, Postings: []ledger.Posting{
				{Debit: ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}, Credit: ledger.Account{Code: ledger.FineCollected, Group: "A01"}, Amount: 5_000},
				{Debit: ledger.Account{Code: ledger.UPKCash}, Credit: ledger.Account{Code: ledger.FineIncome}, Amount: 5_000},
			}},
			ledger.WaiveEntry(l, "A01-03", 2_000, 0, 20522),
			ledger.ForgiveEntry(l, "A01-03", 1_500, 0, 20522),
			ledger.CountEntry("A01", 40_000, 55_000, 20522),
			ledger.CountEntry("A01", 40_000, 40_000, 20522),
		}
		for _, e := range entries {
			head, err := tx.Head("A01")
			if err != nil {
				return err
			}
			if e.Kind == "" {
				last, err := tx.Entry("A01", head.Number)
				if err != nil {
					return err
				}
				if e, err = ledger.Reverse(last, last.Day, importNow, "A01-01", "i7"); err != nil {
					return err
				}
			}
			e.Heard, e.Teller, e.Cause = importNow, "A01-01", "i7"
			if err := tx.Post(e.Seal(head)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dueDays(t testing.TB, db *store.DB) (days []ledger.Date) {
	t.Helper()
	view(t, db, func(tx *store.Tx) {
		l, err := tx.Loan("A01-L1")
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range s {
			days = append(days, line.Due)
		}
	})
	return days
}

// TestJournalNeedsAnEmptyStore, and a whole file.
func TestJournalRefused(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	path := filepath.Join(t.TempDir(), "whole.jsonl")
	export(t, db, path)
	book, _, err := workbook.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := workbook.Import(t.Context(), db, book, importNow, false); err == nil {
		t.Error("a whole journal went into a store with books")
	}
	whole := readFile(t, path)
	lines := strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n")
	for name, content := range map[string]string{
		"half a file":         strings.Join(lines[:len(lines)-4], ""),
		"an altered amount":   strings.Replace(whole, `"amount":"275000"`, `"amount":"285000"`, 1),
		"a missing entry":     strings.Join(slices.Delete(slices.Clone(lines), len(lines)-5, len(lines)-4), ""),
		"a missing village":   strings.Join(slices.Delete(slices.Clone(lines), 8, 9), ""),
		"something else":      "{}\n",
		"no JSON":             "kode,nama\n",
		"an unknown type":     strings.Replace(whole, `"type":"upk"`, `"type":"opk"`, 1),
		"an unknown field":    strings.Replace(whole, `"regency"`, `"region"`, 1),
		"a newer version":     strings.Replace(whole, `"version":1`, `"version":2`, 1),
		"nothing":             "",
		"a member twice over": strings.Replace(whole, `"group":"B01","name":"Partini"`, `"group":"A01","name":"Partini"`, 1) + "x",
	} {
		writeFile(t, path, content)
		book, _, err := workbook.Read(path)
		if err != nil {
			continue
		}
		empty := newStore(t)
		for _, check := range []bool{true, false} {
			_, faults, err := workbook.Import(t.Context(), empty, book, importNow, check)
			if err == nil && len(faults) == 0 && (!check || name != "an unknown type" && name != "an unknown field") {
				t.Errorf("%s went in (check: %v)", name, check)
			}
		}
		view(t, empty, func(tx *store.Tx) {
			if u, err := tx.UPK(); err != nil || u != (ledger.UPK{}) {
				t.Errorf("%s left %+v behind, %v", name, u, err)
			}
		})
	}
}

// TestAnyStoreGoesWhole: whatever was brought and recorded, the store goes out and in: as
// a whole journal entry for entry with its chains, and as a workbook with the same
// registers and balances.
func TestAnyStoreGoesWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		db := newStore(t)
		if _, faults, err := workbook.Import(t.Context(), db, anyBook(t, r), importNow, false); err != nil || len(faults) > 0 {
			r.Fatal(err, faults)
		}
		spoil(t, r, db)
		roundTripBy(t, db, "book")
		if t.Failed() {
			r.FailNow()
		}
	})
}

// TestForgottenStaysForgotten: a file of before brings nobody back of whom who she was has
// been taken away, and one that is exported since has nothing of her.
func TestForgottenStaysForgotten(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	was := ledger.Member{
		Code: "C01-09", Group: "C01", Name: "Sutinah Lestari", Phone: "+6281390000309", NIK: "3314000000000009", Office: ledger.Ordinary, Status: ledger.Active,
	}
	write := func(fn func(*store.Tx) error) {
		if err := db.Update(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *store.Tx) error { return tx.PutMember(was) })
	dir := t.TempDir()
	before := filepath.Join(dir, "before.xlsx")
	export(t, db, before)
	write(func(tx *store.Tx) error { return tx.ForgetPerson(was.Anonymous(), "P01", "proposal/1", importNow) })
	summary := importInto(t, db, before, importNow)
	if len(summary.Changes) > 0 || len(summary.Warnings) == 0 || !strings.Contains(summary.Warnings[0].Message, string(was.Code)) {
		t.Errorf("the file changes %v, and tells %v", summary.Changes, summary.Warnings)
	}
	view(t, db, func(tx *store.Tx) {
		if m, err := tx.Member(was.Code); err != nil || !m.Forgotten || m.Name == was.Name || m.Phone != "" || m.NIK != "" {
			t.Errorf("she is %+v, %v", m, err)
		}
	})
	for _, name := range []string{"whole.jsonl", "book"} {
		path := filepath.Join(dir, name)
		export(t, db, path)
		if name == "book" {
			path = filepath.Join(path, "anggota.csv")
		}
		text := readFile(t, path)
		for _, part := range []string{was.Name, "81390000309", was.NIK} {
			if strings.Contains(text, part) || !strings.Contains(text, string(was.Code)) {
				t.Errorf("%s has %s, or nothing of her", name, part)
			}
		}
	}
}
