package console

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	syntax "text/template/parse"
	"unicode"

	"bendahara/ledger"
	"bendahara/templates"
)

// hasWords tells whether a text has anything to say in another language: more than
// figures, marks and what is filled in.
func hasWords(s string) bool {
	return strings.ContainsFunc(regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]|%%`).ReplaceAllString(s, ""), unicode.IsLetter)
}

// sources are what pages are made from, by name.
func sources(t *testing.T) map[string]map[string]*syntax.Tree {
	t.Helper()
	names, err := fs.Glob(files, "page/*.html")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	all := map[string]map[string]*syntax.Tree{}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		trees, err := syntax.Parse(name, string(content), "", "", indonesian.funcs(), builtins)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = trees
	}
	return all
}

var builtins = func() map[string]any {
	all := map[string]any{}
	for _, name := range strings.Fields("and call html index slice js len not or print printf println urlquery eq ge gt le lt ne") {
		all[name] = true
	}
	return all
}()

// page is what one page says: its markup with a mark where something is filled in, and
// its words.
type page struct {
	markup strings.Builder
	said   []string // by {{t}}
	loose  []string // words in an action that go through no {{t}}
}

// silent are functions whose own words are for the program: a comparison with a value of
// the books, a path.
var silent = []string{"eq", "ne", "tab", "index", "dict"}

func (p *page) walk(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.ListNode:
		if n != nil {
			for _, each := range n.Nodes {
				p.walk(each)
			}
		}
	case *syntax.TextNode:
		p.markup.Write(n.Text)
	case *syntax.ActionNode:
		p.markup.WriteByte(0)
		p.pipe(n.Pipe)
	case *syntax.IfNode:
		p.branch(&n.BranchNode)
	case *syntax.WithNode:
		p.branch(&n.BranchNode)
	case *syntax.RangeNode:
		p.branch(&n.BranchNode)
	case *syntax.TemplateNode:
		p.markup.WriteByte(0)
		p.pipe(n.Pipe)
	}
}

func (p *page) branch(n *syntax.BranchNode) {
	p.pipe(n.Pipe)
	p.walk(n.List)
	p.walk(n.ElseList)
}

func (p *page) pipe(n *syntax.PipeNode) {
	if n == nil {
		return
	}
	for _, c := range n.Cmds {
		name := ""
		if id, ok := c.Args[0].(*syntax.IdentifierNode); ok {
			name = id.Ident
		}
		for i, arg := range c.Args {
			switch arg := arg.(type) {
			case *syntax.PipeNode:
				p.pipe(arg)
			case *syntax.StringNode:
				switch {
				case name == "t" && i == 1:
					p.said = append(p.said, arg.Text)
				case !slices.Contains(silent, name) && hasWords(arg.Text):
					p.loose = append(p.loose, arg.Text)
				}
			}
		}
	}
}

var (
	codes     = regexp.MustCompile(`(?s)<code>.*?</code>|<!doctype[^>]*>|<\w+[^>]* lang="\w\w"[^>]*>[^<]*`) // commands, and what says its own language
	readAloud = regexp.MustCompile(`\s(data-is|aria-label|aria-description|title|placeholder|alt|label)="([^"]*)"`)
	markup    = regexp.MustCompile(`<[^>]*>`)
)

// TestEveryWordHasEnglish: what a page says goes through {{t}}, what the program says is
// a text, and each has its English, with as much to fill in; and no English is left of
// what nobody says.
func TestEveryWordHasEnglish(t *testing.T) {
	said := map[string]string{} // where
	for name, trees := range sources(t) {
		for _, tree := range trees {
			var p page
			p.walk(tree.Root)
			html := codes.ReplaceAllString(p.markup.String(), "")
			for _, found := range readAloud.FindAllStringSubmatch(html, -1) {
				if hasWords(found[2]) {
					t.Errorf("%s: %s=%q goes through no {{t}}", name, found[1], found[2])
				}
			}
			for part := range strings.SplitSeq(markup.ReplaceAllString(html, "\x00"), "\x00") {
				if hasWords(part) {
					t.Errorf("%s: %q goes through no {{t}}", name, strings.TrimSpace(part))
				}
			}
			for _, loose := range p.loose {
				t.Errorf("%s: %q in an action goes through no {{t}}", name, loose)
			}
			for _, s := range p.said {
				said[s] = name
			}
		}
	}
	for s, where := range goTexts(t) {
		said[s] = where
	}
	if len(said) < 150 {
		t.Fatalf("only %d texts", len(said))
	}
	verbs := regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z%]`)
	for s, where := range said {
		if !hasWords(s) {
			continue
		}
		e, ok := inEnglish[text(s)]
		if !ok {
			t.Errorf("%s: %q has no English in page/english", where, s)
		} else if !slices.Equal(verbs.FindAllString(s, -1), verbs.FindAllString(string(e), -1)) {
			t.Errorf("%s: %q has other things to fill in than its English %q", where, s, e)
		}
	}
	for s := range inEnglish {
		if said[string(s)] == "" {
			t.Errorf("page/english has %q, which nobody says", s)
		}
	}
}

// One text has one English, also where two files have it.
func TestCataloguesAgree(t *testing.T) {
	names, _ := fs.Glob(files, "page/english/*.txt")
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for s, e := range catalogue(string(content)) {
			if e == "" || inEnglish[s] != e {
				t.Errorf("%s: %q is %q, elsewhere %q", name, s, e, inEnglish[s])
			}
		}
		lines := strings.FieldsFunc(string(content), func(r rune) bool { return r == '\n' })
		for i, line := range lines {
			if strings.HasPrefix(line, "\t") != (i%2 == 1) || strings.TrimSpace(line) != strings.TrimPrefix(line, "\t") {
				t.Fatalf("%s: not each text has its English behind it: %q", name, line)
			}
		}
		if len(lines) != 2*len(catalogue(string(content))) {
			t.Errorf("%s has a text twice", name)
		}
	}
}

// goTexts are the constants of this package that are a text, and those values of the
// books that pages show by their own word; by where they stand.
func goTexts(t *testing.T) map[string]string {
	t.Helper()
	exports := map[string]string{}
	list := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", ".")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); err != nil {
			break
		}
		exports[p.ImportPath] = p.Export
	}
	at := token.NewFileSet()
	var parsed []*ast.File
	names, _ := filepath.Glob("*.go")
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(at, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	from := importer.ForCompiler(at, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	p, err := (&types.Config{Importer: from}).Check("bendahara/bot/console", at, parsed, &info)
	if err != nil {
		t.Fatal(err)
	}
	is := p.Scope().Lookup("text").Type()
	all := map[string]string{}
	for expr, found := range info.Types {
		if found.Value != nil && types.Identical(found.Type, is) {
			all[constant.StringVal(found.Value)] = at.Position(expr.Pos()).String()
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d texts in Go", len(all))
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				return !slices.Contains(forPrograms, called(n))
			case *ast.BasicLit:
				found := info.Types[n]
				if found.Value != nil && n.Kind == token.STRING && !types.Identical(found.Type, is) && phrase.MatchString(constant.StringVal(found.Value)) {
					t.Errorf("%s: %s looks like words for people, and is no text", at.Position(n.Pos()), n.Value)
				}
			}
			return true
		})
	}
	for _, v := range shownValues(t, p) {
		all[v] = "a value of the books"
	}
	return all
}

// phrase is two words or more, or a sentence's beginning.
var phrase = regexp.MustCompile(`\pL\pL+,? \pL\pL+|^\p{Lu}\p{Ll}+ \pL`)

// forPrograms are functions whose words are for the log, for a program, or for who reads
// the code.
var forPrograms = []string{"errors.New", "fmt.Errorf", "Log.Error", "Log.Warn", "Log.Info", "log.Error", "regexp.MustCompile", "strings.Fields"}

// called is the function's name with what it belongs to: c.Log.Error is Log.Error.
func called(n *ast.CallExpr) string {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	switch of := f.X.(type) {
	case *ast.Ident:
		return of.Name + "." + f.Sel.Name
	case *ast.SelectorExpr:
		return of.Sel.Name + "." + f.Sel.Name
	}
	return f.Sel.Name
}

// shownValues are the values of the books that pages show through {{value}}, and the
// names of accounts.
func shownValues(t *testing.T, p *types.Package) (all []string) {
	t.Helper()
	for _, of := range []string{"Role", "Office", "MemberStatus", "LoanStatus"} {
		all = append(all, constants(t, p, of)...)
	}
	for _, c := range constants(t, p, "AccountCode") {
		all = append(all, ledger.AccountCode(c).Name())
	}
	for _, c := range constants(t, p, "EntryKind") {
		all = append(all, templates.PaperKind(ledger.EntryKind(c)))
	}
	list, err := os.ReadFile("../../cmd/bendahara/reportlist.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range regexp.MustCompile(`name: *"\w+", title: "([^"]+)"`).FindAllStringSubmatch(string(list), -1) {
		all = append(all, title[1])
	}
	if len(all) < 80 {
		t.Fatalf("only %q", all)
	}
	return all
}

// constants are the values that package ledger names of a type of its own.
func constants(t *testing.T, p *types.Package, of string) (all []string) {
	t.Helper()
	for _, imported := range p.Imports() {
		if imported.Path() != "bendahara/ledger" {
			continue
		}
		for _, name := range imported.Scope().Names() {
			c, ok := imported.Scope().Lookup(name).(*types.Const)
			if !ok {
				continue
			}
			if named, ok := c.Type().(*types.Named); ok && named.Obj().Name() == of {
				all = append(all, constant.StringVal(c.Val()))
			}
		}
	}
	if len(all) < 3 {
		t.Fatalf("ledger.%s: %q", of, all)
	}
	return all
}

func TestTheUsersLanguage(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	p.shows("/", []string{`<html lang="id">`, "Uang masuk hari ini"})
	w := p.ask("POST", "/bahasa", url.Values{"bahasa": {"en"}}, func(r *http.Request) { r.Header.Set("Referer", "http://upk.test/kelompok?cari=a") })
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kelompok?cari=a" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	for at, want := range map[string]string{"/": "Money in today", "/jejak": "logged in", "/usulan/99": "not there"} {
		p.shows(at, []string{`<html lang="en">`, want})
	}
	for from, want := range map[string]string{"https://elsewhere.test/x": "/", "http://upk.test//elsewhere.test": "/", "": "/", "x": "/"} {
		w := p.ask("POST", "/bahasa", url.Values{"bahasa": {"id"}}, func(r *http.Request) { r.Header.Set("Referer", from) })
		if w.Header().Get("Location") != want {
			t.Errorf("from %q back to %q", from, w.Header().Get("Location"))
		}
	}
	p.shows("/", []string{`<html lang="id">`})
	// From a form that was refused she comes to a page that can be looked at.
	for from, want := range map[string]string{
		"/usulan/5/setujui": "/usulan/5", "/siaran/3/jeda": "/siaran/3", "/impor/masukkan": "/impor", "/pengguna/rini/ulang": "/pengguna", "/akun/kode/cadangan": "/akun/kode",
		"/pesan/+6281390000101/tulis": "/pesan/+6281390000101", "/kerja/catat": "/kerja/catat", "/setoran/A01?x=1": "/setoran/A01?x=1", "/siaran": "/siaran", "/logout": "/",
		"/mulai/pinjaman?kelompok=A01": "/mulai/pinjaman?kelompok=A01", "/login/kode": "/login/kode", "/tidak/ada": "/",
	} {
		w := p.ask("POST", "/bahasa", url.Values{"bahasa": {"id"}}, func(r *http.Request) { r.Header.Set("Referer", "http://upk.test"+from) })
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("from %s back to %s, want %s", from, got, want)
		}
	}
}
