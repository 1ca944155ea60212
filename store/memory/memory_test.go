package memory_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

func TestEngine(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Engine { return memory.New() })
}

func TestReopenKeepsTheData(t *testing.T) {
	ctx := context.Background()
	before := memory.New()
	put(t, before, "kept", "yes")

	after := before.Reopen()
	if err := before.View(ctx, func(store.Reader) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("the engine before the restart still answers: %v", err)
	}
	put(t, after, "more", "yes")
	for _, key := range []string{"kept", "more"} {
		if got := get(t, after, key); got != "yes" {
			t.Errorf("%s = %q after reopening, want yes", key, got)
		}
	}
}

// A store of this size is what a test of many members needs; without a tree it
// would take minutes.
func TestManyKeysStayUsable(t *testing.T) {
	const keys = 200_000
	engine := memory.New()
	began := time.Now()
	err := engine.Update(context.Background(), func(w store.Writer) error {
		for i := range keys {
			if err := w.Put(fmt.Appendf(nil, "%07d", i*7919%keys), []byte("value")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2_000 {
		put(t, engine, fmt.Sprintf("%07d", i*101), "again")
	}
	if got := get(t, engine, "0000101"); got != "again" {
		t.Errorf("got %q, want again", got)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
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
