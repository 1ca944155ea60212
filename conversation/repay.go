package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// drawRepayment works a repayment out: on which loan, how much, what for.
func (t *turn) drawRepayment(g *groupFacts, l *Line) (drawn, *doubt, error) {
	name := g.name(l.Member)
	open, err := t.openLoans(g, l.Member, l.Day)
	if err != nil {
		return drawn{}, nil, err
	}
	i := slices.IndexFunc(open, func(o openLoan) bool { return o.Code == l.Loan })
	switch {
	case len(open) == 0:
		return drawn{}, &doubt{ask: understand.AskLoan, words: NoLoan{Name: name, Sharia: g.allSharia()}}, nil
	case len(open) == 1:
		i = 0
	case i < 0:
		return drawn{}, askLoan(name, open), nil
	}
	loan := open[i]
	l.Loan = loan.Code
	if l.Day < loan.Terms.Disbursed {
		return drawn{}, &doubt{ask: understand.AskDate, words: BeforeLoan{Name: name, Day: l.Day, Disbursed: loan.Terms.Disbursed, Sharia: loan.Sharia()}}, nil
	}
	if l.Due && l.Amount == 0 {
		l.Amount = loan.standing.ToPay()
	}
	if l.Amount == 0 && !l.Payoff {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: loan.standing.ToPay()}}, nil
	}
	fund := ledger.Fund("")
	if len(open) > 1 {
		fund = loan.Fund
	}
	return t.shareOut(g, l, loan, fund)
}

// openLoan is a loan on which somebody still owes something.
type openLoan struct {
	loanFacts
	payer    ledger.MemberCode // "" where the group pays as a whole
	paid     ledger.Amounts
	standing ledger.Standing
}

// openLoans are the loans that the member still owes on, with her standing.
func (t *turn) openLoans(g *groupFacts, m ledger.MemberCode, day ledger.Date) ([]openLoan, error) {
	var open []openLoan
	for _, l := range g.loans {
		payer := m
		if len(l.Shares) == 0 {
			payer = ""
		} else if l.ShareOf(m) == 0 {
			continue
		}
		paid, err := l.PaidBy(payer, t.balance)
		if err != nil {
			return nil, err
		}
		s := l.schedules[payer].On(day, paid)
		if s.Fine, err = t.fine(l, payer, day); err != nil {
			return nil, err
		}
		if s.Left()+s.Fine > 0 {
			open = append(open, openLoan{l, payer, paid, s})
		}
	}
	return open, nil
}

// fine is the fine that a member has still to pay on a loan, where the UPK fines.
// What has accrued follows from what was paid when, so it needs the payments.
func (t *turn) fine(l loanFacts, payer ledger.MemberCode, day ledger.Date) (ledger.Money, error) {
	rule, err := t.settings.FineRule()
	if err != nil || rule.Kind == ledger.NoFine {
		return 0, err
	}
	entries, err := t.facts.Recent(l.Group, time.Time{}, fineEntries)
	if err != nil {
		return 0, err
	}
	settled, err := l.FineSettled(payer, t.balance)
	accrued := l.schedules[payer].FineOn(day, l.PaymentsOf(payer, entries), rule)
	return max(0, accrued-settled), err
}

func askLoan(name string, open []openLoan) *doubt {
	d := &doubt{ask: understand.AskLoan, question: WhichLoan}
	words := AskWhichLoan{Name: name, Sharia: sharia(open)}
	for _, o := range open[:min(len(open), maxChoice)] {
		d.choices = append(d.choices, string(o.Code))
		words.Loans = append(words.Loans, LoanChoice{Fund: o.Fund, Left: o.standing.Left()})
	}
	d.words = words
	return d
}

// shareOut turns a payment into entries: what is due first, by the UPK's order,
// and an excess as the payer or the UPK's rule says.
func (t *turn) shareOut(g *groupFacts, l *Line, loan openLoan, fund ledger.Fund) (drawn, *doubt, error) {
	words := EchoLine{Name: g.name(l.Member), Kind: l.Kind, Fund: fund, Amount: l.Amount, Day: l.Day, Sharia: loan.Sharia()}
	end := loan.schedules[loan.payer].Payoff(l.Day, loan.paid, loan.standing.Fine, t.settings.PayoffRule(loan.Loan))
	if ends, short := endsLoan(l, loan, end); ends {
		return t.payOff(l, loan, end, words), nil, nil
	} else if short {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, PayoffShort{Name: words.Name, Amount: l.Amount, Pay: end.Pay.Total()}}, nil
	}
	parts, err := loan.standing.Allocate(l.Amount, t.settings.Order())
	if err != nil {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: g.name(l.Member), Bill: loan.standing.ToPay()}}, nil
	}
	use := l.Excess
	if use == "" {
		use = ExcessUse(t.settings.Get("lebih_bayar"))
	}
	uses := excessUses(loan, parts.Excess, l.Whole, l.Amount >= end.Pay.Total())
	if parts.Excess > 0 && !slices.Contains(uses, use) {
		if again, err := t.repeated(*l); !l.Again && (again || err != nil) {
			return drawn{}, &doubt{understand.AskDuplicate, OnceMore, nil, Echo{Line: words, Repeated: true}}, err
		}
		return drawn{}, &doubt{understand.AskExcess, WhatOfExcess, texts(uses), AskExcessUse{
			Name: g.name(l.Member), Amount: l.Amount, Bill: loan.standing.Bill(), Over: parts.Excess, Uses: uses,
		}}, nil
	}
	paid := parts.Dues()
	d := drawn{words: words, loan: &loan.loanFacts, payer: loan.payer}
	var saved ledger.Money
	if parts.Excess > 0 {
		d.words.Use, d.words.Over = use, parts.Excess
	}
	switch {
	case parts.Excess == 0:
	case use == PayOff:
		return t.payOff(l, loan, end, words), nil, nil
	case use == ToPrincipal:
		paid.Principal += parts.Excess
	case use == ToNext:
		more := nextInstalments(loan, paid.Amounts, parts.Excess)
		paid.Principal, paid.Interest = paid.Principal+more.Principal, paid.Interest+more.Interest
	case use == ToSavings:
		saved = parts.Excess
	case use == GiveBack:
		d.words.Amount = l.Amount - parts.Excess
	}
	if paid.Total() > 0 {
		e := ledger.RepayFineEntry(loan.Loan, loan.payer, paid, l.Day)
		e.Member = l.Member // who brought it, where the group pays as a whole
		d.entries = append(d.entries, e)
	}
	if saved > 0 {
		m, _ := g.member(l.Member)
		d.entries = append(d.entries, ledger.SaveEntry(m, ledger.SavingsVoluntary, saved, l.Day))
	}
	if len(d.entries) == 0 { // nothing was due and all is given back
		return drawn{}, &doubt{ask: understand.AskExcess, words: NotRecorded{}}, nil
	}
	return d, nil, nil
}

// excessUses are the uses that an excess can have: no more principal can be
// paid than is left, and a group as a whole has no purse.
func excessUses(loan openLoan, excess ledger.Money, whole, ends bool) []ExcessUse {
	var uses []ExcessUse
	if ends {
		uses = append(uses, PayOff)
	}
	due := loan.standing.CurrentPrincipal + loan.standing.OverduePrincipal
	if excess <= loan.standing.PrincipalLeft-due {
		uses = append(uses, ToPrincipal)
	}
	if excess <= loan.standing.Left()-loan.standing.Overdue()-loan.standing.Current() {
		uses = append(uses, ToNext)
	}
	if !whole && loan.payer != "" {
		uses = append(uses, ToSavings)
	}
	return append(uses, GiveBack)
}

func texts(uses []ExcessUse) []string {
	list := make([]string, len(uses))
	for i, u := range uses {
		list[i] = string(u)
	}
	return list
}

// nextInstalments pays an excess on the instalments to come, one after the
// other, interest before principal.
func nextInstalments(loan openLoan, paid ledger.Amounts, excess ledger.Money) ledger.Amounts {
	var more ledger.Amounts
	total := loan.schedules[loan.payer].Total()
	before := ledger.Amounts{
		Principal: total.Principal - loan.standing.PrincipalLeft + paid.Principal,
		Interest:  total.Interest - loan.standing.InterestLeft + paid.Interest,
	}
	var due ledger.Amounts
	for _, i := range loan.schedules[loan.payer] {
		due.Principal, due.Interest = due.Principal+i.Principal, due.Interest+i.Interest
		interest := min(excess, max(0, due.Interest-before.Interest-more.Interest))
		more.Interest, excess = more.Interest+interest, excess-interest
		principal := min(excess, max(0, due.Principal-before.Principal-more.Principal))
		more.Principal, excess = more.Principal+principal, excess-principal
	}
	return more
}
