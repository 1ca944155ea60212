package twilio_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
)

// scripted answers so to the next messages; 201 takes them.
func scripted(status, code int) twiliotest.Script {
	return func(w http.ResponseWriter, _ *http.Request, take func() twiliotest.Record) {
		if status == 201 {
			twiliotest.Reply(w, 201, take())
			return
		}
		twiliotest.Problem(w, status, code)
	}
}

var now = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

const (
	theSMS = "+6281100000001"
	theWA  = "whatsapp:+6281100000002"
)

func begun(t *testing.T, f *fake, d *desk) *twilio.Gateway {
	t.Helper()
	g := f.gateway(d)
	if err := g.Begin(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCatchUp: what was texted while we were down comes in, by its own time, the oldest
// first; what a webhook brought and what we sent does not.
func TestCatchUp(t *testing.T) {
	f, d := newFake(t), &desk{}
	g := begun(t, f, d)
	f.Texted("+6281390000101", theSMS, "dari kemarin dulu", now.Add(-30*time.Hour))
	first := f.Texted("+6281390000101", theSMS, "bayar siti 250rb", now.Add(-20*time.Hour))
	second := f.Texted("whatsapp:+6281390000103", theWA, "saldo", now.Add(-19*time.Hour))
	third := f.Texted("whatsapp:ID.8Xk2Qw7Rt5", theWA, "saldo", now.Add(-18*time.Hour))
	f.Record("+6281390000101", theSMS, "balasan kami", now.Add(-time.Hour))
	f.Texted("+6281390000101", "+6281100000009", "ke nomor lain", now.Add(-time.Hour))
	byWebhook := f.Texted("+6281390000101", theSMS, "ya ", now.Add(-time.Hour))
	serve(g, signed(t, token, messages, url.Values{
		"MessageSid": {byWebhook}, "From": {"+6281390000101"}, "To": {theSMS}, "Body": {"ya"},
	}.Encode()))
	young := f.Texted("+6281390000101", theSMS, "baru saja", now.Add(-time.Second)) // its webhook is on the way

	for range 2 {
		if _, err := g.CatchUp(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, m := range d.messages {
		got = append(got, heard(m))
	}
	want := []string{
		`sms +6281390000101 0 ` + byWebhook + ` "ya"`,
		`sms +6281390000101 0 ` + first + ` "bayar siti 250rb"`,
		`wa +6281390000103 0 ` + second + ` "saldo"`,
		`wa bsuid:ID.8Xk2Qw7Rt5 0 ` + third + ` "saldo"`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("heard %q\nwant  %q", got, want)
	}
	if m := d.messages[1]; !m.Sent.Equal(now.Add(-20*time.Hour)) || !m.Received.Equal(now) || m.Gateway != "twilio" {
		t.Errorf("dated %v, received %v by %s", m.Sent, m.Received, m.Gateway)
	}
	if n, err := g.CatchUp(t.Context(), now.Add(5*time.Minute)); n != 1 || err != nil || d.messages[4].Foreign != young {
		t.Errorf("later %d came, error %v: %v", n, err, d.messages)
	}
}

// TestCatchUpAfterLongDays looks back to the last message that was ever heard, but not so
// far that one might count twice.
func TestCatchUpAfterLongDays(t *testing.T) {
	for _, test := range []struct {
		down time.Duration
		want int
	}{{5 * 24 * time.Hour, 2}, {60 * 24 * time.Hour, 3}, {time.Hour, 1}} {
		f, d := newFake(t), &desk{last: now.Add(-test.down)}
		f.Page = 1
		for _, days := range []int{40, 20, 4, 0} {
			f.Texted("+6281390000101", theSMS, fmt.Sprint(days), now.Add(-time.Duration(days)*24*time.Hour-time.Hour))
		}
		if n, err := begun(t, f, d).CatchUp(t.Context(), now); err != nil || n != test.want {
			t.Errorf("down for %v: %d came, error %v", test.down, n, err)
		}
	}
}

// TestCatchUpTriesAgain: where the bot takes nothing, or Twilio does not answer, the next
// look goes as far back.
func TestCatchUpTriesAgain(t *testing.T) {
	f, d := newFake(t), &desk{}
	g := begun(t, f, d)
	f.Texted("+6281390000101", theSMS, "bayar siti 250rb", now.Add(-20*time.Hour))
	handler := f.Config.Handler
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { twiliotest.Problem(w, 503, 20503) })
	if n, err := g.CatchUp(t.Context(), now); n != 0 || err == nil {
		t.Errorf("Twilio away: %d came, error %v", n, err)
	}
	f.Config.Handler = handler
	d.fail = errors.New("disk full")
	if n, err := g.CatchUp(t.Context(), now); n != 0 || !errors.Is(err, d.fail) {
		t.Errorf("disk full: %d came, error %v", n, err)
	}
	d.fail, d.messages = nil, nil
	for _, want := range []int{1, 0} {
		if n, err := g.CatchUp(t.Context(), now.Add(6*time.Hour)); n != want || err != nil {
			t.Errorf("%d came, want %d, error %v", n, want, err)
		}
	}
}
