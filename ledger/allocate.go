package ledger

import (
	"errors"
	"fmt"
)

// Step is one of the things that a payment is used for, in the words of the
// setting alokasi (contract.md section 3).
type Step string

// The steps of an allocation.
const (
	StepFine     Step = "denda"     // the fine
	StepInterest Step = "jasa"      // all interest due to date
	StepOverdue  Step = "tunggakan" // principal that fell due before the day
	StepCurrent  Step = "angsuran"  // the current instalment: interest not yet due, then principal
)

// DefaultOrder is the order of the setting's default: interest before overdue
// principal before this month's (S7), after a fine (S2).
func DefaultOrder() []Step { return []Step{StepFine, StepInterest, StepOverdue, StepCurrent} }

// Why a payment is not shared out.
var (
	ErrAmount = errors.New("a payment must be more than 0 and at most 1000000000000")
	ErrOrder  = errors.New("the order of a payment names denda, jasa, tunggakan and angsuran, each at most once")
)

// Allocation is what one payment is used for, in rupiah. Its parts add up to the
// payment and are never negative.
type Allocation struct {
	Fine     Money
	Interest Money
	Overdue  Money // principal that fell due before the day
	Ahead    Money // interest of the current instalment that is not yet due
	Current  Money // principal of the current instalment
	Excess   Money // more than is due: a question for people, never a silent rule (S2)
}

// Paid is what the payment does to the schedule, apart from any excess.
func (a Allocation) Paid() Amounts {
	return Amounts{Principal: a.Overdue + a.Current, Interest: a.Interest + a.Ahead}
}

// Total is the payment.
func (a Allocation) Total() Money { return a.Fine + a.Paid().Total() + a.Excess }

// Allocate shares a payment out over what is due, in the given order; nil is the
// default order. A step that the order does not name gets nothing. It returns
// ErrAmount for an amount that cannot be paid and ErrOrder for an unknown or
// repeated step.
func (s Standing) Allocate(amount Money, order []Step) (Allocation, error) {
	if amount <= 0 || amount > MaxMoney {
		return Allocation{}, fmt.Errorf("payment %d: %w", int64(amount), ErrAmount)
	}
	if order == nil {
		order = DefaultOrder()
	}
	var a Allocation
	seen := make(map[Step]bool, len(order))
	for _, step := range order {
		if step == StepCurrent {
			a.Ahead = within(amount, s.interestAhead())
			amount -= a.Ahead
		}
		due, part := s.step(step, &a)
		if part == nil || seen[step] {
			return Allocation{}, fmt.Errorf("%q: %w", step, ErrOrder)
		}
		seen[step] = true
		*part = within(amount, due)
		amount -= *part
	}
	a.Excess = amount
	return a, nil
}

// step is what is due for a step and where its part goes; nil for an unknown one.
func (s Standing) step(step Step, a *Allocation) (due Money, part *Money) {
	switch step {
	case StepFine:
		return s.Fine, &a.Fine
	case StepInterest:
		return s.InterestDue(), &a.Interest
	case StepOverdue:
		return s.OverduePrincipal, &a.Overdue
	case StepCurrent:
		return s.CurrentPrincipal, &a.Current
	}
	return 0, nil
}
