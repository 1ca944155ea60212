package store_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/store"
)

func wrote(gateway string, c conversation.Channel, when string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return tx.KeepWrote(sitiPhone, store.Wrote{Gateway: gateway, Channel: c, At: at(when)})
	}
}

func isBad(c conversation.Channel, when string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return tx.MarkBad(sitiPhone, store.BadWay{Channel: c, Code: "21211", At: at(when)})
	}
}

// TestContact: each way is kept by its newest message, and what was bad of a channel
// is good again when something comes by it.
func TestContact(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		hers := func() store.Contact { return ask(b, of((*store.Tx).Contact, sitiPhone)) }
		same(t, "nothing known", hers(), store.Contact{Phone: sitiPhone})
		b.do(wrote("twilio", conversation.WhatsApp, "2026-03-10 12:00"), wrote("twilio", conversation.SMS, "2026-03-10 11:00"),
			wrote("android", conversation.SMS, "2026-03-10 13:00"), wrote("twilio", conversation.WhatsApp, "2026-03-10 14:00"),
			wrote("twilio", conversation.WhatsApp, "2026-03-10 13:30"), // comes late
			isBad(conversation.SMS, "2026-03-11 12:00"), isBad(conversation.SMS, "2026-03-12 12:00"))
		b.reopen()
		last, ever := hers().Last("twilio", conversation.WhatsApp)
		same(t, "the newest", []any{len(hers().Wrote), last.At, ever}, []any{3, at("2026-03-10 14:00").UTC(), true})
		_, ever = hers().Last("android", conversation.WhatsApp)
		same(t, "never", ever, false)
		same(t, "bad", []any{len(hers().Bad), hers().IsBad(conversation.SMS), hers().IsBad(conversation.WhatsApp)}, []any{1, true, false})
		b.do(wrote("twilio", conversation.SMS, "2026-03-12 11:00"), wrote("twilio", conversation.WhatsApp, "2026-03-13 11:00"))
		same(t, "what is older proves nothing", hers().IsBad(conversation.SMS), true)
		b.do(wrote("android", conversation.SMS, "2026-03-12 13:00"))
		same(t, "good again", hers().IsBad(conversation.SMS), false)
		same(t, "all", len(ask(b, (*store.Tx).Contacts)), 1)
		b.healthy()
	})
}

// TestReroute: a message that a report says will not arrive goes by another way, and
// neither the answer to the first sending nor its reports take it back.
func TestReroute(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
		_, claimed := b.claim(noon, 1)
		o := claimed[0]
		next := o
		next.Tried, next.Channel = []store.Way{{Gateway: "twilio", Channel: o.Channel, Provider: "SM1", Code: "63016"}}, conversation.WhatsApp
		b.do(put((*store.Tx).Reroute, next)) // before the answer has come
		o.Delivery, o.Provider = conversation.Taken, "SM1"
		b.do(put((*store.Tx).Settle, o))
		got := ask(b, of((*store.Tx).Outbound, o.ID))
		same(t, "its way", []any{got.Channel, got.Delivery, got.By("SM1"), got.By("SM2"), got.By("")},
			[]any{conversation.WhatsApp, conversation.Queued, true, false, false})
		_, claimed = b.claim(noon, 1)
		same(t, "it goes again", len(claimed), 1)
		b.healthy()
	})
}
