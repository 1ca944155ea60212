package bot_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

const herID = ledger.Phone("bsuid:ID.8Xk2Qw7Rt5")

// both is a message by WhatsApp whose gateway names number and hidden address.
func (w *world) both(from, also ledger.Phone, text string) {
	w.Helper()
	m := w.message(from, text)
	m.Channel, m.Also = wa, also
	w.must(w.bot.Receive(w.Context(), m))
}

// TestHiddenAddressBesideANumber: once both were named together, what comes from the
// address alone is hers, and answered there.
func TestHiddenAddressBesideANumber(t *testing.T) {
	onEach(t, func(w *world) {
		w.both(siti, herID, "saldo")
		w.both(siti, herID, "saldo")
		amended := ask(w, (*store.Tx).Amendments)
		if len(amended) != 1 || amended[0].Member != "A01-03" || amended[0].Now != string(herID) || amended[0].What != conversation.AddressAmended || amended[0].Message == "" {
			w.Errorf("the audit trail has %+v", amended)
		}
		m := w.message(herID, "saldo")
		m.Channel = wa
		w.must(w.bot.Receive(w.Context(), m))
		w.send()
		out := w.outbox()
		if last := out[len(out)-1]; last.To != siti || last.Address != herID || last.Text != out[0].Text {
			w.Errorf("answered %+v, want as at her number", last)
		}
		if got := w.net.texts(herID); len(got) != 1 {
			w.Errorf("at the address arrived %q", got)
		}
	})
}

// TestHiddenAddressIsNotBound to a number of nobody's, to a lost phone, nor away from
// whose it is.
func TestHiddenAddressIsNotBound(t *testing.T) {
	w := newWorld(t, memory.New())
	w.both(nobody, herID, "halo")
	w.write(func(tx *store.Tx) error {
		return tx.SuspendPhone(conversation.LostPhone{Phone: wati, By: "K1", Since: w.now})
	})
	w.both(wati, herID, "saldo")
	if got := ask(w, (*store.Tx).Addresses); len(got) != 0 {
		t.Errorf("bound %+v", got)
	}
	w.both(siti, herID, "saldo")
	w.both(dewi, herID, "saldo")
	if got := ask(w, (*store.Tx).Addresses); len(got) != 1 || got[0].Phone != siti {
		t.Errorf("bound %+v", got)
	}
}

// TestANewNumberUnbindsTheOld: who gets her old number next is somebody else.
func TestANewNumberUnbindsTheOld(t *testing.T) {
	onEach(t, func(w *world) {
		w.both(siti, herID, "saldo")
		const hers = ledger.Phone("+6281390000777")
		w.says(ani, "hp siti 081390000777", "ya")
		w.says(hers, "ya")
		if m := ask(w, func(tx *store.Tx) (ledger.Member, error) { return tx.Member("A01-03") }); m.Phone != hers {
			w.Fatalf("her number is still %s", m.Phone)
		}
		if got := ask(w, (*store.Tx).Addresses); len(got) != 0 {
			w.Errorf("still bound: %+v", got)
		}
		amended := ask(w, (*store.Tx).Amendments)
		found := false
		for _, a := range amended {
			found = found || a.What == conversation.AddressAmended && a.Was == string(herID) && a.Now == "" && a.Member == "A01-03"
		}
		if !found {
			w.Errorf("the audit trail has %+v", amended)
		}
	})
}
