package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Roster is an index of the people, groups and villages that a message may name.
// Many may share one.
type Roster = understand.Roster

// NewRoster makes the index; only active members are in it. For a UPK of thousands
// it takes milliseconds: make it once and keep it until a name changes.
func NewRoster(villages []ledger.Village, groups []ledger.Group, members []ledger.Member) *Roster {
	var people []understand.Person
	for _, m := range members {
		if m.Status == ledger.Active {
			people = append(people, understand.Person{
				Member: m.Code, Group: m.Group, Name: m.Name, Nicknames: m.Nicknames, Title: m.Title, Keeps: m.Office == ledger.Treasurer, Chairs: m.Office == ledger.Chair, Writes: m.Office == ledger.Secretary,
			})
		}
	}
	var named []understand.GroupName
	for _, g := range groups {
		named = append(named, understand.GroupName{Code: g.Code, Name: g.Name})
	}
	var places []understand.VillageName
	for _, v := range villages {
		place := understand.VillageName{Code: v.Code, Name: v.Name}
		for _, g := range groups {
			if g.Village == v.Code {
				place.Groups = append(place.Groups, g.Code)
			}
		}
		places = append(places, place)
	}
	return understand.NewRoster(people, named, places...)
}
