package twilio_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

func TestFind(t *testing.T) {
	m := outgoing(conversation.SMS)
	m.Written = time.Date(2026, 11, 21, 10, 0, 0, 500e6, time.UTC)
	const to, from = "+6281390000101", "+6281100000001"
	type record struct {
		to, from, body string
		after          time.Duration
	}
	ours := func(after time.Duration) record { return record{to, from, m.Text, after} }
	for _, test := range []struct {
		name string
		list []record // oldest first
		want int      // index, or -1
	}{
		{"nothing", nil, -1},
		{"it alone", []record{ours(time.Second)}, 0},
		{"in the same second", []record{ours(-400 * time.Millisecond)}, 0},
		{"in the same second, and again", []record{ours(0), ours(time.Minute)}, 0},
		{"sent much later", []record{ours(90 * time.Minute)}, 0},
		{"by a clock behind ours", []record{ours(-9 * time.Minute)}, 0},
		{"the same words an hour before", []record{ours(-time.Hour)}, -1},
		{"the same words shortly before and after", []record{ours(-time.Minute), ours(time.Second), ours(time.Minute)}, 1},
		{"twice before", []record{ours(-2 * time.Minute), ours(-time.Minute)}, 1},
		{"white space at the end", []record{{to, from, m.Text + " \n", time.Second}}, 0},
		{"another text", []record{{to, from, m.Text[1:], time.Second}}, -1},
		{"another sender", []record{{to, "+6281100000009", m.Text, time.Second}}, -1},
		{"another channel", []record{{"whatsapp:" + to, "whatsapp:" + from, m.Text, time.Second}}, -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFake(t)
			for _, each := range test.list {
				f.Record(each.to, each.from, each.body, m.Written.Add(each.after))
			}
			sent, found, err := f.gateway(&desk{}).Find(t.Context(), m)
			if err != nil || found != (test.want >= 0) {
				t.Fatalf("found %v %v, error %v", sent, found, err)
			}
			if found && sent.ProviderID != f.Taken[test.want]["sid"] {
				t.Errorf("found %v", sent)
			}
			want := url.Values{"To": {to}, "DateSent>": {"2026-11-20T10:00:00Z"}, "PageSize": {"200"}}
			if got := f.Asked[0]; got.Encode() != want.Encode() {
				t.Errorf("asked for %v", got)
			}
		})
	}
}

func TestFindPassesOverInbound(t *testing.T) {
	f := newFake(t)
	m := outgoing(conversation.SMS)
	f.Record(string(m.To), "+6281100000001", m.Text, m.Written)["direction"] = "inbound"
	if sent, found, err := f.gateway(&desk{}).Find(t.Context(), m); err != nil || found {
		t.Errorf("found %v %v, error %v", sent, found, err)
	}
}

// TestFindPassesOverOthers: the answer to who asked the same before is not the answer to
// her now.
func TestFindPassesOverOthers(t *testing.T) {
	f := newFake(t)
	m := outgoing(conversation.SMS)
	before := f.Record(string(m.To), "+6281100000001", m.Text, m.Written.Add(-time.Minute))
	after := f.Record(string(m.To), "+6281100000001", m.Text, m.Written.Add(time.Minute))
	m.Others = []string{before["sid"].(string), after["sid"].(string)}
	g := f.gateway(&desk{})
	if sent, found, err := g.Find(t.Context(), m); err != nil || found {
		t.Errorf("found %v %v, error %v", sent, found, err)
	}
	m.Others = m.Others[1:]
	if sent, found, err := g.Find(t.Context(), m); err != nil || !found || sent.ProviderID != before["sid"] {
		t.Errorf("found %v %v, error %v", sent, found, err)
	}
}

func TestFindFollowsPages(t *testing.T) {
	f := newFake(t)
	f.Page = 3
	m := outgoing(conversation.WhatsApp)
	for range 7 {
		f.Record("whatsapp:+6281390000101", "whatsapp:+6281100000002", "lain", m.Written)
	}
	want := f.Record("whatsapp:+6281390000101", "whatsapp:+6281100000002", m.Text, m.Written)["sid"]
	for range 10 {
		f.Record("whatsapp:+6281390000101", "whatsapp:+6281100000002", "lain", m.Written)
	}
	sent, found, err := f.gateway(&desk{}).Find(t.Context(), m)
	if err != nil || !found || sent.ProviderID != want || f.Listed != 6 {
		t.Errorf("found %v %v on %d pages, error %v", sent, found, f.Listed, err)
	}

	// A list longer than we read proves nothing.
	for range 30 {
		f.Record("whatsapp:+6281390000101", "whatsapp:+6281100000002", "lain", m.Written)
	}
	m.Text, f.Listed = "tidak ada", 0
	if sent, found, err := f.gateway(&desk{}).Find(t.Context(), m); err == nil || found || f.Listed != 10 {
		t.Errorf("found %v %v on %d pages, error %v", sent, found, f.Listed, err)
	} else if strings.Contains(err.Error(), "81390000101") {
		t.Errorf("error %v", err)
	}
}

func TestFindWithHiddenNumber(t *testing.T) {
	f := newFake(t)
	g := f.gateway(&desk{})
	m := outgoing(conversation.WhatsApp)
	m.To = "bsuid:ID.8Xk2Qw7Rt5"
	sent, err := g.Send(t.Context(), m)
	if err != nil || f.Taken[0]["to"] != "whatsapp:ID.8Xk2Qw7Rt5" {
		t.Fatalf("sent %v, error %v", f.Taken, err)
	}
	if again, found, err := g.Find(t.Context(), m); err != nil || !found || again != sent {
		t.Errorf("found %v %v, error %v", again, found, err)
	}
}

func TestFindFails(t *testing.T) {
	f := newFake(t)
	config := settings()
	config.APIURL, config.AuthToken = f.URL, "wrong"
	_, found, err := gateway(t, config, &desk{}).Find(t.Context(), outgoing(conversation.SMS))
	if found || bot.OutcomeOf(err) != bot.Misconfigured {
		t.Errorf("found %v, error %v", found, err)
	}
	f.Config.Handler = http.NotFoundHandler()
	_, found, err = f.gateway(&desk{}).Find(t.Context(), outgoing(conversation.SMS))
	if found || err == nil {
		t.Errorf("found %v, error %v", found, err)
	}
}
