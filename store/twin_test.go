package store_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/store"
)

// TestTwins: the same message under another id is heard once; the same words of
// another time, another sender or without a twin are another message.
func TestTwins(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		twin := func(foreign, received, of string) conversation.Message {
			m := incoming(foreign, received)
			m.Twin = of
			return m
		}
		first, fresh := b.hear(twin("e1", "2026-03-31 23:59", "a"))
		if !fresh {
			t.Fatal("the first is not fresh")
		}
		for _, m := range []conversation.Message{
			twin("e2", "2026-03-31 23:59", "a"), twin("e2", "2026-04-30 09:00", "a"), twin("e1", "2026-04-01 00:01", "a"), incoming("e1", "2026-04-01 00:01"),
		} {
			if h, fresh := b.hear(m); fresh || h.ID != first.ID {
				t.Errorf("%s %s: %q, fresh %t", m.Foreign, m.Received, h.ID, fresh)
			}
		}
		other := twin("e3", "2026-03-31 23:59", "a")
		other.From = otherOne
		words := twin("e4", "2026-03-31 23:59", "a")
		words.Text = "bayar 260rb"
		gateway := twin("e1", "2026-03-31 23:59", "a")
		gateway.Gateway = "android"
		for name, m := range map[string]conversation.Message{
			"another time": twin("e5", "2026-03-31 23:59", "b"), "another sender": other, "other words": words,
			"another gateway": gateway, "no twin": incoming("e6", "2026-03-31 23:59"),
		} {
			if _, fresh := b.hear(m); !fresh {
				t.Errorf("%s: not fresh", name)
			}
		}
		same(t, "all", len(ask(b, (*store.Tx).Messages)), 6)
		m := twin("e1", "2026-03-31 23:59", "a")
		m.Text = "ya"
		b.refuse("the id with other words", store.ErrConflict, func(tx *store.Tx) error { _, _, err := tx.Heard(m); return err })
	})
}

func TestWhenAGatewayWasHeard(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		span := func(gateway string) (told string) {
			b.do(func(tx *store.Tx) error {
				first, last, found, err := tx.HeardSpan(gateway)
				if told = "never"; found {
					told = first.Format("02 15:04") + " to " + last.Format("02 15:04")
				}
				return err
			})
			return told
		}
		same(t, "nothing", span("twilio"), "never")
		b.hear(incoming("SM1", "2026-03-10 09:00"))
		same(t, "one", span("twilio"), "10 09:00 to 10 09:00")
		b.hear(incoming("SM2", "2026-03-11 10:00"))
		m := incoming("SM3", "2026-03-12 11:00")
		m.Gateway = "android"
		b.hear(m)
		same(t, "two", span("twilio"), "10 09:00 to 11 10:00")
		same(t, "another", span("android"), "12 11:00 to 12 11:00")
	})
}

// TestSentSince: what a gateway took counts, what waits or failed before it was
// taken does not.
func TestSentSince(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply), outgoing("b", otherOne, conversation.Reply), outgoing("c", "+6281390000777", conversation.Reply),
			outgoing("d", "+6281390000778", conversation.Reply), outgoing("e", "+6281390000779", conversation.Reply))
		for i, o := range b.wantClaim("all", noon, 9, "a b c d e") {
			o.Gateway, o.Provider, o.Delivery, o.Changed = "android", "p", conversation.Taken, at(noon)
			switch i {
			case 1:
				o.Gateway = "twilio"
			case 2:
				o.Provider, o.Delivery = "", conversation.Failed
			case 3:
				o.Changed = at("2026-03-09 11:00")
			case 4:
				o.Delivery = conversation.Failed // after it was taken
			}
			b.do(put((*store.Tx).Settle, o))
		}
		b.do(func(tx *store.Tx) error {
			sent, err := tx.SentSince("android", at("2026-03-09 12:00"))
			same(t, "sent", len(sent), 2)
			return err
		})
	})
}
