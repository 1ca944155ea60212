package store

import (
	"strings"

	"bendahara/ledger"
)

// Mark stands for a group's entries and loans, and with "" for the settings and the
// holidays: it is another once one of them has changed. What is worked out of them is
// the same as long as both marks are.
func (tx *Tx) Mark(g ledger.GroupCode) (string, error) {
	loans, err := tx.r.Get(terms.key(g))
	if err != nil || g == "" {
		return string(loans), err
	}
	entries, err := tx.r.Get(chain.key(g))
	return mark(string(loans), string(entries)), err
}

// Marks are the marks of all groups that have entries or loans, and that of "".
func (tx *Tx) Marks() (map[ledger.GroupCode]string, error) {
	marks := map[ledger.GroupCode]string{}
	for key, loans := range tx.r.Scan(terms.within(), after(terms.within()), false) {
		g := ledger.GroupCode(key[len(terms.key()):])
		if marks[g] = string(loans); g != "" {
			marks[g] = mark(string(loans), "")
		}
	}
	if err := tx.r.Err(); err != nil {
		return nil, err
	}
	for key, entries := range tx.r.Scan(chain.within(), after(chain.within()), false) {
		if g := ledger.GroupCode(key[len(chain.key()):]); g != "" { // the UPK's own chain is no group's
			loans, _, _ := strings.Cut(marks[g], markBreak)
			marks[g] = mark(loans, string(entries))
		}
	}
	return marks, tx.r.Err()
}

// markBreak stands between the two parts: in no number, and in no JSON.
const markBreak = "\x00|"

func mark(loans, entries string) string { return loans + markBreak + entries }

// termsChanged counts a change of a group's loans, or with "" of the settings or the
// holidays.
func (tx *Tx) termsChanged(g ledger.GroupCode) error {
	var count uint64
	if _, err := tx.get(terms.key(g), &count); err != nil {
		return err
	}
	return tx.put(terms.key(g), count+1)
}
