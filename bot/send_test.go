package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

func phone(i int) ledger.Phone { return ledger.Phone(fmt.Sprintf("+62813900%05d", i)) }

// TestTheUrgentFirst sends a hundred messages to as many phones: what goes
// together is never less urgent than what goes after it.
func TestTheUrgentFirst(t *testing.T) {
	onEach(t, func(w *world) {
		order := rand.New(rand.NewPCG(1, 2)).Perm(100)
		for _, i := range order {
			class := conversation.Class(i%4) + conversation.Reply
			w.queue(phone(i), class, fmt.Sprint(int(class), " to ", i))
		}
		w.send()
		got := w.net.texts()
		if len(got) != len(order) {
			w.Fatalf("%d of %d sent", len(got), len(order))
		}
		const together = 16
		for i, text := range got {
			if i >= together && text[0] < got[i/together*together-1][0] {
				w.Errorf("%d is %q, behind %q", i, text, got[i/together*together-1])
			}
		}
	})
}

// TestOneAtATimeToAPhone keeps the order for each phone, and never has two under
// way to one.
func TestOneAtATimeToAPhone(t *testing.T) {
	onEach(t, func(w *world) {
		var mu sync.Mutex
		busy := map[ledger.Phone]bool{}
		w.net.does = func(_ context.Context, m bot.Outgoing) (bool, error) {
			mu.Lock()
			if busy[m.To] {
				w.Errorf("%s while another goes to %s", m.Text, m.To)
			}
			busy[m.To] = true
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			busy[m.To] = false
			mu.Unlock()
			return true, nil
		}
		for i := range 6 {
			for p := range 5 {
				class := []conversation.Class{conversation.Reminder, conversation.Reply, conversation.Receipt}[i%3]
				w.queue(phone(p), class, fmt.Sprint(i, " to ", p))
			}
		}
		w.send()
		for p := range 5 {
			var order []string
			for _, text := range w.net.texts(phone(p)) {
				order = append(order, text[:1])
			}
			if got := strings.Join(order, ""); got != "142503" {
				w.Errorf("phone %d got %s, want 142503: replies, receipts, reminders, each in order", p, got)
			}
		}
	})
}

// TestWaitsDouble follows a message through an outage that does not end.
func TestWaitsDouble(t *testing.T) {
	w := newWorld(t, memory.New())
	w.net.fails(&bot.SendError{Outcome: bot.Later, Code: "503", Err: errors.New("busy")})
	w.queue(siti, conversation.Receipt, "a")
	wait := 15 * time.Second
	for try := 1; try < 1000; try++ {
		w.send()
		o := w.out("a")
		if o.Tries != try || o.Delivery != conversation.Queued || !o.Next.Equal(w.now.Add(wait)) || o.Code != "503" || o.Doubtful {
			w.Fatalf("after try %d: %+v, want the next after %v", try, o, wait)
		}
		w.now = w.now.Add(wait - time.Second)
		w.send()
		if w.net.tries != try {
			w.Fatalf("tried again before its time")
		}
		w.now = w.now.Add(time.Second)
		wait = min(2*wait, time.Hour)
	}
	w.send()
	if o := w.out("a"); o.Delivery != conversation.Failed || w.net.tries != 1000 {
		w.Errorf("after %d tries: %+v, want it given up", w.net.tries, o)
	}
}

// TestTheProvidersWait: a provider that says when is heeded, unless ours is longer.
func TestTheProvidersWait(t *testing.T) {
	w := newWorld(t, memory.New())
	w.queue(siti, conversation.Reply, "a")
	for i, c := range []struct{ after, want time.Duration }{
		{10 * time.Minute, 10 * time.Minute}, {time.Second, 30 * time.Second}, {0, time.Minute}, {3 * time.Hour, 3 * time.Hour},
	} {
		w.net.fails(fmt.Errorf("wrapped: %w", &bot.SendError{Outcome: bot.Later, After: c.after}))
		w.send()
		if o := w.out("a"); !o.Next.Equal(w.now.Add(c.want)) {
			t.Errorf("%d: told %v, next after %v, want %v", i, c.after, o.Next.Sub(w.now), c.want)
		}
		w.now = w.out("a").Next
	}
}

// TestWhatWaitsStepsAside for other phones and for the more urgent; what comes
// later to its own phone waits behind it.
func TestWhatWaitsStepsAside(t *testing.T) {
	onEach(t, func(w *world) {
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.queue(siti, conversation.Receipt, "a")
		w.send()
		w.net.works()
		w.queue(siti, conversation.Receipt, "b")
		w.queue(siti, conversation.Reminder, "c")
		w.queue(siti, conversation.Reply, "urgent")
		w.queue(dewi, conversation.Receipt, "d")
		w.send()
		if got, other := w.net.texts(siti), w.net.texts(dewi); !slices.Equal(got, []string{"urgent"}) || len(other) != 1 {
			w.Errorf("while it waits she got %q, and Dewi %q", got, other)
		}
		w.now = w.now.Add(15 * time.Second)
		w.send()
		if got := w.net.texts(siti); !slices.Equal(got, []string{"urgent", "a", "b", "c"}) {
			w.Errorf("she got %q", got)
		}
	})
}

// TestAReplyExpires after 48 hours; a receipt for money never does.
func TestAReplyExpires(t *testing.T) {
	onEach(t, func(w *world) {
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.says(siti, "saldo")
		w.says(ani, "bayar siti 275rb", "ya")
		w.send()
		w.net.works()
		w.now = w.now.Add(48 * time.Hour) // the last moment
		w.says(dewi, "saldo")
		w.send()
		if got := w.net.texts(siti); len(got) != 2 {
			w.Errorf("she got %q, want the reply and the receipt", got)
		}
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.says(siti, "saldo")
		w.says(ani, "bayar wati 275rb", "ya")
		w.send()
		w.net.works()
		w.now = w.now.Add(48*time.Hour + time.Second)
		w.send()
		if got, wati := w.net.texts(siti), w.net.texts(wati); len(got) != 2 || len(wati) != 1 || !strings.Contains(wati[0], "sudah diterima") {
			w.Errorf("Siti got %q, want no reply more; Wati got %q, want the receipt", got, wati)
		}
		for _, o := range w.outbox() {
			late := o.Class == conversation.Reply && o.NotAfter.Before(w.now) && o.Provider == ""
			if late && o.Delivery != conversation.Expired {
				w.Errorf("%+v, want it expired", o)
			}
		}
		if n := ask(w, (*store.Tx).Waiting); n != 0 {
			w.Errorf("%d still wait", n)
		}
	})
}

// TestTwoAtOnce: the loop and somebody's command may both send.
func TestTwoAtOnce(t *testing.T) {
	onEach(t, func(w *world) {
		for i := range 60 {
			w.queue(phone(i%20), conversation.Reply, fmt.Sprint(i))
		}
		var sent [4]int
		var all sync.WaitGroup
		for i := range sent {
			all.Go(func() {
				var err error
				if sent[i], err = w.bot.SendDue(w.Context(), w.now); err != nil {
					w.Error(err)
				}
			})
		}
		all.Wait()
		got := w.net.texts()
		slices.Sort(got)
		if n := len(slices.Compact(got)); n != 60 || w.net.tries != 60 || sent[0]+sent[1]+sent[2]+sent[3] != 60 {
			w.Errorf("%d messages in %d tries, counted %v; want 60", n, w.net.tries, sent)
		}
	})
}

// TestAGatewayThatBlocks is cut off; what goes beside it is not held up.
func TestAGatewayThatBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, memory.New())
		w.net.now = time.Now
		w.net.does = func(ctx context.Context, m bot.Outgoing) (bool, error) {
			if m.To == dewi {
				return true, nil
			}
			<-ctx.Done()
			return false, ctx.Err()
		}
		w.queue(siti, conversation.Reply, "a")
		w.queue(wati, conversation.Reminder, "b")
		w.queue(dewi, conversation.Broadcast, "c")
		began := time.Now()
		w.send()
		if took := time.Since(began); took != 30*time.Second {
			t.Errorf("took %v, want 30 seconds", took)
		}
		if len(w.net.taken) != 1 || !w.net.taken[0].At.Equal(began) {
			t.Errorf("Dewi's went at %+v, want at once", w.net.taken)
		}
		if o := w.out("a"); o.Delivery != conversation.Queued || !o.Doubtful {
			t.Errorf("reply %+v, want it tried again", o)
		}
		if o := w.out("b"); o.Delivery != conversation.Uncertain {
			t.Errorf("reminder %+v, want it uncertain", o)
		}
	})
}

// TestSendDueEndsWithItsContext, and what it has not sent stays.
func TestSendDueEndsWithItsContext(t *testing.T) {
	w := newWorld(t, memory.New())
	ctx, cancel := context.WithCancel(t.Context())
	w.net.does = func(context.Context, bot.Outgoing) (bool, error) { cancel(); return true, nil }
	w.queue(siti, conversation.Reply, "a")
	w.queue(siti, conversation.Reply, "b")
	if n, err := w.bot.SendDue(ctx, w.now); n != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("SendDue returned %d, %v", n, err)
	}
	if a, b := w.out("a"), w.out("b"); a.Delivery != conversation.Taken || b.Delivery != conversation.Queued {
		t.Errorf("%+v\n%+v", a, b)
	}
	w.send()
	if got := w.net.texts(siti); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("she got %q", got)
	}
}

// TestARetryThatAWrongClockSet: when the clock is set back, what waits for a time to come
// waits no longer; a reminder that may not go now is given up, once.
func TestARetryThatAWrongClockSet(t *testing.T) {
	onEach(t, func(w *world) {
		right := at("03-12 23:30") // at night
		w.now = at("06-12 09:00")
		if n := w.remind(); n == 0 {
			t.Fatal("nobody is reminded")
		}
		w.queue(siti, conversation.Reply, "a")
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.send()
		w.net.works()
		w.now = right
		w.send()
		if n := ask(w, (*store.Tx).Waiting); n != 0 {
			t.Errorf("%d wait", n)
		}
		if got := w.net.texts(); !slices.Equal(got, []string{"a"}) {
			t.Errorf("sent was %q", got)
		}
	})
}
