package understand

import (
	"slices"
	"strings"
)

// twoWishes reads a message that records something and, in a sentence of its own, asks
// for figures: "siti bayar 275rb. saldo wati berapa?". Each is read by itself. Where one
// of them says nothing by itself ("siti bayar 275rb. bener gak?") they are one wish.
func (m *reading) twoWishes() (Meaning, bool) {
	if m.part || m.count(anAmount) == 0 && !m.has(tAll) || !asks(m.tokens) {
		return Meaning{}, false
	}
	for i := 1; i < len(m.tokens)-1; i++ {
		begin, apart := i, false
		switch {
		case m.endsSentence(i):
			begin, apart = i+1, !m.tokens[i].sign(",")
		case !beginsWish[m.tokens[i].text]:
			continue
		}
		if asks(m.tokens[:begin]) == asks(m.tokens[begin:]) || m.asksDone() || m.tokens[i].sign(",") && m.sentenceEnds(begin) {
			continue
		}
		end := begin
		for !apart && end > 1 && m.tokens[end-1].is(tFill|tWish|tAnd|tHelp) {
			end-- // "siti 275rb sama minta saldo wati"
		}
		first, second := m.sentence(m.tokens[:end]), m.sentence(m.tokens[begin:])
		if !apart && !first.Done && !second.aboutOthers(first) {
			continue // "siti bayar 275rb, sisanya berapa": what would be left?
		}
		switch {
		case first.records() && second.asksFigures() && !hasAmount(m.tokens[begin:]):
			first.Also = &second
			return first, true
		case first.Intent == Report && apart && !slices.ContainsFunc(m.tokens[:end], func(t token) bool { return t.sign("?") || t.is(tAskWord|tHelp|tWish) }):
			continue // a heading
		case first.asksFigures() && !hasAmount(m.tokens[:end]) && second.records() && !slices.Contains(second.Asks, AskMember):
			second.Also, second.AlsoFirst = &first, true
			return second, true
		}
	}
	return Meaning{}, false
}

// sentenceEnds tells whether a sentence ends behind token i, before the last.
func (m *reading) sentenceEnds(i int) bool {
	for ; i < len(m.tokens)-1; i++ {
		if m.tokens[i].sign("!\n;") || m.tokens[i].sign(".") && !m.tokens[i+1].glued {
			return true
		}
	}
	return false
}

// letter reads a message with so many words that it is no command, sentence by sentence:
// where one of them tells of all the money in it, and the others of none, it is what is
// meant. The rest is shown with the echo.
func (m *reading) letter() (Meaning, bool) {
	if m.part {
		return Meaning{}, false
	}
	var found *Meaning
	from, rest := 0, ""
	for i := range m.tokens {
		end := i == len(m.tokens)-1
		if !end && !(m.tokens[i].sign("?!\n;") || m.tokens[i].sign(".") && !m.tokens[i+1].glued) {
			continue
		}
		part := m.tokens[from : i+1]
		from = i + 1
		one := m.sentence(part)
		speaks := one.records() || one.Intent == NotPaid || one.Intent == Complaint || one.Intent == Dispute || one.Intent == Correction || one.Intent == LoanRequest
		switch {
		case speaks && found == nil:
			found = &one
		case speaks, hasAmount(part), hasRecord(part) && !one.Chatter && one.Intent != Other && one.Intent != Help:
			return Meaning{}, false // more than one matter
		default:
			rest += m.plain[part[0].start:part[len(part)-1].end] + " "
		}
	}
	if found == nil || rest == "" {
		return Meaning{}, false
	}
	found.Unread = append(found.Unread, strings.TrimSpace(rest))
	return *found, true
}

// beginsWish are words with which a second wish goes on without a sign.
var beginsWish = map[string]bool{
	"sekalian": true, "sekalian_tanya": true, "sekalian_cek": true, "mau_tanya": true, "terus": true, "trus": true, "skalian": true,
	"saldo": true, "kartu": true, "jadwal": true, "tunggakan": true, "rekap": true, "laporan": true, "kas": true, "cek": true,
	"dan": true, "lan": true, "jeung": true,
}

// endsSentence tells whether a sentence or a part of one ends at token i.
func (m *reading) endsSentence(i int) bool {
	t := m.tokens[i]
	return t.sign("?!\n;,") || t.sign(".") && !m.tokens[i+1].glued
}

// asks tells whether a question, or a word for figures, stands among the tokens.
func asks(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool {
		return t.sign("?") || t.is(tAskWord|tBalance|tSchedule|tArrears|tReport|tCash) || t.text == "daftar" || t.text == "list"
	})
}

func hasAmount(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.kind == anAmount })
}

// asksDone tells whether "sdh masuk belum" asks about what the message tells.
func (m *reading) asksDone() bool {
	at := m.first(tNotYet | tNo)
	return at > 0 && m.ends(at+1) && !m.hasText(whoWords...) && slices.ContainsFunc(m.tokens[:at], func(t token) bool { return t.is(tAlready) })
}

// aboutOthers tells whether the meaning is about nobody whom the other one names.
func (m Meaning) aboutOthers(other Meaning) bool {
	for _, s := range m.Slots {
		for _, o := range other.Slots {
			if slices.Equal(s.Members, o.Members) {
				return false
			}
		}
	}
	return len(m.Slots) > 0 && len(other.Slots) > 0 || m.Intent == CashHeld || m.Intent == Report || m.Intent == Arrears && len(m.Slots) == 0
}

// sentence reads a part of the message by itself.
func (m *reading) sentence(tokens []token) Meaning {
	r := &reading{c: m.c, plain: m.plain, tokens: slices.Clone(tokens), group: m.group, part: true}
	r.said = r.tokens
	r.dropGreeting()
	return r.rest()
}

// records tells whether the meaning is something complete to record: of somebody named,
// or of the sender.
func (m Meaning) records() bool {
	switch m.Intent {
	case Repayment, SavingsDeposit, SavingsWithdrawal, DepositToUPK, DepositReceived:
	default:
		return false
	}
	if slices.Contains(m.Asks, AskPurpose) || slices.Contains(m.Asks, AskAmount) {
		return false
	}
	return recorded(m.Slots) && !slices.ContainsFunc(m.Slots, func(s Slot) bool {
		return s.Kind != "" && len(s.Members)+len(s.Groups) == 0 && s.NameText == ""
	})
}

// asksFigures tells whether the meaning is a question that is answered out of the books,
// and about whom is sure.
func (m Meaning) asksFigures() bool {
	switch m.Intent {
	case Balance, ScheduleOf, Arrears, Report, CashHeld:
		return len(m.Asks) == 0 && !recorded(m.Slots)
	}
	return false
}
