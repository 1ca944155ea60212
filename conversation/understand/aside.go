package understand

// setAside takes off the end of a message what the sender means to do herself beside the
// payments that it tells, so that they are not lost: "siti 250rb besok saya setor ke
// upk". It is told back, so that the payments are not booked without an echo.
func (m *reading) setAside() (rest string) {
	if !m.forAll() {
		return ""
	}
	for i := len(m.tokens) - 1; i > 0; i-- {
		if t := m.tokens[i]; !t.is(tSoon) && !(t.kind == aDay && t.day.ahead) || !m.ownPlan(i) {
			continue
		}
		if !m.paysBefore(i) {
			return ""
		}
		rest = m.text(i)
		m.tokens = m.tokens[:i:i]
		return rest
	}
	return ""
}

// ownPlan tells whether from token i on the sender tells only that she will bring money
// to the UPK.
func (m *reading) ownPlan(i int) bool {
	brings := false
	for _, t := range m.tokens[i:] {
		switch {
		case t.kind == anAmount, t.sign("?"), t.is(tAskWord), t.kind == aName && !t.who.me && !t.onlyGroup():
			return false
		case t.is(tUPK):
			brings = true
		}
	}
	return brings
}

// paysBefore tells whether payments that are sure to be over stand before token i.
func (m *reading) paysBefore(i int) bool {
	names, amounts := 0, 0
	for _, t := range m.tokens[:i] {
		switch {
		case t.sign("?"), t.is(tAskWord | tAdvice | tSoon | tWish | tNo | tNotYet | tCannot | tUndo | tWrong | tRemind | tLoan | tDebt), t.kind == aDay && t.day.ahead:
			return false
		case t.kind == anAmount:
			amounts++
		case t.kind == aName && !t.who.to:
			names++
		}
	}
	return names > 0 && amounts > 0
}
