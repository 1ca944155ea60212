package understand

import (
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"

	"bendahara/ledger"
)

// The sizes of amounts that are believed.
const (
	// MaxAmount is the most that one person or group is thought to pay at once;
	// more is asked.
	MaxAmount ledger.Money = 1_000_000_000
	// Below bareBelow, a number without a unit is not an amount: 250 may be 250.000.
	bareBelow = 1000
	// maxDigits is the longest bare number that can be money: longer ones are
	// phone, account and identity numbers.
	maxDigits = 9
)

// amount is money as it was written. With neither value nor a doubt about the
// unit it was written so that nobody can say how much it is.
type amount struct {
	value  ledger.Money // 0: must be asked
	unsure bool         // the unit is a guess
	short  bool         // "kurang 50rb": what is missing, not what was paid
	lacks  ledger.Money // ... and how much that is, where it is sure
	zero   bool         // "0": nothing was paid
	times  ledger.Money // "50rb x 3": what is taken so many times, without a value of its own
}

// findAmounts makes amounts of numbers and number words. What stands as a
// count, a label's number or a code is left as a number.
func findAmounts(tokens []token, damaged bool) []token {
	tokens = breakList(splitGluedUnits(tokens))
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		t := tokens[i]
		if t.kind == aWord && t.text == "rp" && i+1 < len(tokens) && (tokens[i+1].kind == aNumber || tokens[i+1].sign(".")) {
			i++
			if tokens[i].sign(".") {
				i++
			}
			continue
		}
		if n := bulletAt(tokens, i); n > 0 {
			i += n
			continue
		}
		n, a := amountAt(tokens, i, out)
		if n == 0 {
			out = append(out, t)
			i++
			continue
		}
		t.kind, t.end = anAmount, tokens[i+n-1].end
		if aboutAt(out, tokens[i+n:]) || damaged {
			a.unsure = a.unsure || a.value+a.times != 0
		}
		if len(out) > 0 && out[len(out)-1].is(tShort) {
			a = a.missing()
		}
		a.zero = n == 1 && t.text == "0"
		t.amount = a
		out = append(out, t)
		i += n
	}
	return out
}

// breakList sets the parts of a list in one line, "1. Wati 100.000 2. Jum
// 75.000", on lines of their own, without their numbers.
func breakList(tokens []token) []token {
	var at []int
	money := true
	for i, t := range tokens {
		if t.kind != aNumber {
			money = money || t.is(tNotYet|tCannot)
			continue
		}
		item := t.text == strconv.Itoa(len(at)+1) && i+2 < len(tokens) && tokens[i+1].sign(".)") && tokens[i+1].glued &&
			tokens[i+2].kind == aWord && !tokens[i+2].is(tNumber|tCount)
		if item && money {
			at, money = append(at, i), false
		} else {
			money = true
		}
	}
	if len(at) < 2 || !money {
		return tokens
	}
	out := append(make([]token, 0, len(tokens)), tokens...)
	for k := len(at) - 1; k >= 0; k-- {
		i := at[k]
		out[i].kind, out[i].text = aSign, "\n"
		out = append(out[:i+1], out[i+2:]...)
	}
	return out
}

// bulletAt is the length of a list's number at the start of a line: "2. " or
// "2) ".
func bulletAt(tokens []token, i int) int {
	if i > 0 && !tokens[i-1].sign("\n") || i+2 >= len(tokens) || tokens[i].kind != aNumber || len(tokens[i].text) > 2 {
		return 0
	}
	if tokens[i+1].sign(".)") && tokens[i+2].kind == aWord && !tokens[i+2].is(tNumber) {
		return 2
	}
	return 0
}

// halfAt tells whether "1/2 juta" stands at i.
func halfAt(tokens []token, i int) bool {
	return i+3 < len(tokens) && tokens[i].text == "1" && tokens[i+1].sign("/") && tokens[i+2].text == "2" && unitOf(tokens, i+3) > 0
}

// amountAt reads the amount at tokens[i]: how many tokens it takes, 0 if none
// stands there. Before is what was read so far.
func amountAt(tokens []token, i int, before []token) (n int, a amount) {
	t := tokens[i]
	if t.kind != aNumber && !t.is(tNumber) {
		return 0, amount{}
	}
	if t.text == "kalih" && i+1 < len(tokens) && tokens[i+1].is(tTitle) {
		return 0, amount{} // "150 ewu kalih bu partini": to her
	}
	negative := false
	if k := len(before); k > 0 {
		last := before[k-1]
		if k > 1 && last.sign("-.") && last.glued && before[k-2].is(tLabel) { // angsuran ke-3
			last = before[k-2]
		}
		if last.kind == aNumber && t.glued || last.is(tLabel) && t.kind == aNumber && !unitFollows(tokens[i+1:]) && !millions(t.text) {
			return 0, amount{}
		}
		if isHour(last, t) || last.kind == aWord && t.glued && t.text == "2" && !unitFollows(tokens[i+1:]) {
			return 0, amount{} // "jam 7", "diam2"
		}
		if last.kind == aWord && len(last.text) == 1 && t.glued && strings.Contains("lpu", last.text) && !unitFollows(tokens[i+1:]) && !strings.ContainsAny(t.text, ".,") && len(t.text) < 4 {
			return 0, amount{} // a case: "L9 jangan dulu"
		}
		negative = last.sign("-") && t.glued && !last.glued
	}
	if halfAt(tokens, i) {
		return 4, amount{value: ledger.Money(unitOf(tokens, i+3) / 2)}
	}
	n, a, ok := readNumber(tokens[i:])
	if !ok {
		return 0, amount{}
	}
	if next := i + n; next < len(tokens) && (tokens[next].is(tCount) || tokens[next].is(tGroup) && n == 1 && len(tokens[i].text) < 3) && a.unsureOrSmall() { // "2 kelompok"
		return 0, amount{}
	}
	if multiplied(before, tokens[i+n:]) {
		a = amount{times: a.value, unsure: a.unsure}
		if k := len(before); k > 1 && before[k-2].kind == anAmount && isTimes(before[k-1]) { // "50rb x 3": how often
			a = amount{}
		}
	}
	if negative || leftOver(before) || mistypedNumberBefore(before) || i+n < len(tokens) && mistypedNumber(tokens[i+n]) {
		a = amount{}
	}
	if a.value >= MaxAmount {
		a = amount{}
	}
	return n, a
}

// millions tells whether a number is written as large amounts are: "2.360.000" behind
// "rek" is no account.
func millions(text string) bool {
	return strings.Count(text, ".") > 1 && strings.HasSuffix(text, ".000")
}

// isHour tells whether t is the hour behind "jam", as in "jam tujuh".
func isHour(before, t token) bool {
	switch before.text {
	case "ping", "kaping": // "wis ping telu": how often
		return numberWords[t.text].value > 0 && numberWords[t.text].value <= 12 || t.kind == aNumber && len(t.text) < 3
	case "jam", "pukul", "pkl", "tabuh":
		w := numberWords[t.text]
		return before.kind == aWord && t.kind == aWord && w.value > 0 && w.value <= 12
	}
	return false
}

func unitFollows(rest []token) bool { return len(rest) > 0 && numberWords[rest[0].text].power > 2 }

func (a amount) unsureOrSmall() bool { return a.unsure || a.value < bareBelow }

// readNumber reads digits or number words with their units.
func readNumber(tokens []token) (n int, a amount, ok bool) {
	var num number
	var bare bool // a number in digits that has no unit yet
	var first digits
	for n < len(tokens) {
		t := tokens[n]
		if n > 0 && t.kind != aWord && t.kind != aNumber {
			break
		}
		switch {
		case t.kind == aNumber && n == 0:
			d, good := readDigits(t.text)
			if !good {
				return 1, amount{}, len(strings.Trim(t.text, "0123456789")) > 0
			}
			if unit := unitOf(tokens, 1); unit == 0 || !d.plain {
				return d.withUnit(unit, t.fixed)
			}
			first, bare = d, true
			num = number{part: 2 * d.value, least: 1, parts: 1}
			if d.value < 10 { // "2 ratus"
				num = number{digit: 2 * d.value, parts: 1}
			}
		case t.kind == aNumber:
			d, good := readDigits(t.text)
			if !good || !d.plain || !num.takes(d.value, unitOf(tokens, n+1)) {
				return num.finish(n, bare, first)
			}
		case (t.text == "ten" || t.text == "kalih" && num.scale >= 1000) && unitOf(tokens, n+1) == 0: // Javanese "to": "590 ewu ten bu partini"
			return num.finish(n, bare, first)
		case !num.add(numberWords[t.text]) || !t.is(tNumber):
			return num.finish(n, bare, first)
		default:
			bare = false
		}
		n++
	}
	return num.finish(n, bare, first)
}

// takes adds digits that go on with the number: "1jt 250rb", "1 jt 250". It
// refuses those that may be another amount: "250rb 10".
func (n *number) takes(value int64, unit int64) bool {
	switch {
	case n.least == 100 && n.digit == 0 && value < 100 && unit >= 1000: // "2 ratus 50 ribu"
	case n.part+n.digit > 0 || n.scale < 1000 || n.half:
		return false
	case unit > 0 && unit >= n.scale:
		return false
	case unit == 0 && (n.scale != 1_000_000 || value < 100 || value > 999):
		return false
	}
	if value >= 1000 {
		return false
	}
	n.parts++
	if value < 10 {
		n.digit += 2 * value
	} else {
		n.part, n.least = n.part+2*value, 1
	}
	return true
}

// finish is the amount that the number's first n tokens make.
func (n *number) finish(tokens int, bare bool, first digits) (int, amount, bool) {
	if tokens == 0 || n.parts == 0 {
		return 0, amount{}, false
	}
	if bare && n.done == 0 {
		return first.withUnit(0, false)
	}
	rest := n.part + n.digit
	if n.half {
		return tokens, amount{}, true
	}
	a := amount{unsure: n.odd}
	switch {
	case rest > 0 && n.scale == 0: // "dua ratus lima puluh"
		rest, a.unsure = rest*1000, true
	case rest > 0 && rest%200 != 0 && n.scale == 1000: // "seratus ribu lima puluh"
		a.unsure = true
	case rest > 0 && n.scale >= 1_000_000: // "sejuta dua ratus"
		rest, a.unsure = rest*1000, true
	}
	total := n.done + rest
	if total%2 != 0 {
		return tokens, amount{}, true
	}
	a.value = ledger.Money(total / 2)
	return tokens, a, true
}

// unitOf is the thousand or million that tokens[i] stands for; 0 if none.
func unitOf(tokens []token, i int) int64 {
	if i < len(tokens) && tokens[i].is(tNumber) {
		if p := numberWords[tokens[i].text].power; p > 0 {
			return powers[p]
		}
	}
	return 0
}

// splitGluedUnits cuts "rbani" behind a number into "rb" and "ani", and
// "limapuluhribu" into its words.
func splitGluedUnits(tokens []token) []token {
	var out []token // made when the first word is cut
	for i, t := range tokens {
		var parts []string
		if t.kind == aWord && t.tags == 0 {
			parts = splitNumberWords(t.text)
			if parts == nil && i > 0 && tokens[i-1].kind == aNumber && t.glued {
				parts = unitAndRest(t.text)
			}
		}
		if parts != nil && out == nil {
			out = append(make([]token, 0, len(tokens)+8), tokens[:i]...)
		}
		if out == nil {
			continue
		}
		if parts == nil {
			out = append(out, t)
			continue
		}
		at := t.start
		for _, part := range parts {
			piece := token{kind: aWord, text: part, start: at, end: at + len(part), glued: true}
			_, piece.tags = tagsOf(part)
			out, at = append(out, piece), at+len(part)
		}
	}
	if out == nil {
		return tokens
	}
	return out
}

func unitAndRest(word string) []string {
	for _, unit := range []string{"ribu", "juta", "rb", "jt"} {
		rest, ok := strings.CutPrefix(word, unit)
		if ok && rest == "an" {
			return []string{unit, "kira2"} // 250rban
		}
		if ok && len(rest) > 1 {
			return []string{unit, rest}
		}
	}
	return nil
}

// mistypedNumber tells whether an unknown word beside an amount is likely a
// number word: "seratud lima puluh ribu" must not be read as 50.000.
func mistypedNumber(t token) bool {
	if t.kind != aWord || t.tags != 0 || len(t.text) < 4 {
		return false
	}
	mask := letterMask(t.text)
	for _, w := range longNumberWords() {
		if d := len(w.word) - len(t.text); d > 2 || d < -2 || bits.OnesCount32(mask^w.mask) > 4 {
			continue
		}
		if levenshtein.ComputeDistance(w.word, t.text) <= len(w.word)/5 {
			return true
		}
	}
	return false
}

var longNumberWords = sync.OnceValue(func() (out []typoKey) {
	for word := range numberWords {
		if _, english := englishNumbers[word]; len(word) >= 5 && !english {
			out = append(out, typoKey{word: word, mask: letterMask(word)})
		}
	}
	return out
})

// leftOver tells whether only a part of the amount is meant, or a "hundred" or "thousand" without a number of its own stands right
// before an amount: in "ratus lima puluh ribu" a word was lost, and 50.000 is too little.
func leftOver(before []token) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if k := len(before) - 2; k >= 0 && last.is(tFrom) { // "separo dari 275rb"
		switch before[k].text {
		case "separo", "separuh", "paruh", "sebagian", "sepertiga", "seperempat", "half", "part":
			return true
		}
	}
	return last.is(tNumber) && !last.glued && len(last.text) > 1 && numberWords[last.text].power > 1
}

func mistypedNumberBefore(before []token) bool {
	return len(before) > 0 && mistypedNumber(before[len(before)-1])
}
