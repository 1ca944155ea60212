package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// BenchmarkWebhook measures messages a second from a signed webhook to the
// durable entry and its queued reply, beside what the machine itself can write
// and sync: 4 KiB, one after the other. "x-sync" is the ratio of the two, both
// from this run.
func BenchmarkWebhook(b *testing.B) {
	rate := syncRate(b)
	for _, senders := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			post := benchOffice(b, senders)
			b.ResetTimer()
			var next atomic.Int64
			var all sync.WaitGroup
			for s := range senders {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if err := post(s, n); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			perSecond := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(perSecond, "msg/s")
			b.ReportMetric(rate, "sync/s")
			b.ReportMetric(perSecond/rate, "x-sync")
		})
	}
}

// benchOffice is the program's own handler over a real file, with so many
// treasurers; post sends the n-th message from one of them.
func benchOffice(b *testing.B, senders int) (post func(sender int, n int64) error) {
	b.Helper()
	dir, treasurers := bigWorkbook(b, senders, killMembers)
	engine, err := bolt.Open(filepath.Join(b.TempDir(), storeFile))
	if err != nil {
		b.Fatal(err)
	}
	db := store.New(engine)
	b.Cleanup(func() { _ = db.Close() })
	book, faults, err := workbook.Read(dir)
	if err == nil && len(faults) == 0 {
		_, faults, err = workbook.Import(b.Context(), db, book, time.Now(), false)
	}
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	keeper := bot.New(db, slog.New(slog.DiscardHandler))
	gateway, err := twilio.New(twilio.Config{
		PublicURL: testPublic, AccountSID: testAccount, AuthToken: testToken, SMSFrom: testNumber,
	}, keeper.Events())
	if err != nil {
		b.Fatal(err)
	}
	keeper.Add(gateway)
	server := httptest.NewServer(gateway.Handler())
	b.Cleanup(server.Close)
	provider := newTwilio(b)
	return func(sender int, n int64) error {
		text := fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+int(n)%(killMembers-1))), 1_000+n)
		status, err := provider.Webhook(context.Background(), server.URL, testPublic, fmt.Sprintf("SM%032d", n), treasurers[sender], testNumber, text)
		if err == nil && status/100 != 2 {
			err = fmt.Errorf("status %d", status)
		}
		return err
	}
}

// syncRate is how often the machine writes 4 KiB and syncs them in a second.
func syncRate(b *testing.B) float64 {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	block := make([]byte, 4096)
	start, n := time.Now(), 0
	for ; time.Since(start) < time.Second; n++ {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			b.Fatal(err)
		}
		if _, err := file.Write(block); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(start).Seconds()
}
