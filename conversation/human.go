package conversation

import (
	"bendahara/conversation/understand"
)

// humanCommand names the officer to talk to, and tells that officer who wants to be
// called, once a day.
// Of a death it says what the office needs, and whose it is.
func (t *turn) humanCommand(m understand.Meaning) error {
	if t.self == nil {
		return t.help(false, "")
	}
	g, died, err := t.calledFor(m)
	if err != nil {
		return err
	}
	o, err := t.ownerOf(g, nil)
	if err != nil {
		return err
	}
	if o.Phone == "" {
		t.reply(NotByText{UPK: t.upk.Name})
		return nil
	}
	t.reply(HumanWords{Name: clip(o.Name, maxName), Phone: o.Phone, UPK: t.upk.Name, Told: true, Died: died != ""})
	if t.State.Called == t.today() && died == "" {
		return nil
	}
	t.State.Called = t.today()
	t.tellOfficer(o, CallWanted{Name: t.nameIn(g), Group: g.label, Phone: t.message.From, Died: died})
	return nil
}

// nameIn is the sender's name in the group, or in full where she is of another.
func (t *turn) nameIn(g *groupFacts) string {
	if t.self.Group == g.Code {
		return g.name(t.self.Code)
	}
	return clip(t.self.Name, maxName)
}

// calledFor is the group that somebody is called about, and who has died in it: a name
// that fits several is told as it was written.
func (t *turn) calledFor(m understand.Meaning) (g *groupFacts, died string, err error) {
	if m.Topic != understand.OfDeath || len(m.Slots) == 0 {
		g, err = t.group(t.self.Group)
		return g, "", err
	}
	s := m.Slots[0]
	if len(s.Members) == 1 && !s.Guessed {
		g, err = t.groupOf(s.Members[0])
		if err != nil {
			return nil, "", err
		}
		return g, g.name(s.Members[0]), nil
	}
	g, err = t.group(t.self.Group)
	return g, clip(s.NameText, maxName), err
}

// waits is what waits for the sender's answer, or for one to her.
func (t *turn) waits() (w Waits, err error) {
	switch t.role {
	case understand.Treasurer:
		claims, err := t.claimsFor()
		w.Claims = len(claims)
		return w, err
	case understand.Member, understand.Head:
		for _, kind := range CaseKinds {
			own, err := t.ownCases(kind)
			if err != nil {
				return w, err
			}
			if len(own) > 0 && w.Case == "" {
				w.Case = own[0].Reference()
			}
		}
	case understand.Officer:
		for kind, n := range map[CaseKind]*int{DisputeCase: &w.Disputes, ComplaintCase: &w.Complaints, LoanCase: &w.Wishes} {
			open, err := t.openCases(kind)
			if err != nil {
				return w, err
			}
			*n = len(open)
		}
	}
	return w, nil
}
