package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// everybody settles what "semua bayar" comes to: a line for each loan on which
// something is due. Who has nothing due is left out and counted; a group that pays
// as a whole pays once. Where the message names a sum, it must be what is due.
func (t *turn) everybody(m understand.Meaning, lines []Line) (out []Line, ok bool, err error) {
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Due }) {
		return lines, true, nil
	}
	var due []Line
	for _, l := range lines {
		if !l.Due || l.Member == "" || l.Kind != ledger.Repayment || l.Day.IsZero() || l.Day > t.day {
			out = append(out, l)
			continue
		}
		of, err := t.dueOf(l)
		if err != nil {
			return nil, false, err
		}
		if of == nil {
			t.beside.NoBill++
		}
		for _, one := range of {
			if !one.Whole || !slices.ContainsFunc(due, func(l Line) bool { return l.Whole }) {
				out, due = append(out, one), append(due, one)
			}
		}
	}
	if len(out) == 0 {
		t.reply(SumDiffers{Said: m.Sum})
		return nil, false, nil
	}
	if fits, sum := sumFits(m.Sum, due, out); !fits {
		t.reply(SumDiffers{Said: m.Sum, Due: sum, Count: len(due)})
		return nil, false, nil
	}
	return out, true, nil
}

// dueOf are the lines of what one member has due; nil where nothing is.
func (t *turn) dueOf(l Line) ([]Line, error) {
	g, err := t.group(l.Group)
	if err != nil {
		return nil, err
	}
	if whole, err := t.paysAsWhole(g); err != nil || whole { // how much of it is hers nobody knows
		return []Line{{Kind: l.Kind, Group: l.Group, Whole: true, Day: l.Day, Unread: l.Unread}}, err
	}
	open, err := t.openLoans(g, l.Member, l.Day)
	if err != nil {
		return nil, err
	}
	var lines []Line
	for _, o := range open {
		bill := o.standing.ToPay()
		if o.payer == "" || bill == 0 {
			continue
		}
		if paid, err := t.paidThisTime(g, o, l); err != nil {
			return nil, err
		} else if !paid {
			one := l
			one.Loan, one.Amount = o.Code, bill
			lines = append(lines, one)
		}
	}
	return lines, nil
}

// paidThisTime tells whether she has already paid what "semua bayar" is about some
// days after a due day: who paid on the 15th is not one of "all" who pay on the
// 17th, and the next month is not hers to pay yet. It goes for a quarter of the time
// between two due days, for half of it while somebody in the group is late (INF).
func (t *turn) paidThisTime(g *groupFacts, o openLoan, l Line) (bool, error) {
	last, next := ledger.Date(0), o.standing.CurrentDue
	for _, i := range o.schedules[o.payer] {
		if i.Due <= l.Day {
			last = i.Due
		}
	}
	since, half := l.Day-last, (next-last)/2
	if last == 0 || next <= l.Day || since > half || o.standing.Overdue()+o.standing.Fine > 0 {
		return false, nil
	}
	entries, err := t.standing(g.Code, time.Time{})
	if err != nil || !slices.ContainsFunc(entries, func(e ledger.Entry) bool {
		return e.Kind == ledger.Repayment && e.Member == l.Member && e.Loan == o.Code && e.Day > l.Day-half
	}) {
		return false, err
	}
	if since <= half/2 {
		return true, nil
	}
	return t.anyLate(g, l.Day)
}

// anyLate tells whether a member of the group is late on a day.
func (t *turn) anyLate(g *groupFacts, day ledger.Date) (bool, error) {
	for _, m := range g.members {
		open, err := t.openLoans(g, m.Code, day)
		if err != nil {
			return false, err
		}
		for _, o := range open {
			if o.standing.Overdue() > 0 {
				return true, nil
			}
		}
	}
	return false, nil
}

// sumFits tells whether the sum that a message names is what its lines come to, or
// what each of those who pay what is due has due; and what they come to.
func sumFits(said ledger.Money, due, all []Line) (bool, ledger.Money) {
	var sum ledger.Money
	each := len(due) > 0
	for _, l := range all {
		sum += l.Amount
	}
	for _, l := range due {
		each = each && l.Amount == said
	}
	return said == 0 || said == sum || each, sum
}

// askWhoseAll asks which of her groups "semua" is said of.
func (t *turn) askWhoseAll(kind ledger.EntryKind) error {
	w := AskWhoseAll{What: kind}
	groups := t.kept()
	for _, code := range groups[:min(len(groups), maxChoice)] {
		g, err := t.group(code)
		if err != nil {
			return err
		}
		w.Groups = append(w.Groups, clip(g.Name, maxGroupName))
	}
	t.reply(w)
	return nil
}
