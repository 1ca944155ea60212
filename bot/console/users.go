package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"path"
	"slices"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// link is a one-time link that was made in this session, to be handed to its user.
type link struct {
	User, Path string
	Made       time.Time
}

// usersView is who may log in.
type usersView struct {
	Rows     []userRow
	Links    []link
	Site     string           // https://upk.example
	Officers []ledger.Officer // who is no user yet
	Name     string           // what was typed
	Officer  ledger.OfficerCode
	Faults   map[string]text
}

type userRow struct {
	store.User
	Officer ledger.Officer
	Gone    bool // no officer any more
	Linked  time.Time
	Expired bool
	Own     bool
}

func (c *Console) users(q *request) error { return q.showUsers(http.StatusOK, usersView{}) }

func (q *request) showUsers(status int, v usersView) error {
	err := q.read(func(tx *store.Tx) error {
		v.Rows, v.Officers = nil, nil
		users, err := tx.Users()
		if err != nil {
			return err
		}
		officers, err := tx.Officers()
		if err != nil {
			return err
		}
		for _, o := range officers {
			if !slices.ContainsFunc(users, func(u store.User) bool { return u.Officer == o.Code }) {
				v.Officers = append(v.Officers, o)
			}
		}
		for _, u := range users {
			r := userRow{User: u, Linked: in(q.now, u.Linked), Expired: expired(u, q.now), Own: u.Name == q.user.Name}
			i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return o.Code == u.Officer })
			if r.Gone = i < 0; !r.Gone {
				r.Officer = officers[i]
			}
			v.Rows = append(v.Rows, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s, _ := q.c.sessions.find(q.session, q.c.Now())
	v.Links, v.Site = s.links, "http://"+q.Host
	if byHTTPS(q.Request) {
		v.Site = "https://" + q.Host
	}
	q.status(status, "users", "Pengguna", v)
	return nil
}

// newLink is a one-time link, which the user keeps by its hash alone.
func newLink(u *store.User, now time.Time) link {
	token := rand.Text() + rand.Text()
	*u = store.User{Name: u.Name, Officer: u.Officer, Changed: now.UTC(), Link: hashOf(token), Linked: now.UTC()}
	return link{User: u.Name, Path: "/undangan/" + token, Made: now}
}

func expired(u store.User, now time.Time) bool {
	return u.Link != "" && now.Sub(u.Linked) >= inviteTime
}

// linked shows a one-time link to who made it, until she logs out.
func (q *request) linked(l link) {
	q.c.sessions.alter(q.session, func(s *session) {
		s.links = slices.DeleteFunc(slices.Clone(s.links), func(old link) bool { return old.User == l.User })
		s.links = append(s.links, l)
	})
	http.Redirect(q.w, q.Request, "/pengguna", http.StatusSeeOther)
}

// addUser makes a user without a password, and the link by which she sets one. A second
// click finds her made.
func (c *Console) addUser(q *request) error {
	v := usersView{Name: q.PostFormValue("nama"), Officer: ledger.OfficerCode(q.PostFormValue("petugas")), Faults: map[string]text{}}
	name, err := Name(v.Name)
	if err != nil {
		v.Faults["nama"] = badName
	}
	var made link
	errTaken := errors.New("taken")
	err = c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		made = link{}
		if _, err := officerOf(tx, v.Officer); errors.Is(err, store.ErrNotFound) {
			v.Faults["petugas"] = "Pilih seorang pengurus."
		} else if err != nil {
			return err
		}
		if len(v.Faults) > 0 {
			return errTaken
		}
		old, err := tx.User(name)
		switch {
		case err == nil && old.Officer == v.Officer && old.Link != "":
			return nil // a second click
		case err == nil:
			v.Faults["nama"] = "Nama ini sudah ada yang punya."
			return errTaken
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		u := store.User{Name: name, Officer: v.Officer}
		made = newLink(&u, q.now)
		return errors.Join(tx.PutUser(u), tx.KeepVisit(q.visit("user_added", name)))
	})
	switch {
	case errors.Is(err, errTaken):
		return q.showUsers(http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	case made.User == "":
		http.Redirect(q.w, q.Request, "/pengguna", http.StatusSeeOther)
		return nil
	}
	q.linked(made)
	return nil
}

var ownUser = problem{http.StatusConflict, "Diri sendiri diurus di halaman akun, atau oleh ketua lain."}

// resetUser takes a user's password and codes, ends her sessions, and makes a link by
// which she sets new ones. A second click makes no second link.
func (c *Console) resetUser(q *request) error {
	name := q.PathValue("name")
	if name == q.user.Name {
		return ownUser
	}
	s, _ := c.sessions.find(q.session, c.Now())
	var made link
	err := c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		u, err := tx.User(name)
		if err != nil {
			return err
		}
		unused := func(l link) bool {
			return l.User == name && hashOf(path.Base(l.Path)) == u.Link && q.now.Sub(l.Made) < time.Minute
		}
		if i := slices.IndexFunc(s.links, unused); i >= 0 {
			made = s.links[i]
			return nil
		}
		made = newLink(&u, q.now)
		return errors.Join(tx.PutUser(u), tx.KeepVisit(q.visit("user_reset", name)))
	})
	if err == nil {
		q.linked(made)
	}
	return err
}

// removeUser takes a user away; her sessions end at once.
func (c *Console) removeUser(q *request) error {
	name := q.PathValue("name")
	if name == q.user.Name {
		return ownUser
	}
	err := c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		_, err := tx.User(name)
		if errors.Is(err, store.ErrNotFound) {
			return nil // a second click
		}
		return errors.Join(err, tx.RemoveUser(name), tx.KeepVisit(q.visit("user_removed", name)))
	})
	if err == nil {
		http.Redirect(q.w, q.Request, "/pengguna", http.StatusSeeOther)
	}
	return err
}
