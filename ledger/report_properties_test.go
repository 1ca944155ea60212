package ledger_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// drawBooks draws the books of up to four loans of several groups and funds, with
// money of the UPK's own, an opening, and reversals.
func drawBooks(t *rapid.T) (ledger.Books, ledger.Date) {
	b := ledger.Books{Settings: ledger.Settings{"kolektibilitas": draw(t, "scheme", "siupk5", "sidbm3", "ojk2015")}}
	var last ledger.Date
	for i := range rapid.IntRange(1, 4).Draw(t, "loans") {
		group, village := ledger.GroupCode(fmt.Sprint("A0", i)), ledger.VillageCode(fmt.Sprint("D", i/2))
		b.Groups = append(b.Groups, ledger.Group{Code: group, Village: village})
		k := drawBearing(t)
		on := k.loan.Terms.Disbursed
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			on += ledger.Date(rapid.IntRange(0, 60).Draw(t, "days"))
			k.step(t, on)
		}
		last = max(last, on)
		k.loan.Code, k.loan.Group = ledger.LoanCode(fmt.Sprint("P0", i)), group
		k.loan.Fund = draw(t, "fund", ledger.FundSPP, ledger.FundUEP)
		b.Loans = append(b.Loans, k.loan)
		chain := relabel(k.entries, k.loan)
		b.Entries = append(b.Entries, drawReversals(t, chain, &last)...)
	}
	b.Villages = []ledger.Village{{Code: "D0", Name: "Krikilan"}, {Code: "D1", Name: "Tegalombo"}}
	own := []ledger.Entry{
		ledger.OpenAccountEntry(ledger.Account{Code: ledger.UPKCash}, drawMoney(t, "cash", 1e9)+1, last-400),
		ledger.OpenAccountEntry(ledger.Account{Code: ledger.Reserve}, -drawMoney(t, "reserve", 1e6)-1, last-400),
		{Kind: ledger.General, Day: last - ledger.Date(rapid.IntRange(0, 400).Draw(t, "ago")), Postings: []ledger.Posting{
			{Debit: ledger.Account{Code: ledger.Expense}, Credit: ledger.Account{Code: ledger.UPKCash}, Amount: 250_000},
			{Debit: ledger.Account{Code: ledger.InterestIncome}, Credit: ledger.Account{Code: ledger.RetainedProfit}, Amount: 10_000},
		}},
	}
	for i := range own {
		own[i].Number = ledger.EntryNumber(i + 1)
	}
	b.Entries = append(b.Entries, own...)
	return b, last
}

// relabel gives entries of loan P01 of group A01 the loan's own codes.
func relabel(entries []ledger.Entry, l ledger.Loan) []ledger.Entry {
	of := func(a ledger.Account) ledger.Account {
		if a.Group != "" {
			a.Group = l.Group
		}
		if a.Loan != "" {
			a.Loan = l.Code
		}
		return a
	}
	entries = slices.Clone(entries)
	for i, e := range entries {
		e.Group = l.Group
		if e.Loan != "" {
			e.Loan = l.Code
		}
		e.Postings = slices.Clone(e.Postings)
		for j, p := range e.Postings {
			e.Postings[j].Debit, e.Postings[j].Credit = of(p.Debit), of(p.Credit)
		}
		entries[i] = e
	}
	return entries
}

// drawReversals reverses some of the money that came in.
func drawReversals(t *rapid.T, chain []ledger.Entry, last *ledger.Date) []ledger.Entry {
	for _, e := range slices.Clone(chain) {
		if e.Kind != ledger.DepositReceived && e.Kind != ledger.Repayment || !draw(t, "reverse", false, false, true) {
			continue
		}
		on := e.Day + ledger.Date(rapid.IntRange(0, 70).Draw(t, "later"))
		r, err := ledger.Reverse(e, on, e.Heard, "", "")
		if err != nil {
			t.Fatal(err)
		}
		r.Number = ledger.EntryNumber(len(chain) + 1)
		chain = append(chain, r)
		*last = max(*last, on)
	}
	return chain
}

// allReports are all the reports of a month and of its last day.
type allReports struct {
	progress ledger.Progress
	quality  ledger.Quality
	arrears  ledger.ArrearsList
	bills    ledger.BillList
	iptw     ledger.IncentiveList
	cash     ledger.HeldCash
	ledger   ledger.AccountLedger
	trial    ledger.TrialBalance
	sheet    ledger.BalanceSheet
	income   ledger.IncomeStatement
	flow     ledger.CashFlow
	equity   ledger.EquityChange
	grades   ledger.AssessmentList
	covers   ledger.CoverList
	savings  ledger.SavingsList
	cards    []ledger.Card
}

// monthly makes them.
func monthly(t interface{ Fatal(...any) }, b ledger.Books, month ledger.Period) (a allReports) {
	r, err := ledger.NewReports(b)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	first := month.First()
	on := first.MonthEnd()
	a.progress, err = r.Progress(month)
	must(err)
	a.quality, err = r.Quality(on)
	must(err)
	a.arrears, err = r.ArrearsList(on)
	must(err)
	a.bills, err = r.Bills(on, on+6)
	must(err)
	a.iptw, err = r.Incentives(ledger.IncentiveTime{From: first, To: on, AsOf: on})
	must(err)
	a.cash, a.trial, a.sheet, a.income = r.HeldCash(on), r.TrialBalance(month), r.BalanceSheet(on), r.IncomeStatement(month)
	a.ledger = r.Ledger(ledger.Account{Code: ledger.UPKCash}, first, on)
	a.flow, a.equity, a.covers, a.savings = r.CashFlow(month), r.EquityChange(month), r.Covers(on), r.Savings(on)
	a.grades, err = r.Assessments(on)
	must(err)
	codes, err := r.Cards(on)
	must(err)
	for _, code := range codes {
		c, _, err := r.Card(code, on)
		must(err)
		a.cards = append(a.cards, c)
	}
	return a
}

// The statements balance, and agree with each other and with the reports of loans.
func TestReportsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, last := drawBooks(t)
		on := last - ledger.Date(rapid.IntRange(0, 500).Draw(t, "ago"))
		month := on.Period()
		a := monthly(t, b, month)
		if s := a.sheet; s.Assets.Total != s.Liabilities.Total+s.Equity.Total {
			t.Fatalf("balance sheet %d, %d and %d", s.Assets.Total, s.Liabilities.Total, s.Equity.Total)
		}
		sum := a.trial.Total
		if sum.BeforeDebit != sum.BeforeCredit || sum.Debit != sum.Credit || sum.AfterDebit != sum.AfterCredit {
			t.Fatalf("trial balance %+v", sum)
		}
		section := map[ledger.Section]ledger.Money{}
		owed := map[ledger.Fund]ledger.Money{}
		var cash ledger.Money
		for _, r := range a.trial.Rows {
			section[r.Code.Section()] += r.AfterDebit - r.AfterCredit
			switch r.Code {
			case ledger.LoanPrincipal:
				owed[r.Fund] += r.AfterDebit - r.AfterCredit
			case ledger.UPKCash:
				cash = r.AfterDebit - r.AfterCredit
			}
		}
		s := a.sheet
		if section[ledger.Assets] != s.Assets.Total || section[ledger.Liabilities] != -s.Liabilities.Total || cash != a.ledger.After {
			t.Fatalf("trial balance %v, sheet %+v, cash %d", section, s, a.ledger.After)
		}
		var rows []ledger.StatementRow
		for _, r := range a.equity.Rows {
			if r.After != 0 {
				rows = append(rows, ledger.StatementRow{FundAccount: r.FundAccount, Title: r.Title, Amount: r.After})
			}
		}
		if !reflect.DeepEqual(rows, s.Equity.Rows) || a.equity.Total.After != s.Equity.Total || a.flow.After != cash {
			t.Fatalf("capital %+v, cash flow %+v, sheet %+v, cash %d", a.equity, a.flow, s, cash)
		}
		for i, part := range a.progress.Loans {
			if part.Total.Left.Principal != owed[part.Fund] {
				t.Fatalf("%s: LPP %+v, account %d", part.Fund, part.Total, owed[part.Fund])
			}
			if v := a.progress.Villages[i]; v.Fund != part.Fund || !reflect.DeepEqual(v.Total, part.Total) {
				t.Fatalf("villages %+v, groups %+v", v.Total, part.Total)
			}
			owed[part.Fund] = 0
		}
		for fund, m := range owed {
			if m != 0 {
				t.Fatalf("%s owes %d and is not in the LPP", fund, m)
			}
		}
		checkQuality(t, b, a, month.First().MonthEnd())
	})
}

// checkQuality looks whether classes add up to the balance, and each loan is in the
// class that its receipts give.
func checkQuality(t *rapid.T, b ledger.Books, a allReports, on ledger.Date) {
	left := map[ledger.Fund]ledger.Money{}
	for _, part := range a.progress.Loans {
		left[part.Fund] = part.Total.Left.Principal
	}
	scheme, err := b.Settings.Scheme()
	if err != nil {
		t.Fatal(err)
	}
	until := slices.DeleteFunc(slices.Clone(b.Entries), func(e ledger.Entry) bool { return e.Day > on })
	for i, part := range a.quality.Loans {
		var sum, reserve ledger.Money
		for _, m := range part.Total.ByClass {
			sum += m
		}
		for _, r := range a.quality.Reserves[i].Rows {
			reserve += r.Reserve
		}
		if sum != part.Total.Balance || sum != left[part.Fund] || reserve != part.Total.Reserve {
			t.Fatalf("%s: classes %d, reserve %d, LPP %d, %+v", part.Fund, sum, reserve, left[part.Fund], part.Total)
		}
		for _, row := range part.Rows {
			l := b.Loans[slices.IndexFunc(b.Loans, func(l ledger.Loan) bool { return l.Code == row.Loan })]
			c, err := l.Collectability(scheme, on, l.Received(until))
			if err != nil || c.Class.Name != row.Class.Name || c.Balance != row.Balance || c.Overdue != row.Overdue.Principal {
				t.Fatalf("%+v, %v; row %+v", c, err, row)
			}
		}
	}
}

// What is booked for later days does not change a report, nor does the order of
// chains.
func TestReportsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, last := drawBooks(t)
		month := (last - ledger.Date(rapid.IntRange(0, 500).Draw(t, "ago"))).Period()
		want := monthly(t, b, month)
		entries := b.Entries
		b.Entries = slices.DeleteFunc(slices.Clone(entries), func(e ledger.Entry) bool { return e.Day > month.First().MonthEnd() })
		slices.SortStableFunc(b.Entries, func(a, b ledger.Entry) int { return strings.Compare(string(b.Group), string(a.Group)) })
		if got := monthly(t, b, month); !reflect.DeepEqual(got, want) {
			t.Fatalf("\n%+v\n%+v", got, want)
		}
		b.Entries = slices.Clone(entries)
		slices.SortStableFunc(b.Entries, func(a, b ledger.Entry) int { return cmp.Compare(a.Day, b.Day) })
		if got := monthly(t, b, month); !reflect.DeepEqual(got.sheet, want.sheet) {
			t.Fatalf("\n%+v\n%+v", got, want)
		}
	})
}
