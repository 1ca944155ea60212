package console

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// maxAlike is how many people are named where a name fits several.
const maxAlike = 5

// member is whom a field names, by her code or by a name that is only hers; a fault where
// that is not sure.
func (f *filled) member(tx *store.Tx, name string) ledger.MemberCode {
	text := f.text(name)
	if m, err := tx.Member(ledger.MemberCode(strings.ToUpper(text))); err == nil {
		return m.Code
	} else if !errors.Is(err, store.ErrNotFound) {
		f.fault(name, broken.words)
		return ""
	}
	var alike, exact []ledger.Member
	groups, err := tx.Groups()
	for _, g := range groups {
		members, e := tx.Members(g.Code)
		err = errors.Join(err, e)
		for _, m := range members {
			if resembles(text, m.Name) {
				alike = append(alike, m)
			}
			if hasName(m.Name, text) {
				exact = append(exact, m)
			}
		}
	}
	if len(exact) == 1 {
		alike = exact
	}
	switch {
	case err != nil:
		f.fault(name, broken.words)
	case len(alike) == 1:
		return alike[0].Code
	case len(alike) == 0:
		f.fault(name, "Tidak ada anggota dengan kode atau nama ini.")
	default:
		var shown []string
		for _, m := range alike[:min(len(alike), maxAlike)] {
			shown = append(shown, string(m.Code)+" "+m.Name)
		}
		f.fault(name, "Siapa yang dimaksud? Tulis kodenya: %s.", strings.Join(shown, ", "))
	}
	return ""
}

// hasName tells whether each word is a whole word of the name.
func hasName(name, words string) bool {
	all := strings.Fields(strings.ToLower(name))
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if !slices.Contains(all, w) {
			return false
		}
	}
	return words != ""
}

// group is the group that a field names, by its code or a name that only it has.
func (f *filled) group(tx *store.Tx, name string) ledger.GroupCode {
	text := f.text(name)
	if g, err := tx.Group(ledger.GroupCode(strings.ToUpper(text))); err == nil {
		return g.Code
	}
	found, villages, err := searched(tx, text)
	switch {
	case err != nil:
		f.fault(name, broken.words)
	case len(found) == 1 && text != "":
		return found[0].Code
	case len(found) == 0 || text == "":
		f.fault(name, "Tidak ada kelompok dengan kode atau nama ini.")
	default:
		var shown []string
		for _, g := range found[:min(len(found), maxAlike)] {
			shown = append(shown, fmt.Sprintf("%s %s (%s)", g.Code, g.Name, villages[g.Village]))
		}
		f.fault(name, "Kelompok mana? Tulis kodenya: %s.", strings.Join(shown, ", "))
	}
	return ""
}

// entry is the entry whose number a field has.
func (f *filled) entry(name string) (ledger.GroupCode, ledger.EntryNumber, bool) {
	g, n, ok := ledger.ParseReference(strings.ToUpper(f.text(name)))
	if !ok {
		f.fault(name, "Tulis nomor catatan seperti A01/17.")
	}
	return g, n, ok
}

// phone is a number as people write it.
func (f *filled) phone(name string) ledger.Phone {
	digits := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(f.text(name))
	switch {
	case strings.HasPrefix(digits, "0"):
		digits = "+62" + digits[1:]
	case strings.HasPrefix(digits, "62"):
		digits = "+" + digits
	}
	if len(digits) < 10 || len(digits) > 16 || !phoneText.MatchString(digits) {
		f.fault(name, "Tulis nomor HP seperti 0813 9000 0101.")
		return ""
	}
	return ledger.Phone(digits)
}
