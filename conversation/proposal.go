package conversation

import (
	"errors"
	"strconv"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// ProposalCase is the letter of a proposal's reference: U12, from usulan. A proposal is
// no case of its own, but officers decide about it by message as they do about cases.
const ProposalCase CaseKind = "U"

// Reference is how people name the proposal: U12.
func (p Proposal) Reference() string {
	return string(ProposalCase) + strconv.FormatUint(p.Number, 10)
}

// Words about proposals.
type (
	// ProposalWords say what a proposal would do: to those who may confirm it, and
	// with Offer read back before one does.
	ProposalWords struct {
		Proposal string
		Task     Task
		Name     string // whose share or money it is; the group's; empty: the UPK's own
		Amount   ledger.Money
		Month    ledger.Period // to be closed
		Count    int           // who would get an announcement
		Words    string        // what stands behind it
		By       string
		Offer    bool
		Code     string // the number that confirms, in place of a yes
	}
	// ProposalDone tells what became of a proposal.
	ProposalDone struct {
		Proposal  string
		Refused   bool
		By        string // who decided; empty: the reader
		Reference string // of the first entry
	}
)

// Kind names the template of each.
func (ProposalWords) Kind() string { return "proposal" }
func (ProposalDone) Kind() string  { return "proposal_done" }

// ProposalMade is what officers are told of a proposal that waits for one of them.
func (d Desk) ProposalMade(p Proposal) (Turn, error) {
	officers, err := d.facts.Officers()
	if err != nil {
		return Turn{}, err
	}
	w, err := d.proposalWords(p)
	if err != nil {
		return Turn{}, err
	}
	for _, o := range officers {
		if decides(o.Role) && o.Code != p.By && o.Phone != "" && o.Phone != d.officer.Phone {
			d.Say = append(d.Say, Say{To: o.Phone, Class: Receipt, Words: w})
		}
	}
	return d.Turn, nil
}

// maxShownReference is how many letters of what stands behind a proposal are shown.
const maxShownReference = 30

func (t *turn) proposalWords(p Proposal) (ProposalWords, error) {
	w := ProposalWords{Proposal: p.Reference(), Task: p.Task, Month: p.Close, Words: clip(p.Words, maxShownReference)}
	officers, err := t.facts.EveryOfficer()
	if err != nil {
		return w, err
	}
	for _, o := range officers {
		if o.Code == p.By {
			w.By = clip(o.Name, maxName)
		}
	}
	for _, e := range p.Entries {
		w.Amount += e.Amount
	}
	if p.Announce != nil {
		to, _, err := t.audience(*p.Announce)
		if err != nil {
			return w, err
		}
		w.Count = len(to)
		w.Name, err = t.announcedTo(*p.Announce)
		return w, err
	}
	group, member := ledger.GroupCode(""), ledger.MemberCode("")
	switch {
	case len(p.Entries) > 0:
		group, member = p.Entries[0].Group, p.Entries[0].Member
	case len(p.Members) > 0:
		group, member = p.Members[0].Group, p.Members[0].Code
	case len(p.Loans) > 0:
		group = p.Loans[0].Group
	}
	if group != "" {
		g, err := t.group(group)
		if err != nil {
			return w, err
		}
		w.Name = g.name(member)
	}
	if p.Task == TaskAnonymise { // her name must not go out once more
		w.Name = string(p.Members[0].Code)
	}
	if p.Task == TaskAdmit {
		w.Name = clip(p.Members[0].Name, maxName)
	}
	return w, nil
}

// proposalCommand is an officer's word on a proposal: the list of those that wait, one
// of them, or what is to become of it.
func (t *turn) proposalCommand(ref understand.CaseRef) error {
	if ref.Verdict == understand.ListAll {
		return t.listProposals()
	}
	p, why, err := t.openProposal(ref.Number)
	switch {
	case err != nil:
		return err
	case ref.Verdict == understand.Show && why != NoSuchCase:
		w, err := t.proposalWords(p)
		t.reply(w)
		return err
	case why != "" && (why != OwnCase || ref.Verdict != understand.Reject): // hers she may take back
		return t.refuseProposal(ref.Number, why)
	case ref.Verdict == understand.Reject:
		if _, err := (Desk{t}).Refuse(p); err != nil {
			return err
		}
		return t.proposalDone(p, ProposalDone{Proposal: p.Reference(), Refused: true})
	case ref.Verdict == understand.Settle:
		return t.refuseProposal(ref.Number, NeedVerdict)
	case t.locked():
		return t.refuseLocked()
	}
	return t.offerProposal(ref.Number)
}

func (t *turn) refuseProposal(n uint64, why CaseProblem) error {
	t.reply(CaseRefused{Case: Proposal{Number: n}.Reference(), Why: why})
	return nil
}

// openProposal is a proposal that waits, and why the officer who writes may not confirm
// it.
func (t *turn) openProposal(n uint64) (Proposal, CaseProblem, error) {
	waiting, err := t.facts.OpenProposals()
	if err != nil {
		return Proposal{}, "", err
	}
	for _, p := range waiting {
		if p.Number != n {
			continue
		}
		if t.role != understand.Officer || !decides(t.officer.Role) {
			return p, NotHers, nil
		}
		own, err := (Desk{t}).owns(p)
		if own {
			return p, OwnCase, err
		}
		return p, "", err
	}
	return Proposal{}, NoSuchCase, nil
}

// offerProposal reads a proposal back before it is confirmed.
func (t *turn) offerProposal(n uint64) error {
	p, why, err := t.openProposal(n)
	if err != nil {
		return err
	}
	if why != "" {
		return t.refuseProposal(n, why)
	}
	w, err := t.proposalWords(p)
	if err != nil {
		return err
	}
	w.Offer = true
	if w.Code, err = t.codeFor(w.Amount); err != nil {
		return err
	}
	t.State.Offer = &Offer{Decide: &Decision{Kind: ProposalCase, Number: n}, Question: Confirm, Code: w.Code, Most: w.Amount, Made: t.now}
	t.reply(w)
	return nil
}

// confirmProposal does what was read back, if it still can be done.
func (t *turn) confirmProposal(n uint64) error {
	p, why, err := t.openProposal(n)
	if err != nil {
		return err
	}
	if why != "" {
		return t.refuseProposal(n, why)
	}
	done := ProposalDone{Proposal: p.Reference()}
	turn, err := (Desk{t}).Confirm(p)
	switch {
	case errors.Is(err, ErrStale):
		return t.refuseProposal(n, StaleCase)
	case errors.Is(err, ErrAnnouncer):
		return t.refuseProposal(n, HeadsCase)
	}
	if err != nil {
		return err
	}
	if len(turn.Entries) > 0 {
		done.Reference = turn.Entries[0].Reference()
	}
	return t.proposalDone(p, done)
}

// proposalDone tells the officer, and who made the proposal.
func (t *turn) proposalDone(p Proposal, w ProposalDone) error {
	t.reply(w)
	officers, err := t.facts.Officers()
	w.By = clip(t.officer.Name, maxName)
	for _, o := range officers {
		if o.Code == p.By && o.Phone != "" && o.Phone != t.message.From {
			t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: w})
		}
	}
	return err
}

// listProposals lists the proposals that wait, the oldest first.
func (t *turn) listProposals() error {
	waiting, err := t.facts.OpenProposals()
	if err != nil {
		return err
	}
	var items []Item
	for _, p := range waiting {
		w, err := t.proposalWords(p)
		if err != nil {
			return err
		}
		item := Item{Name: w.Proposal, Amount: w.Amount}
		if w.Name != "" {
			item.Name += " " + w.Name
		}
		if w.Amount == 0 {
			item.Word = clip(w.Words, maxListNote)
		}
		items = append(items, item)
	}
	t.reply(CaseList{Of: ProposalCase, List: t.inOrder(items)})
	return nil
}
