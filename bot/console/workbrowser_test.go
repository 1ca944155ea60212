package console

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"bendahara/bot/browsertest"
	"bendahara/ledger"
	"bendahara/store"
)

// walker is an officer before her browser. With CONSOLE_PICTURES set to a folder she
// leaves pictures of what she sees there.
type walker struct {
	*testing.T
	tab  context.Context
	at   string
	seen int
}

func (w *walker) opens(path string) string {
	w.Helper()
	return follow(w.T, w.tab, chromedp.Navigate(w.at+path))
}

func (w *walker) clicks(selector string) string {
	w.Helper()
	return follow(w.T, w.tab, chromedp.Click(chromedp.CSS(selector)))
}

// types fills fields in: names and values.
func (w *walker) types(with ...string) {
	w.Helper()
	for i := 0; i < len(with); i += 2 {
		// Chromium types days by its own locale, so those are set as its picker does.
		typed, err := chromedp.Run(w.tab, chromedp.Evaluate[bool](fmt.Sprintf(`(e => {
			if (e.tagName == "SELECT" || e.type == "date" || e.type == "month") { e.value = %q; return false }
			e.value = ""; e.focus(); return true })(document.querySelector('main [name=%q]'))`, with[i+1], with[i])))
		if err == nil && typed {
			_, err = chromedp.Call(w.tab, input.InsertText, input.InsertTextParams{Text: with[i+1]})
		}
		if err != nil {
			w.Fatalf("%s: %v", with[i], err)
		}
	}
}

// notByAddress are what an officer sees only after she sent something, or before she is
// known: axe-core looks at the pages with an address in a test of its own.
var notByAddress = []string{"login", "setoran-kurang", "mutasi-cocok", "sanggahan", "kas", "batal", "jurnal", "pinjaman-salah", "pinjaman-lihat", "impor-salah", "impor-lihat", "impor-masuk", "mulai"}

// looks makes sure that nothing is wider than the screen, of an office's computer and of
// a phone, and leaves pictures of it.
func (w *walker) looks(name string) {
	w.Helper()
	if slices.Contains(notByAddress, name) {
		for _, v := range (browser{w.T, w.tab, w.at}).violations(axe(w.T), "{resultTypes: ['violations'], preload: false}") {
			w.Errorf("%s: %s", name, v)
		}
	}
	for _, wide := range []int64{360, 1366} {
		if err := chromedp.Do(w.tab, chromedp.EmulateViewport(wide, 768)); err != nil {
			w.Fatal(err)
		}
		is, err := chromedp.Run(w.tab, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
		if err != nil || is > wide {
			w.Errorf("%s is %d wide on a screen of %d (%v)", name, is, wide, err)
		}
		high, err := chromedp.Run(w.tab, chromedp.Evaluate[int]("document.querySelector('.top nav')?.offsetHeight ?? 0"))
		if err != nil || wide == 1366 && high > 45 {
			w.Errorf("the tabs above %s take more than one line: %d high (%v)", name, high, err)
		}
		folder := os.Getenv("CONSOLE_PICTURES")
		if folder == "" {
			continue
		}
		picture, err := chromedp.Run(w.tab, chromedp.FullScreenshot(100))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d-%s-%d.png", w.seen, name, wide)), picture, 0o600)
		}
		if err != nil {
			w.Error(err)
		}
	}
	w.seen++
}

// An officer does a day's work at the console: she receives a deposit and a bank's line,
// decides a complaint, a dispute and a wish for a loan, counts cash, records and undoes,
// proposes to the other officer, registers somebody and her phone, and writes by hand.
func TestADaysWorkInABrowser(t *testing.T) {
	o := newOffice(t)
	o.complain()
	const siti ledger.Phone = "+6281390000103"
	o.hear("a", "setor upk 275rb")
	o.hear("b", "ya")
	o.withSlip()
	o.from(siti, "c", "salah")
	o.from(siti, "d", "pinjam 2jt untuk warung")
	o.from(siti, "e", "ya")
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	w := &walker{T: t, tab: browsertest.Open(t, "422 (", "409 ("), at: server.URL}
	w.opens("/login")
	w.looks("login")
	for _, f := range [][2]string{{"nama", "kasir"}, {"sandi", password}} {
		if err := chromedp.Do(w.tab, chromedp.SendKeys(chromedp.CSS("input[name="+f[0]+"]"), f[1])); err != nil {
			t.Fatal(err)
		}
	}
	w.clicks("main button")
	contains(t, w.opens("/kerja"), "Terima setoran")
	w.looks("kerja")

	contains(t, w.opens("/setoran"), "Rp275.000")
	w.looks("setoran")
	w.clicks(`a[href="/setoran/A01"]`)
	shown, err := chromedp.Run(w.tab, chromedp.Evaluate[int]("document.querySelector('img.slip').naturalWidth"))
	if err != nil || shown == 0 {
		t.Errorf("the slip's picture is not shown: %d, %v", shown, err)
	}
	w.looks("setoran-melati")
	w.types("jumlah", "270.000")
	contains(t, w.clicks("main form button"), "kurang Rp5.000")
	w.looks("setoran-kurang")
	contains(t, w.clicks("main form button"), "Tidak ada setoran yang menunggu")

	o.hear("f", "setor upk 250rb transfer")
	o.hear("g", "ya")
	w.opens(statementPath)
	w.types("mutasi", "Tanggal;Keterangan;Kredit\n12/03/2026;TRSF MELATI;250.000,00\n11/03/2026;TUNAI;1.000.000\n")
	w.looks("mutasi")
	contains(t, w.clicks("main form button"), "jumlahnya sama, namanya disebut")
	w.looks("mutasi-cocok")
	w.types("kelompok-1", "mawr")
	w.wrong(w.clicks(`button[name=terima][value="1"]`), "kelompok-1", "Mawar")
	contains(t, w.clicks(`button[name=terima][value="0"]`), "lebih dari yang dipegang bendahara")
	contains(t, w.clicks(`button[name=terima][value="0"]`), "sudah diterima")

	w.opens("/perkara")
	w.looks("perkara")
	w.clicks(`a[href="/perkara/P1"]`)
	contains(t, w.clicks("main form button"), "Belum diisi")
	w.types("jawaban", "Sudah kami tegur.")
	contains(t, w.clicks("main form button"), "Dijawab")
	w.opens("/perkara/L1")
	w.types("putusan", "terima", "jumlah", "1.500.000")
	contains(t, w.clicks("main form button"), "Disetujui Rp1.500.000")
	w.opens("/perkara/D1")
	w.looks("sanggahan")
	w.types("putusan", "tolak", "jawaban", "Uangnya sudah di UPK.")
	contains(t, w.clicks("main form button"), "Ditolak")
	w.looks("sanggahan-selesai")

	w.opens("/kerja/kas?kelompok=A01")
	w.types("jumlah", "seratus ribu")
	w.wrong(w.clicks("main form button"), "jumlah", "Tulis jumlah rupiah")
	w.holds("kelompok", "A01", "jumlah", "seratus ribu")
	w.types("jumlah", "100.000")
	contains(t, w.clicks("main form button"), "menurut pembukuan")
	w.looks("kas")
	contains(t, w.clicks("main form button"), "Catatan terakhir")
	w.opens("/kerja/catat")
	w.types("anggota", "siti rahayu", "apa", "simpan:sukarela", "jumlah", "20.000")
	contains(t, w.clicks("main form button"), "simpanan")
	o.read(func(tx *store.Tx) error {
		head, err := tx.Head("A01")
		w.opens("/kerja/batal")
		w.types("nomor", fmt.Sprintf("A01/%d", head.Number))
		return err
	})
	contains(t, w.clicks("main form button"), "Batalkan No A01/")
	w.looks("batal")
	contains(t, w.clicks("main form button"), "pembatalan")

	w.opens("/kerja/journal")
	w.types("debit", "1110", "kredit", "1110", "jumlah", "75.000", "dasar", "kertas")
	contains(t, w.clicks("main form button"), "dua akun UPK yang berlainan")
	w.looks("jurnal")
	w.types("debit", "5110")
	contains(t, w.clicks("main form button"), "Yang akan dicatat")
	w.opens("/kerja/admit")
	w.types("kelompok", "melati", "kode", "A01-77", "nama", "Sri Wahyuni", "dasar", "daftar hadir")
	w.looks("anggota-baru")
	contains(t, w.clicks("main form button"), "A01-77 Sri Wahyuni")
	w.opens("/kerja/hp")
	w.types("anggota", "wati", "hp", "0813 9000 0888")
	contains(t, w.clicks("main form button"), "Catatan terakhir")
	if text := o.lastTold("+6281390000888"); !strings.Contains(text, "Wati") {
		t.Errorf("the phone reads %q", text)
	}

	w.opens("/pesan/" + string(ani))
	w.wrong(w.clicks("main form button"), "kata", "Belum diisi")
	w.types("kata", "Bu Ani, besok saya ke sana.")
	contains(t, w.clicks("main form button"), "menulis sendiri")
	w.looks("percakapan")
	if text := w.clicks(`form[action$="/lepas"] button`); strings.Contains(text, "menulis sendiri") {
		t.Error("the talk was not released")
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

// withSlip keeps a picture beside the last message of the treasurer's.
func (o *office) withSlip() {
	o.Helper()
	o.update(func(tx *store.Tx) error {
		list, err := tx.Messages()
		if err != nil {
			return err
		}
		return tx.KeepSlip(store.Slip{Message: list[len(list)-1].ID, At: o.now, Type: "image/png"}, slipPNG)
	})
}

// slipPNG is a picture of a paper with lines.
var slipPNG = func() []byte {
	picture, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAPAAAAFACAAAAACng66PAAABbklEQVR42u3asQkAMAwDQc+Z/fEc2SAEggqH0wbXqfjq49ac9d0KGBgYGHgu+L8BAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwO35AEYGBgYWKfleAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDp8GSB2BgYGBgnZbjAQwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAycBUsegIGBgYF1Wo4HMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMHAWLHkABgYGBtZpOR7AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwFmw5AEYGBgYWKfleAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDZ8GSB2BgYGBgnZbjAQwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAycBUsegIGBgYF1Wo4HMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMPDjNn8YIbhTOCTeAAAAAElFTkSuQmCC")
	if err != nil {
		panic(err)
	}
	return picture
}()
