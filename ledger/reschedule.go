package ledger

import (
	"errors"
	"fmt"
)

// ErrReschedule says that a loan's remainder is not what a new loan needs.
var ErrReschedule = errors.New("what members have left must add up to what the group owes the UPK: bring the treasurer's cash first")

// Remainder is what a loan has left to pay when it ends before its time, in rupiah.
type Remainder struct {
	Day     Date
	Members map[MemberCode]Amounts // to the treasurer; the member "" is a group that pays as a whole
	Group   Amounts                // to the UPK
	// TakenOver is what survivors have left of what they took over by DeathGroup. It goes
	// with a write-off; before a loan is rescheduled it has to be paid.
	TakenOver map[MemberCode]Money
	Reserve   Money // what the UPK's reserve holds, for a write-off
}

// Replacement is the loan that takes an old one's place: the principal left, each
// member with her own remainder, on new terms. S1 splits it equally and so loses the
// balance of each. It is proposed, and Loan.Move ends the old one.
// Interest left of the old loan is not lent again (S1, S2): what the forum does not let
// go belongs into a printed schedule of the new loan, as interest.
//
// It returns ErrReschedule where the members do not add up to the group, and the errors
// of Terms.Check.
func (l Loan) Replacement(code LoanCode, left Remainder, terms Terms) (Loan, error) {
	terms.Principal = left.Group.Principal
	terms.Round, terms.RoundTotal = min(terms.Round, terms.Principal), min(terms.RoundTotal, terms.Principal)
	now := Loan{Code: code, Group: l.Group, Fund: l.Fund, Terms: terms, Status: Proposed, Replaces: l.Code, ProfitShare: l.ProfitShare}
	var sum Money
	for _, m := range l.payers() {
		part := left.Members[m].Principal
		sum += part
		if m != "" && part > 0 {
			now.Shares = append(now.Shares, Share{Member: m, Principal: part})
		}
	}
	if sum != left.Group.Principal {
		return Loan{}, fmt.Errorf("loan %s, members %d, group %d: %w", l.Code, int64(sum), int64(left.Group.Principal), ErrReschedule)
	}
	if err := terms.Check(); err != nil {
		return Loan{}, fmt.Errorf("loan %s: %w", code, err)
	}
	return now, nil
}

// RescheduleLoanEntry moves what is left of an old loan to the one that replaces it,
// member by member; no money moves. The old loan has nothing left afterwards, its
// interest is let go. It returns ErrReschedule where the shares of the new loan are
// not what is left.
func RescheduleLoanEntry(old, now Loan, left Remainder) (Entry, error) {
	e := Entry{Group: old.Group, Kind: RescheduleEntry, Amount: left.Group.Principal, Day: left.Day, Loan: old.Code}
	if now.Terms.Principal != left.Group.Principal {
		return Entry{}, fmt.Errorf("loan %s of %d, left %d: %w", now.Code, int64(now.Terms.Principal), int64(left.Group.Principal), ErrReschedule)
	}
	e.post(now.principalAccount(), old.principalAccount(), left.Group.Principal)
	e.post(Account{Code: GroupPrincipal, Group: old.Group, Loan: old.Code},
		Account{Code: GroupPrincipal, Group: old.Group, Loan: now.Code}, left.Group.Principal)
	var interest []part
	for _, m := range old.payers() {
		of := left.Members[m]
		if now.ShareOf(m) != of.Principal {
			return Entry{}, fmt.Errorf("loan %s, share %d of %s, left %d: %w", now.Code, int64(now.ShareOf(m)), m, int64(of.Principal), ErrReschedule)
		}
		e.post(now.MemberPrincipal(m), old.MemberPrincipal(m), of.Principal)
		interest = append(interest, part{old.closed(InterestWaived, m), of.Interest})
	}
	e.release(old, Amounts{Interest: left.Group.Interest}, interest)
	return e, nil
}

// WriteOffEntry takes a loan out of the books, by the forum's decision (S2): the UPK
// loses the principal, out of its reserve as far as that goes, no interest is
// booked, and nothing is left for group and members. Cash that the treasurer
// still holds stays where it is, as the group's own; what comes in later is other
// income.
func WriteOffEntry(l Loan, left Remainder) Entry {
	e := Entry{Group: l.Group, Kind: WriteOff, Amount: left.Group.Principal, Day: left.Day, Loan: l.Code}
	e.lose(l, left.Group.Principal, left.Reserve)
	var members []part
	for _, m := range l.payers() {
		members = append(members, part{l.MemberPrincipal(m), left.Members[m].Principal},
			part{l.closed(InterestWaived, m), left.Members[m].Interest}, part{l.TakenOver(m), left.TakenOver[m]})
	}
	e.release(l, left.Group, members)
	return e
}
