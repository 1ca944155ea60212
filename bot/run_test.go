package bot_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// running starts the bot's loops in a bubble whose clock shows the given time;
// stop ends them and waits until they have ended.
func running(t *testing.T, engine store.Engine, now string) (w *world, stop func()) {
	time.Sleep(time.Until(at(now)))
	w = newWorld(t, engine)
	w.now, w.net.now = at(now), time.Now
	return w, w.run()
}

func (w *world) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.bot.Run(ctx) }()
	synctest.Wait()
	return func() {
		w.Helper()
		cancel()
		if err := <-ended; err != nil {
			w.Errorf("Run returned %v", err)
		}
	}
}

// after lets so much time pass.
func (w *world) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
	w.now = time.Now()
}

// TestRunAnswersAtOnce: an answer goes with the next message that is written, or by itself
// within milliseconds.
func TestRunAnswersAtOnce(t *testing.T) {
	const atOnce = 5 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		w, stop := running(t, memory.New(), "03-10 09:00")
		defer stop()
		for i := range 3 {
			w.after(7*time.Second + 123*time.Millisecond) // not at one of its own looks
			w.says(siti, "saldo")
			synctest.Wait()
			w.raw("1t"+string(dewi), "?")
			w.says(dewi, "saldo") // gets an apology
			began := w.now
			w.after(atOnce)
			if n := len(w.net.taken); n != 2*(i+1) {
				t.Fatalf("%d answers, want %d", n, 2*(i+1))
			}
			for _, a := range w.net.taken[2*i:] {
				if a.At.Sub(began) > atOnce {
					t.Errorf("%q went %v later", a.Text, a.At.Sub(began))
				}
			}
		}
	})
}

func TestRunTriesAgainAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, stop := running(t, memory.New(), "03-10 09:00")
		defer stop()
		var tries []time.Duration
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) {
			tries = append(tries, time.Since(at("03-10 09:00")).Round(10*time.Millisecond)) // it may wait for others to be written with
			if len(tries) < 5 {
				return false, &bot.SendError{Outcome: bot.Later, After: time.Duration(len(tries)) * 17 * time.Second}
			}
			return true, nil
		}
		w.says(siti, "saldo")
		w.after(time.Hour)
		want := []time.Duration{0, 17 * time.Second, 51 * time.Second, 111 * time.Second, 231 * time.Second} // between its own looks, too
		if !slices.Equal(tries, want) {
			t.Errorf("tried after %v, want %v", tries, want)
		}
	})
}

// TestRunRemindsOnTheDay over six weeks, in an office whose machine is on for
// some hours of the day: at the first allowed moment, once each.
func TestRunRemindsOnTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("03-11 00:00")))
		w := newWorld(t, memory.New())
		w.net.now = time.Now
		days := 0
		for midnight := time.Now(); midnight.Before(at("04-21 00:00")); midnight = midnight.AddDate(0, 0, 1) {
			time.Sleep(time.Until(midnight.Add(7*time.Hour + 25*time.Minute)))
			w.bot = bot.New(w.db, w.logger())
			w.bot.Add(w.gateway)
			stop := w.run()
			w.after(80 * time.Minute)
			stop()
			days++
		}
		want := "03-12 08:00, 03-14 08:00, 03-18 08:00, 03-23 08:00, 04-13 08:00, 04-15 08:00, 04-18 08:00"
		for _, who := range []ledger.Phone{siti, wati, dewi, ani, ratna} {
			if got := w.net.times(who); got != want || days != 41 {
				t.Errorf("in %d days %s was reminded at\n%s, want\n%s", days, who, got, want)
			}
		}
	})
}

// TestRunSendsNoReminderAtNight though its gateway takes half a minute for each
// and the queue is long: what is left over expires.
func TestRunSendsNoReminderAtNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("03-12 19:58")))
		w := newWorld(t, memory.New())
		w.write(func(tx *store.Tx) error {
			var codes []ledger.MemberCode
			for i := range 110 {
				m := ledger.Member{
					Code: ledger.MemberCode("A01-x" + string(phone(i))), Group: "A01", Name: "Sri " + string(phone(i)), Phone: phone(i),
					Status: ledger.Active, Office: ledger.Ordinary, Consent: true,
				}
				if err := tx.PutMember(m); err != nil {
					return err
				}
				codes = append(codes, m.Code)
			}
			return lend(tx, "A01-L2", "A01", codes...)
		})
		w.net.now = time.Now
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) { time.Sleep(20 * time.Second); return true, nil }
		stop := w.run()
		w.after(time.Hour)
		stop()
		if n := len(w.net.taken); n < 16 || n > 100 {
			t.Fatalf("%d of 115 sent", n)
		}
		for _, a := range w.net.taken {
			if begun := a.At.Add(-20 * time.Second); !begun.Before(at("03-12 20:00")) {
				t.Errorf("sent at %v", begun)
			}
		}
	})
}

// TestRunGoesOnAfterFaults of the store, and says so.
func TestRunGoesOnAfterFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, stop := running(t, memory.New(), "03-12 07:58")
		defer stop()
		for _, fault := range []storetest.Fault{storetest.Lost, storetest.Unknown} {
			w.fail(storetest.Works, fault, fault) // what she says is heard
			w.says(siti, "saldo")
			w.after(20 * time.Second)
		}
		w.after(time.Minute)
		w.fail(storetest.Lost, storetest.Lost) // of reminding
		w.after(10 * time.Minute)
		if n := len(w.net.texts(siti)); n != 3 {
			t.Errorf("she got %q, want two answers and a reminder", w.net.texts(siti))
		}
		for _, want := range []string{"sending failed", "reminding failed"} {
			if !bytes.Contains(w.log.Bytes(), []byte(want)) {
				t.Errorf("the log does not say %q", want)
			}
		}
		if strings.Contains(w.log.String(), string(siti)) {
			t.Errorf("the log has a phone number: %s", w.log)
		}
	})
}

// TestRunDoesNotBegin on a store that cannot be readied.
func TestRunDoesNotBegin(t *testing.T) {
	w := newWorld(t, memory.New())
	w.fail(storetest.Lost)
	if err := w.bot.Run(t.Context()); !errors.Is(err, storetest.ErrInjected) {
		t.Errorf("Run returned %v", err)
	}
}

// holding is an engine whose holidays cannot be read for a while.
type holding struct {
	store.Engine
	free chan struct{}
}

func (e holding) View(ctx context.Context, fn func(store.Reader) error) error {
	return e.Engine.View(ctx, func(r store.Reader) error { return fn(holdingReader{r, e.free}) })
}

type holdingReader struct {
	store.Reader
	free chan struct{}
}

func (r holdingReader) Get(key []byte) ([]byte, error) {
	if bytes.HasPrefix(key, []byte("1f")) {
		<-r.free
	}
	return r.Reader.Get(key)
}

func (r holdingReader) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return r.Reader.Scan(from, to, reverse)
}

// TestRunLeavesNothingRunning: the store is closed when Run has returned, so
// neither loop may still be at work then.
func TestRunLeavesNothingRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := newWorld(t, holding{memory.New(), free})
		w.net.does = func(ctx context.Context, _ bot.Outgoing) (bool, error) { <-ctx.Done(); return false, ctx.Err() }
		w.queue(siti, conversation.Reply, "a")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- w.bot.Run(ctx) }()
		time.Sleep(5 * time.Millisecond) // a claim is committed some milliseconds later
		synctest.Wait()                  // it is reminding, and sending
		cancel()
		synctest.Wait()
		select {
		case err := <-ended:
			t.Errorf("Run returned %v while it was reminding", err)
		default:
		}
		close(free)
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v", err)
		}
		if o := w.out("a"); !o.Doubtful || o.Tries != 1 {
			t.Errorf("%+v, want what became of it written", o)
		}
	})
}

// TestRunAnswersBehindABroadcast: at a gateway that takes a message a second, and one at a
// time, a reply behind a broadcast to thousands waits for the one that is under way.
func TestRunAnswersBehindABroadcast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, stop := running(t, memory.New(), "03-10 09:00")
		defer stop()
		withOfficers(w, 50_000)
		many(w, 3_000)
		line := make(chan struct{}, 1) // a mutex would stop the bubble's clock
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) {
			line <- struct{}{}
			time.Sleep(time.Second)
			<-line
			return true, nil
		}
		w.broadcast(conversation.Announcement{Text: "rapat"})
		for i := range 15 {
			w.after(7*time.Second + time.Duration(i)*137*time.Millisecond)
			said := time.Now()
			w.says(siti, "saldo")
			w.after(3 * time.Second)
			n := 0
			w.net.mu.Lock()
			taken := slices.Clone(w.net.taken)
			w.net.mu.Unlock()
			for _, a := range taken {
				if a.Class == conversation.Reply && a.At.After(said) {
					if n++; a.At.Sub(said) > 2*time.Second {
						t.Errorf("answered after %v, want at most the one under way and its own", a.At.Sub(said))
					}
				}
			}
			if n != 1 {
				t.Fatalf("%d answers", n)
			}
		}
		if p := w.progress(conversation.BroadcastRun{Number: 1}); p.Unconfirmed < 100 || p.ToCome == 0 {
			t.Errorf("the broadcast meanwhile: %+v", p)
		}
	})
}

// TestRunPassesASilentGateway: what waits for a gateway that does not answer holds nobody
// up who is answered by another.
func TestRunPassesASilentGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("03-10 09:00")))
		w := newWorld(t, memory.New())
		w.now, w.net.now = at("03-10 09:00"), time.Now
		lines := w.lines("twilio:wa android:sms")
		for _, l := range lines {
			l.now = time.Now
		}
		lines["twilio"].does = func(ctx context.Context, _ bot.Outgoing) (bool, error) {
			<-ctx.Done()
			return false, ctx.Err()
		}
		stop := w.run()
		defer stop()
		for i := range 5 {
			m := w.message(siti, "saldo")
			m.Gateway, m.Channel = "twilio", conversation.WhatsApp
			w.must(w.bot.Receive(t.Context(), m))
			w.after(2 * time.Second)
			m = w.message(dewi, "saldo")
			m.Gateway = "android"
			w.must(w.bot.Receive(t.Context(), m))
			w.after(time.Second)
			if n := len(lines["android"].taken); n != i+1 {
				t.Errorf("%d answers by the other within a second, want %d", n, i+1)
			}
			w.after(time.Duration(i) * time.Second)
		}
	})
}
