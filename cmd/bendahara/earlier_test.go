package main

import (
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bendahara/store"
	"bendahara/store/bolt"
)

// fewestEarlier are the forms of the store that there have been: each has a file in
// testdata/earlier, named by its day, of a program of that day: Melati's workbook, and a
// payment of Bu Siti by message. The first has no cases, broadcasts, contacts and index
// of talks; the second none but cases.
const fewestEarlier = 2

// TestAnEarlierStore: a store of every earlier form opens, verifies, answers and takes a
// payment, and verifies again.
func TestAnEarlierStore(t *testing.T) {
	files, err := filepath.Glob("testdata/earlier/*.db.gz")
	if err != nil || len(files) < fewestEarlier {
		t.Fatalf("%d files, want %d: %v", len(files), fewestEarlier, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := t.TempDir()
			unpack(t, file, filepath.Join(data, storeFile))
			works(t, "verify", "--data", data)
			cmd := exec.Command(program(t), "chat", "--from", "+6281390000101", "--data", data)
			cmd.Stdin = strings.NewReader("saldo siti\nbayar wati 100rb\nya\nsaldo wati\n")
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			for _, want := range []string{"Siti Rahayu: sisa pinjaman Rp2.200.000", "Tercatat: Wati Suryani bayar Rp100.000", "No A01/13", "Wati Suryani: sisa pinjaman Rp2.375.000"} {
				if !strings.Contains(string(said), want) {
					t.Errorf("%q is not in %s", want, said)
				}
			}
			works(t, "verify", "--data", data)
		})
	}
}

// TestALaterStore: what a later program has written is neither read nor changed, and who
// runs the earlier one is told why.
func TestALaterStore(t *testing.T) {
	data := t.TempDir()
	path := filepath.Join(data, storeFile)
	unpack(t, "testdata/earlier/2026-11-27.db.gz", path)
	engine, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Update(t.Context(), func(w store.Writer) error {
		value, err := w.Get([]byte("1c"))
		if err != nil || len(value) == 0 {
			t.Fatalf("no settings: %v", err)
		}
		value[0]++
		return w.Put([]byte("1c"), value)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, "a later version of bendahara", "serve", "--data", data, "--listen", "127.0.0.1:0")
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	file, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
