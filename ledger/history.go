package ledger

import (
	"slices"

	"github.com/shopspring/decimal"
)

// HistoryLine is what became of one instalment.
type HistoryLine struct {
	Instalment
	// Open is what is still unpaid of it; nothing where it is settled.
	Open Amounts
	// PaidOn is the day on which it was fully paid. Zero: it is still open, or
	// there was nothing to pay, or it was paid before the books began.
	PaidOn Date
	// DaysLate are the days from its due day to PaidOn, or to the history's day
	// while it is open; never negative.
	DaysLate int
}

// History is what became of a schedule until the evening of a day.
type History struct {
	Day   Date
	Lines []HistoryLine
}

// History follows the payments made until the evening of the day, the earliest
// first whatever their order here, to the oldest instalment first: principal and
// interest each by themselves, as in [Schedule.On]. Negative amounts and what was
// paid above the schedule's total count as nothing; a payment that was reversed is
// for the caller to leave out (see [Loan.Received]).
func (s Schedule) History(day Date, payments []Payment) History {
	made := until(day, payments)
	principal := follower{made: made, part: func(a Amounts) Money { return a.Principal }}
	interest := follower{made: made, part: func(a Amounts) Money { return a.Interest }}
	h := History{Day: day, Lines: make([]HistoryLine, len(s))}
	for i, line := range s {
		l := HistoryLine{Instalment: line}
		var on, last Date
		l.Open.Principal, on = principal.pay(line.Principal)
		l.Open.Interest, last = interest.pay(line.Interest)
		end := day
		if l.Open.Total() == 0 {
			l.PaidOn = later(on, last)
			end = l.PaidOn
		}
		if !end.IsZero() {
			l.DaysLate = max(0, int(end-line.Due))
		}
		h.Lines[i] = l
	}
	return h
}

// until is the payments made until the day, in order, those without a day first.
func until(day Date, payments []Payment) []Payment {
	made := slices.DeleteFunc(slices.Clone(payments), func(p Payment) bool { return !p.Day.IsZero() && p.Day > day })
	slices.SortStableFunc(made, func(a, b Payment) int {
		switch {
		case a.Day == b.Day:
			return 0
		case a.Day.IsZero() || !b.Day.IsZero() && a.Day < b.Day:
			return -1
		}
		return 1
	})
	return made
}

// follower uses up one part of the payments, in order.
type follower struct {
	made []Payment
	part func(Amounts) Money
	day  Date  // of the payment in use
	left Money // of it
}

// pay settles an amount; it returns what it could not settle, and the day of the
// last rupiah, zero where there was nothing to pay.
func (f *follower) pay(amount Money) (open Money, on Date) {
	if amount == 0 {
		return 0, 0
	}
	for {
		used := min(amount, f.left)
		f.left -= used
		amount -= used
		if amount == 0 || len(f.made) == 0 {
			return amount, f.day
		}
		f.day, f.left = f.made[0].Day, max(0, f.part(f.made[0].Paid))
		f.made = f.made[1:]
	}
}

// later is the later of two days, where zero is no day.
func later(a, b Date) Date {
	if a.IsZero() || !b.IsZero() && b > a {
		return b
	}
	return a
}

// Longest is the longest that an instalment was late, in days: the loan's longest
// arrears, since it is late as long as its oldest unpaid instalment.
func (h History) Longest() int {
	longest := 0
	for _, l := range h.Lines {
		longest = max(longest, l.DaysLate)
	}
	return longest
}

// Verdict tells whether an instalment was paid in time.
type Verdict int

// The verdicts on an instalment.
const (
	// Undecided: there is time left to pay it, there was nothing to pay, or it was
	// paid before the books began.
	Undecided Verdict = iota
	InTime
	TooLate
)

// Verdict is whether the instalment was fully paid at most window days after its
// due day (S7: five), as of the history's day.
func (h History) Verdict(l HistoryLine, window int) Verdict {
	switch {
	case l.DaysLate > window:
		return TooLate
	case l.PaidOn.IsZero():
		return Undecided
	}
	return InTime
}

// OnTime counts the instalments that were paid in time, and those that have been
// paid or are past the window. One that is paid before its due day is in time.
func (h History) OnTime(window int) (inTime, judged int) {
	for _, l := range h.Lines {
		switch h.Verdict(l, window) {
		case InTime:
			inTime++
			judged++
		case TooLate:
			judged++
		case Undecided:
		}
	}
	return inTime, judged
}

// OnTimeShare is the share of instalments paid in time, in per cent to two
// decimals; false where there is none to judge yet.
func (h History) OnTimeShare(window int) (share decimal.Decimal, ok bool) {
	return onTimeShare(h.OnTime(window))
}

func onTimeShare(inTime, judged int) (share decimal.Decimal, ok bool) {
	if judged == 0 {
		return decimal.Zero, false
	}
	return decimal.NewFromInt(int64(inTime)*perCent).DivRound(decimal.NewFromInt(int64(judged)), shownDecimals), true
}

// shownDecimals are the decimals of a per cent that people are shown.
const shownDecimals = 2
