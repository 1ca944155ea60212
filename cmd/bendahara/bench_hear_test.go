package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// BenchmarkHear measures what the processor does for one message within the transaction:
// no network, no flush of the disk, nobody beside it.
func BenchmarkHear(b *testing.B) {
	const treasurers = 256
	dir, phones := bigWorkbook(b, treasurers, killMembers)
	engine, err := bolt.OpenNoSync(filepath.Join(b.TempDir(), storeFile))
	if err != nil {
		b.Fatal(err)
	}
	db := store.New(engine)
	defer db.Close()
	book, faults, err := workbook.Read(dir)
	if err == nil && len(faults) == 0 {
		_, faults, err = workbook.Import(b.Context(), db, book, time.Now(), false)
	}
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	keeper := bot.New(db, slog.New(slog.DiscardHandler))
	n := 0
	now := time.Now()
	hear := func() {
		n++
		now = now.Add(20 * time.Second)
		m := conversation.Message{
			Gateway: "bench", Foreign: fmt.Sprintf("SM%032d", n), Channel: conversation.SMS, From: ledger.Phone(phones[n%treasurers]), Sent: now, Received: now,
			Text: fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+n%(killMembers-1))), 10_000+n%997),
		}
		if err := keeper.Receive(context.Background(), m); err != nil {
			b.Fatal(err)
		}
	}
	for range treasurers {
		hear()
	}
	b.ReportAllocs()
	b.ResetTimer()
	began := processorTime(b)
	for range b.N {
		hear()
	}
	b.ReportMetric(float64((processorTime(b)-began).Microseconds())/float64(b.N), "cpu-us/op")
	b.StopTimer()
	wantBooked(b, db)
}

// processorTime is what this process has used of the processor, which others who use it
// at the same time change little.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
