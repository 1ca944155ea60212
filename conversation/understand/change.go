package understand

import "slices"

// changeWords are money that is given back because more was given than is paid.
var changeWords = []string{
	"kembalian", "kembaliannya", "kembaliane", "kembalinya", "kembali", "kmbalian", "kbalian", "kembaliin", "susuk", "susuke", "susuki", "disusuki", "nyusuki", "jujul", "jujule", "pangwangsul", "pulangan",
}

// markChange reads "300rb susuk 64rb sudah tak kasihkan": what is given back is not paid, and
// what became of it is no matter. What stays is asked.
func (m *reading) markChange() {
	if m.c.Role == Officer || m.c.Role == Unknown {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if m.tokens[i].kind != aWord || !slices.Contains(changeWords, m.tokens[i].text) {
			continue
		}
		at := i + 1
		for at < len(m.tokens) && m.tokens[at].is(tFill|tShort) {
			at++
		}
		if at == len(m.tokens) || m.tokens[at].kind != anAmount || !m.has(tPay) && !hasAmount(m.tokens[:i]) {
			continue
		}
		m.tokens[at].amount = amount{short: true}
		if m.tokens[i].tags == 0 {
			m.tokens[i].tags = tShort
		}
		end := at + 1
		for end < len(m.tokens) && !m.tokens[end].sign("\n;?") && m.tokens[end].kind != anAmount && (m.tokens[end].kind != aName || m.tokens[end].who.me) && !m.tokens[end].is(tPay|tSave|tBring|tReceive) {
			end++
		}
		m.tokens = slices.Delete(slices.Clone(m.tokens), at+1, end)
		if m.tokens[i-1].kind == aName && m.tokens[i-1].who.me || m.tokens[i-1].text == "tak" { // "tak susuki"
			m.tokens = slices.Delete(m.tokens, i-1, i)
		}
		return
	}
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
// giving, and is given nothing herself, has paid a part.
func (m *reading) nameGives() bool {
	if m.c.Role != Treasurer || !m.has(tRest) && !m.hasText("dulu", "dl", "dlu", "dhisik", "disik", "sik", "riyin", "rumiyin", "heula") {
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
var giverWords = []string{"ngasih", "ngasi", "kasih", "ksh", "memberi", "maringi", "menehi", "nyukani", "masihan"}
