package conversation

import (
	"slices"
	"strings"
	"unicode"

	"bendahara/conversation/understand"
)

// rollMayAnswer tells whether an open roll-call takes answers now.
func (t *turn) rollMayAnswer() bool {
	r := t.State.Roll
	return r != nil && t.role == understand.Treasurer && t.mayRecord(r.Group) && t.now.Sub(r.Touched) <= rollLife && t.day >= r.Day
}

// rollOffered takes the message as an answer to a question that the roll-call put
// about one member, or to its total. It returns false where it is none: then it
// may still be an answer to the roll-call itself.
func (t *turn) rollOffered(o Offer, m understand.Meaning) (done bool, err error) {
	t.State.Offer = nil
	r := t.State.Roll
	if r == nil || t.role != understand.Treasurer || !t.mayRecord(r.Group) { // she keeps the group no longer
		return false, nil
	}
	late := t.now.Sub(o.Made) > offerLife
	switch {
	case m.Intent == understand.More && t.State.Rest != nil && !late:
		t.State.Offer = &o
		return true, t.more()
	case m.Intent == understand.More || late:
		return true, t.resumeRoll()
	case o.Question == DropRoll && m.Intent == understand.Yes:
		t.State.Roll = nil
		t.reply(NotRecorded{})
		return true, nil
	case o.Question == DropRoll && (m.Intent == understand.No || m.Step == understand.Leave):
		return true, t.resumeRoll()
	case o.Question == Confirm && t.confirms(o, m):
		o.Lines, o.Beside = r.Lines, Beside{Roll: true, All: true, Unpaid: r.Unpaid}
		t.beside = o.Beside
		return true, t.proceed(o, m)
	case o.Code != "" && m.Answer && m.Note != "":
		return true, t.wrongCode()
	case o.Question == Confirm && m.Intent == understand.Yes: // it needs the number
		return true, t.closeRoll(RollNoted{})
	case o.Question == Confirm && (m.Intent == understand.No || unnamed(m)):
		r.Touched = t.now
		example, err := t.example()
		t.reply(RollKept{Example: example, Mend: true})
		return true, err
	case m.Intent == understand.No:
		return true, t.askRoll(RollNoted{}, false)
	case o.Question == DropRoll && (unnamed(m) || m.Intent == understand.Other):
		return true, t.resumeRoll()
	case o.Question == Confirm || o.Question == DropRoll:
		return false, nil
	case t.answers(o, m):
		t.beside = o.Beside
		return true, t.proceed(o, m)
	case unnamed(m): // she paid another amount
		g, err := t.group(r.Group)
		if err != nil {
			return true, err
		}
		return true, t.rollTake(g, o.Lines[0].Member, m)
	case m.Intent == understand.Other || m.Intent == understand.Yes || m.Intent == understand.Help || t.saysNothing():
		if o.Repeats++; o.Repeats > maxRepeats {
			return true, t.rollHelp()
		}
		t.beside = o.Beside
		if err := t.rollLines(o.Lines); err != nil {
			return true, err
		}
		if t.State.Offer != nil {
			t.State.Offer.Repeats = o.Repeats
		}
		return true, nil
	}
	return false, nil
}

// unnamed tells whether the message has amounts of nobody in particular.
func unnamed(m understand.Meaning) bool {
	return len(m.Slots) > 0 && !slices.ContainsFunc(m.Slots, func(s understand.Slot) bool {
		return len(s.Members) > 0 || len(s.Groups) > 0 || s.NameText != "" || s.Kind == ""
	})
}

// rollAnswer takes the message as an answer to the roll-call. It returns false
// where it is a command of its own; then the roll-call waits.
func (t *turn) rollAnswer(m understand.Meaning) (done bool, err error) {
	r := t.State.Roll
	if !t.rollMayAnswer() {
		return false, nil
	}
	more := m.Intent == understand.More && t.State.Rest == nil
	unclear := m.Intent == understand.Other && !m.Chatter && !m.Answer || m.Intent == understand.Help && !r.Paused || t.saysNothing()
	if r.Paused {
		bare := unnamed(m) && strings.IndexFunc(t.message.Text, unicode.IsDigit) == 0
		if more || m.Intent == understand.Yes || unclear || bare {
			t.Intent = understand.Meeting
			return true, t.resumeRoll()
		}
		return false, nil
	}
	said := m.Step != "" || len(m.Slots) > 0 || m.Intent == understand.NotPaid
	switch {
	case m.Answer && said && oneMember(m.Slots) && t.paidNow(m.Slots), m.Intent == understand.Yes, m.Intent == understand.No, more, unclear:
		t.Intent = understand.Meeting
		return true, t.takeRoll(m, more || unclear)
	}
	return false, nil
}

// paidNow tells whether nothing that a message has was paid on another day, ends a
// loan or was paid by another: those are no answers about this meeting.
func (t *turn) paidNow(slots []understand.Slot) bool {
	return !slices.ContainsFunc(slots, func(s understand.Slot) bool {
		return !s.Date.IsZero() && s.Date != t.day || s.Payoff || s.Cover != nil
	})
}

// pausedBy tells whether a message that is no answer makes the roll-call wait.
func (r *Roll) pausedBy(m understand.Meaning) bool {
	return r != nil && !r.Paused && m.Intent != understand.Meeting && !m.Chatter
}

// pauseRoll lets the roll-call wait while another command is done. What was noted
// is not in the books yet, and that is said.
func (t *turn) pauseRoll(m understand.Meaning) error {
	r := t.State.Roll
	r.Paused = true
	if err := t.command(m); err != nil {
		return err
	}
	if t.State.Roll == nil || len(r.Lines) == 0 || t.now.Sub(r.Touched) > rollLife {
		return nil
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	sum, err := t.rollSum()
	said := t.Say
	if t.State.Offer != nil { // a question is to be the last that she reads
		t.Say = nil
	}
	t.reply(RollKept{Group: clip(g.Name, maxGroupName), Count: r.asked(), Of: r.members(), Total: sum})
	if t.State.Offer != nil {
		t.Say = append(t.Say, said...)
	}
	return err
}

// takeRoll does what an answer says.
func (t *turn) takeRoll(m understand.Meaning, unclear bool) error {
	r := t.State.Roll
	if len(r.Todo) == 0 && (unclear || m.Step == "" && (m.Intent == understand.Yes || m.Intent == understand.No)) {
		return t.closeRoll(RollNoted{})
	}
	switch {
	case unclear:
		return t.rollAgain()
	case m.Step == understand.Leave:
		return t.leaveRoll()
	case m.Step == understand.Close:
		return t.closeRoll(RollNoted{})
	case m.Step == understand.Back:
		return t.rollBack()
	case m.Step == understand.Skip && len(r.Todo) > 0:
		return t.rollSkip()
	case m.Step != "":
		return t.closeRoll(RollNoted{})
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	code, ok, err := t.rollWho(g, m)
	if !ok || err != nil {
		return err
	}
	return t.rollTake(g, code, m)
}

// rollAgain puts the question again; the third time it helps instead, and the
// roll-call waits.
func (t *turn) rollAgain() error {
	r := t.State.Roll
	if r.Repeats++; r.Repeats <= maxRepeats {
		repeats := r.Repeats
		err := t.askRoll(RollNoted{}, true)
		r.Repeats = repeats
		return err
	}
	return t.rollHelp()
}

// rollHelp explains the answers, and lets the roll-call wait.
func (t *turn) rollHelp() error {
	t.State.Roll.Paused, t.State.Roll.Repeats = true, 0
	office, err := t.office()
	t.reply(RollHelp{Office: office})
	return err
}

// leaveRoll asks whether what was noted is to be forgotten; with nothing noted
// there is nothing to ask.
func (t *turn) leaveRoll() error {
	r := t.State.Roll
	if len(r.Lines)+len(r.Unpaid) == 0 {
		t.State.Roll = nil
		t.reply(NotRecorded{})
		return nil
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	sum, err := t.rollSum()
	if err != nil {
		return err
	}
	r.Touched = t.now
	t.State.Offer = &Offer{Question: DropRoll, Beside: Beside{Roll: true}, Made: t.now}
	t.reply(RollDrop{Group: clip(g.Name, maxGroupName), Count: r.asked(), Total: sum})
	return nil
}
