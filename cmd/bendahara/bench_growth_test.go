package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"bendahara/ledger"
)

// How the chart of growth is measured.
const (
	growthSteps = 10
	growthFile  = "../../docs/pictures/growth.svg"
)

// growth is how the program does with so many messages stored.
type growth struct {
	messages        int
	perSecond, bare float64 // messages; answers of a handler that only checks the signature
	p99             float64 // milliseconds
	file, memory    float64 // bytes
}

// BenchmarkGrowth draws docs/pictures/growth.svg: from a UPK of 100,000 members without a
// message to a million of them. At each step 64 senders write for a time.
func BenchmarkGrowth(b *testing.B) {
	path := filepath.Join(b.TempDir(), storeFile)
	treasurers, began := largeUPK(b, path, manyGroups)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	go keepMemory(b.Context()) // as serve does
	var steps []growth
	for step := range growthSteps + 1 {
		messages := step * manyMessages / growthSteps
		if step > 0 {
			fillBetween(b, path, treasurers, began, messages-manyMessages/growthSteps, messages)
		}
		g := growth{messages: messages}
		b.Run(fmt.Sprint(messages), func(b *testing.B) {
			m := measuredOffice(b, path, treasurers[:askedAtOnce], nil)
			m.messages.Store(int64(1+step) * 10_000_000)
			m.load(b, manySenders, targetLoad/2) // warm
			bare := &measured{url: bareHandler(b), provider: m.provider, treasurers: m.treasurers}
			g.bare = m64(b, bare)
			took := m.load(b, manySenders, 2*targetLoad)
			g.bare = (g.bare + m64(b, bare)) / 2 // before it and after it
			slices.Sort(took)
			g.perSecond = float64(len(took)) / (2 * targetLoad).Seconds()
			g.p99 = float64(took[len(took)*99/100].Microseconds()) / 1e3
			g.memory = anonymous(b, os.Getpid())
		})
		g.file = fileSize(b, path)
		steps = append(steps, g)
		b.Logf("%+v", g)
	}
	if err := os.WriteFile(growthFile, []byte(growthChart(steps)), 0o644); err != nil {
		b.Fatal(err)
	}
}

// growthChart draws the four figures one above the other, each from zero.
func growthChart(steps []growth) string {
	const width, height, left, gap = 640.0, 120.0, 64.0, 56.0
	var b strings.Builder
	panels := []struct {
		name string
		of   func(growth) float64
	}{
		{"messages a second, 64 senders / answers of a handler that only checks signatures", func(g growth) float64 { return g.perSecond / g.bare }},
		{"p99 of the answer, ms", func(g growth) float64 { return g.p99 }},
		{"size of the file, GB", func(g growth) float64 { return g.file / 1e9 }},
		{"anonymous memory, of program, senders and all, MB", func(g growth) float64 { return g.memory / 1e6 }},
	}
	all := float64(len(panels))*(height+gap) + 40
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="13">`+"\n", width+left+24, all)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	for i, p := range panels {
		top := 32 + float64(i)*(height+gap)
		most := 0.0
		for _, g := range steps {
			most = max(most, p.of(g))
		}
		most = roundUp(most)
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" font-weight="bold">%s</text>`+"\n", left, top-10, p.name)
		for _, part := range []float64{0, 0.5, 1} {
			y := top + height*(1-part)
			fmt.Fprintf(&b, `<path d="M%.0f %.1fh%.0f" stroke="#ddd"/><text x="%.0f" y="%.1f" text-anchor="end">%.4g</text>`+"\n", left, y, width, left-8, y+4, most*part)
		}
		var line []string
		for _, g := range steps {
			x := left + width*float64(g.messages)/float64(steps[len(steps)-1].messages)
			y := top + height*(1-p.of(g)/most)
			line = append(line, fmt.Sprintf("%.1f,%.1f", x, y))
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="#1a6"/>`+"\n", x, y)
		}
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="#1a6" stroke-width="2"/>`+"\n", strings.Join(line, " "))
	}
	last := steps[len(steps)-1]
	for _, part := range []float64{0, 0.25, 0.5, 0.75, 1} {
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="middle">%s</text>`+"\n", left+width*part, all-28, ledger.Money(math.Round(part*float64(last.messages))).Digits())
	}
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="middle">messages stored, of a UPK of %s members</text>`+"\n</svg>\n", left+width/2, all-8, ledger.Money(manyGroups*manyMembers).Digits())
	return b.String()
}

// roundUp is the next of 1, 2, 5, 10, 20...
func roundUp(most float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(most)))
	for _, step := range []float64{1, 1.5, 2, 3, 5, 7.5} {
		if step*unit >= most {
			return step * unit
		}
	}
	return 10 * unit
}
