package understand

import (
	"slices"
	"strings"
)

// grievance reads what a member brings without a word for it: two amounts of which one is
// in the books and the other was paid, money that is gone, how she was dunned.
func (m *reading) grievance(out *Meaning) bool {
	if m.c.Role != Member && m.c.Role != Head || m.isSpam() || m.has(tUndo|tWrong) {
		return false
	}
	switch {
	case m.has(tAlready) && m.has(tPay|tBring) && m.has(tBut) && m.saidText("kosong", "hilang", "nihil") && m.saidText("kartu", "buku", "catatan", "sms"), m.othersPayLess():
		*out = Meaning{Intent: Dispute, Note: m.text(0)} // "sy sdh bayar tp di kartu kosong"
	case m.booksDiffer(), m.wondersWhy() && m.has(tAlready) && m.has(tArrears) && m.others() == m.receivers(), m.wondersWhy() && m.count(anAmount) == 0 && (m.has(tAlready|tPaidOff|tDebt|tArrears|tRemind) || m.saidText("ditagih", "ditagihin", "kok_ditagih")) && !m.has(tLoan|tMeeting) && m.others() == m.receivers(),
		m.wondersWhy() && m.saidText("jasa", "jasanya", "bunga", "bunganya", "angsuran", "angsurannya", "denda", "dendanya") && m.count(anAmount) > 0 && !m.has(tPay&^tSchedule|tAlready):
		*out = Meaning{Intent: Dispute, Note: m.text(0)}
	case m.moneyGone(), m.misused(), m.shames(), m.never(), m.chargedMore(), m.scolds(), m.atNight(), m.saidText("dipaksa", "dipeksa") && m.count(anAmount) == 0, m.ofTreasurer():
		*out = Meaning{Intent: Complaint, Note: m.text(0)}
	default:
		return false
	}
	return true
}

// bookWords say that an amount is what was written down, not what was paid.
var bookWords = []string{"catatan", "catatannya", "buku", "bukunya", "struk", "kwitansi", "kuitansi", "tertulis", "ditulis", "tercatat", "dicatat", "kecatat", "kecatet"}

// booksDiffer reads "di catatan tertulis 500rb sedangkan saya menyerahkan 590rb".
func (m *reading) booksDiffer() bool {
	if m.count(anAmount) != 2 || !m.hasText(bookWords...) && !m.hasText("kok_ditulis", "kok_dicatat", "kok_tercatat") || m.has(tSoon|tSave) || m.others() > 0 && !m.receiverOnly() {
		return false
	}
	first, differ := int64(0), false
	for _, t := range m.tokens {
		if t.kind == anAmount {
			differ = differ || first != 0 && int64(t.amount.value) != first
			first = int64(t.amount.value)
		}
	}
	return differ && (m.has(tBut|tPay|tBring|tPuzzled) || m.hasText("sedangkan", "sdgkan", "menyerahkan", "serahkan", "titip", "nitip", "padahal"))
}

// receiverOnly tells whether all others who are named got the money.
func (m *reading) receiverOnly() bool {
	return !slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aName && !t.who.me && !t.who.to })
}

// moneyGone reads "duit 236rb sy kemana ya".
func (m *reading) moneyGone() bool {
	return m.saidText("kemana", "kmana", "kmn", "nyangdi", "nengdi", "nang_endi") && m.saidText("uang", "uangnya", "duit", "duitnya", "duwit", "dhuwit", "artos", "tabungan", "setoran")
}

// badWords say what is wrong with somebody.
var badWords = []string{
	"jarang", "susah", "sulit", "angel", "galak", "judes", "kasar", "marah", "marah2", "males", "malas", "menghilang", "kabur", "ngilang", "curang", "seenaknya", "semaunya", "pilih_kasih", "lambat", "sewenang2",
	"ga_ada", "gak_ada", "tidak_ada", "gada",
}

// ofTreasurer reads "bendaharanya jarang di rumah": how the treasurer is.
func (m *reading) ofTreasurer() bool {
	if m.count(anAmount) > 0 || m.isQuestion() || m.hasText(enteredWords...) {
		return false
	}
	her := -1
	for i, t := range m.said {
		switch {
		case t.kind != aWord:
		case t.text == "bendahara" || t.text == "bendaharanya" || t.text == "bendaharane":
			her = i
		case her >= 0 && (slices.Contains(badWords, t.text) || t.is(tNo) && i+1 < len(m.said) && slices.Contains([]string{"pernah", "prnh", "mau", "dikembalikan", "dibalikin", "mengembalikan"}, m.said[i+1].text)):
			return true
		}
	}
	return false
}

// chargedMore reads "bendahara minta uang lebih 20rb".
func (m *reading) chargedMore() bool {
	if m.count(anAmount) > 1 && m.saidText("narik", "minta", "mungut", "nagih", "ditarik", "diminta") && m.saidText("padahal", "pdhl", "harusnya", "mestinya", "seharusnya") && (m.saidText(treasurerWords...) || m.others() > 0) {
		return true // "bendahara narik 250rb padahal angsuran cuma 236"
	}
	return m.saidText("minta", "diminta", "njaluk", "dijaluk", "dipungut", "mungut", "narik") && m.saidText("lebih", "biaya", "admin", "administrasi", "tambahan", "potongan", "pungutan", "rokok") &&
		m.count(anAmount) > 0 && (m.saidText("bendahara", "bendaharanya", "petugas", "ketua") || m.others() > 0) && !m.has(tPay|tSave|tBring) && !m.isQuestion()
}

// misused reads "uang saya dipakai bendahara".
func (m *reading) misused() bool {
	return m.saidText("dipakai", "dipake", "dikorupsi", "digelapkan", "ditilep", "dimakan", "dienggo", "disalahgunakan") && m.saidText("uang", "uangnya", "duit", "duitnya", "duwit", "tabungan", "setoran", "angsuran")
}

// othersPayLess reads "kok angsurane mboten sami kalih tiyang sanes, kulo 236 tiyang sanes 118".
func (m *reading) othersPayLess() bool {
	return m.wondersWhy() && m.saidText("sama", "sami", "podo", "beda", "lebih", "mahal") && m.saidText("lain", "lainnya", "lainne", "liyane", "sanes", "sejen", "tiyang", "orang_lain", "yang_lain", "yg_lain")
}

// wondersWhy tells whether the message wonders: "kok saya ditagih lagi".
func (m *reading) wondersWhy() bool {
	return slices.ContainsFunc(m.said, func(t token) bool {
		return t.kind == aWord && (t.text == "kok" || t.text == "koq" || t.text == "kog" || t.text == "kq" || strings.HasPrefix(t.text, "kok_") || strings.HasSuffix(t.text, "_kok"))
	})
}

// shames reads "bu sri nagihnya di depan orang banyak, saya malu, tolong ditegur".
func (m *reading) shames() bool {
	if m.saidText("malu", "isin", "dipermalukan") && m.others() > 0 {
		return true
	}
	return m.saidText("nagih", "menagih", "nagihnya", "nagihe", "tagih", "ditagih", "bendahara", "bendaharanya") && m.saidText("malu", "isin", "ditegur", "tegur", "tegurin", "negur", "dimarahi", "dimarah", "galak", "judes", "diumumin", "diumumkan", "diancam", "disumpahi", "kasar", "teriak2", "teriak") && m.count(anAmount) == 0 && !m.hasText(enteredWords...)
}

// never reads "bu yanti kok ga pernah kasih nota" and "bendaharane ora tau teka".
func (m *reading) never() bool {
	if m.others() > 1 || m.others() == 0 && !m.saidText(treasurerWords...) {
		return false
	}
	for i := 0; i+1 < len(m.said); i++ {
		switch m.said[i+1].text {
		case "pernah", "prnh", "pnah", "penah":
			if m.said[i].is(tNo) && !(i > 0 && m.said[i-1].kind == aName && m.said[i-1].who.me) {
				return true
			}
		case "tau", "tahu":
			if m.said[i].text == "ora" || m.said[i].text == "ra" || m.said[i].text == "mboten" {
				return true
			}
		}
	}
	return false
}

// atNight reads "jangan kirim sms malam2": when she is written to, not that she is.
func (m *reading) atNight() bool {
	if m.count(anAmount) == 0 && m.saidText(lateHours...) && m.saidText("nagih", "menagih", "nagihnya", "ditagih") && m.saidText("kok", "ga", "gak", "tidak", "ora", "sih", "terus", "mulu") {
		return true // "kl nagih kok malem2 sih"
	}
	return m.count(anAmount) == 0 && m.saidText(lateHours...) && m.saidText("jangan", "jgn", "jngn", "ojo", "ulah") && m.saidText("sms", "wa", "chat", "kirim", "pesan", "telpon", "hubungi", "ganggu")
}

// lateHours are the times at which nobody wants to be written to.
var lateHours = []string{"malam2", "malem2", "mlm2", "malam", "malem", "bengi2", "bengi", "subuh2", "subuh", "pagi2", "larut", "peuting"}

// scolds reads "bu sri klo nagih jgn lewat anak saya".
func (m *reading) scolds() bool {
	dont := false
	for i := range m.tokens {
		dont = dont || m.isDont(i)
	}
	return dont && m.count(anAmount) == 0 && m.saidText("nagih", "menagih", "nagihnya", "nagihin", "tagih", "ditagih")
}

// wantsProof reads "bukti bayar bln feb bisa dikirim lagi?": her card says it.
func (m *reading) wantsProof() bool {
	return (m.c.Role == Member || m.c.Role == Head) && m.count(anAmount) == 0 && m.saidText("bukti", "kwitansi", "kuitansi", "struk", "nota", "bukti_bayar", "rincian", "rinciannya", "riwayat") &&
		(m.has(tAskWord|tWish|tHelp) || strings.Contains(m.plain, "?") || m.saidText("kirim", "dikirim", "kirimkan", "dikirimkan", "minta", "mohon", "diminta"))
}

// gave reads a member's "udah saya kasihkan ke bendahara": what she gave is paid.
func (m *reading) gave() bool {
	out := 0
	for _, t := range m.tokens {
		if t.is(tOut) {
			out++
		}
	}
	over := m.has(tAlready) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aDay && !t.day.ahead && !t.day.bare }) && !m.isPlan()
	return out < 2 && !m.forAll() && m.c.Role != Unknown && (m.count(anAmount) == 1 || m.has(tRest) && m.onePaid()) && over && (m.has(tTo) || m.saidText(treasurerWords...) || m.keeperReceives() || m.has(tAlready) && m.hasText("serahkan", "diserahkan", "menyerahkan")) && m.others() == m.receivers() &&
		m.hasText(giveWords...)
}

// giveWords say that somebody handed something over.
var giveWords = []string{"wenehke", "wenehno", "kekno", "kekke", "nyerahke", "nyerahno", "pasrahke", "masihan", "maringi", "mikeun", "ngaturi", "kasih", "kasihkan", "ngasih", "ngasihkan", "serahkan", "diserahkan", "menyerahkan", "berikan", "dikasih", "caosaken", "pasihkeun", "ksh", "kekne", "paringaken", "paringke", "aturaken", "titipaken", "pasrahaken", "serahaken", "nyukani", "masihkeun", "kasihin", "sukakaken", "sukakke", "sukaaken", "aturke", "caosake", "wehke", "wenehno"}

// holdsOffice tells whether money that is given to her is for the group.
func (p Person) holdsOffice() bool { return p.Keeps || p.Chairs }

// keeperReceives tells whether the treasurer, or the chair, is who got the money.
func (m *reading) keeperReceives() bool {
	return slices.ContainsFunc(m.tokens, func(t token) bool {
		return t.kind == aName && t.who.to && slices.ContainsFunc(t.who.people, func(p int) bool { return m.c.People.people[p].holdsOffice() })
	})
}

// treasurerWords name the treasurer by what she is.
var treasurerWords = []string{"bendahara", "bendaharanya", "bendaharane", "bendaharaku"}

func (m *reading) receivers() (n int) {
	for _, t := range m.tokens {
		if t.kind == aName && t.who.to && !t.who.me {
			n++
		}
	}
	return n
}

// oneSelf keeps one word for the sender of a member's message that has several: "saya
// Slamet Riyadi memberitahukan bahwa angsuran saya ...".
func (m *reading) oneSelf() {
	if m.forAll() {
		return
	}
	self, known := m.selfAt()
	if names := m.count(aName); known && names == 1 && m.count(anAmount) > 0 {
		for i := range m.tokens {
			if t := &m.tokens[i]; t.kind == aName && slices.Equal(t.who.people, []int{self}) && !t.who.guessed {
				t.who.me = true // "retno 236rb sdh ke bendahara"
			}
		}
	}
	me := slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aName && t.who.me })
	seen := false
	m.tokens = slices.DeleteFunc(m.tokens, func(t token) bool {
		own := t.kind == aName && !t.who.to && (t.who.me || me && known && slices.Equal(t.who.people, []int{self}))
		again := own && seen
		seen = seen || own
		return again
	})
}
