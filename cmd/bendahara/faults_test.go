package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
)

// nobody is the unprivileged user that programs of these tests run as.
const nobody = 65534

// ownDisk mounts a disk of so many bytes in memory, which nobody may enter. Faults of
// disks and permissions are real only so: root passes every permission.
func ownDisk(t *testing.T, bytes int) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Fatal("only root can mount a disk: run make test as root")
	}
	at, err := os.MkdirTemp("", "bendahara-disk")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, fmt.Sprintf("size=%d,mode=755", bytes)); err != nil {
		os.Remove(at)
		t.Fatal("no disk can be mounted here, so its faults cannot be tried: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, 0); err != nil {
			t.Errorf("the disk stays mounted: %v", err)
			return
		}
		os.Remove(at)
	})
	return at
}

// asNobody runs one command as a user who owns nothing, from a copy that she may run.
func asNobody(t *testing.T, disk string, args ...string) (said string, code int) {
	t.Helper()
	own := filepath.Join(disk, "bendahara")
	if _, err := os.Stat(own); err != nil {
		content, err := os.ReadFile(program(t))
		if err == nil {
			err = os.WriteFile(own, content, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(own, args...)
	cmd.Dir = disk
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

func status(t *testing.T, o *office, path string) (int, string) {
	t.Helper()
	answer, err := http.Get(o.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// TestTheDiskIsFull while four treasurers text: nobody is told that a message is kept
// which is not, readyz says so, and when there is room again the program goes on by
// itself. In the end everything is in the books once.
func TestTheDiskIsFull(t *testing.T) {
	const treasurersHere, each = 4, 30
	disk := ownDisk(t, 12<<20)
	data := filepath.Join(disk, "data")
	workbook, treasurers := bigWorkbook(t, treasurersHere, killMembers)
	works(t, "import", workbook, "--data", data)
	twilio := newTwilio(t)
	o := serve(t, data, twilio.URL)
	filler := filepath.Join(disk, "filler")
	var acknowledged, refusals atomic.Int64
	var senders sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for i, phone := range treasurers {
		senders.Go(func() {
			for n := range each {
				words, _ := repaymentText(n)
				for ctx.Err() == nil {
					code, err := twilio.Webhook(ctx, o.url, testPublic, fmt.Sprintf("SM%016d%016d", i, n), phone, testNumber, words)
					if err == nil && code/100 == 2 {
						acknowledged.Add(1)
						break
					}
					refusals.Add(1)
				}
			}
		})
	}
	eventually(t, "the first are kept", func() bool { return acknowledged.Load() > 8 })
	if err := os.WriteFile(filler, make([]byte, 12<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	eventually(t, "messages are refused", func() bool { return refusals.Load() > 8 })
	kept := acknowledged.Load()
	eventually(t, "readyz says so", func() bool {
		code, body := status(t, o, "/readyz")
		return code == http.StatusServiceUnavailable && strings.Contains(body, "does not take messages")
	})
	if code, _ := status(t, o, "/healthz"); code != http.StatusOK {
		t.Errorf("healthz answers %d", code)
	}
	refused(t, "there is no new backup", "backup", filepath.Join(disk, "copy.db"), "--data", data)
	if left, err := filepath.Glob(filepath.Join(disk, "copy.db*")); err != nil || len(left) != 0 {
		t.Errorf("left of the backup: %v", left)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it goes on", func() bool { return acknowledged.Load() > kept+8 })
	senders.Wait()
	if code, body := status(t, o, "/readyz"); code != http.StatusOK {
		t.Errorf("readyz answers %d: %s", code, body)
	}
	o.kill()
	works(t, "verify", "--data", data)
	allOnce(t, data, treasurersHere, each)
}

// allOnce sees that each treasurer's payments are in the books once, and nothing else is.
func allOnce(t *testing.T, data string, tellers, each int) {
	t.Helper()
	times := map[ledger.Money]int{}
	inStore(t, filepath.Join(data, storeFile), func(tx *store.Tx) error {
		for e, err := range tx.Journal() {
			if err != nil {
				return err
			}
			if e.Kind == ledger.Repayment {
				times[e.Amount]++
			}
		}
		return nil
	})
	for n := range each {
		if _, amount := repaymentText(n); times[amount] != tellers {
			t.Errorf("%s is in the books %d times, and %d treasurers texted it", amount, times[amount], tellers)
		}
	}
	if len(times) != each {
		t.Errorf("%d different amounts, and %d were texted", len(times), each)
	}
}

// TestADiskThatTakesNothing: a store on a read-only disk, one that is somebody else's,
// and one that another process holds are refused in a sentence that says so, and are
// as they were when the cause is gone.
func TestADiskThatTakesNothing(t *testing.T) {
	disk := ownDisk(t, 128<<20)
	data := filepath.Join(disk, "data")
	works(t, "import", "../../conversation/testdata/kalijambe", "--data", data)
	if err := os.Chown(data, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, storeFile)

	// Root has made the file, and the user who runs the program may not open it.
	if said, code := asNobody(t, disk, "verify", "--data", "data"); code != 1 || !strings.Contains(said, "permission denied") {
		t.Errorf("a store that is somebody else's: exit %d, %s", code, said)
	}
	if err := os.Chown(file, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if said, code := asNobody(t, disk, "verify", "--data", "data"); code != 0 {
		t.Errorf("her own: exit %d, %s", code, said)
	}
	if said, code := asNobody(t, disk, "backup", "copy.db", "--data", "data"); code != 1 || !strings.Contains(said, "permission denied") {
		t.Errorf("a backup where she may not write: exit %d, %s", code, said)
	}

	// Another process holds it, and goes on.
	o := serve(t, data, "", "--simulator")
	out, errs, code := runProgram(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if code != 1 || !strings.Contains(errs, "another program holds the store") {
		t.Errorf("a second serve: exit %d, %s%s", code, out, errs)
	}
	if code, _ := status(t, o, "/readyz"); code != http.StatusOK {
		t.Errorf("the first answers %d", code)
	}
	o.kill()

	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"verify"}, {"doctor"}} {
		out, errs, code := runProgram(t, append(command, "--data", data)...)
		if code != 1 || !strings.Contains(out+errs, "read-only file system") {
			t.Errorf("%s on a read-only disk: exit %d, %s%s", command[0], code, out, errs)
		}
	}
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	works(t, "verify", "--data", data)

	// Cut short, as by a copy that broke off.
	if err := os.Truncate(file, 20_000); err != nil {
		t.Fatal(err)
	}
	refused(t, "is damaged; keep it aside", "serve", "--data", data, "--listen", "127.0.0.1:0")
}
