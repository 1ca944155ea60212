package understand

import (
	"slices"

	"bendahara/ledger"
)

// How surely a message must sound like something else than the rules made of it, in
// hundredths of a natural logarithm of the odds. Found on messages unheard in training: the
// more is at stake, the surer.
const (
	surelyElse  = 30  // another question or wish
	surelyMoney = 100 // money, where the rules would record none, or none, where they would
	surelyFor   = 150 // what money is for, where no word says it and others stand in the message
	surelyStop  = 100 // she would hear no more of us
	surelyShort = 150 // anything, where the rules made nothing of few words
	surelyAll   = 200 // whatever the rules made of it, and would not have recorded
	surelyNone  = 250 // no money, where the rules would record some
	surelyPaid  = 300 // money, where the rules know why it is none
)

// fewWords are too few to sound like much: those the rules know best.
const fewWords = 4

// figures are what is asked about.
var figures = []Intent{Balance, ScheduleOf, Arrears, Report, CashHeld}

// moneyIntents are what records money.
var moneyIntents = []Intent{Repayment, SavingsDeposit, SavingsWithdrawal, DepositToUPK, DepositReceived}

// listen weighs what the rules made of a message against what it sounds like. Where a talk
// waits for an answer, or the rules read a command word for word, they are right.
func (m *reading) listen(out Meaning, sounds []uint32) Meaning {
	out = m.weigh(out, sounds)
	switch {
	case m.c.Self == "":
	case m.c.Role == Member:
		m.onlyOwn(&out)
	case m.c.Role == Head:
		m.onlyTold(&out)
	}
	return out
}

// onlyOwn leaves out whom a member names beside her own payment: she says who took it or
// carried it, since what others paid is not hers to say.
func (m *reading) onlyOwn(out *Meaning) {
	own := slices.IndexFunc(out.Slots, func(s Slot) bool {
		return s.Kind == ledger.Repayment && s.Amount > 0 && s.Cover == nil && slices.Equal(s.Members, []ledger.MemberCode{m.c.Self})
	})
	if own < 0 || len(out.Slots) < 2 || slices.ContainsFunc(out.Slots, func(s Slot) bool {
		return s.Amount > 0 && !slices.Equal(s.Members, out.Slots[own].Members) || s.NotPaid
	}) {
		return
	}
	out.Slots = slices.DeleteFunc(out.Slots, func(s Slot) bool { return s.Amount == 0 })
	out.Asks = slices.DeleteFunc(out.Asks, func(a Ask) bool { return a == AskMember || a == AskAmount })
}

// onlyTold leaves out a ketua who only says that she took or carried what others paid: "widodo
// bayar 590rb lewat saya, sudah saya kasihkan bu partini".
func (m *reading) onlyTold(out *Meaning) {
	own := func(s Slot) bool {
		return s.Amount == 0 && !s.Due && s.Cover == nil && slices.Equal(s.Members, []ledger.MemberCode{m.c.Self})
	}
	others := slices.ContainsFunc(out.Slots, func(s Slot) bool { return s.Kind == ledger.Repayment && s.Amount > 0 && !own(s) })
	if !others || !slices.ContainsFunc(out.Slots, own) || !m.saidText(giveWords...) && !m.saidText(entrustWords...) {
		return
	}
	out.Slots = slices.DeleteFunc(out.Slots, own)
	if !slices.ContainsFunc(out.Slots, func(s Slot) bool { return s.Kind != "" && s.Amount == 0 }) {
		out.Asks = slices.DeleteFunc(out.Asks, func(a Ask) bool { return a == AskAmount })
	}
}

// weigh is what listen does with the intent.
func (m *reading) weigh(out Meaning, sounds []uint32) Meaning {
	if m.c.Waiting != WaitNothing || m.c.Roll || m.claimed || out.exact() {
		return out
	}
	intent, sure := theEar().hear(sounds)
	if out.named() && (sure < surelyAll || out.Topic != "" && slices.Contains(figures, intent)) {
		return out
	}
	few := len(m.whole()) <= fewWords && (m.count(aWord) < 2 || sure < surelyShort || out.Intent != Other && (sure < surelyAll || len(m.whole()) < fewWords))
	answer := intent == Yes || intent == No || intent == Decision || intent == More
	switch {
	case intent == out.Intent && !m.commanded && !few:
		return m.confirmed(out, intent, sure)
	case intent == out.Intent || few || answer || intent == LoanRequest && m.callsOffLoan():
		return out
	case m.commanded && sure < surelyAll && !(out.Intent == Meeting && m.c.Role == Member): // she opens none
		return out
	case intent == NotPaid && recorded(out.Slots) && slices.ContainsFunc(out.Slots, func(s Slot) bool { return s.NotPaid }): // and who paid, beside
		return out
	case intent == Broadcast && (m.c.Role == Member || m.c.Role == Unknown), intent == NotPaid && m.isQuestion() && slices.Contains(figures, out.Intent):
		return out
	case slices.Contains(moneyIntents, intent):
		return m.weighMoney(out, intent, sure)
	case recorded(out.Slots) && (sure < surelyMoney || sure < surelyNone && (intent == Other || intent == NotPaid && m.count(anAmount) > 0)):
		return out
	case (intent == Stop || intent == Start) && sure < surelyStop, sure < surelyElse:
		return out
	}
	return m.soundsLike(intent)
}

// confirmed is what the rules made of a message that sounds like that, too: what no word says
// but the whole needs no question.
func (m *reading) confirmed(out Meaning, intent Intent, sure int) Meaning {
	if !m.ahead && !m.oddPurpose() && !m.joinedPurposes() && m.count(aWord) > 1 && (sure >= surelyFor || sure > 0 && !m.forAll()) { // no word says what it is for, but it sounds like that
		out.Asks = slices.DeleteFunc(out.Asks, func(a Ask) bool { return a == AskPurpose })
	}
	if slices.Contains(figures, intent) && len(out.Slots) == 1 && out.Slots[0].nobody() && !m.titled(out.Slots[0].NameText) {
		out.Slots, out.Asks = nil, nil // a word that nobody knows is nobody's name
	}
	return out
}

// weighMoney is what is recorded of a message that sounds like money, where the rules made
// something else of it.
func (m *reading) weighMoney(out Meaning, intent Intent, sure int) Meaning {
	deposit := intent == DepositToUPK || intent == DepositReceived
	switch {
	case sure < surelyMoney || m.count(aWord) == 0, intent == SavingsWithdrawal && m.isPlan(), sure < surelyPaid && out.Intent == NotPaid && m.has(tNotYet):
		return out
	case recorded(out.Slots) && !(deposit && (m.people() == 0 || m.c.Role == Head && sure >= surelyPaid)):
		return out // what money is for the rules know
	case sure < surelyAll && (m.count(anAmount) == 0 || m.isQuestion()), sure < surelyPaid && m.notBooked && !deposit:
		return out
	}
	return m.tryMoney(out, intent)
}

// exact tells whether nothing that a message sounds like changes what was read.
func (m Meaning) exact() bool {
	return m.Spam || m.Also != nil || slices.ContainsFunc(m.Slots, func(s Slot) bool { return s.Cover != nil }) || m.Answer || m.Step != "" || m.Case != nil || m.Remind ||
		m.Intent == Yes || m.Intent == No || m.Intent == More || m.Intent == Decision
}

// named tells whether a thing was read by its own name: an entry's number, a matter of people
// and phones, what help is wanted about.
func (m Meaning) named() bool { return m.Entry != 0 || m.Topic != "" || m.Matter != "" }

// tryMoney reads as money what the rules took for something else, if there is any in it.
func (m *reading) tryMoney(out Meaning, intent Intent) Meaning {
	m.tokens = m.whole()
	var read Meaning
	switch {
	case intent == DepositToUPK && (m.c.Role == Treasurer || m.c.Role == Head):
		read = m.brought()
	case intent == DepositReceived && m.c.Role == Officer:
		w, _ := m.groupsNamed()
		read = m.received(w)
	case intent == DepositToUPK || intent == DepositReceived:
		return out
	default:
		m.markStrangers()
		read = m.money()
		m.addPromise(&read)
	}
	if !recorded(read.Slots) || slices.Contains(read.Asks, AskDate) {
		return out // there is none, or it is still to come
	}
	read.Unread = m.unread()
	return read
}

// whole are the message's words, also those that a rule laid aside.
func (m *reading) whole() []token {
	if m.said != nil {
		return m.said
	}
	return m.tokens
}

// soundsLike makes the meaning of a message of which only the intent is known: whom it is
// about is read from its names, and what is told is kept in her words.
func (m *reading) soundsLike(intent Intent) Meaning {
	m.tokens = m.whole()
	if slices.Contains(figures, intent) {
		return m.aboutNamed(intent)
	}
	switch out := (Meaning{Intent: intent, Note: m.text(0)}); intent {
	case NotPaid:
		d, _ := m.promise()
		out.Promise, out.Slots = d.next, m.unpaidSlots(&out)
		return out
	case Correction:
		if out = m.reference(out); m.c.Role != Member {
			m.corrected(&out)
		}
		return out
	case Broadcast:
		return m.withGroup(out)
	case LoanRequest:
		return m.wishedLoan(out)
	case Registration:
		if m.c.Role == Unknown {
			out.Matter = Join
		}
		return out
	default:
		return out
	}
}

// aboutNamed is about whom the message names, and about nobody whom it does not.
func (m *reading) aboutNamed(intent Intent) Meaning {
	out := m.about(intent)
	out.Slots = slices.DeleteFunc(out.Slots, Slot.nobody)
	if len(out.Slots) == 0 {
		out.Asks = nil
	}
	return out
}

// nobody tells whether the slot has a name that nobody has.
func (s Slot) nobody() bool {
	return len(s.Members)+len(s.Groups)+len(s.Villages) == 0
}

// titled tells whether a word stands behind one that names are said with: "bu parmi",
// "desa sukamaju".
func (m *reading) titled(word string) bool {
	tokens := m.whole()
	for i, t := range tokens {
		if i > 0 && (tokens[i-1].is(tTitle|tGroup) || tokens[i-1].text == "desa" || tokens[i-1].text == "di") && m.plain[t.start:t.end] == word {
			return true
		}
	}
	return false
}

// wishedLoan is a wish for a loan with the amount that stands in it.
func (m *reading) wishedLoan(out Meaning) Meaning {
	s := Slot{}
	if m.c.Self != "" && m.c.Role != Treasurer {
		s.Members = []ledger.MemberCode{m.c.Self}
	}
	s.Amount, s.Unsure = m.oneAmount(&Meaning{}) // what is missing is asked when it is read back
	out.Slots = []Slot{s}
	return out
}
