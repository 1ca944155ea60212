package bot

import (
	"context"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Release has these messages, which are held since they may have gone, sent after all or
// dropped, as an officer decided; without ids all of them. All or none: the error wraps
// store.ErrNotHeld, store.ErrNotFound, or conversation.ErrOfficer for who may not.
func (b *Bot) Release(ctx context.Context, ids []string, send bool, by ledger.OfficerCode, now time.Time) (done []store.Outbound, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		if _, err := conversation.NewDesk(tx, by, now); err != nil {
			return err
		}
		these := ids
		if len(these) == 0 {
			held, err := tx.Held()
			if err != nil {
				return err
			}
			for _, o := range held {
				these = append(these, o.ID)
			}
		}
		done = nil
		for _, id := range these {
			o, err := tx.Release(id, send, by, now)
			if err != nil {
				return err
			}
			done = append(done, o)
		}
		return nil
	})
	if err == nil && send {
		b.rouse()
	}
	return done, err
}
