package console

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

func (p *person) post(at string, form ...string) int {
	p.Helper()
	return p.send(at, form...).code
}

// answer is what came back: where to, or the page.
type answer struct {
	code int
	to   string
	page string
}

func (p *person) send(at string, form ...string) answer {
	p.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	w := p.ask("POST", at, values, nil)
	return answer{w.Code, w.Header().Get("Location"), w.Body.String()}
}

func (p *person) page(at string) string {
	p.Helper()
	return p.ask("GET", at, nil, nil).Body.String()
}

func (o *office) user(name string) (u store.User) {
	o.Helper()
	o.read(func(tx *store.Tx) (err error) { u, err = tx.User(name); return err })
	return u
}

func within(t *testing.T, expression, page string) string {
	t.Helper()
	parts := regexp.MustCompile(expression).FindStringSubmatch(page)
	if parts == nil {
		t.Fatalf("no %s in %s", expression, page)
	}
	return parts[1]
}

// codeAt is what her app shows.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withCodes turns one-time codes on, as she does with her app, and returns her secret and
// recovery codes.
func (p *person) withCodes() (secret string, recovery []string) {
	p.Helper()
	secret = within(p.T, `<code>([A-Z2-7]{32})</code>`, p.page("/akun/kode"))
	if again := within(p.T, `<code>([A-Z2-7]{32})</code>`, p.page("/akun/kode")); again != secret {
		p.Error("another secret when the page is loaded again: her app has the first")
	}
	if got := p.post("/akun/kode", "kode", "000000"); got != http.StatusUnprocessableEntity {
		p.Errorf("a wrong code turns them on: %d", got)
	}
	if got := p.send("/akun/kode", "kode", codeAt(p.T, secret, p.now)); got.to != "/akun/kode" {
		p.Fatalf("the right code: %+v", got)
	}
	for _, one := range regexp.MustCompile(`<li><code>([a-z2-7-]{19})</code>`).FindAllStringSubmatch(p.page("/akun/kode"), -1) {
		recovery = append(recovery, one[1])
	}
	if len(recovery) != recoveryCodes {
		p.Fatalf("%d recovery codes", len(recovery))
	}
	if got := p.send("/akun/kode", "kode", codeAt(p.T, secret, p.now)); got.to != "/akun/kode" { // a second click
		p.Errorf("a second click: %+v", got)
	}
	p.post("/akun/kode/tercatat")
	if strings.Contains(p.page("/akun"), recovery[0]) || p.ask("GET", "/akun/kode", nil, nil).Code != http.StatusSeeOther {
		p.Error("the codes are shown again")
	}
	return secret, recovery
}

func TestOneTimeCodes(t *testing.T) {
	o := newOffice(t)
	p := o.as("kasir")
	secret, recovery := p.withCodes()
	if u := o.user("kasir"); u.Secret != secret || strings.Contains(strings.Join(u.Recovery, " "), strings.ReplaceAll(recovery[0], "-", "")) {
		t.Error("the recovery codes are kept as they are")
	}
	// The password alone lets her nowhere.
	login := func() *person {
		t.Helper()
		p := &person{office: o}
		if w := p.login("kasir", password); w.Header().Get("Location") != "/login/kode" {
			t.Fatalf("the password: %d to %s", w.Code, w.Header().Get("Location"))
		}
		if p.in() {
			t.Fatal("in without a code")
		}
		if got := p.page("/login/kode"); !strings.Contains(got, "Enam angka") {
			t.Fatal(got)
		}
		return p
	}
	p = login()
	if got := p.post("/login/kode", "kode", codeAt(t, secret, o.now)); got != http.StatusForbidden || p.in() {
		t.Errorf("the code with which she turned them on, again: %d", got)
	}
	o.now = o.now.Add(codeTime)
	code := codeAt(t, secret, o.now)
	if got := p.send("/login/kode", "kode", code[:3]+" "+code[3:]); got.to != "/" || !p.in() {
		t.Fatalf("the code: %+v", got)
	}
	if p = login(); p.post("/login/kode", "kode", code) != http.StatusForbidden || p.in() {
		t.Error("one code twice")
	}
	if got := p.send("/login/kode", "kode", strings.ToUpper(recovery[3])); got.to != "/" || !p.in() {
		t.Errorf("a recovery code: %+v", got)
	}
	if p = login(); p.post("/login/kode", "kode", recovery[3]) != http.StatusForbidden {
		t.Error("one recovery code twice")
	}
	for _, wrong := range []string{"", "123456", strings.Repeat("1", 5000), codeAt(t, secret, o.now.Add(5*codeTime))} {
		p.post("/login/kode", "kode", wrong)
	}
	if got := p.post("/login/kode", "kode", recovery[4]); got != http.StatusTooManyRequests || p.in() {
		t.Errorf("after five wrong codes: %d", got)
	}
	o.now = o.now.Add(triesTime)
	if got := p.send("/login/kode", "kode", recovery[4]); got.to != "/login" {
		t.Errorf("half a log-in lasts for longer than %v: %+v", codeWait, got)
	}
	// A phone whose clock is half a minute off.
	for _, off := range []time.Duration{-codeTime, codeTime} {
		o.now = o.now.Add(10 * codeTime)
		if p = login(); p.post("/login/kode", "kode", codeAt(t, secret, o.now.Add(off))) != http.StatusSeeOther {
			t.Errorf("a clock that is %v off", off)
		}
	}
	if got := p.post("/akun/kode/matikan", "sandi_mati", "salah lagi ya"); got != http.StatusUnprocessableEntity || o.user("kasir").Secret == "" {
		t.Errorf("off without the password: %d", got)
	}
	if p.post("/akun/kode/cadangan", "sandi_cadangan", password); strings.Contains(p.page("/akun/kode"), recovery[5]) {
		t.Error("the old recovery codes are shown")
	}
	if got := p.send("/akun/kode/matikan", "sandi_mati", password); got.to != "/akun" || o.user("kasir").Secret != "" {
		t.Errorf("off: %+v", got)
	}
	o.as("kasir")
}

// Where the UPK wants them of all, nobody comes further before she has them.
func TestCodesAreWanted(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error { return tx.PutSetting("kode_masuk", "ya") })
	p := o.as("kasir")
	if w := p.ask("GET", "/kelompok", nil, nil); w.Header().Get("Location") != "/akun" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	n := o.propose("P01")
	if w := p.ask("POST", "/usulan/1/setujui", nil, nil); w.Header().Get("Location") != "/akun" || !o.proposal(n).Decided.IsZero() {
		t.Error("she decides without a code")
	}
	p.withCodes()
	p.shows("/kelompok", []string{"Melati"})
}

func TestOwnPasswordAndSessions(t *testing.T) {
	o := newOffice(t)
	here, there := o.as("ketua"), o.as("ketua")
	const other = "teh melati sore"
	for _, wrong := range [][]string{
		{"sandi", "salah lagi ya", "baru", other, "ulang", other},
		{"sandi", password, "baru", "pendek", "ulang", "pendek"},
		{"sandi", password, "baru", other, "ulang", other + "x"},
	} {
		if got := here.send("/akun/sandi", wrong...); got.code != http.StatusUnprocessableEntity || o.user("ketua").Password != hashed() {
			t.Errorf("%q: %+v", wrong, got)
		}
	}
	for range triesKnown {
		here.post("/akun/sandi", "sandi", "salah lagi ya")
	}
	if got := here.send("/akun/sandi", "sandi", password, "baru", other, "ulang", other); !strings.Contains(got.page, string(tooManyTries)) {
		t.Errorf("her password can be tried without an end: %d", got.code)
	}
	o.now = o.now.Add(triesTime)
	if got := here.send("/akun/sandi", "sandi", password, "baru", other, "ulang", other); got.to != "/akun" {
		t.Fatalf("%+v", got)
	}
	if !here.in() || there.in() {
		t.Error("she is out, or her other session is not")
	}
	there.login("ketua", other)
	if page := here.page("/akun"); strings.Count(page, "192.0.2.1") != 2 {
		t.Errorf("two sessions: %s", page)
	}
	if here.post("/akun/sesi"); !here.in() || there.in() {
		t.Error("the others do not end, or hers does")
	}
}

func TestUsersByLink(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx *store.Tx) error {
		return tx.PutOfficer(ledger.Officer{Code: "P07", Name: "Bu Rini", Phone: "+6281390000907", Role: ledger.Cashier})
	})
	ketua := o.as("ketua")
	for _, wrong := range [][]string{{"nama", "Bu Rini", "petugas", "P07"}, {"nama", "rini", "petugas", "P99"}, {"nama", "kasir", "petugas", "P07"}} {
		got := ketua.send("/pengguna", wrong...)
		if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, `value="`+wrong[1]+`"`) || !strings.Contains(got.page, `class="bad"`) {
			t.Errorf("%q: %+v", wrong, got)
		}
	}
	for range 2 { // a second click
		if got := ketua.send("/pengguna", "nama", "rini", "petugas", "P07"); got.to != "/pengguna" {
			t.Fatalf("%+v", got)
		}
	}
	path := within(t, `http://upk.test(/undangan/\w+)<`, ketua.page("/pengguna"))
	if strings.Contains(o.user("rini").Link, path[10:]) {
		t.Error("the link is kept as it is")
	}
	rini := &person{office: o}
	if rini.login("rini", ""); rini.in() {
		t.Error("in without a password")
	}
	if got := rini.send(path, "baru", "pendek", "ulang", "pendek"); got.code != http.StatusUnprocessableEntity {
		t.Errorf("%+v", got)
	}
	if got := rini.send(path, "baru", "kopi pahit sekali", "ulang", "kopi pahit sekali"); got.to != "/" || !rini.in() {
		t.Fatalf("%+v", got)
	}
	if w := rini.ask("GET", path, nil, nil); w.Code != http.StatusGone {
		t.Errorf("the link works twice: %d", w.Code)
	}
	// Reset: out at once, her codes gone, another link, one for two clicks.
	rini.withCodes()
	ketua.post("/pengguna/rini/ulang")
	path = within(t, `http://upk.test(/undangan/\w+)<`, ketua.page("/pengguna"))
	if ketua.post("/pengguna/rini/ulang"); within(t, `http://upk.test(/undangan/\w+)<`, ketua.page("/pengguna")) != path {
		t.Error("a second click makes a second link")
	}
	if rini.in() || o.user("rini").Secret != "" {
		t.Error("she is still in, or has her codes")
	}
	o.now = o.now.Add(inviteTime)
	if w := rini.ask("GET", path, nil, nil); w.Code != http.StatusGone {
		t.Errorf("the link works for longer: %d", w.Code)
	}
	ketua = o.as("ketua")
	if ketua.post("/pengguna/ketua/hapus") != http.StatusConflict || ketua.post("/pengguna/ketua/ulang") != http.StatusConflict || !ketua.in() {
		t.Error("she takes herself away")
	}
	for range 2 {
		if got := ketua.send("/pengguna/rini/hapus"); got.to != "/pengguna" {
			t.Errorf("%+v", got)
		}
	}
	o.read(func(tx *store.Tx) error {
		if _, err := tx.User("rini"); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		visits, _, err := tx.VisitsBefore(0, 1000)
		count := map[string]int{}
		for _, v := range visits {
			if v.About == "rini" && v.User == "ketua" {
				count[v.What]++
			}
		}
		if count["user_added"] != 1 || count["user_reset"] != 1 || count["user_removed"] != 1 {
			t.Errorf("kept: %v", count)
		}
		return err
	})
}

// The printed link makes the first user: of an empty store with the UPK and its ketua.
func TestFirstUser(t *testing.T) {
	o := newOffice(t)
	p := &person{office: o}
	if w := p.ask("GET", o.c.FirstPath(), nil, nil); w.Code != http.StatusGone {
		t.Errorf("the first link with users there: %d", w.Code)
	}
	o.update(func(tx *store.Tx) error {
		for name := range roles {
			if err := tx.RemoveUser(name); err != nil {
				return err
			}
		}
		return nil
	})
	p.shows("/login", []string{"bendahara user add NAMA --officer P01", "tautan sekali pakai"})
	p.shows(o.c.FirstPath(), []string{"Bambang Susilo"})
	const pass = "kopi pahit sekali"
	if got := p.send("/undangan/"+strings.Repeat("A", 26), "pengguna", "x", "baru", pass, "ulang", pass); got.code != http.StatusGone {
		t.Errorf("any link makes a user: %+v", got)
	}
	if got := p.send(o.c.FirstPath(), "petugas", "P02", "pengguna", "endang", "baru", pass, "ulang", pass); got.to != "/" || !p.in() {
		t.Fatalf("%+v", got)
	}
	if got := p.send(o.c.FirstPath(), "petugas", "P01", "pengguna", "lain", "baru", pass, "ulang", pass); got.code != http.StatusGone {
		t.Errorf("twice: %+v", got)
	}

	o.db = store.New(memory.New())
	o.c = New(Options{DB: o.db, Bot: o.bot, Log: o.c.Log, Now: func() time.Time { return o.now }})
	p = &person{office: o}
	p.shows(o.c.FirstPath(), []string{"Nama UPK"})
	got := p.send(o.c.FirstPath(), "upk", "Karya Mandiri", "nama", "Bambang", "hp", "123", "pengguna", "bambang", "baru", pass, "ulang", pass)
	if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, `value="Karya Mandiri"`) || !strings.Contains(got.page, string(badPhone)) {
		t.Errorf("a wrong phone: %+v", got)
	}
	if got := p.send(o.c.FirstPath(), "upk", "Karya Mandiri", "nama", "Bambang", "hp", "0813-9000-0901", "pengguna", "bambang", "baru", pass, "ulang", pass); got.to != "/mulai" {
		t.Fatalf("%+v", got)
	}
	o.read(func(tx *store.Tx) error {
		upk, err := tx.UPK()
		officers, err2 := tx.Officers()
		if upk.Name != "Karya Mandiri" || len(officers) != 1 || officers[0].Role != ledger.Head || officers[0].Phone != "+6281390000901" {
			t.Errorf("%+v %+v", upk, officers)
		}
		return errors.Join(err, err2)
	})
}
