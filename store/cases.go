package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"bendahara/conversation"
)

// caseKey is the key of a case; its kind is one letter.
func caseKey(t table, kind conversation.CaseKind, n uint64) []byte { return t.key(class(kind[0]), n) }

func casesOf(t table, kind conversation.CaseKind) []byte { return t.key(class(kind[0])) }

// PutCase keeps a case. A new one has the number that NextCase tells; an old one is
// replaced while it is open. It returns ErrConflict for another number, for a case
// that was closed, and for one that would become somebody else's.
func (tx *Tx) PutCase(c conversation.Case) error {
	if err := c.Check(); err != nil {
		return fmt.Errorf("%w: %w", err, ErrConflict)
	}
	old, err := tx.Case(c.Kind, c.Number)
	switch {
	case errors.Is(err, ErrNotFound):
		last, err := tx.lastNumber(casesOf(caseFile, c.Kind))
		if err != nil {
			return err
		}
		if comes, err := tx.caseComes(c.Kind, last, c.Number); err != nil || !comes {
			return errors.Join(err, fmt.Errorf("case %s does not come behind %d: %w", c.Reference(), last, ErrConflict))
		}
	case err != nil:
		return err
	case !old.Open() || old.Message != c.Message || old.From != c.From || old.Member != c.Member || old.Entry != c.Entry:
		return fmt.Errorf("case %s: %w", c.Reference(), ErrConflict)
	}
	if err := errors.Join(tx.put(caseKey(caseFile, c.Kind, c.Number), c), tx.lookAt(c.Group)); err != nil {
		return err
	}
	if c.Open() {
		return tx.put(caseKey(openCase, c.Kind, c.Number), true)
	}
	return tx.delete(caseKey(openCase, c.Kind, c.Number))
}

// Case is one case, or ErrNotFound.
func (tx *Tx) Case(kind conversation.CaseKind, n uint64) (c conversation.Case, err error) {
	if kind == "" {
		return c, ErrNotFound
	}
	c.Kind, c.Number = kind, n
	return c, tx.named(c.Reference(), caseKey(caseFile, kind, n), &c)
}

// NextCase is the number that the next case of a kind gets: 1, 2 and so on, and after
// a restore those from its first.
func (tx *Tx) NextCase(kind conversation.CaseKind) (uint64, error) {
	last, err := tx.lastNumber(casesOf(caseFile, kind))
	if err != nil {
		return 0, err
	}
	list, err := tx.Restores()
	next := last + 1
	for _, r := range list {
		next = max(next, r.Cases[kind])
	}
	return next, err
}

// caseComes tells whether a case may have the number, where last is the one before: the
// next, or the first after a restore.
func (tx *Tx) caseComes(kind conversation.CaseKind, last, n uint64) (bool, error) {
	if n == last+1 {
		return true, nil
	}
	list, err := tx.Restores()
	for _, r := range list {
		if n > last && n == r.Cases[kind] {
			return true, err
		}
	}
	return false, err
}

// OpenCases are the cases of a kind that wait, oldest first.
func (tx *Tx) OpenCases(kind conversation.CaseKind) ([]conversation.Case, error) {
	prefix := casesOf(openCase, kind)
	var numbers []uint64
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		numbers = append(numbers, keyNumber(key))
	}
	if err := tx.r.Err(); err != nil {
		return nil, err
	}
	var list []conversation.Case
	for _, n := range numbers {
		c, err := tx.Case(kind, n)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// Cases lists all cases of a kind, oldest first.
func (tx *Tx) Cases(kind conversation.CaseKind) ([]conversation.Case, error) {
	return collect[conversation.Case](tx, casesOf(caseFile, kind))
}

// verifyCases follows the index of open cases there and back.
func (tx *Tx) verifyCases() error {
	for _, kind := range conversation.CaseKinds {
		last, kept := uint64(0), map[uint64]bool{}
		for c, err := range all[conversation.Case](tx, casesOf(caseFile, kind), false) {
			if err != nil {
				return err
			}
			comes, err := tx.caseComes(kind, last, c.Number)
			if err != nil {
				return err
			}
			if !comes || c.Kind != kind || c.Check() != nil {
				return bad("case %s%d is kept as %s, or cannot be", kind, last+1, c.Reference())
			}
			last, kept[c.Number] = c.Number, true
			waits, err := tx.get(caseKey(openCase, kind, c.Number), new(json.RawMessage))
			if err != nil {
				return err
			}
			if waits != c.Open() {
				return bad("case %s: the list of open cases says %v, the case %v", c.Reference(), waits, c.Open())
			}
			if err := tx.verifyCase(c); err != nil {
				return err
			}
		}
		prefix := casesOf(openCase, kind)
		for key := range tx.r.Scan(prefix, after(prefix), false) {
			if n := keyNumber(key); !kept[n] {
				return bad("the list of open cases has %s%d, which there is not", kind, n)
			}
		}
		if err := tx.r.Err(); err != nil {
			return err
		}
	}
	return nil
}

// verifyCase looks for what a case names.
func (tx *Tx) verifyCase(c conversation.Case) error {
	if c.Member != "" {
		if _, err := tx.Member(c.Member); err != nil {
			return missing(err, "case %s is of member %s, whom there is not", c.Reference(), c.Member)
		}
	}
	if c.Made != 0 {
		if _, err := tx.Entry(c.Group, c.Made); err != nil {
			return missing(err, "case %s made entry %s/%d, which there is not", c.Reference(), c.Group, c.Made)
		}
	}
	return nil
}
