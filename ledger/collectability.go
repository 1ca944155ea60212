package ledger

import "github.com/shopspring/decimal"

// Arrears is how far behind one who pays on a schedule is on a day, by every
// measure that a [Scheme] counts with. As days go by without a payment no measure
// falls, and with more paid none rises.
type Arrears struct {
	Since       Date // the oldest unpaid due day before the day; zero: nothing is late
	Instalments int  // how many are overdue, wholly or in part
	Days        int  // days since Since
	MonthsBegun int  // months since Since by the calendar, a begun one counted whole
	Months      int  // months in arrears: missed instalments, and months past the end
	Seasons     int  // seasons missed, and seasons past the end
}

// Arrears measures how late the schedule is on the day after so much was paid on
// it, ever. An instalment is not late on its due day.
//
// Months follow the formula of S1, "ceil(overdue principal / scheduled principal +
// months since disbursement less the number of the last due instalment)", where it
// is right, and mend it where it is not:
//   - Each missed instalment counts as the part of its own principal that is open,
//     so that one with another amount, or an interest-only month after it, does not
//     change what the missed one counts. An instalment of interest only counts as
//     the open part of its interest. Without this a seasonal loan, or one in its
//     grace, would look current.
//   - The months past the end are whole months since the last due day, and only
//     while something is overdue; a report before the due day adds no false month.
//   - Instalments by days or weeks count by their length, thirty days to the month;
//     those by a month, a selapan or a season count one each.
//
// A season is the time up to an instalment with principal, and is missed where
// anything in it is overdue. The interval is that of the principal's instalments;
// see [Loan.Rhythm].
func (s Schedule) Arrears(every Interval, day Date, paid Amounts) Arrears {
	var a Arrears
	missed := fraction{decimal.Zero, decimal.NewFromInt(1)}
	seasonMissed := false
	for _, line := range s {
		if line.Due >= day {
			break
		}
		if unpaid := line.payOff(&paid); unpaid.Total() > 0 {
			if a.Instalments == 0 {
				a.Since = line.Due
			}
			if !seasonMissed {
				a.Seasons++
				seasonMissed = true
			}
			a.Instalments++
			missed.addMissed(line, unpaid)
		}
		if line.Principal > 0 {
			seasonMissed = false
		}
	}
	if a.Instalments == 0 {
		return a
	}
	end := s[len(s)-1].Due
	wanted := s.wantedDay(end)
	a.Days = int(day - a.Since)
	a.MonthsBegun = monthsPassed(a.Since, day-1, s.wantedDay(a.Since)) + 1
	a.Months = missed.months(every) + monthsPassed(end, day, wanted)
	a.Seasons += every.passed(end, day, wanted)
	return a
}

// fraction is num over den; den is positive.
type fraction struct{ num, den decimal.Decimal }

// addMissed adds the part of the instalment that is open.
func (f *fraction) addMissed(line Instalment, unpaid Amounts) {
	whole, open := line.Principal, unpaid.Principal
	if whole == 0 {
		whole, open = line.Interest, unpaid.Interest
	}
	if open == whole {
		f.num = f.num.Add(f.den)
		return
	}
	f.num = f.num.Mul(whole.Decimal()).Add(f.den.Mul(open.Decimal()))
	f.den = f.den.Mul(whole.Decimal())
}

// daysPerMonth turns instalments by days or weeks into months (S1).
const daysPerMonth = 30

// months is so many instalments as months, a begun one counted whole.
func (f fraction) months(every Interval) int {
	num, den := f.num, f.den
	if r := every.rhythm(); r == daily || r == weekly {
		num, den = num.Mul(decimal.NewFromInt(int64(every.units()))), den.Mul(decimal.NewFromInt(daysPerMonth))
	}
	return int(RoundUp.Round(num, den, 1))
}

// wantedDay is the day of the month on which a line is due, or that of the whole
// schedule where only the end of the month has moved it: 30 November for the 31st.
func (s Schedule) wantedDay(due Date) int {
	_, _, own := due.Civil()
	if due != due.MonthEnd() {
		return own
	}
	wanted := own
	for _, line := range s {
		_, _, dayOfMonth := line.Due.Civil()
		wanted = max(wanted, dayOfMonth)
	}
	for _, line := range s {
		if line.Due.AddMonths(0, wanted) != line.Due {
			return own // not a schedule by months
		}
	}
	return wanted
}

// monthsPassed is how many whole months lie between two days; none where the
// second is not later.
func monthsPassed(from, to Date, wanted int) int {
	n := int(to.Period() - from.Period())
	if from.AddMonths(n, wanted) > to {
		n--
	}
	return max(n, 0)
}

// passed is how many whole intervals lie between two days.
func (i Interval) passed(from, to Date, wanted int) int {
	switch n := i.units(); {
	case n <= 0 || to <= from:
		return 0
	case i.Unit == Month:
		return monthsPassed(from, to, wanted) / n
	default:
		return int(to-from) / n
	}
}

// rhythm is an interval's kind, as OJK's bounds tell them apart (S10).
type rhythm int

const (
	daily rhythm = iota
	weekly
	monthly // with selapan
	seasonal
	rhythms
)

// rhythm sorts intervals that OJK does not name with the next shorter kind: every
// three days is daily, every two weeks weekly, 28 to 45 days monthly. An interval
// that is not known is monthly.
func (i Interval) rhythm() rhythm {
	n := i.units()
	switch {
	case n <= 0 || i.Unit == Month && n == 1:
		return monthly
	case i.Unit == Month || n > 45:
		return seasonal
	case n < daysPerWeek:
		return daily
	case n < 4*daysPerWeek:
		return weekly
	}
	return monthly
}

// Rhythm is the time between the loan's instalments of principal: that of its
// terms or, where a printed schedule stands in their place, the average number of
// days between the printed ones.
func (l Loan) Rhythm() Interval {
	s, printed := l.Printed[""]
	if !printed {
		return l.Terms.Every
	}
	var days []Date
	for _, line := range s {
		if line.Principal > 0 {
			days = append(days, line.Due)
		}
	}
	if len(days) == 1 {
		days = []Date{l.Terms.Disbursed, days[0]}
	}
	gaps := len(days) - 1
	if gaps < 1 || days[gaps] <= days[0] {
		return l.Terms.Every
	}
	return Interval{N: max(1, int(days[gaps]-days[0])/gaps), Unit: Day}
}

// Collectability is a loan's class on a day and what is to be set aside for it,
// in rupiah.
type Collectability struct {
	Class   Class
	Arrears Arrears
	Balance Money // principal left
	Overdue Money // principal overdue
	Reserve Money // Class.Percent of Balance
}

// Rate classes one who has paid so much on the schedule, ever, as of the day. The
// reserve is rounded to the rupiah, half up, for each loan, so that a list of
// loans adds up to its total.
func (c Scheme) Rate(s Schedule, every Interval, day Date, paid Amounts) Collectability {
	a := s.Arrears(every, day, paid)
	st := s.On(day, paid)
	class := c.Class(a, every)
	return Collectability{
		Class: class, Arrears: a, Balance: st.PrincipalLeft, Overdue: st.OverduePrincipal,
		Reserve: RoundNearest.percentOf(class.Percent, st.PrincipalLeft),
	}
}

// percentOf is so much per cent of an amount that is not negative, in rupiah.
func (m RoundMode) percentOf(percent decimal.Decimal, amount Money) Money {
	return m.Round(amount.Decimal().Mul(percent), decimal.NewFromInt(perCent), 1)
}

// Collectability classes the loan as of the evening of a day by what the UPK has
// received on it until then. It returns the errors of [Loan.ScheduleAfter].
func (l Loan) Collectability(scheme Scheme, day Date, r Receipts) (Collectability, error) {
	s, err := l.ScheduleAfter(r.Closings)
	if err != nil {
		return Collectability{}, err
	}
	return scheme.Rate(s, l.Rhythm(), day, r.Until(day)), nil
}
