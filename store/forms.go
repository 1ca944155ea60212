package store

import (
	"time"

	"bendahara/ledger"
)

// FormKey names one form of the console: the month in which it was given out, so that
// forms lie together, and what no other form of that month has.
type FormKey struct {
	Month ledger.Period
	ID    string
}

// Form is a form of the console that was sent and done: what came of it is shown to who
// sends it again, and is not done again.
type Form struct {
	At      time.Time `json:"at"`
	User    string    `json:"user"`
	Content string    `json:"content"` // fingerprint of what was filled in
	Went    string    `json:"went"`    // the page that shows what came of it
}

// Form returns ErrNotFound for a form that was not done.
func (tx *Tx) Form(k FormKey) (f Form, err error) {
	return f, tx.named("form "+k.ID, form.key(k.Month, k.ID), &f)
}

// KeepForm remembers that a form was done.
func (tx *Tx) KeepForm(k FormKey, f Form) error {
	f.At = f.At.UTC()
	return tx.put(form.key(k.Month, k.ID), f)
}

// MarkHeld remembers that an officer writes in the talk with a phone by hand, or forgets
// it.
func (tx *Tx) MarkHeld(p ledger.Phone, is bool) error {
	if !is {
		return tx.delete(held.key(p))
	}
	return tx.put(held.key(p), true)
}

// HeldTalks are the phones in whose talks an officer writes by hand, or has until her time
// was over.
func (tx *Tx) HeldTalks() (list []ledger.Phone, err error) {
	phones, err := tx.keysBelow(held.within())
	for _, p := range phones {
		list = append(list, ledger.Phone(p))
	}
	return list, err
}
