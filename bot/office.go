package bot

import (
	"context"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Propose keeps a piece of the office's work as fn works it out from the store, and
// returns it with its number; the other officers are told. Nothing of it counts before
// [Bot.Confirm], or an officer's "setujui U12". The errors are fn's and the store's.
func (b *Bot) Propose(ctx context.Context, fn func(*store.Tx) (conversation.Proposal, error)) (p conversation.Proposal, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		worked, err := fn(tx)
		if err != nil {
			return err
		}
		if p, err = tx.AddProposal(worked); err != nil {
			return err
		}
		return b.tellProposal(tx, p)
	})
	if err == nil {
		b.rouse()
	}
	return p, err
}

// TellProposal tells the other officers of a proposal that a file brought, once.
func (b *Bot) TellProposal(ctx context.Context, p conversation.Proposal) error {
	err := b.db.Update(ctx, func(tx *store.Tx) error { return b.tellProposal(tx, p) })
	if err == nil {
		b.rouse()
	}
	return err
}

func (b *Bot) tellProposal(tx *store.Tx, p conversation.Proposal) error {
	desk, err := conversation.NewDesk(tx, p.By, p.Made)
	if err != nil {
		return err
	}
	turn, err := desk.ProposalMade(p)
	if err == nil {
		_, err = b.follow(tx, turn, p.Cause()+"/made", p.Made)
	}
	return err
}

// Confirm writes a proposal whole: its entries, what changes in the registers, and
// the notices to those whose books it changes. The errors are those of
// [conversation.NewDesk], [conversation.Desk.Confirm] and the store's; then nothing is
// written. What beside writes, a trail of it, is written with it or not at all.
func (b *Bot) Confirm(ctx context.Context, number uint64, by ledger.OfficerCode, now time.Time, beside ...func(*store.Tx) error) ([]ledger.Entry, error) {
	return b.decide(ctx, number, by, now, conversation.Desk.Confirm, beside)
}

// Refuse ends a proposal without writing anything else of it. The errors are those of
// [conversation.NewDesk], [conversation.Desk.Refuse] and the store's; beside is as in
// [Bot.Confirm].
func (b *Bot) Refuse(ctx context.Context, number uint64, by ledger.OfficerCode, now time.Time, beside ...func(*store.Tx) error) error {
	_, err := b.decide(ctx, number, by, now, conversation.Desk.Refuse, beside)
	return err
}

func (b *Bot) decide(ctx context.Context, number uint64, by ledger.OfficerCode, now time.Time,
	how func(conversation.Desk, conversation.Proposal) (conversation.Turn, error), beside []func(*store.Tx) error,
) (entries []ledger.Entry, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		p, err := tx.Proposal(number)
		if err != nil {
			return err
		}
		desk, err := conversation.NewDesk(tx, by, now)
		if err != nil {
			return err
		}
		turn, err := how(desk, p)
		if err != nil {
			return err
		}
		entries = turn.Entries
		for _, write := range beside {
			if err := write(tx); err != nil {
				return err
			}
		}
		_, err = b.follow(tx, turn, p.Cause(), now)
		return err
	})
	if err == nil {
		b.rouse()
	}
	return entries, err
}
