package store

import (
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// What was said and sent after the backup is lost to a restored store, but not to the
// people and providers who have it. So the numbers that they know leap over the lost
// ones: those of messages, and those of cases, proposals and broadcasts to the hundred after next.
const (
	messageLeap = 1_000_000
	caseLeap    = 100
)

// Restored tells of one restore from a backup.
type Restored struct {
	Series ledger.Series `json:"series"` // of the entries since
	At     time.Time     `json:"at"`
	Newest time.Time     `json:"newest,omitzero"` // when the last message that the backup has was received
	// Cases, Proposal and Broadcast are the first numbers since.
	Cases    map[conversation.CaseKind]uint64 `json:"cases,omitempty"`
	Proposal uint64                           `json:"proposal"`
	// Broadcast is 0 where it was restored before broadcasts had numbers that leap.
	Broadcast uint64 `json:"broadcast,omitempty"`
}

// Restores are the restores that this store went through, oldest first.
func (tx *Tx) Restores() (list []Restored, err error) {
	_, err = tx.get(restores.key(), &list)
	return list, err
}

// PutRestores keeps what another store told of its restores.
func (tx *Tx) PutRestores(list []Restored) error { return tx.put(restores.key(), list) }

// series is that of the entries to come.
func (tx *Tx) series() (ledger.Series, error) {
	list, err := tx.Restores()
	return ledger.Series(len(list)), err
}

// BeginAgain makes a restored copy fit to go on with, and returns what was not sent:
// it may have been sent in the time that is lost, so all of it is uncertain and held.
// Offers that wait for a yes are dropped, for the yes may have been to another.
func (tx *Tx) BeginAgain(now time.Time) (Restored, []Outbound, error) {
	r := Restored{At: now.UTC(), Cases: map[conversation.CaseKind]uint64{}}
	list, err := tx.Restores()
	if err != nil {
		return r, nil, err
	}
	if r.Series = ledger.Series(len(list) + 1); r.Series > ledger.MaxSeries {
		return r, nil, fmt.Errorf("it was restored %d times, and there is no letter for another series: %w", len(list), ErrTooLarge)
	}
	if r.Newest, err = tx.NewestMessage(); err != nil {
		return r, nil, err
	}
	for _, kind := range conversation.CaseKinds {
		n, err := tx.NextCase(kind)
		if err != nil {
			return r, nil, err
		}
		r.Cases[kind] = leap(n)
	}
	n, err := tx.NextProposal()
	if err != nil {
		return r, nil, err
	}
	r.Proposal = leap(n)
	if n, err = tx.NextBroadcast(); err != nil {
		return r, nil, err
	}
	r.Broadcast = leap(n)
	if err := tx.PutRestores(append(list, r)); err != nil {
		return r, nil, err
	}
	if err := tx.leapMessages(); err != nil {
		return r, nil, err
	}
	if err := tx.dropOffers(); err != nil {
		return r, nil, err
	}
	if err := tx.pauseBroadcasts(now); err != nil {
		return r, nil, err
	}
	held, err := tx.HoldUnsent(now)
	return r, held, err
}

// leap is the first number of the hundred after next.
func leap(next uint64) uint64 { return (next/caseLeap+2)*caseLeap + 1 }

func (tx *Tx) leapMessages() error {
	n, err := tx.next()
	if err != nil {
		return err
	}
	return tx.w.Put(sequence.key(), number(n+messageLeap))
}

// dropOffers ends every offer that waits for an answer.
func (tx *Tx) dropOffers() error {
	prefix := talk.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var s conversation.State
		if err := decode(key, b, &s); err != nil {
			return err
		}
		if err := tx.put(key, s.Unheard()); err != nil {
			return err
		}
	}
	return tx.r.Err()
}

// pauseBroadcasts holds what is on its way to many: some may have got it in the lost time.
func (tx *Tx) pauseBroadcasts(now time.Time) error {
	open, err := tx.OpenBroadcasts()
	if err != nil {
		return err
	}
	for _, run := range open {
		run.State, run.Changed = conversation.Paused, now.UTC()
		if err := tx.PutBroadcast(run); err != nil {
			return err
		}
	}
	return nil
}

// HoldUnsent takes all that waits out of the queue, as BeginAgain does: of what is written
// behind it, such as the reminders that were due in the lost time. It returns what it holds.
func (tx *Tx) HoldUnsent(now time.Time) (held []Outbound, err error) {
	prefix := queue.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		var o Outbound
		if err := tx.find(outbox.key(keyNumber(key)), &o); err != nil {
			return nil, fmt.Errorf("queue %q: %w", key, err)
		}
		o.Delivery, o.Doubtful, o.Changed = conversation.Uncertain, true, now.UTC()
		if err := tx.settle(o); err != nil {
			return nil, err
		}
		held = append(held, o)
	}
	return held, tx.r.Err()
}

// lastNumber is the running number at the end of the last key with a prefix.
func (tx *Tx) lastNumber(prefix []byte) (uint64, error) {
	for key := range tx.r.Scan(prefix, after(prefix), true) {
		return keyNumber(key), nil
	}
	return 0, tx.r.Err()
}
