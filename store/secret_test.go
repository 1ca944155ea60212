package store_test

import (
	"regexp"
	"testing"

	"bendahara/store"
	"bendahara/store/memory"
)

// TestCode: a number of four digits, the same whenever it is asked and after a
// restart, another for another message, and another in another store.
func TestCode(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		code := func(message string) (code string) {
			b.do(func(tx *store.Tx) (err error) { code, err = tx.Code(message); return err })
			if !regexp.MustCompile(`^\d{4}$`).MatchString(code) {
				t.Errorf("%q is no four digits", code)
			}
			return code
		}
		err := b.db.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Code("i1"); return err })
		if err == nil {
			t.Error("a view made a secret")
		}
		var first [20]string
		same := 0
		for i := range first {
			first[i] = code(string(rune('a' + i)))
			if first[i] == first[0] {
				same++
			}
		}
		if same == len(first) {
			t.Errorf("every message has %s", first[0])
		}
		b.reopen()
		for i := range first {
			if now := code(string(rune('a' + i))); now != first[i] {
				t.Errorf("after a restart it is %s, was %s", now, first[i])
			}
		}
		other := &books{t: t, begin: b.begin}
		other.start()
		defer other.close()
		same = 0
		for i := range first {
			var there string
			other.do(func(tx *store.Tx) (err error) { there, err = tx.Code(string(rune('a' + i))); return err })
			if there == first[i] {
				same++
			}
		}
		if same == len(first) {
			t.Error("two stores have the same secret")
		}
	})
}

// TestKnownSecret: with a known secret the numbers can be foretold, so that a talk
// can be repeated.
func TestKnownSecret(t *testing.T) {
	for range 2 {
		db := store.New(memory.New(), store.WithSecret([]byte("known")))
		err := db.View(t.Context(), func(tx *store.Tx) error {
			code, err := tx.Code("i1")
			if code != "6707" {
				t.Errorf("it is %s", code)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
