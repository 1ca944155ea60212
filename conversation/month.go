package conversation

import (
	"bendahara/ledger"
)

// ownMonths tell a member how her month goes, in each group that she is in.
func (t *turn) ownMonths() error {
	for _, m := range t.memberships() {
		if err := t.ownMonth(m); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) ownMonth(m ledger.Member) error {
	w, err := t.monthOf(m, t.day.Period())
	if err == nil {
		t.reply(w)
	}
	return err
}

// monthOf is how a member's month went, and what is left now.
func (t *turn) monthOf(m ledger.Member, month ledger.Period) (OwnMonth, error) {
	w := OwnMonth{Title: m.Title, Day: min(t.day, (month+1).First()-1), Over: month < t.day.Period()}
	g, err := t.group(m.Group)
	if err != nil {
		return w, err
	}
	w.Name = g.name(m.Code)
	entries, err := t.ofMonth(m.Group, month)
	if err != nil {
		return w, err
	}
	for _, e := range entries {
		if e.Member != m.Code {
			continue
		}
		switch e.Kind {
		case ledger.Repayment, ledger.FineEntry:
			w.Paid += e.Amount
		case ledger.SavingsDeposit:
			w.Saved += e.Amount
		case ledger.SavingsWithdrawal:
			w.Saved -= e.Amount
		}
	}
	open, err := t.openLoans(g, m.Code, (month + 1).First())
	for _, o := range open {
		if o.payer != "" { // else nobody's share is known
			w.Due += o.standing.Overdue()
			w.Left += o.standing.Left()
		}
	}
	return w, err
}
