package report

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
	"bendahara/templates"
)

// Table is a table of a report, of which text, CSV, XLSX and PDF are made.
type Table struct {
	Title   string   // what it is, and the name of its sheet: "Neraca"
	Detail  []any    // what else stands in its head: of when, of whom
	Lines   []string // what stands under its title, a line each, but in CSV
	Columns []string
	Rows    []Row
	Below   bool // stands on the sheet of the table before it
}

// Row is a line of a table. Its cells are texts, days ([ledger.Date]), amounts
// ([ledger.Money]), counts (int), per cent ([ledger.Percentage], [decimal.Decimal])
// and [Sum].
type Row struct {
	Cells []any
	Total bool // a line that adds others up
}

// Sum is an amount or a count that other cells of its table make up. XLSX has it as
// a formula, so that a checker can follow.
type Sum struct {
	Value any // ledger.Money or int
	Of    []Span
}

// Span is the cells of a column from one row to another, with both.
type Span struct {
	Column, From, To int
	Minus            bool
}

// Add adds a row; amounts and lists of them are cells each.
func (t *Table) Add(cells ...any) {
	t.Rows = append(t.Rows, Row{Cells: flat(cells)})
}

// Total adds a row whose amounts and counts are the sums of the rows from that one on.
func (t *Table) Total(from int, cells ...any) {
	last := len(t.Rows) - 1
	t.sum(cells, func(column int) []Span {
		if last < from {
			return nil
		}
		return []Span{{Column: column, From: from, To: last}}
	})
}

// TotalOf adds a row whose amounts and counts are the sums of these rows; of one that
// is given as its complement (^row), it is taken away.
func (t *Table) TotalOf(rows []int, cells ...any) {
	t.sum(cells, func(column int) (of []Span) {
		for _, row := range rows {
			if row < 0 {
				of = append(of, Span{column, ^row, ^row, true})
			} else {
				of = append(of, Span{column, row, row, false})
			}
		}
		return of
	})
}

func (t *Table) sum(cells []any, of func(column int) []Span) {
	row := Row{Cells: flat(cells), Total: true}
	for i, c := range row.Cells {
		switch c.(type) {
		case ledger.Money, int:
			if spans := of(i); spans != nil {
				row.Cells[i] = Sum{Value: c, Of: spans}
			}
		}
	}
	t.Rows = append(t.Rows, row)
}

func flat(cells []any) (flat []any) {
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
	return flat
}

// heading is the table's title with its detail, as programs or people read it.
func (t *Table) heading(write func(any) string) string {
	words := []string{t.Title}
	for _, d := range t.Detail {
		words = append(words, write(d))
	}
	return strings.Join(words, " ")
}

// plain is a cell as programs read it: bare digits, ISO days, a point before decimals.
func plain(cell any) string {
	switch c := cell.(type) {
	case Sum:
		return plain(c.Value)
	case ledger.Money:
		return fmt.Sprint(int64(c))
	case ledger.Date:
		if c.IsZero() {
			return ""
		}
	}
	return fmt.Sprint(cell)
}

// shown is a cell as people read it: 1.250.000, 3 Mar 2026, 12,50.
func shown(cell any) string {
	switch c := cell.(type) {
	case Sum:
		return shown(c.Value)
	case ledger.Money:
		return c.Digits()
	case ledger.Date:
		return templates.PaperDay(c)
	case ledger.Period:
		return templates.PaperMonth(c)
	case ledger.Phone:
		return templates.PaperPhone(c)
	case ledger.Percentage:
		return strings.Replace(c.String(), ".", ",", 1)
	case decimal.Decimal:
		return strings.Replace(c.String(), ".", ",", 1)
	}
	return fmt.Sprint(cell)
}

// isNumber tells whether a cell stands to the right of its column.
func isNumber(cell any) bool {
	switch cell.(type) {
	case Sum, ledger.Money, int, int64, ledger.Percentage, decimal.Decimal:
		return true
	}
	return false
}
