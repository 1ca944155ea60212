package conversation

import (
	"iter"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Channel is a way to a phone.
type Channel string

// The channels.
const (
	SMS      Channel = "sms"
	WhatsApp Channel = "wa"
)

// Message is something that a person sent us.
type Message struct {
	ID      string `json:"id"`      // ours, given when it was first heard; the Cause of what it changes
	Gateway string `json:"gateway"` // which gateway brought it
	Foreign string `json:"foreign"` // the provider's id, unique for that gateway
	// Twin is set where the provider may hand in the same message again under
	// another id: with the sender and the words it tells one message from the next.
	Twin    string       `json:"twin,omitempty"`
	Channel Channel      `json:"channel"`
	From    ledger.Phone `json:"from"`
	// Address is what it came from where WhatsApp hides the number: "lid:..." or
	// "bsuid:...". From is then the number that it is bound to, or where there is
	// none the address itself. Answers go to the address.
	Address ledger.Phone `json:"address,omitempty"`
	// Also is a hidden address of the same sender, where the gateway names it beside
	// the number: what comes from it alone later is hers, too.
	Also  ledger.Phone `json:"also,omitempty"`
	Text  string       `json:"text"`
	Media int          `json:"media,omitempty"` // pictures, voice notes and the like
	// Slip is where the provider keeps the pictures, addresses with a space between;
	// it is kept only where the talk waits for a deposit's slip.
	Slip     string    `json:"slip,omitempty"`
	Sent     time.Time `json:"sent"` // by the sender's clock or the provider's; dates a payment
	Received time.Time `json:"received"`
}

// Class is an outgoing message's urgency; a lower class always goes first.
type Class int

// The classes, most urgent first.
const (
	Reply     Class = iota + 1 // to who wrote
	Receipt                    // to others, about their own money
	Reminder                   // of something due
	Broadcast                  // to many
)

// Delivery is how far an outgoing message has come. It only grows: a report
// that overtook another must not take it back.
type Delivery int

// The stages of a delivery.
const (
	Queued    Delivery = iota + 1 // in our outbox
	Taken                         // the provider has it
	SentOn                        // handed to the network
	Uncertain                     // may have gone, and must not go twice
	Expired                       // past its use before it could go
	Failed                        // will not arrive
	Delivered                     // on the phone; overrides a failure reported too soon
	Read                          // seen by the person
)

// Say is one message to be sent: to whom, and what in kind and data. The words
// are in package templates.
type Say struct {
	To ledger.Phone
	// Address is where it goes in place of To, where WhatsApp hides the number.
	Address ledger.Phone
	// Channel is where it goes; empty leaves it to the bot.
	Channel  Channel
	Class    Class
	Language string // id, jv, su or en; empty is the UPK's own
	Words    Words
	Unknown  bool // a reply to a number that nobody has
}

// Words is what a message says, without its words: one struct for each kind.
type Words interface {
	// Kind names the template.
	Kind() string
}

// Change is something that a message changes beside the books.
type Change interface{ change() }

// StopReminders turns reminders and broadcasts to a phone off or on again.
type StopReminders struct {
	Phone ledger.Phone `json:"phone"`
	Stop  bool         `json:"stop"`
}

// SendReminders is an officer's wish that these reminders go out now.
type SendReminders struct{ List []Reminding }

func (SendReminders) change() {}
func (StopReminders) change() {}

// Facts is what a turn may know. Every method returns an error only where the
// store could not be read.
type Facts interface {
	PeopleFacts
	UPK() (ledger.UPK, error)
	// Roster is the index of the groups and their active members by name, or without
	// groups of everybody and the villages.
	Roster(groups ...ledger.GroupCode) (*Roster, error)
	Settings() (ledger.Settings, error)
	MembersByPhone(ledger.Phone) ([]ledger.Member, error)
	OfficersByPhone(ledger.Phone) ([]ledger.Officer, error)
	// Officers are who is an officer now; EveryOfficer are also those who have left, for
	// their names.
	Officers() ([]ledger.Officer, error)
	EveryOfficer() ([]ledger.Officer, error)
	Groups() ([]ledger.Group, error)
	Villages() ([]ledger.Village, error)
	Group(ledger.GroupCode) (ledger.Group, error)
	// GroupIndex is what follows from the registers about a group.
	GroupIndex(ledger.GroupCode) (*GroupIndex, error)
	Member(ledger.MemberCode) (ledger.Member, error)
	Members(ledger.GroupCode) ([]ledger.Member, error)
	Loans(ledger.GroupCode) ([]ledger.Loan, error)
	Loan(ledger.LoanCode) (ledger.Loan, error)
	Balance(ledger.Account) (ledger.Money, error)
	// GroupBalances are the balances of a group's accounts of some kinds, in order of their
	// codes: those alone that something was ever booked to.
	GroupBalances(ledger.GroupCode, ...ledger.AccountCode) (ledger.Balances, error)
	// PurseBalances are the balances of a member's purses, those alone that there are.
	PurseBalances(ledger.GroupCode, ledger.MemberCode) (ledger.Balances, error)
	// Holidays are the days on which nobody is reminded, with their names.
	Holidays() (map[ledger.Date]string, error)
	// Stopped tells whether a phone wants no reminders and broadcasts.
	Stopped(ledger.Phone) (bool, error)
	StoppedPhones() (map[ledger.Phone]bool, error)
	// Caused tells whether something was done for a cause that was told in a month.
	Caused(ledger.Period, string) (bool, error)
	// Promises are the last days that the members of a group who did not pay
	// promised, kept or not.
	Promises(ledger.GroupCode) ([]NotPaid, error)
	// Head is the last entry of a group's chain, so that a turn can seal the
	// next and print its number.
	Head(ledger.GroupCode) (ledger.ChainHead, error)
	// Recent are a group's entries heard at or after a time, newest first, at
	// most limit, reversed ones and reversals with them.
	Recent(group ledger.GroupCode, since time.Time, limit int) ([]ledger.Entry, error)
	// Backwards goes through a group's entries from its last to its first.
	Backwards(ledger.GroupCode) iter.Seq2[ledger.Entry, error]
	// Easings are a group's entries from the first on that took something off what it
	// owes the UPK, newest first: all that AtUPK needs.
	Easings(ledger.GroupCode) ([]ledger.Entry, error)
	// Entry is one entry of a group's chain, of which Head tells how many there are.
	Entry(ledger.GroupCode, ledger.EntryNumber) (ledger.Entry, error)
	// Reversed tells whether an entry was reversed.
	Reversed(ledger.GroupCode, ledger.EntryNumber) (bool, error)
	// OpenProposals are the office's proposals that wait for a decision, oldest first.
	OpenProposals() ([]Proposal, error)
	// NextProposal is the number of the next proposal.
	NextProposal() (uint64, error)
	// Code is the four-digit number that confirms what the message asks for. It is
	// the same whenever it is asked, and nobody can work it out who has only seen
	// the message.
	Code(message string) (string, error)
	// NextCase is the number of the next case of a kind, OpenCases those that wait,
	// oldest first.
	NextCase(CaseKind) (uint64, error)
	OpenCases(CaseKind) ([]Case, error)
	// Talk is the state of the talk with a phone.
	Talk(ledger.Phone) (State, error)
}

// Turn is what follows from a message: the talk's new state, what to write in
// the books and registers, and what to say.
type Turn struct {
	State   State
	Intent  understand.Intent
	Entries []ledger.Entry // sealed, in order
	Changes []Change
	Say     []Say
	// KeepsSlip says that the message's pictures are of a deposit's slip; Slips are the
	// messages with pictures of the deposit that the entries book.
	KeepsSlip bool
	Slips     []string
}
