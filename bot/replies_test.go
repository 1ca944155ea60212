package bot_test

import (
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/templates"
)

func TestRepliesThatFitGoAsOne(t *testing.T) {
	onEach(t, func(w *world) {
		w.says(ani, "bayar siti 275rb", "saldo siti") // an answer about the offer, and one about the balance
		w.send()
		got := w.net.texts(ani)
		if len(got) != 2 || !strings.HasPrefix(got[1], "Belum dicatat: Siti") || !strings.Contains(got[1], "sisa pinjaman Rp2.750.000") {
			w.Errorf("she got %q, want both in the second", got)
		}
		if o := w.out("i3/1"); o.Segments != 1 {
			w.Errorf("%d segments of %q", o.Segments, o.Text)
		}
	})
}

// TestRepliesThatDoNotFitGoApart gives the group a name so long that the two
// answers need two SMS anyway.
func TestRepliesThatDoNotFitGoApart(t *testing.T) {
	w := newWorld(t, memory.New())
	w.write(func(tx *store.Tx) error {
		return tx.PutMember(ledger.Member{
			Code: "A01-05", Group: "A01", Name: "Sri Wahyuningtyas Kusumawardhani", Title: "Bu", Status: ledger.Active, Office: ledger.Ordinary,
		})
	})
	w.says(ani, "simpan sri 20rb, simpan siti 10rb", "saldo")
	w.send()
	got := w.net.texts(ani)[1:]
	if len(got) != 2 {
		t.Fatalf("she got %q, want two answers apart", got)
	}
	if n, _ := templates.Segments(strings.Join(got, " ")); n < 2 {
		t.Errorf("%q would fit into one SMS", got)
	}
	for i, cause := range []string{"i3/1", "i3/2"} {
		if o := w.out(cause); o.Text != got[i] || o.Class != conversation.Reply {
			t.Errorf("from %s: %+v, want %q", cause, o, got[i])
		}
	}
}

// TestAReceiptIsNotMergedIntoAReply: the same phone may be the treasurer's and
// the payer's.
func TestAReceiptIsNotMergedIntoAReply(t *testing.T) {
	w := newWorld(t, memory.New())
	w.says(ani, "bayar siti 275rb", "ya")
	reply, receipt := w.out("i3/1"), w.out("i3/2")
	if reply.To != ani || reply.Class != conversation.Reply || !reply.NotAfter.Equal(w.now.Add(48*time.Hour)) {
		t.Errorf("reply %+v", reply)
	}
	if receipt.To != siti || receipt.Class != conversation.Receipt || !receipt.NotAfter.IsZero() {
		t.Errorf("receipt %+v, want one to Siti that never expires", receipt)
	}
}

// TestRepliesOfADay: each costs money, and the days are the UPK's own, not UTC's.
func TestRepliesOfADay(t *testing.T) {
	for _, c := range []struct {
		who     ledger.Phone
		set     string // balasan_per_hari
		strange string // balasan_tak_dikenal_per_hari
		want    int    // answers of five
	}{
		{nobody, "200", "2", 2},
		{nobody, "200", "0", 0},
		{nobody, "1", "4", 4},
		{siti, "200", "2", 5},
		{siti, "3", "2", 3},
	} {
		onEach(t, func(w *world) {
			w.write(func(tx *store.Tx) error {
				if err := tx.PutSetting("balasan_per_hari", c.set); err != nil {
					return err
				}
				return tx.PutSetting("balasan_tak_dikenal_per_hari", c.strange)
			})
			for i, now := range []time.Time{at("03-10 23:30"), at("03-11 00:05"), at("03-11 07:30"), at("03-12 00:00")} {
				w.now = now
				w.says(c.who, "saldo", "saldo", "saldo", "saldo", "saldo")
				w.send()
				days := []int{1, 2, 2, 3}[i]
				if got := len(w.net.texts(c.who)); got != min(days*c.want, 5*(i+1)) && c.want < 5 {
					w.Errorf("%s has %d answers at %v, want %d a day", c.who, got, now, c.want)
				}
			}
			if got := len(w.net.texts(c.who)); c.want == 5 && got != 20 {
				w.Errorf("%s has %d answers, want all 20", c.who, got)
			}
			w.says(dewi, "saldo")
			w.send()
			if got := len(w.net.texts(dewi)); got != 1 {
				w.Errorf("Dewi has %d answers, want 1: a limit is one number's", got)
			}
		})
	}
}

// TestTheLimitIsForRepliesOnly: a receipt for her own money always goes.
func TestTheLimitIsForRepliesOnly(t *testing.T) {
	w := newWorld(t, memory.New())
	w.write(func(tx *store.Tx) error { return tx.PutSetting("balasan_per_hari", "1") })
	w.says(siti, "saldo", "saldo")
	w.says(ani, "bayar siti 275rb", "ya")
	w.send()
	if got := w.net.texts(siti); len(got) != 2 || !strings.Contains(got[1], "sudah diterima") {
		t.Errorf("Siti got %q, want one answer and the receipt", got)
	}
}

// TestWhereAMessageGoes: an answer where she wrote, all else where she last
// wrote, or by what there is.
func TestWhereAMessageGoes(t *testing.T) {
	w := newWorld(t, memory.New())
	byWhatsApp := w.message(siti, "saldo")
	byWhatsApp.Channel = conversation.WhatsApp
	w.must(w.bot.Receive(t.Context(), byWhatsApp))
	w.says(ani, "bayar siti 275rb", "ya")
	w.says(ani, "bayar wati 275rb", "ya")
	seen := 0
	for _, o := range w.outbox() {
		want := conversation.SMS
		if o.To == siti {
			want = conversation.WhatsApp
		}
		if o.Channel != want {
			t.Errorf("%s to %s by %s, want %s", o.Kind, o.To, o.Channel, want)
		}
		if o.Class == conversation.Receipt {
			seen++
		}
	}
	if seen != 2 {
		t.Errorf("%d receipts, want Siti's and Wati's", seen)
	}
}

// TestAnUnheardOfferCannotBeAccepted: beyond the day's limit the question is not
// sent, so her yes is to something else.
func TestAnUnheardOfferCannotBeAccepted(t *testing.T) {
	onEach(t, func(w *world) {
		w.write(func(tx *store.Tx) error { return tx.PutSetting("balasan_per_hari", "1") })
		w.says(ani, "saldo", "bayar siti 275rb", "ya")
		if head := ask(w, func(tx *store.Tx) (ledger.ChainHead, error) { return tx.Head("A01") }); head.Number != 1 {
			w.Errorf("the last entry is %d, want only the loan's", head.Number)
		}
	})
}
