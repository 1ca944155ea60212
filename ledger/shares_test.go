package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name    string
		total   ledger.Money
		weights []ledger.Money
		want    []ledger.Money
	}{
		{"even", 100, []ledger.Money{1, 1}, []ledger.Money{50, 50}},
		{"a tie goes to the earlier", 100, []ledger.Money{1, 1, 1}, []ledger.Money{34, 33, 33}},
		{"the largest fraction first", 10, []ledger.Money{14, 23, 63}, []ledger.Money{2, 2, 6}},
		{"a weight of nothing", 10, []ledger.Money{0, 3}, []ledger.Money{0, 10}},
		{"no weights at all", 10, []ledger.Money{0, 0, 0}, []ledger.Money{4, 3, 3}},
		{"a negative weight is nothing", 10, []ledger.Money{-5, 5}, []ledger.Money{0, 10}},
		{"nobody", 10, []ledger.Money{}, []ledger.Money{}},
		{"nothing", 0, []ledger.Money{1, 2}, []ledger.Money{0, 0}},
		{"a loss", -100, []ledger.Money{1, 1, 1}, []ledger.Money{-34, -33, -33}},
		{"large", ledger.MaxMoney, []ledger.Money{ledger.MaxMoney, ledger.MaxMoney, ledger.MaxMoney}, []ledger.Money{333333333334, 333333333333, 333333333333}},
	} {
		if got := ledger.Split(c.total, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%s: Split(%d, %d) = %d, want %d", c.name, c.total, c.weights, got, c.want)
		}
	}
}

// kalijambe is G2 with interest, shared by three members.
func kalijambe(t testing.TB) ledger.Loan {
	return ledger.Loan{
		Code: "P01", Group: "A01",
		Terms: parseTerms(t, "10000000, flat 1.5 month, 12 x 1 month, paid out 2026-01-31, round 1000 up"),
		Shares: []ledger.Share{
			{Member: "A01-01", Principal: 5_000_000}, {Member: "A01-02", Principal: 3_000_000}, {Member: "A01-03", Principal: 2_000_000},
		},
	}
}

func memberSchedules(t testing.TB, l ledger.Loan) map[ledger.MemberCode]ledger.Schedule {
	t.Helper()
	s, err := l.MemberSchedules()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMembersMirrorTheGroup(t *testing.T) {
	members := memberSchedules(t, kalijambe(t))
	if len(members) != 3 {
		t.Fatalf("%d schedules", len(members))
	}
	for member, want := range map[ledger.MemberCode]struct{ first, last string }{
		"A01-01": {"417000 75000", "413000 75000"},
		"A01-02": {"250200 45000", "247800 45000"},
		"A01-03": {"166800 30000", "165200 30000"},
	} {
		s := members[member]
		first, last := s[0], s[11]
		if got := fmt.Sprint(int64(first.Principal), " ", int64(first.Interest)); got != want.first {
			t.Errorf("%s: first %s, want %s", member, got, want.first)
		}
		if got := fmt.Sprint(int64(last.Principal), " ", int64(last.Interest)); got != want.last {
			t.Errorf("%s: last %s, want %s", member, got, want.last)
		}
		if first.Due.String() != "2026-02-28" || last.Due.String() != "2027-01-31" || last.Number != 12 {
			t.Errorf("%s: %s to %s", member, first.Due, last.Due)
		}
	}
}

func TestWithoutSharesTheGroupPays(t *testing.T) {
	l := kalijambe(t)
	l.Shares = nil
	members := memberSchedules(t, l)
	group, err := l.Schedule()
	if err != nil || len(members) != 1 || !slices.Equal(members[""], group) {
		t.Errorf("got %v, %v", members, err)
	}
}

// An executing group lends on its own terms (S5); who has none mirrors the group.
func TestSharesWithTheirOwnTerms(t *testing.T) {
	l := kalijambe(t)
	rate := decimal.NewFromInt(2)
	l.Terms.FirstDue = day(t, "2026-03-05")
	l.Shares[0].Rate = &rate
	l.Shares[1].Instalments = 6
	l.Shares[1].Every = ledger.Interval{N: 35, Unit: ledger.Day}
	members := memberSchedules(t, l)

	checkLines(t, members["A01-01"], []string{
		"1 2026-03-05 417000 100000", "12 2027-02-05 413000 100000", "total 5000000 1200000",
	})
	checkLines(t, members["A01-02"], []string{ // 3,000,000 at 1.5 a month for 210 days of 365
		"1 2026-03-07 500000 52000", "6 2026-08-29 500000 50685", "total 3000000 310685",
	})
	checkLines(t, members["A01-03"], []string{"1 2026-03-05 166800 30000", "total 2000000 360000"})
}

// The group's rounding step may be more than one small share; hers is not rounded.
func TestSmallShareIsNotRounded(t *testing.T) {
	l := kalijambe(t)
	l.Terms.Round = 500_000
	l.Shares[1].Principal, l.Shares[2].Principal = 4_800_000, 200_000
	l.Shares[2].Instalments = 8
	members := memberSchedules(t, l)
	checkLines(t, members["A01-03"], []string{"1 2026-02-28 25000 3000", "8 2026-09-30 25000 3000", "total 200000 24000"})
}

func TestMurabahahMarginIsShared(t *testing.T) {
	l := kalijambe(t)
	l.Terms = parseTerms(t, "10000000, murabahah, margin 1000001, 10 x 1 month, paid out 2026-01-31")
	l.Shares[0].Instalments = 5
	members := memberSchedules(t, l)
	checkLines(t, members["A01-01"], []string{"1 2026-02-28 1000000 100000", "total 5000000 500001"})
	checkLines(t, members["A01-02"], []string{"1 2026-02-28 300000 30000", "total 3000000 300000"})
}

func TestPrintedSchedulesStand(t *testing.T) {
	l := kalijambe(t)
	group := ledger.Schedule{
		{Number: 1, Due: day(t, "2026-03-15"), Principal: 4_000_000, Interest: 100_001},
		{Number: 2, Due: day(t, "2026-06-15"), Principal: 6_000_000, Interest: 50_000},
	}
	own := ledger.Schedule{{Number: 1, Due: day(t, "2026-12-24"), Principal: 3_000_000, Interest: 1}}
	l.Printed = map[ledger.MemberCode]ledger.Schedule{"": group, "A01-02": own}
	if s, err := l.Schedule(); err != nil || !slices.Equal(s, group) {
		t.Errorf("the group's: %v, %v", s, err)
	}
	members := memberSchedules(t, l)
	if !slices.Equal(members["A01-02"], own) {
		t.Errorf("A01-02: %v", members["A01-02"])
	}
	checkLines(t, members["A01-01"], []string{"1 2026-03-15 2000000 50001", "2 2026-06-15 3000000 25000"})
	checkLines(t, members["A01-03"], []string{"1 2026-03-15 800000 20000", "2 2026-06-15 1200000 10000"})

	own[0].Principal++
	if _, err := l.MemberSchedules(); !errors.Is(err, ledger.ErrSchedule) {
		t.Errorf("a printed schedule above her share: %v, want ErrSchedule", err)
	}
	group[1].Due = group[0].Due
	if _, err := l.Schedule(); !errors.Is(err, ledger.ErrSchedule) {
		t.Errorf("two instalments on one day: %v, want ErrSchedule", err)
	}
}

func TestSharesMustAddUp(t *testing.T) {
	for name, change := range map[string]func(*ledger.Loan){
		"a rupiah short": func(l *ledger.Loan) { l.Shares[0].Principal-- },
		"a rupiah more":  func(l *ledger.Loan) { l.Shares[0].Principal++ },
		"named twice":    func(l *ledger.Loan) { l.Shares[1].Member = l.Shares[0].Member },
		"nobody's":       func(l *ledger.Loan) { l.Shares[1].Member = "" },
		"negative": func(l *ledger.Loan) {
			l.Shares[0].Principal, l.Shares[1].Principal = 8_500_000, -500_000
		},
	} {
		l := kalijambe(t)
		change(&l)
		if s, err := l.MemberSchedules(); !errors.Is(err, ledger.ErrShares) || s != nil {
			t.Errorf("%s: %v, %v; want ErrShares", name, s, err)
		}
	}
	l := kalijambe(t)
	l.Terms.Instalments = 0
	if _, err := l.MemberSchedules(); !errors.Is(err, ledger.ErrInstalments) {
		t.Errorf("got %v, want ErrInstalments", err)
	}
}

func ExampleSplit() {
	// An instalment of 100,000 over shares of two, one and one million.
	fmt.Println(ledger.Split(100_001, []ledger.Money{2_000_000, 1_000_000, 1_000_000}))
	// Output: [Rp50.001 Rp25.000 Rp25.000]
}
