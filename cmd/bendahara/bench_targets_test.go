package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/templates"
)

// How the targets are measured. Each round measures a baseline and what is put beside it
// one right after the other, and the median of the rounds counts: who else uses the machine
// slows both.
const (
	targetRounds = 5
	targetLoad   = 2 * time.Second // of 64 senders, a round
	manySenders  = 64
	askedAtOnce  = 256 // treasurers who write in turn: on one day none has hundreds of entries
)

// target is one row of the table.
type target struct {
	measure  string
	seen     float64
	floor    float64 // or the most, where less is better
	want     float64
	less     bool
	unit     string
	baseline string
}

func (t target) row() string {
	verdict := "missed"
	switch {
	case t.less && t.seen <= t.want || !t.less && t.seen >= t.want:
		verdict = "as wanted"
	case t.less && t.seen <= t.floor || !t.less && t.seen >= t.floor:
		verdict = "within"
	}
	bound := "min"
	if t.less {
		bound = "max"
	}
	return fmt.Sprintf("%s\t%.3g %s\t%s %g\t%g\t%s\t%s", t.measure, t.seen, t.unit, bound, t.floor, t.want, verdict, t.baseline)
}

// BenchmarkTargets prints the table of targets, each beside its baseline from this run. It
// takes some minutes, most of them to make a store of a million messages.
func BenchmarkTargets(b *testing.B) {
	dir := b.TempDir()
	empty, separate, full := filepath.Join(dir, "empty.db"), filepath.Join(dir, "alone.db"), filepath.Join(dir, "data", storeFile)
	if err := os.Mkdir(filepath.Dir(full), 0o700); err != nil {
		b.Fatal(err)
	}
	treasurers, began := largeUPK(b, empty, manyGroups)
	copyFile(b, empty, full)
	copyFile(b, empty, separate)
	fillBetween(b, full, treasurers, began, 0, manyMessages)
	bytes := storedBytes(b, full, empty)
	asked := treasurers[:askedAtOnce]

	var rows []target
	var sync1, sync50, bare, whole, atEmpty, alone, grouped, one []float64
	b.Run("load", func(b *testing.B) { // the stores are closed after it
		large, small := measuredOffice(b, full, asked, nil), measuredOffice(b, empty, asked, nil)
		var lock sync.Mutex
		single := measuredOffice(b, separate, asked, func(receive receiver) receiver {
			return func(ctx context.Context, m conversation.Message) error {
				lock.Lock()
				defer lock.Unlock()
				return receive(ctx, m)
			}
		})
		onlySigned := &measured{url: bareHandler(b), provider: large.provider, treasurers: asked}
		for _, m := range []*measured{large, small, single, onlySigned} {
			m.load(b, manySenders, targetLoad/2) // warm
		}
		for range targetRounds {
			rate, p50 := syncRate(b)
			bareRate := m64(b, onlySigned)
			wholeRate := m64(b, large)
			emptyRate := m64(b, small)
			aloneRate := m64(b, single)
			groupedRate := m64(b, small)
			took := large.load(b, 1, targetLoad/2)
			sync1, sync50 = append(sync1, rate), append(sync50, float64(p50))
			bare, whole, atEmpty = append(bare, bareRate), append(whole, wholeRate), append(atEmpty, emptyRate)
			alone, grouped, one = append(alone, aloneRate), append(grouped, groupedRate), append(one, float64(median(took)))
		}
		rows = append(rows,
			target{"signed webhook to durable entry and queued reply, 64 senders / write+fdatasync", middle(ratios(whole, sync1)), 0.7, 1.5, false, "", fmt.Sprintf("%.0f/s beside %.0f/s", middle(whole), middle(sync1))},
			target{"the same / bare handler that only checks the signature", middle(ratios(whole, bare)), 0.15, 0.35, false, "", fmt.Sprintf("%.0f/s beside %.0f/s", middle(whole), middle(bare))},
			target{"p50 with one sender / p50 of one write+fdatasync", middle(ratios(one, sync50)), 10, 5, true, "", fmt.Sprintf("%.0f us beside %.0f us", middle(one)/1e3, middle(sync50)/1e3)},
			target{"messages per second with 1e6 stored / empty", middle(ratios(whole, atEmpty)), 0.7, 1, false, "", fmt.Sprintf("%.0f/s beside %.0f/s", middle(whole), middle(atEmpty))},
			target{"grouped / one commit a message, 64 senders", middle(ratios(grouped, alone)), 4, 8, false, "", fmt.Sprintf("%.0f/s beside %.0f/s", middle(grouped), middle(alone))},
			target{"store bytes per message / bytes of its keys and values", bytes.file / bytes.rows, 1.5, 1.2, true, "", fmt.Sprintf("%.0f B beside %.0f B", bytes.file/manyMessages, bytes.rows/manyMessages)},
			target{"balance answer, 1e6 messages stored, without sending", balanceAnswer(b, large.db, asked), 50, 20, true, "us", "talk, facts, figures and words; no commit"},
		)
		large.booked(b)
	})
	size := fileSize(b, full)
	opened, emptyOpened := opening(b, full), opening(b, empty)
	rows = append(rows,
		target{fmt.Sprintf("opening a store of %.1f GB to ready", size/1e9), opened.Seconds() * 1e3, 200, 50, true, "ms", fmt.Sprintf("%.3g ms for the UPK without messages", emptyOpened.Seconds()*1e3)},
		memoryUnderLoad(b, filepath.Dir(full), asked),
	)
	fmt.Println()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "measure\tseen\tfloor\twanted\t\tbaseline")
	for _, r := range rows {
		fmt.Fprintln(w, r.row())
	}
	fmt.Fprintln(w, "acknowledged but missing, 20 kills under load\t\tmax 0\t0\t\tgo test -run TestKill ./cmd/bendahara, in make test")
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	fmt.Println()
}

func m64(b *testing.B, m *measured) float64 {
	return float64(len(m.load(b, manySenders, targetLoad))) / targetLoad.Seconds()
}

// load has so many senders post one message after the other for a time, and returns how
// long each waited.
func (m *measured) load(b *testing.B, senders int, during time.Duration) []time.Duration {
	b.Helper()
	var all sync.WaitGroup
	took := make([][]time.Duration, senders)
	end := time.Now().Add(during)
	for s := range senders {
		all.Go(func() {
			for began := time.Now(); began.Before(end); began = time.Now() {
				if err := m.post(); err != nil {
					b.Error(err)
					return
				}
				took[s] = append(took[s], time.Since(began))
			}
		})
	}
	all.Wait()
	var list []time.Duration
	for _, t := range took {
		list = append(list, t...)
	}
	if len(list) == 0 {
		b.Fatal("no message was answered")
	}
	return list
}

// booked sees to it that it is bookings that were measured: of all messages that were
// posted every one became an entry, and has its reply.
func (m *measured) booked(b *testing.B) {
	b.Helper()
	entries := 0
	err := m.db.View(context.Background(), func(tx *store.Tx) error {
		for _, phone := range m.treasurers {
			of, err := tx.MembersByPhone(ledger.Phone(phone))
			if err != nil {
				return err
			}
			head, err := tx.Head(of[0].Group)
			if err != nil {
				return err
			}
			entries += int(head.Number)
		}
		return nil
	})
	if err != nil || entries < int(m.messages.Load()) {
		b.Errorf("%d entries of %d messages: %v", entries, m.messages.Load(), err)
	}
}

func middle(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

func ratios(of, by []float64) (list []float64) {
	for i := range of {
		list = append(list, of[i]/by[i])
	}
	return list
}

// fillBetween adds to a closed store those of the many messages from <= n < to.
func fillBetween(b *testing.B, path string, treasurers []string, began time.Time, from, to int) {
	b.Helper()
	engine, err := bolt.OpenNoSync(path)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	db := store.New(engine)
	fillMessages(b, db, treasurers, began, from, to, manyMessages)
	err = db.Close()
	if err == nil { // lest what is measured waits for the disk to take this
		var file *os.File
		if file, err = os.OpenFile(path, os.O_RDWR, 0); err == nil {
			err = errors.Join(file.Sync(), file.Close())
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d messages were added in %v", to-from, time.Since(start).Round(time.Second))
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err == nil {
		_, err = io.Copy(out, in)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}

func fileSize(b *testing.B, path string) float64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size())
}

// stored is how many bytes messages take: of the file, and of their keys and values.
type stored struct{ file, rows float64 }

func storedBytes(b *testing.B, full, empty string) stored {
	b.Helper()
	rows := func(path string) (sum float64) {
		engine, err := bolt.OpenNoSync(path)
		if err != nil {
			b.Fatal(err)
		}
		defer engine.Close()
		err = engine.View(b.Context(), func(r store.Reader) error {
			for key, value := range r.Scan(nil, nil, false) {
				sum += float64(len(key) + len(value))
			}
			return r.Err()
		})
		if err != nil {
			b.Fatal(err)
		}
		return sum
	}
	return stored{fileSize(b, full) - fileSize(b, empty), rows(full) - rows(empty)}
}

// balanceAnswer is how many microseconds a member's own balance takes, from her message to
// the words of the answer.
func balanceAnswer(b *testing.B, db *store.DB, treasurers []string) float64 {
	b.Helper()
	now := time.Now()
	var took []float64
	for n := range 2_000 {
		phone := ledger.Phone(treasurers[n%len(treasurers)])
		began := time.Now()
		err := db.View(b.Context(), func(tx *store.Tx) error {
			state, err := tx.Talk(phone)
			if err != nil {
				return err
			}
			turn, err := conversation.Next(state, conversation.Message{ID: "i1", Channel: conversation.SMS, From: phone, Text: "saldo warsini", Sent: now, Received: now}, tx)
			if err != nil {
				return err
			}
			text, err := templates.Render("id", turn.Say[0].Words)
			if err == nil && !strings.Contains(text, "Rp") {
				err = fmt.Errorf("%q is no balance", text)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		if n >= len(treasurers) { // the first of each group makes its indexes
			took = append(took, float64(time.Since(began).Nanoseconds())/1e3)
		}
	}
	return middle(took)
}

// opening is how long the store takes from its name to a message that could be kept, the
// median of some.
func opening(b *testing.B, path string) time.Duration {
	b.Helper()
	var took []time.Duration
	for range 5 {
		began := time.Now()
		engine, err := bolt.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		db := store.New(engine)
		err = db.Update(b.Context(), func(tx *store.Tx) error { return tx.VoidLeases(began, true) })
		if err == nil {
			err = db.View(b.Context(), func(tx *store.Tx) error { _, err := tx.UPK(); return err })
		}
		took = append(took, time.Since(began))
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return median(took)
}

// memoryUnderLoad is the most anonymous memory that the real program has while 64 senders
// write.
func memoryUnderLoad(b *testing.B, data string, treasurers []string) target {
	b.Helper()
	provider := newTwilio(b)
	o := serve(b, data, provider.URL)
	m := &measured{url: o.url, provider: provider, treasurers: treasurers}
	m.messages.Store(10_000_000) // other ids than those before
	idle := anonymous(b, o.cmd.Process.Pid)
	most, ended := idle, make(chan struct{})
	go func() { m.load(b, manySenders, 5*targetLoad); close(ended) }()
	for running := true; running; {
		select {
		case <-ended:
			running = false
		case <-time.After(100 * time.Millisecond):
		}
		most = max(most, anonymous(b, o.cmd.Process.Pid))
	}
	resp, err := http.Get(o.url + "/readyz")
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Error("after the load it is not ready", err)
	}
	o.kill()
	return target{"anonymous memory under that load", most / 1e6, 64, 40, true, "MB", fmt.Sprintf("%.3g MB before it", idle/1e6)}
}

// anonymous is a process's memory that is no file's, in bytes.
func anonymous(b *testing.B, pid int) float64 {
	b.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "Anonymous:"); ok {
			kilobytes, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			if err != nil {
				b.Fatal(err)
			}
			return float64(kilobytes) * 1024
		}
	}
	b.Fatal("smaps_rollup has no Anonymous")
	return 0
}
