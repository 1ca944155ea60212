package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"bendahara/bot/report"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
	"bendahara/templates"
)

// reportCmd prints a named report (docs/contract.md section 1).
type reportCmd struct {
	Name     string       `arg:"" optional:"" help:"Which report; without a name, the list of them."`
	Month    monthFlag    `placeholder:"MONTH" help:"Month, such as 2026-02 (default: the last full month; kas, tagihan, penilaian, talangan, simpanan, sidik, paket: today)."`
	Of       string       `placeholder:"CODE" help:"Only this village or group, by code or name; kartu: or this loan; bukubesar: this account, by its number."`
	Format   string       `enum:"text,csv,xlsx,pdf" default:"text" help:"How it is written: ${enum}."`
	Paper    report.Paper `enum:"a4,f4" default:"a4" env:"BENDAHARA_PAPER" help:"What xlsx and pdf are printed on: ${enum}."`
	BotPhone ledger.Phone `placeholder:"NUMBER" env:"BENDAHARA_BOT_PHONE" help:"paket: the number that people text, such as +6281390000001."`
	Output   string       `placeholder:"FILE" help:"Where it is written (default: standard output)."`
}

// AfterApply refuses to fill a terminal with what only programs read. It is asked in the
// caller's own process, also where a running serve makes the report.
func (c *reportCmd) AfterApply(e *env) error {
	binary := c.Format == "xlsx" || c.Format == "pdf"
	if binary && c.Output == "" && c.Name != "" && isTerminal(e.Stdout) {
		return fmt.Errorf("a report as %s is for a file: add --output FILE.%s, or send it into a pipe", c.Format, c.Format)
	}
	return nil
}

// Run prints the report, or the list of reports.
func (c *reportCmd) Run(e *env) error {
	all := allReports()
	if c.Name == "" {
		table := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
		for _, r := range all {
			fmt.Fprintf(table, "%s\t%s\n", r.name, r.title)
		}
		return table.Flush()
	}
	i := slices.IndexFunc(all, func(r namedReport) bool { return r.name == c.Name })
	if i < 0 {
		return usageError{fmt.Errorf("there is no report %q; bendahara report lists them", c.Name)}
	}
	return e.withStore(func(db *store.DB) error {
		progress := newProgress(e)
		defer progress.end()
		var q question
		err := db.View(e.Context, func(tx *store.Tx) (err error) {
			q, err = c.question(e, tx, all[i], progress)
			return err
		})
		if err != nil {
			return err
		}
		return c.write(e, all[i], q)
	})
}

// write makes the report and writes it: a file wholly, or not at all.
func (c *reportCmd) write(e *env, r namedReport, q question) error {
	sections, err := r.make(q)
	if err != nil {
		return err
	}
	into := func(w io.Writer) error { return c.format(w, r, q, sections) }
	if c.Output == "" {
		return into(e.Stdout)
	}
	path := e.path(c.Output)
	if isStream(path) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("%s cannot be written to: %w", c.Output, err)
		}
		defer f.Close()
		return into(f)
	}
	return workbook.WriteFile(path, into)
}

func (c *reportCmd) format(w io.Writer, r namedReport, q question, sections []report.Section) error {
	var tables []report.Table
	for _, s := range sections {
		tables = append(tables, s.Tables...)
	}
	switch c.Format {
	case "csv":
		return report.WriteCSV(w, tables)
	case "text":
		return report.WriteText(w, tables)
	}
	if err := q.step("Writing"); err != nil {
		return err
	}
	d, err := q.document(r, sections)
	if err != nil {
		return err
	}
	w = &stoppable{w, q.ctx}
	switch {
	case c.Format == "xlsx":
		return report.WriteXLSX(w, d)
	case r.print != nil:
		return r.print(w, d, q)
	}
	return report.WritePDF(w, d)
}

// stoppable writes no more once it is cancelled.
type stoppable struct {
	io.Writer
	ctx context.Context
}

func (s *stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Writer.Write(p)
}

// question is what a report is asked for.
type question struct {
	*ledger.Reports
	month      ledger.Period
	first, day ledger.Date // of the month
	from, to   ledger.Date // the month, or today and the next six days
	now        ledger.Date // the month's last day, or today
	heard      ledger.Date // that, but never later than today
	settled    ledger.Date // when the month's instalments can no longer be in time, or today
	closed     bool        // the month is, and nothing that comes can change the report
	of         string      // a loan or account
	part       string      // the village or group that it is of, in words
	when       string      // in words

	upk      ledger.UPK
	officers []ledger.Officer
	books    ledger.Books
	sent     []store.Outbound // of the month, where the report is about messages
	made     time.Time
	paper    report.Paper
	botPhone ledger.Phone
	ctx      context.Context
	progress *progress
}

// question reads the books and what was asked of them.
func (c *reportCmd) question(e *env, tx *store.Tx, r namedReport, p *progress) (q question, err error) {
	q = question{of: c.Of, paper: c.Paper, botPhone: c.BotPhone, ctx: e.Context, progress: p}
	if q.upk, err = tx.UPK(); err != nil {
		return q, err
	}
	if q.officers, err = tx.Officers(); err != nil {
		return q, err
	}
	if q.books, err = readRegisters(tx); err != nil {
		return q, err
	}
	if q.Reports, err = ledger.ReadReports(q.books, told(e.Context, tx, p)); err != nil {
		return q, err
	}
	settings := q.books.Settings
	q.made = e.Now().In(settings.Zone())
	today := ledger.DateOf(q.made)
	q.month = ledger.Period(c.Month)
	q.from, q.to, q.now = today, today+6, today
	given := q.month != 0 || r.name == wholeMonth.name
	if q.month == 0 {
		q.month = today.Period() - 1
	}
	q.first = q.month.First()
	q.day = q.first.MonthEnd()
	inTime := q.day + ledger.Date(settings.Int("iptw_hari"))
	q.settled = min(today, inTime+1)
	if given {
		q.from, q.to, q.now = q.first, q.day, q.day
	}
	q.heard = min(today, q.now)
	q.when = templates.PaperOfMonth(q.month)
	if r.today && !given {
		q.when = templates.PaperOfDay(today)
	}
	if err := q.narrow(r); err != nil {
		return q, err
	}
	if q.part != "" {
		q.when = q.part + ", " + q.when
	}
	through, any := settings.ClosedThrough()
	if r.messages {
		begin, end := q.span()
		if q.sent, err = tx.WrittenBetween(begin, end); err != nil {
			return q, err
		}
	}
	q.closed = any && q.month <= through && today > inTime && (given || !r.today)
	return q, nil
}

// document is the report for paper. Of a closed month it is the same whenever it is made:
// its foot has the digest of the evening by which all of it was heard, and no time.
func (q question) document(r namedReport, sections []report.Section) (*report.Document, error) {
	d := &report.Document{UPK: q.upk, Title: r.title, When: q.when, Made: q.made, Paper: q.paper, Sections: sections}
	of := ledger.DateOf(q.made)
	if q.closed {
		of, d.Made = q.KnownOn(q.day), time.Time{}
	}
	var err error
	d.Digest, err = q.Digest(of)
	return d, err
}

// step tells what is done next, and whether to stop instead.
func (q question) step(what string) error {
	q.progress.tell(what)
	return q.ctx.Err()
}

// readReports are the reports of the books as they are.
func readReports(ctx context.Context, tx *store.Tx) (*ledger.Reports, error) {
	books, err := readRegisters(tx)
	if err != nil {
		return nil, err
	}
	return ledger.ReadReports(books, told(ctx, tx, &progress{}))
}

// readRegisters reads all that reports are made from but the journal.
func readRegisters(tx *store.Tx) (b ledger.Books, err error) {
	if b.Settings, err = tx.Settings(); err != nil {
		return b, err
	}
	if b.Villages, err = tx.Villages(); err != nil {
		return b, err
	}
	if b.Groups, err = tx.Groups(); err != nil {
		return b, err
	}
	for _, g := range b.Groups {
		members, err := tx.Members(g.Code)
		if err != nil {
			return b, err
		}
		loans, err := tx.Loans(g.Code)
		if err != nil {
			return b, err
		}
		b.Members, b.Loans = append(b.Members, members...), append(b.Loans, loans...)
	}
	b.Holidays, err = tx.Holidays()
	return b, err
}

// told is the journal, with word of how far it was read; it ends when the context does.
func told(ctx context.Context, tx *store.Tx, p *progress) iter.Seq2[ledger.Entry, error] {
	const often = 1000 // entries
	return func(yield func(ledger.Entry, error) bool) {
		n := 0
		for e, err := range tx.Journal() {
			if n++; n%often == 0 {
				p.tell(fmt.Sprintf("Reading the books: %d entries", n))
				err = errors.Join(err, ctx.Err())
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// monthFlag is a month; none given is zero.
type monthFlag ledger.Period

// UnmarshalText reads "2026-02".
func (m *monthFlag) UnmarshalText(b []byte) error {
	p, err := ledger.ParsePeriod(string(b))
	if err != nil {
		return fmt.Errorf("%q is not a month; write it such as 2026-02", b)
	}
	*m = monthFlag(p)
	return nil
}
