package simulator_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bendahara/bot/simulator"
	"bendahara/conversation"
)

func TestAfterMissesNothing(t *testing.T) {
	b := newBooks(simulator.Options{})
	const each = 200
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan struct{})
	go func() { defer close(ran); b.gateway.Run(ctx) }()
	go func() {
		for i := range each {
			b.send(ctx, ratna, conversation.SMS, fmt.Sprint(i))
			b.send(ctx, siti, conversation.SMS, "not hers")
		}
	}()
	next := 0
	for n := uint64(0); next < each; {
		lines, last, changed := b.gateway.After(n, ratna)
		for _, l := range lines {
			if l.Text != fmt.Sprint(next) || l.Phone != ratna || l.Mine {
				t.Fatalf("line %+v, want the one with %d", l, next)
			}
			next++
		}
		n = last
		if next < each {
			<-changed
		}
	}
	for len(b.reported()) < 2*each {
		time.Sleep(time.Millisecond)
	}
	stop()
	<-ran
	if lines, _, _ := b.gateway.After(1<<63, ratna); lines != nil {
		t.Errorf("lines after the end: %v", lines)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	b := newBooks(simulator.Options{})
	const many = 25_000
	for i := range many {
		if err := b.send(t.Context(), ratna, conversation.SMS, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	lines, last, _ := b.gateway.After(0, ratna)
	if len(lines) < 10_000 || len(lines) > 11_000 || last != many {
		t.Fatalf("%d lines up to %d", len(lines), last)
	}
	if newest := lines[len(lines)-1]; newest.Text != fmt.Sprint(many-1) || newest.Number != many {
		t.Errorf("newest %+v", newest)
	}
	if lines, _, _ := b.gateway.After(many-3, ratna); len(lines) != 3 || lines[0].Number != many-2 {
		t.Errorf("the last three: %v", lines)
	}
	if err := b.gateway.Flush(t.Context()); err != nil || len(b.reports) < 10_000 || len(b.reports) > 11_000 {
		t.Errorf("%d reports waited, %v", len(b.reports), err)
	}
}
