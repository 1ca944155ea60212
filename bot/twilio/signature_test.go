package twilio_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bendahara/bot/twilio/twiliotest"
)

func TestForgedWebhooks(t *testing.T) {
	hook := webhooks(t)[0].body
	fields, err := url.ParseQuery(hook)
	if err != nil {
		t.Fatal(err)
	}
	altered := func(old, new string) *http.Request {
		r := signed(t, token, messages, strings.Replace(hook, old, new, 1))
		r.Header.Set("X-Twilio-Signature", twiliotest.Sign(token, public+messages, fields))
		return r
	}
	signature := func(signature string) *http.Request {
		r := signed(t, token, messages, hook)
		r.Header.Set("X-Twilio-Signature", signature)
		return r
	}
	query := signed(t, token, messages+"?id=1", hook)
	query.URL.RawQuery = "id=2"
	status := signed(t, token, messages, hook)
	status.URL.Path = statuses
	for name, r := range map[string]*http.Request{
		"no signature":         signature(""),
		"another token":        signed(t, "00000000000000000000000000000000", messages, hook),
		"no token":             signed(t, "", messages, hook),
		"signed for our host":  signature(twiliotest.Sign(token, "http://10.0.0.7:8080"+messages, fields)),
		"signed for another":   signature(twiliotest.Sign(token, "https://evil.example.org/bendahara"+messages, fields)),
		"signed without path":  signature(twiliotest.Sign(token, public, fields)),
		"another amount":       altered("250rb", "250jt"),
		"another sender":       altered("6281390000101&", "6281390000102&"),
		"a field more":         altered("NumMedia=0", "NumMedia=0&Extra=1"),
		"a field less":         altered("NumSegments=1&", ""),
		"a new first value":    altered("Body=", "Body=x&Body="),
		"another query":        query,
		"for another endpoint": status,
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{}
			// Without an old token, for an empty token must sign nothing.
			config := settings()
			config.AuthTokenOld = ""
			if w := serve(gateway(t, config, d), r); w.Code != 403 {
				t.Errorf("answered %d", w.Code)
			}
			if len(d.messages)+len(d.reports) != 0 {
				t.Errorf("the bot heard %v %v", d.messages, d.reports)
			}
		})
	}
}

func TestOldTokenStillSigns(t *testing.T) {
	hook := webhooks(t)[0].body
	d := &desk{}
	g := gateway(t, settings(), d)
	for _, each := range []string{oldToken, token} {
		if w := serve(g, signed(t, each, messages, hook)); w.Code != 200 {
			t.Errorf("answered %d to %s", w.Code, each)
		}
	}
	if len(d.messages) != 2 {
		t.Errorf("heard %v", d.messages)
	}
	config := settings()
	config.AuthTokenOld = ""
	if w := serve(gateway(t, config, d), signed(t, oldToken, messages, hook)); w.Code != 403 {
		t.Errorf("an old token that is no longer set: answered %d", w.Code)
	}
}

func TestTheHostOfARequestDoesNotCount(t *testing.T) {
	d := &desk{}
	r := signed(t, token, messages, webhooks(t)[0].body)
	r.Host = "evil.example.org"
	r.Header.Set("X-Forwarded-Host", "evil.example.org")
	if w := serve(gateway(t, settings(), d), r); w.Code != 200 {
		t.Errorf("answered %d", w.Code)
	}
}

// The worked example of Twilio's security page, as far as it is about signatures.
func TestOwnSigningIsTwilios(t *testing.T) {
	fields := url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"},
		"From": {"+14158675309"}, "To": {"+18005551212"},
	}
	const want = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
	if got := twiliotest.Sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}
