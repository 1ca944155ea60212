package ledger

// Standing is what is owed on one schedule on one day, in rupiah; nothing in it
// is ever negative. Overdue is what fell due before the day, current is what is
// still unpaid of the first instalment due on the day or later. An instalment is
// not late on its due day.
type Standing struct {
	Day Date

	PrincipalLeft, InterestLeft       Money // until the end of the schedule
	OverduePrincipal, OverdueInterest Money
	CurrentPrincipal, CurrentInterest Money
	CurrentDue                        Date // the current instalment's due day; zero: there is none

	// Fine is the fine that is due. A schedule knows of none: who has the
	// settings and the journal fills it in.
	Fine Money

	// NextDue is the first due day, today or later, with something still unpaid,
	// and Next is what; zero where nothing is left to fall due. For one who has
	// paid ahead it lies beyond the current instalment.
	NextDue Date
	Next    Amounts

	LateSince       Date // the oldest unpaid due day before Day; zero: nothing is late
	LateInstalments int  // how many instalments are overdue, wholly or in part
}

// On is the standing of one who has paid so much on the schedule, ever, as of the
// day. Principal and interest each go to the oldest instalment first, so paid
// principal may run ahead of the schedule while interest is open. What was paid
// above the schedule's total, and a negative amount, count as nothing.
func (s Schedule) On(day Date, paid Amounts) Standing {
	st := Standing{Day: day}
	seenCurrent := false
	for _, line := range s {
		unpaid := line.payOff(&paid)
		st.PrincipalLeft += unpaid.Principal
		st.InterestLeft += unpaid.Interest
		switch {
		case line.Due < day:
			st.addOverdue(line.Due, unpaid)
			continue
		case !seenCurrent:
			st.CurrentPrincipal, st.CurrentInterest, st.CurrentDue = unpaid.Principal, unpaid.Interest, line.Due
			seenCurrent = true
		}
		if st.NextDue.IsZero() && unpaid.Total() > 0 {
			st.NextDue, st.Next = line.Due, unpaid
		}
	}
	return st
}

// payOff takes what it can of paid for the instalment and returns what stays open.
func (i Instalment) payOff(paid *Amounts) Amounts {
	principal := within(paid.Principal, i.Principal)
	interest := within(paid.Interest, i.Interest)
	paid.Principal -= principal
	paid.Interest -= interest
	return Amounts{Principal: i.Principal - principal, Interest: i.Interest - interest}
}

func (s *Standing) addOverdue(due Date, unpaid Amounts) {
	if unpaid.Total() == 0 {
		return
	}
	if s.LateInstalments == 0 {
		s.LateSince = due
	}
	s.LateInstalments++
	s.OverduePrincipal += unpaid.Principal
	s.OverdueInterest += unpaid.Interest
}

// Left is all that has still to be paid, due or not: principal and interest left,
// without a fine.
func (s Standing) Left() Money { return s.PrincipalLeft + s.InterestLeft }

// Overdue is the principal and interest that fell due before the day.
func (s Standing) Overdue() Money { return s.OverduePrincipal + s.OverdueInterest }

// Current is what is open of the current instalment.
func (s Standing) Current() Money { return s.CurrentPrincipal + s.CurrentInterest }

// Bill is what to ask for now: the fine, everything overdue and the current
// instalment. A payment of the bill leaves no excess.
func (s Standing) Bill() Money { return s.Fine + s.Overdue() + s.Current() }

// ToPay is what to ask for on the day: the fine and everything that has fallen due,
// and where nothing is late the current instalment. One who is a day late owes one
// instalment, not two.
func (s Standing) ToPay() Money {
	due := s.Fine + s.Overdue()
	if s.Overdue() == 0 || s.CurrentDue <= s.Day {
		due += s.Current()
	}
	return due
}

// InterestDue is all interest due to date: the current instalment's with it on
// its due day, and not before. Otherwise one who pays what is late would be left
// late by the interest of a month that has only begun.
func (s Standing) InterestDue() Money {
	return s.OverdueInterest + s.CurrentInterest - s.interestAhead()
}

// interestAhead is the current instalment's interest while it is not yet due.
func (s Standing) interestAhead() Money {
	if s.CurrentDue > s.Day {
		return s.CurrentInterest
	}
	return 0
}
