package store

import (
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Contact is what is known of the ways to a phone.
type Contact struct {
	Phone ledger.Phone `json:"phone"`
	Wrote []Wrote      `json:"wrote,omitempty"` // one for each gateway and channel
	Bad   []BadWay     `json:"bad,omitempty"`   // one for each channel by which nothing arrives
	// Wish is the channel by which she wants what she did not ask for; empty: where she
	// wrote last.
	Wish conversation.Channel `json:"wish,omitempty"`
}

// Wrote is when a phone last wrote by a gateway and channel, and from which hidden
// address, where it was one.
type Wrote struct {
	Gateway string               `json:"gateway"`
	Channel conversation.Channel `json:"channel"`
	Address ledger.Phone         `json:"address,omitempty"`
	At      time.Time            `json:"at"`
}

// BadWay is a channel by which a provider says that the phone takes no messages.
type BadWay struct {
	Channel conversation.Channel `json:"channel"`
	Code    string               `json:"code,omitempty"` // the provider's
	At      time.Time            `json:"at"`
}

// IsBad tells whether nothing arrives by a channel.
func (c Contact) IsBad(channel conversation.Channel) bool {
	return slices.ContainsFunc(c.Bad, func(b BadWay) bool { return b.Channel == channel })
}

// Last is when the phone last wrote by a gateway and channel; false for never.
func (c Contact) Last(gateway string, channel conversation.Channel) (last Wrote, ever bool) {
	for _, w := range c.Wrote {
		if w.Gateway == gateway && w.Channel == channel && !w.At.Before(last.At) {
			last, ever = w, true
		}
	}
	return last, ever
}

// Contact is what is known of the ways to a phone; the zero value for nothing.
func (tx *Tx) Contact(p ledger.Phone) (c Contact, err error) {
	c, err = tx.db.contacts.get(tx, contact.key(p))
	c.Phone, c.Wrote, c.Bad = p, slices.Clone(c.Wrote), slices.Clone(c.Bad)
	return c, err
}

// Contacts are all of which something is known.
func (tx *Tx) Contacts() ([]Contact, error) { return collect[Contact](tx, contact.within()) }

// KeepWrote keeps that a phone wrote by a way. What was bad of that channel is so no
// more. A message that comes late does not take back a later one.
func (tx *Tx) KeepWrote(p ledger.Phone, w Wrote) error {
	c, err := tx.Contact(p)
	if err != nil {
		return err
	}
	w.At = w.At.UTC().Truncate(time.Second)
	if last, ever := c.Last(w.Gateway, w.Channel); ever && last.At.After(w.At) {
		return nil
	}
	c.Wrote = slices.DeleteFunc(c.Wrote, func(was Wrote) bool { return was.Gateway == w.Gateway && was.Channel == w.Channel })
	c.Wrote = append(c.Wrote, w)
	c.Bad = slices.DeleteFunc(c.Bad, func(b BadWay) bool { return b.Channel == w.Channel && !b.At.After(w.At) })
	return tx.putContact(c)
}

// KeepWish keeps by which channel a phone wants what it did not ask for.
func (tx *Tx) KeepWish(p ledger.Phone, c conversation.Channel) error {
	known, err := tx.Contact(p)
	if err != nil {
		return err
	}
	known.Wish = c
	return tx.putContact(known)
}

// MarkBad keeps that nothing arrives at a phone by a channel.
func (tx *Tx) MarkBad(p ledger.Phone, b BadWay) error {
	c, err := tx.Contact(p)
	if err != nil {
		return err
	}
	b.At = b.At.UTC().Truncate(time.Second)
	c.Bad = slices.DeleteFunc(c.Bad, func(was BadWay) bool { return was.Channel == b.Channel })
	c.Bad = append(c.Bad, b)
	return tx.putContact(c)
}

func (tx *Tx) putContact(c Contact) error { return tx.db.contacts.put(tx, contact.key(c.Phone), c) }

// verifyContacts checks that each is kept under its own phone.
func (tx *Tx) verifyContacts() error {
	return verifyKeyed(tx, contact, func(c Contact) ([]byte, error) { return contact.key(c.Phone), nil })
}
