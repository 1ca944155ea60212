package store

import (
	"bytes"
	"cmp"
	"slices"

	"bendahara/ledger"
)

// maxLooked is how many messages are looked through for one page of a talk: there is no
// index by phone, and a page must not read the whole outbox. Only those with the number
// in them are decoded.
const maxLooked = 50_000

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

// SaidBefore lists the messages from and to a phone below a running number, newest
// first; 0 begins at the newest. A page may be short, or empty, and still not be the
// last: next is the number to go on from, 0 at the end.
func (tx *Tx) SaidBefore(p ledger.Phone, n uint64, limit int) (list []Said, next uint64, err error) {
	heard, heardTo, err := below(tx, message, n, limit, string(p), func(m HeardMessage) bool { return m.From == p })
	if err != nil {
		return nil, 0, err
	}
	sent, sentTo, err := below(tx, outbox, n, limit, string(p), func(o Outbound) bool { return o.To == p })
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
// which number it looked: 0 where it saw them all. Those wanted have a text in them.
func below[T any](tx *Tx, t table, n uint64, limit int, has string, want func(T) bool) (list []numbered[T], looked uint64, err error) {
	seen := 0
	for key, b := range tx.r.Scan(t.within(), before(t, n), true) {
		if len(list) == limit || seen == maxLooked {
			return list, looked, nil
		}
		seen, looked = seen+1, keyNumber(key)
		if !bytes.Contains(b, []byte(has)) {
			continue
		}
		var v T
		if err := decode(key, b, &v); err != nil {
			return nil, 0, err
		}
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
