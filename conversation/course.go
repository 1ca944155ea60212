package conversation

import (
	"math"
	"slices"
	"time"

	"bendahara/ledger"
)

// Course is how a group went, month by month, the oldest first. All of it goes by what
// the UPK received, but for Held.
type Course struct {
	Group  ledger.Group
	Months []MonthStanding
}

// MonthStanding is a month's figures; those of the month that still runs are as of now, but
// for Planned.
type MonthStanding struct {
	Month             ledger.Period
	Planned, Received ledger.Money   // principal and interest that fell due in it, and that came in it
	ByClass           []ledger.Money // principal left at its end by class, the best first
	Overdue           ledger.Money   // principal and interest that was late at its end
	Held              ledger.Money   // by the treasurer at its end
}

// Add adds another's figures of the same month.
func (m *MonthStanding) Add(o MonthStanding) {
	m.Month = o.Month
	m.Planned, m.Received = m.Planned+o.Planned, m.Received+o.Received
	m.Overdue, m.Held = m.Overdue+o.Overdue, m.Held+o.Held
	for len(m.ByClass) < len(o.ByClass) {
		m.ByClass = append(m.ByClass, 0)
	}
	for i, amount := range o.ByClass {
		m.ByClass[i] += amount
	}
}

// Courses are these groups' last months, this one the last of them.
func Courses(f Facts, groups []ledger.Group, months int, now time.Time) (list []Course, err error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	if t.holidays, err = f.Holidays(); err != nil {
		return nil, err
	}
	for _, g := range groups {
		c, err := t.course(g, months)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (t *turn) course(g ledger.Group, months int) (c Course, err error) {
	c.Group = g
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return c, err
	}
	entries, err := t.facts.Recent(g.Code, time.Time{}, math.MaxInt)
	if err != nil {
		return c, err
	}
	slices.Reverse(entries)
	reports, err := ledger.NewReports(ledger.Books{
		Groups: []ledger.Group{g}, Loans: loans, Entries: entries, Settings: t.settings, Holidays: t.holidays,
	})
	if err != nil {
		return c, err
	}
	last := t.day.Period()
	for m := last - ledger.Period(months-1); m <= last; m++ {
		s, err := monthOfGroup(reports, m, min(m.First().MonthEnd(), t.day))
		if err != nil {
			return c, err
		}
		c.Months = append(c.Months, s)
	}
	return c, nil
}

func monthOfGroup(r *ledger.Reports, month ledger.Period, day ledger.Date) (s MonthStanding, err error) {
	s = MonthStanding{Month: month, Held: max(0, r.HeldCash(day).Total.Held)}
	plan, err := r.MonthPlan(month)
	if err != nil {
		return s, err
	}
	s.Planned, s.Received = plan.Planned.Total(), plan.Received.Total()
	quality, err := r.Quality(day)
	if err != nil {
		return s, err
	}
	for _, fund := range quality.Loans {
		s.Add(MonthStanding{Month: month, ByClass: fund.Total.ByClass, Overdue: fund.Total.Overdue.Total()})
	}
	return s, nil
}
