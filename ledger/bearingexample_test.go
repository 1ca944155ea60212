package ledger_test

import (
	"fmt"

	"bendahara/ledger"
)

// Siti owes 56,000 now; her savings give 6,000, and two members share the rest.
func ExampleShortfall_Plan() {
	s := ledger.Shortfall{
		Member: "siti", Due: ledger.Dues{Amounts: ledger.Amounts{Principal: 50_000, Interest: 6_000}},
		Held: map[ledger.Purse]ledger.Money{ledger.SavingsMonthly: 6_000}, Coverers: []ledger.MemberCode{"ani", "wati"},
	}
	plan, err := s.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	loan := ledger.Loan{Code: "P01", Group: "A01"}
	e, err := ledger.CoverEntry(loan, s, plan, ledger.NewDate(2026, 3, 16))
	if err != nil {
		fmt.Println(err)
		return
	}
	books := ledger.Balances{}
	books.Add(e)
	for _, d := range books.CoverDebts() {
		fmt.Println(d.Defaulter, "owes", d.Coverer, d.Amount)
	}
	// Output:
	// siti owes ani Rp25.000
	// siti owes wati Rp25.000
}

// The social fund pays for Siti's share; no cash moves and nothing is income.
func ExampleDeathEntry() {
	loan := ledger.Loan{
		Code: "P01", Group: "A01", Terms: ledger.Terms{Principal: 1_000_000},
		Shares: []ledger.Share{{Member: "ani", Principal: 700_000}, {Member: "siti", Principal: 300_000}},
	}
	left := ledger.Amounts{Principal: 200_000, Interest: 24_000}
	e, err := ledger.DeathEntry(loan, ledger.Death{
		Member: "siti", Day: ledger.NewDate(2026, 3, 1), Left: ledger.Dues{Amounts: left}, Forgiven: left, SocialFund: 500_000,
	}, ledger.DeathFund)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range e.Postings {
		fmt.Println(p.Debit, p.Credit, p.Amount)
	}
	// Output:
	// 2210 1210/A01/P01 Rp200.000
	// G210/A01/P01 G120/A01/P01/siti Rp200.000
	// G223/A01/P01 G222/A01/P01/siti Rp24.000
}

func ExampleWithdrawal_Check() {
	w := ledger.Withdrawal{Purse: ledger.SavingsMonthly, Amount: 50_000, Held: 120_000, LoanLeft: 900_000}
	fmt.Println(w.Check())
	// Output: 50000 of 120000 from purse "wajib", loans 900000: pokok and wajib are paid out only when no loan is outstanding
}
