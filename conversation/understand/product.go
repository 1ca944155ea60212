package understand

import (
	"slices"

	"bendahara/ledger"
)

// mendProduct takes the outcome of "5rb x 3 hari jd 15rb" for the amount, where it is what
// it comes to. What comes to something else, or was not worked out, is asked.
func (m *reading) mendProduct() {
	for i := range m.tokens {
		one := m.tokens[i]
		if one.kind != anAmount || one.amount.times <= 0 {
			continue
		}
		from, count, to := i, 0, i+1
		if i > 1 && isTimes(m.tokens[i-1]) && m.tokens[i-2].kind == aNumber {
			from, count = i-2, countOf(m.tokens[i-2])
		} else if i+2 < len(m.tokens) && isTimes(m.tokens[i+1]) {
			count, to = countOf(m.tokens[i+2]), i+3
		}
		for to < len(m.tokens) && (m.tokens[to].is(tCount|tFill|tTotal) || becomes[m.tokens[to].text] || m.tokens[to].sign("=,")) {
			to++
		}
		if count > 0 && to < len(m.tokens) && m.tokens[to].kind == anAmount && m.tokens[to].amount.value == one.amount.times*ledger.Money(count) {
			m.tokens = slices.Delete(m.tokens, from, to)
			return
		}
	}
}

// isTimes tells whether the token multiplies.
func isTimes(t token) bool {
	return t.kind == aWord && (t.text == "x" || t.text == "kali") || t.sign("*")
}

// maxTimes is the most that something is taken.
const maxTimes = 100

// countOf is how often something is taken, 0 where it is not sure.
func countOf(t token) int {
	n, ok := readDigits(t.text)
	if t.kind != aNumber && t.kind != anAmount || !ok || !n.plain || n.value > maxTimes {
		return 0
	}
	return int(n.value)
}

// multiplied tells whether the amount is "3x 50rb", "50rb x 3" or "50rb/bulan".
func multiplied(before, behind []token) bool {
	if k := len(before); k > 1 && isTimes(before[k-1]) && (before[k-2].kind == aNumber || before[k-2].kind == anAmount) {
		return true
	}
	if len(behind) < 2 {
		return false
	}
	return isTimes(behind[0]) && behind[1].kind == aNumber || timesSaid(behind[0]) > 1 && isTimes(behind[1]) ||
		behind[0].sign("/") && behind[0].glued && behind[1].kind == aWord
}

// timesSaid is the number that a token says, 0 if none: "2", "dua".
func timesSaid(t token) int {
	if n := countOf(t); n > 0 {
		return n
	}
	return int(numberWords[t.text].value)
}
