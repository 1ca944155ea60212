package templates

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// payingOff is a repayment that ends a loan, with interest let off and money given
// back.
func payingOff() conversation.EchoLine {
	line := longLine(ledger.Repayment)
	line.Fund, line.Over, line.Use = "SPP", much, conversation.PayOff
	line.PaysOff, line.Waived = true, much
	return line
}

// covering is early payoff and joint liability.
func covering() [][]conversation.Words {
	list := longList(60, most)
	owed := longList(84, most)
	owed.Items = []conversation.Item{{Name: longName, To: longName, Amount: much}, {Name: longName[:8], To: longName[:6], Amount: much}}
	names := []string{
		"Ani Purwaningsihwati", "Dwi Purwaningsihwati", "Nur Purwaningsihwati", "Sri Purwaningsihwati", "Tri Purwaningsihwati",
	}
	hers := conversation.CoverNotice{
		Title: "Mbak", Name: longName, Defaulter: longName, Amount: much, Savings: much, Others: much, Day: longDay, Teller: longTeller,
		Reference: longReference, Hers: true,
	}
	other, back, given, undone, got := hers, hers, hers, hers, hers
	got.Return = true
	other.Hers = false
	back.Back = true
	given.Hers, given.Back = false, true
	undone.Undone, undone.Back = true, true
	equal := conversation.EchoCover{
		Name: longName, Amount: much, Savings: much, Count: 29, Least: much - 1, Most: much, Day: longDay, Unsure: true,
	}
	named := equal
	named.Savings, named.List, named.Repeated = 0, list, true
	coded := named
	coded.Repeated, coded.Code = false, longCode
	return [][]conversation.Words{
		form(
			conversation.PayoffWords{Name: longName, Fund: "SPP", Pay: much, Principal: much, Waived: much, Day: longDay, Record: true},
			conversation.PayoffWords{Name: longName, Pay: much, Principal: much, Day: longDay},
		),
		form(conversation.PayoffShort{Name: longGroup, Amount: most, Pay: most}),
		form(equal, named, coded),
		form(hers, other, back, given, undone, got),
		form(conversation.CoverForOthers{CoverNotice: hers, List: list}, conversation.CoverForOthers{CoverNotice: undone, List: list}),
		form(conversation.CoverList{Name: longGroup, List: owed}, conversation.CoverList{Name: longGroup}),
		form(conversation.NothingToCover{Name: longName, Due: much}, conversation.NothingToCover{Name: longName}),
		form(conversation.CoverExample{Name: longName, Due: much}),
		form(
			conversation.CovererUnclear{NameText: longName, Group: longGroup, Names: names},
			conversation.CovererUnclear{NameText: longName, Group: longGroup, Names: names[:1]},
			conversation.CovererUnclear{NameText: longName, Self: true},
		),
		form(conversation.NoCoverDebt{Name: longName, Owed: much}, conversation.NoCoverDebt{Name: longName}),
		form(conversation.NoCoverHeld{Name: longName, Held: much}, conversation.NoCoverHeld{Name: longName}),
	}
}
