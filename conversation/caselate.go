package conversation

import (
	"fmt"
	"time"

	"bendahara/ledger"
)

// LateCases decides which officers to remind of cases past their deadline: the
// owner of each, and the UPK's head, once.
func LateCases(f Facts, now time.Time) ([]Reminding, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	officers, err := f.Officers()
	if err != nil {
		return nil, err
	}
	var list []Reminding
	for _, kind := range CaseKinds {
		open, err := f.OpenCases(kind)
		if err != nil {
			return nil, err
		}
		for _, c := range open {
			if c.Due >= t.today() {
				continue
			}
			name, group, _, err := t.caseAbout(c)
			if err != nil {
				return nil, err
			}
			owner, err := t.officerName(c.Owner)
			if err != nil {
				return nil, err
			}
			for _, o := range officers {
				if o.Phone == "" || o.Code != c.Owner && o.Role != ledger.Head {
					continue
				}
				if g, ok := t.groups[c.Group]; ok && g.keptBy(o.Phone) { // it may be about her
					continue
				}
				w := CaseLate{Case: c.Reference(), Name: name, Group: group, Due: c.Due}
				if o.Code != c.Owner {
					w.Officer = owner
				}
				list = append(list, Reminding{
					Say:   Say{To: o.Phone, Class: Reminder, Words: w},
					Steps: []Step{{Key: fmt.Sprintf("case/%s/%s", c.Reference(), o.Code), Month: c.Due.Period()}},
				})
			}
		}
	}
	return list, nil
}
