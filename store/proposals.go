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

// PutProposal keeps a proposal under its number.
func (tx *Tx) PutProposal(p conversation.Proposal) error {
	return tx.put(proposal.key(p.Number), p)
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
// all of its own, by the two officers, and any other none.
func (tx *Tx) compareProposals(made map[string][]ledger.Entry) error {
	for p, err := range all[conversation.Proposal](tx, proposal.within(), false) {
		if err != nil {
			return err
		}
		want := p.Entries
		if p.Decided.IsZero() || p.Refused {
			want = nil
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
	for _, cause := range slices.Sorted(maps.Keys(made)) {
		return bad("entry %s is of %s, which is not kept", made[cause][0].Reference(), cause)
	}
	return nil
}
