package ledger_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// readCases splits a table of text into its cases, by name; it fails for a table
// without any.
func readCases(t testing.TB, file string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]string{}
	name := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "== "); ok {
			name = title
			if cases[name] != nil {
				t.Fatalf("%s: two cases are named %q", file, name)
			}
		} else if line != "" && line[0] != '#' {
			cases[name] = append(cases[name], line)
		}
	}
	if len(cases) == 0 {
		t.Fatalf("%s: no cases", file)
	}
	return cases
}

var (
	methods = map[string]ledger.Method{"declining": ledger.Declining, "annuity": ledger.Annuity}
	periods = map[string]ledger.RatePeriod{"month": ledger.PerMonth, "year": ledger.PerYear, "instalment": ledger.PerInstalment}
	modes   = map[string]ledger.RoundMode{
		"nearest": ledger.RoundNearest, "up": ledger.RoundUp, "down": ledger.RoundDown, "even": ledger.RoundEven,
	}
)

// or is the word's meaning, or the word itself, which then stands for a mistake.
func or[T ~string](m map[string]T, word string) T {
	if v, ok := m[word]; ok {
		return v
	}
	return T(word)
}

// parseTerms reads a line such as
// "9500000, flat 1.5 month, 10 x 1 month, paid out 2026-01-31".
func parseTerms(t testing.TB, line string) ledger.Terms {
	t.Helper()
	bad := func(part string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%q in %q: %v", part, line, err)
		}
	}
	var terms ledger.Terms
	for i, part := range strings.Split(line, ", ") {
		words := strings.Fields(part)
		number := func(k int) int {
			n, err := strconv.Atoi(words[k])
			bad(part, err)
			return n
		}
		switch {
		case i == 0:
			terms.Principal = ledger.Money(number(0))
		case i == 1:
			terms.Method = or(methods, words[0])
			if len(words) > 1 {
				rate, err := decimal.NewFromString(words[1])
				bad(part, err)
				terms.Rate, terms.RatePer = rate, or(periods, words[2])
			}
		case len(words) == 4 && words[1] == "x":
			terms.Instalments, terms.Every = number(0), ledger.Interval{N: number(2), Unit: ledger.Unit(words[3])}
		case strings.HasPrefix(part, "interest every "):
			terms.InterestEvery = ledger.Interval{N: number(2), Unit: ledger.Unit(words[3])}
		case strings.HasPrefix(part, "paid out "):
			terms.Disbursed = day(t, words[2])
		case strings.HasPrefix(part, "first due "):
			terms.FirstDue = day(t, words[2])
		case strings.HasPrefix(part, "due day "):
			terms.DueDay = number(2)
		case strings.HasPrefix(part, "round total "):
			terms.RoundTotal, terms.RoundMode = ledger.Money(number(2)), or(modes, words[3])
		case words[0] == "round":
			terms.Round, terms.RoundMode = ledger.Money(number(1)), or(modes, words[2])
		case words[0] == "grace":
			terms.Grace = number(1)
		case words[0] == "margin":
			terms.Margin = ledger.Money(number(1))
		default:
			t.Fatalf("%q in %q: not a term", part, line)
		}
	}
	return terms
}

func day(t testing.TB, s string) ledger.Date {
	t.Helper()
	d, err := ledger.ParseDate(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func TestNewSchedule(t *testing.T) {
	for _, file := range []string{"testdata/schedules.txt", "testdata/refused.txt"} {
		for name, lines := range readCases(t, file) {
			t.Run(name, func(t *testing.T) {
				s, err := ledger.NewSchedule(parseTerms(t, lines[0]))
				if want, ok := strings.CutPrefix(lines[1], "error "); ok {
					if err == nil || !strings.Contains(err.Error(), want) || s != nil {
						t.Errorf("got %v, %v; want an error with %q", s, err, want)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				checkLines(t, s, lines[1:])
			})
		}
	}
}

// checkLines compares a schedule with the lines of it that are written out.
func checkLines(t *testing.T, s ledger.Schedule, lines []string) {
	t.Helper()
	checked := 0
	for _, line := range lines {
		want := strings.Fields(line)
		switch want[0] {
		case "...":
			continue
		case "total":
			sum := s.Total()
			if got := fmt.Sprintf("total %d %d", sum.Principal, sum.Interest); got != strings.Join(want, " ") {
				t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
			}
			continue
		}
		n, err := strconv.Atoi(want[0])
		if err != nil || n < 1 || n > len(s) {
			t.Fatalf("no instalment %q among %d", want[0], len(s))
		}
		i := s[n-1]
		got := []string{strconv.Itoa(i.Number), i.Due.String(), fmt.Sprint(int64(i.Principal)), fmt.Sprint(int64(i.Interest))}
		if g, w := strings.Join(got[:len(want)], " "), strings.Join(want, " "); g != w {
			t.Errorf("got  %s\nwant %s", g, w)
		}
		checked++
	}
	if checked == 0 {
		t.Error("the case has no instalments to check")
	}
}

func ExampleNewSchedule() {
	paidOut, _ := ledger.ParseDate("2026-01-31")
	s, err := ledger.NewSchedule(ledger.Terms{
		Principal: 9_500_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat,
		Instalments: 10, Every: ledger.Monthly, Disbursed: paidOut,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range s[:3] {
		fmt.Println(i.Number, i.Due, i.Principal, i.Interest, i.Total())
	}
	fmt.Println(s.Total().Principal, s.Total().Interest)
	// Output:
	// 1 2026-02-28 Rp950.000 Rp142.500 Rp1.092.500
	// 2 2026-03-31 Rp950.000 Rp142.500 Rp1.092.500
	// 3 2026-04-30 Rp950.000 Rp142.500 Rp1.092.500
	// Rp9.500.000 Rp1.425.000
}
