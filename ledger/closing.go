package ledger

import (
	"fmt"
	"slices"
)

// Closing is what the UPK gave up of the group's debt on account of one member's
// share: her death, or the interest of an early payoff.
type Closing struct {
	Member   MemberCode
	Forgiven Amounts
}

// ClosingOf reads a closing out of the entry that made it, one of DeathEntry or
// ForgiveEntry; false for any other. An entry that was reversed closes nothing, which
// is for the caller to know.
func ClosingOf(e Entry) (Closing, bool) {
	c := Closing{Member: e.Member}
	if e.Kind != Waiver && (e.Kind != WriteOff || e.Member == "") { // without a member, the whole loan

		return c, false
	}
	for _, p := range e.Postings {
		switch p.Debit.Code {
		case GroupPrincipal:
			c.Forgiven.Principal += p.Amount
		case InterestForgiven:
			c.Forgiven.Interest += p.Amount
		}
	}
	return c, c.Forgiven != Amounts{}
}

// ScheduleAfter is the group's schedule once shares were closed: what was given up
// comes off the instalments in which that member would have paid it. It returns
// ErrShares for a closing of a member without a share, and the errors of
// Loan.Schedule.
func (l Loan) ScheduleAfter(closings []Closing) (Schedule, error) {
	s, err := l.Schedule()
	if err != nil {
		return nil, err
	}
	s = slices.Clone(s)
	if len(closings) == 0 {
		return s, nil
	}
	mirrors := map[MemberCode]Schedule{"": slices.Clone(s)}
	if len(l.Shares) > 0 {
		mirrors = make(map[MemberCode]Schedule, len(l.Shares))
		for i, hers := range mirror(s, l.Shares) {
			mirrors[l.Shares[i].Member] = hers
		}
	}
	for _, c := range closings {
		hers, ok := mirrors[c.Member]
		if !ok {
			return nil, fmt.Errorf("loan %s, closing of %q: %w", l.Code, c.Member, ErrShares)
		}
		s.cut(hers, c.Forgiven)
	}
	return s, nil
}

// GroupOn is the group's standing at the UPK on a day, where shares were closed. By
// the plain Schedule.On, what was given up would settle the group's oldest
// instalments and hide the arrears of the living; here it is not counted as paid.
// settled is what PaidToUPK says, closings and all. Without closings it is
// Schedule.On. It returns the errors of ScheduleAfter.
func (l Loan) GroupOn(day Date, settled Amounts, closings []Closing) (Standing, error) {
	s, err := l.ScheduleAfter(closings)
	for _, c := range closings {
		settled.Principal -= c.Forgiven.Principal
		settled.Interest -= c.Forgiven.Interest
	}
	return s.On(day, settled), err
}

// cut takes what was given up off the last of hers, line by line, and off s too,
// whose lines fall due on the same days.
func (s Schedule) cut(hers Schedule, forgiven Amounts) {
	for i := len(hers) - 1; i >= 0; i-- {
		stays := hers[i].payOff(&forgiven)
		s[i].Principal -= hers[i].Principal - stays.Principal
		s[i].Interest -= hers[i].Interest - stays.Interest
		hers[i].Principal, hers[i].Interest = stays.Principal, stays.Interest
	}
}
