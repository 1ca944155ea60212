package ledger

import (
	"errors"
	"time"
)

// Date is a calendar day in the UPK's own zone, as a count of days from
// 1970-01-01. The zero Date stands for "no date".
type Date int32

// Pasaran is a day of the five-day Javanese market week.
type Pasaran int

// The market days in their order. Only names and order matter; the cycle runs
// on through months and years (domain.md section 4).
const (
	Legi Pasaran = iota
	Pahing
	Pon
	Wage
	Kliwon
)

// Selapan is the number of days after which a weekday and a market day meet
// again: the least common multiple of 7 and 5.
const Selapan = 35

// ErrDate says that a text is not a day of the calendar between 1900 and 2200.
var ErrDate = errors.New("not a date")

// NewDate is the given day; a day past the end of the month runs over into the
// next, as in package time.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

const secondsPerDay = 24 * 60 * 60

// DateOf is the day that the clock shows in t's own location.
func DateOf(t time.Time) Date { return NewDate(t.Year(), t.Month(), t.Day()) }

// ParseDate reads an ISO date, "2026-03-10". It returns ErrDate for anything
// else and for days outside 1900 to 2200.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return 0, ErrDate
	}
	return DateOf(t), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Civil is the day's year, month and day of the month.
func (d Date) Civil() (year int, month time.Month, day int) { return d.utc().Date() }

// IsZero tells whether d stands for "no date".
func (d Date) IsZero() bool { return d == 0 }

// Weekday is the day of the seven-day week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Pasaran is the day of the five-day week: 1970-01-01 was Kamis Wage (S53-S60).
func (d Date) Pasaran() Pasaran { return Pasaran(((int(d)+3)%5 + 5) % 5) }

// String is the ISO form, "2026-03-10"; a zero Date prints as nothing.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; nothing is the zero Date.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

// AddMonths is the day n months on, on the wanted day of the month, or on the
// month's last day where it is shorter. The wanted day is given anew each time
// so that a series does not drift: 31 Jan, 28 Feb, 31 Mar (S1).
func (d Date) AddMonths(n, wantedDay int) Date {
	year, month, _ := d.Civil()
	first := NewDate(year, month+time.Month(n), 1)
	return min(first+Date(wantedDay)-1, first.MonthEnd())
}

// MonthEnd is the last day of d's month.
func (d Date) MonthEnd() Date {
	year, month, _ := d.Civil()
	return NewDate(year, month+1, 1) - 1
}

// Period is d's month as year times twelve plus month, for keys and reports.
func (d Date) Period() Period {
	year, month, _ := d.Civil()
	return Period(year*12 + int(month) - 1)
}

// Period is a month: its year times twelve plus its month counted from zero.
type Period int

// First is the first day of the month.
func (p Period) First() Date { return NewDate(int(p)/12, time.Month(int(p)%12+1), 1) }

// String is the month as "2026-03".
func (p Period) String() string { return p.First().String()[:7] }

// ParsePeriod reads "2026-03"; it returns ErrDate for anything else.
func ParsePeriod(s string) (Period, error) {
	d, err := ParseDate(s + "-01")
	if err != nil {
		return 0, err
	}
	return d.Period(), nil
}
