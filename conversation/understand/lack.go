package understand

import (
	"slices"

	"bendahara/ledger"
)

// lackWord tells whether the word says what is missing, so that a day behind it is the
// one since which it is: "yg kurang kemarin", "sisa angsuran bulan lalu".
func lackWord(t token) bool {
	return t.is(tShort|tRest) || t.is(tArrears) && t.text != "telat" && t.text != "terlambat" ||
		t.kind == aWord && (t.text == "sisa" || t.text == "sesa" || t.text == "kari")
}

// instalmentNouns name a payment that falls due, so that a month or week behind one says
// which it is and not when it was brought: "angsuran bulan lalu".
var instalmentNouns = []string{
	"angsuran", "angs", "angsrn", "ansuran", "angsurn", "angsurannya", "angsuranya", "cicilan", "cicilannya", "setoran", "storan", "iuran", "tagihan", "tagihannya",
	"tunggakan", "tunggakannya", "kewajiban", "kewajibannya", "kewajibane", "kewajibanku", "kewajibanipun", "simpanan", "tabungan", "bayaran", "instalment", "installment",
}

// dropLacks leaves out what is only remarked of money that is missing: an amount set
// apart from the one that was paid ("wati 100rb (kurang 175.000)"), and since when it
// is missing ("nambah 25rb yg kurang kemarin").
func (m *reading) dropLacks() {
	m.dropProof()
	m.dropRemarkedLack()
	m.dropRestOfDeposit()
	m.dropReason()
	m.dropPeriodAhead()
	for i := 1; i < len(m.tokens); i++ {
		t := m.tokens[i]
		if t.kind != aDay || t.day.ahead || t.day.next > t.day.past && !t.day.bare {
			continue
		}
		at := i - 1
		for at > 0 && m.tokens[at].kind == aWord && slices.Contains(instalmentNouns, m.tokens[at].text) && !lackWord(m.tokens[at]) {
			at--
		}
		if !lackWord(m.tokens[at]) || !m.makesUpFor(at) {
			continue
		}
		from := at
		if from > 0 && m.tokens[from-1].is(tFill) {
			from--
		}
		to := i + 1
		if t.day.past == ledger.DateOf(m.c.Sent) { // "sisanya hari ini 75rb": the day on which it came
			to = i
		}
		m.tokens = slices.Delete(slices.Clone(m.tokens), from, to)
		return
	}
}

// dropReason takes off the end of a payment why it was not more: "400rb dulu sapinya blm
// laku". Whose animal it is nobody needs to know.
func (m *reading) dropReason() {
	m.dropRemark()
	last, why := -1, false
	for i, t := range m.tokens {
		if t.kind == anAmount {
			last, why = i, false
		}
		why = why || t.is(tReason) || causeWords[t.text]
	}
	if last < 0 || !why || last+1 == len(m.tokens) {
		return
	}
	if i := slices.IndexFunc(m.tokens[last+1:], func(t token) bool { return causeWords[t.text] }); i >= 0 && (!hasRecord(m.tokens[last+1+i:]) || m.goesAway(last+1+i)) {
		m.tokens = m.tokens[: last+1+i : last+1+i]
		return
	}
	from := -1
	for i, t := range m.tokens[last+1:] {
		switch {
		case t.kind == aName && !t.who.me, t.kind == aDay, t.sign("?"), t.is(tRecord | tAskWord | tSoon | tWish | tUndo | tWrong | tCannot | tAll | tExcept | tBut | tPuzzled | tOut | tTotal | tRest):
			return
		case from < 0 && t.kind == aWord && (t.tags == 0 || t.is(tReason|tNotYet|tNo)):
			from = last + 1 + i
		}
	}
	if from > 0 {
		m.tokens = m.tokens[:from:from]
	}
}

// goesAway tells whether behind the cause at i it is only said where she goes: "krn mau ke
// lampung".
func (m *reading) goesAway(i int) bool {
	rest := m.tokens[i+1:]
	return len(rest) > 1 && goingWords[rest[0].text] && towardWords[rest[1].text] && !hasRecord(rest[1:])
}

// dropRemark takes off the end of what was paid or drawn what the money is to buy, and
// where somebody is going: "ambil tabungan 10rb buat beli buku", "236rb, mau ke jakarta".
func (m *reading) dropRemark() {
	last := -1
	for i, t := range m.tokens {
		if t.kind == anAmount {
			last = i
		}
	}
	if last < 0 || !m.paysBefore(last+1) {
		return
	}
	for i := last + 1; i+1 < len(m.tokens); i++ {
		rest := m.tokens[i+1:]
		buys := m.has(tDraw) && forWords[m.tokens[i].text] && rest[0].is(tOut)
		goes := m.tokens[i-1].sign(",.;\n") && goingWords[m.tokens[i].text] && towardWords[rest[0].text]
		if (buys || goes) && !hasRecord(rest) && !slices.ContainsFunc(rest, func(t token) bool {
			return t.kind == anAmount || t.kind == aName && !t.who.me || t.is(tUPK|tNo|tNotYet)
		}) {
			m.tokens = m.tokens[:i:i]
			return
		}
	}
}

// dropAsked takes off a treasurer's "siti belum bayar padahal sudah saya tagih 2x" that she
// has asked for it.
func (m *reading) dropAsked() {
	i := slices.IndexFunc(m.tokens, func(t token) bool { return t.text == "padahal" || t.text == "pdhl" })
	if i <= 0 || !m.forAll() || m.people() == 0 {
		return
	}
	before, behind := reading{tokens: m.tokens[:i]}, reading{tokens: m.tokens[i:]}
	if before.has(tNotYet) && before.has(tPay|tBring) && before.count(anAmount) == 0 && behind.hasText("tagih", "ditagih", "nagih", "tagihin", "ingatkan", "diingatkan", "ingetin") && !slices.ContainsFunc(m.tokens[i:], func(t token) bool { return t.kind == aName && !t.who.me }) {
		m.tokens = m.tokens[:i:i]
	}
}

// Where somebody is going.
var (
	goingWords  = map[string]bool{"mau": true, "arep": true, "badhe": true, "bade": true, "rek": true, "ajeng": true}
	towardWords = map[string]bool{"ke": true, "neng": true, "nang": true, "dateng": true, "ka": true, "pulang": true, "mudik": true, "pergi": true, "lunga": true}
)

// causeWords begin a reason.
var causeWords = map[string]bool{
	"karena": true, "krn": true, "karna": true, "sebab": true, "soalnya": true, "soale": true, "amargi": true, "amarga": true, "jalaran": true, "mergo": true, "mergane": true,
	"gara2": true, "gara_gara": true,
}

func hasRecord(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool {
		return t.sign("?") || t.kind == aDay && t.day.ahead || t.is(tRecord|tAskWord|tUndo|tWrong|tRest|tExcept) || t.is(tSoon) && !t.is(tReason) || t.is(tWish) && t.text != "lupa"
	})
}

// dropRemarkedLack takes out "(kurang 175.000)" and ", kurang 5rb" behind an amount that
// was paid. Without the sign it may be counted off: "275rb kurang 5rb".
func (m *reading) dropRemarkedLack() {
	paid := false
	for i, t := range m.tokens {
		switch {
		case t.kind == aName || t.sign("\n;"):
			paid = false
		case t.kind != anAmount:
		case !t.amount.short:
			paid = true
		case paid && m.tokens[i-1].is(tRest): // "kurang 25 nya besok"
			return
		case paid && m.comesLater(i+1):
			m.tokens[i-1].tags = tRest // "100rb dulu kurang 18rb nyusul", "250rb kurang 25rb, nanti disusulkan"
			return
		case paid:
			from := i - 1
			for from > 0 && (slices.Contains(lackWords, m.tokens[from].text) || m.tokens[from].is(tFill|tAlready)) {
				from--
			}
			if !m.tokens[from].sign("(,-;[") {
				continue
			}
			to := i + 1
			if to < len(m.tokens) && m.tokens[to].sign(")]") {
				to++
			}
			m.tokens = slices.Delete(slices.Clone(m.tokens), from, to)
			return
		}
	}
}

// comesLater tells whether from token i on it is said that something comes on another day.
func (m *reading) comesLater(i int) bool {
	for i < len(m.tokens) && (m.tokens[i].sign(",") || m.tokens[i].is(tFill) || saysSo[m.tokens[i].text]) {
		i++
	}
	return i < len(m.tokens) && (m.tokens[i].is(tSoon) || m.tokens[i].kind == aDay && m.tokens[i].day.ahead)
}

// proofWords are what shows that somebody paid.
var proofWords = map[string]bool{
	"bukti": true, "buktinya": true, "buktine": true, "foto": true, "fotonya": true, "fotone": true, "struk": true, "struknya": true, "nota": true, "notanya": true, "kwitansi": true, "kwitansinya": true, "kuitansi": true,
	"resi": true, "resinya": true, "slip": true, "slipnya": true, "ss": true, "screenshot": true,
}

// dropProof takes off what was paid that its proof comes later: "transfer 275rb, bukti
// menyusul".
func (m *reading) dropProof() {
	for i := 1; i+1 < len(m.tokens); i++ {
		if m.tokens[i].kind != aWord || !proofWords[m.tokens[i].text] || !hasAmount(m.tokens[:i]) {
			continue
		}
		end := i + 1
		for end < len(m.tokens) && (m.tokens[end].kind == aWord && (m.tokens[end].tags == 0 || m.tokens[end].is(tFill|tTitle|tYes)) && !m.tokens[end].is(tSoon)) {
			end++
		}
		if end == len(m.tokens) || !m.tokens[end].is(tSoon) || !lateWords[m.tokens[end].text] && m.tokens[end].text != "ntar" {
			continue
		}
		for end++; end < len(m.tokens) && m.tokens[end].kind == aWord && (m.tokens[end].tags == 0 || m.tokens[end].is(tFill|tTitle|tYes|tThanks)); end++ {
		}
		for i > 1 && m.tokens[i-1].is(tSoon|tFill) && !m.tokens[i-1].is(tPay) {
			i--
		}
		if m.ends(end) {
			m.tokens = m.tokens[:i:i]
			return
		}
	}
}

// dropRestOfDeposit takes off an officer's text what of a group's money is still to come: "2
// juta dulu, kekurangannya besok".
func (m *reading) dropRestOfDeposit() {
	if rest := m.first(tRest); m.c.Role == Officer && rest > 0 && hasAmount(m.tokens[:rest]) && slices.ContainsFunc(m.tokens[rest:], func(t token) bool { return t.is(tSoon) || t.kind == aDay && t.day.ahead }) && !m.isQuestion() && !slices.ContainsFunc(m.tokens[rest:], func(t token) bool { return t.kind == aDay && !t.day.ahead && !t.day.bare }) {
		m.tokens = m.tokens[:rest:rest]
	}
}

// makesUpFor tells whether what is missing, by the word at i, is being paid: "bayar
// kekurangan kemarin 50rb", "nambah 25rb yg kurang kemarin". "siti kurang kemarin 50rb"
// only tells of it.
func (m *reading) makesUpFor(i int) bool {
	for _, t := range m.tokens[:i] {
		if t.is(tPay|tBring) && !slices.Contains(instalmentNouns, t.text) {
			return true
		}
		switch t.text {
		case "nambah", "tambah", "nambahi", "nambahin", "nutup", "nutupi", "nutupin", "susulan", "nyusul", "nyusuli", "titip", "nitip", "ngganepi":
			return true
		}
	}
	return false
}

// dropPeriodAhead takes out the month or week for which somebody pays ahead: "siti 275rb
// untuk bulan depan", "siti bayar angsuran bulan depan 275rb". It may still be what she
// will do, so that it is read back.
func (m *reading) dropPeriodAhead() {
	if !m.forAll() || m.people() == 0 || m.count(anAmount) == 0 || m.has(tSoon|tWish|tNotYet|tCannot|tNo|tRest) || m.isQuestion() {
		return
	}
	pays := slices.ContainsFunc(m.tokens, func(t token) bool { return t.is(tPay|tBring|tAlready) && !slices.Contains(instalmentNouns, t.text) })
	for i, t := range m.tokens {
		if i == 0 || t.kind != aDay || !t.day.ahead {
			continue
		}
		if i > 1 && (m.tokens[i-1].is(tAnd) || m.tokens[i-1].text == "sama" || m.tokens[i-1].text == "sm" || m.tokens[i-1].text == "karo") && thisPeriod[m.tokens[i-2].text] {
			m.tokens, m.ahead = slices.Delete(slices.Clone(m.tokens), i-1, i+1), true // "buat bulan ini sama bulan depan"
			return
		}
		for_ := forWords[m.tokens[i-1].text] || alsoWords[m.tokens[i-1].text] || m.has(tPaidOff) && untilWords[m.tokens[i-1].text]
		if !for_ && !(pays && slices.Contains(instalmentNouns, m.tokens[i-1].text)) {
			return
		}
		from := i
		if for_ {
			from--
		}
		m.tokens, m.ahead = slices.Delete(slices.Clone(m.tokens), from, i+1), true
		return
	}
}

// alsoWords join another month: "bayar dobel sekalian bulan depan".
var alsoWords = map[string]bool{"sekalian": true, "sekaligus": true, "plus": true, "skalian": true}

// untilWords say up to when something is paid: "lunas sampai bulan depan".
var untilWords = map[string]bool{"sampai": true, "sampe": true, "smp": true, "hingga": true, "nganti": true, "dugi": true}

// thisPeriod is the month or week that is.
var thisPeriod = map[string]bool{"bulan_ini": true, "bln_ini": true, "minggu_ini": true}

// namesPeriodAhead tells whether a month or week to come only says which instalment is
// meant: "angsuran bulan depan 275rb ya bu siti".
func (m *reading) namesPeriodAhead() bool {
	for i, t := range m.tokens {
		if i > 0 && t.kind == aDay && t.day.ahead && m.tokens[i-1].kind == aWord && slices.Contains(instalmentNouns, m.tokens[i-1].text) {
			return true
		}
	}
	return false
}
