package store

import (
	"context"
	"errors"
	"iter"
)

// Engine is a small ordered map of bytes with serializable transactions. What
// an engine must keep is in package storetest, one test a promise.
type Engine interface {
	// View runs fn on a snapshot.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn and commits what it wrote when it returns nil; on an error
	// or a panic nothing is written. It may run fn more than once.
	// When it returns nil, the writes are durable.
	Update(ctx context.Context, fn func(Writer) error) error
	Close() error
}

// Reader reads inside a transaction. What it returns is the caller's own copy.
type Reader interface {
	// Get is the key's value, or nil where there is none.
	Get(key []byte) ([]byte, error)
	// Scan runs through the keys from <= key < to in byte order, backwards when
	// reverse is set. An empty to has no upper end. The loop may write.
	// A failure of the engine ends the loop early and is returned by Err.
	Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte]
	// Err is the first failure of a Scan in this transaction.
	Err() error
}

// Writer reads and writes inside a transaction. It sees its own writes.
type Writer interface {
	Reader
	// Put returns ErrTooLarge for a key or value beyond the limits, and ErrEmptyKey.
	Put(key, value []byte) error
	Delete(key []byte) error
}

// Limits of every engine.
const (
	MaxKey   = 512     // bytes
	MaxValue = 1 << 20 // bytes
)

// Why an engine refuses.
var (
	ErrTooLarge = errors.New("key or value is larger than the store takes")
	ErrEmptyKey = errors.New("a key must not be empty")
	ErrHeld     = errors.New("another process holds the store")
	ErrClosed   = errors.New("the store is closed")
)
