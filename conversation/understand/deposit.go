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
	m.dropShortfall()
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
	if m.c.Role == Officer && !grouped && m.count(aName) == 0 && m.count(anAmount) == 1 && (m.has(tBring|tGroup) || m.hasText("uang_kelompok")) && m.hasText("masuk", "mlebu", "lebet", "asup") && !m.isQuestion() {
		*out = m.received(who{}) // "setoran masuk 590.000", "uang kelompok masuk 1,1jt"
		return true
	}
	if grouped && m.carriesAll() {
		*out = m.brought()
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
		*out = m.received(w)
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

// carriesAll reads a treasurer's "setoran mawar 2.360.000 sampun kula lebetaken bank" and "setoran
// mawar sampun dibeta pak slamet dhateng upk, 1,18 juta": her own group's money, and where it went.
func (m *reading) carriesAll() bool {
	if m.c.Role != Treasurer || m.count(anAmount) != 1 || m.has(tPay|tSave|tPurse|tDraw) || !m.has(tBring) && !m.sends() {
		return false
	}
	carried := slices.ContainsFunc(m.tokens, isCarry) || m.hasText("dibeta", "dibawa", "digawa", "diantar", "dianter")
	return m.others() == 0 && (m.hasText(transferWords...) || m.hasText("bank", "bri", "bca", "bni", "mandiri", "rek", "rekening", "kasir")) || m.has(tUPK) && m.others() == 1 && carried
}

// dropShortfall leaves out what is said of money that was not brought: "stor upk 3,5 jt sisanya
// nyusul", "melati sudah terima 1.100.000, kurang 275.000 katanya besok".
func (m *reading) dropShortfall() {
	_, grouped := m.groupsNamed()
	if !(m.c.Role == Treasurer && m.has(tUPK) || m.c.Role == Officer && grouped && m.has(tReceive|tBring)) {
		return
	}
	rest := dropRemainder(m.tokens)
	if short := slices.IndexFunc(rest, func(t token) bool { return t.kind == anAmount && t.amount.short }); short > 0 &&
		!slices.ContainsFunc(rest[short:], func(t token) bool { return t.kind == anAmount && !t.amount.short }) {
		rest = rest[:m.lastShort(short)]
	}
	if told := (&reading{c: m.c, tokens: rest}); len(rest) < len(m.tokens) && hasAmount(rest) && told.people() == 0 && told.has(tReceive|tBring|tUPK) {
		m.tokens = rest
	}
}

// lastShort is where the word stands that makes the amount at i what is missing.
func (m *reading) lastShort(i int) int {
	for k := i; k > 0; k-- {
		if m.tokens[k-1].is(tShort) {
			return k - 1
		}
	}
	return i
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
	s.Guessed = m.guessedGroup()
	if len(w.groups) != 1 || s.Guessed {
		out.ask(AskGroup)
	}
	s.ByBank, s.BankNote = m.byBank()
	out.Slots = m.deposits(&out, s)
	return out
}

// guessedGroup tells whether the officer herself is not sure whose it is: "kayaknya mawar".
func (m *reading) guessedGroup() bool {
	for i, t := range m.tokens {
		if i > 0 && t.onlyGroup() && m.tokens[i-1].is(tAbout) {
			return true
		}
	}
	return false
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
	if s.Due = m.bringsAll(); s.Due {
		s.Date = m.dayOr(&out)
		out.Slots = []Slot{s}
		return out
	}
	out.Slots = m.deposits(&out, s)
	return out
}

// deposits are what was brought in a message: one amount, or several of which each has its
// day, "700rb tgl 6, 675rb kemarin", or its group, "melati 1.375.000, mawar 1.180.000".
func (m *reading) deposits(out *Meaning, s Slot) (slots []Slot) {
	p := pairing{m: m}
	var named []who
	tokens := datePayments(p.takeTotal(m.tokens), ledger.DateOf(m.c.Sent), true)
	var amounts []token
	dated, grouped := true, true
	for i, t := range tokens {
		switch {
		case t.onlyGroup() && slices.ContainsFunc(tokens[i+1:], func(o token) bool { return o.onlyGroup() && slices.Equal(o.who.groups, t.who.groups) }):
			// named once more, with its amount
		case t.onlyGroup():
			named, grouped = append(named, t.who), grouped && len(named) == len(amounts)
		case t.kind == anAmount && !t.amount.short:
			amounts, dated = append(amounts, t), dated && !t.day.past.IsZero()
			grouped = grouped && len(named) == len(amounts)
		}
	}
	grouped = grouped && len(named) == len(amounts)
	dated = dated && !slices.ContainsFunc(named, func(w who) bool { return !slices.Equal(w.groups, named[0].groups) })
	several := len(amounts) > 1 && (dated || grouped) && (p.total == 0 || p.total == sumOf(amounts))
	if !several {
		s.Amount, s.Unsure = m.oneAmount(out)
		s.Amount = thousands(s.Amount, s.Unsure)
		s.Unclear = s.Amount == 0 && len(amounts) > 0
		s.Date = m.dayOr(out)
		return []Slot{s}
	}
	for i, t := range amounts {
		s.Amount, s.Unsure, s.Date = thousands(t.amount.value, t.amount.unsure), t.amount.unsure, t.day.past
		if s.Unsure {
			out.ask(AskUnit)
		}
		if !dated {
			s.Date = m.dayOr(out)
		}
		if grouped {
			if s.Groups, s.NameText = named[i].groups, named[i].text; len(s.Groups) != 1 {
				out.ask(AskGroup)
			}
		}
		slots = append(slots, s)
	}
	return slots
}

// thousands is a deposit that was written without its unit: nobody brings Rp1.375 to the UPK.
func thousands(value ledger.Money, unsure bool) ledger.Money {
	if unsure && bareBelow <= value && value < 10*bareBelow {
		return value * 1000
	}
	return value
}

func sumOf(amounts []token) (all ledger.Money) {
	for _, t := range amounts {
		all += t.amount.value
	}
	return all
}

// countedBehind tells whether behind token i it is said that the money was counted, and one
// amount.
func (m *reading) countedBehind(i int) bool {
	behind := reading{tokens: m.tokens[i:]}
	return behind.hasText("itung", "hitung", "dihitung", "diitung", "etung", "ngitung", "menghitung") && behind.count(anAmount) == 1 && !behind.has(tNo|tNotYet)
}

// oneAmount is the message's only amount; none or several are asked.
func (m *reading) oneAmount(out *Meaning) (value ledger.Money, unsure bool) {
	n, some := 0, slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == anAmount && !t.amount.short })
	for _, t := range m.tokens {
		if t.kind == anAmount && !(some && t.amount.short) { // "1,1jt kurang 275rb"
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
