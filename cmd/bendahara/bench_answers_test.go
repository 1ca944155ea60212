package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// BenchmarkAnswers measures what an answer costs in the demonstration UPK, without the
// network: time to the durable reply, and how many values it gets and scans.
func BenchmarkAnswers(b *testing.B) {
	engine, err := bolt.OpenNoSync(filepath.Join(b.TempDir(), storeFile))
	if err != nil {
		b.Fatal(err)
	}
	counted := &countedEngine{Engine: engine}
	db := store.New(counted)
	defer db.Close()
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	guide, err := workbook.Demo(b.Context(), db, now)
	if err != nil {
		b.Fatal(err)
	}
	var officer ledger.Phone
	if err := db.Update(b.Context(), func(tx *store.Tx) error {
		officers, err := tx.Officers()
		if err == nil {
			officer, err = officers[0].Phone, tx.PutSetting("balasan_per_hari", "10000")
		}
		return err
	}); err != nil {
		b.Fatal(err)
	}
	keeper := bot.New(db, slog.New(slog.DiscardHandler))
	serial := 0
	for _, q := range []struct {
		role string
		from ledger.Phone
		text string
	}{
		{"member", guide.People[1].Phone, "saldo"},
		{"treasurer", guide.People[0].Phone, "tunggakan"},
		{"treasurer", guide.People[0].Phone, "laporan"},
		{"officer", officer, "kas"},
		{"officer", officer, "laporan"},
	} {
		b.Run(q.role+"/"+q.text, func(b *testing.B) {
			counted.gets, counted.scanned = 0, 0
			b.ResetTimer()
			for n := range b.N {
				serial++
				now = now.Add(11 * time.Minute) // the same text again and again is noise
				m := conversation.Message{
					Gateway: "bench", Foreign: fmt.Sprint(serial), Channel: conversation.WhatsApp, From: q.from, Text: q.text, Sent: now, Received: now,
				}
				if err := keeper.Receive(context.Background(), m); err != nil {
					b.Fatal(n, err)
				}
			}
			b.ReportMetric(float64(counted.gets)/float64(b.N), "gets/op")
			b.ReportMetric(float64(counted.scanned)/float64(b.N), "scanned/op")
		})
	}
}

// countedEngine counts what is read in Updates.
type countedEngine struct {
	store.Engine
	gets, scanned int
}

type countedWriter struct {
	store.Writer
	e *countedEngine
}

func (e *countedEngine) Update(ctx context.Context, fn func(store.Writer) error) error {
	return e.Engine.Update(ctx, func(w store.Writer) error { return fn(countedWriter{w, e}) })
}

func (w countedWriter) Get(key []byte) ([]byte, error) {
	w.e.gets++
	return w.Writer.Get(key)
}

func (w countedWriter) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for key, value := range w.Writer.Scan(from, to, reverse) {
			w.e.scanned++
			if !yield(key, value) {
				return
			}
		}
	}
}
