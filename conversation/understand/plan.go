package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// plan reads what is meant to happen: a promise, a reason, never a payment.
func (m *reading) plan() (out Meaning) {
	out.Intent = Other
	d, dated := m.promise()
	if m.has(tOdd) && !m.has(tRecord|tNotYet|tCannot) || m.has(tUPK) && m.has(tRecord) || m.has(tRemind) || m.hasText("harus", "hrs", "suruh", "seharusnya", "harusnya") {
		return out
	}
	if m.has(tReport) && m.count(anAmount) == 0 && !m.has(tNotYet|tCannot) && m.hasText("minta", "mnta", "mau", "pengen", "pingin", "ingin", "njaluk", "nyuwun") {
		return m.query() // "minta rekap setoran tgl 12"
	}
	if m.supposes() && !m.has(tNotYet) {
		return out
	}
	if m.namesPeriodAhead() && !m.has(tSoon|tNotYet|tCannot|tAlready) {
		return out // which instalment, and not when it is paid
	}
	if m.has(tDraw) && !m.has(tPay|tNotYet|tCannot) {
		if !m.forAll() && m.c.Role != Unknown {
			out.Intent = Human // "mau ambil tabungan 10rb": her treasurer gives it to her
		}
		return out // "wati mau ambil tabungan minggu depan"
	}
	if m.c.Role == Treasurer && m.has(tBring) && !m.has(tPay|tPaidOff|tNotYet|tCannot) && (m.people() == 0 || m.others() == 0 && m.count(anAmount) > 0) {
		return out // "jumat mau setor pak": what she will bring to the UPK
	}
	if m.has(tPay|tBring|tPaidOff|tNotYet|tCannot) && (dated || m.has(tSoon|tNotYet|tCannot)) || dated && m.count(aName) > 0 && (m.count(anAmount) > 0 || m.has(tSoon) || d.next > ledger.DateOf(m.c.Sent) && m.hasText("lupa")) {
		out.Intent = NotPaid
		out.Promise = d.next
		out.Note = m.text(0)
		out.Slots = m.unpaidSlots(&out)
	}
	if out.Intent == Other && (m.count(aName) > 0 || !m.forAll()) && m.hasText("minta_waktu", "minta_tempo", "minta_mundur", "minta_undur", "njaluk_tempo", "njaluk_wektu", "njaluk_mundur", "nyuwun_tempo", "mundur", "diundur", "tunda", "nunda", "menunda", "ditunda") {
		out.Intent, out.Promise, out.Note = NotPaid, d.next, m.text(0)
		out.Slots = m.unpaidSlots(&out)
	}
	if out.Intent == Other && dated && d.ahead && m.promises() {
		out.Intent, out.Promise, out.Note = NotPaid, d.next, m.text(0)
		out.Slots = m.unpaidSlots(&out)
	}
	if out.Intent == Other && m.count(anAmount) == 0 {
		if m.asksPayoff() {
			return m.topic(OfPayoff)
		}
		return m.query()
	}
	return out
}

// markRestAmount reads "yang 75rb besok" behind what was paid as "sisanya besok".
func (m *reading) markRestAmount() {
	paid := false
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.kind == anAmount {
			paid = true
		}
		if !paid || t.text != "yang" && t.text != "yg" && t.text != "sing" || i+1 >= len(m.tokens) || m.tokens[i+1].kind != anAmount {
			continue
		}
		behind := i + 1
		for behind < len(m.tokens) && (m.tokens[behind].kind == anAmount || m.tokens[behind].is(tFill)) {
			behind++
		}
		if behind < len(m.tokens) && (usedWords[m.tokens[behind].text] || m.tokens[behind].is(tSoon) || m.tokens[behind].kind == aDay && m.tokens[behind].day.ahead) {
			t.tags |= tRest
			return
		}
	}
}

// markRestLater takes what is said to come later behind what was paid for what is left:
// "500rb dulu, nyusul 90rb", "400rb, sing kurang janji tgl 18", "jasa 25rb, pokoknya bulan
// depan".
func (m *reading) markRestLater() {
	paid := false
	later := func(i int) bool {
		return i < len(m.tokens) && (m.tokens[i].is(tSoon) || m.tokens[i].kind == aDay && m.tokens[i].day.ahead)
	}
	for i := range m.tokens {
		t := &m.tokens[i]
		switch {
		case t.kind == anAmount && !t.amount.short && !paid:
			paid = true
		case !paid || t.is(tRest):
			if t.is(tRest) {
				return
			}
		case t.is(tSoon) && lateWords[t.text] && i+1 < len(m.tokens) && m.tokens[i+1].kind == anAmount && m.endsPart(i+2):
			t.tags |= tRest
			return
		case t.kind == anAmount && m.tokens[i-1].kind == aSign && later(i+1) && !m.payersBehind(i+1): // "2jt dulu, 484rb menyusul kamis"
			m.tokens = slices.Insert(slices.Clone(m.tokens), i, token{kind: aWord, text: "sisanya", start: t.start, end: t.start, tags: tRest})
			return
		case (t.text == "yang" || t.text == "yg" || t.text == "sing" || t.text == "nu") && i+1 < len(m.tokens) && m.tokens[i+1].is(tShort) && later(i+2):
			t.tags |= tRest
			return
		case t.is(tBalance) && (later(i+1) || i+1 < len(m.tokens) && m.tokens[i+1].kind == anAmount && later(i+2)): // "kirangane 136 mengke"
			t.tags |= tRest
			return
		case (t.text == "pokok" || slices.Contains(interestWords, t.text)) && m.tokens[i-1].kind == aSign && later(i+1):
			t.tags |= tRest
			return
		}
	}
}

// payersBehind tells whether somebody is named from token i on: what comes later may be hers.
func (m *reading) payersBehind(i int) bool {
	return slices.ContainsFunc(m.tokens[i:], func(t token) bool { return t.kind == aName && !t.onlyGroup() && !t.who.to && !t.who.me })
}

// lateWords say that something comes later.
var lateWords = map[string]bool{"nyusul": true, "menyusul": true, "besok": true, "bsk": true, "sesuk": true, "nanti": true, "mengko": true, "mangke": true, "engke": true}

// usedWords say that money is gone: "136rb, yg 100rb kepake beli obat".
var usedWords = map[string]bool{"kepake": true, "kepakai": true, "terpakai": true, "dipakai": true, "dipake": true, "kanggo_tuku": true, "kepakek": true, "dienggo": true}

// restWords make what is left of the number before them: "100rb dulu, 18nya besok".
var restWords = map[string]bool{"nya": true, "ne": true, "na": true, "e": true}

// markRestNumber reads "18nya besok" behind what was paid as "sisanya 18 besok".
func (m *reading) markRestNumber() {
	paid := false
	for i, t := range m.tokens {
		if t.kind != anAmount && t.kind != aNumber {
			continue
		}
		behind := i + 2
		if written := strings.ToLower(m.plain[t.start:t.end]); paid && i+1 < len(m.tokens) && m.tokens[i+1].is(tSoon) && (strings.HasSuffix(written, "ne") || strings.HasSuffix(written, "nya") || strings.HasSuffix(written, "nipun")) {
			m.tokens = slices.Insert(slices.Clone(m.tokens), i, token{kind: aWord, text: "sisanya", start: t.start, end: t.start, tags: tRest})
			return // "jare sangang puluh ewune diundur"
		}
		if paid && behind < len(m.tokens) && m.sayRest(i+1) && (m.tokens[behind].is(tSoon) || m.tokens[behind].kind == aDay && (m.tokens[behind].day.ahead || m.tokens[behind].day.next > m.tokens[behind].day.past)) {
			m.tokens = slices.Insert(slices.Clone(m.tokens), i, token{kind: aWord, text: "sisanya", start: t.start, end: t.start, tags: tRest})
			return
		}
		paid = paid || t.kind == anAmount
	}
}

// sayRest tells whether the word at i says that the number before it is what is left:
// "18nya", "18 ribunya".
func (m *reading) sayRest(i int) bool {
	t := m.tokens[i]
	written := strings.ToLower(m.plain[t.start:t.end])
	return restWords[t.text] || t.is(tNumber) && (strings.HasSuffix(written, "nya") || strings.HasSuffix(written, "ne"))
}

// turnRest says "sisanya besok" of "besok sisanya" and "janji sabtu sisanya": the day is
// that of the rest.
func (m *reading) turnRest() {
	for i, t := range m.tokens {
		if !t.is(tRest) {
			continue
		}
		from, ahead := i, false
		for from > 0 && (m.tokens[from-1].is(tSoon) || m.tokens[from-1].kind == aDay && m.tokens[from-1].day.next != 0) {
			from--
			ahead = ahead || m.tokens[from].is(tSoon) || m.tokens[from].day.ahead
		}
		if from > 0 && from < i && ahead {
			copy(m.tokens[from+1:i+1], m.tokens[from:i])
			m.tokens[from] = t
			return
		}
	}
}

// forgetWords say that something was forgotten.
var forgetWords = map[string]bool{"lupa": true, "lp": true, "lpa": true, "lupak": true, "lali": true, "kesupen": true, "poho": true, "hilap": true}

// markReminded takes the no out of "jangan lupa dicatat", and what may go wrong out of "jangan
// keliru".
func (m *reading) markReminded() {
	for i := range m.tokens {
		wrong := i + 1
		if wrong < len(m.tokens) && untilWords[m.tokens[wrong].text] {
			wrong++
		}
		if m.isDont(i) && wrong < len(m.tokens) && m.tokens[wrong].is(tWrong) { // "jgn sampai ketuker ya"
			m.tokens[i].tags, m.tokens[wrong].tags = tFill, tFill
			m.tokens[i].text = "jangan_salah"
			continue
		}
		if !m.isDont(i) || i+2 >= len(m.tokens) || !forgetWords[m.tokens[i+1].text] {
			continue
		}
		if isWriteWord(m.tokens[i+2].text) {
			m.tokens[i].tags, m.tokens[i+1].tags = tFill, tFill
			m.tokens[i].text = "jangan_lupa"
		}
	}
}

// markCould makes a payment of "baru bisa 400rb dulu": so much she could, and did.
func (m *reading) markCould() {
	for i := range m.tokens {
		t := &m.tokens[i]
		if !t.is(tSoon) || !strings.HasSuffix(t.text, "_bisa") && !strings.HasSuffix(t.text, "_bs") || i == 0 {
			continue
		}
		behind := i + 1
		for behind < len(m.tokens) && m.tokens[behind].is(tPay|tBring|tFill) {
			behind++
		}
		if behind == len(m.tokens) || m.tokens[behind].kind != anAmount || m.tokens[behind].amount.short {
			continue
		}
		for _, later := range m.tokens[behind:] {
			if later.is(tRest) {
				break
			}
			if later.is(tSoon) || later.kind == aDay && later.day.ahead {
				return
			}
		}
		t.tags = tAlready
	}
}

// promises tells whether a member names a day to come and nothing that the day
// could be for but paying: "maaf telat, minggu depan ya".
func (m *reading) promises() bool {
	if m.c.Role != Member && m.c.Role != Head {
		return false
	}
	for _, t := range m.tokens {
		if t.kind != aDay && t.kind != aSign && !(t.kind == aName && t.who.me) && !t.is(tFill|tTitle|tGreet|tYes|tSoon|tReason|tThanks|tNumber) &&
			!(t.is(tArrears) && !strings.HasPrefix(t.text, "tung")) {
			return false
		}
	}
	return true
}

func (m *reading) unpaidSlots(out *Meaning) (slots []Slot) {
	p := pairing{m: m}
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.to && !m.spokenTo(t.who) {
			s := p.slotFor(t.who)
			s.NotPaid = true
			slots = append(slots, s)
		}
	}
	if slots == nil {
		s := p.slotFor(p.nobody())
		s.NotPaid = true
		slots = []Slot{s}
	}
	for i := range slots {
		m.askFor(out, &slots[i])
	}
	return slots
}

// spokenTo tells whether a member names her treasurer, to whom she writes.
func (m *reading) spokenTo(w who) bool {
	if m.c.Role != Member || !w.hail || len(w.people) != 1 || m.c.People == nil {
		return false
	}
	p := m.c.People.people[w.people[0]]
	return p.Keeps && p.Member != m.c.Self
}

// nobodyPaid reads "hari ini nihil, ga ada yg nabung".
func (m *reading) nobodyPaid() bool {
	for i := range m.tokens {
		switch m.tokens[i].text {
		case "nihil", "nol", "kosong":
			return true
		case "ga_ada", "gak_ada", "tidak_ada", "gada", "blm_ada", "belum_ada", "ora_ono", "ora_ana", "mboten_wonten", "teu_aya", "nggak_ada", "ngga_ada", "tdk_ada", "ono", "ana":
			if i+1 < len(m.tokens) && slices.Contains([]string{"yg", "yang", "sing", "ingkang", "nu", "satupun"}, m.tokens[i+1].text) {
				return true
			}
		}
	}
	return false
}

// addPromise keeps the day and the reason beside those who did not pay, and the
// promise for what is left: "siti 200rb sisanya besok".
func (m *reading) addPromise(out *Meaning) {
	unpaid := out.Intent == NotPaid
	for _, s := range out.Slots {
		unpaid = unpaid || s.NotPaid
	}
	rest := m.first(tRest)
	if !unpaid && rest <= 0 {
		return
	}
	out.Note = m.text(max(rest, 0))
	for i, t := range m.tokens {
		if i < rest && !t.day.ahead {
			continue // of what was paid
		}
		if t.kind == aDay && (m.promisedAt(i) && (out.Intent == NotPaid || m.tokens[i-1].is(tSoon)) || t.day.ahead || (rest > 0 || t.day.bare && m.has(tSoon)) && t.day.next != 0) && out.Promise == 0 {
			out.Promise = t.day.next
		}
	}
}

// promisedAt tells whether the day at i is promised, though it may also be one that
// has been: "belum bisa bayar, tgl 20", "belum tgl 20 saya bayar". In "siti belum
// bayar tgl 15" it is the day on which she should have.
func (m *reading) promisedAt(i int) bool {
	if m.tokens[i].day.next == 0 {
		return false
	}
	unpaid, apart := false, false
	for _, t := range m.tokens[:i] {
		unpaid = unpaid || t.is(tNotYet|tCannot|tNo)
		apart = unpaid && (apart || t.sign(",.;\n") || t.is(tSoon))
	}
	for _, t := range m.tokens[i+1:] {
		apart = apart || unpaid && t.is(tPay|tPaidOff|tBring|tYes|tSoon)
	}
	return apart
}
