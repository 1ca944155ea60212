package store

import (
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// waiting is an unsent message's place in the queue.
type waiting struct {
	To      ledger.Phone         `json:"to"`
	Channel conversation.Channel `json:"channel"`
	Next    int64                `json:"next,omitempty"`  // unix seconds; 0 at once
	Since   int64                `json:"since,omitempty"` // when that was decided
	Held    bool                 `json:"lease,omitempty"` // claimed by this process, sending now
}

// line is a way to one phone: what goes over it keeps its order.
type line struct {
	to      ledger.Phone
	channel conversation.Channel
}

func (w waiting) line() line { return line{w.To, w.Channel} }

// waits is an unsent message's place in the queue.
func (o Outbound) waits() waiting {
	w := waiting{To: o.To, Channel: o.Channel}
	if !o.Next.IsZero() {
		w.Next, w.Since = o.Next.Unix(), o.Changed.Unix()
	}
	return w
}

// due is when it may be tried: at once where that was decided in what is the future by
// now, for then the clock was wrong, or is.
func (w waiting) due(now time.Time) int64 {
	if w.Since > now.Unix() {
		return 0
	}
	return w.Next
}

// atOnce is a message that is due: a time to try it that is still to come was set by a
// clock that was ahead.
func (o Outbound) atOnce(now time.Time) Outbound {
	if o.Next.After(now) {
		o.Next = time.Time{}
	}
	return o
}

// NextDue is when the next unsent message may be tried; false where none waits.
// What keeps its order behind another is not due before that one. Where some are due now
// it is the time of one of them: the others are not looked at.
func (tx *Tx) NextDue(now time.Time) (time.Time, bool, error) {
	first, found := int64(0), false
	until := map[line]int64{}
	for w, err := range all[waiting](tx, queue.within(), false) {
		if err != nil {
			return time.Time{}, false, err
		}
		if w.Held {
			continue
		}
		until[w.line()] = max(until[w.line()], w.due(now))
		if due := until[w.line()]; !found || due < first {
			first, found = due, true
		}
		if first <= now.Unix() {
			break
		}
	}
	return time.Unix(first, 0).UTC(), found, nil
}

// WaitingOf is how many messages of a class wait to be sent, counted to a limit.
func (tx *Tx) WaitingOf(c conversation.Class, limit int) (n int, err error) {
	prefix := queue.key(class(c))
	for range tx.r.Scan(prefix, after(prefix), false) {
		if n++; n == limit {
			break
		}
	}
	return n, tx.r.Err()
}

// Waiting is how many messages wait to be sent.
func (tx *Tx) Waiting() (int, error) {
	keys, err := tx.keysBelow(queue.within())
	return len(keys), err
}
