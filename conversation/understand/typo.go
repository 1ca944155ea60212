package understand

import (
	"math/bits"
	"slices"
	"strings"

	"bendahara/ledger"
)

// guess is who the word may name if it is mistyped.
func (r *Roster) guess(word string, own ledger.GroupCode) []hit {
	if r == nil || len(word) < 4 || len(word) > 20 {
		return nil
	}
	word = fold(word)
	allowed, mask := 1, letterMask(word)
	if len(word) >= 7 {
		allowed = 2
	}
	best := allowed + 1
	var out []hit
	for _, k := range r.keys {
		if d := len(k.word) - len(word); d > allowed || -d > allowed || bits.OnesCount32(mask^k.mask) > 2*allowed {
			continue
		}
		hits := r.inGroup(k.hits, own)
		if hits == nil {
			continue
		}
		switch d := distance(word, k.word); {
		case d > allowed:
		case d < best:
			best, out = d, slices.Clone(hits)
		case d == best:
			out = append(out, hits...)
		}
	}
	if out == nil && own != "" {
		return r.guess(word, "")
	}
	return out
}

// beginning are the words of names that begin so.
func (r *Roster) beginning(prefix string) []typoKey {
	from, _ := slices.BinarySearchFunc(r.keys, prefix, func(k typoKey, p string) int { return strings.Compare(k.word, p) })
	to := from
	for to < len(r.keys) && strings.HasPrefix(r.keys[to].word, prefix) {
		to++
	}
	return r.keys[from:to]
}

// minPlain is the length from which one wrong letter leaves no doubt whose name it is:
// nobody is called Rahmawti, and nothing else in a group is as near to it as Rahmawati.
const minPlain = 8

// plainly is the one of the sender's own group whom a word names in spite of its
// spelling: a name without its vowels, a long given name with one typing error, or the
// beginning of one person's given name ("yuli" of Yuliastutiningsih). A short name with
// an error may be another's.
func (r *Roster) plainly(word string, own ledger.GroupCode) []hit {
	if r == nil || own == "" {
		return nil
	}
	if hits := r.withoutVowels(word, own); hits != nil {
		return hits
	}
	word = fold(word)
	if len(word) >= minPlain {
		if hits := r.guess(word, own); oneOf(hits) && r.people[hits[0].person].Group == own && r.nearGiven(word, hits[0].person) {
			return hits
		}
	}
	if len(word) < minBegin {
		return nil
	}
	var out []hit
	for _, k := range r.beginning(word) {
		out = append(out, r.inGroup(k.hits, own)...)
	}
	if !oneOf(out) || slices.ContainsFunc(out, func(h hit) bool { return h.rank != 1 }) || len(r.people[out[0].person].Name) < len(word)+minBegin {
		return nil
	}
	return out
}

// minBones is the length from which a name may keep some of its vowels: tukinm.
const minBones = 6

// minShort is the least that is left of a name without its vowels: wti.
const minShort = 3

// withoutVowels is the one of the group whose name somebody wrote without some of its
// vowels: wti, sti, mrni. First and last letter, and each consonant, are there.
func (r *Roster) withoutVowels(word string, own ledger.GroupCode) (out []hit) {
	if len(word) < minShort || isVowel(word[0]) {
		return nil
	}
	bones := consonants(word)
	for _, k := range r.beginning(word[:1]) {
		if len(k.word) > len(word) && k.word[len(k.word)-1] == word[len(word)-1] && len(bones) >= 2 && consonants(k.word) == bones {
			out = append(out, r.inGroup(k.hits, own)...)
		}
	}
	if !oneOf(out) || vowels(word) >= 2 && len(word) < minBones {
		return nil
	}
	return out
}

func consonants(word string) string {
	return strings.Map(func(c rune) rune {
		if c < 128 && isVowel(byte(c)) {
			return -1
		}
		return c
	}, word)
}

func vowels(word string) int { return len(word) - len(consonants(word)) }

// nearGiven tells whether the person's given name is long and but one typing error away.
func (r *Roster) nearGiven(word string, person int) bool {
	given := nameWords(r.people[person].Name)
	if len(given) == 0 {
		return false
	}
	name := fold(given[0])
	return len(name) >= minPlain && distance(word, name) == 1
}

// oneOf tells whether the hits are of one person.
func oneOf(hits []hit) bool {
	return len(hits) > 0 && !slices.ContainsFunc(hits, func(h hit) bool { return h.person != hits[0].person })
}
