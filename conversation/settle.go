package conversation

import (
	"errors"
	"iter"
	"strings"
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
	agreed  string            // figures of the books that are read back, see Line.Agreed
	confirm bool              // it is read back whatever the setting konfirmasi says
	echo    Words             // how it reads back, where not as an Echo
}

// draw works a line out as far as it is known. It settles what follows from the
// facts (her only loan, the amount due) in the line itself.
func (t *turn) draw(l *Line) (drawn, *doubt, error) {
	d, doubt, err := t.drawKind(l)
	if doubt == nil && err == nil {
		d.changed = l.Agreed != "" && l.Agreed != d.agreed
		l.Agreed = d.agreed
	}
	return d, doubt, err
}

// takeImplied makes savings of money that no word says the purpose of, in a group that
// only saves: "dewi 5rb".
func (g *groupFacts) takeImplied(l *Line) {
	if !l.Implied || !g.onlySaves() {
		return
	}
	if l.Kind == ledger.Repayment {
		l.Kind, l.Purse = ledger.SavingsDeposit, usualPurse(g.Group)
	}
	l.Unread = true
}

// onlySaves tells whether the group has no loan, and lends none.
func (g *groupFacts) onlySaves() bool { return g.Type == ledger.KSM && len(g.loans) == 0 }

func (t *turn) drawKind(l *Line) (drawn, *doubt, error) {
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
	g.takeImplied(l)
	switch l.Kind {
	case ledger.Deposit, ledger.DepositReceived:
		return t.drawDeposit(g, l)
	case ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		return t.drawSavings(g, l)
	case ledger.Cover:
		return t.drawCover(g, l)
	case ledger.General:
		return t.drawCount(g, l)
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
		words.Group = g.label
		if whole, err := t.paysAsWhole(g); err != nil || whole && l.Kind == ledger.Repayment && (l.NameText == "" || strings.EqualFold(l.NameText, g.Name)) {
			l.Whole, l.Group = whole, g.Code
			return nil, err
		}
		if l.Shared, err = t.sharable(g, l); err != nil {
			return nil, err
		}
		words.Shared = l.Shared
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

// fullNames are members' names as a list of choices shows them.
func (t *turn) fullNames(codes []ledger.MemberCode) ([]string, error) {
	people, groups := make([]ledger.Member, len(codes)), map[ledger.MemberCode]*groupFacts{}
	for i, code := range codes {
		g, err := t.groupOf(code)
		if err != nil {
			return nil, err
		}
		people[i], _ = g.member(code)
		groups[code] = g
	}
	return choiceNames(people, func(m ledger.Member) string { return groups[m.Code].Name }), nil
}

// groupOf finds a member's group among those that the turn has read.
func (t *turn) groupOf(code ledger.MemberCode) (*groupFacts, error) {
	for _, g := range t.groups {
		if _, ok := g.member(code); ok {
			return g, nil
		}
	}
	for _, own := range t.memberships() { // most ask about their own group, which is known already
		g, err := t.group(own.Group)
		if err != nil {
			return nil, err
		}
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
	if l.Amount == 0 && l.Due { // "semua nabung"
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: clip(g.Name, maxGroupName), Each: true}}, nil
	}
	if l.Amount == 0 {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name}}, nil
	}
	if l.Purse == "" {
		l.Purse = usualPurse(g.Group)
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
	var err error
	if w.LoanLeft, err = t.leftToPay(g, l.Member); err != nil {
		return nil, err
	}
	if err := w.Check(); err != nil {
		return &doubt{ask: understand.AskPurse, words: PurseClosed{
			Name: g.name(l.Member), Purse: l.Purse, AfterLoan: errors.Is(err, ledger.ErrPurseLoan), LoanLeft: w.LoanLeft, Sharia: g.allSharia(),
		}}, nil
	}
	return nil, nil
}

// leftToPay is all that a member has still to pay: on her loans, due or not, and to
// those who paid for her.
func (t *turn) leftToPay(g *groupFacts, m ledger.MemberCode) (ledger.Money, error) {
	left, err := t.owesOthers(g, m)
	if err != nil {
		return 0, err
	}
	open, err := t.openLoans(g, m, t.day)
	for _, o := range open {
		if o.payer != "" {
			left += o.standing.Left()
		}
	}
	return left, err
}

// repeated tells whether the same was recorded before, by whomever: member, kind,
// amount and day. A payment that was split (the instalment and what went into her
// purse) counts by the whole of it, too.
func (t *turn) repeated(l Line) (bool, error) {
	since := t.now.AddDate(0, 0, -int(max(0, t.day-l.Day))-2) // heard on the day that it is for, at the earliest
	whole := map[string]ledger.Money{}
	for e, err := range t.stillStanding(l.Group, since, recentEntries) {
		if err != nil {
			return false, err
		}
		if e.Member != l.Member || e.Day != l.Day {
			continue
		}
		if e.Kind != ledger.Cover { // others paid that for her
			whole[e.Cause] += e.Amount
		}
		if saidKind(e) == l.saidKind() && e.Amount == l.Amount && (l.Kind == ledger.Repayment || e.Purse == l.Purse) {
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
	return t.standingOf(g, since, recentEntries)
}

func (t *turn) standingOf(g ledger.GroupCode, since time.Time, limit int) (list []ledger.Entry, err error) {
	for e, err := range t.stillStanding(g, since, limit) {
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// stillStanding goes through those among a group's newest entries, at most limit since a
// time, that were not reversed.
func (t *turn) stillStanding(g ledger.GroupCode, since time.Time, limit int) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		reversed := map[ledger.EntryNumber]bool{}
		for e, err := range t.facts.Backwards(g) {
			if limit--; err == nil && (limit < 0 || e.Heard.Before(since)) {
				return
			}
			switch {
			case err == nil && e.Kind == ledger.Reversal: // met before what it reverses
				reversed[e.Reverses] = true
			case err == nil && reversed[e.Number]:
			case !yield(e, err):
				return
			}
		}
	}
}
