package templates

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// catalogue has the wordings that were said before, compiled: a process says few of all.
var catalogue = shelf{languages: map[string]*compiler{}, wordings: map[saying][]piece{}}

type shelf struct {
	mu        sync.Mutex
	languages map[string]*compiler
	wordings  map[saying][]piece
}

// saying is a kind of words in a language, with the type of its data.
type saying struct {
	language, kind string
	of             reflect.Type
}

// find returns the wordings of a kind, the fullest first; or ErrNoTemplate.
func (s *shelf) find(language, kind string, of reflect.Type) ([]piece, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if made, ok := s.wordings[saying{language, kind, of}]; ok {
		return made, nil
	}
	c, err := s.language(language)
	if err != nil {
		return nil, err
	}
	made, err := c.wordings(kind, of)
	if err == nil {
		s.wordings[saying{language, kind, of}] = made
	}
	return made, err
}

// part is a template that several share.
func (s *shelf) part(language, name string, of reflect.Type) (piece, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.language(language)
	if err != nil {
		return nil, err
	}
	p, err := c.part(name, of)
	if err != nil {
		return nil, err
	}
	return *p, nil
}

// language is for who holds the lock.
func (s *shelf) language(name string) (*compiler, error) {
	if !slices.Contains(languages, name) {
		name = languages[0]
	}
	if c, ok := s.languages[name]; ok {
		return c, nil
	}
	c := &compiler{language: name, functions: funcs(name), parts: map[part]*piece{}}
	text, err := fs.ReadFile(files, path.Join(name, parts))
	if err != nil {
		return nil, err
	}
	if c.shared, err = c.parsed(parts, string(text)); err != nil {
		return nil, err
	}
	s.languages[name] = c
	return c, nil
}

// wordings are those in the file of a kind.
func (c *compiler) wordings(kind string, of reflect.Type) (all []piece, err error) {
	name := path.Join(c.language, kind+".txt")
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTemplate, err)
	}
	for wording := range strings.SplitSeq(string(text), "\n---\n") {
		trees, err := c.parsed(name, wording)
		if err != nil {
			return nil, err
		}
		p, err := c.list(trees[name].Root, scope{dot: of, root: of})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, p)
	}
	return all, nil
}
