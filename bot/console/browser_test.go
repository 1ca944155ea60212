package console

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bendahara/bot/browsertest"
	"bendahara/ledger"
)

// follow does what loads another page, and returns its text.
func follow(t *testing.T, tab context.Context, step chromedp.Action[chromedp.Void]) string {
	t.Helper()
	limited, cancel := context.WithTimeout(tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(limited, step); err != nil {
		t.Fatal(err)
	}
	text, err := chromedp.Run(limited, chromedp.Evaluate[string]("document.body.innerText"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func contains(t *testing.T, page, want string) {
	t.Helper()
	if !strings.Contains(page, want) {
		t.Fatalf("the page does not show %q:\n%s", want, page)
	}
}

// typing types into what a selector finds.
func typing(t *testing.T, tab context.Context) func(into, text string) {
	return func(into, text string) {
		t.Helper()
		if err := chromedp.Do(tab, chromedp.SendKeys(chromedp.CSS(into), text)); err != nil {
			t.Fatal(err)
		}
	}
}

// An officer logs in, finds what waits, and confirms it; then she looks at the group and
// at what was texted, on a phone's screen too.
func TestAnOfficerInABrowser(t *testing.T) {
	o := newOffice(t)
	n := o.propose("P02")
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	tab := browsertest.Open(t, "403 (Forbidden)")
	css := func(selector string) chromedp.CSS { return chromedp.CSS(selector) }
	typed := typing(t, tab)
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1366, 768)); err != nil {
		t.Fatal(err)
	}
	contains(t, follow(t, tab, chromedp.Navigate(server.URL+"/usulan")), "Kata sandi")
	if there, err := chromedp.Run(tab, chromedp.Evaluate[string]("typeof htmx")); err != nil || there != "object" {
		t.Errorf("htmx is %q in the page (%v)", there, err)
	}
	typed("input[name=nama]", "ketua")
	typed("input[name=sandi]", "bukan ini ya")
	contains(t, follow(t, tab, chromedp.Click(css("form.stack button"))), string(wrongPassword))
	typed("input[name=sandi]", password) // the name is still there
	contains(t, follow(t, tab, chromedp.Click(css("form.stack button"))), "Bambang Susilo")
	contains(t, follow(t, tab, chromedp.Click(css(`.figures a[href="/usulan"]`))), "Jurnal UPK")
	contains(t, follow(t, tab, chromedp.Click(css(fmt.Sprintf(`a[href="/usulan/%d"]`, n)))), "Yang akan dicatat")
	contains(t, follow(t, tab, chromedp.Click(css(".doit button"))), "Disetujui oleh Bambang Susilo")
	if p := o.proposal(n); p.DecidedBy != ledger.OfficerCode("P01") || p.Refused {
		t.Errorf("after the click: %+v", p)
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(360, 740)); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/", "/kelompok", "/kelompok/A01", "/usulan", fmt.Sprintf("/usulan/%d", n), "/perkara", "/pesan", "/pesan/" + string(ani), "/siaran", "/laporan", "/jejak"} {
		page := follow(t, tab, chromedp.Navigate(server.URL+at))
		wide, err := chromedp.Run(tab, chromedp.Evaluate[int]("document.documentElement.scrollWidth"))
		if err != nil || wide > 360 {
			t.Errorf("%s is %d wide on a phone (%v)", at, wide, err)
		}
		if at == "/pesan/"+string(ani) {
			contains(t, page, nasty) // as text: no markup of people's
		}
	}
	contains(t, follow(t, tab, chromedp.Click(css(`form[action="/logout"] button`))), "Kata sandi")
	contains(t, follow(t, tab, chromedp.Navigate(server.URL+"/")), "Kata sandi")
}
