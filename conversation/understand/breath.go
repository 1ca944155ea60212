package understand

import "slices"

// mendBreath takes out what somebody corrects in the same breath: "yuli 236, eh 200rb ding",
// "siti eh wati 275rb".
func (m *reading) mendBreath() {
	for i := 1; i < len(m.tokens)-1; i++ {
		if t := m.tokens[i].text; t != "eh" && t != "ehh" && t != "eeh" && t != "eh_maaf" && t != "eh_salah" {
			continue
		}
		from, to := i, i+1
		for from > 0 && m.tokens[from-1].kind == aSign && !m.tokens[from-1].sign("?\n") {
			from--
		}
		for to < len(m.tokens) && m.tokens[to].is(tTitle|tNo) {
			to++
		}
		if from == 0 || to == len(m.tokens) || m.tokens[from-1].kind != m.tokens[to].kind {
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
