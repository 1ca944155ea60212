package store

import (
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Addressee is a member whom a broadcast was meant for, and what became of it.
type Addressee struct {
	Outbound string               `json:"outbound,omitempty"` // the message's id; empty while her turn is to come
	LeftOut  conversation.LeftOut `json:"left_out,omitempty"` // why she got none
	At       time.Time            `json:"at,omitzero"`        // her turn
}

// AddBroadcast keeps a broadcast under the next number, with those whom it is for.
func (tx *Tx) AddBroadcast(run conversation.BroadcastRun, to []ledger.MemberCode) (conversation.BroadcastRun, error) {
	var err error
	if run.Number, err = tx.NextBroadcast(); err != nil {
		return run, err
	}
	for _, m := range to {
		if err := tx.put(addressee.key(run.Number, m), Addressee{}); err != nil {
			return run, err
		}
	}
	return run, tx.PutBroadcast(run)
}

// NextBroadcast is the number that the next broadcast gets: the one behind the last, and
// after a restore one that was not given in the lost time.
func (tx *Tx) NextBroadcast() (uint64, error) {
	last, err := tx.lastNumber(broadcast.within())
	if err != nil {
		return 0, err
	}
	list, err := tx.Restores()
	next := last + 1
	for _, r := range list {
		next = max(next, r.Broadcast)
	}
	return next, err
}

// PutBroadcast keeps how far a broadcast has come.
func (tx *Tx) PutBroadcast(run conversation.BroadcastRun) error {
	if err := tx.put(broadcast.key(run.Number), run); err != nil {
		return err
	}
	if run.Open() {
		return tx.put(openRun.key(run.Number), true)
	}
	return tx.delete(openRun.key(run.Number))
}

// Broadcast returns ErrNotFound for a number that is none's.
func (tx *Tx) Broadcast(n uint64) (run conversation.BroadcastRun, err error) {
	return run, tx.named(fmt.Sprintf("broadcast %d", n), broadcast.key(n), &run)
}

// Broadcasts lists all broadcasts, oldest first.
func (tx *Tx) Broadcasts() ([]conversation.BroadcastRun, error) {
	return collect[conversation.BroadcastRun](tx, broadcast.within())
}

// BroadcastsBefore are the newest of fewer numbers than this, 0 for the newest of all, the
// newest first and so many at most.
func (tx *Tx) BroadcastsBefore(number uint64, most int) ([]conversation.BroadcastRun, error) {
	return newestBefore[conversation.BroadcastRun](tx, broadcast, number, most)
}

// newestBefore are rows of a table by running number, the newest first.
func newestBefore[T any](tx *Tx, of table, number uint64, most int) (list []T, err error) {
	to := after(of.within())
	if number > 0 {
		to = of.key(number)
	}
	for v, err := range between[T](tx, of.within(), to, true) {
		if err != nil {
			return nil, err
		}
		if len(list) == most {
			break
		}
		list = append(list, v)
	}
	return list, nil
}

// OpenBroadcasts are those of which somebody's turn is still to come, oldest first.
func (tx *Tx) OpenBroadcasts() (list []conversation.BroadcastRun, err error) {
	prefix := openRun.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		run, err := tx.Broadcast(keyNumber(key))
		if err != nil {
			return nil, err
		}
		list = append(list, run)
	}
	return list, tx.r.Err()
}

// NextAddressees are at most limit of those whose turn comes next, in the order of
// their codes.
func (tx *Tx) NextAddressees(run conversation.BroadcastRun, limit int) (next []ledger.MemberCode, err error) {
	from := addressee.within(run.Number)
	if run.Last != "" {
		from = append(addressee.key(run.Number, run.Last), 0)
	}
	for key := range tx.r.Scan(from, after(addressee.within(run.Number)), false) {
		if len(next) == limit {
			break
		}
		next = append(next, addresseeOf(key))
	}
	return next, tx.r.Err()
}

// addresseeOf is the member of an addressee's key.
func addresseeOf(key []byte) ledger.MemberCode {
	return ledger.MemberCode(key[len(addressee.within(uint64(0))):])
}

// Addressee returns ErrNotFound for a member whom the broadcast is not for.
func (tx *Tx) Addressee(broadcast uint64, m ledger.MemberCode) (a Addressee, err error) {
	return a, tx.named("addressee "+string(m), addressee.key(broadcast, m), &a)
}

// PutAddressee keeps what became of a broadcast's message to a member.
func (tx *Tx) PutAddressee(broadcast uint64, m ledger.MemberCode, a Addressee) error {
	return tx.put(addressee.key(broadcast, m), a)
}

// Addressees calls fn for each of a broadcast's addressees, in the order of their codes.
func (tx *Tx) Addressees(broadcast uint64, fn func(ledger.MemberCode, Addressee) error) error {
	prefix := addressee.within(broadcast)
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var a Addressee
		if err := decode(key, b, &a); err != nil {
			return err
		}
		if err := fn(addresseeOf(key), a); err != nil {
			return err
		}
	}
	return tx.r.Err()
}
