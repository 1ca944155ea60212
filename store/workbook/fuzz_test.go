package workbook_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"bendahara/store/workbook"
)

// parts are a valid workbook's, by their names in the zip.
func parts(t testing.TB) map[string]string {
	t.Helper()
	path := excelFile(t, func(f *excelize.File, set func(string, string, any, int)) {
		for i, v := range []any{"kode", "nama", "hari_jatuh_tempo"} {
			set("desa", string(rune('A'+i))+"1", v, 0)
		}
		for i, v := range []any{"D01", "Saren", 15} {
			set("desa", string(rune('A'+i))+"2", v, 0)
		}
		if err := f.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
	})
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
		all[f.Name] = b.String()
	}
	return all
}

// zipped writes a workbook of parts.
func zipped(t testing.TB, all map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	writeFile(t, path, b.String())
	return path
}

const (
	sheetPart   = "xl/worksheets/sheet2.xml"
	stringsPart = "xl/sharedStrings.xml"
)

// readOrRefuse reads a workbook that may be anything, and imports what it can: it is
// read, or refused with a fault or an error that says why.
func readOrRefuse(t *testing.T, path string) {
	book, faults, err := workbook.Read(path)
	if err != nil || len(faults) > 0 {
		return
	}
	if _, _, err := workbook.Import(t.Context(), newStore(t), book, importNow, true); err != nil {
		t.Errorf("read without a fault, and then: %v", err)
	}
}

func FuzzExcel(f *testing.F) {
	valid := parts(f)
	if valid[sheetPart] == "" || valid[stringsPart] == "" {
		f.Fatal("a workbook has other parts now")
	}
	row := func(cells string) string {
		return `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c><c r="B1" t="inlineStr"><is><t>nama</t></is></c></row><row r="2">` + cells + `</row></sheetData></worksheet>`
	}
	f.Add(valid[sheetPart], valid[stringsPart])
	f.Add(row(`<c r="A2" t="s"><v>99</v></c><c r="B2" t="e"><v>#REF!</v></c>`), "<sst/>")
	f.Add(row(`<c r="A2" t="b"><v>1</v></c><c r="B2"><f>1/0</f></c>`), "")
	f.Add(row(`<c r="XFD1048577" t="n"><v>1e308</v></c><c r="A2" t="d"><v>2026-13-40</v></c>`), "<sst><si><t>x</t></si>")
	f.Add(row(`<c r="ZZZZZZZ2"><v>1</v></c><c r="" t="s"><v>-1</v></c>`), valid[stringsPart])
	f.Add(`<worksheet><sheetData><row r="1048577"><c r="A1"><v>1</v></c></row><row r="-5"/></sheetData></worksheet>`, "")
	f.Fuzz(func(t *testing.T, sheet, strings string) {
		all := maps.Clone(valid)
		all[sheetPart], all[stringsPart] = sheet, strings
		readOrRefuse(t, zipped(t, all))
	})
}

// FuzzBytes reads anything as an .xlsx.
func FuzzBytes(f *testing.F) {
	content, err := os.ReadFile(zipped(f, parts(f)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add(content[:len(content)/2])
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "book.xlsx")
		writeFile(t, path, string(content))
		readOrRefuse(t, path)
	})
}

func FuzzCSV(f *testing.F) {
	for _, content := range []string{
		"kode,nama\nD01,Saren\n", "\ufeffkode;nama\r\nD01;\"Jetis; \"\"Wetan\"\"\"\r\n", "kode,nama\nD01,Ren\xe9\n", "\"", "kode,nama\nD01,\"Sa\nren\n",
		"Daftar desa\n\nKODE*;Nama;hari jatuh tempo;batas_cair\nD01;Saren;15;99999999999999999999\n", "\xff\xfek\x00o\x00d\x00e\x00,\x00n\x00a\x00m\x00a\x00\n\x00",
	} {
		f.Add("desa", content)
	}
	f.Add("anggota", "kode,kelompok,nama,hp,tanggal_setuju\nA01-01,A01,Ani,8.1234E+10,46037\n")
	f.Add("pinjaman", "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair\nL1,A01,SPP,Rp 2.500.000,-;1,5%;10;31/02/2026\n")
	f.Add("upk", "kunci,nilai\nkolektibilitas_tabel,x\nsurplus,sosial 200\n")
	f.Fuzz(func(t *testing.T, sheet, content string) {
		dir := t.TempDir()
		name := url.PathEscape(sheet) // which any disk takes
		writeFile(t, filepath.Join(dir, name[:min(len(name), 50)]+".csv"), content)
		readOrRefuse(t, dir)
	})
}

// TestBombs: what unpacks to far more than it is does not fill the memory; where it
// says so itself it is refused.
func TestBombs(t *testing.T) {
	const huge = 400 << 20
	spaces := func(t *testing.T, name string, declared uint64) string {
		t.Helper()
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for part, content := range parts(t) {
			if part == name {
				continue
			}
			w, err := z.Create(part)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		var packed bytes.Buffer
		deflate, err := flate.NewWriter(&packed, flate.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		sum, piece := crc32.NewIEEE(), bytes.Repeat([]byte(" "), 1<<20)
		for range huge / len(piece) {
			sum.Write(piece)
			if _, err := deflate.Write(piece); err != nil {
				t.Fatal(err)
			}
		}
		if err := deflate.Close(); err != nil {
			t.Fatal(err)
		}
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: name, Method: zip.Deflate, CRC32: sum.Sum32(), UncompressedSize64: declared, CompressedSize64: uint64(packed.Len()),
		})
		if err == nil {
			_, err = w.Write(packed.Bytes())
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "bomb.xlsx")
		writeFile(t, path, b.String())
		return path
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"styles":                           {spaces(t, "xl/styles.xml", huge), workbook.ErrTooMuch},
		"styles that lie about their size": {spaces(t, "xl/styles.xml", 1000), nil},
		"a sheet that lies about its size": {spaces(t, sheetPart, 1000), nil},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := workbook.Read(c.path)
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; !errors.Is(err, c.want) || taken > 64 {
			t.Errorf("%s: %v, took %d MiB", name, err, taken)
		}
	}
}
