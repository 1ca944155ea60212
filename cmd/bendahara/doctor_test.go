package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// clinic is a small Twilio that has a message for us from while we were down, knows our
// number, and may refuse what is sent.
type clinic struct {
	*httptest.Server
	mu     sync.Mutex
	posts  []string // what was sent: to whom and what
	refuse int      // the code with which everything sent is refused; 0: taken
	looks  int      // at the list
}

func newClinic(t *testing.T, texted time.Time) *clinic {
	c := &clinic{}
	list := fmt.Sprintf(`{"messages": [{"sid": "SM%032d", "direction": "inbound", "status": "received", "from": "+6281390000101",
		"to": %q, "body": "bayar siti 250rb", "num_media": "0", "date_created": %q}]}`, 7, testNumber, texted.UTC().Format(time.RFC1123Z))
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		switch {
		case strings.HasSuffix(r.URL.Path, "/IncomingPhoneNumbers.json"):
			_, _ = fmt.Fprintf(w, `{"incoming_phone_numbers": [{"phone_number": %q, "sms_url": "https://demo.twilio.com", "sms_method": "POST"}]}`, testNumber)
		case r.Method == http.MethodGet && r.FormValue("To") == testNumber:
			c.looks++
			_, _ = io.WriteString(w, list)
		case r.Method == http.MethodGet:
			_, _ = io.WriteString(w, `{"messages": []}`)
		case c.refuse != 0:
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"code": %d, "message": "no", "status": 400}`, c.refuse)
		default:
			c.posts = append(c.posts, r.FormValue("To")+" "+r.FormValue("Body"))
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprintf(w, `{"sid": "SM%032d", "status": "queued", "num_segments": "1"}`, 100+len(c.posts))
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *clinic) sent() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.posts...)
}

func (c *clinic) looked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.looks
}

// until waits for what a running program does by itself.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// TestTextedWhileDown: what Twilio took while the program was down is answered when it
// starts, once, and doctor and the instruments tell how all is.
func TestTextedWhileDown(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if _, errs, code := runProgram(t, "import", "../../conversation/testdata/kalijambe", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	prices := t.TempDir()
	if err := os.WriteFile(filepath.Join(prices, "harga.csv"), []byte("gateway,kanal,awalan,harga_per_segmen\ntwilio,sms,+62,\"412,5\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := runProgram(t, "import", prices, "--data", data); code != 0 {
		t.Fatal(errs)
	}
	silence(t, data)
	twilio := newClinic(t, time.Now().Add(-2*time.Hour))
	o := serve(t, data, twilio.URL)
	until(t, "the answer", func() bool { return len(twilio.sent()) == 1 })
	if got := twilio.sent()[0]; !strings.HasPrefix(got, "+6281390000101 ") || !strings.Contains(got, "Rp250.000") {
		t.Errorf("answered %q", got)
	}
	until(t, "the sending settled", func() bool { return strings.Contains(page(t, o, "/readyz"), "1 out") })
	ready := page(t, o, "/readyz")
	if !strings.HasPrefix(ready, "ready\n") || !strings.Contains(ready, "twilio: ok; last sign of life") ||
		!strings.Contains(ready, "today 1 in, 1 out (1 segments), 0 failed, Rp413") {
		t.Errorf("readyz says %s", ready)
	}
	for _, want := range []string{
		`bendahara_gateway_up{gateway="twilio"} 1`, `bendahara_gateway_messages_today{gateway="twilio",what="out"} 1`,
		`bendahara_gateway_segments_today{gateway="twilio"} 1`, `bendahara_gateway_cost_rupiah_today{gateway="twilio"} 413`, `bendahara_gateway_last_seen_seconds{gateway="twilio"}`, "bendahara_outbox_oldest_seconds 0",
	} {
		if got := page(t, o, "/metrics"); !strings.Contains(got, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	out, _, code := runProgram(t, "doctor", "--data", data)
	for _, want := range []string{
		"ok     books: of UPK Kalijambe", "ok     serve: it runs", "ok     twilio: today 1 in, 1 out (1 segments), 0 failed, Rp413", "ok     twilio: the account answers",
		"WRONG  twilio sms: the number does not post to us", testPublic + "/webhooks/twilio/message",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s", want, out)
		}
	}
	if code != 1 {
		t.Errorf("doctor exits with %d", code)
	}
	o.kill()

	looked := twilio.looked()
	twilio.mu.Lock()
	twilio.refuse = 20005 // the account was closed meanwhile
	twilio.mu.Unlock()
	again := serve(t, data, twilio.URL)
	until(t, "the list looked at again", func() bool { return twilio.looked() > looked })
	if status, err := newTwilio(t).Webhook(t.Context(), again.url, testPublic, "SM9", "+6281390000103", testNumber, "saldo"); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	until(t, "the fault in readyz", func() bool {
		return strings.Contains(page(t, again, "/readyz"), "NOT OK: Twilio refuses us (code 20005)")
	})
	if got := twilio.sent(); len(got) != 1 {
		t.Errorf("sent %q", got)
	}
}

func page(t *testing.T, o *office, path string) string {
	t.Helper()
	answer, err := http.Get(o.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s %v", path, answer.StatusCode, body, err)
	}
	return string(body)
}
