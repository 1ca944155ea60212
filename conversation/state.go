package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// State is what a talk with one phone remembers between two messages.
type State struct {
	Channel Channel      `json:"channel,omitempty"` // by which she last wrote
	Address ledger.Phone `json:"address,omitempty"` // from which, where WhatsApp hides her number
	Offer   *Offer       `json:"offer,omitempty"`   // what waits for her answer
	// Slips are the messages that brought pictures of the offered deposit's slip.
	Slips []string `json:"slips,omitempty"`
	Rest  *Rest    `json:"rest,omitempty"` // what "lanjut" would show
	Wrong Wrong    `json:"wrong,omitzero"` // wrong numbers in answer to a coded offer
	Noise Noise    `json:"noise,omitzero"`
	// Called is the day on which an officer was told that she wants to talk.
	Called ledger.Date `json:"called,omitzero"`
	Roll   *Roll       `json:"roll,omitempty"`  // the roll-call that is open
	Aside  []Roll      `json:"aside,omitempty"` // those of other groups that she keeps
	Held   *Held       `json:"held,omitempty"`  // an officer writes here by hand
}

// Offer is something that we would do, waiting for an answer.
type Offer struct {
	Lines []Line `json:"lines,omitempty"` // to record
	// Reverse is the entry to be reversed; zero when the offer is to record.
	Reverse ledger.EntryNumber `json:"reverse,omitempty"`
	Group   ledger.GroupCode   `json:"group,omitempty"` // the reversed entry's
	// Register is what would change among people and their phones.
	Register *Register `json:"register,omitempty"`
	// Query is the question that waits for a name; empty when the offer is to record.
	Query understand.Intent `json:"query,omitempty"`
	Topic understand.Topic  `json:"topic,omitempty"` // of the question
	// Decide is an officer's decision on a case, Wish a loan that she would ask for;
	// Claiming says that the lines are a member's own word, for her treasurer.
	Decide   *Decision `json:"decide,omitempty"`
	Wish     *Wish     `json:"wish,omitempty"`
	Claiming bool      `json:"claiming,omitempty"`
	// Announce is what an officer would send to many.
	Announce *Announcement `json:"announce,omitempty"`
	// Question is what the answer is to; Line is the line that it is about.
	Question Question `json:"question"`
	Line     int      `json:"line,omitempty"`
	// Choices are what "1", "2"... stand for, by the question: members, loans,
	// groups or ways to use an excess.
	Choices []string `json:"choices,omitempty"`
	// NameText is the group's name as written, where it is asked which.
	NameText string `json:"name_text,omitempty"`
	Repeats  int    `json:"repeats,omitempty"` // how often the question was put again
	// Code is the number that confirms it in place of a yes; Most is the largest
	// amount that it would move.
	Code string `json:"code,omitempty"`
	// Officer says that she made it as an officer, where she is a treasurer, too.
	Officer bool         `json:"officer,omitempty"`
	Most    ledger.Money `json:"most,omitempty"`
	Made    time.Time    `json:"made"`
	Beside
}

// clone is a copy that a turn may change: the state that it was given stays.
func (o *Offer) clone() *Offer {
	if o == nil {
		return nil
	}
	c := *o
	c.Lines = slices.Clone(o.Lines)
	return &c
}

// Beside is what goes with the lines of an offer.
type Beside struct {
	// Unpaid are those who did not pay, to be kept when the lines are booked.
	Unpaid []NotPaid `json:"unpaid,omitempty"`
	// Except are those who were left out by name.
	Except []ledger.MemberCode `json:"except,omitempty"`
	NoBill int                 `json:"no_bill,omitempty"` // how many were left out because nothing is due
	Roll   bool                `json:"roll,omitempty"`    // the lines are of the open roll-call
	All    bool                `json:"all,omitempty"`     // ... all of them, to be closed
}

// Question is what an offer waits for.
type Question string

// The questions.
const (
	Confirm      Question = "confirm"
	WhichMember  Question = "member"
	WhichLoan    Question = "loan"
	WhichGroup   Question = "group"
	HowMuch      Question = "amount"
	WhichDay     Question = "date"
	WhatOfExcess Question = "excess"
	TellWords    Question = "words" // in her own words: a complaint, a loan's purpose
	DropRoll     Question = "drop"  // whether to forget the open roll-call
	OnceMore     Question = "again" // the same is recorded already, and more is to be asked
)

// Line is one thing to record, as far as it is known.
type Line struct {
	Kind       ledger.EntryKind    `json:"kind"`
	Member     ledger.MemberCode   `json:"member,omitempty"`
	Group      ledger.GroupCode    `json:"group,omitempty"`
	Whole      bool                `json:"whole,omitempty"` // the group as a whole pays
	Candidates []ledger.MemberCode `json:"candidates,omitempty"`
	NameText   string              `json:"name_text,omitempty"`
	Loan       ledger.LoanCode     `json:"loan,omitempty"`
	Purse      ledger.Purse        `json:"purse,omitempty"`
	Amount     ledger.Money        `json:"amount,omitempty"`
	Due        bool                `json:"due,omitempty"`    // the amount is what is due
	Unsure     bool                `json:"unsure,omitempty"` // "250" read as Rp250.000
	Unread     bool                `json:"unread,omitempty"` // words beside it were not understood
	Day        ledger.Date         `json:"day"`
	Implied    bool                `json:"implied,omitempty"` // no word said what it is for
	Payoff     bool                `json:"payoff,omitempty"`  // it is to end her loan
	Part       bool                `json:"part,omitempty"`    // ... and does not, as she was told
	Cover      *CoverLine          `json:"cover,omitempty"`
	Bank       bool                `json:"bank,omitempty"` // a deposit by transfer, with its reference
	BankNote   string              `json:"bank_note,omitempty"`
	Zero       bool                `json:"zero,omitempty"` // an Amount of nothing was said, and is known
	// Agreed is what was read back beside what the line says: figures out of the
	// books, which may have moved when the answer comes.
	Agreed   string    `json:"agreed,omitempty"`
	Excess   ExcessUse `json:"excess,omitempty"`   // the payer's choice
	Repeated bool      `json:"repeated,omitempty"` // the same is recorded already
	Again    bool      `json:"again,omitempty"`    // ... and she wants it once more
	Claim    uint64    `json:"claim,omitempty"`    // number of the case in which the member says so
	Shared   bool      `json:"shared,omitempty"`   // a sum that may be, or is, shared out among all
}

// CoverLine is who pays in a line's member's place.
type CoverLine struct {
	By     []CoverBy `json:"by,omitempty"`     // nobody: her own savings, then the group
	Back   bool      `json:"back,omitempty"`   // she brings it back
	Return bool      `json:"return,omitempty"` // she who covered gets it
}

// CoverBy is one who pays for another.
type CoverBy struct {
	Member     ledger.MemberCode   `json:"member,omitempty"`
	Candidates []ledger.MemberCode `json:"candidates,omitempty"`
	NameText   string              `json:"name_text,omitempty"`
	Amount     ledger.Money        `json:"amount,omitempty"` // 0: an equal part of what is due
}

// same tells whether two lines of one text are the same payment.
func (l Line) same(m Line) bool {
	return l.Kind == m.Kind && l.Member == m.Member && l.Purse == m.Purse && l.Amount == m.Amount && l.Day == m.Day
}

// ExcessUse is what becomes of a payment above what is due, in the words of the
// setting lebih_bayar.
type ExcessUse string

// The uses of an excess.
const (
	ToPrincipal ExcessUse = "pokok"
	ToNext      ExcessUse = "berikutnya"
	ToSavings   ExcessUse = "simpanan"
	GiveBack    ExcessUse = "kembali"
	PayOff      ExcessUse = "lunas" // all that is left, and the rest given back
	AskExcess   ExcessUse = "tanya"
)

// Rest is the part of a list that did not fit.
type Rest struct {
	Items []Item    `json:"items"`
	Made  time.Time `json:"made"`
}

// Named limits of a talk.
const (
	offerLife = 24 * time.Hour // an offer half made at a meeting survives the night
	restLife  = 12 * time.Hour // the rest of a list does not
	maxLines  = 60             // things to record from one text: two for each of 30 members
	maxChoice = 5              // numbered choices in one message
	// maxRepeats is how often a question is put again before we say whom to call.
	maxRepeats = 1
	// recentEntries is how far back a repeated payment or the last own entry is
	// looked for.
	recentEntries = 500
	// fineEntries is how many of a group's entries a fine is worked out from: more
	// than a group of 30 makes in ten years of monthly loans.
	fineEntries = 10_000
)

// waiting is what the understanding of the next message depends on.
func (s State) waiting() understand.Waiting {
	if s.Offer == nil {
		if s.Roll != nil && !s.Roll.Paused && len(s.Roll.Todo) > 0 {
			return understand.WaitRoll
		}
		return understand.WaitNothing
	}
	switch s.Offer.Question {
	case Confirm, OnceMore, TellWords, DropRoll: // "batal" is no to these
		return understand.WaitYesNo
	case HowMuch:
		return understand.WaitAmount
	case WhichMember:
		if len(s.Offer.Choices) == 0 {
			return understand.WaitMember
		}
	case WhichDay:
		return understand.WaitNothing
	}
	return understand.WaitChoice
}

// rollOpen tells whether a roll-call waits for answers, and nothing else does.
func (s State) rollOpen() bool {
	return s.Roll != nil && !s.Roll.Paused && (s.Offer == nil || s.Offer.Roll)
}

// rollWaits tells whether an open roll-call still waits for its answers: nothing else
// is asked meanwhile, or a yes to the one would be taken for the other.
func (s State) rollWaits(now time.Time) bool {
	return s.rollOpen() && now.Sub(s.Roll.Touched) <= rollLife
}

// Rolls are the groups of which a roll-call is open.
func (s State) Rolls() (groups []ledger.GroupCode) {
	for _, r := range s.Aside {
		groups = append(groups, r.Group)
	}
	if s.Roll != nil {
		groups = append(groups, s.Roll.Group)
	}
	return groups
}

// Unheard is the state where what was said could not be sent: nothing that was not
// read back can be said yes to.
func (s State) Unheard() State {
	s.Offer = nil
	if s.Roll != nil {
		r := *s.Roll
		r.Paused = true
		s.Roll = &r
	}
	return s
}
