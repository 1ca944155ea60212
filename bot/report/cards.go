package report

import (
	"fmt"
	"io"

	"bendahara/ledger"
	"bendahara/templates"
)

// WriteCards prints cards of loans (kartu angsuran), several on a page, with a line
// along which they are cut. What is still to be paid is left free to be written in
// by hand.
func WriteCards(w io.Writer, d *Document, cards []ledger.Card) error {
	p := newPages(d, d.stamp())
	p.newPage()
	for i := range cards {
		p.card(&cards[i])
	}
	if len(cards) == 0 {
		p.font("", 9)
		p.print(sheetMargin, p.y, p.width(), 5, "L", templates.PaperNothing)
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// Of a card, in points and millimetres.
const (
	cardSize     = 6.5
	cardLine     = 4.0 // of a row, high enough to write in
	cardHead     = 15.5
	cardGap      = 5.0
	planColumns  = 5
	cardPaperFor = 190.0 // that the widths below are for
)

// cardColumns are the columns of a card: first the plan's, then those of what was paid.
var cardColumns = []struct {
	name  string
	width float64
	align string
}{
	{"No", 7, "R"},
	{"Jatuh tempo", 17, "L"},
	{"Pokok", 18, "R"},
	{"Jasa", 16, "R"},
	{"Jumlah", 18, "R"},
	{"No", 7, "R"},
	{"Dibayar", 17, "L"},
	{"Pokok", 18, "R"},
	{"Jasa", 16, "R"},
	{"Saldo pokok", 18, "R"},
	{"Tunggakan", 18, "R"},
	{"Paraf", 20, "L"},
}

// card prints a card; one that is higher than a page goes on on the next.
func (p *pages) card(c *ledger.Card) {
	rows := cardRows(c)
	if height := cardHead + float64(len(rows)+1)*cardLine; p.y > sheetMargin && p.y+height > p.bottom() {
		p.newPage()
	}
	p.cardHeading(c)
	p.cardRow(columnNames(c), true, false)
	for i, row := range rows {
		if p.y+cardLine > p.bottom() {
			p.newPage()
			p.cardRow(columnNames(c), true, false)
		}
		p.cardRow(row, false, i == len(rows)-1)
	}
	p.y += cardGap / 2
	if p.y < p.bottom() {
		p.pdf.SetDashPattern([]float64{1.5, 1.5}, 0)
		p.pdf.Line(0, p.y, p.size.Wd, p.y)
		p.pdf.SetDashPattern(nil, 0)
	}
	p.y += cardGap / 2
}

func (p *pages) cardHeading(c *ledger.Card) {
	name, place := templates.PaperUPK(p.UPK)
	p.font("B", 9.5)
	p.print(sheetMargin, p.y, p.width(), 4.5, "L", templates.PaperCard+" "+string(c.Loan)+"  "+c.GroupName)
	p.font("", 7.5)
	p.print(sheetMargin, p.y, p.width(), 4.5, "R", name+", "+place)
	for i, line := range templates.PaperCardLines(*c) {
		p.print(sheetMargin, p.y+4.7+float64(i)*3.3, p.width(), 3.3, "L", line)
	}
	p.y += cardHead - 0.5
}

func columnNames(c *ledger.Card) []string {
	names := make([]string, len(cardColumns))
	for i, column := range cardColumns {
		names[i] = column.name
		if c.Sharia && column.name == "Jasa" {
			names[i] = templates.PaperShariaYield
		}
	}
	return names
}

// cardRows are the plan and what was paid side by side, and the plan's total.
func cardRows(c *ledger.Card) (rows [][]string) {
	for i := range max(len(c.Plan), len(c.Paid)) {
		row := make([]string, len(cardColumns))
		if i < len(c.Plan) {
			l := c.Plan[i]
			copy(row, []string{fmt.Sprint(l.Number), shown(l.Due), shown(l.Principal), shown(l.Interest), shown(l.Total())})
		}
		if i < len(c.Paid) {
			r := c.Paid[i]
			copy(row[planColumns:], []string{
				fmt.Sprint(r.Number), shown(r.Day), shown(r.Paid.Principal), shown(r.Paid.Interest), shown(r.Left.Principal), shown(r.Overdue.Total()),
			})
		}
		rows = append(rows, row)
	}
	total := make([]string, len(cardColumns))
	copy(total, []string{"", "JUMLAH", shown(c.Total.Principal), shown(c.Total.Interest), shown(c.Total.Total())})
	var paid ledger.Amounts
	for _, r := range c.Paid {
		paid.Principal, paid.Interest = paid.Principal+r.Paid.Principal, paid.Interest+r.Paid.Interest
	}
	copy(total[planColumns:], []string{"", "JUMLAH", shown(paid.Principal), shown(paid.Interest)})
	return append(rows, total)
}

func (p *pages) cardRow(cells []string, heading, total bool) {
	p.font(style(heading || total), cardSize)
	p.pdf.SetDrawColor(120, 120, 120)
	p.pdf.SetLineWidth(hairline)
	p.pdf.SetFillColor(227, 239, 234)
	x, stretch := sheetMargin, p.width()/cardPaperFor
	for i, column := range cardColumns {
		width, box, align := column.width*stretch, "D", column.align
		if heading {
			box, align = "FD", "C"
		}
		p.pdf.Rect(x, p.y, width, cardLine, box)
		p.print(x+padding, p.y, width-2*padding, cardLine, align, cells[i])
		x += width
	}
	p.y += cardLine
}
