package ledger

import (
	"errors"
	"fmt"
)

// ErrClosed says that something was to be booked in a month that is closed, or that
// a closed month was to be opened again. A report that was handed to the forum stays
// what it was.
var ErrClosed = errors.New("the month is closed and stays closed")

// ClosedThrough is the last month that is closed (the setting tutup_buku); false
// where none is.
func (s Settings) ClosedThrough() (Period, bool) {
	month, err := ParsePeriod(s.Get("tutup_buku")) // CheckSetting let a month or nothing in
	return month, err == nil
}

// BookOn is what [Entry.Booked] is for money that moved on the day: zero, or the
// first day of the first open month where the day's own month is closed. So a text
// that comes late is late or in time by its own day, and counts in a month whose
// report is still to be made.
func (s Settings) BookOn(day Date) Date {
	closed, any := s.ClosedThrough()
	if !any || day.Period() > closed {
		return 0
	}
	return (closed + 1).First()
}

// CheckOpen returns ErrClosed for an entry that counts in a closed month.
func (s Settings) CheckOpen(e Entry) error {
	if closed, any := s.ClosedThrough(); any && e.BookedOn().Period() <= closed {
		return fmt.Errorf("%s on %s, closed through %s: %w", e.Kind, e.BookedOn(), closed, ErrClosed)
	}
	return nil
}

// CheckClosing returns ErrClosed where the closed months would become fewer.
func (s Settings) CheckClosing(value string) error {
	before, any := s.ClosedThrough()
	after, _ := Settings{"tutup_buku": value}.ClosedThrough()
	if any && after < before {
		return fmt.Errorf("tutup_buku %q after %s: %w", value, before, ErrClosed)
	}
	return nil
}

func validMonthOrEmpty(v string) bool {
	_, err := ParsePeriod(v)
	return v == "" || err == nil
}
