package console

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// names are what a member and a group are called; empty where none is meant, and the
// code where the registers have none.
func names(tx *store.Tx, g ledger.GroupCode, m ledger.MemberCode) (member, group string, err error) {
	if m != "" {
		found, err := tx.Member(m)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", "", err
		}
		member = cmp.Or(found.Name, string(m))
	}
	if g != "" {
		found, err := tx.Group(g)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", "", err
		}
		group = cmp.Or(found.Name, string(g))
	}
	return member, group, nil
}

// groupsView is a list of groups.
type groupsView struct {
	Search, Only string // what was asked for
	Heading      text
	Rows         []groupRow
	Found        int
	Next         string // the next page; empty: this is the last
}

type groupRow struct {
	conversation.GroupStanding
	Village string
	Amount  ledger.Money // by which the list was made
}

// lists are the groups behind a figure of the day, the largest first.
var lists = map[string]struct {
	heading text
	of      func(conversation.GroupStanding) ledger.Money
}{
	"hari":      {"yang jatuh tempo hari ini", func(g conversation.GroupStanding) ledger.Money { return g.Today }},
	"baru":      {"yang baru menunggak, tujuh hari terakhir", func(g conversation.GroupStanding) ledger.Money { return g.New }},
	"masuk":     {"yang uangnya diterima UPK hari ini", func(g conversation.GroupStanding) ledger.Money { return g.In }},
	"kas":       {"yang bendaharanya memegang uang", func(g conversation.GroupStanding) ledger.Money { return g.Held }},
	"minggu":    {"yang jatuh tempo dalam tujuh hari", func(g conversation.GroupStanding) ledger.Money { return g.Due }},
	"tunggakan": {"yang menunggak di UPK", func(g conversation.GroupStanding) ledger.Money { return g.Overdue }},
}

// behind are the first of some groups, by code, behind one: one more than stand on a page.
func behind(groups []ledger.Group, code string) []ledger.Group {
	from, _ := slices.BinarySearchFunc(groups, ledger.GroupCode(code), func(g ledger.Group, code ledger.GroupCode) int {
		return cmp.Or(cmp.Compare(g.Code, code), -1)
	})
	groups = groups[from:]
	return groups[:min(len(groups), groupsAtOnce+1)]
}

// groupsPage are the groups of the page that is asked for, and the address of the next.
func (q *request) groupsPage(groups []ledger.Group, path string) (page []ledger.Group, next string) {
	page = behind(groups, q.URL.Query().Get("setelah"))
	if len(page) > groupsAtOnce {
		page = page[:groupsAtOnce]
		next = goOn(path, string(page[groupsAtOnce-1].Code))
	}
	return page, next
}

func (c *Console) groups(q *request) error {
	asked := q.URL.Query()
	v := groupsView{Search: strings.TrimSpace(asked.Get("cari")), Only: asked.Get("lihat")}
	list := lists[v.Only]
	v.Heading = list.heading
	err := q.read(func(tx *store.Tx) error {
		v.Rows, v.Next = nil, ""
		x, err := c.directory.of(tx)
		if err != nil {
			return err
		}
		groups := x.searched(v.Search)
		v.Found = len(groups)
		if list.of == nil { // all of them need no figures but those of the page
			groups = behind(groups, asked.Get("setelah"))
		}
		standings, err := c.standings.of(tx, groups, q.now)
		if err != nil {
			return err
		}
		for i, s := range standings {
			s.Group = groups[i]
			r := groupRow{GroupStanding: s, Village: x.villages[s.Group.Village].Name}
			if list.of != nil {
				r.Amount = list.of(s)
			}
			if list.of == nil || r.Amount > 0 {
				v.Rows = append(v.Rows, r)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if list.of != nil {
		v.Found = len(v.Rows)
		v.largestFirst(asked.Get("setelah"))
	}
	if len(v.Rows) > groupsAtOnce {
		v.Rows = v.Rows[:groupsAtOnce]
		last := v.Rows[groupsAtOnce-1]
		key := string(last.Group.Code)
		if list.of != nil {
			key = fmt.Sprint(int64(last.Amount), "~", key)
		}
		v.Next = "/kelompok?" + url.Values{"cari": {v.Search}, "lihat": {v.Only}, "setelah": {key}}.Encode()
	}
	return q.show("groups", "Kelompok", v)
}

// largestFirst orders the rows by their amounts, and keeps those behind a key.
func (v *groupsView) largestFirst(after string) {
	order := func(a, b groupRow) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Group.Code, b.Group.Code))
	}
	slices.SortFunc(v.Rows, order)
	amount, code, paged := strings.Cut(after, "~")
	if !paged {
		return
	}
	n, _ := strconv.ParseInt(amount, 10, 64)
	at := groupRow{Amount: ledger.Money(n)}
	at.Group.Code = ledger.GroupCode(code)
	v.Rows = slices.DeleteFunc(v.Rows, func(r groupRow) bool { return order(r, at) <= 0 })
}

// searched are the groups that somebody looks for, by code.
func (x *index) searched(search string) []ledger.Group {
	if search == "" {
		return x.all
	}
	fit := x.groups(search)
	return slices.DeleteFunc(slices.Clone(x.all), func(g ledger.Group) bool { return !fit[g.Code] })
}

// groupView is a group's card.
type groupView struct {
	conversation.GroupCard
	Village string
	Entries []entryRow
}

// entryRow is an entry with who it is about, who told it, and in which words.
type entryRow struct {
	ledger.Entry
	At             time.Time
	Member, Teller string
	Confirmer      string // the second officer, where one was needed
	Undone         ledger.EntryNumber
	Text           string
	From           ledger.Phone
}

func (c *Console) group(q *request) error {
	code := ledger.GroupCode(q.PathValue("code"))
	var v groupView
	err := q.read(func(tx *store.Tx) (err error) {
		v = groupView{}
		if v.GroupCard, err = conversation.CardOf(tx, code, q.now); err != nil {
			return err
		}
		if v.Village, err = villageOf(tx, v.Group); err != nil {
			return err
		}
		entries, err := tx.Recent(code, time.Time{}, entriesShown)
		if err != nil {
			return err
		}
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		for _, e := range entries {
			r, err := q.rowOf(tx, e, officers)
			if err != nil {
				return err
			}
			v.Entries = append(v.Entries, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := q.note("group", string(code)); err != nil {
		return err
	}
	return q.show("group", "%s", v, v.Group.Name)
}
