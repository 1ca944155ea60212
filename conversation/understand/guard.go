package understand

import (
	"strings"

	"bendahara/ledger"
)

// reading is a message with its tokens understood, as far as they are by
// themselves.
type reading struct {
	c      Context
	plain  string
	tokens []token
	said   []token          // all tokens, also what was taken off the front
	group  ledger.GroupCode // the one group that the message names, if any
	part   bool             // only one sentence of the message
	lost   bool             // an amount has found no place
	ahead  bool             // it was for a month to come
	// commanded says that it begins with a command whose rest is free words.
	commanded bool
	// notBooked says that a rule knows why the money in it is not to be recorded.
	notBooked bool
	passesOn  bool        // a ketua passes on what others paid
	alsoOn    ledger.Date // all of it was the same on another day
	claimed   bool        // a member's payment is what the rest of her message is about
}

// has tells whether a word with one of the tags stands in the message.
func (m *reading) has(tags tag) bool { return m.first(tags) >= 0 }

func (m *reading) first(tags tag) int {
	for i, t := range m.tokens {
		if t.is(tags) {
			return i
		}
	}
	return -1
}

func (m *reading) count(k kind) (n int) {
	for _, t := range m.tokens {
		if t.kind == k {
			n++
		}
	}
	return n
}

// only tells whether the message has words of the given tags, and nothing else.
func (m *reading) only(tags tag) bool {
	any := false
	for _, t := range m.tokens {
		switch {
		case t.kind == aSign && !t.sign("?"):
		case t.kind == aName && t.who.me && tags&tFill != 0:
		case t.is(tags):
			any = true
		default:
			return false
		}
	}
	return any
}

// isQuestion tells whether something is asked, so that nothing is recorded.
func (m *reading) isQuestion() bool {
	already := false // "sudah bayar belum" in one breath
	for i, t := range m.tokens {
		switch {
		case t.sign("?"), t.is(tAskWord | tAdvice):
			return true
		case t.is(tNo) && i > 1 && m.ends(i+1) && (m.asksLeave() || m.asksWhether(i)):
			return true // "bisa nyicil separo ndak", "bulan lalu siti bayar ga"
		case t.is(tNo) && !strings.Contains(t.text, "jadi") && i > 0 && m.has(tWish) && m.ends(i+1):
			return true // "seandainya wati bayar 100rb cukup tidak"
		case t.is(tNotYet) && !m.forAll() && m.has(tDecide) && m.ends(i+1):
			return true // "pinjaman saya disetujui belum"
		case t.is(tAlready):
			already = true
		case t.kind == aSign:
			already = false
		case t.is(tNotYet) && already && !m.has(tBut|tExcept) && m.payers() < 2 && (m.count(anAmount) == 0 || m.ends(i+1)):
			return true
		}
	}
	return false
}

// others is how many persons are named who are not the sender.
func (m *reading) others() (n int) {
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.me && !t.onlyGroup() {
			n++
		}
	}
	return n
}

// payers is how many are named who could have paid.
func (m *reading) payers() (n int) {
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.to {
			n++
		}
	}
	return n
}

// asksLeave tells whether the message begins with asking whether something may be, and
// tells of no money.
func (m *reading) asksLeave() bool {
	return m.count(anAmount) == 0 && m.saidFirst("bisa", "bs", "boleh", "bole", "saged", "saget", "iso", "tiasa", "meunang")
}

// asksWhether tells whether the "tidak" at i, the last word, asks if somebody named has
// paid. In a roll-call it is what she did.
func (m *reading) asksWhether(i int) bool {
	return !m.c.Roll && m.forAll() && m.tokens[i-1].is(tPay|tPaidOff) && !strings.Contains(m.tokens[i].text, "jadi") && m.people() > 0 && m.count(anAmount) == 0 && m.count(aSign) == 0
}

// ends tells whether nothing but politeness stands from token i on.
func (m *reading) ends(i int) bool {
	for _, t := range m.tokens[i:] {
		if t.kind != aSign && !t.is(tFill|tYes|tTitle) {
			return false
		}
	}
	return true
}

// isPlan tells whether the message is about a day to come, a wish or a
// condition: not about money that has changed hands.
func (m *reading) isPlan() bool {
	for _, t := range m.tokens {
		switch {
		case t.is(tRest):
			return false // what comes behind is the remainder
		case isBilling(t) && m.c.Role == Treasurer && m.has(tPay) && m.count(aName) > 0 && m.count(anAmount) > 0:
			continue // "tagih angsuran wati 115rb": asked
		case t.is(tSoon | tWish | tRemind), t.kind == aDay && (t.day.ahead || t.day.past > ledger.DateOf(m.c.Sent) && m.count(anAmount) == 0):
			return true
		}
	}
	return false
}

// isBilling tells whether a word says that a payment was called in.
func isBilling(t token) bool { return t.is(tRemind) && t.text == "tagih" }

// planAside tells whether only clauses without an amount are about what is to
// come, beside others that tell what was paid: "wati 250rb, ani besok".
func (m *reading) planAside() bool {
	paid, wish, named := false, false, false
	for _, c := range clauses(m.tokens) {
		names, amounts, _ := c.starts()
		named = named || names > 0
		for _, t := range c.tokens {
			wish = wish || t.is(tWish|tRemind)
		}
		switch {
		case c.plans() && (amounts > 0 || names == 0 && !c.ofOthers()):
			return false
		case amounts > 0 && named:
			paid = true
		}
	}
	return paid && !wish
}

// promise is the day to come that was named, or 0.
func (m *reading) promise() (d day, ok bool) {
	for _, t := range m.tokens {
		if t.kind == aDay && (t.day.ahead || t.day.past > ledger.DateOf(m.c.Sent)) {
			return t.day, true
		}
	}
	for _, t := range m.tokens {
		if t.kind == aDay && t.day.next != 0 && t.text != "hari_ini" {
			return t.day, true
		}
	}
	return day{}, false
}

// isSpam tells whether this is an advertisement, a bank's notice or a fraud.
func (m *reading) isSpam() bool {
	for i, t := range m.tokens {
		why := t.text == "jual" && i > 0 && (m.tokens[i-1].is(tReason|tNotYet) || m.tokens[i-1].text == "hasil" || m.tokens[i-1].text == "habis")
		if t.is(tSpam) && !why { // "belum bayar nunggu jual gabah" is why she did not
			return true
		}
	}
	return m.isBankNotice()
}

// isBankNotice reads what a bank tells of an account: "Trx BRI: transfer masuk Rp275.000
// dari SITI". Who brought it to the group is for the treasurer to say.
func (m *reading) isBankNotice() bool {
	whole := reading{tokens: m.said}
	if !m.has(tBring|tSave) && m.count(anAmount) > 0 && whole.hasText("bri", "bca", "bni", "bsi", "btn", "mandiri", "brimo", "notif", "bank") && whole.hasText("dana", "transfer", "saldo", "mutasi") && whole.hasText("masuk", "keluar", "debit", "kredit") &&
		(whole.hasText("notif", "info", "rek", "brimo") || len(m.said) > 1 && m.said[1].sign(":-")) {
		return true // "BRI: Dana masuk Rp275.000 dari SITI RAHAYU"
	}
	if m.c.Role == Unknown && m.count(anAmount) > 0 && whole.hasText("rek", "rekening", "norek", "transfer", "ditransfer", "tf", "bri", "bca", "bni", "mandiri", "dana", "ovo", "gopay") {
		return true // a stranger's account to which money should go
	}
	return whole.hasText("trx", "mutasi") && whole.hasText("bri", "bca", "bni", "bsi", "btn", "mandiri", "bank", "brimo") && !m.has(tPay|tBring|tSave)
}

// The bounds of chatter: so many unknown words are no command.
const (
	chatterWords     = 3
	chatterPerAmount = 2
)

// isChatter tells whether there are too many unknown words for a command.
func (m *reading) isChatter() bool {
	if m.count(anAmount) == 0 && (m.isQuestion() && m.has(tBalance|tDebt|tSchedule) || m.c.Role == Member && (m.isQuestion() && m.has(tPay|tAlready) || m.has(tCannot|tNotYet) && m.has(tPay))) {
		return false // an old woman asks, or begs for time, at length: nothing can be recorded by it
	}
	if m.forAll() && len(m.tokens) > 0 && (m.tokens[0].is(tUndo) || m.bookedTwice() >= 0) {
		return false
	}
	unknown := 0
	for _, t := range m.tokens {
		if t.kind == aWord && t.tags == 0 {
			unknown++
		}
	}
	return unknown > chatterWords+chatterPerAmount*m.count(anAmount)
}

// isExample tells whether an amount is only an example: "contoh: bayar siti 275rb".
func (m *reading) isExample() bool {
	if m.count(anAmount) > 0 && m.saidText("nulisnya", "nulise", "ngetiknya", "ketiknya", "ngetike", "formatnya", "caranya", "smsnya") && m.saidText("gini", "begini", "gitu", "begitu", "ngene", "ngeten", "kitu", "kieu") {
		return true // "nulisnya gini bener gak bu: byr siti 250rb"
	}
	for _, t := range m.said {
		switch {
		case t.text == "contoh", t.text == "contohnya", t.text == "conto":
			return m.count(anAmount) > 0
		case !t.is(tGreet | tTitle | tFill | tHelp):
			return false
		}
	}
	return false
}
