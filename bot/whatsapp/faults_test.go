package whatsapp_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"bendahara/bot"
	"bendahara/bot/whatsapp"
	"bendahara/conversation"
	"bendahara/ledger"
)

// A message that the bot could not keep, or on which our code panicked, comes again
// and again until it is kept, and is acknowledged then and once.
func TestWhatIsNotKeptComesAgain(t *testing.T) {
	for name, fault := range map[string]func(conversation.Message) error{
		"an error": func(conversation.Message) error { return errors.New("disk full") },
		"a panic":  func(conversation.Message) error { panic("a bug") },
	} {
		t.Run(name, func(t *testing.T) {
			w := linked(t)
			tries := 0
			w.desk.set(func(m conversation.Message) error {
				if tries++; tries <= 2 {
					return fault(m)
				}
				return nil
			})
			siti := w.server.Person("+6281390000101")
			id := siti.Writes("bayar 50rb")
			m := w.hears(1)
			if m.Text != "bayar 50rb" || tries != 3 {
				t.Errorf("heard %+v after %d tries", m, tries)
			}
			w.server.Until("acknowledged", func() bool { return w.server.Acknowledged(id) > 0 })
			if n := w.server.Acknowledged(id); n != 1 {
				t.Errorf("acknowledged %d times", n)
			}
		})
	}
}

// The two stores share no transaction. The program is killed after the ratchet was
// written and before the books were: what was taken off the wire comes again.
func TestKilledBetweenTheTwoStores(t *testing.T) {
	w := linked(t)
	reached := make(chan struct{}, 9)
	w.desk.set(func(conversation.Message) error {
		reached <- struct{}{}
		return errors.New("killed")
	})
	siti := w.server.Person("+6281390000101")
	id := siti.Writes("bayar 50rb")
	<-reached
	w.server.Down(true) // nothing more goes out of the dying program
	w.stop()
	if w.server.Acknowledged(id) != 0 {
		t.Fatal("acknowledged, though nothing was kept")
	}
	w.desk.set(nil)
	w.start()
	if m := w.hears(1); m.Text != "bayar 50rb" { // kept beside the ratchet
		t.Errorf("heard %+v", m)
	}
	w.server.Down(false)
	w.server.Until("acknowledged", func() bool { return w.server.Acknowledged(id) == 1 })
}

// Killed after the books were written and before WhatsApp heard of it: it comes
// again under the same id, and the bot knows it.
func TestKilledBeforeTheAcknowledgement(t *testing.T) {
	w := linked(t)
	w.desk.set(func(conversation.Message) error {
		w.server.Down(true)
		return nil
	})
	siti := w.server.Person("+6281390000101")
	id := siti.Writes("bayar 50rb")
	first := w.hears(1)
	w.stop()
	if w.server.Acknowledged(id) != 0 {
		t.Fatal("acknowledged over a line that is down")
	}
	w.desk.set(nil)
	w.server.Down(false)
	w.start()
	w.server.Until("acknowledged", func() bool { return w.server.Acknowledged(id) == 1 })
	if all := w.desk.heard(); len(all) != 1 || all[0].Foreign != first.Foreign {
		t.Errorf("first %+v, then %+v", first, all)
	}
}

func TestOfflineMessagesHaveTheirOwnTime(t *testing.T) {
	w, siti := talking(t)
	w.stop()
	yesterday := time.Now().Add(-26 * time.Hour).Truncate(time.Second)
	text := func(s string) *waE2E.Message { return &waE2E.Message{Conversation: proto.String(s)} }
	siti.Sends(text("bayar 50rb"), yesterday)
	siti.Sends(text("saldo"), yesterday.Add(time.Minute))
	w.server.Person("+6281390000102").Sends(text("kas"), yesterday)
	w.start()
	w.hears(4)
	all := w.desk.heard()[1:]
	if all[0].Text != "bayar 50rb" || !all[0].Sent.Equal(yesterday) || time.Since(all[0].Received) > time.Minute ||
		all[1].Text != "saldo" || all[2].Text != "kas" || all[2].From != "+6281390000102" {
		t.Errorf("heard %+v", all)
	}
	if _, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000102", Text: "Kas Rp0."}); err != nil {
		t.Errorf("an answer to what came late: %v", err)
	}
}

func TestHiddenNumbers(t *testing.T) {
	w := linked(t)
	siti := w.server.Person("+6281390000101")
	siti.Hidden = true
	siti.Writes("saldo")
	if m := w.hears(1); m.From != ledger.Phone("lid:"+siti.LID.User) || !conversation.IsAddress(m.From) {
		t.Errorf("heard %+v", m)
	}
	if _, err := w.send(bot.Outgoing{ID: "o1", To: w.desk.heard()[0].From, Text: "Siapa ini?"}); err != nil {
		t.Fatal(err)
	}
	if got := siti.Waits(1); got.Text != "Siapa ini?" {
		t.Errorf("got %+v", got)
	}
	siti.Hidden = false
	siti.Writes("ini siti")
	if m := w.hears(2); m.From != "+6281390000101" {
		t.Errorf("with a number: %+v", m)
	}
	siti.Hidden = true // what WhatsApp told once holds on
	siti.Writes("saldo")
	if m := w.hears(3); m.From != "+6281390000101" {
		t.Errorf("hidden again: %+v", m)
	}
}

func TestWhatIsHeard(t *testing.T) {
	w := linked(t)
	siti := w.server.Person("+6281390000101")
	now := time.Now()
	silent := siti.Sends(&waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Text: proto.String("👍")}}, now)
	w.server.Until("acknowledged", func() bool { return w.server.Acknowledged(silent) == 1 })
	for _, test := range []struct {
		sent  *waE2E.Message
		text  string
		media int
	}{
		{&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String("lihat http://a.id")}}, "lihat http://a.id", 0},
		{&waE2E.Message{Conversation: proto.String("saldo\xff?")}, "saldo\uFFFD?", 0},
		{&waE2E.Message{ImageMessage: &waE2E.ImageMessage{Caption: proto.String("slip bank")}}, "slip bank", 1},
		{&waE2E.Message{AudioMessage: &waE2E.AudioMessage{}}, "", 1},
		{&waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{Conversation: proto.String("rahasia")}}}, "rahasia", 0},
		{&waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
			Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), EditedMessage: &waE2E.Message{Conversation: proto.String("bayar 500rb")},
		}}}}, "bayar 500rb", 0},
		{&waE2E.Message{Conversation: proto.String(strings.Repeat("x", 70_000))}, strings.Repeat("x", 64<<10), 0},
	} {
		n := len(w.desk.heard())
		siti.Sends(test.sent, now)
		if m := w.hears(n + 1); m.Text != test.text || m.Media != test.media {
			t.Errorf("heard %.50q and %d, want %.50q and %d", m.Text, m.Media, test.text, test.media)
		}
	}
}

func TestTheLineComesBack(t *testing.T) {
	w := linked(t)
	siti := w.server.Person("+6281390000101")
	siti.Writes("satu")
	w.hears(1)
	w.server.Cut()
	siti.Writes("dua")
	if m := w.hears(2); m.Text != "dua" {
		t.Errorf("heard %+v", m)
	}
	w.server.Down(true)
	w.server.Until("offline", func() bool { return w.g.Line().State == whatsapp.Offline })
	if h := w.g.Line(); h.Advice() != "" || len(w.g.Channels()) != 1 {
		t.Errorf("while the network is away: %+v", h)
	}
	_, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "halo"})
	if bot.OutcomeOf(err) != bot.Later {
		t.Errorf("sent over a line that is down: %v", err)
	}
	siti.Writes("tiga")
	w.server.Down(false)
	if m := w.hears(3); m.Text != "tiga" {
		t.Errorf("heard %+v", m)
	}
	w.online()
	if _, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "halo"}); err != nil {
		t.Error(err)
	}
	if got := siti.Waits(1); got.Text != "halo" || len(siti.Got()) != 1 {
		t.Errorf("got %+v", siti.Got())
	}
}

// What WhatsApp puts us out for: each says what to do, and nothing is sent by it any
// more.
func TestPutOut(t *testing.T) {
	conflict := waBinary.Node{Tag: "stream:error", Attrs: waBinary.Attrs{"code": "409"}, Content: []waBinary.Node{{
		Tag: "conflict", Attrs: waBinary.Attrs{"type": "replaced"},
	}}}
	removed := waBinary.Node{Tag: "stream:error", Attrs: waBinary.Attrs{"code": "401"}, Content: []waBinary.Node{{
		Tag: "conflict", Attrs: waBinary.Attrs{"type": "device_removed"},
	}}}
	for _, test := range []struct {
		name   string
		push   *waBinary.Node
		refuse waBinary.Attrs
		want   whatsapp.State
		advice string
	}{
		{"replaced", &conflict, nil, whatsapp.Replaced, "Another program"},
		{"unlinked on the phone", &removed, nil, whatsapp.LoggedOut, "bendahara whatsapp pair"},
		{"logged out", nil, waBinary.Attrs{"reason": "401"}, whatsapp.LoggedOut, "bendahara whatsapp pair"},
		{"locked", nil, waBinary.Attrs{"reason": "403", "logout_message_header": "x"}, whatsapp.LoggedOut, "look at WhatsApp"},
		{"banned", nil, waBinary.Attrs{"reason": "402", "code": "101", "expire": "3600"}, whatsapp.Banned, "use SMS meanwhile"},
		{"outdated", nil, waBinary.Attrs{"reason": "405"}, whatsapp.Outdated, "install a newer one"},
		{"unknown", nil, waBinary.Attrs{"reason": "418"}, whatsapp.Failed, "reason 418"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := linked(t)
			w.server.Person("+6281390000101").Writes("halo")
			w.hears(1)
			if test.push != nil {
				w.server.Push(*test.push)
			}
			if test.refuse != nil {
				w.server.Refuse(test.refuse)
				w.server.Cut()
			}
			w.server.Until("the state", func() bool { return w.g.Line().State == test.want })
			time.Sleep(50 * time.Millisecond) // the line's own end comes after it, and changes nothing
			h := w.g.Line()
			if h.State != test.want || !strings.Contains(h.Advice(), test.advice) || strings.Count(h.Advice(), "\n") != 0 {
				t.Errorf("%+v says %q", h, h.Advice())
			}
			if len(w.g.Channels()) != 0 {
				t.Error("still carries WhatsApp")
			}
			_, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "halo"})
			if bot.OutcomeOf(err) != bot.Misconfigured {
				t.Errorf("sent: %v", err)
			}
			if f := w.g.Examine(t.Context(), time.Now())[0]; f.OK || f.Says != h.Advice() {
				t.Errorf("examined while it runs: %+v", f)
			}
			w.stop()
			last := w.lastKnown(time.Now())
			if last.OK || !strings.HasPrefix(last.Says, h.Advice()+", as last known on 20") {
				t.Errorf("examined while nothing runs: %+v", last)
			}
			if later := w.lastKnown(time.Now().Add(2 * time.Hour)); later.OK != (test.want == whatsapp.Banned) {
				t.Errorf("when the ban is over: %+v", later)
			}
		})
	}
}

// lastKnown is what an examination finds while the gateway does not run.
func (w *world) lastKnown(now time.Time) bot.Finding {
	w.Helper()
	g, err := whatsapp.Open(w.Context(), w.file, w.desk.events(), slog.New(slog.DiscardHandler))
	if err != nil {
		w.Fatal(err)
	}
	defer g.Close()
	return g.Examine(w.Context(), now)[0]
}

func TestABanEnds(t *testing.T) {
	w := linked(t)
	w.server.Refuse(waBinary.Attrs{"reason": "402", "code": "104", "expire": "1"})
	w.server.Cut()
	w.server.Until("banned", func() bool { return w.g.Line().State == whatsapp.Banned })
	w.server.Refuse(nil)
	w.online()
}

func TestLinkedAnewAfterALogOut(t *testing.T) {
	w, _ := talking(t)
	w.server.Refuse(waBinary.Attrs{"reason": "401"})
	w.server.Cut()
	w.server.Until("logged out", func() bool { return w.g.Line().State == whatsapp.LoggedOut })
	w.server.Refuse(nil)
	w.pair()
	w.server.Person("+6281390000102").Writes("saldo")
	if m := w.hears(2); m.Text != "saldo" || len(w.g.Channels()) != 1 {
		t.Errorf("heard %+v, %+v", m, w.g.Line())
	}
}

// What cannot be read is sent again by the phone, and heard then.
func TestWhatCannotBeReadIsAskedForAgain(t *testing.T) {
	w := linked(t)
	siti := w.server.Person("+6281390000101")
	siti.Garbles("bayar 50rb")
	if m := w.hears(1); m.Text != "bayar 50rb" || m.From != "+6281390000101" {
		t.Errorf("heard %+v", m)
	}
	siti.Writes("saldo")
	if m := w.hears(2); m.Text != "saldo" {
		t.Errorf("heard %+v", m)
	}
}

// Her phone cannot read our answer and says so while we are down: it goes again when
// we are back, under the same id.
func TestWhatHerPhoneCannotReadGoesAgain(t *testing.T) {
	w, siti := talking(t)
	siti.Blind()
	sent, err := w.send(bot.Outgoing{ID: "o1", To: "+6281390000101", Text: "Sisa Rp0."})
	if err != nil {
		t.Fatal(err)
	}
	w.stop()
	w.start()
	if got := siti.Waits(1); got.Text != "Sisa Rp0." || got.ID != sent.ProviderID {
		t.Errorf("got %+v", got)
	}
}
