package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

func dueDays(s ledger.Schedule) string {
	var days []string
	for _, line := range s {
		days = append(days, line.Due.String())
	}
	return strings.Join(days, " ")
}

func TestOffHolidays(t *testing.T) {
	for name, lines := range readCases(t, "testdata/holidays.txt") {
		t.Run(name, func(t *testing.T) {
			terms := parseTerms(t, lines[0])
			s, err := ledger.NewSchedule(terms)
			if err != nil {
				t.Fatal(err)
			}
			was := dueDays(s)
			table := strings.Fields(lines[1])
			holiday := func(d ledger.Date) bool { return slices.Contains(table, d.String()) }
			for _, line := range lines[2:] {
				shift, want, _ := strings.Cut(strings.TrimPrefix(line, "shift "), ": ")
				if got := dueDays(s.OffHolidays(ledger.Shift(shift), holiday, terms.Disbursed)); got != want {
					t.Errorf("%s:\ngot  %s\nwant %s", shift, got, want)
				}
			}
			if dueDays(s) != was {
				t.Error("the schedule itself was changed")
			}
		})
	}
}

// Whatever the table, the days stay in order, between their neighbours, and amounts
// stay as they are; a day that moved is no holiday, one that is none did not move.
func TestShiftedDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		s, err := ledger.NewSchedule(terms)
		if err != nil {
			t.Fatal(err)
		}
		every := rapid.IntRange(1, 9).Draw(t, "every")
		holiday := func(d ledger.Date) bool { return int(d)%10 < every }
		if rapid.Bool().Draw(t, "all") {
			holiday = func(ledger.Date) bool { return true }
		}
		shift := draw(t, "shift", ledger.NoShift, ledger.ShiftBefore, ledger.ShiftAfter)
		moved := s.OffHolidays(shift, holiday, terms.Disbursed)
		for i, line := range moved {
			by := line.Due - s[i].Due
			line.Due = s[i].Due
			if line != s[i] || moved[i].Due < terms.Disbursed || by != 0 && (holiday(moved[i].Due) || !holiday(s[i].Due)) {
				t.Fatalf("line %d went from %s to %s", i+1, s[i].Due, moved[i].Due)
			}
			if by > 31 || by < -31 || by > 0 && shift != ledger.ShiftAfter || by < 0 && shift != ledger.ShiftBefore {
				t.Fatalf("line %d went %d days by %s", i+1, by, shift)
			}
			if i > 0 && (moved[i].Due <= s[i-1].Due || moved[i-1].Due >= s[i].Due) {
				t.Fatalf("line %d passed its neighbour", i+1)
			}
		}
	})
}

func TestAfterCutOff(t *testing.T) {
	for _, row := range readTable(t, "testdata/cutoff.txt") {
		cutOff, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		was := parseTerms(t, row[0])
		terms, err := was.AfterCutOff(cutOff)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ledger.NewSchedule(terms)
		if err != nil {
			t.Fatal(err)
		}
		if got := dueDays(s[:3]); got != row[2] {
			t.Errorf("%s, cut-off %d:\ngot  %s\nwant %s", row[0], cutOff, got, row[2])
		}
		plain, err := ledger.NewSchedule(was)
		if err != nil || plain.Total() != s.Total() {
			t.Errorf("%s: %+v became %+v, %v", row[0], plain.Total(), s.Total(), err)
		}
	}
	for _, bad := range []int{-1, 32} {
		if _, err := (ledger.Terms{}).AfterCutOff(bad); !errors.Is(err, ledger.ErrCutOff) {
			t.Errorf("%d: %v, want ErrCutOff", bad, err)
		}
	}
}

func ExampleSchedule_OffHolidays() {
	nyepi := ledger.NewDate(2026, 3, 19)
	s := ledger.Schedule{{Number: 1, Due: nyepi, Principal: 100_000}}
	holiday := func(d ledger.Date) bool { return d == nyepi }
	fmt.Println(s.OffHolidays(ledger.ShiftBefore, holiday, nyepi-30)[0].Due)
	// Output: 2026-03-18
}

// A loan that was told the holidays moves the group's days, its members', and those of
// a member on terms of her own; what is due does not change.
func TestLoanOffHolidays(t *testing.T) {
	l := ledger.Loan{Code: "P01", Terms: parseTerms(t, "1200000, flat 1 month, 3 x 1 month, paid out 2026-01-15")}
	l.Shares = []ledger.Share{{Member: "A01-01", Principal: 700_000}, {Member: "A01-02", Principal: 500_000, Instalments: 2}}
	table := map[ledger.Date]string{day(t, "2026-03-15"): "Libur"}
	for shift, want := range map[ledger.Shift]string{"": "2026-03-15", ledger.NoShift: "2026-03-15", ledger.ShiftBefore: "2026-03-14", ledger.ShiftAfter: "2026-03-16"} {
		moved := l.OffHolidays(shift, table)
		group, err := moved.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		members, err := moved.MemberSchedules()
		if err != nil {
			t.Fatal(err)
		}
		for who, s := range map[string]ledger.Schedule{"group": group, "her": members["A01-01"], "her own": members["A01-02"]} {
			if s[1].Due.String() != want || s[0].Due.String() != "2026-02-15" {
				t.Errorf("%q, %s: %s and %s, want %s", shift, who, s[0].Due, s[1].Due, want)
			}
		}
		if group.Total() != (ledger.Amounts{Principal: 1_200_000, Interest: 36_000}) {
			t.Errorf("%q: %+v", shift, group.Total())
		}
	}
}
