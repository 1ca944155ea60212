package templates

import (
	"fmt"
	"reflect"

	"bendahara/conversation"
	"bendahara/ledger"
)

// builtins are those functions of text/template that the files use.
var builtins = map[string]func([]expression) (expression, error){
	"and": func(of []expression) (expression, error) { return first(of, false) },
	"or":  func(of []expression) (expression, error) { return first(of, true) },
	"not": func(of []expression) (expression, error) {
		if len(of) != 1 {
			return expression{}, errForm
		}
		return truth(func(at place) bool { return !full(of[0].value(at)) }), nil
	},
	"eq": func(of []expression) (expression, error) {
		return compared(of, func(a, b string) bool { return a == b }, func(a, b int64) bool { return a == b })
	},
	"ne": func(of []expression) (expression, error) {
		if len(of) != 2 {
			return expression{}, errForm
		}
		return compared(of, func(a, b string) bool { return a != b }, func(a, b int64) bool { return a != b })
	},
	"gt": func(of []expression) (expression, error) { return ordered(of, func(a, b int64) bool { return a > b }) },
	"lt": func(of []expression) (expression, error) { return ordered(of, func(a, b int64) bool { return a < b }) },
	"len": func(of []expression) (expression, error) {
		if len(of) != 1 || of[0].of == nil || of[0].of.Kind() != reflect.Slice {
			return expression{}, errForm
		}
		return number(func(at place) int { return of[0].value(at).Len() }), nil
	},
	"index": func(of []expression) (expression, error) {
		if len(of) != 2 || of[0].of == nil || of[0].of.Kind() != reflect.Slice || !isWhole(of[1].of) {
			return expression{}, errForm
		}
		return expression{of: of[0].of.Elem(), value: func(at place) reflect.Value {
			return of[0].value(at).Index(int(of[1].value(at).Int()))
		}}, nil
	},
}

// full tells what an if asks: neither nothing nor zero nor empty.
func full(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

// isWhole tells whether these are whole numbers with a sign.
func isWhole(t reflect.Type) bool {
	return t != nil && t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64
}

func truth(is func(place) bool) expression {
	return expression{of: reflect.TypeFor[bool](), value: func(at place) reflect.Value { return reflect.ValueOf(is(at)) }}
}

func number(of func(place) int) expression {
	return expression{of: reflect.TypeFor[int](), value: func(at place) reflect.Value { return reflect.ValueOf(of(at)) }}
}

// first is the first argument that is as wanted, full or not; otherwise the last. Where
// they are of several types nothing but its truth is known.
func first(of []expression, want bool) (expression, error) {
	if len(of) == 0 {
		return expression{}, errForm
	}
	last := len(of) - 1
	e := expression{of: of[0].of, value: func(at place) reflect.Value {
		for _, arg := range of[:last] {
			if v := arg.value(at); full(v) == want {
				return v
			}
		}
		return of[last].value(at)
	}}
	for _, arg := range of {
		if arg.of != e.of {
			e.of = nil
		}
	}
	return e, nil
}

// compared holds the first argument against each of the others, until one is as asked for.
func compared(of []expression, texts func(a, b string) bool, numbers func(a, b int64) bool) (expression, error) {
	alike := func(is func(reflect.Type) bool) bool {
		for _, e := range of {
			if e.of == nil || !is(e.of) {
				return false
			}
		}
		return len(of) > 1
	}
	switch {
	case alike(isWhole):
		return truth(func(at place) bool {
			a := of[0].value(at).Int()
			for _, b := range of[1:] {
				if numbers(a, b.value(at).Int()) {
					return true
				}
			}
			return false
		}), nil
	case alike(func(t reflect.Type) bool { return t.Kind() == reflect.String }):
		return truth(func(at place) bool {
			a := of[0].string(at)
			for _, b := range of[1:] {
				if texts(a, b.string(at)) {
					return true
				}
			}
			return false
		}), nil
	}
	return expression{}, errForm
}

// ordered compares two whole numbers.
func ordered(of []expression, is func(a, b int64) bool) (expression, error) {
	if len(of) != 2 || !isWhole(of[0].of) || !isWhole(of[1].of) {
		return expression{}, errForm
	}
	return truth(func(at place) bool { return is(of[0].value(at).Int(), of[1].value(at).Int()) }), nil
}

// string is the text of an expression that is one.
func (e expression) string(at place) string {
	if e.text != nil {
		return e.text(at)
	}
	return e.value(at).String()
}

// spoken is a text that is made here.
func spoken(make func(place) string) expression {
	return expression{of: reflect.TypeFor[string](), text: make, value: func(at place) reflect.Value { return reflect.ValueOf(make(at)) }}
}

// apply is a function of ours, by its type.
func apply(function any, to []expression) (expression, error) {
	switch f := function.(type) {
	case func() string:
		return spoken(func(place) string { return f() }), fits(to)
	case func(ledger.Money) string:
		return sayOne(f, to)
	case func(ledger.Date) string:
		return sayOne(f, to)
	case func(ledger.Phone) string:
		return sayOne(f, to)
	case func(ledger.Purse) string:
		return sayOne(f, to)
	case func(string) string:
		return sayOne(f, to)
	case func([]string) string:
		return sayOne(f, to)
	case func(conversation.List) string:
		return sayOne(f, to)
	case func(conversation.AnnouncementWords) string:
		return sayOne(f, to)
	case func(string, []string) string:
		return sayTwo(f, to)
	case func(string, conversation.Example) string:
		return sayTwo(f, to)
	case func(ledger.EntryKind, bool) ledger.EntryKind:
		e, err := sayTwo(func(k ledger.EntryKind, is bool) string { return string(f(k, is)) }, to)
		text := e.text
		return expression{of: reflect.TypeFor[ledger.EntryKind](), text: text, value: func(at place) reflect.Value {
			return reflect.ValueOf(ledger.EntryKind(text(at)))
		}}, err
	case func(int) int:
		return number(func(at place) int { return f(argument[int](to[0], at)) }), fits(to, reflect.TypeFor[int]())
	}
	return expression{}, errForm
}

func sayOne[A any](f func(A) string, to []expression) (expression, error) {
	return spoken(func(at place) string { return f(argument[A](to[0], at)) }), fits(to, reflect.TypeFor[A]())
}

func sayTwo[A, B any](f func(A, B) string, to []expression) (expression, error) {
	return spoken(func(at place) string { return f(argument[A](to[0], at), argument[B](to[1], at)) }), fits(to, reflect.TypeFor[A](), reflect.TypeFor[B]())
}

func argument[A any](e expression, at place) A {
	v, _ := reflect.TypeAssert[A](e.value(at))
	return v
}

// fits sees to it that a function gets what it takes.
func fits(to []expression, takes ...reflect.Type) error {
	if len(to) != len(takes) {
		return fmt.Errorf("%d arguments, and it takes %d: %w", len(to), len(takes), errForm)
	}
	for i, t := range takes {
		if to[i].of != t {
			return fmt.Errorf("a %v, and it takes a %v: %w", to[i].of, t, errForm)
		}
	}
	return nil
}
