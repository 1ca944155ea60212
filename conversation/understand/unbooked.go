package understand

import (
	"slices"
	"strings"
)

// puzzled reads "kok cuma dicatat 100rb?": something is not as it should be.
func (m *reading) puzzled(out *Meaning) bool {
	if !m.has(tPuzzled) && !m.wonders() || m.c.Role == Unknown || m.supposes() {
		return false
	}
	out.Intent, out.Note = Complaint, m.text(0)
	if m.c.Role == Member || m.c.Role == Head {
		out.Intent = Dispute
	}
	return true
}

// denied reads a member's "saya bayar 200rb bukan 250rb".
func (m *reading) denied(out *Meaning) bool {
	no := m.first(tNo | tNotYet)
	if !m.forAll() && m.c.Role != Unknown && no >= 0 && m.deniesDoing(no) {
		out.Intent, out.Note = Dispute, m.text(0)
		return true
	}
	if !m.forAll() && m.c.Role != Unknown && m.toldOtherwise() {
		out.Intent, out.Note = Dispute, m.text(0)
		return true
	}
	no = m.first(tNo)
	if !m.forAll() && m.c.Role != Unknown && no >= 0 && no+1 < len(m.tokens) && m.count(anAmount) == 2 && m.tokens[no+1].kind == anAmount && (no > 0 && m.tokens[no-1].kind == anAmount || m.has(tBut)) && !m.isDont(no) {
		out.Intent, out.Note = Dispute, m.text(0) // "punya saya 118rb bukan 236rb"
		return true
	}
	if m.forAll() || m.c.Role == Unknown || no <= 0 || m.tokens[no].text != "bukan" && m.tokens[no].text != "not" && m.tokens[no].text != "dudu" || no+1 < len(m.tokens) && m.tokens[no+1].is(tTo) ||
		!m.has(tPay|tSave|tBring) || m.count(anAmount) == 0 {
		return false
	}
	out.Intent, out.Note = Dispute, m.text(0)
	return true
}

// toldOtherwise reads a member's "saya bayar 275rb tapi di sms cuma 250rb".
func (m *reading) toldOtherwise() bool {
	paid, but := -1, false
	for i, t := range m.tokens {
		switch {
		case t.is(tBut):
			but = paid >= 0
		case t.kind == anAmount && but:
			return t.amount.value != m.tokens[paid].amount.value && !m.has(tWish|tSoon) &&
				m.hasText("sms", "wa", "pesan", "catatan", "buku", "struk", "kwitansi", "kuitansi", "laporan", "tertulis", "ditulis", "tercatat", "dicatat")
		case t.kind == anAmount && m.has(tPay|tSave|tBring):
			paid = i
		}
	}
	return false
}

// deniesDoing reads a member's "saya tidak pernah ambil tabungan" and "itu bukan
// saya yang bayar".
func (m *reading) deniesDoing(no int) bool {
	if no+1 >= len(m.tokens) || !m.has(tPay|tSave|tBring|tDraw|tLoan) {
		return false
	}
	next := m.tokens[no+1]
	return next.text == "pernah" || next.text == "prnh" || next.kind == aName && next.who.me
}

// unbooked reads "saya sudah bayar tapi belum dicatat", and money that was paid
// out: neither is a payment to record.
func (m *reading) unbooked(out *Meaning) bool {
	for i, t := range m.tokens {
		if t.is(tNotYet|tNo) && !m.isDont(i) && i+1 < len(m.tokens) && m.tokens[i+1].kind == aWord && i > 0 && (m.has(tAlready|tPay) || m.count(anAmount) > 0 || !m.forAll() && (m.tokens[i+1].is(tReceive) || strings.Contains(m.tokens[i+1].text, "catat") || strings.Contains(m.tokens[i+1].text, "tulis"))) {
			switch m.tokens[i+1].text {
			case "masuk", "dicatat", "catat", "terdata", "tercatat", "ada", "muncul", "tertulis", "ditulis", "keluar", "terima", "nerima", "menerima", "dapat", "diterima", "ditampa":
				out.Intent, out.Note = Dispute, m.text(0)
				switch {
				case m.c.Role == Treasurer && m.tokens[i+1].is(tReceive):
					out.Intent, out.Note = Other, "" // "kata wati sudah bayar tapi uangnya belum tak terima"
				case m.forAll():
					out.Intent = Complaint
				}
				return true
			}
		}
	}
	if no := m.first(tNotYet); !m.forAll() && no > 0 && m.people() > 1 && m.tokens[no-1].kind == aName && !m.tokens[no-1].who.me && m.hasText("disetor", "disetorkan", "distor") {
		out.Intent, out.Note = Dispute, m.text(0) // "uang saya di bu ani belum disetor"
		return true
	}
	if m.has(tDebt) && m.count(anAmount) > 0 && (m.oweMe() || m.hasText(shopWords...)) {
		out.Intent = Other
		return true
	}
	if m.elsewhere() {
		out.Intent = Other
		return true
	}
	if m.puzzled(out) || m.denied(out) {
		return true
	}
	if m.wentBack() {
		return false
	}
	if m.has(tOut) && !m.nameGives() && !m.givenChange() && !m.givenToMe() && !m.gave() && !m.handsToOffice() || m.namedReceives() || m.receivedFromMe() || m.nearlyPaid() || m.payback() || m.collects() || m.ofNeighbours() {
		out.Intent = Other
		return true
	}
	to, from := false, 0
	for _, t := range m.tokens {
		if t.kind == aName && t.who.to && !t.who.me {
			to = true
		} else if t.kind == aName {
			from++
		}
	}
	out.Intent = Other
	return to && !m.has(tUPK) && (from == 0 && m.c.Role != Member && m.c.Role != Head || m.has(tDebt) && from == 0)
}

// elsewhere reads a member's "sudah nyaur bank plecit 300rb" and a treasurer's "bayar listrik balai
// 50rb pakai kas": money for others than the fund.
func (m *reading) elsewhere() bool {
	if m.count(anAmount) == 0 || m.has(tSave|tDraw) {
		return false
	}
	if m.forAll() {
		return m.people() == 0 && m.has(tOdd) && m.has(tPay) && m.has(tAlready|tCash) && !m.has(tReceive|tBring|tAll) && !m.hasText(instalmentNouns...)
	}
	return m.c.Role != Unknown && m.hasText("bank_plecit", "bank_titil", "bank_keliling", "koperasi_lain", "bank_lain", "leasing", "pinjol", "mekaar", "rentenir", "persembahan", "sumbangan", "infak", "infaq", "sedekah", "zakat", "kondangan", "jimpitan", "kolekte") && !m.hasText(instalmentNouns...)
}

// collects reads a call to bring money for something: "uang seragam 85rb/orang setor ke
// saya". Nobody has paid by it.
func (m *reading) collects() bool {
	if m.has(tAlready|tReceive) || m.count(anAmount) == 0 {
		return false
	}
	if m.callsFor() {
		return true
	}
	if m.others() > 0 {
		return false
	}
	me := false
	for i, t := range m.tokens {
		me = me || t.kind == aName && t.who.me && (t.who.to || i > 0 && (m.tokens[i-1].text == "di" || m.tokens[i-1].text == "nang" || m.tokens[i-1].text == "pada"))
	}
	if m.has(tOdd) && !m.has(tPay|tSave|tBring) && (strings.Contains(m.plain, "/org") || strings.Contains(m.plain, "/orang") || strings.Contains(m.plain, "/anak")) {
		return true // "seragam batik 236rb/org, yg pesan: maria"
	}
	each := m.has(tEach) || strings.Contains(m.plain, "/org") || strings.Contains(m.plain, "/orang")
	return me && (each || m.has(tOdd) || (m.c.Role == Member || m.c.Role == Head) && m.has(tBring))
}

// callsFor reads an invitation that says what everybody is to bring, "buka bersama di rumah
// bu retno, masing2 iuran 20rb": so much each is no member's own payment, and of a
// treasurer's text it is one only where somebody is named.
func (m *reading) callsFor() bool {
	if m.others() > m.receivers() || m.has(tAll) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aName && t.who.me }) {
		return false
	}
	each := m.has(tEach) || strings.Contains(m.plain, "/org") || strings.Contains(m.plain, "/orang")
	called := m.saidText("iuran", "urunan", "patungan", "bawa") || m.has(tOdd|tMeeting)
	if m.forAll() {
		return called && each
	}
	return each || called && m.saidText("info", "infonya", "undangan", "mengundang", "diundang", "ulem", "pengumuman", "monggo", "mangga")
}

// ofNeighbours reads "arisan RT kmrn: siti 50rb wati 50rb": what is collected for others
// than the fund.
func (m *reading) ofNeighbours() bool {
	for i, t := range m.tokens {
		if t.kind == anAmount && i+1 < len(m.tokens) && eachThing[m.tokens[i+1].text] {
			return true // a price: "gabah saiki 6500 sekilo"
		}
		if i+1 < len(m.tokens) && (t.text == "spp" || t.text == "uang" || t.text == "bayaran") && (m.tokens[i+1].text == "sekolah" || t.text == "spp" && m.hasText("sekolah", "kuliah", "pondok", "madrasah", "tk", "paud") || m.tokens[i+1].text == "les" || m.tokens[i+1].text == "kuliah") {
			return m.count(anAmount) > 0
		}
		if i+1 < len(m.tokens) && (t.text == "arisan" || t.text == "iuran" || t.text == "kas") {
			next := m.tokens[i+1].text
			if (next == "agustusan" || next == "17an" || next == "kampung" || next == "desa") && i+2 < len(m.tokens) {
				return m.count(anAmount) > 0
			}
			switch next {
			case "rt", "rw", "pkk", "dawis", "dasawisma", "dusun", "masjid", "mushola", "sekolah", "posyandu", "trah", "keluarga", "pengajian", "yasinan":
				return m.count(anAmount) > 0
			}
		}
	}
	return false
}

// eachThing make a price of the amount before them.
var eachThing = map[string]bool{
	"sekilo": true, "perkilo": true, "sekwintal": true, "sekuintal": true, "seekor": true, "sebiji": true, "selembar": true, "sesak": true, "sekarung": true, "seliter": true, "sebungkus": true,
}

// shopWords say that a debt is not one of the fund's.
var shopWords = []string{"toko", "tokonya", "tokone", "warung", "warungnya", "warunge", "kreditan", "tukang", "juragan", "tengkulak", "paylater", "rentenir"}

// payback reads money that a person paid to another: "saya bayar utang ke tini".
func (m *reading) payback() bool {
	own, to := true, false // the sender alone pays; somebody else, no group, gets it
	for i, t := range m.tokens {
		switch {
		case t.kind == aName && t.who.to:
			to = to || !t.who.me && len(t.who.groups) == 0
		case t.kind == aName:
			own = own && t.who.me
		case i > 0 && t.kind == aWord && t.tags == 0 && m.tokens[i-1].is(tTo|tTitle) && (m.tokens[i-1].is(tTo) || i > 1 && m.tokens[i-2].is(tTo)):
			to = true // a stranger
		}
	}
	return to && !m.has(tUPK) && !m.handsOver() && m.has(tPay|tBring) && (m.has(tDebt) && m.c.Role != Member && m.c.Role != Head || own && m.c.Role == Treasurer)
}

// handsOver reads a treasurer's "setoran melati ke bu endang 825rb": she gave what was
// collected to somebody whom the group does not know, maybe for the UPK.
func (m *reading) handsOver() bool {
	if m.c.Role != Treasurer || !m.hasText("setoran", "storan") || m.count(anAmount) != 1 || m.has(tSave|tPurse|tPay|tDebt|tOdd|tNo) {
		return false
	}
	strangers, to := 0, false
	for i, t := range m.tokens {
		if t.kind != aWord || t.tags != 0 {
			continue
		}
		strangers++
		before := i - 1
		for before > 0 && m.tokens[before].is(tTitle) {
			before--
		}
		to = before >= 0 && m.tokens[before].is(tTo)
	}
	return strangers == 1 && to
}

// nearlyPaid reads "wati hampir bayar 115rb"; "wati bayar hampir 115rb" was paid.
func (m *reading) nearlyPaid() bool {
	near := false
	for _, t := range m.tokens {
		switch {
		case t.kind == aWord && nearly[t.text]:
			near = true
		case t.is(tPay | tBring | tSave | tDraw | tReceive):
			if near {
				return true
			}
		case t.kind != aName && !t.is(tFill|tTitle|tAlready|tAll|tYes):
			near = false
		}
	}
	return false
}

var nearly = map[string]bool{"hampir": true, "hmpir": true, "ampir": true, "nyaris": true, "almost": true, "nearly": true}

// givenToMe reads a treasurer's "sri ngasih 225rb ke aku".
func (m *reading) givenToMe() bool {
	if m.c.Role != Treasurer || !m.hasText("ngasih", "kasih", "kasi", "ksh", "ngasi", "maringi", "nyukani", "ngaturi", "masihan") {
		return false
	}
	payer := false
	for i, t := range m.tokens {
		switch {
		case t.kind == aName && !t.who.me && !t.who.to:
			payer = true
		case t.kind == aName && t.who.me && payer && (t.who.to || m.tokens[i-1].is(tOut)):
			return true
		case t.kind == aName && t.who.to:
			return false
		case payer && t.is(tPay) && slices.Contains(instalmentNouns, t.text):
			return true // "bu wati sudah kasih uang angsuran 275rb"
		}
	}
	return false
}

// wentBack reads a treasurer's "mbah yem 590rb tp yg 100rb sobek sy balikin": she paid, and
// how much of it stays is asked.
func (m *reading) wentBack() bool {
	but := m.first(tBut)
	if m.c.Role != Treasurer || but <= 0 || m.count(anAmount) < 2 {
		return false
	}
	before, behind := reading{tokens: m.tokens[:but]}, reading{tokens: m.tokens[but:]}
	return before.others() == 1 && before.sure() && !before.has(tOut|tNo|tNotYet|tSoon|tWish) && behind.has(tOut) && behind.count(anAmount) > 0 && behind.others() == 0
}

// forbidsRecord reads "tukinem 118rb jgn dicatat dulu".
func (m *reading) forbidsRecord() bool {
	for i := range m.tokens {
		if !m.isDont(i) || i+1 == len(m.tokens) {
			continue
		}
		for _, t := range m.tokens[i+1 : min(len(m.tokens), i+3)] {
			if isWriteWord(t.text) {
				return true
			}
		}
	}
	return false
}

// isWriteWord tells whether the word says that something is written down.
func isWriteWord(word string) bool {
	switch word {
	case "input", "diinput", "tulis", "ditulis", "masukkan", "dimasukkan":
		return true
	}
	return strings.Contains(word, "catat") || strings.Contains(word, "catet") || strings.HasSuffix(consonants(word), "ctt")
}

// mended reads a treasurer's "tabungan dewi kok dicatat 10rb, mestinya 15rb".
func (m *reading) mended(out *Meaning) bool {
	if !m.forAll() || !m.has(tPuzzled) || m.has(tUndo|tWrong) || m.count(anAmount) == 0 {
		return false
	}
	for i := 1; i < len(m.tokens); i++ {
		if m.tokens[i].kind == anAmount && m.mark(i) == markNew {
			*out = m.reference(Meaning{Intent: Correction, Note: m.text(0)})
			m.corrected(out)
			return true
		}
	}
	return false
}

// isDont tells whether the word at i forbids: "jangan", "tidak usah".
func (m *reading) isDont(i int) bool {
	switch m.tokens[i].text {
	case "jangan", "jgn", "jngn", "ojo", "ulah", "ampun_riyin":
		return true
	}
	return m.tokens[i].is(tNo) && i+1 < len(m.tokens) && (m.tokens[i+1].text == "usah" || m.tokens[i+1].text == "ush")
}

// namedReceives tells whether somebody else got the money: "wati terima 250rb".
func (m *reading) namedReceives() bool {
	for i, t := range m.tokens {
		if i > 0 && t.is(tReceive) && !strings.HasPrefix(t.text, "di") && m.tokens[i-1].kind == aName && !m.tokens[i-1].who.me && !m.has(tFrom) {
			return true
		}
	}
	return false
}

// receivedFromMe reads a treasurer's "bu endang sudah terima 825rb dari saya": it went
// out of her hands, and nobody known got it.
func (m *reading) receivedFromMe() bool {
	if m.c.Role != Treasurer || !m.has(tReceive) {
		return false
	}
	for i, t := range m.tokens {
		if i > 0 && t.kind == aName && t.who.me && m.tokens[i-1].is(tFrom) {
			return true
		}
	}
	return false
}
