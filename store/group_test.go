package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// An engine whose Updates are grouped keeps all that an engine promises.
func TestGroupedEngine(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) store.Engine{
		"memory": func(*testing.T) store.Engine { return memory.New() },
		"bolt": func(t *testing.T) store.Engine {
			engine, err := bolt.Open(t.TempDir() + "/store.db")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { engine.Close() })
			return engine
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) store.Engine { return store.Grouped(open(t)) })
		})
	}
}

// counted is an engine that counts its Updates, and holds each up until it may go on.
type counted struct {
	store.Engine
	updates atomic.Int64
	hold    chan struct{}
}

func (e *counted) Update(ctx context.Context, fn func(store.Writer) error) error {
	e.updates.Add(1)
	if e.hold != nil {
		<-e.hold
	}
	return e.Engine.Update(ctx, fn)
}

// together runs updates that all wait at the same time, and returns what each got.
func together(t *testing.T, engine store.Engine, updates ...func(store.Writer) error) (got []error, groups int64) {
	t.Helper()
	below := &counted{Engine: engine, hold: make(chan struct{})}
	synctest.Test(t, func(t *testing.T) {
		below.hold = make(chan struct{})
		grouped := store.Grouped(below)
		got = make([]error, len(updates))
		var all sync.WaitGroup
		for i, fn := range updates {
			all.Go(func() {
				got[i] = errNeverReturned
				defer func() {
					if p := recover(); p != nil {
						got[i] = fmt.Errorf("panic: %v", p)
					}
				}()
				got[i] = grouped.Update(context.Background(), fn)
			})
			synctest.Wait()
		}
		close(below.hold)
		all.Wait()
	})
	return got, below.updates.Load()
}

var errNeverReturned = errors.New("it left its goroutine")

func writes1(key string) func(store.Writer) error {
	return func(w store.Writer) error { return w.Put([]byte(key), []byte("yes")) }
}

func has(t *testing.T, engine store.Engine, key string) bool {
	t.Helper()
	found := false
	err := engine.View(context.Background(), func(r store.Reader) error {
		b, err := r.Get([]byte(key))
		found = b != nil
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Those that wait together are one commit; more than a group holds are two.
func TestThoseThatWaitAreCommittedTogether(t *testing.T) {
	for n, want := range map[int]int64{1: 1, 2: 1, 64: 1, store.MaxGroup: 1, store.MaxGroup + 1: 2} {
		engine := memory.New()
		var updates []func(store.Writer) error
		for i := range n {
			updates = append(updates, writes1(fmt.Sprint(i)))
		}
		got, groups := together(t, engine, updates...)
		for i, err := range got {
			if err != nil || !has(t, engine, fmt.Sprint(i)) {
				t.Errorf("%d of %d: %v", i, n, err)
			}
		}
		if groups != want {
			t.Errorf("%d were committed in %d groups, want %d", n, groups, want)
		}
	}
}

// One that fails by what a neighbour wrote is told only once that is on disk, and not at all
// where it never will be.
func TestAFailureIsToldOnceItIsTrue(t *testing.T) {
	decided := errors.New("decided before")
	for _, broken := range []bool{false, true} {
		engine := memory.New()
		below := store.Engine(engine)
		if broken {
			below = storetest.Faulty(engine, func() storetest.Fault { return storetest.Lost })
		}
		got, _ := together(t, below, writes1("mine"), func(w store.Writer) error {
			if b, err := w.Get([]byte("mine")); b != nil || err != nil {
				return errors.Join(decided, err)
			}
			return w.Put([]byte("mine"), []byte("hers"))
		})
		if has(t, engine, "mine") == broken || errors.Is(got[1], decided) == broken || broken && !errors.Is(got[1], storetest.ErrInjected) {
			t.Errorf("commit broken %t: told %v", broken, got)
		}
	}
}

// However one ends, it is alone: nothing of it is written, and all of the others is.
func TestOneThatFailsSpoilsNoOther(t *testing.T) {
	refused := errors.New("refused")
	failures := map[string]struct {
		fn   func(store.Writer) error
		want error
		says string
	}{
		"an error before it wrote":       {fn: func(store.Writer) error { return refused }, want: refused},
		"an error after it wrote":        {fn: func(w store.Writer) error { return errors.Join(w.Put([]byte("bad"), nil), refused) }, want: refused},
		"an error after it deleted":      {fn: func(w store.Writer) error { return errors.Join(w.Delete([]byte("0")), refused) }, want: refused},
		"a panic":                        {fn: func(w store.Writer) error { _ = w.Put([]byte("bad"), nil); panic("oh") }, says: "panic: oh"},
		"a goroutine that is left":       {fn: func(w store.Writer) error { _ = w.Put([]byte("bad"), nil); runtime.Goexit(); return nil }, want: errNeverReturned},
		"a value that is too large":      {fn: func(w store.Writer) error { return w.Put([]byte("bad"), make([]byte, store.MaxValue+1)) }, want: store.ErrTooLarge},
		"a writer that it must not keep": {fn: func(w store.Writer) error { return keptWriter(w) }, want: store.ErrClosed},
	}
	for name, c := range failures {
		for _, twice := range []bool{false, true} {
			engine := store.Engine(memory.New())
			if twice {
				engine = storetest.Twice(engine)
			}
			sees := func(w store.Writer) error { // a neighbour sees those before it, and nothing of the failed one
				b, err := w.Get([]byte("bad"))
				if b != nil {
					err = errors.New("it sees what is rolled back")
				}
				first, err2 := w.Get([]byte("0"))
				if first == nil {
					err = errors.Join(err, errors.New("it does not see the first"))
				}
				return errors.Join(err, err2, w.Put([]byte("2"), []byte("yes")))
			}
			got, _ := together(t, engine, writes1("0"), c.fn, sees, c.fn, writes1("4"))
			for i, err := range got {
				failed := i == 1 || i == 3
				switch {
				case !failed && (err != nil || !has(t, engine, fmt.Sprint(i))):
					t.Errorf("%s: neighbour %d: %v", name, i, err)
				case failed && c.want != nil && !errors.Is(err, c.want), failed && c.says != "" && (err == nil || err.Error() != c.says):
					t.Errorf("%s: it got %v", name, err)
				}
			}
			if has(t, engine, "bad") {
				t.Errorf("%s: something of it is written", name)
			}
		}
	}
}

// keptWriter writes with a writer whose turn is over.
func keptWriter(w store.Writer) error {
	type kept struct{ store.Writer }
	before, _ := keptWriters.Swap(&kept{w}).(*kept)
	if before == nil {
		return store.ErrClosed // the first of its kind: nothing to try yet
	}
	_, err := before.Get([]byte("0"))
	for range before.Scan(nil, nil, false) {
		return errors.New("it still scans")
	}
	return errors.Join(err, before.Err(), before.Delete([]byte("0")), before.Put([]byte("bad"), nil))
}

var keptWriters atomic.Value

// What the disk refuses, it refuses to all of the group, and none of it is written.
func TestACommitThatFailsIsEverybodys(t *testing.T) {
	for fault, written := range map[storetest.Fault]bool{storetest.Lost: false, storetest.Unknown: true} {
		engine := memory.New()
		got, groups := together(t, storetest.Faulty(engine, func() storetest.Fault { return fault }), writes1("0"), writes1("1"), writes1("2"))
		for i, err := range got {
			if !errors.Is(err, storetest.ErrInjected) || has(t, engine, fmt.Sprint(i)) != written {
				t.Errorf("fault %d: %d got %v", fault, i, err)
			}
		}
		if groups != 1 {
			t.Errorf("%d commits", groups)
		}
	}
}

type broken struct{ store.Engine }

func (broken) Update(context.Context, func(store.Writer) error) error { panic("a damaged page") }

// The engine's panic is its callers', and not the program's end.
func TestThePanicOfAnEngine(t *testing.T) {
	got, _ := together(t, broken{memory.New()}, writes1("0"), writes1("1"))
	for i, err := range got {
		if err == nil || err.Error() != "panic: a damaged page" {
			t.Errorf("%d got %v", i, err)
		}
	}
}

// Who no longer waits leaves the line, and one in a group is told what became of it.
func TestACancelledWaitEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		below := &counted{Engine: memory.New(), hold: make(chan struct{})}
		grouped := store.Grouped(below)
		ctx, cancel := context.WithCancel(context.Background())
		var first, second error
		var all sync.WaitGroup
		all.Go(func() { first = grouped.Update(context.Background(), writes1("0")) })
		synctest.Wait()
		left := make(chan struct{})
		go func() { second = grouped.Update(ctx, writes1("1")); close(left) }()
		synctest.Wait()
		cancel()
		<-left // while the engine still waits
		close(below.hold)
		all.Wait()
		if first != nil || !errors.Is(second, context.Canceled) || has(t, below, "1") || !has(t, below, "0") {
			t.Errorf("got %v and %v", first, second)
		}
		if err := grouped.Update(ctx, writes1("2")); !errors.Is(err, context.Canceled) || below.updates.Load() != 1 {
			t.Errorf("after the end: %v", err)
		}
		late, stop := context.WithCancel(context.Background())
		err := grouped.Update(late, func(w store.Writer) error { stop(); return writes1("3")(w) })
		if !errors.Is(err, context.Canceled) || has(t, below, "3") {
			t.Errorf("cancelled while it ran: %v", err)
		}
	})
}

// Many goroutines count up one number, on a real file: none of it is lost, and each
// sees the one before.
func TestGroupsCount(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		const senders, each = 16, 40
		var all sync.WaitGroup
		for range senders {
			all.Go(func() {
				for range each {
					b.do(func(tx *store.Tx) error { _, err := tx.CountReply(sitiPhone, date("2026-03-10")); return err })
				}
			})
		}
		all.Wait()
		b.do(func(tx *store.Tx) error {
			n, err := tx.CountReply(sitiPhone, date("2026-03-10"))
			same(t, "counted", n, senders*each+1)
			return err
		})
	})
}

// What nobody waits for goes along with the next that comes, and waits for it only so long.
func TestWhatNobodyWaitsForGoesAlong(t *testing.T) {
	for name, another := range map[string]bool{"another comes": true, "none comes": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				below := &counted{Engine: memory.New()}
				db := store.New(below)
				began := time.Now()
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						if err := db.UpdateSoon(context.Background(), func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, began) }); err != nil {
							t.Error(err)
						}
					})
				}
				synctest.Wait()
				if n := below.updates.Load(); n != 0 {
					t.Errorf("%d commits at once", n)
				}
				if another {
					if err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.SetStopped(otherOne, true, began) }); err != nil {
						t.Error(err)
					}
				}
				all.Wait()
				waited := time.Since(began)
				if n := below.updates.Load(); n != 1 || another != (waited == 0) || waited > 10*time.Millisecond {
					t.Errorf("%d commits after %v", n, waited)
				}
			})
		})
	}
}
