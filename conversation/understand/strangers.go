package understand

// markStrangers makes names of the unknown words in clauses about money in
// which nobody known is named: "bayar Fatonah 250rb".
func (m *reading) markStrangers() {
	if !m.forAll() && m.count(anAmount) == 0 {
		return
	}
	m.markLeftOut()
	var out []token
	for _, c := range clausesWithSigns(m.tokens) {
		named, about, at := false, false, -1
		for i, t := range c {
			named = named || t.kind == aName && !t.who.to || t.is(tAll)
			about = about || t.kind == anAmount || t.is(tRecord|tNotYet|tCannot)
			if !m.forAll() && m.c.Role != Unknown && !(i > 0 && (c[i-1].is(tTitle) || forWords[c[i-1].text])) {
				continue // a member tells of herself
			}
			if at < 0 && t.kind == aWord && !saysSo[t.text] && (t.tags == 0 && !(ordinaryWords()[t.text] && i > 0 && !c[i-1].is(tTitle)) || i > 0 && c[i-1].is(tTitle) && t.is(tGroup)) {
				at = i
			}
		}
		if named || !about || at < 0 || whyNot(out, c) {
			out = append(out, c...)
			continue
		}
		end := at
		for end+1 < len(c) && c[end+1].kind == aWord && c[end+1].tags == 0 {
			end++
		}
		out = append(out, c[:at]...)
		text := m.plain[c[at].start:c[end].end]
		out = append(out, token{kind: aName, text: c[at].text, start: c[at].start, end: c[end].end, who: who{text: text}})
		out = append(out, c[end+1:]...)
	}
	m.tokens = out
}

// whyNot tells whether clause c only says why somebody named before has not paid: "pak
// widodo dereng mbayar, sapine dereng payu". Of somebody else who has not, nothing is said
// behind the "not".
func whyNot(before, c []token) bool {
	unpaid := false
	for _, t := range before {
		unpaid = unpaid || t.is(tNotYet|tCannot)
	}
	for i, t := range c {
		switch {
		case t.kind == anAmount || t.is(tPay|tBring|tSave):
			return false
		case t.is(tNotYet | tCannot):
			behind := i + 1
			return unpaid && behind < len(c) && c[behind].kind == aWord && (c[behind].tags == 0 || c[behind].is(tReason))
		}
	}
	return false
}

// saysSo are words of hearsay, which nobody is called.
var saysSo = map[string]bool{
	"katanya": true, "ktnya": true, "ktanya": true, "katane": true, "jarene": true, "jare": true, "cenah": true, "ceunah": true, "kabarnya": true, "kabare": true, "saurna": true,
}

// markLeftOut makes names of the unknown words behind "kecuali": "semua bayar kecuali bu
// yuli", where nobody is called so, must not record of her.
func (m *reading) markLeftOut() {
	out := false
	for i := range m.tokens {
		t := &m.tokens[i]
		switch {
		case t.is(tExcept):
			out = true
		case t.kind == anAmount || t.sign("\n;"):
			out = false
		case !out || t.kind != aWord || t.tags != 0 || len(t.text) < minName:
		case m.tokens[i-1].is(tExcept|tTitle|tAnd) || m.tokens[i-1].sign(",&+") || m.tokens[i-1].text == "sama" || m.tokens[i-1].text == "sm":
			*t = token{kind: aName, text: t.text, start: t.start, end: t.end, who: who{text: m.plain[t.start:t.end]}}
		}
	}
}

// clausesWithSigns cuts the tokens behind each sign or word that joins.
func clausesWithSigns(tokens []token) (out [][]token) {
	from := 0
	for i, t := range tokens {
		if t.sign("\n;,&+") || t.is(tAnd) {
			out = append(out, tokens[from:i+1])
			from = i + 1
		}
	}
	return append(out, tokens[from:])
}
