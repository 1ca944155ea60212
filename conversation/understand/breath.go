package understand

import "slices"

// breathWords begin what somebody says anew.
var breathWords = map[string]bool{"eh": true, "ehh": true, "eeh": true, "eh_maaf": true, "eh_salah": true}

// mendBreath takes out what somebody corrects in the same breath: "yuli 236, eh 200rb ding",
// "siti eh wati 275rb", "wati 257rb eh salah wati 275rb", "widodo 590rb eh bukan widodo, yg
// riyadi".
func (m *reading) mendBreath() {
	for i := 1; i < len(m.tokens)-1; i++ {
		if !breathWords[m.tokens[i].text] {
			continue
		}
		from, to := i, i+1
		for from > 0 && m.tokens[from-1].kind == aSign && !m.tokens[from-1].sign("?\n") {
			from--
		}
		no := false
		for to < len(m.tokens) && (m.tokens[to].is(tTitle|tNo|tWrong) || m.tokens[to].sign(",") && to > i+1) {
			no, to = no || m.tokens[to].is(tNo), to+1
		}
		if from == 0 || to == len(m.tokens) {
			continue
		}
		if m.mendPair(from, to, no) {
			return
		}
		if m.tokens[from-1].kind != m.tokens[to].kind || to > i+1 && m.tokens[to-1].is(tWrong) && m.tokens[to].kind != anAmount {
			continue
		}
		switch m.tokens[to].kind {
		case anAmount, aDay:
			m.tokens = slices.Delete(m.tokens, from-1, to)
		case aName:
			if !m.tokens[to].who.to {
				m.tokens = slices.Delete(m.tokens, from-1, to)
			}
		}
		return
	}
}

// mendPair mends a name and an amount that end before from by what begins at to: the same
// name or amount with another beside it, or where the name is denied, another name.
func (m *reading) mendPair(from, to int, denied bool) bool {
	if from < 2 || m.tokens[from-1].kind != anAmount || m.tokens[from-2].kind != aName || m.tokens[to].kind != aName {
		return false
	}
	old, again := m.tokens[from-2], m.tokens[to]
	same := slices.Equal(old.who.people, again.who.people) && old.who.me == again.who.me
	switch {
	case !denied && to+1 < len(m.tokens) && m.tokens[to+1].kind == anAmount && (same || m.tokens[to+1].amount.value == m.tokens[from-1].amount.value):
		m.tokens = slices.Delete(m.tokens, from-2, to)
		return true
	case !denied && same && to+1 < len(m.tokens) && m.tokens[to+1].is(tNotYet|tCannot): // "widyastuti 118rb eh widyastuti belum ding"
		m.tokens = slices.Delete(m.tokens, from-2, to)
		return true
	case denied && same:
		name := to + 1
		for name < len(m.tokens) && (m.tokens[name].sign(",.") || m.tokens[name].is(tTitle|tFill|tBut)) {
			name++
		}
		if name < len(m.tokens) && m.tokens[name].kind == aName && !m.tokens[name].who.to && m.ends(name+1) {
			m.tokens[from-2] = m.tokens[name]
			m.tokens = m.tokens[:from:from]
			return true
		}
	}
	return false
}
