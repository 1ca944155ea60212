package understand

import (
	"slices"

	"bendahara/ledger"
)

// onlyGroup tells whether the token names a group and nobody.
func (t token) onlyGroup() bool {
	return t.kind == aName && len(t.who.groups) > 0 && len(t.who.people) == 0
}

// placeGroups takes a group's name as saying where the members beside it belong:
// one behind a name is about her ("suminah melati 100rb"), one that leads is about
// all names behind it ("melati: suminah 100rb, wati 50rb").
func (m *reading) placeGroups() {
	named := map[ledger.GroupCode]bool{}
	for _, t := range m.tokens {
		if t.onlyGroup() {
			for _, g := range t.who.groups {
				named[g] = true
			}
		}
	}
	if len(named) == 0 {
		return
	}
	if len(named) == 1 {
		for g := range named {
			m.group = g
		}
	}
	if m.c.Role == Officer && m.has(tReceive|tBring) {
		return // a deposit: who brought it is no matter
	}
	used := map[int]bool{}
	leads, last := -1, -1 // the group that leads, and the last person of this clause
	for i := range m.tokens {
		t := &m.tokens[i]
		switch {
		case t.sign(",;\n&+") || t.is(tAnd):
			last = -1
		case t.onlyGroup() && last >= 0:
			m.narrowTo(last, t.who.groups)
			used[i], last = true, -1
		case t.onlyGroup():
			leads = i
		case t.kind == aName && !t.who.me && len(t.who.people) > 0:
			last = i
			if leads >= 0 && !m.groupBehind(i) {
				m.narrowTo(i, m.tokens[leads].who.groups)
				used[leads] = true
			}
		}
	}
	if len(used) == 0 {
		return
	}
	var out []token
	for i, t := range m.tokens {
		if !used[i] {
			out = append(out, t)
		}
	}
	m.tokens = out
}

// groupBehind tells whether a group's name of her own stands behind the name at
// i.
func (m *reading) groupBehind(i int) bool {
	for _, t := range m.tokens[i+1:] {
		switch {
		case t.onlyGroup():
			return true
		case t.kind == aName, t.sign(",;\n&+"), t.is(tAnd):
			return false
		}
	}
	return false
}

// narrowTo keeps the people of the groups; where the name fits nobody there, it
// is only a guess.
func (m *reading) narrowTo(i int, groups []ledger.GroupCode) {
	t := &m.tokens[i]
	keep := func(people []int) (out []int) {
		for _, p := range people {
			if slices.Contains(groups, m.c.People.people[p].Group) {
				out = append(out, p)
			}
		}
		return out
	}
	out := keep(t.who.people)
	for k := 0; out == nil && k < len(groups); k++ {
		c := m.c
		c.Group = groups[k]
		for _, again := range findNames(t.who.text, tokenize(t.who.text), c) {
			if again.kind == aName && !again.who.guessed {
				out = keep(again.who.people)
			}
		}
	}
	if out == nil {
		t.who.guessed = true
		return
	}
	t.who.people = out
}

// dropGroups takes the groups' names out where "semua" is said of one.
func (m *reading) dropGroups() {
	m.tokens = slices.DeleteFunc(slices.Clone(m.tokens), token.onlyGroup)
}
