package ledger_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// G4 as reports: ten instalments, five were due and three are paid.
func ExampleNewReports() {
	loan := ledger.Loan{Code: "P01", Group: "A01", Fund: ledger.FundSPP, Status: ledger.Disbursed, Terms: ledger.Terms{
		Principal: 9_500_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat,
		Instalments: 10, Every: ledger.Monthly, Disbursed: ledger.NewDate(2026, 1, 15),
	}}
	paid := ledger.DepositPart{Loan: loan, Paid: ledger.Amounts{Principal: 2_850_000, Interest: 427_500}}
	reports, err := ledger.NewReports(ledger.Books{
		Villages: []ledger.Village{{Code: "D01", Name: "Krikilan"}},
		Groups:   []ledger.Group{{Code: "A01", Name: "Melati", Village: "D01", Type: ledger.SPP}},
		Loans:    []ledger.Loan{loan},
		Entries: []ledger.Entry{
			ledger.DisburseEntry(loan),
			ledger.DepositEntry("A01", []ledger.DepositPart{paid}, 0, ledger.NewDate(2026, 4, 15)),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	june := ledger.NewDate(2026, 6, 30)
	lpp, err := reports.Progress(june.Period())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fund := range lpp.Loans {
		for _, row := range fund.Rows {
			fmt.Println(fund.Fund, row.VillageName, row.GroupName, row.Left.Principal, row.Overdue.Principal, row.Realised, "%")
		}
	}
	quality, err := reports.Quality(june)
	if err != nil {
		fmt.Println(err)
		return
	}
	total := quality.Loans[0].Total
	fmt.Println(total.ByClass, total.Reserve)
	fmt.Println(reports.BalanceSheet(june).Equity.Total)
	// Output:
	// SPP Krikilan Melati Rp6.650.000 Rp1.900.000 60.00 %
	// [Rp0 Rp6.650.000 Rp0 Rp0 Rp0] Rp665.000
	// Rp427.500
}
