package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// threeYears are the books of a UPK of 211 groups in 14 villages: three loans of a year
// each, nine members who pay every month and one deposit of it, with one group in
// ten a month behind, and the UPK's own costs.
func threeYears(t testing.TB) ledger.Books {
	const groups, villages, members = 211, 14, 9
	b := ledger.Books{Settings: ledger.Settings{}}
	for v := range villages {
		b.Villages = append(b.Villages, ledger.Village{Code: ledger.VillageCode(fmt.Sprintf("D%02d", v)), Name: fmt.Sprint("Desa ", v)})
	}
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	post := func(e ledger.Entry) {
		e.Number = heads[e.Group].Number + 1
		heads[e.Group] = ledger.ChainHead{Number: e.Number}
		b.Entries = append(b.Entries, e)
	}
	start := ledger.NewDate(2023, time.January, 10)
	post(ledger.OpenAccountEntry(ledger.Account{Code: ledger.UPKCash}, 5_000_000_000, start))
	for g := range groups {
		group := ledger.Group{
			Code: ledger.GroupCode(fmt.Sprintf("A%03d", g)), Village: b.Villages[g%villages].Code, Name: fmt.Sprint("Kelompok ", g),
		}
		fund := ledger.FundSPP
		if g%3 == 0 {
			fund = ledger.FundUEP
		}
		b.Groups = append(b.Groups, group)
		for m := range members {
			b.Members = append(b.Members, ledger.Member{
				Code: ledger.MemberCode(fmt.Sprintf("%s-%02d", group.Code, m)), Group: group.Code, Status: ledger.Active,
				Office: []ledger.Office{ledger.Treasurer, ledger.Chair, ledger.Ordinary}[min(m, 2)],
			})
		}
		for year := range 3 {
			l := ledger.Loan{
				Code: ledger.LoanCode(fmt.Sprintf("%s-L%d", group.Code, year)), Group: group.Code, Fund: fund, Status: ledger.Disbursed,
				Terms: ledger.Terms{
					Principal: 9 * 1_200_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat,
					Instalments: 12, Every: ledger.Monthly, Disbursed: start.AddMonths(12*year, 10) + ledger.Date(g%20),
				},
			}
			for _, m := range b.Members[len(b.Members)-members:] {
				l.Shares = append(l.Shares, ledger.Share{Member: m.Code, Principal: 1_200_000})
			}
			b.Loans = append(b.Loans, l)
			post(ledger.DisburseEntry(l))
			payYear(t, l, g%10 == 7 && year == 2, post)
		}
	}
	for month := range 36 {
		cost := ledger.Entry{Kind: ledger.General, Day: start.AddMonths(month, 25)}
		cost.Postings = []ledger.Posting{{Debit: ledger.Account{Code: ledger.Expense}, Credit: ledger.Account{Code: ledger.UPKCash}, Amount: 7_500_000}}
		post(cost)
	}
	return b
}

// payYear pays a loan, all of it or all but its last two instalments.
func payYear(t testing.TB, l ledger.Loan, late bool, post func(ledger.Entry)) {
	t.Helper()
	schedules, err := l.MemberSchedules()
	if err != nil {
		t.Fatal(err)
	}
	for i, n := 0, len(schedules[l.Shares[0].Member]); i < n && (!late || i < n-2); i++ {
		var all ledger.Amounts
		var due ledger.Date
		for _, s := range l.Shares {
			line := schedules[s.Member][i]
			due = line.Due
			all.Principal += line.Principal
			all.Interest += line.Interest
			post(ledger.RepayEntry(l, s.Member, ledger.Amounts{Principal: line.Principal, Interest: line.Interest}, due-1))
		}
		post(ledger.DepositEntry(l.Group, []ledger.DepositPart{{Loan: l, Paid: all}}, 0, due))
	}
}

// BenchmarkMonthlyReports makes every report of a month, with a card for each loan.
func BenchmarkMonthlyReports(b *testing.B) {
	books := threeYears(b)
	month := ledger.NewDate(2025, time.December, 1).Period()
	var a allReports
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		a = monthly(b, books, month)
	}
	b.ReportMetric(float64(len(books.Entries)), "entries")
	b.ReportMetric(float64(len(a.cards)), "cards")
}
