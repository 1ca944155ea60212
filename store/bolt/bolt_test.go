package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/storetest"
)

func TestEngine(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Engine { return openChecked(t, bolt.Open) })
}

// openChecked gives an engine on a new file; the test ends with a check of it.
func openChecked(t *testing.T, open func(path string) (*bolt.Engine, error)) *bolt.Engine {
	t.Helper()
	engine, err := open(filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		again := mustOpen(t, engine.Path())
		defer again.Close()
		if err := again.Check(); err != nil {
			t.Errorf("after the test: %v", err)
		}
	})
	return engine
}

func mustOpen(t *testing.T, path string) *bolt.Engine {
	t.Helper()
	engine, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func TestReopenKeepsTheData(t *testing.T) {
	for name, open := range map[string]func(string) (*bolt.Engine, error){"Open": bolt.Open, "OpenNoSync": bolt.OpenNoSync} {
		t.Run(name, func(t *testing.T) {
			engine := openChecked(t, open)
			put(t, engine, "member", "Wati")
			if err := engine.Close(); err != nil {
				t.Fatal(err)
			}
			again := mustOpen(t, engine.Path())
			defer again.Close()
			if got := get(t, again, "member"); got != "Wati" {
				t.Errorf("got %q after reopening, want Wati", got)
			}
		})
	}
}

func TestOpenCreatesThePrivateFileOnly(t *testing.T) {
	engine := openChecked(t, bolt.Open)
	info, err := os.Stat(engine.Path())
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file's mode is %o, want 600", got)
	}

	missing := filepath.Join(t.TempDir(), "no", "store.db")
	if _, err := bolt.Open(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a directory that is missing: %v, want %v", err, fs.ErrNotExist)
	}
	if _, err := os.Stat(filepath.Dir(missing)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("Open created a directory")
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	engine := openChecked(t, bolt.Open)
	began := time.Now()
	if _, err := bolt.Open(engine.Path()); !errors.Is(err, store.ErrHeld) {
		t.Errorf("the error is %v, want %v", err, store.ErrHeld)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to find out", took)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, engine.Path()).Close()
}

func TestWriteToCopiesWhileTheStoreWorks(t *testing.T) {
	engine := openChecked(t, bolt.OpenNoSync)
	for i := range 500 {
		put(t, engine, fmt.Sprintf("%04d", i), "before")
	}
	var file bytes.Buffer
	meanwhile := writerFunc(func(b []byte) (int, error) {
		for i := range 20 {
			put(t, engine, fmt.Sprintf("%04d", i), "during")
		}
		return file.Write(b)
	})
	written, err := engine.WriteTo(context.Background(), meanwhile)
	if err != nil || written != int64(file.Len()) || written == 0 {
		t.Fatalf("WriteTo returned %d, %v; it wrote %d bytes", written, err, file.Len())
	}

	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	duplicate := mustOpen(t, path)
	defer duplicate.Close()
	if err := duplicate.Check(); err != nil {
		t.Errorf("the copy: %v", err)
	}
	for _, key := range []string{"0000", "0019", "0499"} {
		if got := get(t, duplicate, key); got != "before" {
			t.Errorf("the copy has %s = %q, want before", key, got)
		}
	}
	if got := get(t, engine, "0000"); got != "during" {
		t.Errorf("the store has %q, want during", got)
	}
}

func TestWriteToStops(t *testing.T) {
	engine := openChecked(t, bolt.Open)
	put(t, engine, "key", "value")
	for calls := range 3 { // cancelled before the first write, or after it, or after the second
		ctx, cancel := context.WithCancel(context.Background())
		left := calls
		stop := writerFunc(func(b []byte) (int, error) {
			if left--; left <= 0 {
				cancel()
			}
			return len(b), nil
		})
		if left == 0 {
			cancel()
		}
		if _, err := engine.WriteTo(ctx, stop); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d writes: the error is %v", calls, err)
		}
		cancel()
	}
	full := errors.New("the disk is full")
	_, err := engine.WriteTo(context.Background(), writerFunc(func([]byte) (int, error) { return 0, full }))
	if err == nil {
		t.Error("WriteTo did not say that the copy failed")
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.WriteTo(context.Background(), &bytes.Buffer{}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("WriteTo on a closed engine: %v", err)
	}
	if err := engine.Check(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Check on a closed engine: %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func put(t *testing.T, engine store.Engine, key, value string) {
	t.Helper()
	err := engine.Update(context.Background(), func(w store.Writer) error { return w.Put([]byte(key), []byte(value)) })
	if err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, engine store.Engine, key string) string {
	t.Helper()
	var value []byte
	err := engine.View(context.Background(), func(r store.Reader) (err error) {
		value, err = r.Get([]byte(key))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}
