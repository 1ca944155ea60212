package store

import (
	"fmt"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Unpaid is that a member did not pay when she was to, with her reason and the day
// that she promised.
type Unpaid struct {
	Number uint64 `json:"number"`
	conversation.NotPaid
}

// unpaidRef says where the last promise of a member is kept.
type unpaidRef struct {
	Month  ledger.Period `json:"month"`
	Number uint64        `json:"number"`
}

// KeepUnpaid keeps what was said of one who did not pay, beside all that was said
// before. It returns ErrConflict where she is not in that group.
func (tx *Tx) KeepUnpaid(u conversation.NotPaid) error {
	if m, err := tx.Member(u.Member); err != nil {
		return err
	} else if m.Group != u.Group {
		return fmt.Errorf("member %s is in group %s: %w", u.Member, m.Group, ErrConflict)
	}
	n, err := tx.next()
	if err != nil {
		return err
	}
	month := heardIn(u.At)
	if err := tx.put(unpaid.key(month, n), Unpaid{n, u}); err != nil {
		return err
	}
	if u.Promise == 0 { // what she promised before still holds
		return nil
	}
	return tx.put(promise.key(u.Group, u.Member), unpaidRef{month, n})
}

// Promises are the last days that the members of a group promised, by member's
// code. Whether they have paid since is in the books.
func (tx *Tx) Promises(g ledger.GroupCode) ([]conversation.NotPaid, error) {
	refs, err := collect[unpaidRef](tx, promise.within(g))
	var list []conversation.NotPaid
	for _, ref := range refs {
		var u Unpaid
		if err := tx.named("unpaid", unpaid.key(ref.Month, ref.Number), &u); err != nil {
			return nil, err
		}
		list = append(list, u.NotPaid)
	}
	return list, err
}

// AllUnpaid lists all that was ever said of those who did not pay, oldest first.
func (tx *Tx) AllUnpaid() ([]Unpaid, error) { return collect[Unpaid](tx, unpaid.within()) }

// verifyUnpaid holds each word to its member, and the last promise of hers to all of them.
func (tx *Tx) verifyUnpaid() error {
	list, err := tx.AllUnpaid()
	if err != nil {
		return err
	}
	last := map[string]uint64{}
	for _, u := range list {
		if m, err := tx.Member(u.Member); err != nil || m.Group != u.Group {
			return missing(err, "the word that %s did not pay names group %s, in which there is none of that code", u.Member, u.Group)
		}
		if key := string(promise.key(u.Group, u.Member)); u.Promise != 0 {
			last[key] = max(last[key], u.Number)
		}
	}
	prefix := promise.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var ref unpaidRef
		if err := decode(key, b, &ref); err != nil {
			return err
		}
		if last[string(key)] != ref.Number {
			return bad("word %d is kept as the last promise of %s, but word %d is", ref.Number, lastPart(key), last[string(key)])
		}
		var u Unpaid
		if err := tx.find(unpaid.key(ref.Month, ref.Number), &u); err != nil {
			return missing(err, "word %d of %s is not in the month that is kept for it", ref.Number, lastPart(key))
		}
		delete(last, string(key))
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	for key := range last {
		return bad("the last promise of %s is not kept", lastPart([]byte(key)))
	}
	return nil
}
