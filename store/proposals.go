package store

import (
	"fmt"

	"bendahara/conversation"
)

// AddProposal keeps an officer's proposal under the next number: proposals are counted
// by themselves, since people say their numbers.
func (tx *Tx) AddProposal(p conversation.Proposal) (conversation.Proposal, error) {
	p.Number = 1
	for last, err := range all[conversation.Proposal](tx, proposal.within(), true) {
		if err != nil {
			return p, err
		}
		p.Number = last.Number + 1
		break
	}
	return p, tx.PutProposal(p)
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
