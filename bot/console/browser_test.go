package console

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bendahara/ledger"
)

// browse starts Chromium with one tab; what a page writes on its console fails the test:
// a style or picture that the policy keeps out, say.
func browse(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is missing: run make deps")
	}
	home := t.TempDir()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless,
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(filepath.Join(home, "profile")),
		chromedp.Env("HOME=" + home),
	}
	for _, flag := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-default-apps", "disable-extensions", "disable-dev-shm-usage", "metrics-recording-only",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	limited, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	allocated, cancel := chromedp.NewExecAllocator(limited, options...)
	t.Cleanup(cancel)
	tab, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	messages := chromedp.Console(tab)
	var read sync.WaitGroup
	read.Go(func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if text := fmt.Sprint(m); !strings.Contains(text, "403 (Forbidden)") { // the wrong password
				t.Errorf("the page's console: %s", text)
			}
		}
	})
	t.Cleanup(func() {
		if err := chromedp.Cancel(tab); err != nil {
			t.Errorf("closing chromium: %v", err)
		}
		read.Wait()
	})
	return tab
}

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

// An officer logs in, finds what waits, and confirms it; then she looks at the group and
// at what was texted, on a phone's screen too.
func TestAnOfficerInABrowser(t *testing.T) {
	o := newOffice(t)
	n := o.propose("P02")
	server := httptest.NewServer(o.c.Handler())
	defer server.Close()
	tab := browse(t)
	css := func(selector string) chromedp.CSS { return chromedp.CSS(selector) }
	typed := func(into, text string) {
		t.Helper()
		if err := chromedp.Do(tab, chromedp.SendKeys(css(into), text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1366, 768)); err != nil {
		t.Fatal(err)
	}
	contains(t, follow(t, tab, chromedp.Navigate(server.URL+"/usulan")), "Kata sandi")
	typed("input[name=nama]", "ketua")
	typed("input[name=sandi]", "bukan ini ya")
	contains(t, follow(t, tab, chromedp.Click(css("button"))), wrongPassword)
	typed("input[name=sandi]", password) // the name is still there
	contains(t, follow(t, tab, chromedp.Click(css("button"))), "Bambang Susilo")
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
	contains(t, follow(t, tab, chromedp.Click(css(".who button"))), "Kata sandi")
	contains(t, follow(t, tab, chromedp.Navigate(server.URL+"/")), "Kata sandi")
}
