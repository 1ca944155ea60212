package console

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

const (
	password = "kopi tubruk pagi"
	ani      = ledger.Phone("+6281390000101") // treasurer of Melati, A01
	nasty    = `<script>alert("x")</script>`
)

// office is a UPK with its console, an officer and a user of each role, and a clock
// that the test moves.
type office struct {
	*testing.T
	db   *store.DB
	bot  *bot.Bot
	c    *Console
	now  time.Time
	made int // proposals
}

// roles are the users' names, by what their officers are.
var roles = map[string]ledger.Officer{
	"ketua":       {Code: "P01", Name: "Bambang Susilo", Phone: "+6281390000901", Role: ledger.Head},
	"kasir":       {Code: "P02", Name: "Endang Purwanti", Phone: "+6281390000902", Role: ledger.Cashier},
	"fasilitator": {Code: "P03", Name: "Joko Santoso", Phone: "+6281390000903", Role: ledger.Facilitator},
	"pengawas":    {Code: "P04", Name: "Sutrisno", Phone: "+6281390000904", Role: ledger.Supervisor},
	"sekretaris":  {Code: "P05", Name: "Wahyuni", Phone: "+6281390000905", Role: ledger.Clerk},
	"bendahara":   {Code: "P06", Name: "Ratna " + nasty, Phone: "+6281390000906", Role: ledger.Bookkeeper},
}

// hashed is the one password of all, hashed once and cheaply: the figures stand in it.
var hashed = sync.OnceValue(func() string {
	salt := []byte("salt of the test")
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, encode(salt), encode(argon2.IDKey([]byte(password), salt, 1, 8, 1, hashBytes)))
})

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, db: store.New(memory.New()), now: time.Date(2026, 3, 12, 3, 0, 0, 0, time.UTC)}
	log := slog.New(slog.DiscardHandler)
	o.bot = bot.New(o.db, log)
	book, faults, err := workbook.Read("../../conversation/testdata/kalijambe")
	if err == nil {
		_, faults, err = workbook.Import(t.Context(), o.db, book, o.now, false)
	}
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	o.update(func(tx *store.Tx) error {
		for name, officer := range roles {
			if err := tx.PutOfficer(officer); err != nil {
				return err
			}
			if err := tx.PutUser(store.User{Name: name, Officer: officer.Code, Password: hashed()}); err != nil {
				return err
			}
		}
		m, err := tx.Member("A01-04")
		if err != nil {
			return err
		}
		m.Name = nasty
		return tx.PutMember(m)
	})
	o.c = New(Options{
		DB: o.db, Bot: o.bot, Log: log, Now: func() time.Time { return o.now }, Reports: []Report{{"lpp", "Laporan perkembangan"}},
		Make: func(_ context.Context, name, format string, month ledger.Period, w io.Writer) error {
			_, err := fmt.Fprint(w, name, format, month)
			return err
		},
	})
	o.hear("1", "bayar siti 275rb")
	o.hear("2", "ya")
	o.hear("3", nasty)
	return o
}

// complain makes the complaint P1.
func (o *office) complain() {
	o.Helper()
	o.from("+6281390000103", "4", "pengaduan "+nasty)
}

func (o *office) update(fn func(*store.Tx) error) {
	o.Helper()
	if err := o.db.Update(context.Background(), fn); err != nil {
		o.Fatal(err)
	}
}

func (o *office) read(fn func(*store.Tx) error) {
	o.Helper()
	if err := o.db.View(context.Background(), fn); err != nil {
		o.Fatal(err)
	}
}

func (o *office) hear(id, text string) {
	o.Helper()
	o.from(ani, id, text)
}

func (o *office) from(phone ledger.Phone, id, text string) {
	o.Helper()
	err := o.bot.Receive(o.Context(), conversation.Message{
		Gateway: "simulator", Foreign: id, Channel: conversation.SMS, From: phone, Text: text, Sent: o.now, Received: o.now,
	})
	if err != nil {
		o.Fatal(err)
	}
}

// propose makes a proposal of a payment of the UPK's own.
func (o *office) propose(by ledger.OfficerCode) uint64 {
	o.Helper()
	o.made++
	p, err := o.bot.Propose(o.Context(), func(tx *store.Tx) (conversation.Proposal, error) {
		desk, err := conversation.NewDesk(tx, by, o.now)
		if err != nil {
			return conversation.Proposal{}, err
		}
		return desk.Journal(ledger.Account{Code: "5110"}, ledger.Account{Code: ledger.UPKCash}, ledger.Money(1000*o.made), desk.Today(), "beli kertas "+nasty, true)
	})
	if err != nil {
		o.Fatal(err)
	}
	return p.Number
}

func (o *office) proposal(n uint64) (p conversation.Proposal) {
	o.Helper()
	o.read(func(tx *store.Tx) (err error) { p, err = tx.Proposal(n); return err })
	return p
}

// person is somebody's browser.
type person struct {
	*office
	cookie *http.Cookie
	kept   []*http.Cookie // the others
}

// ask sends a request as a browser does from the page itself, or as change says.
func (p *person) ask(method, target string, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://upk.test"+target, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if p.cookie != nil {
		r.AddCookie(p.cookie)
	}
	for _, cookie := range p.kept {
		r.AddCookie(cookie)
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	p.c.Handler().ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if cookie.Name == cookieName {
			p.cookie = cookie
		} else {
			p.kept = append(slices.DeleteFunc(p.kept, func(c *http.Cookie) bool { return c.Name == cookie.Name }), cookie)
		}
	}
	return w
}

func (p *person) login(name, password string) *httptest.ResponseRecorder {
	return p.ask("POST", "/login", url.Values{"nama": {name}, "sandi": {password}}, nil)
}

// as is somebody who has logged in.
func (o *office) as(name string) *person {
	o.Helper()
	p := &person{office: o}
	if w := p.login(name, password); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		o.Fatalf("%s cannot log in: %d %s", name, w.Code, w.Body)
	}
	return p
}

// onlyFor are the routes that are not everybody's, by contract.md section 3.
var onlyFor = map[string]string{
	"POST /usulan/{number}/setujui": "ketua sekretaris bendahara kasir",
	"POST /usulan/{number}/tolak":   "ketua sekretaris bendahara kasir",
	"GET /siaran/baru":              "ketua sekretaris bendahara kasir",
	"POST /siaran":                  "ketua sekretaris bendahara kasir",
	"POST /siaran/{number}/jeda":    "ketua sekretaris bendahara kasir",
	"POST /siaran/{number}/lanjut":  "ketua sekretaris bendahara kasir",
	"POST /siaran/{number}/batal":   "ketua sekretaris bendahara kasir",
	"GET /jejak":                    "ketua pengawas",
	"GET /pengguna":                 "ketua",
	"POST /pengguna":                "ketua",
	"POST /pengguna/{name}/ulang":   "ketua",
	"POST /pengguna/{name}/hapus":   "ketua",
	"POST /lembar/{sheet}":          "ketua",
	"POST /pengaturan/{key}":        "ketua",
	"GET /pengaturan/whatsapp":      "ketua",
	"POST /pengaturan/whatsapp":     "ketua",
	"GET /mulai":                    "ketua",
	"GET /mulai/pinjaman":           "ketua",
	"POST /mulai/pinjaman":          "ketua",
	"GET /impor":                    "ketua",
	"POST /impor":                   "ketua",
	"POST /impor/masukkan":          "ketua",
	"GET /impor/kosong.xlsx":        "ketua",
	"POST /setoran/{code}":          deciders,
	"GET /setoran/mutasi":           deciders,
	"POST /setoran/mutasi":          deciders,
	"POST /perkara/{reference}":     workers,
	"POST /pesan/{phone}/tulis":     workers,
	"POST /pesan/{phone}/lepas":     workers,
}

const (
	deciders = "ketua sekretaris bendahara kasir"
	workers  = deciders + " fasilitator"
)

// openTo are the roles that a route is for; empty for everybody's.
func openTo(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	name, is := strings.CutPrefix(path, "/kerja/")
	switch {
	case !is:
		return onlyFor[pattern]
	case slices.Contains(strings.Fields("kas hp wakil wakil-selesai serah-terima blokir buka-blokir"), name):
		return workers
	}
	return deciders
}

// askedBack tells whether a route asks for more where nothing was filled in.
func askedBack(pattern string) bool {
	return strings.HasPrefix(pattern, "POST /kerja/") || strings.HasPrefix(pattern, "POST /setoran/") ||
		pattern == "POST /pesan/{phone}/tulis" || pattern == "POST /perkara/{reference}"
}

// filledIn is a route's path with something that is there in each of its places. A route
// with a place that this does not know is not tested, and fails.
func filledIn(t *testing.T, path string, proposal uint64) string {
	t.Helper()
	if strings.HasPrefix(path, "/siaran/") {
		proposal = 1 // which no broadcast is
	}
	at := strings.NewReplacer(
		"{$}", "", "{code}", "A01", "{member}", "A01-03", "{loan}", "A01-L1", "{number}", fmt.Sprint(proposal), "{phone}", string(ani),
		"{month}", "2026-02", "{file}", "lpp.pdf", "{name}", "siapa", "{sheet}", "petugas", "{key}", "denda", "{reference}", "P1", "{message}", "in-1",
	).Replace(path)
	if strings.Contains(at, "{") {
		t.Errorf("nothing fills %s", at)
	}
	return at
}

// Every route, asked by each role and by nobody: who may not sees nothing and changes
// nothing, and no page lets through what people wrote as markup.
func TestCrawl(t *testing.T) {
	o := newOffice(t)
	o.complain()
	seen := map[string]bool{}
	var people []*person
	names := []string{"", "ketua", "kasir", "fasilitator", "pengawas", "sekretaris", "bendahara"}
	for _, name := range names {
		p := &person{office: o}
		if name != "" {
			p = o.as(name)
		}
		people = append(people, p)
	}
	for _, route := range o.c.routes() {
		method, path, found := strings.Cut(route.pattern, " ")
		if !found {
			method, path = "GET", "/tidak-ada"
		}
		seen[route.pattern] = true
		for i, name := range names {
			maker := ledger.OfficerCode("P01")
			if name == "ketua" {
				maker = "P02"
			}
			n := o.propose(maker)
			at := filledIn(t, path, n)
			w := people[i].ask(method, at, nil, nil)
			allowed := openTo(route.pattern) == "" || strings.Contains(" "+openTo(route.pattern)+" ", " "+name+" ")
			want := http.StatusOK
			switch {
			case name == "":
				want = http.StatusSeeOther
			case !allowed:
				want = http.StatusForbidden
			case askedBack(route.pattern):
				want = http.StatusUnprocessableEntity
			case method == "POST" && !strings.HasPrefix(path, "/usulan"): // an empty form
				if want = w.Code; want != http.StatusSeeOther && want != http.StatusUnprocessableEntity && want != http.StatusNotFound && want != http.StatusConflict {
					want = http.StatusUnprocessableEntity
				}
			case method == "POST":
				want = http.StatusSeeOther
			case at == "/tidak-ada" || at == "/siaran/1" || strings.HasPrefix(at, "/bukti/"):
				want = http.StatusNotFound
			}
			if w.Code != want {
				t.Errorf("%s as %q: %d, want %d\n%s", route.pattern, name, w.Code, want, w.Body)
			}
			if name == "" && (w.Header().Get("Location") != "/login" || strings.Contains(w.Body.String(), "Melati")) {
				t.Errorf("%s without a log-in: to %s, %s", route.pattern, w.Header().Get("Location"), w.Body)
			}
			if strings.Contains(w.Body.String(), nasty) || w.Header().Get("Content-Security-Policy") != policy {
				t.Errorf("%s as %q: markup of people's, or no policy", route.pattern, name)
			}
			if done := !o.proposal(n).Decided.IsZero(); done != (method == "POST" && strings.HasPrefix(path, "/usulan") && name != "" && allowed) {
				t.Errorf("%s as %q: decided is %v", route.pattern, name, done)
			}
		}
	}
	for pattern := range onlyFor {
		if !seen[pattern] {
			t.Errorf("there is no route %s", pattern)
		}
	}
}

// What comes from another page changes nothing, whoever is logged in.
func TestForeignOrigin(t *testing.T) {
	o := newOffice(t)
	ketua := o.as("ketua")
	n := o.propose("P02")
	posts := 0
	for _, route := range append(o.c.routes(), route{pattern: "POST /login"}, route{pattern: "POST /login/kode"}, route{pattern: "POST /logout"}, route{pattern: "POST /undangan/{token}"}, route{pattern: "POST /bahasa"}) {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != "POST" {
			continue
		}
		posts++
		at := strings.ReplaceAll(path, "{number}", fmt.Sprint(n))
		for what, change := range map[string]func(*http.Request){
			"cross-site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
			"same-site":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
			"other origin": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "http://evil.test") },
			"null origin":  func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "null") },
		} {
			w := ketua.ask("POST", at, url.Values{"nama": {"kasir"}, "sandi": {password}}, change)
			if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "halaman lain") || len(w.Result().Cookies()) > 0 {
				t.Errorf("%s from %s: %d %s", at, what, w.Code, w.Body)
			}
		}
	}
	if posts < 4 || !o.proposal(n).Decided.IsZero() || ketua.ask("GET", "/", nil, nil).Code != http.StatusOK {
		t.Errorf("%d posts; decided %v; or she was logged out", posts, o.proposal(n).Decided)
	}
}

// Two officers click at once: one wins, the other is told who was first; the entry is
// written once.
func TestTwoOfficersAtOnce(t *testing.T) {
	o := newOffice(t)
	both := []*person{o.as("ketua"), o.as("sekretaris")}
	for range 10 {
		n := o.propose("P02")
		answers := make([]*httptest.ResponseRecorder, 2)
		var clicks sync.WaitGroup
		for i, p := range both {
			clicks.Go(func() { answers[i] = p.ask("POST", fmt.Sprintf("/usulan/%d/setujui", n), nil, nil) })
		}
		clicks.Wait()
		winner := 0
		if answers[0].Code != http.StatusSeeOther {
			winner = 1
		}
		loser := answers[1-winner]
		by := []string{"Bambang Susilo", "Wahyuni"}[winner]
		if answers[winner].Code != http.StatusSeeOther || loser.Code != http.StatusConflict ||
			!strings.Contains(loser.Body.String(), "sudah disetujui oleh "+by) {
			t.Fatalf("%d and %d: %s", answers[0].Code, answers[1].Code, loser.Body)
		}
		if got := o.proposal(n).DecidedBy; got != []ledger.OfficerCode{"P01", "P05"}[winner] {
			t.Errorf("decided by %s", got)
		}
	}
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}

// Nobody confirms her own, sees a button for it, or changes anything with a stale page
// or a wrong number.
func TestDecide(t *testing.T) {
	o := newOffice(t)
	kasir, ketua := o.as("kasir"), o.as("ketua")
	n := o.propose("P02")
	page := fmt.Sprintf("/usulan/%d", n)
	if body := kasir.ask("GET", page, nil, nil).Body.String(); strings.Contains(body, "/setujui") || !strings.Contains(body, "Tarik kembali") {
		t.Error("the page offers her to confirm her own")
	}
	if body := ketua.ask("GET", page, nil, nil).Body.String(); !strings.Contains(body, page+"/setujui") || !strings.Contains(body, "Rp1.000") {
		t.Error("the page does not show what would be written", body)
	}
	if w := kasir.ask("POST", page+"/setujui", nil, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Usulan sendiri") {
		t.Errorf("her own: %d %s", w.Code, w.Body)
	}
	if w := ketua.ask("POST", page+"/tolak", nil, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != page {
		t.Errorf("refused: %d", w.Code)
	}
	if w := ketua.ask("POST", page+"/setujui", nil, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "sudah ditolak oleh Bambang Susilo") {
		t.Errorf("after it was refused: %d %s", w.Code, w.Body)
	}
	for _, wrong := range []string{"/usulan/99/setujui", "/usulan/x/tolak", "/usulan/-1/setujui", "/usulan/18446744073709551616/tolak"} {
		if w := ketua.ask("POST", wrong, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
	if p := o.proposal(n); !p.Refused || p.DecidedBy != "P01" {
		t.Errorf("%+v", p)
	}
}

// What the pages show is what is in the books.
func TestPagesShow(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error {
		return tx.Park(conversation.Message{From: ani, Text: "tertahan"}, "panic", o.now)
	})
	o.propose("P02")
	p := o.as("pengawas")
	for at, wants := range map[string][]string{
		"/":                        {"Rp300.000", "2 kelompok, yang terlama sejak 2 Mar 2026", "Rp1.375.000", "7 pesan menunggu"},
		"/kelompok?cari=mlati":     {"1 kelompok", "/kelompok/A01"},
		"/kelompok?cari=B01":       {"Mawar"},
		"/kelompok?cari=zzzz":      {"Tidak ada kelompok"},
		"/kelompok?lihat=kas":      {"/kelompok/A01", "Rp275.000"},
		"/kelompok/A01":            {"Siti Rahayu", "A01/12", "Ani Lestari", "&lt;script&gt;", ">bayar siti 275rb / ya</a>"},
		"/perkara":                 {"tertahan", "panic"},
		"/pesan":                   {"081390000101", "menunggu"},
		"/pesan/" + string(ani):    {"Ani Lestari (A01-01)", "bayar siti 275rb", "jadi A01/12", "&lt;script&gt;"},
		"/pesan/081390000101":      {"bayar siti 275rb"},
		"/usulan":                  {"Jurnal UPK", "Endang Purwanti"},
		"/laporan?bulan=2026-02":   {"/laporan/2026-02/lpp.xlsx", "Februari 2026"},
		"/laporan/2026-02/lpp.pdf": {"lpppdf2026-02"},
	} {
		p.shows(at, wants)
	}
	p.shows("/jejak", []string{"membaca percakapan", "A01-01", "mengunduh laporan", "lpp 2026-02", "192.0.2.1"})
	for at, want := range map[string]int{
		"/kelompok/X99": 404, "/pesan/siti": 404, "/siaran/1": 404, "/laporan?bulan=kemarin": 400,
		"/laporan/2026-13/lpp.pdf": 404, "/laporan/2026-02/lpp.exe": 404, "/laporan/2026-02/passwd.pdf": 404,
	} {
		if w := p.ask("GET", at, nil, nil); w.Code != want {
			t.Errorf("%s: %d, want %d", at, w.Code, want)
		}
	}
}

func (p *person) shows(at string, wants []string) {
	p.Helper()
	w := p.ask("GET", at, nil, nil)
	for _, want := range wants {
		if !strings.Contains(strings.ToLower(w.Body.String()), strings.ToLower(want)) {
			p.Errorf("%s (%d) does not show %q:\n%s", at, w.Code, want, w.Body)
		}
	}
}
