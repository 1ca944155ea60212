package workbook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"bendahara/ledger"
)

// TestChartIsWhole: every account of the ledger has its name here, or an export
// would not know what to call it.
func TestChartIsWhole(t *testing.T) {
	names, err := filepath.Glob("../../ledger/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	look := func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "AccountCode" {
			return true
		}
		for _, value := range spec.Values {
			code, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if _, named := accountOf(ledger.AccountCode(code)); err != nil || !named {
				t.Errorf("the chart does not name %s (%s)", code, spec.Names[0].Name)
			}
			found++
		}
		return true
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, look)
	}
	if found < len(chart) {
		t.Errorf("%d accounts found in the ledger, but the chart has %d", found, len(chart))
	}
}
