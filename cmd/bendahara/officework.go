package main

import (
	"fmt"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

type officeDeath struct {
	Member string `arg:"" help:"Code of the member."`
	officer
	behind
	onDay
}

// Run proposes to close what a member who died owes.
func (c *officeDeath) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Death(ledger.MemberCode(c.Member), c.of(d), c.Words)
	})
}

type officeWaive struct {
	Member   string `arg:"" help:"Code of the member."`
	Loan     string `arg:"" help:"Code of the loan."`
	Interest rupiah `placeholder:"AMOUNT" help:"Interest that she need not pay."`
	Fine     rupiah `placeholder:"AMOUNT" help:"Fine that she need not pay."`
	officer
	behind
	onDay
}

// Run proposes to let a member off.
func (c *officeWaive) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Waive(ledger.MemberCode(c.Member), ledger.LoanCode(c.Loan), ledger.Money(c.Interest), ledger.Money(c.Fine), c.of(d), c.Words)
	})
}

type officeWithdraw struct {
	Member string `arg:"" help:"Code of the member."`
	Purse  string `arg:"" enum:"pokok,wajib,sukarela,harian,tanggung_renteng,sosial" help:"Purse: ${enum}."`
	Amount rupiah `arg:"" help:"Amount in rupiah."`
	officer
	behind
	onDay
}

// Run proposes to pay out of a purse.
func (c *officeWithdraw) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Withdraw(ledger.MemberCode(c.Member), ledger.Purse(c.Purse), ledger.Money(c.Amount), c.of(d), c.Words)
	})
}

type officeStage struct {
	Loan string `arg:"" help:"Code of the loan."`
	To   string `arg:"" enum:"usulan,verifikasi,disetujui,cair,lunas" help:"Stage: ${enum}."`
	officer
	behind
	onDay
}

// Run proposes a step of a loan's life.
func (c *officeStage) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Stage(ledger.LoanCode(c.Loan), ledger.LoanStatus(c.To), c.of(d), c.Words)
	})
}

type officeReschedule struct {
	Loan        string    `arg:"" help:"Code of the loan."`
	As          string    `required:"" placeholder:"CODE" help:"Code of the new loan."`
	Instalments count     `required:"" placeholder:"N" help:"How many instalments the new loan has."`
	Rate        percent   `placeholder:"PERCENT" help:"Interest in per cent (default as before)."`
	Every       everyFlag `placeholder:"TIME" help:"Time between instalments (default as before)."`
	FirstDue    dateFlag  `placeholder:"DATE" help:"Day of the first instalment, where it is not one interval later."`
	Grace       count     `placeholder:"N" help:"How many first instalments carry interest only."`
	officer
	behind
	onDay
}

// Run proposes a new loan in an old one's place; what is not said stays as it was.
func (c *officeReschedule) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, tx *store.Tx) (conversation.Proposal, error) {
		old, err := tx.Loan(ledger.LoanCode(c.Loan))
		if err != nil {
			return conversation.Proposal{}, err
		}
		terms := old.Terms
		terms.Instalments, terms.Grace, terms.FirstDue = int(c.Instalments), int(c.Grace), ledger.Date(c.FirstDue)
		if c.Rate.given {
			terms.Rate = c.Rate.Decimal
		}
		if c.Every.Interval != (ledger.Interval{}) {
			terms.Every, terms.InterestEvery = c.Every.Interval, ledger.Interval{}
		}
		return d.Reschedule(old.Code, ledger.LoanCode(c.As), terms, c.of(d), c.Words)
	})
}

type officeWriteOff struct {
	Loan string `arg:"" help:"Code of the loan."`
	officer
	behind
	onDay
}

// Run proposes to write a loan off.
func (c *officeWriteOff) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.WriteOff(ledger.LoanCode(c.Loan), c.of(d), c.Words)
	})
}

type officeProfit struct {
	Loan   string   `arg:"" help:"Code of the loan."`
	Amount rupiah   `arg:"" help:"The whole profit that was reported, in rupiah."`
	Due    dateFlag `required:"" placeholder:"DATE" help:"Day on which the fund's part falls due."`
	officer
	behind
}

// Run proposes to bill the fund's part of a profit.
func (c *officeProfit) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Profit(ledger.LoanCode(c.Loan), ledger.Money(c.Amount), ledger.Date(c.Due), c.Words)
	})
}

type officeJournal struct {
	Debit  string `required:"" placeholder:"ACCOUNT" help:"Account that is debited, by its number: 5110."`
	Credit string `required:"" placeholder:"ACCOUNT" help:"Account that is credited: 1110."`
	Amount rupiah `arg:"" help:"Amount in rupiah."`
	Again  bool   `help:"The same was booked on that day, and this is once more."`
	officer
	behind
	onDay
}

// Run proposes an entry of the UPK's own.
func (c *officeJournal) Run(e *env) error {
	var accounts [2]ledger.Account
	for i, text := range []string{c.Debit, c.Credit} {
		a, ok := ledger.ParseAccount(text)
		if !ok || a.Code.Name() == string(a.Code) {
			return usageError{fmt.Errorf("%q is no account; write its number, such as 5110 or 1110", text)}
		}
		accounts[i] = a
	}
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Journal(accounts[0], accounts[1], ledger.Money(c.Amount), c.of(d), c.Words, c.Again)
	})
}

type officeReverse struct {
	Entry string `arg:"" help:"Number of the entry, such as A01/17 or UPK/3."`
	officer
	behind
}

// Run proposes to undo an entry.
func (c *officeReverse) Run(e *env) error {
	group, number, err := parseReference(c.Entry)
	if err != nil {
		return err
	}
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Reverse(group, number, c.Words)
	})
}

type officeClose struct {
	Month monthFlag `arg:"" help:"The last month to be closed, such as 2026-02."`
	officer
	behind
}

// Run proposes to close months.
func (c *officeClose) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, _ *store.Tx) (conversation.Proposal, error) {
		return d.Close(ledger.Period(c.Month), c.Words)
	})
}
