package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestWrongPasswords(t *testing.T) {
	o := newOffice(t)
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
		t.Errorf("after %d wrong ones: %d", triesOfUser, w.Code)
	}
	o.as("kasir") // hers is not closed
	if o.now = o.now.Add(triesTime); p.login("ketua", password).Code != http.StatusSeeOther {
		t.Error("closed for longer than a quarter of an hour")
	}

	p.cookie = nil
	for i := range triesFrom {
		p.login(fmt.Sprint("nama", i), "salah lagi")
	}
	if w := p.login("kasir", password); w.Code != http.StatusTooManyRequests {
		t.Errorf("after %d wrong ones from one address: %d", triesFrom, w.Code)
	}
	elsewhere := func(r *http.Request) { r.RemoteAddr = "198.51.100.7:4000" }
	if w := p.ask("POST", "/login", map[string][]string{"nama": {"kasir"}, "sandi": {password}}, elsewhere); w.Code != http.StatusSeeOther {
		t.Errorf("from another address: %d", w.Code)
	}
	o.read(func(tx *store.Tx) error {
		visits, err := tx.Visits(1000)
		count := map[string]int{}
		for _, v := range visits {
			count[v.What+" "+v.User]++
		}
		if count["login ketua"] != 1 || count["login kasir"] != 2 || count["login_refused ketua"] != triesOfUser || len(count) != 3 {
			t.Errorf("kept: %v", count)
		}
		return err
	})
}

// Many at once get no further than one after the other.
func TestTriesAtOnce(t *testing.T) {
	made := tries{made: map[string][]time.Time{}}
	let := make(chan bool, 100)
	for range 100 {
		go func() { let <- made.try(time.Unix(1, 0), "ketua", "192.0.2.1") }()
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
		made.try(time.Unix(int64(2+i), 0), "", fmt.Sprint("10.", i))
	}
	if len(made.made) > maxTriers+2 {
		t.Errorf("%d are remembered", len(made.made))
	}
}

func TestFirstUser(t *testing.T) {
	o := newOffice(t)
	p := &person{office: o}
	if body := p.ask("GET", "/login", nil, nil).Body.String(); strings.Contains(body, "user add") {
		t.Error("with users it still says how to make the first")
	}
	o.update(func(tx *store.Tx) error {
		for name := range roles {
			if err := tx.RemoveUser(name); err != nil {
				return err
			}
		}
		return nil
	})
	if w := p.ask("GET", "/", nil, nil); w.Header().Get("Location") != "/login" {
		t.Error("not sent to the log-in")
	}
	if body := p.ask("GET", "/login", nil, nil).Body.String(); !strings.Contains(body, "bendahara user add NAMA --officer P01") {
		t.Error("it does not say how to make the first user")
	}
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
