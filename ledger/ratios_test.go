package ledger_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// ratio makes the ratio of the name from its figures.
func ratio(t *testing.T, name string, m []ledger.Money) ledger.Ratio {
	t.Helper()
	switch name {
	case "risk":
		return ledger.RiskRatio(m[0], m[1])
	case "npl":
		return ledger.NonPerforming(m)
	case "par":
		return ledger.PAR(m[0], m[1])
	case "lar":
		return ledger.LAR(int(m[0]), int(m[1]))
	case "rr":
		return ledger.RR(m[0], m[1])
	case "ccr":
		return ledger.CCr(m[0], m[1])
	case "roi":
		return ledger.ROI(m[0], int(m[1]), m[2])
	case "reserve":
		return ledger.ReserveAdequacy(m[0], m[1])
	}
	t.Fatalf("no ratio is named %q", name)
	return ledger.Ratio{}
}

func ratioText(r ledger.Ratio) string {
	if !r.Known {
		if r.Band != ledger.NoBand || r.Scored || !r.Value.IsZero() {
			return fmt.Sprintf("%+v", r)
		}
		return "none"
	}
	text := r.Value.String() + " " + string(r.Band)
	if r.Band == ledger.NoBand {
		text += "-"
	}
	if r.Scored {
		return fmt.Sprintf("%s %d", text, r.Points)
	}
	return text
}

func TestRatios(t *testing.T) {
	text, err := os.ReadFile("testdata/ratios.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		left, want, _ := strings.Cut(line, "=")
		words := strings.Fields(left)
		want = strings.TrimSpace(want)
		seen[words[0]]++
		if words[0] == "health" {
			if got := ledger.HealthBand(decimal.RequireFromString(words[1])); string(got) != want {
				t.Errorf("%s: got %s", line, got)
			}
			continue
		}
		var figures []ledger.Money
		for _, w := range words[1:] {
			figures = append(figures, money(t, w))
		}
		r := ratio(t, words[0], figures)
		if got := ratioText(r); got != want {
			t.Errorf("%s: got %s", line, got)
		}
		if r.Name == "" || r.Formula == "" {
			t.Errorf("%s: without name or formula", line)
		}
	}
	if len(seen) != 9 {
		t.Errorf("ratios with cases: %v", seen)
	}
}

func TestPortfolio(t *testing.T) {
	var p ledger.Portfolio
	for _, r := range p.Ratios(1000) {
		if r.Known {
			t.Errorf("nothing lent has %+v", r)
		}
	}
	five := scheme(t, "siupk5")
	add := func(group ledger.GroupCode, class int, balance, overdue, reserve ledger.Money, late int) {
		p.Add(group, ledger.Collectability{
			Class: five.Classes[class-1], Balance: balance, Overdue: overdue, Reserve: reserve, Arrears: ledger.Arrears{Instalments: late},
		})
	}
	add("A01", 3, 1_000_000, 600_000, 250_000, 3)
	add("A01", 1, 5_000_000, 0, 50_000, 0)
	add("A02", 2, 3_000_000, 200_000, 300_000, 2)
	add("A03", 5, 1_000_000, 1_000_000, 1_000_000, 7)
	add("A04", 5, 0, 0, 0, 9) // paid off: not active
	if active, late := p.Groups(); active != 3 || late != 2 {
		t.Errorf("groups %d, late %d", active, late)
	}
	want := map[string]string{
		"risiko": "18 cukup", "npl": "50 -", "par": "20 cukup", "lar": "66.67 kurang", "rr": "84 cukup", "cadangan": "50 kurang",
	}
	ratios := p.Ratios(800_000)
	for _, r := range ratios {
		if got := ratioText(r); got != want[r.Name] {
			t.Errorf("%s: got %s, want %s", r.Name, got, want[r.Name])
		}
	}
	if len(ratios) != len(want) {
		t.Errorf("%d ratios", len(ratios))
	}
}

func ExamplePAR() {
	r := ledger.PAR(1_500_000, 10_000_000)
	fmt.Printf("%s %s%% = %s\n%s\n", r.Name, r.Value, r.Band, r.Formula)
	// Output:
	// par 15% = cukup
	// saldo pinjaman yang menunggak 3 angsuran atau lebih / saldo pokok
}
