package store

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"
)

// soon is how long one that nobody waits for waits for others to be committed with.
const soon = 2 * time.Millisecond

// maxGroup is how many transactions are committed together at most: the flush of the
// disk costs the same for one as for dozens, and beyond that they only wait for each other.
const maxGroup = 128

// grouped is the engine, but the Updates that wait at the same time are committed
// together: each still runs alone and whole, on its own goroutine, one after the other,
// and returns when the disk has it. There is no timer, so one that comes alone does not
// wait, but for those that nobody waits for. One that fails, panics or is cancelled takes nothing of its neighbours with it:
// the transaction is rolled back and run again without it.
type grouped struct {
	Engine
	mu      sync.Mutex
	waiting []*waiter
	writing bool // a goroutine runs write
}

func newGrouped(engine Engine) *grouped { return &grouped{Engine: engine} }

// waiter is one Update in a group. All is handed from one goroutine to the other, so
// nothing of it needs a lock.
type waiter struct {
	ctx   context.Context
	begin chan Writer  // it is its turn to run, with this writer
	ended chan outcome // how its run went
	done  chan end     // committed, or why not
	why   error        // it failed, and is told once what it saw is on disk
}

// end is what became of a waiter.
type end struct {
	err      error
	panicked any // by the engine
}

// outcome is how one run of a waiter's function went.
type outcome struct {
	err   error
	wrote bool
	gone  bool // it panicked or left its goroutine; nobody waits for more
}

var errAgain = errors.New("rolled back, to be run again without one that failed")

// Update is Engine's.
func (g *grouped) Update(ctx context.Context, fn func(Writer) error) error {
	return g.update(ctx, fn, false)
}

// update is Update; a patient one does not begin by itself before some time.
func (g *grouped) update(ctx context.Context, fn func(Writer) error, patient bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m := &waiter{ctx: ctx, begin: make(chan Writer), ended: make(chan outcome), done: make(chan end)}
	g.join(m, patient)
	cancelled := ctx.Done()
	for {
		select {
		case w := <-m.begin:
			cancelled = nil // from now on its end is known only by done
			m.run(w, fn)
		case e := <-m.done:
			if e.panicked != nil {
				panic(e.panicked)
			}
			return e.err
		case <-cancelled:
			if g.leave(m) {
				return ctx.Err()
			}
			cancelled = nil
		}
	}
}

// join waits in line, and sees to it that somebody writes.
func (g *grouped) join(m *waiter, patient bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, m)
	if patient && !g.writing {
		time.AfterFunc(soon, g.begin)
		return
	}
	g.start()
}

// begin has those written that still wait.
func (g *grouped) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) > 0 {
		g.start()
	}
}

// start is for who holds the lock.
func (g *grouped) start() {
	if !g.writing {
		g.writing = true
		go g.write()
	}
}

// leave takes a waiter out of the line; false where it is in a group already.
func (g *grouped) leave(m *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, other := range g.waiting {
		if other == m {
			g.waiting = append(g.waiting[:i:i], g.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// take takes those that wait now out of the line.
func (g *grouped) take() []*waiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), maxGroup)
	group := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	return group
}

// more tells whether anybody waits; if not, nobody writes any more.
func (g *grouped) more() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writing = len(g.waiting) > 0
	return g.writing
}

// write commits one group after the other until nobody waits.
func (g *grouped) write() {
	for g.more() {
		var group, failed []*waiter
		begun := false
		begin := func() { // as late as can be: the engine may have to wait before
			if !begun {
				group, begun = g.take(), true
			}
		}
		for again := true; again; {
			e := g.commit(func(w Writer) (err error) {
				begin()
				var out []*waiter
				group, out, err = runGroup(group, w)
				failed = append(failed, out...)
				return err
			})
			begin() // where the engine did not come to it
			if again = errors.Is(e.err, errAgain) && len(group) > 0; again {
				continue
			}
			for _, m := range group {
				m.done <- e
			}
			for _, m := range failed {
				if e.panicked == nil && (e.err == nil || errors.Is(e.err, errAgain)) {
					m.done <- end{err: m.why}
					continue
				}
				m.done <- e // why it failed may never have been
			}
		}
	}
}

// commit is one Update of the engine below. Its panic, as of a damaged page, is for
// those who called Update, and not for this goroutine.
func (g *grouped) commit(fn func(Writer) error) (e end) {
	defer func() {
		if p := recover(); p != nil {
			e = end{panicked: p}
		}
	}()
	return end{err: g.Engine.Update(context.Background(), fn)}
}

// runGroup runs the waiters one after the other and returns those that are left, and
// those that failed on what is not on disk yet: they are told later. The error is errAgain
// where one failed that had written.
func runGroup(group []*waiter, w Writer) (well, failed []*waiter, err error) {
	for i, m := range group {
		m.begin <- w
		o := <-m.ended
		if o.err == nil && !o.gone {
			well = append(well, m)
			continue
		}
		switch {
		case o.gone:
		case len(well) > 0:
			m.why = o.err
			failed = append(failed, m)
		default:
			m.done <- end{err: o.err}
		}
		if o.wrote {
			return append(well, group[i+1:]...), failed, errAgain
		}
	}
	if len(well) == 0 {
		return nil, failed, errAgain // nothing to commit
	}
	return well, failed, nil
}

// run runs the waiter's function in its turn, and hands the writer back however it ends.
func (m *waiter) run(w Writer, fn func(Writer) error) {
	own := &turn{Writer: w, ctx: m.ctx}
	o := outcome{gone: true}
	defer func() {
		own.ended = true
		o.wrote = own.wrote
		m.ended <- o
	}()
	err := fn(own)
	if err == nil {
		err = m.ctx.Err()
	}
	o = outcome{err: err}
}

// turn is a waiter's own view of the group's writer: it has the waiter's context, and
// ends with its run.
type turn struct {
	Writer
	ctx   context.Context
	err   error // the first failure of a Scan
	wrote bool
	ended bool
}

func (t *turn) usable() error {
	if t.ended {
		return ErrClosed
	}
	return t.ctx.Err()
}

// Get is Reader's.
func (t *turn) Get(key []byte) ([]byte, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	return t.Writer.Get(key)
}

// Scan is Reader's.
func (t *turn) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	scan := t.Writer.Scan(from, to, reverse)
	return func(yield func(key, value []byte) bool) {
		if t.fails() {
			return
		}
		for key, value := range scan {
			if !yield(key, value) || t.fails() {
				return
			}
		}
	}
}

// fails notes why a scan cannot go on.
func (t *turn) fails() bool {
	err := t.usable()
	if t.err == nil {
		t.err = err
	}
	return err != nil
}

// Err is Reader's.
func (t *turn) Err() error {
	if t.err != nil {
		return t.err
	}
	return t.Writer.Err()
}

// Put is Writer's.
func (t *turn) Put(key, value []byte) error {
	if err := t.usable(); err != nil {
		return err
	}
	t.wrote = true
	return t.Writer.Put(key, value)
}

// Delete is Writer's.
func (t *turn) Delete(key []byte) error {
	if err := t.usable(); err != nil {
		return err
	}
	t.wrote = true
	return t.Writer.Delete(key)
}
