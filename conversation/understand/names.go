package understand

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"bendahara/ledger"
)

// maxGuesses is how many unknown words of one message are compared with all
// names for a typo.
const maxGuesses = 8

// maxCandidates is how many people one ambiguous name stands for at most.
const maxCandidates = 12

// who is a person, or a group, that was named.
type who struct {
	people  []int // in the roster, likeliest first
	groups  []ledger.GroupCode
	text    string // as written
	guessed bool
	mended  bool // by a spelling that can be nobody else's: taken, but read back
	me      bool // the sender
	to      bool // "ke bu Siti": who received
	hail    bool // a title stood before it
}

// distance counts typing errors between two words; two letters changed about
// are one error.
func distance(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d == 2 && len(a) == len(b) {
		for i := range len(a) - 1 {
			if a[i] != b[i] {
				if a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
					return 1
				}
				break
			}
		}
	}
	return d
}

// namer makes names of words.
type namer struct {
	plain   string
	c       Context
	tokens  []token
	out     []token
	guesses int
}

func findNames(plain string, tokens []token, c Context) []token {
	n := namer{plain: plain, c: c, out: make([]token, 0, len(tokens)), guesses: maxGuesses}
	n.tokens = n.splitJoined(tokens)
	for i := 0; i < len(n.tokens); {
		t := n.tokens[i]
		used, w := n.nameAt(i)
		if used == 0 {
			n.out = append(n.out, n.tokens[i])
			i++
			continue
		}
		last := n.tokens[i+used-1]
		w.text = plain[t.start:last.end]
		n.out = append(n.out, token{kind: aName, text: t.text, start: t.start, end: last.end, who: w})
		i += used
	}
	return n.out
}

func (n *namer) nameAt(i int) (used int, w who) {
	t := n.tokens[i]
	titled := i > 0 && n.tokens[i-1].is(tTitle)
	switch {
	case t.kind == aCode:
		return n.code(t)
	case t.kind == aNumber && len(t.text) == 2 && t.text[0] == '0':
		return n.number(i, 1, t.text)
	case (t.text == "no" || t.text == "nomor" || t.text == "nmr" || t.sign("#")) && i+1 < len(n.tokens) && n.isOrdinal(i+1):
		return n.number(i, 2, n.tokens[i+1].text)
	case t.is(tMe), t.text == "tak" && n.ownDeed(i):
		return 1, who{me: true}
	}
	if used, people := n.initialed(i); used > 0 {
		return used, who{people: people, hail: titled}
	}
	if people := n.office(i, titled); people != nil {
		return 1, who{people: people, hail: true}
	}
	if used, groups := n.group(i); used > 0 {
		w.groups = groups
		if used2, people := n.person(i, titled); used2 >= used && len(people) > 0 {
			w.people = people
		}
		return used, w
	}
	used, people := n.person(i, titled)
	if used > 0 {
		w = who{people: people, hail: titled, guessed: t.kind == aDay || n.strangerBeside(i, used)}
		return used, w
	}
	if t.kind == aWord && t.tags == 0 {
		if n.tokens[i].text, n.tokens[i].tags = stem(t.text); n.tokens[i].tags != 0 {
			return 0, who{}
		}
	}
	if t.kind == aWord && t.tags == 0 && n.guesses > 0 && n.c.People != nil && !ordinaryWords()[t.text] && !n.isTypedCommand(i) {
		n.guesses--
		if hits := n.c.People.plainly(t.text, n.c.Group); hits != nil && (len(n.out) == 0 || n.out[len(n.out)-1].kind != aName) {
			return 1, who{people: n.order(hits), hail: titled, mended: true}
		}
		hits := n.c.People.guess(t.text, n.c.Group)
		if hits == nil && (titled || i > 0 && n.tokens[i-1].is(tExcept|tPay|tBring) || i+1 < len(n.tokens) && n.tokens[i+1].kind == anAmount) {
			hits = n.c.People.begins(t.text, n.c.Group)
		}
		if hits != nil {
			return 1, who{people: n.order(hits), guessed: true, hail: titled}
		}
	}
	return 0, who{}
}

// isOrdinal tells whether a member's number stands at i: "no 3".
func (n *namer) isOrdinal(i int) bool {
	t := n.tokens[i]
	return (t.kind == aNumber || t.kind == anAmount && t.amount.unsure) && len(t.text) <= 2 && strings.Trim(t.text, "0123456789") == "" &&
		(i+1 < len(n.tokens) && n.tokens[i+1].kind != aSign || n.c.Waiting == WaitMember)
}

// person reads as many words of one person's name as fit together.
func (n *namer) person(i int, titled bool) (used int, people []int) {
	t := n.tokens[i]
	if n.c.People == nil || t.kind != aWord && !(t.kind == aDay && t.day.bare) || t.kind == aWord && t.tags != 0 && !n.nameThoughWord(i, titled) {
		return 0, nil
	}
	if t.kind == aDay && !n.nameThoughWord(i, titled) {
		return 0, nil
	}
	hits := n.c.People.find(t.text, n.c.Group)
	if hits == nil {
		return n.cutName(i)
	}
	used = 1
	for i+used < len(n.tokens) {
		next := n.tokens[i+used]
		skip := 0
		if next.sign(".") && i+used+1 < len(n.tokens) && n.tokens[i+used].glued {
			break
		}
		if next.kind == aCode {
			if coded := n.byCode(hits, next.text); coded != nil {
				hits, used = coded, used+1
			}
			break
		}
		if next.kind != aWord {
			break
		}
		if chairs := n.whoChairs(hits, i+used); chairs != nil {
			hits, used = chairs, used+2
			break
		}
		if len(hits) > 1 && thatWords[next.text] && i+used+1 < len(n.tokens) && n.tokens[i+used+1].kind == aWord && n.tokens[i+used+1].tags == 0 {
			skip, next = 1, n.tokens[i+used+1]
		}
		narrowed := n.narrow(hits, next)
		if narrowed == nil && len(hits) > 1 && next.tags == 0 && len(next.text) > 3 { // "sri whyuni"
			narrowed = both(hits, n.c.People.plainly(next.text, n.c.Group))
		}
		if narrowed == nil && used == 1 {
			narrowed = n.elsewhere(t, next)
		}
		if narrowed == nil {
			break
		}
		hits, used = narrowed, used+1+skip
	}
	if titled && len(hits) > 1 {
		hits = n.byTitle(hits, n.tokens[i-1].text)
	}
	return used, n.order(hits)
}

// both are the hits whose person is among the others, too.
func both(hits, others []hit) (out []hit) {
	for _, h := range hits {
		if slices.ContainsFunc(others, func(o hit) bool { return o.person == h.person }) {
			out = append(out, h)
		}
	}
	return out
}

// elsewhere is who has both words in a group that is not the sender's, where
// nobody in hers is called by the second.
func (n *namer) elsewhere(t, next token) []hit {
	if n.c.Group == "" || next.tags != 0 || len(next.text) < 3 || n.c.People.inGroup(n.c.People.find(next.text, n.c.Group), n.c.Group) != nil {
		return nil
	}
	return n.narrow(n.c.People.exact[t.text], next)
}

// narrow keeps the people whose name also has the next word, or begins another
// word with it where it is one letter; nil if nobody is left.
func (n *namer) narrow(hits []hit, next token) (out []hit) {
	if len(next.text) == 1 && len(hits) > 1 && next.tags&(tYes|tNo) == 0 {
		for _, h := range hits {
			parts := nameWords(n.c.People.people[h.person].Name)
			if slices.ContainsFunc(parts[min(1, len(parts)):], func(w string) bool { return w[:1] == next.text }) {
				out = append(out, h)
			}
		}
		return out
	}
	if len(next.text) == 1 || next.tags != 0 && next.tags&(tFill|tYes|tDay) == 0 {
		return nil
	}
	for _, other := range n.c.People.find(next.text, n.c.Group) {
		for _, h := range hits {
			if h.person == other.person {
				out = append(out, h)
			}
		}
	}
	return out
}

// nameThoughWord tells whether a word that means something, too, is a name
// here: Mulai, Rabu, Legi.
func (n *namer) nameThoughWord(i int, titled bool) bool {
	t := n.tokens[i]
	if n.c.People == nil {
		return false
	}
	hits := n.c.People.inGroup(n.c.People.exact[t.text], n.c.Group)
	if hits == nil && t.is(tTitle) {
		hits = n.c.People.inGroup(n.c.People.folded[fold(t.text)], n.c.Group)
	}
	if hits == nil {
		return false
	}
	if i+1 < len(n.tokens) && n.tokens[i+1].kind == aWord && n.tokens[i+1].tags == 0 {
		if n.narrow(hits, n.tokens[i+1]) != nil {
			return true // her name in full
		}
		if t.is(tTitle) {
			return false // "neng ratna"
		}
	}
	if t.is(tTitle) && !titled {
		return n.titleAlone(i)
	}
	if titled { // "kecuali bu ummi sama bu yuli": Ummi is her name here
		return true
	}
	if n.namedInClause(i) {
		return false
	}
	commands := tRecord | tBalance | tSchedule | tArrears | tNotYet
	before := i > 0 && n.tokens[i-1].is(commands)
	after := i+1 < len(n.tokens) && (n.tokens[i+1].kind == anAmount || n.tokens[i+1].is(commands))
	if t.is(commands | tUndo | tWrong | tStop) {
		return before && after || i == 0 && after && n.tokens[i+1].kind != anAmount
	}
	return before || after
}

// titleAlone tells whether a title stands where a name would: "ummi 118rb".
func (n *namer) titleAlone(i int) bool {
	if i+1 < len(n.tokens) {
		next := n.tokens[i+1]
		return next.kind == anAmount || slices.Contains(giverWords, next.text) || next.is(tRecord|tNotYet|tCannot|tAlready|tEach|tAnd) || next.sign("@:=,;\n&+") && !n.namedInClause(i) && i > 0 && !n.tokens[i-1].is(tYes|tGreet)
	}
	return n.c.Waiting == WaitMember || n.c.Waiting == WaitChoice || i > 0 && n.tokens[i-1].is(tRecord|tBalance|tSchedule|tArrears|tDebt|tAnd)
}

// namedInClause tells whether another name stands between the same signs as i.
func (n *namer) namedInClause(i int) bool {
	named := func(t token) bool {
		return t.kind == aWord && t.tags == 0 && n.c.People.find(t.text, n.c.Group) != nil
	}
	for k := i - 1; k >= 0 && !n.tokens[k].sign(",;\n&+"); k-- {
		if named(n.tokens[k]) {
			return true
		}
	}
	for k := i + 1; k < len(n.tokens) && !n.tokens[k].sign(",;\n&+"); k++ {
		if named(n.tokens[k]) {
			return true
		}
	}
	return false
}

// byTitle keeps those whom the title suits, as far as theirs is known.
func (n *namer) byTitle(hits []hit, title string) (out []hit) {
	man := func(t string) bool {
		switch strings.ToLower(t) {
		case "pak", "bapak", "bpk", "mas", "kang", "pakde", "pakdhe", "paklik", "om", "tn", "akang", "aa", "kangmas", "bapa":
			return true
		}
		return false
	}
	wanted := man(title)
	for _, h := range hits {
		if t := n.c.People.people[h.person].Title; t == "" || man(t) == wanted {
			out = append(out, h)
		}
	}
	if out == nil {
		return hits
	}
	return out
}

// order lists people once each, nicknames and given names first, the sender last.
func (n *namer) order(hits []hit) []int {
	const last = 10
	rank := func(h hit) int {
		if n.c.Self != "" && n.c.People.people[h.person].Member == n.c.Self {
			return last
		}
		return int(h.rank)
	}
	var out []int
	for r := 0; r <= last; r++ {
		for _, h := range hits {
			if len(out) == maxCandidates {
				return out
			}
			if rank(h) == r && !slices.Contains(out, h.person) {
				out = append(out, h.person)
			}
		}
	}
	return out
}

// group reads a group's name or code; among several of one beginning those
// with the most words fitting.
func (n *namer) group(i int) (used int, found []ledger.GroupCode) {
	t := n.tokens[i]
	if n.c.People == nil || t.kind != aWord && t.kind != aDay || len(n.c.People.byWord) == 0 {
		return 0, nil
	}
	candidates := n.c.People.byWord[fold(t.text)]
	if candidates == nil {
		candidates = n.c.People.byWord[t.text]
	}
	if next := i + 1; next < len(n.tokens) && n.tokens[next].kind == aNumber && n.tokens[next].glued { // E01
		if coded := n.c.People.byWord[t.text+n.tokens[next].text]; len(coded) == 1 {
			return 2, []ledger.GroupCode{n.c.People.groups[coded[0]].Code}
		}
	}
	titled := i > 0 && n.tokens[i-1].is(tTitle)
	for _, g := range candidates {
		parts := groupWords(n.c.People.groups[g].Name)
		k := 1
		for k < len(parts) && i+k < len(n.tokens) && n.tokens[i+k].partOfName() && fold(n.tokens[i+k].text) == parts[k] {
			k++
		}
		if k < len(parts) && t.tags != 0 || titled {
			continue
		}
		switch {
		case k > used:
			used, found = k, []ledger.GroupCode{n.c.People.groups[g].Code}
		case k == used:
			found = append(found, n.c.People.groups[g].Code)
		}
	}
	return used, found
}

// partOfName tells whether a group's name may go on with the token: "Anggrek 2",
// but not "anggrek 2jt".
func (t token) partOfName() bool {
	return t.kind == aWord || t.kind == aNumber || t.kind == aDay || t.kind == anAmount && t.amount.unsure && len(t.text) == t.end-t.start
}
