package store

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// How many answers of the registers are kept at least, those that were asked for last: the
// indexes of groups, of which one takes some 13 KB, and all others, some three of a group.
const (
	maxKept    = 1024
	maxIndexes = 256
)

// registers are the tables whose rows every message asks for and few change.
const registers = string(rune(config)) + string(rune(village)) + string(rune(group)) + string(rune(member)) + string(rune(memberGroup)) +
	string(rune(loan)) + string(rune(loanGroup)) + string(rune(officer)) + string(rune(phone)) + string(rune(holiday)) +
	string(rune(lost)) + string(rune(standIn))

// edition tells one state of the registers from all others that this process can meet.
type edition struct {
	stored  uint64 // as the transaction reads it
	changes uint64 // in this process, those among them that were rolled back
}

// keeper keeps what was read of the registers, and worked out of it, until one of them
// changes.
type keeper struct {
	changes atomic.Uint64
	mu      sync.Mutex
	of      edition
	answers lately[any]
	indexes lately[any]
}

// shelf is where an answer is kept, and how many lie there.
func (k *keeper) shelf(key string) (*lately[any], int) {
	if strings.HasPrefix(key, indexKey) {
		return &k.indexes, maxIndexes
	}
	return &k.answers, maxKept
}

// indexKey begins the keys of groups' indexes.
const indexKey = "index/"

// lately has what was put in or asked for lately: of size things at least, of twice as
// many at most. Its zero value is empty.
type lately[T any] struct {
	young, old map[string]T // old goes when young is full
}

func (l *lately[T]) get(key string, size int) (v T, ok bool) {
	if v, ok = l.young[key]; ok {
		return v, true
	}
	if v, ok = l.old[key]; ok {
		l.put(key, v, size)
	}
	return v, ok
}

func (l *lately[T]) put(key string, v T, size int) {
	if l.young == nil || len(l.young) >= size {
		l.young, l.old = map[string]T{}, l.young
	}
	l.young[key] = v
}

func (k *keeper) get(of edition, key string) (any, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != of {
		return nil, false
	}
	shelf, size := k.shelf(key)
	return shelf.get(key, size)
}

func (k *keeper) put(of edition, key string, v any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != of {
		k.of, k.answers, k.indexes = of, lately[any]{}, lately[any]{}
	}
	shelf, size := k.shelf(key)
	shelf.put(key, v, size)
}

// kept is what read returns, which must follow from the registers alone, kept from one
// transaction to the next. Nobody may change it.
func kept[T any](tx *Tx, key string, read func() (T, error)) (T, error) {
	of, ok, err := tx.edition()
	if err != nil || !ok {
		v, failed := read()
		if err == nil {
			err = failed
		}
		return v, err
	}
	if v, ok := tx.db.keeper.get(of, key); ok {
		return v.(T), nil
	}
	v, err := read()
	if err == nil {
		tx.db.keeper.put(of, key, v)
	}
	return v, err
}

// keptList is kept for a list, of which each caller gets a copy of its own.
func keptList[T any](tx *Tx, key string, read func() ([]T, error)) ([]T, error) {
	list, err := kept(tx, key, read)
	return slices.Clone(list), err
}

// edition is the registers' in this transaction; false where it has changed them itself,
// which may yet be lost, or is to see what is on disk.
func (tx *Tx) edition() (edition, bool, error) {
	if tx.direct {
		return edition{}, false, nil
	}
	if tx.of == (edition{}) {
		of := edition{changes: tx.db.keeper.changes.Load() + 1} // read before: what changes meanwhile is another edition
		if _, err := tx.get(names.key(), &of.stored); err != nil {
			return edition{}, false, err
		}
		tx.of = of
	}
	return tx.of, true, nil
}

// changes counts a change of the registers, once a transaction. What was kept until now
// is kept no more.
func (tx *Tx) changes(key []byte) error {
	if tx.changed || len(key) < 2 || strings.IndexByte(registers, key[1]) < 0 {
		return nil
	}
	tx.changed, tx.direct = true, true
	var stored uint64
	if _, err := tx.get(names.key(), &stored); err != nil {
		return err
	}
	tx.db.keeper.changes.Add(1)
	return tx.put(names.key(), stored+1)
}
