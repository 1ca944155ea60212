package store

import (
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Verify re-adds every balance from the entries, re-checks every chain, and
// follows every index there and back. It returns the first fault of each kind
// that it finds, and of the chains the first of each group, joined, each wrapping
// ErrVerify.
func (tx *Tx) Verify() (Verified, error) {
	defer func(was bool) { tx.direct = was }(tx.direct)
	tx.direct = true
	work, err := tx.verification()
	if err != nil {
		return Verified{}, err
	}
	for _, task := range work.tasks {
		task(tx)
	}
	return work.result(tx)
}

// Verify is Tx.Verify on one state of the store, by group side by side, while the
// store goes on working. It tells progress, where that is given, how many of how
// many parts are done; one call at a time.
func (db *DB) Verify(ctx context.Context, progress func(done, total int)) (v Verified, err error) {
	var work *verification
	var plan sync.Once
	var failed error
	var next, done atomic.Int64
	var telling sync.Mutex
	workers := runtime.GOMAXPROCS(0)
	var busy atomic.Int64
	busy.Store(int64(workers))
	err = db.snapshots(ctx, workers, func(tx *Tx) error {
		plan.Do(func() { work, failed = tx.verification() })
		if failed != nil {
			return failed
		}
		for i := next.Add(1); i <= int64(len(work.tasks)) && ctx.Err() == nil; i = next.Add(1) {
			work.tasks[i-1](tx)
			if n := done.Add(1); progress != nil {
				telling.Lock()
				progress(int(n), len(work.tasks))
				telling.Unlock()
			}
		}
		if busy.Add(-1) > 0 || ctx.Err() != nil {
			return ctx.Err()
		}
		v, failed = work.result(tx) // by the last: the others have ended
		return failed
	})
	return v, err
}

// snapshots runs fn side by side in so many Views that all see the same state.
func (db *DB) snapshots(ctx context.Context, n int, fn func(*Tx) error) error {
	var begun, all sync.WaitGroup
	failures := make([]error, n)
	begin := sync.OnceFunc(func() {
		begun.Add(n)
		for i := range n {
			all.Go(func() {
				here := sync.OnceFunc(begun.Done)
				defer here()
				failures[i] = db.View(ctx, func(tx *Tx) error { tx.direct = true; here(); return fn(tx) })
			})
		}
		begun.Wait()
	})
	// While this Update runs, nobody commits.
	err := db.engine.Update(ctx, func(Writer) error { begin(); return errAgain })
	all.Wait()
	if !errors.Is(err, errAgain) {
		return err
	}
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// verification is a Verify under way.
type verification struct {
	tasks  []func(*Tx) // which need not wait for each other
	groups []groupChain
	rest   []error
	looks  []error
	v      Verified
}

// groupChain is what the chain of a group comes to.
type groupChain struct {
	code     ledger.GroupCode
	months   []ledger.Period // in which it has entries
	entries  int
	added    ledger.Balances
	proposed map[string][]ledger.Entry // by the proposal's cause
	err      error
}

// verification plans what is to be looked at.
func (tx *Tx) verification() (*verification, error) {
	groups, err := tx.chains()
	if err != nil {
		return nil, err
	}
	work := &verification{groups: groups, rest: make([]error, 9)}
	for i, check := range []func(*Tx) error{
		func(tx *Tx) error { return tx.verifyPeople(&work.v) },
		func(tx *Tx) error { return tx.verifyLoans(&work.v) },
		func(tx *Tx) error { return tx.verifyQueue(&work.v) },
		(*Tx).verifyCases, (*Tx).verifyAmends, (*Tx).verifyUnpaid,
		(*Tx).verifyHeard, (*Tx).verifyCauses, (*Tx).verifyValues,
	} {
		work.tasks = append(work.tasks, func(tx *Tx) { work.rest[i] = check(tx) })
	}
	for i := range groups {
		work.tasks = append(work.tasks, func(tx *Tx) { groups[i].err = tx.verifyChain(&groups[i]) })
	}
	return work, tx.planLooks(work)
}

// looksVerified is for how many groups the looks are verified in one part.
const looksVerified = 50

// planLooks adds the looks at groups to what is verified.
func (tx *Tx) planLooks(work *verification) error {
	first, evening, ok, err := tx.firstLooks()
	if err != nil || !ok {
		return err
	}
	all, err := tx.keysBelow(group.within())
	for some := range slices.Chunk(all, looksVerified) {
		var groups []ledger.GroupCode
		for _, g := range some {
			groups = append(groups, ledger.GroupCode(g))
		}
		i := len(work.looks)
		work.looks = append(work.looks, nil)
		work.tasks = append(work.tasks, func(tx *Tx) { work.looks[i] = tx.verifyLooks(groups, first, evening) })
	}
	return err
}

// result compares what all groups together come to, and is the end.
func (work *verification) result(tx *Tx) (Verified, error) {
	added, proposed := ledger.Balances{}, map[string][]ledger.Entry{}
	var faults []error
	whole := true
	for _, g := range work.groups {
		faults = append(faults, g.err)
		whole = whole && g.added != nil
		work.v.Entries += g.entries
		for account, amount := range g.added {
			added[account] += amount
		}
		for cause, entries := range g.proposed {
			proposed[cause] = append(proposed[cause], entries...)
		}
	}
	if whole { // else it cannot add up
		faults = append(faults, tx.compareBalances(added, &work.v), tx.compareProposals(proposed))
	}
	return work.v, errors.Join(slices.Concat(faults, work.rest, work.looks)...)
}

// chains lists all groups that anything of the books is kept of, with the months of
// their entries, without reading the entries.
func (tx *Tx) chains() ([]groupChain, error) {
	months := map[ledger.GroupCode][]ledger.Period{}
	groups, err := tx.keysBelow(chain.within())
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		months[ledger.GroupCode(g)] = nil
	}
	err = tx.hop(reversed.within(), 0, func(_ []byte, g ledger.GroupCode) {
		if _, known := months[g]; !known {
			months[g] = nil
		}
	})
	if err != nil {
		return nil, err
	}
	err = tx.hop(journal.within(), 2, func(month []byte, g ledger.GroupCode) {
		months[g] = append(months[g], ledger.Period(binary.BigEndian.Uint16(month)))
	})
	if err != nil {
		return nil, err
	}
	var list []groupChain
	for _, g := range slices.Sorted(maps.Keys(months)) {
		list = append(list, groupChain{code: g, months: months[g]})
	}
	return list, nil
}

// hop goes from group to group in a table whose keys have so many bytes, a group and
// a slash in front.
func (tx *Tx) hop(prefix []byte, bytes int, see func(before []byte, g ledger.GroupCode)) error {
	for from, end := prefix, after(prefix); from != nil; {
		var behind []byte
		for key := range tx.r.Scan(from, end, false) {
			rest := key[len(prefix):]
			slash := -1
			if len(rest) > bytes {
				slash = strings.IndexByte(string(rest[bytes:]), '/')
			}
			if slash < 0 {
				return bad("the key %s is of no group", shown(key))
			}
			see(rest[:bytes], ledger.GroupCode(rest[bytes:bytes+slash]))
			behind = after(key[:len(prefix)+bytes+slash+1])
			break
		}
		from = behind
	}
	return tx.r.Err()
}

// verifyChain follows one group's chain from its first entry to its last.
func (tx *Tx) verifyChain(g *groupChain) error {
	var head ledger.ChainHead
	added := ledger.Balances{}
	undone := map[ledger.EntryNumber]ledger.EntryNumber{}
	g.proposed = map[string][]ledger.Entry{}
	for _, month := range g.months {
		for e, err := range all[ledger.Entry](tx, journal.within(month, g.code), false) {
			if err != nil {
				return err
			}
			if err := e.Follows(head); err != nil || e.Group != g.code {
				return bad("entry %s is altered or out of place: it does not follow entry %d", e.Reference(), head.Number)
			}
			if err := e.Check(); err != nil {
				return bad("entry %s: %v", e.Reference(), err)
			}
			head = e.Head()
			added.Add(e)
			if strings.HasPrefix(e.Cause, conversation.ProposalCause) {
				g.proposed[e.Cause] = append(g.proposed[e.Cause], e)
			}
			if e.Kind == ledger.Reversal {
				undone[e.Reverses] = e.Number
			}
			g.entries++
		}
	}
	g.added = added
	return errors.Join(tx.compareHead(g.code, head), tx.compareReversed(g.code, undone))
}

func (tx *Tx) compareHead(g ledger.GroupCode, head ledger.ChainHead) error {
	var c chainState
	kept, err := tx.get(chain.key(g), &c)
	switch {
	case err != nil:
		return err
	case !kept && head.Number > 0:
		return bad("group %q has entries, but the last of its chain is not kept", g)
	case c.ChainHead != head:
		return bad("the chain of group %q ends at entry %d, but entry %d is kept as its last", g, head.Number, c.Number)
	case !kept:
		return nil
	}
	for _, n := range []ledger.EntryNumber{1, c.Number} { // else its months are wrong
		if _, err := tx.Entry(g, n); err != nil {
			return missing(err, "entry %d of group %q is not in the months that its chain is kept to have", n, g)
		}
	}
	return nil
}

func (tx *Tx) compareReversed(g ledger.GroupCode, undone map[ledger.EntryNumber]ledger.EntryNumber) error {
	prefix, kept := reversed.within(g), map[ledger.EntryNumber]bool{}
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var by ledger.EntryNumber
		if err := decode(key, b, &by); err != nil {
			return err
		}
		n := ledger.EntryNumber(keyNumber(key))
		if undone[n] != by {
			return bad("entry %s/%d is kept as reversed by entry %d, but it is not", g, n, by)
		}
		kept[n] = true
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(undone)) {
		if !kept[n] {
			return bad("entry %s/%d is reversed, but is not kept as such", g, n)
		}
	}
	return nil
}
