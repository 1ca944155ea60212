package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bendahara/ledger"
)

// Read understands a message. Every slot to record has a date, and no amount
// that was not written; whatever is in doubt is in the meaning's Asks.
func Read(text string, c Context) Meaning {
	if utf8.RuneCountInString(text) > MaxText {
		return Meaning{Intent: Other}
	}
	if out, ok := readCase(text, c); ok {
		return out
	}
	m := begin(text, c)
	sounds, missing := m.sounds(), m.saysMissing()
	m.mendProduct()
	m.dropCount()
	m.markTimesEach()
	m.markThousands()
	m.dropOrdinals()
	m.dropIntro()
	m.markAlsoOn()
	m.splitEvenly()
	m.dropTallies()
	m.placeVillages()
	m.placeGroups()
	m.markRestNumber()
	m.dropHeading()
	m.markTwo()
	m.markBoth()
	m.markInto()
	m.dropSource()
	m.tokens = dropIdle(m.tokens)
	m.markReceivers()
	m.markChange()
	m.sameAgain()
	m.alsoAgain()
	m.markOthers()
	m.markLeft()
	m.oneSelf()
	m.markTopic()
	m.joinList()
	m.dropSpelled()
	m.markDayBeside()
	m.markRestAmount()
	m.markRestLater()
	m.turnRest()
	m.splitRest()
	m.mendBreath()
	m.markCould()
	m.markReminded()
	m.markHerOwn()
	m.markAbsent()
	m.markDash()
	m.markNotHer()
	m.markForgot()
	m.markTheirs()
	m.dropIfLate()
	m.dropTold()
	m.markJustNow()
	m.markUnwritten()
	m.markWrong()
	m.markPaysBack()
	out := m.listen(m.meaning(), sounds)
	switch out.Intent {
	case Correction:
		out.Wrong = m.wrongAmounts(out.Slots)
	case Dispute:
		out.Missing = missing
	}
	return out
}

// begin finds the days, amounts and names in a text.
func begin(text string, c Context) *reading {
	plain, damaged := clean(text)
	tokens := tokenize(plain)
	tokens = findDays(tokens, c.Sent)
	tokens = findAmounts(tokens, damaged)
	return &reading{c: c, plain: plain, tokens: findNames(plain, tokens, c)}
}

// meaning tries what a message can be, the plainest first.
func (m *reading) meaning() Meaning {
	if out, ok := m.answer(); ok {
		return out
	}
	if out, ok := m.matters(); ok {
		return out
	}
	if out, ok := m.wholeMessage(); ok {
		return out
	}
	m.said = m.tokens
	lead := m.takeLead()
	m.dropGreeting()
	if out, ok := m.words(); ok {
		m.commanded = true
		return out
	}
	named := m.c.Roll && m.namesFirst()
	out := m.rest()
	if named && out.Intent == Other && m.count(anAmount) == 0 && m.has(tReason|tSoon) && !m.isQuestion() { // "wati sakit"
		d, _ := m.promise()
		out = Meaning{Intent: NotPaid, Note: m.text(0), Promise: d.next}
		out.Slots = m.unpaidSlots(&out)
	}
	switch {
	case out.Intent != Other:
		out.Lead = lead
		out.Answer = named && out.Suggest == "" && (out.Intent == Repayment || out.Intent == SavingsDeposit || out.Intent == NotPaid)
	case lead == No && m.c.Waiting == WaitYesNo: // "salah, harusnya sri"
		out.Intent = No
	}
	return out
}

// markWrong makes one word of "tidak benar" and "bukan segitu", which say that
// something is wrong, as "beda" does where nobody is said to have paid.
func (m *reading) markWrong() {
	out := m.tokens[:0]
	for i, t := range m.tokens {
		if i > 0 && len(out) > 0 && out[len(out)-1].is(tNo) && m.tokens[i-1].kind == aWord {
			switch t.text {
			case "cocok", "klop", "sesuai":
				if last := out[len(out)-1]; last.text == "tak" && len(m.plain[t.start:t.end]) > len(t.text) {
					break // "tak cocokin": I will compare
				}
				fallthrough
			case "benar", "bener", "bnr", "bner", "betul", "btul", "btl", "segitu", "sgitu", "segini", "segono",
				"sekian", "leres", "true", "correct", "right":
				last := &out[len(out)-1]
				last.text, last.end, last.tags = last.text+"_"+t.text, t.end, tWrong
				continue
			}
		}
		out = append(out, t)
	}
	m.tokens = out
	if m.count(anAmount) > 0 {
		return
	}
	for i := range m.tokens {
		switch t := &m.tokens[i]; t.text {
		case "beda", "berbeda", "bedo", "benten", "different":
			t.tags |= tWrong
		}
	}
}

// rest reads what is neither an answer nor free words behind a command.
func (m *reading) rest() Meaning {
	out := Meaning{Intent: Other}
	if m.claimsPaid(&out) || m.coveredByGroup(&out) {
		return out
	}
	if two, ok := m.twoWishes(); ok {
		return two
	}
	if m.carriesToOffice(&out) {
		return out
	}
	suggest, aside := m.mendCommand(), m.setAside()
	m.dropLacks()
	m.dropAsked()
	switch {
	case m.isSpam():
		return Meaning{Intent: Other, Spam: true}
	case m.isExample():
		m.notBooked = true
		return Meaning{Intent: Help}
	case m.wantsCall():
		return Meaning{Intent: Human}
	case m.isChatter():
		if one, ok := m.letter(); ok {
			return one
		}
		return out
	case m.grievance(&out):
		return out
	case m.wantsProof():
		return m.about(ScheduleOf)
	case m.count(anAmount) == 0 && m.saidText("semoga", "moga", "moga2", "mugi", "mugi2", "mugi_mugi", "mudah2an") && m.saidText("amin", "aamiin", "amiin", "aamin", "amien") && !m.isQuestion():
		return Meaning{Intent: Other, Chatter: true}
	case m.forbidsRecord():
		m.notBooked = true
		return out
	case m.needsOffice(), m.wishesDraw():
		return Meaning{Intent: Human}
	case m.goesBack(), m.staysAway():
		return out
	case m.looksUp():
		return m.about(ScheduleOf)
	case m.disbursed():
	case m.died(&out), m.remarksDeposit(&out), m.notBrought(&out), m.paidOffice(&out), m.asksUnpaid(&out), m.mended(&out), m.isLate(&out):
	case m.undo(&out), m.loan(&out):
	case m.isQuestion():
		out = m.question()
	case m.coverBeside(&out), m.cover(&out), m.counted(&out), m.fromTreasurer(&out):
	case m.unbooked(&out), m.refused(&out):
		m.notBooked = true
	case m.office(&out):
	case m.isPlan() && !m.planAside():
		out = m.plan()
	case m.aboutMoney():
		m.markStrangers()
		out = m.money()
		m.addPromise(&out)
		out.Unread, out.Done = m.unread(), m.has(tAlready)
		if m.lost {
			out.Unread = append(out.Unread, m.text(0))
		}
		if aside != "" {
			out.Unread = append(out.Unread, aside)
		}
		m.markPayoff(&out)
	default:
		out = m.query()
	}
	if out.Intent != Other {
		out.Suggest = suggest
	}
	return out
}

// mendCommand takes a mistyped first word for the command it was meant to be.
func (m *reading) mendCommand() (suggest string) {
	if len(m.tokens) == 0 || m.tokens[0].kind != aWord || m.tokens[0].tags != 0 {
		return ""
	}
	command, meaning := suggestion(m.tokens[0].text)
	if command != "" {
		m.tokens[0].text, m.tokens[0].tags = command, meaning
	}
	return command
}

// unread are the words that nothing is known about.
func (m *reading) unread() (out []string) {
	for _, t := range m.tokens {
		if t.kind == aWord && (t.tags == 0 || peopleWords[t.text]) || t.kind == aName && t.who.mended {
			out = append(out, m.plain[t.start:t.end])
		}
	}
	return out
}

// aboutMoney tells whether something is to be recorded.
func (m *reading) aboutMoney() bool {
	if m.c.Role == Auditor && !m.has(tPay|tSave|tDraw) {
		return false // who looks at the books writes nothing in them
	}
	named := m.count(aName) > 0 || m.has(tAll)
	amounts := m.count(anAmount) > 0
	switch {
	case !amounts && m.hasText("yg_gantikan", "yang_gantikan", "menggantikan"):
		return false // who stands in at the meeting
	case m.c.Role == Treasurer && m.people() > 0 && m.has(tAlready) && m.onlyNames(tFill|tTitle|tAlready|tAll|tAnd|tGreet|tYes) && m.tokens[0].kind != aSign && doneLast(m.tokens):
		return true // "dwi, tri sama catur sudah semua"
	case (m.c.Role == Member || m.c.Role == Head) && amounts && m.c.Waiting == WaitNothing && !slices.ContainsFunc(m.said, func(t token) bool { return t.kind != anAmount && t.kind != aSign && !t.is(tTitle) }):
		return true // "236": surely hers, and asked
	case m.has(tNotYet|tCannot) && (named || m.has(tPay|tSave)), m.has(tCannot) && !m.forAll():
		return true
	case amounts && (m.gave() || m.passesOn && named):
		return true
	case m.has(tDebt) && !m.has(tRecord):
		return false
	case !m.forAll() && m.has(tReceive) && !m.has(tPay|tSave|tBring|tDraw):
		return false // she got money
	case m.has(tMeeting) && named && m.c.Role == Treasurer && (amounts || m.has(tAll) && m.has(tPay|tBring) && !m.has(tArrears|tReport|tSchedule)):
		return true
	case amounts && named && m.forAll() && (m.leavesRest() || m.people() > 0 && m.has(tAlready) && m.hasText("pegang", "dipegang", "tak_gowo", "tak_gawa", "tak_cekel")):
		return true
	case m.has(tBalance | tSchedule | tArrears | tReport | tCash | tMeeting):
		return m.has(tRecord&^(tSave|tPurse)) && amounts
	case m.has(tStop) && !amounts:
		return false // "berhenti dulu bayarnya"
	case m.has(tSave|tPurse) && !amounts:
		return m.has(tPay|tBring|tAlready|tAll) || m.has(tDraw) || m.forAll() && m.saves()
	case amounts && m.has(tRecord):
		return true
	case amounts && (named || m.has(tTitle)) && m.forAll():
		return true
	case m.c.Role == Head && amounts && m.others() > 0 && !slices.ContainsFunc(m.tokens, func(t token) bool {
		return t.kind == aWord && !t.is(tFill|tTitle|tAlready|tAnd|tGreet|tYes|tEach) || t.sign("?")
	}):
		return true // a ketua's "murni 10rb, dewi 5rb"
	case amounts && (m.entrusts() || m.saysDone() || m.transferred()):
		return true
	case amounts && (m.c.Role == Treasurer || m.c.Role == Officer):
		return m.hasStranger() || m.sure()
	case m.has(tPay|tDraw|tBring|tReceive|tPaidOff) && !m.has(tDebt):
		return true
	}
	return false
}

// doneLast tells whether behind the last name it is said that it is done.
func doneLast(tokens []token) bool {
	done := false
	for _, t := range tokens {
		switch {
		case t.kind == aName:
			done = false
		case t.is(tAlready) && doneWords[t.text]:
			done = true
		}
	}
	return done
}

// laterWords begin when what is left will be paid: "sisane bar panen".
var laterWords = map[string]bool{
	"habis": true, "abis": true, "bar": true, "bubar": true, "setelah": true, "stlh": true, "sawise": true, "sehabis": true, "nunggu": true, "ngenteni": true, "kalau": true,
	"kalo": true, "kl": true, "yen": true, "saatos": true, "bakda": true,
}

// leavesRest reads "wati 200rb sisane mengko": what is left is told of, not asked for.
func (m *reading) leavesRest() bool {
	paid := false
	for i, t := range m.tokens {
		switch {
		case t.kind == anAmount:
			paid = true
		case t.is(tRest) && paid:
			return i+1 < len(m.tokens) && (m.tokens[i+1].is(tSoon|tReason) || m.tokens[i+1].kind == aDay || laterWords[m.tokens[i+1].text]) && !m.has(tSchedule|tArrears|tReport|tCash|tMeeting)
		}
	}
	return false
}

// saves tells whether a word for saving, not for savings, stands in the message.
func (m *reading) saves() bool {
	return m.hasText("nabung", "menabung", "tabung", "simpan", "nyimpan", "menyimpan", "nyelengi", "neundeun", "save", "saved")
}

func (m *reading) hasStranger() bool {
	for _, t := range m.tokens {
		if t.kind == aWord && t.tags == 0 {
			return true
		}
	}
	return false
}

// sure tells whether an amount stands in the message beyond doubt.
func (m *reading) sure() bool {
	for _, t := range m.tokens {
		if t.kind == anAmount && t.amount.value > 0 && !t.amount.unsure {
			return true
		}
	}
	return false
}

// text is the message from token i on, as written.
func (m *reading) text(i int) string {
	if i >= len(m.tokens) {
		return ""
	}
	return strings.Trim(m.plain[m.tokens[i].start:], " \n.,:;-#*/")
}

// groupsNamed are the groups that the message may name.
func (m *reading) groupsNamed() (w who, ok bool) {
	for _, t := range m.tokens {
		if t.kind == aName && len(t.who.groups) > 0 {
			return t.who, true
		}
	}
	return who{}, false
}

// day is the first day named, or the day of sending.
func (m *reading) dayOr(out *Meaning) ledger.Date {
	for _, t := range m.tokens {
		if t.kind == aDay {
			if t.day.ask || t.day.ahead {
				out.ask(AskDate)
			}
			return t.day.past
		}
	}
	return ledger.DateOf(m.c.Sent)
}
