package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"bendahara/store"
	"bendahara/store/bolt"
)

// childPath makes the test binary a child that writes to the store of that path.
const childPath = "BOLT_TEST_WRITE_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		fmt.Fprintln(os.Stderr, writeForEver(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForEver commits the numbers from where the store stands, and prints each
// when Update has returned.
func writeForEver(path string) error {
	engine, err := bolt.Open(path)
	if err != nil {
		return err
	}
	for {
		var last int
		err := engine.Update(context.Background(), func(w store.Writer) error {
			for key := range w.Scan([]byte("a/"), []byte("a0"), true) {
				if last, err = strconv.Atoi(string(key[2:])); err != nil {
					return err
				}
				break
			}
			last++
			return errors.Join(
				w.Err(),
				w.Put(fmt.Appendf(nil, "a/%06d", last), make([]byte, last%3*1500)),
				w.Put(fmt.Appendf(nil, "b/%06d", last), []byte("the other half")),
				w.Delete(fmt.Appendf(nil, "b/%06d", last-100)), // so that pages are freed
			)
		})
		if err != nil {
			return err
		}
		fmt.Println(last)
	}
}

// TestKilledProcessKeepsWhatItAcknowledged kills a writing child at any point of
// its work, several times over the same file.
func TestKilledProcessKeepsWhatItAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	acknowledged := 0
	for round := range 5 {
		last := killAfter(t, path, 15+round*23, round == 0)
		if last <= acknowledged {
			t.Fatalf("round %d: the child acknowledged up to %d, and before it %d", round, last, acknowledged)
		}
		acknowledged = last
		wantNumbers(t, path, acknowledged)
	}
}

// killAfter lets a child acknowledge some numbers, kills it, and returns the last
// that it acknowledged. With heldToo it tries to open the store meanwhile.
func killAfter(t *testing.T, path string, numbers int, heldToo bool) (last int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childPath+"="+path)
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	for seen := 0; lines.Scan(); seen++ {
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if seen == 0 && heldToo {
			if _, err := bolt.Open(path); !errors.Is(err, store.ErrHeld) {
				t.Errorf("while the child holds the file: %v, want %v", err, store.ErrHeld)
			}
		}
		if seen == numbers {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return last
}

// wantNumbers: all that was acknowledged, at most one more, and no half of any.
func wantNumbers(t *testing.T, path string, acknowledged int) {
	t.Helper()
	engine := mustOpen(t, path)
	defer engine.Close()
	if err := engine.Check(); err != nil {
		t.Errorf("after the kill: %v", err)
	}
	err := engine.View(context.Background(), func(r store.Reader) error {
		found := 0
		for key := range r.Scan([]byte("a/"), []byte("a0"), false) {
			found++
			if want := fmt.Sprintf("a/%06d", found); string(key) != want {
				t.Fatalf("found %s, want %s", key, want)
			}
		}
		if found != acknowledged && found != acknowledged+1 {
			t.Errorf("acknowledged %d, found %d", acknowledged, found)
		}
		halves := 0
		for range r.Scan([]byte("b/"), []byte("b0"), false) {
			halves++
		}
		if want := min(found, 100); halves != want {
			t.Errorf("found %d other halves, want %d", halves, want)
		}
		return r.Err()
	})
	if err != nil {
		t.Error(err)
	}
}
