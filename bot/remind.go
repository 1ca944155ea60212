package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// remindCause begins the cause of every reminder; its step follows.
const remindCause = "remind/"

// looksAtOnce is how many groups are looked at together: they are decided beside what is
// written meanwhile, but while what follows is written, no message can be.
const looksAtOnce = 8

// Remind puts the reminders that are due into the outbox and returns how many.
// They are decided from the books at this moment and keyed by the decision, so it
// may run as often as one likes. Outside the allowed hours and days it does nothing.
// Of the groups it looks only at those that may have something to be told of.
func (b *Bot) Remind(ctx context.Context, now time.Time) (int, error) {
	groups, may, err := b.toRemind(ctx, now)
	if err != nil || !may {
		return 0, err
	}
	failures := []error{b.tellMonth(ctx, now)} // one group's fault is not the others'
	total, err := b.remindOffice(ctx, now)
	if err != nil {
		failures = append(failures, fmt.Errorf("the office: %w", err))
	}
	for some := range slices.Chunk(groups, looksAtOnce) {
		n, ours, err := b.remindGroups(ctx, some, now)
		total += n
		if failures = append(failures, err); err != nil && !ours {
			break // the store's fault is everybody's: all is tried again
		}
	}
	if total > 0 {
		b.rouse()
	}
	return total, errors.Join(failures...)
}

// toRemind are the groups to look at, if anything may go out now.
func (b *Bot) toRemind(ctx context.Context, now time.Time) (groups []store.ToLook, may bool, err error) {
	more := false
	look := func(tx *store.Tx) (err error) {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		if may, err = maySend(tx, settings, now); err != nil || !may {
			return err
		}
		if more, err = tx.BeginLooks(now); err == nil && !more {
			groups, err = tx.ToLook(now)
		}
		return err
	}
	err = b.db.View(ctx, look)
	for err == nil && may && more {
		_, err = b.insist(ctx, func(*store.Tx) error { return nil }, func(tx *store.Tx) (err error) {
			more, err = tx.BeginLooks(now)
			return err
		})
		if err == nil && !more {
			err = b.db.View(ctx, look)
		}
	}
	return groups, may, err
}

// remindGroups queues some groups' reminders, and keeps when to look at them again; where
// one cannot be looked at, those of the others. Ours says that an error is not the store's.
func (b *Bot) remindGroups(ctx context.Context, groups []store.ToLook, now time.Time) (n int, ours bool, err error) {
	var looks []conversation.Look
	decide := func(tx *store.Tx) error {
		looks = nil
		watch, err := conversation.NewWatch(tx, now)
		if err != nil {
			return err
		}
		for _, g := range groups {
			look, err := watch.At(g.Group)
			if err != nil {
				return fmt.Errorf("group %s: %w", g.Group, err)
			}
			looks = append(looks, look)
		}
		return nil
	}
	ours, err = b.insist(ctx, decide, func(tx *store.Tx) error {
		n = 0
		told := map[ledger.MemberCode]bool{}
		for i, g := range groups {
			look := looks[i]
			if ofAny(look.Due, told) {
				watch, err := conversation.NewWatch(tx, now)
				if err == nil {
					look, err = watch.At(g.Group)
				}
				if err != nil {
					return fmt.Errorf("group %s: %w", g.Group, err)
				}
			}
			for _, r := range look.Due {
				for _, m := range r.Of {
					told[m] = true
				}
			}
			if err := tx.Looked(g, look.Next); err != nil {
				return err
			}
			queued, err := b.queueReminders(tx, look.Due, now)
			if err != nil {
				return fmt.Errorf("group %s: %w", g.Group, err)
			}
			n += queued
		}
		return nil
	})
	if err == nil {
		return n, false, nil
	}
	if !ours || len(groups) == 1 {
		return 0, ours, err
	}
	n = 0
	var failures []error
	for i := range groups {
		more, ours, err := b.remindGroups(ctx, groups[i:i+1], now)
		n += more
		if failures = append(failures, err); err != nil && !ours {
			return n, false, errors.Join(failures...)
		}
	}
	return n, true, errors.Join(failures...)
}

// ofAny tells whether one of the reminders is to a person who has been told something in
// the same transaction, for another of her groups: what was decided ahead does not know it.
func ofAny(due []conversation.Reminding, told map[ledger.MemberCode]bool) bool {
	return slices.ContainsFunc(due, func(r conversation.Reminding) bool {
		return slices.ContainsFunc(r.Of, func(m ledger.MemberCode) bool { return told[m] })
	})
}

// insist is an UpdateAhead that is run once more where it was the store that failed; ours
// says that it was what it was given.
func (b *Bot) insist(ctx context.Context, read, write func(*store.Tx) error) (ours bool, err error) {
	tell := func(fn func(*store.Tx) error) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			err := fn(tx)
			ours = err != nil
			return err
		}
	}
	for range 2 {
		ours = false
		err = b.db.UpdateAhead(ctx, tell(read), tell(write))
		if err == nil || ours || ctx.Err() != nil {
			break
		}
	}
	return ours, err
}

// remindOffice queues what the office is to be told.
func (b *Bot) remindOffice(ctx context.Context, now time.Time) (n int, err error) {
	fresh := false
	err = b.db.View(ctx, func(tx *store.Tx) error {
		due, err := b.office(tx, now)
		fresh = false
		for _, r := range due {
			_, is, err := r.Fresh(tx.Caused)
			if err != nil {
				return err
			}
			fresh = fresh || is
		}
		return err
	})
	if err != nil || !fresh {
		return 0, err
	}
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		due, err := b.office(tx, now)
		if err == nil {
			n, err = b.queueReminders(tx, due, now)
		}
		return err
	})
	return n, err
}

func maySend(tx *store.Tx, settings ledger.Settings, now time.Time) (bool, error) {
	holiday, err := tx.Holiday(ledger.DateOf(now.In(settings.Zone())))
	return settings.MaySend(now, func(ledger.Date) bool { return holiday }), err
}

// queueReminders queues those of some reminders that are new, and returns how many.
func (b *Bot) queueReminders(tx *store.Tx, list []conversation.Reminding, now time.Time) (n int, err error) {
	for _, r := range list {
		queued, err := b.queueReminder(tx, r, now)
		if err != nil {
			return n, err
		}
		if queued {
			n++
		}
	}
	return n, nil
}

// queueReminder queues one reminder unless all its steps were told before.
func (b *Bot) queueReminder(tx *store.Tx, r conversation.Reminding, now time.Time) (bool, error) {
	o, step, err := b.reminder(tx, r, now)
	if err != nil || step.Key == "" {
		return false, err
	}
	queued := false
	if o.To == "" {
		r.Today = conversation.Step{} // nobody was reminded: she may be, for another of her groups
	} else {
		if queued, err = tx.Enqueue(o, step.Month); err != nil {
			return false, err
		}
		if err := keepRest(tx, r); err != nil {
			return false, err
		}
	}
	return queued, markTold(tx, r)
}

// markTold remembers the steps of a reminder, and that it was on this day.
func markTold(tx *store.Tx, r conversation.Reminding) error {
	for _, s := range append(r.Steps[:len(r.Steps):len(r.Steps)], r.Today) {
		if s.Key == "" {
			continue
		}
		if err := tx.MarkCause(s.Month, s.Key); err != nil {
			return err
		}
	}
	return nil
}

// queueAsked queues the reminders that an officer asked for, each once a day.
func (b *Bot) queueAsked(tx *store.Tx, list []conversation.Reminding, now time.Time) error {
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	for _, r := range list {
		o, err := b.outbound(tx, r.Say, settings, now)
		if err != nil {
			return err
		}
		o.Cause, o.NotAfter = remindCause+r.Today.Key, settings.SendingEnds(now).UTC()
		if _, err := tx.Enqueue(o, r.Today.Month); err != nil {
			return err
		}
		if err := markTold(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// keepRest lets her see the rest of a list that did not fit, unless her talk is
// in the middle of something.
func keepRest(tx *store.Tx, r conversation.Reminding) error {
	if r.Rest == nil {
		return nil
	}
	state, err := tx.Talk(r.Say.To)
	if err != nil || state.Offer != nil {
		return err
	}
	state.Rest = r.Rest
	return tx.PutTalk(r.Say.To, state)
}

// reminder is a reminder as it goes out, and the step that makes it new: none
// where all its steps were told before. It is to nobody where she has no phone,
// has not agreed or has stopped them.
func (b *Bot) reminder(tx *store.Tx, r conversation.Reminding, now time.Time) (store.Outbound, conversation.Step, error) {
	step, fresh, err := r.Fresh(tx.Caused)
	if err != nil || !fresh || r.Say.To == "" {
		return store.Outbound{}, step, err
	}
	if stopped, err := tx.Stopped(r.Say.To); err != nil || stopped {
		return store.Outbound{}, step, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return store.Outbound{}, step, err
	}
	o, err := b.outbound(tx, r.Say, settings, now)
	o.Cause = remindCause + step.Key
	o.NotAfter = settings.SendingEnds(now).UTC()
	return o, step, err
}
