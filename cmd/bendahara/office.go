package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// officeCmd is the office's own work: what one officer proposes counts only when
// another has confirmed it (docs/contract.md section 3).
type officeCmd struct {
	List    officeList    `cmd:"" help:"List the proposals that wait, or with --all every one."`
	Confirm officeConfirm `cmd:"" help:"Confirm another officer's proposal: it is written whole."`
	Refuse  officeRefuse  `cmd:"" help:"Refuse a proposal, or take back one's own."`

	Death      officeDeath      `cmd:"" help:"Close the shares of a member who died."`
	Waive      officeWaive      `cmd:"" help:"Let a member off interest or a fine."`
	Withdraw   officeWithdraw   `cmd:"" help:"Pay out of a purse by a decision, or to heirs."`
	Stage      officeStage      `cmd:"" help:"Bring a loan a step on or back: verifikasi, disetujui, cair, lunas."`
	Reschedule officeReschedule `cmd:"" help:"Put a new loan in the place of one that cannot be paid as agreed."`
	Writeoff   officeWriteOff   `cmd:"" help:"Take a loan out of the books as lost."`
	Profit     officeProfit     `cmd:"" help:"Bill the fund's part of a reported profit (bagi hasil)."`
	Journal    officeJournal    `cmd:"" help:"Enter money of the UPK's own that moved."`
	Reverse    officeReverse    `cmd:"" help:"Undo an entry, such as A01/17 or UPK/3."`
	Reserve    officeReserve    `cmd:"" help:"Bring the reserve to what the classes ask for at a month's end."`
	IPTW       officeIPTW       `cmd:"" name:"iptw" help:"Pay the incentive for what was paid on time until a month's end."`
	Yearend    officeYearEnd    `cmd:"" help:"Move a year's result into the surplus."`
	Surplus    officeSurplus    `cmd:"" help:"Split the surplus as the forum decided (setting surplus)."`
	Close      officeClose      `cmd:"" help:"Close all months until one that is over."`
}

// officer is who works.
type officer struct {
	By string `required:"" placeholder:"CODE" help:"Your code in sheet petugas."`
}

// behind is what stands behind a proposal.
type behind struct {
	Words string `required:"" placeholder:"TEXT" help:"Number of the letter or decision behind it, or what the money was for."`
}

// onDay is when it happened.
type onDay struct {
	Day dateFlag `placeholder:"DATE" help:"Day on which it happened (default today)."`
}

func (d onDay) of(desk conversation.Desk) ledger.Date {
	if d.Day == 0 {
		return desk.Today()
	}
	return ledger.Date(d.Day)
}

const confirmHint = "Nothing is written yet. Another officer confirms it: bendahara office confirm %d --by CODE\n"

// propose works a proposal out at the officer's desk, keeps it and shows it.
func (o officer) propose(e *env, work func(conversation.Desk, *store.Tx) (conversation.Proposal, error)) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		now := e.Now()
		p, err := b.Propose(e.Context, func(tx *store.Tx) (conversation.Proposal, error) {
			desk, err := conversation.NewDesk(tx, ledger.OfficerCode(o.By), now)
			if err != nil {
				return conversation.Proposal{}, err
			}
			return work(desk, tx)
		})
		if err != nil {
			return err
		}
		showProposal(e.Stdout, p)
		_, err = fmt.Fprintf(e.Stdout, confirmHint, p.Number)
		return err
	})
}

type officeList struct {
	All bool `help:"With those that were decided."`
}

// Run lists the proposals.
func (c *officeList) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			read := tx.OpenProposals
			if c.All {
				read = tx.Proposals
			}
			list, err := read()
			for _, p := range list {
				showProposal(e.Stdout, p)
			}
			return err
		})
	})
}

type officeConfirm struct {
	Number uint64 `arg:"" help:"Number of the proposal."`
	officer
}

// Run confirms a proposal.
func (c *officeConfirm) Run(e *env) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		entries, err := b.Confirm(e.Context, c.Number, ledger.OfficerCode(c.By), e.Now())
		if err != nil {
			return err
		}
		var numbers []string
		for _, entry := range entries {
			numbers = append(numbers, entry.Reference())
		}
		if len(numbers) == 0 {
			numbers = []string{"no entry"}
		}
		_, err = fmt.Fprintf(e.Stdout, "Proposal %d is done: %s.\n", c.Number, strings.Join(numbers, ", "))
		return err
	})
}

type officeRefuse struct {
	Number uint64 `arg:"" help:"Number of the proposal."`
	officer
}

// Run refuses a proposal.
func (c *officeRefuse) Run(e *env) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		if err := b.Refuse(e.Context, c.Number, ledger.OfficerCode(c.By), e.Now()); err != nil {
			return err
		}
		_, err := fmt.Fprintf(e.Stdout, "Proposal %d is refused; nothing was written.\n", c.Number)
		return err
	})
}

// showProposal prints what a proposal would write.
func showProposal(w io.Writer, p conversation.Proposal) {
	state := "waits"
	switch {
	case p.Refused:
		state = "refused by " + string(p.DecidedBy)
	case !p.Decided.IsZero():
		state = "confirmed by " + string(p.DecidedBy)
	}
	fmt.Fprintf(w, "Proposal %d, %s, by %s: %s (%s)\n", p.Number, p.Task, p.By, p.Words, state)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, e := range p.Entries {
		group := string(e.Group)
		if group == "" {
			group = "UPK"
		}
		words := ""
		if p.Rows != nil {
			words = p.WordsOf(i)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", group, e.Day, e.Kind, words, e.Amount.Digits())
		for _, posting := range e.Postings {
			fmt.Fprintf(table, "\t\t%s\t%s\t%s\n", accountTitle(posting.Debit), accountTitle(posting.Credit), posting.Amount.Digits())
		}
	}
	table.Flush()
	for _, l := range p.Loans {
		fmt.Fprintf(w, "  loan %s: %s, principal %s\n", l.Code, l.Status, l.Terms.Principal.Digits())
	}
	for _, m := range p.Members {
		fmt.Fprintf(w, "  member %s %s: %s\n", m.Code, m.Name, m.Status)
	}
	if p.Close != 0 {
		fmt.Fprintf(w, "  months closed through %s\n", p.Close)
	}
}

// accountTitle is an account with its name: "1290 Cadangan kerugian piutang".
func accountTitle(a ledger.Account) string { return a.String() + " " + a.Code.Name() }

// parseReference reads an entry's number as people write it: A01/17, UPK/3.
func parseReference(text string) (ledger.GroupCode, ledger.EntryNumber, error) {
	group, digits, found := strings.Cut(text, "/")
	var n ledger.EntryNumber
	if _, err := fmt.Sscanf(digits, "%d", &n); err != nil || !found || n <= 0 || fmt.Sprint(int64(n)) != digits {
		return "", 0, usageError{errors.New("write the entry's number such as A01/17, or UPK/3 for one of the UPK's own")}
	}
	if group == "UPK" {
		group = ""
	}
	return ledger.GroupCode(group), n, nil
}
