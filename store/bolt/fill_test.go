package bolt

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"bendahara/store"
)

// What is written while a file is filled, and what is read meanwhile, is the same as in
// one transaction, wherever it was divided; also by a loop that writes where it is going.
func TestFill(t *testing.T) {
	for _, batch := range []int{1, 2, 3, 7, 1000} {
		path, want := filepath.Join(t.TempDir(), "store.db"), map[string]string{}
		r := rand.New(rand.NewPCG(1, uint64(batch)))
		err := Fill(path, func(e *Engine) error {
			e.batch = batch
			return e.Update(t.Context(), func(w store.Writer) error {
				for i := range 500 {
					key := fmt.Sprintf("%03d", r.IntN(300))
					if i%50 == 49 {
						loop(t, w, want, r, i%100 == 99)
					}
					if r.IntN(4) == 0 {
						delete(want, key)
						if err := w.Delete([]byte(key)); err != nil {
							return err
						}
						continue
					}
					want[key] = fmt.Sprint(i)
					if err := w.Put([]byte(key), []byte(want[key])); err != nil {
						return err
					}
					if got, err := w.Get([]byte(key)); err != nil || string(got) != want[key] {
						t.Errorf("%s is %q, %v", key, got, err)
					}
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		got := contents(t, path)
		if !maps.Equal(got, want) {
			t.Errorf("batch %d: %d keys, want %d", batch, len(got), len(want))
		}
	}
}

// loop goes through all keys, and changes and takes away what lies before and behind.
func loop(t *testing.T, w store.Writer, want map[string]string, r *rand.Rand, reverse bool) {
	t.Helper()
	var last string
	seen := 0
	for key, value := range w.Scan(nil, nil, reverse) {
		k := string(key)
		if last != "" && (k > last) == reverse || want[k] != string(value) {
			t.Errorf("%s = %q after %s, want %q", k, value, last, want[k])
		}
		last = k
		seen++
		other := fmt.Sprintf("%03d", r.IntN(300))
		want[other] = "loop"
		if err := w.Put([]byte(other), []byte("loop")); err != nil {
			t.Error(err)
		}
		gone := fmt.Sprintf("%03d", r.IntN(300))
		delete(want, gone)
		if err := w.Delete([]byte(gone)); err != nil {
			t.Error(err)
		}
	}
	if seen == 0 || w.Err() != nil {
		t.Errorf("%d keys, %v", seen, w.Err())
	}
}

func contents(t *testing.T, path string) map[string]string {
	t.Helper()
	e, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	got := map[string]string{}
	err = errors.Join(e.Check(), e.View(t.Context(), func(r store.Reader) error {
		for key, value := range r.Scan(nil, nil, false) {
			got[string(key)] = string(value)
		}
		return r.Err()
	}))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What stops the filling is told, and the file is closed.
func TestFillFails(t *testing.T) {
	path, wrong := filepath.Join(t.TempDir(), "store.db"), errors.New("wrong")
	ctx, cancel := context.WithCancel(t.Context())
	for _, fail := range []func(w store.Writer) error{
		func(store.Writer) error { return wrong },
		func(w store.Writer) error { cancel(); return w.Put([]byte("k"), nil) },
	} {
		err := Fill(path, func(e *Engine) error { return e.Update(ctx, fail) })
		if !errors.Is(err, wrong) && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if keys := slices.Collect(maps.Keys(contents(t, path))); len(keys) > 0 {
		t.Error(keys)
	}
}
