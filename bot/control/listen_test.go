package control_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bendahara/bot/control"
)

func TestListenMode(t *testing.T) {
	path, _ := serving(t, func(context.Context, control.Call) int { return 0 })
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != os.ModeSocket|0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	beside, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(beside) != 1 {
		t.Errorf("left beside the socket: %v, %v", beside, err)
	}
}

func TestListenRefusesWhereSomebodyAnswers(t *testing.T) {
	path, _ := serving(t, func(context.Context, control.Call) int { return 4 })
	if l, err := control.Listen(path); !errors.Is(err, control.ErrRunning) {
		t.Errorf("Listen: %v, %v", l, err)
	}
	if exit, _, _ := do(t, path, nil); exit != 4 {
		t.Errorf("the first no longer answers: exit %d", exit)
	}
}

func TestListenReplacesAStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.sock")
	for range 3 { // each as a killed process leaves it
		l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
		if err != nil {
			t.Fatal(err)
		}
		l.(*net.UnixListener).SetUnlinkOnClose(false)
		if err := os.Rename(l.Addr().String(), path); err != nil {
			t.Fatal(err)
		}
		l.Close()
		if err := os.Mkdir(path+".new", 0o700); err != nil { // and killed within Listen
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path+".new", "s"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		ours, err := control.Listen(path)
		if err != nil {
			t.Fatal(err)
		}
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		if err := ours.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestListenLeavesOtherFilesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.sock")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Listen(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Listen over a file: %v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "precious" {
		t.Errorf("the file: %q, %v", content, err)
	}
	if _, err := control.Listen(filepath.Join(t.TempDir(), "absent", "b.sock")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Listen in no folder: %v", err)
	}
}

// TestCloseLeavesAnothersSocket: one that came late must not take away its
// successor's.
func TestCloseLeavesAnothersSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.sock")
	first, err := control.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second, err := control.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	for range 2 {
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("the second's socket: %v", err)
	}
}

func TestLongPath(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("d", 200))
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "bendahara.sock")
	listener, err := control.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- control.Serve(ctx, listener, func(context.Context, control.Call) int { return 6 })
	}()
	if exit, _, _ := do(t, path, nil); exit != 6 {
		t.Errorf("exit %d", exit)
	}
	if _, err := control.Listen(path); !errors.Is(err, control.ErrRunning) {
		t.Errorf("Listen: %v", err)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
