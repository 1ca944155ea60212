package whatsapp_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bendahara/bot"
	"bendahara/bot/browsertest"
	"bendahara/bot/console"
	"bendahara/store"
	"bendahara/store/memory"
)

// At the console the office's phone scans the picture, and the page says that the number
// is linked.
func TestLinkedAtTheConsole(t *testing.T) {
	w := newWorld(t)
	db, log := store.New(memory.New()), slog.New(slog.DiscardHandler)
	c := console.New(console.Options{DB: db, Bot: bot.New(db, log), Log: log, Now: time.Now, WhatsApp: w.g})
	server := httptest.NewServer(c.Handler())
	defer server.Close()
	tab, cancel := context.WithTimeout(browsertest.Open(t), time.Minute)
	defer cancel()
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		for _, step := range steps {
			if err := chromedp.Do(tab, step); err != nil {
				t.Fatal(err)
			}
		}
	}
	load := func(step chromedp.Action[chromedp.Void]) {
		t.Helper()
		if _, err := chromedp.RunResponse(tab, step); err != nil {
			t.Fatal(err)
		}
	}
	load(chromedp.Navigate(server.URL + c.FirstPath()))
	for name, value := range map[string]string{
		"upk": "Karya Mandiri", "nama": "Bambang", "hp": "081390000901", "pengguna": "bambang", "baru": "kopi pahit sekali", "ulang": "kopi pahit sekali",
	} {
		do(chromedp.SetValue(chromedp.CSS("[name="+name+"]"), value))
	}
	load(chromedp.Click(chromedp.CSS("main form.stack button")))
	load(chromedp.Navigate(server.URL + "/pengaturan/whatsapp"))
	load(chromedp.Click(chromedp.CSS("#sambungan button")))
	do(chromedp.WaitVisible(chromedp.CSS(".qr")))
	w.server.Scan(browsertest.Scan(t, tab, ".qr"))
	do(chromedp.WaitVisible(chromedp.CSS("#sambungan .tag"))) // by itself
	said, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.querySelector("#sambungan").innerText`))
	if err != nil || !strings.Contains(said, "sudah tersambung") || !w.g.Linked() {
		t.Errorf("%v %s", err, said)
	}
}
