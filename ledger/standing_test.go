package ledger_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"bendahara/ledger"
)

func money(t testing.TB, word string) ledger.Money {
	t.Helper()
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Money(n)
}

func TestStanding(t *testing.T) {
	for name, lines := range readCases(t, "testdata/standings.txt") {
		t.Run(name, func(t *testing.T) {
			s, err := ledger.NewSchedule(parseTerms(t, lines[0]))
			if err != nil {
				t.Fatal(err)
			}
			var on string
			var st ledger.Standing
			for _, line := range lines[1:] {
				words := strings.Fields(line)
				if words[0] == "on" {
					on = line
					st = s.On(day(t, words[1]), ledger.Amounts{Principal: money(t, words[3]), Interest: money(t, words[4])})
					continue
				}
				if got := standingLine(t, st, words); got != line {
					t.Errorf("%s:\ngot  %s\nwant %s", on, got, line)
				}
			}
		})
	}
}

// standingLine writes the standing as a line that begins with the same word.
func standingLine(t *testing.T, st ledger.Standing, words []string) string {
	t.Helper()
	switch words[0] {
	case "left":
		return fmt.Sprintf("left %d %d", st.PrincipalLeft, st.InterestLeft)
	case "overdue":
		return fmt.Sprintf("overdue %d %d", st.OverduePrincipal, st.OverdueInterest)
	case "current":
		return fmt.Sprintf("current %d %d", st.CurrentPrincipal, st.CurrentInterest)
	case "next":
		if st.NextDue.IsZero() {
			return "next never"
		}
		return fmt.Sprintf("next %s %d %d", st.NextDue, st.Next.Principal, st.Next.Interest)
	case "late":
		if st.LateSince.IsZero() && st.LateInstalments == 0 {
			return "late never"
		}
		return fmt.Sprintf("late %s %d", st.LateSince, st.LateInstalments)
	case "bill":
		if len(words) == 4 {
			st.Fine = money(t, words[3])
			return fmt.Sprintf("bill %d fine %d", st.Bill(), st.Fine)
		}
		return fmt.Sprintf("bill %d", st.Bill())
	}
	t.Fatalf("%q is not of a standing", words[0])
	return ""
}

var stepLetters = map[rune]ledger.Step{
	'd': ledger.StepFine, 'j': ledger.StepInterest, 't': ledger.StepOverdue, 'a': ledger.StepCurrent,
}

func TestAllocate(t *testing.T) {
	text, err := os.ReadFile("testdata/allocations.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(parts) != 4 {
			continue
		}
		cases++
		due := strings.Fields(parts[0])
		st := ledger.Standing{
			Fine: money(t, due[0]), OverdueInterest: money(t, due[1]), OverduePrincipal: money(t, due[2]), CurrentPrincipal: money(t, due[3]),
		}
		var order []ledger.Step
		for _, letter := range strings.TrimSpace(parts[2]) {
			order = append(order, stepLetters[letter])
		}
		payment := money(t, strings.TrimSpace(parts[1]))
		a, err := st.Allocate(payment, order)
		got := fmt.Sprintf("%d %d %d %d %d", a.Fine, a.Interest, a.Overdue, a.Current, a.Excess)
		if want := strings.Join(strings.Fields(parts[3]), " "); err != nil || got != want {
			t.Errorf("%sgot %s, %v", line, got, err)
		}
		if a.Total() != payment {
			t.Errorf("%sadds up to %d", line, a.Total())
		}
	}
	if cases == 0 {
		t.Fatal("no cases")
	}
}

// Interest of the current instalment goes before overdue principal.
func TestAllocateTakesAllInterestDue(t *testing.T) {
	st := ledger.Standing{OverdueInterest: 100, CurrentInterest: 50, OverduePrincipal: 1000, CurrentPrincipal: 500}
	a, err := st.Allocate(200, nil)
	if want := (ledger.Allocation{Interest: 150, Overdue: 50}); err != nil || a != want {
		t.Errorf("got %+v, %v; want %+v", a, err, want)
	}
	if paid := a.Paid(); paid != (ledger.Amounts{Principal: 50, Interest: 150}) {
		t.Errorf("paid %+v", paid)
	}
}

// One who pays what is late, after its due day, is not left late by the interest
// of an instalment that has not fallen due; on its due day that interest goes
// before overdue principal (S7).
func TestInterestOfAMonthThatHasOnlyBegun(t *testing.T) {
	schedule := ledger.Schedule{
		{Number: 1, Due: day(t, "2026-03-15"), Principal: 250_000, Interest: 25_000},
		{Number: 2, Due: day(t, "2026-04-15"), Principal: 250_000, Interest: 25_000},
	}
	for on, want := range map[string]ledger.Allocation{
		"2026-03-18": {Interest: 25_000, Overdue: 250_000},
		"2026-04-14": {Interest: 25_000, Overdue: 250_000},
		"2026-04-15": {Interest: 50_000, Overdue: 225_000},
	} {
		if a, err := schedule.On(day(t, on), ledger.Amounts{}).Allocate(275_000, nil); err != nil || a != want {
			t.Errorf("%s: got %+v, %v; want %+v", on, a, err, want)
		}
	}
	a, err := schedule.On(day(t, "2026-03-18"), ledger.Amounts{}).Allocate(290_000, nil)
	if want := (ledger.Allocation{Interest: 25_000, Overdue: 250_000, Ahead: 15_000}); err != nil || a != want {
		t.Errorf("a little more: got %+v, %v; want %+v", a, err, want)
	}
}

func TestAllocateRefuses(t *testing.T) {
	st := ledger.Standing{CurrentPrincipal: 100}
	for _, amount := range []ledger.Money{0, -1, ledger.MaxMoney + 1} {
		if a, err := st.Allocate(amount, nil); !errors.Is(err, ledger.ErrAmount) || a != (ledger.Allocation{}) {
			t.Errorf("%d: %+v, %v; want ErrAmount", int64(amount), a, err)
		}
	}
	if _, err := st.Allocate(ledger.MaxMoney, nil); err != nil {
		t.Errorf("the largest payment: %v", err)
	}
	for _, order := range [][]ledger.Step{{"jasa", "bunga"}, {"jasa", "jasa"}, {""}} {
		if a, err := st.Allocate(100, order); !errors.Is(err, ledger.ErrOrder) || a != (ledger.Allocation{}) {
			t.Errorf("%q: %+v, %v; want ErrOrder", order, a, err)
		}
	}
}

func ExampleStanding_Allocate() {
	// One instalment is late, one is current; the interest of both is due (S7).
	standing := ledger.Standing{
		OverduePrincipal: 834_000, OverdueInterest: 75_000, CurrentPrincipal: 834_000, CurrentInterest: 75_000,
	}
	a, err := standing.Allocate(1_000_000, ledger.DefaultOrder())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Interest, a.Overdue, a.Current, a.Excess)
	// Output: Rp150.000 Rp834.000 Rp16.000 Rp0
}
