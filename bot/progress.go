package bot

import (
	"context"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// replyWithin is how long after a broadcast's message what she writes may be about it.
const replyWithin = 3 * 24 * time.Hour

// Progress is how a broadcast stands. The error is the store's.
type Progress struct {
	Run     conversation.BroadcastRun
	ToCome  int // whose turn has not been
	LeftOut map[conversation.LeftOut]int
	// By how far the messages came: waiting in the outbox, taken and not yet confirmed,
	// confirmed by the phone, failed, past their use or called back.
	Waiting, Unconfirmed, Reached, Failed, Expired int
	Segments                                       int
	Cost                                           ledger.Money // of what was taken so far
	Replied                                        int          // who it reached, and who wrote within three days
}

// Part is what one figure of a broadcast's progress counts.
type Part string

// The parts, as they are shown; those left out have the reason's own name.
const (
	Meant       Part = "meant"
	ToCome      Part = "to_come"
	Waiting     Part = "waiting"
	Reached     Part = "reached"
	Unconfirmed Part = "unconfirmed"
	NotReached  Part = "failed"
	CalledBack  Part = "expired"
	Replied     Part = "replied"
	Segments    Part = "segments"
)

// Figure is one count that is not zero.
type Figure struct {
	Part Part
	N    int
}

// Figures are the counts of a broadcast that are not zero, in the order in which they are
// shown.
func (p Progress) Figures() (list []Figure) {
	all := []Figure{
		{Meant, p.Run.People},
		{ToCome, p.ToCome},
		{Waiting, p.Waiting},
		{Reached, p.Reached},
		{Unconfirmed, p.Unconfirmed},
		{NotReached, p.Failed},
		{CalledBack, p.Expired},
	}
	for _, why := range []conversation.LeftOut{conversation.NotMeant, conversation.WithoutConsent, conversation.WithoutPhone, conversation.SamePhone} {
		all = append(all, Figure{Part(why), p.LeftOut[why]})
	}
	for _, f := range append(all, Figure{Replied, p.Replied}, Figure{Segments, p.Segments}) {
		if f.N > 0 {
			list = append(list, f)
		}
	}
	return list
}

// Progress tells how a broadcast stands. It returns store.ErrNotFound for a number that
// is none's.
func (b *Bot) Progress(ctx context.Context, number uint64) (p Progress, err error) {
	err = b.db.View(ctx, func(tx *store.Tx) (err error) {
		run, err := tx.Broadcast(number)
		if err != nil {
			return err
		}
		p, err = progress(tx, run)
		return err
	})
	return p, err
}

func progress(tx *store.Tx, run conversation.BroadcastRun) (Progress, error) {
	p := Progress{Run: run, LeftOut: map[conversation.LeftOut]int{}}
	return p, tx.Addressees(run.Number, func(_ ledger.MemberCode, a store.Addressee) error { return p.count(tx, a) })
}

func (p *Progress) count(tx *store.Tx, a store.Addressee) error {
	switch {
	case a.LeftOut != "":
		p.LeftOut[a.LeftOut]++
		return nil
	case a.Outbound == "":
		p.ToCome++
		return nil
	}
	o, err := tx.Outbound(a.Outbound)
	if err != nil {
		return err
	}
	switch o.Delivery {
	case conversation.Queued:
		p.Waiting++
	case conversation.Delivered, conversation.Read:
		p.Reached++
	case conversation.Failed:
		p.Failed++
	case conversation.Expired:
		p.Expired++
	default:
		p.Unconfirmed++
	}
	if o.Provider != "" {
		p.Segments += o.Segments
		p.Cost += o.Cost
	}
	if o.Delivery == conversation.Queued || o.Delivery == conversation.Failed || o.Delivery == conversation.Expired {
		return nil // nothing reached her
	}
	wrote, err := tx.Replied(o, a.At.Add(replyWithin))
	if wrote {
		p.Replied++
	}
	return err
}
