package understand

import (
	"slices"

	"bendahara/ledger"
)

// handedWords say that somebody handed money over, beside those for bringing and receiving.
var handedWords = []string{"kasih", "ngasih", "kasi", "ngasi", "serahkan", "menyerahkan", "nyerahkan", "nyerahin", "bawa", "bawain", "antar", "nganter", "maringi", "nyukani", "titip", "nitip", "transfer", "tf", "trf"}

// fromTreasurer reads an officer's "sudah saya terima dari bu Ani 1.375.000": money that a
// group's treasurer brings is her group's deposit. What she pays of her own loan is said
// with a word for that.
func (m *reading) fromTreasurer(out *Meaning) bool {
	if m.c.Role != Officer || m.isQuestion() || m.has(tPay|tPaidOff|tPurse|tDraw|tNo|tNotYet|tCannot|tUndo|tWrong|tWish|tLoan|tDebt|tArrears|tPuzzled) {
		return false
	}
	if !m.has(tReceive|tBring) && !m.hasText(handedWords...) {
		return false
	}
	if m.has(tSave) && !m.hasText(everybodyWords...) { // "titip tabungan warga": of all
		return false
	}
	tokens := dropRemainder(m.tokens)
	paid := slices.IndexFunc(tokens, func(t token) bool { return t.kind == anAmount && !t.amount.short })
	if paid < 0 {
		return false
	}
	if lack := slices.IndexFunc(tokens[paid:], func(t token) bool { return t.is(tShort) }); lack > 0 {
		tokens = tokens[:paid+lack]
	}
	group, people := ledger.GroupCode(""), 0
	for _, t := range tokens {
		switch {
		case t.is(tSoon), t.kind == aDay && t.day.ahead:
			return false
		case t.kind == aName && t.who.to && !t.who.me:
			return false // it went to somebody else
		case t.kind == aName && len(t.who.people) > 0:
			people++
			who := m.c.People.people[t.who.people[0]]
			if len(t.who.people) != 1 || t.who.guessed || !who.Keeps {
				return false
			}
			group = who.Group
		}
	}
	if people != 1 {
		return false
	}
	m.tokens = tokens
	*out = m.received(who{groups: []ledger.GroupCode{group}})
	return true
}
