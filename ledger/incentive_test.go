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

// incentiveCase is what a case of incentives.txt has said so far.
type incentiveCase struct {
	loan     ledger.Loan
	receipts ledger.Receipts
	rule     ledger.IncentiveRule
	got      ledger.Incentive
}

func (c *incentiveCase) read(t *testing.T, line string) {
	t.Helper()
	words := strings.Fields(line)
	switch words[0] {
	case "paid":
		c.receipts.Paid = append(c.receipts.Paid, parsePayment(t, words))
	case "shares":
		for i, w := range words[1:] {
			c.loan.Shares = append(c.loan.Shares, ledger.Share{Member: ledger.MemberCode(fmt.Sprint(i + 1)), Principal: money(t, w)})
		}
	case "rule":
		var err error
		c.rule, err = ledger.Settings{"iptw_persen": words[1], "iptw_hari": words[3], "iptw_aturan": words[4]}.IncentiveRule()
		if err != nil {
			t.Fatal(err)
		}
	case "on":
		when := ledger.IncentiveTime{AsOf: day(t, words[1])}
		for i := 2; i < len(words); i += 2 {
			if words[i] == "from" {
				when.From = day(t, words[i+1])
			} else {
				when.To = day(t, words[i+1])
			}
		}
		var err error
		if c.got, err = c.loan.Incentive(c.rule, c.receipts, when); err != nil {
			t.Fatal(err)
		}
	default:
		if got := c.line(t, words); got != line {
			t.Errorf("got  %s\nwant %s", got, line)
		}
	}
}

func (c *incentiveCase) line(t *testing.T, words []string) string {
	t.Helper()
	switch words[0] {
	case "late:":
		var late []string
		for _, l := range c.got.Late {
			late = append(late, fmt.Sprintf("%d by %d", l.Number, l.DaysLate))
		}
		if late == nil {
			return "late: none"
		}
		return "late: " + strings.Join(late, ", ")
	case "waiting":
		return fmt.Sprintf("waiting %d", c.got.Waiting)
	case "member":
		m := c.got.Members[money(t, words[1])-1]
		if m.Principal != c.loan.ShareOf(m.Member) {
			t.Errorf("%s borrowed %d", m.Member, int64(m.Principal))
		}
		return fmt.Sprintf("member %s %d of %d", words[1], m.Amount, m.Interest)
	}
	return fmt.Sprintf("%s %d of %d", c.got.Reason, c.got.Amount, c.got.Base)
}

func TestIncentive(t *testing.T) {
	for name, lines := range readCases(t, "testdata/incentives.txt") {
		t.Run(name, func(t *testing.T) {
			c := incentiveCase{loan: ledger.Loan{Code: "P01", Group: "A01", Terms: parseTerms(t, lines[0])}}
			for _, line := range lines[1:] {
				c.read(t, line)
			}
			if c.got.Loan != "P01" || c.got.Group != "A01" {
				t.Errorf("whose: %+v", c.got)
			}
		})
	}
}

// Interest that the UPK gave up for a member who died earns nobody anything.
func TestIncentiveAfterAClosing(t *testing.T) {
	l := kalijambe(t) // 12 of 834,000 and 150,000; A01-01 has half
	r := ledger.Receipts{
		Closings: []ledger.Closing{{Member: "A01-01", Forgiven: ledger.Amounts{Principal: 2_498_000, Interest: 450_000}}},
		Paid: []ledger.Payment{
			{Day: day(t, "2026-02-28"), Paid: ledger.Amounts{Principal: 7_502_000, Interest: 1_350_000}},
		},
	}
	got, err := l.Incentive(ledger.IncentiveRule{Percent: decimal.NewFromInt(5), Days: 5, All: true}, r, ledger.IncentiveTime{AsOf: day(t, "2027-02-28")})
	if err != nil || got.Base != 1_350_000 || got.Amount != 67_500 || got.Reason != ledger.IncentiveEarned {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []ledger.Money{22_500, 27_000, 18_000}
	for i, m := range got.Members {
		if m.Amount != want[i] {
			t.Errorf("%s has %d of %d, want %d", m.Member, int64(m.Amount), int64(m.Interest), int64(want[i]))
		}
	}
}

func TestIncentiveRefuses(t *testing.T) {
	l := kalijambe(t)
	for name, rule := range map[string]ledger.IncentiveRule{
		"more than all":    {Percent: decimal.RequireFromString("100.1")},
		"negative":         {Percent: decimal.NewFromInt(-1)},
		"negative window":  {Days: -1},
		"more than a year": {Days: 367},
		"huge":             {Percent: decimal.New(1, 1_000_000)},
	} {
		if got, err := l.Incentive(rule, ledger.Receipts{}, ledger.IncentiveTime{}); !errors.Is(err, ledger.ErrIncentive) || got.Members != nil {
			t.Errorf("%s: %+v, %v; want ErrIncentive", name, got, err)
		}
	}
	for _, value := range []string{"101", "", "-5", "5%", "5.12345", "1e2", "100.1"} {
		if err := ledger.CheckSetting("iptw_persen", value); !errors.Is(err, ledger.ErrSettingValue) {
			t.Errorf("iptw_persen %q: %v", value, err)
		}
		if _, err := (ledger.Settings{"iptw_persen": value}).IncentiveRule(); !errors.Is(err, ledger.ErrIncentive) {
			t.Errorf("iptw_persen %q as a rule: %v", value, err)
		}
	}
	if r, err := (ledger.Settings{}).IncentiveRule(); err != nil || r.Percent.String() != "5" || r.Days != 5 || !r.All {
		t.Errorf("the default is %+v, %v", r, err)
	}
	l.Shares[0].Principal++
	if _, err := l.Incentive(ledger.IncentiveRule{}, ledger.Receipts{}, ledger.IncentiveTime{}); !errors.Is(err, ledger.ErrShares) {
		t.Errorf("shares that do not add up: %v", err)
	}
	l.Shares, l.Terms.Instalments = nil, 0
	if _, err := l.Incentive(ledger.IncentiveRule{}, ledger.Receipts{}, ledger.IncentiveTime{}); !errors.Is(err, ledger.ErrInstalments) {
		t.Errorf("terms that cannot be: %v", err)
	}
}

// Members add up to the group; losing only a month never gives less than losing all;
// a wider window never gives less; never more than the per cent of the interest.
func TestIncentiveAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ledger.Loan{Code: "P01", Group: "A01", Terms: drawTerms(t)}
		l.Terms.Principal = min(l.Terms.Principal, 50_000_000)
		l.Terms.Round, l.Terms.RoundTotal = min(l.Terms.Round, l.Terms.Principal), min(l.Terms.RoundTotal, l.Terms.Principal)
		weights := rapid.SliceOfN(rapid.Int64Range(0, 10), 0, 6).Draw(t, "weights")
		var of []ledger.Money
		for _, w := range weights {
			of = append(of, ledger.Money(w))
		}
		for i, p := range ledger.Split(l.Terms.Principal, of) {
			l.Shares = append(l.Shares, ledger.Share{Member: ledger.MemberCode(fmt.Sprint(i)), Principal: p})
		}
		s, err := l.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		r := ledger.Receipts{Paid: drawPayments(t, s)}
		rule := ledger.IncentiveRule{
			Percent: decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "per cent"), -4), Days: rapid.IntRange(0, 60).Draw(t, "window"),
		}
		when := ledger.IncentiveTime{AsOf: drawDay(t, s)}
		month := incentive(t, l, rule, r, when)
		rule.All = true
		all := incentive(t, l, rule, r, when)
		if all.Amount > month.Amount || all.Base > month.Base || all.Amount > 0 && len(all.Late)+all.Waiting > 0 {
			t.Fatalf("all %+v, month %+v", all, month)
		}
		rule.All, rule.Days = false, rule.Days+5
		if wider := incentive(t, l, rule, r, when); wider.Amount < month.Amount {
			t.Fatalf("with a wider window %+v, not %+v", wider, month)
		}
	})
}

func incentive(t *rapid.T, l ledger.Loan, rule ledger.IncentiveRule, r ledger.Receipts, when ledger.IncentiveTime) ledger.Incentive {
	got, err := l.Incentive(rule, r, when)
	if err != nil {
		t.Fatal(err)
	}
	var amount, interest ledger.Money
	for _, m := range got.Members {
		amount += m.Amount
		interest += m.Interest
		if m.Amount < 0 || m.Amount > m.Interest {
			t.Fatalf("member %+v", m)
		}
	}
	if amount != got.Amount || interest != got.Base || got.Amount > got.Base || len(got.Members) != max(1, len(l.Shares)) {
		t.Fatalf("members %d of %d, group %+v", amount, interest, got)
	}
	return got
}

func ExampleLoan_Incentive() {
	// G6: 9,500,000 in ten, all received in time, shared by two members.
	paidOut, _ := ledger.ParseDate("2026-01-31")
	end, _ := ledger.ParseDate("2026-11-30")
	l := ledger.Loan{
		Code: "P01", Group: "A01",
		Terms: ledger.Terms{
			Principal: 9_500_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat,
			Instalments: 10, Every: ledger.Monthly, Disbursed: paidOut,
		},
		Shares: []ledger.Share{{Member: "A01-01", Principal: 6_000_000}, {Member: "A01-02", Principal: 3_500_000}},
	}
	s, err := l.Schedule()
	if err != nil {
		fmt.Println(err)
		return
	}
	var r ledger.Receipts
	for _, line := range s {
		r.Paid = append(r.Paid, ledger.Payment{Day: line.Due + 5, Paid: ledger.Amounts{Principal: line.Principal, Interest: line.Interest}})
	}
	rule, err := ledger.Settings{}.IncentiveRule()
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := l.Incentive(rule, r, ledger.IncentiveTime{AsOf: end + 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Reason, got.Amount)
	for _, m := range got.Members {
		fmt.Println(m.Member, m.Principal, m.Interest, m.Amount)
	}
	// Output:
	// tepat_waktu Rp71.250
	// A01-01 Rp6.000.000 Rp900.000 Rp45.000
	// A01-02 Rp3.500.000 Rp525.000 Rp26.250
}
