package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"bendahara/bot/whatsapp/watest"
)

// TestMain lets scripts run this program under its own name, and a day's test run it
// with another WhatsApp.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bendahara": main, elsewhere: func() {
		if err := watest.Go(os.Getenv(wayThere)); err != nil {
			panic(err)
		}
		main()
	}})
}

// The program as it runs where WhatsApp is the test's own, and what tells it the way.
const (
	elsewhere = "bendahara-elsewhere"
	wayThere  = "BENDAHARA_TEST_WHATSAPP"
)

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
