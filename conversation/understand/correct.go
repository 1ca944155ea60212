package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// corrected adds whom a correction is about, and how much it is to be: the
// amounts that were wrong are left out.
func (m *reading) corrected(out *Meaning) {
	p := pairing{m: m}
	kind := m.correctedKind()
	date, turn := ledger.DateOf(m.c.Sent), m.contrast()
	if m.count(aDay) > 0 && !m.dayOfWriting() {
		date = m.dayOr(out)
	}
	var slots, old []Slot // who is meant, and who was wrong
	var open [][]int      // the amounts behind each name
	var before []int      // those before the first
tokens:
	for i, t := range m.tokens {
		switch {
		case t.kind == aName && t.who.me && i+1 < len(m.tokens) && (slices.Contains(mistakeWords, m.tokens[i+1].text) || writes(m.tokens[i+1].text)): // "td saya salah tulis"
		case t.kind == aName && m.isPerson(t) && m.replacedName(i):
			old = append(old, p.slotFor(t.who))
		case t.kind == aName && m.isPerson(t) && len(old) > 0 && slices.ContainsFunc(old, func(s Slot) bool { return slices.Equal(s.Members, p.slotFor(t.who).Members) }):
		case t.kind == aName && m.isPerson(t):
			slots, open = append(slots, p.slotFor(t.who)), append(open, nil)
		case t.is(tRest) && len(before)+len(open) > 0: // "yang 25rb besok"
			break tokens
		case t.kind != anAmount, t.amount.short, i < turn, t.amount.unsure && !m.corrects(i):
		case len(open) == 0:
			before = append(before, i)
		default:
			open[len(open)-1] = append(open[len(open)-1], i)
		}
	}
	for k := len(slots) - 1; k >= 0; k-- { // "yg endang tadi bukan endang tapi siti"
		if slices.ContainsFunc(old, func(o Slot) bool { return slices.Equal(o.Members, slots[k].Members) }) {
			before = append(before, open[k]...)
			slots, open = slices.Delete(slots, k, k+1), slices.Delete(open, k, k+1)
		}
	}
	if len(slots) == 0 && (len(before) > 0 && m.newAmount(before) != nil) {
		if len(out.Slots) > 0 { // "koreksi A01/36 jadi 100rb"
			slots, out.Slots = out.Slots[:1:1], nil
		} else {
			slots = []Slot{{}}
			w, grouped := m.groupsNamed()
			switch {
			case m.c.Role == Officer && grouped && out.Entry == 0: // what an officer wrote of a group, she received
				slots[0].Groups, kind = w.groups, ledger.DepositReceived
			case out.Entry == 0:
				slots[0].NameText = m.stranger()
			}
		}
		open = [][]int{nil}
	}
	if len(open) == 1 {
		open[0] = append(before, open[0]...)
	}
	for k := range slots {
		s := &slots[k]
		if len(s.Members) > 1 || s.Guessed || len(s.Members)+len(s.Groups) == 0 && s.NameText != "" {
			out.ask(AskMember)
		}
		one := m.newAmount(open[k])
		if one == nil {
			continue
		}
		s.Kind, s.Amount, s.Unsure, s.Date = kind, one.value, one.unsure, date
		s.Implied = kind == ledger.Repayment && m.implicit()
		switch {
		case s.Amount <= 0:
			s.Amount, s.Unsure = 0, false
			out.ask(AskAmount)
		case s.Unsure:
			out.ask(AskUnit)
		}
	}
	if len(old) > 0 && len(slots) == 1 && slots[0].Kind == "" && m.count(anAmount) == 1 && (len(before) == 0 || m.mark(before[0]) == markNone) { // "yang bayar 590rb tadi widodo, bukan riyadi"
		one := m.tokens[slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })].amount
		slots[0].Kind, slots[0].Amount, slots[0].Unsure, slots[0].Date, slots[0].Implied = kind, one.value, one.unsure, date, kind == ledger.Repayment && m.implicit()
		if one.unsure {
			out.ask(AskUnit)
		}
	}
	if len(slots) > 1 && m.count(anAmount) < len(slots) {
		out.ask(AskMember)
	}
	if len(slots) > 0 {
		out.NotHers = old
	} else {
		slots = old
	}
	out.Slots = append(out.Slots, slots...)
}

// wrongAmounts are the amounts that stand in a message and are not what is to be.
func (m *reading) wrongAmounts(slots []Slot) (wrong []ledger.Money) {
	for _, t := range m.whole() {
		value := t.amount.value
		if t.kind == anAmount && value > 0 && !slices.ContainsFunc(slots, func(s Slot) bool { return s.Amount == value }) {
			wrong = append(wrong, value)
		}
	}
	return wrong
}

// saysMissing tells whether something is said not to be in the books: "kok blm dicatat".
func (m *reading) saysMissing() bool {
	for i, t := range m.tokens[:max(0, len(m.tokens)-1)] {
		next := m.tokens[i+1].text
		if (t.is(tNotYet) || strings.HasPrefix(t.text, "kok_")) && (isWriteWord(next) || next == "masuk" || next == "muncul" || next == "terdata") {
			return true
		}
		if t.is(tNotYet|tCannot|tNo) && (next == "sms" || next == "smsnya" || next == "kuitansi" || next == "kwitansi" || next == "struk" || next == "nota" || next == "ono" || next == "ana") {
			return true // "kok belum ada kuitansi"
		}
	}
	return false
}

// mistakeWords say that who stands before them was wrong.
var mistakeWords = []string{"salah", "slh", "keliru", "kliru", "klentu", "luput"}

// isPerson tells whether the name is somebody's, not the number of an entry.
func (m *reading) isPerson(t token) bool {
	number := strings.HasPrefix(t.text, "no") && strings.Trim(t.who.text, "nomrNOMR .#0123456789") == "" || t.text == "#"
	return !number && !t.who.to && (len(t.who.people) > 0 || t.who.me || len(t.who.groups) == 0)
}

func (m *reading) correctedKind() ledger.EntryKind {
	switch {
	case m.has(tDraw) && !m.has(tPay):
		return ledger.SavingsWithdrawal
	case m.has(tSave|tPurse) && !m.has(tPay), m.onlySaves():
		return ledger.SavingsDeposit
	}
	return ledger.Repayment
}

// deletes tells whether something is to be taken back, not to be changed: the
// amount beside it is what stands in the books.
func (m *reading) deletes() bool {
	at := m.first(tUndo)
	if at < 0 {
		return false
	}
	switch m.tokens[at].text {
	case "koreksi", "ralat", "betulkan", "perbaiki", "ubah", "ganti", "dikoreksi", "diralat", "dibetulkan", "diperbaiki", "diubah":
		return false
	}
	return true
}

// newAmount is the one of the amounts at these places that is to be; nil where
// none is, an amount of nothing where it cannot be told.
func (m *reading) newAmount(at []int) *amount {
	var plain, marked []int
	for _, i := range at {
		switch m.mark(i) {
		case markNew:
			marked = append(marked, i)
		case markNone:
			plain = append(plain, i)
		}
	}
	if len(marked) == 0 && len(plain) == 1 && len(plain) < len(at) && !m.deletes() { // "salah, dewi tadi 5rb bukan 10rb"
		return &m.tokens[plain[0]].amount
	}
	if len(marked) == 0 && (m.bookedTwice() >= 0 || m.hasText("dicoret", "dihapus", "dibuang", "hapus", "coret", "buang")) {
		return nil // "kecatat 2x, 275 nya cuma sekali": one of them goes
	}
	switch {
	case len(marked) == 1:
		return &m.tokens[marked[0]].amount
	case len(marked) > 1:
		return &amount{}
	case len(plain) == 0 || m.deletes():
		return nil
	case len(plain) > 1:
		return &amount{}
	}
	if before := plain[0] - 1; m.first(tUndo) < 0 && (m.first(tWrong) > before || before > 0 && m.tokens[before].is(tAlready) || before+2 < len(m.tokens) && m.tokens[before+2].is(tAlready)) {
		return nil // "yang wati 100rb salah", "salah, yang tadi 60rb"
	}
	return &m.tokens[plain[0]].amount
}

// What stands before an amount in a correction.
const (
	markNone = iota
	markOld  // bukan 100rb
	markNew  // jadi 150rb
)

func (m *reading) mark(i int) int {
	for i--; i >= 0; i-- {
		t := m.tokens[i]
		switch {
		case t.is(tLabel), t.text == "no", t.text == "nomor", t.text == "nmr":
			return markNone
		case t.text == "jadi", t.text == "menjadi", t.text == "dadi", t.text == "dados", t.text == "janten", t.is(tBut | tTo):
			return markNew
		case t.is(tNo), t.text == "bukannya", t.is(tFrom), misWrote[t.text]:
			return markOld
		case onlySo(t) && m.has(tWrong):
			return markNew
		case t.kind == aName, t.is(tFill | tTitle | tPay | tSave | tPurse | tBring | tYes | tAlready), writes(t.text), slices.Contains(giveWords, t.text):
		default:
			return markNone
		}
	}
	return markNone
}

// misWrote say before an amount that it was written down by mistake: "10rb kecatet 100rb".
var misWrote = map[string]bool{"kecatet": true, "kecatat": true, "tercatat": true, "tertulis": true, "ketulis": true, "kepencet": true, "kepijet": true, "keketik": true, "ketuker": true}

// corrects tells whether the bare number at i of a correction is an amount, not
// an entry's number: "ralat wati 150 bukan 100".
func (m *reading) corrects(i int) bool {
	if !m.has(tUndo|tWrong) && !m.replaces() {
		return false
	}
	if m.mark(i) != markNone {
		return true
	}
	if m.deletes() {
		return false
	}
	for _, t := range m.tokens[:i] {
		if t.kind == aName && m.isPerson(t) {
			return true
		}
	}
	return i+1 < len(m.tokens) && m.tokens[i+1].is(tNo)
}
