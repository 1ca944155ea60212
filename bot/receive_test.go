package bot_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// TestAMessageIsWholeOrNotAtAll fails each commit of a talk in each way and
// hands the message in again, as a provider does: the store ends byte for byte
// as if nothing had failed.
func TestAMessageIsWholeOrNotAtAll(t *testing.T) {
	texts := []string{"bayar siti 275rb", "ya", "bayar wati 100rb", "ya", "tunggakan"}
	smooth := newWorld(t, memory.New())
	smooth.says(ani, texts...)
	want := smooth.bytes()
	for _, o := range []ledger.Phone{ani, siti, wati} {
		if !strings.Contains(want, string(o)) {
			t.Fatalf("nothing in the store about %s", o)
		}
	}
	onEach(t, func(w *world) {
		for i, text := range texts {
			m, before := w.message(ani, text), w.bytes()
			fault := []storetest.Fault{storetest.Lost, storetest.Unknown}[i%2]
			w.fail(fault)
			if err := w.bot.Receive(w.Context(), m); !errors.Is(err, storetest.ErrInjected) {
				w.Errorf("%s: Receive returned %v", text, err)
			}
			if changed := w.bytes() != before; changed != (fault == storetest.Unknown) {
				w.Errorf("%s: fault %d, and the store changed: %t", text, fault, changed)
			}
			w.must(w.bot.Receive(w.Context(), m))
		}
		if w.bytes() != want {
			w.Errorf("the store has\n%s\nwithout faults\n%s", w.bytes(), want)
		}
		if entries := ask(w, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent("A01", at("03-01 00:00"), 9) }); len(entries) != 2 {
			w.Errorf("%d repayments, want 2", len(entries))
		}
	})
}

func TestTheSameMessageAgainChangesNothing(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-31 23:30") // the last half hour of March
		var heard []conversation.Message
		for _, text := range []string{"bayar siti 275rb", "ya", "batal", "ya", "apa?"} {
			heard = append(heard, w.message(ani, text))
		}
		heard = append(heard, w.message(nobody, "halo"), w.message(siti, "salah"), w.message(siti, "berhenti"))
		for _, m := range heard {
			w.must(w.bot.Receive(w.Context(), m))
		}
		before := w.bytes()
		for _, later := range []time.Duration{0, time.Hour, 10 * 24 * time.Hour, -time.Hour} {
			for _, m := range heard {
				m.Received = m.Received.Add(later)
				w.must(w.bot.Receive(w.Context(), m))
			}
			if w.bytes() != before {
				w.Fatalf("delivered again after %v, it changed the store", later)
			}
		}
		if got := w.bot.Counts(); got.Received != int64(5*len(heard)) || got.Parked != 0 {
			w.Errorf("counted %+v", got)
		}
	})
}

func TestTheSameIDWithOtherWordsIsParkedOnce(t *testing.T) {
	onEach(t, func(w *world) {
		m := w.message(siti, "saldo")
		w.must(w.bot.Receive(w.Context(), m))
		written := len(w.outbox())
		other, stolen := m, m
		other.Text = "tunggakan"
		stolen.From = dewi
		for range 3 {
			w.must(w.bot.Receive(w.Context(), other))
			w.must(w.bot.Receive(w.Context(), stolen))
			w.now = w.now.Add(25 * 24 * time.Hour) // twice into another month
			other.Received, stolen.Received = w.now, w.now
		}
		parked := w.parked()
		if len(parked) != 2 || parked[0].Message.Text != "tunggakan" || parked[1].Message.From != dewi || parked[0].Reason == "" {
			w.Errorf("parked %+v, want each once, whole", parked)
		}
		if n := len(w.outbox()); n != written {
			w.Errorf("%d messages out, want %d: nobody is answered", n, written)
		}
		w.says(siti, "saldo")
		if n := len(w.outbox()); n != written+1 {
			w.Errorf("%d messages out, want %d: she goes on", n, written+1)
		}
	})
}

// TestAMessageThatOurCodeFailsOn breaks the store below, so that our code
// returns an error or panics on one sender's message.
func TestAMessageThatOurCodeFailsOn(t *testing.T) {
	badOffer := "\x01" + `{"offer":{"question":"amount","line":7,"made":"2026-03-10T01:50:00Z"}}`
	for name, c := range map[string]struct {
		key, value string
		from       ledger.Phone
		text       string
		reason     string
	}{
		"talk of another version": {"1t" + string(siti), "\x09{}", siti, "saldo", "cannot have written"},
		"talk that panics":        {"1t" + string(ani), badOffer, ani, "275rb", "panic"},
		"member":                  {"1mA01/A01-03", "\x01{", ani, "bayar siti 275rb", "cannot have written"},
		"loan":                    {"1lA01/A01-L1", "", siti, "saldo", "cannot have written"},
		"a code that is nobody's": {"1p" + string(siti) + "/m/Z99-01", "\x01true", siti, "saldo", "not in the registers"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				w.raw(c.key, c.value)
				m := w.message(c.from, c.text)
				for range 2 {
					w.must(w.bot.Receive(w.Context(), m))
				}
				before := w.bytes()
				w.must(w.bot.Receive(w.Context(), m))
				if w.bytes() != before {
					w.Error("delivered again, it changed the store")
				}
				parked := w.parked()
				if len(parked) != 1 || !strings.Contains(parked[0].Reason, c.reason) {
					w.Fatalf("parked %+v, want one for %q", parked, c.reason)
				}
				got := parked[0].Message
				if got.Text != m.Text || got.From != m.From || got.Foreign != m.Foreign || got.ID == "" || !got.Sent.Equal(m.Sent) {
					w.Errorf("parked %+v, want it whole", got)
				}
				w.says(dewi, "saldo") // others go on
				w.send()
				if got := w.net.texts(c.from); len(got) != 1 || !strings.HasPrefix(got[0], "Maaf, pesan Anda belum bisa kami proses") {
					w.Errorf("she got %q, want the apology once", got)
				}
				if got := w.net.texts(dewi); len(got) != 1 || !strings.Contains(got[0], "Rp2.750.000") {
					w.Errorf("Dewi got %q", got)
				}
				if strings.Contains(w.log.String(), c.text) {
					w.Errorf("the log holds her words: %s", w.log)
				}
				if got := w.bot.Counts(); got.Parked != 1 {
					w.Errorf("counted %+v", got)
				}
			})
		})
	}
}

// TestParkedThoughNoApologyGoes: the counter of her replies is broken, so
// neither an answer nor an apology can be written.
func TestParkedThoughNoApologyGoes(t *testing.T) {
	onEach(t, func(w *world) {
		day := binary.BigEndian.AppendUint32([]byte("1y"), uint32(ledger.DateOf(w.now)))
		w.raw(string(day)+string(siti), "broken")
		m := w.message(siti, "saldo")
		w.must(w.bot.Receive(w.Context(), m))
		before := w.bytes()
		w.must(w.bot.Receive(w.Context(), m))
		if parked := w.parked(); len(parked) != 1 || parked[0].Message.Text != "saldo" || w.bytes() != before {
			w.Errorf("parked %+v, want it once", parked)
		}
	})
}

// failing is an engine that cannot read while it is down.
type failing struct {
	store.Engine
	down func() bool // asked at each read
}

var errDisk = errors.New("input/output error")

func (e failing) Update(ctx context.Context, fn func(store.Writer) error) error {
	return e.Engine.Update(ctx, func(w store.Writer) error { return fn(failingWriter{w, e.down}) })
}

type failingWriter struct {
	store.Writer
	down func() bool
}

func (w failingWriter) Get(key []byte) ([]byte, error) {
	if w.down() {
		return nil, errDisk
	}
	return w.Writer.Get(key)
}

func TestAStoreThatFailsParksNothing(t *testing.T) {
	reads, down := 0, func(int) bool { return false }
	w := newWorld(t, failing{memory.New(), func() bool { reads++; return down(reads) }})
	m, before := w.message(ani, "bayar siti 275rb"), w.bytes()

	down = func(int) bool { return true }
	if err := w.bot.Receive(t.Context(), m); !errors.Is(err, errDisk) {
		t.Errorf("Receive returned %v, want the disk's error", err)
	}
	if w.bytes() != before || w.bot.Counts().Parked != 0 {
		t.Errorf("something was kept of a message that was not taken")
	}
	for bad := 1; bad <= 12; bad += 3 { // one read fails and never again
		reads, down = 0, func(n int) bool { return n == bad }
		w.says(ani, "bayar siti 275rb")
		if reads <= bad {
			t.Fatalf("only %d reads", reads)
		}
	}
	if parked := w.parked(); len(parked) != 0 {
		t.Errorf("parked %+v, though only the disk failed", parked)
	}
	if n := len(w.outbox()); n != 4 {
		t.Errorf("%d answers, want 4", n)
	}

	down = func(int) bool { return false }
	w.must(w.db.Close())
	if err := w.bot.Receive(t.Context(), m); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Receive on a closed store returned %v", err)
	}
}

func TestACancelledContextKeepsNothing(t *testing.T) {
	var cancel context.CancelFunc
	reads, last := 0, 0
	w := newWorld(t, failing{memory.New(), func() bool {
		if reads++; reads == last { // 0: never
			cancel()
		}
		return false
	}})
	w.says(siti, "saldo") // how many reads that takes
	before := w.bytes()
	for _, last = range []int{0, 1, 5, 10, 15} {
		var ctx context.Context
		ctx, cancel = context.WithCancel(t.Context())
		reads = 0
		if last == 0 {
			cancel()
		}
		m := w.message(siti, "saldo")
		m.Foreign = "cancelled"
		if err := w.bot.Receive(ctx, m); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at read %d: Receive returned %v", last, err)
		}
		cancel()
		if w.bytes() != before {
			t.Fatalf("cancelled at read %d, it changed the store", last)
		}
	}
}

// TestManyAtOnce hands in everything twice from many senders side by side.
func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, memory.New())
	var all []conversation.Message
	for range 10 {
		for _, from := range []ledger.Phone{ani, siti, wati, ratna, dewi} {
			all = append(all, w.message(from, "saldo"))
		}
	}
	done := make(chan error)
	for _, m := range slices.Concat(all, all) {
		go func() { done <- w.bot.Receive(t.Context(), m) }()
	}
	for range 2 * len(all) {
		w.must(<-done)
	}
	w.send()
	if n := len(w.net.texts()); n != len(all) {
		t.Errorf("%d answers to %d messages", n, len(all))
	}
}

// TestAClockThatJumps: while the machine's clock is years ahead or weeks behind, what is texted
// is kept once, and the chain holds.
func TestAClockThatJumps(t *testing.T) {
	onEach(t, func(w *world) {
		right := w.now
		for i, off := range []time.Duration{0, 5 * 365 * 24 * time.Hour, -20 * 24 * time.Hour, time.Hour, 0} {
			w.now = right.Add(off)
			m := w.message(ani, fmt.Sprintf("bayar siti %drb", 51+i))
			yes := w.message(ani, "ya")
			for range 2 {
				w.must(w.bot.Receive(w.Context(), m))
				w.must(w.bot.Receive(w.Context(), yes))
			}
			w.now = right // and is set right before the provider asks again
			m.Received, yes.Received = right, right
			w.must(w.bot.Receive(w.Context(), m))
			w.must(w.bot.Receive(w.Context(), yes))
		}
		entries := ask(w, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent("A01", time.Time{}, 99) })
		got := map[ledger.Money]int{}
		for _, e := range entries {
			if e.Kind == ledger.Repayment && e.Amount > 50_000 && e.Amount < 60_000 {
				got[e.Amount]++
			}
		}
		for i := range 5 {
			if n := got[ledger.Money(51_000+1_000*i)]; n != 1 {
				w.Errorf("payment %d is in the books %d times", i, n)
			}
		}
		w.must(w.db.View(w.Context(), func(tx *store.Tx) error { _, err := tx.Verify(); return err }))
	})
}

// TestReadyAgain: when the disk takes writes again, it is known without a message.
func TestReadyAgain(t *testing.T) {
	onEach(t, func(w *world) {
		w.must(w.bot.Ready(w.Context()))
		w.fail(storetest.Lost, storetest.Lost, storetest.Lost, storetest.Works)
		m := w.message(siti, "saldo")
		if err := w.bot.Receive(w.Context(), m); !errors.Is(err, storetest.ErrInjected) {
			w.Errorf("Receive returned %v", err)
		}
		if err := w.bot.Ready(w.Context()); !errors.Is(err, storetest.ErrInjected) {
			w.Errorf("while nothing can be kept, Ready returned %v", err)
		}
		w.fail()
		w.must(w.bot.Ready(w.Context()))
		w.fail(storetest.Lost) // asks for no write any more
		w.must(w.bot.Ready(w.Context()))
	})
}
