package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"bendahara/store"
)

var errStop = errors.New("the test wants a rollback")

func absentIsNil(t *testing.T, engine store.Engine) {
	check := func(r store.Reader) {
		wantAbsent(t, r, "no such key")
		wantAbsent(t, r, "")
		wantValue(t, r, "empty", "")
		wantValue(t, r, "nil", "")
	}
	update(t, engine, func(w store.Writer) error {
		wantKeys(t, w, "", "", false)
		wantKeys(t, w, "", "", true)
		err := errors.Join(
			w.Put([]byte("empty"), []byte{}),
			w.Put([]byte("nil"), nil),
			w.Delete([]byte("no such key")),
			w.Delete(nil),
		)
		check(w)
		return err
	})
	view(t, engine, func(r store.Reader) error { check(r); return nil })
}

func rollbackLeavesNothing(t *testing.T, engine store.Engine) {
	putAll(t, engine, "changed", "deleted")
	err := engine.Update(context.Background(), overturn)
	if !errors.Is(err, errStop) {
		t.Errorf("Update returned %v, want the function's own error", err)
	}
	wantAsBefore(t, engine)
}

func panicRollsBack(t *testing.T, engine store.Engine) {
	putAll(t, engine, "changed", "deleted")
	func() {
		defer func() {
			if got := recover(); got != errStop {
				t.Errorf("recovered %v, want the panic of the function", got)
			}
		}()
		err := engine.Update(context.Background(), func(w store.Writer) error { panic(overturn(w)) })
		t.Errorf("Update returned %v, want a panic", err)
	}()
	wantAsBefore(t, engine)
}

// overturn writes in every way and asks for a rollback.
func overturn(w store.Writer) error {
	return firstOf(errors.Join(
		w.Put([]byte("changed"), []byte("something else")),
		w.Put([]byte("new"), []byte("new")),
		w.Delete([]byte("deleted")),
	), errStop)
}

// wantAsBefore also writes, because what was rolled back may only come out with
// the next commit, or have left a lock behind.
func wantAsBefore(t *testing.T, engine store.Engine) {
	t.Helper()
	for range 2 {
		view(t, engine, func(r store.Reader) error {
			wantValue(t, r, "changed", "changed")
			wantAbsent(t, r, "new")
			wantKeys(t, r, "a", "s", false, "changed", "deleted")
			return nil
		})
		putAll(t, engine, "unrelated")
	}
}

func readsItsOwnWrites(t *testing.T, engine store.Engine) {
	putAll(t, engine, "a", "b", "c")
	check := func(r store.Reader) {
		wantValue(t, r, "a", "second")
		wantAbsent(t, r, "b")
		wantValue(t, r, "d", "new")
		wantKeys(t, r, "", "", false, "a", "c", "d")
		wantKeys(t, r, "", "", true, "d", "c", "a")
	}
	update(t, engine, func(w store.Writer) error {
		err := errors.Join(
			w.Put([]byte("a"), []byte("first")),
			w.Put([]byte("a"), []byte("second")),
			w.Delete([]byte("b")),
			w.Put([]byte("d"), []byte("new")),
			w.Put([]byte("e"), []byte("not for long")),
			w.Delete([]byte("e")),
		)
		check(w)
		return err
	})
	view(t, engine, func(r store.Reader) error { check(r); return nil })
}

func limitsRefuse(t *testing.T, engine store.Engine) {
	longest := bytes.Repeat([]byte("k"), store.MaxKey)
	largest := bytes.Repeat([]byte("v"), store.MaxValue)
	cases := []struct {
		what       string
		key, value []byte
		want       error
	}{
		{"the longest key", longest, nil, nil},
		{"the largest value", []byte("large"), largest, nil},
		{"both", append([]byte("l"), longest[1:]...), largest, nil},
		{"a key too long", append([]byte("k"), longest...), nil, store.ErrTooLarge},
		{"a value too large", []byte("v"), append([]byte("v"), largest...), store.ErrTooLarge},
		{"an empty key", []byte{}, []byte("v"), store.ErrEmptyKey},
		{"a nil key", nil, []byte("v"), store.ErrEmptyKey},
	}
	for _, c := range cases {
		var refused error
		update(t, engine, func(w store.Writer) error { refused = w.Put(c.key, c.value); return nil })
		if !errors.Is(refused, c.want) {
			t.Errorf("%s: Put returned %v, want %v", c.what, refused, c.want)
		}
		view(t, engine, func(r store.Reader) error {
			got, err := r.Get(c.key)
			if is, want := got != nil, c.want == nil; err != nil || is != want || want && !bytes.Equal(got, c.value) {
				t.Errorf("%s: Get returned %d bytes, %v; kept is %t, want %t", c.what, len(got), err, is, want)
			}
			return nil
		})
	}
}
