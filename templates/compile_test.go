package templates

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"bendahara/conversation"
	"bendahara/ledger"
)

// byTheBook says every wording of a kind by text/template itself.
func byTheBook(t *testing.T, language, kind string) []*template.Template {
	t.Helper()
	shared := template.Must(template.New(language).Funcs(funcs(language)).ParseFS(files, path.Join(language, parts)))
	text, err := fs.ReadFile(files, path.Join(language, kind+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []*template.Template
	for wording := range strings.SplitSeq(string(text), "\n---\n") {
		all = append(all, template.Must(template.Must(shared.Clone()).New(kind).Parse(wording)))
	}
	return all
}

// What is compiled says the same as text/template does, of all examples, of nothing, and
// of examples with parts that are others or missing.
func TestCompiledAsByTheBook(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	differing, compared := 0, 0
	for _, k := range Kinds() {
		of := reflect.TypeOf(k.Longest[0])
		data := append([]conversation.Words{reflect.Zero(of).Interface().(conversation.Words)}, k.Longest...)
		for range 12 {
			data = append(data, altered(r, k.Longest[r.IntN(len(k.Longest))]))
		}
		for _, language := range languages {
			book := byTheBook(t, language, k.Name)
			for _, w := range data {
				wordings, err := catalogue.find(language, k.Name, reflect.TypeOf(w))
				if err != nil || len(wordings) != len(book) {
					t.Fatalf("%s in %s: %d wordings of %d: %v", k.Name, language, len(wordings), len(book), err)
				}
				for i, wording := range wordings {
					var b strings.Builder
					failed := book[i].Execute(&b, w)
					got, err := say(wording, w)
					if (failed != nil) != (err != nil) {
						t.Errorf("%s in %s of %+v: error %v, by the book %v", k.Name, language, w, err, failed)
						continue
					}
					if want := tidyByTheBook(b.String()); failed == nil && got != want {
						t.Errorf("%s in %s of %+v:\n%q\n%q by the book", k.Name, language, w, got, want)
						differing++
					}
					compared++
				}
			}
			if differing > 20 {
				t.Fatal("and more")
			}
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d were compared", compared)
	}
}

// tidyByTheBook is tidy by the words of its comment.
func tidyByTheBook(text string) string {
	lines := strings.Split(text, lineBreak)
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(plain(line)), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func FuzzTidy(f *testing.F) {
	for _, text := range []string{"", " a  b\n", "\x00a\x00\x00 b \x00", "Sá\u00a0Ñu ł`\f\x00\t–", "a\r\n\x00\xff "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := tidy([]byte(text)), tidyByTheBook(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	})
}

// altered is a copy of words in which some parts are others, or nothing.
func altered(r *rand.Rand, w conversation.Words) conversation.Words {
	v := reflect.New(reflect.TypeOf(w)).Elem()
	v.Set(reflect.ValueOf(w))
	alter(r, v)
	return v.Interface().(conversation.Words)
}

// oddTexts are words that decide something in the files, and what people write.
var oddTexts = []string{
	"", "Siti", "a  b ", "Nur’aini ł", "repayment", "savings_deposit", "savings_withdrawal", "deposit", "deposit_received", "fine", "cover", "cover_back",
	"cover_return", "disbursement", "pokok", "berikutnya", "simpanan", "kembali", "lunas", "tunggakan", "belum_lunas", "bersih", string(ledger.SavingsDaily), "treasurer", "chair",
}

func alter(r *rand.Rand, v reflect.Value) {
	if v.Kind() != reflect.Struct && r.IntN(3) > 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				alter(r, v.Field(i))
			}
		}
	case reflect.Pointer:
		if fresh := reflect.New(v.Type().Elem()); r.IntN(3) > 0 {
			alter(r, fresh.Elem())
			v.Set(fresh)
			return
		}
		v.SetZero()
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), r.IntN(4), 4)
		for i := range list.Len() {
			alter(r, list.Index(i))
		}
		v.Set(list)
	case reflect.String:
		v.SetString(oddTexts[r.IntN(len(oddTexts))])
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt([]int64{0, 1, 2, 3, 250_000, 19_000}[r.IntN(6)])
	default:
		panic(fmt.Sprint(v.Type()))
	}
}
