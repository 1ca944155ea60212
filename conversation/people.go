package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Register is a change among people and their phones that waits for the sender's
// answer.
type Register struct {
	Matter  understand.Matter `json:"matter"`
	Group   ledger.GroupCode  `json:"group,omitempty"`
	Member  ledger.MemberCode `json:"member,omitempty"`
	Phone   ledger.Phone      `json:"phone,omitempty"`
	Cash    ledger.Money      `json:"cash,omitempty"`
	Counted bool              `json:"counted,omitempty"` // Cash is known
	Until   time.Time         `json:"until,omitzero"`
}

// ofPeople is what a turn knows of the sender's standing beside the registers.
type ofPeople struct {
	standsIn   []ledger.MemberCode // her memberships that record for the treasurer now
	lost       *LostPhone          // the sender's phone is suspended
	lostPhones []LostPhone         // all that are
	confirmed  bool                // an officer has said so by the number that only her phone got
}

// registerCommand does what is about people and their phones.
func (t *turn) registerCommand(m understand.Meaning) error {
	switch m.Matter {
	case understand.NewPhone:
		return t.newPhone(m)
	case understand.Handover:
		return t.beginHandover(m)
	case understand.StandIn:
		return t.standInCommand(m)
	case understand.StandInEnds:
		return t.endStandIn()
	case understand.Block:
		return t.blockCommand(m)
	case understand.Unblock:
		return t.unblockCommand(m)
	case "":
		t.reply(WhichMatter{Keeps: t.role == understand.Treasurer})
		return nil
	}
	return t.join(m)
}

// registerAnswer takes the message as the answer to an offer of this kind; false
// where it is a command of its own.
func (t *turn) registerAnswer(o Offer, m understand.Meaning) (done bool, err error) {
	r := *o.Register
	late := t.now.Sub(o.Made) > offerLife
	t.State.Offer = nil
	switch {
	case late:
		t.reply(NothingChanged{Late: true})
		return m.Intent == understand.Yes || m.Intent == understand.No, nil
	case m.Intent == understand.No:
		t.reply(NothingChanged{})
		return true, nil
	case o.Question == Confirm && t.confirms(o, m):
		return true, t.registerDo(r)
	case o.Code != "" && m.Answer && m.Note != "":
		return true, t.wrongCode()
	case o.Question == HowMuch && m.Answer && len(m.Slots) == 1 && m.Slots[0].Amount > 0 && !m.Slots[0].Unsure:
		r.Cash, r.Counted = m.Slots[0].Amount, true
		return true, t.offerHandover(r)
	case o.Question == HowMuch && m.Answer && m.Intent == understand.NotPaid: // "0"
		r.Cash, r.Counted = 0, true
		return true, t.offerHandover(r)
	case m.Intent == understand.Other || m.Intent == understand.Yes || t.saysNothing():
		if o.Repeats++; o.Repeats > maxRepeats {
			t.reply(NothingChanged{})
			office, err := t.office()
			t.reply(OfficeHelp{Office: office})
			return true, err
		}
		t.code = o.Code
		if err := t.offerRegister(r); err != nil {
			return true, err
		}
		if t.State.Offer != nil {
			t.State.Offer.Repeats = o.Repeats
		}
		return true, nil
	}
	t.reply(NothingChanged{})
	return false, nil
}

// offerRegister asks for the sender's yes.
func (t *turn) offerRegister(r Register) error {
	switch r.Matter {
	case understand.NewPhone:
		return t.offerPhone(r)
	case understand.StandIn:
		return t.offerStandIn(r)
	case understand.Block:
		return t.offerBlock(r)
	case understand.Handover:
		return t.offerHandover(r)
	}
	return t.offerWord(r)
}

// waitFor asks for a yes, or where the sender may be forged for the number that
// only the true phone gets; by that much, whatever the limit, since who keeps the
// books or gets the receipts is worth all of them.
func (t *turn) waitFor(r Register, words func(code string) Words) error {
	if t.locked() {
		return t.refuseLocked()
	}
	code, err := t.codeFor(ledger.MaxMoney)
	if err != nil {
		return err
	}
	t.State.Offer = &Offer{Register: &r, Question: Confirm, Code: code, Most: ledger.MaxMoney, Made: t.now}
	t.reply(words(code))
	return nil
}

// sayAgain has an officer's word that came by SMS confirmed by a number, before it
// counts; false where it counts as it is.
func (t *turn) sayAgain(r Register) (bool, error) {
	if t.role != understand.Officer || t.confirmed || !t.forgeable(ledger.MaxMoney) {
		return false, nil
	}
	return true, t.offerWord(r)
}

func (t *turn) offerWord(r Register) error {
	w := WordEcho{Matter: r.Matter}
	if r.Group != "" {
		g, err := t.group(r.Group)
		if err != nil {
			return err
		}
		w.Name, w.Group = g.called(r.Member), clip(g.Name, maxGroupName)
	}
	if r.Phone != "" {
		w.Phone = local(r.Phone)
	}
	return t.waitFor(r, func(code string) Words { w.Code = code; return w })
}

// registerDo does what was offered.
func (t *turn) registerDo(r Register) error {
	switch r.Matter {
	case understand.NewPhone:
		return t.askOwner(r)
	case understand.StandIn:
		return t.setStandIn(r)
	case understand.Block:
		return t.suspend("", "", []ledger.Phone{r.Phone})
	case understand.Handover:
		return t.startHandover(r)
	}
	return t.givenWord(r)
}

// givenWord goes on with what an officer confirmed by a number.
func (t *turn) givenWord(r Register) error {
	t.confirmed = true
	switch r.Matter {
	case understand.Unblock:
		if r.Member == "" {
			return t.obeyOfficer(r.Phone, nil)
		}
		return t.obeyMember(r.Member)
	case understand.Join:
		list, err := t.facts.Registrations()
		if err != nil {
			return err
		}
		for _, waits := range list {
			if waits.Phone == r.Phone && waits.Member == r.Member && waits.Stage == ByCode && t.fresh(waits.Asked) {
				return t.bind(waits, "")
			}
		}
	case witnessing:
		list, err := t.facts.Handovers()
		if err != nil {
			return err
		}
		for _, h := range list {
			if h.Group == r.Group && h.To == r.Member && t.partOf(h) == h.Witness {
				return t.handoverAnswer(h, true)
			}
		}
	}
	t.reply(NothingChanged{Late: true})
	return nil
}

// witnessing is an officer's yes to a change of treasurer.
const witnessing understand.Matter = "witness"

// question is a question about people that waits for an answer from this phone.
type question struct {
	at           time.Time
	registration *Registration
	handover     *HandingOver
}

// pending takes a number or a yes or no that answers what this phone was asked
// unasked: to confirm a phone, to agree to a change of treasurer or to reminders.
// What was asked last is what is answered.
func (t *turn) pending(m understand.Meaning) (done bool, err error) {
	o := t.State.Offer
	busy := o != nil || t.State.waiting() != understand.WaitNothing
	yesNo := o != nil && o.Code == "" && t.State.waiting() == understand.WaitYesNo // which no number answers
	if code, agreed := understand.Code(t.message.Text); code != "" && (!busy || yesNo || agreed) {
		if done, err := t.confirmCode(code); done || err != nil {
			return done, err
		}
	}
	if m.Intent != understand.Yes && m.Intent != understand.No {
		return false, nil
	}
	a, ok, err := t.askedOfMe()
	if err != nil || !ok || busy && (o == nil || o.Made.After(a.at)) {
		return false, err
	}
	yes := m.Intent == understand.Yes
	switch {
	case a.handover != nil:
		return true, t.handoverAnswer(*a.handover, yes)
	case a.registration.Stage == ByOwner:
		return true, t.ownerAnswer(*a.registration, yes)
	}
	t.Changes = append(t.Changes, EndRegistration{Phone: t.message.From})
	return true, t.consent(yes)
}

// askedOfMe is what was asked last of this phone and not answered yet.
func (t *turn) askedOfMe() (a question, found bool, err error) {
	list, err := t.facts.Registrations()
	if err != nil {
		return a, false, err
	}
	for _, r := range list {
		if r.Phone == t.message.From && r.Stage != ByCode && t.fresh(r.Asked) {
			a, found = question{at: r.Asked, registration: &r}, true
		}
	}
	handovers, err := t.facts.Handovers()
	if err != nil {
		return a, false, err
	}
	for _, h := range handovers {
		if t.partOf(h) != "" && !slices.Contains(h.Agreed, t.partOf(h)) && (!found || !h.Started.Before(a.at)) {
			a, found = question{at: h.Started, handover: &h}, true
		}
	}
	return a, found, nil
}

// fresh tells whether what was asked then can still be answered.
func (t *turn) fresh(asked time.Time) bool { return t.now.Sub(asked) <= registrationLife }

// amended keeps the record of a change of this turn.
func (t *turn) amended(a Amendment) {
	a.Message, a.At = t.message.ID, t.now
	if a.By == "" && (t.self != nil || t.role == understand.Officer) {
		a.By = t.teller()
	}
	t.Changes = append(t.Changes, Amend{a})
}
