package understand

import "bendahara/ledger"

// counted reads a count of a treasurer's cash: "periksa kas melati 1,25jt".
func (m *reading) counted(out *Meaning) bool {
	if m.differs() {
		*out = m.about(CashHeld)
		return true
	}
	if !m.has(tCash) || !m.counts() || m.count(anAmount) == 0 || m.c.Role == Unknown || m.isPlan() ||
		m.has(tNo|tNotYet|tCannot|tSoon|tUndo|tWrong) {
		return false
	}
	out.Intent = CashHeld
	s := Slot{Kind: ledger.General, Date: m.dayOr(out)}
	if m.c.Role == Treasurer && m.c.Group != "" {
		s.Groups = []ledger.GroupCode{m.c.Group}
	}
	if w, ok := m.groupsNamed(); ok {
		s.Groups, s.NameText = w.groups, w.text
	}
	if len(s.Groups) != 1 {
		out.ask(AskGroup)
	}
	zero := false
	for _, t := range m.tokens {
		zero = zero || t.kind == anAmount && t.amount.zero
	}
	if !zero { // nothing there is a count too
		s.Amount, s.Unsure = m.oneAmount(out)
	}
	out.Slots = []Slot{s}
	return true
}

// differs reads a treasurer's "catatan bot sama buku sy beda 25rb": a difference is no money
// that moved.
func (m *reading) differs() bool {
	if m.c.Role != Treasurer || m.others() > 0 || m.count(anAmount) != 1 {
		return false
	}
	i := m.firstText("beda", "bedo", "benten", "selisih", "slisih", "kacek", "selisihnya")
	return i >= 0 && i+1 < len(m.tokens) && m.tokens[i+1].kind == anAmount
}

// counts tells whether a word for counting stands in the message, also in front.
func (m *reading) counts() bool {
	for _, t := range m.said {
		switch t.text {
		case "periksa", "diperiksa", "pemeriksaan", "opname":
			return true
		}
	}
	return false
}

// dropTallies takes a small number in words behind a word for a thing for what it is:
// "wedhuse mati kalih" are two goats.
func (m *reading) dropTallies() {
	const most = 10_000 // a bare "sepuluh" is read as ten thousand, in doubt
	for i := 1; i < len(m.tokens); i++ {
		t, before := &m.tokens[i], m.tokens[i-1]
		if t.kind == anAmount && t.amount.unsure && t.amount.value < most && numberWords[t.text].value > 0 && before.kind == aWord && (before.tags == 0 || before.is(tReason)) {
			t.kind, t.amount = aNumber, amount{}
		}
	}
}

// byBank tells whether money came by transfer, and its reference, which it takes out:
// its digits are no amount.
func (m *reading) byBank() (by bool, reference string) {
	by = m.hasText("transfer", "tf", "trf", "ditransfer", "via_transfer", "lewat_transfer", "via_tf", "bank", "rekening", "rek", "bri", "bca", "bni", "mandiri", "banked")
	for i, t := range m.tokens {
		if t.text != "ref" && t.text != "referensi" && t.text != "resi" {
			continue
		}
		from := i + 1
		for from < len(m.tokens) && (m.tokens[from].sign(".:#") || m.tokens[from].text == "no" || m.tokens[from].text == "nomor") {
			from++
		}
		to := from
		for to < len(m.tokens) && (to == from || m.tokens[to].glued) && !m.tokens[to].sign(".,;\n") {
			to++
		}
		if to > from {
			reference = m.plain[m.tokens[from].start:m.tokens[to-1].end]
			m.tokens = append(m.tokens[:i:i], m.tokens[to:]...)
			return true, reference
		}
	}
	return by, ""
}
