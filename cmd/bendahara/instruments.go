package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bendahara/bot"
	"bendahara/store"
)

// readyTime is how long the store may take to answer before it counts as not ready.
const readyTime = 2 * time.Second

// instruments are the pages for machines: alive, ready, counts.
func instruments(mux *http.ServeMux, s *served) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTime)
		defer cancel()
		if err := s.bot.Ready(ctx); err != nil {
			http.Error(w, "the store does not take messages", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
		writeStatus(ctx, w, s)
	})
	mux.Handle("GET /metrics", metrics(s))
}

func metrics(s *served) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	count := func(name, help string, of func(bot.Counts) int64) {
		registry.MustRegister(prometheus.NewCounterFunc(
			prometheus.CounterOpts{Namespace: "bendahara", Name: name, Help: help},
			func() float64 { return float64(of(s.bot.Counts())) }))
	}
	count("messages_received_total", "Messages taken in, with those delivered again.", func(c bot.Counts) int64 { return c.Received })
	count("messages_parked_total", "Messages on which our own code failed.", func(c bot.Counts) int64 { return c.Parked })
	count("messages_sent_total", "Messages that a provider took.", func(c bot.Counts) int64 { return c.Sent })
	count("messages_unsent_total", "Tries to send that failed.", func(c bot.Counts) int64 { return c.Unsent })
	registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Namespace: "bendahara", Name: "outbox_waiting", Help: "Messages that wait to be sent."},
		func() float64 {
			n := 0
			_ = s.db.View(context.Background(), func(tx *store.Tx) (err error) { n, err = tx.Waiting(); return err })
			return float64(n)
		}))
	registry.MustRegister(gatewayMetrics{s})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
