package understand

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// Step is a word that moves a roll-call.
type Step string

// The steps of a roll-call.
const (
	Skip  Step = "skip"  // lewati: come back to her at the end
	Back  Step = "back"  // kembali: one member back
	Close Step = "close" // selesai
	Leave Step = "leave" // batal
)

// stepWords are the words for each step.
var stepWords = map[string]Step{
	"lewati": Skip, "lewat": Skip, "lewatin": Skip, "lwti": Skip, "lwt": Skip, "lompati": Skip, "skip": Skip, "nanti": Skip, "nanti_dulu": Skip,
	"mengko": Skip, "engke": Skip, "langkahi": Skip, "langkung": Skip,
	"kembali": Back, "kmbali": Back, "kembli": Back, "balik": Back, "blk": Back, "sebelumnya": Back, "back": Back, "mbalik": Back,
	"mulih": Back, "salah": Back, "keliru": Back, "wrong": Back,
	"selesai": Close, "slesai": Close, "selesei": Close, "sls": Close, "tutup": Close, "ditutup": Close, "beres": Close, "rampung": Close, "bubar": Close,
	"akhiri": Close, "done": Close, "finish": Close, "finished": Close, "close": Close, "rengse": Close,
	"batal": Leave, "btl": Leave, "batalkan": Leave, "dibatalkan": Leave, "hapus": Leave, "cancel": Leave, "wurung": Leave, "bolay": Leave,
}

// step reads a message that does nothing but move the roll-call.
func (m *reading) step() (Step, bool) {
	found := Step("")
	for _, t := range m.tokens {
		s, ok := stepWords[t.text]
		switch {
		case ok && (found == "" || found == s):
			found = s
		case t.kind == aSign && !t.sign("?"), t.is(tFill | tTitle | tGreet | tYes | tMeeting | tAlready | tSoon | tMore):
		default:
			return "", false
		}
	}
	return found, found != ""
}

// rollWord reads "absen" alone: the roll is to be called.
func (m *reading) rollWord() bool {
	if !m.hasText("absen", "absensi", "presensi") {
		return false
	}
	rest := slices.DeleteFunc(slices.Clone(m.tokens), func(t token) bool { return t.onlyGroup() || t.kind == aDay && !t.day.ahead })
	words := reading{tokens: rest}
	return words.only(tNotYet | tStart | tMeeting | tFill | tTitle | tGreet | tMore | tYes)
}

// rollAnswer reads a message as the answer about the member whom a roll-call has
// come to: a step, a yes, amounts without a name, or why she did not pay.
func (m *reading) rollAnswer() (Meaning, bool) {
	if m.c.Waiting == WaitChoice || m.c.Waiting == WaitAmount || m.c.Waiting == WaitMember {
		return Meaning{}, false // "kembali" is what becomes of an excess
	}
	if s, ok := m.step(); ok {
		return Meaning{Intent: Other, Answer: true, Step: s}, true
	}
	if m.c.Waiting != WaitRoll || m.isQuestion() || m.isSpam() || m.isChatter() || m.count(aCode) > 0 ||
		m.has(tBalance|tSchedule|tArrears|tReport|tCash|tUPK|tDraw|tUndo|tWrong|tLoan|tHelp|tStop|tComplain|tAll|tHuman|tMeeting|tOut|tPuzzled) {
		return Meaning{}, false
	}
	if slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aName && !t.who.me }) {
		return m.nameAnswer() // of a name alone: she is asked next
	}
	paidUp := tYes | tAlready | tPaidOff | tPay | tBring | tFill | tTitle
	if m.only(paidUp) && m.has(tYes|tAlready|tPaidOff|tPay) && !m.has(tNo) {
		return Meaning{Intent: Yes}, true
	}
	if m.unpaidAnswer() {
		out := Meaning{Intent: NotPaid, Answer: true, Note: m.reason()}
		if d, ok := m.promise(); ok {
			out.Promise = d.next
		}
		return out, true
	}
	return m.paidAnswer()
}

// unpaidAnswer tells whether the message says that she did not pay: "0", "belum",
// "0 sakit, janji tgl 20", "besok".
func (m *reading) unpaidAnswer() bool {
	zero, paid, says := false, false, false
	for i, t := range m.tokens {
		switch {
		case t.kind == anAmount && t.amount.zero, (t.kind == aNumber || t.kind == anAmount) && strings.Trim(t.text, "0") == "", t.text == "nol", t.text == "zero":
			zero = zero || i == 0
		case t.kind == anAmount:
			paid = true
		case t.kind == aDay:
			says = says || t.day.ahead || t.day.next != 0
		default:
			says = says || t.is(tNo|tNotYet|tCannot|tReason|tSoon)
		}
	}
	return !paid && (zero || says)
}

// reason is why she did not pay, as written, without the leading 0.
func (m *reading) reason() string {
	i := 0
	for i < len(m.tokens) && (strings.Trim(m.tokens[i].text, "0") == "" || m.tokens[i].text == "nol" || m.tokens[i].kind == aSign) {
		i++
	}
	return m.text(i)
}

// paidAnswer reads amounts without a name: "100", "50 tab 10", "ya tab 10".
func (m *reading) paidAnswer() (Meaning, bool) {
	if m.count(anAmount) == 0 || m.hasStranger() {
		return Meaning{}, false
	}
	said := m.tokens
	lead := m.takeLead()
	out := m.money()
	m.addPromise(&out)
	for _, s := range out.Slots {
		if s.Kind != ledger.Repayment && s.Kind != ledger.SavingsDeposit || s.NotPaid {
			m.tokens = said
			return Meaning{}, false
		}
	}
	if slices.Contains(out.Asks, AskPurpose) || slices.Contains(out.Asks, AskAmount) { // "50 arisan": asked again
		return Meaning{Intent: Other}, true
	}
	out.Lead, out.Answer = lead, true
	return out, len(out.Slots) > 0
}

// namesFirst tells whether the message begins with a person, known or not, as an
// answer about somebody else than the one asked does: "siti 100rb".
func (m *reading) namesFirst() bool {
	for _, t := range m.tokens {
		switch {
		case t.kind == aName:
			return !t.who.me && len(t.who.groups) == 0
		case t.kind == aWord && t.tags == 0:
			return true
		case t.kind != aSign && !t.is(tFill|tTitle|tGreet):
			return false
		}
	}
	return false
}
