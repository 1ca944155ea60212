package console

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

var keyIn = regexp.MustCompile(`name="kunci" value="([^"]+)"`)

// fillIn opens a page with a form and fills it in: with what stands there hidden, and with
// these names and values.
func (p *person) fillIn(at string, with ...string) url.Values {
	p.Helper()
	w := p.ask("GET", at, nil, nil)
	key := keyIn.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || key == nil {
		p.Fatalf("%s has no form: %d %s", at, w.Code, w.Body)
	}
	values := url.Values{keyField: {key[1]}}
	for _, found := range regexp.MustCompile(`type="hidden" name="(sejak)" value="([^"]*)"`).FindAllStringSubmatch(w.Body.String(), -1) {
		values.Set(found[1], found[2])
	}
	for i := 0; i < len(with); i += 2 {
		values.Set(with[i], with[i+1])
	}
	return values
}

// said is what a page says, without its markup.
func said(w *httptest.ResponseRecorder) string {
	text := regexp.MustCompile(`(?s)<(style|head)>.*?</(style|head)>|<[^>]*>`).ReplaceAllString(w.Body.String(), " ")
	return html.UnescapeString(strings.Join(strings.Fields(text), " "))
}

func (p *person) sends(at string, form url.Values, want int, parts ...string) *httptest.ResponseRecorder {
	p.Helper()
	w := p.ask("POST", at, form, nil)
	text := said(w)
	if w.Code != want {
		p.Errorf("%s %v: %d, want %d: %s", at, form, w.Code, want, text)
	}
	for _, part := range parts {
		if !strings.Contains(text, part) {
			p.Errorf("%s %v does not say %q: %s", at, form, part, text)
		}
	}
	return w
}

// seenIn is what a page sends back when its officer has looked at what it shows.
func seenIn(w *httptest.ResponseRecorder) string {
	found := regexp.MustCompile(`name="dilihat" value="([^"]+)"`).FindStringSubmatch(w.Body.String())
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// looks sends a form that is looked at first.
func (p *person) looks(at string, form url.Values) string {
	p.Helper()
	w := p.sends(at, form, http.StatusOK)
	return seenIn(w)
}

func (o *office) entries(g ledger.GroupCode) (list []ledger.Entry) {
	o.Helper()
	o.read(func(tx *store.Tx) (err error) { list, err = tx.Recent(g, time.Time{}, 1000); return err })
	return list
}

func (o *office) trail(what string) (n int) {
	o.Helper()
	o.read(func(tx *store.Tx) error {
		list, _, err := tx.VisitsBefore(0, 1000)
		n = 0
		for _, v := range list {
			if v.What == what {
				n++
			}
		}
		return err
	})
	return n
}

func (o *office) told(phone ledger.Phone) (texts []string) {
	o.Helper()
	o.read(func(tx *store.Tx) error {
		list, err := tx.Outbox()
		texts = nil
		for _, out := range list {
			if out.To == phone {
				texts = append(texts, out.Text)
			}
		}
		return err
	})
	return texts
}

func (o *office) lastTold(phone ledger.Phone) string {
	o.Helper()
	if texts := o.told(phone); len(texts) > 0 {
		return texts[len(texts)-1]
	}
	return ""
}

// A deposit is received with what came; a difference is looked at first; a second click
// books nothing twice, and the same form filled in otherwise is refused.
func TestReceiveADeposit(t *testing.T) {
	o := newOffice(t)
	o.hear("10", "setor upk 275rb")
	o.hear("11", "ya")
	kasir := o.as("kasir")
	kasir.shows("/setoran", []string{"Melati", "Rp275.000", ">setor upk 275rb / ya</a>"})
	kasir.shows("/setoran/A01", []string{"275.000", "Tidak ada gambar"})
	before := len(o.entries("A01"))
	form := kasir.fillIn("/setoran/A01", "jumlah", "260.000", "tanggal", "2026-03-12", "cara", "tunai")
	w := kasir.sends("/setoran/A01", form, http.StatusOK, "bilang menyetor Rp275.000, yang diisi Rp260.000: kurang Rp15.000", "Ya, benar")
	if len(o.entries("A01")) != before {
		t.Fatal("booked before it was looked at")
	}
	form.Set(seenField, seenIn(w))
	for range 2 {
		if w := kasir.sends("/setoran/A01", form, http.StatusSeeOther); w.Header().Get("Location") != "/setoran?diterima=A01" {
			t.Errorf("to %s", w.Header().Get("Location"))
		}
	}
	last := o.entries("A01")[0]
	if len(o.entries("A01")) != before+1 || last.Kind != ledger.DepositReceived || last.Amount != 260_000 || last.Teller != "P02" {
		t.Errorf("booked: %+v", last)
	}
	if o.trail("receive") != 1 || !strings.Contains(o.lastTold(ani), "260.000") {
		t.Errorf("%d in the trail, the treasurer was told %q", o.trail("receive"), o.lastTold(ani))
	}
	kasir.shows("/setoran", []string{`role="status"`, "Tercatat: Melati", "Rp260.000", last.Reference()})
	if body := kasir.ask("GET", "/setoran", nil, nil).Body.String(); strings.Contains(body, "Tercatat") {
		t.Error("it is told twice")
	}
	form.Set("jumlah", "10.000")
	kasir.sends("/setoran/A01", form, http.StatusConflict, "sudah dikirim pada 12 Mar 2026 10.00", "Isian yang baru tidak dicatat")
	for name, c := range map[string][]string{
		"no amount":  {"jumlah", "", "Belum diisi"},
		"words":      {"jumlah", "dua juta", "dengan angka saja"},
		"two points": {"jumlah", "2.5", "dengan angka saja"},
		"tomorrow":   {"tanggal", "2026-03-13", ""},
		"no day":     {"tanggal", "2026-02-30", "Tanggal ini tidak ada"},
		"no way":     {"cara", "pos", "Pilih salah satu"},
	} {
		form := kasir.fillIn("/setoran/A01", "jumlah", "1000", "tanggal", "2026-03-12", "cara", "tunai", c[0], c[1])
		if w := kasir.sends("/setoran/A01", form, http.StatusUnprocessableEntity, c[2]); !strings.Contains(w.Body.String(), `aria-invalid="true"`) || !strings.Contains(w.Body.String(), `value="`+form.Get("jumlah")+`"`) {
			t.Errorf("%s: what was typed is lost, or nothing stands beside the field: %s", name, w.Body)
		}
	}
	if len(o.entries("A01")) != before+1 {
		t.Error("a wrong form booked something")
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

// race sends one form of two officers at once, and is who won, and who was told.
func race(t *testing.T, at string, both []*person, forms []url.Values) (winner int, loser *httptest.ResponseRecorder) {
	t.Helper()
	answers := make([]*httptest.ResponseRecorder, 2)
	var clicks sync.WaitGroup
	for i, p := range both {
		clicks.Go(func() { answers[i] = p.ask("POST", at, forms[i], nil) })
	}
	clicks.Wait()
	if answers[0].Code != http.StatusSeeOther {
		winner = 1
	}
	if answers[winner].Code != http.StatusSeeOther || answers[1-winner].Code != http.StatusConflict {
		t.Fatalf("%s: %d and %d: %s\n%s", at, answers[0].Code, answers[1].Code, said(answers[0]), said(answers[1]))
	}
	return winner, answers[1-winner]
}

// Two officers at once on one deposit, one dispute, one wish for a loan and one count: one
// wins, the other is told who did it.
func TestTwoOfficersOnOne(t *testing.T) {
	o := newOffice(t)
	both := []*person{o.as("ketua"), o.as("sekretaris")}
	names := []string{"Bambang Susilo", "Wahyuni"}
	forms := func(at string, with ...string) (list []url.Values) {
		for _, p := range both {
			list = append(list, p.fillIn(at, with...))
		}
		return list
	}
	const siti ledger.Phone = "+6281390000103"
	told := func(winner int, loser *httptest.ResponseRecorder) {
		t.Helper()
		if text := said(loser); !strings.Contains(text, names[winner]) || !strings.Contains(text, "Klik Anda tidak mengubah apa-apa") {
			t.Errorf("who came too late reads: %s", text)
		}
	}
	for i := range 5 {
		id := fmt.Sprint("2", i)
		o.hear(id+"a", fmt.Sprint("setor upk ", 10+i, "rb"))
		o.hear(id+"b", "ya")
		n := len(o.entries("A01"))
		told(race(t, "/setoran/A01", both, forms("/setoran/A01", "jumlah", fmt.Sprint(10_000+1000*i), "tanggal", "2026-03-12", "cara", "tunai")))
		if got := len(o.entries("A01")); got != n+1 {
			t.Errorf("the deposit made %d entries", got-n)
		}
		o.hear(id+"c", fmt.Sprint("simpan siti ", 11+i, "rb"))
		o.hear(id+"d", "ya")
		o.from(siti, id+"e", "salah")
		at := fmt.Sprintf("/perkara/D%d", i+1)
		told(race(t, at, both, forms(at, "putusan", "terima")))
		o.from(siti, id+"f", "pinjam 2jt untuk warung")
		o.from(siti, id+"g", "ya")
		at = fmt.Sprintf("/perkara/L%d", i+1)
		told(race(t, at, both, forms(at, "putusan", "terima", "jumlah", "1.000.000")))
		count := forms("/kerja/kas?kelompok=A01", "kelompok", "A01", "jumlah", fmt.Sprint(300_000+i*1000))
		for k, p := range both {
			count[k].Set(seenField, p.looks("/kerja/kas", count[k]))
		}
		told(race(t, "/kerja/kas", both, count))
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

func TestAmountsAsTyped(t *testing.T) {
	for text, want := range map[string]ledger.Money{
		"250000": 250_000, "250.000": 250_000, "Rp250.000": 250_000, "Rp 1.250.000,-": 1_250_000, "2.000.000,00": 2_000_000, "0": 0,
		"2.5": -1, "2,5": -1, "250,000": -1, "25.00": -1, "-5": -1, "1e6": -1, "": -1, "250rb": -1, "9999999999999999": -1,
	} {
		if m, ok := parseMoney(text); ok != (want >= 0) || ok && m != want {
			t.Errorf("%q is %d, %v", text, int64(m), ok)
		}
	}
}

// The deciding of cases: a complaint by a facilitator, a dispute and a wish for a loan by
// those who decide, by the rules of a message and with the words to who brought it.
func TestDecideCases(t *testing.T) {
	const siti ledger.Phone = "+6281390000103"
	o := newOffice(t)
	o.complain()
	o.from(siti, "30", "salah")
	o.from(siti, "31", "pinjam 2jt untuk warung")
	o.from(siti, "32", "ya")
	ketua, fasilitator, pengawas := o.as("ketua"), o.as("fasilitator"), o.as("pengawas")
	ketua.shows("/perkara", []string{"/perkara/P1", "/perkara/D1", "/perkara/L1"})
	ketua.shows("/perkara/D1", []string{"Siti Rahayu", "A01/12", "Ani Lestari", "batas: 19 mar 2026"})
	pengawas.shows("/perkara/P1", []string{"Pengawas membaca"})
	fasilitator.shows("/perkara/D1", []string{"diputuskan ketua, sekretaris"})
	// contract.md section 3: a facilitator answers complaints, and decides no dispute.
	fasilitator.sends("/perkara/D1", ketua.fillIn("/perkara/D1", "putusan", "terima"), http.StatusForbidden, "wewenang")
	long := strings.Repeat("panjang ", 20)
	fasilitator.sends("/perkara/P1", fasilitator.fillIn("/perkara/P1"), http.StatusUnprocessableEntity, "Belum diisi")
	if w := fasilitator.sends("/perkara/P1", fasilitator.fillIn("/perkara/P1", "jawaban", long), http.StatusUnprocessableEntity, "paling banyak 80 huruf"); !strings.Contains(w.Body.String(), strings.TrimSpace(long)) {
		t.Error("what she wrote is lost")
	}
	fasilitator.sends("/perkara/P1", fasilitator.fillIn("/perkara/P1", "jawaban", "Sudah kami tegur."), http.StatusSeeOther)
	if text := o.lastTold(siti); !strings.Contains(text, "Sudah kami tegur") || !strings.Contains(text, "P1") {
		t.Errorf("who complained reads %q", text)
	}
	ketua.sends("/perkara/D1", ketua.fillIn("/perkara/D1", "putusan", "tolak"), http.StatusUnprocessableEntity, "Tulis kata-kata")
	form := ketua.fillIn("/perkara/D1", "putusan", "terima", "jawaban", "Maaf, keliru.")
	for range 2 {
		ketua.sends("/perkara/D1", form, http.StatusSeeOther)
	}
	if e := o.entries("A01"); e[0].Kind != ledger.Reversal || e[0].Teller != "P01" || e[1].Kind == ledger.Reversal {
		t.Errorf("the books after it: %+v", e[:2])
	}
	ketua.shows("/perkara/D1", []string{"Diterima", "Bambang Susilo", "/kerja/catat?anggota=A01-03", "sudah dibatalkan"})
	ketua.shows("/perkara/L1", []string{"Minta Rp2.000.000. ", "Kelompok lancar, sisa Rp", `/anggota/A01-03">Siti Rahayu`})
	ketua.sends("/perkara/L1", ketua.fillIn("/perkara/L1", "putusan", "terima", "jumlah", ""), http.StatusUnprocessableEntity, "Tulis jumlah yang disetujui")
	ketua.sends("/perkara/L1", ketua.fillIn("/perkara/L1", "putusan", "terima", "jumlah", "1.500.000"), http.StatusSeeOther)
	if text := o.lastTold(siti); !strings.Contains(text, "1.500.000") {
		t.Errorf("who asked reads %q", text)
	}
	if o.trail("decide") != 3 {
		t.Errorf("%d decisions in the trail", o.trail("decide"))
	}
	for _, wrong := range []string{"/perkara/D99", "/perkara/X1", "/perkara/D", "/perkara/D1x"} {
		if w := ketua.ask("GET", wrong, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
}

// Money is recorded, undone and counted by the rules of a message.
func TestRecordUndoCount(t *testing.T) {
	o := newOffice(t)
	kasir := o.as("kasir")
	before := len(o.entries("A01"))
	fill := func(with ...string) url.Values {
		t.Helper()
		return kasir.fillIn("/kerja/catat", append([]string{"anggota", "A01-03", "apa", "simpan:sukarela", "jumlah", "20.000", "tanggal", "2026-03-12"}, with...)...)
	}
	for _, c := range []struct {
		with []string
		says string
	}{
		{[]string{"anggota", "siapa ini"}, "Tidak ada anggota"},
		{[]string{"anggota", "sit"}, "Tulis kodenya: A01-03 Siti Rahayu"},
		{[]string{"tanggal", "2026-04-01"}, ""},
		{[]string{"apa", "ambil:sukarela", "jumlah", "9.000.000"}, "tidak punya simpanan itu"},
		{[]string{"jumlah", "0"}, "lebih dari nol"},
		{[]string{"anggota", "B01-02", "apa", "angsuran", "tanggal", "2020-01-01"}, ""},
	} {
		kasir.sends("/kerja/catat", fill(c.with...), http.StatusUnprocessableEntity, c.says)
	}
	if len(o.entries("A01")) != before {
		t.Fatal("a wrong form booked something")
	}
	form := fill("anggota", "siti rahayu")
	for range 2 {
		kasir.sends("/kerja/catat", form, http.StatusSeeOther)
	}
	entries := o.entries("A01")
	if len(entries) != before+1 || entries[0].Kind != ledger.SavingsDeposit || entries[0].Member != "A01-03" {
		t.Fatalf("booked: %+v", entries[0])
	}
	same := fill()
	same.Set(seenField, kasir.looks("/kerja/catat", same)) // the same on the same day
	kasir.sends("/kerja/catat", same, http.StatusSeeOther)
	undo := kasir.fillIn("/kerja/batal", "nomor", entries[0].Reference(), "jumlah", "25.000")
	seen := seenIn(kasir.sends("/kerja/batal", undo, http.StatusOK, "Batalkan No "+entries[0].Reference()+": Siti Rahayu", "ganti Rp25.000?"))
	if n := len(o.entries("A01")); n != before+2 {
		t.Fatalf("a look undid something: %d entries, %d before", n, before)
	}
	undo.Set("jumlah", "26.000") // is read back again
	undo.Set(seenField, seen)
	kasir.sends("/kerja/batal", undo, http.StatusOK, "ganti Rp26.000?")
	undo.Set("jumlah", "25.000")
	for range 2 {
		kasir.sends("/kerja/batal", undo, http.StatusSeeOther)
	}
	entries = o.entries("A01")
	if len(entries) != before+4 || entries[0].Amount != 25_000 || entries[1].Kind != ledger.Reversal {
		t.Errorf("after the correction: %+v", entries[:2])
	}
	kasir.sends("/kerja/batal", kasir.fillIn("/kerja/batal", "nomor", "A01/999"), http.StatusUnprocessableEntity, "Tidak ada catatan No A01/999")
	kasir.sends("/kerja/batal", kasir.fillIn("/kerja/batal", "nomor", "tujuh"), http.StatusUnprocessableEntity, "A01/17")
	fasilitator := o.as("fasilitator")
	count := fasilitator.fillIn("/kerja/kas?kelompok=A01", "kelompok", "melati", "jumlah", "300.000")
	w := fasilitator.sends("/kerja/kas", count, http.StatusOK, "menurut pembukuan")
	count.Set(seenField, seenIn(w))
	fasilitator.sends("/kerja/kas", count, http.StatusSeeOther)
	if e := o.entries("A01")[0]; e.Kind != ledger.General || e.Teller != "P03" {
		t.Errorf("the count: %+v", e)
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

// The office's tasks are proposed by a form each, with what is wrong beside the field.
func TestOfficeTasks(t *testing.T) {
	o := newOffice(t)
	kasir, ketua := o.as("kasir"), o.as("ketua")
	for _, c := range []struct {
		at   string
		with []string
		says string
	}{
		{"death", []string{"anggota", "A01-03", "tanggal", "2026-03-13", "dasar", "surat 1"}, "harus sudah lewat"},
		{"waive", []string{"anggota", "A01-03", "pinjaman", "A01-L1", "jasa", "9.000.000", "tanggal", "2026-03-12", "dasar", "BA 1"}, "lebih dari yang masih harus dibayar"},
		{"waive", []string{"anggota", "A01-03", "pinjaman", "X1", "jasa", "1.000", "tanggal", "2026-03-12", "dasar", "BA 1"}, "Tidak ada yang perlu dikerjakan"},
		{"withdraw", []string{"anggota", "A01-03", "simpanan", "sosial", "jumlah", "1.000.000", "tanggal", "2026-03-12", "dasar", "BA 1"}, "tidak sebanyak itu"},
		{"journal", []string{"debit", "1110", "kredit", "1110", "jumlah", "1000", "tanggal", "2026-03-12", "dasar", "x"}, "dua akun UPK"},
		{"close", []string{"bulan", "2026-03", "dasar", "x"}, "sudah lewat"},
		{"stage", []string{"pinjaman", "A01-L1", "tahap", "usulan", "tanggal", "2026-03-12", "dasar", "x"}, "tahap"},
		{"reschedule", []string{"pinjaman", "A01-L1", "baru", "A01-L2", "angsuran", "0", "tanggal", "2026-03-12", "dasar", "x"}, ""},
		{"admit", []string{"kelompok", "A01", "kode", "A01-03", "nama", "Dua Kali", "dasar", "x"}, "sudah dipakai"},
		{"merge", []string{"pertahankan", "A01-02", "lebur", "A01-03", "dasar", "x"}, "masih punya pinjaman"},
		{"reverse", []string{"nomor", "A01/12"}, "Belum diisi"},
	} {
		w := kasir.ask("POST", "/kerja/"+c.at, kasir.fillIn("/kerja/"+c.at, c.with...), nil)
		if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusConflict || !strings.Contains(said(w), c.says) {
			t.Errorf("%s %q: %d %s", c.at, c.with, w.Code, said(w))
		}
	}
	form := kasir.fillIn("/kerja/journal", "debit", "5110", "kredit", "1110", "jumlah", "75.000", "tanggal", "2026-03-12", "dasar", "kertas")
	for range 2 {
		if w := kasir.sends("/kerja/journal", form, http.StatusSeeOther); w.Header().Get("Location") != "/usulan/1" {
			t.Errorf("to %s", w.Header().Get("Location"))
		}
	}
	if o.trail("journal") != 1 {
		t.Errorf("%d in the trail", o.trail("journal"))
	}
	ketua.shows("/jejak", []string{"mengusulkan: Jurnal UPK"})
	if w := ketua.ask("POST", "/usulan/1/setujui", nil, nil); w.Code != http.StatusSeeOther || o.entries("")[0].Amount != 75_000 || o.trail("confirm") != 1 {
		t.Errorf("not written: %d", w.Code)
	}
	kasir.sends("/kerja/journal", kasir.fillIn("/kerja/journal", "debit", "5110", "kredit", "1110", "jumlah", "75.000", "tanggal", "2026-03-12", "dasar", "kertas"),
		http.StatusUnprocessableEntity, "memang sekali lagi")
	again := kasir.fillIn("/kerja/journal", "debit", "5110", "kredit", "1110", "jumlah", "75.000", "tanggal", "2026-03-12", "dasar", "kertas", "sekali_lagi", "ya")
	kasir.sends("/kerja/journal", again, http.StatusSeeOther)
}

// People come into the registers by two officers; phones by the phone's own yes.
func TestRegisters(t *testing.T) {
	const fresh ledger.Phone = "+6281390000777"
	o := newOffice(t)
	kasir, ketua := o.as("kasir"), o.as("ketua")
	member := func(code ledger.MemberCode) (m ledger.Member) {
		t.Helper()
		o.read(func(tx *store.Tx) (err error) { m, err = tx.Member(code); return err })
		return m
	}
	kasir.sends("/kerja/admit", kasir.fillIn("/kerja/admit", "kelompok", "melati", "kode", "a01-77", "nama", "Siti Rahaju", "sapaan", "Bu", "setuju", "2026-03-10", "dasar", "daftar hadir"), http.StatusSeeOther)
	ketua.shows("/usulan/1", []string{"A01-77", "Siti Rahaju"})
	if w := ketua.ask("POST", "/usulan/1/setujui", nil, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, said(w))
	}
	if m := member("A01-77"); m.Name != "Siti Rahaju" || !m.Consent || m.Status != ledger.Active || m.Phone != "" {
		t.Errorf("%+v", m)
	}
	kasir.sends("/kerja/hp", kasir.fillIn("/kerja/hp", "anggota", "A01-77", "hp", "12"), http.StatusUnprocessableEntity, "Tulis nomor HP")
	kasir.sends("/kerja/hp", kasir.fillIn("/kerja/hp", "anggota", "A01-77", "hp", "0813-9000-0777"), http.StatusSeeOther)
	if text := o.lastTold(fresh); !strings.Contains(text, "Siti Rahaju") || member("A01-77").Phone != "" {
		t.Errorf("the phone reads %q, before that it is hers %q", text, member("A01-77").Phone)
	}
	o.from(fresh, "40", "ya")
	if member("A01-77").Phone != fresh {
		t.Error("its yes did not make it hers")
	}
	kasir.sends("/kerja/merge", kasir.fillIn("/kerja/merge", "pertahankan", "A01-03", "lebur", "A01-77", "dasar", "KTP sama"), http.StatusSeeOther)
	kasir.sends("/kerja/merge", kasir.fillIn("/kerja/merge", "pertahankan", "A01-03", "lebur", "A01-77", "dasar", "sekali lagi"), http.StatusSeeOther)
	if w := ketua.ask("POST", "/usulan/2/setujui", nil, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, said(w))
	}
	kept, gone := member("A01-03"), member("A01-77")
	if gone.Status != ledger.Left || gone.Same != "A01-03" || gone.Phone != "" || kept.Phone2 != fresh || kept.Phone != "+6281390000103" {
		t.Errorf("kept %+v, merged %+v", kept, gone)
	}
	ketua.shows("/anggota/A01-77", []string{"/anggota/A01-03"})
	if w := ketua.ask("POST", "/usulan/3/setujui", nil, nil); w.Code != http.StatusConflict {
		t.Errorf("the registers had changed: %d", w.Code)
	}
	kasir.sends("/kerja/wakil", kasir.fillIn("/kerja/wakil", "anggota", "A01-03", "jam", "3"), http.StatusSeeOther)
	o.read(func(tx *store.Tx) error {
		s, err := tx.StandIn("A01")
		if s.Member != "A01-03" || !s.Until.Equal(o.now.Add(3*time.Hour)) {
			t.Errorf("%+v", s)
		}
		return err
	})
	kasir.sends("/kerja/wakil-selesai", kasir.fillIn("/kerja/wakil-selesai", "kelompok", "A01"), http.StatusSeeOther)
	kasir.sends("/kerja/wakil-selesai", kasir.fillIn("/kerja/wakil-selesai", "kelompok", "A01"), http.StatusConflict, "Tidak ada wakil")
	kasir.sends("/kerja/serah-terima", kasir.fillIn("/kerja/serah-terima", "anggota", "A01-03", "jumlah", "275.000"), http.StatusSeeOther)
	if text := o.lastTold(ani); !strings.Contains(text, "275.000") {
		t.Errorf("the old treasurer reads %q", text)
	}
	kasir.sends("/kerja/serah-terima", kasir.fillIn("/kerja/serah-terima", "anggota", "A01-02", "jumlah", "275.000"), http.StatusUnprocessableEntity)
	kasir.sends("/kerja/blokir", kasir.fillIn("/kerja/blokir", "anggota", "A01-03"), http.StatusSeeOther)
	kasir.sends("/kerja/buka-blokir", kasir.fillIn("/kerja/buka-blokir", "anggota", "A01-03"), http.StatusSeeOther)
	kasir.sends("/kerja/buka-blokir", kasir.fillIn("/kerja/buka-blokir", "anggota", "A01-03"), http.StatusUnprocessableEntity)
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

// An officer writes by hand: the bot is silent in that talk until she lets it go, or for
// two hours.
func TestWordsByHand(t *testing.T) {
	o := newOffice(t)
	kasir, ketua := o.as("kasir"), o.as("ketua")
	at := "/pesan/" + string(ani)
	o.hear("50", "siti 10rb")
	kasir.sends(at+"/tulis", kasir.fillIn(at), http.StatusUnprocessableEntity, "Belum diisi")
	form := kasir.fillIn(at, "kata", "Bu Ani, besok saya ke sana.")
	for range 2 {
		kasir.sends(at+"/tulis", form, http.StatusSeeOther)
	}
	texts := o.told(ani)
	if last := texts[len(texts)-1]; !strings.Contains(last, "besok saya ke sana") || !strings.Contains(last, "Endang") || strings.Contains(texts[len(texts)-2], "besok") {
		t.Errorf("she reads %q", texts[len(texts)-2:])
	}
	entries := len(o.entries("A01"))
	o.hear("51", "ya")
	o.hear("52", "siti 275rb")
	if now := o.told(ani); len(now) != len(texts) || len(o.entries("A01")) != entries {
		t.Errorf("the bot answered %q", now[len(texts):])
	}
	kasir.shows(at, []string{"Endang Purwanti menulis sendiri", "besok saya ke sana", "siti 275rb"})
	ketua.shows("/pesan", []string{"Percakapan di tangan pengurus", "menunggu jawaban"})
	ketua.sends(at+"/tulis", ketua.fillIn(at, "kata", "Saya juga."), http.StatusUnprocessableEntity, "Pengurus lain sedang menulis")
	ketua.sends(at+"/lepas", ketua.fillIn(at), http.StatusSeeOther)
	ketua.sends(at+"/lepas", ketua.fillIn(at), http.StatusSeeOther)
	if o.trail("released") != 1 {
		t.Errorf("released %d times", o.trail("released"))
	}
	o.hear("53", "kas")
	if now := o.told(ani); len(now) != len(texts)+1 {
		t.Errorf("the bot does not go on: %q", now)
	}
	kasir.sends(at+"/tulis", kasir.fillIn(at, "kata", "Sekali lagi."), http.StatusSeeOther)
	texts = o.told(ani)
	o.hear("54", "kas")
	if now := o.told(ani); len(now) != len(texts) {
		t.Errorf("the bot answered %q", now[len(texts):])
	}
	o.now = o.now.Add(2 * time.Hour)
	o.hear("55", "kas")
	if now := o.told(ani); len(now) != len(texts)+1 {
		t.Errorf("after two hours: %q", now[len(texts):])
	}
	o.read(func(tx *store.Tx) error {
		if list, err := tx.HeldTalks(); len(list) > 0 || err != nil {
			t.Errorf("still held: %v, %v", list, err)
		}
		return nil
	})
}

// A bank statement's lines are matched, and booked by a click each, once.
func TestBankStatement(t *testing.T) {
	o := newOffice(t)
	o.hear("60", "setor upk 250rb transfer")
	o.hear("61", "ya")
	kasir := o.as("kasir")
	statement := "Tanggal;Keterangan;Debet;Kredit\n12/03/2026;TRSF MELATI SAREN;0,00;250.000,00\n12/03/2026;BIAYA ADM;6.500,00;0,00\n11/03/2026;SETORAN TUNAI;0;1.000.000\nrusak;x;y;z\n"
	w := kasir.sends(statementPath, url.Values{"mutasi": {statement}}, http.StatusOK, "2 uang masuk; 1 uang keluar", "jumlahnya sama, namanya disebut", "rusak")
	if !strings.Contains(w.Body.String(), `name="kelompok-0" value="A01"`) || !strings.Contains(w.Body.String(), `name="kelompok-1" value=""`) {
		t.Errorf("matched: %s", w.Body)
	}
	before := len(o.entries("A01"))
	kasir.sends(statementPath, url.Values{"mutasi": {statement}, "terima": {"1"}, "kelompok-1": {""}}, http.StatusUnprocessableEntity, "Belum diisi")
	for range 2 {
		kasir.sends(statementPath, url.Values{"mutasi": {statement}, "terima": {"0"}, "kelompok-0": {"A01"}}, http.StatusOK, "sudah diterima")
	}
	list := o.entries("A01")
	if len(list) != before+1 || list[0].Kind != ledger.DepositReceived || list[0].Amount != 250_000 || list[0].Postings[0].Debit.Code != ledger.UPKBank {
		t.Errorf("booked: %+v", list[0])
	}
	twice := "Tanggal,Keterangan,Kredit\n12/03/2026,TUNAI,1000\n12/03/2026,TUNAI,1000\n"
	for _, nth := range []string{"0", "1", "1"} { // two equal payments are two
		form := url.Values{"mutasi": {twice}, "terima": {nth}, "kelompok-" + nth: {"A01"}}
		if w := kasir.sends(statementPath, form, http.StatusOK); strings.Contains(w.Body.String(), "dilihat-"+nth) {
			form.Set("dilihat-"+nth, html.UnescapeString(regexp.MustCompile(`name="dilihat-` + nth + `" value="([^"]+)"`).FindStringSubmatch(w.Body.String())[1]))
			kasir.sends(statementPath, form, http.StatusOK, "sudah diterima")
		}
	}
	if n := len(o.entries("A01")); n != before+3 {
		t.Errorf("two equal lines made %d entries", n-before-1)
	}
	kasir.sends(statementPath, url.Values{"mutasi": {"halo"}}, http.StatusUnprocessableEntity, "Tidak ada uang masuk yang terbaca")
	kasir.sends(statementPath, url.Values{"mutasi": {strings.Repeat("x", maxUpload)}}, http.StatusRequestEntityTooLarge)
	for text, want := range map[string]ledger.Money{
		"2.000.000,00": 2_000_000, "2,000,000.00": 2_000_000, "2000000": 2_000_000, "25,000.00 CR": 25_000, "1.000.000": 1_000_000, "12.50": -1, "1.5": -1, "": -1,
	} {
		if m, ok := bankAmount(text); ok != (want >= 0) || ok && m != want {
			t.Errorf("%q is %d, %v", text, int64(m), ok)
		}
	}
	today := ledger.NewDate(2026, time.March, 12)
	for text, want := range map[string]string{"05/03/2026": "2026-03-05", "5-3-26": "2026-03-05", "05/03": "2026-03-05", "20/12": "2025-12-20", "2026-03-05 10:11": "2026-03-05", "31/02/2026": "", "x": ""} {
		if d, ok := bankDay(text, today); ok != (want != "") || ok && d.String() != want {
			t.Errorf("%q is %s, %v", text, d, ok)
		}
	}
}
