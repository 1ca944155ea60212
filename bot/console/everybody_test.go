package console

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	protocol "github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"bendahara/bot/browsertest"
)

// lookedAt are all pages that can be looked at, filled with people, a loan, cases,
// messages, a proposal and a broadcast; and the ways in which some look different.
func (o *office) lookedAt() (paths []string) {
	o.Helper()
	n := o.propose("P02")
	p := o.as("ketua")
	w := p.ask("POST", "/siaran", url.Values{"teks": {"Yth {nama}, rapat besok"}, "kode": {"A01"}, "lembar": {p.form("/siaran/baru")}}, nil)
	if w.Code != http.StatusSeeOther {
		o.Fatal(w.Code)
	}
	o.hear("look1", "pengaduan buku kas tidak cocok")
	for i, said := range []string{"salah", "pinjam 2jt untuk warung", "ya", "saya sudah bayar 100rb"} {
		o.from("+6281390000103", fmt.Sprint("look1", i), said)
	}
	for _, route := range o.c.routes() {
		method, path, found := strings.Cut(route.pattern, " ")
		if found && method == "GET" && !strings.Contains(path, "{file}") && !strings.HasSuffix(path, ".xlsx") {
			paths = append(paths, filledIn(o.T, path, n))
		}
	}
	return append(paths, "/perkara/D1", "/perkara/L1", "/perkara/C1", "/lembar/libur", "/lembar/harga", "/lembar/kelompok", "/lembar/anggota?kelompok=A01", "/lembar/petugas?ubah=P01",
		"/pengaturan/denda_nilai?nilai=banyak", "/login", "/tidak-ada", "/cari?q=siti", "/cari?q=zzzz", "/kelompok?lihat=kas", "/kelompok?cari=zzzz", "/perkembangan?kelompok=A01", lendingPath+"?kelompok=A01",
		"/siaran/baru?teks=Yth+{nama}&kode=A01", "/siaran/baru?teks=Halo+{umur}&kode=X&telat=y")
}

// maxWeight is what a page may weigh with its style, script and picture.
const maxWeight = 150_000

// Each page weighs less than a weak line carries in a moment, style, script and picture
// with it.
func TestWeight(t *testing.T) {
	o := newOffice(t)
	paths, p, shared := o.lookedAt(), o.as("ketua"), 0
	for _, name := range []string{"console.css", "icon.svg", "htmx.min.js"} {
		w := p.ask("GET", "/console/"+name, nil, nil)
		if shared += w.Body.Len(); w.Code != http.StatusOK {
			t.Fatal(name, w.Code)
		}
	}
	for _, at := range paths {
		if n := p.ask("GET", at, nil, nil).Body.Len() + shared; n > maxWeight || n == shared {
			t.Errorf("%s weighs %d", at, n)
		}
	}
}

// browser is a tab in which somebody is logged in.
type browser struct {
	*testing.T
	tab context.Context
	url string
}

func (o *office) browse(name string, expected ...string) browser {
	o.Helper()
	server := httptest.NewServer(o.c.Handler())
	o.Cleanup(server.Close)
	b := browser{o.T, browsertest.Open(o.T, expected...), server.URL}
	cookie := protocol.SetCookieParams{Name: cookieName, Value: o.as(name).cookie.Value, URL: server.URL}
	if _, err := chromedp.Call(b.tab, protocol.SetCookie, cookie); err != nil {
		o.Fatal(err)
	}
	return b
}

func (b browser) open(at string) string {
	b.Helper()
	return follow(b.T, b.tab, chromedp.Navigate(b.url+at))
}

func (b browser) screen(width, height int64, scheme string) {
	b.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.tab, emulation.SetEmulatedMedia, media); err != nil {
		b.Fatal(err)
	}
	if err := chromedp.Do(b.tab, chromedp.EmulateViewport(width, height)); err != nil {
		b.Fatal(err)
	}
}

// axe is the script of axe-core.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile("../../.tools/axe/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing: run make deps")
	}
	return string(script)
}

// violations are what axe-core finds on the page, each with where.
func (b browser) violations(script, options string) (list []string) {
	b.Helper()
	if _, err := chromedp.Run(b.tab, chromedp.Evaluate[chromedp.Void](script)); err != nil {
		b.Fatal(err)
	}
	found, err := chromedp.Run(b.tab, chromedp.Evaluate[string](
		"axe.run("+options+").then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' '))))", chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(found), &list)
	}
	if err != nil {
		b.Fatal(err)
	}
	return list
}

// Nobody is kept out by how a page is made: axe-core finds nothing on any, light or dark;
// none scrolls sideways on a phone; and all can be read without JavaScript.
func TestPagesAreForEverybody(t *testing.T) {
	o := newOffice(t)
	paths, script := o.lookedAt(), axe(t)
	b := o.browse("ketua", "404 (Not Found)")
	b.screen(1366, 768, "light")
	words := map[string]string{}
	for _, at := range paths {
		words[at] = b.open(at)
		for _, v := range b.violations(script, "{resultTypes: ['violations'], preload: false}") {
			t.Errorf("%s: %s", at, v)
		}
		b.screen(360, 740, "dark")
		for _, v := range b.violations("0", "{runOnly: ['color-contrast'], resultTypes: ['violations'], preload: false}") {
			t.Errorf("%s, dark: %s", at, v)
		}
		wide, err := chromedp.Run(b.tab, chromedp.Evaluate[int]("document.documentElement.scrollWidth"))
		if err != nil || wide > 360 {
			t.Errorf("%s is %d wide on a phone (%v)", at, wide, err)
		}
		b.screen(1366, 768, "light")
	}
	if _, err := chromedp.Call(b.tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, at := range paths {
		if at == "/jejak" { // which tells of these very looks
			continue
		}
		if got := b.open(at); got != words[at] || len(got) < 100 {
			t.Errorf("%s without JavaScript:\n%s\nwith it:\n%s", at, got, words[at])
		}
	}
}

// An officer without a mouse finds a member, her loan and her words by the keys alone.
func TestByKeysAlone(t *testing.T) {
	o := newOffice(t)
	b := o.browse("ketua")
	b.open("/")
	key := func(keys string) {
		t.Helper()
		if err := chromedp.Do(b.tab, chromedp.KeyEvent(keys)); err != nil {
			t.Fatal(err)
		}
	}
	focused := func() string {
		t.Helper()
		it, err := chromedp.Run(b.tab, chromedp.Evaluate[string](
			"(e => e.getAttribute('href') || e.name || e.textContent.trim())(document.activeElement) + '|' + (getComputedStyle(document.activeElement).outlineStyle != 'none')"))
		if err != nil {
			t.Fatal(err)
		}
		it, shown, _ := strings.Cut(it, "|")
		if shown != "true" {
			t.Errorf("it does not show that %s is focused", it)
		}
		return it
	}
	walk := func(to string) {
		t.Helper()
		var passed []string
		for range 60 {
			key("\t")
			if it := focused(); it == to {
				return
			} else {
				passed = append(passed, it)
			}
		}
		t.Fatalf("no way by Tab to %s, past %q", to, passed)
	}
	enter := func() string { t.Helper(); return follow(t, b.tab, chromedp.KeyEvent("\r")) }
	key("\t")
	if it := focused(); it != "#isi" {
		t.Errorf("first comes %s, and not the way past the tabs", it)
	}
	walk("q")
	key("siti")
	contains(t, enter(), "Siti Rahayu")
	walk("/anggota/A01-03")
	contains(t, enter(), "Sisa pinjaman")
	walk("/pinjaman/A01-L1")
	contains(t, enter(), "Jadwal ke UPK")
	walk("/siaran")
	enter()
	walk("/siaran/baru")
	enter()
	walk("teks")
	key("Rapat besok")
	walk("kode")
	key("A01-03")
	if _, err := chromedp.Run(b.tab, chromedp.Poll[bool]("document.querySelector('#pratinjau').innerText.includes('Kirim ke 1 orang')")); err != nil {
		t.Fatal("the preview does not follow what is typed: ", err)
	}
	walk("Kirim ke 1 orang")
	contains(t, enter(), "berjalan")
	if runs := o.runs(); len(runs) != 1 || fmt.Sprint(runs[0].To.Members) != "[A01-03]" {
		t.Errorf("%+v", runs)
	}
}
