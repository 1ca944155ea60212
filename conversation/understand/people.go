package understand

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bendahara/ledger"
)

// Matter is which of the matters of people and their phones a [Registration] is
// about.
type Matter string

// The matters.
const (
	Join        Matter = "join"          // daftar: a phone wants to be a member's
	NewPhone    Matter = "phone"         // hp siti 0813...: somebody tells a member's number
	Handover    Matter = "handover"      // ganti bendahara
	StandIn     Matter = "stand_in"      // wakil siti: she records today
	StandInEnds Matter = "stand_in_ends" // wakil selesai
	Block       Matter = "block"         // hp hilang
	Unblock     Matter = "unblock"       // buka blokir
)

// mobile finds a number of a phone in a text: 0813-9000-0101, +62 813 9000 0101.
var mobile = regexp.MustCompile(`(?:\+?62|\b0)[ .-]?8\d(?:[ .-]?\d){7,10}\b`)

// leastDigits are in every number: 08, then eight more.
const leastDigits = 10

// digitsIn is how many digits a text has.
func digitsIn(text string) (n int) {
	for i := range len(text) {
		if '0' <= text[i] && text[i] <= '9' {
			n++
		}
	}
	return n
}

// Phone is the Indonesian mobile number that a text holds, or nothing.
func Phone(text string) ledger.Phone {
	if digitsIn(text) < leastDigits { // as in most texts
		return ""
	}
	found := mobile.FindString(text)
	if found == "" {
		return ""
	}
	digits := strings.NewReplacer(" ", "", ".", "", "-", "", "+", "").Replace(found)
	return ledger.Phone("+62" + strings.TrimPrefix(strings.TrimPrefix(digits, "62"), "0"))
}

// codeDigits is the length of a one-time number.
const codeDigits = 4

// Code is the one-time number that is all a text says, maybe with a word of
// agreement before it: "4821", "setuju 4821". It is empty where there is none.
// Agreed tells whether there was such a word.
func Code(text string) (code string, agreed bool) {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		word = strings.Trim(word, ".,!:;")
		switch {
		case len(word) == codeDigits && isCode(word):
			if code != "" {
				return "", false
			}
			code = word
		case word == "setuju" || word == "setujui" || word == "kode" || word == "daftar" || word == "angka" || word == "angkanya":
			agreed = true
		case word != "" && word != "ya" && word != "ok" && word != "bu" && word != "pak":
			return "", false
		}
	}
	return code, agreed && code != ""
}

// matters reads what is about members and their phones: who has which number, who
// keeps the group, which phone is lost.
func (m *reading) matters() (Meaning, bool) {
	matter := m.matter()
	if matter == "" {
		return Meaning{}, false
	}
	out := Meaning{Intent: Registration, Matter: matter, Phone: Phone(m.plain), Note: m.text(0)}
	p := pairing{m: m}
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.me && len(t.who.people)+len(t.who.groups) > 0 {
			s := p.slotFor(t.who)
			s.Groups = t.who.groups
			out.Named = append(out.Named, s)
		}
	}
	if grouped := func(s Slot) bool { return len(s.Groups) > 0 }; m.group != "" && !slices.ContainsFunc(out.Named, grouped) {
		out.Named = append(out.Named, Slot{Groups: []ledger.GroupCode{m.group}}) // its word is taken to the name beside it
	}
	if matter == Handover {
		n := 0
		for _, t := range m.tokens {
			if t.kind == anAmount {
				out.Amount, out.AmountUnsure, n = t.amount.value, t.amount.unsure, n+1
			}
		}
		if n != 1 {
			out.Amount, out.AmountUnsure = 0, false
		}
	}
	if matter == StandIn {
		out.Hours = m.hours()
	}
	return out, true
}

// matter is the matter of people that the message is about, if it is.
func (m *reading) matter() Matter {
	if len(m.tokens) == 0 || m.has(tAskWord) || strings.Contains(m.plain, "?") {
		return ""
	}
	phone, begin := m.hasText(phoneWords...), 0
	for begin < len(m.tokens)-1 && !peopleWords[m.tokens[begin].text] && !isPhoneWord(m.tokens[begin].text) &&
		(m.tokens[begin].is(tGreet|tTitle|tFill|tHelp) || m.tokens[begin].sign(",.!") || m.wantsToRegister(begin)) {
		begin++
	}
	first := m.tokens[begin]
	switch {
	case first.text == "buka_blokir", first.text == "buka" && phone:
		return Unblock
	case first.kind == aWord && strings.HasPrefix(first.text, "blokir"), phone && m.hasText(lostWords...) && m.count(anAmount) == 0:
		return Block
	case phone && m.count(anAmount) == 0 && m.hasText("berdua", "barengan", "bareng", "gantian", "wong_loro", "duaan"):
		return Join // "hp ini dipakai berdua sm bu lestari"
	case m.keepsBook(), m.standsIn():
		return StandIn
	case m.changesTreasurer():
		return Handover
	case m.hasText(standInWords...) && m.count(anAmount) == m.countHours() && !m.has(tRecord&^tPurse):
		if m.has(tUndo|tStop|tNo) || m.hasText("selesai", "usai", "beres", "rampung", "batal", "cukup", "habis") {
			return StandInEnds
		}
		return StandIn
	case Phone(m.plain) != "" && (phone || m.has(tRegister) || m.hasText("nomor", "nomer", "nmr", "nmer", "nomr")) && !m.has(tSpam):
		if m.forAll() || m.c.Role == Head {
			return NewPhone
		}
		return Join
	case isPhoneWord(first.text) && m.forAll() && begin+1 < len(m.tokens) && m.tokens[begin+1].kind == aName && m.count(anAmount) == 0:
		return NewPhone
	case first.is(tRegister) && !m.hasText("sekolah", "kuliah", "pondok", "haji", "umroh", "bpjs") && !m.has(tArrears|tReport|tSchedule|tBalance|tNotYet) && !m.asksPromises():
		return Join
	}
	return ""
}

// wantsToRegister tells whether "saya mau daftarkan" goes on at token i.
func (m *reading) wantsToRegister(i int) bool {
	if m.tokens[i].kind == aName && m.tokens[i].who.me {
		return i+2 < len(m.tokens) && m.tokens[i+1].is(tWish) && m.tokens[i+2].is(tRegister)
	}
	return m.tokens[i].is(tWish) && i > 0 && m.tokens[i-1].kind == aName && m.tokens[i-1].who.me && m.tokens[i+1].is(tRegister)
}

// peopleWords are the words and phrases that name these matters. Elsewhere they
// say nothing, but are read as not understood: what stands beside them is not
// booked without an echo.
var peopleWords = map[string]bool{
	"blokir": true, "blokirkan": true, "buka_blokir": true, "serah_terima": true, "serahterima": true, "ganti_bendahara": true,
	"pergantian_bendahara": true, "penggantian_bendahara": true, "menggantikan_bendahara": true, "new_treasurer": true,
	"wakil": true, "wakilkan": true, "mewakilkan": true, "diwakilkan": true, "diwakili": true, "wakili": true,
	"titip_catat": true, "titip_mencatat": true, "stand_in": true,
}

// Words of these matters.
var (
	phoneWords = []string{
		"hp", "hape", "handphone", "ponsel", "nohp", "no_hp", "nomor_hp", "nope", "wa", "no_wa", "nomor_wa", "hpnya", "simcard", "phone",
	}
	lostWords    = []string{"hilang", "ilang", "kehilangan", "dicuri", "kecurian", "dicopet", "kecopetan", "ketinggalan", "kecemplung", "nyemplung", "kecebur", "kerendam", "kerendem", "rusak", "pecah", "lost", "stolen"}
	standInWords = []string{"wakil", "wakilkan", "mewakilkan", "diwakilkan", "diwakili", "wakili", "titip_catat", "titip_mencatat", "stand_in"}
)

func isPhoneWord(word string) bool { return slices.Contains(phoneWords, word) }

// changesTreasurer reads "ganti bendahara", "bendahara baru siti", "serah terima".
func (m *reading) changesTreasurer() bool {
	if m.has(tPay | tSave | tDraw) {
		return false
	}
	for i, t := range m.tokens {
		if t.kind == aWord && peopleWords[t.text] && (strings.HasPrefix(t.text, "serah") || strings.HasSuffix(t.text, "_bendahara") || t.text == "new_treasurer") {
			return true
		}
		if t.text == "diganti" || t.text == "digantikan" || t.text == "diganti_sama" || t.text == "gantos" || t.text == "digentos" || t.text == "digentosi" {
			if m.hasText("bendahara", "bendaharanya", "bendaharane") && m.count(anAmount) == 0 {
				return true // "mulai april bendahara sekar arum diganti bu retno"
			}
		}
		if strings.HasPrefix(t.text, "bendahara") && m.hasText("mulai") && m.count(aDay) > 0 && m.hasTitled(i+1) && m.count(anAmount) == 0 {
			return true // "bendaharanya mulai bulan depan bu retno ya"
		}
		if i == 0 && t.text == "bendahara" && len(m.tokens) > 1 && (m.tokens[1].text == "baru" || m.tokens[1].text == "ganti") {
			return true
		}
	}
	return false
}

// hasTitled tells whether from token i on somebody is named, maybe one whom nobody knows.
func (m *reading) hasTitled(i int) bool {
	for ; i < len(m.tokens); i++ {
		if m.tokens[i].kind == aName && !m.tokens[i].who.me || m.tokens[i].is(tTitle) && i+1 < len(m.tokens) && m.tokens[i+1].kind == aWord && m.tokens[i+1].tags == 0 {
			return true
		}
	}
	return false
}

// standsIn reads "bu ani opname, sementara saya yg catat" and a treasurer's "sementara yg
// pegang kas bu wati".
func (m *reading) standsIn() bool {
	if m.c.Role == Unknown || m.c.Role == Officer || m.has(tWrong|tPuzzled) || !m.hasText("sementara", "smntr", "sementawis", "sauntara") || !m.hasText("pegang", "megang", "dipegang", "catat", "nyatat", "nyatet", "mencatat", "narik", "nagih", "ngumpulin", "nampung", "gantikan", "gantiin", "menggantikan", "nggantiin", "nggentosi", "cekel", "nyekel", "urus") {
		return false
	}
	if m.c.Role == Treasurer {
		return m.others() > 0 && m.count(anAmount) == 0
	}
	return slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aName && t.who.me })
}

// keepsBook reads a member's "sementara buku kelompok saya yg pegang".
func (m *reading) keepsBook() bool {
	if m.forAll() || m.c.Role == Unknown || m.count(anAmount) > 0 || m.has(tWrong|tNo|tPuzzled) || !m.hasText("buku", "bukunya", "buku_kelompok") || !m.hasText("kelompok", "kelompoknya", "bendahara", "sementara", "smntr", "buku_kelompok") {
		return false
	}
	me := false
	for _, t := range m.tokens {
		me = me || t.kind == aName && t.who.me
		switch t.text {
		case "pegang", "megang", "dipegang", "bawa", "bwa", "urus", "urusin", "simpan", "cekel", "gowo":
			if me {
				return true
			}
		}
	}
	return false
}

// hours is the number in "3 jam"; 0: none is said.
func (m *reading) hours() int {
	for i, t := range m.tokens {
		if i > 0 && t.text == "jam" && (m.tokens[i-1].kind == aNumber || m.tokens[i-1].kind == anAmount) {
			n, _ := strconv.Atoi(m.tokens[i-1].text)
			return n
		}
	}
	return 0
}

// countHours is how many of the amounts are numbers of hours.
func (m *reading) countHours() (n int) {
	for i, t := range m.tokens {
		if i > 0 && t.text == "jam" && m.tokens[i-1].kind == anAmount {
			n++
		}
	}
	return n
}
