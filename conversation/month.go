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
	g, err := t.group(m.Group)
	if err != nil {
		return err
	}
	entries, err := t.ofMonth(m.Group)
	if err != nil {
		return err
	}
	w := OwnMonth{Title: m.Title, Name: g.name(m.Code), Day: t.day}
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
	open, err := t.openLoans(g, m.Code, (t.day.Period() + 1).First())
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.payer != "" { // else nobody's share is known
			w.Due += o.standing.Overdue()
			w.Left += o.standing.Left()
		}
	}
	t.reply(w)
	return nil
}
