package understand

import (
	"slices"
	"strconv"
	"strings"

	"bendahara/ledger"
)

// words reads commands whose rest is free words: a complaint, a broadcast, a
// registration, a decision.
func (m *reading) words() (Meaning, bool) {
	if len(m.tokens) == 0 {
		return Meaning{Intent: Help}, true
	}
	first := m.tokens[0]
	switch {
	case first.is(tComplain) && !m.treasurerReports() && (m.c.Role != Unknown || !m.isSpam()):
		return Meaning{Intent: Complaint, Note: m.text(1)}, true
	case m.wishesToComplain():
		return Meaning{Intent: Complaint, Note: m.text(0)}, true
	case announceWords[first.text]:
		return m.withGroup(Meaning{Intent: Broadcast, Note: m.text(1)}), true
	case m.c.Role == Officer && m.tellsGroup():
		return m.withGroup(Meaning{Intent: Broadcast, Note: m.text(0)}), true
	case m.c.Role == Officer && first.is(tTo) && len(m.tokens) > 2 && m.tokens[1].is(tAll) && !m.has(tReceive|tBring&^tPay) && strings.Contains(m.plain, ":"),
		m.c.Role == Officer && tellWords[first.text] && m.count(anAmount) == 0 && !m.isQuestion() && (m.has(tAll) || m.hasText(everybodyWords...) || m.hasText("bendahara", "bendahara2", "para_bendahara", "ketua")):
		return m.withGroup(Meaning{Intent: Broadcast, Note: m.text(1)}), true
	case m.tellsAll():
		return m.withGroup(Meaning{Intent: Broadcast, Note: m.text(0)}), true
	case first.is(tRemind) && m.c.Role == Officer:
		return m.withGroup(Meaning{Intent: Broadcast, Remind: true, Note: m.text(0)}), true
	case m.c.Role == Officer && (first.is(tDecide) || m.decidesLoan()):
		return m.reference(Meaning{Intent: Decision, Note: m.plain[m.tokens[0].start:], Named: m.namedPeople()}), true
	}
	return Meaning{}, false
}

// decidesLoan reads "pinjaman siti ditolak": which of the wishes that wait is asked.
func (m *reading) decidesLoan() bool {
	return m.has(tDecide) && !m.isQuestion() && m.decidesNamed() ||
		m.has(tDecide) && !m.isQuestion() && !m.decideLater() &&
			m.hasText("pinjaman", "pinjamannya", "pengajuan", "pengajuannya", "ajuan", "ajuannya", "permohonan", "permohonannya", "minta_pinjaman", "pinjaman_baru", "pinjaman_lagi", "kredit_baru", "nambah_pinjaman", "usulan", "usulannya", "usul", "loan")
}

// decideLater tells whether the word that decides stands beside one that says "not yet":
// "pinjaman siti belum disetujui".
func (m *reading) decideLater() bool {
	decides, later := false, false
	for _, t := range m.tokens {
		if t.sign(",;.\n") {
			if decides {
				break
			}
			later = false
		}
		decides, later = decides || t.is(tDecide), later || t.is(tNotYet|tSoon)
	}
	return decides && later
}

// decidesNamed reads "kenanga ditolak dulu, lengkapi KTP": whose wish it is stands before
// the word.
func (m *reading) decidesNamed() bool {
	for i, t := range m.tokens {
		if t.kind == aName {
			continue
		}
		switch t.text {
		case "ditolak", "disetujui", "diterima_pengajuannya", "acc":
			return i > 0 && m.tokens[i-1].kind == aName && !m.tokens[i-1].who.me
		}
		if !t.is(tTitle | tFill | tGreet | tGroup) {
			return false
		}
	}
	return false
}

// namedPeople are the people whom the message names.
func (m *reading) namedPeople() (slots []Slot) {
	p := pairing{m: m}
	for _, t := range m.tokens {
		if t.kind == aName && len(t.who.people) > 0 {
			slots = append(slots, p.slotFor(t.who))
		}
	}
	return slots
}

// wishesToComplain reads a member's "saya mau komplain, ...": a complaint, whatever it
// tells of.
func (m *reading) wishesToComplain() bool {
	if m.c.Role != Member && m.c.Role != Head {
		return false
	}
	wish := false
	for i, t := range m.tokens {
		switch {
		case t.is(tWish):
			wish = true
		case wish && t.is(tComplain):
			return !m.ends(i+1) && !strings.Contains(t.text, "lapor")
		case !t.is(tFill|tTitle|tGreet|tHelp) && !(t.kind == aName && t.who.me):
			return false
		}
	}
	return false
}

// tellsGroup reads an officer's "kasih tau melati besok rapat": words for a group.
func (m *reading) tellsGroup() bool {
	if _, grouped := m.groupsNamed(); !grouped || m.count(anAmount) > 0 {
		return false
	}
	for i, t := range m.said {
		switch t.text {
		case "kasih", "kasi", "beri", "ksh":
			if i+1 < len(m.said) && (m.said[i+1].text == "tau" || m.said[i+1].text == "tahu" || m.said[i+1].text == "kabar") {
				return true
			}
		case "kasihtau", "kasitau", "beri_tahu", "beritahu", "beritahukan", "kabari", "kabarkan", "sampaikan", "infokan":
			return true
		}
		if !t.is(tGreet | tTitle | tFill | tHelp) {
			return false
		}
	}
	return false
}

// tellsAll reads a treasurer's "tolong ingatkan anggota kumpulan besok": words for everybody.
func (m *reading) tellsAll() bool {
	if m.c.Role != Treasurer || m.count(anAmount) > 0 || m.isQuestion() || !m.has(tAll) && !m.hasText(everybodyWords...) {
		return false
	}
	for _, t := range m.said {
		if t.is(tRemind) || tellWords[t.text] {
			return true
		}
		if t.kind != aSign && !t.is(tGreet|tTitle|tFill|tHelp) {
			return false
		}
	}
	return false
}

// everybodyWords are the group's members.
var everybodyWords = []string{"anggota", "angg", "ibu2", "ibuibu", "warga", "member", "temen2", "teman2", "kelompok", "sedoyo"}

// tellWords ask that something be told.
var tellWords = map[string]bool{
	"kasihtau": true, "kasitau": true, "beri_tahu": true, "beritahu": true, "beritahukan": true, "kabari": true, "kabarkan": true, "kabarin": true, "sampaikan": true,
	"disampaikan": true, "infokan": true, "kabarno": true, "woro2": true, "wartakan": true, "informasikan": true, "wartosaken": true, "bejaken": true,
}

// treasurerReports tells whether "lapor" is a treasurer telling of a payment, or a ketua of
// what she brought.
func (m *reading) treasurerReports() bool {
	if m.c.Role == Head {
		behind := reading{c: m.c, plain: m.plain, tokens: m.tokens[1:], said: m.said, group: m.group}
		return behind.headBrought(&Meaning{})
	}
	if m.c.Role != Treasurer || m.has(tWrong|tPuzzled) {
		return false
	}
	list := 0 // names with an amount
	for _, c := range clauses(m.tokens) {
		names, amounts, _ := c.starts()
		list += min(names, amounts)
	}
	if list < 3 && m.has(tNo) {
		return false
	}
	if list > 1 {
		m.tokens = m.tokens[1:]
		return true
	}
	if list == 0 || m.has(tNotYet) || m.has(tPay|tBring|tSave) {
		return list > 0 && !m.has(tNotYet)
	}
	behind := reading{c: m.c, plain: m.plain, tokens: m.tokens[1:]}
	if behind.doubtful() {
		return false
	}
	m.tokens = behind.tokens
	return true
}

// withGroup adds the group that the message names.
func (m *reading) withGroup(out Meaning) Meaning {
	if w, ok := m.groupsNamed(); ok {
		out.Slots = append(out.Slots, Slot{NameText: w.text, Groups: w.groups})
		if len(w.groups) > 1 {
			out.ask(AskGroup)
		}
	}
	return out
}

// reference adds the entry's number that the message gives: 17, no 17, A01/17, A01/B18.
func (m *reading) reference(out Meaning) Meaning {
	for i, t := range m.tokens {
		digits, series, whole := "", ledger.Series(0), false
		switch {
		case t.kind == aCode && strings.Contains(t.text, "/"):
			slash := strings.IndexByte(t.text, '/')
			series, digits = ledger.CutSeries(t.text[slash+1:])
			whole = true
			out.Slots = append(out.Slots, Slot{NameText: t.text, Groups: []ledger.GroupCode{ledger.GroupCode(strings.ToUpper(t.text[:slash]))}})
		case t.kind == anAmount && (m.corrects(i) || m.contrast() >= 0):
			continue
		case t.kind == aNumber, t.kind == anAmount && t.amount.unsure && out.Entry == 0:
			digits = t.text
		case t.kind == aName && strings.HasPrefix(t.text, "no"), t.kind == aName && t.text == "#":
			digits = strings.Trim(t.who.text, "nomrNOMR .#")
		default:
			continue
		}
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil && n > 0 && out.Entry == 0 {
			out.Entry, out.Series, out.InSeries = ledger.EntryNumber(n), series, whole
		}
	}
	return out
}

// callsOffLoan reads a member's "ga jadi pinjam".
func (m *reading) callsOffLoan() bool {
	if m.c.Role != Member && m.c.Role != Head || !m.has(tLoan) || m.count(anAmount) > 0 {
		return false
	}
	for i, t := range m.tokens {
		if t.is(tNo) && (strings.HasSuffix(t.text, "_jadi") || strings.HasSuffix(t.text, "_jd") || strings.HasSuffix(t.text, "_sido") || i+1 < len(m.tokens) && slices.Contains([]string{"jadi", "jd", "sido", "siyos"}, m.tokens[i+1].text)) {
			return true
		}
	}
	return false
}

// loan reads a wish for a loan.
func (m *reading) loan(out *Meaning) bool {
	if no := m.first(tNo); !m.forAll() && no >= 0 && m.deniesDoing(no) {
		return false
	}
	if m.callsOffLoan() {
		out.Intent = Human // who has her wish must know
		return true
	}
	if !m.has(tLoan) || m.has(tPay|tSave|tBring) || m.has(tAdvice) && m.count(anAmount) == 0 {
		return false
	}
	if at := m.first(tLoan); m.count(anAmount) == 0 && at+1 < len(m.tokens) && borrowedThings[m.tokens[at+1].text] {
		out.Intent = Other // "ini adit pinjem hp ibu"
		return true
	}
	if m.has(tCash) || m.ownMoney() { // "pinjam dulu 50rb dari kas", "siti pinjem uang saya 50rb"
		out.Intent = Other
		return true
	}
	if m.has(tAskWord) && m.count(anAmount) == 0 {
		out.Intent = Help
		return true
	}
	out.Intent = LoanRequest
	s := Slot{}
	for _, t := range m.tokens {
		switch {
		case t.kind == anAmount && s.Amount == 0:
			s.Amount, s.Unsure = t.amount.value, t.amount.unsure
		case t.kind == aName && !t.who.to && len(s.Members) == 0:
			p := pairing{m: m}
			amount, unsure := s.Amount, s.Unsure
			s = p.slotFor(t.who)
			s.Amount, s.Unsure = amount, unsure
		}
	}
	if len(s.Members) == 0 && s.NameText == "" && m.c.Self != "" && m.c.Role != Treasurer {
		s.Members = []ledger.MemberCode{m.c.Self}
	}
	if len(s.Members) > 1 || s.Guessed {
		out.ask(AskMember)
	}
	if s.Amount == 0 {
		out.ask(AskAmount)
	} else if s.Unsure {
		out.ask(AskUnit)
	}
	out.Slots, out.Note = []Slot{s}, m.text(0)
	return true
}

// borrowedThings are what neighbours lend each other.
var borrowedThings = map[string]bool{
	"hp": true, "hape": true, "hpnya": true, "hpne": true, "motor": true, "sepeda": true, "buku": true, "kursi": true, "tikar": true, "tenda": true, "panci": true, "piring": true, "kalkulator": true, "pulpen": true, "bolpen": true,
}

// ownMoney tells whether it is said that the money is the sender's own.
func (m *reading) ownMoney() bool {
	for i, t := range m.tokens {
		if i > 0 && t.kind == aName && t.who.me {
			switch m.tokens[i-1].text {
			case "uang", "duit", "uangnya", "duwit", "dhuwit", "artos":
				return true
			}
		}
	}
	return false
}

// refused reads "wati tidak jadi bayar 250rb" and "jangan catat": nothing to
// record.
func (m *reading) refused(out *Meaning) bool {
	no := m.first(tNo)
	if no < 0 || m.has(tNotYet|tCannot) || m.savesNothing(no) || m.supposes() || no+1 < len(m.tokens) && m.tokens[no+1].is(tTo) {
		return false
	}
	switch {
	case m.c.Waiting == WaitYesNo && no == 0:
		out.Intent = No
	case m.c.Role == Officer && m.people() == 0 && m.count(anAmount) == 0 && no+1 < len(m.tokens) && m.tokens[no+1].text == "pernah":
		out.Intent, out.Note = Complaint, m.text(0) // "bendahara melati tidak pernah setor"
	case m.c.Role == Treasurer && m.people() == 1 && m.count(anAmount) == 0 && no+1 < len(m.tokens) && slices.Contains(comeWords, m.tokens[no+1].text) && m.has(tSoon|tReason) && !m.isQuestion():
		d, _ := m.promise()
		*out = Meaning{Intent: NotPaid, Note: m.text(0), Promise: d.next} // "sri gak datang, anaknya sakit. minta mundur tgl 25"
		out.Slots = m.unpaidSlots(out)
	case m.has(tPay|tBring|tPaidOff) && !m.has(tReceive) && !m.isDont(no) && m.tokens[no].text != "bukan":
		out.Intent, out.Note = NotPaid, m.text(0)
		out.Slots = m.unpaidSlots(out)
	default:
		*out = m.query()
	}
	return true
}

// supposes tells whether the message begins with an "if".
func (m *reading) supposes() bool {
	return m.saidFirst("coba_kalau", "coba_kalo", "coba_klo", "andai", "andaikan", "seandainya", "umpama", "umpamane", "misal", "misalnya", "misalkan", "kalau", "kalo", "klo", "kl", "jika", "bila", "yen", "nek", "lamun", "upami", "if")
}

// savesNothing tells whether the no at i is only about savings beside money that
// was paid: "wati bayar 250rb tidak nabung".
func (m *reading) savesNothing(i int) bool {
	if i+1 >= len(m.tokens) || !m.tokens[i+1].is(tSave|tPurse) || m.tokens[i].text == "jangan" || m.tokens[i].text == "bukan" {
		return false
	}
	for _, t := range m.tokens[:i] {
		if t.kind == anAmount {
			return true
		}
	}
	return false
}
