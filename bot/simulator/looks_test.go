package simulator_test

import (
	"bytes"
	"context"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"bendahara/bot"
	"bendahara/bot/browsertest"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
)

// talk is what the pictures show.
var talk = []struct {
	phone   ledger.Phone
	channel conversation.Channel
	text    string
	replies map[ledger.Phone]string
}{
	{ratna, conversation.SMS, "bayar siti 250rb", map[ledger.Phone]string{
		ratna: "Siti Aminah bayar Rp250.000, hari ini 10 Mar 2026. Betul? Balas YA atau TIDAK",
	}},
	{ratna, conversation.SMS, "ya", map[ledger.Phone]string{
		ratna: "Dicatat: Siti Aminah Rp250.000. Sisa Rp2.500.000. No. A01-17. Salah? Balas BATAL",
		siti:  "Bu Siti, Rp250.000 sudah diterima Bu Ratna 10 Mar 2026. Sisa Rp2.500.000. No. A01-17. Tidak benar? Balas SALAH",
	}},
	{siti, conversation.WhatsApp, "saldo sy brp bu", map[ledger.Phone]string{
		siti: "Sisa pinjaman Bu Siti Rp2.500.000 dari Rp5.000.000. Angsuran berikut Rp275.000, 31 Mar 2026.",
	}},
}

// cast are the people of the pictures.
var cast = []simulator.Person{
	{Phone: ratna, Name: "Bu Ratna", Role: "bendahara SPP Melati", Try: []string{"bayar siti 250rb", "tunggakan", "saldo siti"}},
	{Phone: siti, Name: "Siti Aminah", Role: "anggota SPP Melati", Try: []string{"saldo", "salah"}},
	{Phone: "+6281390000001", Name: "Pak Joko", Role: "kasir UPK", Try: []string{"tunggakan melati"}},
	{Phone: "+6281390000202", Name: "Bu Wening", Role: "bendahara UEP Sumber Rejeki", Try: []string{"setor 2jt"}},
}

// TestLooks looks at the page on a small screen and a wide one, light and dark.
// With SIMULATOR_PICTURES set to a folder it leaves the pictures there.
func TestLooks(t *testing.T) {
	long := strings.Repeat("panjangsekali", 12)
	gateway := simulator.New(bot.Events{Receive: func(context.Context, conversation.Message) error { return nil }},
		simulator.Options{Guide: cast, Now: func() time.Time { return noon }})
	server := httptest.NewServer(gateway.Handler())
	defer server.Close()
	defer gateway.Close()
	for _, line := range talk {
		if err := gateway.Type(t.Context(), line.phone, line.channel, line.text, time.Time{}); err != nil {
			t.Fatal(err)
		}
		for phone, reply := range line.replies {
			if _, err := gateway.Send(t.Context(), bot.Outgoing{ID: "o1", Channel: line.channel, To: phone, Text: reply}); err != nil {
				t.Fatal(err)
			}
		}
	}
	tab := browsertest.Open(t)
	for _, screen := range []struct {
		name          string
		width, height int64
		scheme        string
		typed         string
	}{
		{"wide", 1180, 800, "light", ""},
		{"dark", 1180, 800, "dark", ""},
		{"small", 360, 740, "light", ""},
		{"overlong", 360, 740, "dark", long},
	} {
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: screen.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}}
		if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, media); err != nil {
			t.Fatal(err)
		}
		do(t, tab, chromedp.EmulateViewport(screen.width, screen.height), chromedp.Navigate(server.URL+"/simulator"))
		eventually(t, tab, shows(string(siti), talk[2].replies[siti]))
		if screen.typed != "" {
			do(t, tab, chromedp.SendKeys(inPhone(string(ratna), "textarea"), screen.typed), enter)
			eventually(t, tab, shows(string(ratna), screen.typed))
		}
		if over := evaluate[int](t, tab, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
			t.Errorf("%s: %d pixels scroll sideways", screen.name, over)
		}
		if cut := evaluate[int](t, tab, `[...document.querySelectorAll(".talk, .talk p, .who h2, .number")].filter(e => e.scrollWidth > e.clientWidth).length`); cut > 0 {
			t.Errorf("%s: %d texts are cut off", screen.name, cut)
		}
		picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if image, err := png.Decode(bytes.NewReader(picture)); err != nil || image.Bounds().Dx() != int(screen.width) {
			t.Errorf("%s: no picture of that width: %v", screen.name, err)
		}
		if folder := os.Getenv("SIMULATOR_PICTURES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, screen.name+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
