package storetest

import (
	"context"
	"errors"
	"sync"

	"bendahara/store"
)

// ErrInjected is what a Faulty engine returns for the fault, and for nothing else.
var ErrInjected = errors.New("injected fault of the store")

var errRehearsal = errors.New("rolled back to be run a second time")

// Twice is the engine, but each Update runs its function, rolls that back, and
// runs it again for real. So a function with effects outside of its transaction
// is found: it has them twice. Where the first run fails, that is the result.
func Twice(engine store.Engine) store.Engine { return twice{engine} }

type twice struct{ store.Engine }

func (e twice) Update(ctx context.Context, fn func(store.Writer) error) error {
	err := e.Engine.Update(ctx, func(w store.Writer) error {
		return firstOf(fn(w), errRehearsal)
	})
	if !errors.Is(err, errRehearsal) {
		return err
	}
	return e.Engine.Update(ctx, fn)
}

// Fault is what a Faulty engine does with one Update.
type Fault int

const (
	Works   Fault = iota // commits and says so
	Lost                 // says that it failed, and nothing is written
	Unknown              // says that it failed, and yet all is written
)

// Faulty is the engine, but each Update asks next what shall happen to it. next
// is called by one Update at a time, also by those whose function then fails.
func Faulty(engine store.Engine, next func() Fault) store.Engine {
	return &faulty{Engine: engine, next: next}
}

type faulty struct {
	store.Engine
	mu   sync.Mutex
	next func() Fault
}

func (e *faulty) Update(ctx context.Context, fn func(store.Writer) error) error {
	switch e.draw() {
	case Lost:
		return e.Engine.Update(ctx, func(w store.Writer) error { return firstOf(fn(w), ErrInjected) })
	case Unknown:
		return firstOf(e.Engine.Update(ctx, fn), ErrInjected)
	default:
		return e.Engine.Update(ctx, fn)
	}
}

func (e *faulty) draw() Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.next()
}

// firstOf is err, or otherwise where there is none.
func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
