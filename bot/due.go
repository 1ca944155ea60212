package bot

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Due lists the reminders that Remind would send now, without sending any.
func (b *Bot) Due(ctx context.Context, now time.Time) ([]store.Outbound, error) {
	part, err := b.DueBehind(ctx, now, "", math.MaxInt, math.MaxInt)
	return part.Reminders, err
}

// DuePart is a part of what Remind would send at a moment.
type DuePart struct {
	Reminders []store.Outbound // the office's first, then group by group
	Groups    int              // that may have something to be told of, in all
	Last      ledger.GroupCode // the group behind which there may be more; empty: this is the last part
}

// DueBehind lists what Remind would send now of the groups behind one, by code, and with
// the first of them what the office is to be told: whole groups, until it has so many
// reminders or has looked at so many groups. It sends none.
func (b *Bot) DueBehind(ctx context.Context, now time.Time, behind ledger.GroupCode, reminders, looks int) (DuePart, error) {
	var part DuePart
	err := b.db.View(ctx, func(tx *store.Tx) error {
		part = DuePart{}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		if may, err := maySend(tx, settings, now); err != nil || !may {
			return err
		}
		groups, err := tx.ToLook(now)
		if err != nil {
			return err
		}
		part.Groups = len(groups)
		first, found := slices.BinarySearchFunc(groups, behind, func(g store.ToLook, code ledger.GroupCode) int { return cmp.Compare(g.Group, code) })
		if found {
			first++
		}
		var due []conversation.Reminding
		if behind == "" {
			if due, err = b.office(tx, now); err != nil {
				return err
			}
		}
		if err := b.listReminders(tx, &part, due, now); err != nil {
			return err
		}
		watch, err := conversation.NewWatch(tx, now)
		if err != nil {
			return err
		}
		for i, g := range groups[first:] {
			if i > 0 && (len(part.Reminders) >= reminders || i >= looks) {
				part.Last = groups[first+i-1].Group
				break
			}
			look, err := watch.At(g.Group)
			if err != nil {
				return err
			}
			due, err := ownReminders(tx, g.Group, look.Due)
			if err != nil {
				return err
			}
			if err := b.listReminders(tx, &part, due, now); err != nil {
				return err
			}
		}
		return nil
	})
	return part, err
}

// ownReminders leaves out those that a group before this one, by code, sends to the same
// person with all that she has due.
func ownReminders(tx *store.Tx, of ledger.GroupCode, due []conversation.Reminding) (own []conversation.Reminding, err error) {
	for _, r := range due {
		told, err := toldBefore(tx, of, r)
		if err != nil {
			return nil, err
		}
		if !told {
			own = append(own, r)
		}
	}
	return own, nil
}

// toldBefore tells whether a reminder has something new of another of her groups, that
// stands before this one.
func toldBefore(tx *store.Tx, of ledger.GroupCode, r conversation.Reminding) (bool, error) {
	for _, code := range r.Of {
		_, fresh, err := r.OfMember(code).Fresh(tx.Caused)
		if err != nil {
			return false, err
		}
		m, err := tx.Member(code)
		if err != nil || fresh && m.Group < of {
			return err == nil, err
		}
	}
	return false, nil
}

// listReminders puts those of some reminders that are new and go to somebody into a list.
func (b *Bot) listReminders(tx *store.Tx, part *DuePart, due []conversation.Reminding, now time.Time) error {
	for _, r := range due {
		o, _, err := b.reminder(tx, r, now)
		if err != nil {
			return err
		}
		if o.To != "" {
			part.Reminders = append(part.Reminders, o)
		}
	}
	return nil
}
