package templates

import (
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// office is what a group is told of the office's work on its books.
func office() [][]conversation.Words {
	notice := func(task conversation.Task, kind ledger.EntryKind, name string, amount ledger.Money) conversation.Words {
		return conversation.OfficeNotice{Task: task, What: kind, Name: name, Amount: amount, Reference: longReference, UPK: longUPK}
	}
	proposed := func(task conversation.Task, name string, amount ledger.Money) conversation.ProposalWords {
		return conversation.ProposalWords{Proposal: "U1234", Task: task, Name: name, Amount: amount, Words: longWords, By: longName}
	}
	closing := proposed(conversation.TaskClose, "", 0)
	closing.Month = longDay.Period()
	made := form(
		proposed(conversation.TaskDeath, longName, much), proposed(conversation.TaskWaive, longName, much),
		proposed(conversation.TaskWithdraw, longName, much), proposed(conversation.TaskStage, longGroup, most),
		proposed(conversation.TaskReschedule, longGroup, most), proposed(conversation.TaskWriteOff, longGroup, most),
		proposed(conversation.TaskProfit, longGroup, 0), proposed(conversation.TaskJournal, "", most),
		proposed(conversation.TaskReserve, "", most), proposed(conversation.TaskIncentive, "", most), proposed(conversation.TaskYearEnd, "", most),
		proposed(conversation.TaskSurplus, "", most), proposed(conversation.TaskReverse, longGroup, most), closing,
		proposed(conversation.TaskAnonymise, longName, 0),
		proposed(conversation.TaskAdmit, longName, 0), proposed(conversation.TaskMerge, longName, 0),
	)
	announced := proposed(conversation.TaskAnnounce, longGroup, 0)
	announced.Count = 9999
	made = append(made, announced)
	for _, w := range made[:len(made):len(made)] {
		offer := w.(conversation.ProposalWords)
		offer.Offer = true
		made = append(made, offer)
		offer.Code = "4821"
		made = append(made, offer)
	}
	said := strings.Repeat("huruf ", 20)[:100]
	return [][]conversation.Words{
		form(
			conversation.AnnounceOffer{Group: longGroup, Count: 9999, Without: 9999, Text: said},
			conversation.AnnounceOffer{Count: 9999, Without: 9999, Text: said, Code: "4821"},
		),
		form(conversation.AnnounceHelp{}, conversation.AnnounceHelp{TooLong: true, Limit: 100}, conversation.AnnounceHelp{Nobody: true}),
		form(conversation.Announced{Count: 9999}, conversation.Announced{Count: 9999, Proposal: "U1234"}),
		form(conversation.AnnouncementWords{UPK: longUPK, Text: said}),
		form(conversation.OfficerWords{Text: said, Officer: longName, UPK: longUPK}),
		made, form(
			conversation.ProposalDone{Proposal: "U1234", Reference: longReference}, conversation.ProposalDone{Proposal: "U1234"},
			conversation.ProposalDone{Proposal: "U1234", By: longName, Reference: longReference}, conversation.ProposalDone{Proposal: "U1234", Refused: true, By: longName},
		), form(
			notice(conversation.TaskDeath, ledger.WriteOff, longName, much), notice(conversation.TaskDeath, ledger.Cover, longName, much),
			notice(conversation.TaskWaive, ledger.Waiver, longName, much), notice(conversation.TaskWithdraw, ledger.SavingsWithdrawal, longName, much),
			notice(conversation.TaskReschedule, ledger.RescheduleEntry, longGroup, most), notice(conversation.TaskWriteOff, ledger.WriteOff, longGroup, most),
			notice(conversation.TaskReverse, ledger.SavingsWithdrawal, longName, much), notice(conversation.TaskReverse, ledger.DepositReceived, longGroup, most),
		),
	}
}
