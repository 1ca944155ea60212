package bot_test

import (
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
)

// picture hands in a picture without words.
func (w *world) picture(from ledger.Phone) {
	w.Helper()
	m := w.message(from, "")
	m.Channel, m.Media, m.Slip = wa, 1, "https://media.example/1"
	w.must(w.bot.Receive(w.Context(), m))
}

// TestSlip: a picture is kept only while a deposit waits for her answer, and leaves that
// as it was; any other is refused kindly and not kept.
func TestSlip(t *testing.T) {
	onEach(t, func(w *world) {
		last := func() string {
			out := w.outbox()
			return out[len(out)-1].Text
		}
		w.says(ani, "bayar siti 275rb", "ya")
		w.picture(ani)
		if got := last(); !strings.Contains(got, "belum bisa kami baca") {
			w.Errorf("a picture of something: %s", got)
		}
		w.says(ani, "bayar siti 10rb")
		w.picture(ani) // while a payment waits
		if got := last(); !strings.Contains(got, "belum bisa kami baca") {
			w.Errorf("a picture while a payment waits: %s", got)
		}
		w.says(ani, "tidak", "setor upk 200rb")
		w.picture(ani)
		if got := last(); !strings.Contains(got, "Foto slip setoran Rp200.000 disimpan") {
			w.Errorf("the slip: %s", got)
		}
		w.says(ani, "ya")
		offered := ask(w, func(tx *store.Tx) (ledger.Money, error) { return tx.Balance(ledger.OfferedBy("A01")) })
		if offered != 200_000 && offered != -200_000 {
			w.Errorf("the deposit is %d after the slip", offered)
		}
		w.picture(ani)
		var kept []string
		for _, m := range ask(w, (*store.Tx).Messages) {
			if m.Media > 0 {
				kept = append(kept, m.Slip)
			}
		}
		if strings.Join(kept, "|") != "||https://media.example/1|" {
			w.Errorf("kept %q", kept)
		}
	})
}
