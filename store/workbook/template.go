package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Template writes an empty workbook: every sheet with its headings (a star marks
// what is required), lists to choose from, and a page of help, which an import
// passes over.
func Template(path string) error {
	f := excelize.NewFile()
	defer f.Close()
	l, err := newLook(f)
	if err != nil {
		return fmt.Errorf("template: %w", err)
	}
	if err := f.SetSheetName("Sheet1", helpSheet); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	if err := writeHelp(f, l); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	for _, s := range sheets {
		if s.name == knownSheet {
			continue
		}
		if err := templateSheet(f, s, l); err != nil {
			return fmt.Errorf("template, sheet %s: %w", s.name, err)
		}
	}
	if err := saveExcel(f, path); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	return nil
}

// lastRow is how far down the template's cells are prepared.
const lastRow = 5000

func templateSheet(f *excelize.File, s sheet, l look) error {
	if _, err := f.NewSheet(s.name); err != nil {
		return err
	}
	asText, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return err
	}
	for i, c := range s.columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		switch c.kind {
		case amount, signed, count, rate:
		default: // or Excel eats the nought of a telephone number
			if err := f.SetColStyle(s.name, letter, asText); err != nil {
				return err
			}
		}
		if err := f.SetColWidth(s.name, letter, letter, narrow+4); err != nil {
			return err
		}
		if err := f.SetCellStr(s.name, letter+"1", c.title()); err != nil {
			return err
		}
		if err := f.SetCellStyle(s.name, letter+"1", letter+"1", l.heading); err != nil {
			return err
		}
		if err := offer(f, s, c, letter); err != nil {
			return err
		}
	}
	return f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// textFormat is Excel's number for cells that stay as they were typed.
const textFormat = 49

// offer gives a column its list to choose from.
func offer(f *excelize.File, s sheet, c column, letter string) error {
	choices := c.choices
	if c.kind == yesNo {
		choices = []string{"ya", "tidak"}
	}
	var list []string
	for _, v := range choices {
		if v != "" {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(letter + "2:" + letter + strconv.Itoa(lastRow))
	if err := v.SetDropList(list); err != nil {
		return err
	}
	return f.AddDataValidation(s.name, v)
}

// writeHelp writes a line for each column: what belongs into it.
func writeHelp(f *excelize.File, l look) error {
	lines := [][]string{
		{"Isi lembar yang perlu saja. Tanda * wajib diisi. Baris kosong dilewati. Lembar ini tidak dibaca."},
		{"Rupiah bulat: 250000 atau 250.000. Tanggal: 2026-03-10 atau 10/03/2026. Nomor HP sebagai teks: 081234567890."},
		{},
		{"lembar", "kolom", "wajib", "isi"},
	}
	for _, s := range sheets {
		if s.name == knownSheet {
			continue
		}
		for _, c := range s.columns {
			required := ""
			if c.must {
				required = "*"
			}
			lines = append(lines, []string{s.name, c.name, required, c.example()})
		}
	}
	for i, line := range lines {
		if err := f.SetSheetRow(helpSheet, "A"+strconv.Itoa(i+1), &line); err != nil {
			return err
		}
	}
	if err := f.SetColWidth(helpSheet, "A", "D", wide); err != nil {
		return err
	}
	return f.SetRowStyle(helpSheet, 4, 4, l.heading)
}

// example is what a cell of the column may look like, in the words of the people
// who fill it in.
func (c column) example() string {
	switch c.kind {
	case code, codes:
		return "kode, mis. A01-03"
	case receipt:
		return "nomor kuitansi; boleh kosong"
	case phone:
		return "081234567890"
	case nik:
		return "16 angka"
	case date:
		return "2026-03-10"
	case amount, signed:
		return "250000"
	case count:
		return "10"
	case rate:
		return "1,5"
	case yesNo:
		return "ya / tidak"
	case choice:
		return strings.Trim(strings.Join(c.choices, " / "), " /")
	case interval:
		return "hari / minggu / bulan / selapan / 3 bulan"
	case rounding:
		return "1000, atau 1000 atas"
	case account:
		return "1110 atau Kas"
	}
	return "teks"
}
