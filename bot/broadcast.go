package bot

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Limits of broadcasts.
const (
	// broadcastsWaiting is how many messages of broadcasts wait in the outbox at most:
	// the others' turns come when these have gone, so that each is decided late and the
	// outbox stays short.
	broadcastsWaiting = 2 * sendAtOnce
	pausedLook        = time.Minute // how soon a message that waited is looked at again
)

// Broadcast sends an announcement to an audience, or proposes it where another officer
// has to approve it. Of the two only one comes back with a number. The errors are those
// of [conversation.NewDesk], [conversation.Desk.Announce] and the store's.
func (b *Bot) Broadcast(
	ctx context.Context, a conversation.Announcement, by ledger.OfficerCode, now time.Time,
) (run conversation.BroadcastRun, p conversation.Proposal, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		run, p = conversation.BroadcastRun{}, conversation.Proposal{}
		desk, err := conversation.NewDesk(tx, by, now)
		if err != nil {
			return err
		}
		turn, err := desk.Announce(a)
		if err != nil {
			return err
		}
		cause := ""
		for _, c := range turn.Changes {
			switch c := c.(type) {
			case conversation.BroadcastMade:
				if run, err = tx.AddBroadcast(c.Run, c.To); err != nil {
					return err
				}
			case conversation.ProposalDecided:
				p = c.Proposal
				if err := tx.PutProposal(p); err != nil {
					return err
				}
				cause = p.Cause() + "/made"
			}
		}
		_, err = b.say(tx, turn.Say, cause, now)
		return err
	})
	if err == nil {
		b.rouse()
	}
	return run, p, err
}

// Preview is how an announcement would go out at this moment.
type Preview struct {
	People  int              // who would get it
	Without int              // who is meant and would not
	Some    []store.Outbound // evenly from the first to the last, each by its way and with its cost where the sheet harga has a price
}

// Preview is how an announcement would go out at this moment: a message to each who would
// get it, and how many of those meant would get none. It writes nothing; the errors are
// those of [Bot.Broadcast].
func (b *Bot) Preview(
	ctx context.Context, a conversation.Announcement, by ledger.OfficerCode, now time.Time,
) (to []store.Outbound, without int, err error) {
	v, err := b.PreviewSome(ctx, a, by, now, math.MaxInt, nil)
	return v.Some, v.Without, err
}

// PreviewSome is Preview with the messages to some only, and with what was worked out of the
// groups before: nil reads it.
func (b *Bot) PreviewSome(
	ctx context.Context, a conversation.Announcement, by ledger.OfficerCode, now time.Time, some int, ahead func(*store.Tx) (map[ledger.GroupCode]conversation.Ahead, error),
) (v Preview, err error) {
	err = b.db.View(ctx, func(tx *store.Tx) error {
		v = Preview{}
		desk, err := conversation.NewDesk(tx, by, now)
		if err != nil {
			return err
		}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		var known map[ledger.GroupCode]conversation.Ahead
		if ahead != nil {
			if known, err = ahead(tx); err != nil {
				return err
			}
		}
		p, err := desk.Preview(a, some, known)
		v.People, v.Without = p.People, p.Without
		if err != nil {
			return err
		}
		for _, say := range p.Some {
			o, err := b.outbound(tx, say, settings, now)
			if err != nil {
				return err
			}
			p, err := b.pack(tx, o)
			if err != nil {
				return err
			}
			if w, ok := b.way(p); ok {
				o.Gateway = w.gateway.Name()
				o.Cost = p.prices.cost(o)
			}
			v.Some = append(v.Some, o)
		}
		return nil
	})
	return v, err
}

// MoveBroadcast pauses, resumes or cancels a broadcast. It returns
// [conversation.ErrBroadcast] where that cannot be, and the errors of
// [conversation.NewDesk] and the store.
func (b *Bot) MoveBroadcast(
	ctx context.Context, number uint64, to conversation.BroadcastState, by ledger.OfficerCode, now time.Time,
) (run conversation.BroadcastRun, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) (err error) {
		if _, err = conversation.NewDesk(tx, by, now); err != nil {
			return err
		}
		if run, err = tx.Broadcast(number); err != nil {
			return err
		}
		p, err := progress(tx, run)
		if err != nil {
			return err
		}
		if run, err = run.Move(to, p.Waiting > 0, now); err != nil {
			return err
		}
		run.Changer = by
		return tx.PutBroadcast(run)
	})
	if err == nil {
		b.rouse()
	}
	return run, err
}

// topUp puts the next messages of the broadcasts that run into the outbox, as long as
// few of them wait there. Each is decided and written in words at this moment.
func (b *Bot) topUp(ctx context.Context, now time.Time) error {
	ready := false
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
		_, ready, err = toBroadcast(tx, now)
		return err
	})
	if err != nil || !ready {
		return err
	}
	return b.db.Update(ctx, func(tx *store.Tx) error {
		runs, ready, err := toBroadcast(tx, now)
		if err != nil || !ready {
			return err
		}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		for _, run := range runs {
			if err := b.advance(tx, run, settings, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// toBroadcast are the broadcasts of which somebody's turn has come, if a message may go
// out now and the outbox has room.
func toBroadcast(tx *store.Tx, now time.Time) (runs []conversation.BroadcastRun, ready bool, err error) {
	open, err := tx.OpenBroadcasts()
	if err != nil || len(open) == 0 {
		return nil, false, err
	}
	for _, run := range open {
		if run.Allowed(now) > run.Had {
			runs = append(runs, run)
		}
	}
	settings, err := tx.Settings()
	if err != nil || len(runs) == 0 {
		return nil, false, err
	}
	if may, err := maySend(tx, settings, now); err != nil || !may {
		return nil, false, err
	}
	waiting, err := tx.WaitingOf(conversation.Broadcast, broadcastsWaiting)
	return runs, err == nil && waiting < broadcastsWaiting, err
}

// advance gives the next people of a broadcast their turn.
func (b *Bot) advance(tx *store.Tx, run conversation.BroadcastRun, settings ledger.Settings, now time.Time) error {
	next, err := tx.NextAddressees(run, min(sendAtOnce, run.Allowed(now)-run.Had))
	if err != nil {
		return err
	}
	for _, m := range next {
		a, err := b.turnOf(tx, run, m, settings, now)
		if err != nil {
			return err
		}
		if err := tx.PutAddressee(run.Number, m, a); err != nil {
			return err
		}
		run.Last, run.Had = m, run.Had+1
	}
	if run.Had >= run.People || len(next) == 0 {
		run.State, run.Changed = conversation.Done, now.UTC()
	}
	return tx.PutBroadcast(run)
}

// turnOf queues a broadcast's message to a member, or says why she gets none.
func (b *Bot) turnOf(tx *store.Tx, run conversation.BroadcastRun, m ledger.MemberCode, settings ledger.Settings, now time.Time) (store.Addressee, error) {
	a := store.Addressee{At: now.UTC()}
	say, why, err := conversation.TurnOf(tx, run, m, now)
	switch {
	case errors.Is(err, store.ErrNotFound):
		why = conversation.NotMeant // she is in no register any more
	case err != nil:
		return a, err
	}
	if a.LeftOut = why; why != "" {
		return a, nil
	}
	o, err := b.outbound(tx, say, settings, now)
	if err != nil {
		return a, err
	}
	o.Cause = run.Cause(o.To)
	month := ledger.DateOf(run.Made.UTC()).Period()
	fresh, err := tx.Enqueue(o, month)
	if err != nil {
		return a, err
	}
	if !fresh {
		a.LeftOut = conversation.SamePhone
		return a, nil
	}
	a.Outbound, err = tx.Effect(month, o.Cause)
	return a, err
}

// stillBroadcast tells whether a broadcast's message is still to go, and with which
// words. One whose broadcast has been paused, or that the evening has overtaken, waits:
// its Next is later.
func (b *Bot) stillBroadcast(tx *store.Tx, o store.Outbound, now time.Time) (store.Outbound, bool, error) {
	number, _, _ := strings.Cut(strings.TrimPrefix(o.Cause, conversation.BroadcastCause), "/")
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return o, false, err
	}
	run, err := tx.Broadcast(n)
	if err != nil || run.State == conversation.Cancelled {
		return o, false, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return o, false, err
	}
	if run.State == conversation.Paused {
		o.Next = now.Add(pausedLook).UTC()
		return o, false, nil
	}
	if may, err := maySend(tx, settings, now); err != nil || !may {
		if err != nil {
			return o, false, err
		}
		holidays, err := tx.Holidays()
		o.Next = now.Add(time.Hour).UTC()
		if opens, ok := settings.SendingBegins(now, func(d ledger.Date) bool { _, is := holidays[d]; return is }); ok {
			o.Next = opens.UTC()
		}
		return o, false, err
	}
	members, err := tx.MembersByPhone(o.To)
	if err != nil {
		return o, false, err
	}
	for _, m := range members {
		a, err := tx.Addressee(n, m.Code)
		if errors.Is(err, store.ErrNotFound) || err == nil && a.Outbound != o.ID {
			continue
		}
		if err != nil {
			return o, false, err
		}
		say, why, err := conversation.TurnOf(tx, run, m.Code, now)
		if err != nil {
			return o, false, err
		}
		if why != "" {
			a.LeftOut = why
			return o, false, tx.PutAddressee(n, m.Code, a)
		}
		fresh, err := b.outbound(tx, say, settings, now)
		o.Text, o.Segments = fresh.Text, fresh.Segments
		return o, err == nil, err
	}
	return o, false, nil // her number is another's now
}
