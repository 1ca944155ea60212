package conversation

import (
	"time"

	"bendahara/ledger"
)

// Registration is a phone that is to be a member's, and whose word it waits for.
// There is at most one for a phone.
type Registration struct {
	Phone  ledger.Phone      `json:"phone"`
	Member ledger.MemberCode `json:"member"`
	Group  ledger.GroupCode  `json:"group"`
	Stage  Stage             `json:"stage"`
	Code   string            `json:"code,omitempty"` // the one-time number, where the stage is ByCode
	By     string            `json:"by,omitempty"`   // member or officer code of who named the number
	Asked  time.Time         `json:"asked"`
}

// Stage is what a registration waits for.
type Stage string

// The stages.
const (
	ByCode    Stage = "code"    // the treasurer or an officer sends the number that the phone was told
	ByOwner   Stage = "owner"   // the new phone says that it is hers
	ByConsent Stage = "consent" // it is hers; she is asked whether she wants reminders
)

// HandingOver is a change of treasurer that waits for the yes of all three.
type HandingOver struct {
	Group    ledger.GroupCode  `json:"group"`
	From     ledger.MemberCode `json:"from"`
	To       ledger.MemberCode `json:"to"`
	Witness  string            `json:"witness"` // member code of the chair or secretary, or an officer's code
	Cash     ledger.Money      `json:"cash"`    // as counted
	Books    ledger.Money      `json:"books"`   // as the books had it then
	By       string            `json:"by"`      // who began it
	Agreed   []string          `json:"agreed,omitempty"`
	Started  time.Time         `json:"started"`
	Starting string            `json:"starting"` // id of the message that began it
}

// StandingIn is a member who records in her group for its treasurer until a time.
type StandingIn struct {
	Group  ledger.GroupCode  `json:"group"`
	Member ledger.MemberCode `json:"member"`
	By     string            `json:"by"`
	Until  time.Time         `json:"until"`
}

// LostPhone is a phone whose messages are not obeyed and that is told nothing.
type LostPhone struct {
	Phone ledger.Phone `json:"phone"`
	By    string       `json:"by"`
	Since time.Time    `json:"since"`
	Told  ledger.Date  `json:"told,omitempty"` // when the office last heard that it wrote
}

// Amendment is one change that a message made in the registers of people: what,
// about whom, what it was and is, who wanted it and by which message. Amendments
// are kept for ever.
type Amendment struct {
	What    AmendmentKind     `json:"what"`
	Group   ledger.GroupCode  `json:"group,omitempty"`
	Member  ledger.MemberCode `json:"member,omitempty"`
	Was     string            `json:"was,omitempty"` // a phone, an office, ya or tidak
	Now     string            `json:"now,omitempty"`
	By      string            `json:"by"` // member or officer code; the phone's own: empty
	Message string            `json:"message"`
	At      time.Time         `json:"at"`
}

// AmendmentKind is what an amendment changed.
type AmendmentKind string

// The kinds of amendments.
const (
	PhoneAmended   AmendmentKind = "phone"    // a number bound, and the one before it unbound
	ConsentAmended AmendmentKind = "consent"  // to reminders and broadcasts
	OfficeAmended  AmendmentKind = "office"   // of a group
	StandInAmended AmendmentKind = "stand_in" // begun (Now is until when) or ended
	LostAmended    AmendmentKind = "lost"     // a phone suspended, or obeyed again
	AddressAmended AmendmentKind = "address"  // a hidden number bound to a phone
	HeldAmended    AmendmentKind = "held"     // a message that may have gone (Was) sent after all, or dropped
	PersonAmended  AmendmentKind = "person"   // all that tells who somebody was taken away
)

// Changes of people and their phones.
type (
	// Amend keeps the record of a change.
	Amend struct{ Amendment Amendment }
	// KeepRegistration keeps or replaces what a phone asks for.
	KeepRegistration struct{ Registration Registration }
	// EndRegistration forgets what a phone asked for.
	EndRegistration struct{ Phone ledger.Phone }
	// KeepHandover keeps or replaces a change of treasurer that waits.
	KeepHandover struct{ Handover HandingOver }
	// EndHandover forgets it.
	EndHandover struct{ Group ledger.GroupCode }
	// KeepStandIn lets a member record for the treasurer.
	KeepStandIn struct{ StandIn StandingIn }
	// EndStandIn ends that.
	EndStandIn struct{ Group ledger.GroupCode }
	// BindAddress makes an address that hides a number one of the phone's.
	BindAddress struct{ Address, Phone ledger.Phone }
	// SuspendPhone suspends a phone, or keeps that the office was told of it.
	SuspendPhone struct{ Lost LostPhone }
	// ObeyPhone ends a suspension.
	ObeyPhone struct{ Phone ledger.Phone }
	// CountTry counts one more try of a phone to register or to confirm.
	CountTry struct {
		Phone ledger.Phone
		Day   ledger.Date
	}
)

func (Amend) change()            {}
func (KeepRegistration) change() {}
func (EndRegistration) change()  {}
func (KeepHandover) change()     {}
func (EndHandover) change()      {}
func (KeepStandIn) change()      {}
func (EndStandIn) change()       {}
func (BindAddress) change()      {}
func (SuspendPhone) change()     {}
func (ObeyPhone) change()        {}
func (CountTry) change()         {}

// PeopleFacts are what a turn may know of people's phones beside the registers.
type PeopleFacts interface {
	// Registrations are all that wait, by phone.
	Registrations() ([]Registration, error)
	// Handovers are all that wait, by group.
	Handovers() ([]HandingOver, error)
	// StandIn is who last stood in for the group's treasurer, and until when; the
	// zero value for nobody.
	StandIn(ledger.GroupCode) (StandingIn, error)
	// LostPhones are the suspended phones.
	LostPhones() ([]LostPhone, error)
	// Tries counts the tries of a phone on a day.
	Tries(ledger.Phone, ledger.Date) (int, error)
}

// Named limits of people's matters.
const (
	registrationLife = 48 * time.Hour // and of a change of treasurer
	maxAsks          = 5              // to be registered, from one phone a day
	maxTries         = 3              // wrong numbers in confirming, likewise
	maxWaitingJoins  = 5              // registrations of one group that wait at once
	maxStandIn       = 24             // hours
)
