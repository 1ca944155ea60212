package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run this program under its own name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bendahara": main})
}

// TestScripts runs the program as people do, a script a command.
func TestScripts(t *testing.T) {
	workbook, err := filepath.Abs("../../conversation/testdata/kalijambe")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("KALIJAMBE", workbook)
			return nil
		},
	})
}
