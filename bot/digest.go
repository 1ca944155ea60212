package bot

import (
	"context"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// office are what the office is to be told at this moment: cases that are late, a SIM
// that is about to end, and the day in the evening.
func (b *Bot) office(tx *store.Tx, now time.Time) ([]conversation.Reminding, error) {
	late, err := conversation.LateCases(tx, now)
	if err != nil {
		return nil, err
	}
	var ailing []string
	for _, g := range b.gateways {
		if !well(g) {
			ailing = append(ailing, officeName(g.Name()))
		}
	}
	card, err := conversation.EndingSIM(tx, now)
	if err != nil {
		return nil, err
	}
	day, err := conversation.OfficeDigests(tx, ailing, now)
	return slices.Concat(late, card, day), err
}

// tellMonth begins the broadcast that tells members how their last month went, once.
func (b *Bot) tellMonth(ctx context.Context, now time.Time) error {
	ok := false
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
		_, _, ok, err = conversation.MonthDigest(tx, now)
		return err
	})
	if err != nil || !ok {
		return err
	}
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		made, step, ok, err := conversation.MonthDigest(tx, now)
		if err != nil || !ok {
			return err
		}
		if _, err := tx.AddBroadcast(made.Run, made.To); err != nil {
			return err
		}
		return tx.MarkCause(step.Month, step.Key)
	})
	if err == nil {
		b.rouse()
	}
	return err
}
