package understand

import (
	"slices"

	"bendahara/ledger"
)

// question reads something asked: about figures where it can be, never about
// something to record.
func (m *reading) question() Meaning {
	var out Meaning
	switch {
	case m.firstAsks(&out):
		return out
	case !m.forAll() && m.c.Role != Auditor && m.has(tDecide):
		return Meaning{Intent: Human} // "pinjaman saya disetujui belum"
	case m.asksPayoff():
		return m.topic(OfPayoff)
	case m.aboutCovers():
		return m.topic(OfCovers)
	case m.forAll() && m.others() == 1 && m.has(tAlready) && m.has(tNotYet|tNo) && slices.ContainsFunc(m.tokens, func(t token) bool { return isWriteWord(t.text) || t.text == "kucatet" }):
		m.tokens = slices.DeleteFunc(m.tokens, func(t token) bool { return t.kind == aName && t.who.me })
		return m.about(Balance) // "5rb nya dewi tadi udah kucatat blm"
	case m.asksStanding(&out), m.asksHow(&out):
		return out
	case m.c.Role == Officer && m.saidText("tangan", "bendahara", "dipegang", "pegang") && m.saidText("uang", "uangnya", "duit", "duitnya", "dana", "kas") && m.hasText(muchWords...) && !m.has(tReceive|tPay):
		return m.withGroup(Meaning{Intent: CashHeld})
	case m.has(tAdvice), m.hasText("denda", "dendanya") && m.count(aName)+m.count(anAmount) == 0:
		return Meaning{Intent: Help}
	case (m.c.Role == Member || m.c.Role == Head) && (m.hasText(puzzledWords...) || m.wonders()) && m.puzzled(&out):
		return out
	case m.inHand():
		return m.about(CashHeld)
	case m.has(tRest) && m.hasText(muchWords...) && m.count(anAmount) == 0:
		return m.about(Balance) // "siti sisanya brp lg"
	case (m.forAll() || m.c.Role == Auditor) && m.has(tTotal) && m.hasText(muchWords...) && (m.has(tPay|tBring|tSave) || m.hasText("masuk", "terkumpul", "ngumpul")) && m.count(anAmount) == 0 && m.people() == 0:
		return m.about(Report) // "total setoran hari ini berapa"
	case m.hasText(whoWords...) && m.only(tAskWord|tFill|tGreet|tTitle):
		return Meaning{Intent: Help} // "ini siapa?"
	case m.hasText("tagihan", "tagihannya") && m.hasText(muchWords...) && m.count(anAmount) == 0 && !m.has(tReport|tCash|tMeeting|tArrears):
		return m.about(Balance) // "tagihan saya bulan ini brp"
	case m.has(tBalance | tSchedule | tArrears | tReport | tCash | tMeeting):
		return m.query()
	case m.has(tAskWord) && m.hasText("kapan", "kpn", "when", "iraha") && m.has(tPay|tBring|tDebt):
		return m.about(ScheduleOf)
	case m.has(tDebt):
		return m.about(Balance)
	case !m.forAll() && m.has(tNotYet) && m.has(tAlready) && !m.has(tPay|tBring|tSave|tPaidOff) && m.payers() < 2:
		return m.about(Balance) // "sy nitip 118rb lwt bu nurul, sdh sampai blm"
	case m.c.Role == Officer && m.group != "" && m.has(tBring) && m.has(tNotYet|tNo|tAlready) && !m.has(tWish):
		return m.withGroup(Meaning{Intent: CashHeld}) // "melati sudah setor belum"
	case m.has(tNotYet) && m.has(tPay|tBring|tSave|tAlready|tPaidOff) && !m.has(tSave):
		return m.about(Arrears)
	case m.has(tAlready|tNo) && m.has(tPay|tBring|tPaidOff) && (m.has(tAlready) || m.people() > 0 && m.count(anAmount) == 0 && !m.has(tWish)):
		return m.about(Arrears)
	case m.hasText(whoWords...) && m.has(tPay|tBring|tNotYet):
		return m.about(Arrears)
	case m.has(tSave) && m.count(anAmount) == 0 && m.hasText(muchWords...):
		return m.about(Balance)
	case m.count(anAmount) == 0 && m.hasText(muchWords...) && m.hasText(lackWords...):
		return m.about(Balance) // "tini kurang brp"
	case m.count(anAmount) == 0 && m.hasText(muchWords...) && m.saidText("tinggal", "kantun", "gari") && !m.has(tSave):
		if m.hasText("kali", "x", "angsuran", "bulan", "bln") {
			return m.about(ScheduleOf) // "tinggal brp kali lagi"
		}
		return m.about(Balance)
	case m.has(tPay) && m.count(anAmount) == 0 && m.hasText(muchWords...) && m.hasText("tgl", "tanggal", "tggl", "hari", "hr", "jam"):
		return m.about(ScheduleOf) // "tgl brp bayarnya"
	case m.has(tPay) && m.count(anAmount) == 0 && m.hasText(muchWords...) && slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aDay && t.day.past < ledger.DateOf(m.c.Sent) && !t.day.ahead }):
		return m.about(ScheduleOf) // "siti kemarin bayar berapa": her card says it
	case m.has(tPay) && m.count(anAmount) == 0 && m.hasText(muchWords...):
		return m.about(Balance) // "angsuran saya berapa": what is to be paid, and when, stands in it
	case m.count(anAmount) == 0 && (m.reachesOffice() || m.hasText(officerWords...)):
		return Meaning{Intent: Human}
	case m.has(tHelp) && m.count(anAmount) == 0:
		return Meaning{Intent: Help}
	case !m.forAll() && (m.has(tPay) || m.hasText("gak_bayar", "ga_bayar", "tidak_bayar")) && m.count(anAmount) > 0 && m.saidFirst("boleh", "bole", "bisa", "bs", "saged", "tiasa", "iso"):
		return Meaning{Intent: Help} // "boleh gak bayar separo dulu, 118 gitu?"
	case m.has(tPaidOff) && m.people() > 0 && m.count(anAmount) == 0:
		return m.about(Balance) // "siti lunas?"
	}
	return Meaning{Intent: Other}
}

// firstAsks reads the question about figures that a message begins with, whatever she says
// behind it: "tunggakan sekar arum brp? cpt mau mulai rapat".
func (m *reading) firstAsks(out *Meaning) bool {
	for i, t := range m.tokens[:max(0, len(m.tokens)-1)] {
		if !t.sign("?") || m.part || hasAmount(m.tokens) {
			continue
		}
		if first := m.sentence(m.tokens[:i+1]); first.asksFigures() {
			*out = first
			return true
		}
		return false
	}
	return false
}

// Words of questions.
var (
	whoWords  = []string{"siapa", "sapa", "sopo", "sinten", "saha", "who", "siapa2"}
	muchWords = []string{"berapa", "brp", "brpa", "brapa", "berapaan", "berapakah", "pinten", "piro", "pira", "sabaraha", "sabarahaeun", "sabarahaan", "sabraha", "how_much"}
	lackWords = []string{"kurang", "krng", "kurng", "krg", "kurangnya", "kekurangan", "kekurangannya", "kirang", "kekirangan", "kekirangane", "kekirangipun"}
	// officerWords are the words for people at the UPK that stand for nothing else.
	officerWords = []string{"petugas", "orang_upk", "operator", "customer_service", "fasilitator", "bicara", "ngobrol", "ngomong", "telepon", "telpon", "telp", "nelpon", "ditelpon", "ditelepon", "ditelp", "ditelpun", "ditelfon"}
)

// inHand reads a treasurer's "uang di saya berapa".
func (m *reading) inHand() bool {
	if m.c.Role != Treasurer || m.count(anAmount) > 0 || m.has(tRecord|tDebt) || !m.hasText(muchWords...) {
		return false
	}
	money, me := false, false
	for i, t := range m.said {
		switch t.text {
		case "tanganku":
			money, me = true, true
		case "tangan", "uang", "uangnya", "duit", "duitnya", "dana", "duwit", "dhuwit", "arto", "artos", "yatra":
			money = true
		}
		if t.kind != aName {
			continue
		}
		if !t.who.me || i == 0 {
			return false
		}
		switch m.said[i-1].text {
		case "di", "pada", "sama", "sm", "dalam", "nang", "ning", "neng", "wonten", "tangan":
			me = true
		}
	}
	return money && me
}

// reachesOffice reads a wish for the UPK's number or address.
func (m *reading) reachesOffice() bool {
	return m.has(tUPK|tHuman) && (m.has(tAskWord) || m.hasText("minta", "mnta", "njaluk", "nyuwun", "tanya", "tau", "tahu")) && !m.has(tRecord|tRegister) && m.count(anAmount) == 0 &&
		m.hasText("nomor", "nomer", "nmr", "no", "nope", "hp", "wa", "nohp", "no_hp", "no_wa", "nomor_hp", "nomor_wa", "kontak", "alamat", "telepon", "telpon", "telp", "tlp")
}

// puzzledWords say that something is not as it should be, also in a question.
var puzzledWords = []string{"kok_cuma", "kok_cm", "kok_hanya", "kok_kurang", "kok_lebih", "kok_dicatat", "kok_jadi", "kok_belum", "kok_blm", "kok_masih"}

// wonders reads "kok 250? saya kan bayar 275": an amount that she did not expect.
func (m *reading) wonders() bool {
	for i, t := range m.said {
		if i > 0 && t.kind == anAmount && m.said[i-1].text == "kok" {
			return true
		}
	}
	return false
}

func (m *reading) hasText(texts ...string) bool {
	for _, t := range m.tokens {
		if t.kind != aWord {
			continue
		}
		for _, s := range texts {
			if t.text == s {
				return true
			}
		}
	}
	return false
}

// saidText is hasText of the whole message, also of what was taken off its front.
func (m *reading) saidText(texts ...string) bool {
	whole := reading{tokens: m.said}
	return whole.hasText(texts...)
}

// query reads a wish to see figures.
func (m *reading) query() Meaning {
	switch {
	case m.aboutCovers():
		return m.topic(OfCovers)
	case m.has(tMeeting) && !m.forAll() && m.others() == 0 && m.hasText("izin", "ijin", "pamit", "absen"):
		return Meaning{Intent: Other} // "saya izin kumpulan ya"
	case m.has(tMeeting) && m.has(tAlready) && m.count(anAmount) == 0 && m.others() == 0 && !m.isQuestion() && !m.hasText("mulai", "dimulai", "buka", "dibuka") && m.hasStranger():
		return Meaning{Intent: Other, Chatter: true} // "td rame, sampe mlm kumpulannya"
	case m.has(tMeeting) && m.has(tReport):
		return m.about(Report)
	case m.has(tMeeting) && m.has(tSchedule|tAskWord), m.has(tMeeting) && m.isQuestion() && m.count(anAmount) == 0:
		return Meaning{Intent: ScheduleOf}
	case m.has(tMeeting) && m.sure():
		return Meaning{Intent: Other} // "snack kumpulan habis 75rb"
	case m.has(tMeeting) && (m.isPlan() || m.has(tNo)):
		return Meaning{Intent: Other}
	case m.has(tMeeting):
		return m.withGroup(Meaning{Intent: Meeting})
	case m.has(tArrears) && m.fallsBehind():
		out := Meaning{Intent: NotPaid, Note: m.text(0)}
		out.Slots = m.unpaidSlots(&out)
		return out
	case m.has(tArrears):
		return m.about(Arrears)
	case m.has(tCash):
		return m.about(CashHeld)
	case m.has(tReport):
		return m.about(Report)
	case m.has(tSchedule):
		return m.about(ScheduleOf)
	case m.has(tDebt) && !m.has(tBalance) && m.count(anAmount) > 0 && (m.oweMe() || m.hasText(owingWords...)):
		return Meaning{Intent: Other}
	case m.has(tBalance | tDebt):
		return m.about(Balance)
	case m.has(tSave) && m.forAll() && m.saves() && (m.has(tNo) || m.isPlan()):
		return Meaning{Intent: Other} // "jangan simpan"
	case m.has(tSave | tPurse):
		return m.about(Balance)
	case m.forAll() && m.has(tTotal) && m.count(anAmount) == 0 && m.others() == 0 && (m.has(tPay|tBring) || m.hasText("masuk", "terkumpul", "ngumpul", "mlebu")):
		return m.about(Report) // "total yang masuk hari ini"
	case m.people() > 0 && m.count(anAmount) == 0 && m.saidText("cek", "lihat", "liat", "tampilkan") && m.onlyNames(tFill|tTitle|tYes|tHelp|tGreet):
		return m.about(Balance) // "cek siti"
	case m.has(tHuman), m.reachesOffice():
		return Meaning{Intent: Human}
	case m.has(tHelp) && m.count(anAmount) == 0:
		return Meaning{Intent: Help}
	case m.only(tComplain | tWish | tFill | tTitle | tGreet): // "saya mau mengadu"
		return Meaning{Intent: Complaint}
	case m.has(tComplain):
		return Meaning{Intent: Complaint, Note: m.text(0)}
	case (m.c.Role == Member || m.c.Role == Head) && m.count(anAmount) == 0 && m.saidFirst("mau_lapor", "mau_laporan"):
		return Meaning{Intent: Complaint, Note: m.text(0)}
	case m.has(tRegister):
		return Meaning{Intent: Registration, Matter: Join, Note: m.text(0)}
	}
	return Meaning{Intent: Other}
}

// onlyNames tells whether the message has names, and else words of the given tags.
func (m *reading) onlyNames(tags tag) bool {
	return !slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind != aName && t.kind != aSign && !t.is(tags) })
}

// owingWords tell that somebody bought or borrowed something; what the loan is said to be
// ("utang siti 500rb") is looked up.
var owingWords = []string{"ngutang", "ngutangi", "berhutang", "berutang", "diutang", "dihutang", "kasbon", "ngebon", "bon"}

// oweMe reads "wati punya utang ke saya 100rb": between the two of them.
func (m *reading) oweMe() bool {
	for i, t := range m.tokens {
		if t.kind == aName && t.who.me && (t.who.to || m.has(tDebt) && m.hasText(owingNouns...) && m.owedToMe(i)) {
			return true
		}
	}
	return false
}

// owingNouns name a debt that is not said to be one of the fund's.
var owingNouns = append([]string{"utang", "hutang", "utg", "htg", "utange", "hutange"}, owingWords...)

// owedToMe tells whether "sama" or "karo" stands before the sender at i: "widodo utang karo
// aku 200rb".
func (m *reading) owedToMe(i int) bool {
	if i == 0 || m.others() == 0 || m.has(tPay) && !m.has(tNotYet) {
		return false
	}
	switch m.tokens[i-1].text {
	case "sama", "sm", "karo", "kalih", "kaliyan", "sareng", "ka", "ke", "kro":
		return true
	}
	return false
}

// fallsBehind reads a treasurer's "wati nunggak, anaknya sakit": told with its reason.
func (m *reading) fallsBehind() bool {
	return m.c.Role == Treasurer && m.has(tReason|tSoon) && m.people() > 0 && m.count(anAmount) == 0 && !m.has(tBalance|tSchedule|tReport|tCash|tHelp) &&
		!m.hasText("tunggakan", "tungakan", "penunggak")
}

// saidFirst tells whether the message begins with one of the words, after politeness.
func (m *reading) saidFirst(texts ...string) bool {
	for _, t := range m.said {
		if slices.Contains(texts, t.text) {
			return true
		}
		if !t.is(tGreet|tTitle|tFill|tHelp) && t.kind != aSign && !(t.kind == aName && t.who.me) {
			return false
		}
	}
	return false
}

// about adds whom a query is about: somebody, a group, or the whole own group.
func (m *reading) about(intent Intent) Meaning {
	out := Meaning{Intent: intent}
	p := pairing{m: m}
	for i, t := range m.tokens {
		if found, text := m.village(i); len(found) > 0 {
			out.Slots, out.Asks = []Slot{{NameText: text, Villages: found}}, nil
			return out
		}
		if t.kind != aName || t.who.to {
			continue
		}
		s := p.slotFor(t.who)
		if slices.ContainsFunc(out.Slots, func(o Slot) bool { return len(s.Members) == 1 && slices.Equal(o.Members, s.Members) }) {
			continue // "kulo Mbah Tukiyem": once more who
		}
		out.Slots = append(out.Slots, s)
		switch {
		case len(s.Members) > 1 || s.Guessed || len(s.Members)+len(s.Groups) == 0 && !t.who.me:
			out.ask(AskMember)
		case len(s.Groups) > 1:
			out.ask(AskGroup)
		}
	}
	if len(out.Slots) == 0 && (m.has(tGroup) || m.has(tAll) && m.c.Role != Member) && m.c.Group != "" {
		out.Slots = []Slot{{Groups: []ledger.GroupCode{m.c.Group}}}
	}
	if len(out.Slots) == 0 && m.hasStranger() && intent != Report && m.forAll() && !m.has(tAll) {
		if word := m.stranger(); word != "" {
			out.Slots = []Slot{{NameText: word}}
			out.ask(AskMember)
		}
	}
	return out
}

func (m *reading) stranger() string {
	for _, t := range m.tokens {
		if t.kind == aWord && t.tags == 0 && len(t.text) >= 3 {
			return m.plain[t.start:t.end]
		}
	}
	return ""
}
