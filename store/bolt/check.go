package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"bendahara/store"
)

// Check reads the whole file. The error wraps ErrDamaged and names every page at
// fault. Updates wait for it.
func (e *Engine) Check() error {
	if err := e.lock(context.Background()); err != nil {
		return err
	}
	defer e.unlock() // bbolt reads its list of free pages without a lock
	return closedByName(e.db.View(func(tx *bbolt.Tx) error {
		if err := wholeFile(tx); err != nil {
			return err
		}
		if err := guarded(func() error { return readAll(tx) }); err != nil {
			return err
		}
		var faults []error
		for fault := range tx.Check() {
			faults = append(faults, fault)
		}
		if len(faults) > 0 {
			return fmt.Errorf("%w: %w", ErrDamaged, errors.Join(faults...))
		}
		return nil
	}))
}

// Salvage is View on a file that may be damaged: a page that cannot be read is an error
// that wraps ErrDamaged, and not the end of the process.
func (e *Engine) Salvage(ctx context.Context, fn func(store.Reader) error) error {
	return guarded(func() error { return e.View(ctx, fn) })
}

// WriteTo writes a consistent copy of the file while the store goes on working,
// and returns the number of bytes. The copy is durable when the caller makes it so.
func (e *Engine) WriteTo(ctx context.Context, to io.Writer) (int64, error) {
	var written int64
	err := ctx.Err()
	if err == nil {
		err = e.db.View(func(tx *bbolt.Tx) (err error) {
			written, err = tx.WriteTo(&cancelled{ctx: ctx, to: to})
			return err
		})
	}
	if err == nil {
		return written, nil
	}
	if cause := ctx.Err(); cause != nil {
		err = cause // bbolt keeps only its text
	}
	return written, fmt.Errorf("copy store: %w", closedByName(err))
}

// cancelled is a writer that stops when its context is cancelled.
type cancelled struct {
	ctx context.Context
	to  io.Writer
}

func (c *cancelled) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.to.Write(b)
}

// wholeFile finds a file that was cut short, before a page beyond its end is
// read: the system would end the process for it.
func wholeFile(tx *bbolt.Tx) error {
	file, err := os.Stat(tx.DB().Path())
	if err != nil {
		return err
	}
	if file.Size() < tx.Size() {
		return fmt.Errorf("%w: it has %d bytes of %d", ErrDamaged, file.Size(), tx.Size())
	}
	return nil
}

// readAll follows every branch where a fault can be caught: bbolt's own check
// runs in a goroutine where reading a page that is not there ends the process.
func readAll(tx *bbolt.Tx) error {
	return tx.Bucket(bucketName).ForEach(func(_, _ []byte) error { return nil })
}

// guarded runs fn and returns a panic as ErrDamaged. It recovers because a
// damaged page makes bbolt panic, and the person needs a sentence that says so.
func guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%w: at reading a page: %v", ErrDamaged, reason)
		}
	}()
	return fn()
}
