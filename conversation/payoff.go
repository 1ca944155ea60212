package conversation

import (
	"fmt"
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// endsLoan tells whether a payment that is said to end the loan does, and whether it
// is short of that. "lunas" with what is asked for now, or with one instalment, is said of
// an instalment.
func endsLoan(l *Line, loan openLoan, end ledger.Payoff) (ends, short bool) {
	switch total := end.Pay.Total(); {
	case !l.Payoff:
		return false, false
	case l.Amount == 0 && !l.Unsure, l.Amount >= total:
		return true, false
	default:
		s := loan.standing
		one := slices.ContainsFunc(loan.schedules[loan.payer], func(i ledger.Instalment) bool { return i.Total() == l.Amount })
		return false, !l.Part && !one && l.Amount != s.ToPay() && l.Amount != s.Bill() && l.Amount != s.Overdue()
	}
}

// payOff ends a loan: what she pays, what she brought above it and gets back, and the
// interest that the UPK's rule lets her off.
func (t *turn) payOff(l *Line, loan openLoan, end ledger.Payoff, words EchoLine) drawn {
	total := end.Pay.Total()
	words.PaysOff, words.Waived, words.Amount = true, end.Waived, total
	if l.Amount > total {
		words.Over, words.Use = l.Amount-total, PayOff
	}
	d := drawn{words: words, loan: &loan.loanFacts, payer: loan.payer, confirm: l.Payoff || end.Waived > 0}
	if total > 0 {
		d.entries = append(d.entries, ledger.RepayFineEntry(loan.Loan, loan.payer, end.Pay, l.Day))
	}
	if end.Waived > 0 {
		d.entries = append(d.entries, ledger.WaiveEntry(loan.Loan, loan.payer, end.Waived, 0, l.Day))
	}
	for i := range d.entries {
		d.entries[i].Member = l.Member // who brought it, where the group pays as a whole
	}
	d.agreed = fmt.Sprintf("%s %d %d", loan.Code, int64(total), int64(end.Waived))
	return d
}

// payoffCommand tells what somebody would pay today to be done with her loans.
func (t *turn) payoffCommand(m understand.Meaning) error {
	for _, s := range m.Slots {
		if len(s.Groups) == 1 {
			return t.groupBalance(s.Groups[0])
		}
	}
	return t.ofMember(m, t.payoffOf)
}

func (t *turn) payoffOf(code ledger.MemberCode) error {
	g, err := t.groupOf(code)
	if err != nil {
		return err
	}
	if !t.isOwn(code) && !t.maySee(g.Code) {
		return t.notAllowed()
	}
	open, err := t.openLoans(g, code, t.day)
	if err != nil {
		return err
	}
	told := false
	for _, o := range open {
		if o.payer == "" {
			continue // nobody's share is known
		}
		end := o.schedules[o.payer].Payoff(t.day, o.paid, o.standing.Fine, t.settings.PayoffRule(o.Loan))
		w := PayoffWords{Name: g.name(code), Day: t.day, Pay: end.Pay.Total(), Principal: end.Pay.Principal, Waived: end.Waived, Sharia: o.Sharia()}
		w.Record = t.mayRecord(g.Code)
		if len(open) > 1 {
			w.Fund = o.Fund
		}
		t.reply(w)
		told = true
	}
	if !told {
		return t.balanceOf(code)
	}
	return nil
}
