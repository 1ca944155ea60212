package control_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot/control"
)

func TestNobodyListens(t *testing.T) {
	folder := t.TempDir()
	stale := filepath.Join(folder, "stale.sock")
	l, err := net.Listen("unix", stale)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	for _, path := range []string{stale, filepath.Join(folder, "absent.sock"), filepath.Join(folder, "no", "folder", "b.sock")} {
		exit, running, err := control.Do(t.Context(), path, []string{"verify"}, "", strings.NewReader(""), io.Discard, io.Discard)
		if exit != 0 || running || err != nil {
			t.Errorf("%s: %d, %v, %v", filepath.Base(path), exit, running, err)
		}
	}
}

func TestServeEnds(t *testing.T) {
	started := make(chan struct{})
	path, stop := serving(t, func(ctx context.Context, c control.Call) int {
		close(started)
		<-ctx.Done()
		fmt.Fprint(c.Stdout, "last words")
		return 3
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if exit, stdout, _ := do(t, path, strings.NewReader("")); exit != 3 || stdout != "last words" {
			t.Errorf("exit %d, %q", exit, stdout)
		}
	}()
	<-started
	stop()
	<-ended
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
	if _, running, err := control.Do(t.Context(), path, nil, "", nil, nil, nil); running || err != nil {
		t.Errorf("after the end: %v, %v", running, err)
	}
}

func TestServeIsKilled(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "b.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		io.ReadFull(conn, make([]byte, 5))
		conn.Write([]byte{'o', 0, 0, 0, 9, 'h', 'a', 'l', 'f'})
		conn.Close()
	}()
	_, running, err := control.Do(t.Context(), l.Addr().String(), []string{"import"}, "", strings.NewReader(""), io.Discard, io.Discard)
	if !running || !errors.Is(err, control.ErrEnded) {
		t.Errorf("running %v, %v", running, err)
	}
}

func TestCallerCancels(t *testing.T) {
	path, _ := serving(t, func(ctx context.Context, c control.Call) int {
		fmt.Fprint(c.Stdout, "begun")
		if _, err := c.Stdin.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
			fmt.Fprintf(c.Stdout, ", input: %v", err)
		}
		fmt.Fprint(c.Stdout, ", cancelled")
		return 130
	})
	ctx, cancel := context.WithCancel(t.Context())
	typed, _ := io.Pipe() // nobody types
	out := &waiting{want: "begun", then: cancel}
	exit, running, err := control.Do(ctx, path, nil, "", typed, out, io.Discard)
	if exit != 130 || !running || err != nil || out.String() != "begun, cancelled" {
		t.Errorf("exit %d, running %v, %v, wrote %q", exit, running, err, out.String())
	}
}

// waiting is a buffer that acts when it holds what is waited for.
type waiting struct {
	bytes.Buffer
	want string
	then func()
}

func (w *waiting) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.String() == w.want {
		w.then()
	}
	return n, err
}

// TestCallerDisappears: its command is cancelled, and others go on.
func TestCallerDisappears(t *testing.T) {
	begun, cancelled := make(chan struct{}), make(chan struct{})
	path, _ := serving(t, func(ctx context.Context, c control.Call) int {
		if c.Args[0] == "quick" {
			return 0
		}
		close(begun)
		<-ctx.Done()
		if _, err := c.Stdout.Write(bytes.Repeat([]byte("x"), 1<<20)); err == nil {
			t.Error("written to nobody")
		}
		close(cancelled)
		return 0
	})
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	call := `{"version":1,"args":["c2xvdw=="]}` // slow
	io.WriteString(conn, "c\x00\x00\x00"+string(rune(len(call)))+call)
	<-begun
	conn.Close()
	<-cancelled
	if exit, _, _ := do(t, path, nil, "quick"); exit != 0 {
		t.Errorf("exit %d", exit)
	}
}

// TestOutputCannotBeWritten: as with "bendahara export | head".
func TestOutputCannotBeWritten(t *testing.T) {
	cancelled := make(chan struct{})
	path, _ := serving(t, func(ctx context.Context, c control.Call) int {
		fmt.Fprint(c.Stdout, "x")
		<-ctx.Done()
		close(cancelled)
		return 0
	})
	_, running, err := control.Do(t.Context(), path, nil, "", nil, brokenWriter{}, io.Discard)
	if !running || !errors.Is(err, errTorn) {
		t.Errorf("running %v, %v", running, err)
	}
	<-cancelled
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errTorn }

func TestManyCallers(t *testing.T) {
	const most = 32
	begun, release := make(chan struct{}, most), make(chan struct{})
	path, _ := serving(t, func(ctx context.Context, c control.Call) int {
		begun <- struct{}{}
		<-release
		fmt.Fprint(c.Stdout, c.Args[0])
		return 0
	})
	var callers sync.WaitGroup
	for i := range most {
		callers.Go(func() {
			want := fmt.Sprint(i)
			if exit, stdout, stderr := do(t, path, nil, want); exit != 0 || stdout != want {
				t.Errorf("caller %d: exit %d, %q, %q", i, exit, stdout, stderr)
			}
		})
	}
	for range most {
		<-begun
	}
	if exit, _, stderr := do(t, path, nil, "one more"); exit != 1 || !strings.Contains(stderr, "busy") {
		t.Errorf("one too many: exit %d, %q", exit, stderr)
	}
	close(release)
	callers.Wait()
	if exit, stdout, _ := do(t, path, nil, "later"); exit != 0 || stdout != "later" {
		t.Errorf("later: exit %d, %q", exit, stdout)
	}
}

// TestBadCallers sends what no Do would send; serve goes on.
func TestBadCallers(t *testing.T) {
	path, _ := serving(t, func(_ context.Context, c control.Call) int {
		io.Copy(c.Stdout, c.Stdin)
		return 0
	})
	call := "c\x00\x00\x00\x0d" + `{"version":1}`
	for name, sent := range map[string]string{
		"nothing": "", "another protocol": "GET / HTTP/1.1\r\n\r\n", "a huge call": "c\xff\xff\xff\xff", "huge input": call + "i\xff\xff\xff\xff",
		"no JSON": "c\x00\x00\x00\x01x", "input first": "i\x00\x00\x00\x01x", "half a frame": "c\x00\x00\x00\x09x",
		"unasked input": call + strings.Repeat("i\x00\x00\x00\x01x", 10), "a server's frame": call + "q\x00\x00\x00\x00",
		"a cancel": call + "x\x00\x00\x00\x00",
	} {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		io.WriteString(conn, sent)
		if name == "nothing" || name == "half a frame" {
			conn.(*net.UnixConn).CloseWrite()
		}
		if _, err := io.ReadAll(conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: serve waits on", name)
		}
		conn.Close()
	}
	old := "c\x00\x00\x00\x0d" + `{"version":9}`
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, old)
	if answer, err := io.ReadAll(conn); err != nil || !strings.Contains(string(answer), "another version") {
		t.Errorf("another version: %q, %v", answer, err)
	}
	if exit, stdout, _ := do(t, path, strings.NewReader("well")); exit != 0 || stdout != "well" {
		t.Errorf("afterwards: exit %d, %q", exit, stdout)
	}
}
