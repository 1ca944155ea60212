package ledger

import "slices"

// A loan's time is counted from its disbursement in the units of its interval:
// months, or days, of which a week is seven and a selapan thirty-five. A month is
// not a number of days, so the two are never turned into each other; twelve
// monthly instalments take a year, twelve selapan 420 days (domain.md section 4).

// units is the interval's length: in months, or else in days.
func (i Interval) units() int {
	if i.Unit == Week {
		return i.N * daysPerWeek
	}
	return i.N
}

const daysPerWeek = 7

func (i Interval) valid() bool {
	known := i.Unit == Day || i.Unit == Week || i.Unit == Month
	return known && i.N >= 1 && i.N <= MaxInterval
}

func (t Terms) ownInterestRhythm() bool {
	return t.InterestEvery != Interval{} && t.InterestEvery != t.Every
}

// interestUnits is the length of interest's rhythm, its own or principal's.
func (t Terms) interestUnits() int {
	if t.ownInterestRhythm() {
		return t.InterestEvery.units()
	}
	return t.Every.units()
}

// dueLine is a day on which something falls due: its distance from disbursement
// in units, and what it is that falls due.
type dueLine struct {
	at                  int
	principal, interest bool
}

// dueLines is the union of the days of principal and of interest, in order.
// Principal is due on none of the first Grace instalments.
func (t Terms) dueLines() []dueLine {
	every, own := t.Every.units(), t.interestUnits()
	length := t.Instalments * every
	var lines []dueLine
	for at := own; at <= length; at += own {
		lines = append(lines, dueLine{at: at, principal: at%every == 0 && at > t.Grace*every, interest: true})
	}
	for at := (t.Grace + 1) * every; at <= length; at += every {
		if at%own != 0 {
			lines = append(lines, dueLine{at: at, principal: true})
		}
	}
	slices.SortFunc(lines, func(a, b dueLine) int { return a.at - b.at })
	return lines
}

// firstAt is where the first line lies, which FirstDue moves.
func (t Terms) firstAt() int {
	return min(t.interestUnits(), (t.Grace+1)*t.Every.units())
}

// due is the day of the line that lies so many units after disbursement. Each is
// reckoned anew from the anchor, so that a short month does not pull the later
// ones with it: 31 Jan, 28 Feb, 31 Mar (S1).
func (t Terms) due(units int) Date {
	anchor := t.Disbursed
	if !t.FirstDue.IsZero() {
		anchor = t.FirstDue
		units -= t.firstAt()
	}
	switch {
	case units == 0:
		return anchor // FirstDue stands as it was agreed, whatever the fixed day
	case t.Every.Unit == Month:
		return anchor.AddMonths(units, t.wantedDay())
	default:
		return anchor + Date(units)
	}
}

// wantedDay is the day of the month on which instalments fall due where the month
// is long enough: the village's fixed day, or else the day of disbursement, or
// else that of FirstDue. A FirstDue that is only the clamped day of disbursement
// (31 Jan, first due 28 Feb) says nothing new, and the series goes on with the 31st.
func (t Terms) wantedDay() int {
	_, _, disbursed := t.Disbursed.Civil()
	switch {
	case t.DueDay != 0:
		return t.DueDay
	case t.FirstDue.IsZero() || t.FirstDue.AddMonths(0, disbursed) == t.FirstDue:
		return disbursed
	}
	_, _, first := t.FirstDue.Civil()
	return first
}
