package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/ledger"
)

// Case is what somebody brought that a person must answer. It is kept until it is
// closed, and for ever after: nothing that people bring is lost.
type Case struct {
	Kind    CaseKind     `json:"kind"`
	Number  uint64       `json:"number"` // from 1, of its kind
	Message string       `json:"message"`
	From    ledger.Phone `json:"from"` // who is told how it ended
	// Group and Member are whom it is about; empty for a number that nobody has.
	Group  ledger.GroupCode  `json:"group,omitempty"`
	Member ledger.MemberCode `json:"member,omitempty"`
	Note   string            `json:"note,omitempty"` // her words; a loan's purpose
	// Owner is the officer who has to close it; of a claim it is the treasurer, and
	// the owner hears of it when she does not.
	Owner  ledger.OfficerCode `json:"owner,omitempty"`
	Opened time.Time          `json:"opened"`
	Due    ledger.Date        `json:"due"` // the last day for an answer
	// Entry is what a dispute is about; 0 where that is not certain.
	Entry ledger.EntryNumber `json:"entry,omitempty"`
	// Amount is what is asked for as a loan, in rupiah; after a decision what was granted.
	Amount ledger.Money `json:"amount,omitempty"`
	Claim  *Line        `json:"claim,omitempty"`
	Asked  time.Time    `json:"asked,omitzero"` // when the treasurer was asked

	Closed  time.Time `json:"closed,omitzero"`
	By      string    `json:"by,omitempty"` // code of who closed it
	Outcome Outcome   `json:"outcome,omitempty"`
	Answer  string    `json:"answer,omitempty"` // the closing words
	// Made is the entry that came of it: a reversal, or a claim's payment.
	Made ledger.EntryNumber `json:"made,omitempty"`
}

// CaseKind is what a case is, as the letter of its reference.
type CaseKind string

// The kinds of cases.
const (
	DisputeCase   CaseKind = "D" // a member's "salah"
	ComplaintCase CaseKind = "P" // pengaduan
	LoanCase      CaseKind = "L" // a wish for a loan
	ClaimCase     CaseKind = "C" // a member's "sudah bayar"
)

// CaseKinds are all kinds, in the order in which they are listed.
var CaseKinds = []CaseKind{DisputeCase, ComplaintCase, LoanCase, ClaimCase}

// Outcome is how a case ended.
type Outcome string

// The outcomes.
const (
	Answered Outcome = "answered" // a complaint
	Accepted Outcome = "accepted"
	Refused  Outcome = "refused"
)

// Reference is how people name the case: P12.
func (c Case) Reference() string { return string(c.Kind) + strconv.FormatUint(c.Number, 10) }

// Open tells whether the case still waits.
func (c Case) Open() bool { return c.Closed.IsZero() }

// PutCase keeps a new case, or what became of one that is open.
type PutCase struct{ Case Case }

// PutOffer puts a question to somebody else's phone, whose talk waits for nothing.
type PutOffer struct {
	Phone ledger.Phone
	Offer Offer
}

func (PutCase) change()  {}
func (PutOffer) change() {}

// Named limits of cases.
const (
	// maxNote is how much of somebody's words is kept, in letters, and maxShownNote
	// how much of them an SMS shows.
	maxNote      = 500
	maxShownNote = 30
	// maxOwnCases is how many open cases of one kind a phone may have: more words
	// are added to the last.
	maxOwnCases = 3
)

// openCase gives a new case its number, owner and deadline, and keeps it.
func (t *turn) openCase(c Case, owner ledger.Officer) (Case, error) {
	next, err := t.facts.NextCase(c.Kind)
	if err != nil {
		return c, err
	}
	for _, change := range t.Changes { // opened by this turn already
		if p, ok := change.(PutCase); ok && p.Case.Kind == c.Kind && p.Case.Number >= next {
			next = p.Case.Number + 1
		}
	}
	c.Number, c.Owner = next, owner.Code
	c.Message, c.Opened = t.message.ID, t.now
	c.Due = t.today() + ledger.Date(t.settings.Int("batas_pengaduan_hari"))
	c.Note = clip(strings.TrimSpace(c.Note), maxNote)
	t.Changes = append(t.Changes, PutCase{c})
	return c, nil
}

// closeCase ends a case.
func (t *turn) closeCase(c Case, by string, o Outcome, answer string) Case {
	c.Closed, c.By, c.Outcome, c.Answer = t.now, by, o, clip(strings.TrimSpace(answer), maxNote)
	t.Changes = append(t.Changes, PutCase{c})
	return c
}

// openCases are the open cases of a kind as this turn leaves them, oldest first.
func (t *turn) openCases(kind CaseKind) ([]Case, error) {
	kept, err := t.facts.OpenCases(kind)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(kept)
	for _, change := range t.Changes {
		p, ok := change.(PutCase)
		if !ok || p.Case.Kind != kind {
			continue
		}
		i := slices.IndexFunc(list, func(c Case) bool { return c.Number == p.Case.Number })
		if i < 0 {
			list = append(list, p.Case)
		} else {
			list[i] = p.Case
		}
	}
	list = slices.DeleteFunc(list, func(c Case) bool { return !c.Open() })
	slices.SortFunc(list, func(a, b Case) int { return cmp.Compare(a.Number, b.Number) })
	return list, nil
}

// ownCases are the sender's open cases of a kind.
func (t *turn) ownCases(kind CaseKind) ([]Case, error) {
	list, err := t.openCases(kind)
	return slices.DeleteFunc(list, func(c Case) bool { return c.From != t.message.From }), err
}

// casesOf are a member's open cases of a kind, by whatever phone.
func (t *turn) casesOf(kind CaseKind, m ledger.MemberCode) ([]Case, error) {
	list, err := t.openCases(kind)
	return slices.DeleteFunc(list, func(c Case) bool { return c.Member != m }), err
}

// decides tells whether an officer of this role decides disputes and loans
// (contract.md section 3).
func decides(r ledger.Role) bool {
	return r == ledger.Cashier || r == ledger.Bookkeeper || r == ledger.Head || r == ledger.Clerk
}

// ownerOf is who answers for what comes from a group: the officer of its village,
// else the UPK's head, else any who decides. It is never who writes, and where only
// is given only one for whom it holds. Where there is nobody the officer is empty.
func (t *turn) ownerOf(g *groupFacts, only func(ledger.Role) bool) (ledger.Officer, error) {
	officers, err := t.facts.Officers()
	if err != nil {
		return ledger.Officer{}, err
	}
	fits := func(o ledger.Officer) bool {
		return o.Phone != "" && o.Phone != t.message.From && o.Role != ledger.Supervisor && (only == nil || only(o.Role)) &&
			(g == nil || !g.keptBy(o.Phone))
	}
	for _, want := range []func(ledger.Officer) bool{
		func(o ledger.Officer) bool { return g != nil && slices.Contains(o.Villages, g.Village) },
		func(o ledger.Officer) bool { return o.Role == ledger.Head },
		func(o ledger.Officer) bool { return decides(o.Role) },
	} {
		for _, o := range officers {
			if fits(o) && want(o) {
				return o, nil
			}
		}
	}
	return ledger.Officer{}, nil
}

// keptBy tells whether this is the phone of the group's treasurer.
func (g *groupFacts) keptBy(p ledger.Phone) bool {
	return slices.ContainsFunc(g.members, func(m ledger.Member) bool { return isKeeper(m) && (m.Phone == p || m.Phone2 == p) })
}

// keeper is the group's treasurer.
func (g *groupFacts) keeper() (ledger.Member, bool) {
	i := slices.IndexFunc(g.members, isKeeper)
	if i < 0 {
		return ledger.Member{}, false
	}
	return g.members[i], true
}

// tellOfficer says something to an officer.
func (t *turn) tellOfficer(o ledger.Officer, w Words) {
	if o.Phone != "" {
		t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: w})
	}
}

// caseAbout names whom a case is about: her short name, her group, and her title.
// Of an officer's it is her name; for a number that nobody has it is the number.
func (t *turn) caseAbout(c Case) (name, group, title string, err error) {
	if c.Group == "" {
		officers, err := t.facts.OfficersByPhone(c.From)
		if err == nil && len(officers) > 0 {
			return clip(officers[0].Name, maxName), "", "", nil
		}
		return string(c.From), "", "", err
	}
	g, err := t.group(c.Group)
	if err != nil {
		return "", "", "", err
	}
	m, _ := g.member(c.Member)
	return g.name(c.Member), g.label, m.Title, nil
}

// tellFrom tells who brought a case, in her language.
func (t *turn) tellFrom(c Case, w Words) error {
	language := ""
	if c.Group != "" {
		g, err := t.group(c.Group)
		if err != nil {
			return err
		}
		m, _ := g.member(c.Member)
		language = m.Language
	}
	t.Say = append(t.Say, Say{To: c.From, Class: Receipt, Language: language, Words: w})
	return nil
}

// Check returns an error where the case cannot be kept.
func (c Case) Check() error {
	if !slices.Contains(CaseKinds, c.Kind) || c.Number == 0 || c.From == "" && c.Open() { // whose was closed may be forgotten by now
		return fmt.Errorf("a case of kind %q, number %d", c.Kind, c.Number)
	}
	if c.Kind == ClaimCase && c.Claim == nil {
		return fmt.Errorf("claim %d says nothing", c.Number)
	}
	if c.Open() != (c.Outcome == "") {
		return fmt.Errorf("case %s has the outcome %q, closed %v", c.Reference(), c.Outcome, c.Closed)
	}
	return nil
}
