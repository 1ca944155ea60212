package ledger_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"bendahara/ledger"
)

func draw[T any](t *rapid.T, name string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, name)
}

// drawTerms draws terms of every kind that can be.
func drawTerms(t *rapid.T) ledger.Terms {
	terms := ledger.Terms{
		Principal: ledger.Money(draw(t, "size",
			rapid.Int64Range(1, 100), rapid.Int64Range(100_000, 50_000_000), rapid.Int64Range(1, int64(ledger.MaxMoney/1000))).Draw(t, "principal")),
		Rate:    decimal.New(rapid.Int64Range(0, 2500).Draw(t, "rate"), -2),
		RatePer: draw(t, "per", ledger.PerMonth, ledger.PerYear, ledger.PerInstalment),
		Method: draw(t, "method", ledger.Flat, ledger.Declining, ledger.Annuity,
			ledger.Murabahah, ledger.Qardh, ledger.ProfitShare),
		Instalments: rapid.IntRange(1, 30).Draw(t, "instalments"),
		Every: ledger.Interval{
			N: rapid.IntRange(1, 40).Draw(t, "every"), Unit: draw(t, "unit", ledger.Day, ledger.Week, ledger.Month),
		},
		Disbursed: ledger.Date(rapid.Int32Range(18000, 25000).Draw(t, "disbursed")),
		DueDay:    draw(t, "due day", 0, 0, 1, 15, 29, 30, 31),
		RoundMode: draw(t, "mode", "", ledger.RoundNearest, ledger.RoundUp, ledger.RoundDown, ledger.RoundEven),
	}
	terms.Grace = rapid.IntRange(0, terms.Instalments-1).Draw(t, "grace")
	if terms.Method == ledger.Murabahah {
		terms.Margin = ledger.Money(rapid.Int64Range(0, 10_000_000).Draw(t, "margin"))
	}
	if rapid.Bool().Draw(t, "first due given") {
		terms.FirstDue = terms.Disbursed + ledger.Date(rapid.IntRange(0, 400).Draw(t, "first due"))
	}
	step := min(terms.Principal, draw(t, "step", ledger.Money(0), 100, 1000, 5000, 1_000_000))
	switch {
	case terms.Method != ledger.Declining && rapid.Bool().Draw(t, "round total"):
		terms.RoundTotal = step
	default:
		terms.Round = step
	}
	if terms.Method != ledger.Annuity && terms.RoundTotal == 0 && rapid.Bool().Draw(t, "own rhythm") {
		// A divisor of the loan's length; often not one of the interval.
		length := terms.Instalments * terms.Every.N
		n := rapid.IntRange(1, length).Filter(func(n int) bool { return length%n == 0 }).Draw(t, "interest every")
		terms.InterestEvery = ledger.Interval{N: n, Unit: terms.Every.Unit}
	}
	return terms
}

// checkSchedule holds what is true of every schedule of a principal.
func checkSchedule(t interface{ Fatalf(string, ...any) }, s ledger.Schedule, principal ledger.Money) {
	if err := s.Check(principal); err != nil {
		t.Fatalf("%v in %v", err, s)
	}
	for i, line := range s {
		if line.Number != i+1 {
			t.Fatalf("line %d is numbered %d", i+1, line.Number)
		}
	}
}

func TestSchedulesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		s, err := ledger.NewSchedule(terms)
		if err != nil {
			t.Fatalf("%+v: %v", terms, err)
		}
		checkSchedule(t, s, terms.Principal)
		if !terms.FirstDue.IsZero() && s[0].Due != terms.FirstDue {
			t.Fatalf("first due %s, not %s", s[0].Due, terms.FirstDue)
		}
		wantInterest(t, terms, s)
		if terms.InterestEvery != (ledger.Interval{}) {
			return
		}
		if len(s) != terms.Instalments {
			t.Fatalf("%d instalments of %d", len(s), terms.Instalments)
		}
		for _, line := range s[:terms.Grace] {
			if line.Principal != 0 {
				t.Fatalf("principal %d in grace", line.Principal)
			}
		}
	})
}

// wantInterest checks all interest of the methods where it does not depend on the
// balance: however it is rounded and spread, the sum is that of the terms.
func wantInterest(t *rapid.T, terms ledger.Terms, s ledger.Schedule) {
	var want ledger.Money
	switch terms.Method {
	case ledger.Declining, ledger.Annuity:
		return
	case ledger.Murabahah:
		want = terms.Margin
	case ledger.Flat:
		// Hundredths of a per cent: amount x rate x time, over its hundred hundreds.
		num := terms.Principal.Decimal().Mul(terms.Rate).Mul(decimal.NewFromInt(int64(terms.Instalments)))
		den := int64(100)
		if terms.RatePer != ledger.PerInstalment {
			n := int64(terms.Every.N)
			if terms.Every.Unit == ledger.Week {
				n *= 7
			}
			num = num.Mul(decimal.NewFromInt(n))
			switch {
			case terms.Every.Unit == ledger.Month && terms.RatePer == ledger.PerYear:
				den *= 12
			case terms.Every.Unit != ledger.Month && terms.RatePer == ledger.PerYear:
				den *= 365
			case terms.Every.Unit != ledger.Month:
				num, den = num.Mul(decimal.NewFromInt(12)), den*365
			}
		}
		want = terms.RoundMode.Round(num, decimal.NewFromInt(den), 1)
	}
	if got := s.Total().Interest; got != want {
		t.Fatalf("interest %d, want %d", int64(got), int64(want))
	}
}

// Without a step, an annuity's instalments are equal but for the last, and
// interest on a balance is that of the balance.
func TestInterestOnWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		terms.Method = draw(t, "of a balance", ledger.Declining, ledger.Annuity)
		terms.RatePer, terms.Round, terms.RoundTotal = ledger.PerInstalment, 0, 0
		terms.InterestEvery, terms.Margin = ledger.Interval{}, 0
		s, err := ledger.NewSchedule(terms)
		if err != nil {
			t.Fatal(err)
		}
		left := terms.Principal
		for i, line := range s {
			want := terms.RoundMode.Round(left.Decimal().Mul(terms.Rate), decimal.NewFromInt(100), 1)
			if line.Interest != want {
				t.Fatalf("line %d: interest %d on %d, want %d", i+1, line.Interest, left, want)
			}
			left -= line.Principal
			if terms.Method == ledger.Annuity && i > terms.Grace && i < len(s)-1 && left > 0 && line.Total() != s[terms.Grace].Total() {
				t.Fatalf("line %d: %d is not %d", i+1, line.Total(), s[terms.Grace].Total())
			}
		}
	})
}

func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Int64Range(0, 1_000_000).Draw(t, "numerator")
		den := rapid.Int64Range(1, 1000).Draw(t, "denominator")
		step := rapid.Int64Range(1, 1000).Draw(t, "step")
		mode := draw(t, "mode", ledger.RoundNearest, ledger.RoundUp, ledger.RoundDown, ledger.RoundEven)
		got := int64(mode.Round(decimal.NewFromInt(num), decimal.NewFromInt(den), ledger.Money(step)))
		if got%step != 0 {
			t.Fatalf("%d is no multiple of %d", got, step)
		}
		off, whole := got*den-num, step*den // how far off, and what a step is, both times the denominator
		bad := map[ledger.RoundMode]bool{
			ledger.RoundUp:      off < 0 || off >= whole,
			ledger.RoundDown:    off > 0 || off <= -whole,
			ledger.RoundNearest: 2*off <= -whole || 2*off > whole,
			ledger.RoundEven:    2*off < -whole || 2*off > whole || (2*off == whole || 2*off == -whole) && got/step%2 != 0,
		}
		if bad[mode] {
			t.Fatalf("%d/%d by %s to %d is %d", num, den, mode, step, got)
		}
	})
}

func TestSplitAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := ledger.Money(rapid.Int64Range(0, int64(ledger.MaxMoney)).Draw(t, "total"))
		var weights []ledger.Money
		var all ledger.Money
		for _, w := range rapid.SliceOfN(rapid.Int64Range(0, 100_000_000), 1, 30).Draw(t, "weights") {
			weights = append(weights, ledger.Money(w))
			all += ledger.Money(w)
		}
		var sum ledger.Money
		for i, part := range ledger.Split(total, weights) {
			sum += part
			if part < 0 || total <= all && part > weights[i] {
				t.Fatalf("part %d of weight %d", part, weights[i])
			}
			if all == 0 {
				continue
			}
			exact := total.Decimal().Mul(weights[i].Decimal())
			if off := part.Decimal().Mul(all.Decimal()).Sub(exact).Abs(); off.Cmp(all.Decimal()) >= 0 {
				t.Fatalf("part %d is a rupiah or more off its share", part)
			}
		}
		if sum != total {
			t.Fatalf("%d, not %d", sum, total)
		}
	})
}

// In a channelling group the members add up to the group line by line, and each
// member's lines add up to her share and to her part of all interest.
func TestMembersAddUpToTheGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ledger.Loan{Code: "P01", Terms: drawTerms(t)}
		weights := rapid.SliceOfN(rapid.Int64Range(0, 10), 1, 20).Draw(t, "weights")
		var byWeight []ledger.Money
		for _, w := range weights {
			byWeight = append(byWeight, ledger.Money(w))
		}
		shares := ledger.Split(l.Terms.Principal, byWeight)
		for i, p := range shares {
			l.Shares = append(l.Shares, ledger.Share{Member: ledger.MemberCode(rune('a' + i)), Principal: p})
		}
		group, err := l.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		members, err := l.MemberSchedules()
		if err != nil {
			t.Fatal(err)
		}
		interest := ledger.Split(group.Total().Interest, shares)
		for i, share := range l.Shares {
			s := members[share.Member]
			checkSchedule(t, s, share.Principal)
			if got := s.Total().Interest; got != interest[i] {
				t.Fatalf("interest of %s: %d, want %d", share.Member, got, interest[i])
			}
		}
		for k, line := range group {
			var sum ledger.Amounts
			for _, s := range members {
				if s[k].Due != line.Due || s[k].Number != line.Number {
					t.Fatalf("line %d: %+v, the group's %+v", k+1, s[k], line)
				}
				sum.Principal += s[k].Principal
				sum.Interest += s[k].Interest
			}
			if sum != (ledger.Amounts{Principal: line.Principal, Interest: line.Interest}) {
				t.Fatalf("line %d: members %+v, group %+v", k+1, sum, line)
			}
		}
	})
}

func drawPaid(t *rapid.T, s ledger.Schedule) ledger.Amounts {
	all := s.Total()
	return ledger.Amounts{
		Principal: ledger.Money(rapid.Int64Range(-1, int64(all.Principal)+1).Draw(t, "principal paid")),
		Interest:  ledger.Money(rapid.Int64Range(-1, int64(all.Interest)+1).Draw(t, "interest paid")),
	}
}

func mustSchedule(t *rapid.T) ledger.Schedule {
	s, err := ledger.NewSchedule(drawTerms(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func drawDay(t *rapid.T, s ledger.Schedule) ledger.Date {
	return ledger.Date(rapid.Int32Range(int32(s[0].Due)-40, int32(s[len(s)-1].Due)+40).Draw(t, "day"))
}

func TestAllocationConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		st := s.On(drawDay(t, s), drawPaid(t, s))
		st.Fine = ledger.Money(rapid.Int64Range(0, 100_000).Draw(t, "fine"))
		order := rapid.Permutation(ledger.DefaultOrder()).Draw(t, "order")
		amount := ledger.Money(rapid.Int64Range(1, int64(min(2*st.Bill()+2, ledger.MaxMoney))).Draw(t, "amount"))
		a, err := st.Allocate(amount, order)
		if err != nil {
			t.Fatal(err)
		}
		if a.Total() != amount || min(a.Fine, a.Interest, a.Overdue, a.Current, a.Excess) < 0 {
			t.Fatalf("%d became %+v", amount, a)
		}
		if a.Fine > st.Fine || a.Interest > st.InterestDue() || a.Overdue > st.OverduePrincipal || a.Current > st.CurrentPrincipal {
			t.Fatalf("%+v is more than is due in %+v", a, st)
		}
		if want := max(amount-st.Bill(), 0); a.Excess != want {
			t.Fatalf("excess %d, want %d", a.Excess, want)
		}
	})
}

// A standing is never negative and agrees with the plain sums over the lines.
func TestStandingAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		on, paid := drawDay(t, s), drawPaid(t, s)
		st := s.On(on, paid)
		var due, all ledger.Amounts
		for _, line := range s {
			all.Principal += line.Principal
			all.Interest += line.Interest
			if line.Due < on {
				due = all
			}
		}
		paid = ledger.Amounts{Principal: max(paid.Principal, 0), Interest: max(paid.Interest, 0)}
		for _, c := range []struct {
			what      string
			got, want ledger.Money
		}{
			{"principal left", st.PrincipalLeft, max(all.Principal-paid.Principal, 0)},
			{"interest left", st.InterestLeft, max(all.Interest-paid.Interest, 0)},
			{"overdue principal", st.OverduePrincipal, max(due.Principal-paid.Principal, 0)},
			{"overdue interest", st.OverdueInterest, max(due.Interest-paid.Interest, 0)},
		} {
			if c.got != c.want {
				t.Fatalf("%s %d, want %d", c.what, int64(c.got), int64(c.want))
			}
		}
		if st.Bill() > st.Left() || min(st.CurrentPrincipal, st.CurrentInterest) < 0 {
			t.Fatalf("bill %d of %d: %+v", st.Bill(), st.Left(), st)
		}
		if late := st.Overdue() > 0; late != (st.LateInstalments > 0) || late == st.LateSince.IsZero() {
			t.Fatalf("late %t: %+v", late, st)
		}
		if !st.NextDue.IsZero() && st.NextDue < on || st.NextDue.IsZero() == (st.Left() > st.Overdue()) {
			t.Fatalf("next due on %s: %+v", on, st)
		}
	})
}

// Who pays every bill on its day is never late and owes nothing in the end.
func TestPayingEveryBillLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		var paid ledger.Amounts
		for _, line := range s {
			st := s.On(line.Due, paid)
			if st.Overdue() != 0 || st.LateInstalments != 0 || st.Bill() != line.Total() {
				t.Fatalf("on %s: %+v", line.Due, st)
			}
			if st.Bill() == 0 {
				continue
			}
			a, err := st.Allocate(st.Bill(), nil)
			if err != nil || a.Excess != 0 {
				t.Fatalf("on %s: %+v, %v", line.Due, a, err)
			}
			paid.Principal += a.Paid().Principal
			paid.Interest += a.Paid().Interest
		}
		if end := s.On(s[len(s)-1].Due+1, paid); end != (ledger.Standing{Day: end.Day}) {
			t.Fatalf("in the end: %+v", end)
		}
	})
}

// Whatever stands in the terms, there is a good schedule or an error.
func FuzzNewSchedule(f *testing.F) {
	for _, file := range []string{"testdata/schedules.txt", "testdata/refused.txt"} {
		for _, lines := range readCases(f, file) {
			t := parseTerms(f, lines[0])
			f.Add(int64(t.Principal), t.Rate.CoefficientInt64(), t.Rate.Exponent(), string(t.RatePer), string(t.Method), int64(t.Margin),
				t.Instalments, t.Every.N, string(t.Every.Unit), t.InterestEvery.N, string(t.InterestEvery.Unit),
				int32(t.Disbursed), int32(t.FirstDue), t.Grace, t.DueDay, int64(t.Round), int64(t.RoundTotal), string(t.RoundMode))
		}
	}
	f.Fuzz(func(t *testing.T, principal, coefficient int64, exponent int32, per, method string, margin int64,
		instalments, every int, unit string, own int, ownUnit string, disbursed, firstDue int32, grace, dueDay int,
		round, roundTotal int64, mode string,
	) {
		terms := ledger.Terms{
			Principal: ledger.Money(principal), Rate: decimal.New(coefficient, exponent), RatePer: ledger.RatePeriod(per),
			Method: ledger.Method(method), Margin: ledger.Money(margin), Instalments: instalments,
			Every:         ledger.Interval{N: every, Unit: ledger.Unit(unit)},
			InterestEvery: ledger.Interval{N: own, Unit: ledger.Unit(ownUnit)},
			Disbursed:     ledger.Date(disbursed), FirstDue: ledger.Date(firstDue), Grace: grace, DueDay: dueDay,
			Round: ledger.Money(round), RoundTotal: ledger.Money(roundTotal), RoundMode: ledger.RoundMode(mode),
		}
		s, err := ledger.NewSchedule(terms)
		if (err == nil) == (s == nil) {
			t.Fatalf("%d lines and %v", len(s), err)
		}
		if err == nil {
			checkSchedule(t, s, terms.Principal)
		}
	})
}
