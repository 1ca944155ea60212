package workbook

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// Column is a column of a sheet, for a form that takes its rows one by one.
type Column struct {
	Name    string
	Must    bool
	Day     bool     // it holds a day
	Phone   bool     // it holds a telephone number
	Choices []string // what it may hold; the first is what an empty cell means
}

// Columns are the columns of a sheet, in their order; nil where there is no such sheet.
func Columns(name string) (list []Column) {
	s := findSheet(name)
	if s == nil || s.name == knownSheet {
		return nil
	}
	for _, c := range s.columns {
		choices := c.choices
		if c.kind == yesNo {
			choices = []string{"tidak", "ya"}
		}
		list = append(list, Column{c.name, c.must && !c.blank, c.kind == date, c.kind == phone, choices})
	}
	return list
}

// Typed are rows that were typed into a form, for a sheet: their cells by column. Rows in
// which nothing stands are left out.
type Typed struct {
	Sheet string
	Rows  []map[string]string
}

// FromForm is a book of what was typed. The first row of a sheet is row 1; faults name
// rows so.
func FromForm(typed ...Typed) *Book {
	b := &Book{rows: map[string][]row{}, name: "form"}
	for _, t := range typed {
		s := findSheet(t.Sheet)
		columns := make([]int, len(s.columns))
		for i := range columns {
			columns[i] = i
		}
		for i, given := range t.Rows {
			g := gridRow{number: i + 1, cells: make([]string, len(s.columns))}
			for name, cell := range given {
				g.cells[s.index(name)] = cell
			}
			if !g.blank() {
				b.rows[s.name] = append(b.rows[s.name], b.takeRow(s, columns, g, false))
			}
		}
	}
	return b
}

// ImportInto is [Import] within a transaction that has more to do. Without check the
// caller has to give it up where there are faults: some of the book may be written.
func ImportInto(tx *store.Tx, book *Book, now time.Time, check bool) (Summary, []Fault, error) {
	im := newImporter(tx, book, now, !check)
	err := im.run()
	return im.summary(), im.faults.sorted(), err
}

// Registered are the rows that the store has of a register: desa, kelompok, anggota,
// petugas, libur or harga.
func Registered(tx *store.Tx, sheet string) (list []map[string]string, err error) {
	var rows []row
	switch sheet {
	case "desa":
		rows, err = rowsOf(tx.Villages, villageRow)
	case "kelompok":
		rows, err = rowsOf(tx.Groups, groupRow)
	case "petugas":
		rows, err = rowsOf(tx.EveryOfficer, officerRow)
	case "anggota":
		groups, err := tx.Groups()
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			members, err := rowsOf(func() ([]ledger.Member, error) { return tx.Members(g.Code) }, memberRow)
			if err != nil {
				return nil, err
			}
			rows = append(rows, members...)
		}
	case "libur":
		days, err := tx.Holidays()
		for day, name := range days {
			list = append(list, map[string]string{"tanggal": day.String(), "nama": name})
		}
		slices.SortFunc(list, func(a, b map[string]string) int { return strings.Compare(a["tanggal"], b["tanggal"]) })
		return list, err
	case "harga":
		kept, err := tx.SheetRows(sheet)
		for _, r := range kept {
			list = append(list, map[string]string(r))
		}
		return list, err
	}
	for _, r := range rows {
		list = append(list, map[string]string(r.kept()))
	}
	return list, err
}

// GroupRows are groups as rows of kelompok.
func GroupRows(groups []ledger.Group) []map[string]string { return plainRows(groups, groupRow) }

// MemberRows are members as rows of anggota.
func MemberRows(members []ledger.Member) []map[string]string { return plainRows(members, memberRow) }

func plainRows[T any](of []T, as func(T) row) (list []map[string]string) {
	for _, one := range of {
		list = append(list, map[string]string(as(one).kept()))
	}
	return list
}

func rowsOf[T any](read func() ([]T, error), as func(T) row) (rows []row, err error) {
	list, err := read()
	for _, one := range list {
		rows = append(rows, as(one))
	}
	return rows, err
}

// Cell is what stands in a fault's cell, and how its column is called in a spreadsheet; a
// row that was left out has nothing.
func (b *Book) Cell(f Fault) string {
	for _, r := range b.rows[f.Sheet] {
		if r.number == f.Row && r.sheet.find(f.Column) >= 0 {
			if r.faulty {
				return r.given[r.sheet.find(f.Column)]
			}
			return r.cells[r.sheet.find(f.Column)]
		}
	}
	return ""
}

// Sheets are the sheets of the book that have rows, with how many: "anggota 12".
func (b *Book) Sheets() (list []string) {
	for _, s := range sheets {
		if n := len(b.rows[s.name]); n > 0 {
			list = append(list, s.name+" "+strconv.Itoa(n))
		}
	}
	return list
}

// Plain is a row as the store has such rows: a number as +62..., a day as 2026-03-10. A
// cell that cannot be read is empty.
func Plain(sheet string, cells map[string]string) map[string]string {
	b := FromForm(Typed{sheet, []map[string]string{cells}})
	for _, r := range b.rows[sheet] {
		return r.kept()
	}
	return map[string]string{}
}
