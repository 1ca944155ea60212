package bolt

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"bendahara/store"
)

// fillBatch is how many writes of one Update are committed together while a new file is
// filled: bbolt keeps all that a transaction wrote in memory, in lists that it inserts
// into.
const fillBatch = 4000

// Fill opens a new or empty file and has fn fill it, as fast as can be and in little
// memory, however much one Update writes. The price: an Update is written bit by bit, so
// that where fn or Fill returns an error the file holds a part and is to be thrown away.
// When Fill returns nil, all is durable. Nobody else may know the file before.
func Fill(path string, fn func(*Engine) error) error {
	e, err := OpenNoSync(path)
	if err != nil {
		return err
	}
	e.batch = fillBatch
	err = fn(e)
	if err == nil {
		err = e.db.Sync()
	}
	return errors.Join(err, e.Close())
}

// fill is Update while a file is filled.
func (e *Engine) fill(ctx context.Context, fn func(store.Writer) error) error {
	tx, err := e.db.Begin(true)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // of one that is committed it does nothing
	w := &writer{reader: reader{ctx: ctx, bucket: writable(tx), filling: true}}
	w.divide = func() error {
		if w.writes%e.batch > 0 {
			return nil
		}
		next, err := renew(e.db, tx)
		if err != nil {
			return err
		}
		tx, w.bucket = next, writable(next)
		return nil
	}
	defer w.end()
	if err := w.outcome(fn(w)); err != nil {
		return err
	}
	return tx.Commit()
}

// renew commits a transaction and begins the next one.
func renew(db *bbolt.DB, tx *bbolt.Tx) (*bbolt.Tx, error) {
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return db.Begin(true)
}
