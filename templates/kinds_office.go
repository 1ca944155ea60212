package templates

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// office is what a group is told of the office's work on its books.
func office() [][]conversation.Words {
	notice := func(task conversation.Task, kind ledger.EntryKind, name string, amount ledger.Money) conversation.Words {
		return conversation.OfficeNotice{Task: task, What: kind, Name: name, Amount: amount, Reference: longReference, UPK: longUPK}
	}
	return [][]conversation.Words{form(
		notice(conversation.TaskDeath, ledger.WriteOff, longName, much), notice(conversation.TaskDeath, ledger.Cover, longName, much),
		notice(conversation.TaskWaive, ledger.Waiver, longName, much), notice(conversation.TaskWithdraw, ledger.SavingsWithdrawal, longName, much),
		notice(conversation.TaskReschedule, ledger.RescheduleEntry, longGroup, most), notice(conversation.TaskWriteOff, ledger.WriteOff, longGroup, most),
		notice(conversation.TaskReverse, ledger.SavingsWithdrawal, longName, much), notice(conversation.TaskReverse, ledger.DepositReceived, longGroup, most),
	)}
}
