package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// topLevel is all that the top level holds, dot-files apart.
var topLevel = []string{
	"CHANGELOG.md", "LICENSE", "Makefile", "README.md", "bot", "cmd", "conversation",
	"docs", "go.mod", "go.sum", "ledger", "store", "templates",
}

// registries are hosts that packages come from: each machine has its own
// settings for those, so none is named here. Written in two halves, since this
// file too is looked at.
var registries = []string{
	"npm" + "js.org", "npm" + "js.com", "yarn" + "pkg.com",
	"proxy." + "golang.org", "sum." + "golang.org", "go" + "proxy.",
	"deb." + "debian.org", "security." + "debian.org", "archive." + "ubuntu.com",
	"py" + "pi.org", "python" + "hosted.org", "crates" + ".io",
}

// machinePath finds an absolute path of the machine that a file was written on;
// not the same letters within a web address.
var machinePath = regexp.MustCompile(`(?:^|[^A-Za-z0-9._-])/(?:work|root|home)/`)

func TestTopLevel(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range committed(t) {
		top, _, _ := strings.Cut(name, "/")
		if seen[top] {
			continue
		}
		seen[top] = true
		if !strings.HasPrefix(top, ".") && !slices.Contains(topLevel, top) {
			t.Errorf("%s: the top level is fixed (docs/design.md)", top)
		}
	}
}

// TestNothingOfThisMachine keeps registries' hosts and this machine's paths out
// of what is committed.
func TestNothingOfThisMachine(t *testing.T) {
	texts := 0
	for _, name := range committed(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
			continue
		}
		texts++
		for i, line := range strings.Split(string(content), "\n") {
			for _, host := range registries {
				if strings.Contains(line, host) {
					t.Errorf("%s:%d names a registry: %s", name, i+1, host)
				}
			}
			if path := machinePath.FindString(line); path != "" {
				t.Errorf("%s:%d holds a path of one machine: %s", name, i+1, path)
			}
		}
	}
	if texts == 0 {
		t.Error("no text files")
	}
}

// committed lists the files that are committed, or would be: all that git does
// not ignore. In a source tree without git it is every file but those that the
// Makefile and a run of the program make.
func committed(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		return unpacked(t)
	}
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	var names []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		// A file deleted but not yet committed so is still listed; a link may lead to a folder.
		if info, err := os.Stat(filepath.Join(root, name)); name != "" && err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatal("git lists no files")
	}
	return names
}

func unpacked(t *testing.T) []string {
	t.Helper()
	made := map[string]bool{".tools": true, "bin": true, "data": true}
	var names []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if entry.IsDir() && made[name] {
			return fs.SkipDir
		}
		if entry.Type().IsRegular() {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// link finds where a page leads to.
var link = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)

// TestLinksLeadSomewhere: what a page shows or leads to in this tree is there.
func TestLinksLeadSomewhere(t *testing.T) {
	links := 0
	for _, name := range committed(t) {
		if filepath.Ext(name) != ".md" {
			continue
		}
		page, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(page), -1) {
			if strings.Contains(found[1], "://") {
				continue
			}
			links++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), found[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, found[1])
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links", links)
	}
}
