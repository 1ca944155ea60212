package console

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

func (p *person) in() bool {
	p.Helper()
	w := p.ask("GET", "/usulan", nil, nil)
	if w.Code != http.StatusOK && (w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login") {
		p.Fatalf("neither in nor out: %d", w.Code)
	}
	return w.Code == http.StatusOK
}

func TestSessionsEnd(t *testing.T) {
	o := newOffice(t)
	begun := o.now
	p := o.as("ketua")
	if c := p.cookie; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || len(c.Value) < 40 || c.Path != "/" {
		t.Errorf("the cookie: %+v", c)
	}
	for o.now.Sub(begun) < sessionTime-sessionIdle {
		if o.now = o.now.Add(sessionIdle - time.Minute); !p.in() {
			t.Fatal("out though she clicked, after", o.now.Sub(begun))
		}
	}
	if o.now = begun.Add(sessionTime); p.in() {
		t.Error("still in after twelve hours")
	}
	p = o.as("ketua")
	if o.now = o.now.Add(sessionIdle); p.in() {
		t.Error("still in after two idle hours")
	}

	p = o.as("ketua")
	old := *p.cookie
	if w := p.ask("POST", "/logout", nil, nil); w.Code != http.StatusSeeOther || p.cookie.MaxAge >= 0 {
		t.Errorf("log-out: %d, %+v", w.Code, p.cookie)
	}
	if p.cookie = &old; p.in() {
		t.Error("the cookie works after the log-out")
	}

	p = o.as("ketua")
	before := p.cookie.Value
	p.login("kasir", password)
	if p.cookie.Value == before || (&person{office: o, cookie: &http.Cookie{Name: cookieName, Value: before}}).in() {
		t.Error("the session of before is kept after another log-in")
	}

	p = o.as("ketua")
	other, _ := Hash("teh melati sore")
	o.update(func(tx *store.Tx) error {
		return tx.PutUser(store.User{Name: "ketua", Officer: "P01", Password: other})
	})
	if p.in() {
		t.Error("still in with the old password")
	}
	p = o.as("kasir")
	o.update(func(tx *store.Tx) error {
		return tx.PutUser(store.User{Name: "kasir", Officer: "P77", Password: hashed()})
	})
	if p.in() || p.login("kasir", password).Code != http.StatusForbidden {
		t.Error("in as an officer whom nobody knows")
	}
	p = o.as("sekretaris")
	o.update(func(tx *store.Tx) error { return tx.RemoveUser("sekretaris") })
	if p.in() {
		t.Error("still in after she was removed")
	}
	for _, made := range []string{"", "x", strings.Repeat("A", 52)} {
		if (&person{office: o, cookie: &http.Cookie{Name: cookieName, Value: made}}).in() {
			t.Errorf("in with the cookie %q", made)
		}
	}
}

// What a role may is what it is now, not what it was at the log-in.
func TestRoleIsLookedUpAnew(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	n := o.propose("P02")
	o.update(func(tx *store.Tx) error {
		was := roles["ketua"]
		was.Role = ledger.Supervisor
		return tx.PutOfficer(was)
	})
	if w := p.ask("POST", fmt.Sprintf("/usulan/%d/setujui", n), nil, nil); w.Code != http.StatusForbidden || !o.proposal(n).Decided.IsZero() {
		t.Errorf("%d", w.Code)
	}
}

func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = address + ":4000" }
}

func TestWrongPasswords(t *testing.T) {
	o := newOffice(t)
	var waited []time.Duration
	o.c.wait = func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil }
	try := func(p *person, name, with, address string) int {
		return p.ask("POST", "/login", url.Values{"nama": {name}, "sandi": {with}}, from(address)).Code
	}
	known := o.as("ketua")
	p := &person{office: o}
	for _, c := range [][2]string{{"ketua", "kopi tubruk pag"}, {"siapa", password}, {"", password}, {"ketua", ""}, {"KETUA'--", "x"}} {
		w := p.login(c[0], c[1])
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), string(wrongPassword)) || p.cookie != nil {
			t.Fatalf("%q: %d %s", c, w.Code, w.Body)
		}
	}
	for range triesOfUser - 2 {
		p.login("ketua", "salah lagi")
	}
	if w := p.login("ketua", password); w.Code != http.StatusTooManyRequests || p.cookie != nil {
		t.Errorf("after %d wrong ones from one address: %d", triesOfUser, w.Code)
	}
	o.as("kasir") // hers is not closed
	if len(waited) > 0 {
		t.Errorf("waited %v so far", waited)
	}

	// From elsewhere her name is slower, but not closed; and her own browser does not notice.
	if got := try(&person{office: o}, "ketua", password, "198.51.100.7"); got != http.StatusSeeOther || !slices.Equal(waited, []time.Duration{slowStep}) {
		t.Errorf("from another address: %d, having waited %v", got, waited)
	}
	stranger := &person{office: o}
	for i := range 20 {
		try(stranger, "ketua", "salah lagi", fmt.Sprint("203.0.113.", i))
	}
	if last := waited[len(waited)-1]; last != slowMost {
		t.Errorf("the last of twenty waited %v", last)
	}
	waited = nil
	if got := try(known, "ketua", password, "192.0.2.1"); got != http.StatusSeeOther || waited != nil {
		t.Errorf("the browser that knows her: %d, having waited %v", got, waited)
	}
	for range triesKnown {
		try(known, "ketua", "salah lagi", "192.0.2.1")
	}
	if got := try(known, "ketua", password, "192.0.2.1"); got != http.StatusTooManyRequests {
		t.Errorf("after %d wrong ones from her own browser: %d", triesKnown, got)
	}
	if o.now = o.now.Add(triesTime); try(known, "ketua", password, "192.0.2.1") != http.StatusSeeOther {
		t.Error("closed for longer than a quarter of an hour")
	}

	// A browser that knows one knows no other, and none with another password.
	for range triesOfUser {
		try(known, "sekretaris", "salah lagi", "192.0.2.9")
	}
	if got := try(known, "sekretaris", password, "192.0.2.9"); got != http.StatusTooManyRequests {
		t.Errorf("another's name from the ketua's browser: %d", got)
	}

	p.cookie = nil
	for i := range triesFrom {
		o.c.tries.try(o.now, triers(fmt.Sprint("nama", i), "192.0.2.1", false))
	}
	if w := (&person{office: o}).login("kasir", password); w.Code != http.StatusTooManyRequests {
		t.Errorf("after %d wrong ones from one address: %d", triesFrom, w.Code)
	}
}

// Of a proxy that is ours it counts whom it names, and of nobody else.
func TestProxy(t *testing.T) {
	c := New(Options{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}})
	for _, one := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:1", "", "192.0.2.1"},
		{"192.0.2.1:1", "203.0.113.9", "192.0.2.1"},
		{"127.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		{"127.0.0.1:1", "198.51.100.1, 203.0.113.9", "203.0.113.9"},
		{"127.0.0.1:1", "203.0.113.9, 10.1.2.3", "203.0.113.9"},
		{"127.0.0.1:1", "10.1.2.3", "10.1.2.3"},
		{"127.0.0.1:1", "nonsense", "127.0.0.1"},
		{"[::ffff:127.0.0.1]:1", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = one.remote
		if one.forwarded != "" {
			r.Header.Set("X-Forwarded-For", one.forwarded)
		}
		if got := c.address(r); got != one.want {
			t.Errorf("%q by %q: %q, want %q", one.forwarded, one.remote, got, one.want)
		}
	}
}

// Many at once get no further than one after the other.
func TestTriesAtOnce(t *testing.T) {
	made := tries{made: map[string][]time.Time{}}
	let := make(chan bool, 100)
	for range 100 {
		go func() {
			_, ok := made.try(time.Unix(1, 0), triers("ketua", "192.0.2.1", false))
			let <- ok
		}()
	}
	n := 0
	for range 100 {
		if <-let {
			n++
		}
	}
	if n != triesOfUser {
		t.Errorf("%d tries", n)
	}
	if got := network("2001:db8:1:2:3::4"); got != "2001:db8:1:2::/64" || network("192.0.2.1") != "192.0.2.1" || network("?") != "?" {
		t.Error(got)
	}
	for i := range 3 * maxTriers {
		made.try(time.Unix(int64(2+i), 0), triers("", fmt.Sprint("10.", i), false))
	}
	if len(made.made) > maxTriers+2 {
		t.Errorf("%d are remembered", len(made.made))
	}
	c := New(Options{})
	c.wait = func(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range slowAtOnce {
		waiting.Go(func() { c.slow(ctx, time.Hour) })
	}
	for len(c.slowed) < slowAtOnce {
		runtime.Gosched()
	}
	if c.slow(ctx, time.Hour) {
		t.Error("one more waits")
	}
	cancel()
	waiting.Wait()
}

func TestLongForm(t *testing.T) {
	o := newOffice(t)
	p := &person{office: o}
	if w := p.login("ketua", strings.Repeat("a", maxForm)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", w.Code)
	}
	r := httptest.NewRequest("GET", "/console/console.css", nil)
	w := httptest.NewRecorder()
	if o.c.Handler().ServeHTTP(w, r); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("the style: %d", w.Code)
	}
}
