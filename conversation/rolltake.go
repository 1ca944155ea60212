package conversation

import (
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// rollWho is the member whom an answer is about: the one named, or the one asked.
func (t *turn) rollWho(g *groupFacts, m understand.Meaning) (ledger.MemberCode, bool, error) {
	r := t.State.Roll
	for _, s := range m.Slots {
		if len(s.Members) == 0 && s.NameText == "" {
			continue
		}
		known := len(s.Members) == 1 && !s.Guessed
		if known {
			_, known = g.member(s.Members[0])
		}
		if known {
			return s.Members[0], true, nil
		}
		r.Touched = t.now
		names, err := t.fullNames(s.Members[:min(len(s.Members), maxChoice)])
		if len(names) == 0 {
			t.reply(AskName{NameText: clip(s.NameText, maxName), Group: clip(g.Name, maxGroupName)})
		} else {
			t.reply(AskFullName{NameText: clip(s.NameText, maxName), Names: names})
		}
		return "", false, err
	}
	if len(r.Todo) == 0 {
		return "", false, t.closeRoll(RollNoted{})
	}
	return r.Todo[0], true, nil
}

// oneMember tells whether what a message has is about one member at most.
func oneMember(slots []understand.Slot) bool {
	return !slices.ContainsFunc(slots, func(s understand.Slot) bool {
		return !slices.Equal(s.Members, slots[0].Members) || s.NameText != slots[0].NameText
	})
}

// rollTake notes what a member paid, or that she did not.
func (t *turn) rollTake(g *groupFacts, code ledger.MemberCode, m understand.Meaning) error {
	due, err := t.rollDue(g, code)
	if err != nil {
		return err
	}
	if len(m.Slots) == 1 && m.Slots[0].Kind == "" && !m.Slots[0].NotPaid && m.Intent == understand.Other { // her name alone
		t.putBack(code)
		return t.askRoll(RollNoted{}, false)
	}
	var lines []Line
	unpaid := m.Intent == understand.NotPaid || m.Intent == understand.No
	if m.Intent == understand.Yes || m.Lead == understand.Yes && !unpaid && savesOnly(m.Slots) {
		if len(due.lines) == 0 {
			return t.rollAgain()
		}
		lines = append(lines, due.lines...)
	}
	for _, s := range m.Slots {
		if s.NotPaid || s.Kind == "" {
			unpaid = unpaid || s.NotPaid
			continue
		}
		if s.Amount == 0 && !s.Due || s.Kind != ledger.Repayment && s.Kind != ledger.SavingsDeposit {
			return t.rollAgain()
		}
		l := Line{Kind: s.Kind, Member: code, Group: g.Code, Purse: s.Purse, Amount: s.Amount, Unsure: s.Unsure, Day: t.State.Roll.Day}
		if due.saving {
			l.Kind = ledger.SavingsDeposit
		}
		if l.Kind == ledger.Repayment && l.Amount == due.bill && len(due.lines) > 1 { // on all of her loans
			lines = append(lines, due.lines...)
			continue
		}
		lines = append(lines, l)
	}
	u := []NotPaid{t.unpaid(code, g.Code, m.Note, m.Promise)}
	switch {
	case len(lines) > 0:
		t.beside = Beside{Roll: true}
		if m.Promise > 0 { // for what is left
			t.beside.Unpaid = u
		}
		return t.rollLines(lines)
	case unpaid && due.bill == 0: // she had nothing to pay
		return t.rollNote(code, nil, nil, RollNoted{})
	case unpaid:
		return t.rollNote(code, nil, u, RollNoted{Name: g.name(code), NotPaid: true, Promise: u[0].Promise})
	}
	return t.rollAgain()
}

// savesOnly tells whether all that is named beside a yes is saved.
func savesOnly(slots []understand.Slot) bool {
	return len(slots) > 0 && !slices.ContainsFunc(slots, func(s understand.Slot) bool { return s.Kind != ledger.SavingsDeposit })
}

// rollLines notes lines of one member, after what is in doubt about them was asked;
// or, of all, it shows the total again.
func (t *turn) rollLines(lines []Line) error {
	r := t.State.Roll
	if t.beside.All {
		r.Lines = lines
		return t.closeRoll(RollNoted{})
	}
	all, d, at, err := t.drawAll(lines)
	if err != nil {
		return err
	}
	t.undraw()
	r.Touched = t.now
	if d != nil {
		return t.askInRoll(lines, at, *d)
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	noted := RollNoted{Name: g.name(lines[0].Member)}
	for i, one := range all {
		if lines[i].Unsure && noted.Written == "" {
			noted.Written = (lines[i].Amount / unsureUnit).Digits()
		}
		for _, e := range one.entries {
			switch e.Kind {
			case ledger.SavingsDeposit:
				noted.Saved += e.Amount
			case ledger.Waiver: // no money
			default:
				noted.Paid += e.Amount
			}
		}
	}
	return t.rollNote(lines[0].Member, lines, t.beside.Unpaid, noted)
}

// rollNote keeps what was answered about a member and goes on to the next.
func (t *turn) rollNote(code ledger.MemberCode, lines []Line, unpaid []NotPaid, noted RollNoted) error {
	r := t.State.Roll
	r.forget(code)
	r.Done, r.Lines, r.Repeats = append(r.Done, code), append(r.Lines, lines...), 0
	r.Unpaid = append(r.Unpaid, unpaid...)
	if r.Closing {
		return t.closeRoll(noted)
	}
	return t.askRoll(noted, false)
}

// rollSkip passes a member over: she is asked once more at the end.
func (t *turn) rollSkip() error {
	r := t.State.Roll
	code := r.Todo[0]
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	second := r.Second
	r.forget(code)
	r.Done, r.Repeats = append(r.Done, code), 0
	if !second {
		r.Later = append(r.Later, code)
	}
	return t.askRoll(RollNoted{Name: g.name(code), Skipped: true}, false)
}

// rollBack goes back to the member who was asked last, and forgets her answer.
func (t *turn) rollBack() error {
	r := t.State.Roll
	r.Repeats = 0
	if len(r.Done) > 0 {
		t.putBack(r.Done[len(r.Done)-1])
	}
	return t.askRoll(RollNoted{}, false)
}
