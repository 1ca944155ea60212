package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Outbound is a message in the outbox: what goes to whom, and how far it came.
type Outbound struct {
	ID       string                `json:"id"`
	To       ledger.Phone          `json:"to"`
	Address  ledger.Phone          `json:"address,omitempty"` // where it goes in its place, where WhatsApp hides the number
	Channel  conversation.Channel  `json:"channel"`
	Class    conversation.Class    `json:"class"`
	Kind     string                `json:"kind"`
	Text     string                `json:"text"`
	Segments int                   `json:"segments"`
	Cause    string                `json:"cause"`
	Written  time.Time             `json:"written"`
	NotAfter time.Time             `json:"not_after,omitzero"` // past its use then; zero never
	Delivery conversation.Delivery `json:"delivery"`
	Changed  time.Time             `json:"changed"`
	Tries    int                   `json:"tries,omitempty"`
	Next     time.Time             `json:"next,omitzero"`
	// Doubtful says that an earlier try may have gone through.
	Doubtful bool   `json:"doubtful,omitempty"`
	Gateway  string `json:"gateway,omitempty"`
	Provider string `json:"provider,omitempty"` // the provider's id
	Code     string `json:"code,omitempty"`     // the provider's error code
	// Template is the approved template that carried it, where WhatsApp took no
	// free text.
	Template string `json:"template,omitempty"`
	// Cost is what the provider that took it asks for it, by the sheet harga.
	Cost ledger.Money `json:"cost,omitempty"`
	// Tried are the ways that failed before this one, oldest first; none is taken
	// again.
	Tried []Way `json:"tried,omitempty"`
}

// Way is how a message went: by a gateway, on a channel.
type Way struct {
	Gateway  string               `json:"gateway"`
	Channel  conversation.Channel `json:"channel"`
	Provider string               `json:"provider,omitempty"`
	Code     string               `json:"code,omitempty"` // why it failed
	Cost     ledger.Money         `json:"cost,omitempty"` // all the same, where it was taken
}

// By tells whether a provider's id is that of a way that failed before this one.
func (o Outbound) By(provider string) bool {
	return provider != "" && slices.ContainsFunc(o.Tried, func(w Way) bool { return w.Provider == provider })
}

// Enqueue puts a message into the outbox, under the cause that made it. A cause
// works once: for one that has worked before nothing is written and false comes
// back. The month is the cause's own, not today's: it tells where to look.
func (tx *Tx) Enqueue(o Outbound, month ledger.Period) (bool, error) {
	b, err := tx.r.Get(cause.key(month, o.Cause))
	if err != nil || b != nil {
		return false, err
	}
	n, err := tx.next()
	if err != nil {
		return false, err
	}
	o.ID = outboundPrefix + strconv.FormatUint(n, 10)
	o.Delivery, o.Changed = conversation.Queued, o.Written
	if err := tx.w.Put(cause.key(month, o.Cause), number(n)); err != nil {
		return false, err
	}
	if err := tx.put(outbox.key(n), o); err != nil {
		return false, err
	}
	if err := tx.keepSaid(o.To, n); err != nil {
		return false, err
	}
	return true, tx.put(queue.key(class(o.Class), n), o.waits())
}

// Caused tells whether a cause has worked before.
func (tx *Tx) Caused(month ledger.Period, key string) (bool, error) {
	b, err := tx.r.Get(cause.key(month, key))
	return b != nil, err
}

// Effect is the id of the message that a cause made; ErrNotFound where it made none.
func (tx *Tx) Effect(month ledger.Period, key string) (string, error) {
	b, err := tx.r.Get(cause.key(month, key))
	if err != nil {
		return "", err
	}
	if n := keyNumber(b); n > 0 {
		return outboundPrefix + strconv.FormatUint(n, 10), nil
	}
	return "", fmt.Errorf("cause %q: %w", key, ErrNotFound)
}

// MarkCause remembers a cause that made no message of its own.
func (tx *Tx) MarkCause(month ledger.Period, key string) error {
	if tx.w == nil {
		return ErrReadOnly
	}
	return tx.w.Put(cause.key(month, key), number(0))
}

// Settle writes how a claimed message fared. Queued puts it back into the queue
// for its Next; anything else takes it out.
func (tx *Tx) Settle(o Outbound) error {
	n, err := runningNumber(outboundPrefix, o.ID)
	if err != nil {
		return err
	}
	var now Outbound
	if err := tx.named(o.ID, outbox.key(n), &now); err != nil {
		return err
	}
	if len(now.Tried) > len(o.Tried) { // a report has sent it on another way meanwhile
		return nil
	}
	if len(now.Tried) == len(o.Tried) {
		o.Provider = cmp.Or(o.Provider, now.Provider)
	}
	if now.Delivery > o.Delivery { // a report overtook the provider's answer
		o.Delivery, o.Changed, o.Code = now.Delivery, now.Changed, now.Code
	}
	return tx.settle(o)
}

func (tx *Tx) settle(o Outbound) error {
	n, err := runningNumber(outboundPrefix, o.ID)
	if err != nil {
		return err
	}
	if err := tx.put(outbox.key(n), o); err != nil {
		return err
	}
	if o.Delivery == conversation.Queued {
		err = tx.put(queue.key(class(o.Class), n), o.waits())
	} else {
		err = tx.delete(queue.key(class(o.Class), n))
	}
	if err != nil {
		return err
	}
	return tx.delete(leased.key(class(o.Class), n))
}

// Advance moves a message's delivery forward; a step back is left alone. The provider's
// id is kept where its answer did not bring it. It returns ErrNotFound for an id that is
// not ours.
func (tx *Tx) Advance(id, provider string, d conversation.Delivery, code string, now time.Time) error {
	n, err := runningNumber(outboundPrefix, id)
	if err != nil {
		return err
	}
	var o Outbound
	if err := tx.named(id, outbox.key(n), &o); err != nil {
		return err
	}
	if d <= o.Delivery {
		return nil
	}
	o.Delivery, o.Changed, o.Provider = d, now.UTC(), cmp.Or(o.Provider, provider)
	if code != "" {
		o.Code = code
	}
	return tx.settle(o)
}

// Reroute puts a message of which a report says that it will not arrive back into the
// queue, to go by another way: o has the failed one among its Tried.
func (tx *Tx) Reroute(o Outbound) error {
	o.Delivery = conversation.Queued
	return tx.settle(o)
}

// Outbound is a message out, by our id; or ErrNotFound.
func (tx *Tx) Outbound(id string) (o Outbound, err error) {
	n, err := runningNumber(outboundPrefix, id)
	if err != nil {
		return o, err
	}
	return o, tx.named(id, outbox.key(n), &o)
}

// Outbox lists all messages out, oldest first.
func (tx *Tx) Outbox() ([]Outbound, error) { return collect[Outbound](tx, outbox.within()) }

// OutboxAfter lists the messages out behind the given running number, and the
// last number seen.
func (tx *Tx) OutboxAfter(n uint64) ([]Outbound, uint64, error) {
	var list []Outbound
	for key, b := range tx.r.Scan(outbox.key(n+1), after(outbox.within()), false) {
		var o Outbound
		if err := decode(key, b, &o); err != nil {
			return nil, n, err
		}
		list, n = append(list, o), keyNumber(key)
	}
	return list, n, tx.r.Err()
}

// SentSince is when messages were sent by a gateway since a time, newest first:
// for each the last that is known of it, which may be later.
func (tx *Tx) SentSince(gateway string, since time.Time) ([]time.Time, error) {
	var sent []time.Time
	for o, err := range all[Outbound](tx, outbox.within(), true) {
		if err != nil {
			return nil, err
		}
		if o.Written.Before(since.Add(-longestWait)) {
			break
		}
		if o.Gateway == gateway && o.Provider != "" && !o.Changed.Before(since) {
			sent = append(sent, o.Changed)
		}
	}
	return sent, nil
}

// longestWait is how long a message may wait in the outbox and still be looked
// for among those sent: what waits longer is rare.
const longestWait = 7 * 24 * time.Hour
