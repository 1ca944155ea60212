package bot

import (
	"context"
	"errors"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// ErrUnsaid says that so many replies went to a number today that no more goes.
var ErrUnsaid = errors.New("no more replies go to this number today")

// Work does what an officer does at her counter: what fn works out is written whole, and
// what fn itself writes with it, in one transaction; cause is what the entries are caused
// by. The errors are fn's, those of [conversation.NewCounter], the store's, and
// ErrUnsaid; then nothing is written.
func (b *Bot) Work(ctx context.Context, by ledger.OfficerCode, cause string, now time.Time,
	fn func(*store.Tx, conversation.Counter) (conversation.Result, error),
) (r conversation.Result, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		counter, err := conversation.NewCounter(tx, by, cause, now)
		if err != nil {
			return err
		}
		if r, err = fn(tx, counter); err != nil {
			return err
		}
		said, err := b.follow(tx, r.Turn, cause, now)
		if err == nil && !said {
			err = ErrUnsaid
		}
		return err
	})
	if err == nil {
		b.rouse()
	}
	return r, err
}
