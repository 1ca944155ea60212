package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bendahara/ledger"
)

func TestMove(t *testing.T) {
	for _, row := range readTable(t, "testdata/cycle.txt") {
		l := ledger.Loan{Code: "P01", Status: ledger.LoanStatus(row[0]), Decision: "MAD 12/25"}
		books := ledger.LoanBooks{Moved: strings.Contains(row[2], "moved")}
		if _, n, ok := strings.Cut(row[2], "left "); ok {
			books.Left = money(t, n)
		}
		moved, err := l.Move(ledger.LoanStatus(row[1]), books, row[3])
		got := "ok"
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, row[4]) || err != nil && (moved.Status != l.Status || !strings.Contains(got, fmt.Sprintf("%q to %q", row[0], row[1]))) {
			t.Errorf("%s to %s, %s: %q, %s", row[0], row[1], row[2], got, moved.Status)
		}
		if err == nil && moved.Status != ledger.LoanStatus(row[1]) {
			t.Errorf("%s to %s: it is %s", row[0], row[1], moved.Status)
		}
		want := "MAD 12/25"
		if row[3] != "" && err == nil {
			want += "; " + row[3]
		}
		if moved.Decision != want {
			t.Errorf("%s to %s: decision %q, want %q", row[0], row[1], moved.Decision, want)
		}
	}
}

func TestDecisionIsKeptOnce(t *testing.T) {
	for before, want := range map[string]string{"": "MAD 1/26", "MAD 1/26": "MAD 1/26", "MAD 12/25": "MAD 12/25; MAD 1/26"} {
		l, err := ledger.Loan{Status: ledger.Disbursed, Decision: before}.Move(ledger.WrittenOff, ledger.LoanBooks{Left: 1}, " MAD 1/26 ")
		if err != nil || l.Decision != want {
			t.Errorf("%q: %q, %v; want %q", before, l.Decision, err, want)
		}
	}
	if _, err := (ledger.Loan{Status: ledger.Disbursed}).Move(ledger.WrittenOff, ledger.LoanBooks{}, "  "); !errors.Is(err, ledger.ErrNoDecision) {
		t.Errorf("a blank decision: %v", err)
	}
}

func TestCheckFund(t *testing.T) {
	for fund, groups := range map[ledger.Fund]string{
		ledger.FundSPP: "SPP", ledger.FundUEP: "SPP UEP", ledger.FundKSM: "SPP UEP KSM KUBE", ledger.FundBMT: "SPP UEP KSM KUBE",
	} {
		for _, group := range []ledger.GroupType{ledger.SPP, ledger.UEP, ledger.KSM, ledger.KUBE} {
			err := ledger.CheckFund(fund, group)
			if good := strings.Contains(groups, string(group)); good != (err == nil) || err != nil && !errors.Is(err, ledger.ErrFund) {
				t.Errorf("%s money to %s: %v", fund, group, err)
			}
		}
	}
}

func TestCheckCoordinator(t *testing.T) {
	alone := []ledger.Share{{Member: "A01-01", Principal: 3_000_000}}
	two := append(alone, ledger.Share{Member: "A01-02"})
	for _, c := range []struct {
		name   string
		shares []ledger.Share
		group  ledger.GroupType
		own    ledger.Money
		by     ledger.OfficerCode
		good   bool
	}{
		{"above the group's", alone, ledger.KUBE, 2_999_999, "", false},
		{"as much as the group's", alone, ledger.KUBE, 3_000_000, "", true},
		{"approved", alone, ledger.KUBE, 1, "P01", true},
		{"two members", two, ledger.KUBE, 1, "", true},
		{"the group as a whole", nil, ledger.KUBE, 1, "", true},
		{"no Kube", alone, ledger.SPP, 1, "", true},
	} {
		l := ledger.Loan{Code: "P02", Shares: c.shares, ApprovedBy: c.by, Terms: ledger.Terms{Principal: 3_000_000}}
		if err := l.CheckCoordinator(c.group, c.own); c.good != (err == nil) || err != nil && !errors.Is(err, ledger.ErrCoordinator) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestReplacementRefuses(t *testing.T) {
	old := ledger.Loan{Code: "P01", Group: "A01", Terms: parseTerms(t, "1200000, flat 1 month, 12 x 1 month, paid out 2026-01-15, round 100000 up")}
	rest := ledger.Remainder{
		Day: day(t, "2026-06-15"), Group: ledger.Amounts{Principal: 50_000},
		Members: map[ledger.MemberCode]ledger.Amounts{"": {Principal: 50_000}},
	}
	now, err := old.Replacement("P02", rest, old.Terms)
	if err != nil || now.Terms.Round != 50_000 || len(now.Shares) != 0 || now.Replaces != "P01" || now.Status != ledger.Proposed {
		t.Fatalf("%+v, %v", now, err)
	}
	terms := old.Terms
	terms.Instalments = 0
	if _, err := old.Replacement("P02", rest, terms); !errors.Is(err, ledger.ErrInstalments) {
		t.Errorf("terms that cannot be: %v", err)
	}
	now.Terms.Principal++
	if _, err := ledger.RescheduleLoanEntry(old, now, rest); !errors.Is(err, ledger.ErrReschedule) {
		t.Errorf("another principal: %v", err)
	}
	now.Terms.Principal--
	now.Shares = []ledger.Share{{Member: "A01-01", Principal: 50_000}}
	if _, err := ledger.RescheduleLoanEntry(old, now, rest); !errors.Is(err, ledger.ErrReschedule) {
		t.Errorf("other shares: %v", err)
	}
}

func ExampleLoan_Move() {
	l := ledger.Loan{Code: "P01", Status: ledger.Disbursed, Decision: "MAD 12/2025"}
	_, err := l.Move(ledger.WrittenOff, ledger.LoanBooks{Moved: true, Left: 500_000}, "")
	fmt.Println(errors.Is(err, ledger.ErrNoDecision))
	l, err = l.Move(ledger.WrittenOff, ledger.LoanBooks{Moved: true, Left: 500_000}, "MAD 03/2026")
	fmt.Println(l.Status, l.Decision, err)
	// Output:
	// true
	// dihapus MAD 12/2025; MAD 03/2026 <nil>
}
