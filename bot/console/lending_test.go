package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bendahara/bot"
	"bendahara/bot/browsertest"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// edelweis is a group of three that has a loan on paper only.
func edelweis(t *testing.T) (o *office, p *person) {
	t.Helper()
	o = newOffice(t)
	p = o.as("ketua")
	p.send("/lembar/kelompok", "b0.kode", "E01", "b0.nama", "Edelweis", "b0.desa", "D01", "b0.jenis", "SPP")
	got := p.send("/lembar/anggota", "b0.kode", "E01-01", "b0.kelompok", "E01", "b0.nama", "Tutik", "b0.hp", "081390000501", "b0.jabatan", "bendahara",
		"b1.kode", "E01-02", "b1.kelompok", "E01", "b1.nama", "Warsi", "b2.kode", "E01-03", "b2.kelompok", "E01", "b2.nama", "Yatmi")
	if got.code != http.StatusSeeOther {
		t.Fatalf("%+v", got)
	}
	return o, p
}

const edelweisLoan = lendingPath + "?kelompok=E01"

// midLife is what the office's books say of it on 1 March, after five of ten instalments.
var midLife = []string{
	"kode", "e01-l1", "dana", "SPP", "pokok", "2.000.000", "jasa_persen", "1,5", "jasa_per", "bulan", "metode", "flat", "angsuran", "10", "setiap", "1 bulan", "tanggal_cair", "2025-10-10",
	"keputusan", "MAD 1", "per_tanggal", "2026-03-01", "sisa_pokok", "1.200.000", "sisa_jasa", "180000", "kas", "115.000",
	"pokok.E01-01", "1.000.000", "sisa_pokok.E01-01", "500.000", "sisa_jasa.E01-01", "75.000",
	"pokok.E01-02", "1.000.000", "sisa_pokok.E01-02", "600.000", "sisa_jasa.E01-02", "90.000",
}

// A loan in the middle of its life is filled in: what is wrong stands beside its field, what
// comes of it is looked at, and then it is there once, however often it is sent.
func TestALoanInTheMiddleOfItsLife(t *testing.T) {
	o, p := edelweis(t)
	loans := func() (n int) {
		o.read(func(tx *store.Tx) error { l, err := tx.Loans("E01"); n = len(l); return err })
		return n
	}
	p.shows(lendingPath, []string{"Pinjaman kelompok yang mana", lendingPath + "?kelompok=E01"})
	p.shows(edelweisLoan, []string{`value="E01-L1"`, "Warsi", `name="sisa_pokok.E01-02"`})
	for name, c := range map[string][]string{
		"no principal":             {"pokok", "", "Belum diisi."},
		"a code of another":        {"kode", "A01-L1", "Kode ini sudah dipakai pinjaman lain."},
		"words for a rate":         {"jasa_persen", "satu", "tidak bisa dipakai"},
		"no shares add up":         {"pokok.E01-01", "900.000", "berjumlah 1900000"},
		"more left than there was": {"sisa_pokok", "9.000.000", "Sisa E01-L1 lebih besar dari jadwalnya"},
		"before it was paid out":   {"per_tanggal", "2025-01-01", "baru cair"},
		"of tomorrow":              {"per_tanggal", "2026-03-13", "Tanggalnya harus sudah lewat."},
		"no day":                   {"per_tanggal", "", "Harus diisi"},
		"a share without a rest":   {"sisa_pokok.E01-02", "", "Harus diisi"},
		"nothing left of nobody":   {"pokok.E01-03", "", ""},
		"cash in words":            {"kas", "sedikit", "Tulis jumlah rupiah"},
	} {
		w := p.sends(edelweisLoan, p.fillIn(edelweisLoan, append(midLife, c[0], c[1])...), map[bool]int{true: http.StatusOK, false: http.StatusUnprocessableEntity}[name == "nothing left of nobody"], c[2])
		if name != "nothing left of nobody" && (!strings.Contains(w.Body.String(), `aria-invalid="true"`) || !strings.Contains(w.Body.String(), `value="MAD 1"`)) {
			t.Errorf("%s: nothing stands beside a field, or what was typed is lost: %s", name, said(w))
		}
	}
	if n := loans(); n != 0 || len(o.entries("E01")) != 0 {
		t.Fatalf("a look made %d loans and %d entries", n, len(o.entries("E01")))
	}

	form := p.fillIn(edelweisLoan, midLife...)
	w := p.sends(edelweisLoan, form, http.StatusOK, "E01-L1: pokok Rp2.000.000, jasa Rp300.000, 10 kali angsuran, yang pertama 10 Nov 2025 sebesar Rp230.000, yang terakhir 10 Agu 2026",
		"Kelompok ke UPK hari ini: sisa Rp1.380.000, tunggakan Rp230.000", "Di tangan bendahara kelompok: Rp115.000", "Tutik: sisa Rp575.000", "Warsi: sisa Rp690.000, tunggakan Rp115.000 sejak 10 Mar 2026")
	form.Set(seenField, seenIn(w))
	form.Set("sisa_jasa.E01-02", "91.000") // and is looked at again
	form.Set(seenField, seenIn(p.sends(edelweisLoan, form, http.StatusOK, "Warsi: sisa Rp691.000")))
	form.Set("sisa_jasa.E01-02", "90.000")
	form.Set(seenField, seenIn(p.sends(edelweisLoan, form, http.StatusOK, "Warsi: sisa Rp690.000")))
	for range 2 {
		if w := p.sends(edelweisLoan, form, http.StatusSeeOther); w.Header().Get("Location") != "/pinjaman/E01-L1" {
			t.Errorf("to %s", w.Header().Get("Location"))
		}
	}
	form.Set("pokok", "3.000.000")
	p.sends(edelweisLoan, form, http.StatusConflict, "sudah dikirim")
	o.read(func(tx *store.Tx) error {
		card, err := conversation.CardOf(tx, "E01", o.now)
		if err != nil || len(card.Members) != 3 || card.Members[0].Left != 575_000 || card.Members[1].Left != 690_000 || card.Held != 115_000 {
			t.Errorf("%+v %v", card, err)
		}
		_, err = tx.Verify()
		return err
	})
	if n := len(o.entries("E01")); n != 2 || loans() != 1 {
		t.Errorf("%d entries, %d loans", n, loans())
	}
	if page := p.ask("GET", "/kelompok/E01", nil, nil).Body.String(); !strings.Contains(page, `"Dicatat">Bambang Susilo<`) || strings.Contains(page, "dari berkas") {
		t.Error("the loan was not told by who typed it")
	}
	p.shows("/jejak", []string{"pinjaman E01-L1", "Warsi: sisa Rp690.000"})
	p.shows(edelweisLoan, []string{`value="E01-L2"`})
	o.as("kasir").sends(edelweisLoan, url.Values{}, http.StatusForbidden, "wewenang")
	p.sends(lendingPath+"?kelompok=X9", url.Values{}, http.StatusNotFound)
	p.sends(lendingPath, url.Values{}, http.StatusNotFound)
}

// A loan that was just paid out has nothing left to tell: it is owed whole.
func TestALoanThatBegins(t *testing.T) {
	o, p := edelweis(t)
	form := p.fillIn(edelweisLoan, append(midLife[:20:20], "tanggal_cair", "2026-03-10", "pokok.E01-01", "1.500.000", "pokok.E01-03", "500.000")...)
	form.Set(seenField, p.looks(edelweisLoan, form))
	p.sends(edelweisLoan, form, http.StatusSeeOther)
	if e := o.entries("E01"); len(e) != 1 || e[0].Kind != ledger.Disbursement || e[0].Amount != 2_000_000 {
		t.Errorf("%+v", e)
	}
}

// From an empty store to the first text: the first user makes herself, the office, a
// village, a group with its members and a loan in mid-life by the guide's forms, adds a way
// for messages, and the treasurer asks for help and records.
func TestTheGuideInABrowser(t *testing.T) {
	o := newOffice(t)
	o.db = store.New(memory.New())
	o.bot = bot.New(o.db, o.c.Log)
	o.c = New(Options{DB: o.db, Bot: o.bot, Log: o.c.Log, Now: func() time.Time { return o.now }})
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	w := &walker{T: t, tab: browsertest.Open(t, "422 (", "410 ("), at: server.URL}
	if err := chromedp.Do(w.tab, chromedp.EmulateViewport(1366, 768)); err != nil {
		t.Fatal(err)
	}
	first := o.c.FirstPath()
	w.opens(first)
	w.types("upk", "Karya Mandiri", "nama", "Bambang", "hp", "08x", "pengguna", "Pak Bambang", "baru", "kopi pahit sekali", "ulang", "kopi manis sekali")
	page := w.clicks("main form.stack button")
	for _, want := range []string{"Tulis nomor HP", "huruf kecil", "Tidak sama dengan yang di atasnya"} {
		contains(t, page, want)
	}
	w.holds("upk", "Karya Mandiri", "nama", "Bambang", "hp", "08x", "pengguna", "Pak Bambang", "baru", "")
	w.types("hp", "081390000901", "pengguna", "bambang", "baru", "kopi pahit sekali", "ulang", "kopi pahit sekali")
	contains(t, w.clicks("main form.stack button"), "0 dari 7 langkah")
	w.looks("mulai")
	contains(t, w.opens(first), "sudah dipakai")
	w.opens("/mulai")
	step := func(link, title string, fill ...string) {
		t.Helper()
		contains(t, w.clicks(`main a[href="`+link+`"]`), title)
		w.types(fill...)
		contains(t, w.clicks(submit), "Tersimpan.")
		w.clicks(`main a[href="/mulai"]`)
	}
	step("/lembar/petugas", "Pengurus UPK", "b0.kode", "P02", "b0.nama", "Endang", "b0.hp", "081390000902", "b0.peran", "kasir")
	step("/lembar/desa", "Desa", "b0.kode", "D01", "b0.nama", "Saren")
	step("/lembar/kelompok", "Kelompok", "b0.kode", "A01", "b0.nama", "Melati", "b0.desa", "D01", "b0.jenis", "SPP")
	w.clicks(`main a[href="/lembar/anggota?kelompok=A01"]`) // the one group's
	w.types("b0.kode", "A01-01", "b0.nama", "Ani", "b0.hp", "12", "b0.jabatan", "bendahara", "b1.kode", "A01-02", "b1.nama", "Siti")
	contains(t, w.clicks(submit), "tulis nomor lengkap")
	w.types("b0.hp", "081390000101")
	contains(t, w.clicks(submit), "Tersimpan.")
	w.looks("anggota")
	contains(t, w.clicks(`main a[href="/mulai"]`), "4 dari 7 langkah")

	contains(t, w.clicks(`main a[href="`+lendingPath+`"]`), "Pinjaman Melati")
	w.types("pokok", "2.000.000", "jasa_persen", "1,5", "angsuran", "10", "tanggal_cair", "2025-10-10",
		"per_tanggal", "2026-03-13", "sisa_pokok", "1.000.000", "sisa_jasa", "150.000", "kas", "115rb", "pokok.A01-01", "900.000", "pokok.A01-02", "1.000.000")
	page = w.clicks(submit)
	w.wrong(page, "per_tanggal", "harus sudah lewat", "kas", "Tulis jumlah rupiah", "pokok.A01-01", "berjumlah 1900000")
	w.holds("jasa_persen", "1,5", "kas", "115rb", "pokok.A01-01", "900.000")
	w.looks("pinjaman-salah")
	w.types("pokok.A01-01", "1.000.000", "per_tanggal", "2026-03-01", "kas", "")
	contains(t, w.clicks(submit), "Siti: sisa Rp575.000")
	w.looks("pinjaman-lihat")
	contains(t, w.clicks(submit), "Sisa di UPK")
	w.looks("pinjaman")
	contains(t, w.opens("/mulai"), "5 dari 7 langkah")

	gate := simulator.New(o.bot.Events(), simulator.Options{Now: func() time.Time { return o.now }})
	defer gate.Close()
	o.bot.Add(gate)
	contains(t, w.opens("/mulai"), "6 dari 7 langkah")
	for _, text := range []string{"bantuan", "siti 115rb", "ya"} {
		if err := gate.Type(t.Context(), ani, conversation.SMS, text, o.now); err != nil {
			t.Fatal(err)
		}
		if _, err := o.bot.SendDue(t.Context(), o.now); err != nil {
			t.Fatal(err)
		}
	}
	contains(t, w.opens("/mulai"), "7 dari 7 langkah")
	w.looks("mulai-selesai")
	w.clicks(`main a[href="/pesan"]`)
	contains(t, w.opens("/pesan/"+string(ani)), "bantuan")
	contains(t, w.opens("/anggota/A01-02"), "Rp460.000")
	if sent := gate.Outbox(ani); !strings.Contains(fmt.Sprint(sent), "Sisa pinjaman Rp460.000") {
		t.Errorf("the treasurer reads %v", sent)
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}
