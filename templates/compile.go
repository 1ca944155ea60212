package templates

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"text/template/parse"
)

// The files are written in the language of text/template, of which this knows as much as
// they need. A wording is compiled for the type of its data: every field is found, every
// function chosen and every branch fitted to it beforehand, where text/template itself
// finds each by name for each message. Its package stays the measure: a test says
// everything by both.

// piece appends what one piece of a wording says.
type piece func(out []byte, at place) []byte

// place is where in the data a piece stands.
type place struct {
	dot, root reflect.Value
	variables []reflect.Value
}

// expression is something that has a value.
type expression struct {
	of    reflect.Type // nil: only whether it is empty may be asked
	value func(place) reflect.Value
	text  func(place) string // of a string that is made here
}

var errForm = errors.New("this form is not known here")

// compiler makes the pieces of one language.
type compiler struct {
	language  string
	functions map[string]any
	shared    map[string]*parse.Tree
	parts     map[part]*piece
}

// part is a template that others call, for a type of data.
type part struct {
	name string
	of   reflect.Type
}

// scope is what a piece can name.
type scope struct {
	dot, root reflect.Type
	names     []string // of the variables
	types     []reflect.Type
}

// parsed are the templates in a text.
func (c *compiler) parsed(name, text string) (map[string]*parse.Tree, error) {
	known := map[string]any{}
	for name, builtin := range builtins {
		known[name] = builtin
	}
	return parse.Parse(name, text, "", "", known, c.functions)
}

// list makes one piece of a list of nodes.
func (c *compiler) list(l *parse.ListNode, s scope) (piece, error) {
	var all []piece
	if l != nil {
		for _, n := range l.Nodes {
			p, err := c.node(n, s)
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return func(out []byte, at place) []byte {
		for _, p := range all {
			out = p(out, at)
		}
		return out
	}, nil
}

func (c *compiler) node(n parse.Node, s scope) (piece, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(out []byte, _ place) []byte { return append(out, text...) }, nil
	case *parse.ActionNode:
		e, err := c.pipe(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		return e.printed()
	case *parse.IfNode:
		return c.branch(&n.BranchNode, s, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, s, true)
	case *parse.RangeNode:
		return c.loop(n, s)
	case *parse.TemplateNode:
		return c.call(n, s)
	}
	return nil, fmt.Errorf("%s: %w", n, errForm)
}

// branch is an if, or a with, whose dot is what it asks about.
func (c *compiler) branch(n *parse.BranchNode, s scope, with bool) (piece, error) {
	e, err := c.pipe(n.Pipe, s)
	if err != nil {
		return nil, err
	}
	inner := s
	if with {
		if e, inner.dot, err = e.whole(n.Pipe); err != nil {
			return nil, err
		}
	}
	then, err := c.list(n.List, inner)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.list(n.ElseList, s)
	if err != nil {
		return nil, err
	}
	value := e.value
	return func(out []byte, at place) []byte {
		v := value(at)
		if !full(v) {
			return otherwise(out, at)
		}
		if with {
			at.dot = v
		}
		return then(out, at)
	}, nil
}

// loop goes through a list. Its variables are the place and the thing there.
func (c *compiler) loop(n *parse.RangeNode, s scope) (piece, error) {
	list := *n.Pipe
	list.Decl = nil
	e, err := c.pipe(&list, s)
	if err != nil {
		return nil, err
	}
	if e.of == nil || e.of.Kind() != reflect.Slice {
		return nil, fmt.Errorf("%s: %w", n.Pipe, errForm)
	}
	inner, named := s, len(n.Pipe.Decl)
	inner.dot = e.of.Elem()
	inner.names, inner.types = s.names[:len(s.names):len(s.names)], s.types[:len(s.types):len(s.types)]
	kinds := []reflect.Type{reflect.TypeFor[int](), e.of.Elem()}
	for i, v := range n.Pipe.Decl {
		inner.names, inner.types = append(inner.names, v.Ident[0]), append(inner.types, kinds[i+2-named])
	}
	each, err := c.list(n.List, inner)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.list(n.ElseList, s)
	if err != nil {
		return nil, err
	}
	return func(out []byte, at place) []byte {
		v, before := e.value(at), at
		if v.Len() == 0 {
			return otherwise(out, at)
		}
		for i := range v.Len() {
			at.dot = v.Index(i)
			variables := []reflect.Value{reflect.ValueOf(i), at.dot}
			at.variables = append(before.variables[:len(before.variables):len(before.variables)], variables[2-named:]...)
			out = each(out, at)
		}
		return out
	}, nil
}

// call says a template that several share.
func (c *compiler) call(n *parse.TemplateNode, s scope) (piece, error) {
	if n.Pipe == nil {
		return nil, fmt.Errorf("%s: %w", n, errForm)
	}
	e, err := c.pipe(n.Pipe, s)
	if err != nil {
		return nil, err
	}
	e, of, err := e.whole(n.Pipe)
	if err != nil {
		return nil, err
	}
	p, err := c.part(n.Name, of)
	if err != nil {
		return nil, err
	}
	return func(out []byte, at place) []byte {
		v := e.value(at)
		return (*p)(out, place{dot: v, root: v})
	}, nil
}

// part is a shared template for a type of data.
func (c *compiler) part(name string, of reflect.Type) (*piece, error) {
	if made, ok := c.parts[part{name, of}]; ok {
		return made, nil
	}
	tree, ok := c.shared[name]
	if !ok {
		return nil, fmt.Errorf("%q: %w", name, errForm)
	}
	made := new(piece)
	c.parts[part{name, of}] = made
	p, err := c.list(tree.Root, scope{dot: of, root: of})
	if err != nil {
		delete(c.parts, part{name, of})
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	*made = p
	return made, nil
}

func (c *compiler) pipe(n *parse.PipeNode, s scope) (expression, error) {
	if len(n.Cmds) != 1 || len(n.Decl) > 0 {
		return expression{}, fmt.Errorf("%s: %w", n, errForm)
	}
	args := n.Cmds[0].Args
	name, called := args[0].(*parse.IdentifierNode)
	if !called {
		if len(args) != 1 {
			return expression{}, fmt.Errorf("%s: %w", n, errForm)
		}
		return c.argument(args[0], s)
	}
	var of []expression
	for _, arg := range args[1:] {
		e, err := c.argument(arg, s)
		if err != nil {
			return expression{}, err
		}
		of = append(of, e)
	}
	var e expression
	var err error
	if builtin, ok := builtins[name.Ident]; ok {
		e, err = builtin(of)
	} else {
		e, err = apply(c.functions[name.Ident], of)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", n, err)
	}
	return e, err
}

func (c *compiler) argument(n parse.Node, s scope) (expression, error) {
	switch n := n.(type) {
	case *parse.PipeNode:
		return c.pipe(n, s)
	case *parse.DotNode:
		return expression{of: s.dot, value: func(at place) reflect.Value { return at.dot }}, nil
	case *parse.FieldNode:
		return expression{of: s.dot, value: func(at place) reflect.Value { return at.dot }}.fields(n.Ident)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return expression{of: s.root, value: func(at place) reflect.Value { return at.root }}.fields(n.Ident[1:])
		}
		for i, name := range s.names {
			if name == n.Ident[0] {
				return expression{of: s.types[i], value: func(at place) reflect.Value { return at.variables[i] }}.fields(n.Ident[1:])
			}
		}
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	}
	return expression{}, fmt.Errorf("%s: %w", n, errForm)
}

func constant(v any) expression {
	value := reflect.ValueOf(v)
	return expression{of: value.Type(), value: func(place) reflect.Value { return value }}
}

// fields is what lies in a struct, or behind a pointer to one, by its names.
func (e expression) fields(names []string) (expression, error) {
	for _, name := range names {
		of, value, pointer := e.of, e.value, false
		if of != nil && of.Kind() == reflect.Pointer {
			of, pointer = of.Elem(), true
		}
		if of == nil || of.Kind() != reflect.Struct {
			return e, fmt.Errorf(".%s of %v: %w", name, e.of, errForm)
		}
		field, ok := of.FieldByName(name)
		if !ok || !field.IsExported() {
			return e, fmt.Errorf(".%s of %v: %w", name, of, errForm)
		}
		at := field.Index
		e = expression{of: field.Type, value: func(p place) reflect.Value {
			v := value(p)
			if pointer {
				v = v.Elem()
			}
			if len(at) == 1 {
				return v.Field(at[0])
			}
			return v.FieldByIndex(at)
		}}
	}
	return e, nil
}

// whole is an expression that has a type, which a dot needs.
func (e expression) whole(n parse.Node) (expression, reflect.Type, error) {
	if e.of == nil || e.of.Kind() == reflect.Interface {
		return e, nil, fmt.Errorf("%s: %w", n, errForm)
	}
	return e, e.of, nil
}

// printed says the expression as text/template does.
func (e expression) printed() (piece, error) {
	value, text := e.value, e.text
	switch {
	case e.of == nil:
	case text != nil:
		return func(out []byte, at place) []byte { return append(out, text(at)...) }, nil
	case e.of.Implements(reflect.TypeFor[fmt.Stringer]()):
		return func(out []byte, at place) []byte {
			return append(out, value(at).Interface().(fmt.Stringer).String()...)
		}, nil
	case e.of.Kind() == reflect.String:
		return func(out []byte, at place) []byte { return append(out, value(at).String()...) }, nil
	case isWhole(e.of):
		return func(out []byte, at place) []byte { return strconv.AppendInt(out, value(at).Int(), 10) }, nil
	}
	return nil, fmt.Errorf("%v: %w", e.of, errForm)
}
