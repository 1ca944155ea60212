package templates

import (
	"strings"
	"testing"

	"bendahara/conversation"
)

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		text        string
		n, septets  int
		explanation string
	}{
		{"", 0, 0, "nothing"},
		{"a", 1, 1, "one letter"},
		{strings.Repeat("a", 160), 1, 160, "a full segment"},
		{strings.Repeat("a", 161), 2, 161, "one too many"},
		{strings.Repeat("a", 159) + "€", 2, 161, "an extended character takes two"},
		{strings.Repeat("[", 80), 1, 160, "extended characters alone"},
		{strings.Repeat("a", 306), 2, 306, "two full segments of 153"},
		{strings.Repeat("a", 307), 3, 307, "two full segments and a letter"},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, 306, "an escape is not torn from its character"},
		{"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", 1, 44, "the odd part of the alphabet"},
		{strings.Repeat("–", 70), 1, 70, "a full segment of UCS-2"},
		{"–" + strings.Repeat("a", 70), 2, 71, "one dash makes the whole text UCS-2"},
		{strings.Repeat("–", 134), 2, 134, "two full segments of 67"},
		{strings.Repeat("–", 135), 3, 135, "and one more"},
		{strings.Repeat("–", 66) + "😀" + strings.Repeat("–", 66), 3, 134, "an emoji takes two units and is not torn"},
	} {
		if n, septets := Segments(c.text); n != c.n || septets != c.septets {
			t.Errorf("%s: %d segments, %d septets, want %d and %d", c.explanation, n, septets, c.n, c.septets)
		}
	}
}

// TestAlphabet counts the table, so that a sign typed twice or lost is seen: 127
// characters beside the escape, and 10 extended ones.
func TestAlphabet(t *testing.T) {
	seen := map[rune]bool{}
	for _, r := range basic + extended {
		if seen[r] {
			t.Errorf("%q stands twice in the alphabet", r)
		}
		seen[r] = true
	}
	if len(seen) != 127+10 {
		t.Errorf("%d characters in the alphabet, want %d", len(seen), 127+10)
	}
	for r, alike := range lookAlikes {
		for _, a := range alike {
			if seen[r] || !seen[a] {
				t.Errorf("look-alike %q for %q: the one is in GSM-7 or the other is not", alike, r)
			}
		}
	}
}

// TestPlainNames says of what people's names turn into: GSM-7, whatever they are.
func TestPlainNames(t *testing.T) {
	for name, want := range map[string]string{
		"Siti":                  "Siti",
		"René":                  "René", // é is in GSM-7
		"Rene\u0301":            "René", // e and an accent
		"Nur’aini":              "Nur'aini",
		"“Bu” Ani – 2…":         `"Bu" Ani - 2...`,
		"Sá\u00a0Ñu ł":          "Sa Ñu l",
		"Siti 😀\u200d\ufe0f":    "Siti",
		"ꦱꦶꦠꦶ 字":                "?? ?",
		"Ani\r\n\tLestari\x00!": "Ani Lestari\n!",
		"½ [x]":                 "1/2 [x]",
	} {
		text, err := Render("id", conversation.NoLoan{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		got, _, _ := strings.Cut(text, " tidak punya")
		if got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
		if _, septets := Segments(text); strings.IndexFunc(text, func(r rune) bool { return !isGSM(r) }) >= 0 {
			t.Errorf("%q is not GSM-7 (%d units)", text, septets)
		}
	}
}
