package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"bendahara/store/workbook"
)

// TestResembling: two members with one phone and names nearly twice are notes, each
// once, and no longer once they are in the books.
func TestResembling(t *testing.T) {
	book := with(t, map[string]string{"anggota": `kode,kelompok,nama,hp,hp2,status
A01-01,A01,Ani Lestari,081390000101,,
A01-02,A01,Ani  lestari,081390000102,,
A01-03,A01,Siti Rahayu,081390000103,,
A01-04,A01,Siti Rahayuu,,,
A01-05,A01,Sri Kusumawardhani,,,
A01-06,A01,Sri Kusumawardanii,,,
A01-07,A01,Tini,,,
A01-08,A01,Tina,,,
A01-09,A01,Wati,081390000103,,
A01-10,A01,Wulan,081390000110,081390000101,
A01-11,A01,Yanti,081390000111,,keluar
A01-12,A01,Yantin,081390000111,,
B01-01,B01,Siti Rahayu,081390000103,,
B01-02,B01,Partini,081390000102,,
`, "pinjaman": "", "pemanfaat": "", "angsuran": "", "simpanan": "", "petugas": "kode,nama,hp,peran\nP01,Bambang,081390000901,ketua\n"})
	read := func(check bool) []string {
		b, _, err := workbook.Read(book)
		if err != nil {
			t.Fatal(err)
		}
		summary, faults, err := workbook.Import(t.Context(), newStore(t), b, importNow, check)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		var got []string
		for _, w := range summary.Warnings {
			if !strings.HasSuffix(w.Message, ".") {
				t.Errorf("not a sentence: %s", w)
			}
			got = append(got, place(w))
		}
		slices.Sort(got)
		return got
	}
	want := []string{"anggota 10 hp", "anggota 11 hp2", "anggota 14 hp", "anggota 15 hp", "anggota 3 nama", "anggota 5 nama", "anggota 7 nama"}
	if got := read(true); !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
	db := newStore(t)
	b, _, err := workbook.Read(book)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []int{len(want), 0} {
		if summary, faults, err := workbook.Import(t.Context(), db, b, importNow, false); err != nil || len(faults) > 0 || len(summary.Warnings) != want {
			t.Errorf("import %d: %v, %v, notes %v", n+1, err, faults, summary.Warnings)
		}
	}
}

// TestRegistersAlone: rows of members alone are told the same as beside a sheet for which
// the whole store is read.
func TestRegistersAlone(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	told := func(rows []map[string]string, more ...workbook.Typed) (lines []string) {
		book := workbook.FromForm(append(more, workbook.Typed{Sheet: "anggota", Rows: rows})...)
		summary, faults, err := workbook.Import(t.Context(), db, book, importNow, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range [][]workbook.Fault{faults, summary.Warnings, summary.Changes} {
			for _, f := range list {
				lines = append(lines, f.String())
			}
		}
		return lines
	}
	for least, rows := range map[int][]map[string]string{
		5: {
			{"kode": "A01-20", "kelompok": "A01", "nama": "Sri Wahyunii", "hp": "0813 9000 0201"}, // near Sri, and Partini's number
			{"kode": "C01-09", "kelompok": "C01", "nama": "Wati", "hp": "081390000902", "hp2": "081390000102"},
			{"kode": "A01-03", "kelompok": "A01", "nama": "Siti Rahayu", "hp": "081390000103", "status": "keluar"},
			{"kode": "A01-05", "kelompok": "A01", "nama": "Sri Lestari", "hp": "081390000101"},
		},
		2: {{"kode": "A01-02", "kelompok": "B01", "nama": "Wati Suryani"}, {"kode": "X01-01", "kelompok": "X01", "nama": "Tini"}}, // of another group, and of none
	} {
		alone, beside := told(rows), told(rows, workbook.Typed{Sheet: "upk", Rows: []map[string]string{{"kunci": "bahasa", "nilai": "id"}}})
		if !slices.Equal(alone, beside) || len(alone) < least {
			t.Errorf("alone:\n%s\nbeside another sheet:\n%s", strings.Join(alone, "\n"), strings.Join(beside, "\n"))
		}
	}
}
