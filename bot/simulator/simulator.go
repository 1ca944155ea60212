// Package simulator is a gateway without a network: phones in this process that
// a test, a terminal or a web page types on and reads.
//
// It promises: a message that the bot sends is on the phone when Send returns,
// once for each Send, in that order; a typed message goes to the bot as a
// provider would bring it, with an id that no other message has, also not one of
// an earlier run; nothing happens by itself, so that a test that moves the clock
// decides all. The web page answers only this machine.
//
// Everything is kept in memory, the newest maxKept messages of all phones
// together, or a few more. Times are those of Options.Now, in its zone. A line's number counts
// from 1 over all phones and never comes back.
package simulator

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// The limits.
const (
	// MaxTyped is the longest text that can be typed, in bytes.
	MaxTyped = 64 << 10

	maxKept     = 10_000                  // messages in memory, in and out; the oldest are forgotten
	maxHeard    = 10_000                  // messages in that Echo can repeat
	maxReports  = 10_000                  // delivery reports that wait for Flush
	maxText     = 1600                    // characters of one message out, as Twilio has it
	maxPhones   = 6                       // on one page
	maxStreams  = 32                      // open pages
	maxForm     = 3*MaxTyped + 1024       // bytes of a posted form: three for each byte, escaped
	maxNumber   = 40                      // characters of a number as a person writes it
	receiveTime = 30 * time.Second        // for the bot to take in what the page sends
	beat        = 15 * time.Second        // between signs of life on a quiet stream
	streamWrite = 10 * time.Second        // for one write to a page
	reportPause = time.Second             // before a report that failed is tried again
	streamRetry = 1000 * time.Millisecond // before a page asks again after a stream broke
)

// Why the simulator does not send or deliver.
var (
	ErrOutage  = errors.New("simulated outage")
	ErrChannel = errors.New("the simulator has only sms and wa")
	ErrTooLong = errors.New("the text is too long")
	ErrNothing = errors.New("nothing has been typed yet")
)

// Options are what New may be given; each may be left out.
type Options struct {
	// Now is the clock; its zone is the one that the page shows. Without it: time.Now.
	Now func() time.Time
	// Run begins the ids of typed messages. The store remembers those for months,
	// so two runs on one store must differ; left empty, chance sees to it.
	Run string
	// Guide is whom the page offers to be, and what to try as her.
	Guide []Person
}

// Person is somebody of the demonstration.
type Person struct {
	Phone ledger.Phone
	Name  string   // "Bu Ratna"
	Role  string   // in the page's language: "bendahara SPP Melati"
	Try   []string // what she could write
}

// Gateway is a bot.Gateway. Its methods may be called from several goroutines at
// once; none of them holds a lock while it calls the bot.
type Gateway struct {
	events bot.Events
	now    func() time.Time
	run    string
	guide  []Person

	mu      sync.Mutex
	kept    []kept
	last    uint64 // number of the newest line
	typed   int    // messages ever typed
	heard   []conversation.Message
	reports []bot.Report
	failing map[conversation.Channel]int
	changed chan struct{} // closed at the next change; nil while nobody waits
	streams int

	close sync.Once
	done  chan struct{}
}

var _ bot.Gateway = (*Gateway)(nil)

// New returns a gateway whose phones write to events.Receive. Where the bot is
// made after the gateway, let Receive be a closure that finds it.
func New(events bot.Events, o Options) *Gateway {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Run == "" {
		o.Run = rand.Text()[:10]
	}
	return &Gateway{
		events: events, now: o.Now, run: o.Run, guide: slices.Clone(o.Guide),
		failing: map[conversation.Channel]int{}, done: make(chan struct{}),
	}
}

// Name is "simulator".
func (g *Gateway) Name() string { return "simulator" }

// Channels are SMS and WhatsApp.
func (g *Gateway) Channels() []conversation.Channel {
	return []conversation.Channel{conversation.SMS, conversation.WhatsApp}
}

// Send puts the message on the phone. The report of its delivery waits for
// Flush. The error is a *bot.SendError around ErrOutage, ErrChannel, ErrTooLong
// or the context's; with an error nothing is on the phone.
func (g *Gateway) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	if err := ctx.Err(); err != nil {
		return bot.Sent{}, &bot.SendError{Outcome: bot.Later, Err: err}
	}
	if !slices.Contains(g.Channels(), m.Channel) {
		return bot.Sent{}, &bot.SendError{Outcome: bot.Refused, Code: "channel", Err: ErrChannel}
	}
	if utf8.RuneCountInString(m.Text) > maxText {
		return bot.Sent{}, &bot.SendError{Outcome: bot.Refused, Code: "length", Err: ErrTooLong}
	}
	at := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failing[m.Channel] > 0 {
		g.failing[m.Channel]--
		return bot.Sent{}, &bot.SendError{Outcome: bot.Later, Code: "outage", Err: ErrOutage}
	}
	g.keep(Line{Phone: m.To, Channel: m.Channel, Text: m.Text, At: at}, &m)
	sent := bot.Sent{ProviderID: fmt.Sprintf("%s-out-%d", g.run, g.last)}
	g.reports = newest(append(g.reports, bot.Report{ID: m.ID, Provider: sent.ProviderID, Delivery: conversation.Delivered, At: at}), maxReports)
	return sent, nil
}

// Fail makes the next n sends on a channel fail as in an outage: certainly not
// taken, to be tried later.
func (g *Gateway) Fail(channel conversation.Channel, n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failing[channel] = n
}

// Flush reports the delivery of all that was sent since the last Flush. What
// follows an error waits for the next one.
func (g *Gateway) Flush(ctx context.Context) error {
	g.mu.Lock()
	reports := g.reports
	g.reports = nil
	g.mu.Unlock()
	for i, r := range reports {
		if err := g.events.Report(ctx, r); err != nil {
			g.mu.Lock()
			g.reports = newest(append(slices.Clone(reports[i:]), g.reports...), maxReports)
			g.mu.Unlock()
			return fmt.Errorf("simulator: report of %s: %w", r.ID, err)
		}
	}
	return nil
}

// Run flushes after every message, until the context ends: for serve, where
// delivery should be reported without anybody's asking.
func (g *Gateway) Run(ctx context.Context) {
	for ctx.Err() == nil {
		changed := g.nextChange()
		var again <-chan time.Time
		if g.Flush(ctx) != nil {
			again = time.After(reportPause)
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-again:
		}
	}
}

// Close ends the streams of open pages, so that a server can shut down. Phones
// go on working.
func (g *Gateway) Close() { g.close.Do(func() { close(g.done) }) }

// newest cuts off the oldest of a list that has grown a tenth over its limit: a
// cut copies, so it comes seldom.
func newest[T any](list []T, limit int) []T {
	if len(list) < limit+limit/10 {
		return list
	}
	return slices.Clone(list[len(list)-limit:])
}
