package understand

import (
	"slices"
	"strconv"

	"bendahara/ledger"
)

// interestWords name the other part of an instalment beside "pokok".
var interestWords = []string{"jasa", "jasanya", "bunga", "bunganya", "margin", "marginnya", "bagi_hasil", "interest"}

// includeWords say that what follows is a part of the amount before.
var includeWords = map[string]bool{
	"termasuk": true, "trmasuk": true, "trmsk": true, "tmsk": true, "kalebu": true, "klebu": true, "kaasup": true, "including": true, "includes": true,
	"rincian": true, "rinciannya": true, "rinci": true, "perinciannya": true, "perincian": true, "terdiri": true, "isinya": true,
}

// settleParts settles amounts that are parts of one another, before they are taken for
// money of their own: "siti pokok 250rb jasa 25rb" is one payment, "siti 285rb = 275rb
// angsuran + 10rb tab" is two payments and not three. It returns true where an amount
// holds another and what is left of it was not said: "285rb, yang 10rb tabungan".
func (m *reading) settleParts() (unclear bool) {
	m.joinInterest()
	m.tellRest()
	m.dropProductOfEach()
	for from := 0; from < len(m.tokens); {
		if m.tokens[from].kind != anAmount {
			from++
			continue
		}
		var at []int // the amounts up to the next name
		end, included := from, false
		for end < len(m.tokens) && (m.tokens[end].kind != aName || m.people() == 1) && !m.tokens[end].is(tTotal|tRest) {
			if m.tokens[end].kind == anAmount {
				included = included || len(at) > 0 && (m.includedAt(end, at[len(at)-1]) || m.putIn(end+1))
				at = append(at, end)
			}
			end++
		}
		switch {
		case len(at) > 2 && m.addUp(at):
			m.tokens = append(m.tokens[:from:from], m.tokens[from+1:]...)
			end--
		case included:
			unclear = true
		}
		from = end + 1
	}
	return unclear
}

// tellRest takes the rest that is said, too, for what it is: "300rb, 275 angsuran sisanya 25
// tabungan".
func (m *reading) tellRest() {
	var at []int
	for i, t := range m.tokens {
		if t.kind == anAmount {
			at = append(at, i)
		}
	}
	if len(at) != 3 || m.people() != 1 {
		return
	}
	whole, first, rest := m.tokens[at[0]].amount, m.tokens[at[1]].amount, m.tokens[at[2]].amount
	if whole.value <= 0 || whole.value != first.value+rest.value {
		return
	}
	for i := at[1]; i < at[2]; i++ {
		if m.tokens[i].is(tRest) {
			m.tokens[i].tags = tFill
		}
	}
}

// markTimesEach reads "275 x 3: wati, siti, sri": so much of each, where as many are named.
func (m *reading) markTimesEach() {
	for i := 1; i+1 < len(m.tokens); i++ {
		if !isTimes(m.tokens[i]) || m.people() < 2 || !m.forAll() || m.count(anAmount) > 2 {
			continue
		}
		one, times := m.tokens[i-1], m.tokens[i+1]
		if n := timesSaid(times); n != m.people() && times.text != strconv.Itoa(m.people()) {
			return
		}
		switch v, err := strconv.ParseInt(one.text, 10, 64); {
		case one.kind == anAmount && one.amount.times > 0:
			one.amount = amount{value: one.amount.times, unsure: one.amount.unsure}
		case one.kind == aNumber && err == nil && 0 < v && v < bareBelow:
			one.kind, one.amount = anAmount, amount{value: ledger.Money(v) * 1000, unsure: true}
		default:
			return
		}
		each := m.tokens[i]
		each.kind, each.text, each.tags = aWord, "masing2", tEach
		m.tokens = slices.Replace(slices.Clone(m.tokens), i-1, i+2, each, one)
		return
	}
}

// dropProductOfEach takes out a sum before what each gave: "terima 825rb dari siti, wati, sri,
// masing2 275rb".
func (m *reading) dropProductOfEach() {
	if m.count(anAmount) != 2 || !m.has(tEach) || m.people() < 2 {
		return
	}
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	each := at + 1
	for m.tokens[each].kind != anAmount {
		each++
	}
	if m.tokens[at].amount.value > 0 && m.tokens[at].amount.value == m.tokens[each].amount.value*ledger.Money(m.people()) {
		m.tokens = slices.Delete(slices.Clone(m.tokens), at, at+1)
	}
}

// dropSpelled takes out an amount that stands once more in words behind it: "Rp. 590.000
// (lima ratus sembilan puluh ribu rupiah)".
func (m *reading) dropSpelled() {
	for i := 2; i < len(m.tokens); i++ {
		t := m.tokens[i]
		if t.kind == anAmount && m.tokens[i-1].sign("(") && m.tokens[i-2].kind == anAmount && m.tokens[i-2].amount.value == t.amount.value {
			m.tokens = slices.Delete(m.tokens, i-1, i+1)
			return
		}
	}
}

// joinList sets a sign where only a word says that the next payment comes: "siti 275rb terus
// bu wati 200rb".
func (m *reading) joinList() {
	m.splitOthers()
	paid := false
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.kind == anAmount {
			paid = true
		}
		if !paid || !thenWords[t.text] {
			continue
		}
		behind := i + 1
		for behind < len(m.tokens) && m.tokens[behind].is(tTitle|tFill) {
			behind++
		}
		if behind < len(m.tokens) && m.tokens[behind].kind == aName && !m.tokens[behind].who.to {
			t.kind, t.text, t.tags = aSign, ",", 0
		}
	}
}

// markDayBeside takes a weekday in brackets behind an amount for the day on which that was
// paid: "118rb (Jumat)".
func (m *reading) markDayBeside() {
	for i := 2; i+1 < len(m.tokens); i++ {
		if t := &m.tokens[i]; t.kind == aDay && t.day.bare && !t.day.ahead && m.tokens[i-1].sign("([") && m.tokens[i+1].sign(")]") && m.tokens[i-2].kind == anAmount {
			t.day.bare = false
		}
	}
}

// splitOthers sets a sign before the others behind an amount: "wati 50rb lainnya besok".
func (m *reading) splitOthers() {
	for i := 1; i < len(m.tokens); i++ {
		t := m.tokens[i]
		if t.kind != aWord || !othersWords[t.text] || m.tokens[i-1].kind == aSign || m.tokens[i-1].is(tAnd|tExcept) || !hasAmount(m.tokens[:i]) || hasAmount(m.tokens[i:]) {
			continue
		}
		for i > 1 && thatWords[m.tokens[i-1].text] {
			i--
		}
		m.tokens = slices.Insert(slices.Clone(m.tokens), i, token{kind: aSign, text: ",", start: t.start, end: t.start})
		return
	}
}

// markTopic takes the "kalau" of "wati sudah 275rb kalau siti belum" for what it is: as for
// Siti. A condition stands first, or asks.
func (m *reading) markTopic() {
	paid := false
	for i := range m.tokens {
		t := &m.tokens[i]
		paid = paid || t.kind == anAmount
		if !paid || !m.forAll() || t.kind != aWord || t.text != "kalau" && t.text != "kalo" && t.text != "klo" && t.text != "kl" && t.text != "nek" && t.text != "yen" && t.text != "lamun" && t.text != "untuk" {
			continue
		}
		name := i + 1
		for name < len(m.tokens) && m.tokens[name].is(tTitle) {
			name++
		}
		if name+1 >= len(m.tokens) || m.tokens[name].kind != aName || m.isQuestion() {
			continue
		}
		if behind := m.tokens[name+1]; behind.is(tNotYet|tCannot|tAlready) || behind.kind == anAmount {
			t.kind, t.text, t.tags = aSign, ",", 0
		}
	}
}

// thenWords go on with another payment.
var thenWords = map[string]bool{
	"terus": true, "trus": true, "tros": true, "lalu": true, "lajeng": true, "kemudian": true, "kmdn": true, "banjur": true, "tuluy": true, "teras": true, "lantas": true,
}

// splitRest reads "wati 300 ribu, 275 angsuran sisanya tabungan": what is left of the first
// amount when the second is taken off is saved.
func (m *reading) splitRest() {
	rest := m.first(tRest)
	if rest < 0 || m.count(anAmount) != 2 || m.has(tTotal|tNotYet|tSoon|tDraw) || m.isQuestion() {
		return
	}
	whole := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	part := whole + 1 + slices.IndexFunc(m.tokens[whole+1:], func(t token) bool { return t.kind == anAmount })
	save := rest + 1
	for save < len(m.tokens) && (m.tokens[save].is(tFill|tTo|tAll) || m.putIn(save)) {
		save++
	}
	end := save
	for end < len(m.tokens) && m.tokens[end].is(tSave|tPurse) {
		end++
	}
	left := m.tokens[whole].amount.value - m.tokens[part].amount.value
	between := slices.ContainsFunc(m.tokens[whole:rest], func(t token) bool { return t.kind == aName || t.sign("\n;") || t.is(tSave|tPurse) })
	if part > rest || end == save || !m.ends(end) || between || m.tokens[whole].amount.unsure || left <= 0 || m.tokens[part].amount.value <= 0 || !slices.ContainsFunc(m.tokens[whole:rest], func(t token) bool { return t.is(tPay) }) {
		return
	}
	m.settleGiver(whole)
	m.tokens[part].amount.unsure = false
	saved := m.tokens[rest]
	saved.kind, saved.tags, saved.amount = anAmount, 0, amount{value: left}
	tokens := append(slices.Clone(m.tokens[:whole]), m.tokens[whole+1:rest]...)
	tokens = append(tokens, token{kind: aSign, text: ",", start: saved.start, end: saved.start})
	tokens = append(append(tokens, saved), m.tokens[save:end]...)
	m.tokens = append(tokens, m.tokens[end:]...)
}

// addUp tells whether the first of the amounts is the sum of the others.
func (m *reading) addUp(at []int) bool {
	rest := m.tokens[at[0]].amount.value
	for _, i := range at[1:] {
		one := m.tokens[i].amount
		if one.value <= 0 || one.short {
			return false
		}
		rest -= one.value
	}
	return rest == 0
}

// includedAt tells whether the amount at i is said to be in the one at before.
func (m *reading) includedAt(i, before int) bool {
	for k := before + 1; k < i; k++ {
		t := m.tokens[k]
		if t.kind == aWord && (includeWords[t.text] || k == i-1 && (t.text == "yang" || t.text == "yg")) {
			return true
		}
	}
	return false
}

// putIn tells whether "masuk tabungan" stands at token i: what was put in is a part of
// what was brought, or came beside it.
func (m *reading) putIn(i int) bool {
	if i+1 >= len(m.tokens) || !m.tokens[i+1].is(tSave|tPurse) {
		return false
	}
	switch m.tokens[i].text {
	case "masuk", "masukin", "masukkan", "dimasukkan", "dimasukin", "mlebu", "lebet", "asup", "jadi", "dijadikan":
		return true
	}
	return false
}

// joinInterest makes one amount of "pokok 250rb jasa 25rb" and "250rb pokok, 25rb
// jasa": one payment, of which the sum is asked, because how it is shared out is the
// UPK's rule and not the treasurer's word.
func (m *reading) joinInterest() {
	if !m.hasText("pokok") || !m.hasText(interestWords...) {
		return
	}
	for i := 0; i < len(m.tokens); i++ {
		if m.tokens[i].kind == anAmount {
			m.joinInterestAt(i)
		}
	}
}

// joinInterestAt joins the amount at i with the one behind it, where one is called
// principal, the other interest, and nothing else stands between.
func (m *reading) joinInterestAt(i int) {
	from := i
	for from > 0 && m.isPartWord(m.tokens[from-1]) {
		from--
	}
	principal, interest, second := false, false, -1
	for to := from; to < len(m.tokens); to++ {
		switch t := m.tokens[to]; {
		case t.kind == anAmount && to > i && second < 0:
			second = to
		case t.text == "pokok":
			principal = true
		case m.isPartWord(t):
			interest = true
		case to != i && !t.is(tFill|tAnd|tPay) && !t.sign(",+&"):
			return
		}
		if !principal || !interest || second < 0 {
			continue
		}
		one := m.tokens[i]
		one.amount, one.end = amount{}, m.tokens[second].end
		m.tokens = append(append(m.tokens[:from:from], one), m.tokens[to+1:]...)
		return
	}
}

// isPartWord tells whether the word names principal or interest.
func (m *reading) isPartWord(t token) bool {
	if t.kind != aWord {
		return false
	}
	if t.text == "pokok" {
		return true
	}
	for _, word := range interestWords {
		if t.text == word {
			return true
		}
	}
	return false
}
