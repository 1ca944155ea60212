package console

import (
	"strings"
	"testing"
)

// A chart's scale ends at or above its highest figure, by round steps.
func TestNiceStep(t *testing.T) {
	for most, want := range map[int64]int64{0: 1, 1: 1, 4: 1, 5: 2, 9: 5, 21: 10, 100: 25, 101: 50, 75_609_000: 20_000_000, 2_700_000_000: 1_000_000_000} {
		if got := niceStep(most); got != want || got*chartSteps < most {
			t.Errorf("%d: steps of %d, want %d", most, got, want)
		}
	}
}

// What a chart draws: a line with a gap where nothing is known, columns that stand on one
// another, and the same in words.
func TestChart(t *testing.T) {
	c := chart{Labels: []string{"Jan", "Feb", "Mar"}, Series: []series{{"Dibayar", []int64{100, -1, 50}}}, Unit: perCent}
	d := c.Draw()
	if len(d.Points) != 2 || strings.Count(d.Lines[0].Points, "M") != 2 || strings.Contains(d.Lines[0].Points, "L") || d.Points[0].Y != chartTop || d.Points[1].Y != chartTop+plotHigh/2 {
		t.Errorf("%+v", d)
	}
	if last := d.Grid[chartSteps]; last.Text != "100%" || last.Y != chartTop || len(d.Labels) != 2 {
		t.Errorf("%+v", d)
	}
	if w := indonesian.inWords(c, c.Labels); w != "Dibayar: dari 100% (Jan) menjadi 50% (Mar), paling tinggi 100% (Jan)." {
		t.Error(w)
	}
	c = chart{Labels: []string{"Jan"}, Series: []series{{"I", []int64{3_000_000}}, {"II", []int64{1_000_000}}, {"III", []int64{0}}}, Stack: true}
	d = c.Draw()
	if len(d.Columns) != 2 || d.Columns[1].Y+d.Columns[1].High != d.Columns[0].Y || d.Columns[1].Y != chartTop || d.Grid[2].Text != "Rp2 jt" {
		t.Errorf("%+v", d)
	}
	if w := indonesian.inWords(c, c.Labels); strings.Contains(w, "III") || !strings.Contains(w, "II: dari Rp1.000.000") {
		t.Error(w)
	}
	if w := indonesian.inWords(chart{Series: []series{{"x", []int64{-1}}}, Labels: []string{"Jan"}}, []string{"Jan"}); w != "Belum ada angkanya." {
		t.Error(w)
	}
	for n, want := range map[int64]string{0: "Rp0", 999: "Rp999", 1_500: "Rp1,5 rb", 20_000_000: "Rp20 jt", 2_250_000_000: "Rp2,2 M"} {
		if got := rupiah.short(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// The UPK's charts are the sums of its groups'.
func TestTrendsAddUp(t *testing.T) {
	o := newOffice(t)
	p := o.as("pengawas")
	p.shows("/perkembangan", []string{"3 kelompok", "<desc", "Mar 26", "Rp300.000", "Kolek I"})
	p.shows("/perkembangan?desa=D01", []string{"Perkembangan Saren", "2 kelompok"})
	p.shows("/perkembangan?kelompok=A01", []string{"Perkembangan Melati", "Rp275.000"})
	for _, wrong := range []string{"/perkembangan?desa=D99", "/perkembangan?kelompok=X"} {
		if w := p.ask("GET", wrong, nil, nil); w.Code != 404 {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
}
