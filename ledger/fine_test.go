package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

func TestFineOn(t *testing.T) {
	for name, lines := range readCases(t, "testdata/fines.txt") {
		t.Run(name, func(t *testing.T) {
			s, err := ledger.NewSchedule(parseTerms(t, lines[0]))
			if err != nil {
				t.Fatal(err)
			}
			settings := ledger.Settings{}
			var payments []ledger.Payment
			for _, line := range lines[1:] {
				w := strings.Fields(line)
				switch w[0] {
				case "rule":
					settings = ledger.Settings{"denda": w[1], "denda_nilai": w[2], "denda_tenggang_hari": w[4], "denda_batas": strings.TrimPrefix(w[6], "-")}
					continue
				case "paid":
					payments = append(payments, ledger.Payment{Day: day(t, w[1]), Paid: ledger.Amounts{Principal: money(t, w[2]), Interest: money(t, w[3])}})
					continue
				}
				rule, err := settings.FineRule()
				if err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprintf("%s %d", w[0], s.FineOn(day(t, w[0]), payments, rule)); got != line {
					t.Errorf("got %s, want %s", got, line)
				}
			}
		})
	}
}

func TestFineRuleRefuses(t *testing.T) {
	for _, c := range []struct{ kind, value string }{
		{"tetap", "5000.50"}, {"tetap", "0.5"}, {"persen", "100.01"}, {"persen", "5.000,0"}, {"persen", "1e9"}, {"tetap", "-5"}, {"tetap", ""},
	} {
		rule, err := ledger.Settings{"denda": c.kind, "denda_nilai": c.value}.FineRule()
		if !errors.Is(err, ledger.ErrFineValue) || !strings.Contains(err.Error(), c.value) {
			t.Errorf("%s %q: %+v, %v; want ErrFineValue", c.kind, c.value, rule, err)
		}
	}
	if rule, err := (ledger.Settings{"denda": "persen", "denda_nilai": "100"}).FineRule(); err != nil || rule.Rate.String() != "100" {
		t.Errorf("100 per cent: %+v, %v", rule, err)
	}
}

// A fine never falls with time nor rises by a payment, keeps to its cap, and is
// nothing for one who pays each bill in time.
func TestFineGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		rule := ledger.FineRule{
			Kind: draw(t, "kind", ledger.FixedFine, ledger.PercentFine), Amount: ledger.Money(rapid.Int64Range(0, 10_000).Draw(t, "amount")),
			Rate:  ledger.Money(rapid.Int64Range(0, 100).Draw(t, "rate")).Decimal(),
			Grace: rapid.IntRange(0, 60).Draw(t, "grace"), Cap: ledger.Money(rapid.Int64Range(0, 1_000_000).Draw(t, "cap")),
		}
		on := drawDay(t, s)
		payments := []ledger.Payment{{Day: drawDay(t, s), Paid: drawPaid(t, s)}}
		fine := s.FineOn(on, payments, rule)
		if fine < 0 || rule.Cap > 0 && fine > rule.Cap || fine > ledger.MaxMoney {
			t.Fatalf("fine %d with cap %d", fine, rule.Cap)
		}
		if later := s.FineOn(on+1, payments, rule); later < fine {
			t.Fatalf("%d on %s, %d the day after", fine, on, later)
		}
		more := ledger.Payment{Day: drawDay(t, s), Paid: ledger.Amounts{Principal: 1000, Interest: 1000}}
		if less := s.FineOn(on, append(payments, more), rule); less > fine {
			t.Fatalf("%d, and %d when more was paid", fine, less)
		}
		var inTime []ledger.Payment
		for _, line := range s {
			inTime = append(inTime, ledger.Payment{Day: line.Due, Paid: ledger.Amounts{Principal: line.Principal, Interest: line.Interest}})
		}
		if none := s.FineOn(on, inTime, rule); none != 0 {
			t.Fatalf("%d for one who always paid in time", none)
		}
	})
}

func ExampleSchedule_FineOn() {
	s := ledger.Schedule{{Number: 1, Due: ledger.NewDate(2026, 2, 15), Principal: 100_000, Interest: 12_000}}
	rule, err := ledger.Settings{"denda": "persen", "denda_nilai": "2"}.FineRule()
	if err != nil {
		fmt.Println(err)
		return
	}
	paid := []ledger.Payment{{Day: ledger.NewDate(2026, 3, 1), Paid: ledger.Amounts{Principal: 50_000}}}
	fmt.Println(s.FineOn(ledger.NewDate(2026, 2, 15), paid, rule)) // not late on its due day
	fmt.Println(s.FineOn(ledger.NewDate(2026, 2, 16), paid, rule)) // 2 % of 112,000
	fmt.Println(s.FineOn(ledger.NewDate(2026, 3, 16), paid, rule)) // and of the 62,000 left after a month
	// Output:
	// Rp0
	// Rp2.240
	// Rp3.480
}
