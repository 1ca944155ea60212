package main

import (
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// byBooks proposes entries that follow from the UPK's books as a whole.
func (o officer) byBooks(e *env, task conversation.Task, words string, work func(conversation.Desk, *ledger.Reports) ([]ledger.Entry, error)) error {
	return o.propose(e, func(d conversation.Desk, tx *store.Tx) (p conversation.Proposal, err error) {
		reports, err := readReports(e.Context, tx)
		if err != nil {
			return p, err
		}
		entries, err := work(d, reports)
		if err != nil {
			return p, err
		}
		return d.Worked(task, words, entries...)
	})
}

type officeReserve struct {
	Month monthFlag `arg:"" help:"Month at whose end it is reckoned, such as 2026-12."`
	officer
	behind
}

// Run proposes the difference between the reserve that is held and what is asked for.
func (c *officeReserve) Run(e *env) error {
	return c.byBooks(e, conversation.TaskReserve, c.Words, func(_ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
		entry, err := r.ReserveEntry(ledger.Period(c.Month).First().MonthEnd())
		return []ledger.Entry{entry}, err
	})
}

type officeIPTW struct {
	Month monthFlag `arg:"" help:"Instalments that fell due until the end of this month count."`
	officer
	behind
	onDay
}

// Run proposes to pay what was earned and not paid yet, in cash.
func (c *officeIPTW) Run(e *env) error {
	return c.byBooks(e, conversation.TaskIncentive, c.Words, func(d conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
		return r.IncentiveEntries(ledger.IncentiveTime{To: ledger.Period(c.Month).First().MonthEnd(), AsOf: c.of(d)})
	})
}

type officeYearEnd struct {
	Year int `arg:"" help:"The year that is over."`
	officer
	behind
}

// Run proposes to move a year's result into the surplus.
func (c *officeYearEnd) Run(e *env) error {
	return c.byBooks(e, conversation.TaskYearEnd, c.Words, func(_ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
		entry, err := r.CloseYear(c.Year)
		return []ledger.Entry{entry}, err
	})
}

type officeSurplus struct {
	officer
	behind
	onDay
}

// Run proposes to split what the surplus holds.
func (c *officeSurplus) Run(e *env) error {
	return c.byBooks(e, conversation.TaskSurplus, c.Words, func(d conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
		entry, _, err := r.SurplusEntry(c.of(d))
		return []ledger.Entry{entry}, err
	})
}
