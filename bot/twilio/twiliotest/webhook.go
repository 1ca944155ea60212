package twiliotest

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Sign makes the signature as Twilio's security page describes it: the URL, then
// each field's name and value in the order of the names, HMAC-SHA1 with the
// token, base64. Of a field that comes twice the first value counts.
func Sign(token, url string, fields url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(url))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		mac.Write([]byte(name + fields.Get(name)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Webhook posts a message from a person to a program that listens at an address and
// is known to Twilio by its public one, and returns what was answered.
func (s *Server) Webhook(ctx context.Context, address, public, sid, from, to, body string) (status int, err error) {
	form := url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "AccountSid": {s.Account}, "From": {from}, "To": {to},
		"Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
		"FromCountry": {"ID"}, "ToCountry": {"US"},
	}
	return s.post(ctx, address, public, "/webhooks/twilio/message", form)
}

// Report posts how far a message of ours has come to where it asked for.
func (s *Server) Report(ctx context.Context, address, public string, m Record, state string) (status int, err error) {
	callback, ours := strings.CutPrefix(m["callback"].(string), public)
	if !ours {
		return 0, errors.New("the callback is not to our public address")
	}
	sid := m["sid"].(string)
	return s.post(ctx, address, public, callback, url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "MessageStatus": {state}, "AccountSid": {s.Account},
	})
}

// client keeps its connections, as Twilio does.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}

func (s *Server) post(ctx context.Context, address, public, path string, form url.Values) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", Sign(s.Token, public+path, form))
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, response.Body.Close()
}
