package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// Every group whose chain is broken is named, and not only the first.
func TestVerifyNamesEachGroup(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		keys := rawKeys(t, b)
		for _, key := range []string{"journal @A01/#2", "journal @B01/#1", "journal @/#1"} {
			whole := b.raw()[keys[key]]
			b.rawPut(keys[key], replaced(`"amount":"`, `"amount":"1`)(whole))
		}
		for _, says := range []string{"entry A01/2 is altered", "entry B01/1 is altered", "entry UPK/1 is altered"} {
			wantFault(t, b, "all", store.ErrVerify, says)
		}
	})
}

// A key of no group is no hiding place for an entry.
func TestVerifyFindsAKeyOfNoGroup(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		b.rawPut("1j", []byte("\x01{}"))
		wantFault(t, b, "an entry", store.ErrVerify, "of no group")
		b.rawPut("1j", nil)
		b.rawPut("1j\x00\x01A01", []byte("\x01{}"))
		wantFault(t, b, "an entry", store.ErrVerify, "of no group")
	})
}

func TestVerifyTellsProgress(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		var told, totals []int
		v, err := b.db.Verify(t.Context(), func(done, total int) { told, totals = append(told, done), append(totals, total) })
		if err != nil {
			t.Fatal(err)
		}
		same(t, "verified", v, healthyBooks)
		if len(told) != 12 || totals[0] != 12 { // three chains and nine other parts
			t.Errorf("told %v of %v", told, totals)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := b.db.Verify(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}

// While the store goes on working, Verify sees one state of it, whatever the engine does.
func TestVerifyWhileWorking(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		var working sync.WaitGroup
		stop := make(chan struct{})
		working.Go(func() {
			for range 300 {
				select {
				case <-stop:
					return
				default:
				}
				// Moves money of both groups through the UPK's own cash, in one commit.
				b.do(func(tx *store.Tx) error {
					for _, g := range []ledger.GroupCode{"A01", "B01"} {
						e, err := sealed(tx, ledger.DepositEntry(g, nil, 1_000, date("2026-03-10")), at(noon))
						if err != nil {
							return err
						}
						if err := tx.Post(e); err != nil {
							return err
						}
					}
					return nil
				})
			}
		})
		for range 20 {
			if v, err := b.db.Verify(t.Context(), nil); err != nil || v.Entries%2 != 1 {
				t.Errorf("%d entries: %v", v.Entries, err)
				break
			}
		}
		close(stop)
		working.Wait()
	})
	twice := store.New(storetest.Twice(memory.New()))
	if _, err := twice.Verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

// A chain can be followed where the rest of the store is spoiled.
func TestFollow(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		follows := func(want string) {
			t.Helper()
			var said []string
			err := b.db.Engine().View(t.Context(), func(r store.Reader) error {
				chains, err := store.Chains(r)
				for _, c := range chains {
					said = append(said, fmt.Sprint(c.Name(), c.Follow(r) == nil))
				}
				return err
			})
			if got := strings.Join(said, " "); err != nil || got != want {
				t.Errorf("%s, %v; want %s", got, err, want)
			}
		}
		follows("UPKtrue A01true B01true")
		keys, whole := rawKeys(t, b), b.raw()
		for _, key := range []string{"@A01/#1", "@A01/#2", "@A01/#4"} { // in two months
			for _, spoilt := range [][]byte{{}, nil, replaced(`"amount":"`, `"amount":"1`)(whole[keys["journal "+key]])} {
				b.rawPut(keys["journal "+key], spoilt)
				follows("UPKtrue A01false B01true")
				b.rawPut(keys["journal "+key], whole[keys["journal "+key]])
			}
		}
		b.rawPut(keys["chain A01"], replaced(`"number":4`, `"number":3`)(whole[keys["chain A01"]]))
		follows("UPKtrue A01false B01true")
	})
}
