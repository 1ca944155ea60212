package whatsapp

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow/types/events"

	"bendahara/bot"
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

// Line is how the line is.
type Line struct {
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
func (l Line) Advice() string {
	until := ""
	if !l.Until.IsZero() {
		until = " until " + l.Until.Format("2006-01-02 15:04")
	}
	switch l.State {
	case Limited:
		return "WhatsApp refuses messages to people who did not just write" + until + ": answer only, and send reminders by SMS."
	case Unlinked:
		return "No WhatsApp number is linked: run bendahara whatsapp pair."
	case LoggedOut:
		return "The phone has unlinked this program: look at WhatsApp on it, then run bendahara whatsapp pair."
	case Replaced:
		return "Another program uses the same link: stop that one, then start this one again."
	case Banned:
		return fmt.Sprintf("WhatsApp has banned the number for a time%s (reason %d): write to nobody who did not write first, and use SMS meanwhile.", until, l.Code)
	case Outdated:
		return "WhatsApp takes this version of the program no longer: install a newer one; SMS goes on."
	case Failed:
		return fmt.Sprintf("WhatsApp refuses the connection (reason %d): look at WhatsApp on the phone, then start this program again.", l.Code)
	}
	return ""
}

// Line is how the line is now.
func (g *Gateway) Line() Line {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.line
}

// watch is the health and what is closed when it changes.
func (g *Gateway) watch() (Line, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.line, g.change
}

// become enters a state. What has stopped us is not overtaken by the line going down
// after it, and a limit holds on over a new line.
func (g *Gateway) become(l Line) {
	g.mu.Lock()
	was := g.line
	if l.State == Offline && was.State.Stopped() {
		g.mu.Unlock()
		return
	}
	l.Since, l.Heard = time.Now(), was.Heard
	switch {
	case l.State == Limited:
		g.limit = l
	case l.State == Online && g.limit.Until.After(l.Since):
		l = g.limit
	case l.State == was.State:
		l.Since = was.Since
	}
	if l.State != Connecting && l.State != Offline {
		l.Heard = time.Now()
	}
	g.line = l
	close(g.change)
	g.change = make(chan struct{})
	g.mu.Unlock()
	if l.State != was.State {
		g.keepLine()
	}
	if advice := l.Advice(); advice != "" && l.State != was.State {
		g.log.Warn("WhatsApp: "+advice, "state", l.State)
	} else if l.State != was.State {
		g.log.Info("WhatsApp", "state", l.State)
	}
}

// unlimited ends a limit.
func (g *Gateway) unlimited() {
	g.mu.Lock()
	g.limit = Line{}
	was := g.line.State
	g.mu.Unlock()
	if was == Limited {
		g.become(Line{State: Online})
	}
}

// Health is how the gateway is, for the office. A line that is down for a moment is
// nothing wrong.
func (g *Gateway) Health() bot.Health {
	l := g.Line()
	h := bot.Health{Name: g.Name(), OK: !l.State.Stopped() && l.State != Limited, Seen: l.Heard, Problem: l.Advice()}
	if l.away() && time.Since(l.Since) > offlineLimit {
		h.OK, h.Problem = false, l.unreached()
	}
	return h
}

// away tells whether the line is down and comes back by itself.
func (l Line) away() bool { return l.State == Offline || l.State == Connecting }

func (l Line) unreached() string {
	return "WhatsApp cannot be reached since " + l.Since.Format("15:04") + ": look at the internet connection."
}

// alive notes a sign of life.
func (g *Gateway) alive() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.line.Heard = time.Now()
}

// meant is what an event of the line says of our state; false for any other event.
func meant(event any) (Line, bool) {
	switch e := event.(type) {
	case *events.Connected:
		return Line{State: Online}, true
	case *events.Disconnected:
		return Line{State: Offline}, true
	case *events.LoggedOut:
		return Line{State: LoggedOut, Code: int(e.Reason)}, true
	case *events.StreamReplaced:
		return Line{State: Replaced}, true
	case *events.TemporaryBan:
		l := Line{State: Banned, Code: int(e.Code)}
		if e.Expire > 0 {
			l.Until = time.Now().Add(e.Expire)
		}
		return l, true
	case *events.ClientOutdated:
		return Line{State: Outdated}, true
	case *events.ConnectFailure:
		return Line{State: Failed, Code: int(e.Reason)}, true
	}
	return Line{}, false
}

// limited takes WhatsApp's word that it wants no messages to people who did not write,
// or that it has them again.
func (g *Gateway) limited(e *events.NotifyAccountReachoutTimelock) {
	if !e.IsActive {
		g.unlimited()
		return
	}
	until := e.TimeEnforcementEnds.Time
	if until.IsZero() {
		until = time.Now().Add(limitGuess)
	}
	g.become(Line{State: Limited, Until: until})
}
