package understand

import (
	"slices"
	"strings"
)

// undo reads "batal 17" and "salah": a member disputes, a treasurer corrects.
func (m *reading) undo(out *Meaning) bool {
	if i := m.contrast(); i >= 0 {
		m.tokens[i].tags |= tBut | tWrong
	}
	at := m.first(tUndo | tWrong)
	if no := m.first(tNo); at < 0 && no >= 0 && m.count(aCode) > 0 { // "struk A01/9 bukan saya"
		m.tokens[no].tags |= tWrong
		at = no
	}
	if no := m.first(tNo); at < 0 && m.renamesBooked(no) {
		at = no
	}
	if at < 0 {
		if at = m.renamesTold(); at >= 0 {
			m.tokens[at].tags |= tWrong
		}
	}
	if at < 0 && m.renamesWritten() {
		at = max(m.first(tBut), 0)
		m.tokens[at].tags |= tWrong
	}
	if at < 0 && m.c.Role == Treasurer && m.writtenOtherwise() {
		at = m.first(tBut)
		m.tokens[at].tags |= tWrong
	}
	if at < 0 && m.replaces() { // "yang wati tadi bukan 275 tapi 200"
		at = m.first(tNo)
	}
	if at < 0 {
		if at = m.bookedTwice(); at >= 0 {
			m.tokens[at].tags |= tWrong
		}
	}
	if at < 0 || m.has(tAskWord) && !m.has(tWrong) {
		return false
	}
	if m.c.Role == Unknown {
		return false
	}
	if m.c.Role == Treasurer && m.hasText("gak_merasa", "ga_merasa", "nggak_merasa", "ngga_merasa", "tidak_merasa", "tdk_merasa", "ora_rumangsa", "mboten_rumaos", "teu_rumaos") && m.has(tReceive) {
		*out = Meaning{Intent: Complaint, Note: m.text(0)} // "kata bu maria dia sudah bayar, tapi sy gak merasa nerima"
		return true
	}
	if m.wentAstray() {
		*out = Meaning{Intent: Other, Chatter: true}
		return true
	}
	out.Intent = Correction
	if m.tokens[at].is(tWrong) && m.c.Role != Treasurer && m.c.Role != Officer {
		out.Intent = Dispute
	}
	*out = m.reference(*out)
	if out.Intent == Correction {
		m.corrected(out)
	}
	out.Note = m.text(at)
	return true
}

// markPaysBack takes the "ganti" of "nanti sy ganti" and "dia ganti besok" for what it is:
// somebody will give money back, and nothing in the books is wrong.
func (m *reading) markPaysBack() {
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.text != "ganti" && t.text != "gantiin" && t.text != "diganti" && t.text != "nggenteni" || i == 0 {
			continue
		}
		from := i - 1
		for from > 0 && (m.tokens[from].kind == aName || m.tokens[from].is(tTitle|tFill) || kinOrHer[m.tokens[from].text]) {
			from--
		}
		later := i+1 < len(m.tokens) && m.tokens[i+1].is(tSoon)
		if m.tokens[from].is(tSoon) || later || m.tokens[from].kind == aDay && m.tokens[from].day.ahead {
			t.text, t.tags = "mengganti", tKnown
			if m.tokens[from].is(tSoon) && from > 0 && m.aboutCovers() { // "siti ditalangi wati 275rb, nanti siti ganti"
				m.tokens = m.tokens[:from:from]
				return
			}
			if m.dropClause(i) {
				return
			}
		}
	}
}

// dropClause takes out the part between signs in which token i stands, where it tells of no
// money and no payment.
func (m *reading) dropClause(i int) bool {
	from, to := i, i
	for from > 0 && !m.tokens[from-1].sign(",;.\n") {
		from--
	}
	for to < len(m.tokens) && !m.tokens[to].sign(",;.\n?") {
		to++
	}
	if from == 0 || hasAmount(m.tokens[from:to]) || slices.ContainsFunc(m.tokens[from:to], func(t token) bool { return t.is(tRecord) }) {
		return false
	}
	m.tokens = slices.Delete(slices.Clone(m.tokens), from-1, to)
	return true
}

// kinOrHer may stand before what somebody of the house will do.
var kinOrHer = map[string]bool{"papa": true, "mama": true, "ayah": true, "bunda": true, "dia": true, "dee": true, "deweke": true, "orangnya": true, "uangnya": true, "tak": true, "manehna": true}

// wentAstray reads "maaf salah kirim": the message was for somebody else, and nothing in
// the books is wrong.
func (m *reading) wentAstray() bool {
	return m.hasText("salah_kirim", "salah_sambung", "salah_nomor", "salah_nomer", "salah_no", "salah_kamar") && m.count(anAmount)+m.count(aCode)+m.others() == 0
}

// renamesBooked reads "yang tadi bukan siti tapi wati".
func (m *reading) renamesBooked(no int) bool {
	if no == 0 && m.forAll() && m.renamesPayer() {
		return true
	}
	if !m.forAll() || no <= 0 || m.count(anAmount) > 1 || m.people() != 2 {
		return false
	}
	name, before := no+1, no-1
	for name < len(m.tokens) && m.tokens[name].is(tTitle) {
		name++
	}
	for before > 0 && m.tokens[before].sign(",") {
		before--
	}
	if name < len(m.tokens) && m.tokens[name].kind == aName && m.tokens[before].kind == aName && m.ends(name+1) && (m.count(anAmount) == 0 || m.writesFor(before)) && m.hasText("yg", "yang", "td", "tadi", "kmrn", "kemarin", "itu", "sing", "nu") {
		return true // "yg td itu murni bkn dewi"
	}
	if name+1 >= len(m.tokens) || m.tokens[no].text != "bukan" && m.tokens[no].text != "bkn" && m.tokens[no].text != "dudu" && m.tokens[no].text != "sanes" {
		return false
	}
	return m.tokens[name].kind == aName && (m.tokens[name+1].is(tBut) || m.tokens[name+1].sign(","))
}

// renamesPayer reads "bukan siti yg bayar 100rb tp wati".
func (m *reading) renamesPayer() bool {
	but := m.first(tBut)
	if but < 0 || m.people() != 2 || m.count(anAmount) > 1 || !m.has(tPay) || !m.hasText("yg", "yang", "sing", "nu") || m.isQuestion() {
		return false
	}
	before := reading{tokens: m.tokens[:but]}
	return before.people() == 1 && before.hasText("bukan", "bkn", "dudu", "sanes")
}

// writesFor tells whether before the name at i it is said that something is to be written
// for her: "590rb tadi tulis mbah yem, bukan saya".
func (m *reading) writesFor(i int) bool {
	for i > 0 && m.tokens[i-1].is(tTitle|tFill) && !writes(m.tokens[i-1].text) {
		i--
	}
	return i > 0 && writes(m.tokens[i-1].text)
}

// renamesWritten reads "yg kemarin saya tulis bu ummi 236, hrsnya bu nurul".
func (m *reading) renamesWritten() bool {
	but := m.first(tBut)
	if but < 0 {
		if but = m.firstText("ternyata", "tibake", "tibakno", "jebule", "jebul", "horeng", "pindah", "dipindah", "pindahkan", "dipindahkan", "pindahin"); but > 0 && strings.Contains(m.tokens[but].text, "pindah") {
			but = len(m.tokens)
		}
	}
	if !m.forAll() || but <= 0 || m.onlyPeople() != 2 || m.count(anAmount) > 1 {
		return false
	}
	wrote, before := false, 0
	for _, t := range m.tokens[:but] {
		wrote = wrote || writes(t.text) || strings.HasPrefix(strings.TrimPrefix(t.text, "di"), "lapor") || t.text == "kirim" || t.text == "sebut"
		if t.kind == aName && !t.who.me {
			before++
		}
	}
	return wrote && (before == 1 || but == len(m.tokens))
}

// writtenOtherwise reads "widodo tak catet 950rb mau, kudune 590rb".
func (m *reading) writtenOtherwise() bool {
	but := m.first(tBut)
	if but <= 0 || m.count(anAmount) != 2 || m.others() > 1 || m.isQuestion() {
		return false
	}
	before := reading{tokens: m.tokens[:but]}
	return before.count(anAmount) == 1 && slices.ContainsFunc(before.tokens, func(t token) bool { return writes(t.text) || strings.Contains(t.text, "lapor") }) && !before.has(tNotYet|tNo)
}

// replaces reads an amount that takes the place of another: "bukan 275 tapi 200".
func (m *reading) replaces() bool {
	no := m.first(tNo)
	if no < 0 || m.count(anAmount) != 2 || !m.forAll() && !m.hasText("tolong", "tlg", "dibetulin", "dibetulkan", "betulkan") {
		return false
	}
	if no > 0 && no+1 < len(m.tokens) && (m.tokens[no].text == "bukan" || m.tokens[no].text == "bkn" || m.tokens[no].text == "sanes" || m.tokens[no].text == "dudu") && m.tokens[no-1].kind == anAmount && m.tokens[no+1].kind == anAmount && m.ends(no+2) {
		return true // "siti 275rb bukan 257rb"
	}
	if no+3 >= len(m.tokens) {
		return false
	}
	return m.tokens[no+1].kind == anAmount && m.tokens[no+2].is(tBut) && m.tokens[no+3].kind == anAmount
}

// bookedTwice is where "kok bu wati kecatet 2x" says that something was written down, or -1.
func (m *reading) bookedTwice() int {
	at := slices.IndexFunc(m.tokens, func(t token) bool {
		return t.kind == aWord && (writes(t.text) || t.text == "masuk" || t.text == "kejumlah")
	})
	if at < 0 || m.count(anAmount) > 0 && !m.forAll() {
		return -1
	}
	for i, t := range m.tokens {
		if twiceWords[t.text] || (t.text == "2" || t.text == "dua" || t.text == "pindo") && i+1 < len(m.tokens) && (m.tokens[i+1].text == "x" || m.tokens[i+1].text == "kali") {
			return at
		}
	}
	return -1
}

// twiceWords say that something is there twice.
var twiceWords = map[string]bool{"dobel": true, "double": true, "doble": true, "dobol": true, "kembar": true, "ganda": true, "rangkap": true, "ping_pindo": true, "dua_kali": true}
