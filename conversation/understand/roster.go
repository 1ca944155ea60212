package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// Roster is an index of the people and groups that messages may name. It is
// not changed once made, so many readers may share it.
type Roster struct {
	people  []Person
	groups  []GroupName
	exact   map[string][]hit // by a word of the name or a nickname, as written
	folded  map[string][]hit // by its spelling-blind form
	keys    []typoKey
	codes   map[string]int             // by code in lower case
	members map[ledger.GroupCode][]int // by group, in the order given
	byWord  map[string][]int           // groups, by the folded first word of their name or by code
	places  map[string][]VillageName   // villages, by the folded first word of their name
}

// hit is a person with a word of hers; a nickname or given name ranks first.
type hit struct {
	person int
	rank   uint8
}

type typoKey struct {
	word string
	mask uint32 // the letters in it
	hits []hit
}

// NewRoster makes the index; villages are only asked about, by officers. For a group of 30 it takes some 50 microseconds;
// for thousands make it once and keep it.
func NewRoster(people []Person, groups []GroupName, villages ...VillageName) *Roster {
	r := &Roster{
		people: people, groups: groups, exact: map[string][]hit{}, folded: map[string][]hit{}, codes: map[string]int{},
		members: map[ledger.GroupCode][]int{}, byWord: map[string][]int{},
		places: map[string][]VillageName{},
	}
	for i, p := range people {
		r.codes[strings.ToLower(string(p.Member))] = i
		r.members[p.Group] = append(r.members[p.Group], i)
		for _, name := range append([]string{p.Name}, p.Nicknames...) {
			if title := titleName(name); title != "" {
				r.addKey(title, hit{i, 1})
			}
		}
		for _, nick := range p.Nicknames {
			parts := nameWords(nick)
			for _, w := range parts {
				r.addKey(w, hit{i, 0})
			}
			if len(parts) > 1 {
				addHit(r.exact, strings.Join(parts, ""), hit{i, 0})
			}
		}
		parts := nameWords(p.Name)
		for k, w := range parts {
			r.addKey(w, hit{i, uint8(min(k+1, 9))})
		}
		if len(parts) > 1 {
			addHit(r.exact, parts[0]+parts[1], hit{i, 1})
			if len(parts) > 2 {
				addHit(r.exact, strings.Join(parts, ""), hit{i, 1})
			}
		}
	}
	for word, hits := range r.folded {
		if len(word) >= 3 {
			r.keys = append(r.keys, typoKey{word, letterMask(word), hits})
		}
	}
	slices.SortFunc(r.keys, func(a, b typoKey) int { return strings.Compare(a.word, b.word) })
	for i, g := range groups {
		r.byWord[strings.ToLower(string(g.Code))] = append(r.byWord[strings.ToLower(string(g.Code))], i)
		if parts := groupWords(g.Name); len(parts) > 0 {
			r.byWord[parts[0]] = append(r.byWord[parts[0]], i)
		}
	}
	for _, v := range villages {
		if parts := groupWords(v.Name); len(parts) > 0 {
			r.places[parts[0]] = append(r.places[parts[0]], v)
		}
	}
	return r
}

func (r *Roster) addKey(word string, h hit) {
	if len(word) >= 2 {
		addHit(r.exact, word, h)
		addHit(r.folded, fold(word), h)
		if short := withoutGlide(word); short != word {
			addHit(r.folded, fold(short), h)
		}
	}
}

// withoutGlide leaves out the y that is hardly heard between i and another vowel, as
// people who type do: Ngatiem for Ngatiyem.
func withoutGlide(word string) string {
	for i := 1; i+1 < len(word); i++ {
		if word[i] == 'y' && word[i-1] == 'i' && isVowel(word[i+1]) {
			return word[:i] + word[i+1:]
		}
	}
	return word
}

func addHit(index map[string][]hit, key string, h hit) {
	list := index[key]
	if k := len(list) - 1; k >= 0 && list[k].person == h.person {
		list[k].rank = min(list[k].rank, h.rank)
		return
	}
	index[key] = append(list, h)
}

// nameWords are the lower-case words of a name, without titles before it.
func nameWords(name string) []string {
	plain, _ := clean(name)
	all := strings.FieldsFunc(strings.ToLower(plain), func(r rune) bool { return !isWordRune(r) })
	for i, w := range all {
		if words().tags[w]&tTitle == 0 {
			return all[i:]
		}
	}
	return all // somebody called Ummi
}

// titleName is the first word of a name if it is a title that people are also
// called by: Ummi, Neng, Bunda.
func titleName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	first = strings.ToLower(first)
	if words().tags[first]&tTitle == 0 {
		return ""
	}
	switch first {
	case "bu", "pak", "ibu", "bapak", "bpk", "mbak", "mba", "mb", "mas", "hj", "haji", "hajah", "sdr", "sdri", "ny", "tn", "ust", "ustadzah", "b",
		"yu", "mrs", "mr", "ms", "miss":
		return "" // never a name
	}
	return first
}

// groupWords are the folded words of a group's name, without "kelompok SPP".
func groupWords(name string) []string {
	var out []string
	for _, w := range nameWords(name) {
		switch w {
		case "kelompok", "spp", "uep", "ksm", "kube", "desa":
		default:
			out = append(out, fold(w))
		}
	}
	return out
}

func letterMask(word string) (mask uint32) {
	for i := range len(word) {
		if c := word[i]; c >= 'a' && c <= 'z' {
			mask |= 1 << (c - 'a')
		}
	}
	return mask
}

// fold is the spelling-blind form of a name's lower-case word: old and new
// spelling, doubled letters, y for i, and a final h fall together, so that
// Soejatmi, Suyatmi and Sujatmi are one, and Siti and Sitti.
func fold(word string) string {
	b := make([]byte, 0, 32)
	put := func(c byte) {
		if len(b) == 0 || b[len(b)-1] != c {
			b = append(b, c)
		}
	}
	for i := 0; i < len(word); i++ {
		c, next := word[i], byte(0)
		if i+1 < len(word) {
			next = word[i+1]
		}
		two := true // the pair is one sound
		switch {
		case c == 'o' && next == 'e':
			put('u')
		case c == 'd' && next == 'j':
			put('j')
		case c == 't' && next == 'j':
			put('c')
		case c == 's' && (next == 'j' || next == 'y' || next == 'h'):
			put('s')
		case (c == 'k' || c == 'c') && next == 'h':
			put('h')
		case (c == 'd' || c == 't') && next == 'h':
			put(c)
		case c == 'a' && next == 'e':
			put('a')
			put('i')
		case c == 'i' && next == 'e':
			put('i')
		case c == 'p' && next == 'h':
			put('f')
		case c == 'x':
			put('k')
			put('s')
			two = false
		default:
			put(foldLetter(c, next))
			two = false
		}
		if two {
			i++
		}
	}
	if n := len(b); n > 3 && b[n-1] == 'h' {
		b = b[:n-1]
	}
	return string(b)
}

func foldLetter(c, next byte) byte {
	switch c {
	case 'y':
		if isVowel(next) {
			return 'j'
		}
		return 'i'
	case 'v':
		return 'f'
	case 'q':
		return 'k'
	case 'z':
		return 'j'
	}
	return c
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// find is who the word names, the sender's own group first: exactly as spelled,
// or else spelling-blind.
func (r *Roster) find(word string, own ledger.GroupCode) []hit {
	if r == nil {
		return nil
	}
	if hits := r.inGroup(r.exact[word], own); hits != nil {
		return hits
	}
	folded := r.folded[fold(word)]
	if hits := r.inGroup(folded, own); hits != nil {
		return hits
	}
	if hits := r.exact[word]; hits != nil {
		return hits
	}
	return folded
}

func (r *Roster) inGroup(hits []hit, own ledger.GroupCode) (out []hit) {
	if own == "" {
		return hits
	}
	for _, h := range hits {
		if r.people[h.person].Group == own {
			out = append(out, h)
		}
	}
	return out
}

// minBegin is the least that people leave of a long name: Yuli for Yuliastutiningsih.
const minBegin = 4

// begins is who of the sender's own group has a name that begins with the word.
func (r *Roster) begins(word string, own ledger.GroupCode) (out []hit) {
	if r == nil || own == "" || len(word) < minBegin {
		return nil
	}
	word = fold(word)
	for _, k := range r.beginning(word) {
		out = append(out, r.inGroup(k.hits, own)...)
	}
	return out
}
