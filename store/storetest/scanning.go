package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"bendahara/store"
)

func byteOrder(t *testing.T, engine store.Engine) {
	inOrder := []string{
		"\x00", "\x00\x00", "\x00\xff", "\x01", "10", "2", "A", "AB", "Z", "a", "a\x00", "a\x00b", "a b", "a-b", "ab", "b",
		"z", "\x7f", "\u00c0", "\u00e9", "\uffff", "\xff", "\xff\x00", "\xff\xff",
	}
	var backwards []string
	for _, key := range inOrder {
		backwards = append([]string{key}, backwards...)
	}
	check := func(r store.Reader) {
		t.Helper()
		wantKeys(t, r, "", "", false, inOrder...)
		wantKeys(t, r, "", "", true, backwards...)
		wantKeys(t, r, "A", "b", false, inOrder[6:15]...)
	}
	for i := range inOrder { // neither forwards nor backwards
		putAll(t, engine, inOrder[i*7%len(inOrder)])
	}
	update(t, engine, func(w store.Writer) error { check(w); return nil })
	view(t, engine, func(r store.Reader) error { check(r); return nil })
}

func scanBounds(t *testing.T, engine store.Engine) {
	putAll(t, engine, "b", "bb", "d", "f", "\xff")
	cases := []struct {
		from, to string
		want     []string
	}{
		{"", "", []string{"b", "bb", "d", "f", "\xff"}},
		{"b", "f", []string{"b", "bb", "d"}}, // from is in it, to is not
		{"b", "bb", []string{"b"}},
		{"b\x00", "bb\x00", []string{"bb"}},
		{"a", "c", []string{"b", "bb"}}, // neither is a key
		{"", "b", nil},
		{"", "b\x00", []string{"b"}},
		{"f", "", []string{"f", "\xff"}},
		{"f\x00", "\xff", nil},
		{"g", "\xff\x00", []string{"\xff"}},
		{"\xff\x00", "", nil},
		{"d", "d", nil},
		{"f", "b", nil}, // upside down
	}
	check := func(r store.Reader) {
		for _, c := range cases {
			wantKeys(t, r, c.from, c.to, false, c.want...)
			var backwards []string
			for _, key := range c.want {
				backwards = append([]string{key}, backwards...)
			}
			wantKeys(t, r, c.from, c.to, true, backwards...)
		}
		wantValuesAndRestart(t, r)
	}
	update(t, engine, func(w store.Writer) error { check(w); return nil })
	view(t, engine, func(r store.Reader) error { check(r); return nil })
}

// wantValuesAndRestart: the loop may stop, and a second loop begins anew.
func wantValuesAndRestart(t *testing.T, r store.Reader) {
	scan := r.Scan([]byte("bb"), nil, false)
	for range 2 {
		for key, value := range scan {
			if string(key) != "bb" || string(value) != "bb" {
				t.Errorf("the scan began with %q: %q, want bb: bb", key, value)
			}
			break
		}
	}
}

// writingWhileScanning: the scan goes on behind the last key as the transaction
// then is. It sees what was written ahead of it, and not what was deleted there.
// So a loop that puts a key ahead at each step never ends, on any engine.
func writingWhileScanning(t *testing.T, engine store.Engine) {
	cases := []struct {
		reverse bool
		at      map[string]string // what the loop puts (+) and deletes (-) at a key
		want    []string
	}{
		{false, nil, []string{"b", "d", "f", "h"}},
		{false, map[string]string{"b": "+c", "d": "+e +e2", "h": "+i"}, []string{"b", "c", "d", "e", "e2", "f", "h", "i"}},
		{false, map[string]string{"b": "+a +b", "d": "+c -b", "h": "+g"}, []string{"b", "d", "f", "h"}},
		{false, map[string]string{"b": "-b", "d": "-d -f", "h": "-h"}, []string{"b", "d", "h"}},
		{false, map[string]string{"b": "-d -f -h"}, []string{"b"}},
		{true, nil, []string{"h", "f", "d", "b"}},
		{true, map[string]string{"h": "+g", "f": "+e2 +e", "b": "+a"}, []string{"h", "g", "f", "e2", "e", "d", "b", "a"}},
		{true, map[string]string{"h": "+i +h", "f": "+g -h", "b": "+c"}, []string{"h", "f", "d", "b"}},
		{true, map[string]string{"h": "-h", "f": "-f -d", "b": "-b"}, []string{"h", "f", "b"}},
		{true, map[string]string{"h": "-f -d -b"}, []string{"h"}},
	}
	for _, c := range cases {
		update(t, engine, func(w store.Writer) error { return fill(w, "b", "d", "f", "h") })
		update(t, engine, func(w store.Writer) error {
			got := []string{}
			for key := range w.Scan(nil, nil, c.reverse) {
				got = append(got, string(key))
				if err := writeAll(w, c.at[string(key)]); err != nil {
					return err
				}
			}
			wantSame(t, got, c.want)
			return w.Err()
		})
	}
	drainAndMove(t, engine)
}

func writeAll(w store.Writer, commands string) error {
	for _, command := range strings.Fields(commands) {
		key := []byte(command[1:])
		err := w.Delete(key)
		if command[0] == '+' {
			err = w.Put(key, []byte("written in the loop"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fill makes keys the only ones in the store.
func fill(w store.Writer, keys ...string) error {
	var failures []error
	for key := range w.Scan(nil, nil, false) {
		failures = append(failures, w.Delete(key))
	}
	for _, key := range keys {
		failures = append(failures, w.Put([]byte(key), []byte(key)))
	}
	return errors.Join(append(failures, w.Err())...)
}

const many = 3_000 // keys; enough for a tree of several pages

func name(i int) string { return fmt.Sprintf("%06d", i) }

// drainAndMove empties a queue while scanning it, and fills another.
func drainAndMove(t *testing.T, engine store.Engine) {
	padding := bytes.Repeat([]byte("x"), 50)
	update(t, engine, func(w store.Writer) error {
		err := fill(w)
		for i := range many {
			err = errors.Join(err, w.Put([]byte("from"+name(i)), padding))
		}
		return err
	})
	for _, reverse := range []bool{false, true} {
		update(t, engine, func(w store.Writer) error {
			moved := 0
			for key, value := range w.Scan([]byte("from"), []byte("fron"), reverse) {
				to := append([]byte("into"), key[len("from"):]...)
				if err := errors.Join(w.Delete(key), w.Put(to, value)); err != nil {
					return err
				}
				if moved++; moved == many/2 {
					break
				}
			}
			if moved != many/2 {
				t.Errorf("moved %d keys, want %d", moved, many/2)
			}
			return w.Err()
		})
	}
	view(t, engine, func(r store.Reader) error {
		wantKeys(t, r, "", "into", false)
		wantKeys(t, r, "into", "", false, names("into", 0, many)...)
		return nil
	})
}

func names(prefix string, from, to int) []string {
	keys := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		keys = append(keys, prefix+name(i))
	}
	return keys
}

// scanningOverTheDeleted: a wide gap of deleted keys does not end a scan, and a
// store in which all were deleted is empty. In bbolt both leave empty pages.
func scanningOverTheDeleted(t *testing.T, engine store.Engine) {
	putAll(t, engine, names("", 0, many)...)
	update(t, engine, func(w store.Writer) error {
		for i := 1; i < many-1; i++ {
			if err := w.Delete([]byte(name(i))); err != nil {
				return err
			}
		}
		first, last := name(0), name(many-1)
		wantKeys(t, w, "", "", false, first, last)
		wantKeys(t, w, "", "", true, last, first)
		wantKeys(t, w, "", last, true, first)
		wantKeys(t, w, name(1), last, true)
		wantKeys(t, w, name(many/2), "", false, last)
		if err := errors.Join(w.Delete([]byte(first)), w.Delete([]byte(last))); err != nil {
			return err
		}
		wantKeys(t, w, "", "", false)
		wantKeys(t, w, "", "", true)
		wantKeys(t, w, "", name(many/2), true)
		return w.Put([]byte(name(many/2)), nil)
	})
	view(t, engine, func(r store.Reader) error {
		wantKeys(t, r, "", "", true, name(many/2))
		return nil
	})
}
