package console

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"bendahara/bot/browsertest"
	"bendahara/store"
)

// The ketua drops a file that is wrong, sees each fault beside its cell, drops the mended
// one, sees what it would change and bring, and confirms.
func TestImportInABrowser(t *testing.T) {
	o := newOffice(t)
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	w := &walker{T: t, tab: browsertest.Open(t, "422 ("), at: server.URL}
	w.opens("/login")
	w.types("nama", "ketua", "sandi", password)
	w.clicks("main button")
	drop := func(name string, sheets map[string][][]any) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, book(t, sheets), 0o600); err != nil {
			t.Fatal(err)
		}
		w.opens("/impor")
		if err := chromedp.Do(w.tab, chromedp.SetUploadFiles(chromedp.CSS(`input[type=file]`), []string{path})); err != nil {
			t.Fatal(err)
		}
		return w.clicks("main form button")
	}
	page := drop("mawar.xlsx", map[string][][]any{
		"desa":     {{"kode", "nama"}, {"D01", "Saren Baru"}},
		"kelompok": {{"kode", "nama", "desa", "jenis"}, {"M01", "Mawar", "D77", "SPP"}},
		"anggota":  {{"kode", "kelompok", "nama", "hp", "jabatan"}, {"M01-01", "M01", "Tutik", "0812x", "bendahara"}, {"M01-02", "M01", "", "", "raja"}},
	})
	for _, want := range []string{"4 kesalahan", "Desa D77 tidak ada", "0812x", "raja", "Harus diisi"} {
		contains(t, page, want)
	}
	w.looks("impor-salah")
	page = drop("mawar.xlsx", map[string][][]any{
		"desa":     {{"kode", "nama"}, {"D01", "Saren Baru"}},
		"kelompok": {{"kode", "nama", "desa", "jenis"}, {"M01", "Mawar", "D01", "SPP"}},
		"anggota":  {{"kode", "kelompok", "nama", "hp", "jabatan"}, {"M01-01", "M01", "Tutik", "081390000601", "bendahara"}, {"M01-02", "M01", "Warsi", "", ""}},
	})
	for _, want := range []string{"Yang akan masuk dari mawar.xlsx", "Yang berubah dari yang sudah ada", "Saren Baru"} {
		contains(t, page, want)
	}
	there := func() string {
		members, village := 0, ""
		o.read(func(tx *store.Tx) error {
			list, err := tx.Members("M01")
			if err != nil {
				return err
			}
			v, err := tx.Village("D01")
			members, village = len(list), v.Name
			return err
		})
		return fmt.Sprint(members, " ", village)
	}
	if got := there(); got != "0 Saren" {
		t.Errorf("before she confirms there are: %s", got)
	}
	w.looks("impor-lihat")
	contains(t, w.clicks(`form[action="/impor/masukkan"] button`), "sudah masuk")
	w.looks("impor-masuk")
	if got := there(); got != "2 Saren Baru" {
		t.Errorf("after it there are: %s", got)
	}
	contains(t, w.opens("/kelompok/M01"), "Warsi")
}
