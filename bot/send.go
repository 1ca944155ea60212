package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	if err := b.topUp(ctx, now); err != nil { // a fault of one broadcast must not stop everybody's messages
		b.log.Error("a broadcast cannot go on", "error", err)
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
func (b *Bot) claim(ctx context.Context, now time.Time) (batch []parcel, more bool, err error) {
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
				p, err := b.route(tx, o, now)
				if err != nil {
					return err
				}
				batch = append(batch, p)
				continue
			}
			if !o.Next.After(now) { // else it waits until then
				o.Delivery = conversation.Expired
			}
			o.Changed = now.UTC()
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

// result is how a sending went: the message as it is now, and what a failure says
// of her phone.
type result struct {
	store.Outbound
	outcome Outcome              // of a failure
	channel conversation.Channel // that failed
	code    string
}

// settle writes the results of what was sent, together.
func (b *Bot) settle(ctx context.Context, now time.Time) error {
	if len(b.unsettled) == 0 {
		return nil
	}
	// A result must be written even when the program is asked to stop.
	err := b.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		prices, err := pricesOf(tx)
		if err != nil { // a result must not wait for a price
			b.log.Error("the prices cannot be read", "error", err)
		}
		for _, r := range b.unsettled {
			if r.Delivery == conversation.Taken {
				r.Cost = prices.cost(r.Outbound)
			}
			if err := tx.Settle(r.Outbound); err != nil {
				return err
			}
			if err := b.learn(tx, r, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		b.unsettled = nil
	}
	return err
}

// learn keeps what a failure says of a phone: that she has told the provider to stop
// us, or that nothing arrives there.
func (b *Bot) learn(tx *store.Tx, r result, now time.Time) error {
	switch r.outcome {
	case Stopped:
		return tx.SetStopped(r.To, true, now)
	case BadAddress:
		return b.noteBad(tx, r, now)
	}
	return nil
}

// sendAll sends a batch, each to another phone, side by side.
func (b *Bot) sendAll(ctx context.Context, batch []parcel, now time.Time) []result {
	results := make([]result, len(batch))
	var all sync.WaitGroup
	for i, p := range batch {
		all.Go(func() { results[i] = b.send(ctx, p, now) })
	}
	all.Wait()
	return results
}

// send hands one message to its gateway and says how it fared.
func (b *Bot) send(ctx context.Context, p parcel, now time.Time) result {
	p.Changed = now.UTC()
	w := p.by
	if !p.found && len(p.Tried) > 0 { // the gateway that it was to go by next is not there any more
		p.Delivery, p.Code = conversation.Failed, p.Tried[len(p.Tried)-1].Code
		return result{Outbound: p.Outbound}
	}
	if !p.found {
		if o, other := b.reroute(p, true); other && !p.Doubtful { // its gateway carries nothing any more
			return result{Outbound: o}
		}
		return result{Outbound: later(p.Outbound, now, &SendError{Outcome: Misconfigured, Err: fmt.Errorf("no gateway carries %s", p.Channel)})}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	taken, err := handOver(ctx, w.gateway, outgoing(p, w), p.Doubtful)
	if err == nil {
		b.sent.Add(1)
		p.Delivery, p.Provider, p.Code, p.Template = conversation.Taken, taken.ProviderID, "", taken.Template
		if taken.Segments > 0 {
			p.Segments = taken.Segments
		}
		return result{Outbound: p.Outbound}
	}
	b.unsent.Add(1)
	b.log.Warn("a message was not sent", "id", p.ID, "gateway", p.Gateway, "outcome", OutcomeOf(err))
	return b.failed(p, w, now, err)
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
func (b *Bot) failed(p parcel, w way, now time.Time, err error) result {
	var send *SendError
	if !errors.As(err, &send) {
		send = &SendError{Outcome: UnknownOutcome, Err: err}
	}
	p.Code = send.Code
	r := result{outcome: send.Outcome, channel: p.Channel, code: send.Code}
	switch send.Outcome {
	case Refused, BadAddress, Stopped, Closed:
		if p.Code == "" || send.Outcome == Stopped {
			p.Code = string(send.Outcome)
		}
		r.Outbound = b.otherwise(p, send.Outcome)
		return r
	case UnknownOutcome:
		p.Doubtful = true
		if p.Class >= conversation.Reminder { // better not at all than twice
			p.Delivery = conversation.Uncertain
			r.Outbound = p.Outbound
			return r
		}
	}
	// Certainly not taken: where this gateway cannot send, one that is well can.
	if givesUp(p, w, send.Outcome, now) {
		if o, ok := b.reroute(p, true); ok {
			r.Outbound = o
			return r
		}
	}
	r.Outbound = later(p.Outbound, now, send)
	return r
}

// otherwise sends a message that fails for good on its way by the next, if there is
// one. Who has told a provider to stop us gets reminders by no other.
func (b *Bot) otherwise(p parcel, why Outcome) store.Outbound {
	if why == BadAddress { // also by another gateway
		p.contact.Bad = append(slices.Clone(p.contact.Bad), store.BadWay{Channel: p.Channel})
	}
	if why != Stopped || p.Class < conversation.Reminder {
		if o, ok := b.reroute(p, false); ok {
			return o
		}
	}
	p.Delivery = conversation.Failed
	return p.Outbound
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
