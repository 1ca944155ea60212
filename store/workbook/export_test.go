package workbook

import (
	"context"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// ExportBook is the store as a workbook, without a file.
func ExportBook(ctx context.Context, db *store.DB) (b *Book, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		b, err = exportBook(ctx, tx)
		return err
	})
	return b, err
}

// HledgerAccount is an account as hledger names it.
func HledgerAccount(a ledger.Account) string { return hledgerAccount(a) }

// ThreeYears fills an empty store with a part of the demonstration's groups, each
// with two loans that it paid off before: a history of three years.
func ThreeYears(tx *store.Tx, now time.Time) error {
	d := newDemo(tx, now)
	d.every, d.earlier = 11, 2
	return d.fill()
}
