package conversation

import (
	"fmt"
	"slices"
	"time"

	"bendahara/ledger"
)

// Journal is money of the UPK's own that moved: salaries, bank charges, transfers,
// capital, IPTW and surplus paid. Both accounts are the UPK's; what groups owe moves
// by their loans and deposits alone. It returns ErrAccounts, ErrDay, ErrReference,
// and ErrRepeated where the same was booked on that day or waits to be, unless it is once
// more.
func (d Desk) Journal(debit, credit ledger.Account, amount ledger.Money, day ledger.Date, words string, again bool) (Proposal, error) {
	e, err := d.OwnMoney(debit, credit, amount, day)
	if err != nil {
		return Proposal{}, err
	}
	recent, err := d.standing("", time.Time{})
	if err != nil {
		return Proposal{}, err
	}
	for _, was := range recent {
		if !again && SameMoney(was, e) {
			return Proposal{}, fmt.Errorf("%s: %w", was.Reference(), ErrRepeated)
		}
	}
	waiting, err := d.facts.OpenProposals()
	if err != nil {
		return Proposal{}, err
	}
	for _, p := range waiting {
		if !again && slices.ContainsFunc(p.Entries, func(was ledger.Entry) bool { return SameMoney(was, e) }) {
			return Proposal{}, fmt.Errorf("proposal %d: %w", p.Number, ErrRepeated)
		}
	}
	return d.propose(TaskJournal, words, []ledger.Entry{e})
}

// OwnMoney is the entry of money of the UPK's own. It returns ErrAccounts and ErrDay.
func (d Desk) OwnMoney(debit, credit ledger.Account, amount ledger.Money, day ledger.Date) (ledger.Entry, error) {
	for _, a := range []ledger.Account{debit, credit} {
		if a.Code.Section() == ledger.NoSection || a.Code == ledger.LoanPrincipal || a.Loan != "" || a.Member != "" {
			return ledger.Entry{}, fmt.Errorf("%s: %w", a, ErrAccounts)
		}
	}
	if debit == credit {
		return ledger.Entry{}, fmt.Errorf("%s: %w", debit, ErrAccounts)
	}
	return ledger.Entry{
		Kind: ledger.General, Amount: amount, Day: day,
		Postings: []ledger.Posting{{Debit: debit, Credit: credit, Amount: amount}},
	}, d.checkDay(day, 0)
}

// JournalSheet is a proposal of the new rows of a file's sheet jurnal, an entry each
// as [Desk.OwnMoney] made it. Rows without a number are told apart by their place, so
// equal ones are as many payments. It returns ErrNothing without any, and ErrReference
// where the first row has no words or too many.
func (d Desk) JournalSheet(entries []ledger.Entry, rows []JournalRow) (Proposal, error) {
	if len(entries) == 0 {
		return Proposal{}, ErrNothing
	}
	words := rows[0].Words
	if more := len(rows) - 1; more > 0 {
		words = fmt.Sprintf("%s (+%d)", clip(words, maxShownReference/2), more)
	}
	p, err := d.propose(TaskJournal, words, entries)
	p.Rows = rows
	return p, err
}

// SameMoney tells whether two entries move the same money on the same day.
func SameMoney(a, b ledger.Entry) bool {
	if a.Kind != b.Kind || a.Day != b.Day || len(a.Postings) != len(b.Postings) {
		return false
	}
	for i := range a.Postings {
		if a.Postings[i] != b.Postings[i] {
			return false
		}
	}
	return true
}

// Worked is a proposal of entries that follow from the UPK's books as a whole, such
// as a month's reserve. They hold only as long as the UPK's own chain has not grown. It
// returns ErrNothing without any, and ErrDay for a day that has not been.
func (d Desk) Worked(task Task, words string, entries ...ledger.Entry) (Proposal, error) {
	if len(entries) == 0 {
		return Proposal{}, ErrNothing
	}
	for _, e := range entries {
		if err := d.checkDay(e.Day, 0); err != nil {
			return Proposal{}, err
		}
	}
	return d.propose(task, words, entries, "")
}

// Close closes all months until one that is over. It returns ErrMonth for any other,
// and ledger.ErrClosed for one that is closed.
func (d Desk) Close(month ledger.Period, words string) (Proposal, error) {
	if month >= d.day.Period() {
		return Proposal{}, fmt.Errorf("%s: %w", month, ErrMonth)
	}
	if closed, any := d.settings.ClosedThrough(); any && month <= closed {
		return Proposal{}, fmt.Errorf("%s, closed through %s: %w", month, closed, ledger.ErrClosed)
	}
	p, err := d.propose(TaskClose, words, nil)
	p.Close = month
	return p, err
}

// Reverse undoes an entry and the waivers that belong to it, also of the UPK's own chain and one that no message may
// undo: the loan or member that it ended comes back. It returns ledger.ErrReversed,
// and ErrGone where money that it brought has gone on since.
func (d Desk) Reverse(group ledger.GroupCode, number ledger.EntryNumber, reason string) (Proposal, error) {
	e, err := d.facts.Entry(group, number)
	if err != nil {
		return Proposal{}, err
	}
	undone, err := d.facts.Reversed(group, number)
	if err != nil {
		return Proposal{}, err
	}
	if undone {
		return Proposal{}, fmt.Errorf("%s: %w", e.Reference(), ledger.ErrReversed)
	}
	inForce, err := d.inForce(group)
	if err != nil {
		return Proposal{}, err
	}
	all := together(inForce, e)
	if givenUp(inForce, all) {
		return Proposal{}, fmt.Errorf("%s: the UPK has given up what it let off, undo that deposit first: %w", e.Reference(), ledger.ErrReversed)
	}
	e = all[0]
	var undo []ledger.Entry
	for _, one := range slices.Backward(all) {
		back, err := ledger.Reverse(one, d.day, d.now, "", "")
		if err != nil {
			return Proposal{}, err
		}
		d.moved.Add(back)
		undo = append(undo, back)
	}
	if gone, err := d.moneyGone(e); err != nil || gone {
		if err == nil {
			err = fmt.Errorf("%s: %w", e.Reference(), ErrGone)
		}
		return Proposal{}, err
	}
	p, err := d.propose(TaskReverse, reason, undo, group)
	if err != nil {
		return p, err
	}
	return d.comeBack(p, e)
}

// comeBack adds what comes back to the registers when the entry is undone.
func (d Desk) comeBack(p Proposal, e ledger.Entry) (Proposal, error) {
	back := func(code ledger.LoanCode, to ledger.LoanStatus, books ledger.LoanBooks) error {
		l, err := d.facts.Loan(code)
		if err == nil {
			l, err = l.Move(to, books, "")
		}
		p.Loans = append(p.Loans, l)
		return err
	}
	switch {
	case e.Kind == ledger.Disbursement:
		return p, back(e.Loan, ledger.Approved, ledger.LoanBooks{})
	case e.Kind == ledger.WriteOff && e.Member == "":
		return p, back(e.Loan, ledger.Disbursed, ledger.LoanBooks{Moved: true, Left: e.Amount})
	case e.Kind == ledger.RescheduleEntry:
		if err := back(e.Loan, ledger.Disbursed, ledger.LoanBooks{Moved: true, Left: e.Amount}); err != nil {
			return p, err
		}
		for _, posting := range e.Postings {
			if posting.Debit.Code == ledger.LoanPrincipal {
				return p, back(posting.Debit.Loan, ledger.Approved, ledger.LoanBooks{})
			}
		}
	case ledger.ByDeath(e):
		m, err := d.facts.Member(e.Member)
		m.Status = ledger.Active
		p.Members = append(p.Members, m)
		return p, err
	}
	return p, nil
}
