package main

import (
	"fmt"
	"strings"

	"bendahara/store"
	"bendahara/store/bolt"
)

// verifyCmd proves that the books hold.
type verifyCmd struct{}

// Run re-adds everything; the first bad entry, balance or index is the error.
func (*verifyCmd) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		if engine, ok := db.Engine().(*bolt.Engine); ok {
			if err := engine.Check(); err != nil {
				first, _, _ := strings.Cut(err.Error(), "\n")
				return fmt.Errorf("the store's file is damaged: %s; keep it aside and restore the last good backup", first)
			}
		}
		return db.View(e.Context, func(tx *store.Tx) error {
			v, err := tx.Verify()
			if err != nil {
				first, _, _ := strings.Cut(err.Error(), "\n")
				return fmt.Errorf("%s; stop the bot and restore the last good backup", first)
			}
			_, err = fmt.Fprintf(e.Stdout, "The books hold: %d entries, %d accounts, %d members, %d loans, %d messages waiting.\n",
				v.Entries, v.Accounts, v.Members, v.Loans, v.Waiting)
			return err
		})
	})
}
