package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Item is one line of a list: a person's short name and an amount.
type Item struct {
	Name   string       `json:"name,omitempty"`
	To     string       `json:"to,omitempty"`    // she whom Name owes it
	Short  string       `json:"short,omitempty"` // in place of Name where a list is long
	Due    ledger.Date  `json:"due,omitzero"`    // in place of a name: an instalment
	Day    ledger.Date  `json:"day,omitzero"`    // set where a list has payments of several days
	Amount ledger.Money `json:"amount"`
	// Told is what its treasurer wrote of a deposit, where the UPK received another amount.
	Told ledger.Money `json:"told,omitempty"`
	// Word stands in place of the amount: what a complaint is about.
	Word string `json:"word,omitempty"`
	// Kind is set where a list has several, or the purse alone would be read amiss.
	Kind ledger.EntryKind `json:"kind,omitempty"`
	// Purse is set where savings in a list go elsewhere than they usually do.
	Purse ledger.Purse `json:"purse,omitempty"`
	// By is who bears it, of a cover beside payments.
	By string `json:"by,omitempty"`
}

// List is as much of a list as fits, the biggest amounts first, and what is said
// of the whole, so that nothing is cut off in silence.
type List struct {
	Items []Item
	Count int          // of all
	Total ledger.Money // of all
	More  int          // how many "lanjut" would show
}

// The kinds of words. Names in them are short names (at most maxName letters)
// unless they say otherwise; Title is "Bu" or "Pak" or nothing.
type (
	// Echo reads one thing back before it is booked.
	Echo struct {
		Line     EchoLine
		Unsure   bool // the amount's unit is our reading of it
		Written  string
		Repeated bool   // the same was recorded before
		Group    string // named where the sender keeps several
		Code     string // the number that confirms, in place of a yes
		Claimed  bool   // a member says so; the treasurer is asked
	}
	// EchoMany reads several things back with their total.
	EchoMany struct {
		List     List
		Day      ledger.Date
		Days     bool             // they are of several days, which stand with each; Day is the first's
		What     ledger.EntryKind // of all; empty where they differ
		Unsure   bool
		Repeated string // the name of one who has the same already
		Code     string // as in Echo
		Cash     bool   // it is for many: to be counted against the cash on the table
		// Except are those who did not pay, by short name, and NotShown how many more;
		// NoBill is how many were left out because nothing is due.
		Except           []string
		NotShown, NoBill int
	}
	// EchoLine is what would be recorded for one person.
	EchoLine struct {
		Name   string
		Kind   ledger.EntryKind
		Purse  ledger.Purse
		Fund   ledger.Fund // named where she has several loans
		Amount ledger.Money
		Day    ledger.Date
		// Over is what was paid above what is due, and Use what becomes of it. What
		// is given back is not in Amount.
		Over ledger.Money
		Use  ExcessUse
		// Of a deposit to the UPK: the cash that the treasurer holds, and when it is
		// received what she said that she would bring.
		Held, Offered ledger.Money
		Beyond        bool // more than Held
		Bank          bool // by transfer, with its reference
		BankNote      string
		PaysOff       bool         // it ends her loan
		Waived        ledger.Money // interest that she, or of a deposit the group, is let off
		Sharia        bool         // nobody reads of interest or fines
	}
	// Recorded tells the teller what was booked.
	Recorded struct {
		Line      EchoLine
		Reference string
		Left      ledger.Money // of the loan, or in the purse
		AtOnce    bool         // booked without asking: offer the way back
	}
	// RecordedMany tells the teller of several bookings.
	RecordedMany struct {
		Count       int
		Total       ledger.Money
		First, Last string // references
		AtOnce      bool
	}
	// ReceiptWords go to the member whose money it was.
	ReceiptWords struct {
		Title     string
		Line      EchoLine
		Teller    string
		Reference string
		Left      ledger.Money
	}
	// ReceiptForOther goes to the chair or secretary for a member whom no
	// receipt of her own can reach; it tells no balance.
	ReceiptForOther struct {
		Line      EchoLine
		Teller    string
		Reference string
	}
	// AskWhich asks which of several people, loans or uses is meant.
	AskWhich struct {
		NameText string
		Choices  []string // as shown, full names
	}
	// AskFullName asks to send the text again with a full name in it.
	AskFullName struct {
		NameText string
		Names    []string
	}
	// AskName asks for a name: none was given, or nobody is called so.
	AskName struct {
		NameText string // as written; empty: none
		Group    string
		Near     []string // who it might be, as numbered choices
		Amount   ledger.Money
		Shared   bool // it may be the sum of several members
	}
	// AskHowMuch asks for an amount.
	AskHowMuch struct {
		Each  bool // ... of everybody in the group that Name is
		Name  string
		Bill  ledger.Money // 0: no loan to speak of
		Held  bool         // Bill is the cash that the treasurer holds, for a deposit to the UPK
		Short bool         // more was asked for than the purse holds
		Saved ledger.Money // in the purse
	}
	// AskDay asks for a day that has been.
	AskDay struct{ Day ledger.Date }
	// AskExcessUse asks what becomes of money above what is due.
	AskExcessUse struct {
		Name               string
		Amount, Bill, Over ledger.Money
		Uses               []ExcessUse
	}
	// AskWhichLoan asks which loan the payment is for.
	AskWhichLoan struct {
		Name   string
		Loans  []LoanChoice
		Sharia bool // all of them
	}
	// LoanChoice is one loan in a question.
	LoanChoice struct {
		Fund ledger.Fund
		Left ledger.Money
	}
	// AskGroupName asks an officer whose deposit it is, or whose cash was counted.
	AskGroupName struct{ Count bool }
	// DepositWords tell a treasurer that the UPK has her deposit.
	DepositWords struct {
		Line      EchoLine
		Reference string
		Officer   string
		UPK       ledger.Money // what the group still owes the UPK
		Cash      ledger.Money // what she still holds
	}
	// DepositNotice tells the office that a deposit is on its way.
	DepositNotice struct {
		Line   EchoLine
		Teller string
	}
	// PurseClosed says why nothing is taken out of a purse now.
	PurseClosed struct {
		Name      string
		Purse     ledger.Purse
		AfterLoan bool         // it opens when the loan is paid off; else only by the group
		LoanLeft  ledger.Money // what is left to pay
		Sharia    bool
	}
	// NoLoan says that she has no open loan to pay on.
	NoLoan struct {
		Name   string
		Sharia bool // her group's loans are
	}
	// BeforeLoan says that the day lies before the loan was paid out.
	BeforeLoan struct {
		Name      string
		Day       ledger.Date
		Disbursed ledger.Date
		Sharia    bool
	}
	// TooMany says that one text holds more than can be recorded at once.
	TooMany struct{ Limit int }
	// NotRecorded confirms a no.
	NotRecorded struct{}
	// Dropped says what was offered and is not recorded, because another
	// command came, or (Late) because the answer came too late.
	Dropped struct {
		Name    string           // of the first
		What    ledger.EntryKind // of the first
		Amount  ledger.Money     // of all
		Others  int
		Late    bool
		Reverse string // reference of the entry that was not reversed
		Case    string // that is not decided
		Wish    bool   // a wish for a loan or a complaint that was not sent
	}
	// NothingWaits answers a yes or no to nothing.
	NothingWaits struct{ Example Example }
	// HelpWords teach with the person's own data.
	HelpWords struct {
		Role     understand.Role
		Confused bool // what she wrote was not understood
		Example  Example
		UPK      string
		Suggest  string
		Waits    Waits
		// To a member: who she is and what she pays next.
		Title, Name string
		Next        ledger.Money
		NextDue     ledger.Date
	}
	// Waits is what waits for the reader's answer, or for one to her.
	Waits struct {
		Claims                       int    // a treasurer's: members who say that they have paid
		Case                         string // a member's oldest
		Disputes, Complaints, Wishes int    // an officer's
	}
	// Example is a name and an amount of her own to show how to write.
	Example struct {
		Name   string
		Amount ledger.Money
	}
	// Stranger answers a number that nobody has.
	Stranger struct{ UPK string }
	// NotAllowed says who may do this instead.
	NotAllowed struct{ Treasurer string }
	// ReverseOffer names the entry that would be reversed.
	ReverseOffer struct {
		Line      EchoLine
		Reference string
		Instead   ledger.Money // what she wants recorded in its place; 0: nothing
		// InsteadName is for whom, where it is somebody else.
		InsteadName string
		Code        string // as in Echo
	}
	// Reversed tells the teller that the entry is undone.
	Reversed struct {
		Line      EchoLine
		Reference string
	}
	// ReversedNotice tells the member that a receipt of hers is void.
	ReversedNotice struct {
		Title     string
		Line      EchoLine
		Teller    string
		Reference string
		Other     bool // it goes to the chair or secretary in her place
		Kept      bool // ... or to who keeps the cash or told the entry
	}
	// CannotReverse says why nothing was undone.
	CannotReverse struct {
		Reference string // empty: there is no entry of hers
		Hours     int    // the time limit that has passed; 0: another reason
		Gone      bool   // the money has moved on since
		Unknown   bool   // there is no such entry at all
		AtOffice  bool   // it is undone at the office alone
	}
	// DisputeTaken confirms a dispute to the member.
	DisputeTaken struct {
		Title     string
		Name      string
		Reference string // of the entry, if it is certain
		Amount    ledger.Money
		UPK       string
		Case      string
	}
	// DisputeNotice tells the village's officer.
	DisputeNotice struct {
		Case        string
		Name, Group string
		Reference   string
		Amount      ledger.Money
		Teller      string
		Note        string
		// Claimed says that she paid the amount on the Day, and the treasurer, the
		// Teller, that she did not.
		Claimed bool
		Day     ledger.Date
	}
	// RemindersStopped and RemindersStarted confirm an opt-out and its end.
	RemindersStopped struct{ UPK string }
	// RemindersStarted confirms that reminders go out again.
	RemindersStarted struct{ UPK string }
	// CannotRead answers a picture, a voice note or a text too long to read.
	CannotRead struct {
		TooLong bool
		Example Example
	}
	// NotByText says that this is done at the office, not by message; NoRight, that it is
	// not for this officer to do.
	NotByText struct {
		UPK     string
		NoRight bool
	}
	// Sorry says that our own code failed and a person will look.
	Sorry struct{ UPK string }
	// DueReminder reminds a member of all that she has due.
	DueReminder struct {
		Title, Name string
		Amount      ledger.Money // due on the day
		Due         ledger.Date
		Days        int          // until the day; negative: since
		Overdue     ledger.Money // of all, with the amount if it is late
		Treasurer   string
	}
	// DueSummary tells the treasurer whom we reminded.
	DueSummary struct {
		Group string
		List  List
	}
)

// Kind names the template of each.
func (Echo) Kind() string             { return "echo" }
func (EchoMany) Kind() string         { return "echo_many" }
func (Recorded) Kind() string         { return "recorded" }
func (RecordedMany) Kind() string     { return "recorded_many" }
func (ReceiptWords) Kind() string     { return "receipt" }
func (ReceiptForOther) Kind() string  { return "receipt_for_other" }
func (AskWhich) Kind() string         { return "ask_which" }
func (AskFullName) Kind() string      { return "ask_full_name" }
func (AskName) Kind() string          { return "ask_name" }
func (AskHowMuch) Kind() string       { return "ask_amount" }
func (AskDay) Kind() string           { return "ask_day" }
func (AskExcessUse) Kind() string     { return "ask_excess" }
func (AskWhichLoan) Kind() string     { return "ask_loan" }
func (AskGroupName) Kind() string     { return "ask_group" }
func (DepositWords) Kind() string     { return "deposit" }
func (DepositNotice) Kind() string    { return "deposit_notice" }
func (PurseClosed) Kind() string      { return "purse_closed" }
func (NoLoan) Kind() string           { return "no_loan" }
func (BeforeLoan) Kind() string       { return "before_loan" }
func (TooMany) Kind() string          { return "too_many" }
func (NotRecorded) Kind() string      { return "not_recorded" }
func (Dropped) Kind() string          { return "dropped" }
func (NothingWaits) Kind() string     { return "nothing_waits" }
func (HelpWords) Kind() string        { return "help" }
func (Stranger) Kind() string         { return "stranger" }
func (NotAllowed) Kind() string       { return "not_allowed" }
func (ReverseOffer) Kind() string     { return "reverse_offer" }
func (Reversed) Kind() string         { return "reversed" }
func (ReversedNotice) Kind() string   { return "reversed_notice" }
func (CannotReverse) Kind() string    { return "cannot_reverse" }
func (DisputeTaken) Kind() string     { return "dispute_taken" }
func (DisputeNotice) Kind() string    { return "dispute_notice" }
func (RemindersStopped) Kind() string { return "stopped" }
func (RemindersStarted) Kind() string { return "started" }
func (CannotRead) Kind() string       { return "cannot_read" }
func (NotByText) Kind() string        { return "not_by_text" }
func (Sorry) Kind() string            { return "sorry" }
func (DueReminder) Kind() string      { return "reminder" }
func (DueSummary) Kind() string       { return "reminder_summary" }
