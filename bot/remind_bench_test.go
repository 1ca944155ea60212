package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
)

// Loans of a large store, ten a group.
const loansInGroup = 10

// rows are what a store has of one group.
type rows struct{ keys, values [][]byte }

// patterns are what a store has of two groups, as the store's own verbs write it: of the
// first everybody is to be reminded on 12 March, of the second on the 22nd. Their codes
// have the same length, and stand in every phone number, so that one put in the place of
// another makes another group. Entries are left out, since nothing here asks for them.
func patterns(t testing.TB) (shared rows, groups [2]rows, codes [2][]byte) {
	w := &world{T: &testing.T{}, log: &bytes.Buffer{}, now: at("03-02 09:00"), net: &network{}}
	engine := memory.New()
	db := store.New(engine)
	codes = [2][]byte{[]byte("50000000"), []byte("50000001")}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutUPK(ledger.UPK{Code: "K", Name: "UPK Kalijambe"}); err != nil {
			return err
		}
		for i, code := range codes {
			if err := tx.PutGroup(ledger.Group{Code: ledger.GroupCode(code), Name: "Melati " + string(code), Type: ledger.SPP}); err != nil {
				return err
			}
			for n := range loansInGroup {
				m := ledger.Member{
					Code: ledger.MemberCode(fmt.Sprintf("%s-%02d", code, n)), Group: ledger.GroupCode(code), Name: fmt.Sprintf("Siti %c", 'A'+n),
					Phone: ledger.Phone(fmt.Sprintf("+628%s%d", code, n)), Status: ledger.Active, Consent: true, Office: ledger.Ordinary,
				}
				err := errors.Join(tx.PutMember(m), lendOn(tx, ledger.LoanCode(fmt.Sprintf("%s-L%d", code, n)), m.Group, ledger.NewDate(2026, 2, 15+10*i), m.Code))
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		_, err = bot.New(db, w.logger()).Remind(t.Context(), w.now) // so that it is known when to look again
	}
	if err != nil {
		t.Fatal(err)
	}
	err = engine.View(t.Context(), func(r store.Reader) error {
		for key, value := range r.Scan(nil, nil, false) {
			of := &shared
			for i, code := range codes {
				if bytes.Contains(key, code) {
					of = &groups[i]
				}
			}
			if bytes.ContainsRune([]byte("jhpMLk"), rune(key[1])) { // entries and chains, who is found by phone or code
				continue
			}
			of.keys, of.values = append(of.keys, key), append(of.values, value)
		}
		return r.Err()
	})
	if err != nil || len(groups[0].keys) < 3*loansInGroup {
		t.Fatalf("%d rows of a group, %v", len(groups[0].keys), err)
	}
	return shared, groups, codes
}

// plant fills an engine with so many groups, of which everybody in each nth is to be
// reminded on 12 March.
func plant(t testing.TB, engine store.Engine, n, nth int) {
	t.Helper()
	shared, groups, codes := patterns(t)
	var prefixes []string // what stands before a group's code in a key: the order of the keys
	for i, g := range groups {
		for _, key := range g.keys {
			before, _, _ := bytes.Cut(key, codes[i])
			prefixes = append(prefixes, string(before))
		}
	}
	slices.Sort(prefixes)
	err := engine.Update(t.Context(), func(w store.Writer) error {
		for i, key := range shared.keys {
			if err := w.Put(key, shared.values[i]); err != nil {
				return err
			}
		}
		for _, prefix := range slices.Compact(prefixes) {
			for i := range n {
				which := 0
				if i%nth > 0 {
					which = 1
				}
				was, is := codes[which], fmt.Appendf(nil, "5%07d", i)
				for j, key := range groups[which].keys {
					if before, _, _ := bytes.Cut(key, was); string(before) != prefix {
						continue
					}
					if err := w.Put(bytes.ReplaceAll(key, was, is), bytes.ReplaceAll(groups[which].values[j], was, is)); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkRemind decides the day's reminders where one loan of a hundred is due. x-1e4 is
// the time for each of those to that of the smallest store.
func BenchmarkRemind(b *testing.B) {
	var first float64
	for _, loans := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(loans, " loans"), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "store.db")
			if err := bolt.Fill(path, func(e *bolt.Engine) error { plant(b, e, loans/loansInGroup, 100); return nil }); err != nil {
				b.Fatal(err)
			}
			engine, err := bolt.OpenNoSync(path)
			if err != nil {
				b.Fatal(err)
			}
			db := store.New(engine)
			defer db.Close()
			bendahara := bot.New(db, (&world{log: &bytes.Buffer{}}).logger())
			now, want := at("03-12 08:00"), loans/100
			for b.Loop() {
				if due, err := bendahara.Due(b.Context(), now); err != nil || len(due) != want {
					b.Fatalf("%d reminders, %v; want %d", len(due), err, want)
				}
			}
			each := float64(b.Elapsed()) / float64(b.N) / float64(want)
			if first == 0 {
				first = each
			}
			b.ReportMetric(each, "ns/due-loan")
			b.ReportMetric(each/first, "x-1e4")
			began := time.Now()
			if n, err := bendahara.Remind(b.Context(), now); err != nil || n != want {
				b.Fatalf("%d reminded, %v; want %d", n, err, want)
			}
			b.ReportMetric(float64(time.Since(began))/float64(want), "ns/reminder-written")
		})
	}
}

// TestRemindingCostsWhatIsDue: what is read for the day's reminders follows the loans that
// are due, not those that there are.
func TestRemindingCostsWhatIsDue(t *testing.T) {
	reads := func(groups, due int) int {
		counted := &counting{Engine: memory.New()}
		plant(t, counted, groups, groups/due)
		b := bot.New(store.New(counted), (&world{log: &bytes.Buffer{}}).logger())
		counted.reads = 0
		if n, err := b.Remind(t.Context(), at("03-12 08:00")); err != nil || n != due*loansInGroup {
			t.Fatalf("%d reminded, %v; want %d", n, err, due*loansInGroup)
		}
		if n, err := b.Remind(t.Context(), at("03-12 08:05")); err != nil || n != 0 {
			t.Fatalf("%d reminded again, %v", n, err)
		}
		return counted.reads
	}
	few, many, double := reads(50, 5), reads(2_000, 5), reads(2_000, 10)
	t.Logf("%d reads with 500 loans, %d with 20,000; %d where twice as many are due", few, many, double)
	if few == 0 || many > few*11/10 || double < many*3/2 {
		t.Errorf("%d reads with 500 loans, %d with 20,000; %d where twice as many are due", few, many, double)
	}
}

// counting is an engine that counts what is read of it.
type counting struct {
	store.Engine
	reads int
}

func (c *counting) View(ctx context.Context, fn func(store.Reader) error) error {
	return c.Engine.View(ctx, func(r store.Reader) error { return fn(countingReader{r, c}) })
}

func (c *counting) Update(ctx context.Context, fn func(store.Writer) error) error {
	return c.Engine.Update(ctx, func(w store.Writer) error { return fn(countingWriter{w, countingReader{w, c}}) })
}

type countingReader struct {
	store.Reader
	c *counting
}

func (r countingReader) Get(key []byte) ([]byte, error) { r.c.reads++; return r.Reader.Get(key) }

func (r countingReader) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for key, value := range r.Reader.Scan(from, to, reverse) {
			if r.c.reads++; !yield(key, value) {
				return
			}
		}
	}
}

type countingWriter struct {
	store.Writer
	r countingReader
}

func (w countingWriter) Get(key []byte) ([]byte, error) { return w.r.Get(key) }

func (w countingWriter) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return w.r.Scan(from, to, reverse)
}
