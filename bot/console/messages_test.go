package console

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// The outbox by states, with why a message failed, page by page.
func TestOutboxByStates(t *testing.T) {
	o := newOffice(t)
	p := o.as("pengawas")
	var failed string
	o.update(func(tx *store.Tx) error {
		list, err := tx.Outbox()
		if err != nil {
			return err
		}
		failed = list[0].ID
		return tx.Advance(failed, "p1", conversation.Failed, "30006", o.now)
	})
	p.shows("/pesan?keadaan=gagal", []string{"alasan 30006", `value="gagal" selected`})
	rows := func(at string) int { return strings.Count(p.ask("GET", at, nil, nil).Body.String(), "<tr><td class=") }
	all, waiting, bad := rows("/pesan"), rows("/pesan?keadaan=menunggu"), rows("/pesan?keadaan=gagal")
	if bad != 1 || waiting != all-1 || all < 3 || rows("/pesan?keadaan=sampai") != 0 || rows("/pesan?keadaan=x") != all {
		t.Errorf("%d, of which %d wait and %d failed", all, waiting, bad)
	}
}

// What goes out on the next open day is shown with its words and the decision behind it,
// and nothing is sent by the look.
func TestRemindersToCome(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	before := len(o.outbox())
	p.shows("/pengingat", []string{"mulai 13 Mar 2026", "Ani Lestari", "/anggota/A01-02", "sebelum angsuran ke-2 jatuh tempo, pinjaman A01-L1", "Daftar untuk bendahara"})
	if len(o.outbox()) != before {
		t.Error("a look has sent something")
	}
	o.update(func(tx *store.Tx) error { return tx.PutSetting("pengingat", "tidak") })
	p.shows("/pengingat", []string{"sedang dimatikan", "Tidak ada yang perlu diingatkan"})
	o.now = o.now.Add(24 * time.Hour)
	if w := p.ask("GET", "/pengingat?setelah=zzz", nil, nil); w.Code != http.StatusSeeOther { // her session has ended
		t.Errorf("%d", w.Code)
	}
	for cause, want := range map[string]string{
		"remind/A01-L1/A01-03/2/-3":      "3 hari sebelum angsuran ke-2",
		"remind/A01-L1/A01-03/2/0":       "Jatuh tempo angsuran ke-2, pinjaman A01-L1.",
		"remind/A01-L1/A01-03/2/7/list":  "Daftar untuk bendahara kelompok, yang pertama: 7 hari sesudah",
		"remind/meeting/A01/2026-03-15":  "bertemu",
		"remind/something/else":          "menunggu",
		"remind/A01-L1/A01-03/2/unknown": "menunggu",
	} {
		if why := indonesian.whyReminded(cause); !strings.Contains(why, want) {
			t.Errorf("%s: %s", cause, why)
		}
	}
}

func (o *office) outbox() (list []store.Outbound) {
	o.Helper()
	o.read(func(tx *store.Tx) (err error) { list, err = tx.Outbox(); return err })
	return list
}

// Every kind of message is in the list once, whatever the language.
func TestWordlist(t *testing.T) {
	o := newOffice(t)
	p := o.as("kasir")
	counts := map[string]int{}
	for _, l := range []string{"id", "en", "jv", "su", "xx"} {
		counts[l] = p.all("/kata?bahasa="+l, `<tr><td data-is="Jenis">\w+</td>`)
	}
	if counts["id"] < 100 || counts["id"] != counts["en"] || counts["id"] != counts["xx"] || counts["jv"] != counts["su"] {
		t.Error(counts)
	}
	p.shows("/kata", []string{"bendahara_pengingat", "Kabar untuk Anda dari UPK"})
}
