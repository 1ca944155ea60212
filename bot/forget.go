package bot

import (
	"context"
	"time"

	"bendahara/store"
)

// forgetEvery is how often words that are too old are looked for.
const forgetEvery = 24 * time.Hour

// Forget takes away the words of messages that are older than the UPK's setting
// simpan_pesan_bulan, and returns of how many. The books are kept for ever.
func (b *Bot) Forget(ctx context.Context, now time.Time) (n int, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		n, err = tx.Forget(now.AddDate(0, -settings.Int("simpan_pesan_bulan"), 0))
		return err
	})
	return n, err
}
