package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"bendahara/store"
)

// accountView is a user's own page.
type accountView struct {
	Faults   map[string]text // by field
	Codes    bool            // she has one-time codes
	Left     int             // recovery codes
	Needs    bool            // the UPK wants codes of all
	Sessions []sessionRow
}

type sessionRow struct {
	Begun, Last time.Time
	From        string
	This        bool
}

func (c *Console) account(q *request) error { return q.showAccount(http.StatusOK, nil) }

func (q *request) showAccount(status int, faults map[string]text) error {
	v := accountView{Faults: faults, Codes: q.user.Secret != "", Left: len(q.user.Recovery), Needs: q.needsCode}
	this, _ := q.c.sessions.find(q.session, q.c.Now())
	for _, s := range q.c.sessions.of(q.user.Name, q.c.Now()) {
		v.Sessions = append(v.Sessions, sessionRow{in(q.now, s.begun), in(q.now, s.last), s.from, s.begun.Equal(this.begun) && s.from == this.from})
	}
	q.status(status, "account", "Akun saya", v)
	return nil
}

// mine changes the user's own record, with the visit that says so.
func (q *request) mine(what string, how func(*store.User) error) error {
	err := q.c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		u, err := tx.User(q.user.Name)
		if err != nil {
			return err
		}
		if err := how(&u); err != nil {
			return err
		}
		if err := tx.PutUser(u); err != nil {
			return err
		}
		q.user = u
		return tx.KeepVisit(q.visit(what, ""))
	})
	return err
}

// sure tells whether she has typed her password, which she may try only so often.
func (q *request) sure(field string) (map[string]text, error) {
	list := triers(q.user.Name, "", true)
	if _, ok := q.c.tries.try(q.c.Now(), list); !ok {
		return map[string]text{field: tooManyTries}, nil
	}
	right, err := q.c.check(q.Context(), q.user, q.PostFormValue(field))
	if err != nil {
		return nil, err
	}
	if !right {
		return map[string]text{field: "Kata sandi ini salah."}, nil
	}
	q.c.tries.forgive(list)
	return nil, nil
}

// passwordTyped is the hash of a new password that was typed twice, or what is wrong.
func passwordTyped(r *http.Request) (hash string, faults map[string]text, err error) {
	typed := r.PostFormValue("baru")
	if typed != r.PostFormValue("ulang") {
		return "", map[string]text{"ulang": "Tidak sama dengan yang di atasnya."}, nil
	}
	hash, err = Hash(typed)
	if errors.Is(err, ErrPassword) {
		return "", map[string]text{"baru": "Kata sandi 10 sampai 200 huruf. Beberapa kata yang mudah diingat lebih baik daripada satu kata yang sulit."}, nil
	}
	return hash, nil, err
}

func (c *Console) newPassword(q *request) error {
	faults, err := q.sure("sandi")
	hash := ""
	if err == nil && faults == nil {
		hash, faults, err = passwordTyped(q.Request)
	}
	if err != nil {
		return err
	}
	if faults != nil {
		return q.showAccount(http.StatusUnprocessableEntity, faults)
	}
	err = q.mine("password", func(u *store.User) error {
		u.Password, u.Changed = hash, q.now.UTC()
		return nil
	})
	if err != nil {
		return err
	}
	c.sessions.endOthers(q.user.Name, q.session)
	c.sessions.alter(q.session, func(s *session) { s.password = hash })
	http.Redirect(q.w, q.Request, "/akun", http.StatusSeeOther)
	return nil
}

func (c *Console) endOthers(q *request) error {
	c.sessions.endOthers(q.user.Name, q.session)
	if err := q.note("sessions_ended", ""); err != nil {
		return err
	}
	http.Redirect(q.w, q.Request, "/akun", http.StatusSeeOther)
	return nil
}

// codesView is the page on which one-time codes are turned on.
type codesView struct {
	QR       picture
	Secret   string
	Recovery []string // to be written down
	Fault    text
}

// codes shows the secret of the codes that are turned on, and then the recovery codes
// until she has noted them. Both are in her session alone.
func (c *Console) codes(q *request) error { return q.showCodes(http.StatusOK, "") }

func (q *request) showCodes(status int, fault text) error {
	s, _ := q.c.sessions.find(q.session, q.c.Now())
	v := codesView{Recovery: s.recovery, Fault: fault}
	if v.Recovery == nil && q.user.Secret != "" {
		http.Redirect(q.w, q.Request, "/akun", http.StatusSeeOther)
		return nil
	}
	if v.Recovery == nil {
		secret, address, err := newSecret(q.upk.Name, q.user.Name)
		if err != nil {
			return err
		}
		if s.secret != "" { // the one that her app has by now
			secret, address = s.secret, s.address
		}
		q.c.sessions.alter(q.session, func(s *session) { s.secret, s.address = secret, address })
		v.Secret = secret
		if v.QR, err = draw(address); err != nil {
			return err
		}
	}
	q.status(status, "codes", "Kode sekali pakai", v)
	return nil
}

func (c *Console) turnCodesOn(q *request) error {
	s, _ := c.sessions.find(q.session, c.Now())
	p, right := codeOf(s.secret, q.PostFormValue("kode"), 0, c.Now())
	switch {
	case q.user.Secret != "": // a second click
		http.Redirect(q.w, q.Request, "/akun/kode", http.StatusSeeOther)
		return nil
	case s.secret == "" || !right:
		return q.showCodes(http.StatusUnprocessableEntity, "Kode ini tidak cocok. Pindai gambarnya, lalu ketik enam angka yang sekarang tampak di HP; jam HP harus benar.")
	}
	codes, hashes := newRecovery()
	err := q.mine("codes_on", func(u *store.User) error {
		if u.Secret == "" {
			u.Secret, u.Used, u.Recovery = s.secret, p, hashes
			c.sessions.alter(q.session, func(s *session) { s.secret, s.address, s.recovery = "", "", codes })
		}
		return nil
	})
	if err == nil {
		http.Redirect(q.w, q.Request, "/akun/kode", http.StatusSeeOther)
	}
	return err
}

func (c *Console) newRecoveryCodes(q *request) error {
	faults, err := q.sure("sandi_cadangan")
	if err != nil {
		return err
	}
	if faults != nil {
		return q.showAccount(http.StatusUnprocessableEntity, faults)
	}
	codes, hashes := newRecovery()
	if err := q.mine("recovery_codes", func(u *store.User) error { u.Recovery = hashes; return nil }); err != nil {
		return err
	}
	c.sessions.alter(q.session, func(s *session) { s.recovery = codes })
	http.Redirect(q.w, q.Request, "/akun/kode", http.StatusSeeOther)
	return nil
}

func (c *Console) recoveryNoted(q *request) error {
	c.sessions.alter(q.session, func(s *session) { s.recovery = nil })
	http.Redirect(q.w, q.Request, "/akun", http.StatusSeeOther)
	return nil
}

func (c *Console) turnCodesOff(q *request) error {
	faults, err := q.sure("sandi_mati")
	if err != nil {
		return err
	}
	if faults != nil {
		return q.showAccount(http.StatusUnprocessableEntity, faults)
	}
	err = q.mine("codes_off", func(u *store.User) error { u.Secret, u.Used, u.Recovery = "", 0, nil; return nil })
	if err == nil {
		http.Redirect(q.w, q.Request, "/akun", http.StatusSeeOther)
	}
	return err
}
