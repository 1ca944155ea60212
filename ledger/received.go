package ledger

// Receipts is what the UPK received on a loan and what it gave up of it.
type Receipts struct {
	// Paid is money. An opening balance is a payment of the zero Day: what was paid
	// before the books began.
	Paid []Payment
	// Closings are shares that were closed without money; see [Loan.ScheduleAfter].
	Closings []Closing
}

// Received reads the receipts out of the entries of the loan's group. Entries that
// were reversed are left out. A closing has no day: for a report as of a past day,
// give the entries until that day. A write-off of the whole loan closes nothing, because
// its arrears were never paid.
func (l Loan) Received(entries []Entry) Receipts {
	reversed := map[EntryNumber]bool{}
	for _, e := range entries {
		if e.Kind == Reversal && e.Group == l.Group {
			reversed[e.Reverses] = true
		}
	}
	var r Receipts
	for _, e := range entries {
		if e.Group != l.Group || reversed[e.Number] {
			continue
		}
		paid := Amounts{Principal: e.credited(l.principalAccount()), Interest: e.credited(l.incomeAccount())}
		switch e.Kind {
		case Opening:
			if e.Loan == l.Code {
				paid.Principal += l.Terms.Principal
				r.Paid = append(r.Paid, Payment{Paid: paid})
			}
		case DepositReceived:
			if paid.Total() > 0 {
				r.Paid = append(r.Paid, Payment{Day: e.Day, Paid: paid})
			}
		case Waiver, WriteOff:
			if c, ok := ClosingOf(e); ok && e.Loan == l.Code {
				r.Closings = append(r.Closings, c)
			}
		}
	}
	return r
}

// PaymentsOf are a member's payments to her treasurer, out of the entries of the
// loan's group, without those that were reversed; the member "" is a group that
// pays as a whole. What she had paid when the books began is a payment of the zero
// Day, as in [Receipts].
func (l Loan) PaymentsOf(m MemberCode, entries []Entry) []Payment {
	reversed := map[EntryNumber]bool{}
	for _, e := range entries {
		if e.Kind == Reversal {
			reversed[e.Reverses] = true
		}
	}
	var paid []Payment
	for _, e := range entries {
		if e.Kind == Reversal || reversed[e.Number] {
			continue
		}
		p := Payment{Day: e.Day, Paid: Amounts{
			Principal: e.credited(l.MemberPrincipal(m)), Interest: e.credited(l.InterestCollected(m)),
		}}
		if e.Kind == Opening && e.Loan == l.Code {
			p.Day = 0
			p.Paid.Principal += l.ShareOf(m)
		}
		if p.Paid.Principal > 0 || p.Paid.Interest > 0 {
			paid = append(paid, p)
		}
	}
	return paid
}

// credited is the entry's credits to the account less its debits.
func (e Entry) credited(a Account) Money {
	var sum Money
	for _, p := range e.Postings {
		if p.Credit == a {
			sum += p.Amount
		}
		if p.Debit == a {
			sum -= p.Amount
		}
	}
	return sum
}

// Until is what was paid until the evening of the day.
func (r Receipts) Until(day Date) Amounts {
	var sum Amounts
	for _, p := range until(day, r.Paid) {
		sum.Principal += max(0, p.Paid.Principal)
		sum.Interest += max(0, p.Paid.Interest)
	}
	return sum
}

// History is what became of the loan until the evening of the day, by what the UPK
// received; what it gave up was never late. It returns the errors of
// [Loan.ScheduleAfter].
func (l Loan) History(day Date, r Receipts) (History, error) {
	s, err := l.asSettled(r)
	if err != nil {
		return History{}, err
	}
	return s.History(day, r.Paid), nil
}

// asSettled is the loan's schedule without what the UPK gave up. On a loan that is
// paid off, interest that is still open and would fall due after the last payment
// was let go, whether or not an entry says so (S17).
func (l Loan) asSettled(r Receipts) (Schedule, error) {
	s, err := l.ScheduleAfter(r.Closings)
	if err != nil || l.Status != PaidOff || len(r.Paid) == 0 {
		return s, err
	}
	all := until(NewDate(MaxLoanYear, 12, 31), r.Paid)
	last := all[len(all)-1].Day
	paid := r.Until(last)
	for i, line := range s {
		unpaid := line.payOff(&paid)
		if line.Due > last {
			s[i].Interest -= unpaid.Interest
		}
	}
	return s, nil
}
