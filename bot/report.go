package bot

import (
	"cmp"
	"context"
	"errors"

	"bendahara/conversation"
	"bendahara/store"
)

// Report takes a provider's word on a message. A report on a message that is
// not ours is no error: there is nothing to hand in again. One that will not arrive
// goes by another way, once.
func (b *Bot) Report(ctx context.Context, r Report) error {
	again := false
	err := b.db.Update(ctx, func(tx *store.Tx) (err error) {
		again, err = b.report(tx, r)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		b.log.Warn("a delivery report for a message that is not ours", "id", r.ID)
		return nil
	}
	if err == nil && again {
		b.rouse()
	}
	return err
}

// report tells whether the message is to be sent again, another way.
func (b *Bot) report(tx *store.Tx, r Report) (again bool, err error) {
	o, err := tx.Outbound(r.ID)
	if err != nil {
		return false, err
	}
	if !b.about(o, r) {
		return false, nil
	}
	if r.Delivery != conversation.Failed || o.Delivery >= conversation.Expired {
		return false, tx.Advance(r.ID, r.Provider, r.Delivery, r.Code, r.At)
	}
	if err := b.learn(tx, result{Outbound: o, outcome: r.Outcome, channel: o.Channel, code: r.Code}, r.At); err != nil {
		return false, err
	}
	p, err := b.pack(tx, o)
	if err != nil {
		return false, err
	}
	p.Code, p.Changed = cmp.Or(r.Code, string(r.Outcome), "failed"), r.At.UTC()
	p.Provider = cmp.Or(r.Provider, p.Provider) // the report may overtake the answer
	if p.Cost == 0 {                            // taken, and to be paid for
		p.Cost = p.prices.cost(p.Outbound)
	}
	next := b.otherwise(p, r.Outcome)
	if next.Delivery != conversation.Queued {
		return false, tx.Advance(r.ID, r.Provider, conversation.Failed, r.Code, r.At)
	}
	return true, tx.Reroute(next)
}

// about tells whether a report is about a message as it went. Of a way that was given up,
// or of an earlier try of which we did not hear, only that it arrived is news. An id that
// belongs to neither is another message's: books that were restored give our ids anew.
func (b *Bot) about(o store.Outbound, r Report) bool {
	switch {
	case o.By(r.Provider):
		return r.Delivery >= conversation.Delivered
	case r.Provider == "" || o.Provider == "" || r.Provider == o.Provider:
		return true
	case o.Doubtful && r.Delivery >= conversation.Delivered:
		return true
	}
	b.log.Warn("a delivery report for a message that went by another id", "id", r.ID)
	return false
}
