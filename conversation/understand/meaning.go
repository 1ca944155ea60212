// Package understand reads what people text: it turns words into an intent,
// amounts, days and names, and says what it is not sure of.
//
// It never guesses money. What is not sure is named in [Meaning.Asks], with the
// likeliest reading beside it. It is pure: text and [Context] in, [Meaning] out.
package understand

import (
	"time"

	"bendahara/ledger"
)

// Role is who somebody is to the bot (contract.md section 5).
type Role string

// The roles. A head is a group's ketua or sekretaris, an auditor the pengawas.
const (
	Treasurer Role = "treasurer"
	Member    Role = "member"
	Head      Role = "head"
	Officer   Role = "officer"
	Auditor   Role = "auditor"
	Unknown   Role = "unknown"
)

// Intent is what a message wants (contract.md section 5).
type Intent string

// The intents.
const (
	Repayment         Intent = "repayment"
	NotPaid           Intent = "not_paid"
	SavingsDeposit    Intent = "savings_deposit"
	SavingsWithdrawal Intent = "savings_withdrawal"
	DepositToUPK      Intent = "deposit_to_upk"
	DepositReceived   Intent = "deposit_received"
	Meeting           Intent = "meeting"
	Balance           Intent = "balance"
	ScheduleOf        Intent = "schedule" // also the card
	Arrears           Intent = "arrears"
	Report            Intent = "report"
	CashHeld          Intent = "cash_held"
	Correction        Intent = "correction"
	Dispute           Intent = "dispute"
	Complaint         Intent = "complaint"
	LoanRequest       Intent = "loan_request"
	Decision          Intent = "decision"
	Registration      Intent = "registration"
	Broadcast         Intent = "broadcast"
	Human             Intent = "human"
	Help              Intent = "help"
	Stop              Intent = "stop"
	Start             Intent = "start"
	Yes               Intent = "yes"
	No                Intent = "no"
	More              Intent = "more" // lanjut: the rest of a list; shown as "other" outside
	Other             Intent = "other"
)

// Ask names what must be asked before anything is offered for recording.
type Ask string

// What can be asked.
const (
	AskAmount    Ask = "amount"
	AskUnit      Ask = "unit" // a bare small number: 250 or 250.000?
	AskMember    Ask = "member"
	AskGroup     Ask = "group"
	AskDate      Ask = "date"
	AskPurse     Ask = "purse"
	AskPurpose   Ask = "purpose"
	AskLoan      Ask = "loan"
	AskDuplicate Ask = "duplicate"
	AskExcess    Ask = "excess"
)

// Person is a member whom a message may name.
type Person struct {
	Member    ledger.MemberCode
	Group     ledger.GroupCode
	Name      string
	Nicknames []string
	Title     string // Bu, Pak, ...
	Keeps     bool   // she is her group's treasurer
	Chairs    bool   // ... or its ketua
	Writes    bool   // ... or its sekretaris
}

// GroupName is a group that a message may name.
type GroupName struct {
	Code ledger.GroupCode
	Name string
}

// VillageName is a village that a message may name.
type VillageName struct {
	Code   ledger.VillageCode
	Name   string
	Groups []ledger.GroupCode // that are in it
}

// Waiting is what the talk waits for when the message comes; it decides how a
// bare "1", "250" or "ya" is read.
type Waiting string

// What a talk can wait for.
const (
	WaitNothing Waiting = ""
	WaitYesNo   Waiting = "yesno"
	WaitChoice  Waiting = "choice" // a number from a list, or a name or word from it
	WaitAmount  Waiting = "amount"
	WaitMember  Waiting = "member"
	WaitRoll    Waiting = "roll" // what the member asked about in a roll-call paid
)

// Context is what a message is read against.
type Context struct {
	Role  Role
	Self  ledger.MemberCode // the sender's own membership, if any
	Group ledger.GroupCode  // the sender's own group, if any
	Saves bool              // ... which only saves: there is nothing to repay
	Sent  time.Time         // when it was sent, in the UPK's zone: the day that "kemarin" counts from
	// People are the members and groups that she may name: her own group's, or
	// everybody's for an officer. A Roster is built once and may be kept and
	// shared; nil is nobody.
	People  *Roster
	Waiting Waiting
	// Coded says that what waits for a yes is confirmed by a number.
	Coded bool
	// Roll says that a roll-call is open, so that "lewati", "kembali" and
	// "selesai" move it.
	Roll bool
}

// Slot is one thing that a message would have recorded, or asks about: who,
// how much, for what, when.
type Slot struct {
	Kind ledger.EntryKind // what it would become; empty for questions such as saldo
	// Members are the people that the name may mean, likeliest first: one is
	// sure, several are asked, none with NameText is an unknown name, none
	// without it means that nobody was named.
	Members  []ledger.MemberCode
	NameText string               // the words that named her, as written
	Guessed  bool                 // the one member is a guess from a typo: shown, never booked unasked
	Groups   []ledger.GroupCode   // likewise for a group
	Villages []ledger.VillageCode // likewise for a village, in a question
	Purse    ledger.Purse
	Implied  bool         // no word said what it is for: a repayment, where there is anything to repay
	Amount   ledger.Money // 0: not given
	Unsure   bool         // the amount's unit is a guess ("250" read as 250.000)
	Unclear  bool         // of a deposit: amounts were written, and which counts is not sure
	Due      bool         // the amount is whatever she has due ("semua bayar"), or of a deposit all that is held
	NotPaid  bool         // she did not pay: nothing to record, also among others who did
	Payoff   bool         // it ends her loan ("siti lunas", "lunasi siti 2,1jt")
	Cover    *Covering    // of the kind Cover: who pays in whose place
	ByBank   bool         // a deposit that came by transfer
	BankNote string       // ... and its reference, as written
	Date     ledger.Date  // always set for what would be recorded
}

// Covering is who bears what a slot's member does not pay.
type Covering struct {
	// By are who pay for her, each with an Amount where it was said; none is the
	// group, out of her own savings first ("tanggung renteng siti").
	By []Slot
	// Back says that she brings money for those who covered her, Return that she who
	// covered gets it.
	Back, Return bool
}

// Topic is what a question is about, where its intent does not say it.
type Topic string

// The topics.
const (
	OfPayoff   Topic = "payoff"   // what she pays to be done with her loan
	OfCovers   Topic = "covers"   // who covered whom
	OfPromises Topic = "promises" // who promised to pay, and when, with [Arrears]
	OfDeath    Topic = "death"    // a member who died, with [Human]
)

// Meaning is how a message was understood.
type Meaning struct {
	Intent Intent
	// Slots are what to record, an element a member and purpose, in the order of
	// the text; for balance, arrears and the like, whom it is about.
	Slots []Slot
	Asks  []Ask
	Topic Topic
	// Lead is Yes or No where such a word stood before something else: "ya tapi
	// 200rb", "bukan, 200rb". It is never a plain answer.
	Lead Intent
	// Remind says that a group is to be reminded now; the intent is then [Broadcast].
	Remind bool
	// Chatter says that this is thanks or the like, with nothing to be done about
	// it; the intent is then [Other].
	Chatter bool
	// Sum is an amount said of everybody, "semua bayar 1.100.000" or "total 1100rb":
	// what they paid together, or each: what is due will tell. No slot has it.
	Sum ledger.Money
	// Answer says that this answers what was waited for, with Choice or a slot
	// that has no Kind; the intent is then [Other]. In a roll-call the slots have a
	// Kind, and no member where the one asked about is meant.
	Answer bool
	// Step moves a roll-call; the intent is then [Other].
	Step Step
	// Choice is the number in an answer such as "2", while a choice is waited for.
	Choice int
	// Entry is an entry's number in "batal 17" or "salah A01/17"; InSeries says that the
	// whole reference was written, and so of which series it is.
	Entry    ledger.EntryNumber
	Series   ledger.Series
	InSeries bool
	// Wrong are the amounts that a correction names beside what is to be: which entry is
	// meant.
	Wrong []ledger.Money
	// NotHers are those for whom a correction says it was recorded by mistake, where it
	// also says whose it is, in Slots: "bukan siti tapi wati".
	NotHers []Slot
	// Missing says that a dispute is about what is not in the books, and so about no entry.
	Missing bool
	// Case is the case that an officer's word is about, with a [Decision].
	Case *CaseRef
	// Also is a question about figures that stood beside what is to be recorded, or
	// with AlsoFirst before it.
	Also      *Meaning
	AlsoFirst bool
	// Done says that the message tells of something done: "sudah bayar 100rb".
	Done bool
	// Spam says that this is an advertisement, a bank's notice or a fraud; the intent
	// is then [Other].
	Spam bool
	// Note is free text that belongs to the intent: a complaint's words, a
	// reason for not paying, the receipt that somebody disputes; of an answer, the
	// digits of a number that confirms.
	Note string
	// Promise is the day promised in "besok bayar".
	Promise ledger.Date
	// Matter says which matter of people and phones a Registration is about, with
	// the Phone that it names, the cash of a Handover and the Hours of a StandIn
	// (0: none said).
	Matter       Matter
	Named        []Slot // the people and groups that it names
	Phone        ledger.Phone
	Amount       ledger.Money
	AmountUnsure bool
	Hours        int
	// Agrees says that a Yes was "setuju": outside of a question it is consent.
	Agrees bool
	// Unread are words, beside what was understood, that were not: with any, or
	// with Suggest, nothing is to be booked without an echo.
	Unread []string
	// Suggest is the command that a mistyped word was likely meant to be.
	Suggest string
}
