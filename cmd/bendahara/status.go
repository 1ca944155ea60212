package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"bendahara/bot"
)

// writeStatus tells a person how each gateway is, a line each.
func writeStatus(ctx context.Context, w io.Writer, s *served) {
	now := time.Now()
	status, err := s.bot.Status(ctx, now)
	if err != nil {
		fmt.Fprintln(w, "today's counts cannot be read")
	}
	if status.Waiting > 0 {
		fmt.Fprintf(w, "outbox: %d waiting, the oldest for %v\n", status.Waiting, now.Sub(status.Oldest).Round(time.Second))
	}
	backup := s.backups.state(now)
	state := "ok"
	if !backup.OK {
		state = "NOT OK"
	}
	fmt.Fprintf(w, "backup: %s: %s\n", state, backup.Says)
	for _, g := range status.Gateways {
		state := "ok"
		if !g.OK {
			state = "NOT OK: " + g.Problem
		}
		seen := "no sign of life yet"
		if !g.Seen.IsZero() {
			seen = fmt.Sprintf("last sign of life %v ago", now.Sub(g.Seen).Round(time.Second))
		}
		fmt.Fprintf(w, "%s: %s; %s; %s\n", g.Name, state, seen, today(g))
	}
}

// today is a gateway's traffic since midnight, and what it costs by the sheet harga.
func today(g bot.GatewayStatus) string {
	t := g.Today
	return fmt.Sprintf("today %d in, %d out (%d segments), %d failed, %s", t.In, t.Out, t.Segments, t.Failed, t.Cost)
}

// gatewayMetrics are the gateways' figures for Prometheus.
type gatewayMetrics struct{ served *served }

func gatewayFigure(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("bendahara_"+name, help, labels, nil)
}

var (
	gatewayUp       = gatewayFigure("gateway_up", "1 while nothing is known to be wrong with the gateway.", "gateway")
	gatewaySeen     = gatewayFigure("gateway_last_seen_seconds", "Age of its last sign of life; absent where there was none yet.", "gateway")
	gatewayToday    = gatewayFigure("gateway_messages_today", "Messages since midnight.", "gateway", "what")
	gatewaySegments = gatewayFigure("gateway_segments_today", "Segments sent since midnight.", "gateway")
	gatewayCost     = gatewayFigure("gateway_cost_rupiah_today", "What was sent since midnight costs, by the sheet harga.", "gateway")
	backupAge       = gatewayFigure("backup_age_seconds", "Age of the last good backup; absent where there is none.")
	outboxOldest    = gatewayFigure("outbox_oldest_seconds", "How long the oldest unsent message has waited.")
)

// Describe is prometheus.Collector's.
func (gatewayMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{gatewayUp, gatewaySeen, gatewayToday, gatewaySegments, gatewayCost, outboxOldest, backupAge} {
		to <- d
	}
}

// Collect is prometheus.Collector's.
func (m gatewayMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readyTime)
	defer cancel()
	now := time.Now()
	status, err := m.served.bot.Status(ctx, now)
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if n, found, err := readNote(m.served.backups.data); err == nil && found {
		gauge(backupAge, now.Sub(n.At).Seconds())
	}
	for _, g := range status.Gateways {
		up := 0.0
		if g.OK {
			up = 1
		}
		gauge(gatewayUp, up, g.Name)
		if !g.Seen.IsZero() {
			gauge(gatewaySeen, now.Sub(g.Seen).Seconds(), g.Name)
		}
		if err == nil {
			traffic(gauge, g)
		}
	}
	if err == nil && status.Waiting > 0 {
		gauge(outboxOldest, now.Sub(status.Oldest).Seconds())
	} else if err == nil {
		gauge(outboxOldest, 0)
	}
}

func traffic(gauge func(*prometheus.Desc, float64, ...string), g bot.GatewayStatus) {
	gauge(gatewayToday, float64(g.Today.In), g.Name, "in")
	gauge(gatewayToday, float64(g.Today.Out), g.Name, "out")
	gauge(gatewayToday, float64(g.Today.Failed), g.Name, "failed")
	gauge(gatewaySegments, float64(g.Today.Segments), g.Name)
	gauge(gatewayCost, float64(g.Today.Cost), g.Name)
}
