package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"bendahara/store"
	"bendahara/store/bolt"
)

// Where bbolt keeps what in a page: its number, its kind, how many elements.
const (
	kindAt     = 8
	elementsAt = 16

	kindBranch   = 1
	kindLeaf     = 2
	kindFreelist = 16
)

// TestDamageIsFound spoils a file in one place; Open or Check has to say so, and
// the process has to live.
func TestDamageIsFound(t *testing.T) {
	whole, pageSize := fileOfManyPages(t)
	cases := map[string]func(file []byte) []byte{
		"nothing": func(file []byte) []byte { return file },
		"a key out of order": func(file []byte) []byte {
			return bytes.ReplaceAll(file, []byte("key/0700"), []byte("zey/0700"))
		},
		"a page of no kind":          inPages(pageSize, kindLeaf, func(page []byte) { page[kindAt] = 0x40 }),
		"a page with another number": inPages(pageSize, kindLeaf, func(page []byte) { page[0] ^= 1 }),
		"a branch to beyond the file": inPages(pageSize, kindBranch, func(page []byte) {
			binary.LittleEndian.PutUint64(page[elementsAt+8:], 100_000)
		}),
		"a branch to beyond the address space": inPages(pageSize, kindBranch, func(page []byte) {
			binary.LittleEndian.PutUint64(page[elementsAt+8:], 1<<40)
		}),
		"a branch to another's page": inPages(pageSize, kindBranch, func(page []byte) {
			copy(page[elementsAt+8:elementsAt+16], page[elementsAt+16+8:])
		}),
		"a free list that is none": inPages(pageSize, kindFreelist, func(page []byte) { page[kindAt] = kindLeaf }),
		"a free page that is in use": inPages(pageSize, kindFreelist, func(page []byte) {
			binary.LittleEndian.PutUint64(page[elementsAt:], 5)
		}),
		"cut to half":          func(file []byte) []byte { return file[:len(file)/2/pageSize*pageSize] },
		"cut in a large value": func(file []byte) []byte { return file[:bytes.LastIndex(file, largeValue[pageSize:])/pageSize*pageSize] },
		"cut to 3 pages":       func(file []byte) []byte { return file[:3*pageSize] },
		"cut to 100":           func(file []byte) []byte { return file[:100] },
		"both heads":           func(file []byte) []byte { clear(file[:2*pageSize]); return file },
		"another's file":       func([]byte) []byte { return bytes.Repeat([]byte("a letter to the office\n"), 10_000) },
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			spoiled := spoil(bytes.Clone(whole))
			if name != "nothing" && bytes.Equal(spoiled, whole) {
				t.Fatal("the case does not spoil anything")
			}
			path := filepath.Join(t.TempDir(), "store.db")
			if err := os.WriteFile(path, spoiled, 0o600); err != nil {
				t.Fatal(err)
			}
			err := openAndCheck(path)
			if name == "nothing" && err != nil {
				t.Errorf("a whole file: %v", err)
			}
			if name != "nothing" && !errors.Is(err, bolt.ErrDamaged) {
				t.Errorf("the error is %v, want %v", err, bolt.ErrDamaged)
			}
		})
	}
}

// A half-written newest head is what a power failure leaves: the one before holds.
func TestOneSpoiledHeadIsSurvived(t *testing.T) {
	whole, pageSize := fileOfManyPages(t)
	for head := range 2 {
		spoiled := bytes.Clone(whole)
		clear(spoiled[head*pageSize+40 : (head+1)*pageSize])
		path := filepath.Join(t.TempDir(), "store.db")
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		engine := mustOpen(t, path)
		if got := get(t, engine, "key/0001"); got != "value" {
			t.Errorf("without head %d: got %q, want value", head, got)
		}
		engine.Close()
	}
}

func openAndCheck(path string) error {
	engine, err := bolt.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(engine.Check(), engine.Close())
}

var largeValue = bytes.Repeat([]byte("large"), 10_000)

// fileOfManyPages is a store's file, with free pages too, without the unused end.
func fileOfManyPages(t *testing.T) (file []byte, pageSize int) {
	t.Helper()
	engine := openChecked(t, bolt.OpenNoSync)
	for range 3 {
		err := engine.Update(context.Background(), func(w store.Writer) error {
			for i := range 1_000 {
				if err := w.Put(fmt.Appendf(nil, "key/%04d", i), []byte("value")); err != nil {
					return err
				}
			}
			return w.Put([]byte("large"), largeValue)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var whole bytes.Buffer
	if _, err := engine.WriteTo(context.Background(), &whole); err != nil {
		t.Fatal(err)
	}
	return whole.Bytes(), os.Getpagesize()
}

// inPages spoils every page of a kind, those that are in use among them.
func inPages(pageSize int, kind uint16, spoil func(page []byte)) func([]byte) []byte {
	return func(file []byte) []byte {
		for at := 2 * pageSize; at < len(file); at += pageSize {
			page := file[at : at+pageSize]
			if binary.LittleEndian.Uint16(page[kindAt:]) == kind {
				spoil(page)
			}
		}
		return file
	}
}
