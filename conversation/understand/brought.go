package understand

import "slices"

// remarksDeposit reads a treasurer's "setor upk 1.180.000 punya mbah yem sama saya" and
// "ke upk 4.248.000, kurang 236 krn bu tri durung bayar", and an officer's "melati setor 1,1
// juta. kurang 275rb, bu sri belum": what is said behind the amount tells whose money it is
// and whose is not there, which the books know.
func (m *reading) remarksDeposit(out *Meaning) bool {
	if m.isQuestion() || m.has(tUndo|tWrong|tWish|tLoan|tPuzzled) {
		return false
	}
	if m.c.Role == Head {
		return m.headBrought(out)
	}
	w, grouped := m.groupsNamed()
	if m.c.Role != Treasurer && !(m.c.Role == Officer && grouped) {
		return false
	}
	office, at := m.c.Role == Officer, -1
	for i, t := range m.tokens {
		if t.kind == anAmount {
			at = i
			break
		}
		if t.kind == aDay && t.day.ahead || t.kind != aDay && t.kind != aSign && !(t.kind == aName && t.who.me) && !t.onlyGroup() && !t.is(tBring|tTo|tUPK|tFill|tTitle|tAlready|tGreet|tAll) && !isCarry(t) && !m.namesOfficer(i) {
			return false
		}
		office = office || t.is(tUPK)
	}
	if !office || at < 0 || at+1 >= len(m.tokens) || m.tokens[at].amount.short || m.tokens[at].amount.value <= 0 || m.c.Role == Officer && !m.has(tBring|tReceive) {
		return false
	}
	if !m.remarks(at + 1) {
		return false
	}
	m.tokens = m.tokens[: at+1 : at+1]
	if m.c.Role == Officer {
		*out = m.received(w)
	} else {
		*out = m.brought()
	}
	return true
}

// remarks tells whether from token i on it is only said whose the money is, whose is not
// there, and that what is left comes later.
func (m *reading) remarks(i int) bool {
	behind := m.tokens[i:]
	if rest := slices.IndexFunc(behind, func(t token) bool { return t.is(tRest) }); rest >= 0 {
		r := reading{tokens: behind[rest+1:]}
		if later := r.has(tNotYet | tCannot | tSoon); later && !r.has(tPay|tSave|tAlready) && !hasAmount(behind[:rest]) {
			return true
		}
	}
	of := slices.ContainsFunc(behind, func(t token) bool {
		return t.is(tShort|tNotYet|tCannot|tFrom|tExcept|tReceive) || t.kind == aWord && slices.Contains(ofWords, t.text)
	})
	named := slices.ContainsFunc(behind, func(t token) bool {
		return t.kind == aName || t.text == "orang" || t.text == "org" || t.text == "wong" || t.text == "anggota"
	})
	more := slices.ContainsFunc(behind, func(t token) bool { return t.kind == anAmount && !t.amount.short })
	return of && named && !more
}

// ofWords say whose something is.
var ofWords = []string{"punya", "punyanya", "uang", "duit", "pny", "milik", "uangnya", "duwite", "duite", "duitnya", "isine", "isinya", "nggone", "gone", "duweke", "termasuk", "angsurannya"}

// carryWords say that money is taken somewhere, beside those for bringing it.
var carryWords = []string{"antar", "antarkan", "diantar", "anter", "anterin", "dianter", "nganter", "nganterin", "bawa", "bawain", "dibawa", "beto", "gowo", "tak_gowo", "dateng", "dhateng"}

// isCarry tells whether the word says that money is taken or sent somewhere.
func isCarry(t token) bool {
	return t.kind == aWord && (slices.Contains(carryWords, t.text) || slices.Contains(sentWords, t.text) || slices.Contains(giveWords, t.text))
}

// namesOfficer tells whether an unknown name stands at i between a title and the office: "bu
// endang upk".
func (m *reading) namesOfficer(i int) bool {
	return i > 0 && i+1 < len(m.tokens) && m.tokens[i].kind == aWord && m.tokens[i].tags == 0 && m.tokens[i-1].is(tTitle) && m.tokens[i+1].is(tUPK)
}

// handsToOffice reads a treasurer's "setoran kula pasrahke bu endang upk 2.360.000".
func (m *reading) handsToOffice() bool {
	return m.c.Role == Treasurer && m.has(tUPK) && m.count(anAmount) == 1 && m.others() == 0 && m.has(tAlready|tBring) && m.hasText(giveWords...)
}

// headBrought reads a ketua's "uang kelompok melati 1.375.000 sudah saya antar ke upk": money
// of all, where it is said whose it is. Her own instalment is hers to tell of.
func (m *reading) headBrought(out *Meaning) bool {
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount && !t.amount.short })
	if at < 0 || m.c.Group == "" || m.c.Roll {
		return false
	}
	from, to := at, at
	for from > 0 && !m.endsSentence(from-1) || from > 0 && m.tokens[from-1].sign(",") {
		from--
	}
	for to+1 < len(m.tokens) && !m.tokens[to+1].sign("?!\n;,") && !(m.tokens[to+1].sign(".") && !m.tokens[to+1].glued) {
		to++
	}
	told := reading{c: m.c, plain: m.plain, tokens: m.tokens[from : to+1]}
	lacks := told.has(tShort) && told.others() == 1
	if lacks {
		told.tokens = told.tokens[:told.first(tShort)]
	}
	common := lacks || m.group != "" && (m.saidText("uang", "uangnya", "dana", "duit", "duwit", "dhuwit", "setoran", "storan") || told.has(tGroup)) || m.saidText("uang_kelompok") || told.has(tBring) && m.saidText("setoran", "storan") && m.saidText("kelompok", "klp", "klmpk")
	carried := told.has(tBring) || slices.ContainsFunc(told.tokens, isCarry)
	if !common || !carried || !told.has(tUPK) || told.count(anAmount) != 1 || told.others() != told.receivers() || told.has(tPaidOff|tSave|tNo|tNotYet|tCannot|tSoon|tDebt|tAskWord) {
		return false
	}
	m.tokens = told.tokens
	*out = m.brought()
	return true
}
