package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

func (o *office) runs() (list []conversation.BroadcastRun) {
	o.Helper()
	o.read(func(tx *store.Tx) (err error) { list, err = tx.Broadcasts(); return err })
	return list
}

// Who writes a broadcast sees who would get it, how they read it and what is wrong, beside
// the field, with all that she typed; nothing goes out by a look.
func TestCompose(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	for form, wants := range map[string][]string{
		"":                                            {"Lihat siapa", `name="lembar" value="`, "Saren"},
		"teks=Yth+{nama},+sisa+{sisa}&desa=D01":       {"Yth Bu Ani Lestari, sisa Rp", "081390000101", "Akan dikirim ke 6 orang", "2 lagi tidak punya HP", "Kirim ke 6 orang", `value="D01" checked`, "sms"},
		"teks=Rapat+besok&kode=a01-03":                {"Kirim ke 1 orang", `value="a01-03"`},
		"teks=Rapat&kode=A01&jabatan=bendahara":       {"Kirim ke 1 orang", `value="bendahara" checked`},
		"teks=Rapat&jenis=UEP":                        {"Kirim ke 3 orang"},
		"teks=Rapat&kode=Z99":                         {"bukan kode kelompok", `value="Z99"`, ">Rapat</textarea>"},
		"teks=Rapat&kode=A01-04":                      {"Tidak ada yang akan menerimanya"},
		"teks=Halo+{umur}":                            {"isian yang tidak dikenal", "Halo {umur}"},
		"teks=Rapat&telat=banyak":                     {"Tulis jumlah hari", `value="banyak"`},
		"teks=Rapat&tempo=-1":                         {"Tulis jumlah hari"},
		"teks=Rapat&mulai=besok":                      {"Tulis tanggal dan jamnya"},
		"teks=Rapat&mulai=2026-03-11T09:00":           {"sudah lewat", `value="2026-03-11T09:00"`},
		"teks=Rapat&selama=99":                        {"paling lama 72 jam"},
		"teks=" + strings.Repeat("x", 241):            {"paling banyak 240 huruf"},
		"teks=" + url.QueryEscape(nasty):              {"&lt;script&gt;"},
		"teks=Rapat&mulai=2026-03-13T09:00&selama=12": {"Kirim ke", `value="12" selected`},
	} {
		at := "/siaran/baru?" + form
		p.shows(at, wants)
		if body := p.ask("GET", at, nil, nil).Body.String(); strings.Contains(body, nasty) {
			t.Errorf("%s: markup", form)
		}
	}
	if w := p.ask("GET", "/siaran/baru?teks=Rapat&desa=D99", nil, nil); w.Code != http.StatusNotFound {
		t.Errorf("a village that is not there: %d", w.Code)
	}
	if len(o.runs()) != 0 {
		t.Error("a look has sent something")
	}
}

var formCode = regexp.MustCompile(`name="lembar" value="(\w+)"`)

func (p *person) form(at string) string {
	p.Helper()
	m := formCode.FindStringSubmatch(p.ask("GET", at, nil, nil).Body.String())
	if m == nil {
		p.Fatal("the page has no form")
	}
	return m[1]
}

// A form works once, however often and by however many hands its button is clicked at once.
func TestSendOnce(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	what := url.Values{"teks": {"Yth {nama}, rapat besok"}, "kode": {"A01"}, "lembar": {p.form("/siaran/baru")}}
	answers := make([]*httptest.ResponseRecorder, 4)
	var clicks sync.WaitGroup
	for i := range answers {
		clicks.Go(func() { q := *p; answers[i] = q.ask("POST", "/siaran", what, nil) })
	}
	clicks.Wait()
	for _, w := range answers {
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/siaran/1" {
			t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
		}
	}
	runs := o.runs()
	if len(runs) != 1 || runs[0].By != "P01" || runs[0].To.Groups[0] != "A01" || runs[0].Text != "Yth {nama}, rapat besok" || runs[0].People != 3 {
		t.Fatalf("%+v", runs)
	}
	p.shows("/siaran/1", []string{"Yth {nama}, rapat besok", "berjalan", "/siaran/1/jeda"})
	p.shows("/jejak", []string{"mengirim siaran", "S1"})

	what.Set("lembar", "")
	if w := p.ask("POST", "/siaran", what, nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "rapat besok") {
		t.Errorf("a form of no page: %d", w.Code)
	}
	what.Set("lembar", p.form("/siaran/baru"))
	what.Set("teks", "Halo {umur}")
	if w := p.ask("POST", "/siaran", what, nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "isian yang tidak dikenal") || !strings.Contains(w.Body.String(), "Halo {umur}") {
		t.Errorf("a wrong text: %d %s", w.Code, w.Body)
	}
	what.Set("teks", "Halo {nama}") // mended, by the same form
	if w := p.ask("POST", "/siaran", what, nil); w.Header().Get("Location") != "/siaran/2" {
		t.Errorf("mended: %d %s", w.Code, w.Body)
	}
}

// What another has to approve is proposed: a cashier's, and one to many.
func TestSendIsApproved(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error { return tx.PutSetting("siaran_persetujuan_di_atas", "2") })
	for who, kode := range map[string]string{"kasir": "A01-03", "sekretaris": "A01"} {
		p := o.as(who)
		p.shows("/siaran/baru?teks=Rapat&kode="+kode, []string{"menunggu persetujuan", "Usulkan untuk"})
		what := url.Values{"teks": {"Rapat"}, "kode": {kode}, "lembar": {p.form("/siaran/baru")}}
		w := p.ask("POST", "/siaran", what, nil)
		to := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/usulan/") || len(o.runs()) != 0 {
			t.Fatalf("%s: %d to %s, %d runs", who, w.Code, to, len(o.runs()))
		}
		if who == "kasir" {
			p.shows(to, []string{"Tarik kembali"})
			continue
		}
		ketua := o.as("ketua")
		ketua.shows(to, []string{"Akan dikirim ke 3 orang", to + "/setujui"})
		if w := ketua.ask("POST", to+"/setujui", nil, nil); w.Code != http.StatusSeeOther || len(o.runs()) != 1 {
			t.Errorf("approved: %d %s", w.Code, w.Body)
		}
		o.update(func(tx *store.Tx) error {
			run := o.runsIn(tx)[0]
			run.State = conversation.Cancelled
			return tx.PutBroadcast(run)
		})
		break
	}
}

func (o *office) runsIn(tx *store.Tx) []conversation.BroadcastRun {
	o.Helper()
	list, err := tx.Broadcasts()
	if err != nil {
		o.Fatal(err)
	}
	return list
}

// A broadcast is paused, resumed and cancelled; a second click changes nothing, and what
// cannot be is told.
func TestMoveBroadcast(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	p.ask("POST", "/siaran", url.Values{"teks": {"Rapat"}, "selama": {"24"}, "lembar": {p.form("/siaran/baru")}}, nil)
	for _, c := range []struct {
		move string
		code int
		now  conversation.BroadcastState
	}{
		{"jeda", 303, conversation.Paused},
		{"jeda", 303, conversation.Paused},
		{"lanjut", 303, conversation.Running},
		{"lanjut", 303, conversation.Running},
		{"batal", 303, conversation.Cancelled},
		{"batal", 303, conversation.Cancelled},
		{"lanjut", 409, conversation.Cancelled},
		{"jeda", 409, conversation.Cancelled},
	} {
		w := p.ask("POST", "/siaran/1/"+c.move, nil, nil)
		if state := o.runs()[0].State; w.Code != c.code || state != c.now {
			t.Errorf("%s: %d, %s", c.move, w.Code, state)
		}
	}
	if w := p.ask("POST", "/siaran/7/jeda", nil, nil); w.Code != http.StatusNotFound {
		t.Errorf("none's number: %d", w.Code)
	}
	changes := 0
	o.read(func(tx *store.Tx) error {
		visits, _, err := tx.VisitsBefore(0, 100)
		for _, v := range visits {
			if strings.HasPrefix(v.What, "broadcast_") {
				changes++
			}
		}
		return err
	})
	if changes != 3 {
		t.Errorf("%d changes are kept", changes)
	}
	p.shows("/siaran/1", []string{"dibatalkan"})
}

// What is remembered of forms that were sent has an end.
func TestOnceForgets(t *testing.T) {
	var o once
	n := 0
	for i := range 3 * maxOnce {
		for range 2 {
			_, _ = o.do(fmt.Sprint(i), func() (string, error) { n++; return "", nil })
		}
	}
	if n != 3*maxOnce || len(o.led) != maxOnce || len(o.order) != maxOnce {
		t.Errorf("%d done, %d and %d remembered", n, len(o.led), len(o.order))
	}
}

// A broadcast to thousands is previewed by what is known of the groups beforehand: it goes
// to as many as by the books, also after a payment, a new phone and somebody's "berhenti";
// what it takes is about what it takes.
func TestPreviewOfMany(t *testing.T) {
	o, guide := demonstration(t)
	b := o.as("bambang")
	people := regexp.MustCompile(`Akan dikirim ke (\d+) orang, (?:kira-kira )?(\d+) segmen, .*? (\d+) lagi tidak`)
	number := func(text string) (n int) {
		_, _ = fmt.Sscan(text, &n)
		return n
	}
	look := func(when string) {
		t.Helper()
		for form, a := range map[string]conversation.Announcement{
			"teks=Rapat":                         {Text: "Rapat"},
			"teks=Yth+{nama},+tagihan+{tagihan}": {Text: "Yth {nama}, tagihan {tagihan}"},
			"teks=Rapat&telat=30":                {Text: "Rapat", To: conversation.Audience{LateDays: 30}},
			"teks=Rapat&kolek=2&kolek=3":         {Text: "Rapat", To: conversation.Audience{Classes: []int{2, 3}}},
			"teks=Rapat&desa=D01&jabatan=ketua":  {Text: "Rapat", To: conversation.Audience{Villages: []ledger.VillageCode{"D01"}, Offices: []ledger.Office{ledger.Chair}}},
		} {
			to, without, err := o.bot.Preview(t.Context(), a, "P01", o.now)
			if err != nil {
				t.Fatal(when, form, err)
			}
			segments := 0
			for _, one := range to {
				segments += one.Segments
			}
			w := b.ask("GET", "/siaran/baru?"+form, nil, nil)
			found := people.FindStringSubmatch(said(w))
			if found == nil {
				t.Fatalf("%s, %s: %s", when, form, said(w))
			}
			if number(found[1]) != len(to) || number(found[3]) != without || number(found[2])*10 < segments*8 || number(found[2])*10 > segments*12 {
				t.Errorf("%s, %s: %q, by the books %d people, %d segments, %d without", when, form, found, len(to), segments, without)
			}
		}
	}
	look("at first")
	o.update(func(tx *store.Tx) error {
		groups, err := tx.Groups()
		if err != nil {
			return err
		}
		members, err := tx.Members(groups[5].Code)
		if err != nil {
			return err
		}
		m := members[0]
		m.Consent = !m.Consent
		return tx.PutMember(m)
	})
	o.from(guide.People[1].Phone, "s1", "berhenti")
	o.from(guide.People[0].Phone, "s2", "siti lunas")
	o.from(guide.People[0].Phone, "s3", "ya")
	look("after changes")
	b.shows("/siaran/baru?teks=Rapat&kolek=9", []string{"Pilih salah satu"})
}

// A broadcast to many is counted beside the looks at it: a look shows the figures of the
// last count with its time, what state it is in now, and lets it be counted again.
func TestProgressOfMany(t *testing.T) {
	o, _ := demonstration(t)
	p := o.as("bambang")
	made, _, err := o.bot.Broadcast(t.Context(), conversation.Announcement{Text: "Rapat besok", Over: 3 * time.Hour}, "P01", o.now)
	if err != nil {
		t.Fatal(err)
	}
	var run conversation.BroadcastRun
	if made.Number == 0 { // to so many another approves it
		if w := o.as("endang").ask("POST", "/usulan/2/setujui", nil, nil); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, said(w))
		}
	}
	o.read(func(tx *store.Tx) (err error) { run, err = tx.Broadcast(1); return err })
	figure := func() (n int, page string) {
		t.Helper()
		page = said(p.ask("GET", "/siaran/1", nil, nil))
		if m := regexp.MustCompile(`(\d+) belum gilirannya`).FindStringSubmatch(page); m != nil {
			n, _ = strconv.Atoi(m[1])
		}
		return n, page
	}
	if n, page := figure(); run.People <= countedAtOnce || n != run.People || strings.Contains(page, "Dihitung") {
		t.Fatalf("first %d of %d: %s", n, run.People, page)
	}
	gate := simulator.New(o.bot.Events(), simulator.Options{Now: func() time.Time { return o.now }})
	defer gate.Close()
	o.bot.Add(gate)
	o.now = o.now.Add(countEvery - time.Second)
	p.clicked("/siaran/1/jeda")
	p.clicked("/siaran/1/lanjut")
	if n, page := figure(); n != run.People || !strings.Contains(page, "Dilanjutkan Bambang Susilo") || !strings.Contains(page, "Dihitung 12 Mar 2026") {
		t.Errorf("within the time of a count %d: %s", n, page)
	}
	o.now = o.now.Add(time.Hour)
	if _, err := o.bot.SendDue(t.Context(), o.now); err != nil {
		t.Fatal(err)
	}
	figure()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if n, page := figure(); n > 0 && n < run.People {
			break
		} else if time.Now().After(end) {
			t.Fatalf("it is not counted again: %s", page)
		}
	}
}
