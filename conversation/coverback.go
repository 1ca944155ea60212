package conversation

import (
	"fmt"
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// drawCoverBack uses what a member brings for what she took over from one who died,
// and then shares it over those who covered her, the loan that was lent first to begin
// with.
func (t *turn) drawCoverBack(g *groupFacts, l *Line) (drawn, *doubt, error) {
	name := g.name(l.Member)
	debts, err := t.coverDebts(g, l.Member)
	if err != nil {
		return drawn{}, nil, err
	}
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return drawn{}, nil, err
	}
	took, owed, err := t.takenOver(loans, l.Member)
	if err != nil {
		return drawn{}, nil, err
	}
	owed += owedBy(debts, l.Member)
	switch {
	case owed == 0:
		return drawn{}, &doubt{ask: understand.AskAmount, words: NoCoverDebt{Name: name}}, nil
	case l.Amount == 0:
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: owed}}, nil
	case l.Amount > owed:
		return drawn{}, &doubt{ask: understand.AskAmount, words: NoCoverDebt{Name: name, Owed: owed}}, nil
	}
	d := drawn{
		words:  EchoLine{Name: name, Kind: CoverBack, Amount: l.Amount, Day: l.Day},
		agreed: fmt.Sprint(int64(owed)),
	}
	rest := l.Amount
	for i, loan := range loans {
		if part := min(rest, took[i]); part > 0 {
			e, err := ledger.TakenOverEntry(loan, l.Member, part, took[i], "", l.Day)
			if err != nil {
				return drawn{}, nil, err
			}
			d.entries, rest = append(d.entries, e), rest-part
		}
	}
	for _, loan := range loans {
		var here ledger.Money
		for _, debt := range debts {
			if debt.Defaulter == l.Member && debt.Loan == loan.Code {
				here += debt.Amount
			}
		}
		if part := min(rest, here); part > 0 {
			e, err := ledger.RepayCoverEntry(loan, l.Member, debts, part, l.Day)
			if err != nil {
				return drawn{}, nil, err
			}
			d.entries, rest = append(d.entries, e), rest-part
		}
	}
	return d, nil, nil
}

// takenOver is what a member still owes her treasurer for those who died, on each of
// her group's loans and in all.
func (t *turn) takenOver(loans []ledger.Loan, m ledger.MemberCode) (each []ledger.Money, sum ledger.Money, err error) {
	for _, loan := range loans {
		owed, err := t.balance(loan.TakenOver(m))
		if err != nil {
			return nil, 0, err
		}
		each, sum = append(each, owed), sum+owed
	}
	return each, sum, nil
}

// owesOthers is what a member owes beside her loans: to those who covered her, and
// for those whose share she took over.
func (t *turn) owesOthers(g *groupFacts, m ledger.MemberCode) (ledger.Money, error) {
	owed, err := t.balancesOf(g.Code, ledger.CoverOwed, ledger.TakenOver)
	if err != nil {
		return 0, err
	}
	sum := owedBy(owed.CoverDebts(), m)
	for a, amount := range owed {
		if a.Code == ledger.TakenOver && a.Member == m {
			sum += amount
		}
	}
	return sum, nil
}

// drawCoverReturn hands a member what was brought back for her, the loan that was lent
// first to begin with.
func (t *turn) drawCoverReturn(g *groupFacts, l *Line) (drawn, *doubt, error) {
	held, err := t.returnable(g, l.Member)
	if err != nil {
		return drawn{}, nil, err
	}
	name, amount := g.name(l.Member), l.Amount
	var all ledger.Money
	for _, h := range held {
		all += h.amount
	}
	if l.Due {
		amount = all
	}
	if amount > all || all == 0 {
		return drawn{}, &doubt{ask: understand.AskAmount, words: NoCoverHeld{Name: name, Held: all}}, nil
	}
	if amount == 0 {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: all}}, nil
	}
	d := drawn{words: EchoLine{Name: name, Kind: CoverReturn, Amount: amount, Day: l.Day}, agreed: fmt.Sprint(int64(all))}
	for _, h := range held {
		if part := min(amount, h.amount); part > 0 {
			e, err := ledger.ReturnCoverEntry(h.loan, l.Member, part, h.amount, l.Day)
			if err != nil {
				return drawn{}, nil, err
			}
			d.entries, amount = append(d.entries, e), amount-part
		}
	}
	return d, nil, nil
}

// heldCover is what the treasurer holds for one who covered on a loan.
type heldCover struct {
	loan   ledger.Loan
	amount ledger.Money
}

// returnable is what was brought back for a member and not handed to her yet.
func (t *turn) returnable(g *groupFacts, coverer ledger.MemberCode) ([]heldCover, error) {
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return nil, err
	}
	debts, err := t.coverDebts(g, coverer)
	if err != nil {
		return nil, err
	}
	var list []heldCover
	for _, l := range loans {
		due, err := t.balance(l.CoverDue(coverer))
		if err != nil {
			return nil, err
		}
		held := ledger.Balances{l.CoverDue(coverer): due}
		for _, d := range debts {
			if d.Loan == l.Code {
				held[l.CoverOwed(d.Defaulter, d.Coverer)] = d.Amount
			}
		}
		list = append(list, heldCover{l, held.CoverReturnable(l, coverer)})
	}
	return list, nil
}

// coverDebts is who of a group owes whom for covers; with a member, what is about
// her. Loans that have ended count too: what was covered is owed all the same.
func (t *turn) coverDebts(g *groupFacts, about ledger.MemberCode) ([]ledger.CoverDebt, error) {
	found, err := t.balancesOf(g.Code, ledger.CoverOwed)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found.CoverDebts(), func(d ledger.CoverDebt) bool {
		return about != "" && about != d.Defaulter && about != d.Coverer
	}), nil
}

// owedBy is what a member owes of the debts.
func owedBy(debts []ledger.CoverDebt, m ledger.MemberCode) (sum ledger.Money) {
	for _, d := range debts {
		if d.Defaulter == m {
			sum += d.Amount
		}
	}
	return sum
}

// coverGone tells whether undoing a cover would leave less than nothing owed, since
// some of it was paid; or undoing what she brought, since it was handed on.
func (t *turn) coverGone(e ledger.Entry) (bool, error) {
	for _, p := range e.Postings {
		if p.Credit.Code == ledger.CoverOwed {
			g, err := t.group(e.Group)
			if err != nil {
				return true, err
			}
			held, err := t.returnable(g, ledger.MemberCode(p.Credit.Purse))
			if err != nil || slices.ContainsFunc(held, func(h heldCover) bool { return h.amount < 0 }) {
				return true, err
			}
		}
		if p.Debit.Code != ledger.CoverOwed && p.Debit.Code != ledger.TakenOver {
			continue
		}
		owed, err := t.balance(p.Debit)
		if err != nil || owed < 0 {
			return true, err
		}
	}
	return false, nil
}
