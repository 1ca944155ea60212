package store

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// Names counts the changes of the registers: of villages, groups, members, loans, settings
// and all that stands in them.
func (tx *Tx) Names() (version uint64, err error) {
	_, err = tx.get(names.key(), &version)
	return version, err
}

// Roster is the index of the groups and their active members by name, or without
// groups of everybody and the villages. It is kept from one transaction to the next,
// and must not be changed.
func (tx *Tx) Roster(groups ...ledger.GroupCode) (*conversation.Roster, error) {
	key := "roster"
	for _, g := range groups {
		key += "/" + string(g)
	}
	return kept(tx, key, func() (*conversation.Roster, error) { return tx.makeRoster(groups) })
}

func (tx *Tx) makeRoster(codes []ledger.GroupCode) (*conversation.Roster, error) {
	if len(codes) == 0 {
		villages, err := tx.Villages()
		if err != nil {
			return nil, err
		}
		groups, err := tx.Groups()
		if err != nil {
			return nil, err
		}
		members, err := collect[ledger.Member](tx, member.within())
		return conversation.NewRoster(villages, groups, members), err
	}
	var groups []ledger.Group
	var members []ledger.Member
	for _, code := range codes {
		g, err := tx.Group(code)
		if err != nil {
			return nil, err
		}
		of, err := tx.membersOf(code)
		if err != nil {
			return nil, err
		}
		groups, members = append(groups, g), append(members, of...)
	}
	return conversation.NewRoster(nil, groups, members), nil
}

// GroupIndex is what follows from the registers about a group, kept like a Roster.
func (tx *Tx) GroupIndex(code ledger.GroupCode) (*conversation.GroupIndex, error) {
	return kept(tx, indexKey+string(code), func() (*conversation.GroupIndex, error) {
		g, err := tx.Group(code)
		if err != nil {
			return nil, err
		}
		members, err := tx.membersOf(code)
		if err != nil {
			return nil, err
		}
		loans, err := tx.Loans(code)
		if err != nil {
			return nil, err
		}
		settings, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		holidays, err := tx.Holidays()
		if err != nil {
			return nil, err
		}
		return conversation.NewGroupIndex(g, members, loans, settings.Shift(), holidays)
	})
}
