package ledger_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// drawCover covers what is late, and looks that the defaulter owes just what members gave.
func (b *bookkeeper) drawCover(t *rapid.T, on ledger.Date, m ledger.MemberCode, st ledger.Standing) {
	s := ledger.Shortfall{
		Member: m, Held: map[ledger.Purse]ledger.Money{},
		Due: ledger.Dues{Amounts: ledger.Amounts{Principal: st.OverduePrincipal, Interest: st.OverdueInterest}, Fine: drawMoney(t, "fine", 10)},
	}
	if s.Due.Total() == 0 {
		return
	}
	var savings ledger.Money
	for _, p := range ledger.CoverOrder() {
		s.Held[p] = -b.books[ledger.PurseOf("A01", m, p)]
		savings += s.Held[p]
	}
	if savings < s.Due.Total() {
		s.Sold = drawMoney(t, "sold", 200_000)
	}
	for _, other := range fourMembers {
		if other != m {
			s.Coverers = append(s.Coverers, other)
		}
	}
	plan, err := s.Plan()
	if err != nil {
		t.Fatal(err)
	}
	e, err := ledger.CoverEntry(b.loan, s, plan, on)
	if err != nil {
		t.Fatal(err)
	}
	before := b.coverDebt(m)
	b.post(t, e)
	if after := b.standing(t, m, on); after.Overdue() != 0 || after.Left() != st.Left()-st.Overdue() {
		t.Fatalf("after a cover of %+v: %+v", st, after)
	}
	want := max(s.Due.Total()-savings-s.Sold, 0)
	if got := b.coverDebt(m) - before; got != want {
		t.Fatalf("%s owes %d more to her coverers, want %d", m, got, want)
	}
	if used := min(savings, s.Due.Total()); plan.Collateral+plan.Returned != s.Sold || plan.Returned > 0 && want > 0 || len(plan.Savings) == 0 && used > 0 {
		t.Fatalf("%+v of %+v", plan, s)
	}
}

func (b *bookkeeper) coverDebt(defaulter ledger.MemberCode) (sum ledger.Money) {
	for _, d := range b.books.CoverDebts() {
		if d.Defaulter == defaulter {
			sum += d.Amount
		}
	}
	return sum
}

// drawGivingBack brings a part of what she owes to her coverers and hands it to them.
func (b *bookkeeper) drawGivingBack(t *rapid.T, on ledger.Date, m ledger.MemberCode) {
	owed := b.coverDebt(m)
	if owed == 0 {
		return
	}
	amount := 1 + drawMoney(t, "given back", owed-1)
	e, err := ledger.RepayCoverEntry(b.loan, m, b.books.CoverDebts(), amount, on)
	if err != nil {
		t.Fatal(err)
	}
	cash := b.books[ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}]
	b.post(t, e)
	for _, c := range fourMembers {
		held := b.books.CoverReturnable(b.loan, c)
		if held < 0 {
			t.Fatalf("%d are held for %s", held, c)
		}
		if held > 0 && rapid.Bool().Draw(t, "hand over") {
			e, err := ledger.ReturnCoverEntry(b.loan, c, held, held, on)
			if err != nil {
				t.Fatal(err)
			}
			b.post(t, e)
			cash += held
		}
	}
	if got := b.coverDebt(m); got != owed-amount {
		t.Fatalf("%d was owed, %d given back, %d is owed", owed, amount, got)
	}
}

func TestCoverEntryIsOfItsPlan(t *testing.T) {
	s := ledger.Shortfall{Member: "siti", Due: ledger.Dues{Amounts: ledger.Amounts{Principal: 100}}}
	if e, err := ledger.CoverEntry(ledger.Loan{}, s, ledger.Coverage{Collateral: 99}, 1); !errors.Is(err, ledger.ErrCoverSum) {
		t.Errorf("a plan of 99 for 100: %+v, %v; want ErrCoverSum", e, err)
	}
	for _, bad := range []ledger.Shortfall{
		{Due: ledger.Dues{Fine: -1, Amounts: ledger.Amounts{Principal: 100}}}, {Due: s.Due, Sold: -1},
	} {
		if plan, err := bad.Plan(); !errors.Is(err, ledger.ErrCoverAmount) {
			t.Errorf("%+v: %+v, %v; want ErrCoverAmount", bad, plan, err)
		}
	}
}

// A closing is read from entries that closed a share, and from no others.
func TestClosingOf(t *testing.T) {
	l := ledger.Loan{Code: "P01", Group: "A01"}
	forgiven := ledger.ForgiveEntry(l, "siti", 500, 100, 1)
	if c, ok := ledger.ClosingOf(forgiven); !ok || c != (ledger.Closing{Member: "siti", Forgiven: ledger.Amounts{Interest: 500}}) {
		t.Errorf("%+v, %t", c, ok)
	}
	undone, err := ledger.Reverse(forgiven, 1, forgiven.Heard, "", "")
	if err != nil {
		t.Fatal(err)
	}
	whole := ledger.WriteOffEntry(l, ledger.Remainder{Group: ledger.Amounts{Principal: 100}})
	paid := ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: ledger.Amounts{Principal: 100}}}, 0, 1)
	for _, e := range []ledger.Entry{undone, whole, paid, ledger.WaiveEntry(l, "siti", 500, 0, 1)} {
		if c, ok := ledger.ClosingOf(e); ok {
			t.Errorf("%s closes %+v", e.Kind, c)
		}
	}
	l.Terms = parseTerms(t, "1200, qardh, 1 x 1 month, paid out 2026-01-15")
	if _, err := l.GroupOn(1, ledger.Amounts{}, []ledger.Closing{{Member: "siti"}}); !errors.Is(err, ledger.ErrShares) {
		t.Errorf("a closing of nobody: %v", err)
	}
}

func TestDuesOfAPayment(t *testing.T) {
	a := ledger.Allocation{Fine: 1, Interest: 20, Overdue: 300, Current: 4000, Excess: 50_000}
	if d := a.Dues(); d != (ledger.Dues{Amounts: ledger.Amounts{Principal: 4300, Interest: 20}, Fine: 1}) || d.Total() != 4321 {
		t.Errorf("%+v", d)
	}
}

// What is owed for covers on one loan is not given back on another.
func TestCoversByLoan(t *testing.T) {
	books := ledger.Balances{}
	var loans []ledger.Loan
	for _, code := range []ledger.LoanCode{"P01", "P02"} {
		l := ledger.Loan{Code: code, Group: "A01"}
		loans = append(loans, l)
		s := ledger.Shortfall{Member: "siti", Due: ledger.Dues{Amounts: ledger.Amounts{Principal: 100}}}
		e, err := ledger.CoverEntry(l, s, ledger.Coverage{Members: []ledger.CoverPart{{Member: "ani", Amount: 100}}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		books.Add(e)
	}
	if _, err := ledger.RepayCoverEntry(loans[0], "siti", books.CoverDebts(), 101, 1); !errors.Is(err, ledger.ErrCoverAmount) {
		t.Errorf("101 of the 100 on one loan: %v, want ErrCoverAmount", err)
	}
	e, err := ledger.RepayCoverEntry(loans[0], "siti", books.CoverDebts(), 60, 1)
	if err != nil {
		t.Fatal(err)
	}
	books.Add(e)
	if first, second := books.CoverReturnable(loans[0], "ani"), books.CoverReturnable(loans[1], "ani"); first != 60 || second != 0 {
		t.Errorf("%d and %d are held, want 60 and 0", first, second)
	}
}
