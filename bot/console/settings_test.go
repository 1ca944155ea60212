package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bendahara/ledger"
	"bendahara/store"
)

// Every setting of a UPK is on the page, once, and each choice has its words.
func TestEverySettingIsThere(t *testing.T) {
	seen := map[string]int{}
	for _, g := range ruleGroups {
		for _, r := range g.rules {
			seen[r.key]++
		}
	}
	for _, s := range ledger.SettingKeys {
		if seen[s.Key] != 1 {
			t.Errorf("%s is %d times on the page", s.Key, seen[s.Key])
		}
		delete(seen, s.Key)
	}
	if len(seen) > 0 {
		t.Errorf("no settings: %v", seen)
	}
}

// What the example shows is what the books would do (domain.md section 4, G1).
func TestExample(t *testing.T) {
	of := func(key, value string) map[text]string {
		t.Helper()
		s := ledger.Settings{"denda": "tetap", "denda_nilai": "5000"}
		if key != "" {
			s[key] = value
		}
		list, err := indonesian.exampleOf(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		said := map[text]string{}
		for _, e := range list {
			said[e.Label] = e.Now
		}
		return said
	}
	usual := of("", "")
	for _, c := range []struct {
		key, value string
		label      text
		want       string
	}{
		{"", "", "Angsuran pertama", "Rp1.092.500: pokok Rp950.000, jasa Rp142.500"},
		{"pembulatan", "100000", "Angsuran pertama", "Rp1.100.000: pokok Rp1.000.000, jasa Rp100.000"},
		{"pembulatan", "500", "Angsuran pertama kalau tujuh kali", "Rp1.499.500: pokok Rp1.357.000, jasa Rp142.500"},
		{"", "", "Denda angsuran kedua yang terlambat 20 hari", "Rp5.000"},
		{"denda_tenggang_hari", "20", "Denda angsuran kedua yang terlambat 20 hari", "Rp0"},
		{"", "", "Rp1.000.000 pada hari itu dipakai untuk", "denda Rp5.000, jasa Rp142.500, pokok menunggak Rp852.500, angsuran bulan ini Rp0"},
		{"alokasi", "tunggakan,jasa,denda,angsuran", "Rp1.000.000 pada hari itu dipakai untuk", "denda Rp0, jasa Rp50.000, pokok menunggak Rp950.000, angsuran bulan ini Rp0"},
		{"", "", "Melunasi sesudah lima angsuran", "Rp5.462.500, tidak perlu dibayar Rp0"},
		{"pelunasan", "jasa_bulan_ini", "Melunasi sesudah lima angsuran", "Rp4.892.500, tidak perlu dibayar Rp570.000"},
		{"", "", "IPTW kalau semua tepat waktu", "Rp71.250"},
		{"", "", "IPTW kalau satu angsuran terlambat 20 hari", "Rp0"},
		{"iptw_aturan", "bulan", "IPTW kalau satu angsuran terlambat 20 hari", "Rp64.125"},
		{"", "", "Jatuh tempo kedua kalau hari itu libur", "31 Mar 2026"},
		{"libur_geser", "sesudah", "Jatuh tempo kedua kalau hari itu libur", "1 Apr 2026"},
		{"pengingat", "tidak", "Pengingat untuk jatuh tempo kedua", "tidak ada"},
		{"pengingat_hari", "0", "Pengingat untuk jatuh tempo kedua", "31 Mar 2026 08.00"},
	} {
		if got := of(c.key, c.value)[c.label]; got != c.want {
			t.Errorf("%s %s: %s: %q, want %q", c.key, c.value, c.label, got, c.want)
		}
		if c.key != "" && usual[c.label] == c.want {
			t.Errorf("%s %s changes nothing of %s", c.key, c.value, c.label)
		}
	}
}

func TestSettings(t *testing.T) {
	o := newOffice(t)
	p, other := o.as("ketua"), o.as("ketua")
	value := func() (v string) {
		o.read(func(tx *store.Tx) error { s, err := tx.Settings(); v = s.Get("denda_nilai"); return err })
		return v
	}
	p.shows("/pengaturan", []string{"Urutan pemakaian pembayaran", "S2, S7", "Rp1.092.500"})
	o.as("pengawas").shows("/pengaturan/denda", []string{"Sekarang: tidak"})
	// The effect is shown without saving, by a plain GET, too.
	o.update(func(tx *store.Tx) error { return tx.PutSetting("denda", "tetap") })
	p.shows("/pengaturan/denda_nilai?nilai=5000", []string{"<strong>Rp5.000</strong>", "Yang berubah: 2."})
	if value() != "0" {
		t.Fatal("looking changed it")
	}
	for _, bad := range []string{"banyak", "-1", "1,5", ""} {
		got := p.send("/pengaturan/denda_nilai", "dasar", "0", "nilai", bad)
		if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, `aria-invalid="true"`) || !strings.Contains(got.page, `value="`+bad+`"`) || value() != "0" {
			t.Errorf("%q: %d, %s", bad, got.code, got.page)
		}
	}
	for range 2 { // a second click
		if got := p.send("/pengaturan/denda_nilai", "dasar", "0", "nilai", "5000"); got.to != "/pengaturan#denda_nilai" || value() != "5000" {
			t.Fatalf("%+v", got)
		}
	}
	if got := other.send("/pengaturan/denda_nilai", "dasar", "0", "nilai", "7000"); got.code != http.StatusConflict || !strings.Contains(got.page, "Bambang Susilo sudah mengubahnya") || value() != "5000" {
		t.Errorf("a stale page: %+v", got)
	}
	kept := 0
	o.read(func(tx *store.Tx) error {
		visits, _, err := tx.VisitsBefore(0, 1000)
		for _, v := range visits {
			if v.What == "setting" && v.About == "denda_nilai" && v.Before == "0" && v.After == "5000" && v.User == "ketua" {
				kept++
			}
		}
		return err
	})
	if kept != 1 {
		t.Errorf("kept %d times who changed it, from what and to what", kept)
	}
	if got := p.send("/pengaturan/tutup_buku", "dasar", "", "nilai", "2026-02"); got.code != http.StatusForbidden {
		t.Errorf("months are closed without a second officer: %+v", got)
	}
	for _, at := range []string{"/pengaturan/x", "/pengaturan/nama"} {
		if w := p.ask("GET", at, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	if got := p.send("/pengaturan/whatsapp"); got.code != http.StatusConflict {
		t.Errorf("without WhatsApp: %+v", got)
	}
}

// In a browser the effect of a setting shows while she types.
func TestSettingsInABrowser(t *testing.T) {
	o := newOffice(t)
	b := o.browse("ketua")
	tab, css := b.tab, func(selector string) chromedp.CSS { return chromedp.CSS(selector) }
	b.open("/pengaturan/pembulatan")
	if err := chromedp.Do(tab, chromedp.SetValue(css("[name=nilai]"), "10000")); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(tab, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(limited, chromedp.SendKeys(css("[name=nilai]"), "0")); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(limited, chromedp.WaitVisible(css("#akibat td strong"))); err != nil {
		t.Fatal("the effect does not show: ", err)
	}
	said, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.querySelector("#akibat").innerText`))
	if err != nil || !strings.Contains(said, "Rp1.100.000: pokok Rp1.000.000, jasa Rp100.000") {
		t.Errorf("%v %s", err, said)
	}
	contains(t, follow(t, tab, chromedp.Click(css("main form button"))), "Tersimpan. Langkah pembulatan: 100000.")
	o.read(func(tx *store.Tx) error {
		s, err := tx.Settings()
		if s.Get("pembulatan") != "100000" {
			t.Error("it was not saved")
		}
		return err
	})
	if !slices.Contains(strings.Fields(b.open("/jejak")), "100000") {
		t.Error("the trail does not show it")
	}
}
