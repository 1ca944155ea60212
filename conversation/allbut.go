package conversation

import (
	"slices"

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
		if bill := o.standing.ToPay(); o.payer != "" && bill > 0 {
			one := l
			one.Loan, one.Amount = o.Code, bill
			lines = append(lines, one)
		}
	}
	return lines, nil
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
