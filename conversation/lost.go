package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// blockCommand suspends a lost phone: one's own after a yes, another's at once.
func (t *turn) blockCommand(m understand.Meaning) error {
	if len(m.Named) == 0 {
		if t.role == understand.Officer {
			if done, err := t.blockOfficer(); done || err != nil {
				return err
			}
		}
		return t.blockOwn()
	}
	member, ok, err := t.whom(m.Named, false, false)
	if err != nil || !ok {
		return err
	}
	if t.self != nil && t.self.Code == member.Code {
		return t.blockOwn()
	}
	own := slices.ContainsFunc(t.memberships(), func(s ledger.Member) bool {
		return s.Group == member.Group && (s.Office == ledger.Chair || s.Office == ledger.Secretary || s.Office == ledger.Treasurer && member.Office == ledger.Ordinary)
	})
	if t.role != understand.Officer && !own {
		return t.notAllowed()
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	raw, err := t.facts.Member(member.Code)
	if err != nil {
		return err
	}
	var phones []ledger.Phone
	for _, p := range []ledger.Phone{raw.Phone, raw.Phone2} {
		if p != "" && p != t.message.From {
			phones = append(phones, p)
		}
	}
	if len(phones) == 0 {
		t.reply(NumberWanted{Name: g.names[member.Code], None: true})
		return nil
	}
	return t.suspend(member.Code, g.called(member.Code), phones)
}

// blockOwn suspends the sender's other number at once, or offers to suspend the
// one that she writes from.
func (t *turn) blockOwn() error {
	for _, m := range t.memberships() {
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if p != "" && p != t.message.From {
				return t.suspend(m.Code, titled(m.Title, clip(m.Name, maxName)), []ledger.Phone{p})
			}
		}
	}
	return t.offerBlock(Register{Matter: understand.Block, Phone: t.message.From})
}

func (t *turn) offerBlock(r Register) error {
	w := BlockEcho{Phone: local(r.Phone)}
	return t.waitFor(r, func(code string) Words { w.Code = code; return w })
}

// blockOfficer suspends the phone of an officer whom another names.
func (t *turn) blockOfficer() (bool, error) {
	officers, err := t.facts.Officers()
	if err != nil {
		return false, err
	}
	for _, o := range officers {
		if o.Phone != "" && o.Phone != t.message.From && t.names(o) {
			return true, t.suspend("", clip(o.Name, maxName), []ledger.Phone{o.Phone})
		}
	}
	return false, nil
}

// names tells whether the message has the officer's given name in it.
func (t *turn) names(o ledger.Officer) bool {
	first, _, _ := strings.Cut(strings.ToLower(o.Name), " ")
	return slices.Contains(strings.Fields(strings.ToLower(t.message.Text)), first)
}

// suspend stops obeying the phones, and tells the sender, the office and the chair.
func (t *turn) suspend(member ledger.MemberCode, name string, phones []ledger.Phone) error {
	group := ledger.GroupCode("")
	if t.self != nil {
		group = t.self.Group
		if member == "" {
			member, name = t.self.Code, titled(t.self.Title, clip(t.self.Name, maxName))
		}
	}
	if name == "" && t.officer != nil {
		name = clip(t.officer.Name, maxName)
	}
	if member != "" {
		m, err := t.facts.Member(member)
		if err != nil {
			return err
		}
		group = m.Group
	}
	for _, p := range phones {
		t.Changes = append(t.Changes, SuspendPhone{LostPhone{Phone: p, By: t.teller(), Since: t.now}})
		t.amended(Amendment{What: LostAmended, Group: group, Member: member, Now: string(p)})
	}
	w := Suspended{Name: name, Phone: local(phones[0]), UPK: t.upk.Name}
	t.reply(w)
	if group == "" {
		return t.tellHeads(w)
	}
	g, err := t.group(group)
	if err != nil {
		return err
	}
	if other, ok := t.witness(g); ok && other.Code != member {
		t.tell(other, w)
	}
	return t.tellOfficers(g, w)
}

// tellHeads tells the office's heads.
func (t *turn) tellHeads(w Words) error {
	officers, err := t.facts.Officers()
	for _, o := range officers {
		if o.Role == ledger.Head && o.Phone != t.message.From {
			t.addTo(o.Phone, "", w)
		}
	}
	return err
}

// suspended answers a phone that is reported lost; nothing that it writes is
// obeyed, but it may ask to be registered anew.
func (t *turn) suspended() error {
	m := understand.Read(t.message.Text, understand.Context{Role: understand.Unknown, Sent: t.message.Sent})
	t.Intent = m.Intent
	if m.Intent == understand.Registration && m.Matter == understand.Join {
		return t.join(m)
	}
	t.Intent = understand.Other
	if t.lost.Told == t.today() { // once a day is enough, to the phone and to the office
		return nil
	}
	t.reply(NotObeyed{UPK: t.upk.Name})
	told := *t.lost
	told.Told = t.today()
	t.Changes = append(t.Changes, SuspendPhone{told})
	return t.tellHeads(LostPhoneWrote{Phone: local(told.Phone)})
}

// unblockCommand obeys a phone again, by an officer's word.
func (t *turn) unblockCommand(m understand.Meaning) error {
	if t.role != understand.Officer {
		return t.notAllowed()
	}
	if len(m.Named) == 0 {
		if phone, err := t.lostOfficer(); phone != "" || err != nil {
			return t.obeyOfficer(phone, err)
		}
	}
	member, ok, err := t.whom(m.Named, false, false)
	if err != nil || !ok {
		return err
	}
	if asked, err := t.sayAgain(Register{Matter: understand.Unblock, Group: member.Group, Member: member.Code}); asked || err != nil {
		return err
	}
	return t.obeyMember(member.Code)
}

// lostOfficer is the suspended phone of an officer whom the message names.
func (t *turn) lostOfficer() (ledger.Phone, error) {
	for _, l := range t.lostPhones {
		officers, err := t.facts.OfficersByPhone(l.Phone)
		if err != nil || slices.ContainsFunc(officers, t.names) {
			return l.Phone, err
		}
	}
	return "", nil
}

// obeyOfficer obeys an officer's phone again; by SMS the word is confirmed first.
func (t *turn) obeyOfficer(p ledger.Phone, err error) error {
	if err != nil {
		return err
	}
	if asked, err := t.sayAgain(Register{Matter: understand.Unblock, Phone: p}); asked || err != nil {
		return err
	}
	officers, err := t.facts.OfficersByPhone(p)
	if err != nil || len(officers) == 0 {
		return err
	}
	if err := t.obeyAgain(p); err != nil {
		return err
	}
	w := Obeyed{Name: clip(officers[0].Name, maxName), UPK: t.upk.Name}
	t.reply(w)
	t.addTo(p, "", w)
	return nil
}

func (t *turn) obeyMember(code ledger.MemberCode) error {
	member, err := t.facts.Member(code)
	if err != nil {
		return err
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	found := false
	for _, p := range []ledger.Phone{member.Phone, member.Phone2} {
		if p == "" || !t.isLost(p) {
			continue
		}
		found = true
		if err := t.obeyAgain(p); err != nil {
			return err
		}
		t.addTo(p, member.Language, Obeyed{Name: g.called(member.Code), UPK: t.upk.Name})
	}
	if !found {
		t.reply(NothingChanged{})
		return nil
	}
	t.reply(Obeyed{Name: g.called(member.Code), UPK: t.upk.Name})
	return nil
}

// obeyAgain ends the suspension of a phone, if there is one.
func (t *turn) obeyAgain(p ledger.Phone) error {
	if t.isLost(p) {
		t.Changes = append(t.Changes, ObeyPhone{p})
		t.amended(Amendment{What: LostAmended, Was: string(p)})
	}
	return nil
}

func (t *turn) isLost(p ledger.Phone) bool {
	return slices.ContainsFunc(t.lostPhones, func(l LostPhone) bool { return l.Phone == p })
}

// reachable are facts in which suspended phones are nobody's: nothing goes there
// that is about money, and others are told in their place.
type reachable struct {
	Facts
	lost func(ledger.Phone) bool
}

// Members has no suspended phones.
func (r reachable) Members(g ledger.GroupCode) ([]ledger.Member, error) {
	members, err := r.Facts.Members(g)
	return r.without(members), err
}

// GroupIndex is Members beside what else a group has.
func (r reachable) GroupIndex(g ledger.GroupCode) (*GroupIndex, error) {
	x, err := r.Facts.GroupIndex(g)
	if err != nil {
		return nil, err
	}
	own := *x // the store keeps the other
	own.members = r.without(x.members)
	return &own, nil
}

// without is a copy of the members in which suspended phones are nobody's.
func (r reachable) without(members []ledger.Member) []ledger.Member {
	members = slices.Clone(members)
	for i := range members {
		m := &members[i]
		if r.lost(m.Phone) {
			m.Phone = ""
		}
		if r.lost(m.Phone2) {
			m.Phone2 = ""
		}
	}
	return members
}

// Officers have no suspended phones.
func (r reachable) Officers() ([]ledger.Officer, error) {
	officers, err := r.Facts.Officers()
	officers = slices.Clone(officers)
	for i := range officers {
		if r.lost(officers[i].Phone) {
			officers[i].Phone = ""
		}
	}
	return officers, err
}
