package twilio_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
)

// mistakes are those that the guide warns of: what befalls, and what is found to be
// wrong, and words of what it says; empty: nothing.
var mistakes = map[string]struct {
	change func(*fake, *twilio.Config)
	wrong  string
}{
	"all well":             {func(*fake, *twilio.Config) {}, ""},
	"WhatsApp only":        {func(f *fake, c *twilio.Config) { c.SMSFrom = "" }, ""},
	"wrong token":          {func(_ *fake, c *twilio.Config) { c.AuthToken = "wrong" }, "twilio: copy the Account SID"},
	"a closed account":     {func(f *fake, _ *twilio.Config) { f.Number["closed"] = true }, "twilio: code 20005"},
	"no connection":        {func(_ *fake, c *twilio.Config) { c.APIURL = "http://127.0.0.1:1" }, "twilio: internet connection"},
	"our clock is behind":  {func(f *fake, _ *twilio.Config) { f.Clock = time.Hour }, "clock: set by the network"},
	"our clock is ahead":   {func(f *fake, _ *twilio.Config) { f.Clock = -time.Hour }, "clock: set by the network"},
	"not our number":       {func(f *fake, _ *twilio.Config) { f.Number["phone_number"] = "+6281100000009" }, "twilio sms: no number of this account"},
	"another webhook":      {func(f *fake, _ *twilio.Config) { f.Number["sms_url"] = "https://demo.twilio.com" }, "twilio sms: A message comes in"},
	"webhook by GET":       {func(f *fake, _ *twilio.Config) { f.Number["sms_method"] = "GET" }, "twilio sms: HTTP POST"},
	"a trial account":      {func(f *fake, _ *twilio.Config) { f.Number["account"] = "Trial" }, "twilio: verified numbers only"},
	"a suspended account":  {func(f *fake, _ *twilio.Config) { f.Number["status"] = "suspended" }, "twilio: the account is suspended"},
	"no sender of ours":    {func(f *fake, _ *twilio.Config) { f.Number["sender_id"] = "whatsapp:+6281100000009" }, "twilio whatsapp: no WhatsApp sender of this account"},
	"sender not online":    {func(f *fake, _ *twilio.Config) { f.Number["sender_status"] = "PENDING_VERIFICATION" }, "twilio whatsapp: not ONLINE"},
	"sender posts nowhere": {func(f *fake, _ *twilio.Config) { f.Number["callback_url"] = nil }, "twilio whatsapp: the sender does not post to us"},
	"sender by GET":        {func(f *fake, _ *twilio.Config) { f.Number["callback_method"] = "GET" }, "twilio whatsapp: by GET"},
	"not approved":         {func(f *fake, _ *twilio.Config) { f.Number["approval"] = "rejected" }, "twilio template bendahara_bukti: rejected and not approved"},
	"another's template": {func(_ *fake, c *twilio.Config) {
		c.Templates = "bendahara_bukti=HX" + strings.Repeat("9", 32)
	}, "twilio template bendahara_bukti: no template in this account"},
	"the rest is not told": {func(f *fake, _ *twilio.Config) { f.Number["silent"] = true }, ""},
	"nothing listens":      {func(f *fake, c *twilio.Config) { moved(f, c, "http://127.0.0.1:1") }, "public url: nothing answers"},
	"something else listens": {func(f *fake, c *twilio.Config) {
		other := httptest.NewServer(http.NotFoundHandler())
		f.t.Cleanup(other.Close)
		moved(f, c, other.URL)
	}, "public url: something else answers"},
}

// examined is what is found in a fake that is well but for one mistake.
func examined(t *testing.T, change func(*fake, *twilio.Config)) []bot.Finding {
	f := newFake(t)
	var g *twilio.Gateway
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.Handler().ServeHTTP(w, r) }))
	defer web.Close()
	config := settings()
	config.Templates = "bendahara_bukti=HX" + strings.Repeat("1", 32)
	f.Number = map[string]any{
		"phone_number": config.SMSFrom, "sms_method": "POST", "account": "Full", "status": "active", "approval": "approved",
		"sender_id": "whatsapp:" + config.WhatsAppFrom, "sender_status": "ONLINE", "callback_method": "POST",
	}
	api := httptest.NewServer(services(f))
	defer api.Close()
	config.APIURL = api.URL
	moved(f, &config, web.URL)
	change(f, &config)
	g = gateway(t, config, &desk{})
	return g.Examine(t.Context(), time.Now())
}

// TestExamine finds each mistake, and nothing else, and says what to do.
func TestExamine(t *testing.T) {
	for name, test := range mistakes {
		t.Run(name, func(t *testing.T) {
			wrong := 0
			about, says, _ := strings.Cut(test.wrong, ": ")
			found := examined(t, test.change)
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

// TestGuide: what the guide says that doctor says, it says; and what it says is in the
// guide.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/panduan-twilio.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []*regexp.Regexp
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z ]+[a-z._ ]*: [^`]+)` \\|").FindAllStringSubmatch(string(guide), -1) {
		rows = append(rows, regexp.MustCompile("^"+strings.ReplaceAll(regexp.QuoteMeta(row[1]), `\.\.\.`, `.*`)))
	}
	seen := map[*regexp.Regexp]bool{}
	for name, test := range mistakes {
		for _, f := range examined(t, test.change) {
			if f.OK {
				continue
			}
			i := slices.IndexFunc(rows, func(row *regexp.Regexp) bool { return row.MatchString(f.About + ": " + f.Says) })
			if i < 0 {
				t.Errorf("%s: the guide lacks %s: %s", name, f.About, f.Says)
				continue
			}
			seen[rows[i]] = true
		}
	}
	for _, row := range rows {
		if !seen[row] {
			t.Errorf("nothing makes doctor say %s", row)
		}
	}
}

// moved changes our public URL, and with it where the number posts.
func moved(f *fake, c *twilio.Config, public string) {
	c.PublicURL = public
	f.Number["sms_url"], f.Number["callback_url"] = public+messages, public+messages
}

// services are the fake with those of Twilio's services that only an examination asks.
func services(f *fake) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", f)
	mux.HandleFunc("GET /2010-04-01/Accounts/"+account+"/Messages.json", func(w http.ResponseWriter, r *http.Request) {
		if f.Number["closed"] != nil {
			twiliotest.Problem(w, 401, 20005)
			return
		}
		f.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /2010-04-01/Accounts/"+account+".json", func(w http.ResponseWriter, _ *http.Request) {
		twiliotest.Reply(w, 200, map[string]any{"sid": account, "type": f.Number["account"], "status": f.Number["status"]})
	})
	mux.HandleFunc("GET /v2/Channels/Senders", func(w http.ResponseWriter, r *http.Request) {
		if f.Number["silent"] != nil || r.FormValue("Channel") != "whatsapp" {
			twiliotest.Problem(w, 404, 20404)
			return
		}
		twiliotest.Reply(w, 200, map[string]any{"senders": []any{
			map[string]any{"sender_id": "whatsapp:+6281100000077", "status": "ONLINE"},
			map[string]any{"sender_id": f.Number["sender_id"], "status": f.Number["sender_status"], "webhook": map[string]any{
				"callback_url": f.Number["callback_url"], "callback_method": f.Number["callback_method"],
			}},
		}, "meta": map[string]any{"page_size": 50}})
	})
	mux.HandleFunc("GET /v1/Content/{sid}/ApprovalRequests", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("sid") != "HX"+strings.Repeat("1", 32) {
			twiliotest.Problem(w, 404, 20404)
			return
		}
		twiliotest.Reply(w, 200, map[string]any{"sid": r.PathValue("sid"), "whatsapp": map[string]any{"status": f.Number["approval"]}})
	})
	return mux
}
