// Package templates holds every word that the bot says: a text/template file for
// each kind of words and language, id/echo.txt, whose data is the kind's struct
// in package conversation.
//
// It promises plain SMS: [Render] gives text of GSM-7 characters alone, whatever
// is in people's names, so that no message turns into 70 characters a segment;
// and for all data within the limits of names and lists (see [Kinds]) one
// segment of 160 septets, which [Segments] counts. Longer data gives longer
// text: nothing is ever cut.
//
// # The files
//
// A file holds one or more wordings, the fullest first, with a line "---"
// between two; the first one that fits in one segment is said, otherwise the
// last. Line breaks and runs of spaces in a file become one space; {{nl}} is a
// line break. _parts.txt defines what several files share. Commands that a
// person is told to write stand in capitals and are words that package
// understand knows.
//
// Amounts are whole rupiah with Indonesian thousands marks in every language.
package templates

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"text/template"

	"bendahara/conversation"
)

//go:embed id/*.txt en/*.txt jv/*.txt su/*.txt
var files embed.FS

// languages are those with files of their own, the usual one first. Javanese (jv)
// and Sundanese (su) wait for a native reader: docs/bahasa.md.
var languages = []string{"id", "en", "jv", "su"}

// parts is the file of what several templates of a language share.
const parts = "_parts.txt"

// ErrNoTemplate says that a kind of words has no file.
var ErrNoTemplate = errors.New("no template for this kind of words")

// Render puts w into words. The language is id, en, jv or su; nothing, and
// whatever has no files, is said in id. It returns ErrNoTemplate
// for a kind without a file, and an error where a template does not fit its data;
// neither happens with the kinds of package conversation.
func Render(language string, w conversation.Words) (string, error) {
	said, _, err := render(language, w)
	return said, err
}

// render also tells which of the kind's wordings is said, from 1.
func render(language string, w conversation.Words) (said string, nth int, err error) {
	all, err := load()
	if err != nil {
		return "", 0, err
	}
	byKind, ok := all[language]
	if !ok {
		byKind = all[languages[0]]
	}
	for _, wording := range byKind[w.Kind()] {
		nth++
		if said, err = say(wording, w); err != nil {
			return "", nth, err
		}
		if n, _ := Segments(said); n <= 1 {
			break
		}
	}
	if nth == 0 {
		return "", 0, fmt.Errorf("templates: %s: %w", w.Kind(), ErrNoTemplate)
	}
	return said, nth, nil
}

// GroupRecord is how a group's loans went, as the notice of a wish for a loan says it.
func GroupRecord(language string, r conversation.GroupRecord) (string, error) {
	all, err := load()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = all[language][conversation.LoanNotice{}.Kind()][0].ExecuteTemplate(&b, "record", r)
	return strings.TrimSpace(b.String()), err
}

// say is one wording of w as it is sent.
func say(wording *template.Template, w conversation.Words) (string, error) {
	var b strings.Builder
	if err := wording.Execute(&b, w); err != nil {
		return "", fmt.Errorf("templates: %w", err)
	}
	lines := strings.Split(b.String(), lineBreak)
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(plain(line)), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

// lineBreak stands for {{nl}} until the other line breaks have become spaces. No
// text that people write holds it.
const lineBreak = "\x00"

// wordings are the wordings of each kind, the fullest first.
type wordings map[string][]*template.Template

// load reads the files of all languages, once.
var load = sync.OnceValues(func() (map[string]wordings, error) {
	all := map[string]wordings{}
	for _, language := range languages {
		w, err := loadLanguage(language)
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		all[language] = w
	}
	return all, nil
})

func loadLanguage(language string) (wordings, error) {
	shared, err := template.New(language).Funcs(funcs(language)).ParseFS(files, path.Join(language, parts))
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, path.Join(language, "*.txt"))
	if err != nil {
		return nil, err
	}
	all := wordings{}
	for _, name := range names {
		if path.Base(name) == parts {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		kind := strings.TrimSuffix(path.Base(name), ".txt")
		for wording := range strings.SplitSeq(string(text), "\n---\n") {
			t, err := shared.Clone()
			if err != nil {
				return nil, err
			}
			if t, err = t.New(name).Parse(wording); err != nil {
				return nil, err
			}
			all[kind] = append(all[kind], t)
		}
	}
	return all, nil
}
