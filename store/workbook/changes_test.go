package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"bendahara/store/workbook"
)

// TestChangesShown: what an update makes of registers that are there is told column by
// column, with check before anything is changed, and not of what is the same or new.
func TestChangesShown(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	edit := func(name, old, now string) string {
		t.Helper()
		content := readFile(t, kalijambe+"/"+name+".csv")
		if !strings.Contains(content, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		return strings.Replace(content, old, now, 1)
	}
	sheets := map[string]string{
		"desa":     edit("desa", "D02,Banaran", "D02,Banaran Wetan"),
		"kelompok": edit("kelompok", "tanggal 15", "tanggal 16"),
		"anggota":  edit("anggota", "81390000103", "81390000193"),
		"petugas":  edit("petugas", "Bambang Susilo", "Bambang Susila"),
		"pinjaman": edit("pinjaman", "MAD 12/2025", ""),
	}
	sheets["anggota"] += "A01-99,A01,Orang Baru,,Bu,,anggota,,,,aktif\n"
	want := []string{
		`anggota row 4, column hp: "+6281390000103" becomes "+6281390000193".`, `desa row 3, column nama: "Banaran" becomes "Banaran Wetan".`,
		`kelompok row 2, column pertemuan: "tanggal 15" becomes "tanggal 16".`, `petugas row 2, column nama: "Bambang Susilo" becomes "Bambang Susila".`,
		`pinjaman row 2, column keputusan: "MAD 12/2025" becomes nothing.`,
	}
	for n, c := range []struct {
		check bool
		want  []string
	}{{true, want}, {false, want}, {true, nil}} {
		book, _, err := workbook.Read(with(t, sheets))
		if err != nil {
			t.Fatal(err)
		}
		s, faults, err := workbook.Import(t.Context(), db, book, importNow, c.check)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		var got []string
		for _, change := range s.Changes {
			got = append(got, change.String())
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("import %d tells\n%s\nwant\n%s", n+1, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
