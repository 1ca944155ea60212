// Package memory keeps a store in memory, with the same promises as the one on
// disk but one: it does not outlive the process.
//
// A View is a snapshot and runs while an Update commits. Updates run one at a
// time; on an error, a panic or a cancelled context nothing of one is left. A
// scan in an Update sees what its own loop writes further on. Close waits for
// the transactions that run, so a transaction must not close its engine. Reopen
// stands for a restart of the process: the data stays, the engine is another.
package memory

import (
	"context"
	"sync"

	"github.com/tidwall/btree"

	"bendahara/store"
)

// Engine is an open store. Any number of goroutines may use it.
type Engine struct {
	data *data

	running sync.RWMutex // held for reading by each transaction, so that Close waits for it
	closed  bool         // guarded by running
}

// data is what stays when an engine is closed.
type data struct {
	writer chan struct{} // holds a token while an Update runs; a lock that a context can leave

	mu        sync.Mutex
	committed *tree // only ever copied, under mu: making a copy also marks the original
}

// tree has strings for keys and values because nobody can change a string: what
// goes in or comes out is a copy by its type.
type tree = btree.Map[string, string]

// New is an empty store.
func New() *Engine {
	return &Engine{data: &data{writer: make(chan struct{}, 1), committed: new(tree)}}
}

// Reopen closes the engine and is a new one on the same data, as after a restart.
func (e *Engine) Reopen() *Engine {
	e.Close()
	return &Engine{data: e.data}
}

// Close waits for what runs. It may be called again.
func (e *Engine) Close() error {
	e.running.Lock()
	defer e.running.Unlock()
	e.closed = true
	return nil
}

// View runs fn on a snapshot.
func (e *Engine) View(ctx context.Context, fn func(store.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.running.RLock()
	defer e.running.RUnlock()
	if e.closed {
		return store.ErrClosed
	}

	r := &reader{ctx: ctx, tree: e.data.snapshot()}
	defer r.end()
	return r.outcome(fn(r))
}

// Update runs fn once and commits what it wrote when it returns nil.
func (e *Engine) Update(ctx context.Context, fn func(store.Writer) error) error {
	if err := e.data.lock(ctx); err != nil {
		return err
	}
	defer e.data.unlock()
	e.running.RLock()
	defer e.running.RUnlock()
	if e.closed {
		return store.ErrClosed
	}

	w := &writer{reader{ctx: ctx, tree: e.data.snapshot()}}
	defer w.end()
	if err := w.outcome(fn(w)); err != nil {
		return err
	}
	e.data.commit(w.tree)
	return nil
}

func (d *data) lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case d.writer <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *data) unlock() { <-d.writer }

func (d *data) snapshot() *tree {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.committed.Copy()
}

func (d *data) commit(t *tree) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.committed = t
}
