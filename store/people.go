package store

import (
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// KeepRegistration keeps what a phone asks for; one for each phone.
func (tx *Tx) KeepRegistration(r conversation.Registration) error {
	return tx.put(registration.key(r.Phone), r)
}

// EndRegistration forgets what a phone asked for.
func (tx *Tx) EndRegistration(p ledger.Phone) error { return tx.delete(registration.key(p)) }

// Registrations are all that wait, by phone.
func (tx *Tx) Registrations() ([]conversation.Registration, error) {
	return collect[conversation.Registration](tx, registration.within())
}

// KeepHandover keeps a change of treasurer that waits; one for each group.
func (tx *Tx) KeepHandover(h conversation.HandingOver) error {
	return tx.put(handover.key(h.Group), h)
}

// EndHandover forgets it.
func (tx *Tx) EndHandover(g ledger.GroupCode) error { return tx.delete(handover.key(g)) }

// Handovers are all that wait, by group.
func (tx *Tx) Handovers() ([]conversation.HandingOver, error) {
	return collect[conversation.HandingOver](tx, handover.within())
}

// KeepStandIn lets a member record for her group's treasurer until a time.
func (tx *Tx) KeepStandIn(s conversation.StandingIn) error { return tx.put(standIn.key(s.Group), s) }

// EndStandIn ends that.
func (tx *Tx) EndStandIn(g ledger.GroupCode) error { return tx.delete(standIn.key(g)) }

// StandIn is who last stood in for the group's treasurer, and until when; the zero
// value for nobody.
func (tx *Tx) StandIn(g ledger.GroupCode) (s conversation.StandingIn, err error) {
	return kept(tx, "stand-in/"+string(g), func() (s conversation.StandingIn, err error) {
		_, err = tx.get(standIn.key(g), &s)
		return s, err
	})
}

// SuspendPhone suspends a phone, or keeps that the office heard of it.
func (tx *Tx) SuspendPhone(l conversation.LostPhone) error { return tx.put(lost.key(l.Phone), l) }

// ObeyPhone ends a suspension.
func (tx *Tx) ObeyPhone(p ledger.Phone) error { return tx.delete(lost.key(p)) }

// LostPhones are the suspended phones.
func (tx *Tx) LostPhones() ([]conversation.LostPhone, error) {
	return keptList(tx, "lost", func() ([]conversation.LostPhone, error) { return collect[conversation.LostPhone](tx, lost.within()) })
}

// CountTry counts one more try of a phone to register or to confirm on a day.
func (tx *Tx) CountTry(p ledger.Phone, d ledger.Date) error {
	n, err := tx.Tries(p, d)
	if err != nil {
		return err
	}
	return tx.put(tries.key(d, p), n+1)
}

// Tries counts a phone's tries on a day.
func (tx *Tx) Tries(p ledger.Phone, d ledger.Date) (n int, err error) {
	_, err = tx.get(tries.key(d, p), &n)
	return n, err
}

// Amend keeps the record of a change in the registers of people.
func (tx *Tx) Amend(a conversation.Amendment) error {
	n, err := tx.next()
	if err != nil {
		return err
	}
	a.At = a.At.UTC().Truncate(time.Second)
	return tx.put(amendment.key(n), a)
}

// Amendments are all changes in the registers of people, oldest first.
func (tx *Tx) Amendments() ([]conversation.Amendment, error) {
	return collect[conversation.Amendment](tx, amendment.within())
}

// ChangeMember replaces a member's record. Reminders stopped at a number of hers
// stay stopped at the one that takes its place. It returns ErrNotFound for somebody
// who is no member.
func (tx *Tx) ChangeMember(m ledger.Member) error {
	was, err := tx.Member(m.Code)
	if err != nil {
		return err
	}
	if m.Phone != "" && was.Phone != "" && m.Phone != was.Phone {
		stop, err := tx.Stopped(was.Phone)
		if err != nil {
			return err
		}
		if stop {
			var at time.Time
			if _, err := tx.get(stopped.key(was.Phone), &at); err != nil {
				return err
			}
			if err := tx.SetStopped(m.Phone, true, at); err != nil {
				return err
			}
		}
	}
	return tx.PutMember(m)
}

// BindAddress makes an address under which WhatsApp hides a number one of the
// phone's.
func (tx *Tx) BindAddress(b conversation.BindAddress) error {
	return tx.put(address.key(b.Address), b)
}

// UnbindAddresses takes all hidden addresses from a phone, and tells which they were.
func (tx *Tx) UnbindAddresses(p ledger.Phone) (unbound []ledger.Phone, err error) {
	bound, err := tx.Addresses()
	if err != nil {
		return nil, err
	}
	for _, b := range bound {
		if b.Phone != p {
			continue
		}
		if err := tx.delete(address.key(b.Address)); err != nil {
			return nil, err
		}
		unbound = append(unbound, b.Address)
	}
	return unbound, nil
}

// PhoneOf is the phone that an address is bound to; of a number, and of an address
// that is nobody's, it is that itself.
func (tx *Tx) PhoneOf(p ledger.Phone) (ledger.Phone, error) {
	b := conversation.BindAddress{Phone: p}
	_, err := tx.get(address.key(p), &b)
	return b.Phone, err
}

// Addresses are all that are bound.
func (tx *Tx) Addresses() ([]conversation.BindAddress, error) {
	return collect[conversation.BindAddress](tx, address.within())
}

// verifyAmends follows what waits and what was changed among people to the
// registers.
func (tx *Tx) verifyAmends() error {
	inGroup := func(what string, g ledger.GroupCode, codes ...ledger.MemberCode) error {
		for _, code := range codes {
			if m, err := tx.Member(code); err != nil || m.Group != g {
				return missing(err, "%s of group %s is about %s, who is not in it", what, g, code)
			}
		}
		return nil
	}
	if err := verifyKeyed(tx, registration, func(r conversation.Registration) ([]byte, error) {
		return registration.key(r.Phone), inGroup("a registration", r.Group, r.Member)
	}); err != nil {
		return err
	}
	if err := verifyKeyed(tx, handover, func(h conversation.HandingOver) ([]byte, error) {
		return handover.key(h.Group), inGroup("a change of treasurer", h.Group, h.From, h.To)
	}); err != nil {
		return err
	}
	if err := verifyKeyed(tx, standIn, func(s conversation.StandingIn) ([]byte, error) {
		return standIn.key(s.Group), inGroup("a stand-in", s.Group, s.Member)
	}); err != nil {
		return err
	}
	if err := verifyKeyed(tx, lost, func(l conversation.LostPhone) ([]byte, error) { return lost.key(l.Phone), nil }); err != nil {
		return err
	}
	if err := verifyKeyed(tx, address, func(a conversation.BindAddress) ([]byte, error) { return address.key(a.Address), nil }); err != nil {
		return err
	}
	if err := tx.verifyContacts(); err != nil {
		return err
	}
	return verifyKeyed(tx, amendment, func(a conversation.Amendment) ([]byte, error) {
		if a.Member == "" {
			return nil, nil
		}
		return nil, inGroup("an amendment", a.Group, a.Member)
	})
}

// verifyKeyed checks that each value of a table is what it should be and stands
// under its own key, where it knows that.
func verifyKeyed[T any](tx *Tx, of table, check func(T) ([]byte, error)) error {
	prefix := of.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var v T
		if err := decode(key, b, &v); err != nil {
			return err
		}
		own, err := check(v)
		if err != nil {
			return err
		}
		if own != nil && string(own) != string(key) {
			return bad("%s is kept in another's place", shown(key))
		}
	}
	return tx.r.Err()
}
