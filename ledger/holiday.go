package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// Shift is the setting libur_geser: where a due day goes that is a holiday.
type Shift string

// The values of libur_geser. No source has a rule (INF), so the default is none.
const (
	NoShift     Shift = "tidak"
	ShiftBefore Shift = "sebelum"
	ShiftAfter  Shift = "sesudah"
)

// maxShift is how many days a due day is moved at most: past the longest
// holidays, and an end for a table that calls every day one.
const maxShift = 31

// OffHolidays is the schedule with each due day that is a holiday moved to the
// nearest day that is none, before or after. What a holiday is, the table alone
// says: Sundays are not holidays unless the table has them. Each day is moved from
// its own place, so nothing drifts. A day stays where it is if it would have to
// go as far as the due day of its neighbour, before the day of disbursement, or more than 31
// days: so in a schedule by the day all stay. The schedule given is not changed.
func (s Schedule) OffHolidays(shift Shift, holiday func(Date) bool, disbursed Date) Schedule {
	moved := slices.Clone(s)
	step := Date(1)
	switch shift {
	case ShiftAfter:
	case ShiftBefore:
		step = -1
	default:
		return moved
	}
	for i, line := range s {
		low, high := max(disbursed, line.Due-maxShift), line.Due+maxShift
		if i > 0 {
			low = max(low, s[i-1].Due+1)
		}
		if i+1 < len(s) {
			high = min(high, s[i+1].Due-1)
		}
		due := line.Due
		for low <= due && due <= high && holiday(due) {
			due += step
		}
		if low <= due && due <= high {
			moved[i].Due = due
		}
	}
	return moved
}

// OffHolidays is the loan with all its schedules, the group's and its members', moved by
// [Schedule.OffHolidays]: everything that is reckoned from them goes by the moved
// days. The table is kept and must not change.
func (l Loan) OffHolidays(shift Shift, holidays map[Date]string) Loan {
	l.shift, l.holidays = shift, holidays
	return l
}

// moved is a schedule of the loan off the holidays that it was told.
func (l Loan) moved(s Schedule) Schedule {
	if l.shift == "" || l.shift == NoShift {
		return s
	}
	return s.OffHolidays(l.shift, func(d Date) bool {
		_, is := l.holidays[d]
		return is
	}, l.Terms.Disbursed)
}

// Shift is the setting libur_geser.
func (s Settings) Shift() Shift { return Shift(s.Get("libur_geser")) }

// ErrCutOff says that a cut-off day is none.
var ErrCutOff = errors.New("a cut-off day must be 1 to 31, or 0 for none")

// AfterCutOff is the terms of a loan in a village with a cut-off day: paid out on
// that day of the month or later, its first instalment falls due a month later
// than it would, and so do all that follow (S1). Terms that say their first due day
// themselves, and loans that do not go by months, stay as they are. Interest does not
// grow by the wait. It returns ErrCutOff for a day that is none.
func (t Terms) AfterCutOff(day int) (Terms, error) {
	if day < 0 || day > 31 {
		return t, fmt.Errorf("cut-off day %d: %w", day, ErrCutOff)
	}
	_, _, paidOut := t.Disbursed.Civil()
	if day != 0 && paidOut >= day && t.FirstDue.IsZero() && t.Every.Unit == Month {
		t.FirstDue = t.Disbursed.AddMonths(t.firstAt()+1, t.wantedDay())
	}
	return t, nil
}
