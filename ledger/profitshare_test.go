package ledger_test

import (
	"errors"
	"testing"

	"bendahara/ledger"
)

func TestParseProfitShare(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"40", "40"},
		{"40%", "40"},
		{" 33,5 % ", "33.5"},
		{"0", "0"},
		{"100", "100"},
		{"60:40", "40"},
		{"60/40", "40"},
		{"60% : 40%", "40"},
		{"66.5:33.5", "33.5"},
		{"100:0", "0"},
		{"0:100", "100"},
		{"", ""},
		{"separuh", ""},
		{"60:", ""},
		{":40", ""},
		{"60:41", ""},
		{"6:4", ""},
		{"60:40:0", ""},
		{"101", ""},
		{"-40", ""},
		{"60::40", ""},
		{"60:40/", ""},
		{"140:-40", ""},
		{"1e1", ""},
		{"60-40", ""},
	} {
		got, err := ledger.ParseProfitShare(c.text)
		if c.want == "" {
			if !errors.Is(err, ledger.ErrProfitShare) {
				t.Errorf("%q: %s, %v; want ErrProfitShare", c.text, got, err)
			}
			continue
		}
		if err != nil || got.String() != c.want {
			t.Errorf("%q: %s, %v; want %s", c.text, got, err, c.want)
		}
	}
}
