package conversation

import "bendahara/ledger"

// The words of a meeting: the roll-call, and who did not pay.
type (
	// RollAsk asks what the next member of a roll-call pays.
	RollAsk struct {
		Noted      RollNoted
		Group      string      // where the roll-call begins or is taken up again
		Day        ledger.Date // with Group
		Number, Of int
		Name       string
		Bill       ledger.Money // what she has due, or saved the last time; 0: nothing is known
		Due        ledger.Date  // the bill is due only then
		Loan       bool         // she has a loan, and her share of it is known
		Saving     bool         // what she saves is asked
	}
	// RollNoted is what was noted of the member before.
	RollNoted struct {
		Name        string // empty: nothing is to be told
		Paid, Saved ledger.Money
		Written     string // the amount as written, where its unit is our reading
		NotPaid     bool
		Promise     ledger.Date
		Skipped     bool
	}
	// RollTotal is what a roll-call comes to, to be counted against the cash on the
	// table before it is recorded.
	RollTotal struct {
		Noted    RollNoted // the last
		Group    string
		Day      ledger.Date
		Payers   int
		Total    ledger.Money
		Saved    ledger.Money // of the total
		Before   ledger.Money // recorded on that day before, and on the table, too
		Unpaid   int
		Names    []string // of the unpaid, short
		More     int      // of the unpaid
		Unasked  int
		Code     string // in place of a yes
		Repeated string // the name of one who has the same already
	}
	// RollKept says that a roll-call is not recorded yet, and how to go on or, where
	// the total was not right, how to mend it.
	RollKept struct {
		Group     string
		Count, Of int
		Total     ledger.Money
		Mend      bool
		Example   Example
	}
	// RollDrop asks whether to forget what was noted in a roll-call.
	RollDrop struct {
		Group string
		Count int
		Total ledger.Money
	}
	// RollHelp explains the answers of a roll-call.
	RollHelp struct{ Office Contact }
	// AskWhoseAll asks whose "semua" are meant, where she keeps several groups.
	AskWhoseAll struct {
		Groups []string
		What   ledger.EntryKind
	}
	// SumDiffers says that a sum named for everybody is not what they have due, or (List)
	// not what the list of who paid it comes to.
	SumDiffers struct {
		Said, Due ledger.Money
		Count     int // 0: nobody has anything due
		List      bool
	}
	// NotPaidKept confirms that somebody did not pay; nothing is recorded in the books.
	NotPaidKept struct {
		Name    string
		Others  int
		Promise ledger.Date
		Own     bool // she said it of herself
		Remind  bool // the promise will be told on its day
	}
	// DueInGroups reminds a member of several groups of what she has due in each.
	DueInGroups struct {
		Title, Name string
		List        List // groups, with the days
	}
	// PromiseReminder reminds a member of the day on which she promised to pay.
	PromiseReminder struct {
		Title, Name string
		Amount      ledger.Money // what she has due
		Promise     ledger.Date
		Treasurer   string
	}
)

// Kind names the template of each.
func (RollAsk) Kind() string         { return "roll_ask" }
func (RollTotal) Kind() string       { return "roll_total" }
func (RollKept) Kind() string        { return "roll_kept" }
func (RollDrop) Kind() string        { return "roll_drop" }
func (RollHelp) Kind() string        { return "roll_help" }
func (AskWhoseAll) Kind() string     { return "ask_whose_all" }
func (SumDiffers) Kind() string      { return "sum_differs" }
func (NotPaidKept) Kind() string     { return "not_paid" }
func (PromiseReminder) Kind() string { return "reminder_promise" }
func (DueInGroups) Kind() string     { return "reminder_groups" }
