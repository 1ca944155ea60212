package conversation

import "bendahara/ledger"

// bind makes the phone the person's, in all her groups; tells the new phone, the
// old one, who confirmed and the witness. By is who named the number, where that is
// not the sender.
func (t *turn) bind(r Registration, by string) error {
	member, err := t.facts.Member(r.Member)
	if err != nil {
		return err
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	if IsAddress(r.Phone) {
		return t.bindAddress(g, member, r)
	}
	all, err := t.person(member)
	if err != nil {
		return err
	}
	old := member.Phone
	for _, m := range all {
		was := m.Phone
		if was == r.Phone {
			continue
		}
		m.Phone = r.Phone
		if m.Phone2 == r.Phone {
			m.Phone2 = ""
		}
		t.Changes = append(t.Changes, MemberChanged{m})
		t.amended(Amendment{What: PhoneAmended, Group: m.Group, Member: m.Code, Was: string(was), Now: string(r.Phone), By: by})
	}
	if r.By = by; by == "" {
		r.By = t.teller()
	}
	if err := t.obeyAgain(r.Phone); err != nil {
		return err
	}
	group := clip(g.Name, maxGroupName)
	t.addTo(r.Phone, member.Language, Welcome{
		Title: member.Title, Name: g.name(member.Code), Group: group, UPK: t.upk.Name, Ask: !member.Consent,
	})
	if member.Consent {
		t.Changes = append(t.Changes, EndRegistration{r.Phone})
	} else {
		r.Stage, r.Code, r.Asked = ByConsent, "", t.now
		t.Changes = append(t.Changes, KeepRegistration{r})
	}
	who, err := t.nameOf(g, r.By)
	if err != nil {
		return err
	}
	if old != "" && old != r.Phone && !t.isLost(old) {
		t.addTo(old, member.Language, PhoneMoved{Title: member.Title, Name: g.name(member.Code), Phone: local(r.Phone), By: who, UPK: t.upk.Name})
	}
	return t.tellBound(g, member, r, who)
}

// tellBound tells who asked for it, and the chair or secretary, that a phone is a
// member's now.
func (t *turn) tellBound(g *groupFacts, member ledger.Member, r Registration, who string) error {
	bound := PhoneBound{Name: clip(member.Name, maxFullName), Group: clip(g.Name, maxGroupName), Phone: local(r.Phone), By: who}
	if t.message.From != r.Phone {
		t.reply(bound)
	} else if p, language, err := t.phoneOf(g, r.By); err != nil {
		return err
	} else if p != "" && p != r.Phone {
		t.addTo(p, language, bound)
	}
	if other, ok := t.witness(g); ok && other.Code != member.Code && string(other.Code) != r.By && !has(other, r.Phone) {
		t.tell(other, bound)
	}
	return nil
}

// nameOf is how a member or officer is named to a group's members.
func (t *turn) nameOf(g *groupFacts, code string) (string, error) {
	if _, ok := g.member(ledger.MemberCode(code)); ok {
		return g.called(ledger.MemberCode(code)), nil
	}
	officers, err := t.facts.EveryOfficer()
	if err != nil {
		return "", err
	}
	for _, o := range officers {
		if string(o.Code) == code {
			return clip(o.Name, maxName), nil
		}
	}
	return upkName(t.upk.Name), nil
}

// phoneOf is a member's or officer's phone and language.
func (t *turn) phoneOf(g *groupFacts, code string) (ledger.Phone, string, error) {
	if m, ok := g.member(ledger.MemberCode(code)); ok {
		return phoneOf(m), m.Language, nil
	}
	officers, err := t.facts.Officers()
	for _, o := range officers {
		if string(o.Code) == code {
			return o.Phone, "", err
		}
	}
	return "", "", err
}
