package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxText is the longest message, in characters, that is read: ten segments of
// SMS, a meeting of thirty members with two purposes each. A longer one is Other.
const MaxText = 1600

// clean turns a message into plain letters, digits and punctuation, with the
// case as written. Damaged means that something stood there which could have
// been or have hidden a digit, so no amount in the text is sure.
func clean(text string) (plain string, damaged bool) {
	if isPlain(text) {
		return text, false
	}
	if !utf8.ValidString(text) {
		text, damaged = strings.ToValidUTF8(text, " "), true
	}
	var b strings.Builder
	digitBefore := false
	for _, r := range text {
		s, bad := beforeFolding(r, digitBefore)
		damaged = damaged || bad
		b.WriteString(s)
		digitBefore = unicode.IsDigit(r)
	}
	folded := norm.NFKD.String(b.String())
	b.Reset()
	for _, r := range folded {
		if r = afterFolding(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	plain = b.String()
	if strings.IndexFunc(plain, isWordRune) < 0 {
		plain = strings.ReplaceAll(plain, "-", " ") + thumb(text)
	}
	return plain, damaged
}

func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' && c != '\n' || c == '\'' || c == '`' {
			return false
		}
	}
	return true
}

// beforeFolding handles what compatibility folding would make into other
// digits: "2½" would become "21/2" and "10²" would become "102".
func beforeFolding(r rune, digitBefore bool) (s string, damaged bool) {
	switch {
	case r == '½' && digitBefore:
		return ",5", false
	case r == '½':
		return " setengah ", false
	case r == utf8.RuneError, r >= 0x0335 && r <= 0x0338, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return " ", true // lost, struck out, or shown in another order than written
	case r >= 0x2460 && r <= 0x24FF, r >= 0x2776 && r <= 0x2793:
		return " ", false // circled numbers of a list
	case unicode.Is(unicode.No, r):
		return " ", true
	}
	return string(r), false
}

// afterFolding gives the plain character for r; -1 drops it.
func afterFolding(r rune) rune {
	switch {
	case r == '\n' || r == ' ':
		return r
	case r == '\u2028' || r == '\u2029' || r == '\r' || r == '\v':
		return '\n'
	case r < ' ' || unicode.IsSpace(r):
		return ' '
	case r == '\'' || r == '`' || r == '\u2018' || r == '\u2019' || r == '\u02BC' || r == '\u02BB':
		return -1 // Jum'at
	case r == '\u2010' || r == '\u2011' || r == '\u2012' || r == '\u2013' || r == '\u2014' || r == '\u2212':
		return '-'
	case r == '❌' || r == '❎' || r == '✖' || r == '✗' || r == '✘': // in a list, behind who did not pay
		return '-'
	case r == '\u2044' || r == '\u2215':
		return '/'
	case r == '\u060C' || r == '\u3001':
		return ','
	case r < utf8.RuneSelf:
		return r
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector):
		return -1
	case unicode.Is(unicode.Nd, r):
		return digitOf(r)
	}
	if plain, ok := lookAlikes[r]; ok {
		return plain
	}
	if unicode.IsLetter(r) {
		return r
	}
	return ' ' // emoji and other signs
}

// digitOf is the ASCII digit that r stands for: decimal digits of every script
// come in runs of ten from zero.
func digitOf(r rune) rune {
	for _, ranges := range [][]unicode.Range32{unicode.Nd.R32, widen(unicode.Nd.R16)} {
		for _, run := range ranges {
			if uint32(r) >= run.Lo && uint32(r) <= run.Hi {
				return '0' + rune((uint32(r)-run.Lo)%10)
			}
		}
	}
	return ' '
}

func widen(narrow []unicode.Range16) (wide []unicode.Range32) {
	for _, run := range narrow {
		wide = append(wide, unicode.Range32{Lo: uint32(run.Lo), Hi: uint32(run.Hi), Stride: uint32(run.Stride)})
	}
	return wide
}

// lookAlikes are Cyrillic and Greek letters that stand in copied text for Latin
// ones.
var lookAlikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'н': 'n', 'о': 'o',
	'р': 'p', 'ѕ': 's', 'т': 't', 'и': 'u', 'ѵ': 'v', 'х': 'x', 'у': 'y', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'ь': 'b',
	'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'І': 'I', 'Ј': 'J', 'К': 'K', 'М': 'M', 'О': 'O', 'Р': 'P',
	'Ѕ': 'S', 'Т': 'T', 'Х': 'X', 'У': 'Y',
	'α': 'a', 'ε': 'e', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T',
	'Χ': 'X', 'Υ': 'Y', 'ı': 'i', 'ł': 'l', 'ø': 'o', 'Ø': 'O', 'đ': 'd',
}

// thankful are the signs that say thanks where nothing else stands, with their
// colours of skin.
const thankful = " \n🙏🤝❤😊☺😀😁🥰😍\ufe0f🏻🏼🏽🏾🏿"

// thumb is the word for a message that is nothing but a sign for yes, no or thanks.
func thumb(text string) string {
	yes := strings.ContainsAny(text, "👍👌✅✔☑")
	no := strings.ContainsAny(text, "👎❌✖🙅")
	switch {
	case yes && !no:
		return "ok"
	case no && !yes:
		return "tidak"
	case strings.Trim(text, thankful) == "" && strings.ContainsAny(text, thankful[2:]):
		return "makasih"
	}
	return ""
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
