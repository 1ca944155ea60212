package understand

import (
	"slices"

	"bendahara/ledger"
)

// changeWords are money that is given back because more was given than is paid.
var changeWords = []string{
	"kembalian", "kembaliannya", "kembaliane", "kembalinya", "kembali", "kmbalian", "kbalian", "kembaliin", "susuk", "susuke", "susuki", "disusuki", "nyusuki", "jujul", "jujule", "pangwangsul", "pulangan",
}

// markChange reads "300rb susuk 64rb sudah tak kasihkan": what is given back is not paid, and
// what became of it is no matter. What she gave less that is what she paid; where it is not
// given back yet, or more amounts stand before it, what stays is asked.
func (m *reading) markChange() {
	if m.c.Role == Officer || m.c.Role == Unknown {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if m.tokens[i].kind != aWord || !slices.Contains(changeWords, m.tokens[i].text) && !slices.Contains(returnWords, m.tokens[i].text) {
			continue
		}
		from, at := m.changeAt(i)
		if at < 0 || !m.has(tPay) && !hasAmount(m.tokens[:from]) || slices.Contains(returnWords, m.tokens[i].text) && !hasAmount(m.tokens[:from]) {
			continue
		}
		end := max(i, at) + 1
		for end < len(m.tokens) && !m.tokens[end].sign("\n;?") && m.tokens[end].kind != anAmount && (m.tokens[end].kind != aName || m.tokens[end].who.me) && !m.tokens[end].is(tPay|tSave|tBring|tReceive) {
			end++
		}
		if end < len(m.tokens) && m.tokens[end].kind == aName && m.tokens[end-1].is(tTo|tTitle) { // "kembalikan 25rb ke wati"
			return
		}
		if gross := max(i, at) + 2; gross < len(m.tokens) && m.tokens[gross-1].is(tFrom) && m.tokens[gross].kind == anAmount && m.tokens[from-1].kind == anAmount && m.tokens[gross].amount.value-m.tokens[at].amount.back() == m.tokens[from-1].amount.value {
			m.tokens = slices.Delete(slices.Clone(m.tokens), from, gross+1) // "236rb kembalian 14rb dari 250rb"
			return
		}
		if paid := m.paidLess(from, at); paid >= 0 && !slices.ContainsFunc(m.tokens[from:end], func(t token) bool { return t.is(tNotYet|tSoon) || stillWords[t.text] }) && !m.keepsChange(max(i, at)+1) {
			net := amount{value: m.tokens[paid].amount.value - m.tokens[at].amount.back(), unsure: m.tokens[paid].amount.unsure || m.tokens[at].amount.unsure}
			m.settleGiver(paid)
			if said := m.saidNet(paid, net.value); said >= 0 {
				m.tokens = slices.Delete(slices.Clone(m.tokens), paid, end)
			} else {
				m.tokens[paid].amount = net
				m.tokens = slices.Delete(slices.Clone(m.tokens), from, end)
			}
			m.markChange()
			return
		}
		if slices.Contains(returnWords, m.tokens[i].text) {
			return
		}
		m.tokens[at].amount = amount{short: true}
		if m.tokens[i].tags == 0 {
			m.tokens[i].tags = tShort
		}
		m.tokens = slices.Delete(slices.Clone(m.tokens), at+1, max(end, at+1))
		if m.tokens[i-1].kind == aName && m.tokens[i-1].who.me || m.tokens[i-1].text == "tak" { // "tak susuki"
			m.tokens = slices.Delete(m.tokens, i-1, i)
		}
		return
	}
}

// returnWords say that money was given back, as change or for another reason.
var returnWords = []string{"kembalikan", "dikembalikan", "mengembalikan", "balikin", "dibalikin", "balikan", "kembalikn", "ngembaliin", "balekke", "mbalekke", "balekno", "mbalekno", "balikkeun", "wangsulaken"}

// keepsChange tells whether behind the change at i it is said what it is paid for: "kembalian
// 20rb buat bulan depan", "kembaliannya 2rb buat tabungan".
func (m *reading) keepsChange(i int) bool {
	for _, t := range m.tokens[i:] {
		switch {
		case t.sign("\n;?"), t.kind == anAmount, t.kind == aName && !t.who.me:
			return false
		case t.is(tSave | tPurse), t.kind == aDay && t.day.ahead, t.kind == aWord && slices.Contains(instalmentNouns, t.text):
			return true
		}
	}
	return false
}

// stillWords say that the change is still with who took the money.
var stillWords = map[string]bool{"masih": true, "msh": true, "isih": true, "tasih": true, "hutang": true, "utang": true}

// changeAt is where the part about change begins around the word at i, and where its amount
// stands: "saya kembalikan 10rb", ", yg 10rb saya kembalikan".
func (m *reading) changeAt(i int) (from, at int) {
	from, at = i, i+1
	for at < len(m.tokens) && (m.tokens[at].is(tFill|tShort|tTotal) || !m.forAll() && (m.tokens[at].is(tTitle) || m.tokens[at].kind == aName)) {
		at++
	}
	if at == len(m.tokens) || m.tokens[at].kind != anAmount {
		at = -1
	}
	for from > 1 {
		switch t := m.tokens[from-1]; {
		case t.kind == aName && t.who.me, t.text == "tak", t.is(tFill|tAlready) && !t.is(tPay), t.sign(","):
			from--
			continue
		case at < 0 && t.kind == anAmount && !t.amount.short && slices.Contains(returnWords, m.tokens[i].text) && (m.tokens[from-2].sign(",.") || thatWords[m.tokens[from-2].text]):
			from, at = from-1, from-1
			continue
		}
		break
	}
	return from, at
}

// paidLess is where the one amount stands of which the change at i was given back, -1 where
// that is not sure.
func (m *reading) paidLess(from, at int) int {
	if m.has(tBut | tDraw | tNotYet) {
		return -1
	}
	paid, names := -1, 0
	for i, t := range m.tokens[:from] {
		switch {
		case t.sign("\n;"):
			paid, names = -1, 0
		case t.kind == aName && !t.who.to:
			if paid >= 0 {
				paid = -1
			}
			names++
		case t.kind == anAmount && (t.amount.short || t.amount.value == 0):
			return -1
		case t.kind == anAmount && paid >= 0:
			if t.amount.value-m.tokens[at].amount.back() != m.tokens[paid].amount.value { // "bayar 275rb, uangnya 300rb kembali 25rb"
				return -1
			}
			paid = i
		case t.kind == anAmount:
			paid = i
		}
	}
	if paid < 0 || names > 1 && m.tokens[paid-1].is(tAnd) || m.tokens[at].amount.back() <= 0 || m.tokens[at].amount.back() >= m.tokens[paid].amount.value {
		return -1
	}
	return paid
}

// missing is the amount as one that is not there.
func (a amount) missing() amount {
	if a.unsure {
		return amount{short: true}
	}
	return amount{short: true, lacks: a.value}
}

// back is how much was given back.
func (a amount) back() ledger.Money {
	if a.short {
		return a.lacks
	}
	return a.value
}

// settleGiver takes the giving out of "wati kasih 300rb kembali 25rb": who gets change has
// paid.
func (m *reading) settleGiver(paid int) {
	for i := paid - 1; i > 0 && m.tokens[i].kind != aName; i-- {
		if m.tokens[i].is(tOut) && slices.Contains(giverWords, m.tokens[i].text) {
			m.tokens[i].tags = tFill
		}
	}
}

// saidNet is where what was paid stands before the amount at paid, besides, -1 for nowhere.
func (m *reading) saidNet(paid int, net ledger.Money) int {
	for i, t := range m.tokens[:paid] {
		if t.kind == anAmount && t.amount.value == net && !slices.ContainsFunc(m.tokens[i:paid], func(t token) bool { return t.kind == aName || t.sign("\n;") }) {
			return i
		}
	}
	return -1
}

// givenChange reads a treasurer's "pak slamet ngasih 600rb kembalian 10rb": who gets change
// has paid, and what stays is asked.
func (m *reading) givenChange() bool {
	if m.c.Role != Treasurer || !m.hasText(changeWords...) {
		return false
	}
	for i, t := range m.tokens {
		for i > 1 && m.tokens[i-1].is(tAlready|tFill) {
			i--
		}
		if t.is(tOut) && i > 0 && m.tokens[i-1].kind == aName && !m.tokens[i-1].who.me {
			return m.hasText("ngasih", "kasih", "beri", "maringi", "nyukani", "ngaturi", "masihan")
		}
	}
	return false
}

// nameGives reads a treasurer's "ummi ngasih 100rb dulu, 18rb nyusul": who stands before the
// giving, and is given nothing herself, has paid.
func (m *reading) nameGives() bool {
	words := 0 // of "siti kasih 275rb" alone nobody knows to whom
	for _, t := range m.tokens {
		if t.kind == aWord && !t.is(tTitle) {
			words++
		}
	}
	if m.c.Role != Treasurer || words < 2 {
		return false
	}
	giver, gave, paid := false, false, false
	for i, t := range m.tokens {
		if gave && t.is(tTo) && !(i+1 < len(m.tokens) && m.tokens[i+1].kind == aName && m.tokens[i+1].who.me) {
			return false // "wati kasih 50rb ke warung"
		}
		switch {
		case t.kind == aName && t.who.to && !t.who.me, t.kind == aName && gave && !t.who.me && !t.who.to:
			return false // who got it
		case t.kind == aName:
			giver = !t.who.me
		case t.is(tOut) && slices.Contains(giverWords, t.text):
			if !giver || gave {
				return false
			}
			gave = true
		case t.is(tOut):
			return false
		case t.kind == anAmount && gave:
			paid = true
		case paid:
		case t.kind == anAmount, t.kind == aSign && !t.sign(":"), t.is(tWish | tSoon | tNo | tNotYet | tDraw | tLoan | tDebt):
			return false
		}
	}
	return paid && m.onePaid()
}

// onePaid tells whether all amounts but one are of what is left or lacks.
func (m *reading) onePaid() bool {
	n := 0
	for _, t := range dropRemainder(m.tokens) {
		if t.kind == anAmount && !t.amount.short {
			n++
		}
	}
	return n == 1
}

// giverWords say that who stands before them gave.
var giverWords = []string{"ngasih", "ngasi", "kasih", "kasi", "ksh", "beri", "ngasihkan", "ngaturi", "memberi", "maringi", "menehi", "nyukani", "masihan", "ngekeki", "ngekei", "ngeki", "ngewehi", "ngenehi", "ngaturaken"}
