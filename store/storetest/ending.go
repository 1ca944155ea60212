package storetest

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"bendahara/store"
)

func cancelledContext(t *testing.T, engine store.Engine) {
	putAll(t, engine, "a", "b", "c")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	wantError(t, "View, cancelled before", context.Canceled, engine.View(ctx, func(store.Reader) error {
		t.Error("View ran its function in a cancelled context")
		return nil
	}))
	wantError(t, "Update, cancelled before", context.Canceled, engine.Update(ctx, func(store.Writer) error {
		t.Error("Update ran its function in a cancelled context")
		return nil
	}))

	wantError(t, "Update, cancelled within", context.Canceled, withCancel(func(ctx context.Context, cancel func()) error {
		return engine.Update(ctx, func(w store.Writer) error {
			err := w.Put([]byte("d"), nil)
			cancel()
			return err
		})
	}))
	wantError(t, "View whose loop did not ask for Err", context.Canceled, withCancel(func(ctx context.Context, cancel func()) error {
		return engine.View(ctx, func(r store.Reader) error {
			seen := 0
			for range r.Scan(nil, nil, false) {
				seen++
				cancel()
			}
			if seen != 1 || !errors.Is(r.Err(), context.Canceled) {
				t.Errorf("the scan saw %d keys after the first was the last; Err is %v", seen, r.Err())
			}
			return nil
		})
	}))
	view(t, engine, func(r store.Reader) error {
		wantKeys(t, r, "", "", false, "a", "b", "c")
		return nil
	})
	cancelledWhileWaiting(t, engine)
}

// cancelledWhileWaiting: who waits for another's Update can leave the queue.
func cancelledWhileWaiting(t *testing.T, engine store.Engine) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	update(t, engine, func(w store.Writer) error {
		waited := make(chan error, 1)
		go func() { waited <- engine.Update(ctx, func(w store.Writer) error { return w.Put([]byte("z"), nil) }) }()
		select {
		case err := <-waited: // an engine that does not queue may have done it, but not after the deadline
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the waiting Update returned %v", err)
			}
		case <-time.After(2 * time.Second):
			t.Error("an Update whose context was cancelled still waits for another")
		}
		return w.Put([]byte("a"), nil)
	})
}

func withCancel(fn func(ctx context.Context, cancel func()) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return fn(ctx, cancel)
}

// endsWithItsFunction: what was taken out of a transaction refuses.
func endsWithItsFunction(t *testing.T, engine store.Engine) {
	putAll(t, engine, "a", "b", "c")
	var writer store.Writer
	update(t, engine, func(w store.Writer) error { writer = w; return nil })
	wantRefusal(t, "a Writer", writer)
	wantError(t, "Put after the end", store.ErrClosed, writer.Put([]byte("d"), nil))
	wantError(t, "Delete after the end", store.ErrClosed, writer.Delete([]byte("a")))

	var reader store.Reader
	var next func() ([]byte, []byte, bool)
	view(t, engine, func(r store.Reader) error {
		var stop func()
		next, stop = iter.Pull2(r.Scan(nil, nil, false))
		t.Cleanup(stop)
		if key, _, _ := next(); string(key) != "a" {
			t.Errorf("the first key is %q, want a", key)
		}
		reader = r
		return nil
	})
	wantRefusal(t, "a Reader", reader)
	if key, _, more := next(); more {
		t.Errorf("a scan went on to %q after the end of its transaction", key)
	}
	view(t, engine, func(r store.Reader) error {
		wantKeys(t, r, "", "", false, "a", "b", "c")
		return nil
	})
}

func wantRefusal(t *testing.T, what string, r store.Reader) {
	t.Helper()
	got, err := r.Get([]byte("a"))
	wantError(t, what+"'s Get after the end", store.ErrClosed, err)
	if got != nil {
		t.Errorf("%s read %q after the end of its transaction", what, got)
	}
	for key := range r.Scan(nil, nil, true) {
		t.Errorf("%s scanned %q after the end of its transaction", what, key)
	}
	wantError(t, what+"'s Err after the end", store.ErrClosed, r.Err())
}

// closedEngine also wants that Close waits for what runs.
func closedEngine(t *testing.T, engine store.Engine) {
	ctx := context.Background()
	running, finish := make(chan struct{}), make(chan struct{})
	viewed, closed := make(chan error, 1), make(chan error, 1)
	go func() {
		viewed <- engine.View(ctx, func(store.Reader) error {
			close(running)
			<-finish
			return nil
		})
	}()
	<-running
	go func() { closed <- engine.Close() }()
	select {
	case <-closed:
		t.Error("Close did not wait for a View")
		closed <- nil
	case <-time.After(10 * time.Millisecond):
	}
	close(finish)
	wantError(t, "View that ran during Close", nil, <-viewed)
	wantError(t, "Close", nil, <-closed)

	wantError(t, "View after Close", store.ErrClosed, engine.View(ctx, func(store.Reader) error {
		t.Error("View ran its function on a closed engine")
		return nil
	}))
	wantError(t, "Update after Close", store.ErrClosed, engine.Update(ctx, func(store.Writer) error {
		t.Error("Update ran its function on a closed engine")
		return nil
	}))
	wantError(t, "Close after Close", nil, engine.Close())
}

func wantError(t *testing.T, what string, want, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: the error is %v, want %v", what, got, want)
	}
}
