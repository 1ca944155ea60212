package conversation

import (
	"errors"
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// doubt is what stands between a line and its booking: something to ask, or
// where nothing can be asked, why it cannot be.
type doubt struct {
	ask      understand.Ask
	question Question // empty: it cannot be recorded
	choices  []string
	words    Words
}

// drawn is a line worked out: its entries, unsealed, and how it reads back.
type drawn struct {
	entries []ledger.Entry
	words   EchoLine
	loan    *loanFacts
	payer   ledger.MemberCode // as in openLoan
	changed bool              // the facts differ from when it was read back
}

// draw works a line out as far as it is known. It settles what follows from the
// facts (her only loan, the amount due) in the line itself.
func (t *turn) draw(l *Line) (drawn, *doubt, error) {
	if d, err := t.who(l); d != nil || err != nil {
		return drawn{}, d, err
	}
	g, err := t.group(l.Group)
	if err != nil {
		return drawn{}, nil, err
	}
	if l.Day > t.day || l.Day.IsZero() {
		return drawn{}, &doubt{understand.AskDate, WhichDay, nil, AskDay{Day: l.Day}}, nil
	}
	switch l.Kind {
	case ledger.Deposit, ledger.DepositReceived:
		return t.drawDeposit(g, l)
	case ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		return t.drawSavings(g, l)
	}
	return t.drawRepayment(g, l)
}

// who settles whose line it is.
func (t *turn) who(l *Line) (*doubt, error) {
	if l.Member != "" || l.Whole {
		return nil, nil
	}
	if len(l.Candidates) > 1 {
		return t.askMember(l)
	}
	words := AskName{NameText: clip(l.NameText, maxName), Amount: l.Amount}
	if groups := t.kept(); len(groups) == 1 {
		g, err := t.group(groups[0])
		if err != nil {
			return nil, err
		}
		words.Group = clip(g.Name, maxGroupName)
		if whole, err := t.paysAsWhole(g); err != nil || whole && l.NameText == "" && l.Kind == ledger.Repayment {
			l.Whole, l.Group = whole, g.Code
			return nil, err
		}
	}
	if len(l.Candidates) == 1 { // a guess from a typo: shown as the only choice
		d, err := t.askMember(l)
		if d != nil {
			words.Near = d.words.(AskWhich).Choices
			d.words = words
		}
		return d, err
	}
	return &doubt{understand.AskMember, WhichMember, nil, words}, nil
}

// paysAsWhole tells whether the group has open loans and no member's share of
// any is known.
func (t *turn) paysAsWhole(g *groupFacts) (bool, error) {
	for _, l := range g.loans {
		if len(l.Shares) > 0 {
			return false, nil
		}
	}
	return len(g.loans) > 0, nil
}

func (t *turn) askMember(l *Line) (*doubt, error) {
	d := &doubt{ask: understand.AskMember, question: WhichMember}
	words := AskWhich{NameText: clip(l.NameText, maxName)}
	names, err := t.fullNames(l.Candidates[:min(len(l.Candidates), maxChoice)])
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		d.choices = append(d.choices, string(l.Candidates[i]))
		words.Choices = append(words.Choices, name)
	}
	d.words = words
	return d, nil
}

// fullNames are members' names as a list of choices shows them; two of the same
// name have their groups' beside them.
func (t *turn) fullNames(codes []ledger.MemberCode) ([]string, error) {
	names, groups := make([]string, len(codes)), make([]string, len(codes))
	for i, code := range codes {
		g, err := t.groupOf(code)
		if err != nil {
			return nil, err
		}
		m, _ := g.member(code)
		names[i], groups[i] = clip(m.Name, maxFullName), g.Name
	}
	shown := slices.Clone(names)
	for i := range names {
		for j := range names {
			if i != j && names[i] == names[j] {
				shown[i] = clip(names[i], maxFullName/2) + " " + clip(groups[i], maxFullName/2-1)
			}
		}
	}
	return shown, nil
}

// groupOf finds a member's group among those that the turn has read.
func (t *turn) groupOf(code ledger.MemberCode) (*groupFacts, error) {
	for _, g := range t.groups {
		if _, ok := g.member(code); ok {
			return g, nil
		}
	}
	m, err := t.facts.Member(code)
	if err != nil {
		return nil, err
	}
	return t.group(m.Group)
}

func (t *turn) drawSavings(g *groupFacts, l *Line) (drawn, *doubt, error) {
	name := g.name(l.Member)
	if l.Amount == 0 {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name}}, nil
	}
	if l.Purse == "" {
		l.Purse = ledger.SavingsVoluntary
		if g.Type == ledger.KSM {
			l.Purse = ledger.SavingsDaily
		}
	}
	m, _ := g.member(l.Member)
	amount := l.Amount
	if l.Kind == ledger.SavingsWithdrawal {
		amount = -amount
		saved, err := t.balance(ledger.PurseOf(g.Code, l.Member, l.Purse))
		if err != nil {
			return drawn{}, nil, err
		}
		short := &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Saved: -saved, Short: true}}
		if saved >= 0 { // nothing to take: no amount would do
			short.question = ""
		}
		if l.Amount > -saved {
			return drawn{}, short, nil
		}
		if d, err := t.purseRule(g, l, -saved); d != nil || err != nil {
			return drawn{}, d, err
		}
	}
	return drawn{
		entries: []ledger.Entry{ledger.SaveEntry(m, l.Purse, amount, l.Day)},
		words:   EchoLine{Name: name, Kind: l.Kind, Purse: l.Purse, Amount: l.Amount, Day: l.Day},
	}, nil, nil
}

// purseRule is why a purse may not be opened now: pokok and wajib wait until she
// owes nothing, and what is for all is not paid out to one.
func (t *turn) purseRule(g *groupFacts, l *Line, held ledger.Money) (*doubt, error) {
	w := ledger.Withdrawal{Purse: l.Purse, Amount: l.Amount, Held: held}
	open, err := t.openLoans(g, l.Member, t.day)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		if o.payer != "" {
			w.LoanLeft += o.standing.Left()
		}
	}
	if err := w.Check(); err != nil {
		return &doubt{ask: understand.AskPurse, words: PurseClosed{
			Name: g.name(l.Member), Purse: l.Purse, AfterLoan: errors.Is(err, ledger.ErrPurseLoan), LoanLeft: w.LoanLeft,
		}}, nil
	}
	return nil, nil
}

func (t *turn) drawRepayment(g *groupFacts, l *Line) (drawn, *doubt, error) {
	name := g.name(l.Member)
	open, err := t.openLoans(g, l.Member, l.Day)
	if err != nil {
		return drawn{}, nil, err
	}
	i := slices.IndexFunc(open, func(o openLoan) bool { return o.Code == l.Loan })
	switch {
	case len(open) == 0:
		return drawn{}, &doubt{ask: understand.AskLoan, words: NoLoan{Name: name}}, nil
	case len(open) == 1:
		i = 0
	case i < 0:
		return drawn{}, askLoan(name, open), nil
	}
	loan := open[i]
	l.Loan = loan.Code
	if l.Day < loan.Terms.Disbursed {
		return drawn{}, &doubt{ask: understand.AskDate, words: BeforeLoan{Name: name, Day: l.Day, Disbursed: loan.Terms.Disbursed}}, nil
	}
	if l.Due && l.Amount == 0 {
		l.Amount = loan.standing.ToPay()
	}
	if l.Amount == 0 {
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
	words := AskWhichLoan{Name: name}
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
	parts, err := loan.standing.Allocate(l.Amount, t.settings.Order())
	if err != nil {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: g.name(l.Member), Bill: loan.standing.ToPay()}}, nil
	}
	use := l.Excess
	if use == "" {
		use = ExcessUse(t.settings.Get("lebih_bayar"))
	}
	uses := excessUses(loan, parts.Excess, l.Whole)
	words := EchoLine{Name: g.name(l.Member), Kind: l.Kind, Fund: fund, Amount: l.Amount, Day: l.Day}
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
		d.words.Amount = loan.standing.Left() + loan.standing.Fine
		d.words.Over = l.Amount - d.words.Amount
		paid.Principal, paid.Interest = loan.standing.PrincipalLeft, loan.standing.InterestLeft
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
func excessUses(loan openLoan, excess ledger.Money, whole bool) []ExcessUse {
	var uses []ExcessUse
	if excess > loan.standing.Left()-loan.standing.Overdue()-loan.standing.Current() {
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

// repeated tells whether the sender recorded the same before: member, kind,
// amount and day. A payment that was split (the instalment and what went into her
// purse) counts by the whole of it, too.
func (t *turn) repeated(l Line) (bool, error) {
	since := t.now.AddDate(0, 0, -int(max(0, t.day-l.Day))-2) // heard on the day that it is for, at the earliest
	recent, err := t.standing(l.Group, since)
	if err != nil {
		return false, err
	}
	whole := map[string]ledger.Money{}
	for _, e := range recent {
		if e.Teller != t.teller() || e.Member != l.Member || e.Day != l.Day {
			continue
		}
		whole[e.Cause] += e.Amount
		if e.Kind == l.Kind && e.Amount == l.Amount && (l.Kind == ledger.Repayment || e.Purse == l.Purse) {
			return true, nil
		}
	}
	for _, sum := range whole {
		if l.Kind == ledger.Repayment && sum == l.Amount {
			return true, nil
		}
	}
	return false, nil
}

// standing are a group's entries since a time that were not reversed, newest first.
func (t *turn) standing(g ledger.GroupCode, since time.Time) ([]ledger.Entry, error) {
	recent, err := t.facts.Recent(g, since, recentEntries)
	if err != nil {
		return nil, err
	}
	reversed := map[ledger.EntryNumber]bool{}
	var list []ledger.Entry
	for _, e := range recent { // a reversal is met before what it reverses
		if e.Kind == ledger.Reversal {
			reversed[e.Reverses] = true
		} else if !reversed[e.Number] {
			list = append(list, e)
		}
	}
	return list, nil
}
