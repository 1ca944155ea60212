package report

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Example is one example of the treasurers' guide: its heading, and what she types
// (">") and what comes back ("<"), a line each.
type Example struct {
	Title string
	Lines []string
}

// Examples are the code blocks of the guide's markdown with the headings above them.
func Examples(markdown string) (examples []Example) {
	for _, b := range blocks(markdown) {
		if b.kind == codeBlock {
			examples = append(examples, Example{Title: b.above, Lines: b.lines})
		}
	}
	return examples
}

// blockKind is what a part of the guide is.
type blockKind int

const (
	titleBlock blockKind = iota
	headingBlock
	textBlock
	pointBlock
	codeBlock
)

// block is one part of the guide; above is the heading that it stands under.
type block struct {
	kind  blockKind
	above string
	lines []string
}

// blocks reads as much of markdown as the guide has: headings, paragraphs, points
// and code between fences.
func blocks(markdown string) (all []block) {
	heading, fenced := "", false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\n")
		last := len(all) - 1
		switch {
		case strings.HasPrefix(line, "```"):
			if fenced = !fenced; fenced {
				all = append(all, block{kind: codeBlock, above: heading})
			}
		case fenced:
			all[last].lines = append(all[last].lines, line)
		case strings.HasPrefix(line, "# "):
			all = append(all, block{kind: titleBlock, lines: []string{line[2:]}})
		case strings.HasPrefix(line, "## "):
			heading = line[3:]
			all = append(all, block{kind: headingBlock, lines: []string{heading}})
		case strings.HasPrefix(line, "- "):
			all = append(all, block{kind: pointBlock, lines: []string{line[2:]}})
		case line != "":
			all = append(all, block{kind: textBlock, lines: []string{line}})
		}
	}
	return all
}

// The page, in millimetres and points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	margin, gutter        = 10.0, 6.0
	columnWidth           = (pageWidth - 2*margin - gutter) / 2
	bubbleWidth           = columnWidth * 0.97
	textSize, talkSize    = 9.8, 8.6
	textStep, talkStep    = 4.5, 3.65
)

// guidePage is the page under way: its cursor goes down one column, then the other.
type guidePage struct {
	pdf       *fpdf.Fpdf
	latin     func(string) string
	top       float64 // of the columns
	column, y float64
}

// GuidePDF prints the guide's markdown on one page of A4, the examples in two
// columns as a phone shows them. The same markdown gives the same bytes. It is an
// error if it does not fit on the page.
func GuidePDF(markdown string) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC))
	pdf.SetModificationDate(time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC))
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	if all := blocks(markdown); len(all) > 0 {
		pdf.SetTitle(all[0].lines[0], true)
	}
	if err := printGuide(pdf, markdown); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("report: the guide: %w", err)
	}
	return out.Bytes(), nil
}

// printGuide prints the guide on a new page of A4.
func printGuide(pdf *fpdf.Fpdf, markdown string) error {
	pdf.SetMargins(margin, margin, margin)
	pdf.AddPageFormat("P", pdf.GetPageSizeStr("A4"))
	p := &guidePage{pdf: pdf, latin: pdf.UnicodeTranslatorFromDescriptor(""), y: margin}
	all := blocks(markdown)
	for i, b := range all {
		switch b.kind {
		case titleBlock:
			p.title(b.lines[0])
		case textBlock, pointBlock:
			p.paragraph(b.lines[0], b.kind == pointBlock)
		case headingBlock:
			if p.top == 0 {
				p.top = p.y + 2
				p.y = p.top
			}
			if i+1 < len(all) {
				p.example(b.lines[0], all[i+1].lines)
			}
		case codeBlock: // printed with its heading
		}
	}
	if p.column > 1 || p.y > pageHeight-margin {
		return fmt.Errorf("report: the guide does not fit on one page")
	}
	return nil
}

func (p *guidePage) title(text string) {
	p.pdf.SetFont("Helvetica", "B", 17)
	p.pdf.SetTextColor(20, 70, 60)
	p.pdf.SetXY(margin, p.y)
	p.pdf.CellFormat(pageWidth-2*margin, 8, p.latin(text), "", 0, "L", false, 0, "")
	p.y += 10
}

// paragraph prints words over the page's whole width; behind the examples it goes on
// in the column. Words between ** are bold.
func (p *guidePage) paragraph(text string, point bool) {
	x, width := margin, pageWidth-2*margin
	if p.top > 0 {
		x, width = p.x(), columnWidth
		p.y++
	}
	p.pdf.SetTextColor(30, 30, 30)
	p.pdf.SetLeftMargin(x)
	p.pdf.SetRightMargin(pageWidth - x - width)
	if point {
		p.pdf.SetFillColor(20, 70, 60)
		p.pdf.Circle(x+1.2, p.y+textStep/2, 0.6, "F")
		p.pdf.SetLeftMargin(x + 4)
	}
	left, _, _, _ := p.pdf.GetMargins()
	p.pdf.SetXY(left, p.y)
	for i, part := range strings.Split(text, "**") {
		style := ""
		if i%2 == 1 || p.top > 0 {
			style = "B"
		}
		p.pdf.SetFont("Helvetica", style, textSize)
		p.pdf.Write(textStep, p.latin(part))
	}
	p.y = p.pdf.GetY() + textStep + 0.8
	p.pdf.SetLeftMargin(margin)
	p.pdf.SetRightMargin(margin)
}

func (p *guidePage) x() float64 { return margin + p.column*(columnWidth+gutter) }

// example prints a heading and a talk: hers to the right, what comes back to the
// left. It does not break over columns.
func (p *guidePage) example(title string, lines []string) {
	height := 5.2
	for _, line := range lines {
		height += float64(len(p.split(line)))*talkStep + 2.1
	}
	if p.y+height > pageHeight-margin {
		p.column, p.y = p.column+1, p.top
	}
	p.pdf.SetFont("Helvetica", "B", 10.2)
	p.pdf.SetTextColor(20, 70, 60)
	p.pdf.SetXY(p.x(), p.y)
	p.pdf.CellFormat(columnWidth, 5, p.latin(title), "", 0, "L", false, 0, "")
	p.y += 5.2
	for _, line := range lines {
		p.bubble(line)
	}
	p.y += 1.8
}

// split breaks a message into the lines of its bubble.
func (p *guidePage) split(line string) []string {
	p.pdf.SetFont("Helvetica", "", talkSize)
	return p.pdf.SplitText(p.latin(strings.TrimSpace(line[1:])), bubbleWidth-4)
}

func (p *guidePage) bubble(line string) {
	rows := p.split(line)
	hers := line[0] == '>'
	width := 0.0
	for _, row := range rows {
		width = max(width, p.pdf.GetStringWidth(row)+4)
	}
	x := p.x()
	p.pdf.SetFillColor(240, 240, 238)
	if hers {
		x += columnWidth - width
		p.pdf.SetFillColor(205, 232, 220)
	}
	height := float64(len(rows))*talkStep + 1.3
	p.pdf.RoundedRect(x, p.y, width, height, 1.6, "1234", "F")
	p.pdf.SetTextColor(20, 20, 20)
	for i, row := range rows {
		p.pdf.SetXY(x+1, p.y+0.65+float64(i)*talkStep)
		p.pdf.CellFormat(width-2, talkStep, row, "", 0, "L", false, 0, "")
	}
	p.y += height + 0.8
}
