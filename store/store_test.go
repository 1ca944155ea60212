package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
)

// engines are what every test runs on. Each begins empty, and what begin returns
// opens the same data again and again.
var engines = []struct {
	name  string
	begin func(t testing.TB) (open func() (store.Engine, error))
}{
	{"memory", func(testing.TB) func() (store.Engine, error) {
		engine := memory.New()
		return func() (store.Engine, error) {
			engine = engine.Reopen()
			return engine, nil
		}
	}},
	{"bolt", func(t testing.TB) func() (store.Engine, error) {
		path := filepath.Join(t.TempDir(), "store.db")
		return func() (store.Engine, error) { return bolt.OpenNoSync(path) }
	}},
}

func onEach(t *testing.T, test func(t *testing.T, b *books)) {
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			b := &books{t: t, begin: func() func() (store.Engine, error) { return engine.begin(t) }}
			b.start()
			defer b.close()
			test(t, b)
		})
	}
}

// books is an open store with what a test does to one. All that is done must
// work, unless it is to be refused.
type books struct {
	t     rapid.TB // a *testing.T or a *rapid.T
	db    *store.DB
	begin func() (open func() (store.Engine, error))
	open  func() (store.Engine, error)
}

// start opens new and empty books.
func (b *books) start() {
	b.t.Helper()
	b.open = b.begin()
	b.resume()
}

func (b *books) resume() {
	b.t.Helper()
	engine, err := b.open()
	if err != nil {
		b.t.Fatal(err)
	}
	b.db = store.New(engine)
}

func (b *books) close() {
	if err := b.db.Close(); err != nil {
		b.t.Errorf("Close: %v", err)
	}
}

// reopen is what a restart of the process does.
func (b *books) reopen() {
	b.t.Helper()
	b.close()
	b.resume()
}

// empty goes on with other books.
func (b *books) empty() {
	b.t.Helper()
	b.close()
	b.start()
}

func (b *books) do(steps ...func(*store.Tx) error) {
	b.t.Helper()
	for i, step := range steps {
		if err := b.db.Update(context.Background(), step); err != nil {
			b.t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

func (b *books) refuse(what string, want error, step func(*store.Tx) error) {
	b.t.Helper()
	if err := b.db.Update(context.Background(), step); !errors.Is(err, want) {
		b.t.Errorf("%s: the error is %v, want %v", what, err, want)
	}
}

// healthy verifies the books.
func (b *books) healthy() store.Verified {
	b.t.Helper()
	return ask(b, (*store.Tx).Verify)
}

// ask is what a view tells.
func ask[T any](b *books, question func(*store.Tx) (T, error)) (answer T) {
	b.t.Helper()
	err := b.db.View(context.Background(), func(tx *store.Tx) (err error) {
		answer, err = question(tx)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// of is a question with its argument.
func of[A, T any](question func(*store.Tx, A) (T, error), a A) func(*store.Tx) (T, error) {
	return func(tx *store.Tx) (T, error) { return question(tx, a) }
}

// put is a step that writes one thing.
func put[A any](write func(*store.Tx, A) error, a A) func(*store.Tx) error {
	return func(tx *store.Tx) error { return write(tx, a) }
}

// same compares by what JSON makes of the two, which is how they are kept.
func same(t rapid.TB, what string, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	w, err2 := json.Marshal(want)
	if err = errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Errorf("%s\n got %s\nwant %s", what, g, w)
	}
}

// list is a list of what each thing is called.
func list[T any](things []T, name func(T) string) []string {
	names := []string{}
	for _, thing := range things {
		names = append(names, name(thing))
	}
	return names
}

// at is a moment of UTC: "2026-03-10 09:00", or with seconds.
func at(s string) time.Time {
	t, err := time.Parse(time.DateTime, s)
	if err != nil {
		t, err = time.Parse("2006-01-02 15:04", s)
	}
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) ledger.Date { return ledger.DateOf(at(s + " 00:00")) }

func month(s string) ledger.Period { return date(s + "-01").Period() }
