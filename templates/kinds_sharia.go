package templates

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// sharia is what is said of loans that follow sharia rules, where it differs.
func sharia() [][]conversation.Words {
	line := func(kind ledger.EntryKind) conversation.EchoLine {
		l := longLine(kind)
		l.Sharia = true
		return l
	}
	ends := line(ledger.Repayment)
	ends.PaysOff, ends.Waived, ends.Over, ends.Use = true, much, much, conversation.GiveBack
	deposit := conversation.EchoLine{Name: longGroup, Kind: ledger.DepositReceived, Amount: most, Day: longDay, Waived: muchMore, Sharia: true}
	own := conversation.BalanceWords{
		Title: "Mbak", Name: longName, HasLoan: true, Sharia: true,
		Left: much, Next: much, NextDue: longDay, Overdue: much, LateFor: 12, Charity: much, Savings: much,
	}
	told, none := own, conversation.BalanceWords{Title: "Mbak", Name: longName, Sharia: true}
	told.Title = ""
	group := conversation.GroupFigures{Group: longGroup, Members: most, UPK: most, Cash: most, Sharia: true}
	loan := conversation.LoanChoice{Fund: ledger.FundBMT, Left: much}
	notice := func(task conversation.Task, kind ledger.EntryKind) conversation.Words {
		return conversation.OfficeNotice{
			Task: task, What: kind, Name: longName, Amount: much, Reference: longReference, UPK: longUPK, Sharia: true,
		}
	}
	list := longList(84, most)
	return [][]conversation.Words{
		form(
			conversation.Recorded{Line: line(ledger.Repayment), Reference: longReference, Left: much, AtOnce: true},
			conversation.Recorded{Line: line(ledger.FineEntry), Reference: longReference, Left: much, AtOnce: true},
			conversation.Recorded{Line: ends, Reference: longReference},
		),
		form(
			conversation.ReceiptWords{Title: "Mbak", Line: line(ledger.Repayment), Teller: longTeller, Reference: longReference, Left: much},
			conversation.ReceiptWords{Title: "Mbak", Line: line(ledger.FineEntry), Teller: longTeller, Reference: longReference, Left: much},
			conversation.ReceiptWords{Title: "Mbak", Line: ends, Teller: longTeller, Reference: longReference},
		),
		form(conversation.Echo{Line: ends, Group: longGroup}),
		form(conversation.DepositWords{Line: deposit, Reference: longReference, Officer: longName, UPK: most, Cash: most}),
		form(
			conversation.PayoffWords{Name: longName, Fund: ledger.FundBMT, Pay: much, Principal: much, Waived: much, Day: longDay, Sharia: true},
		),
		form(conversation.ReceiptForOther{Line: line(ledger.FineEntry), Teller: longTeller, Reference: longReference}),
		form(
			conversation.ReverseOffer{Line: line(ledger.FineEntry), Reference: longReference},
			conversation.ReverseOffer{Line: ends, Reference: longReference},
		),
		form(
			conversation.Reversed{Line: line(ledger.FineEntry), Reference: longReference},
			conversation.Reversed{Line: ends, Reference: longReference},
		),
		form(
			conversation.ReversedNotice{Title: "Mbak", Line: line(ledger.FineEntry), Teller: longTeller, Reference: longReference},
			conversation.ReversedNotice{Line: line(ledger.FineEntry), Teller: longTeller, Reference: longReference, Other: true},
		),
		form(own, told, none),
		form(group),
		form(
			conversation.DueList{Name: longName, List: list, Product: ledger.Murabahah, Cost: much, Margin: much},
			conversation.DueList{Name: longName, List: list, Product: ledger.Qardh, Cost: much},
			conversation.DueList{Name: longName, List: list, Product: ledger.ProfitShare, Cost: much},
		),
		form(conversation.NoLoan{Name: longName, Sharia: true}),
		form(conversation.BeforeLoan{Name: longGroup, Day: longDay, Disbursed: longDay, Sharia: true}),
		form(conversation.PurseClosed{Name: longName, Purse: ledger.SavingsMonthly, AfterLoan: true, LoanLeft: much, Sharia: true}),
		form(conversation.AskWhichLoan{Name: longName, Loans: []conversation.LoanChoice{loan, loan}, Sharia: true}),
		form(
			notice(conversation.TaskWaive, ledger.Waiver), notice(conversation.TaskReschedule, ledger.RescheduleEntry),
			notice(conversation.TaskWriteOff, ledger.WriteOff), notice(conversation.TaskReverse, ledger.FineEntry),
		),
	}
}
