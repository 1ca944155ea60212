package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// Why money is not taken out of a purse.
var (
	ErrPurse         = errors.New("no such purse")
	ErrPurseAmount   = errors.New("a withdrawal must be more than 0")
	ErrPurseHeld     = errors.New("a purse cannot go below zero")
	ErrPurseLoan     = errors.New("pokok and wajib are paid out only when no loan is outstanding")
	ErrPurseCover    = errors.New("tanggung_renteng is used only to cover a loan")
	ErrPurseDecision = errors.New("sosial is paid out only by a decision")
)

// Withdrawal is what is known when money is to be taken out of a member's purse.
type Withdrawal struct {
	Purse    Purse
	Amount   Money  // in rupiah, more than 0
	Held     Money  // what the purse holds
	LoanLeft Money  // what she has left to pay on all her loans, due or not, and owes for covers
	Cover    bool   // the money covers a loan, hers or another's, and is not paid out
	Decision string // the reference of the meeting's decision
}

// Check returns the first rule that the withdrawal breaks, with its figures, or nil
// (S22, S23 and INF):
//
//   - no purse goes below zero (ErrPurseHeld);
//   - pokok and wajib are not paid out while she owes anything (ErrPurseLoan);
//   - tanggung_renteng is not paid out, it covers loans (ErrPurseCover);
//   - sosial is paid out by a decision, and covers no loan without one (ErrPurseDecision);
//   - sukarela and harian are hers at any time;
//   - to cover a loan, any purse but sosial may be used: that is what it is for.
func (w Withdrawal) Check() error {
	var rule error
	switch {
	case !slices.Contains(Purses, w.Purse):
		rule = ErrPurse
	case w.Amount <= 0:
		rule = ErrPurseAmount
	case w.Amount > w.Held:
		rule = ErrPurseHeld
	case w.Purse == SavingsSocial && w.Decision == "":
		rule = ErrPurseDecision
	case w.Cover:
		return nil
	case w.Purse == SavingsMutual:
		rule = ErrPurseCover
	case (w.Purse == SavingsInitial || w.Purse == SavingsMonthly) && w.LoanLeft > 0:
		rule = ErrPurseLoan
	}
	if rule == nil {
		return nil
	}
	return fmt.Errorf("%d of %d from purse %q, loans %d: %w", int64(w.Amount), int64(w.Held), w.Purse, int64(w.LoanLeft), rule)
}

// DailySaving is the promise to save an amount each day from a day on, holidays
// and Lebaran too (S43, S46): a thousand rupiah in the KSM. Each day is a due item
// of its own.
type DailySaving struct {
	Start  Date
	Amount Money // rupiah a day
}

// DailyStanding is where a daily saver stands on a day. Today's amount is due but
// not late, as an instalment on its due day.
type DailyStanding struct {
	PaidDays    int   // days paid in full, from the start
	PaidThrough Date  // the last of them; zero: none
	Part        Money // paid of the day after that
	DaysBehind  int   // days before the day that are not paid in full
	Behind      Money // what they lack
	Due         Money // Behind and today's, less what is paid ahead
	DaysAhead   int   // days after the day that are paid in full
}

// On is the standing on a day of one who has deposited so much since the start. The
// oldest days are paid first, and more than is due runs ahead. deposited is the sum of
// deposits, not the purse's balance: what was paid out at a share-out was saved all
// the same. A saver whose promise is of nothing, or begins later, is not behind.
func (d DailySaving) On(day Date, deposited Money) DailyStanding {
	if d.Amount <= 0 {
		return DailyStanding{}
	}
	deposited = max(deposited, 0)
	st := DailyStanding{PaidDays: int(deposited / d.Amount), Part: deposited % d.Amount}
	if st.PaidDays > 0 {
		st.PaidThrough = d.Start + Date(st.PaidDays) - 1
	}
	before := max(int(day-d.Start), 0)
	st.DaysBehind = max(before-st.PaidDays, 0)
	st.Behind = max(Money(before)*d.Amount-deposited, 0)
	if day >= d.Start {
		st.Due = max(Money(before+1)*d.Amount-deposited, 0)
		before++
	}
	st.DaysAhead = max(st.PaidDays-before, 0)
	return st
}

// DaysPaid are the days that a deposit pays in full, or fills up, of one who has
// deposited so much before: from first to last, which is before first where it fills
// none; and what of it goes to the day after last.
func (d DailySaving) DaysPaid(before, deposit Money) (first, last Date, part Money) {
	if d.Amount <= 0 {
		return d.Start, d.Start - 1, 0
	}
	first = d.Start + Date(before/d.Amount)
	last = d.Start + Date((before+deposit)/d.Amount) - 1
	part = min((before+deposit)%d.Amount, deposit)
	return first, last, part
}

// DailyOf is the promise of a KSM's member by the setting harian_jumlah, from the day of
// her first deposit into the purse harian (INF; see [Reports.Savings]), and how much
// she has deposited into it, by her group's entries; false where she promises nothing.
func (s Settings) DailyOf(g Group, m MemberCode, entries []Entry) (d DailySaving, deposited Money, ok bool) {
	d.Amount = Money(s.Int("harian_jumlah"))
	if g.Type != KSM || d.Amount <= 0 {
		return d, 0, false
	}
	undone := map[EntryNumber]bool{}
	for _, e := range entries {
		if e.Kind == Reversal {
			undone[e.Reverses] = true
		}
	}
	for _, e := range entries {
		if e.Kind != SavingsDeposit || e.Member != m || e.Purse != SavingsDaily || undone[e.Number] {
			continue
		}
		deposited += e.Amount
		if d.Start.IsZero() || e.Day < d.Start {
			d.Start = e.Day
		}
	}
	return d, deposited, deposited > 0
}
