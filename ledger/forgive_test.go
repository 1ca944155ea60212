package ledger_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"bendahara/ledger"
)

// deposit books money that the UPK receives, as its officer does: shared out, and
// what it now has to give up given up.
func (b *bookkeeper) deposit(t reporter, amount ledger.Money, on ledger.Date) {
	t.Helper()
	at, err := b.loan.AtUPK(on, b.entries, b.balance)
	if err != nil {
		t.Fatal(err)
	}
	parts, held, err := ledger.ShareDeposit(amount, []ledger.GroupLoan{at.GroupLoan}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.post(t, ledger.DepositEntry("A01", parts, held, on))
	for _, e := range at.Forgive(parts, on) {
		b.post(t, e)
	}
}

func (b *bookkeeper) cash() ledger.Money {
	return b.books[ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}]
}

func (b *bookkeeper) borne() ledger.Money {
	return b.books[ledger.Account{Code: ledger.BorneByGroup, Group: "A01"}]
}

func fourShares(t *testing.T) *bookkeeper {
	b := &bookkeeper{books: ledger.Balances{}, loan: ledger.Loan{Code: "P01", Group: "A01", Fund: ledger.FundSPP, Terms: ledger.Terms{
		Principal: 10_000_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat, Instalments: 10,
		Every: ledger.Interval{N: 1, Unit: ledger.Month}, Disbursed: day(t, "2026-01-15"),
	}}}
	for _, m := range fourMembers {
		b.loan.Shares = append(b.loan.Shares, ledger.Share{Member: m, Principal: 2_500_000})
	}
	b.post(t, ledger.DisburseEntry(b.loan))
	return b
}

// payOff ends a member's loan by the rule of this month.
func (b *bookkeeper) payOff(t reporter, m ledger.MemberCode, on ledger.Date) ledger.Payoff {
	t.Helper()
	paid, err := b.loan.PaidBy(m, b.balance)
	if err != nil {
		t.Fatal(err)
	}
	p := b.schedules(t)[m].Payoff(on, paid, 0, ledger.PayoffThisMonth)
	if p.Pay.Total() > 0 {
		b.post(t, ledger.RepayFineEntry(b.loan, m, p.Pay, on))
	}
	if p.Waived > 0 {
		b.post(t, ledger.WaiveEntry(b.loan, m, p.Waived, 0, on))
	}
	return p
}

// TestForgivenWithHerMoney: the UPK gives up what a member was let off when it has as
// much as members paid until then, and not a rupiah earlier.
func TestForgivenWithHerMoney(t *testing.T) {
	b := fourShares(t)
	on := day(t, "2026-02-10")
	p := b.payOff(t, "siti", on)
	if p.Pay.Total() != 2_537_500 || p.Waived != 337_500 {
		t.Fatalf("she pays %d and is let off %d", int64(p.Pay.Total()), int64(p.Waived))
	}
	b.post(t, ledger.RepayEntry(b.loan, "wati", ledger.Amounts{Principal: 250_000, Interest: 37_500}, on))
	for _, step := range []struct{ brought, borne ledger.Money }{{2_537_499, 337_500}, {1, 0}, {287_500, 0}} {
		b.deposit(t, step.brought, on)
		if b.borne() != step.borne {
			t.Errorf("after %d was brought the group bears %d, want %d", int64(step.brought), int64(b.borne()), int64(step.borne))
		}
	}
	paid, err := b.loan.PaidToUPK(b.balance)
	if err != nil {
		t.Fatal(err)
	}
	// interest: 150,000 that fell due for all four, and what was given up
	if want := (ledger.Amounts{Principal: 2_675_000, Interest: 150_000 + 337_500}); paid != want {
		t.Errorf("settled at the UPK %+v, want %+v", paid, want)
	}
	if open := b.loan.LetOffs(b.entries); len(open) != 0 {
		t.Errorf("still to be given up: %+v", open)
	}
}

// TestExecutingGroupBearsItsOwn: what a member owes on terms of her own is the group's
// affair, and the UPK gives up nothing for it.
func TestExecutingGroupBearsItsOwn(t *testing.T) {
	b := fourShares(t)
	own := decimal.RequireFromString("2")
	b.loan.Shares[1].Rate = &own
	on := day(t, "2026-02-10")
	p := b.payOff(t, "siti", on)
	b.deposit(t, b.cash(), on)
	if b.borne() != p.Waived {
		t.Errorf("the group bears %d of %d", int64(b.borne()), int64(p.Waived))
	}
}

// TestAllIsBrought: whoever pays off early, and however the treasurer brings the
// money, in the end the group owes the UPK nothing, bears nothing, and the UPK has
// taken what members paid, to the rupiah.
func TestAllIsBrought(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &bookkeeper{books: ledger.Balances{}, loan: ledger.Loan{Code: "P01", Group: "A01", Fund: ledger.FundSPP, Terms: ledger.Terms{
			Principal: 10_000 + drawMoney(t, "principal", 10_000_000), Rate: decimal.RequireFromString(draw(t, "rate", "0", "1", "1.5", "2.35")), RatePer: ledger.PerMonth,
			Method: draw(t, "method", ledger.Flat, ledger.Declining, ledger.Annuity), Instalments: rapid.IntRange(1, 18).Draw(t, "instalments"),
			Every: ledger.Interval{N: 1, Unit: ledger.Month}, Disbursed: ledger.NewDate(2026, 1, 15),
		}}}
		weights := []ledger.Money{5, 3, 2, 1}
		for i, p := range ledger.Split(b.loan.Terms.Principal, weights) {
			b.loan.Shares = append(b.loan.Shares, ledger.Share{Member: fourMembers[i], Principal: p})
		}
		b.post(t, ledger.DisburseEntry(b.loan))
		on := ledger.NewDate(2026, 1, 16)
		paying := map[ledger.MemberCode]bool{"ani": true, "siti": true, "tini": true, "wati": true}
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			on += ledger.Date(rapid.IntRange(0, 40).Draw(t, "days"))
			m := draw(t, "member", fourMembers...)
			switch draw(t, "event", "due", "ahead", "off", "bring", "bring") {
			case "due":
				if st := b.standing(t, m, on); paying[m] && st.ToPay() > 0 {
					a, err := st.Allocate(st.ToPay(), nil)
					if err != nil {
						t.Fatal(err)
					}
					b.post(t, ledger.RepayEntry(b.loan, m, a.Paid(), on))
				}
			case "ahead":
				if st := b.standing(t, m, on); paying[m] && st.PrincipalLeft > 0 {
					b.post(t, ledger.RepayEntry(b.loan, m, ledger.Amounts{Principal: 1 + drawMoney(t, "ahead", st.PrincipalLeft-1)}, on))
				}
			case "off":
				if paying[m] {
					b.payOff(t, m, on)
					paying[m] = false
				}
			case "bring":
				if b.cash() > 0 {
					b.deposit(t, 1+drawMoney(t, "brought", b.cash()-1), on)
				}
			}
		}
		for _, m := range fourMembers {
			if paying[m] {
				b.payOff(t, m, on)
			}
		}
		if b.cash() > 0 {
			b.deposit(t, b.cash(), on)
		}
		st := b.group(t, on)
		held := b.books[ledger.Account{Code: ledger.HeldForGroups, Group: "A01"}]
		if st.PrincipalLeft != 0 || st.InterestLeft != 0 || b.borne() != 0 || b.cash() != 0 || held != 0 {
			t.Fatalf("principal %d, interest %d, borne %d, cash %d, held %d",
				int64(st.PrincipalLeft), int64(st.InterestLeft), int64(b.borne()), int64(b.cash()), int64(held))
		}
		b.unwound(t)
	})
}
