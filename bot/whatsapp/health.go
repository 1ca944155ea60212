package whatsapp

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow/types/events"
)

// State is how the line to WhatsApp is.
type State string

// The states. In those after Limited nothing goes until somebody has done something,
// or the time is over.
const (
	Connecting State = "connecting"
	Online     State = "online"
	Offline    State = "offline" // comes back by itself
	Limited    State = "limited" // answers go, WhatsApp refuses what is no answer

	Unlinked  State = "unlinked"
	LoggedOut State = "logged_out"
	Replaced  State = "replaced"
	Banned    State = "banned"
	Outdated  State = "outdated"
	Failed    State = "failed"
)

// Stopped tells whether nothing can go until somebody does something.
func (s State) Stopped() bool {
	switch s {
	case Unlinked, LoggedOut, Replaced, Banned, Outdated, Failed:
		return true
	}
	return false
}

// Health is how the gateway is.
type Health struct {
	State State
	Since time.Time
	// Heard is the last sign of life from WhatsApp; zero where there was none.
	Heard time.Time
	// Until is when a ban or limit ends, where WhatsApp says so.
	Until time.Time
	// Code is WhatsApp's own number for it.
	Code int
}

// Advice is one sentence that says what to do; empty where there is nothing to do.
func (h Health) Advice() string {
	until := ""
	if !h.Until.IsZero() {
		until = " until " + h.Until.Format("2006-01-02 15:04")
	}
	switch h.State {
	case Limited:
		return "WhatsApp refuses messages to people who did not just write" + until + ": answer only, and send reminders by SMS."
	case Unlinked:
		return "No WhatsApp number is linked: run bendahara whatsapp pair."
	case LoggedOut:
		return "The phone has unlinked this program: look at WhatsApp on it, then run bendahara whatsapp pair."
	case Replaced:
		return "Another program uses the same link: stop that one, then start this one again."
	case Banned:
		return fmt.Sprintf("WhatsApp has banned the number for a time%s (reason %d): write to nobody who did not write first, and use SMS meanwhile.", until, h.Code)
	case Outdated:
		return "WhatsApp takes this version of the program no longer: install a newer one; SMS goes on."
	case Failed:
		return fmt.Sprintf("WhatsApp refuses the connection (reason %d): look at WhatsApp on the phone, then start this program again.", h.Code)
	}
	return ""
}

// Health is how the gateway is now.
func (g *Gateway) Health() Health {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.health
}

// watch is the health and what is closed when it changes.
func (g *Gateway) watch() (Health, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.health, g.change
}

// become enters a state. What has stopped us is not overtaken by the line going down
// after it, nor does a line that comes back end a limit.
func (g *Gateway) become(h Health) {
	g.mu.Lock()
	was := g.health
	if h.State == Offline && was.State.Stopped() || h.State == Online && was.State == Limited && time.Now().Before(was.Until) {
		g.mu.Unlock()
		return
	}
	h.Since, h.Heard = time.Now(), was.Heard
	if h.State != Connecting && h.State != Offline {
		h.Heard = h.Since
	}
	g.health = h
	close(g.change)
	g.change = make(chan struct{})
	g.mu.Unlock()
	if advice := h.Advice(); advice != "" && h.State != was.State {
		g.log.Warn("WhatsApp: "+advice, "state", h.State)
	} else if h.State != was.State {
		g.log.Info("WhatsApp", "state", h.State)
	}
}

// alive notes a sign of life.
func (g *Gateway) alive() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.health.Heard = time.Now()
}

// meant is what an event of the line says of our state; false for any other event.
func meant(event any) (Health, bool) {
	switch e := event.(type) {
	case *events.Connected:
		return Health{State: Online}, true
	case *events.Disconnected:
		return Health{State: Offline}, true
	case *events.LoggedOut:
		return Health{State: LoggedOut, Code: int(e.Reason)}, true
	case *events.StreamReplaced:
		return Health{State: Replaced}, true
	case *events.TemporaryBan:
		h := Health{State: Banned, Code: int(e.Code)}
		if e.Expire > 0 {
			h.Until = time.Now().Add(e.Expire)
		}
		return h, true
	case *events.ClientOutdated:
		return Health{State: Outdated}, true
	case *events.ConnectFailure:
		return Health{State: Failed, Code: int(e.Reason)}, true
	case *events.NotifyAccountReachoutTimelock:
		if !e.IsActive {
			return Health{State: Online}, true
		}
		return Health{State: Limited, Until: e.TimeEnforcementEnds.Time}, true
	}
	return Health{}, false
}
