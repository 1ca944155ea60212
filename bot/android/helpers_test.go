package android_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
	"bendahara/conversation"
)

func settings() android.Config {
	return android.Config{
		PublicURL: "https://upk.example.org", URL: "http://127.0.0.1:1",
		User: phonetest.User, Password: phonetest.Password, SigningKey: phonetest.Key,
	}
}

// desk is a bot that writes down what a gateway tells it.
type desk struct {
	mu       sync.Mutex
	messages []conversation.Message
	reports  []bot.Report
	contexts []error // what had befallen the context
	fail     error
}

func (d *desk) events() bot.Events {
	return bot.Events{
		Receive: func(ctx context.Context, m conversation.Message) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.messages = append(d.messages, m)
			d.contexts = append(d.contexts, ctx.Err())
			return d.fail
		},
		Report: func(ctx context.Context, r bot.Report) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			if time.Since(r.At).Abs() > time.Minute {
				return fmt.Errorf("the report is of %v", r.At)
			}
			r.At = time.Time{} // so that the rest can be compared
			d.reports = append(d.reports, r)
			d.contexts = append(d.contexts, ctx.Err())
			return d.fail
		},
	}
}

// texts are what the desk heard, in its order.
func (d *desk) texts() (texts []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range d.messages {
		texts = append(texts, m.Text)
	}
	return texts
}

func gateway(t *testing.T, config android.Config, d *desk) *android.Gateway {
	t.Helper()
	g, err := android.New(config, d.events())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// office is a phone and a gateway that know each other's addresses.
func office(t *testing.T, cloud bool, d *desk, change func(*android.Config)) (*phonetest.Phone, *android.Gateway) {
	t.Helper()
	return officeOf(t, cloud, d.events(), change)
}

func officeOf(t *testing.T, cloud bool, events bot.Events, change func(*android.Config)) (*phonetest.Phone, *android.Gateway) {
	t.Helper()
	phone := phonetest.New(cloud)
	t.Cleanup(phone.Close)
	var handler http.Handler
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(web.Close)
	config := settings()
	config.URL, config.PublicURL = phone.URL, web.URL
	if change != nil {
		change(&config)
	}
	g, err := android.New(config, events)
	if err != nil {
		t.Fatal(err)
	}
	handler = g.Handler()
	return phone, g
}

// webhook is a body as the phone posts it, signed with a key at a time.
func webhook(body, key string, at time.Time) *http.Request {
	r := httptest.NewRequest("POST", android.Path, bytes.NewReader([]byte(body)))
	phonetest.Sign(r, []byte(body), key, at)
	return r
}

func serve(g *android.Gateway, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, r)
	return w
}

func outgoing(class conversation.Class) bot.Outgoing {
	return bot.Outgoing{
		ID: "o7", Channel: conversation.SMS, To: "+6281390000101", Class: class, Written: time.Now(),
		Text: "Diterima Rp250.000 dari Siti, 21/11. Ref K12-0007. Salah? Balas BATAL.",
	}
}
