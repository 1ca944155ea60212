package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// renames tells whether a no to the one thing that was read back says whose it is:
// "maksudnya ani", "bukan siti tapi ani".
func (o Offer) renames(m understand.Meaning) bool {
	if m.Intent != understand.No || len(m.Slots) != 1 || o.Question != Confirm || len(o.Lines) != 1 || o.Claiming || o.claim() != 0 || o.Reverse != 0 {
		return false
	}
	switch o.Lines[0].Kind {
	case ledger.Repayment, ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		return true
	}
	return false
}

// rename offers the same of somebody else, and reads it back anew: her loan and her bill
// are others.
func (t *turn) rename(o Offer, m understand.Meaning) error {
	was := o.Lines[0]
	l := Line{Kind: was.Kind, Purse: was.Purse, Amount: was.Amount, Unsure: was.Unsure, Day: was.Day, Payoff: was.Payoff, Due: was.Due}
	t.State.Offer = nil
	if err := t.name(&l, o, m); err != nil {
		return err
	}
	if l.Group != "" && !t.mayRecord(l.Group) {
		return t.notAllowed()
	}
	return t.offer([]Line{l})
}
