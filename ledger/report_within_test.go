package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// linesOf are the lines of every report that can be of some of the groups, without sums.
func linesOf(t *rapid.T, r *ledger.Reports, on ledger.Date) (all []string) {
	line := func(name string, row any) { all = append(all, fmt.Sprintf("%s %+v", name, row)) }
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	progress, err := r.Progress(on.Period())
	must(err)
	each(progress.Loans, "progress", line)
	quality, err := r.Quality(on)
	must(err)
	each(quality.Loans, "quality", line)
	arrears, err := r.ArrearsList(on)
	must(err)
	each(arrears.Funds, "arrears", line)
	bills, err := r.Bills(on-20, on)
	must(err)
	each(bills.Funds, "bills", line)
	people, err := r.Beneficiaries(on)
	must(err)
	each(people.Funds, "people", line)
	iptw, err := r.Incentives(ledger.IncentiveTime{From: on - 30, To: on, AsOf: on})
	must(err)
	each(iptw.Funds, "iptw", line)
	plan, err := r.Plan(on.Period())
	must(err)
	each(plan.Loans, "plan", line)
	for _, row := range r.HeldCash(on).Rows {
		line("cash", row)
	}
	for _, g := range r.Savings(on).Groups {
		for _, row := range g.Rows {
			line("savings", row)
		}
	}
	covers := r.Covers(on)
	each(covers.Debts, "debts", line)
	each(covers.Due, "due", line)
	each(covers.TakenOver, "taken", line)
	grades, err := r.Assessments(on)
	must(err)
	for _, row := range grades.Rows {
		line("grades", row)
	}
	for _, code := range r.GroupCodes() {
		line("group", code)
	}
	return all
}

func each[Row any](parts []ledger.FundPart[Row], name string, line func(string, any)) {
	for _, part := range parts {
		for _, row := range part.Rows {
			line(name, row)
		}
	}
}

// The reports of the villages, or of the groups, put together are those of the UPK: each
// line is in one of them, and as it is there.
func TestReportsWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, last := drawBooks(t)
		on := last - ledger.Date(rapid.IntRange(0, 100).Draw(t, "ago"))
		whole, err := ledger.NewReports(b)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(slices.Values(linesOf(t, whole, on)))
		var villages, groups []string
		for _, v := range b.Villages {
			villages = append(villages, linesOf(t, whole.Within(func(g ledger.Group) bool { return g.Village == v.Code }), on)...)
		}
		for _, only := range b.Groups {
			groups = append(groups, linesOf(t, whole.Within(func(g ledger.Group) bool { return g.Code == only.Code }), on)...)
		}
		for name, got := range map[string][]string{"villages": villages, "groups": groups} {
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("by %s\n%v\nwhole\n%v", name, got, want)
			}
		}
		if again := slices.Sorted(slices.Values(linesOf(t, whole, on))); !slices.Equal(again, want) {
			t.Fatal("the whole has changed")
		}
	})
}
