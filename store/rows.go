package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
)

// maxRows is how many small rows of a table are kept decoded at least, those that were
// asked for last.
const maxRows = 512

// rows keeps decoded what every message reads and changes: some small rows of a table. They
// need no edition, since a row is known by its very bytes. Nobody may change what lies in one.
type rows[T any] struct {
	mu sync.Mutex
	of lately[row[T]]
}

type row[T any] struct {
	bytes []byte
	value T
}

// get is a row's value, zero where there is none.
func (r *rows[T]) get(tx *Tx, key []byte) (v T, err error) {
	b, err := tx.r.Get(key)
	if err != nil || b == nil {
		return v, err
	}
	if kept, ok := r.kept(key); ok && bytes.Equal(kept.bytes, b) {
		return kept.value, nil
	}
	if err := decode(key, b, &v); err != nil {
		return v, err
	}
	r.keep(key, row[T]{b, v})
	return v, nil
}

// put writes a row, which reads back as it is.
func (r *rows[T]) put(tx *Tx, key []byte, v T) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store %s: %w", shown(key), err)
	}
	if err := tx.put(key, encoded(b)); err != nil {
		return err
	}
	r.keep(key, row[T]{append([]byte{valueVersion}, b...), v})
	return nil
}

func (r *rows[T]) kept(key []byte) (row[T], bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.of.get(string(key), maxRows)
}

func (r *rows[T]) keep(key []byte, kept row[T]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of.put(string(key), kept, maxRows)
}
