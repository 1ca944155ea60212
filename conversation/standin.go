package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// standInCommand offers to let a member record for the treasurer until the end of
// the day, or for so many hours.
func (t *turn) standInCommand(m understand.Meaning) error {
	switch {
	case t.role == understand.Treasurer || t.role == understand.Officer:
	case len(m.Named) == 0 || t.self != nil && !slices.ContainsFunc(m.Named, func(s understand.Slot) bool { return len(s.Members) > 0 && s.Members[0] != t.self.Code }):
		return t.humanCommand(m) // "sementara saya yang pegang buku": the office must know
	default:
		return t.notAllowed()
	}
	member, ok, err := t.whom(m.Named, true, false)
	if err != nil || !ok {
		return err
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	switch {
	case t.role == understand.Treasurer && !t.owns(member.Group):
		return t.notAllowed()
	case member.Office == ledger.Treasurer:
		t.reply(CannotHandOver{Why: SamePerson, Name: g.called(member.Code), UPK: t.upk.Name})
		return nil
	case phoneOf(member) == "":
		t.reply(CannotHandOver{Why: NoPhone, Name: g.called(member.Code), UPK: t.upk.Name})
		return nil
	}
	return t.offerStandIn(Register{Matter: understand.StandIn, Group: member.Group, Member: member.Code, Until: t.until(m.Hours)})
}

func (t *turn) offerStandIn(r Register) error {
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	w := StandInEcho{Name: g.called(r.Member), Group: clip(g.Name, maxGroupName), Until: t.untilWords(r.Until)}
	return t.waitFor(r, func(code string) Words { w.Code = code; return w })
}

// untilWords is the last minute of a time, on the UPK's clock.
func (t *turn) untilWords(until time.Time) string {
	return until.In(t.settings.Zone()).Add(-time.Minute).Format("15:04")
}

// setStandIn lets her record, and tells her, the treasurer and the chair.
func (t *turn) setStandIn(r Register) error {
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	if !t.now.Before(r.Until) {
		t.reply(NothingChanged{Late: true})
		return nil
	}
	member, ok := g.member(r.Member)
	if !ok || member.Status != ledger.Active || phoneOf(member) == "" {
		t.reply(CannotHandOver{Why: NoPhone, Name: g.called(r.Member), UPK: t.upk.Name})
		return nil
	}
	t.Changes = append(t.Changes, KeepStandIn{StandingIn{Group: r.Group, Member: r.Member, By: t.teller(), Until: r.Until}})
	t.amended(Amendment{What: StandInAmended, Group: r.Group, Member: r.Member, Now: r.Until.UTC().Format(time.RFC3339)})
	set := StandInSet{Name: g.called(r.Member), Group: clip(g.Name, maxGroupName), Until: t.untilWords(r.Until), By: t.tellerName(g)}
	t.reply(set)
	example, err := t.exampleIn(g, r.Member)
	if err != nil {
		return err
	}
	t.tell(member, StandInHello{
		Title: member.Title, Name: g.name(r.Member), Group: set.Group, By: set.By, Until: set.Until, Example: example,
	})
	if keeper := slices.IndexFunc(g.members, isKeeper); keeper >= 0 && !has(g.members[keeper], t.message.From) {
		t.tell(g.members[keeper], set)
	}
	if other, ok := t.witness(g); ok && other.Code != r.Member {
		t.tell(other, set)
	}
	return nil
}

// exampleIn is an example for somebody of the group.
func (t *turn) exampleIn(g *groupFacts, but ledger.MemberCode) (Example, error) {
	for _, m := range g.members {
		if m.Code != but && m.Status == ledger.Active && m.Office == ledger.Ordinary {
			return Example{Name: g.names[m.Code], Amount: exampleAmount}, nil
		}
	}
	return Example{}, nil
}

// endStandIn ends it before its time: the treasurer, the stand-in herself, or an
// officer who has begun it.
func (t *turn) endStandIn() error {
	for _, m := range t.memberships() {
		s, err := t.facts.StandIn(m.Group)
		if err != nil {
			return err
		}
		if s.Member == "" || !t.now.Before(s.Until) || m.Code != s.Member && !t.owns(m.Group) {
			continue
		}
		return t.standInOver(s)
	}
	t.reply(NothingChanged{})
	return nil
}

// standInOver ends it, and tells the stand-in and the treasurer.
func (t *turn) standInOver(s StandingIn) error {
	g, err := t.group(s.Group)
	if err != nil {
		return err
	}
	ended := StandInEnded{Name: g.called(s.Member), Group: clip(g.Name, maxGroupName)}
	t.Changes = append(t.Changes, EndStandIn{s.Group})
	t.amended(Amendment{What: StandInAmended, Group: s.Group, Member: s.Member, Was: s.Until.UTC().Format(time.RFC3339)})
	t.reply(ended)
	for _, other := range g.members {
		if (other.Code == s.Member || isKeeper(other)) && phoneOf(other) != "" && !has(other, t.message.From) {
			t.tell(other, ended)
		}
	}
	return nil
}

// standsInNow tells whether the member records for her group's treasurer now.
func (t *turn) standsInNow(m ledger.Member) (bool, error) {
	if m.Office == ledger.Treasurer {
		return false, nil
	}
	s, err := t.facts.StandIn(m.Group)
	return s.Member == m.Code && t.now.Before(s.Until), err
}
