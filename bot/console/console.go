package console

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Limits of the console.
const (
	maxForm      = 64 << 10  // bytes of a form
	maxUpload    = 512 << 10 // bytes of a form with a file
	maxBook      = 8 << 20   // bytes of a workbook that is sent here
	formMemory   = 1 << 20   // of it in memory while it is received
	uploadTime   = time.Hour
	linkTime     = 3 * time.Minute // for a number to be linked
	maxSessions  = 1000
	sessionTime  = 12 * time.Hour
	sessionIdle  = 2 * time.Hour
	codeWait     = 10 * time.Minute // between a right password and the code
	inviteTime   = 7 * 24 * time.Hour
	maxTriers    = 10_000
	maxName      = 100 // bytes
	hashesAtOnce = 2   // of 64 MiB each

	triesTime       = 15 * time.Minute // for which a wrong password is remembered
	triesOfUser     = 5                // from one address
	triesFrom       = 20               // one address
	triesKnown      = 10               // of a user from a browser that knows her
	triesRemembered = 100
	slowStep        = 2 * time.Second // that each further try of a name waits longer
	slowMost        = 20 * time.Second
	slowAtOnce      = 50

	groupsAtOnce   = 100
	messagesAtOnce = 50
	rowsAtOnce     = 50 // of proposals that were decided, and of broadcasts
	entriesShown   = 20 // of a group
	visitsAtOnce   = 100
	visitsLooked   = 200 // for who changed something last
	parkedShown    = 50
)

// Report is a report that can be downloaded.
type Report struct{ Name, Title string }

// Options are what the console works with.
type Options struct {
	DB  *store.DB
	Bot *bot.Bot
	Log *slog.Logger
	Now func() time.Time
	// Simulator says that there are phones at /simulator.
	Simulator bool
	// WhatsApp is the gateway whose number is linked here; nil where none is used.
	WhatsApp bot.Linker
	// Proxies are the addresses whose word for where a request comes from is taken.
	Proxies []netip.Prefix
	Reports []Report
	// Make writes a report of a month as "pdf" or "xlsx".
	Make func(ctx context.Context, name, format string, month ledger.Period, w io.Writer) error
	// Books are the books as a whole, for the work that follows from all of them.
	Books func(context.Context, *store.Tx) (*ledger.Reports, error)
}

// Console is the office's web pages.
type Console struct {
	Options
	sessions sessions
	tries    tries
	uploads  uploads
	linking  linking
	tallies  tallies
	passed   passed

	directory directory
	standings *kept[conversation.GroupStanding]
	courses   *kept[conversation.Course]
	owing     *kept[conversation.Figures]
	sent      once // broadcasts

	hashing chan struct{}
	making  chan struct{} // one report at a time: it reads the whole journal
	slowed  chan struct{}
	wait    func(context.Context, time.Duration) error
	first   string // the one-time link's token for the first user
}

// New is a console; nobody is logged in.
func New(o Options) *Console {
	return &Console{
		Options: o, hashing: make(chan struct{}, hashesAtOnce), making: make(chan struct{}, 1),
		slowed: make(chan struct{}, slowAtOnce), wait: wait, first: rand.Text(),
		sessions: sessions{byID: map[string]session{}}, uploads: uploads{byUser: map[string]upload{}}, tallies: tallies{of: map[uint64]tally{}, running: map[uint64]bool{}}, tries: tries{made: map[string][]time.Time{}},
		standings: keep(standings), courses: keep(courses), owing: keep(owing),
	}
}

// route is a page behind the log-in, and whose it is.
type route struct {
	pattern string
	may     func(ledger.Role) bool
	serve   func(*request) error
}

func everyOfficer(ledger.Role) bool { return true }

// decides tells who confirms and refuses (contract.md section 3).
func decides(r ledger.Role) bool {
	return r == ledger.Head || r == ledger.Clerk || r == ledger.Cashier || r == ledger.Bookkeeper
}

// oversees tells who reads what users did.
func oversees(r ledger.Role) bool { return r == ledger.Head || r == ledger.Supervisor }

// manages tells who changes settings and users.
func manages(r ledger.Role) bool { return r == ledger.Head }

func (c *Console) routes() []route {
	return append(c.workRoutes(), []route{
		{"GET /{$}", everyOfficer, c.today},
		{"GET /kelompok", everyOfficer, c.groups},
		{"GET /kelompok/{code}", everyOfficer, c.group},
		{"GET /cari", everyOfficer, c.search},
		{"GET /anggota/{member}", everyOfficer, c.member},
		{"GET /pinjaman/{loan}", everyOfficer, c.loan},
		{"GET /perkembangan", everyOfficer, c.trends},
		{"GET /usulan", everyOfficer, c.proposals},
		{"GET /usulan/{number}", everyOfficer, c.proposal},
		{"POST /usulan/{number}/setujui", decides, c.confirm},
		{"POST /usulan/{number}/tolak", decides, c.refuse},
		{"GET /perkara", everyOfficer, c.cases},
		{"GET /pesan", everyOfficer, c.outbox},
		{"GET /pesan/{phone}", everyOfficer, c.talk},
		{"GET /pengingat", everyOfficer, c.reminders},
		{"GET /kata", everyOfficer, c.wordlist},
		{"GET /siaran", everyOfficer, c.broadcasts},
		{"GET /siaran/baru", decides, c.compose},
		{"POST /siaran", decides, c.send},
		{"GET /siaran/{number}", everyOfficer, c.broadcast},
		{"POST /siaran/{number}/jeda", decides, c.move(conversation.Paused)},
		{"POST /siaran/{number}/lanjut", decides, c.move(conversation.Running)},
		{"POST /siaran/{number}/batal", decides, c.move(conversation.Cancelled)},
		{"GET /laporan", everyOfficer, c.reports},
		{"GET /laporan/{month}/{file}", everyOfficer, c.report},
		{"GET /jejak", oversees, c.visits},
		{"GET /akun", everyOfficer, c.account},
		{"POST /akun/sandi", everyOfficer, c.newPassword},
		{"POST /akun/sesi", everyOfficer, c.endOthers},
		{"GET /akun/kode", everyOfficer, c.codes},
		{"POST /akun/kode", everyOfficer, c.turnCodesOn},
		{"POST /akun/kode/cadangan", everyOfficer, c.newRecoveryCodes},
		{"POST /akun/kode/tercatat", everyOfficer, c.recoveryNoted},
		{"POST /akun/kode/matikan", everyOfficer, c.turnCodesOff},
		{"GET /pengguna", manages, c.users},
		{"POST /pengguna", manages, c.addUser},
		{"POST /pengguna/{name}/ulang", manages, c.resetUser},
		{"POST /pengguna/{name}/hapus", manages, c.removeUser},
		{"GET /lembar/{sheet}", everyOfficer, c.sheet},
		{"POST /lembar/{sheet}", manages, c.saveSheet},
		{"GET /pengaturan", everyOfficer, c.settings},
		{"GET /pengaturan/{key}", everyOfficer, c.setting},
		{"POST /pengaturan/{key}", manages, c.saveSetting},
		{"GET /pengaturan/whatsapp", manages, c.linkPage},
		{"POST /pengaturan/whatsapp", manages, c.link},
		{"GET /mulai", manages, c.guide},
		{"GET " + lendingPath, manages, c.lendingPage},
		{"POST " + lendingPath, manages, c.lend},
		{"GET /impor", manages, c.importPage},
		{"POST /impor", manages, c.upload},
		{"POST /impor/masukkan", manages, c.bring},
		{"GET /impor/kosong.xlsx", manages, c.template},
		{"/", everyOfficer, func(*request) error { return noSuchPage }},
	}...)
}

// policy lets a page use our own script, style and pictures and nothing else: no code or
// style in the page itself or made from words, no outside addresses, no frames.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the console: all paths that nothing else serves.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, name := range []string{"console.css", "icon.svg", "htmx.min.js"} {
		mux.HandleFunc("GET /console/"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "max-age=3600")
			http.ServeFileFS(w, r, files, "page/"+name)
		})
	}
	mux.HandleFunc("GET /login", c.serveLogin)
	mux.HandleFunc("POST /login", c.login)
	mux.HandleFunc("GET /login/kode", c.serveCode)
	mux.HandleFunc("POST /login/kode", c.code)
	mux.HandleFunc("POST /logout", c.logout)
	mux.HandleFunc("GET /undangan/{token}", c.serveInvited)
	mux.HandleFunc("POST /undangan/{token}", c.invited)
	mux.HandleFunc("POST /bahasa", func(w http.ResponseWriter, r *http.Request) { c.choose(w, r, mux) })
	for _, r := range c.routes() {
		mux.HandleFunc(r.pattern, c.guard(r))
	}
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.explain(w, r, foreign) }))
	inner := own.Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, longest(r))
		inner.ServeHTTP(w, r)
	})
}

// longest is how long what comes with a request may be.
func longest(r *http.Request) int64 {
	switch r.URL.Path {
	case statementPath:
		return maxUpload
	case "/impor":
		return maxBook
	}
	return maxForm
}

// request is one click of somebody who is logged in.
type request struct {
	*http.Request
	w       http.ResponseWriter
	c       *Console
	user    store.User
	officer ledger.Officer
	upk     ledger.UPK
	now     time.Time // in the UPK's zone

	language  language
	session   string // its cookie
	needsCode bool   // the UPK wants one-time codes of all, and she has none yet
}

// guard lets through who is logged in and may.
func (c *Console) guard(to route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := c.enter(w, r)
		switch {
		case errors.Is(err, errNobody) && live(r):
			w.Header().Set("HX-Redirect", "/login") // the whole page, not a part of it
			w.WriteHeader(http.StatusUnauthorized)
			return
		case errors.Is(err, errNobody):
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		case err == nil && q.needsCode && !strings.HasPrefix(r.URL.Path, "/akun"):
			http.Redirect(w, r, "/akun", http.StatusSeeOther)
			return
		case err == nil && !to.may(q.officer.Role):
			err = notHers
		case err == nil:
			err = to.serve(q)
		}
		if err != nil {
			c.fail(w, r, q, err)
		}
	}
}

// problem is a page that says what is wrong.
type problem struct {
	status int
	words  text
}

func (p problem) Error() string { return string(p.words) }

// What can be wrong with a click.
var (
	noSuchPage = problem{http.StatusNotFound, "Halaman ini tidak ada."}
	nothing    = problem{http.StatusNotFound, "Yang dicari tidak ada. Mungkin nomornya salah ketik."}
	notHers    = problem{http.StatusForbidden, "Ini bukan wewenang jabatan Anda. Tidak ada yang berubah."}
	foreign    = problem{http.StatusForbidden, "Permintaan ini datang dari halaman lain, jadi ditolak. Tidak ada yang berubah."}
	tooLong    = problem{http.StatusRequestEntityTooLarge, "Isian ini terlalu panjang."}
	broken     = problem{http.StatusInternalServerError, "Halaman ini tidak bisa dibuat. Coba lagi; kalau tetap begitu, hubungi pengelola program."}
)

// fail shows what is wrong; what is not the user's doing goes to the log and is not
// shown.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, q *request, err error) {
	p, known := errors.AsType[problem](err)
	switch {
	case known:
	case errors.Is(err, store.ErrNotFound):
		p = nothing
	case errors.Is(err, context.Canceled):
		return // she has gone on
	default:
		c.Log.Error("a page of the console", "pattern", r.Pattern, "error", err)
		p = broken
	}
	if q == nil {
		c.explain(w, r, p)
		return
	}
	q.status(p.status, "problem", "Tidak bisa", p.words)
}

// explain shows what is wrong to somebody whom we don't know.
func (c *Console) explain(w http.ResponseWriter, r *http.Request, p problem) {
	l := languageOf(r)
	render(c.Log, w, r, p.status, "problem", view{Title: l.say("Tidak bisa"), Language: l, Data: p.words})
}

// show answers with a page; its title may have something to be filled in.
func (q *request) show(page string, title text, data any, with ...any) error {
	q.status(http.StatusOK, page, title, data, with...)
	return nil
}

func (q *request) status(status int, page string, title text, data any, with ...any) {
	render(q.c.Log, q.w, q.Request, status, page, q.view(page, title, data, with...))
}

func (q *request) view(page string, title text, data any, with ...any) view {
	return view{
		Title: q.language.say(title, with...), UPK: q.upk, User: q.user.Name, Officer: q.officer, Oversees: oversees(q.officer.Role), Manages: manages(q.officer.Role), Decides: decides(q.officer.Role), Now: q.now,
		Here: tabs[page], Data: data, Told: q.takeTold(), Language: q.language,
	}
}

// read looks into the store.
func (q *request) read(fn func(*store.Tx) error) error { return q.c.DB.View(q.Context(), fn) }

// visit is what the user does now, to be kept in the transaction that does it.
func (q *request) visit(what, about string) store.Visit {
	return store.Visit{At: q.now, User: q.user.Name, Officer: q.officer.Code, From: q.c.address(q.Request), What: what, About: about}
}

// note keeps what the user did.
func (q *request) note(what, about string) error { return q.c.keep(q.visit(what, about)) }

// keep writes a visit, also where the page has been closed meanwhile.
func (c *Console) keep(v store.Visit) error {
	return c.DB.Update(context.Background(), func(tx *store.Tx) error { return tx.KeepVisit(v) })
}

// nameOf is an officer's name by her code; the code where she is in no register any
// more.
func nameOf(officers []ledger.Officer, code ledger.OfficerCode) string {
	for _, o := range officers {
		if o.Code == code {
			return o.Name
		}
	}
	return string(code)
}

// errorsOfOffice are the office's refusals in words for the page.
var errorsOfOffice = []struct {
	is    error
	words text
}{
	{conversation.ErrOwn, "Usulan sendiri tidak bisa disetujui sendiri: pengurus lain yang menyetujui."},
	{conversation.ErrDecided, "Usulan ini sudah diputuskan."},
	{conversation.ErrStale, "Pembukuan sudah berubah sejak usulan ini dibuat. Tolak usulan ini, lalu usulkan lagi."},
	{conversation.ErrAnnouncer, "Siaran ini disetujui ketua atau sekretaris."},
	{conversation.ErrOfficer, notHers.words},
	{ledger.ErrClosed, "Bulannya sudah ditutup. Tolak usulan ini, lalu usulkan lagi."},
}
