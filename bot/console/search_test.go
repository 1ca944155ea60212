package console

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// One box finds people, groups, villages, phones, receipts and proposals, also with a
// letter wrong; best first.
func TestSearch(t *testing.T) {
	o := newOffice(t)
	p := o.as("pengawas")
	u := fmt.Sprint("U", o.propose("P02"))
	links := regexp.MustCompile(`<a href="(/(?:kelompok|anggota|pinjaman|usulan)[/?][^"]*)">`)
	for search, want := range map[string]string{
		"siti":           "/anggota/A01-03",
		"sitti rahyu":    "/anggota/A01-03",
		"SITI":           "/anggota/A01-03",
		"rahayu melati":  "/anggota/A01-03",
		"rahayu saren":   "/anggota/A01-03",
		"siti mawar":     "",
		"yem":            "/anggota/B01-04",
		"mlati":          "/kelompok/A01",
		"melait":         "/kelompok/A01",
		"saren":          "/kelompok?cari=Saren",
		"slamet":         "/anggota/B01-02 /anggota/B01-03",
		"lestari":        "/anggota/A01-01 /anggota/A01-05",
		"A01":            "/kelompok/A01 /anggota/A01-01 /anggota/A01-03 /anggota/A01-05 /anggota/A01-02",
		"a01-03":         "/anggota/A01-03",
		"0813-9000-0103": "/anggota/A01-03",
		"90000201":       "/anggota/B01-01",
		"a01/12":         "/anggota/A01-03#A01/12",
		"A01/B12":        "",
		"a01/999":        "",
		u:                "/usulan/" + strings.TrimPrefix(u, "U"),
		"u999":           "",
		"a01-l1":         "/pinjaman/A01-L1",
		"zzzzzz":         "",
		"1":              "",
		"":               "",
	} {
		w := p.ask("GET", "/cari?q="+url.QueryEscape(search), nil, nil)
		var got []string
		for _, m := range links.FindAllStringSubmatch(w.Body.String(), -1) {
			got = append(got, m[1])
		}
		if search == "A01" && len(got) > 5 {
			got = append(got[:1], got[2:]...) // the one whose name is markup is anywhere
		}
		if strings.Join(got, " ") != want || w.Code != http.StatusOK {
			t.Errorf("%q: %d %s, want %s", search, w.Code, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("m", 5000), strings.Repeat("m ", 500), "%_*(", nasty} {
		if w := p.ask("GET", "/cari?q="+url.QueryEscape(long), nil, nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), nasty) {
			t.Errorf("%.10q: %d", long, w.Code)
		}
	}
	o.update(func(tx *store.Tx) error {
		m, err := tx.Member("A01-03")
		m.Name, m.Phone = "Zubaidah", "+6281390009999"
		if err != nil {
			return err
		}
		return tx.PutMember(m)
	})
	p.shows("/cari?q=zubaidah", []string{"/anggota/A01-03"})
	p.shows("/cari?q=081390009999", []string{"Zubaidah"})
}

// Every subject is on one page, and on one only.
func TestSearchGoesOn(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error {
		for i := range 3 * searchAtOnce {
			err := tx.PutMember(ledger.Member{Code: ledger.MemberCode(fmt.Sprintf("A01-X%d", i)), Group: "A01", Name: fmt.Sprint("Sumiyati ", i%7), Status: ledger.Active})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if n := o.as("ketua").all("/cari?q=sumiyati", `/anggota/A01-X\d+`); n != 3*searchAtOnce {
		t.Errorf("%d of %d", n, 3*searchAtOnce)
	}
}

// The list of groups goes on, too, by code and by amount.
func TestGroupsGoOn(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L1")
		if err != nil {
			return err
		}
		for i := range 2*groupsAtOnce + 10 {
			code := fmt.Sprintf("X%03d", i)
			if err := tx.PutGroup(ledger.Group{Code: ledger.GroupCode(code), Name: "Anggrek"}); err != nil {
				return err
			}
			l.Code, l.Group = ledger.LoanCode(code+"-L1"), ledger.GroupCode(code)
			l.Terms.Principal, l.Shares = ledger.Money(1_000_000+i%5), nil
			if err := tx.PutLoan(l); err != nil {
				return err
			}
		}
		return nil
	})
	p := o.as("ketua")
	for _, list := range []string{"/kelompok?cari=anggrek", "/kelompok?cari=anggrek&lihat=tunggakan", "/kelompok?lihat=minggu&cari=anggrek"} {
		if n := p.all(list, `/kelompok/X\d+`); n != 2*groupsAtOnce+10 {
			t.Errorf("%s has %d", list, n)
		}
	}
	for list, form := range map[string]string{"/lembar/kelompok": `<td data-is="Kode">X\d+<`, lendingPath: `kelompok=X\d+"`} {
		if n := p.all(list, form); n != 2*groupsAtOnce+10 {
			t.Errorf("%s has %d", list, n)
		}
	}
	p.shows("/lembar/kelompok?ubah=X207", []string{`value="X207"`})
	p.shows("/mulai", []string{"213 kelompok", "212 pinjaman"})
}

// The trail goes on page by page, the newest first.
func TestTheTrailGoesOn(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error {
		for i := range 2*visitsAtOnce + 10 {
			if err := tx.KeepVisit(store.Visit{At: o.now, User: "x", What: "group", About: fmt.Sprintf("X%03d", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	p := o.as("ketua")
	if n := p.all("/jejak", `X\d\d\d`); n != 2*visitsAtOnce+10 {
		t.Errorf("%d", n)
	}
	p.shows("/jejak", []string{"X209"})
}

// all follows a list to its end, and is how many different things of a form it has. Each
// is there once.
func (p *person) all(at, form string) int {
	p.Helper()
	thing, next := regexp.MustCompile(form), regexp.MustCompile(`<a class="button" href="([^"]*)"`)
	seen := map[string]bool{}
	for range 1000 {
		w := p.ask("GET", at, nil, nil)
		if w.Code != http.StatusOK {
			p.Fatalf("%s: %d", at, w.Code)
		}
		for _, it := range thing.FindAllString(w.Body.String(), -1) {
			if seen[it] {
				p.Errorf("%s has %s again", at, it)
			}
			seen[it] = true
		}
		m := next.FindStringSubmatch(w.Body.String())
		if m == nil {
			return len(seen)
		}
		at = html.UnescapeString(m[1])
	}
	p.Fatal("it has no end")
	return 0
}

// A loan's and a member's page show the schedule, what was paid, when and by whose words,
// and what was taken back.
func TestCards(t *testing.T) {
	o := newOffice(t)
	p := o.as("fasilitator")
	o.hear("c0", "tidak") // to what the last text is asked about: a member is called so
	o.hear("c1", "batal")
	o.hear("c2", "ya")
	o.now = o.now.Add(time.Minute)
	o.hear("c3", "bayar siti 250rb")
	o.hear("c4", "ya")
	for at, wants := range map[string][]string{
		"/pinjaman/A01-L1": {"Rp12.500.000", "Rp13.750.000", "15 Feb 2026", "Siti Rahayu", ">dibatalkan</span>", "pembatalan no. 12", "/pesan/&#43;6281390000101", ">bayar siti 250rb / ya</a>", ">batal / ya</a>", "Kolek I"},
		"/anggota/A01-03":  {"Melati", "Rp2.225.000", "081390000103", "Setuju diingatkan sejak 15 Jan 2026", "belum pernah", "A01-L1", "Rp250.000", `id="A01/14"`, "Percakapan terakhir", "Rp250.000 sudah diterima"},
		"/anggota/A01-04":  {"Tidak punya HP di daftar", "&lt;script&gt;"},
		"/anggota/A01-05":  {"Belum setuju diingatkan"},
		"/kelompok/A01":    {`/anggota/A01-03">Siti Rahayu`, "/pinjaman/A01-L1"},
	} {
		p.shows(at, wants)
	}
	for _, wrong := range []string{"/pinjaman/A01", "/pinjaman/x", "/anggota/A01-99", "/anggota/A01"} {
		if w := p.ask("GET", wrong, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
	o.update(func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L1")
		l.Status = ledger.PaidOff
		if err != nil {
			return err
		}
		return tx.PutLoan(l)
	})
	p.shows("/pinjaman/A01-L1", []string{"lunas"})
	p.shows("/anggota/A01-03", []string{"Sebelumnya:", "/pinjaman/A01-L1"})
}
