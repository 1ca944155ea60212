package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"bendahara/ledger"
)

// chainState is the end of a group's chain, and between which months it lies.
type chainState struct {
	ledger.ChainHead
	First ledger.Period `json:"first"`
	Last  ledger.Period `json:"last"`
	// Eased is the number of the first entry that takes something off what the group owes;
	// notEased for none, and 0 where nobody looked, in a store of an earlier version.
	Eased ledger.EntryNumber `json:"eased,omitempty"`
}

const notEased ledger.EntryNumber = -1

// chainOf is the end of a group's chain; the zero value where it has no entry yet.
func (tx *Tx) chainOf(g ledger.GroupCode) (chainState, error) {
	return tx.db.chains.get(tx, chain.key(g))
}

// eases tells whether an entry may take something off what a group owes the UPK.
func eases(e ledger.Entry) bool { return e.Kind == ledger.Waiver || e.Kind == ledger.WriteOff }

// easedAt is the Eased of a chain.
func (tx *Tx) easedAt(g ledger.GroupCode, c chainState) (ledger.EntryNumber, error) {
	if c.Eased != 0 {
		return c.Eased, nil
	}
	first := notEased
	for e, err := range tx.stored(g, c, c.Number+1) {
		if err != nil {
			return 0, err
		}
		if eases(e) {
			first = e.Number
		}
	}
	return first, nil
}

// Easings are a group's entries from the first on that took something off what it owes the
// UPK, newest first; of most groups there are none.
func (tx *Tx) Easings(g ledger.GroupCode) ([]ledger.Entry, error) {
	c, err := tx.chainOf(g)
	if err != nil {
		return nil, err
	}
	first, err := tx.easedAt(g, c)
	if err != nil || first == notEased {
		return nil, err
	}
	return tx.Recent(g, time.Time{}, int(c.Number-first)+1)
}

// Post writes a sealed entry behind the last of its chain and moves the kept
// balances. It returns ledger.ErrChain where the entry does not follow or would
// not be the same when read again, ledger.ErrReversed where it reverses what is
// reversed already or is a reversal itself, ErrNotFound where it reverses what is
// not there, ledger.ErrClosed where it counts in a month that is closed, and what
// Entry.Check finds.
func (tx *Tx) Post(e ledger.Entry) error {
	if err := e.Check(); err != nil {
		return fmt.Errorf("%s: %w", e.Reference(), err)
	}
	c, err := tx.chainOf(e.Group)
	if err != nil {
		return err
	}
	if err := e.Follows(c.ChainHead); err != nil {
		return err
	}
	asKept, back, err := readsBack(e)
	if err != nil {
		return err
	}
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	if err := settings.CheckOpen(e); err != nil {
		return fmt.Errorf("%s: %w", e.Reference(), err)
	}
	if c.Eased, err = tx.easedAt(e.Group, c); err != nil {
		return err
	}
	if c.Eased == notEased && eases(e) {
		c.Eased = e.Number
	}
	month := heardIn(e.Heard)
	if c.Number == 0 {
		c.First = month
	}
	// A clock that was set back must not put an entry before the one it follows.
	c.Last = max(c.Last, month)
	c.ChainHead = e.Head()
	if e.Kind == ledger.Reversal {
		if err := tx.markReversed(e); err != nil {
			return err
		}
	}
	if err := tx.move(e); err != nil {
		return err
	}
	if err := tx.put(journal.key(c.Last, e.Group, e.Number), asKept); err != nil {
		return err
	}
	tx.db.tails.extend(back)
	return tx.db.chains.put(tx, chain.key(e.Group), c)
}

// readsBack is an entry as it is kept, and as it will be read. It returns ledger.ErrChain for one that JSON does
// not keep to the letter, such as one with bytes that are no text or a day that no
// calendar has: once written, it would break its chain for ever.
func readsBack(e ledger.Entry) (b encoded, back ledger.Entry, err error) {
	b, err = json.Marshal(e)
	if err == nil && isPlain(e) {
		e.Postings = slices.Clone(e.Postings)
		return b, e, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &back)
	}
	if err != nil || back.Text() != e.Text() {
		return nil, back, errors.Join(fmt.Errorf("%s cannot be kept as it is: %w", e.Reference(), ledger.ErrChain), err)
	}
	return b, back, nil
}

// isPlain tells of an entry that it certainly reads back as it is: as all do that the talk
// makes. Of another it has to be tried.
func isPlain(e ledger.Entry) bool {
	if e.Heard != e.Heard.UTC().Round(0) || e.Amount < 0 || e.Amount > ledger.MaxMoney || !isPlainDay(e.Day) || !isPlainDay(e.Booked) {
		return false
	}
	for _, text := range []string{string(e.Kind), e.Teller, string(e.Confirmed), e.Cause, string(e.Previous), string(e.Hash)} {
		if !isPlainText(text, "") {
			return false
		}
	}
	ofAccount := func(a ledger.Account) bool {
		return isPlainText(string(a.Code), "/") && isPlainText(string(a.Group), "/") && isPlainText(string(a.Loan), "/") && isPlainText(string(a.Member), "/") && isPlainText(string(a.Purse), "/")
	}
	for _, p := range e.Postings {
		if p.Amount < 0 || p.Amount > ledger.MaxMoney || p.Debit.Code == "" || p.Credit.Code == "" || !ofAccount(p.Debit) || !ofAccount(p.Credit) {
			return false
		}
	}
	return len(e.Postings) > 0 && ofAccount(ledger.Account{Group: e.Group, Loan: e.Loan, Member: e.Member, Purse: e.Purse})
}

// isPlainDay tells whether a day is in the calendar, or none.
func isPlainDay(d ledger.Date) bool {
	year, _, _ := d.Civil()
	return year >= 1900 && year <= 2200
}

// isPlainText tells whether all is ASCII that prints, but for the given signs.
func isPlainText(text, but string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' || strings.IndexByte(but, text[i]) >= 0 {
			return false
		}
	}
	return true
}

func heardIn(t time.Time) ledger.Period { return ledger.DateOf(t.UTC()).Period() }

func (tx *Tx) markReversed(e ledger.Entry) error {
	done, err := tx.Reversed(e.Group, e.Reverses)
	if err != nil {
		return err
	}
	was, err := tx.Entry(e.Group, e.Reverses)
	if err != nil {
		return err
	}
	if done || was.Kind == ledger.Reversal {
		return fmt.Errorf("%s reverses %d: %w", e.Reference(), e.Reverses, ledger.ErrReversed)
	}
	return tx.put(reversed.key(e.Group, e.Reverses), e.Number)
}

func (tx *Tx) move(e ledger.Entry) error {
	moved := ledger.Balances{}
	moved.Add(e)
	for account, change := range moved {
		kept, err := tx.Balance(account)
		if err != nil {
			return err
		}
		if err := tx.put(balanceKey(account), int64(kept+change)); err != nil {
			return err
		}
	}
	return nil
}

func balanceKey(a ledger.Account) []byte { return balance.key(a.Group, a.String()) }

// Balance is an account's kept balance, debits less credits.
func (tx *Tx) Balance(a ledger.Account) (ledger.Money, error) {
	var m int64
	_, err := tx.get(balanceKey(a), &m)
	return ledger.Money(m), err
}

// Balances are the kept balances of all accounts.
func (tx *Tx) Balances() (ledger.Balances, error) {
	list := ledger.Balances{}
	return list, tx.balances(balance.within(), after(balance.within()), &list)
}

// GroupBalances are the kept balances of a group's accounts of some codes, in their order,
// read in one go.
func (tx *Tx) GroupBalances(g ledger.GroupCode, codes ...ledger.AccountCode) (list ledger.Balances, err error) {
	first, last := balance.within(g, string(codes[0])), balance.within(g, string(codes[len(codes)-1]))
	err = tx.balances(first, after(last), &list)
	maps.DeleteFunc(list, func(a ledger.Account, _ ledger.Money) bool { return !slices.Contains(codes, a.Code) })
	return list, err
}

// PurseBalances are the kept balances of a member's purses.
func (tx *Tx) PurseBalances(g ledger.GroupCode, m ledger.MemberCode) (list ledger.Balances, err error) {
	hers := balance.within(g, ledger.PurseOf(g, m, "").String())
	err = tx.balances(hers, after(hers), &list)
	return list, err
}

// balances adds the balances from <= key < to to a list, which is made where it is not and
// there are any.
func (tx *Tx) balances(from, to []byte, list *ledger.Balances) error {
	for key, b := range tx.r.Scan(from, to, false) {
		var m int64
		if err := decode(key, b, &m); err != nil {
			return err
		}
		_, name, _ := cutKey(key[len(balance.within()):])
		account, ok := ledger.ParseAccount(name)
		if !ok || !bytes.Equal(key, balanceKey(account)) {
			return fmt.Errorf("%q: %w", key, ErrCorrupt)
		}
		if *list == nil {
			*list = ledger.Balances{}
		}
		(*list)[account] = ledger.Money(m)
	}
	return tx.r.Err()
}

func cutKey(b []byte) (before, rest string, found bool) {
	for i, c := range b {
		if c == '/' {
			return string(b[:i]), string(b[i+1:]), true
		}
	}
	return string(b), "", false
}

// Head is the last entry of a group's chain, with the series that the next one is of;
// "" is the UPK's own.
func (tx *Tx) Head(g ledger.GroupCode) (ledger.ChainHead, error) {
	c, err := tx.chainOf(g)
	if err != nil {
		return c.ChainHead, err
	}
	series, err := tx.series()
	c.Series = max(c.Series, series)
	return c.ChainHead, err
}

// Reversed tells whether an entry has been reversed.
func (tx *Tx) Reversed(g ledger.GroupCode, n ledger.EntryNumber) (bool, error) {
	b, err := tx.r.Get(reversed.key(g, n))
	return b != nil, err
}

// Entry is one entry of a chain; ErrNotFound where there is none.
func (tx *Tx) Entry(g ledger.GroupCode, n ledger.EntryNumber) (e ledger.Entry, err error) {
	c, err := tx.chainOf(g)
	if err != nil {
		return e, err
	}
	for month := c.Last; c.Number > 0 && month >= c.First; month-- {
		if ok, err := tx.get(journal.key(month, g, n), &e); err != nil || ok {
			return e, err
		}
	}
	return e, fmt.Errorf("entry %s/%d: %w", g, n, ErrNotFound)
}

// Journal runs through all entries by the month in which they were heard, then
// by group and number.
func (tx *Tx) Journal() iter.Seq2[ledger.Entry, error] {
	return all[ledger.Entry](tx, journal.within(), false)
}

// Recent are a group's entries heard at or after a time, newest first, at most
// limit, reversed ones and reversals with them.
func (tx *Tx) Recent(g ledger.GroupCode, since time.Time, limit int) ([]ledger.Entry, error) {
	var list []ledger.Entry
	for e, err := range tx.Backwards(g) {
		if err != nil {
			return nil, err
		}
		if len(list) >= limit || e.Heard.Before(since) {
			break
		}
		list = append(list, e)
	}
	return list, nil
}
