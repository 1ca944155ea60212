package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// remindCause begins the cause of every reminder; its step follows.
const remindCause = "remind/"

// Remind puts the reminders that are due into the outbox and returns how many.
// They are decided from the books at this moment and keyed by the decision, so it
// may run as often as one likes. Outside the allowed hours and days it does nothing.
func (b *Bot) Remind(ctx context.Context, now time.Time) (int, error) {
	var groups []ledger.Group
	may := false
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
		groups, may, err = toRemind(tx, now)
		return err
	})
	if err != nil || !may {
		return 0, err
	}
	failures := []error{b.tellMonth(ctx, now)} // one group's fault is not the others'
	total, err := b.remindOf(ctx, now, b.office)
	if err != nil {
		failures = append(failures, fmt.Errorf("the office: %w", err))
	}
	for _, g := range groups {
		if ctx.Err() != nil {
			failures = append(failures, ctx.Err())
			break
		}
		n, err := b.remindGroup(ctx, g.Code, now)
		if err != nil {
			failures = append(failures, fmt.Errorf("group %s: %w", g.Code, err))
		}
		total += n
	}
	if total > 0 {
		b.rouse()
	}
	return total, errors.Join(failures...)
}

// Due lists the reminders that Remind would send now, without sending any.
func (b *Bot) Due(ctx context.Context, now time.Time) ([]store.Outbound, error) {
	var list []store.Outbound
	err := b.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		groups, may, err := toRemind(tx, now)
		if err != nil || !may {
			return err
		}
		office, err := b.office(tx, now)
		if err != nil {
			return err
		}
		if list, err = b.preview(tx, list, office, now); err != nil {
			return err
		}
		for _, g := range groups {
			due, err := toTell(tx, g.Code, now)
			if err != nil {
				return err
			}
			if list, err = b.preview(tx, list, due, now); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// preview adds the reminders as they would go out.
func (b *Bot) preview(tx *store.Tx, list []store.Outbound, due []conversation.Reminding, now time.Time) ([]store.Outbound, error) {
	for _, r := range due {
		o, _, err := b.reminder(tx, r, now)
		if err != nil {
			return nil, err
		}
		if o.To != "" {
			list = append(list, o)
		}
	}
	return list, nil
}

// reminders are the reminders of a group at this moment.
func reminders(tx *store.Tx, g ledger.GroupCode, now time.Time) ([]conversation.Reminding, error) {
	settings, err := tx.Settings()
	if err != nil || settings.Get("pengingat") != "ya" {
		return nil, err
	}
	list, err := conversation.Reminders(tx, g, now)
	if err != nil {
		return nil, err
	}
	members, err := tx.Members(g)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if m.Office != ledger.Treasurer || m.Status != ledger.Active || m.Phone == "" {
			continue
		}
		state, err := tx.Talk(m.Phone)
		if err != nil {
			return nil, err
		}
		r, ok, err := conversation.Unclosed(tx, state, m, now)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, r)
		}
		claims, err := conversation.Unasked(tx, m, now)
		if err != nil {
			return nil, err
		}
		list = append(list, claims...)
	}
	return list, nil
}

// toRemind are the groups, and whether anything may go out now.
func toRemind(tx *store.Tx, now time.Time) (groups []ledger.Group, may bool, err error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, false, err
	}
	if may, err = maySend(tx, settings, now); err != nil || !may {
		return nil, may, err
	}
	groups, err = tx.Groups()
	return groups, true, err
}

func maySend(tx *store.Tx, settings ledger.Settings, now time.Time) (bool, error) {
	holiday, err := tx.Holiday(ledger.DateOf(now.In(settings.Zone())))
	return settings.MaySend(now, func(ledger.Date) bool { return holiday }), err
}

// remindGroup queues one group's reminders.
func (b *Bot) remindGroup(ctx context.Context, g ledger.GroupCode, now time.Time) (int, error) {
	return b.remindOf(ctx, now, func(tx *store.Tx, now time.Time) ([]conversation.Reminding, error) {
		return toTell(tx, g, now)
	})
}

// remindOf decides and queues reminders in one transaction.
func (b *Bot) remindOf(
	ctx context.Context, now time.Time, decide func(*store.Tx, time.Time) ([]conversation.Reminding, error),
) (int, error) {
	any := false
	err := b.db.View(ctx, func(tx *store.Tx) error {
		any = false
		due, err := decide(tx, now)
		for _, r := range due {
			_, fresh, err := r.Fresh(tx.Caused)
			if err != nil {
				return err
			}
			any = any || fresh
		}
		return err
	})
	if err != nil || !any {
		return 0, err
	}
	n := 0
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		n = 0
		due, err := decide(tx, now)
		if err != nil {
			return err
		}
		for _, r := range due {
			done, err := b.queueReminder(tx, r, now)
			if err != nil {
				return err
			}
			if done {
				n++
			}
		}
		return nil
	})
	return n, err
}

// queueReminder queues one reminder unless all its steps were told before.
func (b *Bot) queueReminder(tx *store.Tx, r conversation.Reminding, now time.Time) (bool, error) {
	o, step, err := b.reminder(tx, r, now)
	if err != nil || step.Key == "" {
		return false, err
	}
	queued := false
	if o.To != "" {
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

// stillDue tells whether a message is still to be sent, and how: a reminder only
// while it would be decided now, with what is due now. She may have paid since it
// was written, all or a part, or stopped them.
func (b *Bot) stillDue(tx *store.Tx, o store.Outbound, now time.Time) (store.Outbound, bool, error) {
	if strings.HasPrefix(o.Cause, conversation.BroadcastCause) {
		return b.stillBroadcast(tx, o, now)
	}
	step, isReminder := strings.CutPrefix(o.Cause, remindCause)
	if !isReminder {
		return o, true, nil
	}
	settings, err := tx.Settings()
	if err != nil {
		return o, false, err
	}
	if may, err := maySend(tx, settings, now); err != nil || !may {
		return o, false, err
	}
	if stopped, err := tx.Stopped(o.To); err != nil || stopped {
		return o, false, err
	}
	if strings.HasPrefix(step, conversation.DigestStep) { // a day as it was told then
		return o, true, nil
	}
	due, err := dueNow(tx, o, step, settings, now)
	if err != nil {
		return o, false, err
	}
	for _, r := range due {
		if r.Say.To != o.To || !tells(r, o, step) {
			continue
		}
		fresh, err := b.outbound(tx, r.Say, settings, now)
		o.Text, o.Segments = fresh.Text, fresh.Segments
		return o, err == nil, err
	}
	return o, false, nil
}

// dueNow are the reminders among which one that was queued would be now.
func dueNow(tx *store.Tx, o store.Outbound, step string, settings ledger.Settings, now time.Time) ([]conversation.Reminding, error) {
	switch {
	case o.Kind == (conversation.CaseLate{}).Kind():
		return conversation.LateCases(tx, now)
	case settings.Get("pengingat") != "ya":
		return nil, nil
	}
	members, err := tx.MembersByPhone(o.To)
	if err != nil {
		return nil, err
	}
	var all []conversation.Reminding
	for _, m := range members {
		decide := reminders
		if strings.HasPrefix(step, conversation.OnDay) {
			decide = func(tx *store.Tx, g ledger.GroupCode, now time.Time) ([]conversation.Reminding, error) {
				return conversation.RemindersAsked(tx, g, now)
			}
		}
		due, err := decide(tx, m.Group, now)
		if err != nil {
			return nil, err
		}
		all = append(all, due...)
	}
	return all, nil
}

// tells says whether r is what the reminder o of this step would be now. A list
// stays good when the one on it whom its cause names has paid.
func tells(r conversation.Reminding, o store.Outbound, step string) bool {
	list := conversation.DueSummary{}.Kind()
	if o.Kind == list {
		return r.Say.Words.Kind() == list
	}
	return r.Today.Key == step || slices.ContainsFunc(r.Steps, func(s conversation.Step) bool { return s.Key == step })
}
