package console

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"bendahara/ledger"
	"bendahara/store"
)

// directory is the index of whom and what one can look for by name, kept until a name or a
// phone in the registers changes.
type directory struct {
	mu      sync.Mutex
	version uint64
	made    *index
}

// of is the index as the registers are.
func (d *directory) of(tx *store.Tx) (*index, error) {
	version, err := tx.Names()
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.made != nil && d.version == version {
		return d.made, nil
	}
	made, err := newIndex(tx)
	if err == nil {
		d.made, d.version = made, version
	}
	return made, err
}

// index holds each word of the registers' names once, and who has it.
type index struct {
	words    []string
	guessed  []bool // of each word: it may be written nearly so
	number   map[string]int32
	subjects []subject
	all      []ledger.Group    // by code
	members  [][]ledger.Member // of each group
	villages map[ledger.VillageCode]ledger.Village
}

// subject is what one can look for: a village, a group or a member.
type subject struct {
	Kind   subjectKind
	Code   string
	Name   string
	Where  string // her group and village
	Group  ledger.GroupCode
	Status ledger.MemberStatus
	Phones []ledger.Phone
	own    []int32 // the words of its name
	around []int32 // those of what it belongs to, by which it is told from others
}

type subjectKind int

const (
	aVillage subjectKind = iota
	aGroup
	aMember
)

func (k subjectKind) Path() string {
	return [...]string{"/kelompok?cari=", "/kelompok/", "/anggota/"}[k]
}

func newIndex(tx *store.Tx) (*index, error) {
	x := &index{number: map[string]int32{}, villages: map[ledger.VillageCode]ledger.Village{}}
	villages, err := tx.Villages()
	if err != nil {
		return nil, err
	}
	for _, v := range villages {
		x.villages[v.Code] = v
		x.subjects = append(x.subjects, subject{Kind: aVillage, Code: v.Name, Name: v.Name, own: x.wordsOf(v.Name)})
	}
	if x.all, err = tx.Groups(); err != nil {
		return nil, err
	}
	for _, g := range x.all {
		called := x.villages[g.Village].Name
		village := x.wordsOf(called)
		x.subjects = append(x.subjects, subject{
			Kind: aGroup, Code: string(g.Code), Name: g.Name, Where: called, Group: g.Code,
			own: x.wordsOf(string(g.Code) + " " + g.Name), around: village,
		})
		around := append(x.wordsOf(string(g.Code)+" "+g.Name), village...)
		members, err := tx.Members(g.Code)
		if err != nil {
			return nil, err
		}
		x.members = append(x.members, members)
		for _, m := range members {
			s := subject{
				Kind: aMember, Code: string(m.Code), Name: m.Name, Where: strings.TrimSuffix(g.Name+", "+called, ", "), Group: g.Code, Status: m.Status,
				own: x.wordsOf(string(m.Code) + " " + m.Name + " " + strings.Join(m.Nicknames, " ")), around: around,
			}
			for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
				if p != "" {
					s.Phones = append(s.Phones, p)
				}
			}
			x.subjects = append(x.subjects, s)
		}
	}
	return x, nil
}

func (x *index) wordsOf(text string) (list []int32) {
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		n, ok := x.number[word]
		if !ok {
			n = int32(len(x.words))
			x.words, x.number[word] = append(x.words, word), n
			x.guessed = append(x.guessed, !strings.ContainsFunc(word, unicode.IsDigit))
		}
		list = append(list, n)
	}
	return list
}

// found is a subject that fits what was looked for; the lower its rank, the better.
type found struct {
	*subject
	Rank int
}

// compare puts what fits better first, and of one rank and kind by name.
func (f found) compare(o found) int {
	return cmp.Or(cmp.Compare(f.Rank, o.Rank), cmp.Compare(f.Kind, o.Kind), cmp.Compare(f.Name, o.Name), cmp.Compare(f.Code, o.Code))
}

const (
	noFit     = 255
	aroundFit = 4   // how much worse a word of the group is than one of the name
	maxWords  = 6   // that are looked for
	maxLetter = 100 // of what is looked for
)

// search is who fits each word, in the order of how well, the names of one kind by letter.
// One word at least must be of the name itself.
func (x *index) search(text string) (list []found) {
	for f, named := range x.fitting(text) {
		if named {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, found.compare)
	return list
}

// groups are those that fit each word, by their own names or their villages'.
func (x *index) groups(text string) map[ledger.GroupCode]bool {
	fit := map[ledger.GroupCode]bool{}
	for f := range x.fitting(text) {
		if f.Kind == aGroup {
			fit[f.Group] = true
		}
	}
	return fit
}

// fitting are all who fit each word, and whether one of the words is of the name itself.
func (x *index) fitting(text string) iter.Seq2[found, bool] {
	return func(yield func(found, bool) bool) {
		wanted := strings.Fields(strings.ToLower(text))
		if len(wanted) == 0 || len(wanted) > maxWords {
			return
		}
		fits := make([][]uint8, len(wanted))
		for i, w := range wanted {
			fits[i] = x.fits(w)
		}
		for i := range x.subjects {
			s := &x.subjects[i]
			if rank, named := s.rank(fits); rank < noFit && !yield(found{s, rank}, named) {
				return
			}
		}
	}
}

// rank is how well a subject fits all words, the less the better; noFit where it doesn't.
func (s *subject) rank(fits [][]uint8) (rank int, named bool) {
	for _, fit := range fits {
		own, around := best(fit, s.own), best(fit, s.around)
		if own == noFit && around == noFit {
			return noFit, false
		}
		named = named || own != noFit
		rank += min(own, around+aroundFit)
	}
	return rank, named
}

func best(fit []uint8, words []int32) int {
	b := noFit
	for _, w := range words {
		b = min(b, int(fit[w]))
	}
	return b
}

// fits tells of each word of the registers how well it fits: 0 itself, 1 its beginning, 2 a
// part of it, 3 one written nearly so. Codes and numbers are not guessed.
func (x *index) fits(wanted string) []uint8 {
	fit := make([]uint8, len(x.words))
	letters := []rune(wanted)
	allowed := len(letters) / 4
	guessed := allowed > 0 && len(letters) < longestGuessed && !strings.ContainsFunc(wanted, unicode.IsDigit)
	for i, w := range x.words {
		switch {
		case w == wanted:
			fit[i] = 0
		case strings.HasPrefix(w, wanted):
			fit[i] = 1
		case len(wanted) > 2 && strings.Contains(w, wanted):
			fit[i] = 2
		case guessed && x.guessed[i] && near(letters, w, allowed):
			fit[i] = 3
		default:
			fit[i] = noFit
		}
	}
	return fit
}

func near(wanted []rune, word string, allowed int) bool {
	n := utf8.RuneCountInString(word)
	return n <= longestGuessed && n-len(wanted) <= allowed && len(wanted)-n <= allowed && distance(wanted, []rune(word)) <= allowed
}

// withPhone are the members one of whose numbers has these digits in it.
func (x *index) withPhone(digits string) (list []found) {
	for i := range x.subjects {
		s := &x.subjects[i]
		if slices.ContainsFunc(s.Phones, func(p ledger.Phone) bool { return strings.Contains(string(p), digits) }) {
			list = append(list, found{s, 0})
		}
	}
	slices.SortFunc(list, found.compare)
	return list
}
