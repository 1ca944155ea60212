package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	keys "github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"

	"bendahara/bot/browsertest"
	"bendahara/bot/whatsapp/watest"
)

// reader is somebody before the pages of a running serve.
type reader struct {
	*testing.T
	tab context.Context
	at  string
}

// follows does what loads another page.
func (r reader) follows(step chromedp.Action[chromedp.Void]) {
	r.Helper()
	limited, cancel := context.WithTimeout(r.tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(limited, step); err != nil {
		r.Fatal(err)
	}
}

func (r reader) opens(path string) { r.Helper(); r.follows(chromedp.Navigate(r.at + path)) }

func (r reader) clicks(selector string) {
	r.Helper()
	r.follows(chromedp.Click(chromedp.CSS(selector)))
}

// types fills fields in: names and values.
func (r reader) types(with ...string) {
	r.Helper()
	for i := 0; i < len(with); i += 2 {
		err := chromedp.Do(r.tab, chromedp.Focus(chromedp.CSS(`main [name="`+with[i]+`"]`)))
		if err == nil {
			_, err = chromedp.Call(r.tab, keys.InsertText, keys.InsertTextParams{Text: with[i+1]})
		}
		if err != nil {
			r.Fatal(with[i], err)
		}
	}
}

// sees waits until the page shows some words, with nothing clicked.
func (r reader) sees(words string) {
	r.Helper()
	limited, cancel := context.WithTimeout(r.tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Run(limited, chromedp.Poll[bool](`document.querySelector("main")?.innerText.includes("`+words+`")`)); err != nil {
		shown, _ := chromedp.Run(r.tab, chromedp.Evaluate[string](`document.body.innerText`))
		r.Fatalf("the page does not show %q: %v\n%s", words, err, shown)
	}
}

// picture is what the picture on the page says that there is to be scanned; each waits for
// another one than before.
func (r reader) picture(before string) string {
	r.Helper()
	limited, cancel := context.WithTimeout(r.tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Run(limited, chromedp.Poll[bool](`(d => d && d != "`+before+`")(document.querySelector(".qr path")?.getAttribute("d"))`)); err != nil {
		r.Fatal("no other picture comes: ", err)
	}
	drawn, err := chromedp.Run(r.tab, chromedp.Evaluate[string](`document.querySelector(".qr path").getAttribute("d")`))
	if err != nil {
		r.Fatal(err)
	}
	return drawn
}

// downloads is the file that a click brings.
func (r reader) downloads(selector, name string) []byte {
	r.Helper()
	folder := r.TempDir()
	_, err := chromedp.Call(r.tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: folder})
	if err == nil {
		err = chromedp.Do(r.tab, chromedp.Click(chromedp.CSS(selector)))
	}
	if err != nil {
		r.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if file, err := os.ReadFile(filepath.Join(folder, name)); err == nil && len(file) > 0 {
			return file
		}
	}
	r.Fatalf("%s did not come", name)
	return nil
}

// From the link that the first start prints the head makes himself a user, downloads the
// month's reports and opens them, and links the office's WhatsApp number by the picture on
// the page: the first goes by unscanned, the next changes, and once it is scanned the page
// says so by itself and a treasurer's message is answered.
func TestTheConsoleOfARunningServe(t *testing.T) {
	data, err := os.MkdirTemp("", "wb") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(data) })
	phone := watest.New(t, "+6281100000009")
	var out, serving printed
	if code := command(t.Context(), &out, "import", "../../conversation/testdata/kalijambe", "--data", data); code != 0 {
		t.Fatal(out.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- command(ctx, &serving, "serve", "--data", data, "--listen", "127.0.0.1:0", "--whatsapp", "on")
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("serve ended with %d: %s", code, serving.String())
		}
	})
	ready := regexp.MustCompile(`Ready at (http://\S+)`)
	phone.Until("ready", func() bool { return ready.MatchString(serving.String()) })
	r := reader{t, browsertest.Open(t, "422 ("), ready.FindStringSubmatch(serving.String())[1]}
	link := regexp.MustCompile(`/undangan/\w+`).FindString(serving.String())

	r.opens(link)
	r.types("pengguna", "Pak Bambang", "baru", "kopi pahit sekali", "ulang", "kopi pahit sekali")
	r.clicks("main form button")
	r.sees("huruf kecil")
	r.opens(link)
	r.types("pengguna", "bambang", "baru", "kopi pahit sekali", "ulang", "kopi pahit sekali")
	r.clicks("main form button")
	r.opens("/laporan?bulan=2026-02")
	paper := filepath.Join(t.TempDir(), "lpp.pdf")
	if err := os.WriteFile(paper, r.downloads(`a[href="/laporan/2026-02/lpp.pdf"]`, "lpp-2026-02.pdf"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command("pdftotext", "-layout", paper, "-").Output(); err != nil || !strings.Contains(string(text), "Melati") || !strings.Contains(string(text), "Februari 2026") {
		t.Errorf("on the paper stands (%v):\n%s", err, text)
	}
	book, err := excelize.OpenReader(bytes.NewReader(r.downloads(`a[href="/laporan/2026-02/lpp.xlsx"]`, "lpp-2026-02.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || !strings.Contains(strings.Join(flat(rows), " "), "Melati") {
		t.Errorf("in the workbook stands %q (%v)", rows, err)
	}

	const begin = `form[action="/pengaturan/whatsapp"] button`
	r.opens("/mulai")
	r.clicks(`main a[href="/pengaturan/whatsapp"]`)
	r.clicks(begin)
	r.sees("Perangkat tertaut")
	r.picture("")
	phone.Cut() // nobody scans it, and WhatsApp ends it
	r.sees("Belum tersambung")
	r.clicks(begin)
	first := r.picture("")
	code := browsertest.Scan(t, r.tab, ".qr")
	phone.Push(waBinary.Node{
		Tag: "iq", Attrs: waBinary.Attrs{"from": types.ServerJID, "id": "anew", "type": "set"},
		Content: []waBinary.Node{{Tag: "pair-device", Content: []waBinary.Node{{Tag: "ref", Content: []byte("2@ref-anew")}}}},
	})
	r.picture(first)
	scanned := browsertest.Scan(t, r.tab, ".qr")
	if scanned == code || !strings.Contains(scanned, "2@ref-anew") {
		t.Errorf("the picture says %q still", scanned)
	}
	phone.Scan(scanned)
	r.sees("Nomor WhatsApp kantor sudah tersambung.")

	ani := phone.Person("+6281390000101")
	ani.Writes("kas")
	ani.Waits(1)
	r.opens("/pesan")
	r.sees("wa whatsapp")
}

func flat(rows [][]string) (all []string) {
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}
