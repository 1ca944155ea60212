package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"bendahara/templates"
)

// sheetMargin is what office printers leave free, in millimetres.
const sheetMargin = 10.0

// paperSizes are widths and heights in millimetres.
var paperSizes = map[Paper]fpdf.SizeType{A4: {Wd: 210, Ht: 297}, F4: {Wd: 215, Ht: 330}}

// WritePDF writes the document for paper: each report begins on a page of its own,
// upright where its tables fit and lying where they are wide. A table that goes on has
// its columns named again.
func WritePDF(w io.Writer, d *Document) error {
	p := newPages(d, d.stamp())
	for i := range d.Sections {
		p.section(&d.Sections[i])
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// pages are a document under way.
type pages struct {
	*Document
	pdf   *fpdf.Fpdf
	latin func(string) string
	size  fpdf.SizeType // of the page, as it lies
	y     float64

	cellMargin float64 // what a new document has; ours is none
}

// newPages begins a document: the same one gives the same bytes.
func newPages(d *Document, stamp time.Time) *pages {
	p := &pages{Document: d, size: paperSizes[A4]}
	if size, ok := paperSizes[d.Paper]; ok {
		p.size = size
	}
	p.pdf = fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: p.size})
	p.pdf.SetCreationDate(stamp)
	p.pdf.SetModificationDate(stamp)
	p.pdf.SetCatalogSort(true)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetMargins(sheetMargin, sheetMargin, sheetMargin)
	p.cellMargin = p.pdf.GetCellMargin()
	p.pdf.SetCellMargin(0)
	p.pdf.SetTitle(d.Title, true)
	p.latin = p.pdf.UnicodeTranslatorFromDescriptor("")
	p.pdf.AliasNbPages("{nb}")
	p.pdf.SetFooterFunc(p.footer)
	return p
}

// turn makes the page upright or lying from the next one on.
func (p *pages) turn(lying bool) {
	if lying != (p.size.Wd > p.size.Ht) {
		p.size.Wd, p.size.Ht = p.size.Ht, p.size.Wd
	}
}

func (p *pages) newPage() {
	p.pdf.AddPageFormat("P", p.size)
	p.y = sheetMargin
}

// bottom is where the page's foot begins.
func (p *pages) bottom() float64 { return p.size.Ht - sheetMargin - 5 }

func (p *pages) width() float64 { return p.size.Wd - 2*sheetMargin }

func (p *pages) font(style string, size float64) { p.pdf.SetFont("Helvetica", style, size) }

// print writes one line at a place, in a width, aligned L, C or R.
func (p *pages) print(x, y, width, height float64, align, text string) {
	p.pdf.SetXY(x, y)
	p.pdf.CellFormat(width, height, p.latin(text), "", 0, align, false, 0, "")
}

func (p *pages) footer() {
	const numberWidth = 35.0
	width, height := p.pdf.GetPageSize() // of this page: the next may lie otherwise
	p.font("", 7)
	p.pdf.SetTextColor(90, 90, 90)
	y := height - sheetMargin - 3
	p.print(sheetMargin, y, width-2*sheetMargin-numberWidth, 3, "L", p.foot())
	number := fmt.Sprintf(templates.PaperPage, fmt.Sprint(p.pdf.PageNo()), "{nb}")
	p.print(width-sheetMargin-numberWidth, y, numberWidth, 3, "R", number)
	p.pdf.SetTextColor(0, 0, 0)
}

// head writes whose paper it is, over a line.
func (p *pages) head() {
	name, place := p.heading()
	p.font("B", 13)
	p.print(sheetMargin, p.y, p.width(), 6, "C", name)
	p.font("", 9)
	p.print(sheetMargin, p.y+6, p.width(), 4.5, "C", place)
	p.y += 12
	p.pdf.SetLineWidth(0.5)
	p.pdf.Line(sheetMargin, p.y, p.size.Wd-sheetMargin, p.y)
	p.pdf.SetLineWidth(hairline)
	p.y += 3
}

const hairline = 0.15

// section writes one report.
func (p *pages) section(s *Section) {
	if len(s.Tables) == 0 {
		p.turn(false)
		p.newPage()
		p.head()
		p.font("B", 10)
		p.print(sheetMargin, p.y, p.width(), 5, "L", s.Title)
		p.font("", 9)
		p.print(sheetMargin, p.y+6, p.width(), 5, "L", templates.PaperNothing)
		p.y += 14
	}
	for i := range s.Tables {
		t := &pdfTable{pages: p, Table: s.Tables[i].filled()}
		lying := t.measure()
		if turned := lying != (p.size.Wd > p.size.Ht); i == 0 || turned {
			p.turn(lying)
			p.newPage()
			if i == 0 {
				p.head()
			}
		}
		if i == len(s.Tables)-1 && len(s.Signers) > 0 {
			t.behind = signatureHeight
		}
		t.write()
	}
	p.signatures(s.Signers)
}

const signatureHeight = 40.0

// signatures writes who signs, side by side, all on one page.
func (p *pages) signatures(signers []Signer) {
	if len(signers) == 0 {
		return
	}
	const line = 4.5
	if p.y+signatureHeight > p.bottom() {
		p.newPage()
	}
	p.font("", 9)
	p.y += 3
	each := p.width() / float64(len(signers))
	last := sheetMargin + each*float64(len(signers)-1)
	p.print(last, p.y, each, line, "C", templates.PaperForDate(p.UPK))
	p.y += line
	for i, s := range signers {
		x := sheetMargin + each*float64(i)
		for n, role := range strings.Split(s.Role, "\n") {
			p.print(x, p.y+float64(n)*line, each, line, "C", role)
		}
		for n, part := range p.pdf.SplitLines([]byte(p.latin(s.line())), each-6) {
			p.pdf.SetXY(x, p.y+float64(6+n)*line)
			p.pdf.CellFormat(each, line, string(part), "", 0, "C", false, 0, "")
		}
	}
	p.y += signatureHeight - 3
}
