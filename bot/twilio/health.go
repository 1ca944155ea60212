package twilio

import (
	"fmt"
	"sync"
	"time"

	"bendahara/bot"
)

// pulse is what we last saw of Twilio.
type pulse struct {
	mu     sync.Mutex
	seen   time.Time // an answer or a webhook
	failed int       // calls in a row that failed without fault of the message
	last   *bot.SendError
}

// maxFailed is how many calls in a row may fail before Twilio counts as away.
const maxFailed = 3

func (p *pulse) beat(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = now
}

// called keeps how a call went. What is wrong with one message says nothing of
// Twilio.
func (p *pulse) called(err *bot.SendError, answered bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if answered {
		p.seen = time.Now()
	}
	if err == nil || err.Outcome == bot.Refused || err.Outcome == bot.BadAddress || err.Outcome == bot.Stopped || err.Outcome == bot.Closed {
		p.failed, p.last = 0, nil
		return
	}
	p.failed++
	p.last = err
}

// Health is how the last calls to Twilio went.
func (g *Gateway) Health() bot.Health {
	p := &g.pulse
	p.mu.Lock()
	defer p.mu.Unlock()
	h := bot.Health{Name: g.Name(), OK: true, Seen: p.seen}
	switch {
	case p.last == nil:
	case p.last.Outcome == bot.Misconfigured:
		h.OK = false
		h.Problem = fmt.Sprintf("Twilio refuses us (code %s): look at the account, its balance, the token and the numbers in its console", code(p.last))
	case p.failed >= maxFailed:
		h.OK = false
		h.Problem = fmt.Sprintf("the last %d calls to Twilio failed (code %s): look at the internet connection and at status.twilio.com", p.failed, code(p.last))
	}
	return h
}

func code(err *bot.SendError) string {
	if err.Code == "" {
		return "none"
	}
	return err.Code
}
