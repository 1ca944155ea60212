// Package templates holds every word that the bot says: a text/template file for
// each kind of words and language, id/echo.txt, whose data is the kind's struct
// in package conversation. They are compiled for it when they are first said.
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
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

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
func render(language string, w conversation.Words) (text string, nth int, err error) {
	wordings, err := catalogue.find(language, w.Kind(), reflect.TypeOf(w))
	if err != nil {
		return "", 0, fmt.Errorf("templates: %s: %w", w.Kind(), err)
	}
	for _, wording := range wordings {
		nth++
		if text, err = say(wording, w); err != nil {
			return "", nth, err
		}
		if n, _ := Segments(text); n <= 1 {
			break
		}
	}
	return text, nth, nil
}

// GroupRecord is how a group's loans went, as the notice of a wish for a loan says it.
func GroupRecord(language string, r conversation.GroupRecord) (string, error) {
	p, err := catalogue.part(language, "record", reflect.TypeOf(r))
	if err != nil {
		return "", fmt.Errorf("templates: %w", err)
	}
	return say(p, r)
}

// say is one wording of data as it is sent.
func say(wording piece, data any) (text string, err error) {
	defer func() { // as of an index that is not there: text/template, too, makes that an error
		if p := recover(); p != nil {
			err = fmt.Errorf("templates: %T: %v", data, p)
		}
	}()
	root := reflect.ValueOf(data)
	return tidy(wording(make([]byte, 0, usualText), place{dot: root, root: root})), nil
}

// usualText is room for most texts before they are tidy, in bytes.
const usualText = 320

// lineBreak stands for {{nl}} until the other line breaks have become spaces. No
// text that people write holds it.
const lineBreak = "\x00"

// tidy is a text of GSM-7 in which white space is one space, but for our line breaks.
func tidy(text []byte) string {
	if slices.ContainsFunc(text, func(c byte) bool { return c >= utf8.RuneSelf || !isGSM(rune(c)) && c != lineBreak[0] }) {
		lines := strings.Split(string(text), lineBreak)
		for i, line := range lines {
			lines[i] = plain(line)
		}
		text = []byte(strings.Join(lines, lineBreak))
	}
	out, breaks, space := text[:0], 0, false // before the next word
	for _, c := range text {
		switch {
		case c == lineBreak[0]:
			breaks++
			continue
		case c == ' ' || c == '\n' || c == '\r':
			space = true
			continue
		case len(out) == 0:
		case breaks > 0:
			for range breaks {
				out = append(out, '\n')
			}
		case space:
			out = append(out, ' ')
		}
		out, breaks, space = append(out, c), 0, false
	}
	return string(out)
}
