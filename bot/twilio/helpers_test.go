package twilio_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/conversation"
)

const (
	account  = "AC00000000000000000000000000000001"
	token    = "0123456789abcdef0123456789abcdef"
	oldToken = "fedcba9876543210fedcba9876543210"
	public   = "https://upk.example.org/bendahara" // a proxy takes /bendahara off
)

func settings() twilio.Config {
	return twilio.Config{
		PublicURL: public, AccountSID: account, AuthToken: token, AuthTokenOld: oldToken,
		SMSFrom: "+6281100000001", WhatsAppFrom: "+6281100000002",
		APIURL: "http://127.0.0.1:1",
	}
}

// desk is a bot that writes down what a gateway tells it.
type desk struct {
	messages []conversation.Message
	reports  []bot.Report
	contexts []error // what had befallen the context
	fail     error
	last     time.Time // of the last message that the bot heard before
}

func (d *desk) events() bot.Events {
	return bot.Events{
		Receive: func(ctx context.Context, m conversation.Message) error {
			d.messages = append(d.messages, m)
			d.contexts = append(d.contexts, ctx.Err())
			return d.fail
		},
		Report: func(ctx context.Context, r bot.Report) error {
			if time.Since(r.At).Abs() > time.Minute {
				return fmt.Errorf("the report is of %v", r.At)
			}
			r.At = time.Time{} // so that the rest can be compared
			d.reports = append(d.reports, r)
			d.contexts = append(d.contexts, ctx.Err())
			return d.fail
		},
		LastHeard: func(context.Context, string) (time.Time, error) { return d.last, d.fail },
		Heard: func(_ context.Context, gateway, foreign string, _ time.Time) (bool, error) {
			return slices.ContainsFunc(d.messages, func(m conversation.Message) bool {
				return m.Gateway == gateway && m.Foreign == foreign
			}), nil
		},
	}
}

func gateway(t *testing.T, config twilio.Config, d *desk) *twilio.Gateway {
	t.Helper()
	g, err := twilio.New(config, d.events())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// signed is a webhook as it reaches us: the proxy has changed the host and taken
// the path's beginning off.
func signed(t *testing.T, token, path, body string) *http.Request {
	t.Helper()
	fields, err := url.ParseQuery(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "http://10.0.0.7:8080"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	r.Header.Set("X-Twilio-Signature", twiliotest.Sign(token, public+path, fields))
	return r
}

func serve(g *twilio.Gateway, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, r)
	return w
}
