package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// understandCmd shows what the bot makes of messages (docs/contract.md section 5).
type understandCmd struct {
	File     string `arg:"" optional:"" help:"Lines of NUMBER, a tab and TEXT (default: standard input)."`
	Workbook string `placeholder:"PATH" help:"Take the people from this workbook in place of the data directory."`
	At       string `placeholder:"TIME" help:"As of this time, such as 2026-03-10T09:00:00+07:00 (default now)."`
}

// maxUnderstandLine is the longest line that is read, in bytes.
const maxUnderstandLine = 1 << 20

// Run prints one JSON object a line, in order.
func (c *understandCmd) Run(e *env) error {
	now := e.Now()
	if c.At != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, c.At); err != nil {
			return usageError{fmt.Errorf("--at %q is not a time such as 2026-03-10T09:00:00+07:00", c.At)}
		}
	}
	in := e.Stdin
	if c.File != "" && c.File != "-" {
		f, err := os.Open(e.path(c.File))
		if err != nil {
			return fmt.Errorf("the messages cannot be read: %w", err)
		}
		defer f.Close()
		in = f
	}
	read := func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error { return explainAll(in, e.Stdout, tx, now) })
	}
	if c.Workbook != "" {
		return c.withWorkbook(e, now, read)
	}
	return e.withStore(read)
}

// withWorkbook reads the people into a store in memory.
func (c *understandCmd) withWorkbook(e *env, now time.Time, read func(*store.DB) error) error {
	book, faults, err := workbook.Read(e.path(c.Workbook))
	if err != nil {
		return err
	}
	db := store.New(memory.New())
	if len(faults) == 0 {
		_, faults, err = workbook.Import(e.Context, db, book, now, false)
	}
	if err != nil || len(faults) > 0 {
		return errors.Join(err, fmt.Errorf("the workbook has faults, the first: %v; bendahara import --check lists all", faults))
	}
	return errors.Join(read(db), db.Close())
}

func explainAll(in io.Reader, out io.Writer, facts conversation.Facts, now time.Time) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxUnderstandLine)
	encode := json.NewEncoder(out)
	encode.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		number, text, ok := strings.Cut(strings.TrimSuffix(lines.Text(), "\r"), "\t")
		if !ok {
			return fmt.Errorf("line %d has no tab between number and text", n)
		}
		phone, err := simulator.Number(number)
		if err != nil {
			phone = "" // whoever sent this is nobody we know
		}
		x, err := conversation.Explain(conversation.Message{
			Channel: conversation.SMS, From: phone, Text: lineBreaks.Replace(text), Sent: now, Received: now,
		}, facts)
		if err != nil {
			return err
		}
		if err := encode.Encode(x); err != nil {
			return err
		}
	}
	return lines.Err()
}
