package console

import (
	"context"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/store"
)

// How a broadcast's figures are worked out, which takes as long as it has people.
const (
	countedAtOnce = 500             // people, whose figures are counted at each look
	countEvery    = 5 * time.Second // those of more, at most, while somebody looks
	countTime     = time.Minute     // for one count
	countsKept    = 20
)

// tallies are the figures of broadcasts to many, as they were last counted.
type tallies struct {
	mu      sync.Mutex
	of      map[uint64]tally
	running map[uint64]bool
}

type tally struct {
	bot.Progress
	at time.Time
}

func (s *tallies) look(n uint64) (c tally, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, known = s.of[n]
	return c, known
}

// begin tells whether nobody counts this one yet.
func (s *tallies) begin(n uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[n] {
		return false
	}
	s.running[n] = true
	return true
}

// end keeps what was counted, and forgets the oldest.
func (s *tallies) end(n uint64, c tally, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, n)
	if err != nil {
		return
	}
	s.of[n] = c
	for len(s.of) > countsKept {
		oldest := n
		for other, o := range s.of {
			if o.at.Before(s.of[oldest].at) {
				oldest = other
			}
		}
		delete(s.of, oldest)
	}
}

// progress is how a broadcast stands, and of one to many as of when its figures were
// counted; zero: now. It returns store.ErrNotFound for a number that is none's.
func (c *Console) progress(ctx context.Context, n uint64) (p bot.Progress, at time.Time, err error) {
	err = c.DB.View(ctx, func(tx *store.Tx) (err error) { p.Run, err = tx.Broadcast(n); return err })
	if err != nil || p.Run.People <= countedAtOnce {
		if err == nil {
			p, err = c.Bot.Progress(ctx, n)
		}
		return p, at, err
	}
	kept, known := c.tallies.look(n)
	if !known {
		p, err = c.count(ctx, n)
		return p, at, err
	}
	if c.Now().Sub(kept.at) >= countEvery && c.tallies.begin(n) {
		go func() { // she sees it at her next look, and the page looks by itself
			ctx, cancel := context.WithTimeout(context.Background(), countTime)
			defer cancel()
			now := c.Now()
			p, err := c.Bot.Progress(ctx, n)
			c.tallies.end(n, tally{p, now}, err)
			if err != nil {
				c.Log.Warn("console: a broadcast was not counted", "broadcast", n, "error", err)
			}
		}()
	}
	run := p.Run // as it is now, also where it was just paused
	p = kept.Progress
	p.Run = run
	return p, kept.at, nil
}

// count counts a broadcast and keeps that.
func (c *Console) count(ctx context.Context, n uint64) (bot.Progress, error) {
	now := c.Now()
	p, err := c.Bot.Progress(ctx, n)
	c.tallies.end(n, tally{p, now}, err)
	return p, err
}

// countAhead counts the broadcasts to many that are under way.
func (c *Console) countAhead(ctx context.Context) error {
	var many []uint64
	err := c.DB.View(ctx, func(tx *store.Tx) error {
		many = nil
		runs, err := tx.OpenBroadcasts()
		for _, run := range runs {
			if run.People > countedAtOnce {
				many = append(many, run.Number)
			}
		}
		return err
	})
	for _, n := range many {
		if err == nil {
			_, err = c.count(ctx, n)
		}
	}
	return err
}
