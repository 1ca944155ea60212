package whatsapp_test

import (
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/whatsapp"
	"bendahara/conversation"
)

func TestALinkedNumberHearsAndAnswers(t *testing.T) {
	w := newWorld(t)
	if h := w.g.Line(); h.State != whatsapp.Unlinked || h.Advice() == "" || w.g.Linked() || len(w.g.Channels()) != 0 {
		t.Fatalf("not linked: %+v", h)
	}
	w.pair()
	if h := w.g.Line(); h.State != whatsapp.Online || h.Advice() != "" || !w.g.Linked() || len(w.g.Channels()) != 1 {
		t.Fatalf("linked: %+v", h)
	}
	siti := w.server.Person("+6281390000101")
	before := time.Now().Truncate(time.Second)
	id := siti.Writes("saldo")
	m := w.hears(1)
	if m.Gateway != "whatsapp" || m.Channel != conversation.WhatsApp || m.From != "+6281390000101" || m.Text != "saldo" ||
		m.Foreign != siti.LID.String()+"/"+siti.LID.String()+"/"+id || m.Sent.Before(before) || m.ID != "" {
		t.Errorf("heard %+v", m)
	}
	w.server.Until("acknowledged", func() bool { return w.server.Acknowledged(id) == 1 })

	w.server.Until("typing and read", func() bool { return w.server.Heard("chatstate") == 1 && w.server.Heard("read "+id) == 1 })

	sent, err := w.send(bot.Outgoing{ID: "o17", To: "+6281390000101", Text: "Sisa Ibu Rp100.000."})
	if err != nil {
		t.Fatal(err)
	}
	if got := siti.Waits(1); got.Text != "Sisa Ibu Rp100.000." || got.ID != sent.ProviderID {
		t.Errorf("she got %+v, sent was %+v", got, sent)
	}
	if got := w.server.Office.Waits(1); got.Text != "Sisa Ibu Rp100.000." { // the office's phone sees what we say
		t.Errorf("the office got %+v", got)
	}
	siti.Opens(sent.ProviderID)
	w.server.Until("reports", func() bool { return len(w.desk.reported()) == 2 })
	for i, want := range []conversation.Delivery{conversation.Delivered, conversation.Read} {
		if r := w.desk.reported()[i]; r.ID != "o17" || r.Delivery != want || r.Provider != sent.ProviderID {
			t.Errorf("report %d: %+v", i, r)
		}
	}
	siti.Writes("makasih") // an established session: no prekey any more
	if m := w.hears(2); m.Text != "makasih" {
		t.Errorf("heard %+v", m)
	}
}
