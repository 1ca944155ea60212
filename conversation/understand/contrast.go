package understand

import (
	"slices"
	"strings"
)

// contrastWords set what is true against what was written down.
var contrastWords = map[string]bool{
	"padahal": true, "pdhl": true, "pdahal": true, "kan": true, "sedangkan": true, "ternyata": true, "tibake": true, "jebule": true, "jebul": true, "horeng": true,
}

// contrast is where a treasurer's "kok tercatat 275 utk bu siti, kan dia baru kasih 175" turns
// from what was written to what was paid, -1 where it does not: two amounts, of one person
// at most, with a word that sets them against each other between them, and one for writing
// before it.
func (m *reading) contrast() int {
	if !m.forAll() || m.count(anAmount) != 2 || m.others() > 1 {
		return -1
	}
	amounts := 0
	wrote := slices.ContainsFunc(m.said, func(t token) bool { // also what was taken off the front
		return t.start < m.tokens[0].start && t.kind == aWord && slices.Contains(bookWords, t.text)
	})
	for i, t := range m.tokens {
		switch {
		case t.kind == anAmount:
			amounts++
		case t.kind != aWord:
		case amounts == 1 && wrote && (t.is(tBut) || contrastWords[t.text]):
			if m.endsAsking(i) || slices.ContainsFunc(m.tokens[:i], func(t token) bool { return t.is(tNotYet | tNo | tWish | tSoon) }) {
				return -1
			}
			return i
		case amounts == 0 && (writes(t.text) || slices.Contains(bookWords, t.text)), amounts == 1 && !wrote && writes(t.text):
			wrote = true
		}
	}
	return -1
}

// replacedName tells whether the name at i is the one that was wrong: it is denied ("dudu
// aku", "bukan widodo"), or another stands behind the turn of "tulis siti, harusnya wati".
func (m *reading) replacedName(i int) bool {
	k := i - 1
	for k >= 0 && m.tokens[k].is(tTitle) {
		k--
	}
	if k >= 0 && m.tokens[k].is(tNo) && m.others() > 0 {
		return true
	}
	wrote := m.renamesTold() >= 0 || slices.ContainsFunc(m.tokens[:i], func(t token) bool { return writes(t.text) })
	if !wrote {
		return false
	}
	turn := slices.IndexFunc(m.tokens[i:], func(t token) bool { return t.is(tBut) || t.kind == aWord && contrastWords[t.text] && t.text != "kan" })
	return turn > 0 && slices.ContainsFunc(m.tokens[i+turn:], func(t token) bool {
		return t.kind == aName && m.isPerson(t) && !slices.Equal(t.who.people, m.tokens[i].who.people)
	})
}

// renamesTold is where "yg nurul 236rb tadi mestinya nurhayati 118rb" turns from what was told
// to what is so, -1 where it does not: one person and one amount before it, one person behind.
func (m *reading) renamesTold() int {
	but := m.first(tBut)
	if !m.forAll() || but <= 0 || m.onlyPeople() != 2 || m.isQuestion() {
		return -1
	}
	told, is := reading{tokens: m.tokens[:but]}, reading{tokens: m.tokens[but:]}
	if told.onlyPeople() != 1 || told.count(anAmount) != 1 || is.count(anAmount) > 1 || told.has(tNotYet|tCannot|tNo) || is.has(tNotYet|tCannot|tNo|tSoon) || !m.saidText("yg", "yang", "sing", "ingkang", "nu") || !strings.Contains(m.tokens[but].text, "nya") {
		return -1
	}
	return but
}

// dayOfWriting tells whether the day that is named is the one on which something was written
// down: "kemarin saya catat siti 118, harusnya 236".
func (m *reading) dayOfWriting() bool {
	i := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == aDay })
	if i < 0 || !isPastWord(m.tokens[i].text) {
		return false
	}
	for i++; i < len(m.tokens); i++ {
		switch t := m.tokens[i]; {
		case t.kind == aWord && writes(t.text):
			return true
		case !(t.kind == aName && t.who.me) && !t.is(tFill|tTitle|tAlready):
			return false
		}
	}
	return false
}

// onlyPeople is how many different persons are named who are not the sender.
func (m *reading) onlyPeople() int {
	var seen [][]int
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.me && !t.onlyGroup() && !slices.ContainsFunc(seen, func(p []int) bool { return slices.Equal(p, t.who.people) }) {
			seen = append(seen, t.who.people)
		}
	}
	return len(seen)
}
