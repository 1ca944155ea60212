package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestAReminderThatWaited for its gateway goes only while it is true and may go.
func TestAReminderThatWaited(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*world)
		want      bool // Siti's still goes
	}{
		"nothing happened":  {func(w *world) { w.now = w.now.Add(2 * time.Hour) }, true},
		"until the evening": {func(w *world) { w.now = at("03-12 19:59") }, true},
		"into the night":    {func(w *world) { w.now = at("03-12 20:00") }, false},
		"until tomorrow":    {func(w *world) { w.now = at("03-13 08:00") }, false},
		"she paid":          {func(w *world) { w.says(ani, "bayar siti 275rb", "ya"); w.now = w.now.Add(time.Hour) }, false},
		"she paid a part":   {func(w *world) { w.says(ani, "bayar siti 75rb", "ya"); w.now = w.now.Add(time.Hour) }, true},
		"another paid":      {func(w *world) { w.says(ani, "bayar wati 275rb", "ya"); w.now = w.now.Add(time.Hour) }, true},
		"she said berhenti": {func(w *world) { w.says(siti, "berhenti"); w.now = w.now.Add(time.Hour) }, false},
		"she has a new phone": {func(w *world) {
			w.write(func(tx *store.Tx) error {
				m, err := tx.Member("A01-03")
				if err != nil {
					return err
				}
				m.Phone, m.Phone2 = "+6281390000555", m.Phone // the old one is her second
				return tx.PutMember(m)
			})
			w.now = w.now.Add(time.Hour)
		}, false},
		"it was called off": {func(w *world) {
			w.write(func(tx *store.Tx) error { return tx.PutSetting("pengingat", "tidak") })
			w.now = w.now.Add(time.Hour)
		}, false},
		"the books are broken": {func(w *world) { w.raw("1lA01/A01-L1", "?"); w.now = w.now.Add(time.Hour) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				w.now = at("03-12 08:00")
				w.remind()
				w.net.fails(&bot.SendError{Outcome: bot.Later})
				w.send()
				c.meanwhile(w)
				w.net.works()
				w.queue(nobody, conversation.Reply, "a") // whatever became of the reminder
				w.send()
				o := w.out("remind/A01-L1/A01-03/1/-3")
				want := conversation.Expired
				if c.want {
					want = conversation.Taken
				}
				if o.Delivery != want {
					w.Errorf("delivery %d, want %d", o.Delivery, want)
				}
				if got := w.net.texts(nobody); len(got) != 1 {
					w.Errorf("a reply that came behind it: %q", got)
				}
				if n := ask(w, (*store.Tx).Waiting); n != 0 {
					w.Errorf("%d still wait", n)
				}
				for _, a := range w.net.taken {
					if strings.Contains(a.Text, "Stop: BERHENTI") && a.To == siti && !c.want {
						w.Errorf("she was sent %q", a.Text)
					}
				}
			})
		})
	}
}

// TestAListStaysGoodWhenOneOnItPaid, though it is she whom its cause names.
func TestAListStaysGoodWhenOneOnItPaid(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-12 08:00")
		w.remind()
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.send()
		w.says(ani, "bayar siti 275rb", "ya")
		w.net.works()
		w.now = w.now.Add(time.Hour)
		w.send()
		got := w.out("remind/A01-L1/A01-03/1/-3/list")
		if got.Delivery != conversation.Taken || strings.Contains(got.Text, "Siti") || !strings.Contains(got.Text, "Rp275.000: Wati") {
			w.Errorf("%+v, want it without her", got)
		}
	})
}

// TestAReminderSaysWhatIsDueNow, not what was when it was written.
func TestAReminderSaysWhatIsDueNow(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-12 08:00")
		w.remind()
		w.says(ani, "bayar siti 75rb", "ya")
		w.send()
		o := w.out("remind/A01-L1/A01-03/1/-3")
		got := w.net.texts(siti)
		if last := got[len(got)-1]; len(got) != 2 || !strings.Contains(last, "angsuran Rp200.000") || o.Text != last {
			w.Errorf("she got %q, and we kept %q", got, o.Text)
		}
	})
}

// TestOneGroupsFault does not keep the others from being reminded.
func TestOneGroupsFault(t *testing.T) {
	onEach(t, func(w *world) {
		w.raw("1lA01/A01-L1", "?")
		w.now = at("03-12 08:00")
		n, err := w.bot.Remind(w.Context(), w.now)
		if n != 2 || !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "A01") {
			w.Errorf("Remind returned %d, %v; want Mawar's two and Melati's fault", n, err)
		}
		if _, err := w.bot.Due(w.Context(), w.now); !errors.Is(err, store.ErrCorrupt) {
			w.Errorf("Due returned %v", err)
		}
	})
}

// TestTheRestOfALongList comes on "lanjut", unless she is being asked something.
func TestTheRestOfALongList(t *testing.T) {
	for name, asked := range map[string]bool{"quiet": false, "in the middle of a payment": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			w.write(func(tx *store.Tx) error {
				var codes []ledger.MemberCode
				for i := range 14 {
					m := ledger.Member{
						Code: ledger.MemberCode(fmt.Sprintf("A01-%d", 20+i)), Group: "A01", Name: fmt.Sprintf("%cinarsih Kusumaningrum", 'A'+i),
						Status: ledger.Active, Office: ledger.Ordinary,
					}
					if err := tx.PutMember(m); err != nil {
						return err
					}
					codes = append(codes, m.Code)
				}
				return lend(tx, "A01-L2", "A01", codes...)
			})
			w.now = at("03-12 08:00")
			if asked {
				w.says(ani, "bayar siti 275rb")
			}
			w.remind()
			list := w.out("remind/A01-L1/A01-03/1/-3/list")
			if !strings.Contains(list.Text, "16 orang") || !strings.Contains(list.Text, "LANJUT") {
				t.Fatalf("the list is %q", list.Text)
			}
			w.send()
			state := ask(w, func(tx *store.Tx) (conversation.State, error) { return tx.Talk(ani) })
			if (state.Offer != nil) != asked || (state.Rest != nil) == asked {
				t.Errorf("her talk is %+v", state)
			}
			answer, want := "lanjut", "Dinarsih"
			if asked {
				answer, want = "ya", "Tercatat"
			}
			w.says(ani, answer)
			w.send()
			got := w.net.texts(ani)
			if last := got[len(got)-1]; !strings.Contains(last, want) {
				t.Errorf("on %s she got %q", answer, last)
			}
		})
	}
}
