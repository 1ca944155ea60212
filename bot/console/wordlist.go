package console

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"bendahara/templates"
)

// wordlistView is what the program says, a kind of message a row.
type wordlistView struct {
	Language  string
	Languages []string
	Frames    []templates.Framed
	Rows      []kindRow
	Next      string // the next page; empty: this is the last
}

// kindRow is a kind of message in a language, with its longest example.
type kindRow struct {
	templates.Row
	Wordings int    // that it has, as far as its examples need them
	Approved string // the template by which WhatsApp takes it from us unasked
}

const kindsAtOnce = 50

// everyWord is what the program says, made once.
var everyWord = sync.OnceValues(templates.All)

func (c *Console) wordlist(q *request) error {
	asked := q.URL.Query()
	v := wordlistView{Language: asked.Get("bahasa"), Languages: []string{"id", "jv", "su", "en"}, Frames: templates.Frames()}
	if !slices.Contains(v.Languages, v.Language) {
		v.Language = "id"
	}
	all, err := everyWord()
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Language != v.Language || r.Kind <= asked.Get("setelah") {
			continue
		}
		i := slices.IndexFunc(v.Rows, func(k kindRow) bool { return k.Kind == r.Kind })
		if i < 0 {
			v.Rows = append(v.Rows, kindRow{r, r.Wording, templates.Approved(r.Kind)})
			continue
		}
		k := &v.Rows[i]
		if k.Wordings = max(k.Wordings, r.Wording); r.Septets > k.Septets {
			k.Row = r
		}
	}
	slices.SortFunc(v.Rows, func(a, b kindRow) int { return strings.Compare(a.Kind, b.Kind) })
	if len(v.Rows) > kindsAtOnce {
		v.Rows = v.Rows[:kindsAtOnce]
		v.Next = goOn("/kata", v.Rows[kindsAtOnce-1].Kind) + "&" + url.Values{"bahasa": {v.Language}}.Encode()
	}
	return q.show("wordlist", "Kata-kata program", v)
}

// goOn is a list's page behind a key.
func goOn(path, after string) string { return path + "?" + url.Values{"setelah": {after}}.Encode() }
