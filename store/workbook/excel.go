package workbook

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
)

// readExcel reads an .xlsx. Numbers and dates come raw, as Excel keeps them: what
// it shows depends on the machine that it was made on.
func (b *Book) readExcel(path string, size int64) error {
	if size > maxFile {
		return fmt.Errorf("%d bytes: %w", size, ErrTooMuch)
	}
	f, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxSheet,
	})
	if f != nil {
		defer f.Close()
	}
	if err != nil && strings.Contains(err.Error(), "unzip size exceeds") {
		return fmt.Errorf("%w: %w", ErrTooMuch, err)
	}
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, excelize.ErrWorkbookFileFormat) || errors.Is(err, excelize.ErrWorkbookPassword) {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if err != nil {
		return err
	}
	props, err := f.GetWorkbookProps()
	if err != nil {
		return err
	}
	cells := 0
	for _, name := range f.GetSheetList() {
		g := grid{name: name, from1904: props.Date1904 != nil && *props.Date1904}
		if g.rows, err = excelRows(f, name, true, &cells); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
		if err := unscale(f, &g); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
		b.take(g)
	}
	return nil
}

// excelRows are the rows of a sheet, without those that are wholly empty.
func excelRows(f *excelize.File, name string, raw bool, cells *int) (list []gridRow, err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		columns, err := rows.Columns(excelize.Options{RawCellValue: raw, UnzipXMLSizeLimit: maxSheet, UnzipSizeLimit: maxUnzip})
		if err != nil {
			return nil, err
		}
		r := gridRow{number: n, cells: columns}
		if r.blank() {
			continue
		}
		if err := r.check(cells, len(list)); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Error()
}

// check holds a row to the limits and counts its cells.
func (g gridRow) check(cells *int, before int) error {
	*cells += len(g.cells)
	if before >= maxRows || *cells > maxCells || len(g.cells) > maxColumns {
		return fmt.Errorf("row %d: %w: at most %d rows of %d columns, %d cells in all", g.number, ErrTooMuch, maxRows, maxColumns, maxCells)
	}
	for _, c := range g.cells {
		if len(c) > maxCell {
			return fmt.Errorf("row %d: %w: at most %d bytes in a cell", g.number, ErrTooMuch, maxCell)
		}
	}
	return nil
}

// unscale gives back the per cent to cells that Excel shows as 1.5% and keeps as
// 0.015, in the sheets that have rates.
func unscale(f *excelize.File, g *grid) error {
	s := findSheet(g.name)
	if s == nil || !s.has(rate) {
		return nil
	}
	again := 0
	shown, err := excelRows(f, g.name, false, &again)
	if err != nil {
		return err
	}
	byNumber := map[int][]string{}
	for _, r := range shown {
		byNumber[r.number] = r.cells
	}
	for _, r := range g.rows {
		for i, raw := range r.cells {
			looks := byNumber[r.number]
			if i >= len(looks) || !strings.HasSuffix(looks[i], "%") || strings.HasSuffix(raw, "%") {
				continue
			}
			if plain, ok := parseRate(raw); ok {
				d, err := decimal.NewFromString(plain)
				if err != nil {
					return err
				}
				r.cells[i] = d.Shift(2).String()
			}
		}
	}
	return nil
}

func (s *sheet) has(k kind) bool {
	for _, c := range s.columns {
		if c.kind == k {
			return true
		}
	}
	return false
}

// writeExcel writes the book as an .xlsx, every sheet with its headings.
func (b *Book) writeExcel(path string) error {
	f := excelize.NewFile()
	defer f.Close()
	look, err := newLook(f)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if s.name == knownSheet && b.Rows(knownSheet) == 0 {
			continue
		}
		if _, err := f.NewSheet(s.name); err != nil {
			return err
		}
		if err := writeSheet(f, s, b.rows[s.name], look); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return saveExcel(f, path)
}

func saveExcel(f *excelize.File, path string) error {
	f.SetActiveSheet(0)
	return WriteFile(path, func(w io.Writer) error { return f.Write(w) })
}

// look is the numbers of the styles of a file.
type look struct{ heading, money int }

func newLook(f *excelize.File) (l look, err error) {
	if l.heading, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return l, err
	}
	const thousands = 3 // #,##0
	l.money, err = f.NewStyle(&excelize.Style{NumFmt: thousands})
	return l, err
}

// Widths of columns, in characters.
const (
	wide   = 24.0
	narrow = 14.0
)

func writeSheet(f *excelize.File, s sheet, rows []row, l look) error {
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, c := range s.columns {
		width := narrow
		if c.kind == text {
			width = wide
		}
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heading := make([]any, len(s.columns))
	for i, c := range s.columns {
		heading[i] = excelize.Cell{StyleID: l.heading, Value: c.title()}
	}
	if err := w.SetRow("A1", heading); err != nil {
		return err
	}
	for n, r := range rows {
		if err := w.SetRow("A"+strconv.Itoa(n+2), excelCells(r, l)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// title is the column's name as it is written: a star marks what is required.
func (c column) title() string {
	if c.must {
		return c.name + "*"
	}
	return c.name
}

// excelCells are a row's cells: amounts and counts as numbers that can be added
// up, all else as text that Excel leaves alone.
func excelCells(r row, l look) []any {
	cells := make([]any, len(r.cells))
	for i, c := range r.sheet.columns {
		if r.cells[i] == "" {
			continue
		}
		switch c.kind {
		case amount, signed:
			m, _ := ledger.ParseMoney(r.cells[i])
			cells[i] = excelize.Cell{StyleID: l.money, Value: int64(m)}
		case count:
			n, _ := strconv.Atoi(r.cells[i])
			cells[i] = n
		default:
			cells[i] = r.cells[i]
		}
	}
	return cells
}
