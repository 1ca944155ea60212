package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package's.
const root = "../.."

// mayImport is the table "Who may import whom" of docs/design.md, as an
// allow-list: of our own packages, each row may import these and no others.
// Tests may import what they like.
var mayImport = map[string][]string{
	"ledger":                  nil,
	"conversation/understand": {"ledger"},
	"conversation":            {"conversation/understand", "ledger"},
	"templates":               {"conversation", "ledger"},
	"docs":                    nil,

	"store":           {"conversation", "ledger"},
	"store/bolt":      {"store"},
	"store/memory":    {"store"},
	"store/workbook":  {"conversation", "ledger", "store"},
	"store/storetest": {"conversation", "ledger", "store"},

	"bot":          {"conversation", "ledger", "store", "templates"},
	"bot/twilio":   {"bot", "conversation", "ledger"},
	"bot/android":  {"bot", "conversation", "ledger"},
	"bot/whatsapp": {"bot", "conversation", "ledger"},

	// A browser, a phone, a Twilio and a WhatsApp server that nothing but tests may have.
	"bot/browsertest":       nil,
	"bot/android/phonetest": nil,
	"bot/twilio/twiliotest": nil,
	"bot/whatsapp/watest":   nil,

	"bot/report":    {"ledger", "store", "templates"},
	"bot/simulator": {"bot", "conversation", "ledger"},
	"bot/console":   {"bot", "conversation", "ledger", "store", "store/workbook", "templates"},
	"bot/control":   {"bot", "conversation", "ledger", "store", "store/workbook", "templates"},
	"bot/bottest": {
		"bot", "bot/simulator", "conversation", "ledger",
		"store", "store/bolt", "store/memory", "store/workbook", "templates",
	},

	// All but store/storetest, bot/browsertest, bot/android/phonetest, bot/twilio/twiliotest and bot/whatsapp/watest, which are for tests alone.
	"cmd/bendahara": {
		"bot", "bot/android", "bot/bottest", "bot/console", "bot/control", "bot/report", "bot/simulator", "bot/twilio", "bot/whatsapp",
		"conversation", "conversation/understand", "docs", "ledger",
		"store", "store/bolt", "store/memory", "store/workbook", "templates",
	},
}

// pure are the rooms in which the same arguments give the same answer for ever.
var pure = []string{"conversation", "ledger"}

// impure are imports that bring in a clock, a disk, a network or chance.
var impure = []string{
	"crypto/rand", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "syscall",
}

// clock are the names in package time that read or wait for the machine's clock,
// or take a zone from its disk.
var clock = []string{
	"After", "AfterFunc", "LoadLocation", "Local", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until",
}

// exact are the rooms in which no amount, rate or rank is ever a float.
var exact = []string{"conversation", "ledger", "store"}

// floats are the names by which a float comes in.
var floats = []string{
	"float32", "float64", "Float64", "InexactFloat64", "NewFromFloat", "NewFromFloat32", "ParseFloat",
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		seen[p.Path] = true
		allowed, ok := mayImport[p.Path]
		if !ok {
			t.Errorf("%s is not in the table of imports: add a row to mayImport and to docs/design.md", p.Path)
		}
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, p.Module.Path+"/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s may not import %s", p.Path, ours)
			}
		}
	}
	for row, allowed := range mayImport {
		if !seen[row] {
			t.Errorf("%s has a row in the table of imports, but is gone", row)
		}
		for _, name := range allowed {
			if _, ok := mayImport[name]; !ok {
				t.Errorf("%s may import %s, which has no row of its own", row, name)
			}
		}
	}
}

// TestPure holds ledger and conversation to what they promise: no clock, disk,
// network, chance or goroutine.
func TestPure(t *testing.T) {
	for _, p := range in(t, pure) {
		for _, imported := range p.Imports {
			if slices.Contains(impure, imported) {
				t.Errorf("%s imports %s: such things come in as values", p.Path, imported)
			}
		}
		p.inspect(t, func(at string, timeName string, n ast.Node) {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine", at)
			case *ast.SelectorExpr:
				from, ok := n.X.(*ast.Ident)
				if ok && from.Name == timeName && slices.Contains(clock, n.Sel.Name) {
					t.Errorf("%s: time.%s: the time comes in as a value", at, n.Sel.Name)
				}
			}
		})
	}
}

func TestNoFloats(t *testing.T) {
	for _, p := range in(t, exact) {
		p.inspect(t, func(at string, _ string, n ast.Node) {
			if id, ok := n.(*ast.Ident); ok && slices.Contains(floats, id.Name) {
				t.Errorf("%s: %s: whole rupiah are ledger.Money, rates and shares decimal.Decimal", at, id.Name)
			}
		})
	}
}

// TestPackageComments holds every package to opening with what it promises.
func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		commented := len(p.GoFiles) == 0 // nothing but tests
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			commented = commented || file.Doc != nil
		}
		if !commented {
			t.Errorf("%s has no package comment", p.Path)
		}
	}
}

// goPackage is what `go list` tells of one of our packages, its tests apart.
type goPackage struct {
	Path    string `json:"-"` // within the module: "store/bolt"
	Dir     string
	Module  struct{ Path string }
	Imports []string
	GoFiles []string

	ImportPath string
}

// packages lists all packages of this module.
func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Dir,Module,Imports,GoFiles", "./...")
	list.Dir = root
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}

	var all []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		p.Path = strings.TrimPrefix(p.ImportPath, p.Module.Path+"/")
		all = append(all, p)
	}
	if len(all) == 0 {
		t.Fatal("go list found no packages")
	}
	return all
}

// in returns the packages of these rooms, and fails where a room has none.
func in(t *testing.T, rooms []string) []goPackage {
	t.Helper()
	var inside []goPackage
	for _, room := range rooms {
		before := len(inside)
		for _, p := range packages(t) {
			if p.Path == room || strings.HasPrefix(p.Path, room+"/") {
				inside = append(inside, p)
			}
		}
		if len(inside) == before {
			t.Errorf("no packages in %s", room)
		}
	}
	return inside
}

// inspect calls visit for every node of the package's files, with its place
// ("ledger/money.go:12:3") and the name under which that file imports package
// time, empty where it does not.
func (p goPackage) inspect(t *testing.T, visit func(at, timeName string, n ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		timeName := importedAs(file, "time")
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				at := files.Position(n.Pos())
				visit(p.Path+"/"+name+":"+strconv.Itoa(at.Line)+":"+strconv.Itoa(at.Column), timeName, n)
			}
			return true
		})
	}
}

// importedAs returns the name under which a file imports a standard package,
// or nothing.
func importedAs(file *ast.File, path string) string {
	for _, imported := range file.Imports {
		if imported.Path.Value != strconv.Quote(path) {
			continue
		}
		if imported.Name != nil {
			return imported.Name.Name
		}
		return path[strings.LastIndex(path, "/")+1:]
	}
	return ""
}
