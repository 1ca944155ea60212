package simulator

import (
	"math"
	"slices"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// Line is a message as a phone shows it.
type Line struct {
	Number  uint64 // over all phones
	Phone   ledger.Phone
	Channel conversation.Channel
	Mine    bool // typed on this phone; otherwise it arrived here
	Text    string
	At      time.Time
}

// kept is a line, and for one that arrived what the bot had sent.
type kept struct {
	line Line
	sent *bot.Outgoing
}

// keep adds a line and wakes who waits. The caller holds the lock.
func (g *Gateway) keep(l Line, sent *bot.Outgoing) {
	g.last++
	l.Number = g.last
	g.kept = newest(append(g.kept, kept{l, sent}), maxKept)
	if g.changed != nil {
		close(g.changed)
		g.changed = nil
	}
}

// After lists the lines behind number n on these phones, or on all where none is
// named; the number of the newest line of all phones, to ask on with; and a
// channel that closes when there is a newer one. So a viewer misses nothing and
// nobody waits for a slow one:
//
//	for n := uint64(0); ; {
//		lines, last, changed := g.After(n, phone)
//		... show lines ...
//		n = last
//		<-changed
//	}
func (g *Gateway) After(n uint64, phones ...ledger.Phone) (lines []Line, last uint64, changed <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if skip := len(g.kept) - int(g.last-min(n, g.last)); skip > 0 {
		lines = linesOf(g.kept[skip:], phones)
	} else {
		lines = linesOf(g.kept, phones)
	}
	if g.changed == nil {
		g.changed = make(chan struct{})
	}
	return lines, g.last, g.changed
}

func linesOf(list []kept, phones []ledger.Phone) []Line {
	var lines []Line
	for _, k := range list {
		if len(phones) == 0 || slices.Contains(phones, k.line.Phone) {
			lines = append(lines, k.line)
		}
	}
	return lines
}

// nextChange closes when a line is added. After is the same with the lines.
func (g *Gateway) nextChange() <-chan struct{} {
	_, _, changed := g.After(math.MaxUint64)
	return changed
}

// Sent lists what was sent to all phones, in order.
func (g *Gateway) Sent() []bot.Outgoing { return g.sentTo(nil) }

// Outbox lists what was sent to one phone, in order.
func (g *Gateway) Outbox(phone ledger.Phone) []bot.Outgoing { return g.sentTo(&phone) }

func (g *Gateway) sentTo(phone *ledger.Phone) []bot.Outgoing {
	g.mu.Lock()
	defer g.mu.Unlock()
	var list []bot.Outgoing
	for _, k := range g.kept {
		if k.sent != nil && (phone == nil || k.line.Phone == *phone) {
			list = append(list, *k.sent)
		}
	}
	return list
}
