// Package whatsapp carries messages over the office's own WhatsApp number, linked
// as WhatsApp Web is, by whatsmeow.
//
// It promises: a message is acknowledged only after the bot has it on disk, and
// one that could not be kept comes again, also after a crash; a sending that failed
// says whether WhatsApp may have taken the message; a message's id follows from
// ours, so that one sent twice is one on the phone. Who has never written to us is
// not written to: WhatsApp bans numbers that write to strangers. Where WhatsApp has
// put us out, [Gateway.Health] says in one sentence what to do, and the gateway
// carries nothing until that is done.
//
// Sessions lie in an SQLite file of their own. It shares no transaction with the
// books: what WhatsApp brings is in the books before it is acknowledged, so a crash
// between the two brings it again, and the bot knows it.
//
// Logs hold neither numbers nor words: of what whatsmeow says only the pattern.
package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store/sqlstore"

	"bendahara/bot"
	"bendahara/conversation"
)

// The limits.
const (
	idLimit        = 200              // characters of a message's id with its chat and sender
	textLimit      = 64 << 10         // bytes of a text; WhatsApp lets people write 65,536 characters
	receiveTimeout = 30 * time.Second // for the bot to put a message on disk
	sendTimeout    = 20 * time.Second // of one sending
	sendLeast      = 5 * time.Second  // with less time left a sending is not begun
	againFirst     = time.Second      // until a message that could not be kept is asked for again; doubled
	againSlowest   = 5 * time.Minute
	redial         = time.Minute      // after a dial that failed for another reason than the network
	lineAnew       = 15 * time.Second // for the line to come up after a pairing, before we dial ourselves
	slowestTry     = 30               // tries after which the wait for the network grows no more: two seconds each
	reconnectWait  = 10 * time.Second // for who sends while the line is down
	askedFor       = 24 * time.Hour   // who wrote within it is answered, anybody else written to unasked
	unaskedPerDay  = 100              // messages to people who did not just write, in any 24 hours
	unaskedGap     = 20 * time.Second // between two of them, and as much again by chance
	limitGuess     = 24 * time.Hour   // of a limit whose end WhatsApp does not say
	offlineLimit   = 5 * time.Minute  // after which the office hears of it
	remembered     = 45 * 24 * time.Hour
	memoryTimeout  = 10 * time.Second // for our own look into the SQLite file
)

// Gateway is a bot.Gateway, a bot.Finder, a bot.Healthy and a bot.Examined. Its methods may be called from
// several goroutines at once.
type Gateway struct {
	events bot.Events
	log    *slog.Logger
	db     *sql.DB
	store  *sqlstore.Container

	again    chan struct{} // a message was not kept
	sender   chan struct{} // holds one while a message is handed over
	handling sync.WaitGroup
	pairing  sync.Mutex // one Pair at a time
	inbox    sync.Mutex // one hand over at a time
	keeping  sync.Mutex // one line kept at a time
	runs     atomic.Bool
	file     string

	mu     sync.Mutex
	client *whatsmeow.Client
	line   Line
	limit  Line                 // while one holds
	change chan struct{}        // closed when the state changes
	ended  bool                 // no handler starts any more
	slots  map[string]time.Time // when a message to who did not just write may go, by our id
	last   time.Time            // the last of them
}

var (
	_ bot.Gateway = (*Gateway)(nil)
	_ bot.Finder  = (*Gateway)(nil)
	_ bot.Healthy = (*Gateway)(nil)

	_ bot.Examined = (*Gateway)(nil)
	_ bot.Keeper   = (*Gateway)(nil)
)

// Open opens the sessions in an SQLite file, and makes it where there is none.
// Nothing is connected before Run or Pair. Close it.
func Open(ctx context.Context, file string, events bot.Events, log *slog.Logger) (*Gateway, error) {
	if events.Receive == nil || events.Report == nil {
		return nil, errors.New("whatsapp: events need Receive and Report")
	}
	g := &Gateway{
		events: events, log: log, file: file, slots: map[string]time.Time{},
		again: make(chan struct{}, 1), sender: make(chan struct{}, 1), change: make(chan struct{}),
	}
	if err := g.openFile(ctx, file); err != nil {
		return nil, err
	}
	if err := g.renew(ctx); err != nil {
		return nil, errors.Join(err, g.db.Close())
	}
	return g, nil
}

// renew makes a client of the linked device, or where there is none of a device to
// be linked.
func (g *Gateway) renew(ctx context.Context) error {
	device, err := g.store.GetFirstDevice(ctx)
	if err != nil {
		return err
	}
	c := whatsmeow.NewClient(device, patterns{g.log})
	c.SetMediaHTTPClient(&http.Client{Transport: capped{http.DefaultTransport.(*http.Transport).Clone()}})
	c.EnableDecryptedEventBuffer = true // what our handler refused is handed over again, also after a crash
	c.SynchronousAck = true             // nothing is acknowledged before the handler has returned
	c.UseRetryMessageStore = true
	c.InitialAutoReconnect = true
	c.ManualHistorySyncDownload = true // what was said before the link is none of our business
	c.AutoReconnectHook = func(error) bool {
		c.AutoReconnectErrors = min(c.AutoReconnectErrors, slowestTry)
		return true
	}
	c.AddEventHandlerWithSuccessStatus(func(event any) bool { return g.handle(c, event) })
	g.mu.Lock()
	defer g.mu.Unlock()
	g.client = c
	if device.ID == nil {
		g.line = Line{State: Unlinked, Since: time.Now()}
	}
	return nil
}

// Linked tells whether a number is linked.
func (g *Gateway) Linked() bool { return g.now().Store.ID != nil }

// now is the client in use.
func (g *Gateway) now() *whatsmeow.Client {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.client
}

// Name is "whatsapp".
func (g *Gateway) Name() string { return "whatsapp" }

// Channels is WhatsApp, or none while nothing can go until somebody does something.
func (g *Gateway) Channels() []conversation.Channel {
	if g.Line().State.Stopped() {
		return nil
	}
	return []conversation.Channel{conversation.WhatsApp}
}

// Run keeps the line up until the context ends, and leaves nothing running. Where no
// number is linked it waits for Pair.
func (g *Gateway) Run(ctx context.Context) error {
	g.runs.Store(true)
	defer g.hangUp()
	dial := time.After(0)
	var anew <-chan time.Time
	wait := time.Duration(0)
	for ctx.Err() == nil {
		line, changed := g.watch()
		var over <-chan time.Time
		if !line.Until.IsZero() {
			over = time.After(time.Until(line.Until))
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-dial:
			dial = nil
			g.retry()
			if err := g.dial(); err != nil {
				g.log.Warn("WhatsApp cannot be reached", "error", err)
				dial = time.After(redial)
			}
		case <-over:
			if g.served(line) {
				dial = time.After(0)
			}
		case <-g.again:
			if anew == nil {
				wait = min(max(2*wait, againFirst), againSlowest)
				anew = time.After(wait)
			}
		case <-anew:
			anew = nil
			g.retry()
			g.now().ResetConnection() // what is kept now is acknowledged when it comes again
		case <-time.After(againSlowest):
			wait = 0
		}
	}
	return nil
}

// retry hands over what lies in the inbox.
func (g *Gateway) retry() {
	if err := g.handOverAll(); err != nil {
		g.log.Warn("a WhatsApp message is still not taken in", "error", err)
		g.anew()
	}
}

// anew has messages handed over again, and the line made anew so that WhatsApp brings
// what was not kept at all.
func (g *Gateway) anew() {
	select {
	case g.again <- struct{}{}:
	default:
	}
}

// errPairing has the line tried again when the pairing is over.
var errPairing = errors.New("a number is being linked")

// dial connects where a number is linked. Once up, whatsmeow keeps the line up.
func (g *Gateway) dial() error {
	if !g.pairing.TryLock() {
		return errPairing // which brings the line up itself
	}
	defer g.pairing.Unlock()
	c := g.now()
	if c.Store.ID == nil || c.IsConnected() {
		return nil
	}
	g.become(Line{State: Connecting})
	err := c.ConnectContext(context.Background())
	if errors.Is(err, whatsmeow.ErrAlreadyConnected) {
		return nil
	}
	return err
}

// served ends a ban or limit whose time is over; true where the line must be made
// again.
func (g *Gateway) served(l Line) bool {
	if l.State == Limited {
		g.unlimited()
		return false
	}
	g.become(Line{State: Connecting})
	return true
}

// hangUp ends the line and waits for the messages that are being taken in.
func (g *Gateway) hangUp() {
	g.mu.Lock()
	g.ended = true
	c := g.client
	g.mu.Unlock()
	c.Disconnect()
	g.handling.Wait()
}

// Close closes the file. Call it after Run has returned.
func (g *Gateway) Close() error {
	g.hangUp()
	return g.db.Close()
}
