package console

import (
	"cmp"
	"context"
	"crypto/hmac"
	"errors"
	"net/http"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// invitation is the page of a one-time link: its user sets her password. The link that is
// printed where there is no user yet makes the first, and where there is no officer yet
// the UPK's ketua, too.
type invitation struct {
	User             string
	First            bool
	Officers         []ledger.Officer
	UPK, Name, Phone string
	Officer          ledger.OfficerCode
	Faults           map[string]text
}

// FirstPath is the path of the link by which the first user is made. It works until there
// is one, or until the program ends.
func (c *Console) FirstPath() string { return "/undangan/" + c.first }

// errStale says that a link works no longer.
var errStale = errors.New("a one-time link that works no longer")

// invitation is what a link is for, and its user.
func (c *Console) invitation(tx *store.Tx, token string) (v invitation, u store.User, err error) {
	users, err := tx.Users()
	if err != nil {
		return v, u, err
	}
	if len(users) == 0 && hmac.Equal([]byte(token), []byte(c.first)) {
		upk, err := tx.UPK()
		if err != nil {
			return v, u, err
		}
		v = invitation{First: true, UPK: upk.Name}
		v.Officers, err = tx.Officers()
		slices.SortStableFunc(v.Officers, func(a, b ledger.Officer) int { // who first looks is the ketua, who may do all
			switch {
			case (a.Role == ledger.Head) == (b.Role == ledger.Head):
				return 0
			case a.Role == ledger.Head:
				return -1
			}
			return 1
		})
		return v, u, err
	}
	for _, u := range users {
		if u.Link == hashOf(token) && !expired(u, c.Now()) {
			return invitation{User: u.Name}, u, nil
		}
	}
	return v, u, errStale
}

var staleLink = problem{http.StatusGone, "Tautan ini sudah dipakai, atau sudah lebih dari tujuh hari. Minta ketua UPK membuat yang baru."}

func (c *Console) serveInvited(w http.ResponseWriter, r *http.Request) {
	var v invitation
	err := c.DB.View(r.Context(), func(tx *store.Tx) (err error) { v, _, err = c.invitation(tx, r.PathValue("token")); return err })
	c.showInvitation(w, r, http.StatusOK, v, err)
}

func (c *Console) showInvitation(w http.ResponseWriter, r *http.Request, status int, v invitation, err error) {
	switch {
	case errors.Is(err, errStale):
		c.explain(w, r, staleLink)
	case err != nil:
		c.fail(w, r, nil, err)
	default:
		l := languageOf(r)
		render(c.Log, w, r, status, "invited", view{Title: l.say("Selamat datang"), Language: l, Data: v})
	}
}

// errFaulty ends a transaction in which something typed turned out to be wrong.
var errFaulty = errors.New("something typed is wrong")

// invited sets the password, and lets her in. The link has done its work then.
func (c *Console) invited(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		c.explain(w, r, tooLong)
		return
	}
	hash, faults, err := passwordTyped(r)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	var v invitation
	var u store.User
	err = c.DB.Update(context.WithoutCancel(r.Context()), func(tx *store.Tx) (err error) {
		if v, u, err = c.invitation(tx, r.PathValue("token")); err != nil {
			return err
		}
		v.Faults = map[string]text{}
		for field, words := range faults {
			v.Faults[field] = words
		}
		v.UPK, v.Name, v.Phone = cmp.Or(v.UPK, typed(r, "upk")), typed(r, "nama"), typed(r, "hp")
		v.Officer = ledger.OfficerCode(typed(r, "petugas"))
		what := "password"
		if v.First {
			what = "user_added"
			if u, err = c.firstUser(tx, r, &v); err != nil {
				return err
			}
		}
		if len(v.Faults) > 0 {
			return errFaulty
		}
		u.Password, u.Changed, u.Link = hash, c.Now().UTC(), ""
		return errors.Join(tx.PutUser(u), tx.KeepVisit(c.visitOf(r, u, what)))
	})
	if errors.Is(err, errFaulty) {
		c.showInvitation(w, r, http.StatusUnprocessableEntity, v, nil)
		return
	}
	if err == nil {
		if err = c.let(w, r, u); err == nil {
			to := "/"
			if v.First && len(v.Officers) == 0 {
				to = "/mulai"
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
	}
	c.showInvitation(w, r, http.StatusOK, v, err)
}

// typed is what was filled into a field.
func typed(r *http.Request, field string) string { return strings.TrimSpace(r.PostFormValue(field)) }

// firstUser is the first user, for an officer of the register, or for the ketua of a UPK
// that has nothing yet.
func (c *Console) firstUser(tx *store.Tx, r *http.Request, v *invitation) (u store.User, err error) {
	v.User = typed(r, "pengguna")
	if u.Name, err = Name(v.User); err != nil {
		v.Faults["pengguna"] = badName
	}
	if len(v.Officers) > 0 {
		u.Officer = v.Officer
		if _, err := officerOf(tx, u.Officer); err != nil {
			v.Faults["petugas"] = "Pilih seorang pengurus."
		}
		return u, nil
	}
	o := ledger.Officer{Code: "P01", Name: v.Name, Role: ledger.Head}
	if o.Name == "" || len(o.Name) > maxName {
		v.Faults["nama"] = "Tulis nama lengkap."
	}
	if v.UPK == "" || len(v.UPK) > maxName {
		v.Faults["upk"] = "Tulis nama UPK, misalnya Karya Mandiri."
	}
	var ok bool
	if o.Phone, ok = workbook.Phone(v.Phone); !ok {
		v.Faults["hp"] = badPhone
	}
	if len(v.Faults) > 0 {
		return u, nil
	}
	upk, err := tx.UPK()
	if err != nil {
		return u, err
	}
	upk.Name = v.UPK
	u.Officer = o.Code
	return u, errors.Join(tx.PutUPK(upk), tx.PutOfficer(o))
}

// What is wrong with what was typed.
const (
	badName  text = "Nama pengguna 2 sampai 32 huruf kecil, angka, titik atau garis, tanpa spasi: bu.rini"
	badPhone text = "Tulis nomor HP, misalnya 0812 3456 7890."
)
