package ledger_test

import (
	"errors"
	"fmt"
	"testing"

	"bendahara/ledger"
)

func TestBillProfit(t *testing.T) {
	l := ledger.Loan{
		Code: "Q01", Group: "K01", Fund: ledger.FundBMT, Status: ledger.Disbursed, ProfitShare: "60:40",
		Terms:  parseTerms(t, "3000000, bagi_hasil, 3 x 1 month, paid out 2026-01-10"),
		Shares: []ledger.Share{{Member: "K01-01", Principal: 1_000_000}, {Member: "K01-02", Principal: 2_000_000}},
	}
	if s, err := l.Schedule(); err != nil || s.Total().Interest != 0 {
		t.Fatalf("before a profit is reported %v is billed, %v", s.Total(), err)
	}
	on, err := l.BillProfit(500_001, day(t, "2026-02-10")) // with an instalment
	if err != nil {
		t.Fatal(err)
	}
	between, err := on.BillProfit(100_000, day(t, "2026-02-20")) // a line of its own
	if err != nil {
		t.Fatal(err)
	}
	s, err := between.Schedule()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 2026-02-10 1.000.000 200.000", "2 2026-02-20 0 40.000", "3 2026-03-10 1.000.000 0", "4 2026-04-10 1.000.000 0",
	}
	for i, line := range s {
		if got := fmtLine(line); i >= len(want) || got != want[i] {
			t.Errorf("line %q, want %q", got, want[min(i, len(want)-1)])
		}
	}
	each, err := between.MemberSchedules()
	if err != nil || each["K01-01"].Total().Interest != 80_000 || each["K01-02"].Total().Interest != 160_000 {
		t.Errorf("members are billed %v and %v, %v", each["K01-01"].Total(), each["K01-02"].Total(), err)
	}
	if first, _ := l.Schedule(); first.Total().Interest != 0 {
		t.Error("the loan that was given has changed")
	}
	for name, c := range map[string]struct {
		change func(*ledger.Loan)
		profit ledger.Money
		due    string
		want   error
	}{
		"another method":   {func(l *ledger.Loan) { l.Terms.Method = ledger.Flat; l.Terms.RatePer = ledger.PerMonth }, 1, "2026-02-10", ledger.ErrProfit},
		"no profit":        {func(*ledger.Loan) {}, 0, "2026-02-10", ledger.ErrProfit},
		"a loss":           {func(*ledger.Loan) {}, -5, "2026-02-10", ledger.ErrProfit},
		"before its money": {func(*ledger.Loan) {}, 1, "2026-01-10", ledger.ErrProfit},
		"no nisbah":        {func(l *ledger.Loan) { l.ProfitShare = "" }, 1, "2026-02-10", ledger.ErrProfitShare},
	} {
		bad := l
		c.change(&bad)
		if _, err := bad.BillProfit(c.profit, day(t, c.due)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func fmtLine(i ledger.Instalment) string {
	return fmt.Sprintf("%d %s %s %s", i.Number, i.Due, i.Principal.Digits(), i.Interest.Digits())
}
