package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// ErrVerify is wrapped by every fault that Verify finds.
var ErrVerify = errors.New("the books do not hold")

// Verified is what Verify went through.
type Verified struct{ Entries, Accounts, Members, Loans, Waiting int }

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrVerify}, args...)...)
}

// missing is bad, unless it was the engine that failed.
func missing(err error, format string, args ...any) error {
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return bad(format, args...)
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

func (tx *Tx) verifyPeople(v *Verified) error {
	want := map[string]bool{}
	for m, err := range all[ledger.Member](tx, member.within(), false) {
		if err != nil {
			return err
		}
		v.Members++
		if found, err := tx.Member(m.Code); err != nil || found.Group != m.Group {
			return missing(err, "member %s of group %s is not found by her code", m.Code, m.Group)
		}
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if p != "" {
				want[string(phone.key(p, "m", m.Code))] = true
			}
		}
	}
	if err := verifyIndex(tx, memberGroup, "member", func(code ledger.MemberCode) (ledger.GroupCode, error) {
		m, err := tx.Member(code)
		return m.Group, err
	}); err != nil {
		return err
	}
	officers, err := tx.EveryOfficer()
	if err != nil {
		return err
	}
	for _, o := range officers {
		for _, p := range officerPhones(o) {
			want[string(phone.key(p, "o", o.Code))] = true
		}
	}
	return tx.comparePhones(want)
}

// verifyIndex follows an index from each code to what it names.
func verifyIndex[C ~string](tx *Tx, index table, noun string, groupOf func(C) (ledger.GroupCode, error)) error {
	prefix := index.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var g ledger.GroupCode
		if err := decode(key, b, &g); err != nil {
			return err
		}
		code := C(key[len(prefix):])
		if is, err := groupOf(code); err != nil || is != g {
			return missing(err, "the index has %s %s in group %s, where there is none of that code", noun, code, g)
		}
	}
	return tx.r.Err()
}

func (tx *Tx) comparePhones(want map[string]bool) error {
	prefix := phone.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		if !want[string(key)] {
			return bad("the index of phones has a number that nobody of that code has: %s", lastPart(key))
		}
		delete(want, string(key))
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		return bad("the index of phones lacks a number of %s", lastPart([]byte(key)))
	}
	return nil
}

func lastPart(key []byte) string { return string(key[strings.LastIndexByte(string(key), '/')+1:]) }

func (tx *Tx) verifyLoans(v *Verified) error {
	for l, err := range all[ledger.Loan](tx, loan.within(), false) {
		if err != nil {
			return err
		}
		v.Loans++
		if found, err := tx.Loan(l.Code); err != nil || found.Group != l.Group {
			return missing(err, "loan %s of group %s is not found by its code", l.Code, l.Group)
		}
	}
	return verifyIndex(tx, loanGroup, "loan", func(code ledger.LoanCode) (ledger.GroupCode, error) {
		l, err := tx.Loan(code)
		return l.Group, err
	})
}

func (tx *Tx) verifyQueue(v *Verified) error {
	unsent, held := map[string]waiting{}, map[string]ledger.Phone{}
	prefix := outbox.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var o Outbound
		if err := decode(key, b, &o); err != nil {
			return err
		}
		n := keyNumber(key)
		if o.ID != outboundPrefix+strconv.FormatUint(n, 10) {
			return bad("message %d of the outbox is called %q", n, o.ID)
		}
		if o.Delivery == conversation.Queued {
			unsent[string(queue.key(class(o.Class), n))] = o.waits()
		}
	}
	prefix = queue.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var w waiting
		if err := decode(key, b, &w); err != nil {
			return err
		}
		want, ok := unsent[string(key)]
		if !ok {
			return bad("the queue has message %d, which does not wait in the outbox", keyNumber(key))
		}
		want.Held = w.Held
		if w.Since == 0 { // of a time when that was not kept
			want.Since = 0
		}
		if w != want {
			return bad("message %d is queued for another phone or time than its own", keyNumber(key))
		}
		if w.Held {
			held[string(leased.key(class(classOf(key)), keyNumber(key)))] = w.To
		}
		delete(unsent, string(key))
		v.Waiting++
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(unsent)) {
		return bad("message %d waits in the outbox, but not in the queue", keyNumber([]byte(key)))
	}
	return tx.verifyLeases(held)
}

// verifyLeases: nothing holds up a phone but what is on its way there.
func (tx *Tx) verifyLeases(held map[string]ledger.Phone) error {
	prefix := leased.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var to ledger.Phone
		if err := decode(key, b, &to); err != nil {
			return err
		}
		if is, ok := held[string(key)]; !ok || is != to {
			return bad("message %d is kept as on its way, and is not, or goes to another phone", keyNumber(key))
		}
	}
	return tx.r.Err()
}
