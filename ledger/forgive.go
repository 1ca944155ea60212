package ledger

import "slices"

// LetOff is interest and a fine that a member was let off by a WaiveEntry, and that
// the UPK has not given up yet, in rupiah. Until it has, the group owes it.
type LetOff struct {
	Member         MemberCode // "" where the group pays as a whole
	Interest, Fine Money
	// Since is what all members paid on the loan after it: money that is younger
	// than hers.
	Since Money
	cause string
}

// LetOffs are a loan's let-offs that the UPK has still to give up, the oldest first,
// out of the entries of its group in any order. Entries that were reversed count as
// nothing. What an executing group's member owes on terms or a card of her own is not
// what the group owes for her, so the group bears what it lets her off (INF).
func (l Loan) LetOffs(entries []Entry) []LetOff {
	var open []LetOff
	for _, e := range inForce(l.Group, entries) {
		if paid := l.collectedBy(e); paid > 0 {
			for i := range open {
				open[i].Since += paid
			}
		}
		if e.Kind != Waiver || e.Loan != l.Code {
			continue
		}
		for _, m := range l.payers() {
			off := LetOff{Member: m, Interest: e.credited(l.closed(InterestWaived, m)), Fine: e.credited(l.closed(FineWaived, m)), cause: e.Cause}
			if off.Interest+off.Fine > 0 && !l.ownSchedule(m) {
				open = append(open, off)
			}
		}
		interest, fine := -e.credited(l.closed(InterestForgiven, "")), -e.credited(l.closed(FineForgiven, ""))
		for i := range open {
			if open[i].Member != e.Member {
				continue
			}
			if open[i].cause == e.Cause && interest+fine > 0 { // the office settled both sides at once
				open[i].Interest, open[i].Fine = 0, 0
				continue
			}
			given, fined := within(interest, open[i].Interest), within(fine, open[i].Fine)
			open[i].Interest, interest = open[i].Interest-given, interest-given
			open[i].Fine, fine = open[i].Fine-fined, fine-fined
		}
		open = slices.DeleteFunc(open, func(o LetOff) bool { return o.Interest+o.Fine == 0 })
	}
	return open
}

// inForce are a group's entries in their order, without reversals and what they reversed.
func inForce(g GroupCode, entries []Entry) []Entry {
	undone := map[EntryNumber]bool{}
	var list []Entry
	for _, e := range entries {
		if e.Group == g && e.Kind == Reversal {
			undone[e.Reverses] = true
		}
	}
	for _, e := range entries {
		if e.Group == g && e.Kind != Reversal && !undone[e.Number] {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b Entry) int { return int(a.Number - b.Number) })
	return list
}

// collectedBy is the money that an entry brought in on the loan: cash, or a purse
// that was used to cover.
func (l Loan) collectedBy(e Entry) (sum Money) {
	for _, p := range e.Postings {
		money := p.Debit.Code == TreasurerCash || p.Debit.Code == Savings
		switch p.Credit.Code {
		case MemberPrincipal, InterestCollected, FineCollected:
			if money && p.Credit.Loan == l.Code && e.Kind != Opening {
				sum += p.Amount
			}
		}
	}
	return sum
}

// ownSchedule tells whether the member pays by terms or a card of her own, in place
// of her part of the group's schedule.
func (l Loan) ownSchedule(m MemberCode) bool {
	_, printed := l.Printed[m]
	return printed && m != "" || slices.ContainsFunc(l.Shares, func(s Share) bool { return s.Member == m && s.ownTerms() })
}

// Undelivered is what members have paid on the loan, or were let off, and the UPK
// has neither received nor given up, by the kept balances; less than nothing where
// the group brought more than its members paid.
func (l Loan) Undelivered(balance func(Account) (Money, error)) (d Dues, err error) {
	for _, m := range l.payers() {
		paid, err := l.PaidBy(m, balance)
		if err != nil {
			return d, err
		}
		fine, err := l.FineSettled(m, balance)
		if err != nil {
			return d, err
		}
		d.Principal, d.Interest, d.Fine = d.Principal+paid.Principal, d.Interest+paid.Interest, d.Fine+fine
	}
	received, err := l.PaidToUPK(balance)
	if err != nil {
		return d, err
	}
	fine, err := l.FineSettledToUPK(balance)
	d.Principal, d.Interest, d.Fine = d.Principal-received.Principal, d.Interest-received.Interest, d.Fine-fine
	return d, err
}

// AtUPK is a group's loan as the UPK sees it on a day, and what it has still to give
// up of it. What members were let off is not in the standing, given up or not: it will
// be as soon as the UPK has their principal.
type AtUPK struct {
	GroupLoan
	LetOffs []LetOff
	// undelivered is what members paid and the UPK has not, the let-offs not in it;
	// interest is what the group owes, the let-offs in it.
	undelivered, interest Money
}

// AtUPK reads a loan as the UPK sees it out of the entries of its group, of which those
// before its first waiver or write-off are not needed, and the kept balances. The fine is for who has the settings to fill in. It returns the errors of
// ScheduleAfter.
func (l Loan) AtUPK(day Date, entries []Entry, balance func(Account) (Money, error)) (AtUPK, error) {
	a := AtUPK{GroupLoan: GroupLoan{Loan: l}, LetOffs: l.LetOffs(entries)}
	paid, closings, err := l.receivedAtUPK(entries, balance)
	if err != nil {
		return a, err
	}
	given, err := l.ScheduleAfter(closings)
	if err != nil {
		return a, err
	}
	a.interest = given.Total().Interest - paid.Interest
	held, err := l.Undelivered(balance)
	if err != nil {
		return a, err
	}
	a.Principal, a.undelivered = held.Principal, held.Total()
	for _, o := range a.LetOffs {
		a.undelivered -= o.Interest + o.Fine
	}
	a.Standing, err = l.standingAtUPK(day, paid, closings, a.LetOffs)
	return a, err
}

// StandingAtUPK is the standing of AtUPK alone, which needs no member's balances.
func (l Loan) StandingAtUPK(day Date, entries []Entry, balance func(Account) (Money, error)) (Standing, error) {
	paid, closings, err := l.receivedAtUPK(entries, balance)
	if err != nil {
		return Standing{}, err
	}
	return l.standingAtUPK(day, paid, closings, l.LetOffs(entries))
}

// receivedAtUPK is what the UPK received on the loan, and what it gave up of it.
func (l Loan) receivedAtUPK(entries []Entry, balance func(Account) (Money, error)) (Amounts, []Closing, error) {
	paid, err := l.PaidToUPK(balance)
	closings := l.Received(entries).Closings
	for _, c := range closings {
		paid.Principal, paid.Interest = paid.Principal-c.Forgiven.Principal, paid.Interest-c.Forgiven.Interest
	}
	return paid, closings, err
}

func (l Loan) standingAtUPK(day Date, paid Amounts, closings []Closing, offs []LetOff) (Standing, error) {
	for _, o := range offs {
		closings = append(closings, Closing{Member: o.Member, Forgiven: Amounts{Interest: o.Interest}})
	}
	s, err := l.ScheduleAfter(closings)
	return s.On(day, paid), err
}

// Forgive are the entries by which the UPK gives up, on receiving a deposit of these
// parts, the let-offs whose money it now has: those after which members paid at least
// what the treasurer still holds, since money leaves her the oldest first (INF: the
// UPK is not told whose money it gets). No more is given up than the group owes.
func (a AtUPK) Forgive(parts []DepositPart, day Date) []Entry {
	held, owed := a.undelivered, a.interest
	for _, p := range parts {
		if p.Loan.Code == a.Loan.Code {
			held -= p.Paid.Total() + p.Fine
			owed -= p.Paid.Interest
		}
	}
	var entries []Entry
	for _, o := range a.LetOffs {
		interest := within(o.Interest, max(owed, 0))
		if held > o.Since || interest+o.Fine == 0 {
			continue
		}
		owed -= interest
		entries = append(entries, ForgiveEntry(a.Loan, o.Member, interest, o.Fine, day))
	}
	return entries
}
