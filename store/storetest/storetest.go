// Package storetest holds the promises that every store.Engine keeps, one test a
// promise: Run tests them all, each on a fresh engine, and none can be left out.
//
// It also wraps engines for the tests of what stands above them: Twice runs each
// Update's function twice, Faulty loses commits or the news of them.
package storetest

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"bendahara/store"
)

type promise struct {
	name string
	test func(t *testing.T, engine store.Engine)
}

var promises = []promise{
	{"absent is nil", absentIsNil},
	{"rollback leaves nothing", rollbackLeavesNothing},
	{"a panic rolls back", panicRollsBack},
	{"reads its own writes", readsItsOwnWrites},
	{"limits refuse and do not drop", limitsRefuse},

	{"byte order, not collation", byteOrder},
	{"scan bounds and reverse", scanBounds},
	{"writing while scanning", writingWhileScanning},
	{"scanning over what was deleted", scanningOverTheDeleted},

	{"returned bytes outlive the transaction", bytesOutlive},
	{"bytes belong to the caller", bytesBelongToTheCaller},

	{"a view is a snapshot", viewIsSnapshot},
	{"no lost update", noLostUpdate},
	{"no write skew", noWriteSkew},

	{"a cancelled context", cancelledContext},
	{"a transaction ends with its function", endsWithItsFunction},
	{"a closed engine", closedEngine},
}

// Run tests that open's engines keep every promise. open gives a fresh and empty
// engine each time; Run closes it, before the clean-ups that open registered.
func Run(t *testing.T, open func(*testing.T) store.Engine) {
	t.Helper()
	for _, promise := range promises {
		t.Run(promise.name, func(t *testing.T) {
			engine := open(t)
			t.Cleanup(func() { closeEngine(t, engine) })
			promise.test(t, engine)
		})
	}
	t.Run("agrees with a map", func(t *testing.T) { agreesWithMap(t, open) })
}

func closeEngine(t rapid.TB, engine store.Engine) {
	t.Helper()
	if err := engine.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// The helpers take a rapid.TB, which is a *testing.T or a *rapid.T. The functions
// given to these two may run more than once, as on any engine: they
// assign, and never append to what is outside.

func view(t rapid.TB, engine store.Engine, fn func(store.Reader) error) {
	t.Helper()
	if err := engine.View(context.Background(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

func update(t rapid.TB, engine store.Engine, fn func(store.Writer) error) {
	t.Helper()
	if err := engine.Update(context.Background(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// putAll writes keys in one transaction, each with itself as the value.
func putAll(t rapid.TB, engine store.Engine, keys ...string) {
	t.Helper()
	update(t, engine, func(w store.Writer) error {
		for _, key := range keys {
			if err := w.Put([]byte(key), []byte(key)); err != nil {
				return err
			}
		}
		return nil
	})
}

func wantValue(t rapid.TB, r store.Reader, key, want string) {
	t.Helper()
	got, err := r.Get([]byte(key))
	if err != nil || got == nil || string(got) != want {
		t.Errorf("Get(%q) = %q, %v; want %q", key, got, err, want)
	}
}

func wantAbsent(t rapid.TB, r store.Reader, key string) {
	t.Helper()
	if got, err := r.Get([]byte(key)); err != nil || got != nil {
		t.Errorf("Get(%q) = %q, %v; want nil", key, got, err)
	}
}

// wantKeys compares the keys of a scan, in their order.
func wantKeys(t rapid.TB, r store.Reader, from, to string, reverse bool, want ...string) {
	t.Helper()
	got := []string{}
	for key := range r.Scan([]byte(from), []byte(to), reverse) {
		got = append(got, string(key))
	}
	wantSame(t, got, want)
	if err := r.Err(); err != nil {
		t.Errorf("Err: %v", err)
	}
}

func wantSame(t rapid.TB, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("scanned %d keys %.20q, want %d: %.20q", len(got), got, len(want), want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("scanned key %d is %q, want %q", i, got[i], want[i])
			return
		}
	}
}
