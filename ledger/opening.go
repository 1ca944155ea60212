package ledger

import (
	"errors"
	"fmt"
)

// Openings bring books in that were kept elsewhere until a day: loans in
// mid-life, cash that treasurers hold, the UPK's own balances. They are entries
// like any other, so that a standing, a chain and a correction need to know
// nothing of them. An income statement leaves entries of the kind Opening out:
// interest of the years before is in them only because a loan's standing is
// reckoned from all that was ever paid.

// ErrOpening says that a loan cannot have so much left to pay.
var ErrOpening = errors.New("what is left of a loan must be from 0 to what its schedule has")

// LoanOpening is what is left to pay on a loan that was running before the books
// begin.
type LoanOpening struct {
	Day Date
	// Members is what each member has left to pay to her treasurer; the member ""
	// is a group that pays as a whole. One who is not named has nothing left.
	Members map[MemberCode]Amounts
	// Group is what the group has left to pay to the UPK.
	Group Amounts
}

// OpenLoanEntry brings a loan in mid-life: afterwards each member's principal and
// interest left by her schedule, and the group's by its own, are those given. It
// returns ErrOpening where more is left than was ever to be paid or a member has
// no share, and the errors of Loan.MemberSchedules. A loan of which nothing was
// or will be paid, because its schedule is empty, has no postings.
func OpenLoanEntry(l Loan, o LoanOpening) (Entry, error) {
	group, err := l.Schedule()
	if err != nil {
		return Entry{}, err
	}
	members, err := l.MemberSchedules()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Group: l.Group, Kind: Opening, Amount: o.Group.Principal, Day: o.Day, Loan: l.Code}
	paid, err := l.paidBefore("", group, o.Group)
	if err != nil {
		return Entry{}, err
	}
	equity, own := Account{Code: OpeningEquity}, Account{Code: GroupOpening, Group: l.Group}
	e.post(l.principalAccount(), equity, o.Group.Principal)
	e.post(equity, l.incomeAccount(), paid)
	e.post(own, Account{Code: GroupPrincipal, Group: l.Group, Loan: l.Code}, o.Group.Principal)
	e.post(Account{Code: InterestRemitted, Group: l.Group, Loan: l.Code}, own, paid)
	for m := range o.Members {
		if _, ok := members[m]; !ok {
			return Entry{}, fmt.Errorf("loan %s, member %q: %w", l.Code, m, ErrOpening)
		}
	}
	for _, m := range l.payers() {
		paid, err := l.paidBefore(m, members[m], o.Members[m])
		if err != nil {
			return Entry{}, err
		}
		e.post(l.MemberPrincipal(m), own, o.Members[m].Principal)
		e.post(own, l.InterestCollected(m), paid)
	}
	return e, nil
}

// paidBefore is the interest of the schedule that is not left.
func (l Loan) paidBefore(m MemberCode, s Schedule, left Amounts) (Money, error) {
	all := s.Total()
	if left.Principal < 0 || left.Interest < 0 || left.Principal > all.Principal || left.Interest > all.Interest {
		return 0, fmt.Errorf("loan %s, member %q, left %d and %d of %d and %d: %w", l.Code, m,
			int64(left.Principal), int64(left.Interest), int64(all.Principal), int64(all.Interest), ErrOpening)
	}
	return all.Interest - left.Interest, nil
}

// payers are the members with a share, or "" where the group pays as a whole.
func (l Loan) payers() []MemberCode {
	if len(l.Shares) == 0 {
		return []MemberCode{""}
	}
	var list []MemberCode
	for _, s := range l.Shares {
		list = append(list, s.Member)
	}
	return list
}

// OpenCashEntry is cash that a group's treasurer held when its books begin.
func OpenCashEntry(group GroupCode, amount Money, day Date) Entry {
	e := Entry{Group: group, Kind: Opening, Amount: amount, Day: day}
	e.post(Account{Code: TreasurerCash, Group: group}, Account{Code: GroupOpening, Group: group}, amount)
	return e
}

// OpenAccountEntry is the balance of one of the UPK's own accounts when its books
// begin: a debit, or a credit where it is negative.
func OpenAccountEntry(a Account, balance Money, day Date) Entry {
	e := Entry{Kind: Opening, Amount: max(balance, -balance), Day: day}
	if balance < 0 {
		e.post(Account{Code: OpeningEquity}, a, -balance)
		return e
	}
	e.post(a, Account{Code: OpeningEquity}, balance)
	return e
}
