package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"bendahara/ledger"
)

func TestSurplus(t *testing.T) {
	for name, lines := range readCases(t, "testdata/surpluses.txt") {
		t.Run(name, func(t *testing.T) {
			rule, err := ledger.ParseSurplus(lines[0])
			setting := ledger.CheckSetting("surplus", lines[0])
			if strings.HasPrefix(lines[1], "error") {
				checkRefused(t, err, lines[1])
				if rule != nil || !errors.Is(setting, ledger.ErrSettingValue) {
					t.Errorf("got %+v; as a setting %v", rule, setting)
				}
				return
			}
			if err != nil || setting != nil {
				t.Fatal(err, setting)
			}
			var parts []ledger.SurplusPart
			for _, line := range lines[1:] {
				words := strings.Fields(line)
				switch words[0] {
				case "surplus":
					parts, err = rule.Split(money(t, words[1]))
				case "error":
					checkRefused(t, err, line)
					err = nil
				default:
					got := "none"
					for _, p := range parts {
						if p.Name == words[0] {
							got = fmt.Sprintf("%s %d %s", p.Name, p.Amount, p.Account)
						}
					}
					if err != nil || got != line {
						t.Errorf("got %s, %v; want %s", got, err, line)
					}
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSurplusRuleCheck(t *testing.T) {
	rest := ledger.SurplusShare{Name: "modal", Rest: true}
	for name, c := range map[string]struct {
		share ledger.SurplusShare
		want  error
	}{
		"good":         {ledger.SurplusShare{Name: "sosial", Percent: decimal.NewFromInt(100), Step: 1}, nil},
		"negative":     {ledger.SurplusShare{Name: "sosial", Percent: decimal.NewFromInt(-1), Step: 1}, ledger.ErrSurplusPercent},
		"over":         {ledger.SurplusShare{Name: "sosial", Percent: decimal.NewFromInt(101), Step: 1}, ledger.ErrSurplusPercent},
		"huge":         {ledger.SurplusShare{Name: "sosial", Percent: decimal.New(1, 1_000_000), Step: 1}, ledger.ErrSurplusPercent},
		"too fine":     {ledger.SurplusShare{Name: "sosial", Percent: decimal.New(1, -5), Step: 1}, ledger.ErrSurplusPercent},
		"no step":      {ledger.SurplusShare{Name: "sosial", Percent: decimal.NewFromInt(1)}, ledger.ErrSurplusStep},
		"a large step": {ledger.SurplusShare{Name: "sosial", Percent: decimal.NewFromInt(1), Step: ledger.MaxMoney + 1}, ledger.ErrSurplusStep},
		"no name":      {ledger.SurplusShare{Percent: decimal.NewFromInt(1), Step: 1}, ledger.ErrSurplusName},
	} {
		rule := ledger.SurplusRule{c.share, rest}
		if err := rule.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if parts, err := rule.Split(1000); c.want != nil && (!errors.Is(err, c.want) || parts != nil) {
			t.Errorf("%s: split into %+v, %v", name, parts, err)
		}
	}
	if _, err := (ledger.SurplusRule{}).Split(1000); !errors.Is(err, ledger.ErrSurplusCount) {
		t.Errorf("no shares: %v", err)
	}
}

// The parts are whole steps, never above their per cent, and add up to the surplus.
func TestSurplusIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := ledger.SurplusRule{{Name: "modal", Rest: true}}
		left := int64(1_000_000) // ten-thousandths of a per cent
		for i := range rapid.IntRange(0, 8).Draw(t, "shares") {
			p := rapid.Int64Range(0, left).Draw(t, "per cent")
			left -= p
			rule = append(rule, ledger.SurplusShare{
				Name: fmt.Sprintf("dana_%d", i), Percent: decimal.New(p, -4),
				Step: ledger.Money(draw(t, "step", 1, 7, 1000, 10_000, 500_000, 1_000_000)),
			})
		}
		surplus := ledger.Money(draw(t, "size", rapid.Int64Range(1, 1000), rapid.Int64Range(1, int64(ledger.MaxMoney))).Draw(t, "surplus"))
		parts, err := rule.Split(surplus)
		if err != nil {
			t.Fatal(err)
		}
		var sum ledger.Money
		for i, p := range parts {
			sum += p.Amount
			s := rule[i]
			if p.Amount < 0 || p.Name != s.Name {
				t.Fatalf("%+v of %+v", p, s)
			}
			share := surplus.Decimal().Mul(s.Percent)
			hundred := decimal.NewFromInt(100)
			if !s.Rest && (p.Amount%s.Step != 0 || p.Amount.Decimal().Mul(hundred).Cmp(share) > 0 ||
				(p.Amount+s.Step).Decimal().Mul(hundred).Cmp(share) <= 0) {
				t.Fatalf("%+v of %d by %+v", p, int64(surplus), s)
			}
		}
		e := ledger.SurplusEntry(parts, 20000)
		if sum != surplus || e.Amount != surplus || e.Check() != nil {
			t.Fatalf("%d of %d, entry %+v", int64(sum), int64(surplus), e)
		}
		b := ledger.Balances{}
		b.Add(e)
		if b[ledger.Account{Code: ledger.RetainedProfit}] != surplus {
			t.Fatalf("%v", b)
		}
	})
}

func TestSurplusEntry(t *testing.T) {
	rule, err := ledger.Settings{}.SurplusRule()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := rule.Split(1_005_000) // only capital and, of 15,075, ten thousand for the bonus
	if err != nil {
		t.Fatal(err)
	}
	e := ledger.SurplusEntry(parts, day(t, "2027-01-20"))
	if e.Kind != ledger.SurplusSplit || e.Group != "" || e.Amount != 1_005_000 || e.Day.String() != "2027-01-20" || len(e.Postings) != 2 {
		t.Errorf("%+v", e)
	}
	for i, want := range []string{"3210 2230 10000", "3210 3110 995000"} {
		p := e.Postings[i]
		if got := fmt.Sprintf("%s %s %d", p.Debit, p.Credit, p.Amount); got != want {
			t.Errorf("posting %s, want %s", got, want)
		}
	}
}

// Whatever is read as a rule splits a surplus exactly, into accounts whose text form
// can be read again.
func FuzzParseSurplus(f *testing.F) {
	f.Add("sosial 20 1000000; lembaga 10 500000; bonus 1.5 10000; modal sisa")
	f.Add("Sosial 2,5 1000000 ; MODAL Sisa ;")
	f.Add("rtm 100 1;x sisa")
	f.Add("a\u0301 1 1; modal sisa")
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ledger.ParseSurplus(text)
		if err != nil {
			return
		}
		parts, err := rule.Split(537_790_042)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		var sum ledger.Money
		for _, p := range parts {
			sum += p.Amount
			back, ok := ledger.ParseAccount(p.Account.String())
			if p.Amount < 0 || !ok || back != p.Account || strings.ContainsAny(p.Account.String(), " \n\t") {
				t.Fatalf("%q: %+v", text, p)
			}
		}
		if sum != 537_790_042 {
			t.Fatalf("%q: %d", text, int64(sum))
		}
	})
}

func ExampleSurplusRule_Split() {
	rule, err := ledger.ParseSurplus("sosial 20 1000000; lembaga 10 500000; bonus 1.5 10000; modal sisa")
	if err != nil {
		fmt.Println(err)
		return
	}
	parts, err := rule.Split(537_790_042) // Dawe, 2011, after the reserve
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range parts {
		fmt.Println(p.Name, p.Amount)
	}
	// Output:
	// sosial Rp107.000.000
	// lembaga Rp53.500.000
	// bonus Rp8.060.000
	// modal Rp369.230.042
}
