package ledger_test

import (
	"errors"
	"testing"

	"bendahara/ledger"
)

// A later series goes on with the numbers of the chain, but not with its references.
func TestSeries(t *testing.T) {
	last := siti(t).Seal(ledger.ChainHead{Number: 16, Hash: "0123"})
	head := last.Head()
	head.Series = 1
	next := siti(t).Seal(head)
	if next.Number != 18 || next.Reference() != "A01/B18" {
		t.Errorf("%s has number %d", next.Reference(), next.Number)
	}
	if err := next.Follows(last.Head()); err != nil {
		t.Error(err)
	}
	back := next.Head()
	back.Series = 0
	if err := siti(t).Seal(back).Follows(next.Head()); !errors.Is(err, ledger.ErrChain) {
		t.Errorf("an earlier series behind a later one: %v", err)
	}
}

func TestCutSeries(t *testing.T) {
	for text, want := range map[string]struct {
		series ledger.Series
		rest   string
	}{"17": {0, "17"}, "B18": {1, "18"}, "b18": {1, "18"}, "Z1": {ledger.MaxSeries, "1"}, "A1": {0, "A1"}, "": {0, ""}, "[1": {0, "[1"}} {
		if series, rest := ledger.CutSeries(text); series != want.series || rest != want.rest {
			t.Errorf("%q is series %d and %q, want %d and %q", text, series, rest, want.series, want.rest)
		}
		if l := want.series.Letter(); want.series > 0 && l != string(text[0]&^0x20) {
			t.Errorf("series %d has the letter %q", want.series, l)
		}
	}
	if l := (ledger.MaxSeries + 1).Letter(); l != "" {
		t.Errorf("behind the last series comes %q", l)
	}
}
