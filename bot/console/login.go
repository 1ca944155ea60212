package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// loginView is the log-in page.
type loginView struct {
	Name      string
	Fault     text
	First     bool // there is no user yet
	Code      bool // the password was right: now the one-time code
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
	wrongCode     text = "Kode ini salah, atau sudah dipakai. Tunggu kode berikutnya di HP, atau pakai satu kode cadangan."
	tooManyTries  text = "Terlalu sering salah. Tunggu seperempat jam, lalu coba lagi."
)

// nobodysHash costs as much to compare as a real one, so that the time of an answer does
// not tell which names there are. Its password was never known.
var nobodysHash = sync.OnceValue(func() string {
	hash, _ := Hash(rand.Text())
	return hash
})

// login begins a session, or half of one where a one-time code has still to come.
func (c *Console) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		c.explain(w, r, tooLong)
		return
	}
	written, password := r.PostForm.Get("nama"), r.PostForm.Get("sandi")
	name, _ := Name(written) // empty for what is no name: then nobody's
	now := c.Now()
	if len(written) > 4*MaxPassword {
		written = ""
	}
	u, there, err := c.find(r.Context(), name)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	list := triers(name, c.address(r), there && knows(r, u))
	pause, ok := c.tries.try(now, list)
	if !ok || !c.slow(r.Context(), pause) {
		c.Log.Warn("console: too many wrong passwords", "user", name, "from", c.address(r))
		c.showLogin(w, r, http.StatusTooManyRequests, loginView{Name: written, Fault: tooManyTries})
		return
	}
	right, err := c.check(r.Context(), u, password)
	switch {
	case err == nil && (!right || !there):
		if err = c.refused(r, u); err == nil {
			c.showLogin(w, r, http.StatusForbidden, loginView{Name: written, Fault: wrongPassword})
			return
		}
	case err == nil && u.Secret != "":
		c.tries.forgive(list)
		if err = c.begin(w, r, u, true); err == nil {
			http.Redirect(w, r, "/login/kode", http.StatusSeeOther)
			return
		}
	case err == nil:
		c.tries.forgive(list)
		if err = c.let(w, r, u); err == nil {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
	}
	c.fail(w, r, nil, err)
}

// find is the user of a name with an officer's record; false where there is none.
func (c *Console) find(ctx context.Context, name string) (u store.User, there bool, err error) {
	err = c.DB.View(ctx, func(tx *store.Tx) (err error) {
		if u, err = tx.User(name); err == nil {
			_, err = officerOf(tx, u.Officer)
		}
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return u, false, nil
	}
	return u, err == nil, err
}

// check tells whether a user has this password; nobody has any.
func (c *Console) check(ctx context.Context, u store.User, password string) (bool, error) {
	hash := u.Password
	if hash == "" {
		hash = nobodysHash()
	}
	select {
	case c.hashing <- struct{}{}:
		defer func() { <-c.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return matches(hash, password) && u.Password != "", nil
}

// visitOf is a visit of somebody who is not logged in yet.
func (c *Console) visitOf(r *http.Request, u store.User, what string) store.Visit {
	return store.Visit{At: c.Now(), User: u.Name, Officer: u.Officer, From: c.address(r), What: what}
}

// refused keeps that a log-in was refused, where there is such a user.
func (c *Console) refused(r *http.Request, u store.User) error {
	if u.Name == "" {
		return nil
	}
	return c.keep(c.visitOf(r, u, "login_refused"))
}

// let lets a user in who has shown that it is she.
func (c *Console) let(w http.ResponseWriter, r *http.Request, u store.User) error {
	if err := c.begin(w, r, u, false); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: knownCookie, Value: knownValue(u), Path: "/login", MaxAge: int((365 * 24 * time.Hour).Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: byHTTPS(r),
	})
	return c.keep(c.visitOf(r, u, "login"))
}

// begin begins a session, in place of the one that the browser had.
func (c *Console) begin(w http.ResponseWriter, r *http.Request, u store.User, half bool) error {
	if old, err := r.Cookie(cookieName); err == nil {
		c.sessions.end(old.Value)
	}
	id := c.sessions.begin(session{user: u.Name, password: u.Password, half: half, from: c.address(r)}, c.Now())
	if id == "" {
		return errors.New("no room for another session")
	}
	setCookie(w, r, id, int(sessionTime.Seconds()))
	return nil
}

// half is the user whose password was right, and whose code has still to come.
func (c *Console) half(r *http.Request) (u store.User, ok bool, err error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return u, false, nil
	}
	s, found := c.sessions.find(cookie.Value, c.Now())
	if !found || !s.half {
		return u, false, nil
	}
	u, there, err := c.find(r.Context(), s.user)
	return u, there && u.Password == s.password, err
}

func (c *Console) serveCode(w http.ResponseWriter, r *http.Request) {
	_, ok, err := c.half(r)
	switch {
	case err != nil:
		c.fail(w, r, nil, err)
	case !ok:
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	default:
		c.showLogin(w, r, http.StatusOK, loginView{Code: true})
	}
}

// code takes the one-time code, or a recovery code in its place.
func (c *Console) code(w http.ResponseWriter, r *http.Request) {
	u, ok, err := c.half(r)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !ok {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	}
	list := []trier{{key: "code " + u.Name, most: triesOfUser}} // only who knows the password can use these up
	if _, ok := c.tries.try(c.Now(), list); !ok {
		c.Log.Warn("console: too many wrong codes", "user", u.Name, "from", c.address(r))
		c.showLogin(w, r, http.StatusTooManyRequests, loginView{Code: true, Fault: tooManyTries})
		return
	}
	right := false
	err = c.DB.Update(context.WithoutCancel(r.Context()), func(tx *store.Tx) error {
		again, err := tx.User(u.Name)
		if err != nil {
			return err
		}
		if right = accept(&again, r.PostFormValue("kode"), c.Now()); !right {
			return nil
		}
		return tx.PutUser(again)
	})
	if err == nil && !right {
		if err = c.refused(r, u); err == nil {
			c.showLogin(w, r, http.StatusForbidden, loginView{Code: true, Fault: wrongCode})
			return
		}
	}
	if err == nil {
		c.tries.forgive(list)
		if err = c.let(w, r, u); err == nil {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
	}
	c.fail(w, r, nil, err)
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
