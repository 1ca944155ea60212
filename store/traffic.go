package store

import (
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Traffic is what passed through a gateway.
type Traffic struct {
	In, Out, Failed int
	Segments        int          // of what went out
	Cost            ledger.Money // of what was taken, by the sheet harga
}

// Traffic counts, by gateway, the messages received and written since a time.
func (tx *Tx) Traffic(since time.Time) (map[string]Traffic, error) {
	by := map[string]Traffic{}
	for h, err := range all[HeardMessage](tx, message.within(), true) {
		if err != nil {
			return nil, err
		}
		if h.Received.Before(since) {
			break
		}
		t := by[h.Gateway]
		t.In++
		by[h.Gateway] = t
	}
	for o, err := range all[Outbound](tx, outbox.within(), true) {
		if err != nil {
			return nil, err
		}
		if o.Written.Before(since) {
			break
		}
		for _, w := range o.Tried {
			if w.Gateway == "" { // there was none to fail
				continue
			}
			t := by[w.Gateway]
			t.Failed++
			t.Cost += w.Cost
			by[w.Gateway] = t
		}
		t := by[o.Gateway]
		t.Cost += o.Cost
		switch o.Delivery {
		case conversation.Failed:
			t.Failed++
		case conversation.Taken, conversation.SentOn, conversation.Delivered, conversation.Read:
			t.Out++
			t.Segments += o.Segments
		}
		by[o.Gateway] = t
	}
	return by, nil
}

// WrittenBetween lists the messages out that were written from a time on and before
// another, newest first.
func (tx *Tx) WrittenBetween(from, before time.Time) (list []Outbound, err error) {
	for o, err := range all[Outbound](tx, outbox.within(), true) {
		switch {
		case err != nil:
			return nil, err
		case o.Written.Before(from):
			return list, nil
		case o.Written.Before(before):
			list = append(list, o)
		}
	}
	return list, nil
}

// LongestWaiting is how many messages wait to be sent, and when the oldest of them was
// written; the zero time where none waits.
func (tx *Tx) LongestWaiting() (n int, since time.Time, err error) {
	var oldest uint64
	for key := range tx.r.Scan(queue.within(), after(queue.within()), false) {
		if k := keyNumber(key); n == 0 || k < oldest {
			oldest = k
		}
		n++
	}
	if err := tx.r.Err(); err != nil || n == 0 {
		return 0, since, err
	}
	var o Outbound
	err = tx.find(outbox.key(oldest), &o)
	return n, o.Written, err
}
