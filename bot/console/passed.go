package console

import (
	"context"
	"slices"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
)

// passed is how the gateways were when it was last looked, on a day on which so much passed
// through them that counting it takes long.
type passed struct {
	mu      sync.Mutex
	last    bot.Status
	at      time.Time
	running bool
}

// status is how the gateways are, and what passed through them today: where that is much, as of
// a few seconds ago, and counted anew beside the look.
func (c *Console) status(ctx context.Context, now time.Time) (bot.Status, error) {
	p := &c.passed
	p.mu.Lock()
	kept, many := p.last, p.last.Passed > countedAtOnce && ledger.DateOf(p.at) == ledger.DateOf(now)
	renew := many && !p.running && now.Sub(p.at) >= countEvery
	p.running = p.running || renew
	p.mu.Unlock()
	if !many {
		return c.lookAtGateways(ctx, now)
	}
	if renew {
		go func() { // she sees it at her next look
			ctx, cancel := context.WithTimeout(context.Background(), countTime)
			defer cancel()
			_, err := c.lookAtGateways(ctx, now)
			p.mu.Lock()
			p.running = false
			p.mu.Unlock()
			if err != nil {
				c.Log.Warn("console: what passed through the gateways was not counted", "error", err)
			}
		}()
	}
	kept.Gateways = slices.Clone(kept.Gateways)
	for i, h := range c.Bot.GatewayHealth() { // as they are now
		if i < len(kept.Gateways) {
			kept.Gateways[i].Health = h
		}
	}
	return kept, nil
}

// lookAtGateways counts and keeps it.
func (c *Console) lookAtGateways(ctx context.Context, now time.Time) (bot.Status, error) {
	s, err := c.Bot.Status(ctx, now)
	if err == nil {
		c.passed.mu.Lock()
		c.passed.last, c.passed.at = s, now
		c.passed.mu.Unlock()
	}
	return s, err
}
