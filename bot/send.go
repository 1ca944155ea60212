package bot

import (
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

// SendDue sends what is due and returns how many messages were handed over. It
// ends when nothing more is due now.
func (b *Bot) SendDue(ctx context.Context, now time.Time) (sent int, err error) {
	b.sending.Lock()
	defer b.sending.Unlock()
	if err := b.recoverSending(ctx, now); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		var batch []store.Outbound
		err := b.db.Update(ctx, func(tx *store.Tx) (err error) {
			batch, err = tx.Claim(now, sendAtOnce)
			return err
		})
		if err != nil {
			b.strayed = true
			return sent, err
		}
		if len(batch) == 0 {
			return sent, nil
		}
		b.unsettled = b.sendAll(ctx, batch, now)
		for _, o := range b.unsettled {
			if o.Delivery != conversation.Queued {
				sent++
			}
		}
		if err := b.settle(ctx, now); err != nil {
			return sent, err
		}
	}
	return sent, ctx.Err()
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
	out := Outgoing{ID: o.ID, Channel: o.Channel, To: o.To, Text: o.Text, Written: o.Written}
	o.Gateway = gateway.Name()
	if finder, ok := gateway.(Finder); ok && o.Doubtful {
		if was, found, err := finder.Find(ctx, out); err == nil && found {
			o.Delivery, o.Provider = conversation.Taken, was.ProviderID
			return o
		}
	}
	taken, err := gateway.Send(ctx, out)
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
	o.Delivery, o.Next = conversation.Queued, now.Add(max(wait, err.After)).UTC()
	return o
}
