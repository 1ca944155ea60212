package conversation

import (
	"fmt"
	"slices"
	"time"

	"bendahara/ledger"
)

// Reschedule puts a new loan in the place of one whose group cannot pay as agreed, by
// the forum's decision: the principal left, each member with her own remainder, on
// new terms (S1, S2; see [ledger.Loan.Replacement]). It returns
// ledger.ErrReschedule where the treasurer still holds money of it, ErrTakenOver,
// ErrDay, and the errors of Replacement and [ledger.Loan.Move].
func (d Desk) Reschedule(code, as ledger.LoanCode, terms ledger.Terms, day ledger.Date, decision string) (Proposal, error) {
	l, left, err := d.remainder(code, day)
	if err != nil {
		return Proposal{}, err
	}
	for _, m := range left.TakenOver {
		if m != 0 {
			return Proposal{}, fmt.Errorf("loan %s: %w", code, ErrTakenOver)
		}
	}
	if _, err := d.facts.Loan(as); err == nil || as == "" {
		return Proposal{}, fmt.Errorf("loan %q is there already: %w", as, ledger.ErrReschedule)
	}
	terms.Disbursed = day
	now, err := l.Replacement(as, left, terms)
	if err != nil {
		return Proposal{}, err
	}
	now.Status, now.Decision = ledger.Disbursed, decision
	e, err := ledger.RescheduleLoanEntry(l.Loan, now, left)
	if err != nil {
		return Proposal{}, err
	}
	old, err := l.Move(ledger.Rescheduled, d.booksOf(left), decision)
	if err != nil {
		return Proposal{}, err
	}
	p, err := d.propose(TaskReschedule, decision, []ledger.Entry{e}, l.Group)
	p.Loans = []ledger.Loan{old, now}
	return p, err
}

// WriteOff takes a loan out of the books as lost, by the forum's decision (S2; see
// [ledger.WriteOffEntry]). It returns ErrNothing where nothing is left of it, ErrDay,
// and the errors of [ledger.Loan.Move].
func (d Desk) WriteOff(code ledger.LoanCode, day ledger.Date, decision string) (Proposal, error) {
	l, left, err := d.remainder(code, day)
	if err != nil {
		return Proposal{}, err
	}
	if left.Group.Total() == 0 {
		return Proposal{}, fmt.Errorf("loan %s: %w", code, ErrNothing)
	}
	reserve, err := d.balance(ledger.Account{Code: ledger.Reserve})
	if err != nil {
		return Proposal{}, err
	}
	left.Reserve = max(0, -reserve)
	now, err := l.Move(ledger.WrittenOff, d.booksOf(left), decision)
	if err != nil {
		return Proposal{}, err
	}
	p, err := d.propose(TaskWriteOff, decision, []ledger.Entry{ledger.WriteOffEntry(l.Loan, left)}, l.Group)
	p.Loans = []ledger.Loan{now}
	return p, err
}

// Stage brings a loan a step on, or back where that is allowed: to verified,
// approved, disbursed (which pays it out on the day) or paid off. Rescheduling and
// writing off are tasks of their own. It returns ErrDay and the errors of
// [ledger.Loan.Move].
func (d Desk) Stage(code ledger.LoanCode, to ledger.LoanStatus, day ledger.Date, words string) (Proposal, error) {
	l, err := d.facts.Loan(code)
	if err != nil {
		return Proposal{}, err
	}
	if err := d.checkDay(day, 0); err != nil {
		return Proposal{}, err
	}
	books, err := d.loanBooks(l)
	if err != nil {
		return Proposal{}, err
	}
	now, err := l.Move(to, books, "")
	if err != nil {
		return Proposal{}, err
	}
	var entries []ledger.Entry
	if to == ledger.Disbursed && !books.Moved {
		now.Terms.Disbursed = day
		if _, err := now.MemberSchedules(); err != nil {
			return Proposal{}, err
		}
		entries = append(entries, ledger.DisburseEntry(now))
	}
	if to == ledger.Approved && now.ApprovedBy == "" {
		now.ApprovedBy = d.officer.Code
	}
	p, err := d.propose(TaskStage, words, entries, l.Group)
	p.Loans = []ledger.Loan{now}
	return p, err
}

// Profit bills the UPK's part of a profit that a bagi hasil loan's group has reported
// (S52: nothing is billed before), to fall due on a day. It returns the errors of
// [ledger.Loan.BillProfit].
func (d Desk) Profit(code ledger.LoanCode, profit ledger.Money, due ledger.Date, words string) (Proposal, error) {
	l, err := d.facts.Loan(code)
	if err != nil {
		return Proposal{}, err
	}
	now, err := l.BillProfit(profit, due)
	if err != nil {
		return Proposal{}, err
	}
	p, err := d.propose(TaskProfit, words, nil, l.Group)
	p.Loans = []ledger.Loan{now}
	return p, err
}

// remainder is what an open loan has left on a day, for the group and each member.
func (d Desk) remainder(code ledger.LoanCode, day ledger.Date) (loanFacts, ledger.Remainder, error) {
	left := ledger.Remainder{Day: day, Members: map[ledger.MemberCode]ledger.Amounts{}, TakenOver: map[ledger.MemberCode]ledger.Money{}}
	l, err := d.openLoan(code)
	if err != nil {
		return l, left, err
	}
	if err := d.checkDay(day, l.Terms.Disbursed); err != nil {
		return l, left, err
	}
	if left.Group, err = d.atUPKLeft(l, day); err != nil {
		return l, left, err
	}
	for m, schedule := range l.schedules {
		paid, err := l.PaidBy(m, d.balance)
		if err != nil {
			return l, left, err
		}
		st := schedule.On(day, paid)
		left.Members[m] = ledger.Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}
		if left.TakenOver[m], err = d.balance(l.TakenOver(m)); err != nil {
			return l, left, err
		}
	}
	return l, left, nil
}

// openLoan is a loan that is paid out and not ended, by its code.
func (d Desk) openLoan(code ledger.LoanCode) (loanFacts, error) {
	l, err := d.facts.Loan(code)
	if err != nil {
		return loanFacts{}, err
	}
	g, err := d.group(l.Group)
	if err != nil {
		return loanFacts{}, err
	}
	i := slices.IndexFunc(g.loans, func(l loanFacts) bool { return l.Code == code })
	if i < 0 {
		return loanFacts{}, fmt.Errorf("loan %s is %s: %w", code, l.Status, ErrNothing)
	}
	return g.loans[i], nil
}

// booksOf is what the books say of an open loan with so much left.
func (d Desk) booksOf(left ledger.Remainder) ledger.LoanBooks {
	return ledger.LoanBooks{Moved: true, Left: left.Group.Total()}
}

// loanBooks is what the books say of a loan at any stage of its life.
func (d Desk) loanBooks(l ledger.Loan) (ledger.LoanBooks, error) {
	var b ledger.LoanBooks
	entries, err := d.facts.Recent(l.Group, time.Time{}, fineEntries)
	if err != nil {
		return b, err
	}
	b.Moved = l.PaidOut(entries)
	if !b.Moved {
		return b, nil
	}
	group, err := l.Schedule()
	if err != nil {
		return b, err
	}
	left, err := d.atUPKLeft(loanFacts{Loan: l, group: group}, d.day)
	b.Left = left.Total()
	return b, err
}
