package android_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
	"bendahara/conversation"
)

func TestSend(t *testing.T) {
	for name, cloud := range map[string]bool{"local": false, "cloud": true} {
		t.Run(name, func(t *testing.T) {
			phone, g := office(t, cloud, &desk{}, func(c *android.Config) { c.SIM = 2 })
			for class, priority := range map[conversation.Class]int{
				conversation.Reply: 110, conversation.Receipt: 100, conversation.Reminder: 0, conversation.Broadcast: -10,
			} {
				m := outgoing(class)
				m.NotAfter = time.Now().Add(2 * time.Hour)
				sent, err := g.Send(t.Context(), m)
				if err != nil {
					t.Fatal(err)
				}
				all := phone.Taken()
				got := all[len(all)-1]
				if got.ID != sent.ProviderID || !strings.HasPrefix(got.ID, "o7-") || len(got.ID) > 36 ||
					got.Text.Text != m.Text || len(got.PhoneNumbers) != 1 || got.PhoneNumbers[0] != string(m.To) ||
					got.SIM != 2 || !got.Report || got.Priority != priority || got.TTL < 7190 || got.TTL > 7200 {
					t.Errorf("sent %+v as %+v", m, got)
				}
			}
		})
	}
}

func TestHowLongTheAppMayTry(t *testing.T) {
	phone, g := office(t, false, &desk{}, nil)
	for name, test := range map[string]struct {
		notAfter time.Time
		want     int64
	}{
		"never past its use": {time.Time{}, 48 * 3600},
		"in a year":          {time.Now().AddDate(1, 0, 0), 48 * 3600},
		"in a minute":        {time.Now().Add(time.Minute), 59},
		"this very moment":   {time.Now(), 5},
	} {
		m := outgoing(conversation.Reminder)
		m.NotAfter, m.Text = test.notAfter, name
		if _, err := g.Send(t.Context(), m); err != nil {
			t.Fatal(name, err)
		}
		all := phone.Taken()
		if got := all[len(all)-1].TTL; got != test.want {
			t.Errorf("%s: %d seconds, want %d", name, got, test.want)
		}
	}
}

// TestOutcomes: what each answer means for the message.
func TestOutcomes(t *testing.T) {
	for name, test := range map[string]struct {
		fault phonetest.Fault
		want  bot.Outcome // empty: sent
		after time.Duration
	}{
		"expired":               {phonetest.Fault{Status: 400, Body: `{"message":"message already expired"}`}, bot.Refused, 0},
		"too long":              {phonetest.Fault{Status: 413}, bot.Refused, 0},
		"wrong password":        {phonetest.Fault{Status: 401}, bot.Misconfigured, 0},
		"forbidden":             {phonetest.Fault{Status: 403}, bot.Misconfigured, 0},
		"another server":        {phonetest.Fault{Status: 404}, bot.Misconfigured, 0},
		"a portal":              {phonetest.Fault{Status: 302, Header: http.Header{"Location": {"http://127.0.0.1:1/login"}}}, bot.Misconfigured, 0},
		"its page":              {phonetest.Fault{Status: 200, Body: `<html>masuk</html>`}, bot.UnknownOutcome, 0},
		"another message":       {phonetest.Fault{Status: 202, Body: `{"id":"lain"}`}, bot.UnknownOutcome, 0},
		"taken, no more said":   {phonetest.Fault{Status: 202}, "", 0},
		"taken as an old app":   {phonetest.Fault{Status: 201, Body: `{"state":"Pending"}`}, "", 0},
		"too many":              {phonetest.Fault{Status: 429, Header: http.Header{"Retry-After": {"90"}}}, bot.Later, 90 * time.Second},
		"too many for years":    {phonetest.Fault{Status: 429, Header: http.Header{"Retry-After": {"99999999"}}}, bot.Later, time.Hour},
		"the queue is full":     {phonetest.Fault{Status: 503}, bot.Later, 0},
		"an error":              {phonetest.Fault{Status: 500}, bot.UnknownOutcome, 0},
		"an error after taking": {phonetest.Fault{Status: 500, Take: true}, bot.UnknownOutcome, 0},
		"a proxy's":             {phonetest.Fault{Status: 502}, bot.UnknownOutcome, 0},
		"broken off":            {phonetest.Fault{}, bot.UnknownOutcome, 0},
		"taken and broken off":  {phonetest.Fault{Take: true}, bot.UnknownOutcome, 0},
		"known already":         {phonetest.Fault{Status: 409}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			phone, g := office(t, false, &desk{}, nil)
			phone.Break(func(*http.Request) *phonetest.Fault { return &test.fault })
			_, err := g.Send(t.Context(), outgoing(conversation.Reply))
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var send *bot.SendError
			if !errors.As(err, &send) || send.Outcome != test.want || send.After != test.after {
				t.Fatalf("error %v, want %s after %v", err, test.want, test.after)
			}
			if strings.Contains(err.Error(), "8139") || strings.Contains(err.Error(), "Siti") || strings.Contains(err.Error(), phonetest.Password) {
				t.Errorf("the error says too much: %v", err)
			}
			// The bot asks before it tries again.
			phone.Break(nil)
			_, found, err := g.Find(t.Context(), outgoing(conversation.Reply))
			if found || err != nil { // Written is another's: this one was never sent
				t.Errorf("another message is found: %t %v", found, err)
			}
		})
	}
}

func TestNotSentAtAll(t *testing.T) {
	g := gateway(t, settings(), &desk{}) // nobody listens there
	if _, err := g.Send(t.Context(), outgoing(conversation.Reply)); bot.OutcomeOf(err) != bot.Later {
		t.Errorf("no phone: %v", err)
	}
	for want, change := range map[bot.Outcome]func(*bot.Outgoing){
		bot.BadAddress: func(m *bot.Outgoing) { m.To = "TELKOMSEL" },
		bot.Refused:    func(m *bot.Outgoing) { m.Text = "" },
	} {
		m := outgoing(conversation.Reply)
		change(&m)
		if _, err := g.Send(t.Context(), m); bot.OutcomeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	m := outgoing(conversation.Reply)
	m.Channel = conversation.WhatsApp
	if _, err := g.Send(t.Context(), m); bot.OutcomeOf(err) != bot.Refused {
		t.Errorf("WhatsApp: %v", err)
	}
}

func TestTimeout(t *testing.T) {
	phone, g := office(t, false, &desk{}, nil)
	var asked atomic.Bool
	phone.Break(func(r *http.Request) *phonetest.Fault {
		asked.Store(true)
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the client go
		<-r.Context().Done()
		return &phonetest.Fault{}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := g.Send(ctx, outgoing(conversation.Reply)); bot.OutcomeOf(err) != bot.UnknownOutcome || !asked.Load() {
		t.Errorf("no answer in time: %v", err)
	}
}

// TestFind: taken though our request broke off is found by our id, with how far it
// came; what was not taken is not found, also where the server is new.
func TestFind(t *testing.T) {
	for name, cloud := range map[string]bool{"local": false, "cloud": true} {
		t.Run(name, func(t *testing.T) {
			d := &desk{}
			phone, g := office(t, cloud, d, nil)
			m := outgoing(conversation.Reply)
			if _, found, err := g.Find(t.Context(), m); found || err != nil {
				t.Fatalf("found %t %v", found, err)
			}
			phone.Break(func(r *http.Request) *phonetest.Fault {
				if r.Method == "POST" {
					return &phonetest.Fault{Take: true}
				}
				return nil
			})
			for i := 0; i < 2 && len(phone.Taken()) == 0; i++ { // a new server has no "message"
				if _, err := g.Send(t.Context(), m); bot.OutcomeOf(err) != bot.UnknownOutcome {
					t.Fatal(err)
				}
				if cloud {
					phone.Break(nil)
					if _, err := g.Send(t.Context(), m); err != nil {
						t.Fatal(err)
					}
				}
			}
			phone.Break(nil)
			sent, found, err := g.Find(t.Context(), m)
			if err != nil || !found || sent.ProviderID != phone.Taken()[0].ID || len(d.reports) != 0 {
				t.Fatalf("found %+v %t %v %v", sent, found, err, d.reports)
			}
			phone.State(sent.ProviderID, "Failed", "Send result: RESULT_NO_SERVICE")
			if _, found, err = g.Find(t.Context(), m); err != nil || !found {
				t.Fatal(found, err)
			}
			want := bot.Report{ID: "o7", Provider: sent.ProviderID, Delivery: conversation.Failed, Code: "RESULT_NO_SERVICE"}
			if len(d.reports) != 1 || d.reports[0] != want {
				t.Errorf("reported %v", d.reports)
			}
			// The same again does no harm.
			if _, err := g.Send(t.Context(), m); err != nil || len(phone.Taken()) != 1 {
				t.Errorf("again: %v, %d taken", err, len(phone.Taken()))
			}
			m.Text = "the same id in books that were begun anew"
			if _, found, err = g.Find(t.Context(), m); err != nil || found {
				t.Errorf("found %t %v", found, err)
			}
			for status, want := range map[int]bot.Outcome{500: bot.UnknownOutcome, 401: bot.Misconfigured, 0: bot.UnknownOutcome} {
				phone.Break(func(*http.Request) *phonetest.Fault { return &phonetest.Fault{Status: status} })
				if _, found, err := g.Find(t.Context(), m); found || bot.OutcomeOf(err) != want {
					t.Errorf("%d: found %t %v", status, found, err)
				}
			}
		})
	}
}
