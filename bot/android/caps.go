package android

import (
	"slices"
	"sync"
	"time"
)

const day = 24 * time.Hour

// caps are how much a SIM may send in any hour and any 24 hours. Every message
// counts; all but a reply may be told to wait.
type caps struct {
	perHour, perDay int // 0 without a cap

	mu   sync.Mutex
	sent []time.Time // of the last 24 hours, oldest first
}

func newCaps(perHour, perDay int, sent []time.Time) *caps {
	c := &caps{perHour: perHour, perDay: perDay, sent: slices.Clone(sent)}
	slices.SortFunc(c.sent, time.Time.Compare)
	return c
}

// take counts a message that is about to go, or says how long it must wait.
func (c *caps) take(now time.Time, reply bool) (wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = slices.DeleteFunc(c.sent, func(at time.Time) bool { return now.Sub(at) >= day })
	if !reply {
		wait = max(c.until(now, c.perHour, time.Hour), c.until(now, c.perDay, day))
	}
	if wait == 0 && (c.perHour > 0 || c.perDay > 0) {
		c.sent = append(c.sent, now)
	}
	return wait
}

// giveBack takes a message out of the count that did not go after all.
func (c *caps) giveBack(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.Index(c.sent, at); i >= 0 {
		c.sent = slices.Delete(c.sent, i, i+1)
	}
}

// until is how long until fewer than limit messages are within a window.
func (c *caps) until(now time.Time, limit int, window time.Duration) time.Duration {
	if limit == 0 || len(c.sent) < limit {
		return 0
	}
	return max(c.sent[len(c.sent)-limit].Add(window).Sub(now), 0)
}
