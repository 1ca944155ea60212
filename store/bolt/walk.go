package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// walk goes through a range of keys while the transaction may write. It works
// around two faults of bbolt's cursor (v1.5.0), which both come from the empty
// pages that deletes leave until the commit: Prev returns nil at one as if the
// keys had ended, and Last never returns when all pages are empty.
type walk struct {
	bucket   *bbolt.Bucket
	cursor   *bbolt.Cursor
	from, to []byte
	reverse  bool

	last   []byte // the key before; valid until the transaction ends
	writes int    // the transaction's writes when the cursor came to last
}

// next is the next key in the range, or nil. The bytes are bbolt's own.
func (w *walk) next(writes int) (key, value []byte) {
	moved := writes != w.writes
	switch {
	case w.last == nil && w.reverse:
		key, value = w.before(w.to)
	case w.last == nil:
		key, value = w.cursor.Seek(w.from)
	case w.reverse && moved:
		key, value = w.before(w.last)
	case w.reverse:
		key, value = w.previous(w.last)
	case moved:
		key, value = w.after(w.last)
	default:
		key, value = w.cursor.Next()
	}
	if key == nil || w.beyond(key) {
		return nil, nil
	}
	w.last, w.writes = key, writes
	return key, value
}

func (w *walk) beyond(key []byte) bool {
	if w.reverse {
		return bytes.Compare(key, w.from) < 0
	}
	return len(w.to) > 0 && bytes.Compare(key, w.to) >= 0
}

// after seeks the first key greater than bound.
func (w *walk) after(bound []byte) (key, value []byte) {
	key, value = w.cursor.Seek(bound)
	if bytes.Equal(key, bound) {
		return w.cursor.Next()
	}
	return key, value
}

// before seeks the last key less than bound; an empty bound is beyond every key.
func (w *walk) before(bound []byte) (key, value []byte) {
	if len(bound) > 0 {
		if key, _ := w.cursor.Seek(bound); key != nil {
			return w.previous(bound)
		}
	}
	if key, _ := w.cursor.First(); key == nil {
		return nil, nil // here Last might never return
	}
	return w.cursor.Last()
}

// previous steps back from the first key that is not less than bound, over empty
// pages, for as long as there is a lesser key to be found.
func (w *walk) previous(bound []byte) (key, value []byte) {
	key, value = w.cursor.Prev()
	for key == nil && w.anyBefore(bound) {
		key, value = w.cursor.Prev()
	}
	return key, value
}

func (w *walk) anyBefore(bound []byte) bool {
	first, _ := w.bucket.Cursor().First()
	return first != nil && bytes.Compare(first, bound) < 0
}
