package conversation

import (
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// beginHandover offers to change a group's treasurer: the cash is counted, and
// the old one, the new one and a witness must each say yes from her own phone.
func (t *turn) beginHandover(m understand.Meaning) error {
	if t.role != understand.Treasurer && t.role != understand.Officer {
		return t.notAllowed()
	}
	to, ok, err := t.whom(m.Named, true, false)
	if err != nil || !ok {
		return err
	}
	if t.role == understand.Treasurer && !t.owns(to.Group) {
		return t.notAllowed()
	}
	r := Register{Matter: understand.Handover, Group: to.Group, Member: to.Code}
	if m.Amount > 0 && !m.AmountUnsure {
		r.Cash, r.Counted = m.Amount, true
	}
	return t.offerHandover(r)
}

// handing is a change of treasurer with what it needs.
type handing struct {
	g        *groupFacts
	from, to ledger.Member
	witness  string
	books    ledger.Money
}

// handing works a change of treasurer out; where it cannot be it says why.
func (t *turn) handing(r Register) (h handing, ok bool, err error) {
	if h.g, err = t.group(r.Group); err != nil {
		return h, false, err
	}
	cannot := func(why Why, name string) (handing, bool, error) {
		t.reply(CannotHandOver{Why: why, Name: name, Group: clip(h.g.Name, maxGroupName), UPK: t.upk.Name})
		return h, false, nil
	}
	keeper := slices.IndexFunc(h.g.members, isKeeper)
	if keeper < 0 {
		return cannot(NoTreasurer, "")
	}
	h.from = h.g.members[keeper]
	h.to, _ = h.g.member(r.Member)
	switch {
	case h.to.Code == h.from.Code || h.to.Status != ledger.Active:
		return cannot(SamePerson, h.g.called(r.Member))
	case phoneOf(h.from) == "":
		return cannot(NoPhone, h.g.called(h.from.Code))
	case phoneOf(h.to) == "" || share(h.from, h.to):
		return cannot(NoPhone, h.g.called(h.to.Code))
	}
	if h.witness, err = t.handoverWitness(h); err != nil {
		return h, false, err
	}
	if h.witness == "" {
		return cannot(NoWitness, "")
	}
	waiting, err := t.facts.Handovers()
	if err != nil {
		return h, false, err
	}
	for _, other := range waiting { // nobody is asked two such questions at once
		if !t.fresh(other.Started) {
			continue
		}
		for _, code := range []string{string(h.from.Code), string(h.to.Code), h.witness} {
			if other.Group == r.Group || slices.Contains([]string{string(other.From), string(other.To), other.Witness}, code) {
				return cannot(OtherWaits, "")
			}
		}
	}
	h.books, err = t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: r.Group})
	return h, err == nil, err
}

// share tells whether two members have a number in common.
func share(a, b ledger.Member) bool { return has(a, b.Phone) || has(a, b.Phone2) }

// handoverWitness is the chair, or where she has no phone of her own the
// secretary, or else an officer, if possible not the one who began it.
func (t *turn) handoverWitness(h handing) (string, error) {
	for _, office := range []ledger.Office{ledger.Chair, ledger.Secretary} {
		for _, m := range h.g.members {
			if m.Office == office && m.Status == ledger.Active && m.Code != h.to.Code && phoneOf(m) != "" && !share(m, h.from) && !share(m, h.to) {
				return string(m.Code), nil
			}
		}
	}
	officers, err := t.facts.Officers()
	if err != nil {
		return "", err
	}
	found, own := "", false
	for _, o := range officers {
		if o.Phone == "" || o.Role == ledger.Supervisor || has(h.from, o.Phone) || has(h.to, o.Phone) {
			continue
		}
		near, self := slices.Contains(o.Villages, h.g.Village), o.Phone == t.message.From
		if found == "" || own || near && !self {
			found, own = string(o.Code), self
		}
		if near && !self {
			break
		}
	}
	return found, nil
}

// offerHandover asks for the cash as counted, or reads the change back.
func (t *turn) offerHandover(r Register) error {
	h, ok, err := t.handing(r)
	if err != nil || !ok {
		return err
	}
	w := HandoverEcho{
		Group: clip(h.g.Name, maxGroupName), From: h.g.called(h.from.Code), To: h.g.called(h.to.Code), Cash: r.Cash, Books: h.books, Counted: r.Counted,
	}
	if r.Counted {
		return t.waitFor(r, func(code string) Words { w.Code = code; return w })
	}
	t.State.Offer = &Offer{Register: &r, Question: HowMuch, Made: t.now}
	t.reply(w)
	return nil
}

// startHandover asks the others for their yes.
func (t *turn) startHandover(r Register) error {
	h, ok, err := t.handing(r)
	if err != nil || !ok {
		return err
	}
	keep := HandingOver{
		Group: r.Group, From: h.from.Code, To: h.to.Code, Witness: h.witness, Cash: r.Cash, Books: h.books, By: t.teller(), Started: t.now, Starting: t.message.ID,
	}
	if part := t.partOf(keep); part != "" { // she began it: that is her yes
		keep.Agreed = []string{part}
	}
	t.Changes = append(t.Changes, KeepHandover{keep})
	for _, code := range []string{string(keep.From), string(keep.To), keep.Witness} {
		if slices.Contains(keep.Agreed, code) {
			continue
		}
		p, language, err := t.phoneOf(h.g, code)
		if err != nil {
			return err
		}
		t.addTo(p, language, HandoverAsk{
			Group: clip(h.g.Name, maxGroupName), From: h.g.called(keep.From), To: h.g.called(keep.To), Cash: keep.Cash, Books: keep.Books,
			New: code == string(keep.To), Witness: code == keep.Witness,
		})
	}
	return t.handoverWaits(h.g, keep)
}

// partOf is the code under which the sender is asked in a change of treasurer;
// empty where she has no part in it or its time is over.
func (t *turn) partOf(h HandingOver) string {
	if !t.fresh(h.Started) {
		return ""
	}
	for _, m := range t.memberships() {
		if m.Code == h.From || m.Code == h.To || string(m.Code) == h.Witness {
			return string(m.Code)
		}
	}
	if t.officer != nil && string(t.officer.Code) == h.Witness {
		return h.Witness
	}
	return ""
}

// handoverWaits tells the sender whose yes is still wanted.
func (t *turn) handoverWaits(g *groupFacts, h HandingOver) error {
	w := HandoverWaits{Group: clip(g.Name, maxGroupName)}
	for _, code := range []string{string(h.From), string(h.To), h.Witness} {
		if slices.Contains(h.Agreed, code) {
			continue
		}
		name, err := t.nameOf(g, code)
		if err != nil {
			return err
		}
		w.For = append(w.For, name)
	}
	t.reply(w)
	return nil
}

// handoverAnswer takes a yes or no to a change of treasurer. The third yes changes
// the register, if nothing has moved since the cash was counted; cash that
// is not what the books say is entered as a difference.
func (t *turn) handoverAnswer(h HandingOver, yes bool) error {
	g, err := t.group(h.Group)
	if err != nil {
		return err
	}
	if !yes {
		return t.endHandover(g, h, HandoverEnded{By: t.tellerName(g)})
	}
	books, err := t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: h.Group})
	if err != nil {
		return err
	}
	from, _ := g.member(h.From)
	to, _ := g.member(h.To)
	if books != h.Books || !isKeeper(from) || to.Status != ledger.Active {
		return t.endHandover(g, h, HandoverEnded{Moved: true})
	}
	part := t.partOf(h)
	if part == h.Witness && t.officer != nil && part == string(t.officer.Code) {
		t.role = t.officerRole()
		if asked, err := t.sayAgain(Register{Matter: witnessing, Group: h.Group, Member: h.To}); asked || err != nil {
			return err
		}
	}
	h.Agreed = append(h.Agreed, part)
	if len(h.Agreed) < 3 {
		t.Changes = append(t.Changes, KeepHandover{h})
		return t.handoverWaits(g, h)
	}
	if h.Cash != h.Books {
		count := ledger.CountEntry(h.Group, h.Cash, h.Books, t.day)
		count.Teller = h.Witness // who saw it counted; neither of the two whose cash it is
		if _, err := t.record(count); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		code   ledger.MemberCode
		office ledger.Office
	}{{h.From, ledger.Ordinary}, {h.To, ledger.Treasurer}} {
		m, err := t.facts.Member(c.code)
		if err != nil {
			return err
		}
		was := m.Office
		m.Office = c.office
		t.Changes = append(t.Changes, MemberChanged{m})
		t.amended(Amendment{What: OfficeAmended, Group: h.Group, Member: c.code, Was: string(was), Now: string(c.office)})
	}
	t.Changes = append(t.Changes, EndHandover{h.Group}, EndStandIn{h.Group})
	done := HandoverDone{Group: clip(g.Name, maxGroupName), From: g.called(h.From), To: g.called(h.To), Cash: h.Cash, Books: h.Books}
	if err := t.tellAll(g, h, done); err != nil {
		return err
	}
	return t.tellOfficers(g, done)
}

// endHandover ends a change of treasurer with nothing changed, and tells all three.
func (t *turn) endHandover(g *groupFacts, h HandingOver, w HandoverEnded) error {
	t.Changes = append(t.Changes, EndHandover{h.Group})
	w.Group = clip(g.Name, maxGroupName)
	return t.tellAll(g, h, w)
}

// tellAll tells the old treasurer, the new one and the witness.
func (t *turn) tellAll(g *groupFacts, h HandingOver, w Words) error {
	t.reply(w)
	for _, code := range []string{string(h.From), string(h.To), h.Witness} {
		p, language, err := t.phoneOf(g, code)
		if err != nil {
			return err
		}
		if m, ok := g.member(ledger.MemberCode(code)); p == t.message.From || ok && has(m, t.message.From) {
			continue
		}
		t.addTo(p, language, w)
	}
	return nil
}
