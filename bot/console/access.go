package console

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

const cookieName = "bendahara_session"

// errNobody says that nobody is logged in, or nobody who still may be.
var errNobody = errors.New("nobody is logged in")

// session is a log-in that has not ended. Its key is the hash of the cookie, so that
// what lies in memory lets nobody in.
type session struct {
	user     string
	password string // the hash that she logged in with: another ends the session
	begun    time.Time
	last     time.Time
}

func (s session) over(now time.Time) bool {
	return now.Sub(s.begun) >= sessionTime || now.Sub(s.last) >= sessionIdle
}

type sessions struct {
	mu   sync.Mutex
	byID map[string]session
}

func keyOf(id string) string { sum := sha256.Sum256([]byte(id)); return string(sum[:]) }

// begin is the cookie's value of a new session; empty where there are too many.
func (s *sessions) begin(u store.User, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, old := range s.byID {
		if old.over(now) {
			delete(s.byID, key)
		}
	}
	if len(s.byID) >= maxSessions {
		return ""
	}
	id := rand.Text() + rand.Text()
	s.byID[keyOf(id)] = session{u.Name, u.Password, now, now}
	return id
}

// find is the session of a cookie, and keeps that it was used.
func (s *sessions) find(id string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := keyOf(id)
	found, ok := s.byID[key]
	if !ok || found.over(now) {
		delete(s.byID, key)
		return session{}, false
	}
	found.last = now
	s.byID[key] = found
	return found, true
}

func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, keyOf(id))
}

// enter finds out who clicks: the user of the session, with her officer's record as it
// is now. It returns errNobody.
func (c *Console) enter(w http.ResponseWriter, r *http.Request) (*request, error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return nil, errNobody
	}
	now := c.Now()
	s, ok := c.sessions.find(cookie.Value, now)
	if !ok {
		return nil, errNobody
	}
	q := &request{Request: r, w: w, c: c, language: languageOf(r)}
	err = c.DB.View(r.Context(), func(tx *store.Tx) (err error) {
		if q.user, err = tx.User(s.user); err != nil {
			return err
		}
		if q.officer, err = officerOf(tx, q.user.Officer); err != nil {
			return err
		}
		if q.upk, err = tx.UPK(); err != nil {
			return err
		}
		settings, err := tx.Settings()
		q.now = now.In(settings.Zone())
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && q.user.Password != s.password {
		c.sessions.end(cookie.Value)
		return nil, errNobody
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

// officerOf returns store.ErrNotFound for a code that nobody has.
func officerOf(tx *store.Tx, code ledger.OfficerCode) (ledger.Officer, error) {
	officers, err := tx.Officers()
	if err != nil {
		return ledger.Officer{}, err
	}
	i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return o.Code == code })
	if i < 0 {
		return ledger.Officer{}, store.ErrNotFound
	}
	return officers[i], nil
}

// loginView is the log-in page.
type loginView struct {
	Name      string
	Fault     text
	First     bool // there is no user yet
	Simulator bool
}

func (c *Console) serveLogin(w http.ResponseWriter, r *http.Request) {
	if _, err := c.enter(w, r); err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	c.showLogin(w, r, http.StatusOK, loginView{})
}

func (c *Console) showLogin(w http.ResponseWriter, r *http.Request, status int, v loginView) {
	v.Simulator = c.Simulator
	var upk ledger.UPK
	err := c.DB.View(r.Context(), func(tx *store.Tx) error {
		users, err := tx.Users()
		if err != nil {
			return err
		}
		v.First = len(users) == 0
		upk, err = tx.UPK()
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		c.fail(w, r, nil, err)
		return
	}
	l := languageOf(r)
	render(c.Log, w, r, status, "login", view{Title: l.say("Masuk"), UPK: upk, Language: l, Data: v})
}

const (
	wrongPassword text = "Nama atau kata sandi salah."
	tooManyTries  text = "Terlalu sering salah. Tunggu seperempat jam, lalu coba lagi."
)

// nobodysHash costs as much to compare as a real one, so that the time of an answer does
// not tell which names there are. Its password was never known.
var nobodysHash = sync.OnceValue(func() string {
	hash, _ := Hash(rand.Text())
	return hash
})

// login begins a session.
func (c *Console) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		c.explain(w, r, problem{http.StatusRequestEntityTooLarge, "Isian ini terlalu panjang."})
		return
	}
	written, password := r.PostForm.Get("nama"), r.PostForm.Get("sandi")
	name, _ := Name(written) // empty for what is no name: then nobody's
	now, from := c.Now(), address(r)
	if len(written) > 4*MaxPassword {
		written = ""
	}
	if !c.tries.try(now, name, from) {
		c.Log.Warn("console: too many wrong passwords", "user", name, "from", from)
		c.showLogin(w, r, http.StatusTooManyRequests, loginView{Name: written, Fault: tooManyTries})
		return
	}
	u, ok, err := c.check(r.Context(), name, password)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	v := store.Visit{At: now, User: u.Name, Officer: u.Officer, From: from, What: "login"}
	if !ok {
		v.What = "login_refused"
		if u.Name != "" {
			err = c.keep(v)
		}
		if err != nil {
			c.fail(w, r, nil, err)
			return
		}
		c.showLogin(w, r, http.StatusForbidden, loginView{Name: written, Fault: wrongPassword})
		return
	}
	c.tries.forgive(name, from)
	if old, err := r.Cookie(cookieName); err == nil {
		c.sessions.end(old.Value)
	}
	id := c.sessions.begin(u, now)
	if err := c.keep(v); err != nil || id == "" {
		c.fail(w, r, nil, errors.Join(err, errors.New("no room for another session")))
		return
	}
	setCookie(w, r, id, int(sessionTime.Seconds()))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// check tells whether a user has this password, and an officer's record.
func (c *Console) check(ctx context.Context, name, password string) (u store.User, ok bool, err error) {
	err = c.DB.View(ctx, func(tx *store.Tx) (err error) {
		if u, err = tx.User(name); err == nil {
			_, err = officerOf(tx, u.Officer)
		}
		return err
	})
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, false, err
	}
	hash := u.Password
	if hash == "" {
		hash = nobodysHash()
	}
	select {
	case c.hashing <- struct{}{}:
		defer func() { <-c.hashing }()
	case <-ctx.Done():
		return u, false, ctx.Err()
	}
	return u, matches(hash, password) && known, nil
}

// logout ends the session.
func (c *Console) logout(w http.ResponseWriter, r *http.Request) {
	if q, err := c.enter(w, r); err == nil {
		if err := q.note("logout", ""); err != nil {
			c.fail(w, r, q, err)
			return
		}
	}
	if cookie, err := r.Cookie(cookieName); err == nil {
		c.sessions.end(cookie.Value)
	}
	setCookie(w, r, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// setCookie sets the session's cookie. It goes by https only where this request came by
// https: a lie there could only lose the cookie.
func setCookie(w http.ResponseWriter, r *http.Request, id string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: id, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: byHTTPS(r),
	})
}

// byHTTPS tells whether a request came by https, by itself or by the word of a proxy.
func byHTTPS(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// address is where a request comes from, as far as the network says. Behind a proxy it
// is the proxy's: what a header says anybody can write.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// tries are the passwords that were tried of late and not found right.
type tries struct {
	mu   sync.Mutex
	made map[string][]time.Time
}

// triers are the keys under which a try counts, with how many each may have.
func triers(user, from string) map[string]int {
	keys := map[string]int{"from " + network(from): triesFrom}
	if user != "" {
		keys["user "+user] = triesOfUser
	}
	return keys
}

// network is the part of an address that one household has: of IPv6 its first half.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil || !a.Unmap().Is6() {
		return from
	}
	p, _ := a.WithZone("").Prefix(64)
	return p.String()
}

// try counts a try before its password is looked at, so that many at once get no
// further than one after the other; false: there were too many.
func (t *tries) try(now time.Time, user, from string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	keys := triers(user, from)
	for key, most := range keys {
		t.made[key] = slices.DeleteFunc(t.made[key], func(at time.Time) bool { return now.Sub(at) >= triesTime })
		if len(t.made[key]) >= most {
			return false
		}
	}
	if len(t.made) > maxTriers {
		for key, made := range t.made {
			if len(made) == 0 || now.Sub(made[len(made)-1]) >= triesTime {
				delete(t.made, key)
			}
		}
		if len(t.made) > maxTriers {
			return false // somebody tries from everywhere: nobody gets in for a while
		}
	}
	for key := range keys {
		t.made[key] = append(t.made[key], now)
	}
	return true
}

// forgive takes back what a right password was counted for.
func (t *tries) forgive(user, from string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.made, "user "+user)
	key := "from " + network(from)
	if n := len(t.made[key]); n > 0 {
		t.made[key] = t.made[key][:n-1]
	}
}
