package storetest

import (
	"bytes"
	"testing"

	"bendahara/store"
)

const held = 200 // keys whose bytes are held; they lie on many pages

var heldValue = bytes.Repeat([]byte("2222"), 100)

// holding is what one transaction read, after its end.
type holding struct {
	got, keys, values [held][]byte
}

// bytesOutlive makes the file grow and its pages change hands while it holds
// bytes from a transaction that is over. An engine that lends its own memory
// shows other bytes then, or the process dies of reading them.
func bytesOutlive(t *testing.T, engine store.Engine) {
	var fromView, fromUpdate holding
	update(t, engine, func(w store.Writer) error { return overwrite(w, heldValue) })
	view(t, engine, fromView.read)
	update(t, engine, func(w store.Writer) error { return fromUpdate.read(w) })

	for round := range 8 {
		other := bytes.Repeat([]byte{byte('a' + round)}, len(heldValue)<<round)
		update(t, engine, func(w store.Writer) error { return overwrite(w, other) })
		fromView.wantIntact(t)
		fromUpdate.wantIntact(t)
	}
	closeEngine(t, engine)
	fromView.wantIntact(t)
	fromUpdate.wantIntact(t)
}

func overwrite(w store.Writer, value []byte) error {
	for i := range held {
		if err := w.Put([]byte(name(i)), value); err != nil {
			return err
		}
	}
	return nil
}

func (h *holding) read(r store.Reader) error {
	for i := range held {
		value, err := r.Get([]byte(name(i)))
		if err != nil {
			return err
		}
		h.got[i] = value
	}
	i := 0
	for key, value := range r.Scan(nil, nil, false) {
		h.keys[i], h.values[i] = key, value
		i++
	}
	return r.Err()
}

func (h *holding) wantIntact(t *testing.T) {
	t.Helper()
	for i := range held {
		if !bytes.Equal(h.got[i], heldValue) {
			t.Fatalf("what Get returned for %s has turned into %.8q...", name(i), h.got[i])
		}
		if string(h.keys[i]) != name(i) || !bytes.Equal(h.values[i], heldValue) {
			t.Fatalf("what Scan returned for %s has turned into %.8q: %.8q...", name(i), h.keys[i], h.values[i])
		}
	}
}

// bytesBelongToTheCaller: neither what went in nor what came out is shared with
// the store, so the caller may write to it, within the transaction too.
func bytesBelongToTheCaller(t *testing.T, engine store.Engine) {
	check := func(r store.Reader) error {
		for range 2 { // the first round spoils what it gets
			wantValue(t, r, "key", "value")
			got, err := r.Get([]byte("key"))
			if err != nil {
				return err
			}
			spoil(got)
			seen := 0
			for _, reverse := range []bool{false, true} {
				from, to := []byte("a"), []byte("z")
				scan := r.Scan(from, to, reverse)
				spoil(from)
				spoil(to)
				for key, value := range scan {
					if string(key) != string(value) && string(key) != "key" {
						t.Errorf("scanned %q: %q", key, value)
					}
					spoil(key)
					spoil(value)
					seen++
				}
			}
			if seen != 6 {
				t.Errorf("two scans of three keys saw %d", seen)
			}
		}
		return r.Err()
	}
	putAll(t, engine, "alpha", "omega")
	update(t, engine, func(w store.Writer) error {
		key, value := []byte("key"), []byte("value")
		err := w.Put(key, value)
		spoil(key)
		spoil(value)
		if err != nil {
			return err
		}
		return check(w)
	})
	view(t, engine, check)
	update(t, engine, func(w store.Writer) error { return check(w) })
}

func spoil(b []byte) {
	for i := range b {
		b[i] = '#'
	}
}
