package understand

import (
	"slices"
	"strings"
)

// dropHeading takes off what a treasurer begins a list with, so that it is not taken for
// what she wants: "laporan kenanga hari ini: dewi 5rb, murni 3rb", "absen: ani 275, ...",
// and who she is: "kulo Partini bendahara Mawar. ...".
func (m *reading) dropHeading() {
	if m.c.Role == Head {
		m.dropReport()
	}
	if m.c.Role != Treasurer || m.count(anAmount) == 0 {
		return
	}
	m.dropIntroduction()
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.sign(":\n") })
	if at < 0 {
		return
	}
	list := 0 // names with an amount
	for _, c := range clauses(m.tokens[at+1:]) {
		names, amounts, _ := c.starts()
		list += min(names, amounts)
	}
	if list < 2 {
		return
	}
	for i, t := range m.tokens[:at] {
		if t.kind == aWord && !t.is(tReport|tFill|tGreet|tTitle|tGroup|tYes|tMeeting|tThanks) && t.text != "absen" || t.kind == aName && !t.onlyGroup() || t.kind == anAmount {
			return
		}
		if t.is(tReport) || t.text == "absen" {
			m.tokens[i].tags = tFill
		}
	}
}

// dropReport takes off how a ketua begins a list that she passes on: "bu ani minta tolong
// laporkan: sri 275rb, siti 250rb".
func (m *reading) dropReport() {
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.sign(":") })
	if at < 0 || at+1 == len(m.tokens) || m.tokens[at+1].kind != aName && !m.tokens[at+1].is(tTitle) {
		return
	}
	reports := slices.ContainsFunc(m.tokens[:at], func(t token) bool {
		return t.kind == aWord && (strings.Contains(t.text, "lapor") || writes(t.text) || t.is(tReport))
	})
	list := 0 // names with an amount
	for _, c := range clauses(m.tokens[at+1:]) {
		names, amounts, _ := c.starts()
		list += min(names, amounts)
	}
	if reports && list > 0 && !hasAmount(m.tokens[:at]) {
		m.tokens, m.passesOn = m.tokens[at+1:], true
	}
}

// dropIntroduction takes off a first sentence in which the treasurer only says who she is.
func (m *reading) dropIntroduction() {
	self, known := m.selfAt()
	if !known {
		return
	}
	end := slices.IndexFunc(m.tokens, func(t token) bool { return t.sign(".!\n") })
	if end < 0 {
		return
	}
	me, own := false, false
	for _, t := range m.tokens[:end] {
		switch {
		case t.kind == anAmount, t.is(tRecord | tAll | tNotYet | tCannot | tExcept | tAskWord), t.sign("?"):
			return
		case t.kind == aName && t.who.me, t.kind == aWord && hereIs[t.text]:
			me = true
		case t.kind == aName && me && slices.Contains(t.who.people, self):
			own = true
		case t.kind == aName && !t.onlyGroup():
			return
		}
	}
	if own {
		m.tokens = m.tokens[end+1:]
	}
}

// dropIntro drops her name where she goes on in the same breath: "halo ini bu ani melati, bu wati sudah
// bayar 275rb".
func (m *reading) dropIntro() {
	self, known := m.selfAt()
	if !known || !m.forAll() || m.others() < 2 {
		return
	}
	for i := 1; i < min(len(m.tokens), 8); i++ {
		if t := m.tokens[i]; t.kind != aName || !slices.Equal(t.who.people, []int{self}) {
			continue
		}
		before := i - 1
		for before > 0 && m.tokens[before].is(tTitle) {
			before--
		}
		b := m.tokens[before]
		if b.kind == aWord && hereIs[b.text] || b.kind == aName && b.who.me {
			from := i
			if b.kind == aName {
				from = before
			}
			m.tokens = slices.Delete(slices.Clone(m.tokens), from, i+1)
		}
		return
	}
}

// hereIs begin an introduction.
var hereIs = map[string]bool{"ini": true, "niki": true, "iki": true, "ieu": true, "dengan": true, "dgn": true}
