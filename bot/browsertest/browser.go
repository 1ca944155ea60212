// Package browsertest opens pages in a real Chromium, for tests.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is for how long one test may use a browser: a guard against one that hangs, also
// where many tests share a slow machine.
const patience = 4 * time.Minute

// Open starts Chromium with one tab, until the test ends. What a page writes on its console
// or throws fails the test, a style that the policy keeps out, say; but for what has one
// of the expected words in it.
func Open(t *testing.T, expected ...string) context.Context {
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
	limited, cancel := context.WithTimeout(context.Background(), patience)
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
			text := fmt.Sprint(m)
			if !slices.ContainsFunc(expected, func(word string) bool { return strings.Contains(text, word) }) {
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

// Scan reads the QR code that the selector shows, as a phone's camera would.
func Scan(t *testing.T, tab context.Context, selector string) string {
	t.Helper()
	picture, err := chromedp.Run(tab, chromedp.Screenshot(chromedp.CSS(selector)))
	file := filepath.Join(t.TempDir(), "qr.png")
	if err == nil {
		err = os.WriteFile(file, picture, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	read, err := exec.Command("zbarimg", "--quiet", "--raw", file).Output()
	if err != nil {
		t.Fatal("the picture cannot be scanned: ", err)
	}
	return strings.TrimSpace(string(read))
}
