package templates

import "bendahara/conversation"

// byTransfer is a deposit by bank that the UPK has received, other than was offered.
func byTransfer(line conversation.EchoLine) conversation.EchoLine {
	line = offeredByBank(line)
	line.Name, line.Amount, line.Offered, line.Waived = longGroup, most, most-1, much
	return line
}

// offeredByBank is a deposit that the treasurer has sent by bank.
func offeredByBank(line conversation.EchoLine) conversation.EchoLine {
	line.Name, line.Amount = longGroup, most
	line.Bank, line.BankNote = true, "TRX1234567890123"
	return line
}

// counting is a count of a treasurer's cash.
func counting() [][]conversation.Words {
	short := conversation.Count{Group: longGroup, Day: longDay, Counted: most, Books: most, Short: most}
	right := conversation.Count{Group: longGroup, Day: longDay, Counted: most, Books: most}
	return [][]conversation.Words{
		form(
			conversation.CountEcho{Count: short, Unsure: true}, conversation.CountEcho{Count: right},
			conversation.CountEcho{Count: short, Unsure: true, Code: longCode},
		),
		form(
			conversation.CountRecorded{Count: short, Reference: longReference}, conversation.CountRecorded{Count: right, Reference: longReference},
			conversation.CountRecorded{Count: right},
		),
		form(conversation.CountNotice{Count: short, Officer: longName, Reference: longReference}),
		form(conversation.CountByOffice{UPK: longUPK}),
	}
}
