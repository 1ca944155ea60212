package workbook

import (
	"slices"

	"github.com/xuri/excelize/v2"
)

// unmerge gives column names that a sheet has in cells merged over several rows to
// each of these rows: people write two lines of names, "Hari" over "jatuh tempo" and
// "batas cair", with "Kode" beside both. It looks only where the names are not whole
// without it, since it takes a second reading of the sheet.
func unmerge(f *excelize.File, g *grid) error {
	s := findSheet(g.name)
	if s == nil || len(g.rows) == 0 || s.headed(g.rows[headingRow(s, g.rows)]) {
		return nil
	}
	merged, err := f.GetMergeCells(g.name)
	if err != nil {
		return err
	}
	for _, m := range merged {
		column, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return err
		}
		_, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return err
		}
		if column > maxColumns {
			continue
		}
		for i := range g.rows[:min(len(g.rows), maxHeading)] {
			if r := &g.rows[i]; top < r.number && r.number <= bottom {
				for len(r.cells) < column {
					r.cells = append(r.cells, "")
				}
				r.cells[column-1] = m.GetCellValue()
			}
		}
	}
	return nil
}

// headed tells whether a row names all columns that a sheet must have, and no others.
func (s *sheet) headed(r gridRow) bool {
	var found []int
	for _, name := range r.cells {
		at := s.find(name)
		if at < 0 && !(gridRow{cells: []string{name}}).blank() {
			return false
		}
		found = append(found, at)
	}
	for i, c := range s.columns {
		if c.must && !slices.Contains(found, i) {
			return false
		}
	}
	return true
}
