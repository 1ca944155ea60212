package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// importCmd reads a workbook into the store (docs/contract.md section 2).
type importCmd struct {
	Path     string `arg:"" optional:"" help:"An .xlsx, a directory of .csv named as its sheets, or a .jsonl into an empty store."`
	Check    bool   `help:"Report every fault with sheet, row and column, and change nothing."`
	By       string `placeholder:"CODE" help:"Your code in sheet petugas: in books that are in use you propose the new rows of jurnal, and another officer confirms them."`
	Template string `placeholder:"FILE.xlsx" help:"Write an empty workbook to fill in."`
}

// Validate finds a command line that says nothing or too much.
func (c *importCmd) Validate() error {
	if (c.Path == "") == (c.Template == "") {
		return errors.New("give a workbook to read, or --template FILE.xlsx for an empty one")
	}
	return nil
}

// Run imports all or nothing.
func (c *importCmd) Run(e *env) error {
	if c.Template != "" {
		if _, err := os.Lstat(e.path(c.Template)); err == nil {
			return fmt.Errorf("%s is there already; give a new name for the empty workbook", c.Template)
		}
		return workbook.Template(e.path(c.Template))
	}
	book, faults, err := workbook.Read(e.path(c.Path))
	if err != nil {
		return err
	}
	book.By = ledger.OfficerCode(c.By)
	with := e.withFilled
	if c.Check || len(faults) > 0 {
		with = e.orEmpty
	}
	return with(func(db *store.DB) error {
		// Import tells the faults of reading again, with those that only the store shows.
		summary, all, err := workbook.Import(e.Context, db, book, e.Now(), c.Check)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			all = faults
		}
		for _, f := range all {
			fmt.Fprintln(e.Stdout, f)
		}
		if len(all) > 0 {
			return fmt.Errorf("the workbook has %d faults, listed above; nothing was changed", len(all))
		}
		for _, change := range summary.Changes {
			fmt.Fprintln(e.Stdout, "Change:", change)
		}
		for _, s := range summary.Sheets {
			fmt.Fprintln(e.Stdout, s)
		}
		for _, w := range summary.Warnings {
			fmt.Fprintln(e.Stdout, "Note:", w)
		}
		done := "written"
		if c.Check {
			done = "that an import would write; nothing was changed"
		}
		if _, err = fmt.Fprintf(e.Stdout, "%d entries %s.\n", summary.Entries, done); err != nil || summary.Proposal.Task == "" {
			return err
		}
		return c.proposed(e, db, summary.Proposal)
	})
}

// withFilled is withNewStore for a command that may bring years: a store that is not
// there yet is filled beside its place, in little memory, and is there when it is whole.
func (e *env) withFilled(fn func(*store.DB) error) error {
	path := filepath.Join(e.path(e.Data), storeFile)
	if _, err := os.Stat(path); e.served != nil || !errors.Is(err, os.ErrNotExist) {
		return e.withNewStore(fn)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	if err := clearUnfinished(filepath.Dir(path)); err != nil {
		return err
	}
	return writeNew(path, func(io.Writer) error { return nil }, func(made string) error {
		return bolt.Fill(made, func(engine *bolt.Engine) error { return fn(store.New(engine)) })
	})
}

// proposed tells of the new rows of jurnal in books that are in use: the one who brings
// them, and the officers who may confirm them.
func (c *importCmd) proposed(e *env, db *store.DB, p conversation.Proposal) error {
	if c.Check {
		_, err := fmt.Fprintf(e.Stdout, "jurnal: %d rows would be proposed, for another officer to confirm.\n", len(p.Rows))
		return err
	}
	showProposal(e.Stdout, p)
	_, err := fmt.Fprintf(e.Stdout, confirmHint, p.Number)
	return errors.Join(err, e.botOf(db).TellProposal(e.Context, p))
}

// orEmpty hands over the store of the data directory, or where there is none an
// empty one in memory: what changes nothing makes no store.
func (e *env) orEmpty(fn func(*store.DB) error) error {
	if e.served == nil {
		if _, err := os.Stat(filepath.Join(e.path(e.Data), storeFile)); errors.Is(err, os.ErrNotExist) {
			return fn(store.New(memory.New()))
		}
	}
	return e.withNewStore(fn)
}
