package store

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// maxLooked is how many messages of before there was an index by phone are looked through
// for one page of a talk.
const maxLooked = 5000

// Said is a message of a talk: one that came from a phone, or one that went to it.
type Said struct {
	Number uint64        // both are counted together, so it is also their order
	Heard  *HeardMessage // what the person wrote; or
	Sent   *Outbound     // what was written to her
}

// OutboxBefore lists messages of the outbox below a running number, newest first, at
// most limit; 0 begins at the newest. next is the number to go on from, 0 at the end.
func (tx *Tx) OutboxBefore(n uint64, limit int) (list []Outbound, next uint64, err error) {
	for key, b := range tx.r.Scan(outbox.within(), before(outbox, n), true) {
		if len(list) == limit {
			return list, next, nil
		}
		var o Outbound
		if err := decode(key, b, &o); err != nil {
			return nil, 0, err
		}
		list, next = append(list, o), keyNumber(key)
	}
	return list, 0, tx.r.Err()
}

// maxStates is how many messages are looked through for one page of those in some states.
const maxStates = 4_000

// OutboxIn is OutboxBefore of the messages in some states. A page may be short, or empty,
// and still not be the last.
func (tx *Tx) OutboxIn(states []conversation.Delivery, n uint64, limit int) (list []Outbound, next uint64, err error) {
	var wanted [][]byte // only what may be one is decoded
	for _, d := range states {
		wanted = append(wanted, fmt.Appendf(nil, `"delivery":%d,`, d))
	}
	looked := 0
	for key, b := range tx.r.Scan(outbox.within(), before(outbox, n), true) {
		if len(list) == limit || looked == maxStates {
			return list, next, nil
		}
		looked, next = looked+1, keyNumber(key)
		if !slices.ContainsFunc(wanted, func(w []byte) bool { return bytes.Contains(b, w) }) {
			continue
		}
		var o Outbound
		if err := decode(key, b, &o); err != nil {
			return nil, 0, err
		}
		if slices.Contains(states, o.Delivery) {
			list = append(list, o)
		}
	}
	return list, 0, tx.r.Err()
}

// keepSaid keeps that a message is of a phone's talk.
func (tx *Tx) keepSaid(p ledger.Phone, n uint64) error {
	first, err := tx.r.Get(said.key())
	if err == nil && first == nil {
		err = tx.w.Put(said.key(), number(n))
	}
	if err != nil || p == "" {
		return err
	}
	return tx.put(said.key(p, n), true)
}

// SaidBefore lists the messages from and to a phone below a running number, newest
// first; 0 begins at the newest. A page may be short, or empty, and still not be the
// last: next is the number to go on from, 0 at the end.
func (tx *Tx) SaidBefore(p ledger.Phone, n uint64, limit int) (list []Said, next uint64, err error) {
	first, err := tx.r.Get(said.key())
	if err != nil {
		return nil, 0, err
	}
	end := after(said.within(p))
	if n > 0 {
		end = said.key(p, n)
	}
	for key := range tx.r.Scan(said.within(p), end, true) {
		if len(list) == limit {
			return list, list[limit-1].Number, nil
		}
		s, err := tx.said(keyNumber(key))
		if err != nil {
			return nil, 0, err
		}
		list = append(list, s)
	}
	if err := tx.r.Err(); err != nil || keyNumber(first) <= 1 && first != nil {
		return list, 0, err
	}
	if len(list) == limit {
		return list, list[limit-1].Number, nil
	}
	if from := keyNumber(first); n == 0 || from > 0 && from < n {
		n = from
	}
	older, next, err := tx.saidUnindexed(p, n, limit-len(list))
	return append(list, older...), next, err
}

// ReadBack is the message whose reply another answers: of "bayar siti 250rb", what it was
// read back as, and "ya" the first. The id is that of the last; ok is false where it
// answers no reply to words of hers, but a question that came unasked, say.
func (tx *Tx) ReadBack(id string) (h HeardMessage, ok bool, err error) {
	answer, err := tx.Message(id)
	if err != nil {
		return h, false, err
	}
	n, err := runningNumber(inboundPrefix, id)
	if err != nil {
		return h, false, err
	}
	replied := false
	for key := range tx.r.Scan(said.within(answer.From), said.key(answer.From, n), true) {
		s, err := tx.said(keyNumber(key))
		switch {
		case err != nil:
			return h, false, err
		case replied && s.Heard != nil:
			return *s.Heard, true, nil
		case replied || s.Sent == nil || s.Sent.Class != conversation.Reply:
			return h, false, nil
		}
		replied = true
	}
	return h, false, tx.r.Err()
}

// Replied tells whether somebody wrote after a message to her was written, before a moment.
func (tx *Tx) Replied(o Outbound, until time.Time) (bool, error) {
	n, err := runningNumber(outboundPrefix, o.ID)
	if err != nil {
		return false, err
	}
	p := o.To
	for key := range tx.r.Scan(said.key(p, n+1), after(said.within(p)), false) {
		s, err := tx.said(keyNumber(key))
		if err != nil {
			return false, err
		}
		if s.Heard != nil {
			return s.Heard.Received.Before(until), nil
		}
	}
	return false, tx.r.Err()
}

// said is the message with a running number.
func (tx *Tx) said(n uint64) (s Said, err error) {
	var h HeardMessage
	if ok, err := tx.get(message.key(n), &h); ok || err != nil {
		return Said{Number: n, Heard: &h}, err
	}
	var o Outbound
	return Said{Number: n, Sent: &o}, tx.named(strconv.FormatUint(n, 10), outbox.key(n), &o)
}

// saidUnindexed is SaidBefore in what was written before there was an index.
func (tx *Tx) saidUnindexed(p ledger.Phone, n uint64, limit int) (list []Said, next uint64, err error) {
	heard, heardTo, err := below(tx, message, n, limit, func(m HeardMessage) bool { return m.From == p })
	if err != nil {
		return nil, 0, err
	}
	sent, sentTo, err := below(tx, outbox, n, limit, func(o Outbound) bool { return o.To == p })
	if err != nil {
		return nil, 0, err
	}
	for _, h := range heard {
		list = append(list, Said{Number: h.number, Heard: &h.value})
	}
	for _, s := range sent {
		list = append(list, Said{Number: s.number, Sent: &s.value})
	}
	// Below where either stopped looking, the other's would stand in a wrong order.
	next = max(heardTo, sentTo)
	list = slices.DeleteFunc(list, func(s Said) bool { return s.Number < next })
	slices.SortFunc(list, func(a, b Said) int { return cmp.Compare(b.Number, a.Number) })
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].Number
	}
	return list, next, nil
}

type numbered[T any] struct {
	number uint64
	value  T
}

// below are a table's wanted values under a running number, newest first, and down to
// which number it looked: 0 where it saw them all.
func below[T any](tx *Tx, t table, n uint64, limit int, want func(T) bool) (list []numbered[T], looked uint64, err error) {
	seen := 0
	for key, b := range tx.r.Scan(t.within(), before(t, n), true) {
		if len(list) == limit || seen == maxLooked {
			return list, looked, nil
		}
		var v T
		if err := decode(key, b, &v); err != nil {
			return nil, 0, err
		}
		seen, looked = seen+1, keyNumber(key)
		if want(v) {
			list = append(list, numbered[T]{looked, v})
		}
	}
	return list, 0, tx.r.Err()
}

// before is the end of a scan of what lies under a running number, or of the whole
// table for 0.
func before(t table, n uint64) []byte {
	if n == 0 {
		return after(t.within())
	}
	return t.key(n)
}
