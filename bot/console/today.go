package console

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// todayView is the day as the office needs to know it.
type todayView struct {
	In, Held, Due, Overdue ledger.Money
	Today, New             ledger.Money
	Since                  ledger.Date // the oldest cash that a treasurer holds
	Paid, Holding, Late    int         // groups
	Dueing, DueNow, Newly  int
	Deposits               int // that treasurers brought
	Proposals              int
	Cases                  []waiting
	Parked                 int
	Gateways               []gateway
	Waiting                int // messages in the outbox
	Oldest                 time.Time
}

// waiting is how many cases of a kind wait, and how many of them past their day.
type waiting struct {
	Kind       conversation.CaseKind
	Open, Late int
}

type gateway struct {
	bot.GatewayStatus
	Seen time.Time // in the UPK's zone
}

func (c *Console) today(q *request) error {
	var v todayView
	err := q.read(func(tx *store.Tx) error {
		v = todayView{}
		x, err := c.directory.of(tx)
		if err != nil {
			return err
		}
		standings, err := c.standings.of(tx, x.all, q.now)
		if err != nil {
			return err
		}
		for _, g := range standings {
			v.add(g)
		}
		for _, g := range x.all {
			offered, err := tx.Balance(ledger.OfferedBy(g.Code))
			if err != nil {
				return err
			}
			if offered > 0 {
				v.Deposits++
			}
		}
		proposals, err := tx.OpenProposals()
		if err != nil {
			return err
		}
		v.Proposals = len(proposals)
		for _, kind := range conversation.CaseKinds {
			open, err := tx.OpenCases(kind)
			if err != nil {
				return err
			}
			w := waiting{Kind: kind, Open: len(open)}
			for _, one := range open {
				if one.Due < ledger.DateOf(q.now) {
					w.Late++
				}
			}
			v.Cases = append(v.Cases, w)
		}
		parked, err := tx.ParkedMessages()
		v.Parked = len(parked)
		return err
	})
	if err != nil {
		return err
	}
	status, err := c.status(q.Context(), q.now)
	if err != nil {
		return err
	}
	v.Waiting, v.Oldest = status.Waiting, in(q.now, status.Oldest)
	for _, g := range status.Gateways {
		v.Gateways = append(v.Gateways, gateway{g, in(q.now, g.Seen)})
	}
	return q.show("today", "Hari ini", v)
}

func (v *todayView) add(g conversation.GroupStanding) {
	v.In, v.Held, v.Due, v.Overdue = v.In+g.In, v.Held+g.Held, v.Due+g.Due, v.Overdue+g.Overdue
	v.Today, v.New = v.Today+g.Today, v.New+g.New
	if !g.Since.IsZero() && (v.Since.IsZero() || g.Since < v.Since) {
		v.Since = g.Since
	}
	for n, amount := range map[*int]ledger.Money{&v.Paid: g.In, &v.Holding: g.Held, &v.Dueing: g.Due, &v.Late: g.Overdue, &v.DueNow: g.Today, &v.Newly: g.New} {
		if amount > 0 {
			*n++
		}
	}
}

// in is a time in the zone of now; none stays none.
func in(now, t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(now.Location())
}

// casesView is what people brought and nobody has answered.
type casesView struct {
	Cases  []caseRow
	Next   string // the case behind which the next page goes on; empty: this is the last
	Parked []parkedRow
}

type caseRow struct {
	conversation.Case
	Member, Group, Owner string
	Late                 bool
}

type parkedRow struct {
	store.Parked
	At time.Time
}

// casesBehind are the kinds of cases that are still to be listed, and the number behind which
// the first of them goes on.
func (q *request) casesBehind() (kinds []conversation.CaseKind, behind uint64) {
	m := caseReference.FindStringSubmatch(q.URL.Query().Get("setelah"))
	if m == nil {
		return conversation.CaseKinds, 0
	}
	at := slices.Index(conversation.CaseKinds, conversation.CaseKind(m[1]))
	if at < 0 {
		return conversation.CaseKinds, 0
	}
	behind, _ = strconv.ParseUint(m[2], 10, 64)
	return conversation.CaseKinds[at:], behind
}

func (c *Console) cases(q *request) error {
	var v casesView
	err := q.read(func(tx *store.Tx) error {
		v = casesView{}
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		counter, err := conversation.NewCounter(tx, q.officer.Code, "", q.now)
		reads := errors.Is(err, conversation.ErrOfficer) // a supervisor, who keeps no group
		if err != nil && !reads {
			return err
		}
		kinds, behind := q.casesBehind()
	pages:
		for i, kind := range kinds {
			open, err := tx.OpenCases(kind)
			if err != nil {
				return err
			}
			for _, one := range open {
				if i == 0 && one.Number <= behind || !reads && counter.Hidden(one) {
					continue
				}
				if n := len(v.Cases); n == rowsAtOnce {
					v.Next = v.Cases[n-1].Reference()
					break pages
				}
				r := caseRow{Case: one, Owner: nameOf(officers, one.Owner), Late: one.Due < ledger.DateOf(q.now)}
				r.Opened = in(q.now, r.Opened)
				if r.Member, r.Group, err = names(tx, one.Group, one.Member); err != nil {
					return err
				}
				v.Cases = append(v.Cases, r)
			}
		}
		parked, err := tx.ParkedMessages()
		for i := len(parked) - 1; i >= 0 && len(v.Parked) < parkedShown; i-- {
			v.Parked = append(v.Parked, parkedRow{parked[i], in(q.now, parked[i].At)})
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := q.note("cases", ""); err != nil {
		return err
	}
	return q.show("cases", "Perkara", v)
}
