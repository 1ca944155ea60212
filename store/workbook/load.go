package workbook

import (
	"errors"
	"maps"

	"bendahara/ledger"
	"bendahara/store"
)

// load reads what the store has.
func (im *importer) load() (err error) {
	if im.tx == nil {
		return nil
	}
	if im.settings, err = im.tx.Settings(); err != nil {
		return err
	}
	if im.living, err = im.inUse(); err != nil {
		return err
	}
	im.before = im.settings
	im.settings = maps.Clone(im.settings)
	if im.settings == nil {
		im.settings = ledger.Settings{}
	}
	villages, err := im.tx.Villages()
	if err != nil {
		return err
	}
	for _, v := range villages {
		im.villages[v.Code] = v
	}
	officers, err := im.tx.EveryOfficer()
	if err != nil {
		return err
	}
	for _, o := range officers {
		im.officers[o.Code] = o
	}
	groups, err := im.tx.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		im.groups[g.Code] = g
	}
	if !im.book.has(moneySheets...) {
		return im.loadNamed()
	}
	if im.balances, err = im.tx.Balances(); err != nil {
		return err
	}
	return im.loadGroups(groups)
}

// loadNamed reads the members that rows of registers alone may be about: those with their
// codes and numbers, and all of their groups.
func (im *importer) loadNamed() error {
	seen := map[ledger.GroupCode]bool{}
	add := func(members []ledger.Member, err error) error {
		for _, m := range members {
			im.members[m.Code] = m
		}
		return err
	}
	for _, r := range im.book.rows["anggota"] {
		m := memberOf(r)
		old, err := im.tx.Member(m.Code)
		if err == nil {
			err = add([]ledger.Member{old}, nil)
		} else if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		if err == nil && !seen[m.Group] {
			seen[m.Group] = true
			err = add(im.tx.Members(m.Group))
		}
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if err == nil && p != "" {
				err = add(im.tx.MembersByPhone(p))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) loadGroups(groups []ledger.Group) error {
	for _, g := range groups {
		members, err := im.tx.Members(g.Code)
		if err != nil {
			return err
		}
		for _, m := range members {
			im.members[m.Code] = m
		}
		loans, err := im.tx.Loans(g.Code)
		if err != nil {
			return err
		}
		for _, l := range loans {
			im.loans[l.Code] = &openLoan{Loan: l}
		}
	}
	return nil
}
