package conversation

import (
	"fmt"
	"slices"
	"strings"

	"bendahara/ledger"
)

// memberDue is what a member has due in one group by the steps that have come.
type memberDue struct {
	member ledger.Member
	group  *groupFacts
	words  Words
	amount ledger.Money
	day    ledger.Date // due, or promised
	steps  []Step      // none: nothing is to be said
}

func (w *Watch) ownDue(g *groupFacts, m ledger.Member, promised map[ledger.MemberCode]NotPaid) (memberDue, error) {
	due, steps, err := w.due(g, m)
	own := memberDue{m, g, due, due.Amount + due.Overdue, due.Due, steps}
	if err != nil || w.disputed[m.Code] {
		return own, err
	}
	if u, ok := promised[m.Code]; ok {
		own.words, own.amount, own.steps, err = w.keepPromise(g, m, u, due, steps)
		if _, promise := own.words.(PromiseReminder); promise {
			own.day = u.Promise
		}
	}
	return own, err
}

// ofPerson is the one reminder of all that a person has due: of a member who is in other
// groups, too, with what she has due there, if reminders go to her as a member of them.
func (w *Watch) ofPerson(own memberDue) (Reminding, error) {
	r := Reminding{Say: remindingSay(own.member, own.words), Steps: own.steps, Of: []ledger.MemberCode{own.member.Code}}
	first, parts := own.member.Code, []memberDue{own}
	if r.Say.To != "" {
		person, err := w.person(own.member)
		if err != nil {
			return r, err
		}
		for _, m := range person {
			if first = min(first, m.Code); m.Code == own.member.Code {
				continue
			}
			if r.Of = append(r.Of, m.Code); !m.Consent {
				continue
			}
			g, err := w.group(m.Group)
			if err != nil {
				return r, err
			}
			promised, err := w.promised(g)
			if err != nil {
				return r, err
			}
			other, err := w.ownDue(g, m, promised)
			if err != nil {
				return r, err
			}
			if len(other.steps) > 0 {
				parts = append(parts, other)
			}
		}
	}
	if r.Today = onDay(first, w.day); len(parts) == 1 {
		return r, nil
	}
	slices.SortFunc(parts, func(a, b memberDue) int { return strings.Compare(string(a.member.Code), string(b.member.Code)) })
	var items []Item
	for _, p := range parts {
		items = append(items, Item{Name: p.group.label + " ", Due: p.day, Amount: p.amount})
		if p.member.Code != own.member.Code {
			r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], p.steps...)
		}
	}
	r.Say.Words = DueInGroups{Title: own.member.Title, Name: own.group.name(own.member.Code), List: w.inOrder(items)}
	r.Rest, w.State.Rest = w.State.Rest, nil
	return r, nil
}

// onceADay leaves out the reminders that tell a person something new on a day on which she
// was reminded already: they are for the next day. It says whether there are any of a step
// of the group's own; those of another are that group's to look at again.
func (w *Watch) onceADay(list []Reminding) (now []Reminding, putOff bool, err error) {
	for _, r := range list {
		told, fresh := false, false
		if r.Today.Key != "" {
			if told, err = w.facts.Caused(r.Today.Month, r.Today.Key); err != nil {
				return nil, false, err
			}
		}
		if told {
			if _, fresh, err = r.Fresh(w.facts.Caused); err != nil {
				return nil, false, err
			}
			_, own, err := r.OfMember(r.Of[0]).Fresh(w.facts.Caused)
			if err != nil {
				return nil, false, err
			}
			putOff = putOff || own
		}
		if !fresh {
			now = append(now, r)
		}
	}
	return now, putOff, nil
}

// OnDay begins the key of a reminder that is one for a person and day.
const OnDay = "day/"

func onDay(m ledger.MemberCode, day ledger.Date) Step {
	return Step{Key: fmt.Sprintf("%s%s/%s", OnDay, day, m), Month: day.Period()}
}

// Told tells whether it is what a reminder of this step has become: one to the same
// person, of whom nothing is new. She may have paid what that step was of.
func (r Reminding) Told(step string, told func(ledger.Period, string) (bool, error)) (bool, error) {
	if r.Today.Key == step || slices.ContainsFunc(r.Steps, func(s Step) bool { return s.Key == step }) {
		return true, nil
	}
	if !slices.ContainsFunc(r.Of, func(m ledger.MemberCode) bool { return isOf(step, m) }) {
		return false, nil
	}
	_, fresh, err := r.Fresh(told)
	return !fresh, err
}

// OfMember is what it tells of one of her memberships: with the steps of that alone.
func (r Reminding) OfMember(m ledger.MemberCode) Reminding {
	r.Steps = slices.DeleteFunc(slices.Clone(r.Steps), func(s Step) bool { return !isOf(s.Key, m) })
	return r
}

func isOf(step string, m ledger.MemberCode) bool { return strings.Contains(step, "/"+string(m)+"/") }
