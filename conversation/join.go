package conversation

import (
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// join takes a phone's wish to be a member's. The phone is told a one-time number
// and says it to the treasurer, who sends it to us: so somebody who knows the
// member has spoken to who holds the phone.
func (t *turn) join(m understand.Meaning) error {
	if t.lost == nil && t.self != nil && len(m.Named) == 0 {
		return t.howToJoin(m)
	}
	tries, err := t.facts.Tries(t.message.From, t.today())
	if err != nil {
		return err
	}
	if tries > maxAsks {
		return nil // it was told so
	}
	t.Changes = append(t.Changes, CountTry{Phone: t.message.From, Day: t.today()})
	if tries == maxAsks {
		t.reply(EnoughTries{UPK: t.upk.Name})
		return nil
	}
	roster, err := t.facts.Roster()
	if err != nil {
		return err
	}
	m = understand.Read(t.message.Text, understand.Context{Role: understand.Unknown, Sent: t.message.Sent, People: roster})
	grouped := slices.ContainsFunc(m.Named, func(s understand.Slot) bool { return len(s.Groups) > 0 })
	if m.Matter != understand.Join || !grouped {
		t.reply(JoinHow{UPK: t.upk.Name})
		return nil
	}
	member, ok, err := t.whom(m.Named, false, true) // a stranger is shown no names
	if err != nil {
		return err
	}
	if !ok || member.Status != ledger.Active {
		t.reply(JoinHow{UPK: t.upk.Name, Unknown: true})
		return nil
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	if IsAddress(t.message.From) && phoneOf(member) == "" { // whom it hides we must know first
		t.reply(JoinHow{UPK: t.upk.Name, Hidden: true})
		return nil
	}
	if t.lost == nil && has(member, t.message.From) {
		t.reply(AlreadyHers{Name: g.called(member.Code), Group: clip(g.Name, maxGroupName)})
		return nil
	}
	return t.askForCode(g, member)
}

// howToJoin tells a known number who she is, and how another phone becomes hers.
func (t *turn) howToJoin(m understand.Meaning) error {
	g, err := t.group(t.self.Group)
	if err != nil {
		return err
	}
	if m.Phone == "" && !changesNumber(t.message.Text) {
		t.reply(AlreadyHers{Name: g.called(t.self.Code), Group: clip(g.Name, maxGroupName)})
		return nil
	}
	t.reply(JoinHow{UPK: t.upk.Name, Name: clip(t.self.Name, maxFullName), Group: clip(g.Name, maxGroupName)})
	return nil
}

// askForCode keeps the wish, and tells the phone the number and who confirms it.
func (t *turn) askForCode(g *groupFacts, member ledger.Member) error {
	waiting, err := t.facts.Registrations()
	if err != nil {
		return err
	}
	ofGroup, taken := 0, map[string]bool{}
	for _, r := range waiting {
		switch {
		case !t.fresh(r.Asked):
			t.Changes = append(t.Changes, EndRegistration{Phone: r.Phone})
		case r.Stage != ByCode:
		case r.Phone != t.message.From:
			taken[r.Code] = true
			if r.Group == g.Code {
				ofGroup++
			}
		}
	}
	if ofGroup >= maxWaitingJoins {
		t.reply(EnoughTries{UPK: t.upk.Name})
		return nil
	}
	id := t.message.ID
	code, err := t.facts.Code(id)
	for ; err == nil && taken[code]; code, err = t.facts.Code(id) {
		id += "/" // the number of another who waits
	}
	if err != nil {
		return err
	}
	t.Changes = append(t.Changes, KeepRegistration{Registration{
		Phone: t.message.From, Member: member.Code, Group: g.Code, Stage: ByCode, Code: code, Asked: t.now,
	}})
	notice := JoinAsked{Phone: local(t.message.From), Name: clip(member.Name, maxFullName), Group: clip(g.Name, maxGroupName)}
	words := JoinCode{Code: code, UPK: t.upk.Name}
	byOffice, err := t.onlyOffice(member)
	if err != nil {
		return err
	}
	keeper := slices.IndexFunc(g.members, isKeeper)
	if !byOffice && keeper >= 0 && phoneOf(g.members[keeper]) != "" && !has(g.members[keeper], t.message.From) {
		words.Confirmer = g.treasurer()
		t.tell(g.members[keeper], notice)
		t.reply(words)
		return nil
	}
	t.reply(words)
	return t.tellOfficers(g, notice)
}

// onlyOffice tells whether only the office may say which phone is the person's:
// those with an office receive what keeps the treasurer honest, or record money.
func (t *turn) onlyOffice(m ledger.Member) (bool, error) {
	all, err := t.person(m)
	return slices.ContainsFunc(all, func(m ledger.Member) bool { return m.Office != ledger.Ordinary }), err
}

// confirmCode takes the number that a phone's owner was told from who confirms it;
// false where nothing waits for the sender's word.
func (t *turn) confirmCode(code string) (done bool, err error) {
	waiting, err := t.facts.Registrations()
	if err != nil {
		return false, err
	}
	waits, match := false, Registration{}
	for _, r := range waiting {
		if r.Stage != ByCode || !t.fresh(r.Asked) {
			continue
		}
		may, err := t.mayConfirm(r)
		if err != nil {
			return false, err
		}
		if waits = waits || may; may && r.Code == code {
			match = r
		}
	}
	if !waits {
		return false, nil
	}
	tries, err := t.facts.Tries(t.message.From, t.today())
	if err != nil {
		return true, err
	}
	if tries < maxTries && match.Code != "" {
		again := Register{Matter: understand.Join, Group: match.Group, Member: match.Member, Phone: match.Phone}
		if asked, err := t.sayAgain(again); asked || err != nil {
			return true, err
		}
		return true, t.bind(match, "")
	}
	left := max(0, maxTries-tries-1)
	t.reply(NoSuchCode{Left: left})
	if tries >= maxTries {
		return true, nil
	}
	t.Changes = append(t.Changes, CountTry{Phone: t.message.From, Day: t.today()})
	if left > 0 {
		return true, nil
	}
	if t.self == nil {
		return true, t.tellHeads(CodesGuessed{Name: clip(t.officer.Name, maxName), Group: clip(upkName(t.upk.Name), maxGroupName)})
	}
	g, err := t.group(t.self.Group)
	if err != nil {
		return true, err
	}
	return true, t.tellOfficers(g, CodesGuessed{Name: g.called(t.self.Code), Group: clip(g.Name, maxGroupName)})
}

// mayConfirm tells whether the sender may say whose the phone is: the group's
// treasurer, for members without an office, and officers. Never her own.
func (t *turn) mayConfirm(r Registration) (bool, error) {
	if r.Phone == t.message.From {
		return false, nil
	}
	if t.role == understand.Officer {
		return true, nil
	}
	if t.role != understand.Treasurer || !t.owns(r.Group) {
		return false, nil
	}
	m, err := t.facts.Member(r.Member)
	if err != nil {
		return false, err
	}
	byOffice, err := t.onlyOffice(m)
	return !byOffice, err
}
