package templates

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bendahara/ledger"

	"bendahara/conversation"
)

// TestLongestFit holds every kind in every language to one segment, and prints
// the table of all where one does not keep to it.
func noDay(ledger.Date) string { return "" }

func TestLongestFit(t *testing.T) {
	rows, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatal("no rows")
	}
	var table strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&table, "%-18s %s %4d  %s\n", r.Kind, r.Language, r.Septets, r.Text)
		if r.Segments != 1 || r.Septets > septetsAlone {
			t.Errorf("%s in %s takes %d septets, %d segments: %s", r.Kind, r.Language, r.Septets, r.Segments, r.Text)
		}
	}
	if t.Failed() {
		t.Log("all messages at their longest:\n" + table.String())
	}
}

// TestLimits holds the example data to the limits that Kinds tells.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		text    string
		letters int
	}{
		{longName, 16},
		{longTeller, 19},
		{longGroup, 20},
		{longUPK, 22},
		{longWords, 30},
		{longReference, 14},
		{items(longList(116, most), "", noDay, noDay), 116},
		{items(longList(84, most), "", noDay, noDay), 84},
		{items(longList(70, most), "", noDay, noDay), 70},
		{items(longList(50, most), "", noDay, noDay), 50},
		{much.String(), len("Rp99.999.999")},
		{most.String(), len("Rp9.999.999.999")},
	} {
		if len(c.text) != c.letters {
			t.Errorf("%q has %d letters, want %d", c.text, len(c.text), c.letters)
		}
	}
}

// declaredKinds are the kinds that package conversation declares.
func declaredKinds(t *testing.T) []string {
	t.Helper()
	var kinds []string
	sources, err := filepath.Glob("../conversation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Kind" {
				continue
			}
			kinds = append(kinds, literals(f.Body)...)
		}
	}
	if len(kinds) == 0 {
		t.Fatal("package conversation declares no kinds of words")
	}
	slices.Sort(kinds)
	return kinds
}

// literals are the strings in a piece of code.
func literals(n ast.Node) (found []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			s, _ := strconv.Unquote(l.Value)
			found = append(found, s)
		}
		return true
	})
	return found
}

// TestEveryKind holds kinds, files and examples to one another.
func TestEveryKind(t *testing.T) {
	declared := declaredKinds(t)
	var shown []string
	for _, k := range Kinds() {
		shown = append(shown, k.Name)
		for _, w := range k.Longest {
			if w.Kind() != k.Name {
				t.Errorf("an example of %s is of kind %s", k.Name, w.Kind())
			}
		}
	}
	slices.Sort(shown)
	if !slices.Equal(declared, shown) {
		t.Errorf("conversation declares the kinds\n%s\nand Kinds shows\n%s", declared, shown)
	}
	for _, language := range languages {
		var filed []string
		for _, name := range templateFiles(t, language) {
			filed = append(filed, strings.TrimSuffix(path.Base(name), ".txt"))
		}
		slices.Sort(filed)
		if !slices.Equal(declared, filed) {
			t.Errorf("conversation declares the kinds\n%s\nand %s has files for\n%s", declared, language, filed)
		}
	}
}

// templateFiles are a language's files of kinds.
func templateFiles(t *testing.T, language string) []string {
	t.Helper()
	names, err := fs.Glob(files, language+"/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return path.Base(name) == parts })
	if len(names) == 0 {
		t.Fatalf("no templates in %s", language)
	}
	return names
}

// everything is every wording of every kind, said with all of its examples and
// with no data at all.
func everything(t *testing.T, visit func(language, kind, text string)) {
	t.Helper()
	for _, k := range Kinds() {
		zero := reflect.Zero(reflect.TypeOf(k.Longest[0])).Interface().(conversation.Words)
		for _, language := range languages {
			wordings, err := catalogue.find(language, k.Name, reflect.TypeOf(zero))
			if err != nil {
				t.Fatal(err)
			}
			for _, wording := range wordings {
				for _, w := range append([]conversation.Words{zero}, k.Longest...) {
					text, err := say(wording, w)
					if err != nil {
						t.Fatalf("%s in %s: %v", k.Name, language, err)
					}
					visit(language, k.Name, text)
				}
			}
		}
	}
}

var (
	// filtered are words for which operators hold messages back.
	filtered = regexp.MustCompile(`(?i)\b(pin|kode|code|otp|password|sandi)\b`)
	// untidy is punctuation that a template left behind.
	untidy = regexp.MustCompile(` [.,:?!)]|\( |[.,:] ?[.,:]|\?[.?]|\(\)|  `)
	// allowedSigns are what stands in our own words beside letters and digits.
	allowedSigns = regexp.MustCompile(`^[A-Za-z0-9 .,:;?'"()/+=-]*$`)
	// answering is how a text says what to write back.
	answering = map[string]*regexp.Regexp{
		"id": regexp.MustCompile(`(?i)\b(balas|tulis)\b`),
		"en": regexp.MustCompile(`(?i)\b(reply|write)\b`),
		"jv": regexp.MustCompile(`(?i)\b(balesi|tulis)\b`),
		"su": regexp.MustCompile(`(?i)\b(bales|tulis)\b`),
	}
	interest = regexp.MustCompile(`(?i)\b(bunga|interest)\b`)
)

// TestHowThingsAreSaid holds every wording to what a plain phone shows, what
// operators let through, and to saying how to answer.
func TestHowThingsAreSaid(t *testing.T) {
	asking := map[string]int{}
	everything(t, func(language, kind, text string) {
		if text == "" || filtered.MatchString(text) || interest.MatchString(text) || !allowedSigns.MatchString(text) {
			t.Errorf("%s in %s: %q", kind, language, text)
		}
		if strings.Contains(text, "?") {
			asking[kind]++
			if !answering[language].MatchString(text) {
				t.Errorf("%s in %s does not say how to answer: %q", kind, language, text)
			}
		}
		for _, never := range []string{"<no value>", "%!", "\ufffd"} {
			if strings.Contains(text, never) {
				t.Errorf("%s in %s: %q", kind, language, text)
			}
		}
	})
	rows, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if left := untidy.FindString(r.Text); left != "" {
			t.Errorf("%s in %s leaves %q: %q", r.Kind, r.Language, left, r.Text)
		}
	}
	for _, kind := range []string{
		"echo", "echo_many", "ask_which", "ask_name", "ask_amount", "ask_day", "ask_excess", "ask_loan", "reverse_offer", "receipt",
	} {
		if asking[kind] == 0 {
			t.Errorf("%s asks nothing", kind)
		}
	}
}

// TestFilesArePlain holds the files themselves to ASCII quotes and hyphens.
func TestFilesArePlain(t *testing.T) {
	for _, language := range languages {
		for _, name := range append(templateFiles(t, language), path.Join(language, parts)) {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
					t.Errorf("%s:%d: not plain ASCII: %s", name, i+1, line)
				}
			}
			if !strings.HasSuffix(string(text), "\n") || strings.Contains(string(text), "\n---\n---") {
				t.Errorf("%s: no line break at the end, or an empty wording", name)
			}
		}
	}
}

func TestLanguages(t *testing.T) {
	for _, language := range languages {
		if owedTo[language] == "" || len(purposes[language]) != len(purposes["id"]) || monthNames[language][11] == "" || answering[language] == nil {
			t.Errorf("%s lacks words", language)
		}
	}
	id, err := Render("id", conversation.NotRecorded{})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"", "ms", "xx"} {
		if text, err := Render(language, conversation.NotRecorded{}); err != nil || text != id {
			t.Errorf("%q says %q (%v), want %q", language, text, err, id)
		}
	}
	said := map[string]string{id: "id"}
	for _, language := range []string{"en", "jv", "su"} {
		text, err := Render(language, conversation.NotRecorded{})
		if said[text] != "" || err != nil {
			t.Errorf("%s says %q (%v), as %s does", language, text, err, said[text])
		}
		said[text] = language
	}
}

// unheard is a kind of words without a file.
type unheard struct{}

func (unheard) Kind() string { return "unheard" }

func TestNoTemplate(t *testing.T) {
	if text, err := Render("id", unheard{}); !errors.Is(err, ErrNoTemplate) || text != "" {
		t.Errorf("got %q, %v", text, err)
	}
}

// TestNothingIsCut: data beyond the limits makes a longer text, not a shorter one.
func TestNothingIsCut(t *testing.T) {
	var items []conversation.Item
	for range 12 {
		items = append(items, conversation.Item{Name: longName, Amount: much})
	}
	list := conversation.List{Items: items, Count: 12, Total: most}
	text, err := Render("id", conversation.ArrearsList{Group: longGroup, List: list})
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := Segments(text); n != 3 || strings.Count(text, longName) != 12 {
		t.Errorf("%d segments: %q", n, text)
	}
}
