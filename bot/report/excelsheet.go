package report

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
	"bendahara/templates"
)

// columnsAt is the row with the columns of a sheet's first table: under whose it is,
// where, what, its lines, and a free one.
func columnsAt(first *Table) int { return 5 + len(first.Lines) }

// sheet writes tables on one sheet.
func (x *workbook) sheet(tables []Table, signers []Signer) error {
	name := x.name(tables[0].Title)
	if _, err := x.file.NewSheet(name); err != nil {
		return err
	}
	s := &excelSheet{workbook: x, name: name}
	if err := s.setUp(tables); err != nil {
		return err
	}
	var err error
	if s.out, err = x.file.NewStreamWriter(name); err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := s.out.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	columns := columnsAt(&tables[0])
	below, _ := excelize.CoordinatesToCellName(1, columns+1)
	if err := s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: columns, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	upk, place := x.heading()
	s.write(titleCell, upk)
	s.write(plainCell, place)
	for i := range tables {
		if i > 0 {
			s.row++
		}
		s.table(&tables[i])
	}
	s.signatures(signers)
	s.row++
	s.write(plainCell, x.foot())
	if s.err != nil {
		return s.err
	}
	return s.out.Flush()
}

// name is a sheet's name that Excel takes and no other sheet has.
func (x *workbook) name(title string) string {
	const longest = 31
	title = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, title)
	name := title
	for n := 2; name == "" || x.names[strings.ToLower(name)] || utf8.RuneCountInString(name) > longest; n++ {
		end := fmt.Sprintf(" %d", n)
		if n == 2 && utf8.RuneCountInString(title) > longest {
			end = ""
		}
		runes := []rune(title)
		name = strings.TrimSpace(string(runes[:min(len(runes), longest-len(end))])) + end
	}
	x.names[strings.ToLower(name)] = true
	return name
}

// excelSheet is a sheet under way; the first error ends it.
type excelSheet struct {
	*workbook
	name   string
	out    *excelize.StreamWriter
	widths []int
	row    int // written last
	err    error
}

// Widths of columns, in characters.
const (
	narrowest, widest = 6, 36
	portraitWidth     = 100 // what A4 takes upright
)

// setUp measures the columns and says how the sheet is printed.
func (s *excelSheet) setUp(tables []Table) error {
	for i := range tables {
		for column, name := range tables[i].Columns {
			if column >= len(s.widths) {
				s.widths = append(s.widths, narrowest)
			}
			for word := range strings.FieldsSeq(name) {
				s.widen(column, word)
			}
		}
		for _, row := range tables[i].Rows {
			for column, cell := range row.Cells {
				if text := shown(cell); isNumber(cell) {
					s.widths[column] = max(s.widths[column], len(text)+2)
				} else {
					s.widen(column, text)
				}
			}
		}
	}
	paper, direction, fit, tall, wholeWidth := 9, "portrait", true, 0, 1 // 9 is A4
	if x := s.Paper; x == F4 {
		paper = 14 // folio
	}
	if s.width(-1) > portraitWidth {
		direction = "landscape"
	}
	if err := s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &direction, FitToWidth: &wholeWidth, FitToHeight: &tall,
	}); err != nil {
		return err
	}
	edge, low := 0.4, 0.6 // inches
	if err := s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &edge, Right: &edge, Top: &edge, Bottom: &low, Footer: &edge,
	}); err != nil {
		return err
	}
	foot := "&L&8" + strings.ReplaceAll(s.foot(), "&", "&&") + "&R&8" + fmt.Sprintf(templates.PaperPage, "&P", "&N")
	if err := s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: foot}); err != nil {
		return err
	}
	return s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, columnsAt(&tables[0]), columnsAt(&tables[0])),
	})
}

func (s *excelSheet) widen(column int, text string) {
	s.widths[column] = max(s.widths[column], min(utf8.RuneCountInString(text)+2, widest))
}

// write writes a row of cells outside of a table.
func (s *excelSheet) write(kind cellKind, texts ...string) {
	cells := make([]any, len(texts))
	for i, text := range texts {
		if text != "" {
			cells[i] = excelize.Cell{StyleID: s.look[lookOf{kind, false}], Value: text}
		}
	}
	s.put(cells)
}

func (s *excelSheet) put(cells []any) {
	if s.err != nil {
		return
	}
	s.row++
	at, err := excelize.CoordinatesToCellName(1, s.row)
	if err == nil {
		err = s.out.SetRow(at, cells, excelize.RowOpts{Height: s.height(cells)})
	}
	s.err = err
}

// height is what a row needs, in points, for texts that take several lines; nought is
// what Excel gives a row.
func (s *excelSheet) height(cells []any) float64 {
	const line = 13.0
	lines := 1
	for i, c := range cells {
		cell, _ := c.(excelize.Cell)
		text, ok := cell.Value.(string)
		if !ok || i >= len(s.widths) || cell.StyleID == s.look[lookOf{plainCell, false}] || cell.StyleID == s.look[lookOf{titleCell, false}] {
			continue
		}
		used, at := 1, 0
		for word := range strings.FieldsSeq(text) {
			if n := utf8.RuneCountInString(word); at > 0 && at+1+n > s.widths[i]-1 {
				used, at = used+1, n
			} else {
				at += 1 + n
			}
		}
		lines = max(lines, used)
	}
	if lines == 1 {
		return 0
	}
	return line * float64(lines)
}

// table writes a title, its lines, a free row, the columns, and the rows.
func (s *excelSheet) table(t *Table) {
	s.write(titleCell, t.heading(shown))
	for _, line := range t.Lines {
		s.write(plainCell, line)
	}
	s.row++
	s.write(columnCell, t.Columns...)
	first := s.row + 1
	for _, row := range t.Rows {
		cells := make([]any, len(row.Cells))
		for i, c := range row.Cells {
			cell := excelize.Cell{StyleID: s.look[lookOf{kindOf(c), row.Total}], Value: excelValue(c)}
			if sum, ok := c.(Sum); ok {
				cell.Formula = formula(sum.Of, first)
			}
			cells[i] = cell
		}
		s.put(cells)
	}
	if len(t.Rows) == 0 {
		s.write(plainCell, templates.PaperNothing)
	}
}

// excelValue is a cell's value in the file. Per cent are written with the two decimals
// that are shown, so that no machine's float is seen.
func excelValue(cell any) any {
	switch c := cell.(type) {
	case Sum:
		return excelValue(c.Value)
	case ledger.Money:
		return int64(c)
	case ledger.Percentage:
		if !c.Known {
			return "-"
		}
		return c.Value.InexactFloat64()
	case decimal.Decimal:
		return c.InexactFloat64()
	case ledger.Date:
		if c.IsZero() {
			return ""
		}
		year, month, day := c.Civil()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	case int, int64:
		return c
	}
	return shown(cell)
}

// formula adds spans up; first is the row of the table's first.
func formula(of []Span, first int) string {
	var b strings.Builder
	for i, s := range of {
		from, _ := excelize.CoordinatesToCellName(s.Column+1, first+s.From)
		to, _ := excelize.CoordinatesToCellName(s.Column+1, first+s.To)
		switch {
		case s.Minus:
			b.WriteString("-")
		case i > 0:
			b.WriteString("+")
		}
		if from == to {
			b.WriteString(from)
		} else {
			fmt.Fprintf(&b, "SUM(%s:%s)", from, to)
		}
	}
	return b.String()
}

// signatures writes who signs, side by side, with room for it; where the table is too
// narrow for that, they stand beyond it.
func (s *excelSheet) signatures(signers []Signer) {
	if len(signers) == 0 {
		return
	}
	const room, each = 3, 26
	var columns []int
	column, begins, next := 0, 0, 0
	for range signers {
		for begins < next {
			begins += s.width(column)
			column++
		}
		columns = append(columns, column)
		next = begins + max(each, s.width(-1)/len(signers))
	}
	spread := func(text func(Signer) string) {
		row := make([]string, column+1)
		for i, signer := range signers {
			row[columns[i]] = text(signer)
		}
		s.write(plainCell, row...)
	}
	s.row++
	last := make([]string, column+1)
	last[column] = templates.PaperForDate(s.UPK)
	s.write(plainCell, last...)
	spread(func(g Signer) string { first, _, _ := strings.Cut(g.Role, "\n"); return first })
	spread(func(g Signer) string { _, second, _ := strings.Cut(g.Role, "\n"); return second })
	s.row += room
	spread(Signer.line)
}

// width is that of a column, or of all that tables have (-1).
func (s *excelSheet) width(column int) int {
	const beyond = 9 // what a column has that nobody set
	switch {
	case column < 0:
		all := 0
		for _, w := range s.widths {
			all += w
		}
		return all
	case column < len(s.widths):
		return s.widths[column]
	}
	return beyond
}

// line is the name under the signature, or room to write it.
func (g Signer) line() string {
	if g.Name == "" {
		return "( ............................ )"
	}
	return "( " + g.Name + " )"
}
