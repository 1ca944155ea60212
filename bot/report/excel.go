package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
)

// WriteXLSX writes the document as a workbook, a sheet for each table that stands on
// its own: sums are live formulas beside the figure that they come to, the heading
// stays in sight and is printed on every page.
func WriteXLSX(w io.Writer, d *Document) error {
	f := excelize.NewFile()
	defer f.Close()
	x := &workbook{Document: d, file: f, names: map[string]bool{}}
	if err := x.styles(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, s := range d.Sections {
		if len(s.Tables) == 0 {
			s.Tables = []Table{{Title: s.Title}}
		}
		for _, tables := range s.sheets() {
			if err := x.sheet(tables, s.Signers); err != nil {
				return fmt.Errorf("report: %s: %w", tables[0].Title, err)
			}
		}
	}
	if err := f.DeleteSheet(firstSheet); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	f.SetActiveSheet(0)
	stamp := d.stamp().Format(time.RFC3339)
	name, _ := d.heading()
	if err := f.SetDocProps(&excelize.DocProperties{Title: d.Title, Creator: name, Created: stamp, Modified: stamp}); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	buffer, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return inOrder(w, buffer.Bytes())
}

// firstSheet is the one that a new file has.
const firstSheet = "Sheet1"

// inOrder writes a zip with its parts by name: excelize has them in another order each
// time, and the same report is to be the same file.
func inOrder(w io.Writer, file []byte) error {
	from, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	to := zip.NewWriter(w)
	for _, part := range from.File {
		if err := to.Copy(part); err != nil {
			return err
		}
	}
	return to.Close()
}

// sheets are the section's tables, those of one sheet together.
func (s *Section) sheets() (sheets [][]Table) {
	for _, t := range s.Tables {
		if last := len(sheets) - 1; t.Below && last >= 0 {
			sheets[last] = append(sheets[last], t)
		} else {
			sheets = append(sheets, []Table{t})
		}
	}
	return sheets
}

// workbook is a file under way.
type workbook struct {
	*Document
	file  *excelize.File
	names map[string]bool
	look  map[lookOf]int
}

// lookOf is how a cell looks: by what is in it, and whether it stands in a total.
type lookOf struct {
	kind  cellKind
	total bool
}

type cellKind int

const (
	textCell cellKind = iota
	moneyCell
	countCell
	percentCell
	dayCell
	columnCell // a heading
	titleCell
	plainCell // outside of the table
)

func kindOf(cell any) cellKind {
	switch c := cell.(type) {
	case Sum:
		return kindOf(c.Value)
	case ledger.Money:
		return moneyCell
	case int, int64:
		return countCell
	case ledger.Percentage, decimal.Decimal:
		return percentCell
	case ledger.Date:
		return dayCell
	}
	return textCell
}

// The formats of numbers, with Indonesian marks wherever the file is opened.
var formats = map[cellKind]string{
	moneyCell: "[$-421]#,##0", countCell: "0", percentCell: "[$-421]0.00", dayCell: "dd/mm/yyyy",
}

func (x *workbook) styles() (err error) {
	const family = "Arial"
	x.look = map[lookOf]int{}
	line := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "999999", Style: 1})
	}
	for kind := textCell; kind <= plainCell; kind++ {
		for _, total := range []bool{false, true} {
			s := &excelize.Style{Border: line, Font: &excelize.Font{Family: family, Bold: total, Size: 10}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
			if format, ok := formats[kind]; ok {
				s.CustomNumFmt = &format
				s.Alignment.WrapText = false
			}
			switch kind {
			case columnCell:
				s.Font.Bold = true
				s.Alignment.Horizontal, s.Alignment.Vertical = "center", "center"
				s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EFEA"}}
			case titleCell:
				s.Border, s.Alignment, s.Font.Bold, s.Font.Size = nil, nil, true, 12
			case plainCell:
				s.Border, s.Alignment = nil, nil
			case percentCell:
				s.Alignment.Horizontal = "right" // also where it is "-"
			}
			if x.look[lookOf{kind, total}], err = x.file.NewStyle(s); err != nil {
				return err
			}
		}
	}
	return nil
}
