package bot_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store/memory"
)

// TestRepliesBehindABroadcast to twenty thousand by a gateway that takes one message a
// second: each reply is with the gateway within a second of its question, whenever it comes.
func TestRepliesBehindABroadcast(t *testing.T) {
	const questions = 300
	const turn = time.Second + 5*time.Millisecond // the message before hers, and until hers is written with others
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("03-10 09:00")))
		w := newWorld(t, memory.New())
		withOfficers(w, 50_000)
		phones := many(w, 20_000)
		w.broadcast(conversation.Announcement{Text: "rapat"})
		line := make(chan bool, 1) // the gateway's: a mutex would stop the simulated clock
		begun := map[ledger.Phone]time.Time{}
		w.net.now = time.Now
		w.net.does = func(_ context.Context, m bot.Outgoing) (bool, error) {
			line <- true
			defer func() { <-line }()
			w.mu.Lock()
			if m.Class == conversation.Reply {
				begun[m.To] = time.Now()
			}
			w.mu.Unlock()
			time.Sleep(time.Second)
			return true, nil
		}
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { w.must(w.bot.Run(ctx)) })
		dice, slowest := rand.New(rand.NewPCG(5, 0)), time.Duration(0)
		for i := range questions {
			time.Sleep(3*time.Second + time.Duration(dice.IntN(5_000))*time.Millisecond)
			w.now = time.Now()
			who := phones[dice.IntN(len(phones))]
			w.mu.Lock()
			delete(begun, who)
			w.mu.Unlock()
			w.says(who, "saldo")
			time.Sleep(2 * time.Second)
			w.mu.Lock()
			sent, ok := begun[who]
			w.mu.Unlock()
			if slowest = max(slowest, sent.Sub(w.now)); !ok || sent.Sub(w.now) > turn {
				t.Errorf("question %d at %v: its reply began at %v", i, w.now, sent)
			}
		}
		stop()
		running.Wait()
		w.net.mu.Lock()
		defer w.net.mu.Unlock()
		announced := 0
		for _, a := range w.net.taken {
			if a.Class == conversation.Broadcast {
				announced++
			}
		}
		t.Logf("%d replies, the slowest after %v, between %d messages of the broadcast", questions, slowest, announced)
		if announced < 3*questions {
			t.Error("the broadcast did not go on meanwhile")
		}
	})
}
