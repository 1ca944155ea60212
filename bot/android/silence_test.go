package android

import (
	"context"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

func nobody() bot.Events {
	return bot.Events{
		Receive: func(context.Context, conversation.Message) error { return nil },
		Report:  func(context.Context, bot.Report) error { return nil },
	}
}

// TestSilence: a phone that does not call is a problem, also one that never did.
func TestSilence(t *testing.T) {
	g, err := New(Config{URL: "http://127.0.0.1:1", User: "a", Password: "b", SigningKey: "c"}, nobody())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	if h := g.health(now.Add(29 * time.Minute)); !h.OK {
		t.Errorf("%+v", h)
	}
	if h := g.health(now.Add(31 * time.Minute)); h.OK || !strings.Contains(h.Problem, "silent for 31m") || !h.Seen.IsZero() {
		t.Errorf("%+v", h)
	}
	g.heard.Store(now.Add(20 * time.Minute).UnixNano())
	if h := g.health(now.Add(31 * time.Minute)); !h.OK || !h.Seen.Equal(now.Add(20*time.Minute)) {
		t.Errorf("%+v", h)
	}
	if h := g.health(now.Add(3 * time.Hour)); h.OK || !strings.Contains(h.Problem, "silent for 2h40m") {
		t.Errorf("%+v", h)
	}
}
