package whatsapp_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"

	"bendahara/bot"
	"bendahara/bot/whatsapp"
	"bendahara/conversation"
)

func TestNobodyIsWrittenToWhoNeverWrote(t *testing.T) {
	w := linked(t)
	w.server.Person("+6281390000101").Writes("halo")
	w.hears(1)
	w.server.Person("+6281390000102")
	asked := w.server.Heard("iq usync")
	for _, to := range []bot.Outgoing{{To: "+6281390000102"}, {To: "lid:981390000102"}, {To: "+6281399999999"}} {
		to.ID, to.Text = "o1", "Angsuran Ibu jatuh tempo besok."
		_, err := w.send(to)
		if bot.OutcomeOf(err) != bot.Refused {
			t.Errorf("%s: %v", to.To, err)
		}
	}
	for _, to := range []bot.Outgoing{{To: "Telkomsel"}, {To: "bsuid:ID.77"}, {To: "+62x"}, {}} {
		to.ID, to.Text = "o1", "halo"
		if _, err := w.send(to); bot.OutcomeOf(err) != bot.BadAddress {
			t.Errorf("%q: %v", to.To, err)
		}
	}
	if n := w.server.Heard("message"); n != 0 || w.server.Heard("iq usync") != asked {
		t.Errorf("%d messages went out, and WhatsApp was asked %d times who they are", n, w.server.Heard("iq usync")-asked)
	}
}

// What WhatsApp answers decides what the bot may do.
func TestOutcomes(t *testing.T) {
	w, siti := talking(t)
	for _, test := range []struct {
		code int
		want bot.Outcome
	}{
		{429, bot.Later}, {500, bot.Later}, {503, bot.Later}, {479, bot.Refused}, {400, bot.Refused}, {463, bot.Refused},
	} {
		w.server.AckWith(test.code)
		_, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "halo"})
		var send *bot.SendError
		if !errors.As(err, &send) || send.Outcome != test.want {
			t.Errorf("%d: %v", test.code, err)
		}
		if strings.Contains(err.Error(), "6281390000101") {
			t.Errorf("a number in %q", err)
		}
	}
	if h := w.g.Line(); h.State != whatsapp.Limited || !strings.Contains(h.Advice(), "SMS") || len(w.g.Channels()) != 1 {
		t.Errorf("after 463: %+v", h)
	}
	if len(siti.Got()) != 0 {
		t.Errorf("she got %+v", siti.Got())
	}
	w.server.AckWith(0)
	if _, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "halo"}); err != nil {
		t.Errorf("an answer under a limit: %v", err)
	}
}

// Taken without a word: unknown. When her phone says that it has it, it is found.
func TestWhatMayHaveGoneIsLookedUp(t *testing.T) {
	w, siti := talking(t)
	m := bot.Outgoing{ID: "o7", Channel: conversation.WhatsApp, To: "+6281390000101", Text: "Sisa Rp0."}
	find := func() (bot.Sent, bool) {
		sent, found, err := w.g.Find(w.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		return sent, found
	}
	if _, found := find(); found {
		t.Error("found before it was sent")
	}
	w.server.Mute(true)
	behind := make(chan error, 1)
	ctx, cancel := context.WithTimeout(w.Context(), 5500*time.Millisecond)
	defer cancel()
	go func() { // another waits behind it: that one surely has not gone
		time.Sleep(100 * time.Millisecond)
		_, err := w.g.Send(ctx, bot.Outgoing{ID: "o8", Channel: conversation.WhatsApp, To: "+6281390000101", Text: "x"})
		behind <- err
	}()
	if _, err := w.g.Send(ctx, m); bot.OutcomeOf(err) != bot.UnknownOutcome {
		t.Errorf("without a word: %v", err)
	}
	if err := <-behind; bot.OutcomeOf(err) != bot.Later {
		t.Errorf("behind it: %v", err)
	}
	w.server.Until("the phone's word", func() bool { _, found := find(); return found })
	w.stop()
	w.server.Mute(false)
	w.start()
	w.online()
	sent, found := find()
	if !found || sent.ProviderID != siti.Waits(1).ID {
		t.Errorf("after a restart: %+v %v", sent, found)
	}
	again, err := w.g.Send(w.Context(), m) // and where it goes again all the same, it is the same to her phone
	if err != nil || again.ProviderID != sent.ProviderID {
		t.Errorf("again: %+v %v", again, err)
	}
}

// Who wrote long ago is reminded at leisure, so many a day; who just wrote is
// answered at once.
func TestUnaskedMessagesAreSpreadAndCapped(t *testing.T) {
	w := linked(t)
	siti, wati := w.server.Person("+6281390000101"), w.server.Person("+6281390000102")
	siti.Writes("halo")
	wati.Writes("halo")
	w.hears(2)
	whatsapp.Age(w.g, siti.LID.String(), 48*time.Hour)
	remind := func(id string) (time.Duration, error) {
		_, err := w.send(bot.Outgoing{ID: id, To: "+6281390000101", Text: "Angsuran besok."})
		var send *bot.SendError
		if errors.As(err, &send) && send.Outcome == bot.Later {
			return send.After, nil
		}
		return 0, err
	}
	if after, err := remind("o1"); after != 0 || err != nil {
		t.Fatalf("the first: %v %v", after, err)
	}
	var slots []time.Duration
	for _, id := range []string{"o2", "o3", "o2", "o3"} {
		after, err := remind(id)
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, after)
	}
	if slots[0] < 19*time.Second || slots[0] > 40*time.Second || slots[1] < slots[0]+19*time.Second ||
		slots[2] > slots[0] || slots[3] > slots[1] || slots[3] < slots[1]-5*time.Second {
		t.Errorf("put off for %v", slots)
	}
	if _, err := w.send(bot.Outgoing{ID: "o4", To: "+6281390000102", Text: "Sisa Rp0."}); err != nil {
		t.Errorf("an answer: %v", err)
	}

	whatsapp.Unasked(w.g, 99, time.Hour) // a hundred with the first
	w.stop()
	w.start() // the count is kept
	w.online()
	after, err := remind("o5")
	if after < 22*time.Hour || after > 23*time.Hour+time.Minute || err != nil {
		t.Errorf("beyond the day's number: %v %v", after, err)
	}
	if _, err := w.send(bot.Outgoing{ID: "o6", To: "+6281390000102", Text: "Sisa Rp0."}); err != nil {
		t.Errorf("an answer: %v", err)
	}
	siti.Writes("saldo")
	w.hears(3)
	if after, err := remind("o7"); after != 0 || err != nil {
		t.Errorf("to who just wrote: %v %v", after, err)
	}
}

// WhatsApp tells of a limit before we run into it, and of its end.
func TestALimitIsToldBefore(t *testing.T) {
	w, siti := talking(t)
	whatsapp.Age(w.g, siti.LID.String(), 48*time.Hour)
	tell := func(content string) {
		w.server.Push(waBinary.Node{
			Tag: "notification", Attrs: waBinary.Attrs{"id": "n1", "from": "s.whatsapp.net", "type": "mex", "t": "1"},
			Content: []waBinary.Node{{Tag: "update", Attrs: waBinary.Attrs{"op_name": "NotificationUserReachoutTimelockUpdate"}, Content: []byte(content)}},
		})
	}
	tell(`{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":true,"enforcement_type":"x","time_enforcement_ends":"4102444800"}}}`)
	w.server.Until("limited", func() bool { return w.g.Line().State == whatsapp.Limited })
	_, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "Angsuran besok."})
	if bot.OutcomeOf(err) != bot.Refused {
		t.Errorf("unasked under a limit: %v", err)
	}
	w.server.Cut() // a new line does not end it
	w.server.Until("online again", w.server.Online)
	time.Sleep(100 * time.Millisecond)
	if s := w.g.Line().State; s != whatsapp.Limited {
		t.Errorf("after a new line: %s", s)
	}
	tell(`{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":false}}}`)
	w.online()
}
