package report

import (
	"math"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/templates"
)

// pdfTable is a table on its way to pages.
type pdfTable struct {
	*pages
	*Table
	size    float64 // of letters, in points
	widths  []float64
	numbers []bool  // columns that stand to the right
	whole   []bool  // columns that are not broken
	behind  float64 // what must stand on the page of the last rows
}

// filled is the table without the columns in which no row has anything: a table of
// villages has no groups.
func (t *Table) filled() *Table {
	var keep []int
	for i := range t.Columns {
		if len(t.Rows) == 0 || slices.ContainsFunc(t.Rows, func(r Row) bool { return shown(r.Cells[i]) != "" }) {
			keep = append(keep, i)
		}
	}
	less := &Table{Title: t.Title, Detail: t.Detail, Below: t.Below}
	for _, i := range keep {
		less.Columns = append(less.Columns, t.Columns[i])
	}
	for _, r := range t.Rows {
		row := Row{Total: r.Total}
		for _, i := range keep {
			row.Cells = append(row.Cells, r.Cells[i])
		}
		less.Rows = append(less.Rows, row)
	}
	return less
}

// Sizes of letters that are tried, in points; a line of a row, and what is free beside
// its letters, in millimetres.
const (
	largest, readable, smallest = 8.0, 6.5, 3.5
	sizeStep                    = 0.5
	lineHeight                  = 0.46
	padding                     = 0.9
	leastText                   = 14.0 // that a column of texts is narrowed to, but for a longer word
	longestWord                 = 28.0 // that is not broken
)

// measure finds how the table looks best: upright or lying without a broken line, else
// with texts over several lines, else with letters as small as it takes. Amounts and
// days are never broken. It tells whether the page lies.
func (t *pdfTable) measure() (lying bool) {
	t.numbers, t.whole = make([]bool, len(t.Columns)), make([]bool, len(t.Columns))
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			_, day := cell.(ledger.Date)
			t.numbers[i] = t.numbers[i] || isNumber(cell)
			t.whole[i] = t.whole[i] || day || isNumber(cell)
		}
	}
	short, long := min(t.pages.size.Wd, t.pages.size.Ht), max(t.pages.size.Wd, t.pages.size.Ht)
	for _, try := range []struct {
		lying, broken bool
		least         float64
	}{
		{false, false, readable}, {true, false, readable}, {false, true, readable}, {true, true, smallest},
	} {
		width := short - 2*sheetMargin
		if try.lying {
			width = long - 2*sheetMargin
		}
		for size := largest; size >= try.least; size -= sizeStep {
			if t.fit(size, width, try.broken) {
				return try.lying
			}
		}
	}
	return true // as small as it gets: the widths are those of the last try
}

// fit sets widths for letters of a size, and tells whether they go into what there is.
func (t *pdfTable) fit(size, width float64, broken bool) bool {
	t.size = size
	wanted, least := t.wanted()
	sumWanted, sumLeast := sum(wanted), sum(least)
	t.widths = wanted
	switch {
	case sumWanted <= width:
		t.stretch(width - sumWanted)
	case broken && sumLeast <= width:
		give := (width - sumLeast) / (sumWanted - sumLeast)
		for i := range wanted {
			t.widths[i] = least[i] + give*(wanted[i]-least[i])
		}
	default:
		return false
	}
	return true
}

// wanted are the widths with which no cell breaks, and the least that will do.
func (t *pdfTable) wanted() (wanted, least []float64) {
	wanted, least = make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	widen := func(list []float64, i int, text string, most float64) {
		list[i] = max(list[i], min(t.pdf.GetStringWidth(t.latin(text)), most)+2*padding)
	}
	t.font("B", t.size)
	for i, name := range t.Columns {
		for word := range strings.FieldsSeq(name) {
			widen(wanted, i, word, t.width())
			widen(least, i, word, t.width())
		}
	}
	for _, row := range t.Rows {
		t.font(style(row.Total), t.size)
		for i, cell := range row.Cells {
			text := shown(cell)
			widen(wanted, i, text, t.width())
			if t.whole[i] {
				widen(least, i, text, t.width())
				continue
			}
			widen(least, i, text, leastText*t.size/largest)
			for word := range strings.FieldsSeq(text) {
				widen(least, i, word, longestWord*t.size/largest)
			}
		}
	}
	return wanted, least
}

// style is that of letters in a row.
func style(total bool) string {
	if total {
		return "B"
	}
	return ""
}

// stretch gives columns of texts what is left, the wide ones more, so that the table
// fills the page.
func (t *pdfTable) stretch(left float64) {
	texts := 0.0
	for i, whole := range t.whole {
		if !whole {
			texts += t.widths[i]
		}
	}
	if texts == 0 {
		return
	}
	stretch := 1 + left/texts
	for i, whole := range t.whole {
		if !whole {
			t.widths[i] *= stretch
		}
	}
}

func sum(list []float64) (all float64) {
	for _, v := range list {
		all += v
	}
	return all
}

func (t *pdfTable) write() {
	const titleHeight = 7.0
	head := t.lines(t.Columns, "B")
	if t.y+titleHeight+t.height(head)+2*t.size*lineHeight > t.bottom() {
		t.newPage()
	}
	t.font("B", 10)
	for _, line := range t.pdf.SplitLines([]byte(t.latin(t.heading(shown))), t.width()) {
		t.pdf.SetXY(sheetMargin, t.y)
		t.pdf.CellFormat(t.width(), 5, string(line), "", 0, "L", false, 0, "")
		t.y += 5
	}
	t.font("", t.size)
	for _, line := range t.Table.Lines {
		t.pdf.SetXY(sheetMargin, t.y)
		t.pdf.CellFormat(t.width(), 4, t.latin(line), "", 0, "L", false, 0, "")
		t.y += 4
	}
	t.y++
	t.row(head, "B", true)
	for n, row := range t.Rows {
		lines := t.cells(row)
		need := t.height(lines)
		if n == max(len(t.Rows)-lastTogether, 1) && t.behind > 0 {
			for _, later := range t.Rows[n+1:] {
				need += t.height(t.cells(later))
			}
			need += afterTable + t.behind
		}
		if t.y+need > t.bottom() {
			t.newPage()
			t.row(head, "B", true)
		}
		t.row(lines, style(row.Total), false)
	}
	if len(t.Rows) == 0 {
		t.font("", t.size)
		t.print(sheetMargin, t.y+1, t.width(), 4, "L", templates.PaperNothing)
		t.y += 5
	}
	t.y += afterTable
}

// afterTable is what is free under a table; lastTogether are its rows that stand on one
// page with the signatures, so that nobody signs a page without a figure.
const (
	afterTable   = 5.0
	lastTogether = 3
)

// cells are a row's texts, broken into lines.
func (t *pdfTable) cells(row Row) [][]string {
	texts := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		texts[i] = shown(cell)
	}
	return t.lines(texts, style(row.Total))
}

// lines breaks cells into the lines that their columns take.
func (t *pdfTable) lines(texts []string, letters string) [][]string {
	t.font(letters, t.size)
	cells := make([][]string, len(texts))
	for i, text := range texts {
		text = t.latin(text)
		if width := t.widths[i] - 2*padding; t.pdf.GetStringWidth(text) > width+0.01 {
			for _, line := range t.pdf.SplitLines([]byte(text), math.Max(width, 1)) {
				cells[i] = append(cells[i], strings.TrimSpace(string(line)))
			}
		} else {
			cells[i] = []string{text}
		}
	}
	return cells
}

func (t *pdfTable) height(cells [][]string) float64 {
	most := 1
	for _, lines := range cells {
		most = max(most, len(lines))
	}
	return float64(most)*t.size*lineHeight + 2*0.5
}

// row writes a row of cells that lines has broken.
func (t *pdfTable) row(cells [][]string, letters string, heading bool) {
	height := t.height(cells)
	t.font(letters, t.size)
	t.pdf.SetDrawColor(120, 120, 120)
	t.pdf.SetLineWidth(hairline)
	t.pdf.SetFillColor(227, 239, 234)
	x := sheetMargin
	for i, lines := range cells {
		box, align := "D", "L"
		switch {
		case heading:
			box, align = "FD", "C"
		case t.numbers[i]:
			align = "R"
		}
		t.pdf.Rect(x, t.y, t.widths[i], height, box)
		for n, line := range lines {
			t.pdf.SetXY(x+padding, t.y+0.5+float64(n)*t.size*lineHeight)
			t.pdf.CellFormat(t.widths[i]-2*padding, t.size*lineHeight, line, "", 0, align, false, 0, "")
		}
		x += t.widths[i]
	}
	t.y += height
}
