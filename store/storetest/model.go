package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bendahara/store"
)

// model is what the store should hold.
type model map[string]string

// agreesWithMap runs random transactions on the engine and on a map, some of
// which are rolled back, and compares all that can be read, within them and after.
func agreesWithMap(t *testing.T, open func(*testing.T) store.Engine) {
	rapid.Check(t, func(rt *rapid.T) {
		engine := open(t)
		defer closeEngine(rt, engine)
		committed := model{}
		for range rapid.IntRange(1, 6).Draw(rt, "transactions") {
			steps := rapid.SliceOfN(stepGenerator, 0, 10).Draw(rt, "steps")
			ending := rapid.SampledFrom([]string{"commit", "commit", "error", "panic"}).Draw(rt, "ending")
			after := transact(rt, engine, committed, steps, ending)
			if ending == "commit" {
				committed = after
			}
			view(rt, engine, func(r store.Reader) error { committed.compare(rt, r); return nil })
		}
	})
}

// step is one thing that a transaction does. The scans are over from <= key < to.
type step struct {
	Do       string
	From, To string
	Size     int
}

var stepGenerator = rapid.Custom(func(rt *rapid.T) step {
	return step{
		Do:   rapid.SampledFrom([]string{"put", "put", "put all", "delete", "delete all", "scan", "scan back"}).Draw(rt, "do"),
		From: keyGenerator.Draw(rt, "from"),
		To:   keyGenerator.Draw(rt, "to"),
		Size: rapid.SampledFrom([]int{0, 1, 30, 700, 5_000}).Draw(rt, "size"),
	}
})

// keyGenerator takes from few keys, so that they meet, and some that sort badly.
var keyGenerator = rapid.OneOf(
	rapid.Map(rapid.IntRange(0, 99), name),
	rapid.SampledFrom([]string{"\x00", "a", "a\x00", "A", "\xff", "\xff\xff", name(50) + "\x00"}),
)

// transact returns what the store holds if the transaction is committed.
func transact(rt *rapid.T, engine store.Engine, before model, steps []step, ending string) model {
	after := before
	var err error
	func() {
		defer func() {
			if reason := recover(); reason == errStop {
				err = errStop
			} else if reason != nil {
				panic(reason)
			}
		}()
		err = engine.Update(context.Background(), func(w store.Writer) error {
			now := maps.Clone(before)
			for _, step := range steps {
				if err := now.take(rt, w, step); err != nil {
					return err
				}
			}
			now.compare(rt, w)
			after = now
			switch ending {
			case "error":
				return errStop
			case "panic":
				panic(errStop)
			}
			return nil
		})
	}()
	if wanted := ending != "commit"; errors.Is(err, errStop) != wanted || !wanted && err != nil {
		rt.Fatalf("the transaction ended with %v, want %s", err, ending)
	}
	return after
}

func (m model) take(rt *rapid.T, w store.Writer, s step) error {
	switch s.Do {
	case "put":
		return m.put(w, s.From, s.Size)
	case "put all":
		for i := range 100 {
			if err := m.put(w, name(i), s.Size); err != nil {
				return err
			}
		}
	case "delete":
		delete(m, s.From)
		return w.Delete([]byte(s.From))
	case "delete all": // in the range, while scanning it
		for key := range w.Scan([]byte(s.From), []byte(s.To), s.Size%2 == 0) {
			delete(m, string(key))
			if err := w.Delete(key); err != nil {
				return err
			}
		}
		if left := m.keys(s.From, s.To, false); len(left) > 0 {
			rt.Errorf("the deleting scan left out %q", left)
		}
		return w.Err()
	default:
		reverse := s.Do == "scan back"
		wantKeys(rt, w, s.From, s.To, reverse, m.keys(s.From, s.To, reverse)...)
	}
	return nil
}

func (m model) put(w store.Writer, key string, size int) error {
	value := slices.Repeat([]byte(key[:1]), size)
	m[key] = string(value)
	return w.Put([]byte(key), value)
}

// keys are those of the range, in the order of a scan.
func (m model) keys(from, to string, reverse bool) []string {
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(m)), func(key string) bool { return key < from || to != "" && key >= to })
	if reverse {
		slices.Reverse(keys)
	}
	return keys
}

// compare reads everything in both ways, and keys that are not there.
func (m model) compare(rt *rapid.T, r store.Reader) {
	wantKeys(rt, r, "", "", true, m.keys("", "", true)...)
	wantKeys(rt, r, "", "", false, m.keys("", "", false)...)
	for key, value := range r.Scan(nil, nil, false) {
		if m[string(key)] != string(value) {
			rt.Errorf("scanned %q with %.20q of %d bytes, want %.20q of %d", key, value, len(value), m[string(key)], len(m[string(key)]))
		}
	}
	for i := range 100 {
		if value, is := m[name(i)]; is {
			wantValue(rt, r, name(i), value)
		} else {
			wantAbsent(rt, r, name(i))
		}
	}
}
