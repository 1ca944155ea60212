package understand

import (
	"slices"
	"strconv"
	"strings"

	"bendahara/ledger"
)

// maxChoice is the largest number that picks from a list.
const maxChoice = 99

// answer reads a message as the answer to what the talk waits for.
func (m *reading) answer() (out Meaning, ok bool) {
	w := m.c.Waiting
	if m.c.Roll && m.matter() == "" {
		if out, ok := m.rollAnswer(); ok {
			return out, true
		}
	}
	if w == WaitNothing || w == WaitRoll || m.matter() != "" {
		return Meaning{}, false
	}
	if m.only(tUndo|tWrong|tNo|tFill|tTitle|tGreet) && m.has(tUndo|tWrong|tNo) || m.withdrawn() {
		return Meaning{Intent: No}, true
	}
	switch w {
	case WaitYesNo:
		if out, ok := m.renamed(); ok {
			return out, true
		}
		if code := m.code(); code != "" {
			return Meaning{Intent: Other, Answer: true, Note: code}, true
		}
	case WaitChoice:
		if n := m.choice(); n > 0 {
			return Meaning{Intent: Other, Answer: true, Choice: n}, true
		}
		return m.nameAnswer()
	case WaitMember:
		out, ok = m.nameAnswer()
		if n := m.choice(); n > 0 {
			out.Intent, out.Answer, out.Choice, ok = Other, true, n, true
		}
		return out, ok
	case WaitAmount:
		return m.amountAnswer()
	}
	return Meaning{}, false
}

// renamed reads "maksudnya ani" and "bukan siti tapi ani": no to what was offered of one,
// and whose it is.
func (m *reading) renamed() (Meaning, bool) {
	var hers []who
	meant := false
	for i, t := range m.tokens {
		switch {
		case t.kind == aName && i > 0 && m.tokens[i-1].is(tNo) && !t.who.me:
		case t.kind == aName && !t.who.to && len(t.who.groups) == 0:
			hers = append(hers, t.who)
		case t.is(tNo | tWrong | tUndo | tBut), meantWords[t.text]:
			meant = true
		case t.sign(",.;!") || t.is(tFill|tTitle):
		default:
			return Meaning{}, false
		}
	}
	if !meant || len(hers) != 1 {
		return Meaning{}, false
	}
	p := pairing{m: m}
	return Meaning{Intent: No, Slots: []Slot{p.slotFor(hers[0])}}, true
}

// meantWords say that what follows was meant.
var meantWords = map[string]bool{"maksudnya": true, "maksudku": true, "maksud_saya": true, "maksude": true, "maksudna": true, "maksute": true}

// withdrawn tells whether this is "batal 17" while an offer waits: no to the
// offer, never anything to a booked entry.
func (m *reading) withdrawn() bool {
	if len(m.tokens) == 0 || !m.tokens[0].is(tUndo|tWrong) {
		return false
	}
	for _, t := range m.tokens[1:] {
		if t.kind == aName || t.is(tRecord) || t.kind == anAmount && !t.amount.unsure {
			return false
		}
	}
	return true
}

// code is the number that confirms, where the message is one; with "ya" beside it
// only where a number is waited for, since else that is an amount.
func (m *reading) code() (code string) {
	for _, t := range m.tokens {
		digits := strings.ReplaceAll(t.text, ".", "")
		switch {
		case t.kind != aWord && code == "" && (isCode(t.text) || m.c.Coded && digits != "" && strings.Trim(digits, "0123456789") == ""):
			code = digits
		case m.c.Coded && (t.is(tYes|tFill|tTitle|tLabel) || t.kind == aSign && !t.sign("?")):
		default:
			return ""
		}
	}
	return code
}

// isCode tells whether s is a code of four to six digits that the phone was sent.
func isCode(s string) bool {
	return len(s) >= 4 && len(s) <= 6 && strings.Trim(s, "0123456789") == ""
}

// choice is the number picked from a list: "2", "no 2", "yang kedua".
func (m *reading) choice() int {
	n := 0
	for _, t := range m.tokens {
		v := 0
		switch {
		case t.text == "pertama" || t.text == "first":
			v = 1
		case t.kind == aSign && !t.sign("?-"), t.is(tFill | tTitle | tYes), t.text == "no", t.text == "nomor", t.text == "nmr", t.text == "pilih":
			continue
		case t.kind == anAmount && t.amount.value > 0 && !t.amount.unsure: // "2jt" is not the second
			return 0
		case t.kind == aNumber, t.kind == anAmount, t.kind == aName:
			v, _ = strconv.Atoi(strings.TrimLeft(t.text, "0"))
			if word := numberWords[t.text]; v == 0 && word.value > 0 && word.value <= maxChoice && !word.odd {
				v = int(word.value)
			}
			if t.text == "no" || v == 0 {
				v, _ = strconv.Atoi(strings.Trim(t.who.text, "nomrNOMR .#0"))
			}
		case strings.HasPrefix(t.text, "ke"):
			v = int(numberWords[t.text[2:]].value)
		}
		if v <= 0 || v > maxChoice || n > 0 {
			return 0
		}
		n = v
	}
	return n
}

// nameAnswer reads a bare name.
func (m *reading) nameAnswer() (out Meaning, ok bool) {
	for _, t := range m.tokens {
		switch {
		case t.kind == aName:
			p := pairing{m: m}
			out.Slots = append(out.Slots, p.slotFor(t.who))
		case t.kind == aSign && !t.sign("?"), t.is(tFill | tTitle | tYes):
		default:
			return Meaning{}, false
		}
	}
	if len(out.Slots) != 1 {
		return Meaning{}, false
	}
	out.Intent, out.Answer = Other, true
	m.askFor(&out, &out.Slots[0])
	return out, true
}

// amountAnswer reads a bare amount; "0" says that nothing was paid.
func (m *reading) amountAnswer() (out Meaning, ok bool) {
	if m.only(tCannot|tNotYet|tFill|tTitle) && m.has(tCannot|tNotYet) {
		return Meaning{Intent: NotPaid, Answer: true}, true
	}
	var found []amount
	for _, t := range m.tokens {
		switch {
		case t.kind == anAmount:
			found = append(found, t.amount)
		case t.kind == aNumber && strings.Trim(t.text, "0") == "":
			return Meaning{Intent: NotPaid, Answer: true}, len(m.tokens) == 1
		case t.kind == aSign && !t.sign("?"), t.is(tFill | tTitle | tYes | tPay | tBring | tAlready):
		default:
			return Meaning{}, false
		}
	}
	if len(found) == 0 {
		return Meaning{}, false
	}
	s := Slot{Amount: found[0].value, Unsure: found[0].unsure, Date: ledger.DateOf(m.c.Sent)}
	switch {
	case len(found) > 1 || s.Amount <= 0:
		s.Amount, s.Unsure = 0, false
		out.ask(AskAmount)
	case s.Unsure:
		out.ask(AskUnit)
	}
	if len(found) == 1 && m.tokens[0].text == "0" {
		return Meaning{Intent: NotPaid, Answer: true}, true
	}
	out.Intent, out.Answer, out.Slots = Other, true, []Slot{s}
	return out, true
}

// wholeMessage reads messages that are one word, with politeness around it.
func (m *reading) wholeMessage() (Meaning, bool) {
	intent := Other
	polite := tFill | tTitle | tGreet
	switch {
	case m.thanks():
		return Meaning{Intent: Other, Chatter: true}, true
	case m.c.Role != Treasurer && m.c.Role != Unknown && m.hasText("mau_lapor", "mau_laporan") && m.only(polite):
		intent = Complaint
	case len(m.tokens) == 0, m.only(tGreet | tFill | tTitle), m.onlySigns():
		intent = Help
	case m.only(tStop|tYes|polite) && m.has(tStop):
		intent = Stop
	case m.c.Waiting == WaitNothing && m.startsMessages():
		intent = Start
	case m.c.Waiting == WaitNothing && m.stopsMessages():
		intent = Stop
	case m.only(tStart|polite) && m.has(tStart):
		intent = Start
	case m.only(tMore) || m.only(tMore|tFill|tTitle|tYes) && m.has(tMore) && !m.has(tYes&^tMore):
		intent = More
	case m.only(tYes|tMore|tAll|polite) && m.has(tYes) && !m.has(tNo), m.only(tYes|tAlready|polite) && m.hasText(rightWords...):
		intent = Yes
		if m.c.Role == Officer && m.c.Waiting == WaitNothing && m.has(tDecide) {
			intent = Decision
		}
	case m.c.Role == Officer && m.tokens[0].is(tYes) && m.only(tYes|tAlready|tReceive|polite):
		intent = Yes // "ya sudah sy terima"
	case m.only(tNo|polite|tAlready) && m.has(tNo) && !m.hasPlainYes():
		intent = No
	case m.only(tHelp|polite) && m.has(tHelp):
		intent = Help
	case m.asksPromises():
		return m.topicOf(Arrears, OfPromises), true
	case m.c.Role == Treasurer && m.rollWord():
		intent = Meeting
	default:
		return Meaning{}, false
	}
	return Meaning{Intent: intent, Agrees: intent == Yes && m.hasText("setuju", "sarujuk", "satuju")}, true
}

// asksPromises reads "janji", "siapa yang janji" and "daftar janji melati": who promised
// to pay, and when.
func (m *reading) asksPromises() bool {
	if m.c.Roll || m.c.Role == Member || m.c.Role == Unknown || m.people() > 0 || m.count(anAmount)+m.count(aDay) > 0 {
		return false
	}
	promises := false
	for _, t := range m.tokens {
		switch {
		case t.text == "janji", t.text == "janjinya", t.text == "promises":
			promises = true
		case t.kind == aSign || t.onlyGroup() || t.is(tFill|tTitle|tGreet|tGroup|tAll|tRegister|tHelp|tPay|tReport) || slices.Contains(whoWords, t.text) || t.text == "apa":
		default:
			return false
		}
	}
	return promises
}

// rightWords say that what was shown is right, also with "sudah".
var rightWords = []string{"benar", "bener", "bnr", "betul", "btul", "btl", "cocok", "sesuai", "klop", "leres", "correct"}

// stopsMessages reads "tolong stop sms nya ganggu": no bare "stop", which could be about
// anything, but one that names the messages.
func (m *reading) stopsMessages() bool {
	if m.count(anAmount)+m.others() > 0 || m.isQuestion() || m.hasText(lateHours...) {
		return false
	}
	for i, t := range m.tokens {
		if t.is(tStop) && (strings.Contains(t.text, "_") || m.hasText("sms", "disms", "wa", "pesan", "pengingat") && m.hasText("mau", "lagi", "lg", "aja", "saja")) {
			return true
		}
		if !m.isDont(i) || t.text == "ga" || t.text == "gak" || t.text == "tidak" { // "ga usah" is no order
			continue
		}
		for _, behind := range m.tokens[i+1 : min(len(m.tokens), i+4)] {
			switch behind.text {
			case "sms", "wa", "sms2", "smsin", "chat", "hubungi", "ganggu", "ganggu2", "pesan", "kirimi", "kirimin", "ngirim", "sms_saya":
				return true
			}
		}
	}
	return false
}

// startsMessages reads "sms nya tolong diaktifkan lagi".
func (m *reading) startsMessages() bool {
	return m.count(anAmount)+m.others() == 0 && m.hasText("aktifkan", "diaktifkan", "nyalakan", "dinyalakan", "aktif") &&
		m.hasText("sms", "pesan", "wa", "pengingat", "pengingatnya", "pemberitahuan", "info", "infonya") && !m.has(tNo|tNotYet) && !m.isQuestion()
}

// thanks tells whether this is thanks and nothing else. A "ya" behind is no
// answer: "makasih ya".
func (m *reading) thanks() bool {
	first := m.first(tThanks | tYes)
	return first >= 0 && m.tokens[first].is(tThanks) && m.only(tThanks|tYes|tFill|tTitle|tGreet)
}

func (m *reading) hasPlainYes() bool {
	for _, t := range m.tokens {
		if t.is(tYes) && !t.is(tNo) {
			return true
		}
	}
	return false
}

func (m *reading) onlySigns() bool {
	for _, t := range m.tokens {
		if t.kind != aSign {
			return false
		}
	}
	return true
}

// takeLead takes a yes or no off the front of something longer.
func (m *reading) takeLead() Intent {
	lead := Intent("")
	for len(m.tokens) > 1 {
		t := m.tokens[0]
		switch {
		case t.is(tUndo|tWrong) && m.c.Waiting == WaitYesNo && lead == "" && (m.tokens[1].sign(",.") || m.tokens[1].kind == anAmount || m.tokens[1].is(tBut)):
			lead = No
		case t.is(tBut) && m.c.Waiting == WaitYesNo && lead == "":
			lead = No // "harusnya 200rb"
		case t.is(tYes) && !t.is(tDecide) && lead == "":
			lead = Yes
		case t.is(tNo) && lead == "" && (m.tokens[1].sign(",.") || m.tokens[1].kind == anAmount || m.tokens[1].is(tBut)):
			lead = No
		case t.is(tYes|tNo) && lead != "", lead != "" && (t.is(tBut|tFill) || t.sign(",.")):
		default:
			return lead
		}
		m.tokens = m.tokens[1:]
	}
	return lead
}

// dropGreeting takes greetings and politeness off the front.
func (m *reading) dropGreeting() {
	for len(m.tokens) > 1 {
		t := m.tokens[0]
		nextIsName := m.tokens[1].kind == aName
		title := t.is(tTitle) && !nextIsName
		if !t.is(tGreet) && !title && !(t.is(tHelp) && t.text != "bantuan" && len(m.tokens) > 1) && !t.sign(",.!\n-*#/") && !(t.is(tFill) && !t.is(tPay)) {
			return
		}
		m.tokens = m.tokens[1:]
	}
}
