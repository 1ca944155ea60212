package understand

import (
	"slices"

	"bendahara/ledger"
)

// claimsPaid reads a member's "sudah bayar 236rb ke bu sri, kok masih ditagih" and "tadi saya
// titip 200rb lewat bu wati, sudah masuk belum?": what she paid this month, which her treasurer
// is asked about, answers what else she says of it. Where she tells of another amount in the
// books, or of a month that is over, somebody has to look into it.
func (m *reading) claimsPaid(out *Meaning) (claims bool) {
	if m.c.Role != Member && m.c.Role != Head || m.part || m.count(anAmount) != 1 || m.others() != m.receivers() && !m.passedOn() {
		return false
	}
	if m.has(tUndo|tWrong|tDraw|tOdd|tGroup) || m.has(tUPK) && m.has(tNotYet) || m.saidText("setoran", "storan", "uang_kelompok") || m.ofOldMonth() || m.booksSay() || m.isPlan() || m.supposes() || m.isSpam() {
		return false
	}
	whole := m.tokens
	defer func() {
		if !claims {
			m.tokens = whole
		}
	}()
	asked := m.cutArrived()
	from, to, ok := m.claimAt()
	if !ok || !asked && !asksAfterIt(m.tokens[to:]) && !asksAfterIt(m.tokens[:from]) {
		return false
	}
	r := &reading{c: m.c, plain: m.plain, tokens: slices.Clone(m.tokens[from:to]), group: m.group, part: true}
	r.said = r.tokens
	r.dropGreeting()
	claim := r.rest()
	if !claim.records() || len(claim.Slots) != 1 {
		return false
	}
	claim.Done, m.claimed = true, true
	*out = claim
	return true
}

// cutArrived takes out "sudah sampai belum" where it stands in the midst of what was paid: "uang
// titip bu wati udah nyampe belum, 100rb".
func (m *reading) cutArrived() bool {
	for i := 0; i+2 < len(m.tokens); i++ {
		there := m.tokens[i+1].text
		if m.tokens[i].is(tAlready) && m.tokens[i+2].is(tNotYet|tNo) && (slices.Contains(enteredWords, there) || slices.Contains(arrivedWords, there)) && !m.ends(i+3) {
			m.tokens = slices.Delete(slices.Clone(m.tokens), i, i+3)
			return true
		}
	}
	return false
}

// passedOn tells whether all others whom a member names carried her money: "lewat bu wati".
func (m *reading) passedOn() bool {
	for i, t := range m.tokens {
		if t.kind != aName || t.who.me || t.who.to {
			continue
		}
		k := i - 1
		for k >= 0 && m.tokens[k].is(tTitle) {
			k--
		}
		if k < 0 || !slices.Contains([]string{"lewat", "lwt", "via", "liwat", "lantaran", "ke"}, m.tokens[k].text) {
			return false
		}
	}
	return true
}

// claimAt is the part of the message that tells of a payment that is over: up to a sign, a
// "but" or a "why".
func (m *reading) claimAt() (from, to int, ok bool) {
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	ends := func(t token) bool {
		return t.sign("?!;\n") || t.is(tBut) || slices.Contains(whyWords, t.text)
	}
	for from = at; from > 0 && !ends(m.tokens[from-1]) && !(m.tokens[from-1].sign(",") && asksAfterIt(m.tokens[:from-1])); from-- {
	}
	for to = at + 1; to < len(m.tokens) && !ends(m.tokens[to]) && !(m.tokens[to].sign(".,") && !m.tokens[to].glued && to > at) && !(m.tokens[to].is(tNotYet) || m.isDont(to)); to++ {
		if m.tokens[to].sign(".,") && to+1 < len(m.tokens) && !m.tokens[to+1].glued && !m.moreOfClaim(to+1, ends) {
			break
		}
	}
	claim := reading{tokens: m.tokens[from:to]}
	paid := claim.has(tPay|tBring|tPaidOff|tSave) || claim.hasText(giveWords...) || claim.hasText(entrustWords...) || claim.sends() || claim.hasText(transferWords...)
	over := claim.has(tAlready) || claim.hasText(entrustWords...) || slices.ContainsFunc(claim.tokens, func(t token) bool { return t.kind == aDay && !t.day.ahead })
	return from, to, paid && over && !claim.has(tNo|tNotYet|tCannot|tAskWord)
}

// transferWords say that money was sent by a bank.
var transferWords = []string{"transfer", "tf", "trf", "ditransfer", "via_transfer", "lewat_transfer", "via_tf"}

// transferred reads a member's "saya transfer 236rb tadi malam".
func (m *reading) transferred() bool {
	return (m.c.Role == Member || m.c.Role == Head) && m.hasText(transferWords...) && m.others() == m.receivers() && !m.has(tNotYet|tCannot|tNo|tWish|tSoon|tOdd|tOut) &&
		(m.has(tAlready) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aDay && !t.day.ahead }))
}

// moreOfClaim tells whether behind a sign the payment is told on: where, when, to whom.
func (m *reading) moreOfClaim(i int, ends func(token) bool) bool {
	for ; i < len(m.tokens) && !m.tokens[i].sign(".,") && !ends(m.tokens[i]); i++ {
		if t := m.tokens[i]; t.is(tNotYet|tAskWord|tHelp|tNo) || m.isDont(i) {
			return false
		}
	}
	return true
}

// whyWords begin what she wonders about.
var whyWords = []string{"kok", "koq", "kog", "kq", "lah_kok", "lha_kok", "kenapa", "knp", "ngopo", "napa", "kok_belum", "kok_blm", "kok_masih", "kok_msh", "tolong", "tlg", "tlong"}

// arrivedWords say that money has come to whom it was sent.
var arrivedWords = []string{"sampai", "sampe", "nyampe", "tekan", "dugi", "diterima"}

// asksAfterIt tells whether the tokens ask whether a payment has arrived, or say that it is
// not known of: "sudah masuk belum", "kok masih ditagih", "belum dapat kuitansi".
func asksAfterIt(tokens []token) bool {
	r := reading{tokens: tokens}
	arrived := r.hasText(enteredWords...) || r.hasText(arrivedWords...) || r.hasText("kabar", "kabare", "balesan", "balasan", "sms", "smsnya", "struk", "resi", "kwitansi", "kwitansinya", "kuitansi", "kuitansinya", "nota", "notanya", "bukti", "buktinya", "kebaca", "dilaporkan", "disetor", "ditulis", "tulis", "catat")
	dunned := r.hasText("ditagih", "ditagihin", "tagih", "nagih", "tagihan", "ditagih2", "diingatkan", "dianggap", "diumumkan")
	return arrived && (r.has(tNotYet|tNo|tPuzzled) || r.has(tHelp)) || dunned
}

// longAgo are the days after which a payment would long be in the books.
const longAgo = 12

// ofOldMonth tells whether the payment is one of a month that is over, or of a day long ago.
func (m *reading) ofOldMonth() bool {
	today := ledger.DateOf(m.c.Sent)
	for i, t := range m.tokens {
		if t.kind == aDay && !t.day.ahead && t.day.past < today-longAgo {
			return true
		}
		if t.kind == aWord && months[t.text] > 0 && months[t.text] != int(m.c.Sent.Month()) {
			return true
		}
		if i > 0 && (t.text == "lalu" || t.text == "kemarin" || t.text == "kmrn" || t.text == "wingi" || t.text == "kmrin") && slices.Contains([]string{"bulan", "bln", "wulan", "sasi"}, m.tokens[i-1].text) {
			return true
		}
	}
	return m.saidText("bulan_lalu", "bln_lalu", "bulan_kemarin", "bln_kmrn", "bulan_kmrn", "wulan_kepengker", "sasi_wingi", "2x", "dua_kali", "dobel")
}

// booksSay tells whether it is told what the books have: "di catatan tidak ada", "tercatat 200".
func (m *reading) booksSay() bool {
	for i, t := range m.tokens {
		if t.kind == aWord && slices.Contains([]string{"catatan", "catatannya", "catatanku", "buku", "bukunya", "kartu", "kartunya", "kertu"}, t.text) {
			return true
		}
		if t.kind == aWord && slices.Contains(bookWords, t.text) && !slices.Contains([]string{"struk", "kwitansi", "kuitansi"}, t.text) && i+1 < len(m.tokens) && m.tokens[i+1].kind == anAmount {
			return true
		}
	}
	return m.saidText("cuma", "cm", "hanya", "baru", "br", "mung") && m.saidText(bookWords...)
}
