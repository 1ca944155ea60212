package understand

import (
	"slices"

	"bendahara/ledger"
)

// nothingBut tells whether the message has names, amounts and days, and words of no other
// tags.
func (m *reading) nothingBut(tags tag) bool {
	return !slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aWord && t.tags&tags == 0 || t.sign("?") })
}

// notBrought reads an officer's "melati belum setor": what the treasurer still holds.
func (m *reading) notBrought(out *Meaning) bool {
	if m.c.Role != Officer || m.people() > 0 || !m.has(tNotYet) || !m.has(tBring) || m.isQuestion() || m.has(tPay|tSave|tSoon|tWish|tArrears) {
		return false
	}
	if _, grouped := m.groupsNamed(); !grouped {
		return false
	}
	*out = m.about(CashHeld)
	return true
}

// paidOffice reads a member's "sdh transfer ke rek upk": money that passed her treasurer
// by, so that the office must look for it.
func (m *reading) paidOffice(out *Meaning) bool {
	if m.c.Role != Member && m.c.Role != Head || !m.has(tUPK) || !m.has(tAlready) || m.has(tNo|tNotYet|tCannot|tSoon|tWish) || m.isQuestion() || m.isSpam() {
		return false
	}
	if !m.hasText("transfer", "tf", "trf", "ditransfer", "rek", "rekening", "via_transfer", "lewat_transfer") || m.has(tReceive) {
		return false
	}
	*out = Meaning{Intent: Complaint, Note: m.text(0)}
	return true
}

// office reads money between a treasurer and the UPK.
func (m *reading) office(out *Meaning) bool {
	if rest := dropRemainder(m.tokens); m.c.Role == Treasurer && m.has(tUPK) && len(rest) < len(m.tokens) && hasAmount(rest) && m.people() == 0 {
		m.tokens = rest // "stor upk 3,5 jt sisanya nyusul"
	}
	if m.has(tNotYet|tCannot) || m.isPlan() || m.has(tUndo|tWrong|tSoon) {
		return false
	}
	w, grouped := m.groupsNamed()
	if m.c.Role == Officer && grouped && m.people() == 0 && m.count(anAmount) == 1 && m.has(tShort) && m.saidText("cek", "dicek", "cekin", "dicekkan", "periksa") && slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == anAmount && t.amount.short }) {
		*out = m.withGroup(Meaning{Intent: CashHeld}) // "setoran sekar arum kurang 484rb"
		return true
	}
	if m.c.Role == Officer && !grouped && m.people() == 0 && m.count(anAmount) == 1 && m.has(tBring|tReceive) && m.hasText("kelompok", "klp", "klmpk") && m.hasText("mana", "endi", "siapa") {
		*out = m.received(who{}) // "ada setoran 825rb ga tau dr kelompok mana"
		return true
	}
	if m.c.Role == Officer && !grouped && m.count(aName) == 0 && m.count(anAmount) == 1 && m.saidText("masuk", "mlebu", "lebet", "asup", "terima", "trima", "diterima", "setor", "nyetor") && m.fromVillage() {
		*out = m.received(who{}) // "masuk 825rb dari saren": of which of its groups?
		return true
	}
	people := 0
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.to && !t.who.me && len(t.who.groups) == 0 {
			people++
		}
	}
	switch {
	case m.c.Role == Officer && grouped && people == 0 && m.count(anAmount) > 0 && m.hasText("masuk", "mlebu", "lebet", "asup") && m.has(tUPK):
		*out = m.received(w) // "mawar 1.180.000 masuk kas upk"
	case m.c.Role == Officer && grouped && (m.has(tReceive|tBring) || m.has(tPay) && (m.count(anAmount) > 0 || !m.has(tSchedule|tBalance|tArrears|tReport)) || m.count(anAmount) > 0 && people == 0 && m.hasText("masuk")) && !m.has(tUPK&^tBring):
		*out = m.received(w)
	case m.c.Role == Officer && grouped && people == 0 && m.count(anAmount) == 1 && m.nothingBut(tFill|tTitle|tGreet|tYes|tGroup):
		*out = m.received(w) // "melati 1.375.000": surely for the office, but was it received?
		out.ask(AskPurpose)
	case m.c.Role == Officer && m.has(tReceive) && m.count(anAmount) > 0 && people == 0:
		*out = m.received(who{})
	case m.c.Role == Treasurer && people == 0 && m.has(tUPK) && (m.has(tPay|tBring) || m.count(anAmount) > 0 && m.sends()):
		*out = m.brought()
	case people == 0 && m.handsOver():
		*out = m.brought()
		out.ask(AskPurpose)
	case m.bringsAll():
		*out = m.brought()
	case m.c.Role == Treasurer && people == 0 && m.has(tBring) && !m.has(tSave|tPurse|tPay) && m.count(anAmount) == 1 && !m.hasStranger():
		*out = m.brought()
		out.ask(AskPurpose)
	case m.c.Role == Officer && m.has(tCash) && m.count(anAmount) == 1 && grouped:
		*out = m.withGroup(Meaning{Intent: CashHeld})
		out.Slots[0].Amount, out.Slots[0].Unsure = m.oneAmount(out)
	default:
		return false
	}
	return true
}

// bringsAll reads a treasurer's "setor semua": all the cash that she holds. "semua setor"
// is everybody's instalment.
func (m *reading) bringsAll() bool {
	at := m.first(tBring)
	if m.c.Role != Treasurer || at < 0 || m.people() > 0 || m.count(anAmount) > 0 || m.has(tPay|tSave|tPurse|tExcept|tAlready|tNo|tEach) || m.isQuestion() {
		return false
	}
	for i, t := range m.tokens {
		switch {
		case t.is(tAll) && i < at && !(i+1 < len(m.tokens) && m.tokens[i+1].is(tCash)):
			return false
		case t.kind == aDay || t.onlyGroup() || t.kind == aSign || t.is(tAll|tBring|tUPK|tCash|tTo|tFill|tTitle|tYes):
		default:
			return false
		}
	}
	return m.has(tAll) && m.hasText("setor", "stor", "setorkan", "setorin", "nyetor", "nyetorke", "deposit")
}

// sends tells whether money was sent or carried.
func (m *reading) sends() bool {
	whole := reading{tokens: m.said}
	return whole.hasText("transfer", "tf", "trf", "ditransfer", "kirim", "krm", "dikirim", "antar", "diantar", "serahkan", "diserahkan", "menyerahkan", "masuk")
}

func (m *reading) received(w who) (out Meaning) {
	out.Intent = DepositReceived
	s := Slot{Kind: ledger.DepositReceived, Groups: w.groups, NameText: w.text}
	if len(w.groups) != 1 {
		out.ask(AskGroup)
	}
	s.ByBank, s.BankNote = m.byBank()
	s.Amount, s.Unsure = m.oneAmount(&out)
	s.Date = m.dayOr(&out)
	out.Slots = []Slot{s}
	return out
}

func (m *reading) brought() (out Meaning) {
	m.tokens = dropRemainder(m.tokens)
	out.Intent = DepositToUPK
	s := Slot{Kind: ledger.Deposit}
	if m.c.Group != "" {
		s.Groups = []ledger.GroupCode{m.c.Group}
	}
	if w, ok := m.groupsNamed(); ok {
		s.Groups, s.NameText = w.groups, w.text
	}
	if len(s.Groups) != 1 {
		out.ask(AskGroup)
	}
	s.ByBank, s.BankNote = m.byBank()
	if s.Due = m.bringsAll(); !s.Due {
		s.Amount, s.Unsure = m.oneAmount(&out)
	}
	s.Date = m.dayOr(&out)
	out.Slots = []Slot{s}
	return out
}

// countedBehind tells whether behind token i it is said that the money was counted, and one
// amount.
func (m *reading) countedBehind(i int) bool {
	behind := reading{tokens: m.tokens[i:]}
	return behind.hasText("itung", "hitung", "dihitung", "diitung", "etung", "ngitung", "menghitung") && behind.count(anAmount) == 1 && !behind.has(tNo|tNotYet)
}

// oneAmount is the message's only amount; none or several are asked.
func (m *reading) oneAmount(out *Meaning) (value ledger.Money, unsure bool) {
	n := 0
	for _, t := range m.tokens {
		if t.kind == anAmount {
			value, unsure, n = t.amount.value, t.amount.unsure, n+1
		}
	}
	if but := m.first(tBut); n == 2 && m.c.Role == Officer && but > 0 && m.countedBehind(but) {
		n = 1 // "melati lapor 4.484.000 tp tak itung cuma 4.466.000": what was counted
	}
	switch {
	case n != 1 || value <= 0:
		out.ask(AskAmount)
		return 0, false
	case unsure:
		out.ask(AskUnit)
	}
	return value, unsure
}
