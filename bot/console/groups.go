package console

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
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
	Next         string // the query of the next page; empty: this is the last
}

type groupRow struct {
	conversation.GroupStanding
	Village string
}

// lists are the groups behind a figure of the day, the largest first.
var lists = map[string]struct {
	heading text
	of      func(conversation.GroupStanding) ledger.Money
}{
	"masuk":     {"yang uangnya diterima UPK hari ini", func(g conversation.GroupStanding) ledger.Money { return g.In }},
	"kas":       {"yang bendaharanya memegang uang", func(g conversation.GroupStanding) ledger.Money { return g.Held }},
	"minggu":    {"yang jatuh tempo dalam tujuh hari", func(g conversation.GroupStanding) ledger.Money { return g.Due }},
	"tunggakan": {"yang menunggak di UPK", func(g conversation.GroupStanding) ledger.Money { return g.Overdue }},
}

func (c *Console) groups(q *request) error {
	asked := q.URL.Query()
	v := groupsView{Search: strings.TrimSpace(asked.Get("cari")), Only: asked.Get("lihat")}
	list, only := lists[v.Only]
	v.Heading = list.heading
	err := q.read(func(tx *store.Tx) error {
		v.Rows, v.Found, v.Next = nil, 0, ""
		groups, villages, err := searched(tx, v.Search)
		if err != nil {
			return err
		}
		v.Found = len(groups)
		if !only { // by code, a page at a time
			from, _ := slices.BinarySearchFunc(groups, ledger.GroupCode(asked.Get("setelah")), func(g ledger.Group, code ledger.GroupCode) int {
				if g.Code <= code {
					return -1
				}
				return 1
			})
			if groups = groups[from:]; len(groups) > groupsAtOnce {
				groups = groups[:groupsAtOnce]
				v.Next = url.Values{"cari": {v.Search}, "setelah": {string(groups[groupsAtOnce-1].Code)}}.Encode()
			}
		}
		standings, err := c.figures.of(tx, append([]ledger.Group{}, groups...), q.now)
		if only {
			standings = slices.DeleteFunc(standings, func(g conversation.GroupStanding) bool { return list.of(g) <= 0 })
			slices.SortStableFunc(standings, func(a, b conversation.GroupStanding) int { return cmp.Compare(list.of(b), list.of(a)) })
			v.Found = len(standings)
		}
		for _, s := range standings {
			v.Rows = append(v.Rows, groupRow{s, villages[s.Group.Village]})
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.show("groups", "Kelompok", v)
}

// searched are the groups that somebody looks for, by code, and the villages' names.
func searched(tx *store.Tx, search string) (found []ledger.Group, villages map[ledger.VillageCode]string, err error) {
	all, err := tx.Villages()
	if err != nil {
		return nil, nil, err
	}
	villages = map[ledger.VillageCode]string{}
	for _, v := range all {
		villages[v.Code] = v.Name
	}
	groups, err := tx.Groups()
	if err != nil {
		return nil, nil, err
	}
	for _, g := range groups {
		if resembles(search, string(g.Code)+" "+g.Name+" "+villages[g.Village]) {
			found = append(found, g)
		}
	}
	slices.SortFunc(found, func(a, b ledger.Group) int { return cmp.Compare(a.Code, b.Code) })
	return found, villages, nil
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
		village, err := tx.Village(v.Group.Village)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		v.Village = village.Name
		entries, err := tx.Recent(code, time.Time{}, entriesShown)
		if err != nil {
			return err
		}
		officers, err := tx.Officers()
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

func (q *request) rowOf(tx *store.Tx, e ledger.Entry, officers []ledger.Officer) (r entryRow, err error) {
	r = entryRow{Entry: e, At: in(q.now, e.Heard), Teller: nameOf(officers, ledger.OfficerCode(e.Teller))}
	if r.Member, _, err = names(tx, "", e.Member); err != nil {
		return r, err
	}
	if e.Teller == ledger.TellerImport {
		r.Teller = q.language.say("dari berkas")
	} else if r.Teller == e.Teller {
		if r.Teller, _, err = names(tx, "", ledger.MemberCode(e.Teller)); err != nil {
			return r, err
		}
	}
	m, err := tx.Message(e.Cause)
	if errors.Is(err, store.ErrNotFound) { // a file's row, or a proposal
		return r, nil
	}
	r.Text, r.From = m.Text, m.From
	return r, err
}
