package store

import (
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Claim leases at most limit messages that are due: the more urgent class
// first, the older first within a class, and one at a time to a phone. One that
// waits for its next try steps aside for other phones, and for more urgent ones;
// to its own phone, by its own channel, the order is kept. What is past its use
// expires instead.
func (tx *Tx) Claim(now time.Time, limit int) ([]Outbound, error) {
	return tx.ClaimWhere(now, func(_ conversation.Class, claimed []Outbound) bool { return len(claimed) < limit })
}

// ClaimWhere is Claim with a limit for each class: room tells whether one more of a class
// may be leased beside those that have been. Where one has to wait for that, so do all
// behind it: what is not asked for is not read, however much waits.
func (tx *Tx) ClaimWhere(now time.Time, room func(c conversation.Class, claimed []Outbound) bool) (claimed []Outbound, err error) {
	busy, held := map[ledger.Phone]bool{}, map[line]bool{}
	for to, err := range all[ledger.Phone](tx, leased.within(), false) {
		if err != nil {
			return nil, err
		}
		busy[to] = true
	}
	prefix := queue.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var w waiting
		if err := decode(key, b, &w); err != nil {
			return nil, err
		}
		switch {
		case w.due(now) > now.Unix():
			held[w.line()] = true
			continue
		case held[w.line()] || busy[w.To]: // its own lease, too
			continue
		}
		if !room(classOf(key), claimed) {
			break
		}
		o, err := tx.lease(key, w, now)
		if err != nil {
			return nil, err
		}
		if o.Delivery == conversation.Queued {
			busy[o.To] = true
			claimed = append(claimed, o)
		}
	}
	return claimed, tx.r.Err()
}

// classOf is the class in a key of the queue.
func classOf(key []byte) conversation.Class { return conversation.Class(key[len(queue.key())]) }

// lease holds one message for sending, or expires it.
func (tx *Tx) lease(key []byte, w waiting, now time.Time) (o Outbound, err error) {
	if err := tx.find(outbox.key(keyNumber(key)), &o); err != nil {
		return o, fmt.Errorf("queue %q: %w", key, err)
	}
	if !o.NotAfter.IsZero() && now.After(o.NotAfter) {
		o.Delivery, o.Changed = conversation.Expired, now.UTC()
		return o, tx.settle(o)
	}
	w.Held = true
	if err := tx.put(leased.key(class(classOf(key)), keyNumber(key)), w.To); err != nil {
		return o, err
	}
	return o.atOnce(now), tx.put(key, w)
}

// GoesAs keeps a claimed message as it is about to be sent: its words, way and gateway.
func (tx *Tx) GoesAs(o Outbound) error {
	n, err := runningNumber(outboundPrefix, o.ID)
	if err != nil {
		return err
	}
	if err := tx.put(outbox.key(n), o); err != nil {
		return err
	}
	w := o.waits()
	w.Held = true
	return tx.put(queue.key(class(o.Class), n), w)
}

// VoidLeases ends all leases. In doubt (they are of a process before) what they
// were for may have been sent: a reply or receipt goes again, with the same words
// and reference, and a reminder or broadcast stays uncertain. Without doubt
// (nothing was sent under them) they go back into the queue.
func (tx *Tx) VoidLeases(now time.Time, doubt bool) error {
	prefix := queue.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var w waiting
		if err := decode(key, b, &w); err != nil {
			return err
		}
		if !w.Held {
			continue
		}
		var o Outbound
		if err := tx.find(outbox.key(keyNumber(key)), &o); err != nil {
			return fmt.Errorf("queue %q: %w", key, err)
		}
		o.Doubtful, o.Changed = o.Doubtful || doubt, now.UTC()
		if doubt && o.Class >= conversation.Reminder {
			o.Delivery = conversation.Uncertain
		}
		if err := tx.settle(o.atOnce(now)); err != nil {
			return err
		}
	}
	return tx.r.Err()
}
