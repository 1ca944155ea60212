package android

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/android/phonetest"
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

// TestBackAfterALongSilence: what the phone has given up meanwhile is asked for, once, and
// no more than that; after a short silence its own retries bring it.
func TestBackAfterALongSilence(t *testing.T) {
	now := time.Now()
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	for name, c := range map[string]struct {
		last, heard, started time.Time // of the books, of the phone since the start
		want                 []string  // heard, of those texted so many hours ago
	}{
		"five hours":                     {ago(400), ago(5), ago(300), nil},
		"three days":                     {ago(400), ago(72), ago(300), []string{"1", "50", "90"}},
		"three days, a new office":       {time.Time{}, ago(72), ago(80), []string{"1", "50"}},
		"never since the start":          {ago(100), time.Time{}, ago(72), []string{"1", "50", "90"}},
		"never, and started just now":    {ago(100), time.Time{}, ago(1), nil},
		"never, a new office, in a week": {time.Time{}, time.Time{}, ago(60), []string{"1", "50"}},
	} {
		t.Run(name, func(t *testing.T) {
			phone := phonetest.New(false)
			defer phone.Close()
			var mu sync.Mutex
			var heard []string
			events := nobody()
			events.Receive = func(_ context.Context, m conversation.Message) error {
				mu.Lock()
				defer mu.Unlock()
				heard = append(heard, m.Text)
				return nil
			}
			var g *Gateway
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.Handler().ServeHTTP(w, r) }))
			defer web.Close()
			g, err := New(Config{
				URL: phone.URL, User: phonetest.User, Password: phonetest.Password, SigningKey: phonetest.Key, PublicURL: web.URL,
				First: c.last, Last: c.last,
			}, events)
			if err != nil {
				t.Fatal(err)
			}
			g.started = c.started
			g.behind.is, g.behind.asked = false, c.started // caught up then
			if !c.heard.IsZero() {
				g.heard.Store(c.heard.UnixNano())
			}
			for _, hours := range []int{1, 50, 90, 350} {
				phone.Receive("+6281390000101", strconv.Itoa(hours), ago(hours))
			}
			ctx, cancel := context.WithCancel(t.Context())
			var run sync.WaitGroup
			run.Go(func() { g.Run(ctx, slog.New(slog.DiscardHandler)) })
			for end := time.Now().Add(10 * time.Second); len(phone.Hooks()) < 6 && time.Now().Before(end); time.Sleep(time.Millisecond) {
			}
			for range 3 {
				if _, err := phone.Post(t.Context(), phone.Tell("system:ping", nil)); err != nil {
					t.Fatal(err)
				}
			}
			for end := time.Now().Add(10 * time.Second); len(c.want) > 0 && phone.Exports() == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
			}
			time.Sleep(20 * time.Millisecond) // for one too many
			cancel()
			run.Wait()
			phone.Wait()
			slices.Sort(heard)
			if !slices.Equal(heard, c.want) || phone.Exports() != min(len(c.want), 1) {
				t.Errorf("heard %q of %d times that were asked for", heard, phone.Exports())
			}
		})
	}
}
