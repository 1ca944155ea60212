package twilio_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/conversation"
)

func TestSend(t *testing.T) {
	f, d := newFake(t), &desk{}
	g := f.gateway(d)
	for channel, want := range map[conversation.Channel]url.Values{
		conversation.SMS: {
			"To": {"+6281390000101"}, "From": {"+6281100000001"}, "Body": {outgoing("").Text},
			"StatusCallback": {public + "/webhooks/twilio/status?id=m7Kq2"}, "ValidityPeriod": {"14400"},
		},
		conversation.WhatsApp: {
			"To": {"whatsapp:+6281390000101"}, "From": {"whatsapp:+6281100000002"}, "Body": {outgoing("").Text},
			"StatusCallback": {public + "/webhooks/twilio/status?id=m7Kq2"},
		},
	} {
		sent, err := g.Send(t.Context(), outgoing(channel))
		last := f.Taken[len(f.Taken)-1]
		if err != nil || sent != (bot.Sent{ProviderID: last["sid"].(string), Segments: 2}) {
			t.Errorf("%s: sent %v, %v", channel, sent, err)
		}
		if got := f.Asked[len(f.Asked)-1]; got.Encode() != want.Encode() {
			t.Errorf("%s: asked for %v\nwant %v", channel, got, want)
		}
	}
}

// Send, then callbacks as they come: out of order, twice, and each with our id.
func TestReportsBringOurID(t *testing.T) {
	f, d := newFake(t), &desk{}
	g := f.gateway(d)
	m := outgoing(conversation.SMS)
	sent, err := g.Send(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range []string{"delivered", "sent", "delivered", "queued", "undelivered"} {
		code := ""
		if status == "undelivered" {
			code = "30008"
		}
		if got := f.report(g, sent.ProviderID, status, code); got != 204 {
			t.Errorf("%s: answered %d", status, got)
		}
	}
	var got []bot.Report
	for _, delivery := range []conversation.Delivery{conversation.Delivered, conversation.SentOn, conversation.Delivered, conversation.Taken} {
		got = append(got, bot.Report{ID: m.ID, Provider: sent.ProviderID, Delivery: delivery})
	}
	got = append(got, bot.Report{ID: m.ID, Provider: sent.ProviderID, Delivery: conversation.Failed, Code: "30008", Outcome: bot.Later})
	if fmt.Sprint(d.reports) != fmt.Sprint(got) {
		t.Errorf("reported %v\nwant     %v", d.reports, got)
	}
}

func TestAnswersThatAreErrors(t *testing.T) {
	type test struct {
		status, code int
		want         bot.Outcome
	}
	tests := []test{
		{429, 20429, bot.Later},
		{429, 0, bot.Later},
		{429, 63018, bot.Later},
		{429, 99999, bot.Later},
		{500, 20500, bot.UnknownOutcome},
		{502, 0, bot.UnknownOutcome},
		{503, 20503, bot.UnknownOutcome},
		{504, 0, bot.UnknownOutcome},
		{503, 30001, bot.UnknownOutcome},
		{408, 0, bot.UnknownOutcome},
		{401, 20003, bot.Misconfigured},
		{401, 0, bot.Misconfigured},
		{403, 20403, bot.Misconfigured},
		{404, 20404, bot.Misconfigured},
		{400, 0, bot.Misconfigured},
		{302, 0, bot.Misconfigured},
		{400, 99999, bot.Refused},
	}
	for outcome, codes := range map[bot.Outcome][]int{
		bot.BadAddress:    {21211, 21614, 21635, 30005, 30006, 63003, 63024},
		bot.Stopped:       {21610, 63033},
		bot.Misconfigured: {20005, 21212, 21408, 21606, 21608, 21609, 21659, 21660, 30002, 63007},
		bot.Refused:       {21617, 21655, 21656, 30004, 30007, 63013, 63015, 63028, 63030, 63032, 63049},
		bot.Closed:        {63016},
		bot.Later:         {14107, 20429, 30001, 30003, 30008, 30022, 30410, 63018},
	} {
		for _, code := range codes {
			tests = append(tests, test{400, code, outcome})
		}
	}
	f := newFake(t)
	g := f.gateway(&desk{})
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d %d", test.status, test.code), func(t *testing.T) {
			f.Answer(func(w http.ResponseWriter, r *http.Request, _ func() twiliotest.Record) {
				if test.code == 0 {
					w.Header().Set("Location", r.URL.Path)
					http.Error(w, "<html>not as Twilio speaks</html>", test.status)
					return
				}
				twiliotest.Problem(w, test.status, test.code)
			})
			failed := failure(t, g, outgoing(conversation.SMS))
			code := ""
			if test.code != 0 {
				code = strconv.Itoa(test.code)
			}
			if failed.Outcome != test.want || failed.Code != code || failed.After != 0 {
				t.Errorf("%+v", failed)
			}
			if len(f.Taken) != 0 || strings.Contains(failed.Error(), "81390000101") {
				t.Errorf("taken %v, error %v", f.Taken, failed)
			}
		})
	}
}

// failure sends m, which must fail.
func failure(t *testing.T, g *twilio.Gateway, m bot.Outgoing) *bot.SendError {
	t.Helper()
	sent, err := g.Send(t.Context(), m)
	var failed *bot.SendError
	if !errors.As(err, &failed) || sent != (bot.Sent{}) {
		t.Fatalf("sent %v, error %v", sent, err)
	}
	return failed
}

func TestRetryAfter(t *testing.T) {
	f := newFake(t)
	g := f.gateway(&desk{})
	const day = "Sat, 21 Nov 2026 "
	for _, test := range []struct {
		header, date string
		want         time.Duration
	}{
		{"7", "", 7 * time.Second},
		{"0", "", 0},
		{"-5", "", 0},
		{"99999", "", time.Hour},
		{day + "10:00:30 GMT", day + "10:00:00 GMT", 30 * time.Second}, // by Twilio's clock, whatever ours says
		{day + "10:00:30 GMT", day + "11:00:00 GMT", 0},
		{"nanti", "", 0},
		{"", "", 0},
	} {
		f.Answer(func(w http.ResponseWriter, _ *http.Request, _ func() twiliotest.Record) {
			if test.header != "" {
				w.Header().Set("Retry-After", test.header)
			}
			if test.date != "" {
				w.Header().Set("Date", test.date)
			}
			twiliotest.Problem(w, 429, 20429)
		})
		if failed := failure(t, g, outgoing(conversation.SMS)); failed.Outcome != bot.Later || failed.After != test.want {
			t.Errorf("Retry-After %q: %+v", test.header, failed)
		}
	}
}

func TestNeverAsked(t *testing.T) {
	f := newFake(t)
	config := settings()
	config.APIURL, config.WhatsAppFrom = f.URL, ""
	g := gateway(t, config, &desk{})
	if got := fmt.Sprint(g.Channels()); got != "[sms]" {
		t.Errorf("channels %s", got)
	}
	m := outgoing(conversation.SMS)
	nobody, silent := m, m
	nobody.To, silent.Text = "", ""
	for _, test := range []struct {
		m    bot.Outgoing
		want bot.Outcome
	}{
		{outgoing(conversation.WhatsApp), bot.Refused},
		{outgoing("pigeon"), bot.Refused},
		{nobody, bot.BadAddress},
		{silent, bot.Refused},
	} {
		if failed := failure(t, g, test.m); failed.Outcome != test.want {
			t.Errorf("%+v", failed)
		}
	}
	if len(f.Asked) != 0 {
		t.Errorf("asked %v", f.Asked)
	}
}
