package bot_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
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

// album is a network where pictures lie.
type album struct {
	*network
	lies  map[string][]byte
	away  error
	asked int
}

func (a *album) Fetch(_ context.Context, ref string) ([]byte, error) {
	a.asked++
	picture, has := a.lies[ref]
	switch {
	case a.away != nil:
		return nil, a.away
	case !has:
		return nil, bot.ErrGone
	}
	return picture, nil
}

// TestSlipIsFetched: the picture is on our own disk, beside the deposit that it is of,
// also where the provider was away for days; one that is gone, too large or no picture is
// lost, and that is told.
func TestSlipIsFetched(t *testing.T) {
	picture := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), bytes.Repeat([]byte{7}, 1_300_000)...) // in several values
	for name, c := range map[string]struct {
		lies map[string][]byte
		lost bool
	}{
		"kept":       {map[string][]byte{"https://media.example/1": picture}, false},
		"gone":       {nil, true},
		"no picture": {map[string][]byte{"https://media.example/1": []byte("<html>")}, true},
		"too large":  {map[string][]byte{"https://media.example/1": append(picture, make([]byte, store.MaxSlip)...)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				a := &album{network: w.net, lies: c.lies, away: errors.New("away")}
				w.bot = bot.New(w.db, w.logger())
				w.bot.Add(a)
				w.says(ani, "bayar siti 275rb", "ya", "setor upk 200rb")
				w.picture(ani)
				for range 40 { // ten hours
					w.must(w.bot.FetchSlips(w.Context(), w.now))
					w.now = w.now.Add(15 * time.Minute)
				}
				if a.asked < 3 || a.asked > 20 {
					w.Errorf("asked %d times in ten hours", a.asked)
				}
				a.away = nil
				w.says(ani, "ya")
				w.now = w.now.Add(6 * time.Hour)
				for range 2 {
					w.must(w.bot.FetchSlips(w.Context(), w.now))
				}
				slips := ask(w, (*store.Tx).Slips)
				if left := ask(w, (*store.Tx).WantedSlips); len(slips) != 1 || len(left) != 0 || (slips[0].Lost != "") != c.lost {
					w.Fatalf("kept %+v, wanted %+v", slips, left)
				}
				if !c.lost {
					got := ask(w, func(tx *store.Tx) ([]byte, error) { return tx.SlipPicture(slips[0]) })
					if !bytes.Equal(got, picture) || slips[0].Type != "image/jpeg" {
						w.Errorf("%d bytes of %s", len(got), slips[0].Type)
					}
				}
				m := ask(w, func(tx *store.Tx) (store.HeardMessage, error) { return tx.Message(slips[0].Message) })
				if len(m.Entries) != 1 || m.Entries[0].Group != "A01" {
					w.Fatalf("it is of %v", m.Entries)
				}
				e := ask(w, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry("A01", m.Entries[0].Number) })
				if e.Kind != ledger.Deposit {
					w.Errorf("it is of a %s", e.Kind)
				}
			})
		})
	}
}

// TestSlipWithWords: a picture may bring the deposit's words, or the yes to it; one of a
// deposit that was given up is of no later one.
func TestSlipWithWords(t *testing.T) {
	onEach(t, func(w *world) {
		picture := func(text string) {
			m := w.message(ani, text)
			m.Channel, m.Media, m.Slip = wa, 1, "https://media.example/"+m.Foreign
			w.must(w.bot.Receive(w.Context(), m))
		}
		w.says(ani, "bayar siti 275rb", "ya")
		picture("setor upk 100rb")
		w.says(ani, "tidak")
		picture("setor upk 200rb")
		picture("ya")
		picture("kas") // of nothing
		var kept, bound int
		for _, m := range ask(w, (*store.Tx).Messages) {
			if m.Slip == "" {
				continue
			}
			kept++
			bound += len(m.Entries)
		}
		if wanted := ask(w, (*store.Tx).WantedSlips); kept != 3 || bound != 2 || len(wanted) != 3 {
			w.Errorf("%d kept, %d of an entry, wanted %+v", kept, bound, wanted)
		}
	})
}

// TestSlipAndAClockThatWasAhead: what could not be fetched by a clock that was two months
// ahead does not wait for that time.
func TestSlipAndAClockThatWasAhead(t *testing.T) {
	onEach(t, func(w *world) {
		a := &album{network: w.net, lies: map[string][]byte{"https://media.example/1": []byte("\xff\xd8\xff\xe0")}, away: errors.New("away")}
		w.bot = bot.New(w.db, w.logger())
		w.bot.Add(a)
		w.says(ani, "bayar siti 275rb", "ya", "setor upk 200rb")
		w.picture(ani)
		today := w.now
		w.now = today.Add(60 * 24 * time.Hour)
		m := ask(w, (*store.Tx).WantedSlips)[0]
		m.Since = w.now // it came by that clock, too
		w.write(func(tx *store.Tx) error { return tx.WantLater(m) })
		w.must(w.bot.FetchSlips(w.Context(), w.now))
		a.away, w.now = nil, today.Add(time.Hour)
		w.must(w.bot.FetchSlips(w.Context(), w.now))
		if slips := ask(w, (*store.Tx).Slips); len(slips) != 1 || slips[0].Lost != "" {
			w.Errorf("kept %+v", slips)
		}
	})
}
