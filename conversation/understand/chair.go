package understand

import "slices"

// officeWords name a member by what she is in her group, and tell whom.
var officeWords = map[string]func(Person) bool{
	"ketua":       func(p Person) bool { return p.Chairs },
	"ketuane":     func(p Person) bool { return p.Chairs },
	"ketuanya":    func(p Person) bool { return p.Chairs },
	"sekretaris":  func(p Person) bool { return p.Writes },
	"sekertaris":  func(p Person) bool { return p.Writes },
	"sekretarise": func(p Person) bool { return p.Writes },
	"sekre":       func(p Person) bool { return p.Writes },
}

// office is who is named by her office alone, "bu ketua 118rb, yg sekretaris belum", where
// something is told of her or money went to her. "bu ketua, siti 275rb" only greets her.
func (n *namer) office(i int, titled bool) (people []int) {
	holds, ok := officeWords[n.tokens[i].text]
	if !ok || n.tokens[i].kind != aWord || n.c.Group == "" || n.c.People == nil || !titled && !(i > 0 && thatWords[n.tokens[i-1].text]) {
		return nil
	}
	behind := i + 1
	told := behind < len(n.tokens) && (n.tokens[behind].kind == anAmount || n.tokens[behind].is(tPay|tSave|tBring|tNotYet|tCannot|tAlready|tAnd) || withWords[n.tokens[behind].text])
	if to := i > 1 && (n.tokens[i-2].is(tTo|tAnd) || withWords[n.tokens[i-2].text] || slices.Contains(giveWords, n.tokens[i-2].text)); !told && !to {
		return nil
	}
	for _, p := range n.c.People.members[n.c.Group] {
		if holds(n.c.People.people[p]) {
			people = append(people, p)
		}
	}
	return people
}

// whoChairs narrows "pak slamet sing ketua" to the one who is.
func (n *namer) whoChairs(hits []hit, i int) (out []hit) {
	if i+1 >= len(n.tokens) || !thatWords[n.tokens[i].text] {
		return nil
	}
	holds, ok := officeWords[n.tokens[i+1].text]
	for _, h := range hits {
		if ok && holds(n.c.People.people[h.person]) {
			out = append(out, h)
		}
	}
	return out
}

// thatWords tell two of one name apart by what stands behind them: "bu sri yang lestari".
var thatWords = map[string]bool{"yg": true, "yang": true, "sing": true, "ingkang": true, "nu": true}
