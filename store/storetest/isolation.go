package storetest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"bendahara/store"
)

// viewIsSnapshot also wants that an Update commits while a View runs: a report
// that takes a minute must not keep people waiting.
func viewIsSnapshot(t *testing.T, engine store.Engine) {
	putAll(t, engine, "changed", "deleted")
	view(t, engine, func(r store.Reader) error {
		for range 3 {
			done := make(chan error, 1) // in a goroutine: an engine may forbid it inside a View of the same one
			go func() { done <- changeAll(engine) }()
			if err := <-done; err != nil {
				return err
			}
			wantValue(t, r, "changed", "changed")
			wantValue(t, r, "deleted", "deleted")
			wantAbsent(t, r, "new")
			wantKeys(t, r, "", "", false, "changed", "deleted")
			wantKeys(t, r, "", "", true, "deleted", "changed")
		}
		return nil
	})
	view(t, engine, func(r store.Reader) error {
		wantValue(t, r, "changed", "later")
		wantKeys(t, r, "", "", false, "changed", "new")
		return nil
	})
}

func changeAll(engine store.Engine) error {
	return engine.Update(context.Background(), func(w store.Writer) error {
		return errors.Join(
			w.Put([]byte("changed"), []byte("later")),
			w.Put([]byte("new"), []byte("new")),
			w.Delete([]byte("deleted")),
		)
	})
}

// think is how long the functions below wait between reading and writing. Without
// it they hardly ever meet, and an engine that loses updates passes.
const think = time.Millisecond

// noLostUpdate: increments by many goroutines add up.
func noLostUpdate(t *testing.T, engine store.Engine) {
	const workers, each = 6, 8
	together(t, workers, func(int) error {
		for range each {
			if err := engine.Update(context.Background(), func(w store.Writer) error {
				sum, err := number(w, "sum")
				if err != nil {
					return err
				}
				time.Sleep(think)
				return w.Put([]byte("sum"), strconv.AppendInt(nil, int64(sum)+1, 10))
			}); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, engine, func(r store.Reader) error {
		wantValue(t, r, "sum", strconv.Itoa(workers*each))
		return nil
	})
}

// noWriteSkew: each transaction reads what the other writes. Of two who are on
// duty each may leave while the other stays; never both, also where the rule is
// read by a scan.
func noWriteSkew(t *testing.T, engine store.Engine) {
	people := []string{"duty/ani", "duty/budi"}
	for range 10 {
		putAll(t, engine, people...)
		together(t, len(people), func(i int) error {
			return engine.Update(context.Background(), func(w store.Writer) error {
				onDuty := 0
				for range w.Scan([]byte("duty/"), []byte("duty0"), false) {
					onDuty++
				}
				if onDuty < 2 {
					return w.Err()
				}
				time.Sleep(think)
				return w.Delete([]byte(people[i]))
			})
		})
		view(t, engine, func(r store.Reader) error {
			for range r.Scan([]byte("duty/"), []byte("duty0"), false) {
				return nil
			}
			t.Error("both left, though each had seen the other stay")
			return r.Err()
		})
	}
}

func number(r store.Reader, key string) (int, error) {
	text, err := r.Get([]byte(key))
	if err != nil || text == nil {
		return 0, err
	}
	return strconv.Atoi(string(text))
}

// together runs work(0), work(1)... at once and wants no errors.
func together(t *testing.T, workers int, work func(i int) error) {
	t.Helper()
	start := make(chan struct{})
	failures := make([]error, workers)
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() {
			<-start
			failures[i] = work(i)
		})
	}
	close(start)
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
}
