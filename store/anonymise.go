package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Why somebody's data stay for now.
var (
	ErrStillOwes  = errors.New("she has a loan or savings, or covered somebody: that comes to its end first")
	ErrStillBusy  = errors.New("she keeps an office in her group, or a case of hers is open: that is ended first")
	ErrStillSends = errors.New("messages to her or about her wait to be sent: try again when they went")
)

// owing are the accounts that come to nothing before a person can be forgotten; the
// others remember for ever what was paid.
var owing = []ledger.AccountCode{ledger.MemberPrincipal, ledger.Savings, ledger.CoverOwed, ledger.CoverDue, ledger.TakenOver}

// CanForget returns why a person's data have to stay: ErrStillOwes, ErrStillBusy,
// ErrStillSends; or ErrNotFound.
func (tx *Tx) CanForget(code ledger.MemberCode) error {
	m, err := tx.Member(code)
	if err != nil {
		return err
	}
	w, err := tx.traces(m)
	if err != nil {
		return err
	}
	return tx.canForget(w)
}

func (tx *Tx) canForget(w *traces) error {
	why := func(err error) error { return fmt.Errorf("member %s: %w", w.member.Code, err) }
	var p Person
	p.Member = w.member
	if err := errors.Join(tx.personBooks(&p, w), tx.personRecords(&p, w)); err != nil {
		return err
	}
	for _, s := range p.Shares {
		if s.Status != ledger.PaidOff && s.Status != ledger.Rescheduled && s.Status != ledger.WrittenOff {
			return why(ErrStillOwes)
		}
	}
	for name := range p.Balances {
		if a, _ := ledger.ParseAccount(name); slices.Contains(owing, a.Code) {
			return why(ErrStillOwes)
		}
	}
	if w.member.Office != ledger.Ordinary || slices.ContainsFunc(p.Cases, func(c conversation.Case) bool { return c.Closed.IsZero() }) {
		return why(ErrStillBusy)
	}
	for key := range tx.r.Scan(queue.within(), after(queue.within()), false) {
		var o Outbound
		if err := tx.find(outbox.key(keyNumber(key)), &o); err != nil {
			return err
		}
		if slices.Contains(w.own, o.To) || w.names(o.Text) {
			return why(ErrStillSends)
		}
	}
	return tx.r.Err()
}

// ForgetPerson takes away all that tells who a member was: her record becomes the one
// that is given, and of messages, cases, reasons and amendments about her the words and
// numbers go. What was booked, when, and who decided stay, and so does this, as an
// amendment. Words of others that name her by one word alone go when they are old; see
// [Tx.Forget]. It returns the errors of CanForget.
func (tx *Tx) ForgetPerson(as ledger.Member, by ledger.OfficerCode, cause string, now time.Time) error {
	m, err := tx.Member(as.Code)
	if err != nil {
		return err
	}
	w, err := tx.traces(m)
	if err != nil {
		return err
	}
	if err := tx.canForget(w); err != nil {
		return err
	}
	for _, do := range []func(*traces) error{tx.forgetWords, tx.forgetRecords, tx.forgetPhones} {
		if err := do(w); err != nil {
			return err
		}
	}
	if err := tx.PutMember(as); err != nil {
		return err
	}
	return tx.Amend(conversation.Amendment{
		What: conversation.PersonAmended, Group: as.Group, Member: as.Code, By: string(by), Message: cause, At: now,
	})
}

// rewrite goes through a table and keeps anew what change has changed.
func rewrite[T any](tx *Tx, t table, change func(*T) bool) error {
	for key, b := range tx.r.Scan(t.within(), after(t.within()), false) {
		var v T
		if err := decode(key, b, &v); err != nil {
			return err
		}
		if change(&v) {
			if err := tx.put(key, v); err != nil {
				return err
			}
		}
	}
	return tx.r.Err()
}

func (tx *Tx) forgetWords(w *traces) error {
	return errors.Join(
		rewrite(tx, message, func(h *HeardMessage) bool {
			own := slices.Contains(w.own, h.From)
			if !own && !w.about(*h) && !w.names(h.Text) {
				return false
			}
			h.Text, h.Twin = "", ""
			if own {
				h.From, h.Also, h.Address = "", "", ""
			}
			return true
		}),
		rewrite(tx, outbox, func(o *Outbound) bool {
			own := slices.Contains(w.own, o.To)
			if !own && !w.names(o.Text) {
				return false
			}
			o.Text = ""
			if own {
				o.Cause = w.withoutPhones(o.Cause)
				o.To, o.Address, o.Provider, o.Tried = "", "", "", nil
			}
			return true
		}),
		tx.forgetCauses(w),
		rewrite(tx, parked, func(p *Parked) bool {
			own := slices.Contains(w.own, p.Message.From)
			if !own && !w.names(p.Message.Text) {
				return false
			}
			p.Message.Text, p.Message.Twin = "", ""
			if own {
				p.Message.From, p.Message.Also, p.Message.Address = "", "", ""
			}
			return true
		}),
	)
}

// withoutPhones is a text with her code in place of numbers that only she had.
func (w *traces) withoutPhones(text string) string {
	for _, p := range w.own {
		text = strings.ReplaceAll(text, string(p), string(w.member.Code))
	}
	return text
}

// forgetCauses has the causes that name her number, such as a broadcast's to her, name her
// code: they still work only once.
func (tx *Tx) forgetCauses(w *traces) error {
	prefix := cause.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		as := w.withoutPhones(string(key))
		if as == string(key) {
			continue
		}
		if err := errors.Join(tx.delete(key), tx.w.Put([]byte(as), b)); err != nil {
			return err
		}
	}
	return tx.r.Err()
}

func (tx *Tx) forgetRecords(w *traces) error {
	code := w.member.Code
	return errors.Join(
		rewrite(tx, caseFile, func(c *conversation.Case) bool {
			own := slices.Contains(w.own, c.From)
			if c.Member != code && !own && !w.names(c.Note) && !w.names(c.Answer) {
				return false
			}
			c.Note, c.Answer = "", ""
			if c.Claim != nil {
				c.Claim.NameText = ""
			}
			if own {
				c.From = ""
			}
			return true
		}),
		rewrite(tx, unpaid, func(u *Unpaid) bool {
			was := u.Member == code && u.Reason != ""
			if was {
				u.Reason = ""
			}
			return was
		}),
		rewrite(tx, amendment, func(a *conversation.Amendment) bool {
			hers := a.Member == code && slices.Contains([]conversation.AmendmentKind{
				conversation.PhoneAmended, conversation.LostAmended, conversation.AddressAmended,
			}, a.What)
			if !hers && !slices.Contains(w.own, ledger.Phone(a.Was)) && !slices.Contains(w.own, ledger.Phone(a.Now)) {
				return false
			}
			a.Was, a.Now = "", ""
			return true
		}),
		rewrite(tx, proposal, func(p *conversation.Proposal) bool {
			changed := false
			for _, list := range [][]ledger.Member{p.Members, p.Was} {
				for i, m := range list {
					if m.Code == code && !m.Forgotten {
						list[i], changed = m.Anonymous(), true
					}
				}
			}
			return changed
		}),
		rewrite(tx, visit, func(v *Visit) bool {
			hers := slices.Contains(w.own, ledger.Phone(v.About))
			if hers {
				v.About = string(code)
			}
			return hers
		}),
	)
}

// forgetPhones takes away what is kept under numbers that only she had.
func (tx *Tx) forgetPhones(w *traces) error {
	for _, p := range w.own {
		if _, err := tx.UnbindAddresses(p); err != nil {
			return err
		}
		keys := [][]byte{talk.key(p), stopped.key(p), contact.key(p), lost.key(p), registration.key(p)}
		for _, t := range []table{replies, tries} {
			for key := range tx.r.Scan(t.within(), after(t.within()), false) {
				if strings.HasSuffix(string(key), string(p)) {
					keys = append(keys, key)
				}
			}
		}
		for key := range tx.r.Scan(said.within(p), after(said.within(p)), false) {
			keys = append(keys, key)
		}
		for _, key := range keys {
			if err := tx.delete(key); err != nil {
				return err
			}
		}
	}
	return tx.r.Err()
}
