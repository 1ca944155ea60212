package docs_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tryMutants has every deliberate fault tried; otherwise it is only seen that they apply.
const tryMutants = "BENDAHARA_MUTANTS"

// fewestMutants are fewer than there are: without any the test would show nothing.
const fewestMutants = 50

// mutant is a deliberate fault of testing.md: what it changes, and the tests that find it.
type mutant struct {
	name, pkg, tests string
	file, was, is    string
}

var section = regexp.MustCompile("(?s)### (\\d+\\. [^\n]*)\n\n`([^`]*)` `([^`]*)`\n\n```diff\n([^\n]*)\n(.*?)\n```")

func mutants(t *testing.T) (list []mutant) {
	t.Helper()
	text, err := os.ReadFile("testing.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range section.FindAllStringSubmatch(string(text), -1) {
		m := mutant{name: s[1], pkg: s[2], tests: s[3], file: filepath.Join("..", s[4])}
		for line := range strings.SplitSeq(s[5], "\n") {
			if was, cut := strings.CutPrefix(line, "-"); cut {
				m.was += was + "\n"
			} else {
				m.is += strings.TrimPrefix(line, "+") + "\n"
			}
		}
		list = append(list, m)
	}
	if titles := strings.Count(string(text), "\n### "); len(list) < fewestMutants || len(list) != titles {
		t.Fatalf("%d faults can be read of %d", len(list), titles)
	}
	return list
}

// TestMutants: every deliberate fault can be put in its place, once; and, where they are
// to be tried, the tests that are named with it fail.
func TestMutants(t *testing.T) {
	for _, m := range mutants(t) {
		t.Run(m.name, func(t *testing.T) {
			source, err := os.ReadFile(m.file)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(source), m.was); n != 1 {
				t.Fatalf("%s has this %d times:\n%s", m.file, n, m.was)
			}
			if os.Getenv(tryMutants) == "" {
				return
			}
			m.try(t, strings.Replace(string(source), m.was, m.is, 1))
		})
	}
}

// try runs the tests over the changed file.
func (m mutant) try(t *testing.T, changed string) {
	t.Helper()
	dir := t.TempDir()
	to, overlay := filepath.Join(dir, "mutant.go"), filepath.Join(dir, "overlay.json")
	file, err := filepath.Abs(m.file)
	if err != nil {
		t.Fatal(err)
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {file: to}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{to: changed, overlay: string(replace)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-overlay", overlay, "-count=1", "-timeout", "5m", "-vet=off", "-run", m.tests, m.pkg)
	cmd.Dir = ".."
	said, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		t.Errorf("nothing found it: %s", said)
	case !strings.Contains(string(said), "--- FAIL: ") && !strings.Contains(string(said), "panic: "):
		t.Errorf("it could not be tried: %s", said)
	}
	for line := range strings.SplitSeq(string(said), "\n") {
		if strings.HasPrefix(line, "--- FAIL: ") || strings.HasPrefix(line, "panic: ") {
			t.Log(line)
		}
	}
}
