package console

import (
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/templates"
)

// text is what a page says, in Indonesian: with arguments a format of package fmt. What
// it is in English stands in page/english.
type text string

// language is what somebody reads the pages in.
type language string

// The languages; Indonesian where nobody chose.
const (
	indonesian language = "id"
	english    language = "en"
)

var languages = []language{indonesian, english}

// inEnglish is the English of every text.
var inEnglish = func() map[text]text {
	all := map[text]text{}
	names, _ := fs.Glob(files, "page/english/*.txt")
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		maps.Copy(all, catalogue(string(content)))
	}
	return all
}()

// catalogue reads lines of Indonesian, each with its English behind it on a line that is
// indented.
func catalogue(content string) map[text]text {
	all := map[text]text{}
	var last text
	for line := range strings.Lines(content) {
		line = strings.TrimRight(line, "\n")
		if said, indented := strings.CutPrefix(line, "\t"); indented {
			all[last] = text(said)
		} else if line != "" {
			last = text(line)
		}
	}
	return all
}

// say is a text in the language, with what goes into it; texts among that are said in
// the language, too. A text without English is said as it is.
func (l language) say(t text, with ...any) string {
	if said, ok := inEnglish[t]; ok && l == english {
		t = said
	}
	if len(with) == 0 {
		return string(t)
	}
	with = append([]any{}, with...)
	for i, w := range with {
		if w, ok := w.(text); ok {
			with[i] = l.say(w)
		}
	}
	return fmt.Sprintf(string(t), with...)
}

// value is the word for a value of the books: a role, a member's status.
func (l language) value(v any) string {
	return strings.ReplaceAll(l.say(text(fmt.Sprint(v))), "_", " ")
}

// choice is what a value of a setting means; none is a dash.
func (l language) choice(value string) string {
	if value == "" {
		return "-"
	}
	return word(l, choiceWords, value)
}

// day is a day as people write it, 3 Mar 2026; none is nothing.
func (l language) day(d ledger.Date) string { return templates.PageDay(string(l), d) }

// month is a month as people write it, Maret 2026.
func (l language) month(p ledger.Period) string {
	year, month, _ := p.First().Civil()
	if l == english {
		return fmt.Sprint(time.Month(month), " ", year)
	}
	return templates.PaperMonth(p)
}

// meetingWords are the words of a meeting's day that are no names of the market week
// (ledger.ParseMeeting).
var meetingWords = []text{"malam", "tanggal", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"}

// meeting is when a group meets, however it was written.
func (l language) meeting(written string) string {
	if m, err := ledger.ParseMeeting(written); err == nil {
		written = m.String()
	}
	for _, w := range meetingWords {
		written = strings.Replace(written, string(w), l.say(w), 1)
	}
	return written
}

// clock is a time in the zone that it is given in: 27 Nov 2026 15.04.
func (l language) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	layout := " 15.04"
	if l == english {
		layout = " 15:04"
	}
	return l.day(ledger.DateOf(t)) + t.Format(layout)
}

// funcs are what pages may call, in a language.
func (l language) funcs() template.FuncMap {
	return template.FuncMap{
		"t":        l.say,
		"value":    l.value,
		"choice":   l.choice,
		"language": func() language { return l },
		"rp":       ledger.Money.String,
		"day":      l.day,
		"meeting":  l.meeting,
		"month":    l.month,
		"clock":    l.clock,
		"phone":    templates.PaperPhone,
		"kind":     func(k ledger.EntryKind) string { return l.value(templates.PaperKind(k)) },
		"upk":      func(u ledger.UPK) string { name, _ := templates.PaperUPK(u); return name },
		"task":     func(t conversation.Task) string { return word(l, tasks, t) },
		"delivery": func(d conversation.Delivery) string { return word(l, deliveries, d) },
		"class":    func(c conversation.Class) string { return word(l, classes, c) },
		"runs":     func(s conversation.BroadcastState) string { return word(l, runs, s) },
		"what":     l.what,
		"caseof":   func(k conversation.CaseKind) string { return word(l, cases, k) },
		"sort":     func(k subjectKind) string { return word(l, subjectKinds, k) },
		"found":    func(d string) string { return word(l, directs, d) },
		"purse":    func(p ledger.Purse) string { return word(l, purses, p) },
		"account":  func(a ledger.Account) string { return a.String() + " " + l.value(a.Code.Name()) },
		"labelled": func(f field, is, of string) any {
			return struct {
				field
				Is, Of string
			}{f, is, of}
		},
		"tab": func(path, name, here string) any {
			return struct {
				Path, Name string
				Here       bool
			}{path, name, path == here}
		},
	}
}

// word is what something is called; where it has no word, its own.
func word[K comparable](l language, words map[K]text, k K) string {
	if w, ok := words[k]; ok {
		return l.say(w)
	}
	return fmt.Sprint(k)
}

const languageCookie = "bendahara_bahasa"

// languageOf is the language that the browser was told to keep.
func languageOf(r *http.Request) language {
	if c, err := r.Cookie(languageCookie); err == nil && language(c.Value) == english {
		return english
	}
	return indonesian
}

// choose keeps the language that somebody reads in, logged in or not, and goes back to
// the page where she chose it.
func (c *Console) choose(w http.ResponseWriter, r *http.Request, pages *http.ServeMux) {
	chosen := indonesian
	if r.PostFormValue("bahasa") == string(english) {
		chosen = english
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: string(chosen), Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: byHTTPS(r),
	})
	back := "/"
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && strings.HasPrefix(from.Path, "/") && !strings.HasPrefix(from.Path, "//") {
		back = lookedAt(pages, from)
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// lookedAt is where a page is looked at: the page itself, or the nearest above the address
// that a form was sent to, which shows it again where something is wrong.
func lookedAt(pages *http.ServeMux, at *url.URL) string {
	for page := at.Path; page != "/" && page != "."; page = path.Dir(page) {
		_, pattern := pages.Handler(&http.Request{Method: http.MethodGet, Host: at.Host, URL: &url.URL{Path: page}})
		switch {
		case !strings.HasPrefix(pattern, "GET "):
		case page == at.Path:
			return at.RequestURI()
		default:
			return (&url.URL{Path: page}).String()
		}
	}
	return "/"
}

// what is what a user did; the office's tasks are proposed.
func (l language) what(s string) string {
	if t, is := tasks[conversation.Task(s)]; is {
		return l.say("mengusulkan: %s", t)
	}
	return word(l, whats, s)
}
