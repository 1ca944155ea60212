package main

import (
	"bytes"
	endian "encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bendahara/store"
	"bendahara/store/bolt"
)

// TestVerifyNamesAll: what was altered by hand in a store is named, all of it, with
// what to do.
func TestVerifyNamesAll(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	works(t, "import", "../../conversation/testdata/kalijambe", "--data", data)
	copied := filepath.Join(t.TempDir(), "copy.db")
	works(t, "backup", copied, "--data", data)
	engine, err := bolt.Open(filepath.Join(data, storeFile))
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Update(t.Context(), func(w store.Writer) error {
		return errors.Join(
			w.Put([]byte("1bA01/G110/A01"), []byte("\x011")), // a kept balance
			w.Delete([]byte("1hB01")),                        // the end of a chain
			w.Delete([]byte("1MA01-03")),                     // an index
			w.Put([]byte("1q\x01\x00\x00\x00\x00\x00\x00\x00\x63"), []byte("\x01{\"to\":\"+1\"}"))) // a place in the queue
	})
	if err := errors.Join(err, engine.Close()); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runProgram(t, "verify", "--data", data)
	for _, want := range []string{"account G110/A01 is kept as Rp1,", `group "B01" has entries`, "member A01-03 of group A01 is not found", "the queue has message 99"} {
		if !strings.Contains(out, want) {
			t.Errorf("verify does not say %q: %s", want, out)
		}
	}
	if code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, copied+" has all until ") || strings.Contains(errs, "%") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

// TestVerifyOfADamagedFile: where pages of one group are spoiled, it says whose entries
// are lost, whose are whole, and which backup has them all.
func TestVerifyOfADamagedFile(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	workbook, _ := bigWorkbook(t, 3, killMembers)
	works(t, "import", workbook, "--data", data)
	var rows strings.Builder
	rows.WriteString("pinjaman,anggota,tanggal,jumlah,tahap\n")
	for i := range 3 * 60 {
		fmt.Fprintf(&rows, "K%02d-L,K%02d-02,2026-02-%02d,%d,kelompok\n", 1+i/60, 1+i/60, 1+i%28, 10_000+i)
	}
	more := filepath.Join(t.TempDir(), "angsuran.csv")
	if err := os.WriteFile(more, []byte(rows.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	works(t, "import", filepath.Dir(more), "--data", data)
	copied := filepath.Join(t.TempDir(), "copy.db")
	works(t, "backup", copied, "--data", data)

	path := filepath.Join(data, storeFile)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := 0
	for at := 0; at+os.Getpagesize() <= len(file); at += os.Getpagesize() {
		page := file[at : at+os.Getpagesize()]
		of := func(group string) int { return bytes.Count(page, []byte(`"group":"`+group+`","number"`)) }
		if endian.LittleEndian.Uint16(page[8:]) == 2 && of("K02") > 2 && of("K01")+of("K03") == 0 { // a leaf of its entries alone
			page[8] = 0x40
			spoiled++
		}
	}
	if err := os.WriteFile(path, file, 0o600); err != nil || spoiled == 0 {
		t.Fatal("nothing is spoiled: ", err)
	}
	out, errs, code := runProgram(t, "verify", "--data", data)
	if code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "is damaged") || !strings.Contains(errs, copied+" has all until ") {
		t.Errorf("exit %d, %s", code, errs)
	}
	if !strings.Contains(out, "LOST   group K02: a part of its entries cannot be read\nwhole: the chains of K01, K03\n") {
		t.Errorf("verify says %s", out)
	}
	works(t, "restore", copied, "--data", filepath.Join(t.TempDir(), "again"))

	if err := os.Truncate(path, int64(len(file)/2)); err != nil { // cut short
		t.Fatal(err)
	}
	refused(t, copied+" has all until ", "verify", "--data", data)
}
