package bolt

import (
	"bytes"
	"context"
	"errors"
	"iter"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"bendahara/store"
)

// View runs fn on a snapshot.
func (e *Engine) View(ctx context.Context, fn func(store.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return closedByName(e.db.View(func(tx *bbolt.Tx) error {
		r := &reader{ctx: ctx, bucket: tx.Bucket(bucketName)}
		defer r.end()
		return r.outcome(fn(r))
	}))
}

// Update runs fn once and commits what it wrote when it returns nil. When the
// commit itself fails, it may still be in the file after a restart.
func (e *Engine) Update(ctx context.Context, fn func(store.Writer) error) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	defer e.unlock()
	if e.batch > 0 {
		return closedByName(e.fill(ctx, fn))
	}
	return closedByName(e.db.Update(func(tx *bbolt.Tx) error {
		w := &writer{reader: reader{ctx: ctx, bucket: writable(tx)}}
		defer w.end()
		return w.outcome(fn(w))
	}))
}

// fullPage is how full a page is left that no longer fits and is divided. Most keys are put
// behind all others of their table, where bbolt's own half would stay half for ever; the
// rest is room for records that grow, as one does with its delivery.
const fullPage = 0.9

// writable is the bucket of a transaction that writes.
func writable(tx *bbolt.Tx) *bbolt.Bucket {
	bucket := tx.Bucket(bucketName)
	bucket.FillPercent = fullPage
	return bucket
}

// lock is in front of bbolt's own, which a cancelled context cannot leave.
func (e *Engine) lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case e.writer <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) unlock() { <-e.writer }

func closedByName(err error) error {
	if errors.Is(err, bbolterrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}

type reader struct {
	ctx    context.Context
	bucket *bbolt.Bucket
	gets   *bbolt.Cursor   // finds its way anew for each Get, but keeps the room for it
	idle   []*bbolt.Cursor // of scans that ended, for the next
	writes int             // by this transaction; a cursor from before the last one has lost its place
	err    error           // the first failure of a Scan
	ended  bool

	filling bool // the bucket changes with each transaction that the writes are divided into
}

type writer struct {
	reader
	divide func() error // after each write, while a file is filled
}

// end makes the transaction refuse: bbolt would panic, or read what is no longer there.
func (r *reader) end() { r.ended = true }

// outcome is what became of the transaction whose function returned err. A
// cancelled context fails it, also where the function did not ask why its scan
// had ended early.
func (r *reader) outcome(err error) error {
	if err != nil {
		return err
	}
	return r.ctx.Err()
}

func (r *reader) usable() error {
	if r.ended {
		return store.ErrClosed
	}
	return r.ctx.Err()
}

func (r *reader) Err() error { return r.err }

func (r *reader) Get(key []byte) ([]byte, error) {
	if err := r.usable(); err != nil {
		return nil, err
	}
	if r.gets == nil || r.gets.Bucket() != r.bucket {
		r.gets = r.bucket.Cursor()
	}
	found, value := r.gets.Seek(key)
	if value == nil || !bytes.Equal(found, key) {
		return nil, nil
	}
	return ownCopy(value), nil
}

func (r *reader) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	from, to = ownCopy(from), ownCopy(to)
	return func(yield func(key, value []byte) bool) {
		var w walk
		defer func() { r.done(w.cursor) }()
		for {
			if err := r.usable(); err != nil {
				if r.err == nil {
					r.err = err
				}
				return
			}
			if w.bucket != r.bucket {
				w = walk{bucket: r.bucket, cursor: r.cursor(), from: from, to: to, reverse: reverse}
			}
			found, value := w.next(r.writes)
			if found == nil {
				return
			}
			switch { // where to go on, should the next write end this transaction
			case !r.filling:
			case reverse:
				to = ownCopy(found)
			default:
				from = append(ownCopy(found), 0)
			}
			if !yield(ownCopy(found), ownCopy(value)) {
				return
			}
		}
	}
}

// cursor is one that no scan goes by.
func (r *reader) cursor() *bbolt.Cursor {
	if n := len(r.idle); n > 0 && r.idle[n-1].Bucket() == r.bucket {
		c := r.idle[n-1]
		r.idle = r.idle[:n-1]
		return c
	}
	return r.bucket.Cursor()
}

// done keeps the cursor of a scan that ended.
func (r *reader) done(c *bbolt.Cursor) {
	if c != nil && c.Bucket() == r.bucket {
		r.idle = append(r.idle, c)
	}
}

func (w *writer) Put(key, value []byte) error {
	if err := w.usable(); err != nil {
		return err
	}
	if len(key) == 0 {
		return store.ErrEmptyKey
	}
	if len(key) > store.MaxKey || len(value) > store.MaxValue {
		return store.ErrTooLarge
	}
	w.writes++
	if err := w.bucket.Put(key, ownCopy(value)); err != nil { // bbolt copies the key, but keeps the value until the commit
		return err
	}
	return w.written()
}

func (w *writer) Delete(key []byte) error {
	if err := w.usable(); err != nil {
		return err
	}
	w.writes++
	if err := w.bucket.Delete(key); err != nil {
		return err
	}
	return w.written()
}

func (w *writer) written() error {
	if w.divide == nil {
		return nil
	}
	return w.divide()
}

// ownCopy is never nil, so that an empty value is not an absent one.
func ownCopy(b []byte) []byte { return append([]byte{}, b...) }
