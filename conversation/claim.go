package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// staleAnswer is how much older than the question a yes may look before it is taken
// for an answer to something else: clocks differ, and a text can come a day late.
const staleAnswer = 2 * time.Minute

// claimCommand takes a member's "sudah bayar": her word, which her treasurer is
// asked about. It returns false where the message is no such word.
func (t *turn) claimCommand(m understand.Meaning, lines []Line) (bool, error) {
	if t.role != understand.Member && t.role != understand.Head {
		return false, nil
	}
	for i := range lines {
		l := &lines[i]
		if l.Kind != ledger.Repayment && l.Kind != ledger.SavingsDeposit || l.Day.IsZero() || l.Day > t.day || l.Cover != nil {
			return false, nil
		}
		if l.Member == "" && l.NameText == "" && len(l.Candidates) == 0 {
			l.Member = t.self.Code
		}
		if l.Member == "" || !t.isOwn(l.Member) || l.Amount == 0 && (len(lines) > 1 || !m.Done) {
			return false, nil
		}
		if err := t.place(l); err != nil {
			return true, err
		}
		g, err := t.group(l.Group)
		if err != nil {
			return true, err
		}
		g.takeImplied(l)
		if l.Kind == ledger.SavingsDeposit && l.Purse == "" {
			l.Purse = usualPurse(g.Group)
		}
	}
	sure := m.Done && len(m.Asks) == 0 && m.Suggest == "" && len(t.memberships()) == 1 &&
		!slices.ContainsFunc(lines, func(l Line) bool { return l.Unsure })
	return true, t.claims(lines, sure)
}

// usualPurse is where savings go that name no purse.
func usualPurse(g ledger.Group) ledger.Purse {
	if g.Type == ledger.KSM {
		return ledger.SavingsDaily
	}
	return ledger.SavingsVoluntary
}

// claims asks the member for what is missing, then her treasurer.
func (t *turn) claims(lines []Line, sure bool) error {
	if lines[0].Amount > 0 && sure {
		for _, l := range lines {
			if err := t.claim(l); err != nil {
				return err
			}
		}
		return nil
	}
	o := Offer{Lines: lines, Claiming: true, Question: Confirm, Made: t.now}
	g, err := t.group(lines[0].Group)
	if err != nil {
		return err
	}
	if lines[0].Amount == 0 {
		o.Question = HowMuch
		t.State.Offer = &o
		t.reply(AskHowMuch{Name: g.name(lines[0].Member)})
		return nil
	}
	if len(lines) > 1 { // one text, one thing: each is asked about by itself
		t.reply(TooMany{Limit: 1})
		return nil
	}
	w := AskClaim{Line: t.claimLine(g, lines[0]), Treasurer: g.treasurer(), Unsure: lines[0].Unsure}
	if w.Unsure {
		w.Written = (lines[0].Amount / unsureUnit).Digits()
	}
	t.State.Offer = &o
	t.reply(w)
	return nil
}

func (t *turn) claimLine(g *groupFacts, l Line) EchoLine {
	return EchoLine{Name: g.name(l.Member), Kind: l.Kind, Purse: l.Purse, Amount: l.Amount, Day: l.Day}
}

// claim keeps a member's word that she has paid and asks her treasurer, once. What
// is recorded already is answered with its receipt.
func (t *turn) claim(l Line) error {
	g, err := t.group(l.Group)
	if err != nil {
		return err
	}
	m, _ := g.member(l.Member)
	l.Unsure, l.Unread = false, false // she was asked
	l.Payoff, l.Due = false, false    // her word is the amount alone
	line := t.claimLine(g, l)
	e, known, err := t.bookedAs(l)
	if err != nil {
		return err
	}
	if known {
		t.reply(ClaimKnown{Title: m.Title, Line: line, Reference: e.Reference()})
		return nil
	}
	if done, err := t.claimedBefore(g, l); done || err != nil {
		return err
	}
	keeper, ok := g.keeper()
	if !ok || phoneOf(keeper) == "" {
		return t.claimToOffice(g, l)
	}
	owner, err := t.ownerOf(g, nil)
	if err != nil {
		return err
	}
	c := Case{Kind: ClaimCase, From: t.message.From, Group: g.Code, Member: l.Member, Claim: &l}
	ask, err := t.mayAsk(keeper)
	if err != nil {
		return err
	}
	if ask {
		c.Asked = t.now
	}
	if c, err = t.openCase(c, owner); err != nil {
		return err
	}
	if ask {
		t.Changes = append(t.Changes, PutOffer{Phone: phoneOf(keeper), Offer: t.claimOffer(c)})
		words, err := t.claimEcho(g, l, phoneOf(keeper))
		if err != nil {
			return err
		}
		t.tell(keeper, words)
	}
	t.reply(ClaimTaken{Line: line, Treasurer: g.treasurer()})
	return nil
}

// claimEcho is a claim as the treasurer reads it; one who keeps several groups reads
// which.
func (t *turn) claimEcho(g *groupFacts, l Line, keeper ledger.Phone) (Echo, error) {
	w := Echo{Line: t.claimLine(g, l), Claimed: true}
	members, err := t.facts.MembersByPhone(keeper)
	for _, m := range members {
		if isKeeper(m) && m.Group != g.Code {
			w.Group = g.label
		}
	}
	return w, err
}

// mayAsk tells whether the treasurer's talk waits for nothing. Where it does, the
// claim is shown to her afterwards.
func (t *turn) mayAsk(keeper ledger.Member) (bool, error) {
	for _, change := range t.Changes {
		if p, ok := change.(PutOffer); ok && p.Phone == phoneOf(keeper) {
			return false, nil
		}
	}
	talk, err := t.facts.Talk(phoneOf(keeper))
	return talk.Offer == nil && !talk.rollWaits(t.now), err
}

// claim is the number of the claim that an offer is about; 0 for any other offer.
func (o Offer) claim() uint64 {
	if len(o.Lines) != 1 {
		return 0
	}
	return o.Lines[0].Claim
}

// claimOffer is the question that a claim puts to the treasurer.
func (t *turn) claimOffer(c Case) Offer {
	l := *c.Claim
	l.Claim = c.Number
	return Offer{Lines: []Line{l}, Question: Confirm, Most: l.Amount, Made: t.now}
}

// claimedBefore answers a claim that was made before: it waits, or was denied and
// is a dispute now, or too many wait.
func (t *turn) claimedBefore(g *groupFacts, l Line) (bool, error) {
	m, _ := g.member(l.Member)
	own, err := t.casesOf(ClaimCase, l.Member)
	if err != nil {
		return false, err
	}
	w := ClaimTaken{Line: t.claimLine(g, l), Treasurer: g.treasurer(), Before: true}
	if slices.ContainsFunc(own, func(c Case) bool { return c.Claim.same(l) }) {
		t.reply(w)
		return true, nil
	}
	disputes, err := t.casesOf(DisputeCase, l.Member)
	if err != nil {
		return false, err
	}
	for _, c := range disputes {
		if c.Claim != nil && c.Claim.same(l) {
			t.reply(ClaimDenied{Title: m.Title, Line: w.Line, Treasurer: w.Treasurer, Case: c.Reference()})
			return true, nil
		}
	}
	if len(own) >= maxOwnCases {
		w.Before, w.Full = false, true
		t.reply(w)
		return true, nil
	}
	return false, nil
}

// bookedAs finds the standing entry that a claim tells of.
func (t *turn) bookedAs(l Line) (ledger.Entry, bool, error) {
	list, err := t.standing(l.Group, time.Time{})
	if err != nil {
		return ledger.Entry{}, false, err
	}
	for _, e := range list {
		if e.Member == l.Member && e.Kind == l.Kind && e.Amount == l.Amount && e.Day == l.Day &&
			(l.Kind == ledger.Repayment || e.Purse == l.Purse) {
			return e, true, nil
		}
	}
	return ledger.Entry{}, false, nil
}

// claimToOffice brings a claim that no treasurer can be asked about to the officers
// of the village.
func (t *turn) claimToOffice(g *groupFacts, l Line) error {
	c, err := t.deniedClaim(g, Case{From: t.message.From, Group: g.Code, Member: l.Member, Claim: &l})
	if err != nil {
		return err
	}
	m, _ := g.member(l.Member)
	t.reply(DisputeTaken{Title: m.Title, Name: g.name(m.Code), UPK: t.upk.Name, Case: c.Reference()})
	return nil
}

// deniedClaim opens a dispute about money that is not in the books.
func (t *turn) deniedClaim(g *groupFacts, claim Case) (Case, error) {
	owner, err := t.ownerOf(g, nil)
	if err != nil {
		return Case{}, err
	}
	c, err := t.openCase(Case{Kind: DisputeCase, From: claim.From, Group: g.Code, Member: claim.Member, Claim: claim.Claim}, owner)
	if err != nil {
		return c, err
	}
	return c, t.tellOfficers(g, DisputeNotice{
		Case: c.Reference(), Name: g.name(c.Member), Group: g.label, Teller: g.treasurer(),
		Amount: c.Claim.Amount, Claimed: true, Day: c.Claim.Day,
	})
}

// denyClaim is the treasurer's no to a member's word: the member is told, and it
// becomes a dispute for the village's officers.
func (t *turn) denyClaim(l Line) error {
	c, ok, err := t.openOne(ClaimCase, l.Claim)
	if err != nil || !ok {
		t.reply(NotRecorded{})
		return err
	}
	t.closeCase(c, t.teller(), Refused, "")
	g, err := t.group(c.Group)
	if err != nil {
		return err
	}
	d, err := t.deniedClaim(g, c)
	if err != nil {
		return err
	}
	m, _ := g.member(c.Member)
	t.reply(NotRecorded{})
	return t.tellFrom(c, ClaimDenied{
		Title: m.Title, Line: t.claimLine(g, *c.Claim), Treasurer: g.treasurer(), Case: d.Reference(),
	})
}

// claimsMet closes the claims that a recorded line answers: the one that was asked
// about, and any that says the same.
func (t *turn) claimsMet(l Line, e ledger.Entry) error {
	open, err := t.openCases(ClaimCase)
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Number == l.Claim || c.Claim.same(l) {
			c.Made = e.Number
			t.closeCase(c, t.teller(), Accepted, "")
		}
	}
	return nil
}

// claimBooked tells whether the claim of an offer has been recorded in another way
// meanwhile, and says so.
func (t *turn) claimBooked(o Offer) (bool, error) {
	if o.claim() == 0 {
		return false, nil
	}
	l := o.Lines[0]
	_, waits, err := t.openOne(ClaimCase, l.Claim)
	if err != nil || waits {
		return false, err
	}
	e, known, err := t.bookedAs(l)
	if err != nil {
		return true, err
	}
	if !known { // closed by the office
		t.reply(NotRecorded{})
		return true, nil
	}
	g, err := t.group(l.Group)
	if err != nil {
		return true, err
	}
	t.reply(ClaimKnown{Line: t.claimLine(g, l), Reference: e.Reference()})
	return true, nil
}
