package ledger

import (
	"fmt"

	"github.com/shopspring/decimal"
)

const (
	monthsPerYear = 12
	daysPerYear   = 365 // in leap years too: contract.md section 6
	perCent       = 100
)

// NewSchedule works out the instalments of a loan (contract.md section 6), in
// rupiah and in order of their due days. The principal always adds up to the
// rupiah, no amount is negative, and the due days are strictly increasing.
//
// Flat interest is on the whole principal all the time (S3, S6), declining and
// annuity interest on what is left; murabahah spreads its margin evenly and never
// grows (S50, S51); qardh has principal only, and so has bagi hasil, whose share
// of profit is billed once a profit is reported (S52).
//
// All but the last instalment are rounded, the last absorbs the difference (S1).
// Rounding does not change what is to be paid in all: flat interest is reckoned
// over the whole loan and rounded once, a margin is what was agreed, and interest
// on what is left is that of each line to the rupiah. FirstDue moves the days, not
// the interest: an instalment carries interest for one interval.
//
// The error is one of those of [Terms.Check], or ErrMuch.
func NewSchedule(t Terms) (Schedule, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	w := worker{Terms: t, lines: t.dueLines()}
	w.rateNum, w.rateDen = t.ratePerUnit()
	switch {
	case t.Method == Annuity:
		w.annuity()
	case t.Method == Declining:
		w.equalPrincipal()
		w.interestOnBalance()
	default:
		w.equalInterest()
		if t.RoundTotal > 0 {
			w.principalFromTotal()
		} else {
			w.equalPrincipal()
		}
	}
	s := make(Schedule, len(w.lines))
	for i, line := range w.lines {
		s[i] = Instalment{Number: i + 1, Due: t.due(line.at), Principal: w.principal[i], Interest: w.interest[i]}
	}
	if all := s.Total().Interest; all > MaxMoney {
		return nil, fmt.Errorf("interest %d: %w", int64(all), ErrMuch)
	}
	return s, nil
}

// worker holds a schedule in the making: an amount for each line.
type worker struct {
	Terms
	lines     []dueLine
	principal []Money
	interest  []Money
	// Interest on an amount for so many units of time is the amount times the
	// units times rateNum, over rateDen: a fraction, because a 365th has no end.
	rateNum, rateDen decimal.Decimal
	// Where interest is equal, what a line has of it is equalNum over equalDen.
	equalNum, equalDen decimal.Decimal
}

// ratePerUnit is the rate of one month, or of one day of a 365-day year.
func (t Terms) ratePerUnit() (num, den decimal.Decimal) {
	num, parts := t.Rate, int64(perCent)
	switch {
	case t.RatePer == PerInstalment:
		parts *= int64(t.Every.units())
	case t.Every.Unit == Month && t.RatePer == PerYear:
		parts *= monthsPerYear
	case t.Every.Unit != Month:
		parts *= daysPerYear
		if t.RatePer == PerMonth {
			num = num.Mul(decimal.NewFromInt(monthsPerYear))
		}
	}
	return num, decimal.NewFromInt(parts)
}

// accrued is rateDen times the interest on an amount for so many units.
func (w *worker) accrued(amount Money, units int) decimal.Decimal {
	return amount.Decimal().Mul(decimal.NewFromInt(int64(units))).Mul(w.rateNum)
}

// principalLines is over how many lines the principal is spread.
func (w *worker) principalLines() decimal.Decimal {
	return decimal.NewFromInt(int64(w.Instalments - w.Grace))
}

func (w *worker) equalPrincipal() {
	shares := make([]decimal.Decimal, len(w.lines))
	for i, line := range w.lines {
		if line.principal {
			shares[i] = w.Principal.Decimal()
		}
	}
	w.principal = w.RoundMode.spread(shares, w.principalLines(), w.Principal, w.Round)
}

// equalInterest spreads flat interest or a margin; other methods have none. What
// is to be paid in all is rounded once, to the rupiah.
func (w *worker) equalInterest() {
	length := w.Instalments * w.Every.units()
	w.equalNum, w.equalDen = decimal.Zero, decimal.NewFromInt(int64(length/w.interestUnits()))
	var total Money
	switch w.Method {
	case Flat:
		w.equalNum, w.equalDen = w.accrued(w.Principal, w.interestUnits()), w.rateDen
		total = w.RoundMode.Round(w.accrued(w.Principal, length), w.rateDen, 1)
	case Murabahah:
		w.equalNum = w.Margin.Decimal()
		total = w.Margin
	}
	shares := make([]decimal.Decimal, len(w.lines))
	for i, line := range w.lines {
		if line.interest {
			shares[i] = w.equalNum
		}
	}
	w.interest = w.RoundMode.spread(shares, w.equalDen, total, w.Round)
}

// principalFromTotal rounds the whole instalment and lets principal be what the
// interest leaves of it. It comes after equalInterest.
func (w *worker) principalFromTotal() {
	count := w.principalLines()
	num := w.Principal.Decimal().Mul(w.equalDen).Add(w.equalNum.Mul(count))
	whole := w.RoundMode.Round(num, count.Mul(w.equalDen), w.RoundTotal)
	w.principal = make([]Money, len(w.lines))
	left := w.Principal
	for i, line := range w.lines {
		if line.principal {
			w.principal[i] = within(whole-w.interest[i], left)
			left -= w.principal[i]
		}
	}
	w.principal[len(w.lines)-1] += left
}

// within is the amount, but not less than nothing nor more than what is left.
func within(amount, left Money) Money { return min(max(amount, 0), left) }

// interestOnBalance charges each line with the interest on what was left of the
// principal since the line before, also where principal falls due in between.
func (w *worker) interestOnBalance() {
	shares := make([]decimal.Decimal, len(w.lines))
	var total Money
	left, before, open := w.Principal, 0, decimal.Zero
	for i, line := range w.lines {
		open = open.Add(w.accrued(left, line.at-before))
		if line.interest {
			shares[i] = open
			total += w.RoundMode.Round(open, w.rateDen, 1)
			open = decimal.Zero
		}
		left -= w.principal[i]
		before = line.at
	}
	w.interest = w.RoundMode.spread(shares, w.rateDen, total, w.Round)
}

// annuity makes instalments equal, by the rupiah or by RoundTotal, and principal
// what the interest on the balance leaves of them.
func (w *worker) annuity() {
	whole := w.annuityInstalment()
	w.principal = make([]Money, len(w.lines))
	left := w.Principal
	for i, line := range w.lines {
		if !line.principal {
			continue
		}
		interest := w.RoundMode.Round(w.accrued(left, w.Every.units()), w.rateDen, 1)
		part := w.RoundMode.Round(max(whole-interest, 0).Decimal(), decimal.NewFromInt(1), w.Round)
		w.principal[i] = within(part, left)
		left -= w.principal[i]
	}
	w.principal[len(w.lines)-1] += left
	w.interestOnBalance()
}

// annuityDigits is how exactly powers of the rate are kept. The smallest rate is
// 1e-10 per cent a year; even its day leaves 40 digits of the instalment certain.
const annuityDigits = 60

// annuityInstalment is P r q / (q - 1) with q = (1 + r) to the number of instalments.
func (w *worker) annuityInstalment() Money {
	count := w.principalLines()
	if w.rateNum.IsZero() {
		return w.RoundMode.Round(w.Principal.Decimal(), count, w.RoundTotal)
	}
	one := decimal.NewFromInt(1)
	rate := w.rateNum.Mul(decimal.NewFromInt(int64(w.Every.units()))).DivRound(w.rateDen, annuityDigits)
	growth, power := one.Add(rate), one
	for range w.Instalments - w.Grace {
		power = power.Mul(growth).Round(annuityDigits)
	}
	return w.RoundMode.Round(w.Principal.Decimal().Mul(rate).Mul(power), power.Sub(one), w.RoundTotal)
}
