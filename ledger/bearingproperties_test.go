package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

var fourMembers = []ledger.MemberCode{"ani", "siti", "tini", "wati"}

// drawBearing draws a loan of four members and pays it out.
func drawBearing(t *rapid.T) *bookkeeper {
	b := &bookkeeper{books: ledger.Balances{}, loan: ledger.Loan{
		Code: "P01", Group: "A01", Fund: draw(t, "fund", ledger.FundSPP, ledger.FundBMT), Terms: drawTerms(t),
	}}
	weights := make([]ledger.Money, len(fourMembers))
	for i := range weights {
		weights[i] = ledger.Money(rapid.Int64Range(0, 10).Draw(t, "weight"))
	}
	for i, p := range ledger.Split(b.loan.Terms.Principal, weights) {
		b.loan.Shares = append(b.loan.Shares, ledger.Share{Member: fourMembers[i], Principal: p})
	}
	b.post(t, ledger.DisburseEntry(b.loan))
	return b
}

func drawMoney(t *rapid.T, name string, most ledger.Money) ledger.Money {
	return ledger.Money(rapid.Int64Range(0, int64(most)).Draw(t, name))
}

// step draws an event that can be and posts it; a death or a payoff also looks at
// what it left.
func (b *bookkeeper) step(t *rapid.T, on ledger.Date) {
	m := draw(t, "member", fourMembers...)
	st := b.standing(t, m, on)
	hers := left(st)
	switch draw(t, "event", "repay", "repay", "deposit", "save", "payoff", "death", "cover", "cover", "give back", "bear") {
	case "repay":
		paid := ledger.Dues{Amounts: ledger.Amounts{Principal: drawMoney(t, "principal", hers.Principal), Interest: drawMoney(t, "interest", hers.Interest)}, Fine: drawMoney(t, "fine", 5000)}
		b.postSome(t, ledger.RepayFineEntry(b.loan, m, paid, on))
	case "deposit":
		owed := left(b.group(t, on))
		part := ledger.DepositPart{Fine: drawMoney(t, "fine", 5000), Loan: b.loan, Paid: ledger.Amounts{
			Principal: drawMoney(t, "principal", owed.Principal), Interest: drawMoney(t, "interest", owed.Interest),
		}}
		b.postSome(t, ledger.DepositEntry("A01", []ledger.DepositPart{part}, drawMoney(t, "held", 100), on))
	case "save":
		b.postSome(t, ledger.SaveEntry(ledger.Member{Code: m, Group: "A01"}, draw(t, "purse", ledger.Purses...), drawMoney(t, "saved", 50_000), on))
	case "payoff":
		p := b.schedules(t)[m].Payoff(on, b.paid(t, m), 700, draw(t, "rule", ledger.PayoffFull, ledger.PayoffThisMonth))
		b.postSome(t, ledger.RepayFineEntry(b.loan, m, p.Pay, on))
		b.postSome(t, ledger.WaiveEntry(b.loan, m, p.Waived, 0, on))
		if after := b.standing(t, m, on); after.Left() != 0 {
			t.Fatalf("%s has %d left after a payoff", m, after.Left())
		}
	case "death":
		b.drawDeath(t, on, m, hers)
	case "cover":
		b.drawCover(t, on, m, st)
	case "give back":
		b.drawGivingBack(t, on, m)
	case "bear":
		if owed := b.books[b.loan.TakenOver(m)]; owed > 0 {
			e, err := ledger.TakenOverEntry(b.loan, m, 1+drawMoney(t, "borne", owed-1), owed, "", on)
			if err != nil {
				t.Fatal(err)
			}
			b.post(t, e)
		}
	}
}

// postSome posts an entry unless nothing moved.
func (b *bookkeeper) postSome(t *rapid.T, e ledger.Entry) {
	if len(e.Postings) > 0 {
		b.post(t, e)
	}
}

func (b *bookkeeper) paid(t *rapid.T, m ledger.MemberCode) ledger.Amounts {
	settled, err := b.loan.PaidBy(m, b.balance)
	if err != nil {
		t.Fatal(err)
	}
	return settled
}

// drawDeath closes a share, and looks that cash, income and the others' standings stay.
func (b *bookkeeper) drawDeath(t *rapid.T, on ledger.Date, m ledger.MemberCode, hers ledger.Amounts) {
	owed := left(b.group(t, on))
	d := ledger.Death{
		Member: m, Day: on, Left: ledger.Dues{Amounts: hers, Fine: 300}, SocialFund: ledger.MaxMoney, Reserve: drawMoney(t, "reserve", hers.Principal),
		Forgiven: ledger.Amounts{Principal: min(hers.Principal, owed.Principal), Interest: min(hers.Interest, owed.Interest)},
	}
	for _, other := range fourMembers {
		if other != m {
			d.Survivors = append(d.Survivors, other)
		}
	}
	rule := draw(t, "death", ledger.DeathWriteOff, ledger.DeathGroup, ledger.DeathFund)
	e, err := ledger.DeathEntry(b.loan, d, rule)
	if err != nil {
		t.Fatal(err)
	}
	before := map[ledger.MemberCode]ledger.Standing{}
	for _, other := range fourMembers {
		before[other] = b.standing(t, other, on)
	}
	b.post(t, e)
	for _, p := range e.Postings {
		for _, a := range []ledger.Account{p.Debit, p.Credit} {
			switch a.Code {
			case ledger.UPKCash, ledger.UPKBank, ledger.TreasurerCash, ledger.InterestIncome, ledger.FineIncome, ledger.InterestCollected:
				t.Fatalf("a death moved %s", a)
			}
		}
	}
	for _, other := range fourMembers {
		after := b.standing(t, other, on)
		if other == m && after.Left() != 0 || other != m && after != before[other] {
			t.Fatalf("%s had %+v left, has %+v after the death of %s", other, before[other], after, m)
		}
	}
	if rule == ledger.DeathGroup {
		d.Forgiven = ledger.Amounts{}
	}
	now := left(b.group(t, on))
	if now.Principal != owed.Principal-d.Forgiven.Principal || now.Interest != owed.Interest-d.Forgiven.Interest {
		t.Fatalf("the group owed %+v, owes %+v, was let off %+v", owed, now, d.Forgiven)
	}
}

// After any events both books balance; what coverers gave is owed to them or has been
// handed back; and reversing everything returns to the start. Half of the runs end
// with a write-off, after which nobody owes anything.
func TestBooksBalanceWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBearing(t)
		on := b.loan.Terms.Disbursed
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			on += ledger.Date(rapid.IntRange(0, 90).Draw(t, "days"))
			b.step(t, on)
		}
		for _, m := range fourMembers {
			for _, p := range ledger.Purses {
				if b.books[ledger.PurseOf("A01", m, p)] > 0 {
					t.Fatalf("the purse %s of %s is below zero", p, m)
				}
			}
		}
		if rapid.Bool().Draw(t, "written off") {
			b.postSome(t, ledger.WriteOffEntry(b.loan, b.remainder(t, on, 10_000)))
			if owed := b.group(t, on).Left(); owed != 0 {
				t.Fatalf("the group owes %d after a write-off", owed)
			}
			for _, m := range fourMembers {
				if b.standing(t, m, on).Left() != 0 || b.books[b.loan.TakenOver(m)] != 0 {
					t.Fatalf("%s owes something after a write-off", m)
				}
			}
		}
		b.unwound(t)
	})
}

// Without closings the group's standing is the plain one; with them the living are
// late by just what their own schedules say, when each pays through the treasurer.
func TestClosedSharesHideNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBearing(t)
		s, err := b.loan.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		on := drawDay(t, s)
		if got := b.group(t, on); got != s.On(on, ledger.Amounts{}) {
			t.Fatalf("got %+v", got)
		}
		dead := draw(t, "dead", fourMembers...)
		hers := b.standing(t, dead, on)
		if hers.Left() == 0 {
			return
		}
		e, err := ledger.DeathEntry(b.loan, ledger.Death{Member: dead, Left: ledger.Dues{Amounts: left(hers)}, Forgiven: left(hers)}, ledger.DeathWriteOff)
		if err != nil {
			t.Fatal(err)
		}
		b.post(t, e)
		var late ledger.Amounts
		for _, m := range fourMembers {
			st := b.standing(t, m, on)
			late.Principal += st.OverduePrincipal
			late.Interest += st.OverdueInterest
		}
		if got := b.group(t, on); got.OverduePrincipal != late.Principal || got.OverdueInterest != late.Interest {
			t.Fatalf("the group is late by %d and %d, its members by %+v", got.OverduePrincipal, got.OverdueInterest, late)
		}
	})
}
