package conversation

import (
	"fmt"
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

func coverLine(c *understand.Covering) *CoverLine {
	if c == nil {
		return nil
	}
	l := CoverLine{Back: c.Back, Return: c.Return}
	for _, s := range c.By {
		by := CoverBy{NameText: s.NameText, Amount: s.Amount, Candidates: s.Members}
		if len(s.Members) == 1 && !s.Guessed {
			by.Member = s.Members[0]
		}
		l.By = append(l.By, by)
	}
	return &l
}

// drawCover works out who pays what a member does not, or for whom she brings money
// back.
func (t *turn) drawCover(g *groupFacts, l *Line) (drawn, *doubt, error) {
	if l.Member == "" { // a group as a whole has nobody else
		return drawn{}, &doubt{ask: understand.AskMember, words: AskName{Group: g.label}}, nil
	}
	if l.Cover == nil {
		l.Cover = &CoverLine{}
	}
	switch {
	case l.Cover.Back:
		return t.drawCoverBack(g, l)
	case l.Cover.Return:
		return t.drawCoverReturn(g, l)
	}
	if d, err := t.coverers(g, l); d != nil || err != nil {
		return drawn{}, d, err
	}
	open, err := t.openLoans(g, l.Member, l.Day)
	if err != nil {
		return drawn{}, nil, err
	}
	open = slices.DeleteFunc(open, func(o openLoan) bool { return o.payer == "" })
	i := slices.IndexFunc(open, func(o openLoan) bool { return o.Code == l.Loan })
	switch {
	case len(open) == 0:
		return drawn{}, &doubt{ask: understand.AskLoan, words: NoLoan{Name: g.name(l.Member)}}, nil
	case len(open) == 1:
		i = 0
	case i < 0:
		return drawn{}, askLoan(g.name(l.Member), open), nil
	}
	l.Loan = open[i].Code
	return t.coverLoan(g, l, open[i])
}

// coverers settles who pays: names that are not sure are asked for again.
func (t *turn) coverers(g *groupFacts, l *Line) (*doubt, error) {
	for i := range l.Cover.By {
		by := &l.Cover.By[i]
		here := slices.DeleteFunc(slices.Clone(by.Candidates), func(m ledger.MemberCode) bool { _, ok := g.member(m); return !ok || m == l.Member })
		if by.Member == "" && len(here) == 1 && len(by.Candidates) > 1 {
			by.Member = here[0]
		}
		if m, ok := g.member(by.Member); ok && m.Status == ledger.Active && by.Member != l.Member {
			continue
		}
		names, err := t.fullNames(here[:min(len(here), maxChoice)])
		if err != nil {
			return nil, err
		}
		return &doubt{ask: understand.AskMember, words: CovererUnclear{
			NameText: clip(by.NameText, maxName), Group: g.label, Names: names, Self: by.Member == l.Member && by.Member != "",
		}}, nil
	}
	return nil, nil
}

// coverLoan covers what is due on one loan, or as much of it as was said.
func (t *turn) coverLoan(g *groupFacts, l *Line, loan openLoan) (drawn, *doubt, error) {
	name, due := g.name(l.Member), loan.standing.ToPay()
	amount := l.Amount
	if l.Due {
		amount = due
	}
	switch {
	case due == 0 || amount > due:
		return drawn{}, &doubt{ask: understand.AskAmount, words: NothingToCover{Name: name, Due: due}}, nil
	case amount <= 0:
		return drawn{}, &doubt{ask: understand.AskAmount, words: CoverExample{Name: g.names[l.Member], Due: due}}, nil
	}
	parts, err := loan.standing.Allocate(amount, t.settings.Order())
	if err != nil {
		return drawn{}, nil, err
	}
	s := ledger.Shortfall{Member: l.Member, Due: parts.Dues()}
	if err := t.sourcesOf(g, l, &s); err != nil {
		return drawn{}, nil, err
	}
	plan, err := s.Plan()
	if err != nil { // nobody else in the group, the same name twice, parts that are not the sum
		return drawn{}, &doubt{ask: understand.AskAmount, words: CoverExample{Name: g.names[l.Member], Due: due}}, nil
	}
	e, err := ledger.CoverEntry(loan.Loan, s, plan, l.Day)
	if err != nil {
		return drawn{}, nil, err
	}
	w := EchoCover{Name: name, Amount: e.Amount, Day: l.Day, Unsure: l.Unsure}
	for _, p := range plan.Savings {
		w.Savings += p.Amount
	}
	for _, p := range plan.Members {
		w.Count++
		w.Most = max(w.Most, p.Amount)
		if w.Least == 0 || p.Amount < w.Least {
			w.Least = p.Amount
		}
		if l.Cover.By != nil {
			w.By = append(w.By, g.item(p.Member, p.Amount))
		}
	}
	if len(w.By) > 0 {
		w.List = t.list(w.By, coverBudget)
	}
	return drawn{
		words: EchoLine{Name: name, Kind: l.Kind, Amount: e.Amount, Day: l.Day, Sharia: loan.Sharia()}, loan: &loan.loanFacts, payer: loan.payer,
		entries: []ledger.Entry{e}, echo: w, confirm: true, agreed: fmt.Sprint(loan.Code, s.Due, plan.Savings, plan.Members),
	}, nil, nil
}

// coverBudget is how many letters of names and amounts the reading back of a cover
// has room for.
const coverBudget = 60

// sourcesOf are the purses and members that a cover comes from: those named, each
// with what she gives or else with an equal part; where nobody is named her own
// savings first, then every other member equally (S1).
func (t *turn) sourcesOf(g *groupFacts, l *Line, s *ledger.Shortfall) error {
	for _, by := range l.Cover.By {
		switch {
		case l.Due:
			s.Coverers = append(s.Coverers, by.Member)
		case len(l.Cover.By) == 1: // also where the amount was mended since
			s.Given = []ledger.CoverPart{{Member: by.Member, Amount: l.Amount}}
		default:
			s.Given = append(s.Given, ledger.CoverPart{Member: by.Member, Amount: by.Amount})
		}
	}
	if len(l.Cover.By) > 0 {
		return nil
	}
	s.Held = map[ledger.Purse]ledger.Money{}
	for _, purse := range ledger.CoverOrder() {
		saved, err := t.balance(ledger.PurseOf(g.Code, l.Member, purse))
		if err != nil {
			return err
		}
		s.Held[purse] = -saved
	}
	for _, m := range g.members {
		if m.Status == ledger.Active && m.Code != l.Member {
			s.Coverers = append(s.Coverers, m.Code)
		}
	}
	return nil
}
