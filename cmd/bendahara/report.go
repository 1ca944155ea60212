package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"bendahara/ledger"
	"bendahara/store"
)

// reportCmd prints a named report (docs/contract.md section 1).
type reportCmd struct {
	Name   string    `arg:"" optional:"" help:"Which report; without a name, the list of them."`
	Month  monthFlag `placeholder:"MONTH" help:"Month, such as 2026-02 (default: the last full month; kas, tagihan, penilaian, talangan, simpanan, sidik: today)."`
	Of     string    `placeholder:"CODE" help:"kartu: only this loan; bukubesar: only this account, by its number."`
	Format string    `enum:"text,csv" default:"text" help:"How it is written: ${enum}."`
	Output string    `placeholder:"FILE" help:"Where it is written (default: standard output)."`
}

// Run prints the report, or the list of reports.
func (c *reportCmd) Run(e *env) error {
	if c.Name == "" {
		table := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
		for _, r := range reportList {
			fmt.Fprintf(table, "%s\t%s\n", r.name, r.title)
		}
		return table.Flush()
	}
	i := slices.IndexFunc(reportList, func(r namedReport) bool { return r.name == c.Name })
	if i < 0 {
		return usageError{fmt.Errorf("there is no report %q; bendahara report lists them", c.Name)}
	}
	var tables []reportTable
	err := e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			reports, settings, err := readReports(tx)
			if err != nil {
				return err
			}
			tables, err = reportList[i].make(c.question(e, reports, settings))
			return err
		})
	})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if c.Format == "csv" {
		err = writeCSVTables(&out, tables)
	} else {
		err = writeTextTables(&out, tables)
	}
	if err != nil {
		return err
	}
	if c.Output == "" {
		_, err = e.Stdout.Write(out.Bytes())
		return err
	}
	return os.WriteFile(e.path(c.Output), out.Bytes(), 0o600)
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
	of         string
}

func (c *reportCmd) question(e *env, r *ledger.Reports, s ledger.Settings) question {
	today := ledger.DateOf(e.Now().In(s.Zone()))
	q := question{Reports: r, month: ledger.Period(c.Month), from: today, to: today + 6, now: today, of: c.Of}
	given := q.month != 0
	if !given {
		q.month = today.Period() - 1
	}
	q.first = q.month.First()
	q.day = q.first.MonthEnd()
	q.settled = min(today, q.day+ledger.Date(s.Int("iptw_hari"))+1)
	if given {
		q.from, q.to, q.now = q.first, q.day, q.day
	}
	q.heard = min(today, q.now)
	return q
}

// readReports are the reports of the books as they are, and the UPK's settings.
func readReports(tx *store.Tx) (*ledger.Reports, ledger.Settings, error) {
	books, err := readBooks(tx)
	if err != nil {
		return nil, nil, err
	}
	r, err := ledger.NewReports(books)
	return r, books.Settings, err
}

// readBooks reads all that reports are made from.
func readBooks(tx *store.Tx) (b ledger.Books, err error) {
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
	if b.Holidays, err = tx.Holidays(); err != nil {
		return b, err
	}
	for e, err := range tx.Journal() {
		if err != nil {
			return b, err
		}
		b.Entries = append(b.Entries, e)
	}
	return b, nil
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

// reportTable is a table of a report; its cells are texts, amounts and numbers.
type reportTable struct {
	Title   string
	Columns []string
	Rows    [][]any
}

func (t *reportTable) row(cells ...any) {
	var flat []any
	for _, c := range cells {
		switch c := c.(type) {
		case ledger.Amounts:
			flat = append(flat, c.Principal, c.Interest)
		case []ledger.Money:
			for _, m := range c {
				flat = append(flat, m)
			}
		default:
			flat = append(flat, c)
		}
	}
	t.Rows = append(t.Rows, flat)
}

// writeTextTables writes tables for people: amounts have their thousands marked.
func writeTextTables(w io.Writer, tables []reportTable) error {
	if len(tables) == 0 {
		_, err := fmt.Fprintln(w, "Tidak ada.")
		return err
	}
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, t.Title)
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, strings.Join(t.Columns, "\t"))
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				if m, ok := c.(ledger.Money); ok {
					c = m.Digits()
				}
				cells = append(cells, fmt.Sprint(c))
			}
			fmt.Fprintln(table, strings.Join(cells, "\t"))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// writeCSVTables writes tables for programs: plain digits, a line with the columns
// first, and an empty line between two tables.
func writeCSVTables(w io.Writer, tables []reportTable) error {
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(w)
		}
		out := csv.NewWriter(w)
		rows := [][]string{t.Columns}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				if m, ok := c.(ledger.Money); ok {
					c = int64(m)
				}
				cells = append(cells, fmt.Sprint(c))
			}
			rows = append(rows, cells)
		}
		if err := out.WriteAll(rows); err != nil {
			return err
		}
	}
	return nil
}
