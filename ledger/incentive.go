package ledger

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// IncentiveRule is a UPK's rule for IPTW, the incentive for paying on time.
type IncentiveRule struct {
	Percent decimal.Decimal // of the interest that was paid in time, 0 to 100; 5 at Plumpang (S7)
	Days    int             // after the due day in which a payment is still in time; S7: 5
	// All says that one late instalment loses all of the incentive (iptw_aturan
	// semua), not only its own (bulan). The sources leave it open: local.
	All bool
}

// ErrIncentive says that a rule for IPTW cannot be.
var ErrIncentive = errors.New("IPTW must be from 0 to 100 per cent, with a window of 0 to 366 days")

const maxWindow = 366

// Check returns ErrIncentive where the rule cannot be.
func (r IncentiveRule) Check() error {
	if e := r.Percent.Exponent(); e < -MaxRateDecimals || e > 2 {
		return fmt.Errorf("per cent times ten to the power %d: %w", e, ErrIncentive)
	}
	if r.Percent.Sign() < 0 || r.Percent.Cmp(decimal.NewFromInt(perCent)) > 0 || r.Days < 0 || r.Days > maxWindow {
		return fmt.Errorf("%s per cent, %d days: %w", r.Percent, r.Days, ErrIncentive)
	}
	return nil
}

// IncentiveReason says why a group gets IPTW or not.
type IncentiveReason string

// The reasons, the weightiest first. Late and Waiting of [Incentive] have the figures.
const (
	IncentiveLate    IncentiveReason = "terlambat"   // an instalment was late: all is lost, or that month's
	IncentiveWaiting IncentiveReason = "menunggu"    // under "semua", while an instalment can still be late
	IncentiveNothing IncentiveReason = "tidak_ada"   // no interest was paid in time, and nothing was late
	IncentiveEarned  IncentiveReason = "tepat_waktu" // nothing was late
	IncentiveZero    IncentiveReason = "nol"         // the UPK gives nothing, or it comes to less than half a rupiah
	IncentivePart    IncentiveReason = "sebagian"    // under "bulan": some instalments were late, others earned it
)

// Incentive is what a group gets for paying one loan on time, in rupiah.
type Incentive struct {
	Loan   LoanCode
	Group  GroupCode
	Base   Money // interest paid in time
	Amount Money // of the group; the sum of its members'
	Reason IncentiveReason
	// Late are the instalments that were late, or are, with their days; Waiting is
	// how many there is still time to pay.
	Late    []HistoryLine
	Waiting int
	Members []MemberIncentive
}

// MemberIncentive is a line of the list that members sign (S1).
type MemberIncentive struct {
	Member    MemberCode
	Principal Money // her share of the loan (alokasi)
	Interest  Money // her part of the interest paid in time
	Amount    Money
}

// IncentiveTime is which instalments count: those that fall due from one day to
// another, both included, where a zero day is the loan's beginning or end; and the
// day as of which they are looked at.
type IncentiveTime struct{ From, To, AsOf Date }

func (t IncentiveTime) has(due Date) bool {
	return (t.From.IsZero() || due >= t.From) && (t.To.IsZero() || due <= t.To)
}

// Incentive is the IPTW of the loan for a time. What counts is the day on which the
// UPK received the money, not that on which the treasurer did.
//
// An instalment is in time if it is fully paid at most Days after its due day (G6:
// day 5 is in, day 6 is out). The amount is Percent of the interest of instalments
// in time, rounded to the rupiah, half up; interest that the UPK gave up, or that was
// paid before the books began on an unknown day, earns nothing. Under "semua" one late
// instalment in that time loses all, and nothing is given while one can still be
// late; under "bulan" each stands by itself.
//
// Members have a part each by [Split] over their parts of that interest, by their
// shares of the loan, so that the sum is the group's. Without shares there is one
// line, of the member "".
//
// It returns ErrIncentive, and the errors of [Loan.CheckShares] and
// [Loan.ScheduleAfter].
func (l Loan) Incentive(rule IncentiveRule, r Receipts, t IncentiveTime) (Incentive, error) {
	if err := rule.Check(); err != nil {
		return Incentive{}, fmt.Errorf("loan %s: %w", l.Code, err)
	}
	if err := l.CheckShares(); err != nil {
		return Incentive{}, err
	}
	h, err := l.History(t.AsOf, r)
	if err != nil {
		return Incentive{}, err
	}
	got := Incentive{Loan: l.Code, Group: l.Group}
	earning := make([]bool, len(h.Lines))
	for i, line := range h.Lines {
		if !t.has(line.Due) {
			continue
		}
		switch h.Verdict(line, rule.Days) {
		case InTime:
			earning[i] = true
		case TooLate:
			got.Late = append(got.Late, line)
		case Undecided:
			if line.Open.Total() > 0 {
				got.Waiting++
			}
		}
	}
	if rule.All && len(got.Late)+got.Waiting > 0 {
		clear(earning)
	}
	if err := got.give(l, rule, r, h, earning); err != nil {
		return Incentive{}, err
	}
	got.Reason = got.reason(rule)
	return got, nil
}

// give fills in the amounts, for the instalments that earn the incentive.
func (got *Incentive) give(l Loan, rule IncentiveRule, r Receipts, h History, earning []bool) error {
	group, err := l.Schedule()
	if err != nil {
		return err
	}
	shares := l.Shares
	if len(shares) == 0 {
		shares = []Share{{Principal: l.Terms.Principal}}
	}
	mirrors := mirror(group, shares)
	for _, c := range r.Closings {
		for m, share := range shares {
			if share.Member == c.Member {
				slices.Clone(group).cut(mirrors[m], c.Forgiven)
			}
		}
	}
	interest, parts := make([]Money, len(shares)), make([]Money, len(shares))
	for i, ok := range earning {
		if !ok {
			continue
		}
		got.Base += h.Lines[i].Interest
		for m := range shares {
			parts[m] = mirrors[m][i].Interest
		}
		for m, part := range Split(h.Lines[i].Interest, parts) {
			interest[m] += part
		}
	}
	got.Amount = RoundNearest.percentOf(rule.Percent, got.Base)
	for m, amount := range Split(got.Amount, interest) {
		got.Members = append(got.Members, MemberIncentive{
			Member: shares[m].Member, Principal: shares[m].Principal, Interest: interest[m], Amount: amount,
		})
	}
	return nil
}

func (got *Incentive) reason(rule IncentiveRule) IncentiveReason {
	switch {
	case got.Amount > 0 && len(got.Late) > 0:
		return IncentivePart
	case got.Amount > 0:
		return IncentiveEarned
	case len(got.Late) > 0:
		return IncentiveLate
	case rule.All && got.Waiting > 0:
		return IncentiveWaiting
	case got.Base > 0:
		return IncentiveZero
	}
	return IncentiveNothing
}
