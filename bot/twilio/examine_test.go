package twilio_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bendahara/bot/twilio"
)

// TestExamine finds each mistake that the guide warns of, and says what to do.
func TestExamine(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*fake, *twilio.Config)
		wrong  string // what is found to be wrong, and words of what it says; empty: nothing
	}{
		"all well":            {func(*fake, *twilio.Config) {}, ""},
		"WhatsApp only":       {func(f *fake, c *twilio.Config) { c.SMSFrom, f.Number = "", nil }, ""},
		"wrong token":         {func(_ *fake, c *twilio.Config) { c.AuthToken = "wrong" }, "twilio: copy the Account SID"},
		"no connection":       {func(_ *fake, c *twilio.Config) { c.APIURL = "http://127.0.0.1:1" }, "twilio: internet connection"},
		"our clock is behind": {func(f *fake, _ *twilio.Config) { f.Clock = time.Hour }, "clock: set by the network"},
		"our clock is ahead":  {func(f *fake, _ *twilio.Config) { f.Clock = -time.Hour }, "clock: set by the network"},
		"not our number":      {func(f *fake, _ *twilio.Config) { f.Number["phone_number"] = "+6281100000009" }, "twilio sms: no number of this account"},
		"another webhook":     {func(f *fake, _ *twilio.Config) { f.Number["sms_url"] = "https://demo.twilio.com" }, "twilio sms: A message comes in"},
		"webhook by GET":      {func(f *fake, _ *twilio.Config) { f.Number["sms_method"] = "GET" }, "twilio sms: HTTP POST"},
		"nothing listens":     {func(f *fake, c *twilio.Config) { moved(f, c, "http://127.0.0.1:1") }, "public url: nothing answers"},
		"something else listens": {func(f *fake, c *twilio.Config) {
			other := httptest.NewServer(http.NotFoundHandler())
			f.t.Cleanup(other.Close)
			moved(f, c, other.URL)
		}, "public url: something else answers"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			var g *twilio.Gateway
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.Handler().ServeHTTP(w, r) }))
			defer web.Close()
			config := settings()
			config.APIURL = f.URL
			f.Number = map[string]any{"phone_number": config.SMSFrom, "sms_method": "POST"}
			moved(f, &config, web.URL)
			test.change(f, &config)
			g = gateway(t, config, &desk{})
			wrong := 0
			about, says, _ := strings.Cut(test.wrong, ": ")
			found := g.Examine(t.Context(), time.Now())
			for _, finding := range found {
				if finding.OK {
					continue
				}
				wrong++
				if finding.About != about || !strings.Contains(finding.Says, says) {
					t.Errorf("%+v", finding)
				}
			}
			if want := map[bool]int{false: 1}[test.wrong == ""]; wrong != want || len(found) == 0 {
				t.Errorf("%d wrong, want %d: %+v", wrong, want, found)
			}
			if all := fmt.Sprint(found); strings.Contains(all, token) || strings.Contains(all, settings().SMSFrom) {
				t.Errorf("it shows what it should not: %s", all)
			}
		})
	}
}

// moved changes our public URL, and with it where the number posts.
func moved(f *fake, c *twilio.Config, public string) {
	c.PublicURL = public
	f.Number["sms_url"] = public + messages
}
