package control_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bendahara/bot/control"
)

// serving runs commands on a socket of its own until the test ends, and returns
// the socket's path and what stops it.
func serving(t *testing.T, run func(context.Context, control.Call) int) (path string, stop func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "b.sock")
	listener, err := control.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- control.Serve(ctx, listener, run) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return path, stop
}

// do runs a command line and insists that a serve took it.
func do(t *testing.T, path string, stdin io.Reader, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	exit, running, err := control.Do(t.Context(), path, args, "/somewhere", stdin, &out, &errs)
	if err != nil || !running {
		t.Errorf("Do %q: running %v, %v", args, running, err)
	}
	return exit, out.String(), errs.String()
}

func TestCall(t *testing.T) {
	got := make(chan control.Call, 1)
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		got <- c
		fmt.Fprint(c.Stdout, "to out\x00\xff")
		fmt.Fprint(c.Stderr, "to err")
		fmt.Fprint(c.Stdout, ", more")
		return -7
	})
	args := []string{"export", "--data", "", "a b", "\xff\xfe", "--x=1\n2"}
	exit, stdout, stderr := do(t, path, strings.NewReader("unread"), args...)
	if exit != -7 || stdout != "to out\x00\xff, more" || stderr != "to err" {
		t.Errorf("exit %d, %q, %q", exit, stdout, stderr)
	}
	if c := <-got; fmt.Sprintf("%q", c.Args) != fmt.Sprintf("%q", args) || c.Dir != "/somewhere" {
		t.Errorf("call %q in %q", c.Args, c.Dir)
	}
}

func TestStreamsAreBytes(t *testing.T) {
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		if _, err := io.Copy(c.Stdout, c.Stdin); err != nil {
			return 1
		}
		if n, err := c.Stdin.Read(make([]byte, 1)); n != 0 || err != io.EOF { // the end stays the end
			return 2
		}
		return 0
	})
	for _, size := range []int{0, 1, 32<<10 - 1, 32 << 10, 32<<10 + 1, 20 << 20} {
		sent := make([]byte, size)
		rand.Read(sent)
		exit, stdout, _ := do(t, path, bytes.NewReader(sent))
		if exit != 0 || stdout != string(sent) {
			t.Errorf("%d bytes: exit %d, %d bytes came back, the same: %v", size, exit, len(stdout), stdout == string(sent))
		}
	}
}

// TestTalk holds a conversation line by line, each side waiting for the other.
func TestTalk(t *testing.T) {
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		buffer := make([]byte, 100)
		for {
			n, err := c.Stdin.Read(buffer)
			if err != nil {
				return 5
			}
			fmt.Fprintf(c.Stdout, "< %s", buffer[:n])
		}
	})
	typed, typing := io.Pipe()
	shown, showing := io.Pipe()
	done := make(chan int, 1)
	go func() {
		exit, _, err := control.Do(t.Context(), path, nil, "", typed, showing, io.Discard)
		if err != nil {
			t.Error(err)
		}
		done <- exit
	}()
	buffer := make([]byte, 100)
	for _, line := range []string{"bayar siti 250rb\n", "ya\n"} {
		io.WriteString(typing, line)
		if n, err := shown.Read(buffer); err != nil || string(buffer[:n]) != "< "+line {
			t.Fatalf("%q, %v after %q", buffer[:n], err, line)
		}
	}
	typing.Close()
	if exit := <-done; exit != 5 {
		t.Errorf("exit %d", exit)
	}
}

// TestInputIsOnlyReadWhenAsked: what a command doesn't read is left to the shell.
func TestInputIsOnlyReadWhenAsked(t *testing.T) {
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		if c.Args[0] == "one" {
			c.Stdin.Read(make([]byte, 1))
		}
		return 0
	})
	input := &counter{r: strings.NewReader(strings.Repeat("x", 1<<20))}
	do(t, path, input, "none")
	if n := input.count(); n != 0 {
		t.Errorf("%d reads for a command that reads nothing", n)
	}
	do(t, path, input, "one")
	if n := input.count(); n != 1 {
		t.Errorf("%d reads for a command that reads once", n)
	}
}

type counter struct {
	r     io.Reader
	mu    sync.Mutex
	reads int
}

func (c *counter) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads++
	return c.r.Read(p)
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reads
}

func TestBrokenInputIsNotItsEnd(t *testing.T) {
	read := make(chan error, 1)
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		_, err := io.ReadAll(c.Stdin)
		read <- err
		return 0
	})
	broken := io.MultiReader(strings.NewReader("half"), &failing{})
	_, running, err := control.Do(t.Context(), path, nil, "", broken, io.Discard, io.Discard)
	if !running || !errors.Is(err, errTorn) {
		t.Errorf("Do: %v, %v", running, err)
	}
	if err := <-read; err == nil {
		t.Error("the command took half of the input for all")
	}
}

var errTorn = errors.New("torn")

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, errTorn }
