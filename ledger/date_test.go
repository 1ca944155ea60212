package ledger_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// The weekdays and market days of domain.md section 4, each from a source.
func TestPasaran(t *testing.T) {
	for _, c := range []struct {
		date    ledger.Date
		weekday time.Weekday
		pasaran ledger.Pasaran
	}{
		{ledger.NewDate(1633, 7, 8), time.Friday, ledger.Legi}, // Sultan Agung's calendar begins (S53, S54)
		{day(t, "1945-08-17"), time.Friday, ledger.Legi},       // S55
		{day(t, "1963-02-18"), time.Monday, ledger.Kliwon},     // S56
		{ledger.NewDate(1970, 1, 1), time.Thursday, ledger.Wage},
		{day(t, "2015-03-14"), time.Saturday, ledger.Pahing}, // S57
		{day(t, "2025-01-01"), time.Wednesday, ledger.Pon},   // S58
		{day(t, "2025-02-03"), time.Monday, ledger.Legi},     // S59
		{day(t, "2025-07-18"), time.Friday, ledger.Legi},     // S60
		{day(t, "2025-07-31"), time.Thursday, ledger.Wage},   // S60
	} {
		if w, p := c.date.Weekday(), c.date.Pasaran(); w != c.weekday || p != c.pasaran {
			t.Errorf("%s is %s and %d, want %s and %d", c.date, w, p, c.weekday, c.pasaran)
		}
		if later := c.date + ledger.Selapan; later.Weekday() != c.weekday || later.Pasaran() != c.pasaran {
			t.Errorf("%s and a selapan later differ", c.date)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, text := range []string{"1900-01-01", "1969-12-31", "1970-01-02", "2026-03-10", "2028-02-29", "2200-12-31"} {
		if d := day(t, text); d.String() != text {
			t.Errorf("%q became %q", text, d)
		}
	}
	for _, text := range []string{
		"", "2026-3-10", "10-03-2026", "2026-02-29", "2026-13-01", "2026-04-31", "1899-12-31", "2201-01-01",
		"2026-03-10T00:00:00Z", " 2026-03-10",
	} {
		if d, err := ledger.ParseDate(text); !errors.Is(err, ledger.ErrDate) {
			t.Errorf("ParseDate(%q) = %s, %v; want ErrDate", text, d, err)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		wanted int
		want   string
	}{
		{"2026-01-31", 1, 31, "2026-02-28"},
		{"2026-02-28", 1, 31, "2026-03-31"},
		{"2028-01-31", 1, 31, "2028-02-29"},
		{"2100-01-31", 1, 31, "2100-02-28"}, // no leap year
		{"2000-01-30", 1, 30, "2000-02-29"}, // a leap year
		{"2026-12-31", 1, 31, "2027-01-31"},
		{"2026-12-31", 2, 31, "2027-02-28"},
		{"2026-11-30", 15, 30, "2028-02-29"},
		{"2026-05-15", 0, 31, "2026-05-31"},
		{"2026-05-15", -3, 31, "2026-02-28"},
		{"2026-05-31", 6, 1, "2026-11-01"},
	} {
		if got := day(t, c.from).AddMonths(c.months, c.wanted); got.String() != c.want {
			t.Errorf("%s and %d months on day %d is %s, want %s", c.from, c.months, c.wanted, got, c.want)
		}
	}
}

func TestPeriod(t *testing.T) {
	for date, month := range map[string]string{"2026-01-01": "2026-01", "2026-12-31": "2026-12", "1969-12-31": "1969-12"} {
		p := day(t, date).Period()
		back, err := ledger.ParsePeriod(month)
		if p.String() != month || err != nil || back != p {
			t.Errorf("%s is in %s (%d), want %s (%d, %v)", date, p, p, month, back, err)
		}
		if first := p.First(); first.String() != month+"-01" {
			t.Errorf("%s begins on %s", p, first)
		}
	}
	if _, err := ledger.ParsePeriod("2026-13"); !errors.Is(err, ledger.ErrDate) {
		t.Errorf("2026-13: %v, want ErrDate", err)
	}
	if ahead := day(t, "2026-12-31").Period() + 1; ahead.String() != "2027-01" {
		t.Errorf("the month after 2026-12 is %s", ahead)
	}
}

// A late evening in Jakarta is still that day there, though UTC and Jayapura differ.
func TestDateOf(t *testing.T) {
	wib := time.FixedZone("WIB", 7*60*60)
	at := time.Date(2026, 3, 10, 1, 30, 0, 0, wib)
	if got := ledger.DateOf(at); got.String() != "2026-03-10" {
		t.Errorf("in Jakarta it is %s", got)
	}
	if got := ledger.DateOf(at.UTC()); got.String() != "2026-03-09" {
		t.Errorf("in UTC it is %s", got)
	}
}

func TestDateText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := ledger.Date(rapid.Int32Range(-25567, 84370).Draw(t, "days"))
		text, err := d.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back ledger.Date
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("%d became %q and then %d, %v", d, text, back, err)
		}
		year, month, dayOfMonth := d.Civil()
		if ledger.NewDate(year, month, dayOfMonth) != d {
			t.Fatalf("%s: Civil and NewDate differ", d)
		}
	})
}
