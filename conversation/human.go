package conversation

import (
	"bendahara/conversation/understand"
)

// humanCommand names the officer to talk to, and tells that officer who wants to be
// called, once a day.
func (t *turn) humanCommand() error {
	if t.self == nil {
		return t.help(false, "")
	}
	g, err := t.group(t.self.Group)
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
	t.reply(HumanWords{Name: clip(o.Name, maxName), Phone: o.Phone, UPK: t.upk.Name, Told: true})
	if t.State.Called == t.today() {
		return nil
	}
	t.State.Called = t.today()
	t.tellOfficer(o, CallWanted{Name: g.name(t.self.Code), Group: g.label, Phone: t.message.From})
	return nil
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
