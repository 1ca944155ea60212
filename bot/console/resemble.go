package console

import (
	"strings"
	"unicode/utf8"
)

// resembles tells whether each word that somebody looks for begins a word of the text,
// or is nearly one. Of a word of four letters one may be wrong, of eight two.
func resembles(search, text string) bool {
	words := strings.Fields(strings.ToLower(text))
	for wanted := range strings.FieldsSeq(strings.ToLower(search)) {
		if !anyResembles(wanted, words) {
			return false
		}
	}
	return true
}

func anyResembles(wanted string, words []string) bool {
	for _, w := range words {
		if strings.Contains(w, wanted) {
			return true
		}
		if n := utf8.RuneCountInString(wanted); n < 40 && distance([]rune(wanted), []rune(w)) <= n/4 {
			return true
		}
	}
	return false
}

// distance is how many letters have to be put in, taken away, changed, or swapped with
// their neighbour, to make one word of the other.
func distance(a, b []rune) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
