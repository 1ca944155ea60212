package understand

import (
	"slices"

	"bendahara/ledger"
)

// Words beside an amount that is not what was brought: what the way cost, and what a paper has.
var besideWords = []string{
	"ongkos", "ongkose", "ongkosnya", "ojek", "ojol", "biaya", "biayanya", "admin", "adm", "administrasi", "parkir", "bensin", "bis", "angkot", "transport", "potongan", "potong", "fee",
	"kuitansi", "kuitansinya", "kwitansi", "kwitansinya", "nota", "notanya", "slip", "struk", "ditulis", "tertulis", "dicatat",
}

// carriesToOffice reads "uang mawar 2.360.000 sampun kulo setoraken UPK wingi kalih bu partini" and
// "setor ke upk 1.375.000. ongkos ojek 15rb": the group's money went to the UPK, whoever came
// along and whatever that cost. What a member's own way to the office's account was, is no
// matter of the group's.
func (m *reading) carriesToOffice(out *Meaning) bool {
	if m.c.Role != Treasurer && m.c.Role != Head || m.c.Group == "" || m.c.Roll || !m.has(tUPK) || m.isQuestion() || m.has(tUndo|tWrong|tWish|tPay|tPaidOff|tSave|tPurse|tDraw|tLoan|tDebt|tPuzzled) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.is(tNo) && t.text != "tak" }) { // Javanese "tak" is "I"
		return false
	}
	whole := m.tokens
	if m.tokens = dropRemainder(whole); !hasAmount(m.tokens) || !m.theCarried(out) {
		m.tokens = whole
		return false
	}
	return true
}

// theCarried is what went to the office, of a message without what is said of the rest.
func (m *reading) theCarried(out *Meaning) bool {
	at, value := -1, ledger.Money(0)
	for i, t := range m.tokens {
		switch {
		case t.kind != anAmount || t.amount.short:
		case m.besideMatter(i):
		case at >= 0:
			return false
		default:
			at, value = i, t.amount.value
		}
	}
	if at < 0 || value <= 0 || slices.ContainsFunc(m.tokens[:at], func(t token) bool { return t.kind == aDay && t.day.ahead }) || m.has(tNotYet|tCannot|tSoon) && !m.laterBehind(at) {
		return false
	}
	companions := 0
	for i, t := range m.tokens {
		if t.kind != aName || t.onlyGroup() || t.who.me {
			continue
		}
		behind := i + 1
		for behind < len(m.tokens) && m.tokens[behind].is(tTitle|tFill|tAlready) {
			behind++
		}
		if behind < len(m.tokens) && behind <= at && m.tokens[behind].kind == anAmount || i > 0 && m.tokens[i-1].is(tFrom) {
			return false // whose own money it may be
		}
		companions++
	}
	carried := m.has(tBring) || m.hasText(transferWords...) || slices.ContainsFunc(m.tokens, isCarry)
	common := m.c.Role == Treasurer || companions > 0 && m.has(tBring) || m.group != "" || m.has(tGroup) || m.saidText("uang_kelompok", "setoran", "storan") && value >= 1_000_000
	if !carried || !common || !m.has(tAlready) && !m.has(tBring) && !slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aDay && !t.day.ahead }) {
		return false
	}
	var told []token // the amount, the group and the day
	for i, t := range m.tokens {
		if i == at || t.onlyGroup() || t.kind == aDay && !t.day.ahead || t.kind == aWord && !t.is(tSoon|tNotYet|tCannot|tRest) {
			told = append(told, t)
		}
	}
	m.tokens = told
	*out = m.brought()
	return true
}

// besideMatter tells whether the amount at i is what something beside the money was.
func (m *reading) besideMatter(i int) bool {
	for k := i - 1; k >= max(0, i-3) && !m.tokens[k].sign(".,;\n"); k-- {
		if slices.Contains(besideWords, m.tokens[k].text) {
			return true
		}
		if m.tokens[k].kind == anAmount {
			break
		}
	}
	return i+1 < len(m.tokens) && slices.Contains(besideWords[:8], m.tokens[i+1].text)
}

// laterBehind tells whether what is said of later stands in a part of its own behind the
// amount at i: "..., bukti nyusul besok".
func (m *reading) laterBehind(i int) bool {
	apart := false
	for k, t := range m.tokens {
		if t.is(tSoon | tNotYet | tCannot) {
			if k < i || !apart {
				return false
			}
		}
		apart = apart || k > i && t.sign(",.;\n(")
	}
	return true
}

// splitWords say that one amount was paid in equal parts.
var splitWords = []string{"dibagi_dua", "bagi_dua", "dibagi_rata", "bagi_rata", "separo2", "separo_separo", "separoan", "fifty", "fifty_fifty", "paroan", "diparo", "paro2", "dipara_loro", "dipalih", "palihan"}

// splitEvenly reads "wati titip 550rb buat dia sama siti dibagi dua": half of it is each one's,
// where two are named and it can be halved.
func (m *reading) splitEvenly() {
	split := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == aWord && slices.Contains(splitWords, t.text) })
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	if split < 0 || m.count(anAmount) != 1 || m.tokens[at].amount.value <= 0 || m.tokens[at].amount.value%2 != 0 || m.isQuestion() || m.has(tNo|tUndo|tWrong) {
		return
	}
	var payers []token
	for _, t := range m.tokens {
		if t.kind != aName || t.onlyGroup() || t.who.me && m.hasText("ke") {
			continue
		}
		if len(t.who.people) == 2 && m.hasText("berdua", "dua_duanya", "keduanya") {
			one, two := t.two()
			payers = append(payers, one, two)
			continue
		}
		if !slices.ContainsFunc(payers, func(o token) bool { return o.who.me == t.who.me && slices.Equal(o.who.people, t.who.people) }) {
			payers = append(payers, t)
		}
	}
	if len(payers) != 2 {
		return
	}
	half := m.tokens[at]
	half.amount.value /= 2
	var out []token
	for _, t := range m.tokens {
		if t.kind == aDay || t.is(tPay|tSave|tAlready) {
			out = append(out, t)
		}
	}
	for i, t := range payers {
		if t.who.to = false; i > 0 {
			out = append(out, token{kind: aSign, text: ",", start: half.start, end: half.start})
		}
		out = append(out, t, half)
	}
	m.tokens = out
}

// dropOrdinals leaves out which instalment it is, behind the word and beside its amount: "590rb
// lunas angsuran 1", "angsuran ke 3 275rb".
func (m *reading) dropOrdinals() {
	if m.count(anAmount) < 2 {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if t := m.tokens[i]; t.kind == anAmount && t.amount.unsure && len(t.text) < 3 && m.ordinalAt(i) {
			m.tokens = slices.Delete(slices.Clone(m.tokens), i, i+1)
		}
	}
}

// ordinalAt tells whether right before token i stands the word for an instalment.
func (m *reading) ordinalAt(i int) bool {
	for i--; i >= 0 && (m.tokens[i].text == "ke" || m.tokens[i].text == "yang" || m.tokens[i].text == "yg"); i-- {
	}
	return i >= 0 && !(i > 0 && m.tokens[i-1].kind == anAmount) && slices.Contains([]string{"angsuran", "angs", "angsrn", "cicilan", "angsurane", "cicilane"}, m.tokens[i].text)
}
