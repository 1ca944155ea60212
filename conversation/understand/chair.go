package understand

import "slices"

// chair is who is named by her office alone, "bu ketua 118rb", where something is told of
// her or money went to her. "bu ketua, siti 275rb" only greets her.
func (n *namer) chair(i int, titled bool) (people []int) {
	if !titled || n.tokens[i].text != "ketua" || n.c.Group == "" || n.c.People == nil {
		return nil
	}
	told := i+1 < len(n.tokens) && (n.tokens[i+1].kind == anAmount || n.tokens[i+1].is(tPay|tSave|tBring|tNotYet|tCannot|tAlready))
	if to := i > 1 && (n.tokens[i-2].is(tTo) || slices.Contains(giveWords, n.tokens[i-2].text)); !told && !to {
		return nil
	}
	for _, p := range n.c.People.members[n.c.Group] {
		if n.c.People.people[p].Chairs {
			people = append(people, p)
		}
	}
	return people
}

// whoChairs narrows "pak slamet sing ketua" to the one who is.
func (n *namer) whoChairs(hits []hit, i int) (out []hit) {
	if i+1 >= len(n.tokens) || !thatWords[n.tokens[i].text] || n.tokens[i+1].text != "ketua" {
		return nil
	}
	for _, h := range hits {
		if n.c.People.people[h.person].Chairs {
			out = append(out, h)
		}
	}
	return out
}

// thatWords tell two of one name apart by what stands behind them: "bu sri yang lestari".
var thatWords = map[string]bool{"yg": true, "yang": true, "sing": true, "ingkang": true, "nu": true}
