package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Explained is how a message would be understood, in the form of
// docs/contract.md section 5.
type Explained struct {
	Text    string            `json:"text"`
	Role    understand.Role   `json:"role"`
	Intent  understand.Intent `json:"intent"`
	Entries []ExplainedEntry  `json:"entries"`
	Asks    []understand.Ask  `json:"asks"`
	lines   []Line
}

// ExplainedEntry is one thing that a message would have recorded.
type ExplainedEntry struct {
	Kind   ledger.EntryKind  `json:"kind"`
	Member ledger.MemberCode `json:"member,omitempty"`
	Group  ledger.GroupCode  `json:"group,omitempty"`
	Purse  ledger.Purse      `json:"purse,omitempty"`
	Amount ledger.Money      `json:"amount,omitempty"`
	Date   ledger.Date       `json:"date"`
}

// Explain tells what a message that begins a talk would be taken for, and what
// would be asked before anything is offered for recording. It changes nothing.
func Explain(m Message, f Facts) (Explained, error) {
	t, err := begin(State{}, m, f)
	if err != nil {
		return Explained{}, err
	}
	read := t.read
	if t.twofold() {
		read = t.asWhom
	}
	meaning, err := read()
	if err != nil {
		return Explained{}, err
	}
	x := Explained{
		Text: m.Text, Role: t.role, Intent: meaning.Intent, Entries: []ExplainedEntry{}, Asks: []understand.Ask{},
	}
	if x.Intent == understand.More {
		x.Intent = understand.Other
	}
	x.ask(meaning.Asks...)
	if meaning.Sum > 0 && x.Role == understand.Treasurer {
		if err := t.explainSum(&x, meaning); err != nil {
			return x, err
		}
	}
	for i, s := range meaning.Slots {
		if s.Kind == "" || s.NotPaid {
			continue
		}
		if err := t.explainSlot(&x, meaning, i); err != nil {
			return x, err
		}
	}
	if meaning.AlsoFirst {
		x.Intent = meaning.Also.Intent
	}
	if len(meaning.Unread) == 0 && t.onlySaves(x.lines) { // what else could it be for?
		x.Asks = slices.DeleteFunc(x.Asks, func(a understand.Ask) bool { return a == understand.AskPurpose })
	}
	return x, nil
}

// onlySaves tells whether all that would be recorded are deposits of savings, in groups that
// have no loan.
func (t *turn) onlySaves(lines []Line) bool {
	for _, l := range lines {
		g := t.groups[l.Group]
		if l.Kind != ledger.SavingsDeposit || g == nil || !g.onlySaves() {
			return false
		}
	}
	return len(lines) > 0
}

func (x *Explained) ask(asks ...understand.Ask) {
	for _, a := range asks {
		if !slices.Contains(x.Asks, a) {
			x.Asks = append(x.Asks, a)
		}
	}
}

func (t *turn) explainSlot(x *Explained, m understand.Meaning, i int) error {
	s := m.Slots[i]
	e := ExplainedEntry{Kind: s.Kind, Purse: s.Purse, Amount: s.Amount, Date: s.Date}
	if len(s.Groups) > 0 {
		e.Group = s.Groups[0]
	}
	if len(s.Members) > 0 && e.Group == "" {
		e.Member = s.Members[0]
	}
	if s.Kind == ledger.Deposit && s.Due {
		cash, err := t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: e.Group})
		if err != nil {
			return err
		}
		if e.Amount = max(0, cash); e.Amount == 0 {
			x.ask(understand.AskAmount)
		}
	}
	if t.whichSelf(s) {
		x.ask(understand.AskMember)
	}
	talked := s.Kind == ledger.Repayment || s.Kind == ledger.Cover || s.Kind == ledger.SavingsDeposit || s.Kind == ledger.SavingsWithdrawal
	if talked && (t.role == understand.Treasurer || t.role == understand.Officer) {
		m.Slots = m.Slots[i : i+1]
		line := t.lines(m)[0]
		if err := t.place(&line); err != nil {
			return err
		}
		if line.Due && line.Group != "" && line.Kind == ledger.Repayment {
			return t.explainDue(x, line, e)
		}
		if err := t.explainLine(x, &line); err != nil {
			return err
		}
		if slices.ContainsFunc(x.lines, line.same) {
			x.ask(understand.AskDuplicate)
		}
		x.lines = append(x.lines, line)
		e.Amount = line.Amount
		if line.Kind != e.Kind { // by what the group does
			e.Kind, e.Purse = line.Kind, line.Purse
			if x.Intent == understand.Repayment {
				x.Intent = understand.SavingsDeposit
			}
		}
		if line.Whole {
			e.Group = line.Group
		}
	}
	if s.Implied && t.role != understand.Treasurer && t.role != understand.Officer && e.Member != "" {
		if err := t.explainImplied(x, &e); err != nil {
			return err
		}
	}
	x.Entries = append(x.Entries, e)
	return nil
}

// explainImplied makes a member's claim savings where her group only saves.
func (t *turn) explainImplied(x *Explained, e *ExplainedEntry) error {
	line := Line{Member: e.Member, Kind: e.Kind, Implied: true, Amount: e.Amount, Day: e.Date}
	if err := t.place(&line); err != nil || line.Group == "" {
		return err
	}
	g, err := t.group(line.Group)
	if err != nil {
		return err
	}
	if g.takeImplied(&line); line.Kind != e.Kind {
		e.Kind, e.Purse, x.Intent = line.Kind, line.Purse, understand.SavingsDeposit
	}
	return nil
}

// whichSelf tells whether somebody speaks of herself from a phone that is several
// members': it is read back with the name before her treasurer is asked.
func (t *turn) whichSelf(s understand.Slot) bool {
	if t.role != understand.Member && t.role != understand.Head || len(t.memberships()) < 2 || len(s.Members) != 1 || s.Members[0] != t.self.Code {
		return false
	}
	return s.NameText == "" || !strings.Contains(strings.ToLower(t.self.Name), strings.ToLower(s.NameText))
}

// explainLine adds what the facts would have us ask.
func (t *turn) explainLine(x *Explained, l *Line) error {
	_, doubt, err := t.draw(l)
	if err != nil {
		return err
	}
	if doubt != nil {
		if doubt.question != "" {
			x.ask(doubt.ask)
		}
		if doubt.question == OnceMore {
			l.Again = true
			return t.explainLine(x, l)
		}
		return nil
	}
	again, err := t.repeated(*l)
	if again && !l.Again {
		x.ask(understand.AskDuplicate)
	}
	return err
}

// explainDue adds what one of "semua" has due: an entry a loan, none where nothing is,
// and one for a group that pays as a whole.
func (t *turn) explainDue(x *Explained, l Line, e ExplainedEntry) error {
	lines, err := t.dueOf(l)
	if err != nil {
		return err
	}
	for _, one := range lines {
		if one.Whole && slices.ContainsFunc(x.lines, func(l Line) bool { return l.Whole }) {
			continue
		}
		if err := t.explainLine(x, &one); err != nil {
			return err
		}
		x.lines = append(x.lines, one)
		e.Amount = one.Amount
		if one.Whole {
			e.Member, e.Group = "", one.Group
		}
		x.Entries = append(x.Entries, e)
	}
	return nil
}

// explainSum asks for the amount where a sum said of all is not what they have due,
// and only there.
func (t *turn) explainSum(x *Explained, m understand.Meaning) error {
	var due, all []Line
	for _, l := range t.lines(m) {
		if err := t.place(&l); err != nil {
			return err
		}
		if !l.Due || l.Group == "" {
			all = append(all, l)
			continue
		}
		of, err := t.dueOf(l)
		if err != nil {
			return err
		}
		due, all = append(due, of...), append(all, of...)
	}
	x.Asks = slices.DeleteFunc(x.Asks, func(a understand.Ask) bool { return a == understand.AskAmount })
	if fits, _ := sumFits(m.Sum, due, all); !fits {
		x.ask(understand.AskAmount)
	}
	return nil
}
