package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

func TestMeetings(t *testing.T) {
	for _, row := range readTable(t, "testdata/meetings.txt") {
		m, err := ledger.ParseMeeting(row[0])
		if row[1] == "error" {
			if !errors.Is(err, ledger.ErrMeeting) || !strings.Contains(err.Error(), fmt.Sprintf("%q", row[0])) || m != (ledger.Meeting{}) {
				t.Errorf("%q: %+v, %v; want ErrMeeting with the text", row[0], m, err)
			}
			continue
		}
		if err != nil || m.String() != row[1] {
			t.Errorf("%q: %q, %v; want %q", row[0], m, err, row[1])
			continue
		}
		first := m.Next(day(t, row[2]))
		series, err := m.Series(first, 3)
		if err != nil {
			t.Errorf("%q: %v", row[0], err)
			continue
		}
		if got := fmt.Sprintf("%s %s %s", series[0], series[1], series[2]); got != row[3] {
			t.Errorf("%q from %s: %s, want %s", row[0], row[2], got, row[3])
		}
	}
}

func TestMeetingDayMustBeConfirmed(t *testing.T) {
	m, err := ledger.ParseMeeting("malam Sabtu Pahing")
	if err != nil {
		t.Fatal(err)
	}
	if days, err := m.Series(day(t, "2015-03-14"), 3); !errors.Is(err, ledger.ErrMeetingDay) || days != nil {
		t.Errorf("the day itself and not its eve: %v, %v; want ErrMeetingDay", days, err)
	}
	if _, err := ledger.ParseMeeting(strings.Repeat("setiap ", 100) + "Senin"); !errors.Is(err, ledger.ErrMeeting) || len(err.Error()) > 300 {
		t.Errorf("a long text: %v", err)
	}
}

func drawMeeting(t *rapid.T) ledger.Meeting {
	m := ledger.Meeting{Evening: rapid.Bool().Draw(t, "evening")}
	switch draw(t, "kind", "month", "week", "selapan") {
	case "month":
		m.DayOfMonth = rapid.IntRange(1, 31).Draw(t, "day of month")
	case "selapan":
		m.Selapan, m.Pasaran = true, ledger.Pasaran(rapid.IntRange(0, 4).Draw(t, "pasaran"))
		fallthrough
	default:
		m.Weekday = time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
	}
	return m
}

// The next meeting is a day of the meeting's, none before it is, and a selapan is 35
// days: twelve are 420, never a year.
func TestNextMeeting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeeting(t)
		from := ledger.Date(rapid.Int32Range(10_000, 40_000).Draw(t, "from"))
		got := m.Next(from)
		for d := from; d <= got; d++ {
			named := d
			if m.Evening {
				named++
			}
			_, _, dayOfMonth := named.Civil()
			is := named.Weekday() == m.Weekday && (!m.Selapan || named.Pasaran() == m.Pasaran)
			if m.DayOfMonth != 0 {
				is = dayOfMonth == m.DayOfMonth || dayOfMonth < m.DayOfMonth && named == named.MonthEnd()
			}
			if is != (d == got) {
				t.Fatalf("%q from %s: %s, but %s is %t", m, from, got, d, is)
			}
		}
		days, err := m.Series(got, 13)
		if err != nil {
			t.Fatal(err)
		}
		span := days[12] - days[0]
		switch {
		case m.Selapan && span != 420, !m.Selapan && m.DayOfMonth == 0 && span != 84, m.DayOfMonth != 0 && (span < 364 || span > 367):
			t.Fatalf("%q: twelve take %d days", m, span)
		}
		back, err := ledger.ParseMeeting(m.String())
		if err != nil || back != m {
			t.Fatalf("%q was read as %+v, %v", m, back, err)
		}
	})
}

// Whatever people write is understood whole, or refused with the text.
func FuzzParseMeeting(f *testing.F) {
	for _, row := range readTable(f, "testdata/meetings.txt") {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ledger.ParseMeeting(text)
		if err != nil {
			if !errors.Is(err, ledger.ErrMeeting) || m != (ledger.Meeting{}) {
				t.Fatalf("%q: %+v, %v", text, m, err)
			}
			return
		}
		if again, err := ledger.ParseMeeting(m.String()); err != nil || again != m {
			t.Fatalf("%q is %q, which is %+v, %v", text, m, again, err)
		}
		if next := m.Next(20_000); next < 20_000 || next > 20_040 {
			t.Fatalf("%q: next on %s", text, next)
		}
	})
}

func ExampleParseMeeting() {
	m, err := ledger.ParseMeeting("malem Setu Paing")
	if err != nil {
		fmt.Println(err)
		return
	}
	next := m.Next(ledger.NewDate(2015, 3, 1))
	fmt.Println(m, "is", next, next.Weekday())
	// Output: malam Sabtu Pahing is 2015-03-13 Friday
}
