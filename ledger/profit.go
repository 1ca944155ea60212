package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// ErrProfit says why a profit is not billed.
var ErrProfit = errors.New("only a loan with bagi hasil has its profit billed: more than 0, on a day after it was paid out")

// BillProfit is the loan with the fund's share of a reported profit, to be paid on a
// day: bagi hasil is billed only after a profit was reported (S52), never before. The
// share is rounded to the rupiah, half up. It joins the instalment that falls due on
// that day, or is one of its own; from then on the schedule is one as agreed, and
// members mirror it. It returns ErrProfit, ErrProfitShare, and the errors of
// [Loan.Schedule].
func (l Loan) BillProfit(profit Money, due Date) (Loan, error) {
	if l.Terms.Method != ProfitShare || profit <= 0 || profit > MaxMoney || due <= l.Terms.Disbursed {
		return l, fmt.Errorf("loan %s, profit %d due %s: %w", l.Code, int64(profit), due, ErrProfit)
	}
	share, err := ParseProfitShare(l.ProfitShare)
	if err != nil {
		return l, fmt.Errorf("loan %s: %w", l.Code, err)
	}
	s, err := l.Schedule()
	if err != nil {
		return l, err
	}
	s = slices.Clone(s)
	i, found := slices.BinarySearchFunc(s, due, func(line Instalment, d Date) int { return int(line.Due) - int(d) })
	if !found {
		s = slices.Insert(s, i, Instalment{Due: due})
	}
	s[i].Interest += RoundNearest.percentOf(share, profit)
	for n := range s {
		s[n].Number = n + 1
	}
	printed := map[MemberCode]Schedule{"": s}
	for m, own := range l.Printed {
		if m != "" {
			printed[m] = own
		}
	}
	l.Printed = printed
	return l, s.Check(l.Terms.Principal)
}

// PaidOut tells whether money was paid out for the loan, or it was opened in the books
// or put in another's place, and that was not reversed: by the entries of its group.
func (l Loan) PaidOut(entries []Entry) bool {
	out := 0
	for _, e := range entries {
		if credited := e.credited(l.principalAccount()); credited < 0 {
			switch e.Kind {
			case Disbursement, Opening, RescheduleEntry:
				out++
			}
		} else if credited > 0 && e.Kind == Reversal {
			for _, was := range entries {
				if was.Number == e.Reverses && was.Group == e.Group && was.credited(l.principalAccount()) < 0 {
					out--
				}
			}
		}
	}
	return out > 0
}

// ByDeath tells whether the entry closed the share of a member who died.
func ByDeath(e Entry) bool {
	return e.Member != "" && (e.Kind == WriteOff || e.Kind == Cover && slices.ContainsFunc(e.Postings, func(p Posting) bool {
		return p.Debit.Code == TakenOver
	}))
}
