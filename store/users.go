package store

import (
	"time"

	"bendahara/ledger"
)

// User is somebody who may log in at the console. What she may do there follows from
// her officer's record, as it is when she does it.
type User struct {
	Name     string             `json:"name"` // in small letters
	Officer  ledger.OfficerCode `json:"officer"`
	Password string             `json:"password"` // its argon2id hash; never the password
	Changed  time.Time          `json:"changed"`  // when the password was set

	// Of her one-time codes, if she has any: the secret that they follow from, the period
	// of the last one, and the hashes of the recovery codes that are left.
	Secret   string   `json:"secret,omitempty"`
	Used     uint64   `json:"used,omitempty"`
	Recovery []string `json:"recovery,omitempty"`

	// Of the one-time link with which she sets her password: the hash of its token, and
	// when it was made. A user with a link has no password.
	Link   string    `json:"link,omitempty"`
	Linked time.Time `json:"linked,omitzero"`
}

// PutUser keeps a user under her name.
func (tx *Tx) PutUser(u User) error { return tx.put(user.key(u.Name), u) }

// RemoveUser takes a user away; nothing where there is none.
func (tx *Tx) RemoveUser(name string) error { return tx.delete(user.key(name)) }

// User returns ErrNotFound for a name that is nobody's.
func (tx *Tx) User(name string) (u User, err error) {
	return u, tx.named("user", user.key(name), &u)
}

// Users lists all users, by name.
func (tx *Tx) Users() ([]User, error) { return collect[User](tx, user.within()) }

// Visit is something that a user did at the console, or was refused. Visits are kept
// for ever, as amendments are.
type Visit struct {
	At      time.Time          `json:"at"`
	User    string             `json:"user"` // for a refused log-in only where there is such a user
	Officer ledger.OfficerCode `json:"officer,omitempty"`
	From    string             `json:"from,omitempty"`   // the address she came from
	What    string             `json:"what"`             // "login", "confirm"
	About   string             `json:"about,omitempty"`  // the code or number of what it was done to
	Before  string             `json:"before,omitempty"` // of a change of a setting or register
	After   string             `json:"after,omitempty"`
}

// KeepVisit adds to what users did.
func (tx *Tx) KeepVisit(v Visit) error {
	n, err := tx.next()
	if err != nil {
		return err
	}
	v.At = v.At.UTC()
	return tx.put(visit.key(n), v)
}

// VisitsBefore are the last things that users did before one, by its running number, 0 for
// the newest: newest first, at most most, and the number to go on from, 0 at the end.
func (tx *Tx) VisitsBefore(n uint64, most int) (list []Visit, next uint64, err error) {
	for key, b := range tx.r.Scan(visit.within(), before(visit, n), true) {
		if len(list) == most {
			return list, next, nil
		}
		var v Visit
		if err := decode(key, b, &v); err != nil {
			return nil, 0, err
		}
		list, next = append(list, v), keyNumber(key)
	}
	return list, 0, tx.r.Err()
}
