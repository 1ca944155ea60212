package workbook

import (
	"errors"
	"unicode/utf8"

	"bendahara/conversation"
	"bendahara/ledger"
)

// inUse tells whether people work with the books already: then a new row of jurnal is
// a proposal, which counts when a second officer has confirmed it. Books that are only
// being brought in take their history as it is: it was confirmed long ago.
func (im *importer) inUse() (bool, error) {
	heard, err := im.tx.NewestMessage()
	if err != nil || !heard.IsZero() {
		return !heard.IsZero(), err
	}
	proposals, err := im.tx.ProposalsBefore(0, 1)
	if err != nil || len(proposals) > 0 {
		return len(proposals) > 0, err
	}
	_, demo, err := DemoGuide(im.tx)
	return demo, err
}

// proposedRows are known from now on: those of jurnal that wait for a second officer,
// or that one has confirmed. A row that was refused may come again.
func (im *importer) proposedRows() error {
	if im.tx == nil {
		return nil
	}
	proposals, err := im.tx.Proposals()
	for _, p := range proposals {
		for _, r := range p.Rows {
			if !p.Refused {
				im.known["jurnal:"+r.Number] = r.Content
			}
		}
	}
	return err
}

// proposedRow is a new row of jurnal that a second officer is to confirm.
type proposedRow struct {
	row      row
	identity string
	entry    ledger.Entry
}

// propose makes the new rows a proposal of the officer who brings the book.
func (im *importer) propose() error {
	if im.proposed == nil {
		return nil
	}
	by := im.proposed[0].row
	if im.book.By == "" {
		im.fault(by, "", "These books are in use, so new rows count when a second officer has confirmed them: give your code in sheet petugas with --by.")
		return nil
	}
	desk, err := conversation.NewDesk(im.tx, im.book.By, im.now)
	if errors.Is(err, conversation.ErrOfficer) {
		im.fault(by, "", "%q may not propose it: give the code of a cashier, bookkeeper, head or clerk with --by.", im.book.By)
		return nil
	}
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	var rows []conversation.JournalRow
	for _, n := range im.proposed {
		posting, words := n.entry.Postings[0], n.row.get("uraian")
		e, err := desk.OwnMoney(posting.Debit, posting.Credit, posting.Amount, n.entry.Day)
		switch {
		case errors.Is(err, conversation.ErrAccounts):
			im.fault(n.row, "debit", "Only accounts of the UPK's own may move here: what groups owe moves by their loans and deposits.")
		case errors.Is(err, conversation.ErrDay):
			im.fault(n.row, "tanggal", "%s has not been yet: correct the day.", n.entry.Day)
		case err != nil:
			return err
		case utf8.RuneCountInString(words) > conversation.MaxReference:
			im.fault(n.row, "uraian", "It is longer than %d letters: shorten it.", conversation.MaxReference)
		}
		entries = append(entries, e)
		rows = append(rows, conversation.JournalRow{Number: n.identity, Content: digest(n.row.content()), Words: words})
	}
	if len(im.faults.list) > 0 {
		return nil
	}
	if im.proposal, err = desk.JournalSheet(entries, rows); err != nil || !im.write {
		return err
	}
	im.proposal, err = im.tx.AddProposal(im.proposal)
	return err
}
