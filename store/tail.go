package store

import (
	"iter"
	"slices"
	"sync"

	"bendahara/ledger"
)

// Limits of what is kept of the journal.
const (
	maxTail  = 64  // newest entries of a group
	maxTails = 256 // groups, those asked for last, at least
)

// tails keeps the newest entries of groups, decoded. They need no edition, since the
// hash of an entry tells that it is the very one that a chain goes on from.
type tails struct {
	mu sync.Mutex
	of lately[[]ledger.Entry] // by group, without a gap, the newest last
}

func (t *tails) get(g ledger.GroupCode) []ledger.Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, _ := t.of.get(string(g), maxTails)
	return kept
}

// put keeps a tail and the entries behind it, oldest first. Others may read the tail
// meanwhile, so nothing of it is written over.
func (t *tails) put(g ledger.GroupCode, tail, newer []ledger.Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now, _ := t.of.get(string(g), maxTails); len(now) != len(tail) || len(tail)+len(newer) > 2*maxTail {
		tail = slices.Clone(tail[max(0, len(tail)-maxTail):])
	}
	t.of.put(string(g), append(tail, newer...), maxTails)
}

// extend keeps an entry that was posted, as it reads back.
func (t *tails) extend(e ledger.Entry) {
	if tail := upTo(t.get(e.Group), e.Number-1, e.Previous); len(tail) > 0 || e.Number == 1 {
		if n := len(tail); n > 0 {
			e.Previous = tail[n-1].Hash // the same, kept once
		}
		t.put(e.Group, tail, []ledger.Entry{e})
	}
}

// upTo is the part of a tail that ends with the entry of this number and hash.
func upTo(tail []ledger.Entry, n ledger.EntryNumber, hash ledger.Hash) []ledger.Entry {
	if len(tail) == 0 || n < tail[0].Number || n > tail[len(tail)-1].Number {
		return nil
	}
	if tail = tail[:n-tail[0].Number+1]; tail[len(tail)-1].Hash != hash {
		return nil
	}
	return tail
}

// Backwards runs through a group's chain from its last entry to its first.
func (tx *Tx) Backwards(g ledger.GroupCode) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		c, err := tx.chainOf(g)
		if err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		var kept, newer []ledger.Entry
		if !tx.direct {
			kept = tx.db.tails.get(g)
		}
		tail, below := upTo(kept, c.Number, c.Hash), c.Number+1
		defer func() {
			if len(newer) > 0 && (len(tail) > 0 || len(newer) > len(kept)) && !tx.direct {
				slices.Reverse(newer)
				tx.db.tails.put(g, tail, newer)
			}
		}()
		if len(tail) == 0 {
			for e, err := range tx.stored(g, c, below) {
				if err == nil && len(newer) < maxTail {
					newer = append(newer, e)
				}
				if !yield(e, err) || err != nil {
					return
				}
				below = e.Number
				if len(newer) == maxTail { // what is older is not kept
					continue
				}
				if tail = upTo(kept, e.Number-1, e.Previous); len(tail) > 0 {
					break
				}
			}
		}
		for _, e := range slices.Backward(tail) {
			if !yield(e, nil) {
				return
			}
			below = e.Number
		}
		for e, err := range tx.stored(g, c, below) {
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// stored are the entries of a chain below a number, the last first.
func (tx *Tx) stored(g ledger.GroupCode, c chainState, below ledger.EntryNumber) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for month := c.Last; below > 1 && month >= c.First; month-- {
			for e, err := range between[ledger.Entry](tx, journal.within(month, g), journal.key(month, g, below), true) {
				if !yield(e, err) || err != nil {
					return
				}
				below = e.Number
			}
		}
	}
}
