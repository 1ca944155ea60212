package conversation

import "bendahara/ledger"

// The kinds of words about what people bring: complaints, disputes, wishes for a
// loan, claims to have paid. Case is the reference, "P12"; Due the last day for an
// answer.
type (
	// AskComplaint asks for the words of a complaint.
	AskComplaint struct{ UPK string }
	// ComplaintTaken confirms a complaint.
	ComplaintTaken struct {
		Title, Name string
		Case        string
		Officer     string // who answers; empty: the office
		Due         ledger.Date
		UPK         string
		Added       bool // to one that waits already
	}
	// ComplaintNotice tells the officer who has to answer.
	ComplaintNotice struct {
		Case        string
		Name, Group string // the number, where nobody has it
		Note        string
		Due         ledger.Date
	}
	// ComplaintAnswered brings the closing words to who complained.
	ComplaintAnswered struct {
		Case    string
		Answer  string
		Officer string
		UPK     string
	}
	// CaseDone tells the officer that a case is closed and who was told.
	CaseDone struct {
		Case    string
		Name    string
		Outcome Outcome
	}
	// CaseRefused says why an officer's word on a case did nothing.
	CaseRefused struct {
		Case  string
		Why   CaseProblem
		Limit int // letters, of words that are too long
	}
	// CaseWords show one case.
	CaseWords struct {
		Case        string
		Name, Group string
		Amount      ledger.Money
		Reference   string
		Note        string
		Due         ledger.Date
		More        bool // words that "lanjut" shows
	}
	// CaseList shows the open cases of a kind.
	CaseList struct {
		Of   CaseKind
		List List
	}
	// CaseLate reminds of a case past its deadline.
	CaseLate struct {
		Case        string
		Name, Group string
		Due         ledger.Date
		Officer     string // whose it is; empty: the reader's
	}
	// DecideOffer reads a decision back.
	DecideOffer struct {
		Case        string
		Of          CaseKind
		Name, Group string
		Reference   string       // of the entry to be reversed; empty: none
		Amount      ledger.Money // of the entry, or the loan
		Code        string       // the number that confirms, in place of a yes
	}
	// DisputeClosed tells the member and the treasurer how a dispute ended.
	DisputeClosed struct {
		Title       string
		Name        string
		Case        string
		Reference   string
		Amount      ledger.Money
		Outcome     Outcome
		Reversed    bool
		Answer      string
		ToTreasurer bool
	}
	// AskLoanAmount asks how much she wants to borrow.
	AskLoanAmount struct{ Name string }
	// AskPurpose asks what the loan is for.
	AskPurpose struct{ Amount ledger.Money }
	// LoanOffer reads a wish for a loan back.
	LoanOffer struct {
		Name    string
		Amount  ledger.Money
		Unsure  bool
		Written string
		Purpose string
	}
	// LoanTaken confirms a wish for a loan.
	LoanTaken struct {
		Title, Name string
		Case        string
		Amount      ledger.Money
		UPK         string
		Waits       bool // there is one already, and nothing new was kept
	}
	// LoanNotice tells of a wish for a loan: the officer who decides, with the
	// group's record, or the treasurer and the head of the group.
	LoanNotice struct {
		Case        string
		Name, Group string
		Amount      ledger.Money
		Purpose     string
		ToGroup     bool
		Record      GroupRecord
	}
	// GroupRecord is how a group's loans went (ledger.Assessment).
	GroupRecord struct {
		Reason  ledger.AnswerReason
		Overdue ledger.Money
		Left    ledger.Money
		Longest int // days in arrears
	}
	// LoanDecided tells the member and the treasurer what was decided.
	LoanDecided struct {
		Title, Name string
		Case        string
		Amount      ledger.Money
		Outcome     Outcome
		Answer      string
		ToTreasurer bool
		UPK         string
	}
	// AskClaim asks a member whether she has paid.
	AskClaim struct {
		Line      EchoLine
		Treasurer string
		Unsure    bool
		Written   string
	}
	// ClaimTaken tells a member that her treasurer is asked.
	ClaimTaken struct {
		Line      EchoLine
		Treasurer string
		Before    bool // she was asked before, and has not answered yet
		Full      bool // too many wait already; nothing was kept
	}
	// ClaimKnown tells a member that her payment is recorded.
	ClaimKnown struct {
		Title     string
		Line      EchoLine
		Reference string
	}
	// ClaimDenied tells a member that her treasurer said no.
	ClaimDenied struct {
		Title     string
		Line      EchoLine
		Treasurer string
		Case      string // the dispute that was opened
	}
	// ClaimWaits says that a member's claim still waits for the treasurer.
	ClaimWaits struct{ Line EchoLine }
	// HumanWords name the person to talk to.
	HumanWords struct {
		Name  string
		Phone ledger.Phone
		UPK   string
		Told  bool // that officer knows who wants to talk
		Died  bool // ... about a member who died: a letter is needed
	}
	// CallWanted tells an officer who wants to talk.
	CallWanted struct {
		Name, Group string
		Phone       ledger.Phone
		Died        string // the member who is told to have died
	}
	// OwnMonth is a member's month so far.
	OwnMonth struct {
		Title, Name string
		Day         ledger.Date
		Paid        ledger.Money
		Saved       ledger.Money
		Due         ledger.Money // still to pay of it
		Left        ledger.Money
		Over        bool // the month has ended
	}
	// NotForUs answers an advertisement or a bank's notice.
	NotForUs struct{ Example Example }
	// AnswerFirst is help while a question waits; the question follows.
	AnswerFirst struct{}
)

// CaseProblem is why an officer's word on a case did nothing.
type CaseProblem string

// The problems.
const (
	NoSuchCase  CaseProblem = "none"    // there is none, or it is closed
	NoCaseNamed CaseProblem = "unnamed" // the word names none
	NoAnswer    CaseProblem = "answer"  // closing needs words for who complained
	LongAnswer  CaseProblem = "long"    // the words do not fit into one message
	NeedVerdict CaseProblem = "verdict" // a dispute or loan is accepted or refused
	OwnCase     CaseProblem = "own"     // nobody decides about herself
	NotHers     CaseProblem = "right"   // her office does not decide this
	HeadsCase   CaseProblem = "heads"   // the head or the clerk decides this
	StaleCase   CaseProblem = "stale"   // the books have changed since it was proposed
)

// Kind names the template of each.
func (AskComplaint) Kind() string      { return "ask_complaint" }
func (ComplaintTaken) Kind() string    { return "complaint_taken" }
func (ComplaintNotice) Kind() string   { return "complaint_notice" }
func (ComplaintAnswered) Kind() string { return "complaint_answered" }
func (CaseDone) Kind() string          { return "case_done" }
func (CaseRefused) Kind() string       { return "case_refused" }
func (CaseWords) Kind() string         { return "case" }
func (CaseList) Kind() string          { return "case_list" }
func (CaseLate) Kind() string          { return "case_late" }
func (DecideOffer) Kind() string       { return "decide_offer" }
func (DisputeClosed) Kind() string     { return "dispute_closed" }
func (AskLoanAmount) Kind() string     { return "ask_loan_amount" }
func (AskPurpose) Kind() string        { return "ask_purpose" }
func (LoanOffer) Kind() string         { return "loan_offer" }
func (LoanTaken) Kind() string         { return "loan_taken" }
func (LoanNotice) Kind() string        { return "loan_notice" }
func (LoanDecided) Kind() string       { return "loan_decided" }
func (AskClaim) Kind() string          { return "ask_claim" }
func (ClaimTaken) Kind() string        { return "claim_taken" }
func (ClaimKnown) Kind() string        { return "claim_known" }
func (ClaimDenied) Kind() string       { return "claim_denied" }
func (ClaimWaits) Kind() string        { return "claim_waits" }
func (HumanWords) Kind() string        { return "human" }
func (CallWanted) Kind() string        { return "call_wanted" }
func (OwnMonth) Kind() string          { return "own_month" }
func (NotForUs) Kind() string          { return "not_for_us" }
func (AnswerFirst) Kind() string       { return "answer_first" }
