package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bendahara/store"
	"bendahara/store/workbook"
)

// exportCmd writes the store to a file.
type exportCmd struct {
	Path   string `arg:"" help:"An .xlsx, a directory of .csv, or a .jsonl with the whole journal; - is standard output, which takes the journal."`
	Format string `enum:"workbook,hledger" default:"workbook" help:"hledger: the journal as hledger reads it."`
}

// Run exports.
func (c *exportCmd) Run(e *env) error {
	write := workbook.Export
	if c.Format == "hledger" {
		write = workbook.ExportHledger
	}
	progress := newProgress(e)
	defer progress.end()
	ctx := workbook.Telling(e.Context, progress.tell)
	to := e.path(c.Path)
	if c.Path == "-" || isStream(to) {
		return e.withStore(func(db *store.DB) error { return c.stream(ctx, e, db, write, to) })
	}
	if target, err := filepath.EvalSymlinks(to); err == nil {
		to = target // a link stays a link
	}
	return e.withStore(func(db *store.DB) error {
		if err := write(ctx, db, to); err != nil {
			return err
		}
		progress.end()
		_, err := fmt.Fprintf(e.Stdout, "Written to %s.\n", c.Path)
		return err
	})
}

// isStream tells whether a path is something that is written to, not replaced: a
// device, a pipe.
func isStream(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// stream exports by way of a file of our own to standard output ("-") or to what
// the path leads to.
func (c *exportCmd) stream(ctx context.Context, e *env, db *store.DB, write func(context.Context, *store.DB, string) error, to string) (err error) {
	dir, err := os.MkdirTemp("", "bendahara-export")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	whole := filepath.Join(dir, "export.jsonl")
	if err := write(ctx, db, whole); err != nil {
		return err
	}
	from, err := os.Open(whole)
	if err != nil {
		return err
	}
	defer from.Close()
	out := e.Stdout
	if c.Path != "-" {
		file, err := os.OpenFile(to, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("%s cannot be written to: %w", c.Path, err)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		out = file
	}
	_, err = io.Copy(out, from)
	return err
}
