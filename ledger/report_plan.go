package ledger

import "slices"

// Plan is what was to be paid to the UPK and what it received (rencana dan realisasi,
// S1): by month of the year until the month, and in the month by group loan and village,
// each by fund.
type Plan struct {
	Month    Period
	Months   []FundPart[PlanRow]
	Loans    []FundPart[PlanRow]
	Villages []FundPart[PlanRow]
}

// PlanRow is a line of it: plan P/J, received P/J, what was received more than planned, and
// per cent of the plan.
type PlanRow struct {
	Place
	Month    Period
	Planned  Amounts // fell due in the month, by the schedule as it was at the month's end
	Received Amounts // in the month, less what was reversed in it
	More     Amounts // less than nothing where less was received
	Realised Percentage
}

func (p *PlanRow) where() Place { return p.Place }

func (p *PlanRow) add(o PlanRow) {
	*p = planRow(p.Place, p.Month, p.Planned.plus(o.Planned), p.Received.plus(o.Received))
}

func planRow(at Place, month Period, planned, received Amounts) PlanRow {
	return PlanRow{
		Place: at, Month: month, Planned: planned, Received: received, More: received.minus(planned),
		Realised: percentage(received.Total(), planned.Total()),
	}
}

// Plan is the plan and what came of it in the month and in those of its year before
// it. What was received for an earlier month counts when it was received. The error is
// that of [Loan.ScheduleAfter].
func (r *Reports) Plan(month Period) (Plan, error) {
	year, _, _ := month.First().Civil()
	var months, loans []PlanRow
	for m := NewDate(year, 1, 1).Period(); m <= month; m++ {
		funds := map[Fund]int{}
		for _, lb := range r.loans {
			planned, received, err := lb.planOf(m)
			if err != nil {
				return Plan{}, err
			}
			if planned == (Amounts{}) && received == (Amounts{}) {
				continue
			}
			at, ok := funds[lb.place.Fund]
			if !ok {
				at = len(months)
				funds[lb.place.Fund] = at
				months = append(months, PlanRow{Place: Place{Fund: lb.place.Fund}, Month: m})
			}
			months[at].add(PlanRow{Planned: planned, Received: received})
			if m == month {
				loans = append(loans, planRow(lb.place, m, planned, received))
			}
		}
	}
	villages := byVillage(loans, func(p Place) PlanRow { return PlanRow{Place: p, Month: month} })
	slices.SortStableFunc(months, func(a, b PlanRow) int { return a.Place.compare(b.Place) })
	return Plan{Month: month, Months: byFund(months), Loans: byFund(loans), Villages: byFund(villages)}, nil
}

// MonthPlan is the month's line of all funds together: for a chart; reports keep them apart.
func (r *Reports) MonthPlan(month Period) (PlanRow, error) {
	all := PlanRow{Month: month}
	for _, lb := range r.loans {
		planned, received, err := lb.planOf(month)
		if err != nil {
			return all, err
		}
		all.add(PlanRow{Planned: planned, Received: received})
	}
	return all, nil
}

// planOf is what of a loan fell due in the month and what was received in it. What fell
// due before the loan came into the books, or after it ended, is no plan of theirs.
func (lb *loanBook) planOf(month Period) (planned, received Amounts, err error) {
	first := month.First()
	last := first.MonthEnd()
	s, ok, err := lb.at(last)
	if err != nil || !ok {
		return Amounts{}, Amounts{}, err
	}
	received, _ = lb.receivedIn(first, last)
	from, to := first, last
	for _, v := range lb.events {
		switch {
		case !v.at(last):
		case v.what == lent && v.paid != (Amounts{}):
			from = max(from, v.day+1)
		case v.what == ended:
			to = min(to, v.day)
		}
	}
	for _, line := range s.plan {
		if from <= line.Due && line.Due <= to {
			planned = planned.plus(Amounts{line.Principal, line.Interest})
		}
	}
	return planned, received, nil
}
