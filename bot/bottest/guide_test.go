package bottest_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bendahara/bot/bottest"
	"bendahara/bot/report"
)

const (
	guide        = "../../docs/panduan-bendahara.md"
	guideExample = 10
	treasurer    = "+6281390000101"
)

// TestGuide runs each example of the treasurers' guide as a dialogue: what she
// types, and word for word what comes back.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	examples := report.Examples(string(text))
	if len(examples) != guideExample {
		t.Fatalf("%d examples in the guide, want %d", len(examples), guideExample)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "kalijambe"), os.DirFS("../../conversation/testdata/kalijambe")); err != nil {
		t.Fatal(err)
	}
	for i, example := range examples {
		var b bytes.Buffer
		fmt.Fprintln(&b, "data kalijambe\nclock 2026-03-10 09:00\nset pengingat tidak\nloose")
		asked, answered := 0, 0
		for _, line := range example.Lines {
			fmt.Fprintln(&b, treasurer, line)
			asked += strings.Count(line[:1], ">")
			answered += strings.Count(line[:1], "<")
		}
		if asked == 0 || asked != answered {
			t.Errorf("example %q: %d messages and %d answers", example.Title, asked, answered)
		}
		file := filepath.Join(dir, fmt.Sprintf("%d.dialog", i+1))
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := bottest.Run(t.Context(), file, bottest.Setup{Open: onMemory(none)}); err != nil {
			t.Errorf("example %q: %v", example.Title, err)
		}
	}
}

// TestGuideBites: an answer that is not what comes back fails.
func TestGuideBites(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "kalijambe"), os.DirFS("../../conversation/testdata/kalijambe")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "x.dialog")
	text := "data kalijambe\nclock 2026-03-10 09:00\n" + treasurer + " > saldo siti\n" + treasurer + " < Siti: lunas.\nloose\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bottest.Run(t.Context(), file, bottest.Setup{Open: onMemory(none)}); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
