package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// sendThrough sends in spite of faults: each attempt uses up at least one.
func (w *world) sendThrough() {
	w.Helper()
	for range 10 {
		if _, err := w.bot.SendDue(w.Context(), w.now); err == nil {
			return
		} else if !errors.Is(err, storetest.ErrInjected) {
			w.Fatal(err)
		}
	}
	w.Fatal("sending does not recover")
}

// TestAResultThatIsNotWritten does not lead to a second sending: not while the
// process lives, for it knows.
func TestAResultThatIsNotWritten(t *testing.T) {
	const ok, lost, unknown = storetest.Works, storetest.Lost, storetest.Unknown
	for _, faults := range [][]storetest.Fault{
		{ok, lost}, {ok, unknown}, {ok, lost, lost, unknown}, {ok, unknown, unknown, lost, lost},
	} {
		t.Run(fmt.Sprint(faults), func(t *testing.T) {
			onEach(t, func(w *world) {
				w.queue(siti, conversation.Reply, "a")
				w.queue(dewi, conversation.Reminder, "b")
				w.fail(faults...)
				if _, err := w.bot.SendDue(w.Context(), w.now); !errors.Is(err, storetest.ErrInjected) {
					w.Fatalf("SendDue returned %v", err)
				}
				w.fail()
				w.must(w.bot.Report(w.Context(), bot.Report{ID: w.out("a").ID, Delivery: conversation.Delivered, At: w.now}))
				w.fail(faults[2:]...)
				w.sendThrough()
				w.now = w.now.AddDate(0, 0, 3)
				w.send()
				a, b := w.out("a"), w.out("b")
				if w.net.tries != 2 || a.Delivery != conversation.Delivered || b.Delivery != conversation.Taken || a.Provider == "" {
					w.Errorf("%d tries\n%+v\n%+v", w.net.tries, a, b)
				}
			})
		})
	}
}

// TestARetryThatIsNotWritten is still one retry, at its time.
func TestARetryThatIsNotWritten(t *testing.T) {
	onEach(t, func(w *world) {
		w.queue(siti, conversation.Reply, "a")
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.fail(storetest.Works, storetest.Lost)
		if _, err := w.bot.SendDue(w.Context(), w.now); !errors.Is(err, storetest.ErrInjected) {
			w.Fatal(err)
		}
		w.send()
		if o := w.out("a"); o.Tries != 1 || w.net.tries != 1 {
			w.Errorf("%+v after %d tries", o, w.net.tries)
		}
	})
}

// TestAClaimInDoubt holds nothing back for ever, and makes nothing doubtful:
// nothing was sent under it.
func TestAClaimInDoubt(t *testing.T) {
	const ok, lost, unknown = storetest.Works, storetest.Lost, storetest.Unknown
	for _, faults := range [][]storetest.Fault{{lost}, {unknown}, {unknown, lost}, {unknown, unknown, unknown}, {lost, ok, unknown}} {
		t.Run(fmt.Sprint(faults), func(t *testing.T) {
			onEach(t, func(w *world) {
				w.queue(siti, conversation.Reply, "a")
				w.queue(siti, conversation.Reminder, "b")
				w.queue(dewi, conversation.Broadcast, "c")
				w.fail(faults...)
				if _, err := w.bot.SendDue(w.Context(), w.now); !errors.Is(err, storetest.ErrInjected) || w.net.tries != 0 {
					w.Fatalf("SendDue returned %v after %d tries", err, w.net.tries)
				}
				w.sendThrough()
				for _, cause := range []string{"a", "b", "c"} {
					if o := w.out(cause); o.Delivery != conversation.Taken || o.Doubtful {
						w.Errorf("%+v", o)
					}
				}
				if w.net.tries != 3 {
					w.Errorf("%d tries for 3 messages", w.net.tries)
				}
			})
		})
	}
}

// TestDiedWhileSending: the process before had handed these over, or not, when
// it was killed. Its last words never reach the store.
func TestDiedWhileSending(t *testing.T) {
	onEach(t, func(w *world) {
		classes := []conversation.Class{conversation.Reply, conversation.Receipt, conversation.Reminder, conversation.Broadcast}
		for i, class := range classes {
			w.queue(phone(i), class, fmt.Sprint("under way ", i))
			w.queue(phone(i), class, fmt.Sprint("behind it ", i))
		}
		dead, under := make(chan struct{}), make(chan struct{}, len(classes))
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) {
			under <- struct{}{}
			<-dead
			return false, context.Canceled
		}
		old, ended := w.bot, make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = old.SendDue(context.Background(), w.now)
		}()
		for range classes {
			<-under
		}
		defer func() { close(dead); <-ended }()

		w.net = &network{now: func() time.Time { return w.now }}
		w.gateway = w.net
		w.start()
		w.send()
		for i, class := range classes {
			o := w.out(fmt.Sprint("under way ", i))
			want := []string{o.Text, fmt.Sprint("behind it ", i)}
			if class >= conversation.Reminder {
				want = want[1:]
			}
			if got := w.net.texts(phone(i)); !slices.Equal(got, want) || !o.Doubtful {
				w.Errorf("class %d: sent again %q, want %q; %+v", class, got, want, o)
			}
			if class >= conversation.Reminder && o.Delivery != conversation.Uncertain {
				w.Errorf("class %d: %+v, want it uncertain", class, o)
			}
			if o := w.out(fmt.Sprint("behind it ", i)); o.Doubtful {
				w.Errorf("class %d: %+v, which nobody had begun", class, o)
			}
		}
	})
}

// TestAnyFaults is a random life: talk, outages, commits lost or done without our
// knowing, deaths of the process. What is left at its end was sent as promised.
func TestAnyFaults(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, memory.New())
		faults := rapid.SampledFrom([]storetest.Fault{storetest.Works, storetest.Works, storetest.Lost, storetest.Unknown})
		answers := rapid.SampledFrom([]string{"takes", "takes", "later", "unknown", "unknown, but takes"})
		// Drawn before they are needed, for sends run side by side.
		draw := func() func(context.Context, bot.Outgoing) (bool, error) {
			drawn := map[ledger.Phone]string{siti: answers.Draw(r, "to Siti"), dewi: answers.Draw(r, "to Dewi")}
			return func(_ context.Context, m bot.Outgoing) (bool, error) {
				switch answer := drawn[m.To]; answer {
				case "takes":
					return true, nil
				case "later":
					return false, &bot.SendError{Outcome: bot.Later}
				default:
					return answer == "unknown, but takes", context.DeadlineExceeded
				}
			}
		}
		for i := range rapid.IntRange(1, 15).Draw(r, "steps") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(r, "seconds")) * time.Second)
			switch rapid.SampledFrom([]string{"queue", "send", "send", "die"}).Draw(r, "step") {
			case "queue":
				class := rapid.SampledFrom([]conversation.Class{conversation.Reply, conversation.Reminder}).Draw(r, "class")
				to := rapid.SampledFrom([]ledger.Phone{siti, dewi}).Draw(r, "to")
				w.queue(to, class, fmt.Sprint("message ", i))
			case "send":
				w.net.does = draw()
				w.fail(rapid.SliceOfN(faults, 0, 6).Draw(r, "faults")...)
				_, _ = w.bot.SendDue(t.Context(), w.now)
				w.fail()
			case "die":
				w.start()
			}
		}
		w.net.works()
		w.now = w.now.Add(time.Hour)
		w.send()
		if n := ask(w, (*store.Tx).Waiting); n != 0 {
			r.Fatalf("%d wait for ever", n)
		}
		for _, o := range w.outbox() {
			n := 0
			for _, a := range w.net.taken {
				if a.ID == o.ID {
					n++
				}
			}
			switch {
			case o.Class == conversation.Reply && n == 0, o.Class == conversation.Reminder && n == 0 && !o.Doubtful:
				r.Errorf("never sent: %+v", o)
			case n > 1 && (o.Class == conversation.Reminder || !o.Doubtful):
				r.Errorf("sent %d times: %+v", n, o)
			}
		}
	})
}
