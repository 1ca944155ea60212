package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// ErrVerify is wrapped by every fault that Verify finds.
var ErrVerify = errors.New("the books do not hold")

// Verified is what Verify went through.
type Verified struct{ Entries, Accounts, Members, Loans, Waiting int }

// Verify re-adds every balance from the entries, re-checks every chain, and
// follows every index there and back. It returns the first fault of each kind
// that it finds, joined, each wrapping ErrVerify.
func (tx *Tx) Verify() (Verified, error) {
	var v Verified
	err := errors.Join(tx.verifyChains(&v), tx.verifyPeople(&v), tx.verifyLoans(&v), tx.verifyQueue(&v))
	return v, err
}

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrVerify}, args...)...)
}

func (tx *Tx) verifyChains(v *Verified) error {
	added := ledger.Balances{}
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	undone := map[EntryRef]ledger.EntryNumber{}
	for e, err := range tx.Journal() {
		if err != nil {
			return err
		}
		if err := e.Follows(heads[e.Group]); err != nil {
			return bad("entry %s is altered or out of place: it does not follow entry %d", e.Reference(), heads[e.Group].Number)
		}
		if err := e.Check(); err != nil {
			return bad("entry %s: %v", e.Reference(), err)
		}
		heads[e.Group] = e.Head()
		added.Add(e)
		if e.Kind == ledger.Reversal {
			undone[EntryRef{e.Group, e.Reverses}] = e.Number
		}
		v.Entries++
	}
	return errors.Join(tx.compareHeads(heads), tx.compareBalances(added, v), tx.compareReversed(undone))
}

func (tx *Tx) compareHeads(heads map[ledger.GroupCode]ledger.ChainHead) error {
	prefix, kept := chain.within(), 0
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var c chainState
		if err := decode(key, b, &c); err != nil {
			return err
		}
		g := ledger.GroupCode(key[len(prefix):])
		if c.ChainHead != heads[g] {
			return bad("the chain of group %q ends at entry %d, but entry %d is kept as its last", g, heads[g].Number, c.Number)
		}
		kept++
	}
	if kept != len(heads) {
		return bad("%d chains have entries, but %d are kept", len(heads), kept)
	}
	return tx.r.Err()
}

func (tx *Tx) compareBalances(added ledger.Balances, v *Verified) error {
	kept, err := tx.Balances()
	if err != nil {
		return err
	}
	v.Accounts = len(kept)
	for _, a := range accountsOf(kept, added) {
		if kept[a] != added[a] {
			return bad("account %s is kept as %s, but its entries add up to %s", a, kept[a], added[a])
		}
	}
	return nil
}

// accountsOf lists the accounts of both in a fixed order, so that the first
// fault is always the same one.
func accountsOf(a, b ledger.Balances) []ledger.Account {
	seen := map[ledger.Account]bool{}
	var list []ledger.Account
	for _, side := range []ledger.Balances{a, b} {
		for account := range side {
			if !seen[account] {
				seen[account] = true
				list = append(list, account)
			}
		}
	}
	slices.SortFunc(list, func(x, y ledger.Account) int { return strings.Compare(x.String(), y.String()) })
	return list
}

func (tx *Tx) compareReversed(undone map[EntryRef]ledger.EntryNumber) error {
	prefix, kept := reversed.within(), 0
	for range tx.r.Scan(prefix, after(prefix), false) {
		kept++
	}
	for ref := range undone {
		if done, err := tx.Reversed(ref.Group, ref.Number); err != nil || !done {
			return errors.Join(err, bad("entry %s/%d is reversed, but is not kept as such", ref.Group, ref.Number))
		}
	}
	if kept != len(undone) {
		return bad("%d entries are reversed, but %d are kept as such", len(undone), kept)
	}
	return tx.r.Err()
}

func (tx *Tx) verifyPeople(v *Verified) error {
	want := map[string]bool{}
	for m, err := range all[ledger.Member](tx, member.within(), false) {
		if err != nil {
			return err
		}
		v.Members++
		if found, err := tx.Member(m.Code); err != nil || found.Group != m.Group {
			return errors.Join(err, bad("member %s of group %s is not found by her code", m.Code, m.Group))
		}
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if p != "" {
				want[string(phone.key(p, "m", m.Code))] = true
			}
		}
	}
	officers, err := tx.Officers()
	if err != nil {
		return err
	}
	for _, o := range officers {
		want[string(phone.key(o.Phone, "o", o.Code))] = true
	}
	prefix := phone.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		if !want[string(key)] {
			return bad("the index of phones has a number that nobody of that code has: %s", lastPart(key))
		}
		delete(want, string(key))
	}
	for key := range want {
		return bad("the index of phones lacks a number of %s", lastPart([]byte(key)))
	}
	return tx.r.Err()
}

func lastPart(key []byte) string { return string(key[strings.LastIndexByte(string(key), '/')+1:]) }

func (tx *Tx) verifyLoans(v *Verified) error {
	for l, err := range all[ledger.Loan](tx, loan.within(), false) {
		if err != nil {
			return err
		}
		v.Loans++
		if found, err := tx.Loan(l.Code); err != nil || found.Group != l.Group {
			return errors.Join(err, bad("loan %s of group %s is not found by its code", l.Code, l.Group))
		}
	}
	return nil
}

func (tx *Tx) verifyQueue(v *Verified) error {
	queued := map[uint64]bool{}
	prefix := queue.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		queued[keyNumber(key)] = true
	}
	v.Waiting = len(queued)
	for o, err := range all[Outbound](tx, outbox.within(), false) {
		if err != nil {
			return err
		}
		n, err := runningNumber(outboundPrefix, o.ID)
		if err != nil {
			return err
		}
		if queued[n] != (o.Delivery == conversation.Queued) {
			return bad("message %s is %d, but the queue says otherwise", o.ID, o.Delivery)
		}
		delete(queued, n)
	}
	for n := range queued {
		return bad("the queue has message %d, which is not in the outbox", n)
	}
	return tx.r.Err()
}
