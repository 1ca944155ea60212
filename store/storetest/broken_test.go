package storetest_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"os/exec"
	"strings"
	"testing"

	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// broken is an engine with one fault; a field that is nil leaves that part whole.
type broken struct {
	store.Engine
	view   func(e store.Engine, ctx context.Context, fn func(store.Reader) error) error
	update func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error
	close  func(e store.Engine) error
}

func (b broken) View(ctx context.Context, fn func(store.Reader) error) error {
	if b.view == nil {
		return b.Engine.View(ctx, fn)
	}
	return b.view(b.Engine, ctx, fn)
}

func (b broken) Update(ctx context.Context, fn func(store.Writer) error) error {
	if b.update == nil {
		return b.Engine.Update(ctx, fn)
	}
	return b.update(b.Engine, ctx, fn)
}

func (b broken) Close() error {
	if b.close == nil {
		return b.Engine.Close()
	}
	return b.close(b.Engine)
}

// writing breaks the Writer of each Update.
func writing(wrap func(store.Writer) store.Writer) broken {
	return broken{update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
		return e.Update(ctx, func(w store.Writer) error { return fn(wrap(w)) })
	}}
}

// faults are engines that each break one promise, which is the key's first part.
var faults = map[string]broken{
	"absent is nil: empty for absent": writing(func(w store.Writer) store.Writer { return emptyForAbsent{w} }),
	"rollback leaves nothing: commits despite the error": {update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
		var failure error
		err := e.Update(ctx, func(w store.Writer) error { failure = fn(w); return nil })
		return errors.Join(failure, err)
	}},
	"a panic rolls back: commits what was written before it": {update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
		var reason any
		err := e.Update(ctx, func(w store.Writer) error {
			defer func() { reason = recover() }()
			return fn(w)
		})
		if reason != nil {
			panic(reason)
		}
		return err
	}},
	"a panic rolls back: swallows it": {update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) (err error) {
		defer func() {
			if recover() != nil {
				err = errors.New("something went wrong")
			}
		}()
		return e.Update(ctx, fn)
	}},
	"limits refuse and do not drop: drops": writing(func(w store.Writer) store.Writer { return dropping{w} }),
	"scan bounds and reverse: the end is in the range": writing(func(w store.Writer) store.Writer {
		return scanning{w, func(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
			if len(to) > 0 {
				to = append(to, 0)
			}
			return w.Scan(from, to, reverse)
		}}
	}),
	"scan bounds and reverse: never backwards": writing(func(w store.Writer) store.Writer {
		return scanning{w, func(from, to []byte, _ bool) iter.Seq2[[]byte, []byte] { return w.Scan(from, to, false) }}
	}),
	"writing while scanning: collects first": writing(func(w store.Writer) store.Writer {
		return scanning{w, func(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
			var keys, values [][]byte
			for key, value := range w.Scan(from, to, reverse) {
				keys, values = append(keys, key), append(values, value)
			}
			return func(yield func(key, value []byte) bool) {
				for i := range keys {
					if !yield(keys[i], values[i]) {
						return
					}
				}
			}
		}}
	}),
	"bytes belong to the caller: keeps what Put was given": writing(func(w store.Writer) store.Writer { return lending{w, map[string][]byte{}} }),
	"a view is a snapshot: reads what is newest": {view: func(e store.Engine, ctx context.Context, fn func(store.Reader) error) error {
		return e.View(ctx, func(r store.Reader) error { return fn(newest{r, e}) })
	}},
	"no lost update: reads outside of the lock": {update: optimistic},
	"no write skew: reads outside of the lock":  {update: optimistic},
	"agrees with a map: commits despite the error": {update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
		var failure error
		err := e.Update(ctx, func(w store.Writer) error { failure = fn(w); return nil })
		return errors.Join(failure, err)
	}},
	"a cancelled context: is not looked at": {update: func(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
		return e.Update(context.WithoutCancel(ctx), fn)
	}},
	"a closed engine: is not closed": {close: func(store.Engine) error { return nil }},
}

type emptyForAbsent struct{ store.Writer }

func (w emptyForAbsent) Get(key []byte) ([]byte, error) {
	value, err := w.Writer.Get(key)
	return append([]byte{}, value...), err
}

type dropping struct{ store.Writer }

func (w dropping) Put(key, value []byte) error {
	if err := w.Writer.Put(key, value); !errors.Is(err, store.ErrTooLarge) {
		return err
	}
	return nil
}

type scanning struct {
	store.Writer
	scan func(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte]
}

func (s scanning) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return s.scan(from, to, reverse)
}

// lending gives out the very bytes that Put was given.
type lending struct {
	store.Writer
	lent map[string][]byte
}

func (l lending) Put(key, value []byte) error {
	l.lent[string(key)] = value
	return l.Writer.Put(key, value)
}

func (l lending) Get(key []byte) ([]byte, error) {
	if value, is := l.lent[string(key)]; is {
		return value, nil
	}
	return l.Writer.Get(key)
}

type newest struct {
	store.Reader
	engine store.Engine
}

func (n newest) Get(key []byte) (value []byte, err error) {
	viewErr := n.engine.View(context.Background(), func(r store.Reader) error { value, err = r.Get(key); return err })
	return value, errors.Join(err, viewErr)
}

// optimistic runs fn on a snapshot and writes afterwards, without looking whether
// what it read still holds.
func optimistic(e store.Engine, ctx context.Context, fn func(store.Writer) error) error {
	late := &late{}
	err := e.View(ctx, func(r store.Reader) error { late.Reader = r; return fn(late) })
	if err != nil {
		return err
	}
	return e.Update(ctx, func(w store.Writer) error {
		var failures []error
		for _, write := range late.writes {
			failures = append(failures, write(w))
		}
		return errors.Join(failures...)
	})
}

type late struct {
	store.Reader
	writes []func(store.Writer) error
}

func (l *late) Put(key, value []byte) error {
	l.writes = append(l.writes, func(w store.Writer) error { return w.Put(key, value) })
	return nil
}

func (l *late) Delete(key []byte) error {
	l.writes = append(l.writes, func(w store.Writer) error { return w.Delete(key) })
	return nil
}

// faultName makes the test binary a child that runs the suite on that engine.
const faultName = "STORETEST_FAULT"

func TestMain(m *testing.M) {
	name := os.Getenv(faultName)
	if name == "" {
		os.Exit(m.Run())
	}
	fault := faults[name]
	m.Run() // parses the flags; -test.run matches no test of this package
	matches := func(pattern, name string) (bool, error) { return strings.Contains(name, pattern), nil }
	suite := func(t *testing.T) {
		storetest.Run(t, func(*testing.T) store.Engine {
			engine := fault
			engine.Engine = memory.New()
			return engine
		})
	}
	if !testing.RunTests(matches, []testing.InternalTest{{Name: "Broken", F: suite}}) {
		os.Exit(1)
	}
	os.Exit(0)
}

// TestEachFaultIsFound runs the one subtest that should find it, in a child,
// because there a test has to fail.
func TestEachFaultIsFound(t *testing.T) {
	for name := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			promise, _, _ := strings.Cut(name, ":")
			subtest := strings.ReplaceAll(promise, " ", "_")
			child := exec.Command(os.Args[0], "-test.run=Broken/"+subtest, "-rapid.nofailfile", "-rapid.shrinktime=100ms")
			child.Env = append(os.Environ(), faultName+"="+name)
			output, err := child.CombinedOutput()
			if err == nil || !strings.Contains(string(output), "--- FAIL: Broken/"+subtest) {
				t.Errorf("the suite did not find it: %v\n%s", err, output)
			}
		})
	}
}
