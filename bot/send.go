package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	return b.deliver(ctx, func() time.Time { return now }, nil)
}

// deliver sends what is due until nothing more is, and nothing is under way. What goes
// together comes back together, but for what takes long: with a clock that moves, and a
// wake that says that there is more, that holds nobody up.
func (b *Bot) deliver(ctx context.Context, clock func() time.Time, wake <-chan struct{}) (sent int, err error) {
	b.sending.Lock()
	defer b.sending.Unlock()
	b.update = b.db.Update
	if wake != nil { // who has written is answered already
		b.update = b.db.UpdateSoon
	}
	for {
		claimed := false
		if err == nil && ctx.Err() == nil && !b.holdUp(conversation.Reply, clock()) {
			claimed, err = b.launch(ctx, clock())
		}
		switch {
		case err != nil || ctx.Err() != nil:
			wake = nil // what is under way comes back first
		case claimed && len(b.flying) == 0:
			continue
		}
		if len(b.flying) == 0 {
			if err == nil {
				err = b.settle(ctx, clock())
			}
			return sent, errors.Join(err, ctx.Err())
		}
		sent += b.land(wake)
	}
}

// launch writes what has come back, claims what there is room for, and sends it on its
// way. It tells whether anything was claimed.
func (b *Bot) launch(ctx context.Context, now time.Time) (claimed bool, err error) {
	if err := b.recoverSending(ctx, now); err != nil || b.strayed {
		return false, err
	}
	if err := b.topUp(ctx, now); err != nil { // a fault of one broadcast must not stop everybody's messages
		b.log.Error("a broadcast cannot go on", "error", err)
	}
	batch, claimed, err := b.claim(ctx, now)
	if err != nil {
		b.strayed = true
		return false, err
	}
	for _, p := range batch {
		b.flying[p.ID] = flight{p.Class, p.Gateway, now}
		go func() { b.landed <- b.send(ctx, p, now) }()
	}
	return claimed, nil
}

// land waits until something has come back, or something wakes it, and returns how many
// of what came back a provider has taken.
func (b *Bot) land(wake <-chan struct{}) (sent int) {
	take := func(r result) {
		delete(b.flying, r.ID)
		b.unsettled = append(b.unsettled, r)
		if r.Delivery == conversation.Taken {
			sent++
		}
	}
	var look <-chan time.Time
	if wake != nil {
		look = time.After(takesLong)
	}
	select {
	case r := <-b.landed:
		take(r)
	case <-wake:
	case <-look:
	}
	for {
		select {
		case r := <-b.landed:
			take(r)
		default:
			return sent
		}
	}
}

// flight is a message under way.
type flight struct {
	class   conversation.Class
	gateway string
	since   time.Time
}

// holdUp tells whether a message of a class waits for something under way that will be
// back soon. What somebody waits for does not wait for what nobody does.
func (b *Bot) holdUp(c conversation.Class, now time.Time) bool {
	for _, f := range b.flying {
		if now.Sub(f.since) < takesLong && (f.class < conversation.Reminder || c >= conversation.Reminder) {
			return true
		}
	}
	return false
}

// atOnce are how many messages of a class are under way together by one gateway: one that
// takes a message a second must not have a queue of those that nobody waits for when a
// reply comes.
var atOnce = map[conversation.Class]int{
	conversation.Reply: sendAtOnce, conversation.Receipt: sendAtOnce, conversation.Reminder: 4, conversation.Broadcast: 1,
}

// room is for one claim: it tells whether one more message of a class may be claimed,
// before its gateway is known (see crowded).
func (b *Bot) room(now time.Time) func(conversation.Class, []store.Outbound) bool {
	ways := max(1, len(b.gateways))
	return func(c conversation.Class, claimed []store.Outbound) bool {
		n := 0
		for _, f := range b.flying {
			if f.class == c {
				n++
			}
		}
		for _, o := range claimed {
			if o.Class == c {
				n++
			}
		}
		return len(claimed) < sendAtOnce && n < atOnce[c]*ways && !b.holdUp(c, now)
	}
}

// crowded tells whether a message has to wait since its gateway has as many of its class
// under way as it may, with those of the batch.
func (b *Bot) crowded(p parcel, batch []parcel) bool {
	n := 0
	for _, f := range b.flying {
		if f.class == p.Class && f.gateway == p.Gateway {
			n++
		}
	}
	for _, other := range batch {
		if other.Class == p.Class && other.Gateway == p.Gateway {
			n++
		}
	}
	return n >= atOnce[p.Class]
}

// claim leases some of what is due; claimed says that it found any. A reminder that
// the books or the evening have overtaken since it was written expires.
func (b *Bot) claim(ctx context.Context, now time.Time) (batch []parcel, claimed bool, err error) {
	// A look first: an Update waits for the disk, also where nothing is due.
	var next time.Time
	var waits bool
	err = b.db.View(ctx, func(tx *store.Tx) (err error) {
		next, waits, err = tx.NextDue(now)
		return err
	})
	if err != nil || !waits || next.After(now) {
		return nil, false, err
	}
	err = b.update(ctx, func(tx *store.Tx) error {
		leased, err := tx.ClaimWhere(now, b.room(now))
		if err != nil {
			return err
		}
		batch, claimed = nil, len(leased) > 0
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
				if !b.crowded(p, batch) {
					batch = append(batch, p)
					continue
				}
				o = p.Outbound
			} else {
				o.Changed = now.UTC()
				if !o.Next.After(now) { // else it waits until then
					o.Delivery = conversation.Expired
				}
			}
			if err := tx.Settle(o); err != nil {
				return err
			}
		}
		return nil
	})
	return batch, claimed, err
}

// recoverSending writes results that could not be written before, and frees
// leases that a claim took without our knowing. Nothing was sent under those.
func (b *Bot) recoverSending(ctx context.Context, now time.Time) error {
	if err := b.settle(ctx, now); err != nil || !b.strayed || len(b.flying) > 0 {
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
	err := b.update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
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
