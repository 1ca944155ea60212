package bot_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
)

// powerChild makes the test binary a process that takes messages in, on the store of
// that path, until it is killed or has taken all.
const powerChild = "BENDAHARA_POWER_CHILD"

const (
	powerSenders = 4
	powerEach    = 12  // messages of each
	powerImages  = 300 // of the disk after a power cut, where no seconds are given
	pageSize     = 4096
	sectorSize   = 512
)

func TestMain(m *testing.M) {
	if path := os.Getenv(powerChild); path != "" {
		if err := takeIn(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// takeIn hands messages of several people in at the same time, and says of each that it
// is acknowledged as soon as it is, in one write. What is written goes out meanwhile.
func takeIn(path string) error {
	engine, err := bolt.Open(path)
	if err != nil {
		return err
	}
	w := &world{now: at("03-10 09:00"), log: &bytes.Buffer{}}
	b := bot.New(store.New(engine), w.logger())
	b.Add(&network{now: func() time.Time { return w.now }})
	ctx := context.Background()
	if err := b.Open(ctx, w.now); err != nil {
		return err
	}
	failures := make([]error, powerSenders)
	var senders, sending sync.WaitGroup
	over := make(chan struct{})
	sending.Go(func() {
		for {
			_, err := b.SendDue(ctx, w.now)
			select {
			case <-over:
				return
			default:
				if err != nil {
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	})
	for i := range powerSenders {
		senders.Go(func() {
			for n := range powerEach {
				from, text := powerText(i, n)
				m := conversation.Message{
					Gateway: "net", Foreign: fmt.Sprintf("m%d-%d", i, n), Channel: conversation.SMS, From: from, Text: text, Sent: w.now, Received: w.now,
				}
				if failures[i] = b.Receive(ctx, m); failures[i] != nil {
					return
				}
				fmt.Fprintf(os.Stdout, "ack %s\n", m.Foreign)
			}
		})
	}
	senders.Wait()
	close(over)
	sending.Wait()
	return errors.Join(append(failures, engine.Close())...)
}

// powerText is the n-th message of a sender: two treasurers book, two members ask.
func powerText(sender, n int) (ledger.Phone, string) {
	from := []ledger.Phone{ani, ratna, siti, dewi}[sender]
	switch {
	case sender >= 2:
		return from, "saldo"
	case n%2 == 1:
		return from, "ya"
	}
	return from, fmt.Sprintf("bayar %s %d", []string{"siti", "dewi"}[sender], 10_000+n)
}

// TestThePowerFails: the real calls by which a process writes its file are recorded, and
// from them the disks are put together that a power cut at any moment may leave: what was
// flushed is there, and of what was not any pages are, whole or torn. Each of them opens
// and verifies, holds every message that was acknowledged by then, and half of none.
func TestThePowerFails(t *testing.T) {
	until, seed := time.Time{}, uint64(1)
	if s := os.Getenv(lifeSeconds); s != "" {
		seconds, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		seed = uint64(time.Now().UnixNano())
		until = time.Now().Add(time.Duration(seconds) * time.Second)
	}
	dice, images := rand.New(rand.NewPCG(seed, 0)), 0
	for again := true; again; again = time.Now().Before(until) {
		before, calls := recordWriting(t)
		for range powerImages {
			cut := dice.IntN(len(calls) + 1)
			image := afterCut(before, calls[:cut], dice)
			if err := holdsAll(t, image, acknowledged(calls[:cut])); err != nil {
				kept := filepath.Join(os.TempDir(), "bendahara-power.db")
				_ = os.WriteFile(kept, image, 0o600)
				t.Fatalf("the power fails at call %d of %d: %v; the disk is kept as %s", cut, len(calls), err, kept)
			}
			images++
		}
	}
	t.Logf("%d disks", images)
}

// call is one by which a process writes, as it begins or ends.
type call struct {
	name  string // pwrite64, ftruncate, fdatasync, fsync, or ack
	ends  bool
	nth   int // the same of the beginning and the end of a call
	at    int64
	data  []byte
	acked string
}

// recordWriting runs the child to its end and returns the file from before and what it
// did to it, by strace.
func recordWriting(t *testing.T) (before []byte, calls []call) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	engine, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine)
	if err := errors.Join(db.Update(t.Context(), villages), db.Close()); err != nil {
		t.Fatal(err)
	}
	if before, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	log := path + ".calls"
	cmd := exec.Command("strace", "-f", "-q", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", "-e", "signal=none",
		"-e", "trace=pwrite64,pwritev,ftruncate,fallocate,fdatasync,fsync,sync_file_range,write", "-o", log, os.Args[0])
	cmd.Env = append(os.Environ(), powerChild+"="+path)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("strace: %v: %s", err, said[max(0, len(said)-2_000):])
	}
	file, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	calls, err = readCalls(file, path)
	if err != nil {
		t.Fatal(err)
	}
	if acks := len(acknowledged(calls)); acks != powerSenders*powerEach {
		t.Fatalf("%d acknowledgements in %d calls, want %d", acks, len(calls), powerSenders*powerEach)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if all := afterCut(before, calls, nil); !bytes.Equal(all, after) {
		t.Fatal("what was recorded is not what became of the file")
	}
	return before, calls
}

// What strace writes: a whole call, one that another interrupts, and its end.
var (
	wholeCall = regexp.MustCompile(`^(\d+) +(\w+)\((.*)\) += (-?\d+)`)
	begun     = regexp.MustCompile(`^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$`)
	resumed   = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)`)
)

func readCalls(file *os.File, path string) (calls []call, err error) {
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	under := map[string]call{} // by thread
	nth := 0
	begin := func(thread, name, args string) {
		nth++
		if c, ours := readCall(name, args, path); ours {
			c.nth = nth
			calls = append(calls, c)
			under[thread] = c
		}
	}
	end := func(thread, result string) {
		if c, ours := under[thread]; ours {
			if strings.HasPrefix(result, "-") {
				err = fmt.Errorf("a call failed: %s %s", c.name, result)
			}
			calls = append(calls, call{name: c.name, ends: true, nth: c.nth})
			delete(under, thread)
		}
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if m := wholeCall.FindStringSubmatch(lines.Text()); m != nil {
			begin(m[1], m[2], m[3])
			end(m[1], m[4])
		} else if m := begun.FindStringSubmatch(lines.Text()); m != nil {
			begin(m[1], m[2], m[3])
		} else if m := resumed.FindStringSubmatch(lines.Text()); m != nil {
			end(m[1], m[3])
		}
	}
	return calls, errors.Join(err, lines.Err())
}

// readCall reads a call of our file, or an acknowledgement.
func readCall(name, args, path string) (c call, ours bool) {
	target, rest, _ := strings.Cut(args, ">")
	number, target, _ := strings.Cut(target, "<")
	if c.name = name; name == "write" {
		if number != "1" {
			return c, false
		}
		data, _, _ := text(rest)
		c.name, c.acked = "ack", strings.TrimSpace(strings.TrimPrefix(string(data), "ack "))
		return c, strings.HasPrefix(string(data), "ack ")
	}
	if hexed, ok := unhex(target); ok {
		target = hexed
	}
	if target != path {
		return c, false
	}
	switch name {
	case "pwrite64":
		data, after, _ := text(rest)
		c.data = data
		parts := strings.Split(after, ", ")
		c.at, _ = strconv.ParseInt(parts[len(parts)-1], 10, 64)
	case "ftruncate":
		c.at, _ = strconv.ParseInt(strings.TrimPrefix(rest, ", "), 10, 64)
	}
	return c, true
}

// text is the quoted text that begins in s, and what follows it.
func text(s string) (data []byte, after string, ok bool) {
	_, s, _ = strings.Cut(s, `"`)
	s, after, _ = strings.Cut(s, `"`)
	data, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	return data, after, err == nil
}

func unhex(s string) (string, bool) {
	if !strings.HasPrefix(s, `\x`) {
		return s, false
	}
	data, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	return string(data), err == nil
}

func acknowledged(calls []call) (ids []string) {
	for _, c := range calls {
		if c.name == "ack" && !c.ends {
			ids = append(ids, c.acked)
		}
	}
	return ids
}

// afterCut is the disk when the power fails after these calls: all that had ended before a
// flush began that has ended, and of the rest what the dice choose; without dice all.
func afterCut(before []byte, calls []call, dice *rand.Rand) []byte {
	began, flushed := map[int]int{}, -1
	for i, c := range calls {
		if !c.ends {
			began[c.nth] = i
		} else if c.name == "fdatasync" || c.name == "fsync" {
			flushed = max(flushed, began[c.nth])
		}
	}
	durable := map[int]bool{}
	for i, c := range calls {
		if c.ends && i < flushed {
			durable[c.nth] = true
		}
	}
	image := slices.Clone(before)
	chance := 0 // of a hundred, that a page that was not flushed is there
	if dice != nil {
		chance = []int{0, 20, 50, 80, 100}[dice.IntN(5)]
	}
	for _, c := range calls {
		if c.ends {
			continue
		}
		there := func() bool { return dice == nil || durable[c.nth] || dice.IntN(100) < chance }
		switch c.name {
		case "ftruncate":
			if there() {
				image = sized(image, c.at)
			}
		case "pwrite64":
			for page := 0; page < len(c.data); page += pageSize {
				data := c.data[page:min(page+pageSize, len(c.data))]
				switch {
				case !there():
				case dice == nil || durable[c.nth] || dice.IntN(3) > 0:
					image = written(image, c.at+int64(page), data)
				default: // torn
					for sector := 0; sector < len(data); sector += sectorSize {
						if dice.IntN(2) == 0 {
							image = written(image, c.at+int64(page+sector), data[sector:min(sector+sectorSize, len(data))])
						}
					}
				}
			}
		}
	}
	return image
}

func sized(image []byte, size int64) []byte {
	if size <= int64(len(image)) {
		return image[:size]
	}
	return append(image, make([]byte, size-int64(len(image)))...)
}

func written(image []byte, at int64, data []byte) []byte {
	if end := at + int64(len(data)); end > int64(len(image)) {
		image = sized(image, end)
	}
	copy(image[at:], data)
	return image
}

// holdsAll opens a disk and looks for what was acknowledged, and for halves.
func holdsAll(t *testing.T, image []byte, acknowledged []string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cut.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(path)
	engine, err := bolt.Open(path)
	if err != nil {
		return err
	}
	db := store.New(engine)
	defer db.Close()
	if err := engine.Check(); err != nil {
		return err
	}
	return db.View(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.Verify(); err != nil {
			return err
		}
		messages, err := tx.Messages()
		if err != nil {
			return err
		}
		out, err := tx.Outbox()
		if err != nil {
			return err
		}
		return whole(tx, messages, out, acknowledged)
	})
}

// whole: each message has its reply, and what is booked its entry and her receipt.
func whole(tx *store.Tx, messages []store.HeardMessage, out []store.Outbound, acknowledged []string) error {
	said, receipts := map[string]string{}, map[string]int{}
	for _, o := range out {
		cause, _, _ := strings.Cut(o.Cause, "/")
		if o.Class == conversation.Reply {
			said[cause] += o.Text
		} else {
			receipts[cause]++
		}
	}
	heard, booked := map[string]bool{}, 0
	for _, m := range messages {
		reply, known := said[m.ID]
		delete(said, m.ID)
		if heard[m.Foreign] || !known {
			return fmt.Errorf("%s was heard twice or has no reply", m.Foreign)
		}
		heard[m.Foreign] = true
		is := strings.Contains(reply, "Tercatat")
		if is != (m.Text == "ya") || is != (len(m.Entries) == 1) || is != (receipts[m.ID] == 1) {
			return fmt.Errorf("%s %q made %v and %d receipts and is answered %q", m.Foreign, m.Text, m.Entries, receipts[m.ID], reply)
		}
		booked += len(m.Entries)
	}
	for _, id := range acknowledged {
		if !heard[id] {
			return fmt.Errorf("%s was acknowledged and is lost", id)
		}
	}
	if len(said) > 0 {
		return fmt.Errorf("replies to what was not heard: %v", said)
	}
	entries := 0
	for e, err := range tx.Journal() {
		if err != nil {
			return err
		}
		if e.Kind == ledger.Repayment {
			entries++
		}
	}
	if entries != booked {
		return fmt.Errorf("%d entries, and the messages made %d", entries, booked)
	}
	return nil
}
