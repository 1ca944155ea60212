package main

import (
	"fmt"

	"bendahara/store"
	"bendahara/store/workbook"
)

// exportCmd writes the store to a file.
type exportCmd struct {
	Path   string `arg:"" help:"An .xlsx, a directory of .csv, or a .jsonl with the whole journal."`
	Format string `enum:"workbook,hledger" default:"workbook" help:"hledger: the journal as hledger reads it."`
}

// Run exports.
func (c *exportCmd) Run(e *env) error {
	write := workbook.Export
	if c.Format == "hledger" {
		write = workbook.ExportHledger
	}
	return e.withStore(func(db *store.DB) error {
		if err := write(e.Context, db, e.path(c.Path)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(e.Stdout, "Written to %s.\n", c.Path)
		return err
	})
}
