package ledger

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DayDigest is a code for the whole journal of a UPK on a day, short enough to be read
// out at the forum, written in its minutes or printed under a report: whoever has
// it can tell later whether any entry of then was changed.
type DayDigest struct {
	Day     Date
	Code    string // such as "7KQM-3XAW-Y2HD-R9TC"
	Chains  int    // with at least one entry, the UPK's own among them
	Entries int64
	// Total is what the debits of the trial balance come to, as the credits do: of the
	// UPK's own books, by all that was heard. Only [Reports.Digest] tells it.
	Total Money
}

// digestLetters are digits and letters that nobody takes for another: without 0 1 5 and
// B I L O S U Z.
const digestLetters = "2346789ACDEFGHJKMNPQRTVWXY"

const digestGroups, digestGroup = 4, 4

// Digest is the code of a day's chain heads, by group; the UPK's own is "". It is made
// from the SHA-256 of a fixed text, a line with the day and a line for each chain in
// the order of groups: "chain GROUP NUMBER HASH". Each of its 16 letters is one of 26,
// so that another journal has the same code by chance once in 10^22 times. As each
// head's hash is over all of its chain, any changed entry changes it.
func Digest(day Date, heads map[GroupCode]ChainHead) DayDigest {
	d := DayDigest{Day: day}
	var b strings.Builder
	fmt.Fprintf(&b, "day %s\n", day)
	for _, g := range slices.Sorted(maps.Keys(heads)) {
		if h := heads[g]; h.Number > 0 {
			d.Chains++
			d.Entries += int64(h.Number)
			fmt.Fprintf(&b, "chain %s %d %s\n", g, h.Number, h.Hash)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	var code strings.Builder
	for i := range digestGroups * digestGroup {
		if i > 0 && i%digestGroup == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(digestLetters[int(sum[i])%len(digestLetters)])
	}
	d.Code = code.String()
	return d
}

// Digest is the code of all that was heard until the evening of the day, in the UPK's
// zone: of today, that of the books as they are, and of a past day what it was
// then. Every entry was looked at when the journal was read; it returns ErrChain for a journal in which one
// was changed or is missing.
func (r *Reports) Digest(day Date) (DayDigest, error) {
	if r.journal.broken != nil {
		return DayDigest{}, r.journal.broken
	}
	heads, later := map[GroupCode]ChainHead{}, map[GroupCode]bool{}
	balances := map[FundAccount]Money{}
	add := func(a *Account, amount Money) {
		if a.Code.Section() != NoSection {
			balances[r.fundAccount(a)] += amount
		}
	}
	for i := range r.journal.entries {
		k := &r.journal.entries[i]
		if later[k.group] = later[k.group] || k.known > day; later[k.group] {
			continue
		}
		heads[k.group] = k.head
		for _, p := range r.journal.postingsOf(k) {
			add(p.debit, p.amount)
			add(p.credit, -p.amount)
		}
	}
	d := Digest(day, heads)
	for _, m := range balances {
		d.Total += max(m, 0)
	}
	return d, nil
}

// KnownOn is the evening by which all was heard that counts until the evening of the
// day, and never before that. Once the day's month is closed it stays the same.
func (r *Reports) KnownOn(day Date) Date {
	known := day
	for i := range r.journal.entries {
		if k := &r.journal.entries[i]; k.booked <= day {
			known = max(known, k.known)
		}
	}
	return known
}
