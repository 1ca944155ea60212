package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"

	"bendahara/ledger"
)

// DB is the store of one UPK.
type DB struct {
	engine Engine
	group  *grouped // over the engine, for what writes
	secret []byte   // in place of one of the store's own
	keeper keeper
	tails  tails

	chains   rows[chainState]
	contacts rows[Contact]
}

// New is the store over an engine, which it then owns.
func New(engine Engine, options ...Option) *DB {
	db := &DB{engine: engine, group: newGrouped(engine)}
	for _, o := range options {
		o(db)
	}
	return db
}

// Close closes the engine.
func (db *DB) Close() error { return db.engine.Close() }

// Engine is the engine below, for backup and for checks of its own.
func (db *DB) Engine() Engine { return db.engine }

// View runs fn on a snapshot of the store.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return db.engine.View(ctx, func(r Reader) error { return fn(&Tx{db: db, r: r}) })
}

// Update runs fn and keeps all that it wrote, durably, when it returns nil;
// otherwise nothing. It may run fn more than once, so fn assigns to what is
// outside and never appends. Updates that wait at the same time are committed
// together.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	return db.group.Update(ctx, func(w Writer) error { return fn(&Tx{db: db, r: w, w: w}) })
}

// UpdateSoon is Update for what nobody waits for: it is committed with the next that
// comes, or by itself after some milliseconds. So it costs no flush of its own where others
// write.
func (db *DB) UpdateSoon(ctx context.Context, fn func(*Tx) error) error {
	return db.group.update(ctx, func(w Writer) error { return fn(&Tx{db: db, r: w, w: w}) }, true)
}

// probeSize is more than a message takes in the store, in bytes.
const probeSize = 64 << 10

// Probe writes more than a message would and takes it away again, so that a full
// or read-only disk shows.
func (db *DB) Probe(ctx context.Context) error {
	err := db.Update(ctx, func(tx *Tx) error { return tx.put(probe.key(), strings.Repeat("x", probeSize)) })
	return errors.Join(err, db.Update(ctx, func(tx *Tx) error { return tx.delete(probe.key()) }))
}

// Tx is one transaction. It must not be used after the function it was given to.
type Tx struct {
	db *DB
	r  Reader
	w  Writer // nil in a View

	touched []ledger.GroupCode // it has noted that these are to be looked at
	of      edition            // of the registers, once asked for
	changed bool               // it has changed the registers
	direct  bool               // it reads nothing that was kept
}

// Why the store refuses.
var (
	ErrNotFound = errors.New("not in the registers")
	ErrCorrupt  = errors.New("the store holds something that it cannot have written")
	ErrLater    = errors.New("a later version of bendahara has written this: run that one")
	ErrReadOnly = errors.New("a view cannot write")
	ErrConflict = errors.New("the same thing was recorded before with other content")
)

// valueVersion is the first byte of every value; a reader of a later version
// knows by it what it has before it.
const valueVersion = 1

// encoded is a value as JSON already.
type encoded []byte

func (tx *Tx) put(key []byte, value any) error {
	if tx.w == nil {
		return ErrReadOnly
	}
	if err := tx.changes(key); err != nil {
		return err
	}
	b, is := value.(encoded)
	if !is {
		var err error
		if b, err = json.Marshal(value); err != nil {
			return fmt.Errorf("store %q: %w", key, err)
		}
	}
	if err := tx.w.Put(key, append(append(make([]byte, 0, len(b)+1), valueVersion), b...)); err != nil {
		return err
	}
	return tx.touch(key)
}

func (tx *Tx) delete(key []byte) error {
	if tx.w == nil {
		return ErrReadOnly
	}
	if err := tx.changes(key); err != nil {
		return err
	}
	if err := tx.w.Delete(key); err != nil {
		return err
	}
	return tx.touch(key)
}

// get decodes the key's value into v and tells whether there is one.
func (tx *Tx) get(key []byte, v any) (bool, error) {
	b, err := tx.r.Get(key)
	if err != nil || b == nil {
		return false, err
	}
	return true, decode(key, b, v)
}

func decode(key, b []byte, v any) error {
	if len(b) > 0 && b[0] > valueVersion {
		return fmt.Errorf("%s: %w: %w", shown(key), ErrLater, ErrCorrupt)
	}
	if len(b) == 0 || b[0] != valueVersion {
		return fmt.Errorf("%s: %w", shown(key), ErrCorrupt)
	}
	if n, is := v.(*int64); is { // of which there are many, a balance each
		if whole, err := strconv.ParseInt(string(b[1:]), 10, 64); err == nil {
			*n = whole
			return nil
		}
	}
	if err := json.Unmarshal(b[1:], v); err != nil {
		return fmt.Errorf("%s: %w: %w", shown(key), ErrCorrupt, err)
	}
	return nil
}

// shown is a key for an error, which may be logged: a phone number in it keeps
// only its last three digits.
func shown(key []byte) string {
	return longNumber.ReplaceAllString(strconv.Quote(string(key)), "+..$1")
}

var longNumber = regexp.MustCompile(`\+?\d{5,}(\d{3})`)

// find is get for what should be there: without it, ErrNotFound.
func (tx *Tx) find(key []byte, v any) error {
	ok, err := tx.get(key, v)
	if err == nil && !ok {
		return ErrNotFound
	}
	return err
}

// all runs through the decoded values below a prefix, in order of their keys.
func all[T any](tx *Tx, prefix []byte, reverse bool) iter.Seq2[T, error] {
	return between[T](tx, prefix, after(prefix), reverse)
}

// between runs through the decoded values from <= key < to.
func between[T any](tx *Tx, from, to []byte, reverse bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for key, b := range tx.r.Scan(from, to, reverse) {
			var v T
			if err := decode(key, b, &v); !yield(v, err) || err != nil {
				return
			}
		}
		if err := tx.r.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

func collect[T any](tx *Tx, prefix []byte) ([]T, error) {
	var list []T
	for v, err := range all[T](tx, prefix, false) {
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// keysBelow lists the keys below a prefix, without it.
func (tx *Tx) keysBelow(prefix []byte) ([]string, error) {
	var keys []string
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		keys = append(keys, string(key[len(prefix):]))
	}
	return keys, tx.r.Err()
}

// next is the next running number, for messages in and out alike.
func (tx *Tx) next() (uint64, error) {
	if tx.w == nil {
		return 0, ErrReadOnly
	}
	b, err := tx.r.Get(sequence.key())
	if err != nil {
		return 0, err
	}
	var n uint64
	if b != nil {
		// To begin again from 1 would write over the first messages.
		if len(b) != 9 || b[0] != valueVersion {
			return 0, fmt.Errorf("%q: %w", sequence.key(), ErrCorrupt)
		}
		n = binary.BigEndian.Uint64(b[1:])
	}
	n++
	return n, tx.w.Put(sequence.key(), number(n))
}

// number is a value that is only a number.
func number(n uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{valueVersion}, n)
}
