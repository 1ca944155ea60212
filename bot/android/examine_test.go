package android_test

import (
	"context"
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
	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
	"bendahara/ledger"
)

// ward is a phone, the gateway to it, and what the office hears.
type ward struct {
	*testing.T
	phone *phonetest.Phone
	g     *android.Gateway
	desk  *desk
}

// admit is a ward whose phone is set up.
func admit(t *testing.T, cloud bool, change func(*android.Config)) *ward {
	t.Helper()
	w := &ward{T: t, desk: &desk{}}
	w.phone, w.g = office(t, cloud, w.desk, change)
	if err := w.g.SetUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// finds is what an examination finds wrong, and all that it looked at.
func (w *ward) finds() (wrong string, all []bot.Finding) {
	w.Helper()
	all = w.g.Examine(w.Context(), time.Now())
	var says []string
	for _, f := range all {
		if f.Says == "" || f.About == "" {
			w.Errorf("a finding without words: %+v", f)
		}
		if !f.OK {
			says = append(says, f.About+": "+f.Says)
		}
	}
	return strings.Join(says, "\n"), all
}

// TestExamineTheWell: a phone as it should be has nothing wrong, nor has one whose app
// does not tell.
func TestExamineTheWell(t *testing.T) {
	for name, cloud := range map[string]bool{"local": false, "cloud": true} {
		for _, old := range []bool{false, true} {
			t.Run(fmt.Sprint(name, old), func(t *testing.T) {
				w := admit(t, cloud, nil)
				w.phone.Old = old
				if _, err := w.phone.Post(t.Context(), w.phone.Tell("system:ping", map[string]any{"health": map[string]any{
					"checks": map[string]any{"battery:level": map[string]any{"observedValue": 87}, "battery:charging": map[string]any{"observedValue": 2}},
				}})); err != nil {
					t.Fatal(err)
				}
				wrong, all := w.finds()
				if wrong != "" || len(all) != 9 {
					t.Errorf("of %d: %s", len(all), wrong)
				}
				var says []string
				for _, f := range all {
					says = append(says, f.Says)
				}
				if told := strings.Join(says, "\n"); !strings.Contains(told, "87%, being charged") || !strings.Contains(told, "signed well") ||
					!old && !strings.Contains(told, "Telkomsel") {
					t.Errorf("it says %s", told)
				}
			})
		}
	}
}

// set is a setting of the app's as somebody left it.
func set(part, key string, value any) func(*ward) {
	return func(w *ward) { w.phone.Settings[part].(map[string]any)[key] = value }
}

// wards are the mistakes that the guide warns of. each finding must be the only one.
var wards = map[string]struct {
	config func(*android.Config)
	befall func(*ward)
	says   string
}{
	"wrong password":        {func(c *android.Config) { c.Password = "x" }, nil, "does not take BENDAHARA_ANDROID_USER and _PASSWORD"},
	"the phone is off":      {func(c *android.Config) { c.URL = "http://127.0.0.1:1" }, nil, "the phone or its server does not answer"},
	"another program there": {func(c *android.Config) { c.URL += "/elsewhere" }, nil, "something else than the app answers"},
	"plain http over Wi-Fi": {func(c *android.Config) { c.PublicURL = "http://192.168.1.10:8080" }, nil, "posts only to https or to itself"},
	"a short signing key":   {func(c *android.Config) { c.SigningKey = "8letters" }, nil, "only 8 characters"},
	"not registered":        {nil, func(w *ward) { w.phone.Forget("sms:received") }, "nothing is posted to us of sms:received"},
	"registered elsewhere": {nil, func(w *ward) {
		w.phone.Hook("bendahara-sms-received", "sms:received", "https://old.example.org/webhooks/android")
	}, "goes to https://old.example.org"},
	"the clock is slow":      {nil, func(w *ward) { w.phone.Now = func() time.Time { return time.Now().Add(-4 * time.Minute) } }, "clock and ours are 4m0s apart"},
	"no pulse":               {nil, set("ping", "interval_seconds", nil), "Ping is off"},
	"a slow pulse":           {nil, set("ping", "interval_seconds", 3600), "Ping comes too seldom"},
	"wants the internet":     {nil, set("webhooks", "internet_required", true), "Require Internet connection: off"},
	"gives up early":         {nil, set("webhooks", "retry_count", 3), "retry count: 15"},
	"last in, first out":     {nil, set("messages", "processing_order", "LIFO"), "Processing order: FIFO"},
	"a delay":                {nil, set("messages", "send_interval_max", 30), "Messages, delay: off"},
	"work hours":             {nil, set("messages", "work_hours_enabled", true), "work hours: off"},
	"not being charged":      {nil, func(w *ward) { w.phone.Charging = 0 }, "at 87% and not being charged"},
	"the battery runs down":  {nil, func(w *ward) { w.phone.Battery = 12 }, "at 12% only"},
	"no SIM":                 {nil, func(w *ward) { w.phone.SIMs = []map[string]any{} }, "there is none"},
	"the other slot":         {func(c *android.Config) { c.SIM = 2 }, nil, "no card in slot 2"},
	"two SIMs, none chosen":  {nil, func(w *ward) { w.phone.SIMs = append(w.phone.SIMs, map[string]any{"simNumber": 2}) }, "set BENDAHARA_ANDROID_SIM"},
	"the key of another app": {nil, func(w *ward) { serve(w.g, webhook("{}", "another", time.Now())) }, "not signed with BENDAHARA_ANDROID_SIGNING_KEY"},
	"refused for its clock": {nil, func(w *ward) {
		serve(w.g, webhook("{}", phonetest.Key, time.Now().Add(-time.Hour)))
	}, "clock and ours are 1h0m0s apart"},
	"a SIM without credit": {nil, func(w *ward) {
		for range 5 {
			_, _ = w.phone.Post(w.Context(), w.phone.Tell("sms:failed", map[string]any{"messageId": "o1-x", "reason": "RESULT_ERROR_GENERIC_FAILURE"}))
		}
	}, "the last 5 SMS failed; the SIM's credit or validity may be gone"},
	"too many for Android": {nil, func(w *ward) {
		for range 5 {
			_, _ = w.phone.Post(w.Context(), w.phone.Tell("sms:failed", map[string]any{"messageId": "o1-x", "reason": "RESULT_ERROR_LIMIT_EXCEEDED"}))
		}
	}, "Android lets one app send only so many"},
}

func TestExamineTheIll(t *testing.T) {
	for name, c := range wards {
		t.Run(name, func(t *testing.T) {
			w := &ward{T: t, desk: &desk{}}
			w.phone, w.g = office(t, false, w.desk, c.config)
			_ = w.g.SetUp(t.Context()) // where it can
			if c.befall != nil {
				c.befall(w)
			}
			if wrong, _ := w.finds(); !strings.Contains(wrong, c.says) || strings.Count(wrong, "\n") != 0 {
				t.Errorf("found wrong: %s", wrong)
			}
		})
	}
}

// TestExamineTheServer: a server between us and the phone has not seen it.
func TestExamineTheServer(t *testing.T) {
	w := admit(t, true, func(c *android.Config) { c.URL = strings.Replace(c.URL, "127.0.0.1", "localhost", 1) })
	w.phone.Battery = 3
	if _, err := w.phone.Post(t.Context(), w.phone.Tell("system:ping", map[string]any{
		"checks": map[string]any{"battery:level": map[string]any{"observedValue": 3}},
	})); err != nil {
		t.Fatal(err)
	}
	if wrong, _ := w.finds(); !strings.Contains(wrong, "at 3% only") {
		t.Errorf("found wrong: %s", wrong)
	}
}

// TestExamineTheCertificate: the phone posts no more when ours has ended.
func TestExamineTheCertificate(t *testing.T) {
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	config := settings()
	config.PublicURL = web.URL
	phone := phonetest.New(false)
	defer phone.Close()
	config.URL = phone.URL
	g := gateway(t, config, &desk{})
	ends := web.Certificate().NotAfter
	for _, c := range []struct {
		now  time.Time
		want string
		ok   bool
	}{
		{time.Now(), "good until " + ends.Format(time.DateOnly), true},
		{ends.AddDate(0, 0, -29), "ends on " + ends.Format(time.DateOnly), false},
	} {
		found := g.Examine(t.Context(), c.now)
		i := slices.IndexFunc(found, func(f bot.Finding) bool { return f.About == "way from the phone" })
		if f := found[i]; f.OK != c.ok || !strings.Contains(f.Says, c.want) {
			t.Errorf("%+v", f)
		}
	}
	config.PublicURL = strings.Replace(web.URL, "127.0.0.1", "localhost", 1)
	if found := fmt.Sprint(gateway(t, config, &desk{}).Examine(t.Context(), time.Now())); !strings.Contains(found, "is not for localhost") {
		t.Errorf("found %s", found)
	}
	web.Close()
	if found := fmt.Sprint(g.Examine(t.Context(), time.Now())); !strings.Contains(found, "nothing answers at "+strings.TrimPrefix(web.URL, "https://")) {
		t.Errorf("found %s", found)
	}
}

const own = "+6281100000001"

// probes are what may befall an SMS of the phone's to itself.
var probes = map[string]struct {
	befall func(*ward)
	number string
	want   string
	ok     bool
}{
	"all is well":        {nil, own, "it came back after", true},
	"no number":          {nil, "0811", "no number to send to", false},
	"another's number":   {nil, "+6281100000002", "told us nothing", false},
	"it does not arrive": {func(w *ward) { w.phone.Forget("sms:received") }, own, "RCS is off", false},
	"no way back": {func(w *ward) {
		for _, event := range w.phone.Hooks() {
			w.phone.Forget(event)
		}
	}, own, "told us nothing; see that the phone reaches us (adb reverse", false},
	"it is off": {func(w *ward) { w.phone.Break(func(*http.Request) *phonetest.Fault { return &phonetest.Fault{} }) }, own, "the phone did not take it", false},
	"no signal": {func(w *ward) {
		w.phone.Number = ""
		go func() {
			for len(w.phone.Taken()) == 0 {
				time.Sleep(time.Millisecond)
			}
			_, _ = w.phone.Post(context.Background(), w.phone.Tell("sms:failed", map[string]any{
				"messageId": w.phone.Taken()[0].ID, "reason": "RESULT_ERROR_NO_SERVICE",
			}))
		}()
	}, own, "there is no signal", false},
}

// TestProbe: an SMS of the phone's to itself tells whether the way back is open, and is
// nobody's message, also when it comes late.
func TestProbe(t *testing.T) {
	for name, c := range probes {
		t.Run(name, func(t *testing.T) {
			w := admit(t, false, nil)
			w.phone.Number = own
			if c.befall != nil {
				c.befall(w)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			f := w.g.Probe(ctx, ledger.Phone(c.number), time.Now())
			if f.OK != c.ok || !strings.Contains(f.Says, c.want) {
				t.Errorf("%+v", f)
			}
			for _, m := range w.phone.Taken() { // by the inbox once more, a day later, after a restart
				later := gateway(t, android.Config{
					URL: w.phone.URL, User: phonetest.User, Password: phonetest.Password, SigningKey: phonetest.Key,
				}, w.desk)
				body := fmt.Sprintf(`{"id": "x", "event": "sms:received", "payload": {"sender": %q, "message": %q}}`, own, m.Text.Text)
				if got := serve(later, webhook(body, phonetest.Key, time.Now())); got.Code != http.StatusNoContent {
					t.Errorf("answered %d", got.Code)
				}
			}
			if len(w.desk.messages) != 0 || len(w.desk.reports) != 0 {
				t.Errorf("the office heard of it: %+v %+v", w.desk.messages, w.desk.reports)
			}
		})
	}
}

// TestNoProbe: what only looks like one is a person's.
func TestNoProbe(t *testing.T) {
	d := &desk{}
	g := gateway(t, settings(), d)
	for _, text := range []string{"Uji HP kantor Bendahara", "Uji HP kantor Bendahara ", "Uji HP kantor Bendahara abc-0123456789ab"} {
		body := fmt.Sprintf(`{"id": "x", "event": "sms:received", "payload": {"sender": "+6281390000101", "message": %q}}`, text)
		serve(g, webhook(body, phonetest.Key, time.Now()))
	}
	if len(d.messages) != 3 {
		t.Errorf("heard %+v", d.messages)
	}
}

// TestGuide: what the guide says that the program says, a test sees it say, and what a
// test sees is in the guide.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/panduan-android.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(guide), "\n| Kata Bendahara |")
	var said []*regexp.Regexp
	for line := range strings.SplitSeq(table, "\n") {
		head, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		for _, quoted := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(head, -1) {
			said = append(said, regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(quoted[1]), `\.\.\.`, `.*`)))
		}
		if line == "" {
			break
		}
	}
	seen := []string{"the phone has been silent", "the certificate ends"} // by TestSilence and TestExamineTheCertificate
	for _, c := range wards {
		seen = append(seen, c.says)
	}
	for _, c := range probes {
		if c.befall != nil {
			seen = append(seen, c.want)
		}
	}
	for _, s := range said {
		if !slices.ContainsFunc(seen, s.MatchString) {
			t.Errorf("the guide has %q, and no test sees the program say it", s)
		}
	}
	for _, s := range seen {
		if !slices.ContainsFunc(said, func(r *regexp.Regexp) bool { return r.MatchString(s) }) {
			t.Errorf("the guide lacks %q", s)
		}
	}
}
