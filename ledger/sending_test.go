package ledger_test

import (
	"testing"
	"time"

	"bendahara/ledger"
)

// TestSendingBegins: the first moment for reminders from a moment on.
func TestSendingBegins(t *testing.T) {
	nyepi := ledger.NewDate(2026, time.March, 19)
	holiday := func(d ledger.Date) bool { return d == nyepi }
	zone := ledger.Settings{}.Zone()
	for _, c := range []struct{ at, want string }{
		{"2026-03-18 09:00", "2026-03-18 09:00"},
		{"2026-03-18 07:59", "2026-03-18 08:00"},
		{"2026-03-18 19:59", "2026-03-18 19:59"},
		{"2026-03-18 20:00", "2026-03-20 08:00"}, // past a holiday
		{"2026-03-19 12:00", "2026-03-20 08:00"},
		{"2026-03-21 20:30", "2026-03-23 08:00"}, // past a Sunday
		{"2026-03-22 00:00", "2026-03-23 08:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := ledger.Settings{}.SendingBegins(at.UTC(), holiday)
		if !ok || got.Format("2006-01-02 15:04") != c.want {
			t.Errorf("from %s: %s %v, want %s", c.at, got, ok, c.want)
		}
		if may := (ledger.Settings{}).MaySend(at, holiday); may != (c.at == c.want) {
			t.Errorf("at %s: may send %v", c.at, may)
		}
	}
	if got, ok := (ledger.Settings{}).SendingBegins(time.Date(2026, 3, 10, 9, 0, 0, 0, zone), func(ledger.Date) bool { return true }); ok {
		t.Errorf("with nothing but holidays: %s", got)
	}
}
