package store_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/store"
)

// What waits is found without reading what was decided, also in a store of an earlier
// version, which does not keep it: that learns it with the next change of a proposal.
func TestOpenProposals(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		propose := func(tx *store.Tx) error {
			_, err := tx.AddProposal(conversation.Proposal{Task: conversation.TaskJournal, By: "K1"})
			return err
		}
		refuse := func(n uint64) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				p, err := tx.Proposal(n)
				if err != nil {
					return err
				}
				p.Decided, p.DecidedBy, p.Refused = at(noon), "K2", true
				return tx.PutProposal(p)
			}
		}
		want := func(what string, numbers ...uint64) {
			t.Helper()
			var got []uint64
			err := b.db.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.OpenProposals()
				got = nil
				for _, p := range list {
					got = append(got, p.Number)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			same(t, what, got, numbers)
		}
		earlier := func() { // such as it was before this was kept
			for key := range b.raw() {
				if tables(t)[key[1]] == "openProposal" {
					b.rawPut(key, nil)
				}
			}
		}
		want("of an empty store")
		b.do(propose, propose, propose, refuse(2))
		want("without the refused", 1, 3)
		earlier()
		want("in an earlier store", 1, 3)
		b.healthy()
		b.do(refuse(1))
		want("after a decision there", 3)
		b.do(propose)
		want("and a new one", 3, 4)
		b.healthy()
	})
}
