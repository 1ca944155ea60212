package understand

import (
	"testing"

	"bendahara/ledger"
)

func TestPhone(t *testing.T) {
	for text, want := range map[string]ledger.Phone{
		"hp siti 081390000109":           "+6281390000109",
		"hp siti 0813-9000-0109":         "+6281390000109",
		"hp siti 0813 9000 0109 ya":      "+6281390000109",
		"nomornya +62 813.9000.0109":     "+6281390000109",
		"6281390000109":                  "+6281390000109",
		"hp siti 0271895123":             "", // no mobile
		"hp siti 08139000":               "", // too short
		"bayar siti 250rb":               "",
		"rekening 1081390000109":         "",
		"hp siti 08139000010912345 lagi": "", // too long
	} {
		if got := Phone(text); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"4821": "4821", " 4821. ": "4821", "setuju 4821": "4821!", "Setuju, 4821": "4821!", "kode 0007": "0007!", "ya 4821": "4821",
		"4821 4821": "", "48211": "", "482": "", "bayar 4821": "", "siti 4821": "", "4.821": "", "4821rb": "", "setuju": "", "": "",
	} {
		got, agreed := Code(text)
		if agreed {
			got += "!"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestMatters: what is about people, and what only looks like it.
func TestMatters(t *testing.T) {
	roster := corpusRoster(t)
	for _, c := range []struct {
		role Role
		text string
		want Matter // empty: none
	}{
		{Unknown, "daftar siti rahayu melati", Join},
		{Unknown, "assalamualaikum, mau daftar", Join},
		{Member, "nomor saya ganti 081390000109", Join},
		{Treasurer, "hp wati 081390000109", NewPhone},
		{Treasurer, "nomor hp bu wati yang baru 0813-9000-0109", NewPhone},
		{Treasurer, "bu wati ganti nomor 081390000109", NewPhone},
		{Treasurer, "ganti bendahara wati", Handover},
		{Treasurer, "serah terima ke bu wati kas 500rb", Handover},
		{Treasurer, "bendahara baru wati", Handover},
		{Treasurer, "wakil wati", StandIn},
		{Treasurer, "bu wati jadi wakil saya hari ini", StandIn},
		{Treasurer, "titip catat ke wati 3 jam", StandIn},
		{Treasurer, "wakil selesai", StandInEnds},
		{Member, "hp saya hilang", Block},
		{Head, "pak, hp bu wati dicuri", Block},
		{Head, "blokir hp wati", Block},
		{Officer, "buka blokir hp wati", Unblock},

		{Treasurer, "wati bayar 250rb diwakili anaknya", ""},
		{Treasurer, "kapan ganti bendahara?", ""},
		{Treasurer, "wati bayar 100rb ke bendahara", ""},
		{Treasurer, "uang wati 250rb hilang", ""},
		{Member, "uang saya 250rb hilang", ""},
		{Treasurer, "hp wati berapa", ""},
		{Treasurer, "ganti wati 200rb", ""},
		{Treasurer, "daftar tunggakan", ""},
		{Treasurer, "bayar wati 250rb wa", ""},
		{Unknown, "Selamat! Nomor anda 081390000109 menang undian", ""},
	} {
		got := Read(c.text, Context{Role: c.role, Self: "A01-01", Group: "A01", Sent: sentAt, People: roster})
		if got.Matter != c.want || c.want != "" && got.Intent != Registration {
			t.Errorf("%s: %q is %s %q, want %q", c.role, c.text, got.Intent, got.Matter, c.want)
		}
		if c.want != "" && len(got.Slots) > 0 {
			t.Errorf("%q would record %+v", c.text, got.Slots)
		}
	}
}
