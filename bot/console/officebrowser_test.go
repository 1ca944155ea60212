package console

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	protocol "github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"bendahara/bot"
	"bendahara/bot/browsertest"
	"bendahara/bot/simulator"
	"bendahara/ledger"
	"bendahara/store"
)

// The button of a page's one form, and of a proposal's.
const (
	submit  = "main form .doit button"
	approve = `form[action$="/setujui"] button`
)

// TestTheOfficeInABrowser: the walks of an office by two officers, in one browser.
func TestTheOfficeInABrowser(t *testing.T) {
	tab := browsertest.Open(t, "422 (", "409 (")
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1366, 768)); err != nil {
		t.Fatal(err)
	}
	t.Run("broadcast", func(t *testing.T) { broadcastWalk(newOffice(t), tab) })
	t.Run("one person twice", func(t *testing.T) { mergeWalk(newOffice(t), tab) })
	t.Run("work of two", func(t *testing.T) { proposalWalk(newOffice(t), tab) })
	t.Run("sheets", func(t *testing.T) { sheetWalk(newOffice(t), tab) })
}

// walk is an officer before a browser, who is logged in.
func (o *office) walk(tab context.Context, name string) *walker {
	o.Helper()
	server := httptest.NewServer(o.c.Handler())
	o.Cleanup(server.Close)
	w := &walker{T: o.T, tab: tab, at: server.URL}
	w.becomes(o.as(name))
	return w
}

// becomes lets another officer sit down before the browser, with the page as it stands.
func (w *walker) becomes(p *person) {
	w.Helper()
	if _, err := chromedp.Call(w.tab, protocol.SetCookie, protocol.SetCookieParams{Name: cookieName, Value: p.cookie.Value, URL: w.at}); err != nil {
		w.Fatal(err)
	}
}

// clicked is a click of another officer's, elsewhere and meanwhile.
func (p *person) clicked(path string) {
	p.Helper()
	if w := p.ask("POST", path, nil, nil); w.Code != http.StatusSeeOther {
		p.Fatalf("%s: %d %s", path, w.Code, said(w))
	}
}

// sees waits until a part of the page shows some words, with nothing clicked.
func (w *walker) sees(selector, words string) {
	w.Helper()
	limited, cancel := context.WithTimeout(w.tab, 20*time.Second)
	defer cancel()
	if _, err := chromedp.Run(limited, chromedp.Poll[bool](fmt.Sprintf("(document.querySelector(%q)?.innerText ?? '').includes(%q)", selector, words))); err != nil {
		shown, _ := chromedp.Run(w.tab, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
		w.Fatalf("%s does not show %q: %v\n%s", selector, words, err, shown)
	}
}

// holds are the values that stand in fields.
func (w *walker) holds(with ...string) {
	w.Helper()
	for i := 0; i < len(with); i += 2 {
		got, err := chromedp.Run(w.tab, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector('main [name="%s"]').value`, with[i])))
		if err != nil || got != with[i+1] {
			w.Errorf("in %s stands %q, not %q (%v)", with[i], got, with[i+1], err)
		}
	}
}

// wrong makes sure that what is wrong stands beside its field, and that this is all.
func (w *walker) wrong(page string, with ...string) {
	w.Helper()
	var marked []string
	for i := 0; i < len(with); i += 2 {
		beside, err := chromedp.Run(w.tab, chromedp.Evaluate[string](fmt.Sprintf(
			`(e => e && e.getAttribute("aria-invalid") ? (e.closest("p, td").querySelector("strong.bad")?.innerText ?? "") : "")(document.querySelector('main [name="%s"]'))`, with[i])))
		if err != nil || !strings.Contains(beside, with[i+1]) || beside == "" {
			w.Errorf("beside %s stands %q, not %q (%v)\n%s", with[i], beside, with[i+1], err, page)
		}
		marked = append(marked, with[i])
	}
	all, err := chromedp.Run(w.tab, chromedp.Evaluate[[]string](`[...document.querySelectorAll('main [aria-invalid]')].map(e => e.name)`))
	slices.Sort(marked)
	slices.Sort(all)
	if err != nil || !slices.Equal(all, marked) {
		w.Errorf("marked are %q, not %q (%v)", all, marked, err)
	}
}

// A cashier writes a broadcast: what is wrong stands beside its field while she types, then
// who gets it, how they read it and what it costs. Another officer is first to
// approve it and to pause it, which is told to who clicks the same on a page of before; it
// goes on, and shows by itself that everybody has it. A second one is cancelled.
func broadcastWalk(o *office, tab context.Context) {
	t := o.T
	gate := simulator.New(o.bot.Events(), simulator.Options{Now: func() time.Time { return o.now }})
	defer gate.Close()
	o.bot.Add(gate)
	o.update(func(tx *store.Tx) error {
		return tx.PutSheetRows("harga", []store.SheetRow{{"gateway": "simulator", "kanal": "sms", "harga_per_segmen": "350"}})
	})
	sends := func() {
		t.Helper()
		if _, err := o.bot.SendDue(t.Context(), o.now); err != nil {
			t.Fatal(err)
		}
	}
	sends() // what waited before
	w := o.walk(tab, "kasir")
	w.opens("/siaran")
	contains(t, w.clicks(`a[href="/siaran/baru"]`), "Kepada siapa?")
	w.types("telat", "lama", "teks", "Yth {nama}, rapat {kapan}")
	w.sees("#salah-teks", "isian yang tidak dikenal")
	w.sees("#salah-telat", "Tulis jumlah hari")
	w.holds("telat", "lama", "teks", "Yth {nama}, rapat {kapan}")
	w.looks("siaran-salah")
	w.types("telat", "", "teks", "Yth {nama}, rapat besok. Tagihan {tagihan}")
	if err := chromedp.Do(w.tab, chromedp.Click(chromedp.CSS(`main [name=desa][value=D01]`))); err != nil {
		t.Fatal(err)
	}
	w.sees("#pratinjau", "Usulkan untuk 3 orang")
	w.sees("#pratinjau", "3 segmen, Rp1.050. 2 lagi tidak punya HP")
	w.sees("#pratinjau", "Yth Bu Ani Lestari, rapat besok. Tagihan Rp")
	if text, err := chromedp.Run(w.tab, chromedp.Evaluate[string](`[...document.querySelectorAll("strong.bad")].map(e => e.innerText).join()`)); err != nil || text != "" {
		t.Errorf("what was mended is still said to be wrong: %q %v", text, err)
	}
	w.looks("siaran-lihat")
	page := w.clicks("#pratinjau button")
	for _, want := range []string{"Usulan U1", "Desa: Saren", "Rp1.050", "disetujui pengurus lain"} {
		contains(t, page, want)
	}
	w.looks("siaran-usulan")
	if len(o.runs()) != 0 {
		t.Fatal("it went out without the second officer")
	}

	w.becomes(o.as("ketua"))
	contains(t, w.opens("/usulan/1"), "Yth Bu Ani Lestari, rapat besok. Tagihan Rp")
	o.as("sekretaris").clicked("/usulan/1/setujui")
	contains(t, w.clicks(approve), "sudah disetujui oleh Wahyuni")
	w.looks("usulan-terlambat")
	contains(t, w.clicks(`a[href="/siaran/1"]`), "belum gilirannya")
	o.as("sekretaris").clicked("/siaran/1/jeda")
	contains(t, w.clicks("#jeda"), "Dijeda Wahyuni")
	sends()
	if got := gate.Outbox(ani); slices.ContainsFunc(got, func(m bot.Outgoing) bool { return strings.Contains(m.Text, "rapat besok") }) {
		t.Error("it goes on although it is paused")
	}
	contains(t, w.clicks("#lanjut"), "Dilanjutkan Bambang Susilo")
	if _, err := chromedp.Run(w.tab, chromedp.Evaluate[string](`(e => { e.setAttribute("hx-trigger", "every 100ms"); htmx.process(e); return "" })(document.querySelector("#maju"))`)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		sends()
		o.now = o.now.Add(time.Minute)
	}
	w.sees("#maju", "selesai")
	w.sees("#maju", "Biaya sejauh ini Rp1.050")
	if there, err := chromedp.Run(w.tab, chromedp.Evaluate[int](`document.querySelectorAll("#maju button").length`)); err != nil || there != 0 {
		t.Errorf("of what has gone out %d buttons are left (%v)", there, err)
	}
	w.looks("siaran-selesai")

	w.opens("/siaran/baru?teks=Besok+libur&kode=A01&jabatan=bendahara&selama=3")
	page = w.clicks("#pratinjau button")
	contains(t, page, "Disebar selama 3 jam")
	contains(t, page, "Kelompok: A01 Melati")
	contains(t, w.clicks("#batal"), "Dibatalkan Bambang Susilo")
	contains(t, w.opens("/siaran/2"), "tidak jadi dikirim")
	w.looks("siaran-batal")
	o.now = o.now.Add(4 * time.Hour)
	sends()
	if got := gate.Outbox(ani); slices.ContainsFunc(got, func(m bot.Outgoing) bool { return strings.Contains(m.Text, "Besok libur") }) {
		t.Error("what was cancelled went out")
	}
	w.becomes(o.as("ketua")) // hours later
	contains(t, w.opens("/siaran"), "dibatalkan")
}

// One person stands twice in a group's register: two officers make one of her, and the
// record that ended leads to the one that is kept.
func mergeWalk(o *office, tab context.Context) {
	t := o.T
	w := o.walk(tab, "kasir")
	w.opens("/kerja")
	w.clicks(`a[href="/kerja/admit"]`)
	w.types("kelompok", "melati", "kode", "A01-03", "nama", "Siti Rahayu", "setuju", "2026-03-20")
	w.wrong(w.clicks(submit), "dasar", "Belum diisi")
	w.types("dasar", "daftar hadir")
	w.wrong(w.clicks(submit), "setuju", "harus sudah lewat")
	w.types("setuju", "2026-03-10")
	w.wrong(w.clicks(submit), "kode", "sudah dipakai")
	w.holds("kelompok", "melati", "nama", "Siti Rahayu", "dasar", "daftar hadir")
	w.types("kode", "a01-78")
	contains(t, w.clicks(submit), "Setuju diingatkan sejak: 10 Mar 2026")
	w.becomes(o.as("ketua"))
	contains(t, w.opens("/usulan/1"), "A01-78 Siti Rahayu")
	w.clicks(approve)

	w.becomes(o.as("kasir"))
	contains(t, w.opens("/anggota/A01-78"), "Siti Rahayu")
	w.clicks(`a[href^="/kerja/merge"]`)
	w.types("pertahankan", "siti rahayu", "lebur", "A01-78", "dasar", "KTP sama")
	w.wrong(w.clicks(submit), "pertahankan", "Tulis kodenya: ")
	w.types("pertahankan", "A01-78", "lebur", "A01-03")
	w.wrong(w.clicks(submit), "lebur", "masih punya pinjaman")
	w.types("pertahankan", "A01-03", "lebur", "a01-78")
	page := w.clicks(submit)
	for _, want := range []string{"Status: aktif menjadi keluar", "Dilebur ke: - menjadi A01-03", "tetap"} {
		contains(t, page, want)
	}
	w.looks("lebur")
	w.becomes(o.as("ketua"))
	w.opens("/usulan/2")
	contains(t, w.clicks(approve), "Disetujui oleh Bambang Susilo")
	contains(t, w.opens("/anggota/A01-78"), "Catatan ini dilebur")
	contains(t, w.clicks(`main a[href="/anggota/A01-03"]`), "Sisa pinjaman")
	o.read(func(tx *store.Tx) error {
		m, err := tx.Member("A01-78")
		if m.Same != "A01-03" || m.Status != ledger.Left {
			t.Errorf("%+v", m)
		}
		return err
	})
}

// Money of the UPK's own, a waiver, a new schedule and a reversal: each is proposed with
// something wrong first, then rightly, and looked at and approved by the other officer; what
// another work has overtaken says by whose.
func proposalWalk(o *office, tab context.Context) {
	t := o.T
	kasir, ketua := o.as("kasir"), o.as("ketua")
	w := o.walk(tab, "kasir")
	proposed := func(n int, wants ...string) {
		t.Helper()
		w.becomes(ketua)
		page := w.opens(fmt.Sprint("/usulan/", n))
		for _, want := range wants {
			contains(t, page, want)
		}
		w.clicks(approve)
		w.becomes(kasir)
	}
	w.opens("/kerja/journal")
	w.types("debit", "5110", "kredit", "1110", "jumlah", "75.000,5", "tanggal", "2026-03-13", "dasar", "gaji Maret")
	w.wrong(w.clicks(submit), "jumlah", "Tulis jumlah rupiah")
	w.types("jumlah", "75.000")
	w.wrong(w.clicks(submit), "tanggal", "harus sudah lewat")
	w.types("tanggal", "2026-03-12")
	contains(t, w.clicks(submit), "5110 Beban operasional")
	w.opens("/kerja/journal")
	w.types("debit", "5110", "kredit", "1110", "jumlah", "75.000", "tanggal", "2026-03-12", "dasar", "gaji lagi")
	w.wrong(w.clicks(submit), "jumlah", "sudah diusulkan") // and waits for the other officer
	w.looks("jurnal-dua-kali")
	proposed(1, "Rp75.000")

	w.opens("/kerja/waive")
	w.types("anggota", "partini", "pinjaman", "B01-L1", "dasar", "BA 3")
	w.wrong(w.clicks(submit), "jasa", "Isi jasa atau denda")
	w.types("jasa", "90.000.000", "denda", "nol")
	w.wrong(w.clicks(submit), "denda", "Tulis jumlah rupiah")
	w.types("denda", "")
	w.wrong(w.clicks(submit), "jasa", "lebih dari yang masih harus dibayar")
	w.holds("anggota", "partini", "dasar", "BA 3", "jasa", "90.000.000")
	w.types("jasa", "10.000")
	contains(t, w.clicks(submit), "Jasa dibebaskan")

	w.opens("/kerja/reschedule?pinjaman=B01-L1")
	w.types("baru", "a01-l1", "dasar", "MAD 4")
	w.wrong(w.clicks(submit), "angsuran", "Belum diisi")
	w.types("angsuran", "6", "jasa_persen", "satu")
	w.wrong(w.clicks(submit), "baru", "sudah dipakai", "jasa_persen", "Tulis persen")
	w.holds("pinjaman", "B01-L1", "baru", "a01-l1", "dasar", "MAD 4")
	w.types("baru", "b01-l2", "jasa_persen", "1,2", "setiap", "1 bulan", "jatuh_tempo", "2026-04-20")
	contains(t, w.clicks(submit), "6 kali angsuran, yang pertama 20 Apr 2026")
	w.looks("jadwal-ulang")
	proposed(3, "B01-L1: dijadwal ulang", "B01-L2: pokok Rp8.000.000")
	contains(t, w.opens("/pinjaman/B01-L2"), "20 Apr 2026")

	w.becomes(ketua) // who looks at the waiver of the loan that is no more
	w.opens("/usulan/2")
	page := w.clicks(approve)
	contains(t, page, "Sementara itu Bambang Susilo mencatat jadwal ulang")
	contains(t, page, "Tolak usulan ini, lalu usulkan lagi")
	w.looks("usulan-basi")
	contains(t, w.clicks(`form[action$="/tolak"] button`), "Ditolak")

	w.becomes(kasir)
	w.opens("/kerja/reverse")
	w.types("nomor", "UPK/99", "dasar", "salah akun")
	w.wrong(w.clicks(submit), "nomor", "tidak ada di daftar")
	entries := o.entries("")
	salary := entries[slices.IndexFunc(entries, func(e ledger.Entry) bool { return e.Kind == ledger.General })]
	w.types("nomor", strings.ToLower(salary.Reference()))
	contains(t, w.clicks(submit), "Rp75.000")
	proposed(4, "1110 Kas")
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
	if n := len(o.entries("")) - len(entries); n != 1 {
		t.Errorf("%d entries undo one", n)
	}
}

// The registers that the ketua keeps: staff, holidays and prices, with each fault beside its
// cell; who may not change them reads them.
func sheetWalk(o *office, tab context.Context) {
	t := o.T
	w := o.walk(tab, "ketua")
	w.opens("/pengaturan")
	w.clicks(`main a[href="/lembar/harga"]`)
	w.types("b0.gateway", "android", "b0.kanal", "sms", "b0.awalan", "telkomsel", "b0.harga_per_segmen", "murah")
	w.wrong(w.clicks(submit), "b0.harga_per_segmen", "tidak bisa dipakai", "b0.awalan", "bukan awalan nomor")
	w.looks("harga-salah")
	w.types("b0.awalan", "0813", "b0.harga_per_segmen", "350", "b1.gateway", "twilio", "b1.kanal", "wa", "b1.harga_per_segmen", "80")
	contains(t, w.clicks(submit), "Tersimpan.")
	w.holds("b0.gateway", "android", "b0.awalan", "0813", "b0.harga_per_segmen", "350", "b1.gateway", "twilio")
	w.types("b1.harga_per_segmen", "")
	contains(t, w.clicks(submit), "Tersimpan.")
	w.holds("b0.gateway", "android", "b1.gateway", "")
	w.opens("/lembar/libur")
	w.types("b3.tanggal", "2026-06-01", "b4.nama", "Cuti bersama")
	w.wrong(w.clicks(submit), "b3.nama", "Harus diisi", "b4.tanggal", "Harus diisi")
	w.types("b3.nama", "Hari Pancasila", "b4.tanggal", "2026-06-02")
	contains(t, w.clicks(submit), "Tersimpan.")
	w.opens("/lembar/petugas")
	w.types("b0.kode", "P02", "b0.nama", "Orang Lain", "b0.hp", "0812x", "b0.peran", "kasir")
	w.wrong(w.clicks(submit), "b0.kode", "sudah dipakai Endang Purwanti", "b0.hp", "tulis nomor lengkap")
	w.looks("petugas-salah")
	w.types("b0.kode", "P09", "b0.hp", "0812 3456 7890")
	contains(t, w.clicks(submit), "Orang Lain")

	w.becomes(o.as("sekretaris"))
	for path, wants := range map[string][]string{"/lembar/libur": {"2026-06-01", "Hari Pancasila", "Cuti bersama"}, "/lembar/harga": {"android", "350"}, "/lembar/petugas": {"Orang Lain", "+6281234567890"}} {
		page := w.opens(path)
		for _, want := range wants {
			contains(t, page, want)
		}
		if strings.Contains(page, "Simpan") {
			t.Errorf("%s is offered to be changed", path)
		}
	}
}
