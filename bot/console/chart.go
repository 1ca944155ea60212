package console

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// chart is figures over time, drawn, and told in words and in a table for who cannot see it.
type chart struct {
	ID     string
	Title  text
	Words  string // what there is to see
	Labels []string
	Series []series
	Unit   unit
	Stack  bool // the series stand on one another, as columns; else each is a line
}

// series is what one line or one colour is; a figure that is not known is below zero.
type series struct {
	Name   string
	Values []int64
}

type unit int

const (
	rupiah unit = iota
	perCent
)

// Show is a figure in full.
func (u unit) Show(n int64) string {
	switch {
	case n < 0:
		return "-"
	case u == perCent:
		return fmt.Sprint(n, "%")
	}
	return ledger.Money(n).String()
}

// short is a figure for the side of a chart: Rp1,5 jt.
func (u unit) short(n int64) string {
	if u == perCent {
		return fmt.Sprint(n, "%")
	}
	for _, scale := range []struct {
		of   int64
		name string
	}{{1e9, " M"}, {1e6, " jt"}, {1e3, " rb"}} {
		if n >= scale.of {
			whole, rest := n/scale.of, n%scale.of*10/scale.of
			if rest == 0 {
				return fmt.Sprint("Rp", whole, scale.name)
			}
			return fmt.Sprint("Rp", whole, ",", rest, scale.name)
		}
	}
	return fmt.Sprint("Rp", n)
}

// The picture's measures, in its own units.
const (
	chartWide, chartHigh  = 480, 220
	chartLeft, chartRight = 62, 8
	chartTop, chartBottom = 12, 26
	plotWide, plotHigh    = chartWide - chartLeft - chartRight, chartHigh - chartTop - chartBottom
	chartSteps            = 4
	chartColours          = 5
	columnPart            = 0.7 // of the room of a month
)

// drawing is where everything stands in the picture; page/trends.html makes it an SVG,
// whose colours are the page's own, light or dark.
type drawing struct {
	Wide, High int
	Left, Edge int // between which it is drawn
	Grid       []gridLine
	Labels     []chartLabel
	Columns    []column
	Points     []point
	Lines      []chartLine
}

type (
	gridLine struct {
		Y, TextY px
		Text     string
	}
	chartLabel struct {
		X    px
		Text string
	}
	column struct {
		Colour           int
		X, Y, Wide, High px
	}
	point struct {
		Colour int
		X, Y   px
	}
	chartLine struct {
		Colour int
		Points string
	}
	// px is a length in the picture.
	px float64
)

func (p px) String() string { return strconv.FormatFloat(float64(p), 'f', 1, 64) }

// Draw lays the chart out.
func (c chart) Draw() drawing {
	d := drawing{Wide: chartWide, High: chartHigh, Left: chartLeft, Edge: chartWide - chartRight}
	step := niceStep(c.most())
	height := func(n int64) px { return px(plotHigh) * px(n) / px(step*chartSteps) }
	room := px(plotWide) / px(max(1, len(c.Labels)))
	middle := func(i int) px { return chartLeft + room*(px(i)+0.5) }
	const ground = px(chartTop + plotHigh)
	for i := range chartSteps + 1 {
		n := step * int64(i)
		d.Grid = append(d.Grid, gridLine{ground - height(n), ground - height(n) + 4, c.Unit.short(n)})
	}
	for i, text := range c.Labels {
		if (len(c.Labels)-1-i)%2 == 0 { // every other one, the last with them: a phone has no room for all
			d.Labels = append(d.Labels, chartLabel{middle(i), text})
		}
	}
	if c.Stack {
		for i := range c.Labels {
			y := ground
			for n, s := range c.Series {
				if h := height(max(0, s.Values[i])); h > 0 {
					y -= h
					d.Columns = append(d.Columns, column{n % chartColours, middle(i) - room*columnPart/2, y, room * columnPart, h})
				}
			}
		}
		return d
	}
	for n, s := range c.Series {
		line, move := chartLine{Colour: n % chartColours}, "M"
		for i, v := range s.Values {
			if v < 0 {
				move = "M"
				continue
			}
			at := point{n % chartColours, middle(i), ground - height(v)}
			d.Points = append(d.Points, at)
			line.Points += move + at.X.String() + " " + at.Y.String()
			move = "L"
		}
		d.Lines = append(d.Lines, line)
	}
	return d
}

// most is the highest that is drawn.
func (c chart) most() (most int64) {
	for i := range c.Labels {
		var sum int64
		for _, s := range c.Series {
			v := max(0, s.Values[i])
			if sum += v; !c.Stack {
				sum = v
			}
			most = max(most, sum)
		}
	}
	return most
}

// niceStep is a round number of which chartSteps reach as high as most.
func niceStep(most int64) int64 {
	for scale := int64(1); ; scale *= 10 {
		for _, tenths := range []int64{10, 20, 25, 50} {
			if n := scale * tenths / 10; n*chartSteps >= most && n*10 == scale*tenths {
				return n
			}
		}
	}
}

// charts are how some groups went together: the months' figures are the sums of theirs.
func (l language) charts(months []conversation.MonthStanding, classes []ledger.Class) []chart {
	rate := series{Name: l.say("Dibayar dari yang jatuh tempo")}
	late := series{Name: l.say("Tunggakan")}
	held := series{Name: l.say("Di tangan bendahara")}
	byClass := make([]series, len(classes))
	for i, class := range classes {
		byClass[i].Name = class.Name
	}
	var labels []string
	for _, m := range months {
		labels = append(labels, l.shortMonth(m.Month))
		share := int64(-1)
		if m.Planned > 0 {
			share = int64(m.Received * 100 / m.Planned)
		}
		rate.Values = append(rate.Values, share)
		late.Values = append(late.Values, int64(m.Overdue))
		held.Values = append(held.Values, int64(m.Held))
		for i := range byClass {
			amount := int64(0)
			if i < len(m.ByClass) {
				amount = int64(m.ByClass[i])
			}
			byClass[i].Values = append(byClass[i].Values, amount)
		}
	}
	list := []chart{
		{ID: "bayar", Title: "Tingkat pembayaran per bulan", Series: []series{rate}, Unit: perCent},
		{ID: "tunggakan", Title: "Tunggakan di UPK pada akhir bulan", Series: []series{late}},
		{ID: "kolek", Title: "Sisa pokok menurut kolektibilitas", Series: byClass, Stack: true},
		{ID: "kas", Title: "Uang di tangan bendahara pada akhir bulan", Series: []series{held}},
	}
	for i := range list {
		list[i].Labels, list[i].Words = labels, l.inWords(list[i], labels)
	}
	return list
}

// shortMonth is a month as a chart has room for: Jan 26.
func (l language) shortMonth(p ledger.Period) string {
	year, _, _ := p.First().Civil()
	name := []rune(l.month(p))
	return fmt.Sprintf("%s %02d", string(name[:3]), year%100)
}

// inWords tells the first and the last figure of each series, and the highest.
func (l language) inWords(c chart, labels []string) string {
	var all []string
	for _, s := range c.Series {
		first := slices.IndexFunc(s.Values, func(v int64) bool { return v >= 0 })
		if first < 0 || slices.Max(s.Values) == 0 && len(c.Series) > 1 {
			continue
		}
		last := len(s.Values) - 1
		top := slices.Index(s.Values, slices.Max(s.Values))
		all = append(all, l.say("%s: dari %s (%s) menjadi %s (%s), paling tinggi %s (%s).", s.Name,
			c.Unit.Show(s.Values[first]), labels[first], c.Unit.Show(s.Values[last]), labels[last], c.Unit.Show(s.Values[top]), labels[top]))
	}
	if len(all) == 0 {
		return l.say("Belum ada angkanya.")
	}
	return strings.Join(all, " ")
}
