package store

import (
	"slices"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Person is all that is kept of one membership. Of a phone that others use, too, the
// messages are all of them.
type Person struct {
	Member     ledger.Member
	Also       []ledger.MemberCode // members with a number of hers: herself in another group, or her family
	Shares     []PersonShare
	Entries    []ledger.Entry // that are about her, or that she told of
	Balances   map[string]ledger.Money
	Written    []HeardMessage // from her numbers
	Told       []Outbound     // to her numbers
	Contacts   []Contact
	Stopped    []ledger.Phone // numbers at which she wants no reminders
	Addresses  []conversation.BindAddress
	Cases      []conversation.Case
	NotPaid    []conversation.NotPaid
	Amendments []conversation.Amendment
	Proposals  []conversation.Proposal // of the office's work on her
}

// PersonShare is her part of a group's loan.
type PersonShare struct {
	Loan   ledger.LoanCode
	Status ledger.LoanStatus
	ledger.Share
}

// Person gathers all that is kept of a member; ErrNotFound for a code that nobody has.
func (tx *Tx) Person(code ledger.MemberCode) (p Person, err error) {
	if p.Member, err = tx.Member(code); err != nil {
		return p, err
	}
	w, err := tx.traces(p.Member)
	if err != nil {
		return p, err
	}
	p.Also = w.others
	for _, do := range []func(*Person, *traces) error{tx.personBooks, tx.personMessages, tx.personPhones, tx.personRecords} {
		if err := do(&p, w); err != nil {
			return p, err
		}
	}
	return p, nil
}

// traces is by what a person is found.
type traces struct {
	member  ledger.Member
	phones  []ledger.Phone
	own     []ledger.Phone // those that nobody else has
	others  []ledger.MemberCode
	numbers []ledger.EntryNumber // of entries that are about her
	words   []string             // of her cases, and her reasons, in small letters
}

func (tx *Tx) traces(m ledger.Member) (*traces, error) {
	w := &traces{member: m}
	for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
		if p == "" {
			continue
		}
		members, err := tx.MembersByPhone(p)
		if err != nil {
			return nil, err
		}
		officers, err := tx.OfficersByPhone(p)
		if err != nil {
			return nil, err
		}
		w.phones = append(w.phones, p)
		if len(members) <= 1 && len(officers) == 0 {
			w.own = append(w.own, p)
		}
		for _, o := range members {
			if o.Code != m.Code && !slices.Contains(w.others, o.Code) {
				w.others = append(w.others, o.Code)
			}
		}
	}
	for e, err := range tx.Backwards(m.Group) {
		if err != nil {
			return nil, err
		}
		if e.Member == m.Code {
			w.numbers = append(w.numbers, e.Number)
		}
	}
	p := Person{Member: m}
	if err := tx.personRecords(&p, w); err != nil {
		return nil, err
	}
	for _, c := range p.Cases {
		w.say(c.Note)
		w.say(c.Answer)
	}
	for _, u := range p.NotPaid {
		w.say(u.Reason)
	}
	return w, nil
}

// say keeps words that are hers; those of a word or two are everybody's.
func (w *traces) say(words string) {
	const tooShort = 8 // letters
	if words = strings.ToLower(strings.TrimSpace(words)); len(words) > tooShort {
		w.words = append(w.words, words)
	}
}

// of tells whether a posting's account is a division of hers.
func (w *traces) of(a ledger.Account) bool {
	return a.Member == w.member.Code || a.Purse == ledger.Purse(w.member.Code)
}

// names tells whether a text has her name, a number that only she has, or words of her
// cases. A name of one word is also another's, so it does not count.
func (w *traces) names(text string) bool {
	text = strings.ToLower(text)
	name := strings.ToLower(strings.TrimSpace(w.member.Name))
	if strings.Contains(name, " ") && strings.Contains(text, name) {
		return true
	}
	if slices.ContainsFunc(w.words, func(own string) bool { return strings.Contains(text, own) }) {
		return true
	}
	return slices.ContainsFunc(w.own, func(p ledger.Phone) bool {
		local := strings.TrimPrefix(string(p), "+62")
		return strings.Contains(strings.NewReplacer(" ", "", "-", "").Replace(text), local)
	})
}

// about tells whether a message made an entry about her.
func (w *traces) about(h HeardMessage) bool {
	return slices.ContainsFunc(h.Entries, func(e EntryRef) bool {
		return e.Group == w.member.Group && slices.Contains(w.numbers, e.Number)
	})
}

func (tx *Tx) personBooks(p *Person, w *traces) error {
	loans, err := tx.Loans(p.Member.Group)
	if err != nil {
		return err
	}
	for _, l := range loans {
		for _, s := range l.Shares {
			if s.Member == p.Member.Code {
				p.Shares = append(p.Shares, PersonShare{l.Code, l.Status, s})
			}
		}
	}
	for e, err := range tx.Backwards(p.Member.Group) {
		if err != nil {
			return err
		}
		hers := e.Member == p.Member.Code || e.Teller == string(p.Member.Code) ||
			slices.ContainsFunc(e.Postings, func(o ledger.Posting) bool { return w.of(o.Debit) || w.of(o.Credit) })
		if hers {
			p.Entries = append(p.Entries, e)
		}
	}
	slices.Reverse(p.Entries)
	p.Balances = map[string]ledger.Money{}
	return tx.personBalances(w, func(a ledger.Account, m ledger.Money) { p.Balances[a.String()] = m })
}

// personBalances goes through the balances of her accounts that are not nought.
func (tx *Tx) personBalances(w *traces, each func(ledger.Account, ledger.Money)) error {
	prefix := balance.within(w.member.Group)
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var m int64
		if err := decode(key, b, &m); err != nil {
			return err
		}
		if a, ok := ledger.ParseAccount(string(key[len(prefix):])); ok && m != 0 && w.of(a) {
			each(a, ledger.Money(m))
		}
	}
	return tx.r.Err()
}

func (tx *Tx) personMessages(p *Person, w *traces) error {
	for h, err := range all[HeardMessage](tx, message.within(), false) {
		if err != nil {
			return err
		}
		if slices.Contains(w.phones, h.From) || w.about(h) {
			p.Written = append(p.Written, h)
		}
	}
	for o, err := range all[Outbound](tx, outbox.within(), false) {
		if err != nil {
			return err
		}
		if slices.Contains(w.phones, o.To) {
			p.Told = append(p.Told, o)
		}
	}
	return nil
}

func (tx *Tx) personPhones(p *Person, w *traces) error {
	for _, phone := range w.phones {
		c, err := tx.Contact(phone)
		if err != nil {
			return err
		}
		p.Contacts = append(p.Contacts, c)
		is, err := tx.Stopped(phone)
		if err != nil {
			return err
		}
		if is {
			p.Stopped = append(p.Stopped, phone)
		}
	}
	bound, err := tx.Addresses()
	for _, b := range bound {
		if slices.Contains(w.phones, b.Phone) {
			p.Addresses = append(p.Addresses, b)
		}
	}
	return err
}

func (tx *Tx) personRecords(p *Person, w *traces) error {
	for _, kind := range conversation.CaseKinds {
		cases, err := tx.Cases(kind)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if c.Member == p.Member.Code || slices.Contains(w.own, c.From) {
				p.Cases = append(p.Cases, c)
			}
		}
	}
	words, err := tx.AllUnpaid()
	if err != nil {
		return err
	}
	for _, u := range words {
		if u.Member == p.Member.Code {
			p.NotPaid = append(p.NotPaid, u.NotPaid)
		}
	}
	amendments, err := tx.Amendments()
	if err != nil {
		return err
	}
	for _, a := range amendments {
		if a.Member == p.Member.Code {
			p.Amendments = append(p.Amendments, a)
		}
	}
	proposals, err := tx.Proposals()
	for _, o := range proposals {
		if slices.ContainsFunc(append(slices.Clone(o.Members), o.Was...), func(m ledger.Member) bool { return m.Code == p.Member.Code }) ||
			slices.ContainsFunc(o.Entries, func(e ledger.Entry) bool { return e.Member == p.Member.Code }) {
			p.Proposals = append(p.Proposals, o)
		}
	}
	return err
}
