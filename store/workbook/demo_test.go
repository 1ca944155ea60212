package workbook_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

var demoNow = time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60))

func newStore(t testing.TB) *store.DB {
	t.Helper()
	db := store.New(memory.New())
	t.Cleanup(func() { db.Close() })
	return db
}

func demoStore(t testing.TB, now time.Time) (*store.DB, workbook.Guide) {
	t.Helper()
	db := newStore(t)
	guide, err := workbook.Demo(t.Context(), db, now)
	if err != nil {
		t.Fatal(err)
	}
	return db, guide
}

// sharedDemo is one demonstration for all tests that only read it.
var sharedDemo = sync.OnceValues(func() (*store.DB, error) {
	db := store.New(memory.New())
	_, err := workbook.Demo(context.Background(), db, demoNow)
	return db, err
})

func readOnlyDemo(t testing.TB) *store.DB {
	t.Helper()
	db, err := sharedDemo()
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestDemoFigures holds the demonstration to what UPK Kalijambe published.
func TestDemoFigures(t *testing.T) {
	for _, now := range []time.Time{demoNow.AddDate(0, 0, 21), time.Date(2028, 2, 29, 23, 0, 0, 0, time.UTC)} {
		db, guide := demoStore(t, now)
		view(t, db, func(tx *store.Tx) {
			checkDemo(t, tx, now)
			again, ok, err := workbook.DemoGuide(tx)
			if err != nil || !ok || !reflect.DeepEqual(again, guide) {
				t.Errorf("kept guide %+v, %v, %v, want %+v", again, ok, err, guide)
			}
		})
	}
}

func checkDemo(t *testing.T, tx *store.Tx, now time.Time) {
	villages, err1 := tx.Villages()
	groups, err2 := tx.Groups()
	balances, err3 := tx.Balances()
	verified, err4 := tx.Verify()
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			t.Fatal(err)
		}
	}
	types := map[ledger.GroupType]int{}
	near := 0
	today := ledger.DateOf(now.In(ledger.Settings{}.Zone()))
	for _, g := range groups {
		types[g.Type]++
		loans, err := tx.Loans(g.Code)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range loans {
			s, err := l.Schedule()
			if err != nil {
				t.Fatal(err)
			}
			paid, err := l.PaidToUPK(tx.Balance)
			if err != nil {
				t.Fatal(err)
			}
			if next := s.On(today, paid).NextDue; l.Open() && next >= today-3 && next <= today+3 {
				near++
			}
		}
	}
	if len(villages) != 14 || types[ledger.SPP] != 142 || types[ledger.UEP] != 69 || len(groups) != 211 {
		t.Errorf("%d villages, %v groups", len(villages), types)
	}
	if verified.Members < 2000 || verified.Members > 2300 {
		t.Errorf("%d members, want about 2110", verified.Members)
	}
	if near < 20 {
		t.Errorf("only %d loans fall due within three days", near)
	}
	checkDemoMoney(t, balances)
}

func checkDemoMoney(t *testing.T, balances ledger.Balances) {
	t.Helper()
	var assets, loans, held, saved ledger.Money
	for a, m := range balances {
		switch a.Code {
		case ledger.UPKCash, ledger.UPKBank:
			assets += m
			if m < 0 {
				t.Errorf("%s is %d", a, m)
			}
		case ledger.LoanPrincipal:
			assets += m
			loans += m
		case ledger.TreasurerCash:
			held += m
		case ledger.Savings:
			saved -= m
		}
	}
	if assets != 3_302_099_385 {
		t.Errorf("assets are %d", assets)
	}
	t.Logf("loans %s, cash %s, bank %s, with treasurers %s, saved %s", loans,
		balances[ledger.Account{Code: ledger.UPKCash}], balances[ledger.Account{Code: ledger.UPKBank}], held, saved)
	if held <= 0 || saved <= 0 || loans < 2_000_000_000 {
		t.Errorf("loans %d, held by treasurers %d, saved %d", loans, held, saved)
	}
}

// TestDemoIsTheSame: the same now gives the same store, to the last hash.
func TestDemoIsTheSame(t *testing.T) {
	first := readOnlyDemo(t)
	second, _ := demoStore(t, demoNow)
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b.jsonl")
	export(t, first, a)
	export(t, second, b)
	if readFile(t, a) != readFile(t, b) {
		t.Error("two demonstrations of the same day are not the same")
	}
}

// TestDemoNumbers: no number of the demonstration can be anybody's.
func TestDemoNumbers(t *testing.T) {
	db := readOnlyDemo(t)
	view(t, db, func(tx *store.Tx) {
		with, without := 0, 0
		groups, err := tx.Groups()
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			members, err := tx.Members(g.Code)
			if err != nil {
				t.Fatal(err)
			}
			names := map[string]bool{}
			for _, m := range members {
				if names[m.Name] {
					t.Errorf("%s: two are called %s", g.Code, m.Name)
				}
				names[m.Name] = true
				if m.Phone == "" {
					without++
					continue
				}
				with++
				if !strings.HasPrefix(string(m.Phone), "+62840") {
					t.Errorf("%s has the number %s, which may be somebody's", m.Code, m.Phone)
				}
			}
		}
		if share := 100 * without / (with + without); share < 25 || share > 42 {
			t.Errorf("%d %% of the members have no phone, want about a third", share)
		}
	})
}

func TestDemoGuide(t *testing.T) {
	db := readOnlyDemo(t)
	var guide workbook.Guide
	view(t, db, func(tx *store.Tx) {
		kept, ok, err := workbook.DemoGuide(tx)
		if guide = kept; err != nil || !ok {
			t.Fatal(ok, err)
		}
		treasurers, err := tx.MembersByPhone(guide.People[0].Phone)
		if err != nil || len(treasurers) != 1 || treasurers[0].Office != ledger.Treasurer || treasurers[0].Name != guide.People[0].Name {
			t.Fatalf("treasurer %+v, %v", treasurers, err)
		}
		members, err := tx.MembersByPhone(guide.People[1].Phone)
		if err != nil || len(members) != 1 || members[0].Group != treasurers[0].Group || !strings.HasPrefix(members[0].Name, "Siti ") {
			t.Fatalf("member %+v, %v", members, err)
		}
	})
	if got := guide.People[0].Try[0]; got != "bayar Siti 230000" {
		t.Errorf("the guide begins with %q", got)
	}
}

func TestDemoNeedsAnEmptyStore(t *testing.T) {
	if _, err := workbook.Demo(t.Context(), readOnlyDemo(t), demoNow); !errors.Is(err, workbook.ErrNotEmpty) {
		t.Error("a second demonstration went into the same store")
	}
}

// BenchmarkDemo is the time from an empty data directory to a demonstration that
// can be tried, on a real file: it should stay below 5 seconds.
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		engine, err := bolt.Open(filepath.Join(b.TempDir(), "store"))
		if err != nil {
			b.Fatal(err)
		}
		db := store.New(engine)
		if _, err := workbook.Demo(b.Context(), db, demoNow); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
