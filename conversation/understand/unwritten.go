package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// markUnwritten takes the "not yet" out of a treasurer's "kemarin dewi 10rb lupa blm
// ketulis": she tells it so that it is written now.
func (m *reading) markUnwritten() {
	if !m.forAll() || m.count(anAmount) == 0 || m.people() == 0 && !(m.c.Role == Officer && m.group != "") || m.saidKok() {
		return
	}
	for i := range m.tokens {
		if !m.tokens[i].is(tNotYet) {
			continue
		}
		for k := i + 1; k < len(m.tokens) && k <= i+2; k++ {
			t := &m.tokens[k]
			entered := (t.text == "masuk" || t.text == "mlebu" || t.text == "mlebet") && k+1 < len(m.tokens) && (slices.Contains(bookWords, m.tokens[k+1].text) || m.tokens[k+1].text == "bukune")
			if writes(t.text) || entered { // "10rb tgl 28 blm masuk catatan"
				m.tokens[i].tags, t.tags = tFill, tFill
				m.tokens[i].text, t.text = "belum_ditulis", "belum_ditulis"
				if i > 0 && (m.tokens[i-1].text == "lupa" || m.tokens[i-1].text == "lali") {
					m.tokens[i-1].tags = tFill
				}
				return
			}
			if t.kind != aName || !t.who.me {
				break
			}
		}
	}
}

// writes tells whether the word says that something is written into the book, in any of
// its forms: ditulis, ketulis, kucatat, tak catet.
func writes(word string) bool {
	return isWriteWord(word) || strings.Contains(word, "tulis") || strings.HasPrefix(word, "nulis") || strings.Contains(word, "input") && word != "inputan"
}

// saidKok tells whether the message wonders: "kok wati 250rb belum masuk".
func (m *reading) saidKok() bool {
	for _, t := range m.tokens {
		if t.text == "kok" || t.is(tPuzzled) || t.sign("?") {
			return true
		}
	}
	return false
}

// goesBack reads money that was brought and taken home again: "tak suruh bawa pulang lagi".
func (m *reading) goesBack() bool {
	return m.hasText("bawa_pulang", "dibawa_pulang") && m.count(anAmount) > 0
}

// isLate reads a member's "bulan ini saya telat ya, gaji suami blm turun": she has not
// paid, and says so before she is asked.
func (m *reading) isLate(out *Meaning) bool {
	if m.c.Role != Member && m.c.Role != Head || m.count(anAmount) > 0 || m.others() > 0 || m.isQuestion() || m.has(tAlready|tNo|tWrong|tBalance|tSchedule|tReport|tMeeting) {
		return false
	}
	first := m.hasText("dulu", "dl", "dlu", "sik", "heula", "rumiyin", "riyin")
	switch {
	case m.hasText("telat", "terlambat") && (first || m.has(tReason|tNotYet|tCannot|tSoon|tYes)):
	case m.hasText("libur", "absen", "bolong", "mbolong", "prei", "cuti") && first: // "bln ini libur dl ya bu"
	default:
		return false
	}
	d, _ := m.promise()
	*out = Meaning{Intent: NotPaid, Note: m.text(0), Promise: d.next}
	out.Slots = m.unpaidSlots(out)
	return true
}

// markThousands takes "semua dalam ribuan" and "(ribuan)" for what they say: the unit of every
// amount in the message, which so is sure.
func (m *reading) markThousands() {
	for i, t := range m.tokens {
		if t.text != "ribuan" && t.text != "ribu" && t.text != "rb" || t.kind != aWord || i == 0 {
			continue
		}
		before, behind := m.tokens[i-1], token{}
		if i+1 < len(m.tokens) {
			behind = m.tokens[i+1]
		}
		if !before.is(tAll) && !before.sign("(") && before.text != "dlm" && before.text != "dalam" && before.text != "satuan" && !behind.is(tAll) {
			continue
		}
		for k := range m.tokens {
			if a := &m.tokens[k].amount; m.tokens[k].kind == anAmount && a.value > 0 {
				a.unsure = false
			}
		}
		return
	}
}

// markDash makes "not yet" of a dash behind a name at the end of a line of a list:
// "5. S. Lestari -".
func (m *reading) markDash() {
	if !m.forAll() || m.count(anAmount) == 0 {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		t, name := &m.tokens[i], i-1
		if m.tokens[name].sign(":=") && name > 0 {
			name-- // "dwi : -"
		}
		if t.sign("-") && m.tokens[name].kind == aName && m.tellsNothing(i+1) {
			t.kind, t.text, t.tags = aWord, "belum", tNotYet
		}
	}
}

// tellsNothing tells whether up to the end of the line, from token i on, no amount, name or
// payment stands.
func (m *reading) tellsNothing(i int) bool {
	for ; i < len(m.tokens) && !m.tokens[i].sign("\n"); i++ {
		if t := m.tokens[i]; t.kind == anAmount || t.kind == aName || t.kind == aSign || t.is(tRecord|tAlready) {
			return false
		}
	}
	return true
}

// markNotHer makes "not yet" of a treasurer's no behind a name, where somebody else has
// paid: "wati bayar 275rb siti gak".
func (m *reading) markNotHer() {
	if m.c.Role != Treasurer || m.others() < 2 {
		return
	}
	paid := false
	for i := range m.tokens {
		t := &m.tokens[i]
		paid = paid || t.kind == anAmount
		if paid && t.is(tNo) && !strings.Contains(t.text, "jadi") && m.tokens[i-1].kind == aName && !m.tokens[i-1].who.to && m.ends(i+1) && !m.endsAsking(i+1) {
			t.tags = tNotYet
		}
	}
}

// markJustNow takes the Javanese "mau" for "tadi" where nothing that she could want stands
// behind it: "wis tak titipke bu ani mau 590".
func (m *reading) markJustNow() {
	if m.count(anAmount) == 0 {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if t := &m.tokens[i]; t.text == "mau" && t.kind == aWord && (i+1 == len(m.tokens) || m.tokens[i+1].kind == anAmount || m.tokens[i+1].sign(".,;!\n")) && !m.tokens[i-1].is(tTitle) && !m.endsAsking(i) {
			t.text, t.tags = "wau", tAlready
		}
	}
}

// endsAsking tells whether a question mark stands from token i on.
func (m *reading) endsAsking(i int) bool {
	for _, t := range m.tokens[i:] {
		if t.sign("?") {
			return true
		}
	}
	return false
}

// markForgot takes the "lupa" for what it is where a treasurer begins with it: she forgot
// to tell ("lupa bu, kemarin wati titip 275rb").
func (m *reading) markForgot() {
	if m.c.Role != Treasurer || m.count(anAmount) == 0 {
		return
	}
	m.markUntold()
	for i := range m.tokens {
		t := &m.tokens[i]
		if (t.text == "lupa" || t.text == "lali" || t.text == "kesupen") && i+1 < len(m.tokens) && (m.tokens[i+1].kind == aDay && !m.tokens[i+1].day.ahead || m.tokens[i+1].kind == aSign || m.tokens[i+1].is(tTitle)) {
			t.tags = tFill
			return
		}
		if t.kind != aSign && !t.is(tGreet|tFill|tTitle) {
			return
		}
	}
}

// markUntold takes the no out of "wingi siti 275rb, lali ora takcatet" and "lupa tak lapor":
// she tells it now.
func (m *reading) markUntold() {
	for i := range m.tokens {
		if !forgetWords[m.tokens[i].text] {
			continue
		}
		for k := i + 1; k < len(m.tokens) && k <= i+3; k++ {
			t := &m.tokens[k]
			if t.kind == aWord && (writes(t.text) || strings.Contains(t.text, "lapor")) {
				for n := i; n <= k; n++ {
					if m.tokens[n].kind == aWord {
						m.tokens[n].tags = tFill
					}
				}
				m.tokens = slices.DeleteFunc(m.tokens, func(t token) bool {
					return t.kind == aName && t.who.me && t.start > m.tokens[i].start && t.start < m.tokens[k].start
				})
				return
			}
			if !(t.kind == aName && t.who.me) && !t.is(tNo|tNotYet|tFill) {
				break
			}
		}
	}
}

// dropTold takes out the day on which somebody tells, not pays: "tgl 8 siti bayar 275rb, sy
// baru ingat sekarang", "wati 275rb kemarin, baru lapor hari ini".
func (m *reading) dropTold() {
	if m.count(aDay) < 2 || m.count(anAmount) == 0 {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if t := m.tokens[i-1]; m.tokens[i].kind == aDay && m.tokens[i].day.past == ledger.DateOf(m.c.Sent) && t.kind == aWord && (tellsWords[t.text] || strings.Contains(t.text, "lapor") || isWriteWord(t.text)) {
			m.tokens = slices.Delete(m.tokens, i, i+1)
			return
		}
	}
}

// tellsWords say that something is told, or remembered.
var tellsWords = map[string]bool{
	"ingat": true, "inget": true, "eling": true, "kelingan": true, "emut": true, "kabari": true, "ngabari": true, "sms": true, "kirim": true, "bilang": true, "ngomong": true, "crita": true,
}
