package store

import (
	"strings"
	"sync"

	"bendahara/conversation"
	"bendahara/ledger"
)

// maxRosters is how many indexes of names are kept: of everybody, and of the groups
// whose people wrote last. One of a group takes some 20 KB.
const maxRosters = 256

// rosterCache keeps indexes of names, which take long to make, until somebody's
// name changes.
type rosterCache struct {
	mu      sync.Mutex
	version uint64
	made    map[string]*conversation.Roster // by the groups in it
}

func (c *rosterCache) get(version uint64, key string) *conversation.Roster {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version != version {
		return nil
	}
	return c.made[key]
}

func (c *rosterCache) put(version uint64, key string, r *conversation.Roster) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version != version || len(c.made) >= maxRosters {
		c.version, c.made = version, nil
	}
	if c.made == nil {
		c.made = map[string]*conversation.Roster{}
	}
	c.made[key] = r
}

// renamed counts a change of the names of villages, groups or members.
func (tx *Tx) renamed() error {
	version, err := tx.Names()
	if err != nil {
		return err
	}
	tx.newNames = true
	return tx.put(names.key(), version+1)
}

// Names counts the changes of the names, phones and other records of villages, groups and
// members.
func (tx *Tx) Names() (version uint64, err error) {
	_, err = tx.get(names.key(), &version)
	return version, err
}

// Roster is the index of the groups and their active members by name, or without
// groups of everybody and the villages. It is kept from one transaction to the next,
// and must not be changed.
func (tx *Tx) Roster(groups ...ledger.GroupCode) (*conversation.Roster, error) {
	version, err := tx.Names()
	if err != nil {
		return nil, err
	}
	if tx.newNames { // what this transaction wrote may yet be lost
		return tx.makeRoster(groups)
	}
	var key strings.Builder
	for _, g := range groups {
		key.WriteString(string(g) + "/")
	}
	if kept := tx.db.rosters.get(version, key.String()); kept != nil {
		return kept, nil
	}
	made, err := tx.makeRoster(groups)
	if err == nil {
		tx.db.rosters.put(version, key.String(), made)
	}
	return made, err
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
		of, err := tx.Members(code)
		if err != nil {
			return nil, err
		}
		groups, members = append(groups, g), append(members, of...)
	}
	return conversation.NewRoster(nil, groups, members), nil
}
