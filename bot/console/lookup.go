package console

import (
	"cmp"
	"errors"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// maxAlike is how many people are named where a name fits several.
const maxAlike = 5

// member is whom a field names, by her code or by words that are only in her name, and
// whole: a fault where that is not sure.
func (f *filled) member(tx *store.Tx, name string) ledger.MemberCode {
	text := f.text(name)
	m, err := tx.Member(ledger.MemberCode(strings.ToUpper(text)))
	if err == nil { // of a record that was merged it is the kept one
		return cmp.Or(m.Same, m.Code)
	}
	code := f.lookUp(tx, name, aMember, err, "Tidak ada anggota dengan kode atau nama ini.", "Siapa yang dimaksud? Tulis kodenya: %s.")
	return ledger.MemberCode(code)
}

// group is the group that a field names, by its code or words that are only in its name.
func (f *filled) group(tx *store.Tx, name string) ledger.GroupCode {
	text := f.text(name)
	g, err := tx.Group(ledger.GroupCode(strings.ToUpper(text)))
	if err == nil {
		return g.Code
	}
	code := f.lookUp(tx, name, aGroup, err, "Tidak ada kelompok dengan kode atau nama ini.", "Kelompok mana? Tulis kodenya: %s.")
	return ledger.GroupCode(code)
}

func (f *filled) lookUp(tx *store.Tx, name string, kind subjectKind, err error, none, many text) string {
	if !errors.Is(err, store.ErrNotFound) {
		f.fault(name, broken.words)
		return ""
	}
	x, err := f.q.c.directory.of(tx)
	if err != nil {
		f.fault(name, broken.words)
		return ""
	}
	var whole, alike []found
	more := 0
	for _, one := range x.search(f.text(name)) {
		if one.Kind == kind && one.Rank == 0 {
			whole = append(whole, one)
		}
		switch {
		case one.Kind != kind:
		case len(alike) < maxAlike:
			alike = append(alike, one)
		default:
			more++
		}
	}
	switch {
	case len(whole) == 1:
		return whole[0].Code
	case len(alike) == 0:
		f.fault(name, none)
		return ""
	}
	var shown []string
	for _, one := range alike {
		shown = append(shown, one.Code+" "+one.Name+" ("+one.Where+")")
	}
	words := f.q.language.say(many, strings.Join(shown, ", "))
	if more > 0 {
		words += " " + f.q.language.say("%d lagi: tulis lebih lengkap.", more)
	}
	f.fault(name, "%s", words)
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
