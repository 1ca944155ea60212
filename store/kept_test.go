package store_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// What a neighbour in the group read of the registers, and kept, counts for nothing where
// the change that it read was lost with the commit.
func TestNothingIsKeptOfALostChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fault := storetest.Works
		hold := make(chan struct{})
		below := &counted{Engine: storetest.Faulty(memory.New(), func() storetest.Fault { return fault })}
		db := store.New(below)
		name := func(to string) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.PutMember(ledger.Member{Code: "A01-03", Group: "A01", Name: to}) }
		}
		names := func(tx *store.Tx) string {
			members, err := tx.Members("A01")
			if err != nil || len(members) != 1 {
				t.Fatal(members, err)
			}
			return members[0].Name
		}
		want := func(when, want string) {
			t.Helper()
			err := db.View(t.Context(), func(tx *store.Tx) error {
				if got := names(tx); got != want {
					t.Errorf("%s her name is %q, want %q", when, got, want)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		if err := db.Update(t.Context(), name("Siti")); err != nil {
			t.Fatal(err)
		}
		want("at first", "Siti")

		below.hold, fault = hold, storetest.Lost
		seen := ""
		go db.Update(t.Context(), name("Wagirah"))
		synctest.Wait()
		go db.Update(t.Context(), func(tx *store.Tx) error { seen = names(tx); return tx.SetStopped("+62811", true, time.Now()) })
		synctest.Wait()
		close(hold)
		synctest.Wait()
		if seen != "Wagirah" {
			t.Errorf("the neighbour saw %q: the two were not in one group", seen)
		}
		fault = storetest.Works
		if err := db.Update(t.Context(), name("Tukiyem")); err != nil {
			t.Fatal(err)
		}
		want("then", "Tukiyem")
	})
}

// The newest entries are kept decoded; those that were rolled back are not among them,
// however many bear the same number.
func TestRecentAfterWhatWasRolledBack(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		recent := func(tx *store.Tx, limit int) (amounts []ledger.Money) {
			list, err := tx.Recent("A01", time.Time{}, limit)
			if err != nil {
				t.Error(err)
			}
			for _, e := range list {
				amounts = append(amounts, e.Amount)
			}
			return amounts
		}
		want := func(limit int, want ...ledger.Money) {
			t.Helper()
			err := b.db.View(t.Context(), func(tx *store.Tx) error {
				same(t, "the newest", recent(tx, limit), want)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		undone := errors.New("undone")
		tried := func(amount ledger.Money, heard string) {
			t.Helper()
			err := b.db.Update(t.Context(), func(tx *store.Tx) error {
				head, err := tx.Head("A01")
				e := paid("A01", amount)
				e.Heard = at(heard)
				if err := errors.Join(err, tx.Post(e.Seal(head))); err != nil {
					return err
				}
				if got := recent(tx, 1); len(got) != 1 || got[0] != amount {
					t.Errorf("the writer sees %v as the newest, want %d", got, amount)
				}
				return undone
			})
			if !errors.Is(err, undone) {
				t.Error(err)
			}
		}
		b.post(paid("A01", 10), "2026-01-31 12:00")
		tried(20, "2026-02-01 12:00")
		want(5, 10)
		b.post(paid("A01", 30), "2026-02-01 12:00")
		tried(40, "2026-02-02 12:00")
		tried(50, "2026-02-02 12:00")
		want(1, 30)
		want(5, 30, 10)
		b.post(paid("A01", 60), "2026-02-03 12:00")
		b.post(paid("A01", 70), "2026-03-03 12:00")
		want(1, 70)
		want(5, 70, 60, 30, 10)
		for i := range 200 { // more than are kept
			b.post(paid("A01", ledger.Money(100+i)), "2026-03-04 12:00")
		}
		want(2, 299, 298)
		b.db.View(t.Context(), func(tx *store.Tx) error {
			got := recent(tx, 1000)
			if len(got) != 204 || got[200] != 70 || got[203] != 10 {
				t.Errorf("%d entries, the last %v", len(got), got[max(0, len(got)-5):])
			}
			return nil
		})
		b.post(paid("A01", 300), "2026-03-04 12:00")
		want(3, 300, 299, 298)
	})
}

// However many groups are looked at, the indexes of the last are kept and not of all.
func TestIndexesOfFewGroupsAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		const groups, most = 1_000, 512
		code := func(i int) ledger.GroupCode { return ledger.GroupCode(fmt.Sprintf("K%04d", i)) }
		b.do(func(tx *store.Tx) error {
			for i := range groups {
				if err := tx.PutGroup(ledger.Group{Code: code(i)}); err != nil {
					return err
				}
			}
			return nil
		})
		b.do(func(tx *store.Tx) error {
			for i := range groups {
				if _, err := tx.GroupIndex(code(i)); err != nil {
					return err
				}
			}
			return nil
		})
		index := func(i int) *conversation.GroupIndex {
			return ask(b, func(tx *store.Tx) (*conversation.GroupIndex, error) { return tx.GroupIndex(code(i)) })
		}
		if n := b.db.KeptIndexes(); n > most {
			t.Errorf("%d indexes are kept", n)
		}
		if last := index(groups - 1); last != index(groups-1) {
			t.Error("the index of the last group is made again")
		}
	})
}
