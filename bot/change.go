package bot

import (
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// change writes what a turn changes beside the books.
func (b *Bot) change(tx *store.Tx, c conversation.Change, now time.Time) error {
	switch c := c.(type) {
	case conversation.SendReminders:
		return b.queueAsked(tx, c.List, now)
	case conversation.StopReminders:
		return tx.SetStopped(c.Phone, c.Stop, now)
	case conversation.ChannelWish:
		return tx.KeepWish(c.Phone, c.Channel)
	case conversation.LoanChanged:
		return tx.PutLoan(c.Loan)
	case conversation.MemberChanged:
		return changeMember(tx, c.Member, now)
	case conversation.MemberAdmitted:
		return tx.PutMember(c.Member)
	case conversation.PersonForgotten:
		return tx.ForgetPerson(c.Member, c.By, c.Cause, now)
	case conversation.NotPaid:
		return tx.KeepUnpaid(c)
	case conversation.MonthsClosed:
		return tx.PutSetting("tutup_buku", c.Through.String())
	case conversation.ProposalDecided:
		return tx.PutProposal(c.Proposal)
	case conversation.BroadcastMade:
		_, err := tx.AddBroadcast(c.Run, c.To)
		return err
	case conversation.PutCase:
		return tx.PutCase(c.Case)
	case conversation.HoldTalk:
		return holdTalk(tx, c)
	case conversation.PutOffer:
		return putOffer(tx, c)
	}
	return changePeople(tx, c)
}

// holdTalk has an officer hold a talk, in which nothing waits for an answer to the bot
// any more, or gives it back.
func holdTalk(tx *store.Tx, c conversation.HoldTalk) error {
	state, err := tx.Talk(c.Phone)
	if err != nil {
		return err
	}
	if c.Held != nil {
		state = state.Unheard()
	}
	state.Held = c.Held
	if err := tx.MarkHeld(c.Phone, c.Held != nil); err != nil {
		return err
	}
	return tx.PutTalk(c.Phone, state)
}

// putOffer puts a question to a phone. That its talk waits for nothing was read in
// the same transaction.
func putOffer(tx *store.Tx, c conversation.PutOffer) error {
	state, err := tx.Talk(c.Phone)
	if err != nil {
		return err
	}
	if state.Offer != nil {
		return fmt.Errorf("a question to a talk that waits for another answer: %w", store.ErrConflict)
	}
	state.Offer = &c.Offer
	return tx.PutTalk(c.Phone, state)
}
