package conversation

import (
	"math"
	"slices"
	"time"

	"bendahara/ledger"
)

// LoanCard is a loan as the office looks at it.
type LoanCard struct {
	Loan     ledger.Loan
	Group    ledger.Group
	Standing ledger.Standing // at the UPK, with its fine
	Class    ledger.Class    // at the UPK
	History  ledger.History  // by what the UPK received
	Shares   []ShareCard     // of the members, in the loan's order
	Entries  []CardEntry     // that touched it, newest first
}

// ShareCard is a member's share of a loan, by what her treasurer received.
type ShareCard struct {
	Member   ledger.Member
	Loan     ledger.Loan
	Share    ledger.Money
	Standing ledger.Standing // with her fine
	History  ledger.History
}

// CardEntry is an entry with what undid it.
type CardEntry struct {
	ledger.Entry
	Undone ledger.EntryNumber // the reversal's; 0: it counts
}

// LoanCardOf is a loan's card. The error is one of reading.
func LoanCardOf(f Facts, code ledger.LoanCode, now time.Time) (c LoanCard, err error) {
	l, err := f.Loan(code)
	if err != nil {
		return c, err
	}
	t, g, err := cardsOf(f, l.Group, now)
	if err != nil {
		return c, err
	}
	entries, err := f.Recent(l.Group, time.Time{}, math.MaxInt)
	if err != nil {
		return c, err
	}
	if l, err = t.offHolidays(l); err != nil {
		return c, err
	}
	c.Loan, c.Group, c.Entries = l, g.Group, cardEntries(entries, func(e ledger.Entry) bool { return touchesLoan(e, l.Code) })
	received := l.Received(entries)
	if c.History, err = l.History(t.day, received); err != nil {
		return c, err
	}
	scheme, err := t.settings.Scheme()
	if err != nil {
		return c, err
	}
	rated, err := l.Collectability(scheme, t.day, received)
	if err != nil {
		return c, err
	}
	c.Class = rated.Class
	if l.Open() {
		only := *g.GroupIndex
		only.loans = slices.DeleteFunc(slices.Clone(g.loans), func(o loanFacts) bool { return o.Code != l.Code })
		at, err := t.atUPK(&groupFacts{GroupIndex: &only}, t.day)
		if err != nil {
			return c, err
		}
		c.Standing = at[0].Standing
	}
	for _, share := range l.Shares {
		m, _ := g.member(share.Member)
		s, err := t.shareCard(l, m, entries)
		if err != nil {
			return c, err
		}
		c.Shares = append(c.Shares, s)
	}
	return c, nil
}

func cardsOf(f Facts, code ledger.GroupCode, now time.Time) (*turn, *groupFacts, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, nil, err
	}
	g, err := t.group(code)
	return t, g, err
}

// shareCard is how a member's share of a loan went.
func (t *turn) shareCard(l ledger.Loan, m ledger.Member, entries []ledger.Entry) (s ShareCard, err error) {
	s = ShareCard{Member: m, Loan: l, Share: l.ShareOf(m.Code)}
	schedules, err := l.MemberSchedules()
	if err != nil {
		return s, err
	}
	s.History = schedules[m.Code].History(t.day, l.PaymentsOf(m.Code, entries))
	if !l.Open() {
		return s, nil
	}
	paid, err := l.PaidBy(m.Code, t.balance)
	if err != nil {
		return s, err
	}
	s.Standing = schedules[m.Code].On(t.day, paid)
	s.Standing.Fine, err = t.fine(loanFacts{Loan: l, schedules: schedules}, m.Code, t.day)
	return s, err
}

// cardEntries are the entries of a kind, each with what undid it.
func cardEntries(entries []ledger.Entry, wanted func(ledger.Entry) bool) (list []CardEntry) {
	undone := map[ledger.EntryNumber]ledger.EntryNumber{}
	for _, e := range entries {
		if e.Kind == ledger.Reversal {
			undone[e.Reverses] = e.Number
		}
		if wanted(e) {
			list = append(list, CardEntry{e, undone[e.Number]})
		}
	}
	return list
}

func touchesLoan(e ledger.Entry, code ledger.LoanCode) bool {
	return e.Loan == code || slices.ContainsFunc(e.Postings, func(p ledger.Posting) bool { return p.Debit.Loan == code || p.Credit.Loan == code })
}

// MemberCard is a member as the office looks at her.
type MemberCard struct {
	Member  ledger.Member
	Group   ledger.Group
	Balance BalanceWords // what she is told when she asks
	Purses  []PurseCard  // that are not empty
	Shares  []ShareCard  // of her open loans
	Earlier []ledger.Loan
	Promise ledger.Date // the last day that she promised to pay; zero: none
	Entries []CardEntry // about her, newest first
}

// PurseCard is what a member has saved in one purse.
type PurseCard struct {
	Purse ledger.Purse
	Saved ledger.Money
}

// MemberCardOf is a member's card. The error is one of reading.
func MemberCardOf(f Facts, code ledger.MemberCode, now time.Time) (c MemberCard, err error) {
	m, err := f.Member(code)
	if err != nil {
		return c, err
	}
	t, g, err := cardsOf(f, m.Group, now)
	if err != nil {
		return c, err
	}
	c = MemberCard{Member: m, Group: g.Group}
	if c.Balance, err = t.balanceWords(m); err != nil {
		return c, err
	}
	for _, purse := range ledger.Purses {
		saved, err := t.balance(ledger.PurseOf(m.Group, m.Code, purse))
		if err != nil {
			return c, err
		}
		if saved != 0 {
			c.Purses = append(c.Purses, PurseCard{purse, -saved})
		}
	}
	entries, err := f.Recent(m.Group, time.Time{}, math.MaxInt)
	if err != nil {
		return c, err
	}
	c.Entries = cardEntries(entries, func(e ledger.Entry) bool { return touchesMember(e, m.Code) })
	if err := t.loansOf(&c, entries); err != nil {
		return c, err
	}
	promises, err := f.Promises(m.Group)
	for _, p := range promises {
		if p.Member == m.Code {
			c.Promise = p.Promise
		}
	}
	return c, err
}

func (t *turn) loansOf(c *MemberCard, entries []ledger.Entry) error {
	loans, err := t.facts.Loans(c.Member.Group)
	if err != nil {
		return err
	}
	for _, l := range loans {
		switch {
		case l.ShareOf(c.Member.Code) == 0:
		case !l.Open():
			c.Earlier = append(c.Earlier, l)
		default:
			if l, err = t.offHolidays(l); err != nil {
				return err
			}
			s, err := t.shareCard(l, c.Member, entries)
			if err != nil {
				return err
			}
			c.Shares = append(c.Shares, s)
		}
	}
	return nil
}

func touchesMember(e ledger.Entry, code ledger.MemberCode) bool {
	return e.Member == code || slices.ContainsFunc(e.Postings, func(p ledger.Posting) bool { return p.Debit.Member == code || p.Credit.Member == code })
}
