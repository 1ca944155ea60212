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

const ownTable = "Lancar 5 hari 0.5; Perhatian 30 hari 5; Kurang lancar 3 bulan 15; Macet sisa 100"

func scheme(t testing.TB, name string) ledger.Scheme {
	t.Helper()
	s, err := ledger.Settings{"kolektibilitas": name, "kolektibilitas_tabel": ownTable}.Scheme()
	if err != nil || s.Name != name {
		t.Fatalf("scheme %q: %v", s.Name, err)
	}
	return s
}

func TestCollectability(t *testing.T) {
	for name, lines := range readCases(t, "testdata/classes.txt") {
		t.Run(name, func(t *testing.T) {
			l := ledger.Loan{Code: "P01", Terms: parseTerms(t, lines[0])}
			s, err := l.Schedule()
			if err != nil {
				t.Fatal(err)
			}
			var on string
			var date ledger.Date
			var paid ledger.Amounts
			for _, line := range lines[1:] {
				words := strings.Fields(line)
				switch words[0] {
				case "on":
					on, date = line, day(t, words[1])
					paid = ledger.Amounts{Principal: money(t, words[3]), Interest: money(t, words[4])}
					continue
				case "arrears":
					a := s.Arrears(l.Rhythm(), date, paid)
					got := fmt.Sprintf("arrears since %s days %d, months %d, begun %d, seasons %d", a.Since, a.Days, a.Months, a.MonthsBegun, a.Seasons)
					if a == (ledger.Arrears{}) {
						got = "arrears none"
					}
					if got != line {
						t.Errorf("%s:\ngot  %s\nwant %s", on, got, line)
					}
					continue
				}
				name := strings.TrimSuffix(words[0], ":")
				c, err := l.Collectability(scheme(t, name), date, ledger.Receipts{Paid: []ledger.Payment{{Day: date, Paid: paid}}})
				got := fmt.Sprintf("%s: %s, %d, %s%% of %d = %d", name, c.Class.Name, c.Class.Number, c.Class.Percent, c.Balance, c.Reserve)
				if err != nil || got != line {
					t.Errorf("%s:\ngot  %s, %v\nwant %s", on, got, err, line)
				}
				if st := s.On(date, paid); c.Overdue != st.OverduePrincipal || c.Arrears.Instalments != st.LateInstalments {
					t.Errorf("%s: %+v, standing %+v", on, c, st)
				}
			}
		})
	}
}

// A printed schedule tells its rhythm by its own days.
func TestRhythm(t *testing.T) {
	l := ledger.Loan{Terms: parseTerms(t, "9000000, qardh, 9 x 1 month, paid out 2026-01-10")}
	if got := l.Rhythm(); got != ledger.Monthly {
		t.Errorf("as computed: %+v", got)
	}
	for _, c := range []struct {
		days string
		want ledger.Interval
	}{
		{"2026-04-10 2026-08-10 2026-12-10", ledger.Interval{N: 122, Unit: ledger.Day}},
		{"2026-02-10 2026-03-10", ledger.Interval{N: 28, Unit: ledger.Day}},
		{"2026-12-10", ledger.Interval{N: 334, Unit: ledger.Day}},
		{"2026-01-10", ledger.Monthly},
	} {
		s := ledger.Schedule{{Number: 1, Due: day(t, "2026-01-10"), Interest: 1000}}
		for i, d := range strings.Fields(c.days) {
			s = append(s, ledger.Instalment{Number: i + 2, Due: day(t, d), Principal: 100})
		}
		l.Printed = map[ledger.MemberCode]ledger.Schedule{"": s}
		if got := l.Rhythm(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.days, got, c.want)
		}
	}
}

// What the UPK gave up of a dead member's share is neither late nor to be reserved
// for, and does not hide the arrears of the living.
func TestCollectabilityAfterAClosing(t *testing.T) {
	l := kalijambe(t)
	half := ledger.Amounts{Principal: 4_166_000, Interest: 750_000}
	r := ledger.Receipts{Closings: []ledger.Closing{{Member: "A01-01", Forgiven: half}}}
	c, err := l.Collectability(scheme(t, "siupk5"), day(t, "2026-04-01"), r)
	if err != nil || c.Balance != 5_834_000 || c.Class.Number != 2 || c.Arrears.Instalments != 2 || c.Reserve != 583_400 {
		t.Errorf("%+v, %v", c, err)
	}
	// What comes tomorrow is not there today.
	r.Paid = []ledger.Payment{{Day: day(t, "2026-04-02"), Paid: ledger.Amounts{Principal: 1_668_000, Interest: 300_000}}}
	for date, want := range map[string]int{"2026-04-01": 2, "2026-04-02": 0} {
		if c, err := l.Collectability(scheme(t, "siupk5"), day(t, date), r); err != nil || c.Arrears.Months != want {
			t.Errorf("%s: %+v, %v", date, c, err)
		}
	}
	r.Closings[0].Member = "A09-99"
	if _, err := l.Collectability(scheme(t, "siupk5"), day(t, "2026-04-01"), r); !errors.Is(err, ledger.ErrShares) {
		t.Errorf("a closing of somebody else: %v", err)
	}
}

// The same payments on a later day never give a better class, and more paid never a
// worse one; the reserve is never more than the balance.
func TestClassesAreMonotone(t *testing.T) {
	schemes := []ledger.Scheme{scheme(t, "siupk5"), scheme(t, "sidbm3"), scheme(t, "ojk2015"), scheme(t, "sendiri")}
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		s, err := ledger.NewSchedule(terms)
		if err != nil {
			t.Fatal(err)
		}
		every := draw(t, "rhythm", terms.Every, terms.Every, ledger.Interval{})
		c := rapid.SampledFrom(schemes).Draw(t, "scheme")
		paid := drawPaid(t, s)
		more := drawPaid(t, s)
		more = ledger.Amounts{Principal: max(paid.Principal, more.Principal), Interest: max(paid.Interest, more.Interest)}
		on := drawDay(t, s)
		later := on + ledger.Date(rapid.IntRange(0, 400).Draw(t, "days"))
		now := c.Rate(s, every, on, paid)
		if then := c.Rate(s, every, later, paid); then.Class.Number < now.Class.Number || less(then.Arrears, now.Arrears) {
			t.Fatalf("on %s %+v, on %s %+v", on, now, later, then)
		}
		if better := c.Rate(s, every, on, more); better.Class.Number > now.Class.Number || less(now.Arrears, better.Arrears) || better.Balance > now.Balance {
			t.Fatalf("paid %+v %+v, paid %+v %+v", paid, now, more, better)
		}
		if now.Reserve < 0 || now.Reserve > now.Balance || now.Class.Number < 1 || now.Class.Name == "" {
			t.Fatalf("%+v", now)
		}
	})
}

// less tells whether any measure of a is less than b's.
func less(a, b ledger.Arrears) bool {
	return a.Instalments < b.Instalments || a.Days < b.Days || a.Months < b.Months || a.MonthsBegun < b.MonthsBegun || a.Seasons < b.Seasons
}

func TestParseClasses(t *testing.T) {
	for name, lines := range readCases(t, "testdata/class_tables.txt") {
		t.Run(name, func(t *testing.T) {
			_, err := ledger.ParseClasses(lines[0])
			checkRefused(t, err, lines[1])
			want := error(nil)
			if err != nil {
				want = ledger.ErrSettingValue
			}
			if err := ledger.CheckSetting("kolektibilitas_tabel", lines[0]); !errors.Is(err, want) {
				t.Errorf("as a setting: %v", err)
			}
		})
	}
	c := scheme(t, "sendiri")
	for i, want := range []string{"Lancar 0.5", "Perhatian 5", "Kurang lancar 15", "Macet 100"} {
		if got := c.Classes[i]; got.Name+" "+got.Percent.String() != want || got.Number != i+1 {
			t.Errorf("class %d is %+v, want %s", i+1, got, want)
		}
	}
}

// checkRefused compares an error with a line "good" or "error WORDS".
func checkRefused(t *testing.T, err error, line string) {
	t.Helper()
	want, refused := strings.CutPrefix(line, "error ")
	switch {
	case !refused && line != "good":
		t.Fatalf("%q is neither good nor an error", line)
	case refused && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("got %v, want an error with %q", err, want)
	case !refused && err != nil:
		t.Error(err)
	}
}

func TestFindScheme(t *testing.T) {
	for _, c := range []struct{ name, table string }{{"kolek9", ""}, {"", ""}, {"sendiri", ""}, {"sendiri", " "}} {
		if _, err := ledger.FindScheme(c.name, c.table); !errors.Is(err, ledger.ErrScheme) {
			t.Errorf("%q with %q: %v, want ErrScheme", c.name, c.table, err)
		}
	}
	if s, err := (ledger.Settings{}).Scheme(); err != nil || s.Name != "siupk5" || len(s.Classes) != 5 {
		t.Errorf("the default is %+v, %v", s, err)
	}
	if got := (ledger.Scheme{}).Class(ledger.Arrears{Months: 3}, ledger.Monthly); got.Number != 0 {
		t.Errorf("a scheme without classes gives %+v", got)
	}
}

// Whatever is read as a table has classes that get worse and reserve more, and puts
// every loan in one.
func FuzzParseClasses(f *testing.F) {
	f.Add(ownTable)
	f.Add("Kolek I 0 bulan 1; Kolek II 2 bulan 10; Macet sisa 100;")
	f.Add("a 1 hari 0,5;b sisa 0.5")
	f.Add("sisa sisa 1; x 1 bulan 5")
	f.Fuzz(func(t *testing.T, table string) {
		c, err := ledger.ParseClasses(table)
		if err != nil {
			return
		}
		before := decimal.Zero
		for i, class := range c.Classes {
			if class.Number != i+1 || class.Name == "" || class.Percent.Cmp(before) < 0 || class.Percent.Cmp(decimal.NewFromInt(100)) > 0 {
				t.Fatalf("%q: class %+v after %s", table, class, before)
			}
			before = class.Percent
		}
		if got := c.Class(ledger.Arrears{}, ledger.Monthly); got.Number != 1 {
			t.Fatalf("%q: who is not late is in %+v", table, got)
		}
		worst := ledger.Arrears{Days: 1 << 30, Months: 1 << 30}
		if got := c.Class(worst, ledger.Monthly); got.Number != len(c.Classes) {
			t.Fatalf("%q: the worst is in %+v", table, got)
		}
	})
}

func ExampleScheme_Rate() {
	// G4: 9,500,000 in ten; five instalments were due and three are paid.
	paidOut, _ := ledger.ParseDate("2026-01-31")
	today, _ := ledger.ParseDate("2026-07-01")
	s, err := ledger.NewSchedule(ledger.Terms{
		Principal: 9_500_000, Rate: decimal.RequireFromString("1.5"), RatePer: ledger.PerMonth, Method: ledger.Flat,
		Instalments: 10, Every: ledger.Monthly, Disbursed: paidOut,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"siupk5", "sidbm3"} {
		scheme, err := ledger.FindScheme(name, "")
		if err != nil {
			fmt.Println(err)
			return
		}
		c := scheme.Rate(s, ledger.Monthly, today, ledger.Amounts{Principal: 2_850_000, Interest: 427_500})
		fmt.Println(c.Class.Name, c.Arrears.Months, c.Reserve)
	}
	// Output:
	// Kolek II 2 Rp665.000
	// Lancar 2 Rp0
}
