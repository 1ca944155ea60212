package bot

import (
	"context"
	"sync"
	"time"

	"bendahara/store"
)

// Run sends and reminds until the context ends, and leaves nothing running. It
// owns the timers; a failure is logged and tried again.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.Open(ctx, time.Now()); err != nil {
		return err
	}
	var reminding sync.WaitGroup
	defer reminding.Wait()
	reminding.Go(func() {
		b.repeat(ctx, remindEvery, func(now time.Time) {
			if _, err := b.Remind(ctx, now); err != nil && ctx.Err() == nil {
				b.log.Error("reminding failed", "error", err)
			}
		})
	})
	reminding.Go(func() {
		b.repeat(ctx, alarmEvery, func(now time.Time) {
			if err := b.Alarm(ctx, now); err != nil && ctx.Err() == nil {
				b.log.Error("the office could not be told about a gateway", "error", err)
			}
		})
	})
	reminding.Go(func() {
		for ctx.Err() == nil {
			if err := b.FetchSlips(ctx, time.Now()); err != nil && ctx.Err() == nil {
				b.log.Error("the pictures of slips could not be looked after", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-b.came:
			case <-time.After(slipEvery):
			}
		}
	})
	reminding.Go(func() {
		b.repeat(ctx, forgetEvery, func(now time.Time) {
			if _, err := b.Forget(ctx, now); err != nil && ctx.Err() == nil {
				b.log.Error("old messages keep their words", "error", err)
			}
		})
	})
	for ctx.Err() == nil {
		if _, err := b.deliver(ctx, time.Now, b.wake); err != nil && ctx.Err() == nil {
			b.log.Error("sending failed", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-b.wake:
		case <-time.After(b.untilNext(ctx)):
		}
	}
	return nil
}

// untilNext is how long the outbox may be left alone.
func (b *Bot) untilNext(ctx context.Context) time.Duration {
	wait := idleLook
	_ = b.db.View(ctx, func(tx *store.Tx) error { // on a failure the next look tells
		next, found, err := tx.NextDue(time.Now())
		if found {
			wait = min(wait, max(time.Until(next), 100*time.Millisecond))
		}
		return err
	})
	return wait
}

func (b *Bot) repeat(ctx context.Context, every time.Duration, do func(time.Time)) {
	do(time.Now())
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			do(now)
		}
	}
}
