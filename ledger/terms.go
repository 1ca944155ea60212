package ledger

import "github.com/shopspring/decimal"

// Method is how interest follows from the principal.
type Method string

// The methods of contract.md section 6. Bagi hasil has no schedule of its own:
// it is billed after a reported profit.
const (
	Flat        Method = "flat"
	Declining   Method = "menurun"
	Annuity     Method = "anuitas"
	Murabahah   Method = "murabahah"
	Qardh       Method = "qardh"
	ProfitShare Method = "bagi_hasil"
)

// RatePeriod is the time that a rate is for.
type RatePeriod string

// The periods of a rate.
const (
	PerMonth      RatePeriod = "bulan"
	PerYear       RatePeriod = "tahun"
	PerInstalment RatePeriod = "angsuran"
)

// Unit is a length of time between instalments.
type Unit string

// The units of an interval. A selapan is an interval of 35 days.
const (
	Day   Unit = "day"
	Week  Unit = "week"
	Month Unit = "month"
)

// Interval is the time between two instalments: every N units.
type Interval struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Monthly is the usual interval.
var Monthly = Interval{N: 1, Unit: Month}

// RoundMode is the direction of rounding to a step.
type RoundMode string

// The rounding modes: nearest is half up, even is half to even.
const (
	RoundNearest RoundMode = "terdekat"
	RoundUp      RoundMode = "atas"
	RoundDown    RoundMode = "bawah"
	RoundEven    RoundMode = "genap"
)

// Terms say what is to be paid for a loan and when.
type Terms struct {
	Principal   Money           `json:"principal"`
	Rate        decimal.Decimal `json:"rate"` // per cent a RatePer
	RatePer     RatePeriod      `json:"rate_per"`
	Method      Method          `json:"method"`
	Margin      Money           `json:"margin,omitempty"` // murabahah
	Instalments int             `json:"instalments"`
	Every       Interval        `json:"every"`
	// InterestEvery is interest's own rhythm; zero is the same as Every.
	InterestEvery Interval `json:"interest_every,omitzero"`
	Disbursed     Date     `json:"disbursed"`
	FirstDue      Date     `json:"first_due,omitzero"` // zero: one interval after disbursement
	Grace         int      `json:"grace,omitempty"`    // instalments with interest only
	DueDay        int      `json:"due_day,omitempty"`  // fixed day of the month; 0: that of disbursement
	// Round rounds principal and interest each to a step; RoundTotal rounds the
	// whole instalment and lets principal take the difference. 0 is no step.
	Round      Money     `json:"round,omitempty"`
	RoundTotal Money     `json:"round_total,omitempty"`
	RoundMode  RoundMode `json:"round_mode,omitempty"`
}

// Instalment is one line of a schedule: what falls due on a day.
type Instalment struct {
	Number    int   `json:"number"` // from 1
	Due       Date  `json:"due"`
	Principal Money `json:"principal"`
	Interest  Money `json:"interest"`
}

// Total is principal and interest together.
func (i Instalment) Total() Money { return i.Principal + i.Interest }

// Schedule is a loan's instalments in order of their due dates.
type Schedule []Instalment

// Total is the principal and interest of the whole schedule.
func (s Schedule) Total() Amounts {
	var sum Amounts
	for _, i := range s {
		sum.Principal += i.Principal
		sum.Interest += i.Interest
	}
	return sum
}

// Amounts is money divided into principal and interest (jasa).
type Amounts struct {
	Principal Money `json:"principal"`
	Interest  Money `json:"interest"`
}

// Total is principal and interest together.
func (a Amounts) Total() Money { return a.Principal + a.Interest }
