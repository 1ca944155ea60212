package conversation

import (
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// answer takes the message as an answer to what was offered. It returns false
// where the message is a command of its own, and says then what was dropped.
func (t *turn) answer(m understand.Meaning) (done bool, err error) {
	o := *t.State.Offer
	answers := t.answers(o, m)
	if t.now.Sub(o.Made) > offerLife {
		t.State.Offer = nil
		if len(o.Lines) == 0 && o.Reverse == 0 {
			return false, nil // only a question; nothing is lost
		}
		return answers, t.dropped(o, answers)
	}
	switch {
	case m.Intent == understand.More && t.State.Rest != nil:
		return true, t.more()
	case m.Intent == understand.No:
		t.State.Offer = nil
		t.reply(NotRecorded{})
		return true, nil
	case answers:
		return true, t.proceed(o, m)
	case m.Intent == understand.Other || m.Intent == understand.Yes:
		return true, t.again(o)
	}
	t.State.Offer = nil
	return false, t.dropped(o, false)
}

// answers tells whether the message answers the offer's question.
func (t *turn) answers(o Offer, m understand.Meaning) bool {
	switch o.Question {
	case Confirm:
		return m.Intent == understand.Yes || m.Intent == understand.No
	case HowMuch:
		return m.Answer && len(m.Slots) == 1 && m.Slots[0].Amount > 0
	case WhichMember:
		return 0 < m.Choice && m.Choice <= len(o.Choices) || m.Answer && len(m.Slots) == 1 && m.Slots[0].NameText != ""
	case WhichDay:
		_, ok := understand.Day(t.message.Text, t.message.Sent)
		return ok
	case WhatOfExcess:
		_, ok := t.chosen(o, m)
		return ok
	}
	return 0 < m.Choice && m.Choice <= len(o.Choices)
}

// chosen is the number or the word of a choice.
func (t *turn) chosen(o Offer, m understand.Meaning) (int, bool) {
	if 0 < m.Choice && m.Choice <= len(o.Choices) {
		return m.Choice - 1, true
	}
	for i, c := range o.Choices {
		if strings.Contains(strings.ToLower(t.message.Text), c) {
			return i, true
		}
	}
	return 0, false
}

// proceed goes on with an offer by the answer to its question.
func (t *turn) proceed(o Offer, m understand.Meaning) error {
	t.State.Offer = nil
	switch {
	case o.Question == Confirm && o.Reverse != 0:
		return t.reverse(o)
	case o.Question == Confirm:
		return t.book(o.Lines, false)
	case len(o.Lines) == 0:
		return t.balanceOf(t.memberChosen(o, m))
	}
	l := &o.Lines[o.Line]
	switch o.Question {
	case HowMuch:
		l.Amount, l.Unsure, l.Due = m.Slots[0].Amount, m.Slots[0].Unsure, false
	case WhichMember:
		if err := t.name(l, o, m); err != nil {
			return err
		}
		if l.Group != "" && !t.mayRecord(l.Group) {
			return t.notAllowed()
		}
	case WhichLoan:
		l.Loan = ledger.LoanCode(o.Choices[m.Choice-1])
	case WhichDay:
		l.Day, _ = understand.Day(t.message.Text, t.message.Sent)
	case WhatOfExcess:
		i, _ := t.chosen(o, m)
		l.Excess = ExcessUse(o.Choices[i])
	}
	return t.offer(o.Lines)
}

func (t *turn) memberChosen(o Offer, m understand.Meaning) ledger.MemberCode {
	if m.Choice > 0 {
		return ledger.MemberCode(o.Choices[m.Choice-1])
	}
	for _, code := range m.Slots[0].Members {
		return code
	}
	return ledger.MemberCode(o.Choices[0])
}

// name takes a member from an answer: a number of the choices, or a name.
func (t *turn) name(l *Line, o Offer, m understand.Meaning) error {
	l.Member, l.Candidates, l.NameText = "", nil, ""
	if m.Choice > 0 {
		l.Member = ledger.MemberCode(o.Choices[m.Choice-1])
	} else {
		s := m.Slots[0]
		l.NameText = s.NameText
		if len(s.Members) == 1 && !s.Guessed {
			l.Member = s.Members[0]
		} else {
			l.Candidates = s.Members
		}
	}
	return t.place(l)
}

// again puts the question once more; the third time it drops the offer and
// helps instead.
func (t *turn) again(o Offer) error {
	o.Repeats++
	if o.Repeats > maxRepeats {
		t.State.Offer = nil
		if err := t.dropped(o, false); err != nil {
			return err
		}
		return t.help(true, "")
	}
	if o.Reverse != 0 {
		return t.offerReverse(o.Group, o.Reverse, o.Repeats)
	}
	if len(o.Lines) == 0 {
		t.State.Offer = nil
		return t.help(true, "")
	}
	if err := t.offer(o.Lines); err != nil {
		return err
	}
	if t.State.Offer != nil {
		t.State.Offer.Repeats = o.Repeats
	}
	return nil
}

// dropped says what was offered and will not be done.
func (t *turn) dropped(o Offer, late bool) error {
	w := Dropped{Late: late}
	if o.Reverse != 0 {
		w.Reverse = ledger.Entry{Group: o.Group, Number: o.Reverse}.Reference()
	} else {
		if len(o.Lines) == 0 {
			return nil
		}
		first := o.Lines[0]
		w.Others, w.What = len(o.Lines)-1, first.Kind
		for _, l := range o.Lines {
			w.Amount += l.Amount
		}
		w.Name = clip(first.NameText, maxName)
		if first.Member != "" {
			g, err := t.groupOf(first.Member)
			if err != nil {
				return err
			}
			w.Name = g.name(first.Member)
		}
	}
	t.reply(w)
	return nil
}
