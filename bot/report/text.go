package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"bendahara/ledger"
	"bendahara/templates"
)

// WriteText writes tables for people at a console. Days, months and phone numbers
// are as they are typed there.
func WriteText(w io.Writer, tables []Table) error {
	if len(tables) == 0 {
		_, err := fmt.Fprintln(w, templates.PaperNothing)
		return err
	}
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(w)
		}
		for _, line := range append([]string{t.heading(plain)}, t.Lines...) {
			fmt.Fprintln(w, line)
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, strings.Join(t.Columns, "\t"))
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row.Cells {
				switch c.(type) {
				case ledger.Date, ledger.Period, ledger.Phone:
					cells = append(cells, plain(c))
				default:
					cells = append(cells, shown(c))
				}
			}
			fmt.Fprintln(table, strings.Join(cells, "\t"))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes tables for programs: plain digits, a line with the columns first,
// and an empty line between two tables.
func WriteCSV(w io.Writer, tables []Table) error {
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(w)
		}
		out := csv.NewWriter(w)
		rows := [][]string{t.Columns}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row.Cells {
				cells = append(cells, plain(c))
			}
			rows = append(rows, cells)
		}
		if err := out.WriteAll(rows); err != nil {
			return err
		}
	}
	return nil
}
