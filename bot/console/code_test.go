package console

import (
	"strings"
	"testing"

	"bendahara/templates"
)

// TestCodesAreHidden: no message that tells a number that confirms shows it here.
func TestCodesAreHidden(t *testing.T) {
	told := 0
	for _, k := range templates.Kinds() {
		for _, w := range k.Longest {
			for _, language := range []string{"id", "en", "jv", "su"} {
				text, err := templates.Render(language, w)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(text, "4821") {
					continue
				}
				told++
				if hidden := withoutCode(text); strings.Contains(hidden, "4821") || !strings.Contains(hidden, "****") {
					t.Errorf("%s in %s: %s", k.Name, language, hidden)
				}
			}
		}
	}
	if told < 40 {
		t.Errorf("only %d messages tell a code", told)
	}
	if text := "Sisa Rp1.234 per 10 Mar 2026. No A01/1234. Balas YA."; withoutCode(text) != text {
		t.Error(withoutCode(text))
	}
}
