package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// newPhone offers to take a number that the treasurer or an officer names as a
// member's. Whoever has that phone must say that it is hers before it counts, so
// that a wrong digit tells a stranger nothing.
func (t *turn) newPhone(m understand.Meaning) error {
	if t.role == understand.Head {
		return t.howToJoin(understand.Meaning{Phone: m.Phone})
	}
	if t.self != nil && len(m.Named) == 0 { // "ganti nomor saya 0813...": from one's own number anybody could forge that
		return t.howToJoin(m)
	}
	member, ok, err := t.whom(m.Named, true, false)
	if err != nil || !ok {
		return err
	}
	r := Register{Matter: understand.NewPhone, Member: member.Code, Group: member.Group, Phone: m.Phone}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	byOffice, err := t.onlyOffice(member)
	switch {
	case err != nil:
		return err
	case t.role == understand.Treasurer && !t.owns(member.Group):
		return t.notAllowed()
	case t.role != understand.Officer && byOffice:
		t.reply(OfficeOnly{Name: g.called(member.Code), UPK: t.upk.Name})
		return nil
	case m.Phone == "":
		t.reply(NumberWanted{Name: g.names[member.Code]})
		return nil
	case has(member, m.Phone):
		t.reply(AlreadyHers{Name: g.called(member.Code), Group: clip(g.Name, maxGroupName), Phone: local(m.Phone)})
		return nil
	}
	return t.offerPhone(r)
}

// memberOf is whom a change is about, as the register has her, and her group.
func (t *turn) memberOf(r Register) (*groupFacts, ledger.Member, error) {
	g, err := t.group(r.Group)
	if err != nil {
		return nil, ledger.Member{}, err
	}
	member, err := t.facts.Member(r.Member)
	return g, member, err
}

func (t *turn) offerPhone(r Register) error {
	g, member, err := t.memberOf(r)
	if err != nil {
		return err
	}
	w := PhoneEcho{Name: clip(member.Name, maxFullName), Group: clip(g.Name, maxGroupName), Phone: local(r.Phone)}
	if member.Phone != "" {
		w.Old = local(member.Phone)
	}
	return t.waitFor(r, func(code string) Words { w.Code = code; return w })
}

// askOwner asks the phone itself whether it is hers.
func (t *turn) askOwner(r Register) error {
	g, member, err := t.memberOf(r)
	if err != nil {
		return err
	}
	if has(member, r.Phone) {
		t.reply(AlreadyHers{Name: g.called(member.Code), Group: clip(g.Name, maxGroupName), Phone: local(r.Phone)})
		return nil
	}
	if r.Phone == t.message.From { // her own phone, which answers yes already
		return t.bind(Registration{Phone: r.Phone, Member: r.Member, Group: r.Group}, "")
	}
	t.Changes = append(t.Changes, KeepRegistration{Registration{
		Phone: r.Phone, Member: r.Member, Group: r.Group, Stage: ByOwner, By: t.teller(), Asked: t.now,
	}})
	t.addTo(r.Phone, member.Language, IsItYours{
		UPK: t.upk.Name, By: t.tellerName(g), Name: clip(member.Name, maxFullName),
	})
	t.reply(OwnerAsked{Phone: local(r.Phone), Name: g.called(r.Member)})
	return nil
}

// ownerAnswer takes the new phone's word on whether it is hers.
func (t *turn) ownerAnswer(r Registration, yes bool) error {
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	member, err := t.facts.Member(r.Member)
	if err != nil {
		return err
	}
	byOffice, err := t.onlyOffice(member)
	if err != nil {
		return err
	}
	_, byMember := g.member(ledger.MemberCode(r.By))
	if yes && byOffice && byMember { // she has come to an office since
		t.Changes = append(t.Changes, EndRegistration{r.Phone})
		t.reply(OfficeOnly{Name: g.called(r.Member), UPK: t.upk.Name})
		return nil
	}
	if yes {
		return t.bind(r, r.By)
	}
	t.Changes = append(t.Changes, EndRegistration{r.Phone})
	t.reply(NothingChanged{})
	p, language, err := t.phoneOf(g, r.By)
	if p != "" {
		t.addTo(p, language, NotHerNumber{Phone: local(r.Phone), Name: g.called(r.Member)})
	}
	return err
}

// consent keeps whether the sender wants reminders and broadcasts, with the day,
// for every membership that has this phone.
func (t *turn) consent(yes bool) error {
	members, err := t.facts.MembersByPhone(t.message.From)
	if err != nil {
		return err
	}
	said := map[bool]string{true: "ya", false: "tidak"}
	for _, m := range members {
		if m.Status != ledger.Active || m.Consent == yes && (yes || m.ConsentDay != 0) {
			continue
		}
		was := said[m.Consent]
		m.Consent, m.ConsentDay = yes, t.today()
		t.Changes = append(t.Changes, MemberChanged{m})
		t.amended(Amendment{What: ConsentAmended, Group: m.Group, Member: m.Code, Was: was, Now: said[yes]})
	}
	if yes {
		t.stopAt(t.numbers(), false)
	}
	w := ConsentKept{Agreed: yes, UPK: t.upk.Name}
	if t.self != nil {
		w.Title, w.Name = t.self.Title, clip(t.self.Name, maxName)
	}
	t.reply(w)
	return nil
}

// stopReminders turns reminders and broadcasts off or on at every number of hers.
// Who asks for them agrees to them.
func (t *turn) stopReminders(stop bool) error {
	if stop {
		t.stopAt(t.numbers(), true)
		t.reply(RemindersStopped{UPK: t.upk.Name})
		return nil
	}
	for _, m := range t.memberships() {
		if !m.Consent {
			return t.consent(true)
		}
	}
	t.stopAt(t.numbers(), false)
	t.reply(RemindersStarted{UPK: t.upk.Name})
	return nil
}

// numbers are the sender's own: the one she writes from, and the others that her
// memberships have.
func (t *turn) numbers() []ledger.Phone {
	phones := []ledger.Phone{t.message.From}
	for _, m := range t.memberships() {
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			if p != "" && !slices.Contains(phones, p) {
				phones = append(phones, p)
			}
		}
	}
	return phones
}

func (t *turn) stopAt(phones []ledger.Phone, stop bool) {
	for _, p := range phones {
		t.Changes = append(t.Changes, StopReminders{Phone: p, Stop: stop})
	}
}

// changesNumber tells whether the words are about another number of one's own.
func changesNumber(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "ganti") || strings.Contains(text, "baru")
}

// upkName is the office with what it is before its name.
func upkName(name string) string {
	if strings.HasPrefix(strings.ToUpper(name), "UPK") {
		return name
	}
	return strings.TrimSpace("UPK " + name)
}
