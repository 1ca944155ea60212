package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// Villages are the villages that a text begins with the name of: those with the most
// words fitting.
func (r *Roster) Villages(text string) []ledger.VillageCode {
	var codes []ledger.VillageCode
	found, _ := r.villages(text)
	for _, v := range found {
		codes = append(codes, v.Code)
	}
	return codes
}

// villages also tells how many words of the text were the name.
func (r *Roster) villages(text string) (found []VillageName, most int) {
	words := groupWords(text)
	if r == nil || len(words) == 0 {
		return nil, 0
	}
	for _, v := range r.places[words[0]] {
		parts, k := groupWords(v.Name), 0
		for k < len(parts) && k < len(words) && parts[k] == words[k] {
			k++
		}
		switch {
		case k > most:
			found, most = []VillageName{v}, k
		case k == most:
			found = append(found, v)
		}
	}
	return found, most
}

// village is the village that is named at token i: what stands behind "desa", or
// else what names nobody and no group.
func (m *reading) village(i int) (codes []ledger.VillageCode, name string) {
	t := m.tokens[i]
	if t.kind != aWord && t.kind != aName || !m.saysVillage(i-1) && (t.tags != 0 || t.kind == aName && !t.who.guessed) {
		return nil, ""
	}
	found, _ := m.c.People.villages(m.plain[t.start:])
	for _, v := range found {
		codes, name = append(codes, v.Code), v.Name
	}
	if len(found) > 1 {
		name = m.plain[t.start:t.end]
	}
	return codes, name
}

func (m *reading) saysVillage(i int) bool {
	return i >= 0 && (m.tokens[i].text == "desa" || m.tokens[i].text == "village")
}

// fromVillage tells whether a village is named behind "dari" or "desa".
func (m *reading) fromVillage() bool {
	for i := 1; i < len(m.tokens); i++ {
		if m.tokens[i-1].is(tFrom) || m.saysVillage(i-1) {
			if codes, _ := m.village(i); len(codes) > 0 {
				return true
			}
		}
	}
	return false
}

// placeVillages tells groups of one name apart by the village behind it: "melati
// banaran", "melati di desa banaran".
func (m *reading) placeVillages() {
	for i := 0; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		if t.kind != aName || len(t.who.groups) < 2 {
			continue
		}
		k := i + 1
		for k < len(m.tokens) && (m.saysVillage(k) || m.tokens[k].text == "di" || m.tokens[k].text == "in") {
			k++
		}
		if k >= len(m.tokens) || m.tokens[k].kind != aWord && m.tokens[k].kind != aName {
			continue
		}
		found, words := m.c.People.villages(m.plain[m.tokens[k].start:])
		kept := slices.DeleteFunc(slices.Clone(t.who.groups), func(g ledger.GroupCode) bool {
			return !slices.ContainsFunc(found, func(v VillageName) bool { return slices.Contains(v.Groups, g) })
		})
		if len(kept) == 0 {
			continue
		}
		for ; words > 0 && k < len(m.tokens); k++ {
			words -= len(strings.Fields(m.plain[m.tokens[k].start:m.tokens[k].end]))
		}
		t.who.groups, t.who.text, t.end = kept, m.plain[t.start:m.tokens[k-1].end], m.tokens[k-1].end
		m.tokens = slices.Delete(m.tokens, i+1, k)
	}
}
