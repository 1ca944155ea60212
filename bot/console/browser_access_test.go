package console

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp"

	"bendahara/bot/browsertest"
	"bendahara/store"
)

// She scans the picture with her app, logs in with a code of it, and makes a user by a
// link, which that user opens.
func TestAccessInABrowser(t *testing.T) {
	o := newOffice(t)
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	tab := browsertest.Open(t, "403 (Forbidden)")
	css := func(selector string) chromedp.CSS { return chromedp.CSS(selector) }
	typed := typing(t, tab)
	click := func(selector string) string { t.Helper(); return follow(t, tab, chromedp.Click(css(selector))) }
	login := func() string {
		t.Helper()
		follow(t, tab, chromedp.Navigate(server.URL+"/login"))
		typed("input[name=nama]", "ketua")
		typed("input[name=sandi]", password)
		return click("form.stack button")
	}
	login()
	contains(t, click(`a[href="/akun"]`), "Mati.")
	contains(t, click(`a[href="/akun/kode"]`), "pindai gambar")

	key, err := otp.NewKeyFromURL(browsertest.Scan(t, tab, ".qr"))
	if err != nil || key.Issuer() != "Bendahara UPK Kalijambe" || key.AccountName() != "ketua" {
		t.Fatal(key, err)
	}
	typed("input[name=kode]", codeAt(t, key.Secret(), o.now))
	contains(t, click("form.stack button"), "kode cadangan")
	contains(t, click("form.doit button"), "Menyala")
	click(`form[action="/logout"] button`)

	o.now = o.now.Add(codeTime)
	contains(t, login(), "Enam angka")
	typed("input[name=kode]", codeAt(t, key.Secret(), o.now))
	contains(t, click("form.stack button"), "Bambang Susilo")

	o.update(func(tx *store.Tx) error { return tx.RemoveUser("kasir") })
	follow(t, tab, chromedp.Navigate(server.URL+"/pengguna"))
	typed("input[name=nama]", "bu.endang")
	link := within(t, `(http://\S+/undangan/\w+)`, click("form.narrow button"))
	click(`form[action="/logout"] button`)
	contains(t, follow(t, tab, chromedp.Navigate(link)), "bu.endang")
	typed("input[name=baru]", "kopi pahit sekali")
	typed("input[name=ulang]", "kopi pahit sekali")
	contains(t, click("form.stack button"), "Endang Purwanti, kasir")
	contains(t, follow(t, tab, chromedp.Navigate(server.URL+"/pengguna")), "bukan wewenang")
}
