package conversation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Task is a piece of the office's own work: what no message does, because a letter,
// the forum's decision or the bank stands behind it.
type Task string

// The tasks.
const (
	TaskDeath      Task = "death"      // a member died: her share is closed
	TaskWaive      Task = "waive"      // interest or a fine is let go
	TaskWithdraw   Task = "withdraw"   // money out of a purse by a decision, or to heirs
	TaskStage      Task = "stage"      // a loan takes a step of its life
	TaskReschedule Task = "reschedule" // a new loan takes an old one's place
	TaskWriteOff   Task = "writeoff"   // a loan leaves the books as lost
	TaskProfit     Task = "profit"     // a bagi hasil loan's profit was reported: its part is billed
	TaskJournal    Task = "journal"    // the UPK's own money
	TaskReserve    Task = "reserve"
	TaskIncentive  Task = "iptw"
	TaskYearEnd    Task = "yearend" // a year's result becomes surplus
	TaskSurplus    Task = "surplus" // the surplus is split
	TaskReverse    Task = "reverse" // an entry is undone
	TaskClose      Task = "close"   // months are closed

	// TaskAnonymise takes away all that tells who a member was.
	TaskAnonymise Task = "anonymise"
)

// Proposal is a piece of the office's work as one officer worked it out. Nothing of
// it counts until a second officer has confirmed it (contract.md section 3): then it
// is written whole.
type Proposal struct {
	Number uint64             `json:"number"`
	Task   Task               `json:"task"`
	By     ledger.OfficerCode `json:"by"`
	Made   time.Time          `json:"made"`
	// Words are the reference of the letter or decision behind it, or what the money
	// was for.
	Words   string          `json:"words"`
	Entries []ledger.Entry  `json:"entries,omitempty"` // not sealed yet
	Rows    []JournalRow    `json:"rows,omitempty"`    // of a file that brought them: one an entry
	Loans   []ledger.Loan   `json:"loans,omitempty"`   // as the register will have them
	Members []ledger.Member `json:"members,omitempty"`
	// Was are those members as the register had them; where one is another by now, the
	// proposal is stale.
	Was   []ledger.Member `json:"was,omitempty"`
	Close ledger.Period   `json:"close,omitempty"` // the last month to be closed
	// Announce is an announcement that is to be approved.
	Announce *Announcement `json:"announce,omitempty"`
	// Heads are the chains that it was worked out from, as they were. Where one has
	// grown since, its figures may be others.
	Heads map[ledger.GroupCode]ledger.ChainHead `json:"heads,omitempty"`

	Decided   time.Time          `json:"decided,omitzero"`
	DecidedBy ledger.OfficerCode `json:"decided_by,omitempty"`
	Refused   bool               `json:"refused,omitempty"`
}

// JournalRow is a row of sheet jurnal that an officer proposes with its file.
type JournalRow struct {
	Number  string `json:"number"`  // by which the row is known when its file comes again
	Content string `json:"content"` // its fingerprint
	Words   string `json:"words"`   // what the money was for
}

// WordsOf is what an entry of the proposal was for; nth counts from 0.
func (p Proposal) WordsOf(nth int) string {
	if nth < len(p.Rows) {
		return p.Rows[nth].Words
	}
	return p.Words
}

// Cause is what its entries are caused by.
func (p Proposal) Cause() string { return fmt.Sprintf("%s%d", ProposalCause, p.Number) }

// ProposalCause begins the cause of every entry that a proposal made.
const ProposalCause = "proposal/"

// Why the office's work is not done.
var (
	ErrOfficer   = errors.New("this is for the UPK's cashier, bookkeeper, head or clerk")
	ErrOwn       = errors.New("nobody confirms her own proposal: another officer does")
	ErrDecided   = errors.New("the proposal was decided before")
	ErrStale     = errors.New("the books have changed since it was proposed: refuse it and propose it anew")
	ErrReference = errors.New("say what stands behind it: the number of the letter or of the decision, or what the money was for")
	ErrDay       = errors.New("the day must have been, and not lie before the loan was paid out")
	ErrNothing   = errors.New("there is nothing to do")
	ErrGone      = errors.New("its money has gone on since: undo that first")
	ErrNotOwed   = errors.New("what is let off is an amount, and not more than is owed")
	ErrTakenOver = errors.New("what members took over from one who died has to be paid first")
	ErrAccounts  = errors.New("the journal is for two different accounts of the UPK's own; what groups owe moves by loans and deposits")
	ErrMonth     = errors.New("only a month that is over can be closed")
	ErrRepeated  = errors.New("the same is proposed or booked already; say that it is once more if it is")
)

// MaxReference is how long what stands behind a proposal may be, in letters.
const MaxReference = 200

// Desk is where an officer's work is worked out from the facts of one moment.
type Desk struct{ *turn }

// NewDesk is the desk of the officer with this code. It returns ErrOfficer for a code
// that nobody has, and for one whose role may not do the office's work, and otherwise
// errors only where a fact could not be read.
func NewDesk(f Facts, by ledger.OfficerCode, now time.Time) (Desk, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return Desk{}, err
	}
	officers, err := f.Officers()
	if err != nil {
		return Desk{}, err
	}
	i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return o.Code == by })
	if i < 0 {
		return Desk{}, fmt.Errorf("officer %q: %w", by, ErrOfficer)
	}
	t.role, t.officer, t.self, t.also = understand.Officer, &officers[i], nil, nil
	switch officers[i].Role {
	case ledger.Cashier, ledger.Bookkeeper, ledger.Head, ledger.Clerk:
		return Desk{t}, nil
	}
	return Desk{}, fmt.Errorf("officer %q is %s: %w", by, officers[i].Role, ErrOfficer)
}

// Today is the day in the UPK's zone.
func (d Desk) Today() ledger.Date { return d.day }

// propose is a proposal of this officer's, with the chains of the groups that it
// touches or was worked out from.
func (d Desk) propose(task Task, words string, entries []ledger.Entry, groups ...ledger.GroupCode) (Proposal, error) {
	words = strings.TrimSpace(words)
	if words == "" || letters(words) > MaxReference {
		return Proposal{}, ErrReference
	}
	p := Proposal{
		Task: task, By: d.officer.Code, Made: d.now, Words: words, Entries: entries, Heads: map[ledger.GroupCode]ledger.ChainHead{},
	}
	for _, g := range groups {
		head, err := d.facts.Head(g)
		if err != nil {
			return Proposal{}, err
		}
		p.Heads[g] = head
	}
	for i := range p.Entries {
		p.Entries[i].Teller = string(p.By)
		if err := p.Entries[i].Check(); err != nil {
			return Proposal{}, err
		}
	}
	return p, nil
}

// checkDay returns ErrDay for a day that has not been, or lies before another.
func (d Desk) checkDay(day, earliest ledger.Date) error {
	if day.IsZero() || day > d.day || day < earliest {
		return fmt.Errorf("%s: %w", day, ErrDay)
	}
	return nil
}

// Confirm is what follows when this officer confirms a proposal. It returns ErrOwn for
// the one who proposed it, also under another code with the same phone, ErrDecided and
// ErrStale.
func (d Desk) Confirm(p Proposal) (Turn, error) {
	own, err := d.owns(p)
	switch {
	case err != nil:
		return Turn{}, err
	case own:
		return Turn{}, fmt.Errorf("proposal %d: %w", p.Number, ErrOwn)
	case !p.Decided.IsZero():
		return Turn{}, fmt.Errorf("proposal %d, by %s: %w", p.Number, p.DecidedBy, ErrDecided)
	}
	for g, before := range p.Heads {
		head, err := d.facts.Head(g)
		if err != nil {
			return Turn{}, err
		}
		if head != before {
			return Turn{}, fmt.Errorf("proposal %d: %w", p.Number, ErrStale)
		}
	}
	if p.Announce != nil {
		if err := d.approveAnnouncement(p); err != nil {
			return Turn{}, fmt.Errorf("proposal %d: %w", p.Number, err)
		}
	}
	d.message.ID = p.Cause()
	for _, e := range p.Entries {
		e.Confirmed = d.officer.Code
		if _, err := d.record(e); err != nil {
			return Turn{}, err
		}
	}
	for _, l := range p.Loans {
		d.Changes = append(d.Changes, LoanChanged{l})
	}
	if err := d.changeMembers(p); err != nil {
		return Turn{}, err
	}
	if p.Close != 0 {
		d.Changes = append(d.Changes, MonthsClosed{p.Close})
	}
	p.Decided, p.DecidedBy = d.now, d.officer.Code
	d.Changes = append(d.Changes, ProposalDecided{p})
	return d.Turn, d.notices(p)
}

// Refuse ends a proposal; hers an officer may take back herself. It returns
// ErrDecided.
func (d Desk) Refuse(p Proposal) (Turn, error) {
	if !p.Decided.IsZero() {
		return Turn{}, fmt.Errorf("proposal %d, by %s: %w", p.Number, p.DecidedBy, ErrDecided)
	}
	p.Decided, p.DecidedBy, p.Refused = d.now, d.officer.Code, true
	d.Changes = append(d.Changes, ProposalDecided{p})
	return d.Turn, nil
}

// owns tells whether the officer is the one who made the proposal.
func (d Desk) owns(p Proposal) (bool, error) {
	if p.By == d.officer.Code {
		return true, nil
	}
	officers, err := d.facts.EveryOfficer()
	return slices.ContainsFunc(officers, func(o ledger.Officer) bool {
		return o.Code == p.By && o.Phone != "" && o.Phone == d.officer.Phone
	}), err
}

// The changes that the office's work makes beside the books.
type (
	// LoanChanged is a loan as the register has it from now on.
	LoanChanged struct{ Loan ledger.Loan }
	// MemberChanged is a member as the register has her from now on.
	MemberChanged struct{ Member ledger.Member }
	// MemberAdmitted is somebody new in the register.
	MemberAdmitted struct{ Member ledger.Member }
	// PersonForgotten is a member of whom nothing but her code stays, by which proposal and
	// who confirmed it.
	PersonForgotten struct {
		Member ledger.Member
		Cause  string
		By     ledger.OfficerCode
	}
	// MonthsClosed closes months.
	MonthsClosed struct{ Through ledger.Period }
	// ProposalDecided is a proposal that was confirmed or refused.
	ProposalDecided struct{ Proposal Proposal }
)

func (LoanChanged) change()     {}
func (MemberChanged) change()   {}
func (PersonForgotten) change() {}
func (MemberAdmitted) change()  {}
func (MonthsClosed) change()    {}
func (ProposalDecided) change() {}
