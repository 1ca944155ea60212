package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Words about people, their phones and who keeps a group. Numbers are as people
// write them, 081390000101.
type (
	// JoinHow says how a phone asks to be a member's. With a Name it shows the
	// sender how another phone becomes hers.
	JoinHow struct {
		UPK         string
		Unknown     bool // the name and group that were given are not in the register
		Hidden      bool // WhatsApp hides the number, and the member has none in the register: by SMS first
		Name, Group string
	}
	// JoinCode tells a phone its one-time number, and to whom to say it.
	JoinCode struct {
		Code      string
		Confirmer string // the treasurer; empty: an officer
		UPK       string
	}
	// JoinAsked tells who may confirm it that a phone asks to be a member's.
	JoinAsked struct{ Phone, Name, Group string }
	// EnoughTries says that no more is taken from this phone today.
	EnoughTries struct{ UPK string }
	// NoSuchCode says that the number is nobody's who waits.
	NoSuchCode struct{ Left int } // how many more may be wrong today
	// CodesGuessed tells the office of too many wrong numbers.
	CodesGuessed struct{ Name, Group string }
	// AlreadyHers says whose the number is already.
	AlreadyHers struct{ Name, Group, Phone string }
	// WhichMatter asks what about people and phones is meant, with the words for each.
	WhichMatter struct{ Keeps bool } // she keeps a group
	// OfficeOnly says that only the office changes the phone of who has an office.
	OfficeOnly struct{ Name, UPK string }
	// NumberWanted asks for a number, or (None) says that she has none.
	NumberWanted struct {
		Name string
		None bool
	}
	// NameWanted says that nobody of that name was found.
	NameWanted struct{ NameText string }
	// PhoneEcho reads a new number back.
	PhoneEcho struct{ Name, Group, Phone, Old, Code string }
	// WordEcho has an officer's word that came by SMS confirmed by a number.
	WordEcho struct {
		Matter                   understand.Matter
		Name, Group, Phone, Code string
	}
	// OwnerAsked says that the new phone is asked first.
	OwnerAsked struct{ Phone, Name string }
	// IsItYours asks a phone whether it is hers. It tells no figures: a digit may
	// be wrong.
	IsItYours struct{ UPK, By, Name string }
	// NotHerNumber tells who named the number that its owner said no.
	NotHerNumber struct{ Phone, Name string }
	// Welcome greets a phone that is a member's now, and asks whether she wants
	// reminders where she has not agreed yet.
	Welcome struct {
		Title, Name, Group, UPK string
		Ask                     bool
	}
	// PhoneBound tells others that a phone is a member's now.
	PhoneBound struct{ Name, Group, Phone, By string }
	// AddressBound tells a member's phone that a WhatsApp address is hers, too.
	AddressBound struct{ Title, Name, By, UPK string }
	// PhoneMoved tells the old phone.
	PhoneMoved struct{ Title, Name, Phone, By, UPK string }
	// ConsentKept confirms whether she wants reminders and broadcasts.
	ConsentKept struct {
		Title, Name, UPK string
		Agreed           bool
	}
	// NothingChanged confirms that nothing was changed; Late: the answer came too late.
	NothingChanged struct{ Late bool }
	// CannotHandOver says why the treasurer, or a stand-in, cannot be changed so.
	CannotHandOver struct {
		Why              Why
		Name, Group, UPK string
	}
	// HandoverEcho asks for the cash as counted, or reads a change of treasurer back.
	HandoverEcho struct {
		Group, From, To string
		Cash, Books     ledger.Money // as counted, and by the books
		Counted         bool
		Code            string // as in Echo
	}
	// HandoverAsk asks one of the three for her yes.
	HandoverAsk struct {
		Group, From, To string
		Cash, Books     ledger.Money // as counted, and by the books
		New, Witness    bool         // who is asked: the new treasurer, the witness; else the old one
	}
	// HandoverWaits says whose yes is still wanted.
	HandoverWaits struct {
		Group string
		For   []string
	}
	// HandoverDone tells all that the treasurer is another.
	HandoverDone struct {
		Group, From, To string
		Cash, Books     ledger.Money // as counted, and by the books
	}
	// HandoverEnded tells all that nothing was changed: By said no, or the cash
	// (Moved) is not what was counted any more.
	HandoverEnded struct {
		Group, By string
		Moved     bool
	}
	// StandInEcho reads a stand-in back.
	StandInEcho struct{ Name, Group, Until, Code string }
	// StandInSet tells the treasurer and the chair who records until when.
	StandInSet struct{ Name, Group, Until, By string }
	// StandInHello tells the stand-in what she may do.
	StandInHello struct {
		Title, Name, Group, By, Until string
		Example                       Example
	}
	// StandInEnded says that she records no more.
	StandInEnded struct{ Name, Group string }
	// BlockEcho asks whether the very phone that wrote is to be suspended.
	BlockEcho struct{ Phone, Code string }
	// Suspended tells that a phone is not obeyed any more.
	Suspended struct{ Name, Phone, UPK string }
	// NotObeyed answers a suspended phone.
	NotObeyed struct{ UPK string }
	// LostPhoneWrote tells the office that a suspended phone was used.
	LostPhoneWrote struct{ Phone string }
	// Obeyed says that a phone is obeyed again.
	Obeyed struct{ Name, UPK string }
)

// Why is why a change among the people of a group cannot be.
type Why string

// The reasons.
const (
	NoTreasurer Why = "no_treasurer"
	SamePerson  Why = "same"
	NoPhone     Why = "no_phone" // of her own
	NoWitness   Why = "no_witness"
	OtherWaits  Why = "waits" // another such change waits for one of them
)

// Kind names the template of each.
func (JoinHow) Kind() string        { return "join_how" }
func (JoinCode) Kind() string       { return "join_code" }
func (JoinAsked) Kind() string      { return "join_asked" }
func (EnoughTries) Kind() string    { return "enough_tries" }
func (NoSuchCode) Kind() string     { return "no_such_code" }
func (CodesGuessed) Kind() string   { return "codes_guessed" }
func (AlreadyHers) Kind() string    { return "already_hers" }
func (WhichMatter) Kind() string    { return "which_matter" }
func (OfficeOnly) Kind() string     { return "office_only" }
func (NumberWanted) Kind() string   { return "number_wanted" }
func (NameWanted) Kind() string     { return "name_wanted" }
func (PhoneEcho) Kind() string      { return "phone_echo" }
func (WordEcho) Kind() string       { return "word_echo" }
func (OwnerAsked) Kind() string     { return "owner_asked" }
func (IsItYours) Kind() string      { return "is_it_yours" }
func (NotHerNumber) Kind() string   { return "not_hers" }
func (Welcome) Kind() string        { return "welcome" }
func (PhoneBound) Kind() string     { return "phone_bound" }
func (AddressBound) Kind() string   { return "address_bound" }
func (PhoneMoved) Kind() string     { return "phone_moved" }
func (ConsentKept) Kind() string    { return "consent" }
func (NothingChanged) Kind() string { return "nothing_changed" }
func (CannotHandOver) Kind() string { return "cannot_hand_over" }
func (HandoverEcho) Kind() string   { return "handover_echo" }
func (HandoverAsk) Kind() string    { return "handover_ask" }
func (HandoverWaits) Kind() string  { return "handover_waits" }
func (HandoverDone) Kind() string   { return "handover_done" }
func (HandoverEnded) Kind() string  { return "handover_ended" }
func (StandInEcho) Kind() string    { return "stand_in_echo" }
func (StandInSet) Kind() string     { return "stand_in_set" }
func (StandInHello) Kind() string   { return "stand_in_hello" }
func (StandInEnded) Kind() string   { return "stand_in_ended" }
func (BlockEcho) Kind() string      { return "block_echo" }
func (Suspended) Kind() string      { return "suspended" }
func (NotObeyed) Kind() string      { return "not_obeyed" }
func (LostPhoneWrote) Kind() string { return "lost_phone_wrote" }
func (Obeyed) Kind() string         { return "obeyed" }
