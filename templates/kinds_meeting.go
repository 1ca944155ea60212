package templates

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// meetings are the roll-call of a meeting, and who did not pay. The names of those
// who did not pay have 30 letters together in a total.
func meetings() [][]conversation.Words {
	paid := conversation.RollNoted{Name: longName, Paid: much, Saved: much, Written: "99.999"}
	promised := conversation.RollNoted{Name: longName, NotPaid: true, Promise: longDay}
	skipped := conversation.RollNoted{Name: longName, Skipped: true}
	ask := conversation.RollAsk{Number: 30, Of: 30, Name: longName, Bill: much, Due: longDay, Loan: true}
	asked := func(n conversation.RollNoted) conversation.RollAsk {
		w := ask
		w.Noted = n
		return w
	}
	opening, saver, ahead := ask, asked(paid), asked(paid)
	opening.Group, opening.Day = longGroup, longDay
	saver.Bill, saver.Due, saver.Loan, saver.Saving = 0, 0, false, true
	ahead.Bill, ahead.Due = 0, 0
	again := saver
	again.Bill = much
	total := conversation.RollTotal{
		Group: longGroup, Day: longDay, Payers: 30, Total: muchMore, Saved: muchMore, Before: muchMore, Unpaid: 28,
		Names: []string{longName, longName[:12]}, More: 26, Unasked: 28,
	}
	coded := total
	coded.Code = longCode
	repeated, nobody, last := total, total, total
	last.Noted = paid
	repeated.Repeated = longName
	nobody.Payers, nobody.Total, nobody.Saved = 0, 0, 0
	example := conversation.Example{Name: longName, Amount: much}
	return [][]conversation.Words{
		form(ask, asked(paid), asked(promised), asked(skipped), opening, saver, again, ahead),
		form(total, repeated, nobody, last, coded),
		form(conversation.SumDiffers{Said: muchMore, Due: muchMore, Count: 30}, conversation.SumDiffers{Said: muchMore, Due: muchMore, Count: 30, List: true}, conversation.SumDiffers{}),
		form(
			conversation.RollKept{Group: longGroup, Count: 30, Of: 30, Total: muchMore},
			conversation.RollKept{Mend: true, Example: example},
		),
		form(
			conversation.AskWhoseAll{Groups: []string{longGroup}}, conversation.AskWhoseAll{Groups: []string{longGroup}, What: ledger.SavingsDeposit},
		),
		form(conversation.RollDrop{Group: longGroup, Count: 30, Total: muchMore}),
		form(conversation.RollHelp{Office: longContact}),
		form(
			conversation.NotPaidKept{Name: longName, Others: 29, Promise: longDay, Remind: true},
			conversation.NotPaidKept{Name: longName, Promise: longDay, Own: true, Remind: true},
		),
		form(conversation.PromiseReminder{Title: "Mbak", Name: longName, Amount: much, Promise: longDay, Treasurer: longTeller}),
	}
}

// allBut reads back what all but some paid: 30 letters of items, 20 of names.
func allBut(repeated string, what ledger.EntryKind) conversation.EchoMany {
	return conversation.EchoMany{
		List: longList(30, muchMore), Day: longDay, What: what, Repeated: repeated, Cash: true,
		Except: []string{longName, "Ani"}, NotShown: 27, NoBill: 28,
	}
}
