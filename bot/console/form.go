package console

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// field is one thing to fill in.
type field struct {
	Name         string
	Label, Hint  text
	Kind         fieldKind
	Optional     bool
	Choices      []choice
	Most         int // letters
	Value, Fault string
}

type fieldKind string

const (
	asText   fieldKind = "text"
	asMoney  fieldKind = "money"
	asNumber fieldKind = "number"
	asDay    fieldKind = "date"
	asMonth  fieldKind = "month"
	asSelect fieldKind = "select"
	asArea   fieldKind = "area"
	asCheck  fieldKind = "check"
	asHidden fieldKind = "hidden"
	asFile   fieldKind = "file"
)

// choice is what a field can be.
type choice struct {
	Value string
	Words text
}

// form is a form as it is shown: empty, or with what was typed and what is wrong with it.
type form struct {
	Action string
	Button text
	Fields []field
	Key    string
	Fault  string   // of the form as a whole
	Look   []string // what has to be looked at before it is done
	Seen   string   // what is sent back when she has
	Plain  bool     // its button is not the page's first
	Upload bool     // with a file
}

// The names of what every form carries beside its fields.
const (
	keyField  = "kunci"
	seenField = "dilihat"
)

// newKey is the key of a form that is given out now.
func (q *request) newKey() string {
	return ledger.DateOf(q.now).Period().String() + "-" + rand.Text()
}

var keyText = regexp.MustCompile(`^(\d{4}-\d{2})-(\w{16,64})$`)

// formKey is the key of the form that was sent; false for one that we gave to nobody.
func formKey(text string) (store.FormKey, bool) {
	parts := keyText.FindStringSubmatch(text)
	if parts == nil {
		return store.FormKey{}, false
	}
	month, err := ledger.ParsePeriod(parts[1])
	return store.FormKey{Month: month, ID: parts[2]}, err == nil
}

// filled is what somebody has typed into a form's fields, and what is wrong with it.
type filled struct {
	q      *request
	values url.Values
	fields []field
	went   ledger.GroupCode // whose page shows what came of it
}

// fill takes what was sent for these fields; what must be there and is not is a fault.
func (q *request) fill(fields []field, values url.Values) *filled {
	f := &filled{q: q, values: values, fields: slices.Clone(fields)}
	for i := range f.fields {
		one := &f.fields[i]
		one.Value, one.Fault = strings.TrimSpace(values.Get(one.Name)), ""
		most := cmp.Or(one.Most, maxTyped)
		switch {
		case one.Kind == asHidden:
		case one.Value == "" && !one.Optional && one.Kind != asCheck:
			one.Fault = q.language.say("Belum diisi.")
		case len([]rune(one.Value)) > most:
			one.Fault = q.language.say("Terlalu panjang: paling banyak %d huruf.", most)
		case one.Kind == asSelect && one.Value != "" && !slices.ContainsFunc(one.Choices, func(c choice) bool { return c.Value == one.Value }):
			one.Fault = q.language.say("Pilih salah satu.")
		case one.Kind == asMoney:
			f.money(one.Name)
		case one.Kind == asDay:
			f.day(one.Name)
		case one.Kind == asNumber:
			f.number(one.Name)
		}
	}
	return f
}

// maxTyped is how long what is typed into a field may be, in letters.
const maxTyped = 300

// fault says what is wrong beside a field; the first that is said of it counts. It tells
// whether there is such a field.
func (f *filled) fault(name string, words text, with ...any) bool {
	i := slices.IndexFunc(f.fields, func(one field) bool { return one.Name == name && one.Kind != asHidden })
	if i >= 0 && f.fields[i].Fault == "" {
		f.fields[i].Fault = f.q.language.say(words, with...)
	}
	return i >= 0
}

// ok tells whether nothing is wrong so far.
func (f *filled) ok() bool {
	return !slices.ContainsFunc(f.fields, func(one field) bool { return one.Fault != "" })
}

func (f *filled) text(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// moneyText is an amount as people here write it: 250000, 250.000, Rp250.000.
var moneyText = regexp.MustCompile(`^(?:[Rr][Pp]\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00)?$`)

// parseMoney reads an amount of whole rupiah; false for what is none, or could be two.
func parseMoney(text string) (ledger.Money, bool) {
	parts := moneyText.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return 0, false
	}
	m, err := ledger.ParseMoney(strings.ReplaceAll(parts[1], ".", ""))
	return m, err == nil
}

// money is an amount that was typed; nothing typed is 0.
func (f *filled) money(name string) ledger.Money {
	text := f.text(name)
	if text == "" {
		return 0
	}
	m, ok := parseMoney(text)
	if !ok {
		f.fault(name, "Tulis jumlah rupiah dengan angka saja, misalnya 250.000.")
	}
	return m
}

// amount is a sum that must be more than nothing.
func (f *filled) amount(name string) ledger.Money {
	m := f.money(name)
	if m <= 0 {
		f.fault(name, "Jumlahnya harus lebih dari nol.")
	}
	return m
}

func (f *filled) day(name string) ledger.Date {
	text := f.text(name)
	if text == "" {
		return 0
	}
	d, err := ledger.ParseDate(text)
	if err != nil {
		f.fault(name, "Tanggal ini tidak ada.")
	}
	return d
}

func (f *filled) month(name string) ledger.Period {
	p, err := ledger.ParsePeriod(f.text(name))
	if err != nil {
		f.fault(name, "Tulis bulan seperti 2026-02.")
	}
	return p
}

func (f *filled) number(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 100_000 {
		f.fault(name, "Tulis angka saja.")
	}
	return n
}

// content is the fingerprint of what was typed.
func (f *filled) content() string {
	var all strings.Builder
	for _, one := range f.fields {
		all.WriteString(one.Name + "\x00" + f.text(one.Name) + "\x00")
	}
	return digest(all.String())
}

// digest is a fingerprint.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}

// sentBefore says that a form was done before.
type sentBefore struct{ store.Form }

var errSent = errors.New("the form was done before")

func (sentBefore) Error() string { return errSent.Error() }

// before returns sentBefore for a form that was done.
func before(tx *store.Tx, key store.FormKey) error {
	was, err := tx.Form(key)
	switch {
	case err == nil:
		return sentBefore{was}
	case errors.Is(err, store.ErrNotFound):
		return nil
	}
	return err
}

// again answers who sends a form once more: the same leads to what came of it, anything
// else is told that it was not kept.
func (q *request) again(s sentBefore, f *filled) (went string, err error) {
	if s.Content == f.content() {
		return s.Went, nil
	}
	return "", q.problem(http.StatusConflict, "Formulir ini sudah dikirim pada %s dan sudah dikerjakan. Isian yang baru tidak dicatat; buka formulir baru untuk itu.", q.language.clock(in(q.now, s.At)))
}

// goTo leads to another page, after something was done.
func (q *request) goTo(page string) { http.Redirect(q.w, q.Request, page, http.StatusSeeOther) }

// problem is a page that says what is wrong, with something filled in.
func (q *request) problem(status int, words text, with ...any) problem {
	return problem{status, text(q.language.say(words, with...))}
}
