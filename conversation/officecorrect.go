package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// AskReference asks an officer for the number of the entry to undo.
type AskReference struct{ Example string }

// Kind names the template.
func (AskReference) Kind() string { return "ask_reference" }

// undoable are the kinds of entries that one officer may undo by message: what
// moved money by message or on a sheet. What takes a second officer is undone at
// the office.
var undoable = []ledger.EntryKind{
	ledger.Repayment, ledger.FineEntry, ledger.SavingsDeposit, ledger.SavingsWithdrawal, ledger.Deposit, ledger.DepositReceived, ledger.Cover,
}

// officeReverse offers to reverse the entry whose number an officer gives: of any
// group and teller, at any time.
func (t *turn) officeReverse(m understand.Meaning) error {
	if !t.officerMayRecord() {
		return t.notAllowed()
	}
	group := ledger.GroupCode("")
	for _, s := range m.Slots {
		if len(s.Groups) == 1 {
			group = s.Groups[0]
		}
	}
	if m.Entry == 0 || group == "" {
		groups, err := t.facts.Groups()
		w := AskReference{}
		if len(groups) > 0 {
			w.Example = ledger.Entry{Group: groups[0].Code, Number: exampleNumber}.Reference()
		}
		t.reply(w)
		return err
	}
	if lost, err := t.lostReceipt(group, m); err != nil || lost {
		return err
	}
	undo, no, err := t.reversible(group, m.Entry)
	if err != nil {
		return err
	}
	if no != nil {
		t.reply(*no)
		return nil
	}
	return t.offerReverse(group, m.Entry, replacement(m, undo[0]))
}

// lostReceipt answers who names an entry by the number of another series: a receipt of
// days that a restore has lost, whose number another has by now.
func (t *turn) lostReceipt(group ledger.GroupCode, m understand.Meaning) (bool, error) {
	head, err := t.facts.Head(group)
	if err != nil || !m.InSeries || m.Entry > head.Number {
		return false, err
	}
	e, err := t.facts.Entry(group, m.Entry)
	if err != nil || names(m, e) {
		return false, err
	}
	t.reply(CannotReverse{Reference: ledger.Entry{Group: group, Number: m.Entry, Series: m.Series}.Reference(), Unknown: true})
	return true, nil
}

// exampleNumber stands in an example of a reference.
const exampleNumber ledger.EntryNumber = 17

// reversible is an entry that the sender may undo, with what is undone with it, or else
// why she may not: a treasurer her own, an officer any that is not undone.
func (t *turn) reversible(code ledger.GroupCode, n ledger.EntryNumber) ([]ledger.Entry, *CannotReverse, error) {
	if t.role == understand.Treasurer {
		undo, ok, err := t.own(code, n)
		if err != nil || ok {
			return undo, nil, err
		}
		return undo, &CannotReverse{}, nil
	}
	no := &CannotReverse{Reference: ledger.Entry{Group: code, Number: n}.Reference()}
	head, err := t.facts.Head(code)
	if err != nil {
		return nil, nil, err
	}
	if n > head.Number {
		no.Unknown = true
		return nil, no, nil
	}
	e, err := t.facts.Entry(code, n)
	if err != nil {
		return nil, nil, err
	}
	no.Reference = e.Reference()
	undone, err := t.facts.Reversed(code, n)
	if err != nil {
		return nil, nil, err
	}
	inForce, err := t.inForce(code)
	if err != nil {
		return nil, nil, err
	}
	undo := together(inForce, e)
	switch {
	case undone || e.Kind == ledger.Reversal:
	case !slices.Contains(undoable, undo[0].Kind) || strings.HasPrefix(undo[0].Cause, ProposalCause):
		no.AtOffice = true
	case received(inForce, e) || givenUp(inForce, undo):
		no.Gone = true
	default:
		return undo, nil, nil
	}
	return nil, no, nil
}

// tellUndone tells the treasurer, whose cash it was, and who had told the entry,
// that an officer undid it.
func (t *turn) tellUndone(g *groupFacts, e ledger.Entry, line EchoLine) error {
	if t.role != understand.Officer {
		return nil
	}
	notice := ReversedNotice{Line: line, Teller: t.tellerName(g), Reference: e.Reference(), Other: true, Kept: true}
	told := map[ledger.Phone]bool{"": true, t.message.From: true}
	for _, s := range t.Say {
		told[s.To] = true
	}
	for _, m := range g.members {
		if phone := phoneOf(m); !told[phone] && (isKeeper(m) || e.Teller == string(m.Code)) {
			told[phone] = true
			t.tell(m, notice)
		}
	}
	officers, err := t.facts.Officers()
	if err != nil {
		return err
	}
	for _, o := range officers {
		if e.Teller == string(o.Code) && !told[o.Phone] {
			told[o.Phone] = true
			t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: notice})
		}
	}
	return nil
}
