package understand

import "slices"

// ownDeed tells whether the "tak" at i is the Javanese "I" before what the sender has
// done: "wis tak bayar", "sdh tak titipke 50rb". In Indonesian it is "not".
func (n *namer) ownDeed(i int) bool {
	if i == 0 || i+1 >= len(n.tokens) || n.tokens[i+1].kind != aWord {
		return false
	}
	switch n.tokens[i+1].text {
	case "itung", "etung", "hitung", "cekel", "gowo", "gawa", "tampa", "catet", "catat", "tulis", "simpen", "titipke", "titipne", "titipkan", "talangi", "talangke", "bayari":
		return true // no Indonesian says "tak itung" of what was not done
	}
	if !n.tokens[i-1].is(tAlready) {
		return false
	}
	switch n.tokens[i-1].text {
	case "wis", "wes", "uwis", "mpun", "sampun":
		return true
	}
	if n.tokens[i+1].is(tOut) { // "udah tak kasihkan"
		return true
	}
	return slices.ContainsFunc(n.tokens[i+1:], func(t token) bool { return t.kind == anAmount })
}

// strangerBeside tells whether an unknown word stands right beside a name, as
// in "Siti Fatonah" where there is no such Siti.
func (n *namer) strangerBeside(i, used int) bool {
	stranger := func(k int) bool {
		if k < 0 || k >= len(n.tokens) {
			return false
		}
		t := n.tokens[k]
		if _, tags := stem(t.text); tags != 0 {
			return false
		}
		return t.kind == aWord && t.tags == 0 && len(t.text) >= 3 && !presentWords[t.text] && (!ordinaryWords()[t.text] || saysSo[t.text]) && !n.hearsay(k) && n.c.People.find(t.text, n.c.Group) == nil && !n.isTypedCommand(k) && !n.inGroupName(k)
	}
	return stranger(i+used) || stranger(i-1)
}

// hearsay tells whether "katanya" with a wish or a promise behind it stands at k: no
// name, and no payment that is over.
func (n *namer) hearsay(k int) bool {
	switch n.tokens[k].text {
	case "katanya", "ktnya", "ktanya", "katane", "jarene", "cenah":
		return k+1 < len(n.tokens) && n.tokens[k+1].is(tWish|tSoon|tNotYet|tCannot)
	}
	return false
}

// inGroupName tells whether the word at k belongs to a group's name.
func (n *namer) inGroupName(k int) bool {
	for i := max(0, k-2); i <= k; i++ {
		if used, _ := n.group(i); i+used > k {
			return true
		}
	}
	return false
}

// initialed reads "S. Lestari": who has a name that begins so before the one that is written.
func (n *namer) initialed(i int) (used int, people []int) {
	if n.c.People == nil || i+2 >= len(n.tokens) || n.tokens[i].kind != aWord || len(n.tokens[i].text) != 1 || !n.tokens[i+1].sign(".") || !n.tokens[i+1].glued || n.tokens[i+2].kind != aWord {
		return 0, nil
	}
	var hits []hit
	for _, h := range n.c.People.find(n.tokens[i+2].text, n.c.Group) {
		for _, w := range nameWords(n.c.People.people[h.person].Name) {
			if fold(w) == fold(n.tokens[i+2].text) {
				break
			}
			if w[:1] == n.tokens[i].text {
				hits = append(hits, h)
				break
			}
		}
	}
	if hits == nil {
		return 0, nil
	}
	return 3, n.order(hits)
}
