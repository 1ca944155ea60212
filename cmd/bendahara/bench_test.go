package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// BenchmarkWebhook measures messages a second from a signed webhook to the
// durable entry and its queued reply, beside what the machine itself can write
// and sync: 4 KiB, one after the other. "x-sync" is the ratio of the two, both
// from this run.
func BenchmarkWebhook(b *testing.B) {
	rate, _ := syncRate(b)
	for _, senders := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			post := benchOffice(b, senders, nil)
			b.ResetTimer()
			postAll(b, post, senders, b.N, 0)
			perSecond := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(perSecond, "msg/s")
			b.ReportMetric(rate, "sync/s")
			b.ReportMetric(perSecond/rate, "x-sync")
		})
	}
}

// BenchmarkGroup compares messages that are committed together with one commit a
// message, from 64 senders in the same run: "x-alone" is the ratio.
func BenchmarkGroup(b *testing.B) {
	const senders, warm = 64, 200
	var one sync.Mutex
	alone := benchOffice(b, senders, func(receive receiver) receiver {
		return func(ctx context.Context, m conversation.Message) error {
			one.Lock()
			defer one.Unlock()
			return receive(ctx, m)
		}
	})
	grouped := benchOffice(b, senders, nil)
	postAll(b, alone, senders, warm, 0)
	postAll(b, grouped, senders, warm, 0)
	b.ResetTimer()
	began := time.Now()
	postAll(b, alone, senders, b.N, warm)
	between := time.Now()
	postAll(b, grouped, senders, b.N, warm)
	took := time.Since(between)
	b.ReportMetric(float64(b.N)/took.Seconds(), "msg/s")
	b.ReportMetric(float64(b.N)/between.Sub(began).Seconds(), "alone/s")
	b.ReportMetric(between.Sub(began).Seconds()/took.Seconds(), "x-alone")
}

// BenchmarkOneSender measures how long a message takes where nobody else writes at the
// same time: "x-sync" is the median beside the median of one write and sync. It comes
// from many treasurers in turn, for none has hundreds of entries a day.
func BenchmarkOneSender(b *testing.B) {
	_, sync := syncRate(b)
	const treasurers = 64
	post := benchOffice(b, treasurers, nil)
	postAll(b, post, treasurers, 200, 0)
	var took []time.Duration
	b.ResetTimer()
	for n := range b.N {
		began := time.Now()
		if err := post(n%treasurers, int64(1_000+n)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	p50 := median(took)
	b.ReportMetric(float64(p50.Microseconds()), "us-p50")
	b.ReportMetric(float64(sync.Microseconds()), "us-sync")
	b.ReportMetric(float64(p50)/float64(sync), "x-sync")
}

func median(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

// postAll has so many senders post so many messages, each waiting for its answer.
func postAll(b *testing.B, post func(sender int, n int64) error, senders, messages int, before int64) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for n := next.Add(1); n <= int64(messages); n = next.Add(1) {
				if err := post(s, before+n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

type receiver func(context.Context, conversation.Message) error

// benchOffice is the program's own handler over a real file, with so many
// treasurers; post sends the n-th message from one of them. Where wrap is given, what it
// makes takes the messages in.
func benchOffice(b *testing.B, senders int, wrap func(receiver) receiver) (post func(sender int, n int64) error) {
	b.Helper()
	dir, treasurers := bigWorkbook(b, senders, killMembers)
	engine, err := bolt.Open(filepath.Join(b.TempDir(), storeFile))
	if err != nil {
		b.Fatal(err)
	}
	db := store.New(engine)
	b.Cleanup(func() {
		wantBooked(b, db)
		_ = db.Close()
	})
	book, faults, err := workbook.Read(dir)
	if err == nil && len(faults) == 0 {
		_, faults, err = workbook.Import(b.Context(), db, book, time.Now(), false)
	}
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	keeper := bot.New(db, slog.New(slog.DiscardHandler))
	events := keeper.Events()
	if wrap != nil {
		events.Receive = wrap(events.Receive)
	}
	gateway, err := twilio.New(twilio.Config{
		PublicURL: testPublic, AccountSID: testAccount, AuthToken: testToken, SMSFrom: testNumber,
	}, events)
	if err != nil {
		b.Fatal(err)
	}
	keeper.Add(gateway)
	server := httptest.NewServer(gateway.Handler())
	b.Cleanup(server.Close)
	provider := newTwilio(b)
	return func(sender int, n int64) error {
		text := fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+int(n)%(killMembers-1))), 10_000+n%997)
		status, err := provider.Webhook(context.Background(), server.URL, testPublic, fmt.Sprintf("SM%032d", n), treasurers[sender], testNumber, text)
		if err == nil && status/100 != 2 {
			err = fmt.Errorf("status %d", status)
		}
		return err
	}
}

// wantBooked sees to it that it is bookings that were measured: every message became an
// entry.
func wantBooked(b *testing.B, db *store.DB) {
	b.Helper()
	err := db.View(context.Background(), func(tx *store.Tx) error {
		messages, err := tx.Messages()
		for _, m := range messages {
			if len(m.Entries) != 1 {
				b.Errorf("%q made %d entries", m.Text, len(m.Entries))
				break
			}
		}
		return err
	})
	if err != nil {
		b.Error(err)
	}
}

// syncRate is how often the machine writes 4 KiB and syncs them in a second, and the
// median of how long it takes.
func syncRate(b *testing.B) (perSecond float64, p50 time.Duration) {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	block := make([]byte, 4096)
	var took []time.Duration
	for start := time.Now(); time.Since(start) < time.Second; {
		began := time.Now()
		if _, err := file.WriteAt(block, 0); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	return float64(len(took)), median(took)
}
