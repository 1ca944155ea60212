package console

import (
	"errors"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// loanView is a loan's page.
type loanView struct {
	conversation.LoanCard
	Total   ledger.Amounts // of the schedule
	Village string
	Entries []entryRow
	More    bool // there are older entries
}

// loanEntries are the entries shown of a loan: those of one of ten members over more than a
// year.
const loanEntries = 150

func (c *Console) loan(q *request) error {
	code := ledger.LoanCode(q.PathValue("loan"))
	var v loanView
	err := q.read(func(tx *store.Tx) (err error) {
		v = loanView{}
		if v.LoanCard, err = conversation.LoanCardOf(tx, code, q.now); err != nil {
			return err
		}
		if v.Village, err = villageOf(tx, v.Group); err != nil {
			return err
		}
		for _, l := range v.History.Lines {
			v.Total.Principal, v.Total.Interest = v.Total.Principal+l.Principal, v.Total.Interest+l.Interest
		}
		v.Entries, v.More, err = q.rowsOf(tx, v.LoanCard.Entries, loanEntries)
		return err
	})
	if err != nil {
		return err
	}
	if err := q.note("loan", string(code)); err != nil {
		return err
	}
	return q.show("loan", "Pinjaman %s", v, code)
}

func villageOf(tx *store.Tx, g ledger.Group) (string, error) {
	v, err := tx.Village(g.Village)
	return v.Name, none(err)
}

// rowsOf are the first of a card's entries as rows, and whether there are more.
func (q *request) rowsOf(tx *store.Tx, entries []conversation.CardEntry, limit int) (rows []entryRow, more bool, err error) {
	officers, err := tx.EveryOfficer()
	if err != nil {
		return nil, false, err
	}
	if more = len(entries) > limit; more {
		entries = entries[:limit]
	}
	for _, e := range entries {
		r, err := q.rowOf(tx, e.Entry, officers)
		if err != nil {
			return nil, false, err
		}
		r.Undone = e.Undone
		rows = append(rows, r)
	}
	return rows, more, nil
}

// memberView is a member's page.
type memberView struct {
	conversation.MemberCard
	Village string
	Phones  []phoneRow
	Entries []entryRow
	More    bool
	Talk    []line // of her first phone, newest first
}

// phoneRow is one of her numbers, and what is known of it.
type phoneRow struct {
	Phone   ledger.Phone
	Wrote   time.Time // last; zero: never
	By      conversation.Channel
	Bad     []conversation.Channel // by which nothing arrives
	Wish    conversation.Channel
	Stopped bool
}

var purses = map[ledger.Purse]text{
	ledger.SavingsInitial: "pokok", ledger.SavingsMonthly: "wajib", ledger.SavingsVoluntary: "sukarela",
	ledger.SavingsDaily: "harian", ledger.SavingsMutual: "tanggung renteng", ledger.SavingsSocial: "sosial",
}

const (
	memberEntries = 60
	talkShown     = 10
)

func (c *Console) member(q *request) error {
	code := ledger.MemberCode(q.PathValue("member"))
	var v memberView
	err := q.read(func(tx *store.Tx) (err error) {
		v = memberView{}
		if v.MemberCard, err = conversation.MemberCardOf(tx, code, q.now); err != nil {
			return err
		}
		if v.Village, err = villageOf(tx, v.Group); err != nil {
			return err
		}
		if v.Entries, v.More, err = q.rowsOf(tx, v.MemberCard.Entries, memberEntries); err != nil {
			return err
		}
		for _, p := range []ledger.Phone{v.Member.Phone, v.Member.Phone2} {
			if p == "" {
				continue
			}
			r, err := phoneRowOf(tx, p, q.now)
			if err != nil {
				return err
			}
			v.Phones = append(v.Phones, r)
		}
		if len(v.Phones) == 0 {
			return nil
		}
		said, _, err := tx.SaidBefore(v.Phones[0].Phone, 0, talkShown)
		for _, s := range said {
			v.Talk = append(v.Talk, lineOf(s, q.now))
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := q.note("member", string(code)); err != nil {
		return err
	}
	return q.show("member", "%s", v, v.Member.Name)
}

func phoneRowOf(tx *store.Tx, p ledger.Phone, now time.Time) (r phoneRow, err error) {
	r.Phone = p
	contact, err := tx.Contact(p)
	if err != nil {
		return r, err
	}
	r.Wish = contact.Wish
	for _, w := range contact.Wrote {
		if w.At.After(r.Wrote) {
			r.Wrote, r.By = w.At, w.Channel
		}
	}
	r.Wrote = in(now, r.Wrote)
	for _, b := range contact.Bad {
		r.Bad = append(r.Bad, b.Channel)
	}
	r.Stopped, err = tx.Stopped(p)
	return r, err
}

// rowOf is an entry with who is in it, who told it and in which words.
func (q *request) rowOf(tx *store.Tx, e ledger.Entry, officers []ledger.Officer) (r entryRow, err error) {
	r = entryRow{Entry: e, At: in(q.now, e.Heard), Teller: nameOf(officers, ledger.OfficerCode(e.Teller))}
	if r.Member, _, err = names(tx, "", e.Member); err != nil {
		return r, err
	}
	if e.Teller == ledger.TellerImport {
		r.Teller = q.language.say("dari berkas")
	} else if r.Teller == e.Teller {
		if r.Teller, _, err = names(tx, "", ledger.MemberCode(e.Teller)); err != nil {
			return r, err
		}
	}
	if e.Confirmed != "" {
		r.Confirmer = nameOf(officers, e.Confirmed)
	}
	m, err := tx.Message(e.Cause)
	if errors.Is(err, store.ErrNotFound) { // a file's row, or a proposal
		return r, nil
	}
	r.Text, r.From = m.Text, m.From
	if err != nil || m.Intent != conversation.AnsweredYes || m.Text == "" {
		return r, err
	}
	said, ok, err := tx.ReadBack(e.Cause)
	if ok && said.Text != "" {
		r.Text = said.Text + " / " + m.Text
	}
	return r, err
}
