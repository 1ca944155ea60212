package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

func TestPayoff(t *testing.T) {
	for name, lines := range readCases(t, "testdata/payoffs.txt") {
		t.Run(name, func(t *testing.T) {
			s, err := ledger.NewSchedule(parseTerms(t, lines[0]))
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines[1:] {
				parts := strings.Split(line, " | ")
				w := strings.Fields(parts[0])
				p := s.Payoff(day(t, w[0]), ledger.Amounts{Principal: money(t, w[2]), Interest: money(t, w[3])}, money(t, w[5]), ledger.PayoffRule(w[6]))
				got := fmt.Sprintf("%d %d %d | waived %d", p.Pay.Principal, p.Pay.Interest, p.Pay.Fine, p.Waived)
				if want := parts[1] + " | " + parts[2]; got != want {
					t.Errorf("%s\ngot  %s\nwant %s", parts[0], got, want)
				}
			}
		})
	}
}

func TestPayoffRule(t *testing.T) {
	settings := ledger.Settings{"pelunasan": "jasa_bulan_ini"}
	for method, want := range map[ledger.Method]ledger.PayoffRule{
		ledger.Flat: ledger.PayoffThisMonth, ledger.Qardh: ledger.PayoffThisMonth, ledger.Murabahah: ledger.PayoffFull,
	} {
		if got := settings.PayoffRule(ledger.Loan{Terms: ledger.Terms{Method: method}}); got != want {
			t.Errorf("%s: %s, want %s", method, got, want)
		}
	}
	if got := (ledger.Settings{}).PayoffRule(ledger.Loan{}); got != ledger.PayoffFull {
		t.Errorf("by default: %s", got)
	}
}

// What is paid and what is waived are all that is left, whatever the rule, and
// nothing that is late is waived.
func TestPayoffEndsTheLoan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		on, paid := drawDay(t, s), drawPaid(t, s)
		st := s.On(on, paid)
		p := s.Payoff(on, paid, 500, draw(t, "rule", ledger.PayoffFull, ledger.PayoffThisMonth))
		if p.Pay.Principal != st.PrincipalLeft || p.Pay.Interest+p.Waived != st.InterestLeft || p.Pay.Fine != 500 {
			t.Fatalf("%+v of %+v", p, st)
		}
		if p.Waived < 0 || p.Pay.Interest < st.OverdueInterest+st.CurrentInterest {
			t.Fatalf("%+v though %d is due", p, st.OverdueInterest+st.CurrentInterest)
		}
	})
}

func ExampleSchedule_Payoff() {
	s := ledger.Schedule{
		{Number: 1, Due: ledger.NewDate(2026, 2, 15), Principal: 500_000, Interest: 15_000},
		{Number: 2, Due: ledger.NewDate(2026, 3, 15), Principal: 500_000, Interest: 15_000},
	}
	p := s.Payoff(ledger.NewDate(2026, 2, 10), ledger.Amounts{}, 0, ledger.PayoffThisMonth)
	fmt.Println(p.Pay.Principal, p.Pay.Interest, p.Waived)
	// Output: Rp1.000.000 Rp15.000 Rp15.000
}
