package workbook

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// The limits of what is read. Whatever is beyond them is no workbook of a UPK.
const (
	maxFile    = 64 << 20  // bytes of an .xlsx or a .csv
	maxUnzip   = 512 << 20 // bytes of an .xlsx unpacked: more is a bomb
	maxParts   = 64 << 20  // bytes of an .xlsx unpacked that are no sheet
	maxSheet   = 16 << 20  // bytes of one sheet kept in memory while it is read
	maxJournal = 1 << 30   // bytes of a .jsonl
	maxLine    = 4 << 20   // bytes of a line of a .jsonl
	maxRows    = 200_000   // rows of a sheet
	maxCells   = 4_000_000 // filled cells of a workbook
	maxColumns = 64        // columns of a sheet
	maxCell    = 2000      // bytes of a cell
	maxText    = 1000      // characters of words in a cell
	maxCode    = 32        // characters of a code
	maxCount   = 1_000_000 // a number of instalments, a number in a schedule
	maxFaults  = 500       // faults told at once
	maxHeading = 10        // rows looked at for the one with the column names
)

// Why a file is not read at all.
var (
	ErrFormat  = errors.New("not a workbook: give an .xlsx, a directory of .csv, or a .jsonl")
	ErrTooMuch = errors.New("more than a workbook can hold")
)

// Fault is something wrong in a workbook, at its place as the person sees it:
// the first row of a sheet is row 1. Row 0 is the sheet as a whole.
type Fault struct {
	Sheet   string
	Row     int
	Column  string
	Message string // one sentence that says what to write instead
}

// String is the fault in one line: "anggota row 3, column hp: ...".
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.Sheet)
	if f.Row > 0 {
		fmt.Fprintf(&b, " row %d", f.Row)
	}
	if f.Column != "" {
		fmt.Fprintf(&b, ", column %s", f.Column)
	}
	return b.String() + ": " + f.Message
}

// row is one row of a sheet with its cells in plain form, in the order of the
// sheet's columns.
type row struct {
	sheet  *sheet
	number int
	cells  []string
	given  []string // of a faulty row, as they stood in the file
	faulty bool     // it is known to be there, but not what it says
	stands *origin  // of a row that is written: what it stands for
}

// Book is a workbook as it was read, or as it will be written.
type Book struct {
	// By is the officer who brings the book: in books that are in use she proposes its
	// rows of jurnal, and another officer confirms them.
	By ledger.OfficerCode
	// TypedBy is the officer who typed it into a form: its entries are told by her, and
	// where it is empty by a file.
	TypedBy ledger.OfficerCode

	rows    map[string][]row // by sheet
	faults  faultList
	journal []record // of a .jsonl
	name    string
}

// has tells whether any of these sheets has rows.
func (b *Book) has(sheets ...string) bool {
	return slices.ContainsFunc(sheets, func(name string) bool { return len(b.rows[name]) > 0 })
}

// Rows is how many rows a sheet has.
func (b *Book) Rows(sheet string) int { return len(b.rows[sheet]) }

// Read reads a workbook: an .xlsx, a directory of .csv named as its sheets, or a
// whole journal, .jsonl. It tells every fault that can be seen without the store;
// [Import] refuses a book with faults and tells them again with those that it
// finds. The error wraps ErrFormat, ErrTooMuch or the one of the operating system.
func Read(path string) (*Book, []Fault, error) {
	b := &Book{rows: map[string][]row{}, name: filepath.Base(path)}
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case info.IsDir():
		err = b.readDirectory(path)
	case strings.EqualFold(filepath.Ext(path), ".jsonl"):
		err = b.readJournal(path, info.Size())
	case strings.EqualFold(filepath.Ext(path), ".xlsx"):
		err = b.readExcel(path, info.Size())
	default:
		err = ErrFormat
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", path, err)
	}
	return b, b.faults.sorted(), nil
}

// faultList collects faults up to a limit.
type faultList struct {
	list []Fault
	more int
	all  bool // without the limit
}

func (l *faultList) add(f Fault) {
	if len(l.list) >= maxFaults && !l.all {
		l.more++
		return
	}
	l.list = append(l.list, f)
}

// sorted is the list in order of sheets and rows, the same each time.
func (l *faultList) sorted() []Fault {
	return l.sortedWith("There are %d more faults; put these right first.")
}

// sortedWith is the list, and at its end how many more there are, in words.
func (l *faultList) sortedWith(more string) []Fault {
	list := slices.Clone(l.list)
	slices.SortStableFunc(list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(sheetOrder(a.Sheet), sheetOrder(b.Sheet)), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
	if l.more > 0 {
		list = append(list, Fault{Message: fmt.Sprintf(more, l.more)})
	}
	return list
}

func sheetOrder(name string) int {
	return slices.IndexFunc(sheets, func(s sheet) bool { return s.name == name })
}

// grid is a sheet as it stands in the file.
type grid struct {
	name     string
	rows     []gridRow
	from1904 bool // Excel's count of days begins in 1904
}

// between1904 is the days between Excel's two beginnings.
const between1904 = 1462

type gridRow struct {
	number int // as the person sees it
	cells  []string
}

// blank is true for a row in which nothing can be seen.
func (g gridRow) blank() bool {
	return !slices.ContainsFunc(g.cells, func(c string) bool { return strings.TrimFunc(c, unwritable) != "" })
}

// take turns a sheet of the file into rows, or into faults.
func (b *Book) take(g grid) {
	if normal(g.name) == helpSheet {
		return
	}
	g.rows = slices.DeleteFunc(g.rows, gridRow.blank)
	if len(g.rows) == 0 {
		return
	}
	s := findSheet(g.name)
	if s == nil {
		b.faults.add(Fault{Sheet: g.name, Message: "There is no such sheet: name it one of " + sheetNames() + "."})
		return
	}
	if len(b.rows[s.name]) > 0 {
		b.faults.add(Fault{Sheet: g.name, Message: "The sheet is there twice: put its rows into one."})
		return
	}
	head := headingRow(s, g.rows)
	columns := b.headings(s, g.rows[head])
	for _, r := range g.rows[head+1:] {
		b.rows[s.name] = append(b.rows[s.name], b.takeRow(s, columns, r, g.from1904))
	}
}

// headingRow finds the row with the names of the columns: people put a title
// above it.
func headingRow(s *sheet, rows []gridRow) int {
	best, most := 0, 0
	for i, r := range rows[:min(len(rows), maxHeading)] {
		known := 0
		for _, c := range r.cells {
			if s.find(c) >= 0 {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	return best
}

// Places of columns of the file that are none of the sheet's.
const (
	nameless = -1
	refused  = -2 // told already
)

// headings is for each of the file's columns its place in the sheet.
func (b *Book) headings(s *sheet, r gridRow) []int {
	columns := make([]int, len(r.cells))
	for i, heading := range r.cells {
		heading = strings.TrimFunc(heading, unwritable)
		columns[i] = s.find(heading)
		switch {
		case heading == "":
			columns[i] = nameless
		case columns[i] < 0:
			columns[i] = refused
			b.faults.add(Fault{s.name, r.number, heading, "There is no such column: use " + s.names() + "."})
		case slices.Contains(columns[:i], columns[i]):
			b.faults.add(Fault{s.name, r.number, heading, "The column is there twice: leave one."})
			columns[i] = refused
		}
	}
	for i, c := range s.columns {
		if c.must && !slices.Contains(columns, i) {
			b.faults.add(Fault{s.name, r.number, c.name, "The column is missing: add it."})
		}
	}
	return columns
}

func (b *Book) takeRow(s *sheet, columns []int, g gridRow, from1904 bool) row {
	r := row{sheet: s, number: g.number, cells: make([]string, len(s.columns))}
	given := make([]string, len(s.columns))
	for i, cell := range g.cells {
		switch {
		case i < len(columns) && columns[i] >= 0:
			given[columns[i]] = cell
		case i < len(columns) && columns[i] == refused:
			r.faulty = true
		case strings.TrimFunc(cell, unwritable) != "":
			b.faults.add(Fault{s.name, r.number, "", fmt.Sprintf("%s stands under no column name: give it one or take it out.", quote(cell))})
			r.faulty = true
		}
	}
	for i, c := range s.columns {
		if days, err := strconv.Atoi(given[i]); c.kind == date && from1904 && err == nil {
			given[i] = strconv.Itoa(days + between1904)
		}
		plain, complaint := c.read(given[i])
		if c.must && !slices.Contains(columns, i) {
			r.faulty = true // told already, once for the column
		} else if complaint != "" {
			b.faults.add(Fault{s.name, r.number, c.name, strings.TrimSpace(quote(given[i])+" "+complaint) + "."})
			r.faulty = true
		}
		r.cells[i] = plain
	}
	if r.faulty {
		r.given = given
	}
	return r
}

// quote is a cell as a fault shows it: not all of a long one.
func quote(cell string) string {
	const shown = 40
	runes := []rune(strings.TrimSpace(strings.ToValidUTF8(cell, "?")))
	switch {
	case len(runes) == 0:
		return "The cell"
	case len(runes) > shown:
		runes = append(runes[:shown], '.', '.', '.')
	}
	return strconv.Quote(string(runes))
}

// get is a cell by its column's name.
func (r row) get(name string) string { return r.cells[r.sheet.index(name)] }

// The cells of a row are in plain form, so none of these can fail.

func (r row) date(name string) ledger.Date {
	d, _ := parseDate(r.get(name))
	return d
}

func (r row) money(name string) ledger.Money {
	n, _ := strconv.ParseInt(r.get(name), 10, 64)
	return ledger.Money(n)
}

func (r row) count(name string) int { return int(r.money(name)) }

func (r row) yes(name string) bool { return r.get(name) == "ya" }

func (r row) rate(name string) decimal.Decimal {
	d, _ := decimal.NewFromString(r.get(name))
	return d
}

func (r row) interval(name string) ledger.Interval {
	v, _ := parseInterval(r.get(name))
	return v
}

// newRow is a row to be written.
func newRow(name string, cells map[string]string) row {
	s := findSheet(name)
	r := row{sheet: s, cells: make([]string, len(s.columns))}
	for column, cell := range cells {
		r.cells[s.index(column)] = cell
	}
	return r
}

// content is what a row says, apart from its own number, in one line: what an
// empty cell means is the same as saying it.
func (r row) content() string {
	var b strings.Builder
	for i, c := range r.sheet.columns {
		cell := r.cells[i]
		if c.kind == receipt || cell == "" || c.kind == choice && cell == c.choices[0] {
			continue
		}
		fmt.Fprintf(&b, "%s=%s\n", c.name, cell)
	}
	return b.String()
}
