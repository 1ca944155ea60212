package android

import (
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

func TestCaps(t *testing.T) {
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	for _, test := range []struct {
		name            string
		perHour, perDay int
		sent            []time.Time
		wait            time.Duration // of one that is no reply
	}{
		{"no caps", 0, 0, []time.Time{ago(0), ago(0), ago(0)}, 0},
		{"none sent", 1, 1, nil, 0},
		{"below", 3, 10, []time.Time{ago(time.Minute), ago(2 * time.Minute)}, 0},
		{"full hour", 2, 10, []time.Time{ago(50 * time.Minute), ago(20 * time.Minute)}, 10 * time.Minute},
		{"over full", 1, 10, []time.Time{ago(50 * time.Minute), ago(20 * time.Minute)}, 40 * time.Minute},
		{"in no order", 2, 10, []time.Time{ago(20 * time.Minute), ago(50 * time.Minute)}, 10 * time.Minute},
		{"an hour ago", 1, 10, []time.Time{ago(time.Hour)}, 0},
		{"full day", 0, 2, []time.Time{ago(23 * time.Hour), ago(time.Hour)}, time.Hour},
		{"both", 1, 2, []time.Time{ago(23 * time.Hour), ago(10 * time.Minute)}, time.Hour},
		{"a day ago", 0, 1, []time.Time{ago(24 * time.Hour)}, 0},
	} {
		if wait := newCaps(test.perHour, test.perDay, test.sent).take(noon, false); wait != test.wait {
			t.Errorf("%s: waits %v, want %v", test.name, wait, test.wait)
		}
		if wait := newCaps(test.perHour, test.perDay, test.sent).take(noon, true); wait != 0 {
			t.Errorf("%s: a reply waits %v", test.name, wait)
		}
	}

	// What goes counts, replies too; what did not go after all does not.
	c := newCaps(2, 0, nil)
	c.take(noon, true)
	second := noon.Add(time.Second)
	c.take(second, false)
	if wait := c.take(second, false); wait != time.Hour-time.Second {
		t.Errorf("the third waits %v", wait)
	}
	c.giveBack(second)
	if wait := c.take(second, false); wait != 0 {
		t.Errorf("in its place another waits %v", wait)
	}
}

// TestOverItsCap: replies go, the rest waits and is not counted.
func TestOverItsCap(t *testing.T) {
	g, err := New(Config{
		URL: "http://127.0.0.1:1", User: "a", Password: "b", SigningKey: "c", PerHour: 1, Sent: []time.Time{time.Now().Add(-time.Minute)},
	}, nobody())
	if err != nil {
		t.Fatal(err)
	}
	for class, code := range map[conversation.Class]string{
		conversation.Reply: "", conversation.Receipt: "cap", conversation.Reminder: "cap", conversation.Broadcast: "cap",
	} {
		_, err := g.Send(t.Context(), bot.Outgoing{ID: "o1", Channel: conversation.SMS, To: "+6281390000101", Text: "x", Class: class})
		send, ok := err.(*bot.SendError)
		if !ok || send.Outcome != bot.Later || send.Code != code || (send.After > 0) != (code != "") {
			t.Errorf("class %d: %v", class, err) // the reply, because nobody listens
		}
	}
	if len(g.caps.sent) != 1 {
		t.Errorf("counted %v", g.caps.sent)
	}
}
