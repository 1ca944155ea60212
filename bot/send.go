package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// Open readies the outbox of a store that another process used before: what that
// one was sending may have gone. Call it once before the first SendDue.
func (b *Bot) Open(ctx context.Context, now time.Time) error {
	return b.db.Update(ctx, func(tx *store.Tx) error { return tx.VoidLeases(now, true) })
}

// SendDue sends what is due and returns how many messages a provider has taken.
// It ends when nothing more is due now.
func (b *Bot) SendDue(ctx context.Context, now time.Time) (sent int, err error) {
	for ctx.Err() == nil {
		n, more, err := b.sendBatch(ctx, now)
		sent += n
		if err != nil || !more {
			return sent, err
		}
	}
	return sent, ctx.Err()
}

// sendBatch sends some of what is due; more says that it found any.
func (b *Bot) sendBatch(ctx context.Context, now time.Time) (sent int, more bool, err error) {
	b.sending.Lock()
	defer b.sending.Unlock()
	if err := b.recoverSending(ctx, now); err != nil {
		return 0, false, err
	}
	batch, more, err := b.claim(ctx, now)
	if err != nil {
		b.strayed = true
		return 0, false, err
	}
	b.unsettled = b.sendAll(ctx, batch, now)
	for _, o := range b.unsettled {
		if o.Delivery == conversation.Taken {
			sent++
		}
	}
	return sent, more, b.settle(ctx, now)
}

// claim leases some of what is due; more says that it found any. A reminder that
// the books or the evening have overtaken since it was written expires.
func (b *Bot) claim(ctx context.Context, now time.Time) (batch []store.Outbound, more bool, err error) {
	// A look first: an Update waits for the disk, also where nothing is due.
	var next time.Time
	var waits bool
	err = b.db.View(ctx, func(tx *store.Tx) (err error) {
		next, waits, err = tx.NextDue()
		return err
	})
	if err != nil || !waits || next.After(now) {
		return nil, false, err
	}
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		leased, err := tx.Claim(now, sendAtOnce)
		if err != nil {
			return err
		}
		batch, more = nil, len(leased) > 0
		for _, o := range leased {
			o, due, err := b.stillDue(tx, o, now)
			if err != nil { // one group's fault must not stop everybody's messages
				b.log.Error("a reminder cannot be looked at again", "id", o.ID, "error", err)
			}
			if due {
				batch = append(batch, o)
				continue
			}
			o.Delivery, o.Changed = conversation.Expired, now.UTC()
			if err := tx.Settle(o); err != nil {
				return err
			}
		}
		return nil
	})
	return batch, more, err
}

// recoverSending writes results that could not be written before, and frees
// leases that a claim took without our knowing. Nothing was sent under those.
func (b *Bot) recoverSending(ctx context.Context, now time.Time) error {
	if err := b.settle(ctx, now); err != nil || !b.strayed {
		return err
	}
	err := b.db.Update(ctx, func(tx *store.Tx) error { return tx.VoidLeases(now, false) })
	b.strayed = err != nil
	return err
}

// settle writes the results of what was sent, together.
func (b *Bot) settle(ctx context.Context, now time.Time) error {
	if len(b.unsettled) == 0 {
		return nil
	}
	// A result must be written even when the program is asked to stop.
	err := b.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		for _, o := range b.unsettled {
			if err := tx.Settle(o); err != nil {
				return err
			}
			if o.Code == string(Stopped) {
				if err := tx.SetStopped(o.To, true, now); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		b.unsettled = nil
	}
	return err
}

// sendAll sends a batch, each to another phone, side by side.
func (b *Bot) sendAll(ctx context.Context, batch []store.Outbound, now time.Time) []store.Outbound {
	results := make([]store.Outbound, len(batch))
	var all sync.WaitGroup
	for i, o := range batch {
		all.Go(func() { results[i] = b.send(ctx, o, now) })
	}
	all.Wait()
	return results
}

// send hands one message to its gateway and says how it fared.
func (b *Bot) send(ctx context.Context, o store.Outbound, now time.Time) store.Outbound {
	o.Changed = now.UTC()
	gateway := b.gateway(o.Channel)
	if gateway == nil {
		return later(o, now, &SendError{Outcome: Misconfigured, Err: fmt.Errorf("no gateway carries %s", o.Channel)})
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	out := Outgoing{
		ID: o.ID, Channel: o.Channel, To: cmp.Or(o.Address, o.To), Text: o.Text,
		Class: o.Class, NotAfter: o.NotAfter, Written: o.Written,
	}
	o.Gateway = gateway.Name()
	taken, err := handOver(ctx, gateway, out, o.Doubtful)
	if err == nil {
		b.sent.Add(1)
		o.Delivery, o.Provider, o.Code = conversation.Taken, taken.ProviderID, ""
		if taken.Segments > 0 {
			o.Segments = taken.Segments
		}
		return o
	}
	b.unsent.Add(1)
	b.log.Warn("a message was not sent", "id", o.ID, "gateway", o.Gateway, "outcome", OutcomeOf(err))
	return b.failed(o, now, err)
}

// handOver sends a message, unless an earlier try is found to have gone through.
func handOver(ctx context.Context, g Gateway, out Outgoing, doubtful bool) (Sent, error) {
	if finder, ok := g.(Finder); ok && doubtful {
		if was, found, err := finder.Find(ctx, out); err == nil && found {
			return was, nil
		}
	}
	return g.Send(ctx, out)
}

// failed decides what becomes of a message that could not be sent.
func (b *Bot) failed(o store.Outbound, now time.Time, err error) store.Outbound {
	var send *SendError
	if !errors.As(err, &send) {
		send = &SendError{Outcome: UnknownOutcome, Err: err}
	}
	o.Code = send.Code
	switch send.Outcome {
	case Refused, BadAddress, Stopped:
		o.Delivery = conversation.Failed
		if o.Code == "" || send.Outcome == Stopped {
			o.Code = string(send.Outcome)
		}
		return o
	case UnknownOutcome:
		o.Doubtful = true
		if o.Class >= conversation.Reminder { // better not at all than twice
			o.Delivery = conversation.Uncertain
			return o
		}
	}
	return later(o, now, send)
}

// later puts a message off; the wait doubles with each try.
func later(o store.Outbound, now time.Time, err *SendError) store.Outbound {
	o.Tries++
	if o.Tries >= maxTries {
		o.Delivery = conversation.Failed
		return o
	}
	wait := slowestRetry
	if shift := o.Tries - 1; shift < 10 {
		wait = min(firstRetry<<shift, slowestRetry)
	}
	if wait = max(wait, err.After); o.Tries == 1 && err.After > 0 {
		wait = err.After // the provider knows best, at first
	}
	o.Delivery, o.Next = conversation.Queued, now.Add(wait).UTC()
	return o
}
