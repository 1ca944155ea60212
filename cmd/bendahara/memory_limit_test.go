package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// smallMachine is the memory of a machine that serve has to do with, in bytes.
const smallMachine = 128 << 20

// cage is a limit of memory by the kernel: what passes it is killed.
type cage struct{ at string }

// newCage is a cage of so many bytes; false where this machine gives no control groups away.
func newCage(t *testing.T, bytes int64) (*cage, bool) {
	t.Helper()
	c := &cage{filepath.Join("/sys/fs/cgroup/memory", fmt.Sprintf("bendahara-test-%d", os.Getpid()))}
	if err := os.Mkdir(c.at, 0o755); err != nil {
		return nil, false
	}
	t.Cleanup(func() {
		if err := os.Remove(c.at); err != nil {
			t.Errorf("the control group stays: %v", err)
		}
	})
	return c, c.set("memory.limit_in_bytes", bytes) == nil
}

func (c *cage) set(file string, n int64) error {
	return os.WriteFile(filepath.Join(c.at, file), []byte(strconv.FormatInt(n, 10)), 0o600)
}

func (c *cage) get(t *testing.T, file, key string) int64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.at, file))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, is := strings.CutPrefix(strings.TrimSpace(line), key); is {
			n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("%s has no %q", file, key)
	return 0
}

// TestAMachineOf128MB: under load the program lives within the memory of a small machine.
// Where there is too little even for that, the kernel kills it; what was acknowledged is in
// the books, and started again with what it needs it goes on. Where no control group can be
// made here, its own memory is watched in place of the limit, and the test kills it.
func TestAMachineOf128MB(t *testing.T) {
	const treasurersHere, each = 12, 40
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, treasurersHere, killMembers)
	works(t, "import", workbook, "--data", data)
	twilio := newTwilio(t)
	limit, limited := newCage(t, smallMachine)
	serveIn := func() *office {
		if !limited {
			return serve(t, data, twilio.URL)
		}
		cmd := serving(t, data, twilio.URL)
		cmd.Args = append([]string{"sh", "-c", `echo $$ >"$0" && exec "$@"`, filepath.Join(limit.at, "cgroup.procs")}, cmd.Args...)
		cmd.Path = "/bin/sh"
		return started(t, cmd)
	}
	var now atomic.Pointer[office]
	now.Store(serveIn())
	var acknowledged, most atomic.Int64
	var senders sync.WaitGroup
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	half := make(chan struct{}) // the second half is texted when it is closed
	for i, phone := range treasurers {
		senders.Go(func() {
			for n := range each {
				if n == each/2 {
					<-half
				}
				words, _ := repaymentText(n)
				for ctx.Err() == nil {
					code, err := twilio.Webhook(ctx, now.Load().url, testPublic, fmt.Sprintf("SM%016d%016d", i, n), phone, testNumber, words)
					if err == nil && code/100 == 2 {
						acknowledged.Add(1)
						break
					}
					time.Sleep(5 * time.Millisecond)
				}
				own := int64(look(now.Load().cmd.Process.Pid).own)
				for was := most.Load(); own > was && !most.CompareAndSwap(was, own); was = most.Load() {
				}
			}
		})
	}
	eventually(t, "the first half is kept", func() bool { return acknowledged.Load() == treasurersHere*each/2 })
	first := now.Load()
	if code, body := status(t, first, "/readyz"); code != http.StatusOK {
		t.Errorf("with %d MB readyz answers %d: %s", smallMachine>>20, code, body)
	}
	if most.Load() == 0 || most.Load() > smallMachine>>20 {
		t.Errorf("it took %d MB", most.Load())
	}
	if limited {
		if n := limit.get(t, "memory.oom_control", "oom_kill "); n != 0 {
			t.Errorf("it was killed %d times with %d MB", n, smallMachine>>20)
		}
		// Begun anew, it gets what it holds without work, and hardly more.
		first.kill()
		first = serveIn()
		now.Store(first)
		if err := limit.set("memory.limit_in_bytes", limit.get(t, "memory.stat", "rss ")+(3<<20)); err != nil {
			t.Fatal(err)
		}
	}
	close(half)
	if !limited {
		first.kill()
	}
	ended := make(chan struct{})
	go func() { _ = first.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("with too little memory it goes on")
	}
	if how, ok := first.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || how.Signal() != syscall.SIGKILL {
		t.Errorf("it ended by %v: %s", first.cmd.ProcessState, first.output())
	}
	if limited {
		if err := limit.set("memory.limit_in_bytes", smallMachine); err != nil {
			t.Fatal(err)
		}
	}
	now.Store(serveIn())
	senders.Wait()
	if code, body := status(t, now.Load(), "/readyz"); code != http.StatusOK || acknowledged.Load() != treasurersHere*each {
		t.Errorf("%d of %d are kept; readyz answers %d: %s", acknowledged.Load(), treasurersHere*each, code, body)
	}
	t.Logf("at most %d MB of its own; by the kernel's limit: %t", most.Load(), limited)
	now.Load().kill()
	works(t, "verify", "--data", data)
	allOnce(t, data, treasurersHere, each)
}
