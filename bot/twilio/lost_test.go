package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/conversation"
)

// What may have been taken: all of these were.
func TestTakenUnawares(t *testing.T) {
	for name, script := range map[string]twiliotest.Script{
		"time-out": func(_ http.ResponseWriter, r *http.Request, take func() twiliotest.Record) {
			take()
			<-r.Context().Done()
		},
		"connection lost": func(_ http.ResponseWriter, _ *http.Request, take func() twiliotest.Record) {
			take()
			panic(http.ErrAbortHandler)
		},
		"answer broken off": func(w http.ResponseWriter, _ *http.Request, take func() twiliotest.Record) {
			take()
			w.Header().Set("Content-Length", "500")
			w.WriteHeader(201)
			fmt.Fprint(w, `{"sid": "SM`)
		},
		"answer without sid": func(w http.ResponseWriter, _ *http.Request, take func() twiliotest.Record) {
			take()
			twiliotest.Reply(w, 201, map[string]any{})
		},
		"503": func(w http.ResponseWriter, _ *http.Request, take func() twiliotest.Record) {
			take()
			twiliotest.Problem(w, 503, 20503)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.Answer(script)
			g := f.gateway(&desk{})
			m := outgoing(conversation.WhatsApp)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			_, err := g.Send(ctx, m)
			if err == nil || bot.OutcomeOf(err) != bot.UnknownOutcome {
				t.Fatalf("error %v", err)
			}
			sent, found, err := g.Find(t.Context(), m)
			if err != nil || !found || sent != (bot.Sent{ProviderID: f.Taken[0]["sid"].(string), Segments: 2}) {
				t.Errorf("found %v %v, error %v", sent, found, err)
			}
		})
	}
}

// What was certainly not taken, for nothing left.
func TestNotSent(t *testing.T) {
	refused := httptest.NewServer(nil)
	refused.Close()
	stranger := httptest.NewUnstartedServer(nil) // with a certificate that we don't trust
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	defer stranger.Close()
	for name, address := range map[string]string{
		"connection refused": refused.URL,
		"wrong certificate":  stranger.URL,
		"no such host":       "https://twilio.invalid",
	} {
		t.Run(name, func(t *testing.T) {
			config := settings()
			config.APIURL = address
			g := gateway(t, config, &desk{})
			if failed := failure(t, g, outgoing(conversation.SMS)); failed.Outcome != bot.Later {
				t.Errorf("%+v", failed)
			}
			_, found, err := g.Find(t.Context(), outgoing(conversation.SMS))
			if found || bot.OutcomeOf(err) != bot.Later || strings.Contains(err.Error(), "81390000101") {
				t.Errorf("found %v, error %v", found, err)
			}
		})
	}

	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.gateway(&desk{}).Send(ctx, outgoing(conversation.SMS)); bot.OutcomeOf(err) != bot.Later || !errors.Is(err, context.Canceled) {
		t.Errorf("already stopped: %v", err)
	}
	if len(f.Asked) != 0 {
		t.Errorf("already stopped: asked %v", f.Asked)
	}
}
