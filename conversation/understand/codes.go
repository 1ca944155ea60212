package understand

import (
	"strings"

	"bendahara/ledger"
)

// code is a member code as written in the registers; an entry's number is left.
func (n *namer) code(t token) (int, who) {
	if strings.Contains(t.text, "/") {
		return 0, who{}
	}
	if n.c.People != nil {
		if p, ok := n.c.People.codes[t.text]; ok {
			return 1, who{people: []int{p}}
		}
		return 1, who{people: n.c.People.codeEnds(t.text, n.c.Group)}
	}
	return 1, who{}
}

// number is the member of the sender's own group with the short code "03".
func (n *namer) number(i, used int, digits string) (int, who) {
	if n.c.Group == "" || n.c.People == nil || i > 0 && n.tokens[i-1].is(tLabel) {
		return 0, who{}
	}
	var found []int
	for _, p := range n.c.People.members[n.c.Group] {
		code := string(n.c.People.people[p].Member)
		tail := code[strings.LastIndexAny(code, "-./")+1:]
		if strings.TrimLeft(tail, "0") == strings.TrimLeft(digits, "0") {
			found = append(found, p)
		}
	}
	return used, who{people: found}
}

// cutName is who is shown with the beginning of a long name and the end of her code.
func (n *namer) cutName(i int) (used int, people []int) {
	if i+1 >= len(n.tokens) || n.tokens[i+1].kind != aCode {
		return 0, nil
	}
	for _, p := range n.c.People.codeEnds(n.tokens[i+1].text, n.c.Group) {
		if strings.HasPrefix(strings.ToLower(n.c.People.people[p].Name), n.tokens[i].text) {
			return 2, []int{p}
		}
	}
	return 0, nil
}

// byCode keeps those whose code ends with the text: two of one name are shown with
// the ends of their codes.
func (n *namer) byCode(hits []hit, text string) (out []hit) {
	for _, h := range hits {
		if strings.HasSuffix(strings.ToLower(string(n.c.People.people[h.person].Member)), text) {
			out = append(out, h)
		}
	}
	return out
}

// codeEnds are the people whose code ends with the text, in the sender's own group if
// she has one.
func (r *Roster) codeEnds(text string, own ledger.GroupCode) (out []int) {
	for i, p := range r.people {
		if (own == "" || p.Group == own) && strings.HasSuffix(strings.ToLower(string(p.Member)), "-"+text) && len(out) < maxCandidates {
			out = append(out, i)
		}
	}
	return out
}
