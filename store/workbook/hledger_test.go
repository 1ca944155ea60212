package workbook_test

import (
	"encoding/csv"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// hledgerOf writes the store for the real hledger, and returns how to run that on it.
func hledgerOf(t *testing.T, db *store.DB) (run func(args ...string) string) {
	t.Helper()
	hledger, err := exec.LookPath("hledger")
	if err != nil {
		t.Fatal("hledger is missing: run make deps")
	}
	dir := t.TempDir()
	path, again := filepath.Join(dir, "upk.journal"), filepath.Join(dir, "again.journal")
	for _, p := range []string{path, again} {
		if err := workbook.ExportHledger(t.Context(), db, p); err != nil {
			t.Fatal(err)
		}
	}
	if readFile(t, path) != readFile(t, again) {
		t.Error("the same books gave another file")
	}
	return func(args ...string) string {
		t.Helper()
		out, err := exec.CommandContext(t.Context(), hledger, append([]string{"-f", path}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("hledger %v: %v\n%s", args, err, out[:min(len(out), 2000)])
		}
		return string(out)
	}
}

// TestHledgerStatements: hledger's checks pass, and its balance sheet and income
// statement are the UPK's.
func TestHledgerStatements(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	run := hledgerOf(t, db)
	run("check", "--strict", "ordereddates")
	sheet := run("balancesheet", "--depth", "2")
	for _, want := range []string{"upk:kas              ||  Rp 5875000", "upk:bank             || Rp 50000000", "upk:piutang kelompok || Rp 19250000", "|| Rp 75125000"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the balance sheet lacks %q:\n%s", want, sheet)
		}
	}
	if got := run("incomestatement", "--depth", "2"); !strings.Contains(got, "Rp 125000") || strings.Contains(got, "kelompok:") {
		t.Errorf("the income statement:\n%s", got)
	}
}

// TestHledger lets the real hledger read the demonstration, and three years of some of
// its groups in which all happened that can: its strict checks pass, and every balance
// is the books'. Of the three years, its balance sheet and income statement are
// those of our reports. (hledger takes seconds each time that it reads all groups.)
func TestHledger(t *testing.T) {
	t.Run("the demonstration", func(t *testing.T) { sameBalances(t, readOnlyDemo(t), hledgerOf(t, readOnlyDemo(t))) })
	t.Run("three years", func(t *testing.T) {
		db := newStore(t)
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if err := workbook.ThreeYears(tx, demoNow); err != nil {
				return err
			}
			return troubles(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, db)
		run := hledgerOf(t, db)
		run("check", "--strict", "ordereddates")
		sameBalances(t, db, run)
		sameStatements(t, booksOf(t, db), run)
		bookTrip(t, db)
	})
}

// amounts are hledger's accounts with their amounts, out of its CSV.
func amounts(t *testing.T, text string) map[string]ledger.Money {
	t.Helper()
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]ledger.Money{}
	for _, r := range rows {
		if n, ok := strings.CutPrefix(r[len(r)-1], "Rp "); ok {
			amount, err := strconv.ParseInt(n, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			got[r[0]] += ledger.Money(amount)
		}
	}
	return got
}

// booksOf is what reports need of a store.
func booksOf(t *testing.T, db *store.DB) (books ledger.Books) {
	t.Helper()
	view(t, db, func(tx *store.Tx) {
		var err error
		if books.Groups, err = tx.Groups(); err != nil {
			t.Fatal(err)
		}
		for _, g := range books.Groups {
			members, err := tx.Members(g.Code)
			if err != nil {
				t.Fatal(err)
			}
			loans, err := tx.Loans(g.Code)
			if err != nil {
				t.Fatal(err)
			}
			books.Members, books.Loans = append(books.Members, members...), append(books.Loans, loans...)
		}
		for e, err := range tx.Journal() {
			if err != nil {
				t.Fatal(err)
			}
			books.Entries = append(books.Entries, e)
		}
	})
	return books
}

// sameBalances compares every account, also of the groups' own books.
func sameBalances(t *testing.T, db *store.DB, run func(...string) string) {
	t.Helper()
	want := map[string]ledger.Money{}
	view(t, db, func(tx *store.Tx) {
		all, err := tx.Balances()
		if err != nil {
			t.Fatal(err)
		}
		for a, m := range all {
			if want[workbook.HledgerAccount(a)] != 0 {
				t.Errorf("two accounts are called %s", workbook.HledgerAccount(a))
			}
			want[workbook.HledgerAccount(a)] = m
		}
	})
	same(t, "balances", want, amounts(t, run("balance", "--strict", "--flat", "-E", "-N", "-O", "csv")))
}

func sameStatements(t *testing.T, books ledger.Books, run func(...string) string) {
	t.Helper()
	reports, err := ledger.NewReports(books)
	if err != nil {
		t.Fatal(err)
	}
	today := ledger.DateOf(demoNow)
	year, _, _ := today.Civil()
	sheet := reports.BalanceSheet(today)
	statements := map[string]ledger.Money{}
	for _, s := range []ledger.Statement{sheet.Assets, sheet.Liabilities, sheet.Equity} {
		for _, r := range s.Rows {
			if r.Code != "" { // hledger has no line for the result of a year that is not closed
				statements[workbook.HledgerAccount(ledger.Account{Code: r.Code})] += r.Amount
			}
		}
	}
	got := amounts(t, run("balancesheetequity", "--depth", "2", "-e", (today+1).String(), "-O", "csv"))
	delete(got, "total")
	if result := sheet.Assets.Total - sheet.Liabilities.Total - sum(sheet.Equity.Rows, true); got["Net:"] != result || result != sum(sheet.Equity.Rows, false) {
		t.Errorf("the result is %d by hledger, %d by our balance sheet", got["Net:"], result)
	}
	delete(got, "Net:")
	same(t, "balance sheet", statements, got)

	income := reports.IncomeStatement(today.Period())
	clear(statements)
	for _, r := range append(income.Income, income.Expenses...) {
		statements[workbook.HledgerAccount(ledger.Account{Code: r.Code})] += r.ToDate
	}
	statements["Net:"] = income.Result.ToDate
	got = amounts(t, run("incomestatement", "--depth", "2", "-b", ledger.NewDate(year, 1, 1).String(), "-e", (today.MonthEnd()+1).String(), "-O", "csv"))
	delete(got, "total")
	same(t, "income statement", statements, got)
}

// sum adds the rows up that are accounts, or those that are a year's result.
func sum(rows []ledger.StatementRow, accounts bool) (all ledger.Money) {
	for _, r := range rows {
		if (r.Code != "") == accounts {
			all += r.Amount
		}
	}
	return all
}

func same(t *testing.T, what string, want, got map[string]ledger.Money) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing to compare", what)
	}
	for _, side := range []map[string]ledger.Money{want, got} {
		for name := range side {
			if want[name] != got[name] {
				t.Errorf("%s: %s is %d by hledger, %d by us", what, name, got[name], want[name])
			}
		}
	}
}

// troubles adds to three years what does not go by plan: a fine, a loan written off,
// a death, a reversal, a reserve, a year that is closed and its surplus, and a text
// that came after its month was closed.
func troubles(tx *store.Tx) error {
	groups, err := tx.Groups()
	if err != nil {
		return err
	}
	day := ledger.DateOf(demoNow) - 1
	var loans [3]ledger.Loan // the last ones of three groups
	for i := range loans {
		list, err := tx.Loans(groups[i+1].Code)
		if err != nil {
			return err
		}
		loans[i] = list[len(list)-1]
	}
	fined, lost, dead := loans[0], loans[1], loans[2]
	rest, err := remainder(tx, lost, day)
	if err != nil {
		return err
	}
	theirs, err := remainder(tx, dead, day)
	if err != nil {
		return err
	}
	who := dead.Shares[0].Member
	death, err := ledger.DeathEntry(dead, ledger.Death{
		Member: who, Day: day, Left: ledger.Dues{Amounts: theirs.Members[who]}, Forgiven: theirs.Members[who],
	}, ledger.DeathWriteOff)
	if err != nil {
		return err
	}
	own, err := ownTroubles(day)
	if err != nil {
		return err
	}
	paid := ledger.Dues{Amounts: ledger.Amounts{Principal: 1_000, Interest: 500}, Fine: 5_000}
	entries := append(own, ledger.WriteOffEntry(lost, rest), death,
		ledger.RepayFineEntry(fined, fined.Shares[0].Member, paid, day),
		ledger.WaiveEntry(fined, fined.Shares[1].Member, 300, 200, day),
		ledger.ForgiveEntry(fined, fined.Shares[1].Member, 300, 200, day),
		ledger.DepositEntry(fined.Group, []ledger.DepositPart{{Loan: fined, Paid: paid.Amounts, Fine: paid.Fine}}, 2_000, day))
	for _, e := range entries {
		if err := postTrouble(tx, e); err != nil {
			return fmt.Errorf("%s: %w", e.Kind, err)
		}
	}
	return lateTroubles(tx, fined, day)
}

func postTrouble(tx *store.Tx, e ledger.Entry) error {
	head, err := tx.Head(e.Group)
	if err != nil {
		return err
	}
	e.Heard, e.Teller, e.Cause = demoNow, "P03", "trouble"
	return tx.Post(e.Seal(head))
}

// remainder is the principal that is left of a loan.
func remainder(tx *store.Tx, l ledger.Loan, day ledger.Date) (r ledger.Remainder, err error) {
	r = ledger.Remainder{Day: day, Members: map[ledger.MemberCode]ledger.Amounts{}}
	r.Group.Principal, err = tx.Balance(ledger.Account{Code: ledger.LoanPrincipal, Group: l.Group, Loan: l.Code})
	for _, s := range l.Shares {
		hers, err := tx.Balance(l.MemberPrincipal(s.Member))
		if err != nil {
			return r, err
		}
		r.Members[s.Member] = ledger.Amounts{Principal: hers}
	}
	return r, err
}

// ownTroubles are the UPK's own: a reserve, a year that is closed, its surplus.
func ownTroubles(day ledger.Date) ([]ledger.Entry, error) {
	own := func(debit, credit ledger.AccountCode, amount ledger.Money, on ledger.Date) ledger.Entry {
		return ledger.Entry{Kind: ledger.General, Amount: amount, Day: on, Postings: []ledger.Posting{
			{Debit: ledger.Account{Code: debit}, Credit: ledger.Account{Code: credit}, Amount: amount},
		}}
	}
	rule, err := ledger.Settings{}.SurplusRule()
	if err != nil {
		return nil, err
	}
	split, err := rule.Split(10_000_000)
	if err != nil {
		return nil, err
	}
	year, _, _ := day.Civil()
	closing := ledger.NewDate(year-1, 12, 31)
	return []ledger.Entry{
		own(ledger.ReserveExpense, ledger.Reserve, 3_000_000, closing),
		own(ledger.InterestIncome, ledger.RetainedProfit, 12_000_000, closing),
		own(ledger.RetainedProfit, ledger.ReserveExpense, 2_000_000, closing),
		ledger.SurplusEntry(split, day),
		own(ledger.BonusPayable, ledger.UPKBank, 100_000, day),
	}, nil
}

// lateTroubles reverse a deposit, close a month, and hear of a payment in it.
func lateTroubles(tx *store.Tx, l ledger.Loan, day ledger.Date) error {
	head, err := tx.Head(l.Group)
	if err != nil {
		return err
	}
	last, err := tx.Entry(l.Group, head.Number)
	if err != nil {
		return err
	}
	back, err := ledger.Reverse(last, day, demoNow, "P03", "trouble")
	if err != nil {
		return err
	}
	if err := postTrouble(tx, back); err != nil {
		return err
	}
	if err := tx.PutSetting("tutup_buku", "2026-02"); err != nil {
		return err
	}
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	late := ledger.RepayEntry(l, l.Shares[2].Member, ledger.Amounts{Interest: 700}, ledger.NewDate(2026, 2, 20))
	late.Booked = settings.BookOn(late.Day)
	return postTrouble(tx, late)
}
