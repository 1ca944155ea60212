package ledger

import "slices"

// loanBook is a loan with all that the journal says of it at the UPK.
type loanBook struct {
	loan     Loan
	place    Place
	schedule Schedule // nil where no money ever moved
	events   []loanEvent
}

// loanEvent is what one entry did to a loan.
type loanEvent struct {
	day, undone Date // in the books; undone: zero where it never was
	moved       Date // when the money moved
	what        loanChange
	paid        Amounts // by lent: before the books began
	closing     Closing
	fine        Money // brought to the UPK, or let off by it
}

type loanChange int

const (
	received  loanChange = iota // the UPK's money, or a correction of it
	lent                        // paid out, opened, or put in another loan's place
	ended                       // rescheduled or written off
	forgiven                    // a share was closed
	unchanged                   // nothing but, perhaps, a fine
)

// at tells whether the event counts on the evening of the day.
func (v loanEvent) at(day Date) bool {
	return v.day <= day && (v.undone.IsZero() || v.undone > day)
}

// readLoans keeps what the entry did to loans.
func (r *Reports) readLoans(e *Entry, undone Date) {
	var touched []LoanCode
	touch := func(c LoanCode) {
		if c != "" && !slices.Contains(touched, c) {
			touched = append(touched, c)
		}
	}
	switch e.Kind {
	case Opening, Waiver, WriteOff, RescheduleEntry:
		touch(e.Loan)
	}
	fines := map[LoanCode]Money{}
	look := func(a *Account, amount Money) {
		switch a.Code {
		case LoanPrincipal, InterestIncome:
			touch(a.Loan)
		case FineRemitted, FineForgiven:
			touch(a.Loan)
			fines[a.Loan] += amount
		}
	}
	for i := range e.Postings {
		p := &e.Postings[i]
		look(&p.Debit, p.Amount)
		look(&p.Credit, -p.Amount)
	}
	for _, code := range touched {
		if lb, ok := r.byCode[code]; ok {
			v := lb.event(e)
			v.day, v.moved, v.undone, v.fine = e.BookedOn(), e.Day, undone, fines[code]
			if v.what != unchanged || v.fine != 0 {
				lb.events = append(lb.events, v)
			}
		}
	}
}

// event is what the entry did to the loan.
func (lb *loanBook) event(e *Entry) loanEvent {
	l := lb.loan
	paid := Amounts{Principal: e.credited(l.principalAccount()), Interest: e.credited(l.incomeAccount())}
	switch e.Kind {
	case Opening:
		if e.Loan == l.Code {
			paid.Principal += l.Terms.Principal
		}
		return loanEvent{what: lent, paid: paid}
	case Disbursement:
		return loanEvent{what: lent}
	case RescheduleEntry:
		if e.Loan == l.Code {
			return loanEvent{what: ended}
		}
		return loanEvent{what: lent}
	case Waiver, WriteOff:
		if c, ok := ClosingOf(*e); ok {
			return loanEvent{what: forgiven, closing: c}
		}
		if e.Kind == WriteOff && e.Member == "" {
			return loanEvent{what: ended}
		}
		return loanEvent{what: unchanged}
	}
	if paid == (Amounts{}) {
		return loanEvent{what: unchanged}
	}
	return loanEvent{what: received, paid: paid}
}

// loanState is a loan on the evening of a day.
type loanState struct {
	*loanBook
	day      Date
	begun    bool // it is in the books
	ended    bool // rescheduled or written off: nothing is left
	receipts Receipts
	paid     Amounts  // to the UPK, ever
	fined    Money    // fines brought to the UPK or let off, ever
	plan     Schedule // without what was closed or let go
	standing Standing // nothing is left where it ended
}

// at is the loan on the evening of the day; false where it is not in the books.
func (lb *loanBook) at(day Date) (s loanState, ok bool, err error) {
	s = loanState{loanBook: lb, day: day, plan: lb.schedule}
	var gone Money
	for _, v := range lb.events {
		if !v.at(day) {
			continue
		}
		s.fined += v.fine
		switch v.what {
		case lent:
			s.begun = true
			if v.paid != (Amounts{}) {
				s.receipts.Paid = append(s.receipts.Paid, Payment{Paid: v.paid})
			}
		case ended:
			s.ended = true
		case forgiven:
			s.receipts.Closings = append(s.receipts.Closings, v.closing)
			gone += v.closing.Forgiven.Principal
		case received:
			s.receipts.Paid = append(s.receipts.Paid, Payment{Day: v.moved, Paid: v.paid})
		}
	}
	if !s.begun {
		return s, false, nil
	}
	for _, p := range s.receipts.Paid {
		s.paid = s.paid.plus(p.Paid)
	}
	if len(s.receipts.Closings) > 0 {
		if s.plan, err = lb.loan.ScheduleAfter(s.receipts.Closings); err != nil {
			return s, false, err
		}
	}
	if lb.loan.Status == PaidOff && s.paid.Principal+gone == lb.loan.Terms.Principal {
		s.letGo()
	}
	s.standing = Standing{Day: day}
	if !s.ended {
		s.standing = s.plan.On(day, s.paid)
	}
	return s, true, nil
}

// fine is what is due of a fine to the UPK on the evening of the day: what has accrued by
// what it received, less what it got or let off. A loan that was paid off owes none.
func (r *Reports) fine(s *loanState) Money {
	if s.loan.Status == PaidOff || s.ended {
		return 0
	}
	return max(0, s.plan.FineOn(s.day, s.receipts.Paid, r.fines)-s.fined)
}

// letGo takes interest out of the plan that would have fallen due after the last
// payment of a loan that was paid off early; see [Loan.History].
func (s *loanState) letGo() {
	var last Date
	for _, p := range s.receipts.Paid {
		last = later(last, p.Day)
	}
	s.plan = slices.Clone(s.plan)
	paid := s.paid
	for i, line := range s.plan {
		unpaid := line.payOff(&paid)
		if !last.IsZero() && line.Due > last {
			s.plan[i].Interest -= unpaid.Interest
		}
	}
}

// target is what was to be paid until the evening of the day.
func (s *loanState) target() (sum Amounts) {
	for _, line := range s.plan {
		if line.Due <= s.day {
			sum = sum.plus(Amounts{line.Principal, line.Interest})
		}
	}
	return sum
}

// receivedIn is what the UPK received in the days from one to another, less what of it,
// and of what was received before, was reversed in them.
func (lb *loanBook) receivedIn(from, to Date) (sum Amounts, moved bool) {
	for _, v := range lb.events {
		made := from <= v.day && v.day <= to
		undone := from <= v.undone && v.undone <= to && !v.undone.IsZero()
		moved = moved || v.what != unchanged && (made || undone)
		if v.what != received {
			continue
		}
		if made {
			sum = sum.plus(v.paid)
		}
		if undone {
			sum = sum.minus(v.paid)
		}
	}
	return sum, moved
}

// overdue is what fell due before the day.
func (s *loanState) overdue() Amounts {
	return Amounts{s.standing.OverduePrincipal, s.standing.OverdueInterest}
}

// left is all that has still to be paid.
func (s *loanState) left() Amounts {
	return Amounts{s.standing.PrincipalLeft, s.standing.InterestLeft}
}

// ends is the last due day.
func (s *loanState) ends() Date {
	if len(s.plan) == 0 {
		return 0
	}
	return s.plan[len(s.plan)-1].Due
}

// running calls fn for every loan that is in the books on the evening of the day
// and has not been rescheduled or written off.
func (r *Reports) running(day Date, fn func(loanState) error) error {
	for _, lb := range r.loans {
		s, ok, err := lb.at(day)
		if err == nil && ok && !s.ended {
			err = fn(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
