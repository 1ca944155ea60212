package templates

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of one message by SMS: alone in its segment, or one of several.
const (
	septetsAlone, septetsJoined = 160, 153
	unitsAlone, unitsJoined     = 70, 67
)

// basic and extended are the alphabet of GSM 03.38; an extended character is
// written with an escape before it.
const (
	basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extended = "^{}\\[~]|€\f"
)

// Segments is how many SMS segments a text takes, none for no text, and how many
// septets: an extended character takes two. One character outside of GSM-7 makes
// the whole text UCS-2; then septets counts its 16-bit units instead.
func Segments(text string) (n, septets int) {
	cost, alone, joined := gsmCost, septetsAlone, septetsJoined
	if strings.ContainsFunc(text, func(r rune) bool { return gsmCost(r) == 0 }) {
		cost, alone, joined = ucs2Cost, unitsAlone, unitsJoined
	}
	for _, r := range text {
		septets += cost(r)
	}
	if septets <= alone {
		return min(septets, 1), septets
	}
	n = 1
	used := 0
	for _, r := range text {
		if used+cost(r) > joined { // no character is torn in two
			n++
			used = 0
		}
		used += cost(r)
	}
	return n, septets
}

// ucs2Cost is how many units of 16 bits a character takes.
func ucs2Cost(r rune) int { return utf16.RuneLen(r) }

// gsmCost is how many septets a character takes in GSM-7; 0 where it has none.
func gsmCost(r rune) int {
	if 0 <= r && r < utf8.RuneSelf {
		return asciiSeptets[r]
	}
	return septetsOf(r)
}

func septetsOf(r rune) int {
	switch {
	case strings.ContainsRune(basic, r):
		return 1
	case strings.ContainsRune(extended, r):
		return 2
	}
	return 0
}

// asciiSeptets are those of most characters, which most texts consist of.
var asciiSeptets = func() (of [utf8.RuneSelf]int) {
	for r := range of {
		of[r] = septetsOf(rune(r))
	}
	return of
}()

// plain puts a text into GSM-7: look-alikes where there are any, an unknown letter
// as "?", and nothing for other signs.
func plain(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || !isGSM(r) }) {
		return text
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		b.WriteString(plainRune(r))
	}
	return b.String()
}

func plainRune(r rune) string {
	if isGSM(r) {
		return string(r)
	}
	if alike, ok := lookAlikes[r]; ok {
		return alike
	}
	var b strings.Builder
	for _, part := range norm.NFKD.String(string(r)) { // á is a and an accent
		alike, ok := lookAlikes[part]
		switch {
		case isGSM(part):
			b.WriteRune(part)
		case ok:
			b.WriteString(alike)
		case unicode.IsSpace(part):
			b.WriteByte(' ')
		case unicode.IsLetter(part) || unicode.IsNumber(part):
			b.WriteByte('?')
		}
	}
	return b.String()
}

func isGSM(r rune) bool {
	return r != '\f' && gsmCost(r) > 0
}

// lookAlikes are signs that phones and spreadsheets put in place of plain ones,
// and letters that do not come apart into a letter and an accent.
var lookAlikes = map[rune]string{
	'‘': "'", '’': "'", '‚': "'", '‛': "'", 'ʼ': "'", 'ʻ': "'", '´': "'", '`': "'", '′': "'", '‹': "'", '›': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '•': "-", '·': "-",
	'…': "...", '×': "x", '÷': ":", '⁄': "/", '∕': "/",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'ı': "i", 'œ': "oe", 'Œ': "OE", 'þ': "th", 'Þ': "Th",
}
