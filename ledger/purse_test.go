package ledger_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// readTable is the lines of a table, without its comments, split at " | "; it fails
// for a table without any.
func readTable(t testing.TB, file string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, "|")
		for i, p := range parts {
			parts[i] = strings.Join(strings.Fields(p), " ")
		}
		rows = append(rows, parts)
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no lines", file)
	}
	return rows
}

func TestWithdrawals(t *testing.T) {
	for _, row := range readTable(t, "testdata/purses.txt") {
		words := strings.Fields(strings.ReplaceAll(row[0], ",", ""))
		w := ledger.Withdrawal{
			Purse: ledger.Purse(words[0]), Amount: money(t, words[1]), Held: money(t, words[3]), LoanLeft: money(t, words[5]),
			Cover: strings.HasSuffix(row[0], " cover"), Decision: option(words, "by"),
		}
		got := "ok"
		err := w.Check()
		if err != nil {
			got = err.Error()
		}
		if !strings.HasSuffix(got, row[1]) || err != nil && !strings.HasPrefix(got, words[1]+" of "+words[3]) {
			t.Errorf("%s: %s, want %s", row[0], got, row[1])
		}
	}
}

func thousandADay() ledger.DailySaving {
	return ledger.DailySaving{Start: ledger.NewDate(2026, 3, 1), Amount: 1000}
}

func TestDailySaving(t *testing.T) {
	for _, row := range readTable(t, "testdata/daily.txt") {
		words := strings.Fields(row[0])
		st := thousandADay().On(day(t, words[0]), money(t, words[1]))
		through := st.PaidThrough.String()
		if through == "" {
			through = "-"
		}
		got := fmt.Sprintf("%d %s | behind %d %d | due %d | ahead %d | part %d", st.PaidDays, through, st.DaysBehind, st.Behind, st.Due, st.DaysAhead, st.Part)
		if want := strings.Join(row[1:], " | "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", row[0], got, want)
		}
	}
}

func TestDaysPaid(t *testing.T) {
	for _, c := range []struct {
		before, deposit ledger.Money
		want            string
	}{
		{0, 5000, "2026-03-01 2026-03-05 0"},
		{5000, 1000, "2026-03-06 2026-03-06 0"},
		{5500, 2000, "2026-03-06 2026-03-07 500"},
		{5500, 300, "2026-03-06 2026-03-05 300"},
		{0, 17_500, "2026-03-01 2026-03-17 500"},
	} {
		first, last, part := thousandADay().DaysPaid(c.before, c.deposit)
		if got := fmt.Sprintf("%s %s %d", first, last, part); got != c.want {
			t.Errorf("%d after %d: %s, want %s", c.deposit, c.before, got, c.want)
		}
	}
	if st := (ledger.DailySaving{Start: 1}).On(100, 5000); st != (ledger.DailyStanding{}) {
		t.Errorf("a promise of nothing: %+v", st)
	}
}

// Deposits one after the other fill the days without a hole or an overlap, and what
// is behind, due and ahead agrees with counting the days one by one.
func TestDailyPurse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := ledger.DailySaving{Start: ledger.Date(rapid.Int32Range(20000, 21000).Draw(t, "start")), Amount: ledger.Money(rapid.Int64Range(1, 3000).Draw(t, "amount"))}
		var saved ledger.Money
		next := d.Start
		for _, n := range rapid.SliceOfN(rapid.Int64Range(1, 20_000), 0, 10).Draw(t, "deposits") {
			deposit := ledger.Money(n)
			first, last, part := d.DaysPaid(saved, deposit)
			if first != next || last < first-1 || part < 0 || part >= d.Amount {
				t.Fatalf("%d after %d: %s to %s and %d, next is %s", deposit, saved, first, last, part, next)
			}
			saved, next = saved+deposit, last+1
		}
		on := d.Start + ledger.Date(rapid.IntRange(-10, 100).Draw(t, "day"))
		st := d.On(on, saved)
		var behind, due ledger.Money
		var late, ahead int
		rest := saved
		for i := range 20_000 * 10 {
			item := d.Start + ledger.Date(i)
			if item > on && rest < d.Amount {
				break
			}
			lack := d.Amount - min(rest, d.Amount)
			rest -= d.Amount - lack
			switch {
			case item < on && lack > 0:
				behind, due, late = behind+lack, due+lack, late+1
			case item == on:
				due += lack
			case item > on:
				ahead++
			}
		}
		want := ledger.DailyStanding{PaidDays: int(next - d.Start), Part: saved % d.Amount, DaysBehind: late, Behind: behind, Due: due, DaysAhead: ahead}
		if next > d.Start {
			want.PaidThrough = next - 1
		}
		if st != want {
			t.Fatalf("got %+v, want %+v", st, want)
		}
	})
}

func ExampleDailySaving_On() {
	coins := ledger.DailySaving{Start: ledger.NewDate(2026, 3, 1), Amount: 1000}
	st := coins.On(ledger.NewDate(2026, 3, 8), 5000)
	fmt.Println("paid through", st.PaidThrough, "behind", st.DaysBehind, st.Behind)
	// Output: paid through 2026-03-05 behind 2 Rp2.000
}

// Two deposits, one that was undone, another's, and another purse's.
func TestDailyOf(t *testing.T) {
	m, other := ledger.Member{Code: "C01-02", Group: "C01"}, ledger.Member{Code: "C01-03", Group: "C01"}
	save := func(n ledger.EntryNumber, m ledger.Member, purse ledger.Purse, amount ledger.Money, on string) ledger.Entry {
		e := ledger.SaveEntry(m, purse, amount, day(t, on))
		e.Number = n
		return e
	}
	entries := []ledger.Entry{
		save(1, m, ledger.SavingsDaily, 500, "2026-03-01"), save(2, m, ledger.SavingsDaily, 5000, "2026-03-05"),
		save(3, m, ledger.SavingsDaily, 2000, "2026-03-04"), save(4, other, ledger.SavingsDaily, 9000, "2026-03-02"),
		save(5, m, ledger.SavingsMonthly, 10_000, "2026-03-02"), save(6, m, ledger.SavingsDaily, -1000, "2026-03-06"),
		{Kind: ledger.Reversal, Reverses: 1, Group: "C01", Number: 7},
	}
	group := ledger.Group{Code: "C01", Type: ledger.KSM}
	d, deposited, ok := ledger.Settings{}.DailyOf(group, "C01-02", entries)
	if !ok || deposited != 7000 || d != (ledger.DailySaving{Start: day(t, "2026-03-04"), Amount: 1000}) {
		t.Errorf("got %+v, %d, %v", d, deposited, ok)
	}
	for name, of := range map[string]func() bool{
		"nothing promised": func() bool {
			_, _, ok := ledger.Settings{"harian_jumlah": "0"}.DailyOf(group, "C01-02", entries)
			return ok
		},
		"never saved": func() bool { _, _, ok := ledger.Settings{}.DailyOf(group, "C01-09", entries); return ok },
		"no KSM": func() bool {
			_, _, ok := ledger.Settings{}.DailyOf(ledger.Group{Type: ledger.SPP}, "C01-02", entries)
			return ok
		},
	} {
		if of() {
			t.Errorf("%s: a daily saver", name)
		}
	}
}
