package android_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"bendahara/bot/android/phonetest"
	"bendahara/conversation"
)

type hook struct{ name, body, want string }

// hooks reads the table of webhooks, for today.
func hooks(t *testing.T) []hook {
	t.Helper()
	file, err := os.ReadFile("testdata/webhooks.txt")
	if err != nil {
		t.Fatal(err)
	}
	today := time.Now().UTC().Add(-24 * time.Hour) // so that no time of that day is to come
	text := strings.ReplaceAll(string(file), "YESTERDAY", today.Add(-24*time.Hour).Format(time.DateOnly))
	text = strings.ReplaceAll(text, "TODAY", today.Format(time.DateOnly))
	var all []hook
	for _, part := range strings.Split(text, "\n== ")[1:] {
		head, want, found := strings.Cut(part, "\n> ")
		if !found {
			t.Fatalf("no > line in %q", part)
		}
		name, body, _ := strings.Cut(head, "\n")
		all = append(all, hook{name, body, strings.TrimSpace(want)})
	}
	if len(all) < 25 {
		t.Fatalf("only %d webhooks read", len(all))
	}
	return all
}

var deliveries = map[conversation.Delivery]string{
	conversation.SentOn: "SentOn", conversation.Delivered: "Delivered", conversation.Failed: "Failed",
}

// told is what a desk heard, as the table writes it.
func (d *desk) told() string {
	var lines []string
	for _, m := range d.messages {
		sent, twin := m.Sent.UTC().Format(time.RFC3339Nano), m.Twin
		if m.Sent.Equal(m.Received) {
			sent = "now"
		}
		if twin == "" {
			twin = "-"
		}
		lines = append(lines, fmt.Sprintf("heard %s %d %s %s %s %q", m.From, m.Media, m.Foreign, sent, twin, m.Text))
	}
	for _, r := range d.reports {
		lines = append(lines, fmt.Sprintf("report %s %s %q", r.ID, deliveries[r.Delivery], r.Code))
	}
	if len(lines) == 0 {
		return "nothing"
	}
	return strings.Join(lines, "\n")
}

func TestWebhooks(t *testing.T) {
	for _, hook := range hooks(t) {
		t.Run(hook.name, func(t *testing.T) {
			d := &desk{}
			g := gateway(t, settings(), d)
			before := time.Now()
			if w := serve(g, webhook(hook.body, phonetest.Key, time.Now())); w.Code != 204 {
				t.Fatalf("answered %d %q", w.Code, w.Body)
			}
			if d.told() != hook.want {
				t.Errorf("%s\nwant %s", d.told(), hook.want)
			}
			for _, m := range d.messages {
				if m.Gateway != "android" || m.Channel != conversation.SMS || m.ID != "" || m.Received.Before(before) || m.Sent.After(m.Received) {
					t.Errorf("heard %+v", m)
				}
			}
			for _, r := range d.reports {
				if !strings.Contains(hook.body, `"`+r.Provider+`"`) {
					t.Errorf("reported %+v", r)
				}
			}
			if seen := g.Health().Seen; seen.Before(before) {
				t.Errorf("last seen %v", seen)
			}
		})
	}
}

func TestRefusedWebhooks(t *testing.T) {
	const body = `{"event":"sms:received","id":"e1","payload":{"sender":"+6281390000101","message":"saldo"}}`
	now := time.Now()
	changed := func(change func(r *http.Request)) *http.Request {
		r := webhook(body, phonetest.Key, now)
		change(r)
		return r
	}
	signed := func(body string) *http.Request { return webhook(body, phonetest.Key, now) }
	for name, test := range map[string]struct {
		r    *http.Request
		want int
	}{
		"as it should be":   {signed(body), 204},
		"upper-case digits": {changed(func(r *http.Request) { r.Header.Set("X-Signature", strings.ToUpper(r.Header.Get("X-Signature"))) }), 204},
		"four minutes old":  {webhook(body, phonetest.Key, now.Add(-4*time.Minute)), 204},

		"GET":                   {changed(func(r *http.Request) { r.Method = "GET" }), 405},
		"another path":          {changed(func(r *http.Request) { r.URL.Path = "/webhooks/android/x" }), 404},
		"another key":           {webhook(body, "lain", now), 403},
		"no signature":          {changed(func(r *http.Request) { r.Header.Del("X-Signature") }), 403},
		"no hexadecimal":        {changed(func(r *http.Request) { r.Header.Set("X-Signature", "zz") }), 403},
		"no time":               {changed(func(r *http.Request) { r.Header.Del("X-Timestamp") }), 403},
		"a time not signed for": {changed(func(r *http.Request) { r.Header.Set("X-Timestamp", fmt.Sprint(now.Unix()+1)) }), 403},
		"six minutes old":       {webhook(body, phonetest.Key, now.Add(-6*time.Minute)), 403},
		"of the future":         {webhook(body, phonetest.Key, now.Add(6*time.Minute)), 403},
		"not JSON":              {signed(`event=sms`), 400},
		"a list":                {signed(`[]`), 400},
		"too long":              {signed(`{"x":"` + strings.Repeat("x", 256<<10) + `"}`), 413},
		"no id":                 {signed(strings.Replace(body, `"e1"`, `""`, 1)), 400},
		"a long id":             {signed(strings.Replace(body, `"e1"`, `"`+strings.Repeat("9", 201)+`"`, 1)), 400},
		"no sender":             {signed(strings.Replace(body, "+6281390000101", " ", 1)), 400},
		"a long sender":         {signed(strings.Replace(body, "+6281390000101", strings.Repeat("9", 201), 1)), 400},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{}
			if w := serve(gateway(t, settings(), d), test.r); w.Code != test.want {
				t.Errorf("answered %d", w.Code)
			}
			if heard := len(d.messages) == 1; heard != (test.want == 204) {
				t.Errorf("heard %v", d.messages)
			}
		})
	}
}

func TestAcknowledgedOnlyAfterTaken(t *testing.T) {
	d := &desk{fail: errors.New("disk full")}
	g := gateway(t, settings(), d)
	for _, body := range []string{
		`{"event":"sms:received","id":"e1","payload":{"sender":"+6281390000101","message":"saldo"}}`,
		`{"event":"sms:sent","id":"e2","payload":{"messageId":"o1-x"}}`,
	} {
		if w := serve(g, webhook(body, phonetest.Key, time.Now())); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
			t.Errorf("answered %d %s", w.Code, w.Body)
		}
	}
}

func TestTakenThoughThePhoneHangsUp(t *testing.T) {
	d := &desk{}
	g := gateway(t, settings(), d)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	for _, body := range []string{
		`{"event":"sms:received","id":"e1","payload":{"sender":"+6281390000101","message":"saldo"}}`,
		`{"event":"sms:sent","id":"e2","payload":{"messageId":"o1-x"}}`,
	} {
		serve(g, webhook(body, phonetest.Key, time.Now()).WithContext(gone))
	}
	if len(d.contexts) != 2 || d.contexts[0] != nil || d.contexts[1] != nil {
		t.Errorf("the bot's contexts: %v", d.contexts)
	}
}

// TestHealth: what is wrong is said, and is gone when it is well again.
func TestHealth(t *testing.T) {
	d := &desk{}
	g := gateway(t, settings(), d)
	post := func(event, payload string, at time.Time) {
		serve(g, webhook(fmt.Sprintf(`{"event":%q,"id":"e","payload":%s}`, event, payload), phonetest.Key, at))
	}
	is := func(want string) {
		t.Helper()
		h := g.Health()
		if h.OK != (want == "") || !strings.Contains(h.Problem, want) || want == "" && h.Problem != "" || h.Name != "android" {
			t.Errorf("health %+v, want %q", h, want)
		}
	}
	is("")
	serve(g, webhook(`{}`, "lain", time.Now()))
	is("BENDAHARA_ANDROID_SIGNING_KEY")
	if !g.Health().Seen.IsZero() {
		t.Error("seen before it was")
	}
	post("system:ping", "{}", time.Now().Add(-20*time.Minute))
	is("20m")
	post("system:ping", "{}", time.Now())
	is("")
	serve(g, webhook(`{}`, "lain", time.Now())) // anybody can do that
	is("")
	for range 4 {
		post("sms:failed", `{"messageId":"o1-x","reason":"?"}`, time.Now())
	}
	is("")
	post("sms:failed", `{"messageId":"o2-x","reason":"?"}`, time.Now())
	is("credit")
	post("sms:sent", `{"messageId":"o3-x"}`, time.Now())
	is("")
}
