package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"

	"bendahara/bot"
	"bendahara/conversation"
)

const (
	messages = "/webhooks/twilio/message"
	statuses = "/webhooks/twilio/status"
)

type webhook struct{ name, body, want string }

func webhooks(t *testing.T) []webhook {
	t.Helper()
	file, err := os.ReadFile("testdata/webhooks.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []webhook
	for _, part := range strings.Split(string(file), "\n== ")[1:] {
		head, want, found := strings.Cut(part, "\n> ")
		if !found {
			t.Fatalf("no > line in %q", part)
		}
		lines := strings.Split(head, "\n")
		all = append(all, webhook{lines[0], strings.Join(lines[1:], "&"), strings.TrimSpace(want)})
	}
	if len(all) < 15 {
		t.Fatalf("only %d webhooks read", len(all))
	}
	return all
}

func heard(m conversation.Message) string {
	return fmt.Sprintf("%s %s %d %s %q", m.Channel, m.From, m.Media, m.Foreign, m.Text)
}

func TestMessageWebhooks(t *testing.T) {
	sdk := client.NewRequestValidator(token)
	for _, hook := range webhooks(t) {
		t.Run(hook.name, func(t *testing.T) {
			d := &desk{}
			g := gateway(t, settings(), d)
			r := signed(t, token, messages, hook.body)
			if !sdk.ValidateBody(public+messages, []byte(hook.body), r.Header.Get("X-Twilio-Signature")) {
				t.Fatal("twilio-go does not take our test's signature for Twilio's")
			}
			before := time.Now()
			w := serve(g, r)
			if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/xml") ||
				!strings.HasSuffix(w.Body.String(), "<Response/>") {
				t.Fatalf("answered %d %q", w.Code, w.Body)
			}
			if len(d.messages) != 1 || heard(d.messages[0]) != hook.want {
				t.Fatalf("heard %v\nwant  %s", d.messages, hook.want)
			}
			m := d.messages[0]
			if m.Gateway != "twilio" || m.ID != "" || m.Sent != m.Received || m.Received.Before(before) {
				t.Errorf("heard %+v", m)
			}

			// The same again is handed over again, under the same id: it is the bot that knows.
			if w := serve(g, signed(t, token, messages, hook.body)); w.Code != 200 {
				t.Errorf("replayed: answered %d", w.Code)
			}
			if len(d.messages) != 2 || heard(d.messages[1]) != hook.want {
				t.Errorf("replayed: heard %v", d.messages)
			}
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	typed := func(contentType string) *http.Request {
		r := signed(t, token, messages, "MessageSid=SM1&From=%2B6281390000101")
		r.Header.Set("Content-Type", contentType)
		return r
	}
	raw := func(method, body string) *http.Request {
		r := httptest.NewRequest(method, messages, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	long := strings.Repeat("9", 201)
	for name, test := range map[string]struct {
		r    *http.Request
		want int
	}{
		"GET":            {raw("GET", ""), 405},
		"PUT":            {raw("PUT", "a=b"), 405},
		"JSON":           {typed("application/json"), 400},
		"no type":        {typed(""), 400},
		"not a form":     {raw("POST", "Body=%zz"), 400},
		"too long":       {raw("POST", "Body="+strings.Repeat("x", 256<<10)), 413},
		"no MessageSid":  {signed(t, token, messages, "From=%2B6281390000101&Body=x"), 400},
		"long sid":       {signed(t, token, messages, "From=%2B6281390000101&MessageSid="+long), 400},
		"no From":        {signed(t, token, messages, "MessageSid=SM1&Body=x"), 400},
		"long From":      {signed(t, token, messages, "MessageSid=SM1&From="+long), 400},
		"unknown path":   {signed(t, token, "/webhooks/twilio/other", "MessageSid=SM1"), 404},
		"10,000 letters": {signed(t, token, messages, "MessageSid=SM1&From=%2B62813&Body="+strings.Repeat("%F0%9F%98%80", 10_000)), 200},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{}
			if w := serve(gateway(t, settings(), d), test.r); w.Code != test.want {
				t.Errorf("answered %d", w.Code)
			}
			if test.want != 200 && len(d.messages) != 0 {
				t.Errorf("heard %v", d.messages)
			}
		})
	}
}

func TestAcknowledgedOnlyAfterTaken(t *testing.T) {
	d := &desk{fail: errors.New("disk full")}
	g := gateway(t, settings(), d)
	if w := serve(g, signed(t, token, messages, webhooks(t)[0].body)); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	if w := serve(g, signed(t, token, statuses+"?id=m1", "MessageSid=SM1&MessageStatus=sent")); w.Code != 503 {
		t.Errorf("answered %d to a report", w.Code)
	}
	if len(d.messages) != 1 || len(d.reports) != 1 {
		t.Errorf("heard %v %v", d.messages, d.reports)
	}
}

// TestPictures: where Twilio keeps pictures is handed on, of anything else it is not.
func TestPictures(t *testing.T) {
	d := &desk{}
	serve(gateway(t, settings(), d), signed(t, token, messages, url.Values{
		"MessageSid": {"MM1"}, "From": {"whatsapp:+6281390000101"}, "To": {theWA}, "NumMedia": {"4"},
		"MediaUrl0": {"https://api.twilio.com/m/1"}, "MediaContentType0": {"image/jpeg"},
		"MediaUrl1": {"https://api.twilio.com/m/2"}, "MediaContentType1": {"audio/ogg"},
		"MediaUrl2": {"http://elsewhere.example/3"}, "MediaContentType2": {"image/jpeg"},
		"MediaUrl3": {"https://api.twilio.com/m/4"}, "MediaContentType3": {"image/png"},
		"MediaUrl4": {"https://api.twilio.com/m/5"}, "MediaContentType4": {"image/png"}, // one more than it says
	}.Encode()))
	if len(d.messages) != 1 || d.messages[0].Media != 4 || d.messages[0].Slip != "https://api.twilio.com/m/1 https://api.twilio.com/m/4" {
		t.Errorf("heard %+v", d.messages)
	}
}

// TestNumberAndHiddenAddress: where Twilio names both, both are handed on.
func TestNumberAndHiddenAddress(t *testing.T) {
	for body, want := range map[string]string{
		"MessageSid=SM1&Body=x&From=whatsapp%3A%2B6281390000101&To=whatsapp%3A%2B6281100000002&ExternalUserId=ID.8Xk2": "bsuid:ID.8Xk2",
		"MessageSid=SM1&Body=x&From=whatsapp%3A%2B6281390000101&To=whatsapp%3A%2B6281100000002":                        "",
		"MessageSid=SM1&Body=x&From=whatsapp%3AID.8Xk2&To=whatsapp%3A%2B6281100000002&ExternalUserId=ID.8Xk2":          "",
		"MessageSid=SM1&Body=x&From=%2B6281390000101&To=%2B6281100000001&ExternalUserId=ID.8Xk2":                       "",
	} {
		d := &desk{}
		serve(gateway(t, settings(), d), signed(t, token, messages, body))
		if len(d.messages) != 1 || string(d.messages[0].Also) != want {
			t.Errorf("%s: heard %+v, want also %q", body, d.messages, want)
		}
	}
}

func TestTakenThoughTwilioHangsUp(t *testing.T) {
	d := &desk{}
	g := gateway(t, settings(), d)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	serve(g, signed(t, token, messages, webhooks(t)[0].body).WithContext(gone))
	serve(g, signed(t, token, statuses+"?id=m1", "MessageSid=SM1&MessageStatus=sent").WithContext(gone))
	if len(d.contexts) != 2 || d.contexts[0] != nil || d.contexts[1] != nil {
		t.Errorf("the bot's contexts: %v", d.contexts)
	}
}

func TestStatusWebhooks(t *testing.T) {
	const rest = "&SmsSid=SM1&SmsStatus=x&To=%2B6281390000101&From=%2B6281100000001&AccountSid=" + account + "&ApiVersion=2010-04-01&RawDlrDoneDate=2611212210"
	report := func(delivery conversation.Delivery, code string) []bot.Report {
		outcome := map[string]bot.Outcome{"30003": bot.Later, "30005": bot.BadAddress, "63016": bot.Closed}[code]
		return []bot.Report{{ID: "m1", Provider: "SM1", Delivery: delivery, Code: code, Outcome: outcome}}
	}
	for _, test := range []struct {
		path, body string
		want       []bot.Report
	}{
		{"?id=m1", "MessageSid=SM1&MessageStatus=accepted", report(conversation.Taken, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=scheduled", report(conversation.Taken, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=queued", report(conversation.Taken, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=sending", report(conversation.Taken, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=sent", report(conversation.SentOn, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=partially_delivered", report(conversation.SentOn, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=delivered", report(conversation.Delivered, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=read&EventType=READ&ChannelToAddress=x", report(conversation.Read, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003", report(conversation.Failed, "30003")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=failed&ErrorCode=30005", report(conversation.Failed, "30005")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=63016", report(conversation.Failed, "63016")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=failed&ErrorCode=99999", report(conversation.Failed, "99999")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=canceled&ErrorCode=0", report(conversation.Failed, "")},
		{"?id=m1", "MessageSid=SM1&MessageStatus=received", nil},
		{"?id=m1", "MessageSid=SM1&MessageStatus=teleported", nil},
		{"?id=m1", "MessageSid=SM1", nil},
		{"", "MessageSid=SM1&MessageStatus=sent&id=m1", nil}, // the id in the URL counts alone
		{"?id=" + strings.Repeat("9", 201), "MessageSid=SM1&MessageStatus=sent", nil},
		{"?extra=%2f&id=m1", "MessageSid=SM1&MessageStatus=sent", report(conversation.SentOn, "")},
	} {
		t.Run(test.path+" "+test.body, func(t *testing.T) {
			d := &desk{}
			if w := serve(gateway(t, settings(), d), signed(t, token, statuses+test.path, test.body+rest)); w.Code != 204 {
				t.Errorf("answered %d %s", w.Code, w.Body)
			}
			if fmt.Sprint(d.reports) != fmt.Sprint(test.want) {
				t.Errorf("reported %v, want %v", d.reports, test.want)
			}
		})
	}

	// Another's id under a signature that was made for ours.
	d := &desk{}
	r := signed(t, token, statuses+"?id=m1", "MessageSid=SM1&MessageStatus=delivered")
	r.URL.RawQuery = "id=m2"
	if w := serve(gateway(t, settings(), d), r); w.Code != 403 || len(d.reports) != 0 {
		t.Errorf("answered %d, reported %v", w.Code, d.reports)
	}
}
