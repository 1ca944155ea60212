package workbook

import (
	"context"

	"bendahara/ledger"
	"bendahara/store"
)

// ExportBook is the store as a workbook, without a file.
func ExportBook(ctx context.Context, db *store.DB) (b *Book, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		b, err = exportBook(tx)
		return err
	})
	return b, err
}

// HledgerAccount is an account as hledger names it.
func HledgerAccount(a ledger.Account) string { return hledgerAccount(a) }
