package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// whom finds the one member that a message names, of the groups that it names
// where it does. A guess from a typo will do where the name is read back. Where it is
// not one it asks for a full name; to a stranger it says nothing.
func (t *turn) whom(named []understand.Slot, readBack, stranger bool) (ledger.Member, bool, error) {
	var codes []ledger.MemberCode
	var groups []ledger.GroupCode
	text, guessed, names := "", false, 0
	for _, s := range named {
		if len(s.Groups) > 0 {
			groups = append(groups, s.Groups...)
			continue
		}
		codes, text, guessed, names = s.Members, s.NameText, s.Guessed, names+1
	}
	var found []ledger.Member
	for _, code := range codes {
		m, err := t.facts.Member(code)
		if err != nil {
			return m, false, err
		}
		if len(groups) == 0 || slices.Contains(groups, m.Group) {
			found = append(found, m)
		}
	}
	if len(found) == 1 && names == 1 && (!guessed || readBack) {
		return found[0], true, nil
	}
	if stranger {
		return ledger.Member{}, false, nil
	}
	if len(found) == 0 {
		t.reply(NameWanted{NameText: clip(text, maxName)})
		return ledger.Member{}, false, nil
	}
	codes = nil
	for _, m := range found[:min(len(found), maxChoice)] {
		codes = append(codes, m.Code)
	}
	full, err := t.fullNames(codes)
	t.reply(AskFullName{NameText: clip(text, maxName), Names: full})
	return ledger.Member{}, false, err
}

// has tells whether the number is one of the member's.
func has(m ledger.Member, p ledger.Phone) bool { return p != "" && (m.Phone == p || m.Phone2 == p) }

// person are all memberships of the person who has this one: those with the same
// name and a number of hers (contract.md section 2).
func (t *turn) person(m ledger.Member) ([]ledger.Member, error) {
	all := []ledger.Member{m}
	for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
		if p == "" {
			continue
		}
		others, err := t.facts.MembersByPhone(p)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			known := slices.ContainsFunc(all, func(k ledger.Member) bool { return k.Code == o.Code })
			if !known && strings.EqualFold(o.Name, m.Name) && o.Status == ledger.Active {
				all = append(all, o)
			}
		}
	}
	return all, nil
}

// owns tells whether the sender is the treasurer of the group, not only stands in.
func (t *turn) owns(g ledger.GroupCode) bool {
	return slices.ContainsFunc(t.memberships(), func(m ledger.Member) bool { return m.Group == g && m.Office == ledger.Treasurer })
}

// called is how a member is named to others of her group.
func (g *groupFacts) called(code ledger.MemberCode) string {
	m, ok := g.member(code)
	if !ok {
		return string(code)
	}
	return titled(m.Title, g.names[code])
}

// local is a number as people write it: 081390000101.
func local(p ledger.Phone) string {
	if IsAddress(p) {
		return "" // nobody knows it
	}
	if rest, ok := strings.CutPrefix(string(p), "+62"); ok {
		return "0" + rest
	}
	return string(p)
}

// addTo says something to a phone that did not write.
func (t *turn) addTo(p ledger.Phone, language string, w Words) {
	t.Say = append(t.Say, Say{To: p, Class: Receipt, Language: language, Words: w})
}
