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

// assessmentCase is what a case of assessments.txt has said so far.
type assessmentCase struct {
	loans    []ledger.Loan
	receipts []ledger.Receipts
	rule     ledger.LendingRule
	scheme   string
	records  []ledger.Record
}

func (c *assessmentCase) read(t *testing.T, line string) {
	t.Helper()
	words := strings.Fields(line)
	switch words[0] {
	case "loan":
		_, terms, _ := strings.Cut(line, ": ")
		status := ledger.LoanStatus(strings.TrimSuffix(words[2], ":"))
		c.loans = append(c.loans, ledger.Loan{Code: ledger.LoanCode(words[1]), Status: status, Terms: parseTerms(t, terms)})
		c.receipts = append(c.receipts, ledger.Receipts{})
	case "paid":
		last := &c.receipts[len(c.receipts)-1]
		last.Paid = append(last.Paid, parsePayment(t, words))
	case "rule":
		c.rule = ledger.LendingRule{
			OnTime:     decimal.RequireFromString(strings.TrimSuffix(words[1], "%")),
			WorstClass: int(money(t, words[3])), LongestDays: int(money(t, words[5])),
		}
	case "by":
		c.scheme = words[1]
	case "on":
		c.records = nil
		for i, l := range c.loans {
			r, err := l.Record(scheme(t, c.scheme), 5, day(t, words[1]), c.receipts[i])
			if err != nil {
				t.Fatal(err)
			}
			c.records = append(c.records, r)
		}
	default:
		if got := c.line(t, words); got != line {
			t.Errorf("got  %s\nwant %s", got, line)
		}
	}
}

func (c *assessmentCase) line(t *testing.T, words []string) string {
	t.Helper()
	if words[0] == "record" {
		for _, r := range c.records {
			if string(r.Loan)+":" == words[1] {
				return fmt.Sprintf("record %s: in time %d of %d, worst %s, longest %d days, overdue %d %d, left %d %d", r.Loan, r.InTime, r.Judged,
					r.WorstClass.Name, r.Longest, r.Overdue.Principal, r.Overdue.Interest, r.Left.Principal, r.Left.Interest)
			}
		}
		return "no such record"
	}
	a, err := c.rule.Assess(c.records)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s: %s %s", a.Answer, a.Reason, a.Loan)
	if !a.Need.IsZero() {
		got += fmt.Sprintf(" %s of %s", a.Have, a.Need)
	}
	if a.Overdue.Total() > 0 {
		got += fmt.Sprintf(" %d %d since %s", a.Overdue.Principal, a.Overdue.Interest, a.Since)
	}
	if a.Left.Total() > 0 {
		got += fmt.Sprintf(" left %d %d", a.Left.Principal, a.Left.Interest)
	}
	return strings.TrimSpace(got)
}

func TestAssess(t *testing.T) {
	for name, lines := range readCases(t, "testdata/assessments.txt") {
		t.Run(name, func(t *testing.T) {
			c := assessmentCase{rule: defaultLendingRule(t), scheme: "siupk5"}
			for _, line := range lines {
				c.read(t, line)
			}
		})
	}
}

func TestLendingRuleRefuses(t *testing.T) {
	good := defaultLendingRule(t)
	for name, change := range map[string]func(*ledger.LendingRule){
		"more than all":    func(r *ledger.LendingRule) { r.OnTime = decimal.NewFromInt(101) },
		"less than none":   func(r *ledger.LendingRule) { r.OnTime = decimal.NewFromInt(-1) },
		"huge":             func(r *ledger.LendingRule) { r.OnTime = decimal.New(1, 1_000_000) },
		"no class":         func(r *ledger.LendingRule) { r.WorstClass = 0 },
		"days of the past": func(r *ledger.LendingRule) { r.LongestDays = -1 },
	} {
		rule := good
		change(&rule)
		if _, err := rule.Assess(nil); !errors.Is(err, ledger.ErrLendingRule) {
			t.Errorf("%s: %v, want ErrLendingRule", name, err)
		}
	}
	l := kalijambe(t)
	l.Terms.Instalments = 0
	if _, err := l.Record(scheme(t, "siupk5"), 5, day(t, "2026-05-05"), ledger.Receipts{}); !errors.Is(err, ledger.ErrInstalments) {
		t.Errorf("terms that cannot be: %v", err)
	}
	// A printed schedule of nothing for a loan of nothing has no days to look at.
	l.Terms.Principal, l.Shares = 0, nil
	l.Printed = map[ledger.MemberCode]ledger.Schedule{"": {}}
	if r, err := l.Record(scheme(t, "siupk5"), 5, day(t, "2026-05-05"), ledger.Receipts{}); err != nil || r.WorstClass.Number != 1 {
		t.Errorf("an empty schedule: %+v, %v", r, err)
	}
}

// The worst class is never better than that of the day or of any month's end, and
// with arrears the answer is always no.
func TestRecordIsTheWorst(t *testing.T) {
	five, rule := scheme(t, "siupk5"), defaultLendingRule(t)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		l := ledger.Loan{Code: "P01", Terms: terms, Status: draw(t, "status", ledger.Disbursed, ledger.PaidOff, ledger.WrittenOff)}
		s, err := l.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		r := ledger.Receipts{Paid: drawPayments(t, s)}
		on := drawDay(t, s)
		rec, err := l.Record(five, 5, on, r)
		if err != nil {
			t.Fatal(err)
		}
		if l.Status != ledger.PaidOff { // for whom interest that was let go is left out
			for _, d := range []ledger.Date{on, drawDay(t, s).MonthEnd()} {
				if c := five.Rate(s, l.Rhythm(), d, r.Until(d)); d <= on && c.Class.Number > rec.WorstClass.Number {
					t.Fatalf("on %s %+v, record %+v", d, c, rec)
				}
			}
		}
		a, err := rule.Assess([]ledger.Record{rec, {Status: ledger.PaidOff, Judged: 1, InTime: 1}})
		if err != nil || (rec.Left.Total() > 0) != (a.Answer == ledger.Refused) {
			t.Fatalf("%+v, %v, record %+v", a, err, rec)
		}
	})
}

func TestCompareRequest(t *testing.T) {
	before := kalijambe(t) // 5, 3 and 2 million
	c, err := ledger.CompareRequest(before, []ledger.Share{
		{Member: "A01-04", Principal: 1_000_000}, {Member: "A01-02", Principal: 3_000_000}, {Member: "A01-01", Principal: 6_000_001},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range c.Members {
		got = append(got, fmt.Sprintf("%s %d %d %s", m.Member, m.Previous, m.Requested, m.Change))
	}
	want := "A01-04 0 1000000 baru, A01-02 3000000 3000000 tetap, A01-01 5000000 6000001 naik, A01-03 2000000 0 tidak"
	if strings.Join(got, ", ") != want || c.Previous != 10_000_000 || c.Requested != 10_000_001 {
		t.Errorf("got  %s\nwant %s\nin all %d of %d", strings.Join(got, ", "), want, int64(c.Requested), int64(c.Previous))
	}
	less, err := ledger.CompareRequest(before, []ledger.Share{{Member: "A01-01", Principal: 10_000_000}})
	if err != nil || less.Members[0].Change != ledger.ChangeUp {
		t.Errorf("%+v, %v", less, err)
	}
	down, err := ledger.CompareRequest(before, []ledger.Share{{Member: "A01-01", Principal: 4_999_999}})
	if err != nil || down.Members[0].Change != ledger.ChangeDown {
		t.Errorf("%+v, %v", down, err)
	}
	for answer, want := range map[ledger.Answer][2]bool{
		ledger.MayAskMore: {true, true}, ledger.MayAskFirst: {true, true}, ledger.MayAskSame: {false, true}, ledger.Refused: {false, false}, "": {false, false},
	} {
		a := ledger.Assessment{Answer: answer}
		if got := [2]bool{a.Allows(c), a.Allows(less)}; got != want {
			t.Errorf("%s allows %v, want %v", answer, got, want)
		}
	}
}

func TestCompareRequestRefuses(t *testing.T) {
	for name, shares := range map[string][]ledger.Share{
		"nothing":  {{Member: "A01-01"}},
		"negative": {{Member: "A01-01", Principal: -1}},
		"too much": {{Member: "A01-01", Principal: ledger.MaxMoney + 1}},
		"nobody":   {{Principal: 1000}},
		"twice":    {{Member: "A01-01", Principal: 1000}, {Member: "A01-01", Principal: 1000}},
	} {
		if c, err := ledger.CompareRequest(kalijambe(t), shares); !errors.Is(err, ledger.ErrRequest) || c.Members != nil {
			t.Errorf("%s: %+v, %v; want ErrRequest", name, c, err)
		}
	}
}

func ExampleLendingRule_Assess() {
	scheme, err := ledger.Settings{}.Scheme()
	if err != nil {
		fmt.Println(err)
		return
	}
	due, _ := ledger.ParseDate("2026-02-28")
	l := ledger.Loan{
		Code: "P01", Status: ledger.PaidOff, Terms: ledger.Terms{Principal: 1_000_000, Every: ledger.Monthly},
		Printed: map[ledger.MemberCode]ledger.Schedule{"": {{Number: 1, Due: due, Principal: 1_000_000, Interest: 15_000}}},
	}
	paid := ledger.Receipts{Paid: []ledger.Payment{{Day: due + 40, Paid: ledger.Amounts{Principal: 1_000_000, Interest: 15_000}}}}
	record, err := l.Record(scheme, 5, due+60, paid)
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, err := ledger.Settings{}.LendingRule()
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := rule.Assess([]ledger.Record{record})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(record.WorstClass.Name, record.Longest, a.Answer, a.Reason, a.Have, "of", a.Need)
	// Output: Kolek II 40 boleh_sama tepat_waktu 0 of 90
}

func TestLendingRuleSetting(t *testing.T) {
	for value, want := range map[string]string{
		"90 2 30":       "90 2 30",
		"  66,67 1 0  ": "66.67 1 0",
		"0 5 65535":     "0 5 65535",
		"":              "",
		"90 2":          "",
		"90 2 30 1":     "",
		"101 2 30":      "",
		"-1 2 30":       "",
		"90 0 30":       "",
		"90 2 -1":       "",
		"90 2 x":        "",
		"90 2 99999":    "",
	} {
		rule, err := ledger.Settings{"syarat_lagi": value}.LendingRule()
		got := fmt.Sprint(rule.OnTime, rule.WorstClass, rule.LongestDays)
		if setting := ledger.CheckSetting("syarat_lagi", value); want == "" && (!errors.Is(err, ledger.ErrLendingRule) || !errors.Is(setting, ledger.ErrSettingValue)) ||
			want != "" && (err != nil || setting != nil || got != want) {
			t.Errorf("%q: %s, %v, as a setting %v; want %q", value, got, err, setting, want)
		}
	}
}

// defaultLendingRule is the rule where a UPK has set none.
func defaultLendingRule(t testing.TB) ledger.LendingRule {
	t.Helper()
	rule, err := ledger.Settings{}.LendingRule()
	if err != nil {
		t.Fatal(err)
	}
	return rule
}
