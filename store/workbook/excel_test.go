package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// excelFile writes an .xlsx, a sheet a table of cells; style is an Excel number format.
func excelFile(t testing.TB, fill func(f *excelize.File, set func(sheet, cell string, value any, format int))) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f, func(sheet, cell string, value any, format int) {
		if i, err := f.GetSheetIndex(sheet); err != nil || i < 0 {
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
		if format > 0 {
			style, err := f.NewStyle(&excelize.Style{NumFmt: format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle(sheet, cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	})
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestExcelAsPeopleMakeIt: days and amounts as numbers or text, per cents as
// Excel shows them, numbers of telephones without their nought, a title above the
// column names, their order and case as it comes, blank rows and sheets.
func TestExcelAsPeopleMakeIt(t *testing.T) {
	const dayFormat, percentFormat = 14, 10
	path := excelFile(t, func(f *excelize.File, set func(string, string, any, int)) {
		set("upk", "A1", "Kunci", 0)
		set("upk", "B1", "NILAI *", 0)
		set("upk", "A2", "nama", 0)
		set("upk", "B2", "UPK Kalijambe", 0)
		set("Desa", "A1", "Daftar desa 2026", 0)
		for i, v := range []any{"Nama", "Hari Jatuh Tempo", "kode"} {
			set("Desa", string(rune('A'+i))+"3", v, 0)
		}
		for i, v := range []any{"Saren", 15, "D01"} {
			set("Desa", string(rune('A'+i))+"6", v, 0)
		}
		for i, v := range []any{"kode", "nama", "desa", "jenis"} {
			set("kelompok", string(rune('A'+i))+"1", v, 0)
		}
		for i, v := range []any{101, "Melati", "D01", "spp"} {
			set("kelompok", string(rune('A'+i))+"2", v, 0)
		}
		for i, v := range []any{"kode", "kelompok", "nama", "hp", "setuju", "tanggal setuju"} {
			set("anggota", string(rune('A'+i))+"1", v, 0)
		}
		for i, v := range []any{"101-1", "101", " Ani\u00a0 Lestari ", 81390000101, true, 46037} {
			set("anggota", string(rune('A'+i))+"2", v, 0)
		}
		set("anggota", "F2", 46037, dayFormat)
		for i, v := range []any{"kode", "kelompok", "dana", "pokok", "jasa persen", "angsuran", "tanggal cair"} {
			set("pinjaman", string(rune('A'+i))+"1", v, 0)
		}
		for i, v := range []any{"L1", 101, "SPP", "Rp 2.500.000,-", "", "10", "15/01/2026"} {
			set("pinjaman", string(rune('A'+i))+"2", v, 0)
		}
		set("pinjaman", "E2", 0.015, percentFormat)
		for i, v := range []any{"pinjaman", "tanggal", "jumlah"} {
			set("angsuran", string(rune('A'+i))+"1", v, 0)
		}
		for i, v := range []any{"L1", 46068, 287500} {
			set("angsuran", string(rune('A'+i))+"2", v, 0)
		}
		if err := f.SetCellFormula("angsuran", "D9", "SUM(C2:C8)"); err != nil {
			t.Fatal(err)
		}
	})
	db := newStore(t)
	importInto(t, db, path, importNow)
	view(t, db, func(tx *store.Tx) {
		m, err := tx.Member("101-1")
		if err != nil || m.Name != "Ani Lestari" || m.Phone != "+6281390000101" || !m.Consent || m.ConsentDay.String() != "2026-01-15" {
			t.Errorf("%+v, %v", m, err)
		}
		l, err := tx.Loan("L1")
		if err != nil || l.Terms.Principal != 2_500_000 || l.Terms.Rate.String() != "1.5" || l.Terms.Disbursed.String() != "2026-01-15" || l.Terms.DueDay != 15 {
			t.Errorf("%+v, %v", l, err)
		}
		if got := balance(t, tx, ledger.Account{Code: ledger.LoanPrincipal, Group: "101", Loan: "L1"}); got != 2_250_000 {
			t.Errorf("the group owes %d", got)
		}
	})
}

func TestCSVForms(t *testing.T) {
	for name, content := range map[string]string{
		"semicolons and a mark": "\ufeffkode;nama\r\nD01;\"Jetis; Karangpung\"\r\n",
		"Excel's Unicode":       "\xff\xfe" + wide("kode;nama\r\nD01;\"Jetis; Karangpung\"\r\n"),
		"Windows-1252":          "kode,nama\nD01,\"Jetis; Karangpung\"\nD02,Ren\xe9\n",
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "DESA.CSV"), content)
		writeFile(t, filepath.Join(dir, "README.txt"), "not read")
		db := newStore(t)
		importInto(t, db, dir, importNow)
		view(t, db, func(tx *store.Tx) {
			if v, err := tx.Village("D01"); err != nil || v.Name != "Jetis; Karangpung" {
				t.Errorf("%s: %+v, %v", name, v, err)
			}
		})
	}
}

// wide is a text in UTF-16, the low byte first.
func wide(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

// TestMergedHeadings: column names over two rows, those of one line merged over both.
func TestMergedHeadings(t *testing.T) {
	path := excelFile(t, func(f *excelize.File, set func(string, string, any, int)) {
		set("desa", "A1", "DATA DESA", 0)
		for cell, v := range map[string]any{
			"A2": "Kode", "B2": "Nama", "C2": "Hari", "C3": "hari jatuh tempo", "D3": "batas cair", "A4": "D01", "B4": "Saren", "C4": 15, "D4": 25,
		} {
			set("desa", cell, v, 0)
		}
		for from, to := range map[string]string{"A1": "D1", "A2": "A3", "B2": "B3", "C2": "D2"} {
			if err := f.MergeCell("desa", from, to); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
	})
	db := newStore(t)
	importInto(t, db, path, importNow)
	view(t, db, func(tx *store.Tx) {
		if v, err := tx.Village("D01"); err != nil || v.Name != "Saren" || v.DueDay != 15 || v.CutOff != 25 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

func TestLimits(t *testing.T) {
	dir := t.TempDir()
	csv := func(content string) string {
		path := filepath.Join(t.TempDir(), "book")
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(path, "desa.csv"), content)
		return path
	}
	bomb := filepath.Join(dir, "bomb.xlsx")
	zipBomb(t, bomb)
	huge := filepath.Join(dir, "huge.xlsx")
	if f, err := os.Create(huge); err != nil || f.Truncate(1<<30) != nil || f.Close() != nil {
		t.Fatal("no huge file", err)
	}
	noise := filepath.Join(dir, "noise.xlsx")
	writeFile(t, noise, strings.Repeat("noise", 100))
	text := filepath.Join(dir, "book.txt")
	writeFile(t, text, "kode,nama\n")
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(dir, "long.jsonl")
	writeFile(t, long, `{"type":"`+strings.Repeat("x", 5<<20)+`"}`)
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"too many rows":     {csv("kode,nama\n" + strings.Repeat("D01,Saren\n", 200_001)), workbook.ErrTooMuch},
		"too many columns":  {csv("kode,nama" + strings.Repeat(",x", 63) + "\n"), workbook.ErrTooMuch},
		"a huge cell":       {csv("kode,nama\nD01," + strings.Repeat("x", 2001) + "\n"), workbook.ErrTooMuch},
		"a zip bomb":        {bomb, workbook.ErrTooMuch},
		"a huge file":       {huge, workbook.ErrTooMuch},
		"noise":             {noise, workbook.ErrFormat},
		"another ending":    {text, workbook.ErrFormat},
		"an empty folder":   {empty, workbook.ErrFormat},
		"a line too long":   {long, workbook.ErrTooMuch},
		"nothing there":     {filepath.Join(dir, "none.xlsx"), os.ErrNotExist},
		"nothing there too": {filepath.Join(dir, "none"), os.ErrNotExist},
	} {
		if _, _, err := workbook.Read(c.path); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// zipBomb writes an .xlsx whose sheet says that it unpacks to more than anything may.
func zipBomb(t testing.TB, path string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	_, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: 513 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, b.String())
}

// TestManyFaults: a hopeless file does not drown anybody.
func TestManyFaults(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "desa.csv"), "kode,nama\n"+strings.Repeat("!,Saren\n", 2000))
	_, faults, err := workbook.Read(dir)
	if err != nil || len(faults) != 501 || faults[500].String() != ": There are 1500 more faults; put these right first." {
		t.Errorf("%d faults, %v, %v", len(faults), faults[len(faults)-1], err)
	}
}

func TestTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.xlsx")
	if err := workbook.Template(path); err != nil {
		t.Fatal(err)
	}
	book, faults, err := workbook.Read(path)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	db := newStore(t)
	if s, faults, err := workbook.Import(t.Context(), db, book, importNow, false); err != nil || len(faults) > 0 || len(s.Sheets) > 0 {
		t.Errorf("the empty workbook brings %+v, %v, %v", s, faults, err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := fmt.Sprint(f.GetSheetList()); got != "[bantuan upk desa kelompok anggota petugas pinjaman jadwal pemanfaat angsuran setoran simpanan saldo_awal kas_awal saldo_akun jurnal libur harga]" {
		t.Errorf("sheets are %s", got)
	}
	if got, err := f.GetCellValue("anggota", "C1"); err != nil || got != "nama*" {
		t.Errorf("the third column of anggota is %q, %v", got, err)
	}
}
