package android

import (
	"fmt"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

// tally counts failures in a row: a SIM without credit or past its validity fails
// each time, while a wrong number fails alone.
func (g *Gateway) tally(delivery conversation.Delivery, code string) {
	if delivery == conversation.Failed {
		g.failed.Store(&code)
		g.failures.Add(1)
		return
	}
	g.failures.Store(0)
}

// Health is how the phone is. Seen is its last signed webhook: what the app's
// server answers tells nothing of the way back to us.
func (g *Gateway) Health() bot.Health {
	return g.health(time.Now())
}

func (g *Gateway) health(now time.Time) bot.Health {
	h := bot.Health{Name: g.Name(), Problem: g.problem(now)}
	if heard := g.heard.Load(); heard != 0 {
		h.Seen = time.Unix(0, heard)
	}
	h.OK = h.Problem == ""
	return h
}

// problem is the most urgent thing that is wrong, in one sentence.
func (g *Gateway) problem(now time.Time) string {
	heard := time.Unix(0, g.heard.Load())
	if off := time.Duration(g.skewed.Load()); off != 0 {
		return fmt.Sprintf("the phone's clock and ours are %v apart, so its messages are refused; set both to the network's time", off.Abs().Round(time.Minute))
	}
	if err := g.setUp.Load(); err != nil {
		return (*err).Error()
	}
	never := g.heard.Load() == 0
	silence := now.Sub(heard)
	if never {
		silence = now.Sub(g.started)
	}
	// Anybody can post what is not signed: it counts only where nothing else comes.
	if (never || silence > silentAfter) && now.Sub(time.Unix(0, g.forged.Load())) < silentAfter {
		return "what comes is not signed with BENDAHARA_ANDROID_SIGNING_KEY; set the app's signing key (Settings, Webhooks) to the same"
	}
	if silence > silentAfter {
		return fmt.Sprintf("the phone has been silent for %v; see that it is on, charged and online, that the app runs, "+
			"and that its Ping is set to 5 minutes", silence.Round(time.Minute))
	}
	if n := g.failures.Load(); n >= failuresInARow {
		return fmt.Sprintf("the last %d SMS failed; %s", n, failing(*g.failed.Load()))
	}
	return ""
}
