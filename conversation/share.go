package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// shareWords are what people answer to have a sum shared out by what each has due.
// "Bagi rata" is something else: equal parts, whatever each has due.
var shareWords = []string{"bagi", "dibagi", "bagikan", "bagian", "pembagian", "share", "split", "sesuai tagihan", "menurut tagihan", "proporsional"}

// sharesOut tells whether the message answers that an amount without a name is to be
// shared out among all.
func (t *turn) sharesOut(o Offer) bool {
	if o.Question != WhichMember || o.Query != "" || !o.Lines[o.Line].Shared {
		return false
	}
	if strings.TrimSpace(t.message.Text) == "1" { // the first of what was offered
		return true
	}
	text := " " + strings.Join(strings.FieldsFunc(strings.ToLower(t.message.Text), func(r rune) bool { return r < 'a' || r > 'z' }), " ") + " "
	if strings.Contains(text, " rata ") || strings.Contains(text, " tidak ") || strings.Contains(text, " jangan ") {
		return false
	}
	return slices.ContainsFunc(shareWords, func(w string) bool { return strings.Contains(text, " "+w+" ") })
}

// sharable tells whether an amount without a name can be a sum of several members:
// their shares are known, and it is more than any of them has due.
func (t *turn) sharable(g *groupFacts, l *Line) (bool, error) {
	if l.Kind != ledger.Repayment || l.NameText != "" || len(l.Candidates) > 0 || l.Amount == 0 || l.Unsure {
		return false, nil
	}
	owing, err := t.owing(g, *l)
	for _, one := range owing {
		if one.Amount >= l.Amount {
			return false, err
		}
	}
	return len(owing) > 1, err
}

// owing are the lines of what each member has due on the day, nothing due too, for
// as long as she has a loan.
func (t *turn) owing(g *groupFacts, l Line) ([]Line, error) {
	var lines []Line
	for _, m := range g.members {
		open, err := t.openLoans(g, m.Code, l.Day)
		if err != nil {
			return nil, err
		}
		for _, o := range open {
			if o.payer != "" && m.Status == ledger.Active {
				one := l
				one.Member, one.Group, one.Loan, one.Amount, one.Shared = m.Code, g.Code, o.Code, o.standing.ToPay(), true
				lines = append(lines, one)
			}
		}
	}
	return lines, nil
}

// shareByDue shares an amount out among all members: to each in proportion to what
// she has due, and what is above all that is due by her share of the loan.
func (t *turn) shareByDue(l Line) error {
	g, err := t.group(t.kept()[0])
	if err != nil {
		return err
	}
	lines, err := t.owing(g, l)
	if err != nil {
		return err
	}
	var due, shares []ledger.Money
	var sum ledger.Money
	for _, one := range lines {
		i := slices.IndexFunc(g.loans, func(f loanFacts) bool { return f.Code == one.Loan })
		due, shares, sum = append(due, one.Amount), append(shares, g.loans[i].ShareOf(one.Member)), sum+one.Amount
	}
	parts := ledger.Split(min(l.Amount, sum), due)
	for i, more := range ledger.Split(max(0, l.Amount-sum), shares) {
		lines[i].Amount = parts[i] + more
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return l.Amount == 0 })
	return t.offer(lines)
}

// listed takes a list of names and amounts as the answer to whose a sum is; where
// the list comes to another sum, that is said.
func (t *turn) listed(o Offer, m understand.Meaning) (bool, error) {
	if o.Question != WhichMember || o.Query != "" || len(o.Lines) != 1 || !o.Lines[0].Shared || m.Intent != understand.Repayment {
		return false, nil
	}
	var sum ledger.Money
	for _, s := range m.Slots {
		if len(s.Members) == 0 && s.NameText == "" {
			return false, nil
		}
		sum += s.Amount
	}
	if sum != o.Lines[0].Amount && m.Sum == 0 && !slices.ContainsFunc(m.Slots, func(s understand.Slot) bool { return s.Due }) {
		t.reply(SumDiffers{Said: o.Lines[0].Amount, Due: sum, Count: len(m.Slots), List: true})
	}
	t.State.Offer = nil
	return true, t.command(m)
}
