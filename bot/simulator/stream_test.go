package simulator_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bendahara/bot/simulator"
	"bendahara/conversation"
)

const readTime = 100 * time.Millisecond

// TestEvents reads a stream over a real connection: what was, what comes, and
// only that after a break; and that Close ends it.
func TestEvents(t *testing.T) {
	b := newBooks(simulator.Options{Run: "t"})
	server := httptest.NewUnstartedServer(b.gateway.Handler())
	server.Config.ReadTimeout, server.Config.WriteTimeout = readTime, readTime
	server.Start()
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	open := func(lastSeen string) *bufio.Scanner {
		query := url.Values{"phone": {string(ratna)}}
		r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/simulator/events?"+query.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Last-Event-ID", lastSeen)
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { answer.Body.Close() })
		if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || kind != "text/event-stream" {
			t.Fatalf("stream: %s, %s", answer.Status, kind)
		}
		return bufio.NewScanner(answer.Body)
	}
	next := func(s *bufio.Scanner) string {
		for s.Scan() {
			if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				return data
			}
		}
		return "end"
	}
	typed := func(text string) {
		if err := b.gateway.Type(ctx, ratna, conversation.SMS, text, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(s *bufio.Scanner, want string) {
		t.Helper()
		if got := next(s); got != want {
			t.Errorf("event %s, want %s", got, want)
		}
	}
	event := func(mine, text string) string {
		return `{"phone":"+6281390000101","channel":"sms","mine":` + mine + `,"text":"` + text + `","clock":"12:00","day":"Selasa, 10 Mar 2026"}`
	}

	typed("satu")
	first := open("")
	want(first, event("true", "satu"))
	want(first, event("false", "dicatat: satu"))
	typed(`dua\ndua`)
	want(first, event("true", `dua\\ndua`))
	want(first, event("false", `dicatat: dua\\ndua`))

	time.Sleep(3 * readTime) // longer than the server's limits for ordinary requests
	typed("tiga")
	want(first, event("true", "tiga"))
	want(first, event("false", "dicatat: tiga"))

	want(open("t-7"), event("false", "dicatat: tiga"))
	want(open("another-7"), event("true", "satu")) // seen before a restart
	last := open("t-8")                            // 9 is Siti's
	b.gateway.Close()
	want(last, "end")
}

func TestTooManyStreams(t *testing.T) {
	b := newBooks(simulator.Options{})
	server := httptest.NewServer(b.gateway.Handler())
	defer server.Close()
	get := func() *http.Response {
		answer, err := server.Client().Get(server.URL + "/simulator/events?phone=081390000101")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { answer.Body.Close() })
		return answer
	}
	var first *http.Response
	for i := range 32 {
		answer := get()
		if answer.StatusCode != 200 {
			t.Fatalf("stream %d: %s", i, answer.Status)
		}
		if first == nil {
			first = answer
		}
	}
	if answer := get(); answer.StatusCode != 503 {
		t.Errorf("one too many: %s", answer.Status)
	}
	b.gateway.Close()
	if _, err := io.ReadAll(first.Body); err != nil {
		t.Errorf("Close ends streams cleanly: %v", err)
	}
	for deadline := time.Now().Add(10 * time.Second); get().StatusCode != 200; {
		if time.Now().After(deadline) {
			t.Fatal("ended streams keep their places")
		}
	}
	if answer, err := server.Client().Get(server.URL + "/simulator/events"); err != nil || answer.StatusCode != 400 {
		t.Errorf("no phone: %v, %v", answer, err)
	}
}
