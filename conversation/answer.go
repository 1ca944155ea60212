package conversation

import (
	"strings"
	"unicode"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// answer takes the message as an answer to what was offered. It returns false
// where the message is a command of its own, and says then what was dropped.
func (t *turn) answer(m understand.Meaning) (done bool, err error) {
	o := *t.State.Offer
	if o.Register != nil {
		return t.registerAnswer(o, m)
	}
	if o.claim() != 0 && !t.mayRecord(o.Lines[0].Group) { // she keeps the group no longer
		t.State.Offer = nil
		return false, nil
	}
	if o.Roll {
		t.Intent = understand.Meeting
		return t.rollOffered(o, m)
	}
	t.beside = o.Beside
	answers := t.answers(o, m) || t.sharesOut(o)
	if t.now.Sub(o.Made) > offerLife {
		t.State.Offer = nil
		if o.Query != "" {
			return false, nil // only a question; nothing is lost
		}
		if o.claim() != 0 { // it waits still
			if !answers && m.Intent != understand.No {
				return false, nil
			}
			return t.showClaim(true)
		}
		return answers, t.dropped(o, answers)
	}
	switch {
	case m.Intent == understand.More && t.State.Rest != nil:
		return true, t.more()
	case m.Intent == understand.More:
		return true, t.again(o)
	case m.Intent == understand.Help && !t.saysNothing():
		return true, t.helpFirst(o)
	case o.renames(m):
		return true, t.rename(o, m)
	case m.Intent == understand.No:
		t.State.Offer = nil
		if o.Question == Confirm && o.claim() != 0 {
			return true, t.denyClaim(o.Lines[0])
		}
		t.reply(NotRecorded{})
		return true, nil
	case answers:
		return true, t.proceed(o, m)
	case o.Code != "" && m.Answer && m.Note != "":
		return true, t.wrongCode()
	}
	if listed, err := t.listed(o, m); listed || err != nil {
		return true, err
	}
	switch {
	case m.Intent == understand.Other || m.Intent == understand.Yes || t.saysNothing():
		return true, t.again(o)
	case o.Question == Confirm && len(o.Lines) > 0 && !o.Claiming && o.Reverse == 0 && (m.Lead != "" || t.bareAmount(o)) && len(t.lines(m)) == 1:
		return true, t.amend(o, m)
	}
	t.State.Offer = nil
	return false, t.dropped(o, false)
}

// helpFirst is help while a question waits: how to answer, and the question. One
// that only looks for figures gives way to help.
func (t *turn) helpFirst(o Offer) error {
	if o.Query != "" && o.Question != TellWords {
		t.State.Offer = nil
		return t.help(false, "")
	}
	if o.Repeats < maxRepeats { // else it is not asked again
		t.reply(AnswerFirst{})
	}
	return t.again(o)
}

// saysNothing tells whether the message has neither a letter nor a digit: empty,
// or only signs such as folded hands.
func (t *turn) saysNothing() bool {
	return !strings.ContainsFunc(t.message.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// bareAmount tells whether the message is an amount and nothing else, where one thing
// was offered: it can only be another amount for that. "2" may be meant for a choice.
func (t *turn) bareAmount(o Offer) bool {
	if len(o.Lines) != 1 || o.claim() != 0 {
		return false
	}
	m := understand.Read(t.message.Text, understand.Context{Role: t.role, Sent: t.message.Sent, Waiting: understand.WaitAmount})
	return m.Answer && len(m.Slots) == 1 && m.Slots[0].Amount >= 10*unsureUnit
}

// amend takes "ya tapi 200rb", "bukan, 60rb" and "60rb" as another amount for the one
// thing offered, and "ya, wati 21rb" as one thing more. Nothing is booked by it:
// what comes out is read back again.
func (t *turn) amend(o Offer, m understand.Meaning) error {
	said := t.lines(m)[0]
	named := said.Member != "" || said.NameText != "" || len(said.Candidates) > 0
	t.State.Offer = nil
	switch {
	case !named && said.Amount > 0 && len(o.Lines) == 1:
		o.Lines[0].Amount, o.Lines[0].Unsure, o.Lines[0].Excess = said.Amount, said.Unsure, ""
		o.Lines[0].Due, o.Lines[0].Payoff = false, false
		return t.offer(o.Lines)
	case named && m.Lead == understand.Yes:
		if err := t.place(&said); err != nil {
			return err
		}
		return t.offer(append(o.Lines, said))
	}
	if err := t.dropped(o, false); err != nil {
		return err
	}
	return t.command(m)
}

// answers tells whether the message answers the offer's question.
func (t *turn) answers(o Offer, m understand.Meaning) bool {
	switch o.Question {
	case Confirm:
		asked := o.Made.Add(-staleAnswer) // a claim comes unasked: a yes on its way was to something else
		return t.confirms(o, m) && (o.claim() == 0 || !t.message.Sent.Before(asked))
	case OnceMore:
		return m.Intent == understand.Yes
	case TellWords:
		return t.tellsWords(m) && (o.Wish == nil || !t.tellsMoney(m))
	case WhichGroup:
		_, ok := t.chosenGroup(o, m)
		return ok
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
	text := strings.ToLower(t.message.Text)
	for i, c := range o.Choices {
		for _, word := range excessWords[ExcessUse(c)] {
			if strings.Contains(text, word) {
				return i, true
			}
		}
	}
	return 0, false
}

// excessWords are what people call the uses of an excess, in the words of the
// question and others.
var excessWords = map[ExcessUse][]string{
	PayOff:      {"lunas", "pelunasan", "pay it all", "all"},
	ToPrincipal: {"pokok", "principal"},
	ToNext:      {"depan", "berikut", "next"},
	ToSavings:   {"simpan", "tabung", "saving"},
	GiveBack:    {"kembali", "balikin", "susuk", "back"},
}

// proceed goes on with an offer by the answer to its question.
func (t *turn) proceed(o Offer, m understand.Meaning) error {
	t.State.Offer = nil
	switch {
	case o.Wish != nil:
		return t.answerWish(o, m)
	case o.Announce != nil && o.Question == Confirm:
		return t.announce(*o.Announce)
	case o.Question == TellWords:
		return t.takeWords(m)
	case t.role == understand.Officer && o.Decide == nil && !t.mayBook(o.Lines) && o.Query == "":
		return t.notAllowed()
	case o.Claiming:
		if o.Question == HowMuch {
			o.Lines[0].Amount, o.Lines[0].Unsure = m.Slots[0].Amount, m.Slots[0].Unsure
		}
		return t.claims(o.Lines, o.Question == Confirm || !o.Lines[0].Unsure)
	case t.locked() && o.Query == "":
		return t.refuseLocked()
	case o.Decide != nil:
		return t.decide(*o.Decide)
	case o.Question == Confirm && o.Reverse != 0:
		return t.reverse(o)
	case o.Question == Confirm:
		if done, err := t.claimBooked(o); done || err != nil {
			return err
		}
		return t.book(o.Lines, false)
	case o.Question == WhichGroup:
		g, _ := t.chosenGroup(o, m)
		return t.withGroup(o, g)
	case o.Query != "":
		var slot understand.Slot
		if m.Choice > 0 {
			slot.Members = []ledger.MemberCode{ledger.MemberCode(o.Choices[m.Choice-1])}
		} else {
			slot = m.Slots[0]
		}
		if o.Query == understand.Meeting && m.Choice > 0 {
			slot = understand.Slot{Groups: []ledger.GroupCode{ledger.GroupCode(o.Choices[m.Choice-1])}}
		}
		query := understand.Meaning{Intent: o.Query, Topic: o.Topic, Slots: []understand.Slot{slot}}
		for _, u := range o.Unpaid {
			query.Note, query.Promise = u.Reason, u.Promise
		}
		return t.command(query)
	}
	t.asked = &o
	l := &o.Lines[o.Line]
	if t.sharesOut(o) {
		return t.shareByDue(*l)
	}
	switch o.Question {
	case HowMuch:
		each := l.Due && l.Kind == ledger.SavingsDeposit // asked of everybody at once
		for k := range o.Lines {
			if other := &o.Lines[k]; each && other.Due && other.Kind == l.Kind && other.Purse == l.Purse {
				other.Amount, other.Unsure, other.Due = m.Slots[0].Amount, m.Slots[0].Unsure, false
			}
		}
		l.Amount, l.Unsure, l.Due, l.Part = m.Slots[0].Amount, m.Slots[0].Unsure, false, l.Payoff
	case WhichMember:
		if err := t.name(l, o, m); err != nil {
			return err
		}
		if l.Group != "" && !t.mayRecord(l.Group) {
			return t.notAllowed()
		}
	case OnceMore:
		l.Again = true
	case WhichLoan:
		l.Loan = ledger.LoanCode(o.Choices[m.Choice-1])
	case WhichDay:
		l.Day, _ = understand.Day(t.message.Text, t.message.Sent)
	case WhatOfExcess:
		i, _ := t.chosen(o, m)
		l.Excess = ExcessUse(o.Choices[i])
		for k := range o.Lines { // of a sum that was shared out, one answer is for all
			if l.Shared && o.Lines[k].Shared {
				o.Lines[k].Excess = l.Excess
			}
		}
	}
	if o.Reverse != 0 {
		return t.offerReverse(o.Group, o.Reverse, o.Lines)
	}
	return t.offer(o.Lines)
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

// again puts the question once more; instead of a third time it drops the offer and
// says whom to call.
func (t *turn) again(o Offer) error {
	t.code = o.Code
	o.Repeats++
	if o.Repeats > maxRepeats {
		return t.giveUp(o)
	}
	if o.Reverse != 0 {
		if err := t.offerReverse(o.Group, o.Reverse, o.Lines); err != nil {
			return err
		}
		if t.State.Offer != nil {
			t.State.Offer.Repeats = o.Repeats
		}
		return nil
	}
	if o.Question == WhichGroup {
		var groups []ledger.GroupCode
		for _, c := range o.Choices {
			groups = append(groups, ledger.GroupCode(c))
		}
		return t.askGroup(o, o.NameText, groups)
	}
	if o.Query != "" && o.Question != TellWords {
		t.State.Offer = nil
		return t.help(true, "")
	}
	if err := t.askAgain(o); err != nil {
		return err
	}
	if t.State.Offer != nil {
		t.State.Offer.Repeats = o.Repeats
	}
	return nil
}

// giveUp drops an offer whose question was put often enough, and says whom to call.
func (t *turn) giveUp(o Offer) error {
	t.State.Offer = nil
	if err := t.dropped(o, false); err != nil {
		return err
	}
	office, err := t.office()
	t.reply(OfficeHelp{Office: office})
	return err
}

// askAgain puts an offer's question once more.
func (t *turn) askAgain(o Offer) error {
	switch {
	case o.Decide != nil:
		return t.offerDecision(*o.Decide)
	case o.Announce != nil:
		return t.offerAnnouncement(*o.Announce)
	case o.Wish != nil:
		return t.wish(*o.Wish)
	case o.Question == TellWords:
		return t.complaintCommand(understand.Meaning{Intent: understand.Complaint})
	case o.Claiming:
		return t.claims(o.Lines, false)
	}
	return t.offer(o.Lines)
}

// dropped says what was offered and will not be done.
func (t *turn) dropped(o Offer, late bool) error {
	w := Dropped{Late: late}
	switch {
	case o.Reverse != 0:
		e, err := t.facts.Entry(o.Group, o.Reverse)
		if err != nil {
			return err
		}
		w.Reverse = e.Reference()
	case o.Decide != nil:
		w.Case = Case{Kind: o.Decide.Kind, Number: o.Decide.Number}.Reference()
	case o.Wish != nil, o.Question == TellWords:
		w.Wish = true
	case o.claim() != 0: // it waits, and is not lost
		if _, waits, err := t.openOne(ClaimCase, o.claim()); err != nil || !waits {
			return err
		}
		g, err := t.group(o.Lines[0].Group)
		if err != nil {
			return err
		}
		t.reply(ClaimWaits{Line: t.claimLine(g, o.Lines[0])})
		return nil
	default:
		if len(o.Lines) == 0 {
			return nil
		}
		first := o.Lines[0]
		w.Others, w.What = len(o.Lines)-1, first.Kind
		for _, l := range o.Lines {
			w.Amount += l.Amount
		}
		w.Name = clip(first.NameText, maxName)
		if first.Member != "" || first.Whole && first.Group != "" {
			g, err := t.group(first.Group)
			if err != nil {
				return err
			}
			w.Name = g.name(first.Member)
		}
	}
	t.reply(w)
	return nil
}
