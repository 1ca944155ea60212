package console

import (
	"bytes"
	"fmt"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	protocol "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// demonstration is the console of the demonstration UPK on a day, after its treasurer of
// Melati has texted, a member has disputed and an officer has proposed something.
func demonstration(t *testing.T) (o *office, guide workbook.Guide) {
	t.Helper()
	o = &office{T: t, db: store.New(memory.New()), now: time.Date(2026, 3, 12, 3, 0, 0, 0, time.UTC)}
	log := slog.New(slog.DiscardHandler)
	o.bot = bot.New(o.db, log)
	guide, err := workbook.Demo(t.Context(), o.db, o.now)
	if err != nil {
		t.Fatal(err)
	}
	o.c = New(Options{DB: o.db, Bot: o.bot, Log: log, Now: func() time.Time { return o.now }, Reports: []Report{{"lpp", "Laporan perkembangan pinjaman"}, {"neraca", "Neraca"}}})
	o.update(func(tx *store.Tx) error {
		for name, officer := range map[string]ledger.OfficerCode{"bambang": "P01", "endang": "P02"} {
			if err := tx.PutUser(store.User{Name: name, Officer: officer, Password: hashed()}); err != nil {
				return err
			}
		}
		return nil
	})
	says := func(from ledger.Phone, texts ...string) {
		for _, text := range texts {
			o.made++
			err := o.bot.Receive(t.Context(), conversation.Message{
				Gateway: "simulator", Foreign: fmt.Sprint("p", o.made), Channel: conversation.SMS, From: from, Text: text, Sent: o.now, Received: o.now,
			})
			if err != nil {
				t.Fatal(err)
			}
			o.now = o.now.Add(time.Minute)
		}
	}
	says(guide.People[0].Phone, "bayar siti 230rb", "ya", "wati 230rb", "ya", "setor upk 460rb", "ya")
	says(guide.People[1].Phone, "saldo", "salah")
	o.propose("P02")
	return o, guide
}

// The main pages of the demonstration, as an officer sees them. With CONSOLE_PICTURES set
// to a folder it leaves the pictures there: docs/pictures has them from here.
func TestPictures(t *testing.T) {
	o, guide := demonstration(t)
	o.made = 0
	var group ledger.GroupCode
	var siti ledger.Member
	var loan ledger.LoanCode
	o.read(func(tx *store.Tx) error {
		members, err := tx.MembersByPhone(guide.People[1].Phone)
		if err != nil {
			return err
		}
		siti, group = members[0], members[0].Group
		loans, err := tx.Loans(group)
		for _, l := range loans {
			if l.Open() {
				loan = l.Code
			}
		}
		return err
	})
	b := o.browse("bambang")
	for _, p := range []struct {
		name, at, scheme string
		width, height    int64
		shows            string
	}{
		{"hari-ini", "/", "light", 1366, 768, "Uang masuk hari ini"},
		{"anggota", "/anggota/" + string(siti.Code), "light", 1366, 1100, "Percakapan terakhir"},
		{"pinjaman", "/pinjaman/" + string(loan), "light", 1366, 1000, "Jadwal ke UPK"},
		{"perkembangan", "/perkembangan", "light", 1366, 1000, "Tingkat pembayaran"},
		{"usulan", "/usulan/1", "light", 1366, 768, "Jurnal UPK"},
		{"perkara", "/perkara", "light", 1366, 768, "Sanggahan"},
		{"kerja", "/kerja", "light", 1366, 900, "Kerja"},
		{"setoran", "/setoran/" + string(group), "light", 1366, 768, "Rp460.000"},
		{"siaran", "/siaran/baru?teks=Yth+{nama},+angsuran+{tagihan}+jatuh+tempo+{jatuh_tempo}&desa=D01&jabatan=bendahara", "light", 1366, 1500, "Begini dibaca"},
		{"pengingat", "/pengingat", "light", 1366, 600, "jatuh tempo"},
		{"impor", "/impor", "light", 1366, 768, "Impor"},
		{"mulai", "/mulai", "light", 1366, 1210, "langkah selesai"},
		{"pengguna", "/pengguna", "light", 1366, 768, "endang"},
		{"hp", "/", "dark", 360, 740, "Uang masuk hari ini"},
	} {
		b.screen(p.width, p.height, p.scheme)
		contains(t, b.open(p.at), p.shows)
		shot, err := chromedp.Call(b.tab, protocol.CaptureScreenshot, protocol.CaptureScreenshotParams{Format: protocol.CaptureScreenshotFormatPng})
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(shot.Data))
		if err != nil || picture.Width != int(p.width) {
			t.Errorf("%s: %+v %v", p.name, picture, err)
		}
		if folder := os.Getenv("CONSOLE_PICTURES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "console-"+strings.ReplaceAll(p.name, "/", "-")+".png"), shot.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
