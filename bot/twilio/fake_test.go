package twilio_test

import (
	"fmt"
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

// fake is a Twilio for the gateway under test.
type fake struct {
	*twiliotest.Server
	t *testing.T
}

func newFake(t *testing.T) *fake {
	return &fake{twiliotest.New(t, account, token), t}
}

// gateway is one that talks to the fake.
func (f *fake) gateway(d *desk) *twilio.Gateway {
	config := settings()
	config.APIURL = f.URL
	return gateway(f.t, config, d)
}

// report posts a status callback for a message to the URL that came with it.
func (f *fake) report(g *twilio.Gateway, sid, status, code string) int {
	f.t.Helper()
	i := slices.IndexFunc(f.Taken, func(m twiliotest.Record) bool { return m["sid"] == sid })
	callback := fmt.Sprint(f.Taken[i]["callback"])
	path, ours := strings.CutPrefix(callback, public)
	if !ours {
		f.t.Fatalf("callback to %s", callback)
	}
	fields := url.Values{"MessageSid": {sid}, "SmsSid": {sid}, "MessageStatus": {status}, "AccountSid": {account}}
	if code != "" {
		fields.Set("ErrorCode", code)
	}
	return serve(g, signed(f.t, token, path, fields.Encode())).Code
}

func outgoing(channel conversation.Channel) bot.Outgoing {
	return bot.Outgoing{
		ID: "m7Kq2", Channel: channel, To: "+6281390000101",
		Text: "Diterima Rp250.000 dari Siti, 21/11. Ref K12-0007. Salah? Balas BATAL & tunggu.", Written: time.Now(),
		Heard: time.Now().Add(-time.Hour),
	}
}
