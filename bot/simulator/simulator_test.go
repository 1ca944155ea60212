package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
)

const (
	ratna = ledger.Phone("+6281390000101")
	siti  = ledger.Phone("+6281390000103")
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.FixedZone("WIB", 7*60*60))

// books is a bot that answers a text with "dicatat: ..." and tells Siti of it.
type books struct {
	gateway *simulator.Gateway

	mu       sync.Mutex
	received []conversation.Message
	reports  []bot.Report
	fault    error // of the next Receive or Report
	sends    int
}

func newBooks(o simulator.Options) *books {
	b := &books{}
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	b.gateway = simulator.New(bot.Events{Receive: b.receive, Report: b.report}, o)
	return b
}

func (b *books) receive(ctx context.Context, m conversation.Message) error {
	b.mu.Lock()
	fault := b.fault
	b.fault = nil
	b.received = append(b.received, m)
	b.mu.Unlock()
	if fault != nil {
		return fault
	}
	text := m.Text[:min(len(m.Text), 1000)]
	if err := b.send(ctx, m.From, m.Channel, "dicatat: "+text); err != nil || m.From == siti {
		return err
	}
	return b.send(ctx, siti, m.Channel, "Bu Ratna mencatat: "+text)
}

func (b *books) send(ctx context.Context, to ledger.Phone, channel conversation.Channel, text string) error {
	b.mu.Lock()
	b.sends++
	id := fmt.Sprintf("o%d", b.sends)
	b.mu.Unlock()
	_, err := b.gateway.Send(ctx, bot.Outgoing{ID: id, Channel: channel, To: to, Text: text, Written: noon})
	return err
}

func (b *books) report(_ context.Context, r bot.Report) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fault != nil {
		fault := b.fault
		b.fault = nil
		return fault
	}
	b.reports = append(b.reports, r)
	return nil
}

func (b *books) reported() []bot.Report {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]bot.Report(nil), b.reports...)
}

func texts(list []bot.Outgoing) string {
	var all []string
	for _, m := range list {
		all = append(all, m.ID+" "+string(m.To)+" "+m.Text)
	}
	return strings.Join(all, "\n")
}

func TestTypeGoesToTheBotAndAnswersToThePhones(t *testing.T) {
	b := newBooks(simulator.Options{Run: "t"})
	sent := noon.Add(-time.Hour)
	if err := b.gateway.Type(t.Context(), ratna, conversation.WhatsApp, "bayar siti 250rb", sent); err != nil {
		t.Fatal(err)
	}
	if err := b.gateway.Type(t.Context(), siti, conversation.SMS, "saldo", time.Time{}); err != nil {
		t.Fatal(err)
	}
	want := []conversation.Message{
		{Gateway: "simulator", Foreign: "t-1", Channel: "wa", From: ratna, Text: "bayar siti 250rb", Sent: sent, Received: noon},
		{Gateway: "simulator", Foreign: "t-2", Channel: "sms", From: siti, Text: "saldo", Sent: noon, Received: noon},
	}
	if !reflect.DeepEqual(b.received, want) {
		t.Errorf("received %+v,\nwant %+v", b.received, want)
	}
	o1, o2, o3 := "o1 +6281390000101 dicatat: bayar siti 250rb", "o2 +6281390000103 Bu Ratna mencatat: bayar siti 250rb", "o3 +6281390000103 dicatat: saldo"
	if got, want := texts(b.gateway.Sent()), o1+"\n"+o2+"\n"+o3; got != want {
		t.Errorf("sent\n%s\nwant\n%s", got, want)
	}
	if got, want := texts(b.gateway.Outbox(siti)), o2+"\n"+o3; got != want {
		t.Errorf("Siti's phone\n%s\nwant\n%s", got, want)
	}
}

func TestIDsOfTwoRunsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		b := newBooks(simulator.Options{})
		for range 3 {
			if err := b.gateway.Type(t.Context(), ratna, conversation.SMS, "x", time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range b.received {
			if seen[m.Foreign] {
				t.Errorf("id %s twice", m.Foreign)
			}
			seen[m.Foreign] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d ids, want 6", len(seen))
	}
}

func TestFail(t *testing.T) {
	b := newBooks(simulator.Options{})
	b.gateway.Fail(conversation.WhatsApp, 2)
	for i, want := range []bot.Outcome{bot.Later, bot.Later, ""} {
		if err := b.send(t.Context(), ratna, conversation.SMS, "sms goes"); err != nil {
			t.Errorf("SMS %d: %v", i, err)
		}
		err := b.send(t.Context(), ratna, conversation.WhatsApp, "wa")
		if want == "" && err != nil || want != "" && (bot.OutcomeOf(err) != want || !errors.Is(err, simulator.ErrOutage)) {
			t.Errorf("WhatsApp %d: %v, want %q", i, err, want)
		}
	}
	if got := len(b.gateway.Sent()); got != 4 {
		t.Errorf("%d messages on phones, want 3 SMS and 1 WhatsApp", got)
	}
}

func TestSendRefuses(t *testing.T) {
	b := newBooks(simulator.Options{})
	if err := b.send(t.Context(), ratna, "pigeon", "x"); bot.OutcomeOf(err) != bot.Refused || !errors.Is(err, simulator.ErrChannel) {
		t.Errorf("a channel that is none: %v", err)
	}
	if err := b.send(t.Context(), ratna, conversation.SMS, strings.Repeat("é", 1601)); bot.OutcomeOf(err) != bot.Refused || !errors.Is(err, simulator.ErrTooLong) {
		t.Errorf("1601 characters: %v", err)
	}
	if err := b.send(t.Context(), ratna, conversation.SMS, strings.Repeat("é", 1600)); err != nil {
		t.Errorf("1600 characters: %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.send(over, ratna, conversation.SMS, "x"); bot.OutcomeOf(err) != bot.Later || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	if got := len(b.gateway.Sent()); got != 1 {
		t.Errorf("%d messages on phones, want the one that was taken", got)
	}
	if err := b.gateway.Type(t.Context(), ratna, "pigeon", "x", noon); !errors.Is(err, simulator.ErrChannel) {
		t.Errorf("typed on a channel that is none: %v", err)
	}
	if err := b.gateway.Type(t.Context(), ratna, conversation.SMS, strings.Repeat("x", simulator.MaxTyped+1), noon); !errors.Is(err, simulator.ErrTooLong) {
		t.Errorf("typed too much: %v", err)
	}
	if err := b.gateway.Type(t.Context(), ratna, conversation.SMS, strings.Repeat("\xff", 1000), noon); err != nil {
		t.Errorf("broken UTF-8 is the bot's to judge: %v", err)
	}
}

func TestFlushReportsEachOnce(t *testing.T) {
	b := newBooks(simulator.Options{})
	for range 3 {
		if err := b.send(t.Context(), ratna, conversation.SMS, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.reports) != 0 {
		t.Errorf("reported without Flush: %v", b.reports)
	}
	b.fault = errors.New("store closed")
	if err := b.gateway.Flush(t.Context()); err == nil {
		t.Error("Flush hides the bot's error")
	}
	for range 2 {
		if err := b.gateway.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for _, r := range b.reports {
		if r.Delivery != conversation.Delivered || r.Provider == "" {
			t.Errorf("report %+v", r)
		}
		ids = append(ids, r.ID)
	}
	if got := strings.Join(ids, " "); got != "o1 o2 o3" {
		t.Errorf("reported %s", got)
	}
}
