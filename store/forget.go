package store

import (
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// maxForget is how many messages are gone through in one Forget. A clock that was set
// years ahead does no more harm than that a day, and no commit is large.
const maxForget = 2_000

// forgotten is up to which running number words have been taken away.
type forgotten struct {
	Message uint64 `json:"message,omitempty"`
	Outbox  uint64 `json:"outbox,omitempty"`
	Parked  uint64 `json:"parked,omitempty"`
}

// Forget takes away what people wrote and were told before a moment, how it was
// delivered, and the talks of those who have not written since; it goes on where it
// ended before. Who wrote and when, and which entries came of it, stay: the books, which
// need no words, are kept for ever. So does what tells a redelivery and a cause. It
// returns how many messages lost their words.
func (tx *Tx) Forget(before time.Time) (n int, err error) {
	var f forgotten
	if _, err := tx.get(forget.key(), &f); err != nil {
		return 0, err
	}
	was := f
	if f.Message, err = forgetIn(tx, message, f.Message, &n, func(h *HeardMessage) bool {
		h.Text, h.Slip, h.Media, h.Twin = "", "", 0, ""
		return h.Received.Before(before)
	}); err != nil {
		return 0, err
	}
	if f.Outbox, err = forgetIn(tx, outbox, f.Outbox, &n, func(o *Outbound) bool {
		o.Text, o.Address, o.Provider, o.Code, o.Template, o.Tried = "", "", "", "", "", nil
		return o.Changed.Before(before) && o.Delivery != conversation.Queued
	}); err != nil {
		return 0, err
	}
	if f.Parked, err = forgetIn(tx, parked, f.Parked, &n, func(p *Parked) bool {
		p.Message.Text, p.Message.Slip = "", ""
		return p.At.Before(before)
	}); err != nil {
		return 0, err
	}
	for _, t := range []table{replies, tries} { // who wrote on a day, and how often
		if err := tx.deleteRange(t.within(), t.key(ledger.DateOf(before.UTC()))); err != nil {
			return 0, err
		}
	}
	if err := tx.forgetTalks(before); err != nil || f == was {
		return n, err
	}
	return n, tx.put(forget.key(), f)
}

// forgetIn goes through a table behind a running number, has each value lose its words
// where old says that it is old, and returns how far it came: to the first that is not.
func forgetIn[T any](tx *Tx, t table, behind uint64, n *int, old func(*T) bool) (uint64, error) {
	left := maxForget
	for key, b := range tx.r.Scan(t.key(behind+1), after(t.within()), false) {
		var v T
		if err := decode(key, b, &v); err != nil {
			return behind, err
		}
		if left--; left < 0 || !old(&v) {
			break
		}
		if err := tx.put(key, v); err != nil {
			return behind, err
		}
		behind = keyNumber(key)
		*n++
	}
	return behind, tx.r.Err()
}

// deleteRange deletes at most maxForget keys, the first of a range.
func (tx *Tx) deleteRange(from, to []byte) error {
	left := maxForget
	for key := range tx.r.Scan(from, to, false) {
		if left--; left < 0 {
			break
		}
		if err := tx.delete(key); err != nil {
			return err
		}
	}
	return tx.r.Err()
}

// forgetTalks ends the talks of phones that have not written since.
func (tx *Tx) forgetTalks(before time.Time) error {
	prefix := talk.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		c, err := tx.Contact(ledger.Phone(key[len(prefix):]))
		if err != nil {
			return err
		}
		var last time.Time
		for _, w := range c.Wrote {
			if w.At.After(last) {
				last = w.At
			}
		}
		if last.IsZero() || !last.Before(before) { // never: it is of a time when this was not kept
			continue
		}
		if err := tx.delete(key); err != nil {
			return err
		}
	}
	return tx.r.Err()
}
