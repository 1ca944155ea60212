package understand

import (
	"strconv"

	"bendahara/ledger"
)

// dropCount takes the head off a list as the bot itself reads one back, "3
// pembayaran, total Rp650.000 (10 Mar 2026): Siti Rp250.000, ...": its count and its
// total are no money of anybody's. It is sure only where as many amounts follow, and
// they add up to the total; what the list is for and its day stay.
func (m *reading) dropCount() {
	colon, total := -1, -1
	for i, t := range m.tokens {
		if t.sign(":") {
			colon = i
			break
		}
		if t.kind == aName || t.is(tNo|tNotYet|tCannot|tExcept|tAskWord|tSoon|tWish|tDebt) || t.sign("?") {
			return // it says more than a count
		}
		if i > 0 && t.kind == anAmount {
			if total >= 0 {
				return
			}
			total = i
		}
	}
	if total < 0 || colon < 0 {
		return
	}
	head, list := m.tokens[:colon], m.tokens[colon+1:]
	var sum ledger.Money
	count := 0
	for _, t := range list {
		if t.kind == anAmount {
			sum += t.amount.value
			count++
		}
	}
	if head[0].text != strconv.Itoa(count) || sum != head[total].amount.value {
		return
	}
	m.tokens = append(purposeAndDay(head[1:]), list...)
}

// purposeAndDay are the word that says what a list is for, if it is for one thing,
// and its day.
func purposeAndDay(head []token) (out []token) {
	var purposes []token
	for _, t := range head {
		switch {
		case t.kind == aDay:
			out = append(out, t)
		case t.is(tPay | tSave | tDraw):
			purposes = append(purposes, t)
		}
	}
	if len(purposes) == 1 {
		out = append(purposes, out...)
	}
	return out
}
