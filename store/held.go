package store

import (
	"errors"
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// ErrNotHeld says that a message is not held: it went, or is still to go by itself.
var ErrNotHeld = errors.New("the message is not held")

// CodeDropped is the code of a message that an officer decided not to send.
const CodeDropped = "dropped"

// Held lists the messages that may have gone, and so go no second time by themselves,
// oldest first; without those whose words are forgotten by now.
func (tx *Tx) Held() (held []Outbound, err error) {
	for o, err := range all[Outbound](tx, outbox.within(), false) {
		if err != nil {
			return nil, err
		}
		if o.held() {
			held = append(held, o)
		}
	}
	return held, nil
}

func (o Outbound) held() bool { return o.Delivery == conversation.Uncertain && o.Text != "" }

// Release ends that a message is held, as an officer decided: it goes after all, as soon
// as can be and with the same reference, or not at all. It is kept who did. It returns
// ErrNotHeld, or ErrNotFound for an id that is not ours.
func (tx *Tx) Release(id string, send bool, by ledger.OfficerCode, now time.Time) (Outbound, error) {
	o, err := tx.Outbound(id)
	if err != nil {
		return o, err
	}
	if !o.held() {
		return o, fmt.Errorf("%s: %w", id, ErrNotHeld)
	}
	o.Changed, o.NotAfter, o.Next, o.Tries = now.UTC(), time.Time{}, time.Time{}, 0
	done := "sent"
	if o.Delivery = conversation.Queued; !send {
		o.Delivery, o.Code, done = conversation.Failed, CodeDropped, CodeDropped
	}
	if err := tx.settle(o); err != nil {
		return o, err
	}
	return o, tx.Amend(conversation.Amendment{What: conversation.HeldAmended, Was: o.ID, Now: done, By: string(by), At: now})
}
