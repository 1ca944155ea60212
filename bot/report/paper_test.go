package report

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
)

var (
	day  = ledger.NewDate(2026, time.May, 31)
	made = time.Date(2026, time.June, 3, 9, 30, 0, 0, time.FixedZone("WIB", 7*60*60))
)

func document(tables ...Table) *Document {
	return &Document{
		UPK: ledger.UPK{Name: "Kalijambe", District: "Kalijambe", Regency: "Sragen"}, Title: "Laporan", When: "bulan Mei 2026", Made: made,
		Digest: ledger.DayDigest{Day: day, Code: "7KQM-3XAW-Y2HD-R9TC"},
		Sections: []Section{{Title: "Laporan", Tables: tables, Signers: []Signer{
			{"Dibuat oleh,\nBendahara UPK", "Sri Wahyuningsih Kusumawardhani Notonegoro"}, {"Diperiksa oleh,\nBadan Pengawas", ""}, {"Mengetahui,\nKetua UPK", "Bambang"},
		}}},
	}
}

// hard is a table as bad as they come: many columns, long names, amounts as high as the
// books allow, more rows than a page has.
func hard(rows int) Table {
	t := Table{Title: "Laporan perkembangan pinjaman kelompok yang namanya panjang", Detail: []any{day}}
	t.Columns = []string{"Dana", "Desa", "Kelompok", "Pinjaman", "Tempo", "%"}
	for i := range 12 {
		t.Columns = append(t.Columns, fmt.Sprintf("s.d. bulan lalu %d", i+1))
	}
	for i := range rows {
		cells := []any{
			ledger.FundSPP, "Karangpung Wetan Banjaranyar", "Kelompok Simpan Pinjam Perempuan Sido Makmur Sejahtera Abadi Jaya",
			fmt.Sprintf("A%03d-L1", i), day,
			ledger.Percentage{Value: decimal.New(10000, -2), Known: true},
		}
		for column := range 12 {
			cells = append(cells, ledger.Money(987_654_000_000+1000*i+column))
		}
		t.Add(cells...)
	}
	total := []any{ledger.FundSPP, "JUMLAH", "", "", "", ledger.Percentage{}}
	for column := range 12 {
		sum := ledger.Money(0)
		for i := range rows {
			sum += ledger.Money(987_654_000_000 + 1000*i + column)
		}
		total = append(total, sum)
	}
	t.Total(0, total...)
	return t
}

// tool runs a program that make deps brings.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatal(name, "is missing: run make deps")
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatal(name, args, err)
	}
	return string(out)
}

// pdf writes a document and returns the file and what is written on each of its pages.
func pdf(t *testing.T, write func(*bytes.Buffer) error) (file string, pages []string) {
	t.Helper()
	var first, second bytes.Buffer
	if err := write(&first); err != nil {
		t.Fatal(err)
	}
	if err := write(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("made again it is another file (%v)", err)
	}
	file = filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, first.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text := tool(t, "pdftotext", "-layout", file, "-")
	pages = strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	edges(t, file)
	return file, pages
}

// edges holds each page to a white edge: what runs out of the paper, or is cut at it,
// leaves ink there. A line to cut along may.
func edges(t *testing.T, file string) {
	t.Helper()
	const dpi, edge = 50, 8 // the edge in millimetres
	base := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", "-png", file, base)
	files, err := filepath.Glob(base + "*.png")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		page, _, err := image.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		size, free, ink, inked := page.Bounds(), edge*dpi*10/254, 0, 0
		for y := range size.Dy() {
			row, all := 0, 0
			for x := range size.Dx() {
				if grey, _, _, _ := page.At(x, y).RGBA(); grey > 0x8000 {
					continue
				}
				all++
				if x < free || y < free || x >= size.Dx()-free || y >= size.Dy()-free {
					row++
				}
			}
			if inked += all; all < size.Dx()/3 { // not a line to cut along
				ink += row
			}
		}
		if ink > 0 || inked == 0 {
			t.Errorf("%s: %d of %d dots at the edge", filepath.Base(name), ink, inked)
		}
	}
}

func TestPDF(t *testing.T) {
	table := hard(80)
	for _, paper := range []Paper{A4, F4} {
		d := document(table)
		d.Paper = paper
		file, pages := pdf(t, func(b *bytes.Buffer) error { return WritePDF(b, d) })
		if len(pages) < 3 {
			t.Fatalf("%s: %d pages for 80 rows", paper, len(pages))
		}
		all := strings.Join(pages, "\n")
		for _, row := range table.Rows {
			for _, cell := range row.Cells {
				if isNumber(cell) && !strings.Contains(all, shown(cell)) {
					t.Errorf("%s: %s is not printed whole", paper, shown(cell))
				}
			}
		}
		if n := strings.Count(all, "31 Mei 2026"); n < 80 {
			t.Errorf("%s: of 80 days %d are printed whole", paper, n)
		}
		for i, page := range pages {
			for _, want := range []string{fmt.Sprintf("Halaman %d dari %d", i+1, len(pages)), "7KQM-3XAW-Y2HD-R9TC (31 Mei 2026), dibuat 3 Jun 2026 09.30 WIB"} {
				if !strings.Contains(page, want) {
					t.Errorf("%s: page %d lacks %q", paper, i+1, want)
				}
			}
			if strings.Contains(page, "A0") && !strings.Contains(page, "Pinjaman") {
				t.Errorf("%s: page %d does not name its columns", paper, i+1)
			}
		}
		if first := pages[0]; !strings.Contains(first, "UPK Kalijambe") || !strings.Contains(first, "Kecamatan Kalijambe, Kabupaten Sragen, bulan Mei 2026") {
			t.Errorf("%s: the heading is\n%s", paper, first)
		}
		last := pages[len(pages)-1]
		for _, want := range []string{"Ketua UPK", "Badan Pengawas", "Sri Wahyuningsih", "( Bambang )", "JUMLAH", "A078", "Kalijambe, ...."} {
			if !strings.Contains(last, want) {
				t.Errorf("%s: the last page lacks %q", paper, want)
			}
		}
		size := map[Paper]string{A4: "841.89 x 595.28 pts (A4)", F4: "935.43 x 609.45 pts"}[paper]
		if info := tool(t, "pdfinfo", file); !strings.Contains(info, size) {
			t.Errorf("%s: want it lying, %s, is\n%s", paper, size, info)
		}
	}
}

// A narrow table stands upright, one without rows says so, and nothing at all is a page.
func TestPDFSmall(t *testing.T) {
	narrow := Table{Title: "Neraca", Columns: []string{"Kode", "Rekening", "Jumlah", "Lainnya"}}
	narrow.Add("1110", "Kas", ledger.Money(1000), "")
	for name, d := range map[string]*Document{
		"Kas": document(narrow), "Tidak ada": document(Table{Title: "Kosong", Columns: []string{"Kode"}}), "Tidak ada.": document(),
	} {
		d.Made = time.Time{}
		file, pages := pdf(t, func(b *bytes.Buffer) error { return WritePDF(b, d) })
		if len(pages) != 1 || !strings.Contains(pages[0], name) || !strings.Contains(pages[0], "bulan ditutup") || strings.Contains(pages[0], "Lainnya") {
			t.Errorf("%s: %d pages\n%s", name, len(pages), pages)
		}
		if info := tool(t, "pdfinfo", file); !strings.Contains(info, "595.28 x 841.89") || !strings.Contains(info, "May 31") {
			t.Errorf("%s: %s", name, info)
		}
	}
}

func TestCards(t *testing.T) {
	card := func(code string, instalments int) ledger.Card {
		c := ledger.Card{
			Place:   ledger.Place{Fund: ledger.FundSPP, Loan: ledger.LoanCode(code), GroupName: "Melati", VillageName: "Saren"},
			Contact: ledger.Contact{Name: "Ani", Phone: "+6281390000101"}, Day: day, Disbursed: day - 100, Allocated: 1_234_567_890,
		}
		for i := range instalments {
			c.Plan = append(c.Plan, ledger.Instalment{Number: i + 1, Due: day + ledger.Date(30*i), Principal: 123_456_789, Interest: 1_234_567})
		}
		c.Paid = []ledger.CardRow{{Number: 1, Day: day, Paid: ledger.Amounts{Principal: 7_654_321, Interest: 54_321}, Left: ledger.Amounts{Principal: 1_226_913_569}}}
		c.Total = c.Plan.Total()
		return c
	}
	var cards []ledger.Card
	for i := range 8 {
		cards = append(cards, card(fmt.Sprintf("A01-L%d", i), 10))
	}
	cards = append(cards, card("A01-L8", 100))
	_, pages := pdf(t, func(b *bytes.Buffer) error { return WriteCards(b, document(), cards) })
	if len(pages) != 4 {
		t.Errorf("%d pages, want 2 of four cards and 2 of a long one", len(pages))
	}
	if n := strings.Count(pages[0], "KARTU ANGSURAN"); n != 4 || strings.Count(pages[0], "Telpon/SMS: 081390000101") != 4 {
		t.Errorf("%d cards on the first page\n%s", n, pages[0])
	}
	all := strings.Join(pages, "")
	for _, want := range []string{"1.234.567.890", "7.654.321", "54.321", "1.226.913.569", "100 ", "A01-L8", "12.345.678.900"} {
		if !strings.Contains(all, want) {
			t.Errorf("no card has %s", want)
		}
	}
}

func TestKit(t *testing.T) {
	guide, err := os.ReadFile(guide + ".md")
	if err != nil {
		t.Fatal(err)
	}
	k := Kit{Group: ledger.Group{Code: "A01", Name: "Melati", Type: ledger.SPP, Meeting: "Sabtu Pahing"}, Village: "Saren", Phone: "+6281390000001"}
	for i := range 45 {
		k.Members = append(k.Members, ledger.Member{Code: ledger.MemberCode(fmt.Sprintf("A01-%02d", i+1)), Name: "Siti Rahayu", Office: ledger.Ordinary})
	}
	without := k
	without.Phone = ""
	file, pages := pdf(t, func(b *bytes.Buffer) error { return WriteKits(b, document(), []Kit{k, without}, string(guide)) })
	first := strings.Join(pages[:2], "")
	for _, want := range []string{"Melati", "A01-01", "A01-45", "081390000001", "Sabtu Pahing", "Pindai"} {
		if !strings.Contains(first, want) {
			t.Errorf("the list lacks %q\n%s", want, first)
		}
	}
	if len(pages) != 6 || !strings.Contains(pages[2], "Panduan bendahara kelompok") || !strings.Contains(pages[5], "Panduan bendahara kelompok") {
		t.Errorf("%d pages", len(pages))
	}
	if second := pages[3]; strings.Contains(second, "Pindai") || !strings.Contains(second, "+62 .....") {
		t.Errorf("without a number:\n%s", second)
	}
	base := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", "100", "-png", "-f", "1", "-l", "1", file, base)
	if got := tool(t, "zbarimg", "--quiet", "--raw", base+"-1.png"); got != "https://wa.me/6281390000001\n" {
		t.Errorf("the code says %q", got)
	}
}

func TestXLSX(t *testing.T) {
	long, twin := hard(3), hard(1)
	long.Title += ": [SPP/UEP]?"
	twin.Title = strings.ToUpper(long.Title)
	below := Table{Title: "Realisasi", Columns: []string{"No"}, Below: true}
	d := document(long, below, twin)
	d.Sections = append(d.Sections, Section{Title: "Daftar yang kosong"})
	var first, second bytes.Buffer
	if err := WriteXLSX(&first, d); err != nil {
		t.Fatal(err)
	}
	if err := WriteXLSX(&second, d); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("made again it is another file (%v)", err)
	}
	f, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(names) != 3 || names[0] == names[1] || strings.EqualFold(names[0], names[1]) || names[2] != "Daftar yang kosong" {
		t.Fatalf("sheets: %q", names)
	}
	cell := func(sheet int, at string) string {
		v, err := f.GetCellValue(names[sheet], at)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if cell(0, "A1") != "UPK Kalijambe" || cell(0, "A5") != "Dana" || cell(0, "E6") != "31/05/2026" || cell(0, "A13") != "No" || cell(2, "A6") != "Tidak ada." {
		t.Errorf("%q %q %q %q %q", cell(0, "A1"), cell(0, "A5"), cell(0, "E6"), cell(0, "A13"), cell(2, "A6"))
	}
	if formula, err := f.GetCellFormula(names[0], "G9"); err != nil || formula != "SUM(G6:G8)" || cell(0, "G9") != "2,962,962,003,000" {
		t.Errorf("%q, %q, %v", formula, cell(0, "G9"), err)
	}
	panes, err := f.GetPanes(names[0])
	if err != nil || !panes.Freeze || panes.YSplit != 5 {
		t.Errorf("%+v, %v", panes, err)
	}
	layout, err := f.GetPageLayout(names[0])
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 {
		t.Errorf("%+v, %v", layout, err)
	}
	titles := 0
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" && strings.HasSuffix(n.RefersTo, "!$5:$5") {
			titles++
		}
	}
	if titles != len(names) {
		t.Errorf("%d of %d sheets repeat their heading", titles, len(names))
	}
}
