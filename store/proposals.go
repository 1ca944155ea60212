package store

import (
	"fmt"
	"maps"
	"slices"

	"bendahara/conversation"
	"bendahara/ledger"
)

// AddProposal keeps an officer's proposal under the next number: proposals are counted
// by themselves, since people say their numbers.
func (tx *Tx) AddProposal(p conversation.Proposal) (conversation.Proposal, error) {
	var err error
	if p.Number, err = tx.NextProposal(); err != nil {
		return p, err
	}
	return p, tx.PutProposal(p)
}

// NextProposal is the number that the next proposal gets: the one behind the last, and
// after a restore one that was not given in the lost time.
func (tx *Tx) NextProposal() (uint64, error) {
	last, err := tx.lastNumber(proposal.within())
	if err != nil {
		return 0, err
	}
	list, err := tx.Restores()
	next := last + 1
	for _, r := range list {
		next = max(next, r.Proposal)
	}
	return next, err
}

// PutProposal keeps a proposal under its number, and whether it waits.
func (tx *Tx) PutProposal(p conversation.Proposal) error {
	if err := tx.beginOpenProposals(); err != nil {
		return err
	}
	if err := tx.put(proposal.key(p.Number), p); err != nil {
		return err
	}
	return tx.putOpenProposal(p)
}

func (tx *Tx) putOpenProposal(p conversation.Proposal) error {
	if p.Decided.IsZero() {
		return tx.put(openProposal.key(p.Number), true)
	}
	return tx.delete(openProposal.key(p.Number))
}

// openProposalsKept tells whether it is kept which proposals wait: in the store of an
// earlier version only from the next change of one on.
func (tx *Tx) openProposalsKept() (bool, error) {
	return tx.get(openProposal.key(), new(bool))
}

func (tx *Tx) beginOpenProposals() error {
	if kept, err := tx.openProposalsKept(); err != nil || kept {
		return err
	}
	list, err := tx.Proposals()
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := tx.putOpenProposal(p); err != nil {
			return err
		}
	}
	return tx.put(openProposal.key(), true)
}

// OpenProposals are those that wait for a decision, the oldest first.
func (tx *Tx) OpenProposals() ([]conversation.Proposal, error) {
	kept, err := tx.openProposalsKept()
	if err != nil {
		return nil, err
	}
	if !kept {
		list, err := tx.Proposals()
		return slices.DeleteFunc(list, func(p conversation.Proposal) bool { return !p.Decided.IsZero() }), err
	}
	numbers, err := tx.openProposalNumbers()
	if err != nil {
		return nil, err
	}
	var list []conversation.Proposal
	for _, n := range numbers {
		p, err := tx.Proposal(n)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

func (tx *Tx) openProposalNumbers() (list []uint64, err error) {
	from := openProposal.key(uint64(0)) // behind the key that says that they are kept
	for key := range tx.r.Scan(from, after(openProposal.within()), false) {
		list = append(list, keyNumber(key))
	}
	return list, tx.r.Err()
}

// Proposal returns ErrNotFound for a number that is none's.
func (tx *Tx) Proposal(n uint64) (p conversation.Proposal, err error) {
	return p, tx.named(fmt.Sprintf("proposal %d", n), proposal.key(n), &p)
}

// Proposals lists all proposals, decided ones too, oldest first.
func (tx *Tx) Proposals() ([]conversation.Proposal, error) {
	return collect[conversation.Proposal](tx, proposal.within())
}

// ProposalsBefore are the newest of fewer numbers than this, 0 for the newest of all, the
// newest first and so many at most.
func (tx *Tx) ProposalsBefore(number uint64, most int) ([]conversation.Proposal, error) {
	return newestBefore[conversation.Proposal](tx, proposal, number, most)
}

// compareProposals holds each proposal to the entries that it made: a confirmed one
// all of its own, by the two officers, and any other none. Those that wait are those that
// are kept as such.
func (tx *Tx) compareProposals(made map[string][]ledger.Entry) error {
	var waiting []uint64
	for p, err := range all[conversation.Proposal](tx, proposal.within(), false) {
		if err != nil {
			return err
		}
		want := p.Entries
		if p.Decided.IsZero() || p.Refused {
			want = nil
		}
		if p.Decided.IsZero() {
			waiting = append(waiting, p.Number)
		}
		entries := made[p.Cause()]
		if len(entries) != len(want) {
			return bad("proposal %d has made %d entries, and not %d", p.Number, len(entries), len(want))
		}
		for i, e := range entries {
			if e.Amount != want[i].Amount || e.Teller != string(p.By) || e.Confirmed != p.DecidedBy || p.By == p.DecidedBy {
				return bad("entry %s is not as %s proposed it and %s confirmed it", e.Reference(), p.By, p.DecidedBy)
			}
		}
		delete(made, p.Cause())
	}
	kept, err := tx.openProposalsKept()
	if err != nil {
		return err
	}
	numbers, err := tx.openProposalNumbers()
	if err != nil {
		return err
	}
	if kept && !slices.Equal(numbers, waiting) {
		return bad("the list of proposals that wait says %v, the proposals %v", numbers, waiting)
	}
	for _, cause := range slices.Sorted(maps.Keys(made)) {
		return bad("entry %s is of %s, which is not kept", made[cause][0].Reference(), cause)
	}
	return nil
}
