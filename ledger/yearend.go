package ledger

import (
	"errors"
	"fmt"
	"math"
)

// IncomeSummary is where a year's result leaves the income statement: Ikhtisar laba
// rugi. The accounts of income keep all that they ever received, because by those of
// interest the loans are reckoned.
const IncomeSummary AccountCode = "4900"

// ErrNothingToBook says that the books already hold what an entry would bring about.
var ErrNothingToBook = errors.New("the books already hold it, there is nothing to book")

// lastDay is after every entry.
const lastDay = Date(math.MaxInt32)

// The entries of a year's end, and of months that keep the reserve up to date, as the
// books ask for them. They are of the UPK's own chain and not sealed; who said so and
// why is the caller's to fill in. Each is what is still missing: asked for again
// once it is booked, it is ErrNothingToBook or no entry, and after a correction
// it is the difference.

// ReserveEntry brings the reserve that is held to what the classes ask for on the
// evening of the day (S13): an expense, or back where less is needed. It returns
// ErrNothingToBook, and the error of [Reports.Quality].
func (r *Reports) ReserveEntry(day Date) (Entry, error) {
	q, err := r.Quality(day)
	if err != nil {
		return Entry{}, err
	}
	missing := r.balanceOf(Reserve, day)
	for _, fund := range q.Reserves {
		missing += fund.Total.Reserve
	}
	return between(day, Account{Code: ReserveExpense}, Account{Code: Reserve}, missing)
}

// between is the entry that debits one account and credits the other, or the other way
// round where the amount is negative.
func between(day Date, debit, credit Account, amount Money) (Entry, error) {
	if amount == 0 {
		return Entry{}, fmt.Errorf("%s and %s on %s: %w", debit.Code, credit.Code, day, ErrNothingToBook)
	}
	if amount < 0 {
		debit, credit, amount = credit, debit, -amount
	}
	e := Entry{Kind: General, Amount: amount, Day: day}
	e.post(debit, credit, amount)
	return e, nil
}

// IncentiveEntries pay the IPTW in cash on the day AsOf of the time, an entry for each
// loan that has one to get: what it earned with its instalments until To, less what
// was ever paid for it, so that no instalment is paid for twice whatever times are
// asked for. From therefore does not matter, and under the rule semua one late
// instalment loses what the whole loan would still get; what was paid is not asked
// back. The errors are those of [Loan.Incentive].
func (r *Reports) IncentiveEntries(t IncentiveTime) ([]Entry, error) {
	t.From = 0
	list, err := r.Incentives(t)
	if err != nil {
		return nil, err
	}
	paid := r.incentivePaid(lastDay)
	var entries []Entry
	for _, part := range list.Funds {
		for _, row := range part.Rows {
			amount := row.Got.Amount - paid[row.Loan]
			if amount <= 0 {
				continue
			}
			e := Entry{Kind: General, Amount: amount, Day: t.AsOf, Loan: row.Loan}
			e.post(Account{Code: IncentivePaid, Group: row.Group, Loan: row.Loan}, Account{Code: UPKCash}, amount)
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// CloseYear moves the result of a year that is over into the surplus, on its last day,
// by way of IncomeSummary. Openings are no result. Where that day's month is closed, the
// entry may be booked in any later month: by its own day it stays the year's.
// It returns ErrNothingToBook where the result has been moved, or is nothing.
func (r *Reports) CloseYear(year int) (Entry, error) {
	var result Money
	for b := range r.bookings(lastDay) {
		switch booked, _, _ := b.day.Civil(); {
		case !b.account.Code.Section().result() || b.opening:
		case b.closes() && b.closedYear() == year, !b.closes() && booked == year:
			result -= b.amount
		}
	}
	return between(NewDate(year, 12, 31), Account{Code: IncomeSummary}, Account{Code: RetainedProfit}, result)
}

// SurplusEntry splits what the surplus holds on the evening of the day by the setting
// surplus, once the years are closed; what was booked out of it for a later day is
// no longer there. It returns the errors of [SurplusRule.Split] and [ParseSurplus];
// ErrNoSurplus where nothing is held.
func (r *Reports) SurplusEntry(day Date) (Entry, []SurplusPart, error) {
	rule, err := r.books.Settings.SurplusRule()
	if err != nil {
		return Entry{}, nil, err
	}
	parts, err := rule.Split(min(-r.balanceOf(RetainedProfit, day), -r.balanceOf(RetainedProfit, lastDay)))
	if err != nil {
		return Entry{}, nil, err
	}
	return SurplusEntry(parts, day), parts, nil
}
