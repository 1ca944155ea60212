package ledger

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// The limits of terms. Whatever is beyond them is a slip of the pen, not a loan.
const (
	MaxRate         = 100  // per cent, for whatever time the rate is; 18 a year is usual (S3)
	MaxRateDecimals = 10   // digits after the decimal point
	MaxInstalments  = 1200 // a hundred years of months, three years of days
	MaxInterval     = 3660 // units between two instalments
	MaxLoanYear     = 2200 // the last year that a Date is read in
	minLoanYear     = 1900
)

// Why terms cannot be. NewSchedule and Terms.Check wrap them with the figure.
var (
	ErrPrincipal      = errors.New("principal must be more than 0 and at most 1000000000000")
	ErrRate           = errors.New("a rate must be from 0 to 100 per cent with at most 10 decimals")
	ErrRatePeriod     = errors.New("a rate must be by month, year or instalment")
	ErrMethod         = errors.New("unknown method of interest")
	ErrMargin         = errors.New("a margin belongs to murabahah and must be from 0 to 1000000000000")
	ErrInstalments    = errors.New("there must be 1 to 1200 instalments")
	ErrInterval       = errors.New("the time between instalments must be 1 to 3660 days, weeks or months")
	ErrInterestRhythm = errors.New("interest's own rhythm must fit into the loan a whole number of times, in months where " +
		"principal goes by months, and does not go with an annuity or with rounding of the whole instalment")
	ErrDisbursed  = errors.New("the day of disbursement must be a day from 1900 to 2200")
	ErrFirstDue   = errors.New("the first due day must not be before the day of disbursement")
	ErrTooLong    = errors.New("the last instalment must fall due before the year 2201")
	ErrGrace      = errors.New("instalments with interest only must be fewer than all instalments")
	ErrDueDay     = errors.New("a fixed due day must be 1 to 31, or 0 for the day of disbursement")
	ErrRounding   = errors.New("a rounding step must be from 0 to the principal")
	ErrRoundBoth  = errors.New("round either principal and interest each, or the whole instalment")
	ErrRoundTotal = errors.New("the whole instalment can be rounded only where instalments are equal, not with declining interest")
	ErrRoundMode  = errors.New("unknown rounding mode")
	ErrMuch       = errors.New("interest in all must be at most 1000000000000")
	ErrSchedule   = errors.New("a schedule must add up to the principal, without negative amounts, each due day after the one before")
)

// Check returns the first rule of contract.md section 6 that the terms break, as
// one of the sentinel errors of this package with the figure before it, or nil.
// A rate given with murabahah, qardh or bagi hasil is allowed and charges nothing,
// since they have no interest by time; nor does Check look at the due day where instalments go by days or weeks,
// because a village's fixed day is meant for its monthly loans.
func (t Terms) Check() error {
	for _, check := range []func() error{t.checkAmounts, t.checkRate, t.checkRhythm, t.checkDays, t.checkRounding} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (t Terms) checkAmounts() error {
	if t.Principal <= 0 || t.Principal > MaxMoney {
		return fmt.Errorf("principal %d: %w", int64(t.Principal), ErrPrincipal)
	}
	if t.Margin < 0 || t.Margin > MaxMoney || t.Margin != 0 && t.Method != Murabahah {
		return fmt.Errorf("margin %d: %w", int64(t.Margin), ErrMargin)
	}
	return nil
}

func (t Terms) checkRate() error {
	// The exponent comes first: to compare or print 1e999999999 would take all memory.
	if e := t.Rate.Exponent(); e < -MaxRateDecimals || e > 2 {
		return fmt.Errorf("rate of ten to the power %d: %w", e, ErrRate)
	}
	if t.Rate.Sign() < 0 || t.Rate.Cmp(decimal.NewFromInt(MaxRate)) > 0 {
		return fmt.Errorf("rate %s: %w", t.Rate, ErrRate)
	}
	switch t.Method {
	case Murabahah, Qardh, ProfitShare:
		return nil
	case Flat, Declining, Annuity:
	default:
		return fmt.Errorf("method %q: %w", t.Method, ErrMethod)
	}
	switch t.RatePer {
	case PerMonth, PerYear, PerInstalment:
		return nil
	}
	return fmt.Errorf("rate per %q: %w", t.RatePer, ErrRatePeriod)
}

func (t Terms) checkRhythm() error {
	if t.Instalments < 1 || t.Instalments > MaxInstalments {
		return fmt.Errorf("%d instalments: %w", t.Instalments, ErrInstalments)
	}
	if t.Grace < 0 || t.Grace >= t.Instalments {
		return fmt.Errorf("%d of %d instalments with interest only: %w", t.Grace, t.Instalments, ErrGrace)
	}
	if !t.Every.valid() {
		return fmt.Errorf("every %d %q: %w", t.Every.N, t.Every.Unit, ErrInterval)
	}
	if !t.ownInterestRhythm() {
		return nil
	}
	own := t.InterestEvery
	if !own.valid() {
		return fmt.Errorf("interest every %d %q: %w", own.N, own.Unit, ErrInterval)
	}
	length := t.Instalments * t.Every.units()
	if (own.Unit == Month) != (t.Every.Unit == Month) || length%own.units() != 0 ||
		length/own.units() > MaxInstalments || t.Method == Annuity || t.RoundTotal != 0 {
		return fmt.Errorf("interest every %d %s, principal %d times every %d %s: %w",
			own.N, own.Unit, t.Instalments, t.Every.N, t.Every.Unit, ErrInterestRhythm)
	}
	return nil
}

func (t Terms) checkDays() error {
	if year, _, _ := t.Disbursed.Civil(); t.Disbursed.IsZero() || year < minLoanYear || year > MaxLoanYear {
		return fmt.Errorf("disbursed %q: %w", t.Disbursed, ErrDisbursed)
	}
	if !t.FirstDue.IsZero() && t.FirstDue < t.Disbursed {
		return fmt.Errorf("first due %s, disbursed %s: %w", t.FirstDue, t.Disbursed, ErrFirstDue)
	}
	if t.DueDay < 0 || t.DueDay > 31 {
		return fmt.Errorf("due day %d: %w", t.DueDay, ErrDueDay)
	}
	end := NewDate(MaxLoanYear, 12, 31)
	if t.FirstDue > end {
		return fmt.Errorf("first due %s: %w", t.FirstDue, ErrTooLong)
	}
	if last := t.due(t.Instalments * t.Every.units()); last > end {
		return fmt.Errorf("last due %s: %w", last, ErrTooLong)
	}
	return nil
}

func (t Terms) checkRounding() error {
	for _, step := range []Money{t.Round, t.RoundTotal} {
		if step < 0 || step > t.Principal {
			return fmt.Errorf("step %d, principal %d: %w", int64(step), int64(t.Principal), ErrRounding)
		}
	}
	if t.Round != 0 && t.RoundTotal != 0 {
		return fmt.Errorf("steps %d and %d: %w", int64(t.Round), int64(t.RoundTotal), ErrRoundBoth)
	}
	if t.RoundTotal != 0 && t.Method == Declining {
		return fmt.Errorf("step %d: %w", int64(t.RoundTotal), ErrRoundTotal)
	}
	switch t.RoundMode {
	case "", RoundNearest, RoundUp, RoundDown, RoundEven:
		return nil
	}
	return fmt.Errorf("mode %q: %w", t.RoundMode, ErrRoundMode)
}

// Check returns ErrSchedule unless the schedule is one of the given principal:
// the way to look at a schedule that people printed or agreed.
func (s Schedule) Check(principal Money) error {
	for i, line := range s {
		if line.Principal < 0 || line.Interest < 0 || line.Principal > MaxMoney || line.Interest > MaxMoney ||
			i > 0 && line.Due <= s[i-1].Due {
			return fmt.Errorf("instalment %d due %s: %w", line.Number, line.Due, ErrSchedule)
		}
	}
	if sum := s.Total().Principal; sum != principal {
		return fmt.Errorf("principal %d in the schedule, %d lent: %w", int64(sum), int64(principal), ErrSchedule)
	}
	return nil
}
