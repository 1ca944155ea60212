package workbook

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"bendahara/ledger"
)

// How near two names of one group may be before somebody should look: so many letters
// apart, in long names more; short names are often near.
const (
	shortName, longName = 5, 12
	nearShort, nearLong = 1, 2
)

// resembling warns of what the rows of members bring that may be an error and may be
// right: a number that somebody else has, and a name that is nearly another's in the
// same group. Who left is not compared with.
func (im *importer) resembling(rows []row) {
	order := map[ledger.MemberCode]int{}
	for i, r := range rows {
		order[ledger.MemberCode(r.get("kode"))] = i + 1
	}
	byPhone, byGroup := map[ledger.Phone][]ledger.Member{}, map[ledger.GroupCode][]ledger.Member{}
	for _, m := range im.members {
		if m.Status != ledger.Active {
			continue
		}
		byGroup[m.Group] = append(byGroup[m.Group], m)
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if p != "" {
				byPhone[p] = append(byPhone[p], m)
			}
		}
	}
	for i, r := range rows {
		m := memberOf(r)
		if m.Status != ledger.Active {
			continue
		}
		// Of two rows of this workbook the later one is told.
		before := func(o ledger.Member) bool { return o.Code != m.Code && order[o.Code] <= i+1 }
		for _, column := range []string{"hp", "hp2"} {
			p := ledger.Phone(r.get(column))
			if o, ok := first(byPhone[p], func(o ledger.Member) bool { return before(o) && normalName(o.Name) != normalName(m.Name) }); ok {
				im.warn(r, column, "%s is the number of %s (%s), too: leave it if they share a phone, else write her own.", p, o.Name, o.Code)
			}
		}
		if o, ok := first(byGroup[m.Group], func(o ledger.Member) bool { return before(o) && nearlySame(o.Name, m.Name) }); ok {
			im.warn(r, "nama", "%s is much like %s (%s) of the same group: leave it if they are two, else take one out.", m.Name, o.Name, o.Code)
		}
	}
}

// first is the first member by code for whom it holds.
func first(members []ledger.Member, holds func(ledger.Member) bool) (found ledger.Member, ok bool) {
	for _, m := range members {
		if holds(m) && (!ok || cmp.Less(m.Code, found.Code)) {
			found, ok = m, true
		}
	}
	return found, ok
}

func normalName(name string) string {
	return strings.Join(slices.Collect(strings.FieldsSeq(strings.ToLower(name))), " ")
}

func nearlySame(a, b string) bool {
	a, b = normalName(a), normalName(b)
	near := nearShort
	switch shorter := min(len(a), len(b)); {
	case a == b:
		return true
	case shorter < shortName:
		return false
	case shorter >= longName:
		near = nearLong
	}
	return levenshtein.ComputeDistance(a, b) <= near
}
