package ledger_test

import (
	"errors"
	"slices"
	"testing"

	"bendahara/ledger"

	"github.com/shopspring/decimal"
)

// midLife is a loan of 12,000,000 at 1 % a month flat over 12 months, two thirds
// of it Ani's and a third Siti's.
func midLife() ledger.Loan {
	return ledger.Loan{
		Code: "A01-L1", Group: "A01", Fund: "SPP", Status: ledger.Disbursed,
		Terms: ledger.Terms{
			Principal: 12_000_000, Rate: decimal.NewFromInt(1), RatePer: ledger.PerMonth, Method: ledger.Flat,
			Instalments: 12, Every: ledger.Monthly, Disbursed: ledger.NewDate(2025, 6, 15),
		},
		Shares: []ledger.Share{{Member: "A01-01", Principal: 8_000_000}, {Member: "A01-02", Principal: 4_000_000}},
	}
}

func TestOpenLoanEntry(t *testing.T) {
	l := midLife()
	left := map[ledger.MemberCode]ledger.Amounts{"A01-01": {Principal: 4_000_000, Interest: 480_000}, "A01-02": {Principal: 2_500_000, Interest: 240_000}}
	day := ledger.NewDate(2026, 1, 1)
	e, err := ledger.OpenLoanEntry(l, ledger.LoanOpening{Day: day, Members: left, Group: ledger.Amounts{Principal: 7_000_000, Interest: 800_000}})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Seal(ledger.ChainHead{}).Check(); err != nil {
		t.Fatal(err)
	}
	books := ledger.Balances{}
	books.Add(e)
	balance := func(a ledger.Account) (ledger.Money, error) { return books[a], nil }
	schedules, err := l.MemberSchedules()
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range left {
		paid, err := l.PaidBy(m, balance)
		if err != nil {
			t.Fatal(err)
		}
		st := schedules[m].On(day, paid)
		if got := (ledger.Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}); got != want {
			t.Errorf("%s has %+v left, want %+v", m, got, want)
		}
	}
	paid, err := l.PaidToUPK(balance)
	if want := (ledger.Amounts{Principal: 5_000_000, Interest: 640_000}); err != nil || paid != want {
		t.Errorf("paid to the UPK: %+v, %v, want %+v", paid, err, want)
	}
	var sum, ours ledger.Money
	for a, m := range books {
		sum += m
		if a.Code[0] != 'G' {
			ours += m
		}
	}
	if sum != 0 || ours != 0 {
		t.Errorf("the books are out by %d, the UPK's by %d", sum, ours)
	}
}

func TestOpenLoanEntryRefuses(t *testing.T) {
	cases := map[string]ledger.LoanOpening{
		"more principal than lent":      {Group: ledger.Amounts{Principal: 12_000_001}},
		"more interest than scheduled":  {Group: ledger.Amounts{Interest: 1_440_001}},
		"a negative rest":               {Group: ledger.Amounts{Principal: -1}},
		"more than the member's share":  {Members: map[ledger.MemberCode]ledger.Amounts{"A01-02": {Principal: 4_000_001}}},
		"a member without a share":      {Members: map[ledger.MemberCode]ledger.Amounts{"A01-09": {}}},
		"the group, where members have": {Members: map[ledger.MemberCode]ledger.Amounts{"": {}}},
	}
	for name, o := range cases {
		if _, err := ledger.OpenLoanEntry(midLife(), o); !errors.Is(err, ledger.ErrOpening) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenAccounts(t *testing.T) {
	books := ledger.Balances{}
	books.Add(ledger.OpenAccountEntry(ledger.Account{Code: ledger.UPKCash}, 70, 1))
	books.Add(ledger.OpenAccountEntry(ledger.Account{Code: ledger.Capital}, -60, 1))
	books.Add(ledger.OpenCashEntry("A01", 5, 1))
	want := ledger.Balances{
		{Code: ledger.UPKCash}: 70, {Code: ledger.Capital}: -60, {Code: ledger.OpeningEquity}: -10,
		{Code: ledger.TreasurerCash, Group: "A01"}: 5, {Code: ledger.GroupOpening, Group: "A01"}: -5,
	}
	for a, m := range want {
		if books[a] != m {
			t.Errorf("%s is %d, want %d", a, books[a], m)
		}
	}
	if len(books) != len(want) {
		t.Errorf("%v", books)
	}
}

// What was paid before the books began is no payment of the day on which they did:
// otherwise all of it would be late, and fined.
func TestPaymentsBeforeTheBooks(t *testing.T) {
	l := midLife()
	left := map[ledger.MemberCode]ledger.Amounts{"A01-01": {Principal: 8_000_000, Interest: 960_000}, "A01-02": {Principal: 2_500_000, Interest: 240_000}}
	e, err := ledger.OpenLoanEntry(l, ledger.LoanOpening{Day: ledger.NewDate(2026, 1, 1), Members: left, Group: ledger.Amounts{Principal: 10_500_000, Interest: 1_200_000}})
	if err != nil {
		t.Fatal(err)
	}
	paid := ledger.RepayEntry(l, "A01-02", ledger.Amounts{Principal: 100_000}, ledger.NewDate(2026, 1, 15))
	entries := []ledger.Entry{e.Seal(ledger.ChainHead{}), paid}
	if got := l.PaymentsOf("A01-01", entries); len(got) != 0 {
		t.Errorf("Ani paid nothing, not %v", got)
	}
	want := []ledger.Payment{{Paid: ledger.Amounts{Principal: 1_500_000, Interest: 240_000}}, {Day: paid.Day, Paid: ledger.Amounts{Principal: 100_000}}}
	if got := l.PaymentsOf("A01-02", entries); !slices.Equal(got, want) {
		t.Errorf("Siti paid %v, want %v", got, want)
	}
}
