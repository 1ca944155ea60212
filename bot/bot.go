// Package bot is where the pure talk meets the world: it takes messages in,
// writes what follows from them, sends what is written and reminds of what is due.
//
// It promises that a message, what it changed in the books and the reply to it
// are on disk together before [Bot.Receive] returns nil; that the same message
// handed in again changes nothing; and that what goes out is sent from what is
// written, so that the program may be killed at any line.
//
// Nothing here looks at a clock but [Bot.Run]; everything else is told the time.
package bot

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Bot answers messages, sends the outbox and reminds.
type Bot struct {
	db       *store.DB
	log      *slog.Logger
	gateways []Gateway
	wake     chan struct{} // something was put into the outbox
	came     chan struct{} // a message came, perhaps with a slip

	received, parked, sent, unsent atomic.Int64
	refusing                       atomic.Bool // the last message could not be kept

	alarms sync.Mutex        // one Alarm at a time
	ailing map[string]ailing // gateways that are not well, by name

	sending   sync.Mutex                                         // one SendDue at a time; of all below
	update    func(context.Context, func(*store.Tx) error) error // with a flush of the disk of its own, or not
	flying    map[string]flight                                  // under way, by id
	landed    chan result                                        // come back
	unsettled []result                                           // sent, but the result is not on disk yet
	strayed   bool                                               // a claim's commit is in doubt: leases may be held by nobody
}

// Limits of the bot.
const (
	replyLife    = 48 * time.Hour // a later reply would only puzzle
	sendAtOnce   = 16             // messages claimed and sent together
	sendTimeout  = 30 * time.Second
	takesLong    = time.Second      // a sending that does not hold up the others any longer
	firstRetry   = 15 * time.Second // doubled at each try
	slowestRetry = time.Hour
	maxTries     = 1000            // some forty days, an hour apart
	patience     = 7 * time.Minute // of an outage, before another way is taken
	idleLook     = 5 * time.Second // how often the outbox is looked at without a call
	remindEvery  = 5 * time.Minute
	alarmEvery   = time.Minute
	alarmAfter   = 10 * time.Minute // that a gateway has not been well
)

// New is a bot over a store. Add its gateways before it is used.
func New(db *store.DB, log *slog.Logger) *Bot {
	return &Bot{db: db, log: log, wake: make(chan struct{}, 1), came: make(chan struct{}, 1), ailing: map[string]ailing{}, flying: map[string]flight{}, landed: make(chan result)}
}

// Add gives the bot a gateway. The first for a channel carries it.
func (b *Bot) Add(g Gateway) { b.gateways = append(b.gateways, g) }

// Gateways are the names of those that the bot has.
func (b *Bot) Gateways() (names []string) {
	for _, g := range b.gateways {
		names = append(names, g.Name())
	}
	return names
}

// Counts are what the bot has done since it started.
type Counts struct{ Received, Parked, Sent, Unsent int64 }

// Counts are for the office's instruments.
func (b *Bot) Counts() Counts {
	return Counts{b.received.Load(), b.parked.Load(), b.sent.Load(), b.unsent.Load()}
}

// Ready tells whether messages can be kept. While the last could not, it asks the
// store to write something as large as a message would.
func (b *Bot) Ready(ctx context.Context) error {
	if !b.refusing.Load() {
		return b.db.View(ctx, func(tx *store.Tx) error { _, err := tx.UPK(); return err })
	}
	err := b.db.Probe(ctx)
	b.refusing.Store(err != nil)
	return err
}

// Events are this bot's, for a gateway.
func (b *Bot) Events() Events {
	return Events{Receive: b.Receive, Report: b.Report, LastHeard: b.lastHeard, Heard: b.wasHeard}
}

func (b *Bot) lastHeard(ctx context.Context, gateway string) (last time.Time, err error) {
	err = b.db.View(ctx, func(tx *store.Tx) (err error) { last, err = tx.LastHeard(gateway); return err })
	return last, err
}

func (b *Bot) wasHeard(ctx context.Context, gateway, foreign string, now time.Time) (was bool, err error) {
	err = b.db.View(ctx, func(tx *store.Tx) (err error) { was, err = tx.WasHeard(gateway, foreign, now); return err })
	return was, err
}

// Receive takes one message in, in one transaction: heard, understood, booked,
// answered. It returns an error only where nothing was kept and the gateway
// should hand the message in again.
func (b *Bot) Receive(ctx context.Context, m conversation.Message) error {
	ours, err := b.receive(ctx, m)
	if ours && ctx.Err() == nil {
		ours, err = b.receive(ctx, m) // what a passing fault of the store did does not come again
	}
	b.refusing.Store(err != nil && !ours)
	if err != nil && !ours {
		b.log.Error("a message could not be kept and was not acknowledged", "gateway", m.Gateway, "error", err)
	}
	if err == nil || ctx.Err() != nil || !ours {
		return err
	}
	// Our own code failed on this message. It must not come back for ever: it is
	// kept whole for the office, and the sender is told, if that much works.
	failed := b.park(ctx, m, err, true)
	if failed != nil && ctx.Err() == nil {
		failed = b.park(ctx, m, err, false)
	}
	if failed != nil {
		return failed
	}
	b.parked.Add(1)
	b.log.Error("a message is parked", "gateway", m.Gateway, "error", err)
	b.rouse()
	return nil
}

// receive tells with its error whether our own code failed, rather than the
// store.
func (b *Bot) receive(ctx context.Context, m conversation.Message) (ours bool, err error) {
	var inside error
	err = b.db.Update(ctx, func(tx *store.Tx) (err error) {
		defer func() {
			if p := recover(); p != nil {
				b.log.Error("panic", "stack", string(debug.Stack()))
				err = fmt.Errorf("panic in the handling of a message: %T", p)
			}
			inside = err
		}()
		return b.hear(tx, m)
	})
	if err == nil {
		b.received.Add(1)
		b.rouse()
		select {
		case b.came <- struct{}{}:
		default:
		}
	}
	return inside != nil, err
}

// hear is one message in its transaction.
func (b *Bot) hear(tx *store.Tx, m conversation.Message) error {
	h, fresh, err := tx.Heard(m)
	if errors.Is(err, store.ErrConflict) {
		return parkConflict(tx, m, h.Received)
	}
	if err != nil || !fresh {
		return err
	}
	said := h.Message
	if said.From, err = tx.PhoneOf(m.From); err != nil {
		return err
	}
	if !isPhone(m.From) {
		said.Address = m.From
	}
	if err := learnAddress(tx, m, h.ID); err != nil {
		return err
	}
	if err := tx.KeepWrote(said.From, store.Wrote{Gateway: m.Gateway, Channel: m.Channel, Address: said.Address, At: writtenAt(m)}); err != nil {
		return err
	}
	state, err := tx.Talk(said.From)
	if err != nil {
		return err
	}
	turn, err := conversation.Next(state, said, tx)
	if err != nil {
		return err
	}
	for _, e := range turn.Entries {
		h.Entries = append(h.Entries, store.EntryRef{Group: e.Group, Number: e.Number})
	}
	heard, err := b.follow(tx, turn, h.ID, m.Received)
	if err != nil {
		return err
	}
	if state.Held != nil && turn.State.Held == nil { // its time was over
		if err := tx.MarkHeld(said.From, false); err != nil {
			return err
		}
	}
	if !heard { // what was not read back cannot be said yes to
		turn.State = turn.State.Unheard()
	}
	if err := tx.PutTalk(said.From, turn.State); err != nil {
		return err
	}
	if !turn.KeepsSlip {
		h.Slip = "" // a picture of something else is no business of ours
	}
	h.Intent = string(turn.Intent)
	if err := tx.Understood(h); err != nil {
		return err
	}
	return bindSlips(tx, turn, h)
}

// follow writes what a turn makes: entries, changes and words. It tells whether all
// replies were queued.
func (b *Bot) follow(tx *store.Tx, turn conversation.Turn, cause string, now time.Time) (heard bool, err error) {
	for _, e := range turn.Entries {
		if err := tx.Post(e); err != nil {
			return false, err
		}
	}
	for _, c := range turn.Changes {
		if err := b.change(tx, c, now); err != nil {
			return false, err
		}
	}
	return b.say(tx, turn.Say, cause, now)
}

// parkConflict keeps a message whose id had other words at a time before, once however
// often the provider repeats it and whatever the clock says then.
func parkConflict(tx *store.Tx, m conversation.Message, before time.Time) error {
	content := sha256.Sum256([]byte(strings.Join([]string{m.Gateway, m.Foreign, string(m.Channel), string(m.From), m.Text}, "\x00")))
	key, month := fmt.Sprintf("conflict/%x", content), ledger.DateOf(before.UTC()).Period()
	if done, err := tx.Caused(month, key); err != nil || done {
		return err
	}
	if err := tx.MarkCause(month, key); err != nil {
		return err
	}
	return tx.Park(m, "the provider used the same id for other words", m.Received)
}

// park keeps a message on which our code failed, and apologises.
func (b *Bot) park(ctx context.Context, m conversation.Message, reason error, apologise bool) error {
	return b.db.Update(ctx, func(tx *store.Tx) error {
		h, fresh, err := tx.Heard(m)
		if err != nil || !fresh {
			return err
		}
		if err := tx.Park(h.Message, reason.Error(), m.Received); err != nil || !apologise {
			return err
		}
		upk, err := tx.UPK()
		if err != nil {
			return err
		}
		sorry := conversation.Say{
			To: m.From, Channel: m.Channel, Class: conversation.Reply, Words: conversation.Sorry{UPK: upk.Name},
		}
		_, err = b.say(tx, []conversation.Say{sorry}, h.ID, m.Received)
		return err
	})
}

// writtenAt is when a message was sent, by the sender's clock or the provider's where
// that can be.
func writtenAt(m conversation.Message) time.Time {
	if m.Sent.IsZero() || m.Sent.After(m.Received) {
		return m.Received
	}
	return m.Sent
}

// rouse makes Run look at the outbox at once.
func (b *Bot) rouse() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}
