package control_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"
	"time"

	"bendahara/bot/control"
)

// TestStuckCaller: one that connects and reads nothing, or says nothing, holds up
// neither another nor the end of serve.
func TestStuckCaller(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	path, stop := serving(t, func(_ context.Context, c control.Call) int {
		if len(c.Args) > 0 {
			return 0
		}
		close(begun)
		_, err := c.Stdout.Write(bytes.Repeat([]byte("x"), 64<<20))
		if err == nil {
			t.Error("64 MB written to one who doesn't read")
		}
		return 0
	})
	for _, sent := range []string{"", "c\x00\x00\x00\x0d" + `{"version":1}`} {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, sent)
	}
	<-begun
	if exit, _, _ := do(t, path, nil, "another"); exit != 0 {
		t.Errorf("another caller: exit %d", exit)
	}
	ended := make(chan struct{})
	go func() { stop(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("serve does not end")
	}
}
