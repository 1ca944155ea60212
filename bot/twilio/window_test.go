package twilio_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

const receiptSID = "HX0123456789abcdef0123456789abcdef"

// TestWindow: WhatsApp takes free text for a day after her last message, less a margin,
// then a template, and without one nothing is asked of Twilio.
func TestWindow(t *testing.T) {
	free := func(form url.Values) bool { return form.Has("Body") && !form.Has("ContentSid") }
	framed := func(form url.Values) bool {
		return !form.Has("Body") && form.Get("ContentSid") == receiptSID &&
			form.Get("ContentVariables") == `{"1":"Karangpandan Sejahtera","2":"Diterima Rp250.000. Sisa Rp100.000"}`
	}
	for _, test := range []struct {
		name     string
		heard    time.Duration // ago; 0: never
		template string
		want     func(url.Values) bool // nil: not sent
	}{
		{"just now", time.Second, "bendahara_bukti", free},
		{"within the day", 23 * time.Hour, "bendahara_bukti", free},
		{"within the margin", 23*time.Hour + 40*time.Minute, "bendahara_bukti", framed},
		{"days ago", 72 * time.Hour, "bendahara_bukti", framed},
		{"never", 0, "bendahara_bukti", framed},
		{"never, and a template without ContentSid", 0, "bendahara_pengingat", nil},
		{"days ago, and no template", 72 * time.Hour, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFake(t)
			config := settings()
			config.APIURL, config.Templates = f.URL, "lain=HX"+strings.Repeat("1", 32)+", bendahara_bukti="+receiptSID
			g := gateway(t, config, &desk{})
			m := outgoing(conversation.WhatsApp)
			m.Text, m.UPK, m.Template = "Diterima Rp250.000.\nSisa  Rp100.000", "Karangpandan Sejahtera", test.template
			m.Heard = time.Time{}
			if test.heard > 0 {
				m.Heard = time.Now().Add(-test.heard)
			}
			sent, err := g.Send(t.Context(), m)
			if test.want == nil {
				if bot.OutcomeOf(err) != bot.Closed || len(f.Asked) != 0 {
					t.Errorf("error %v, asked %v", err, f.Asked)
				}
				return
			}
			if err != nil || len(f.Asked) != 1 || !test.want(f.Asked[0]) {
				t.Fatalf("error %v, asked %v", err, f.Asked)
			}
			if framed := f.Asked[0].Has("ContentSid"); (sent.Template == "bendahara_bukti") != framed {
				t.Errorf("it says that it went by template %q", sent.Template)
			}
			// What was sent so is found again, though the list has the template's words.
			f.Taken[0]["body"] = "Bukti catatan dari UPK Karangpandan Sejahtera: Diterima Rp250.000. Sisa Rp100.000 Bila tidak benar, balas SALAH."
			if _, found, err := g.Find(t.Context(), m); err != nil || !found {
				t.Errorf("found %t, error %v", found, err)
			}
		})
	}
}

// TestValidity: the network tries no longer than a message is of use.
func TestValidity(t *testing.T) {
	for _, test := range []struct {
		left     time.Duration // 0: for ever
		from, to string
	}{
		{0, "14400", "14400"},
		{24 * time.Hour, "14400", "14400"},
		{30 * time.Minute, "1790", "1800"},
		{-time.Minute, "1", "1"},
	} {
		f := newFake(t)
		m := outgoing(conversation.SMS)
		if test.left != 0 {
			m.NotAfter = time.Now().Add(test.left)
		}
		if _, err := f.gateway(&desk{}).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got := f.Asked[0].Get("ValidityPeriod"); got < test.from || got > test.to {
			t.Errorf("with %v left: %s s", test.left, got)
		}
	}
}

func TestTemplatesThatAreNotUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"bendahara_bukti=HX12":                 "ContentSid",
		"bendahara_bukti":                      "ContentSid",
		"=" + receiptSID:                       "ContentSid",
		"a=" + receiptSID + ",a=" + receiptSID: "twice",
		"a=" + receiptSID + ",b=" + receiptSID + ", " + "c=" + receiptSID: "",
		"  ": "",
	} {
		config := settings()
		config.Templates = text
		err := config.Check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	config := settings()
	config.Templates = "a=" + receiptSID
	if got := config.Lacking([]string{"a", "b", "c"}); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("lacking %v", got)
	}
}

// TestHealth: what is wrong with one message is not Twilio's fault.
func TestHealth(t *testing.T) {
	f := newFake(t)
	g := f.gateway(&desk{})
	if h := g.Health(); !h.OK || !h.Seen.IsZero() || h.Name != "twilio" {
		t.Errorf("at first: %+v", h)
	}
	send := func(status, code int) bot.Health {
		f.Answer(scripted(status, code))
		g.Send(t.Context(), outgoing(conversation.SMS))
		return g.Health()
	}
	for _, test := range []struct {
		status, code int
		ok           bool
		says         string
	}{
		{400, 21211, true, ""},
		{503, 20503, true, ""},
		{503, 20503, true, ""},
		{503, 20503, false, "last 3 calls"},
		{400, 21211, true, ""},
		{401, 20003, false, "code 20003"},
		{201, 0, true, ""},
	} {
		h := send(test.status, test.code)
		if h.OK != test.ok || !strings.Contains(h.Problem, test.says) || (h.Problem == "") != test.ok || time.Since(h.Seen) > time.Minute {
			t.Errorf("after %d %d: %+v", test.status, test.code, h)
		}
	}
	away := gateway(t, settings(), &desk{}) // nothing listens there
	for range 3 {
		away.Send(t.Context(), outgoing(conversation.SMS))
	}
	if h := away.Health(); h.OK || !h.Seen.IsZero() {
		t.Errorf("nobody answers: %+v", h)
	}
	serve(away, signed(t, token, statuses+"?id=m1", "MessageSid=SM1&MessageStatus=sent"))
	if h := away.Health(); h.Seen.IsZero() {
		t.Errorf("after a webhook: %+v", h)
	}
}
