package understand

import (
	"slices"

	"bendahara/ledger"
)

// sameAgain reads "siti 275rb wati sama": as much as the one before her, where that is
// one amount and nothing stands between.
func (m *reading) sameAgain() {
	for i := range m.tokens {
		if t := m.tokens[i]; i > 1 && (m.tokens[i-1].text == "juga" || m.tokens[i-1].text == "jg" || m.tokens[i-1].text == "ge" || m.tokens[i-1].text == "yo") && sameWords[t.text] {
			m.tokens = slices.Delete(m.tokens, i-1, i)
			m.sameAgain()
			return
		} else if t.kind != aWord || !sameWords[t.text] || i < 3 || m.tokens[i-1].kind != aName || m.tokens[i-1].who.to || !m.endsPart(i+1) {
			continue
		}
		k := i - 2
		for k > 0 && (m.tokens[k].is(tTitle|tAnd) || m.tokens[k].sign(",;\n.")) {
			k--
		}
		who := k - 1
		for who > 0 && m.tokens[who].is(tPay|tSave|tBring|tFill|tAlready) {
			who-- // "dewi nabung 10rb, murni sama"
		}
		if k > 0 && m.tokens[k].kind == anAmount && m.tokens[who].kind == aName && !m.tokens[who].who.to {
			same := m.tokens[k]
			same.start, same.end = m.tokens[i].start, m.tokens[i].end
			m.tokens[i] = same
			if p := who + 1; m.tokens[p].is(tPay | tSave) { // for the same purpose
				m.tokens = slices.Insert(m.tokens, i, m.tokens[p])
				m.sameAgain()
				return
			}
		}
	}
}

// alsoAgain reads "siti 275rb, wati juga" and "siti, wati masing2 275rb tgl 7, sama saya jg":
// as much as the ones before her, on the same day.
func (m *reading) alsoAgain() {
	for i := 1; i < len(m.tokens); i++ {
		t := m.tokens[i]
		if t.kind != aWord || !alsoSame[t.text] || m.tokens[i-1].kind != aName || m.tokens[i-1].who.to || !m.endsPart(i+1) {
			continue
		}
		k := i - 2
		for k > 0 && (m.tokens[k].is(tTitle|tAnd|tFill) || m.tokens[k].sign(",;\n.")) {
			k--
		}
		day := []token(nil)
		if k > 0 && m.tokens[k].kind == aDay && !m.tokens[k].day.ahead {
			day, k = []token{m.tokens[k]}, k-1
		}
		who := k - 1
		for who > 0 && m.tokens[who].is(tPay|tSave|tBring|tFill|tAlready|tEach|tTitle) {
			who--
		}
		if k <= 0 || m.tokens[k].kind != anAmount || m.tokens[k].amount.short || m.tokens[who].kind != aName || m.tokens[who].who.to {
			continue
		}
		same := m.tokens[k]
		same.start, same.end = t.start, t.end
		for n := k + 1; n < i-1; n++ { // what joins her: a new part begins
			if m.tokens[n].kind == aWord && !m.tokens[n].is(tTitle) {
				m.tokens[n].kind, m.tokens[n].text, m.tokens[n].tags = aSign, ",", 0
			}
		}
		m.tokens = slices.Replace(slices.Clone(m.tokens), i, i+1, append([]token{same}, day...)...)
		return
	}
}

// alsoSame say that somebody did as the one before.
var alsoSame = map[string]bool{"juga": true, "jg": true, "jga": true, "ugi": true, "ge": true, "uga": true, "too": true}

// sameWords say that it is as much as before.
var sameWords = map[string]bool{"sama": true, "sami": true, "podo": true, "padha": true, "idem": true, "sda": true, "same": true}

// endsPart tells whether a part of the message ends before token i.
func (m *reading) endsPart(i int) bool {
	return m.ends(i) || m.tokens[i].is(tAnd) || m.tokens[i].sign(",;\n.")
}

// savesRest reads "siti 300rb lebihnya masuk tabungan": how much of it is for what was
// not said.
func (m *reading) savesRest() bool {
	rest := false
	for _, t := range m.tokens {
		switch {
		case t.is(tRest):
			rest = true
		case rest && t.is(tSave|tPurse):
			return true
		case !t.is(tFill | tTo | tPay | tBring):
			rest = false
		}
	}
	return false
}

// markLeft reads "semua sudah bayar tinggal siti" as "kecuali siti".
func (m *reading) markLeft() {
	all, paid := false, false
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.kind == aName && !all {
			return // "siti bayar semua tinggal wati"
		}
		all, paid = all || t.is(tAll), paid || t.is(tPay|tPaidOff|tBring|tAlready)
		if !all || !paid || t.kind != aWord || !leftWords[t.text] || !m.forAll() || i+1 == len(m.tokens) {
			continue
		}
		names := 0
		for _, after := range m.tokens[i+1:] {
			switch {
			case after.kind == aName:
				names++
			case after.kind != aSign && !after.is(tTitle|tAnd|tFill|tNotYet) || after.sign("?"):
				return
			}
		}
		if names > 0 {
			t.tags = tExcept
		}
		return
	}
}

// markOthers reads "yang belum: siti, wati. Selebihnya sdh bayar" as all others, where no
// amount could have something left.
func (m *reading) markOthers() {
	if !m.forAll() || m.count(anAmount) > 0 || m.others() == 0 {
		return
	}
	unpaid := false
	for i := range m.tokens {
		t := &m.tokens[i]
		unpaid = unpaid || t.is(tNotYet|tCannot|tExcept)
		if unpaid && t.is(tRest) && i+1 < len(m.tokens) && (m.tokens[i+1].is(tAlready|tPaidOff|tAll) || m.tokens[i+1].is(tPay) && !m.has(tSoon)) {
			t.text, t.tags = "lainnya", tAll
			return
		}
	}
}

// leftWords say who is still to come.
var leftWords = map[string]bool{"tinggal": true, "kurang": true, "krg": true, "kari": true, "kantun": true, "gari": true}

// dropRepeated leaves out what is said of somebody without an amount, where how much it was is
// said besides: "bu nurul dan bu tukinem titip. nurul 236rb, tukinem 118rb".
func dropRepeated(slots []Slot) []Slot {
	return slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool {
		return s.Kind != "" && s.Amount == 0 && !s.Due && !s.NotPaid && s.Cover == nil && len(s.Members) == 1 && slices.ContainsFunc(slots, func(o Slot) bool {
			return o.Kind == s.Kind && o.Amount > 0 && slices.Equal(o.Members, s.Members)
		})
	})
}

// alsoOn adds the same of another day: "... kemarin juga sama".
func alsoOn(slots []Slot, day ledger.Date) []Slot {
	for _, s := range slots {
		if s.Kind != "" && s.Date != day {
			s.Date = day
			slots = append(slots, s)
		}
	}
	return slots
}

// markAlsoOn takes out the last line or part of a list that only says that it was the same on
// another day: "dewi 5rb murni 5rb\nkmrn jg sama".
func (m *reading) markAlsoOn() {
	from := len(m.tokens)
	for from > 0 && !m.tokens[from-1].sign("\n;,.") {
		from--
	}
	if from < 2 || !hasAmount(m.tokens[:from]) || !m.forAll() {
		return
	}
	day, same, too := ledger.Date(0), false, false
	for _, t := range m.tokens[from:] {
		switch {
		case t.kind == aDay && !t.day.ahead && !t.day.ask:
			day = t.day.past
		case t.kind == aWord && sameWords[t.text]:
			same = true
		case t.kind == aWord && alsoSame[t.text]:
			too = true
		case !t.is(tFill | tAlready | tAll):
			return
		}
	}
	if day != 0 && same && too {
		m.alsoOn, m.tokens = day, m.tokens[:from-1:from-1]
	}
}
