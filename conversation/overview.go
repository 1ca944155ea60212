package conversation

import (
	"time"

	"bendahara/ledger"
)

// GroupStanding is how a group stands with the UPK at a moment.
type GroupStanding struct {
	Group   ledger.Group
	In      ledger.Money // received from it by the UPK today
	Held    ledger.Money // by its treasurer
	Offered ledger.Money // of it, what she says she brought and the UPK has not received
	Since   ledger.Date  // the oldest of it; zero: none is held, or nobody knows
	Overdue ledger.Money // at the UPK
	New     ledger.Money // of it, what fell due in the seven days before today
	Due     ledger.Money // at the UPK within seven days, today with them
	Today   ledger.Money // of it, today
}

// aWeek is how many days the figures of a week look ahead or back.
const aWeek = 7

// Overview is how each of these groups stands, or, of nil, every group, in the order of
// their codes.
func Overview(f Facts, groups []ledger.Group, now time.Time) ([]GroupStanding, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	if groups == nil {
		if groups, err = f.Groups(); err != nil {
			return nil, err
		}
	}
	var list []GroupStanding
	for _, g := range groups {
		s, err := t.standingAtUPK(g)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// standingAtUPK reads a group's entries once for all its figures: there are hundreds of
// groups on a page.
func (t *turn) standingAtUPK(g ledger.Group) (s GroupStanding, err error) {
	s.Group = g
	loans, err := t.facts.Loans(g.Code)
	if err != nil {
		return s, err
	}
	entries, err := t.facts.Recent(g.Code, time.Time{}, fineEntries)
	if err != nil {
		return s, err
	}
	s.In = t.receivedToday(entries)
	if s.Held, err = t.held(g.Code); err != nil {
		return s, err
	}
	if s.Offered, err = t.balance(ledger.OfferedBy(g.Code)); err != nil {
		return s, err
	}
	if layers := ledger.CashLayers(g.Code, entries); len(layers) > 0 {
		s.Since = layers[0].Since
	}
	for _, l := range loans {
		if !l.Open() {
			continue
		}
		if l, err = t.offHolidays(l); err != nil {
			return s, err
		}
		for _, at := range []struct {
			day ledger.Date
			sum *ledger.Money
		}{{t.day, &s.Overdue}, {t.day - aWeek, &s.New}, {t.day + 1, &s.Today}, {t.day + aWeek, &s.Due}} {
			one, err := l.AtUPK(at.day, entries, t.balance)
			if err != nil {
				return s, err
			}
			*at.sum += one.Standing.Overdue()
		}
	}
	// What falls due on a day is overdue a day later.
	s.Due, s.Today, s.New = s.Due-s.Overdue, s.Today-s.Overdue, s.Overdue-s.New
	return s, nil
}

// receivedToday is what the UPK received of these entries, newest first, today; without
// what was undone, and without what a file brought of other days.
func (t *turn) receivedToday(entries []ledger.Entry) (in ledger.Money) {
	undone := map[ledger.EntryNumber]bool{}
	for _, e := range entries {
		if e.Heard.Before(t.midnight(t.day)) {
			break
		}
		undone[e.Reverses] = true
		if e.Kind == ledger.DepositReceived && e.Teller != ledger.TellerImport && !undone[e.Number] {
			in += e.Amount
		}
	}
	return in
}

// MemberStanding is what a member has still to pay to her group, by the same figures
// that she is told herself.
type MemberStanding struct {
	Member  ledger.Member
	Left    ledger.Money // on all her loans, with a fine
	Overdue ledger.Money // of it, with a fine
	Since   ledger.Date  // when the oldest that is overdue was due
}

// LoanStanding is how a loan stands at the UPK.
type LoanStanding struct {
	Loan          ledger.Loan
	Left, Overdue ledger.Money
}

// GroupCard is a group as the office looks at it.
type GroupCard struct {
	GroupStanding
	Members []MemberStanding
	Loans   []LoanStanding // the open ones
}

// CardOf is a group's card.
func CardOf(f Facts, code ledger.GroupCode, now time.Time) (c GroupCard, err error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return c, err
	}
	g, err := t.group(code)
	if err != nil {
		return c, err
	}
	if c.GroupStanding, err = t.standingAtUPK(g.Group); err != nil {
		return c, err
	}
	for _, m := range g.members {
		owed, err := t.ownFigures(m)
		if err != nil {
			return c, err
		}
		c.Members = append(c.Members, MemberStanding{Member: m, Left: owed.left, Overdue: owed.overdue, Since: owed.since})
	}
	loans, err := t.atUPK(g, t.day)
	for _, l := range loans {
		c.Loans = append(c.Loans, LoanStanding{l.Loan, l.Standing.Left() + l.Standing.Fine, l.Standing.Overdue() + l.Standing.Fine})
	}
	return c, err
}
