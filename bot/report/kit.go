package report

import (
	"fmt"
	"io"
	"strings"

	"rsc.io/qr"

	"bendahara/ledger"
	"bendahara/templates"
)

// Kit is what a group gets on paper when it begins: its list with the members'
// numbers, the office's number for messages, and the treasurers' guide.
type Kit struct {
	Group   ledger.Group
	Village string
	Members []ledger.Member
	Phone   ledger.Phone // the bot's; empty leaves room to write it
}

// KitTable is the group's list.
func KitTable(k *Kit) Table {
	t := Table{Title: "Daftar anggota " + string(k.Group.Code), Detail: []any{k.Group.Name}, Columns: templates.PaperKitColumns}
	for i, m := range k.Members {
		t.Add(i+1, m.Code, m.Name, strings.Join(m.Nicknames, ", "), m.Office, m.Phone, "")
	}
	return t
}

// WriteKits prints start kits: for each group its list and the treasurers' guide, whose
// markdown is given.
func WriteKits(w io.Writer, d *Document, kits []Kit, guide string) error {
	p := newPages(d, d.stamp())
	p.pdf.SetFooterFunc(nil)
	for i := range kits {
		if err := p.kit(&kits[i]); err != nil {
			return err
		}
		p.pdf.SetCellMargin(p.cellMargin)
		if err := printGuide(p.pdf, guide); err != nil {
			return err
		}
		p.pdf.SetMargins(sheetMargin, sheetMargin, sheetMargin)
		p.pdf.SetCellMargin(0)
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// kit prints the page of a group's list.
func (p *pages) kit(k *Kit) error {
	const code, line = 34.0, 5.2
	p.newPage()
	p.head()
	title, under := templates.PaperKitTitle(k.Group, k.Village)
	p.font("B", 15)
	p.print(sheetMargin, p.y, p.width(), 7, "L", title)
	p.font("", 9.5)
	p.print(sheetMargin, p.y+7.5, p.width(), line, "L", under)
	p.y += 15
	top := p.y
	number, words := templates.PaperKitNumber(k.Phone)
	p.font("B", 18)
	p.print(sheetMargin, p.y, p.width(), 9, "L", number)
	p.y += 10
	p.font("", 9.5)
	for _, text := range words {
		p.print(sheetMargin, p.y, p.width()-code-4, line, "L", text)
		p.y += line
	}
	if k.Phone != "" {
		x := p.size.Wd - sheetMargin - code
		if err := p.square(x, top, code, "https://wa.me/"+strings.TrimPrefix(string(k.Phone), "+")); err != nil {
			return err
		}
		p.font("", 7.5)
		p.print(x, top+code, code, 4, "C", templates.PaperKitScan)
	}
	p.y = max(p.y, top+code+4) + 4
	list := KitTable(k)
	t := &pdfTable{pages: p, Table: &list}
	t.measure()
	t.write()
	return nil
}

// square draws a text as a QR code.
func (p *pages) square(x, y, size float64, text string) error {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return fmt.Errorf("report: the code of %s: %w", text, err)
	}
	const quiet = 2 // free modules around it; the paper's own white adds to them
	module := size / float64(c.Size+2*quiet)
	p.pdf.SetFillColor(0, 0, 0)
	for row := range c.Size {
		for column := range c.Size {
			if c.Black(column, row) {
				p.pdf.Rect(x+float64(column+quiet)*module, y+float64(row+quiet)*module, module, module, "F")
			}
		}
	}
	return nil
}
