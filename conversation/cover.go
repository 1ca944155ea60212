package conversation

import (
	"fmt"
	"slices"
	"time"

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
		return drawn{}, &doubt{ask: understand.AskMember, words: AskName{Group: clip(g.Name, maxGroupName)}}, nil
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
			NameText: clip(by.NameText, maxName), Group: clip(g.Name, maxGroupName), Names: names, Self: by.Member == l.Member && by.Member != "",
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
		words: EchoLine{Name: name, Kind: l.Kind, Amount: e.Amount, Day: l.Day}, loan: &loan.loanFacts, payer: loan.payer,
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

// drawCoverBack shares what a member brings over those who covered her, the loan that
// was lent first to begin with.
func (t *turn) drawCoverBack(g *groupFacts, l *Line) (drawn, *doubt, error) {
	name := g.name(l.Member)
	debts, err := t.coverDebts(g, l.Member)
	if err != nil {
		return drawn{}, nil, err
	}
	owed := owedBy(debts, l.Member)
	switch {
	case owed == 0:
		return drawn{}, &doubt{ask: understand.AskAmount, words: NoCoverDebt{Name: name}}, nil
	case l.Amount == 0:
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: owed}}, nil
	case l.Amount > owed:
		return drawn{}, &doubt{ask: understand.AskAmount, words: NoCoverDebt{Name: name, Owed: owed}}, nil
	}
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return drawn{}, nil, err
	}
	d := drawn{
		words:  EchoLine{Name: name, Kind: CoverBack, Amount: l.Amount, Day: l.Day},
		agreed: fmt.Sprint(int64(owed)),
	}
	rest := l.Amount
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
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return nil, err
	}
	found := ledger.Balances{}
	for _, l := range loans {
		for _, defaulter := range g.members {
			for _, coverer := range g.members {
				if defaulter.Code == coverer.Code || about != "" && about != defaulter.Code && about != coverer.Code {
					continue
				}
				a := l.CoverOwed(defaulter.Code, coverer.Code)
				if found[a], err = t.balance(a); err != nil {
					return nil, err
				}
			}
		}
	}
	return found.CoverDebts(), nil
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

// coversCommand tells who paid for whom, and how much is owed back: of the group to
// those who may see its figures, to a member what is about her.
func (t *turn) coversCommand(m understand.Meaning) error {
	var about ledger.MemberCode
	for _, s := range m.Slots {
		if len(s.Groups) == 0 && (len(s.Members) > 0 || s.NameText != "") {
			code, done, err := t.memberAsked(m, s)
			if done || err != nil {
				return err
			}
			about = code
			m.Slots = []understand.Slot{{Members: []ledger.MemberCode{code}}}
			break
		}
	}
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if about != "" && !t.isOwn(about) && !t.maySee(g.Code) {
		return t.notAllowed()
	}
	if about == "" && !t.maySee(g.Code) {
		about = t.self.Code
	}
	debts, err := t.coverDebts(g, about)
	if err != nil {
		return err
	}
	w := CoverList{Name: clip(g.Name, maxGroupName)}
	if about != "" {
		w.Name = g.name(about)
	}
	var items []Item
	for _, d := range debts {
		items = append(items, Item{Name: g.names[d.Defaulter], To: g.names[d.Coverer], Amount: d.Amount})
	}
	w.List = t.list(items, listBudget)
	t.reply(w)
	return nil
}

// coverNotices tell her who was covered, and each who paid for her or gets it back,
// what was recorded; whom no message reaches is told by the chair or the secretary.
func (t *turn) coverNotices(g *groupFacts, e ledger.Entry, r Recorded, undone bool) {
	w := CoverNotice{
		Defaulter: g.name(e.Member), Day: r.Line.Day, Reference: r.Reference, Teller: t.tellerName(g), Undone: undone,
		Back: r.Line.Kind == CoverBack, Return: r.Line.Kind == CoverReturn, Amount: e.Amount,
	}
	parts := map[ledger.MemberCode]ledger.Money{}
	for _, p := range e.Postings {
		for _, a := range []ledger.Account{p.Debit, p.Credit} {
			if a.Code == ledger.CoverOwed {
				parts[ledger.MemberCode(a.Purse)] += p.Amount
				w.Others += p.Amount
			}
		}
		if p.Debit.Code == ledger.Savings && p.Debit.Member == e.Member {
			w.Savings += p.Amount
		}
	}
	var unreached []Item
	for _, m := range g.members {
		own := w
		own.Title, own.Name = m.Title, g.name(m.Code)
		switch part := parts[m.Code]; {
		case m.Code == e.Member:
			own.Hers = true
		case part > 0:
			own.Amount = part
		default:
			continue
		}
		switch phone := phoneOf(m); {
		case phone == t.message.From || m.Phone2 == t.message.From && m.Phone2 != "":
		case phone != "":
			t.tell(m, own)
		default:
			unreached = append(unreached, g.item(m.Code, own.Amount))
		}
	}
	if other, ok := t.witness(g); ok && len(unreached) > 0 {
		rest := t.State.Rest
		list := t.list(unreached, coverBudget)
		t.State.Rest = rest // "lanjut" is the sender's
		t.tell(other, CoverForOthers{CoverNotice: w, List: list})
	}
}

// coverGone tells whether undoing a cover would leave less than nothing owed, since
// she has brought some of it back; or undoing what she brought, since it was handed on.
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
		if p.Debit.Code != ledger.CoverOwed {
			continue
		}
		owed, err := t.balance(p.Debit)
		if err != nil || owed < 0 {
			return true, err
		}
	}
	return false, nil
}

// concerns tells whether an entry is about a member's money: also the cover that she
// paid for another.
func concerns(e ledger.Entry, m ledger.MemberCode) bool {
	return e.Member == m || slices.ContainsFunc(e.Postings, func(p ledger.Posting) bool {
		return p.Credit.Code == ledger.CoverDue && p.Credit.Member == m
	})
}

// cashSince is the day from which a treasurer holds the oldest of her cash; no day
// where she holds none.
func (t *turn) cashSince(g ledger.GroupCode) (ledger.Date, error) {
	entries, err := t.facts.Recent(g, time.Time{}, fineEntries)
	if err != nil {
		return 0, err
	}
	for _, layer := range ledger.CashLayers(g, entries) {
		return layer.Since, nil
	}
	return 0, nil
}
