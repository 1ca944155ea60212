package conversation

import (
	"fmt"
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// depositCommand offers to note that the treasurer brings money to the UPK. It
// moves nothing yet: until an officer has confirmed it, she holds it.
func (t *turn) depositCommand(m understand.Meaning) error {
	groups := slices.DeleteFunc(t.kept(), func(g ledger.GroupCode) bool { return !t.owns(g) }) // no stand-in takes it there
	if len(groups) == 0 {
		return t.notAllowed()
	}
	var lines []Line
	for _, s := range m.Slots {
		l := Line{Kind: ledger.Deposit, Group: groups[0], Whole: true, Day: t.day}
		l.Amount, l.Unsure, l.Bank, l.BankNote, l.Due = s.Amount, s.Unsure, s.ByBank, s.BankNote, s.Due
		if !s.Date.IsZero() {
			l.Day = s.Date
		}
		if len(s.Groups) == 1 && slices.Contains(groups, s.Groups[0]) {
			l.Group = s.Groups[0]
		}
		lines = append(lines, l)
	}
	return t.offer(lines)
}

// receivedCommand offers to confirm that the UPK has received a group's deposit.
func (t *turn) receivedCommand(m understand.Meaning) error {
	if !t.officerMayReceive() {
		return t.notAllowed()
	}
	var lines []Line
	for _, s := range m.Slots {
		l := Line{Kind: ledger.DepositReceived, Whole: true, Day: t.day, Unread: s.Guessed}
		l.Amount, l.Unsure, l.Bank, l.BankNote = s.Amount, s.Unsure, s.ByBank, s.BankNote
		l.Unsure = l.Unsure || s.Unclear // and not what was offered
		if !s.Date.IsZero() {
			l.Day = s.Date
		}
		if len(s.Groups) == 1 {
			l.Group = s.Groups[0]
		}
		lines = append(lines, l)
	}
	unclear := slices.DeleteFunc(slices.Clone(m.Slots), func(s understand.Slot) bool { return len(s.Groups) == 1 })
	switch {
	case len(unclear) == 0:
		return t.offerReceived(lines)
	case len(unclear[0].Groups) == 0, slices.ContainsFunc(unclear, func(s understand.Slot) bool { return !slices.Equal(s.Groups, unclear[0].Groups) }):
		t.reply(AskGroupName{})
		return nil
	}
	return t.askGroup(Offer{Lines: lines}, unclear[0].NameText, unclear[0].Groups) // it is the same for all
}

// offerReceived offers to confirm deposits, unless one is the sender's own word.
func (t *turn) offerReceived(lines []Line) error {
	for _, l := range lines {
		if own, err := t.broughtBySelf(l.Group); err != nil || own {
			t.reply(NotYourOwn{})
			return err
		}
	}
	return t.offer(lines)
}

// officerMayReceive tells whether the sender may confirm deposits: the cashier,
// the bookkeeper, the head and the clerk (contract.md section 3).
func (t *turn) officerMayReceive() bool {
	return t.officerMayRecord() && t.officer.Role != ledger.Supervisor
}

// drawDeposit works a deposit out, offered or received.
func (t *turn) drawDeposit(g *groupFacts, l *Line) (drawn, *doubt, error) {
	offered, err := t.balance(ledger.OfferedBy(g.Code))
	if err != nil {
		return drawn{}, nil, err
	}
	cash, err := t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: g.Code})
	if err != nil {
		return drawn{}, nil, err
	}
	name := g.label
	if l.Amount == 0 && !l.Unsure && l.Kind == ledger.DepositReceived && offered > 0 {
		l.Amount = offered
	}
	all := l.Due && l.Kind == ledger.Deposit // "setor semua": what she holds is read back
	if all {
		l.Amount = max(0, cash)
	}
	if l.Amount == 0 {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: max(0, cash), Held: true}}, nil
	}
	d := drawn{words: EchoLine{Name: name, Kind: l.Kind, Amount: l.Amount, Day: l.Day, Bank: l.Bank, BankNote: clip(l.BankNote, maxName), Sharia: g.allSharia()}}
	if l.Kind == ledger.Deposit {
		d.entries = []ledger.Entry{ledger.OfferDepositEntry(g.Code, l.Amount, l.Day)}
		d.words.Held, d.confirm = cash, all
		return d, nil, nil
	}
	d.words.Offered = offered
	if l.Amount > cash { // more than she holds by the books
		d.words.Held, d.words.Beyond = cash, true
	}
	loans, err := t.atUPK(g, l.Day)
	if err != nil {
		return drawn{}, nil, err
	}
	shown := make([]ledger.GroupLoan, len(loans))
	for i := range loans {
		shown[i] = loans[i].GroupLoan
	}
	parts, held, err := ledger.ShareDeposit(l.Amount, shown, t.settings.Order())
	if err != nil {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: name, Bill: max(0, cash), Held: true}}, nil
	}
	e := ledger.ConfirmDepositEntry(g.Code, parts, held, offered, l.Day)
	if l.Bank {
		e = e.ByBank()
	}
	d.entries = append(d.entries, e)
	for _, loan := range loans {
		for _, f := range loan.Forgive(parts, l.Day) {
			d.entries = append(d.entries, f)
			d.words.Waived += f.Amount
		}
	}
	d.agreed = fmt.Sprintf("%d %d", int64(offered), int64(d.words.Waived))
	return d, nil, nil
}

// atUPK are a group's open loans as the UPK sees them.
func (t *turn) atUPK(g *groupFacts, day ledger.Date) ([]ledger.AtUPK, error) {
	rule, err := t.settings.FineRule()
	if err != nil {
		return nil, err
	}
	var entries []ledger.Entry
	if rule.Kind == ledger.NoFine {
		entries, err = t.facts.Easings(g.Code)
	} else { // what a fine comes to follows from the days of all payments
		entries, err = t.facts.Recent(g.Code, time.Time{}, fineEntries)
	}
	if err != nil {
		return nil, err
	}
	var loans []ledger.AtUPK
	for _, l := range g.loans {
		one, err := l.AtUPK(day, entries, t.balance)
		if err != nil {
			return nil, err
		}
		if one.Standing.Fine, err = t.fineAtUPK(l, day, l.Received(entries)); err != nil {
			return nil, err
		}
		loans = append(loans, one)
	}
	return loans, nil
}

// received is what the UPK received on a loan, and what it gave up of it.
func (t *turn) received(l loanFacts) (ledger.Receipts, error) {
	entries, err := t.facts.Recent(l.Group, time.Time{}, fineEntries)
	return l.Received(entries), err
}

// fineAtUPK is the fine that a group has still to bring for a loan, where the UPK
// fines: by its own schedule and the days on which the UPK received its money.
func (t *turn) fineAtUPK(l loanFacts, day ledger.Date, received ledger.Receipts) (ledger.Money, error) {
	rule, err := t.settings.FineRule()
	if err != nil || rule.Kind == ledger.NoFine {
		return 0, err
	}
	s, err := l.ScheduleAfter(received.Closings)
	if err != nil {
		return 0, err
	}
	settled, err := l.FineSettledToUPK(t.balance)
	return max(0, s.FineOn(day, received.Paid, rule)-settled), err
}

// depositNotices tell the office of an offered deposit, and the treasurer of a
// received one.
func (t *turn) depositNotices(g *groupFacts, e ledger.Entry, r Recorded) error {
	keeper := slices.IndexFunc(g.members, isKeeper)
	if e.Kind == ledger.DepositReceived {
		if keeper >= 0 {
			figures, err := t.figures(g.Code)
			if err != nil {
				return err
			}
			t.tell(g.members[keeper], DepositWords{
				Line: r.Line, Reference: r.Reference, Officer: clip(t.officer.Name, maxName), UPK: figures.UPK, Cash: figures.Cash,
			})
		}
		return nil
	}
	return t.tellOffice(DepositNotice{Line: r.Line, Teller: t.tellerName(g)}, ledger.Cashier, ledger.Bookkeeper, ledger.Head)
}
