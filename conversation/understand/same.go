package understand

import "slices"

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

// leftWords say who is still to come.
var leftWords = map[string]bool{"tinggal": true, "kurang": true, "krg": true, "kari": true, "kantun": true, "gari": true}
