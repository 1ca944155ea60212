package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"testing"

	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

func TestTwiceKeepsThePromises(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Engine { return storetest.Twice(memory.New()) })
}

func TestFaultyThatWorksKeepsThePromises(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Engine {
		return storetest.Faulty(memory.New(), func() storetest.Fault { return storetest.Works })
	})
}

func TestTwiceFindsEffectsOutside(t *testing.T) {
	engine := storetest.Twice(memory.New())
	var appended, assigned []string
	err := engine.Update(context.Background(), func(w store.Writer) error {
		appended = append(appended, "receipt")
		assigned = []string{"receipt"}
		before, err := w.Get([]byte("count"))
		if err != nil {
			return err
		}
		return w.Put([]byte("count"), append(before, 'i'))
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(appended) != 2 || len(assigned) != 1 {
		t.Errorf("appended %q and assigned %q, want the first doubled", appended, assigned)
	}
	if got := get(t, engine, "count"); got != "i" {
		t.Errorf("the first run left something: %q, want i", got)
	}
}

func TestTwiceReturnsTheFirstFailure(t *testing.T) {
	runs, refusal := 0, errors.New("refused")
	err := storetest.Twice(memory.New()).Update(context.Background(), func(store.Writer) error {
		runs++
		return refusal
	})
	if !errors.Is(err, refusal) || runs != 1 {
		t.Errorf("ran %d times and returned %v, want once and %v", runs, err, refusal)
	}
}

func TestFaulty(t *testing.T) {
	refusal := errors.New("refused")
	cases := []struct {
		fault       storetest.Fault
		fails, want error // what the function returns, and then Update
		written     string
	}{
		{storetest.Works, nil, nil, "new"},
		{storetest.Lost, nil, storetest.ErrInjected, "old"},
		{storetest.Unknown, nil, storetest.ErrInjected, "new"},
		{storetest.Works, refusal, refusal, "old"},
		{storetest.Lost, refusal, refusal, "old"},
		{storetest.Unknown, refusal, refusal, "old"},
	}
	for _, c := range cases {
		within, asked := memory.New(), 0
		put(t, within, "key", "old")
		engine := storetest.Faulty(within, func() storetest.Fault { asked++; return c.fault })
		ran := false
		err := engine.Update(context.Background(), func(w store.Writer) error {
			ran = true
			return errors.Join(w.Put([]byte("key"), []byte("new")), c.fails)
		})
		if !errors.Is(err, c.want) || c.want != storetest.ErrInjected && errors.Is(err, storetest.ErrInjected) {
			t.Errorf("fault %d, function %v: Update returned %v, want %v", c.fault, c.fails, err, c.want)
		}
		if got := get(t, engine, "key"); got != c.written || !ran || asked != 1 {
			t.Errorf("fault %d, function %v: the store has %q, want %q; ran %t, asked %d times",
				c.fault, c.fails, got, c.written, ran, asked)
		}
	}
}

func put(t *testing.T, engine store.Engine, key, value string) {
	t.Helper()
	err := engine.Update(context.Background(), func(w store.Writer) error { return w.Put([]byte(key), []byte(value)) })
	if err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, engine store.Engine, key string) string {
	t.Helper()
	var value []byte
	err := engine.View(context.Background(), func(r store.Reader) (err error) {
		value, err = r.Get([]byte(key))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

// A commit whose outcome is unknown: what is done again has to be found done.
func ExampleFaulty() {
	faults := []storetest.Fault{storetest.Unknown, storetest.Works}
	engine := storetest.Faulty(memory.New(), func() (next storetest.Fault) {
		next, faults = faults[0], faults[1:]
		return next
	})
	for range 2 {
		known := false
		err := engine.Update(context.Background(), func(w store.Writer) error {
			before, err := w.Get([]byte("message/1"))
			if err != nil {
				return err
			}
			if known = before != nil; known {
				return nil
			}
			return w.Put([]byte("message/1"), []byte("bayar 250rb"))
		})
		fmt.Println(known, err)
	}
	// Output:
	// false injected fault of the store
	// true <nil>
}

// Run is called from the test of an engine.
func ExampleRun() {
	testEngine := func(t *testing.T) {
		storetest.Run(t, func(*testing.T) store.Engine { return memory.New() })
	}
	_ = testEngine // func TestEngine(t *testing.T) in the engine's package
}

// Twice shows a function that has effects outside of its transaction.
func ExampleTwice() {
	engine := storetest.Twice(memory.New())
	sent := 0
	err := engine.Update(context.Background(), func(store.Writer) error {
		sent++ // wrong: an engine may run this more than once
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("sent", sent)
	// Output: sent 2
}
