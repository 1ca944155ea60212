package understand

// setAside takes off the end of a message what only stands beside the payments that it
// tells, so that they are not lost: a question about figures, "siti bayar 275rb. saldo
// wati berapa?", and what the sender means to do herself, "siti 250rb besok saya setor
// ke upk". What was taken off is told back, so that the payments are not booked without
// an echo.
func (m *reading) setAside() (rest string) {
	if !m.forAll() {
		return ""
	}
	for i := len(m.tokens) - 1; i > 0; i-- {
		t := m.tokens[i]
		from := i
		switch {
		case t.sign(".\n;") && m.asksFigures(i+1):
			from = i + 1
		case (t.is(tSoon) || t.kind == aDay && t.day.ahead) && m.ownPlan(i):
		default:
			continue
		}
		if !m.paysBefore(i) {
			return ""
		}
		rest = m.text(from)
		m.tokens = m.tokens[:i:i]
		return rest
	}
	return ""
}

// asksFigures tells whether from token i on a balance or the like is asked for, and no
// amount named.
func (m *reading) asksFigures(i int) bool {
	figures, asked := false, false
	for _, t := range m.tokens[i:] {
		if t.kind == anAmount || t.is(tNotYet|tAlready|tNo|tWish) {
			return false
		}
		figures = figures || t.is(tBalance|tSchedule|tArrears|tReport|tCash|tRest)
		asked = asked || t.sign("?") || t.is(tAskWord)
	}
	return figures && asked
}

// ownPlan tells whether from token i on the sender tells only that she will bring money
// to the UPK.
func (m *reading) ownPlan(i int) bool {
	brings := false
	for _, t := range m.tokens[i:] {
		switch {
		case t.kind == anAmount, t.kind == aName && !t.who.me && !t.onlyGroup():
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
