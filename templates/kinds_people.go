package templates

import "bendahara/conversation"

const (
	longLocal    = "081234567890123" // a number as people write it
	longFullName = "Purwaningsihwati Kus"
)

// people are the words about people, their phones and who keeps a group.
func people() [][]conversation.Words {
	return append(append(phones(), handovers()...), standIns()...)
}

func phones() [][]conversation.Words {
	echo := conversation.PhoneEcho{Name: longFullName, Group: longGroup, Phone: longLocal, Old: longLocal}
	coded := echo
	coded.Code = longCode
	join := conversation.WordEcho{Matter: "join", Name: longTeller, Group: longGroup, Phone: longLocal, Code: longCode}
	unblock, witness := join, join
	unblock.Matter, unblock.Phone, witness.Matter = "unblock", "", "witness"
	welcome := conversation.Welcome{Title: "Mbah", Name: longName, Group: longGroup, UPK: longUPK}
	asking := welcome
	asking.Ask = true
	agreed := conversation.ConsentKept{Title: "Mbah", Name: longName, UPK: longUPK, Agreed: true}
	return [][]conversation.Words{
		form(
			conversation.JoinHow{UPK: longUPK}, conversation.JoinHow{UPK: longUPK, Unknown: true},
			conversation.JoinHow{UPK: longUPK, Hidden: true}, conversation.JoinHow{UPK: longUPK, Name: longFullName, Group: longGroup},
		),
		form(conversation.JoinCode{Code: longCode, Confirmer: longTeller, UPK: longUPK}, conversation.JoinCode{Code: longCode, UPK: longUPK}),
		form(
			conversation.JoinAsked{Phone: longLocal, Name: longFullName, Group: longGroup},
			conversation.JoinAsked{Name: longFullName, Group: longGroup},
		),
		form(conversation.EnoughTries{UPK: longUPK}),
		form(conversation.NoSuchCode{Left: 2}, conversation.NoSuchCode{}),
		form(conversation.CodesGuessed{Name: longTeller, Group: longGroup}),
		form(
			conversation.AlreadyHers{Name: longTeller, Group: longGroup},
			conversation.AlreadyHers{Name: longTeller, Group: longGroup, Phone: longLocal},
		),
		form(conversation.WhichMatter{Keeps: true}, conversation.WhichMatter{}),
		form(conversation.OfficeOnly{Name: longTeller, UPK: longUPK}),
		form(conversation.NumberWanted{Name: longName}, conversation.NumberWanted{Name: longName, None: true}),
		form(conversation.NameWanted{NameText: longName}, conversation.NameWanted{}),
		form(echo, coded),
		form(join, unblock, witness),
		form(conversation.OwnerAsked{Phone: longLocal, Name: longTeller}),
		form(conversation.IsItYours{UPK: longUPK, By: longTeller, Name: longFullName}),
		form(conversation.NotHerNumber{Phone: longLocal, Name: longTeller}),
		form(welcome, asking),
		form(conversation.PhoneBound{Name: longFullName, Group: longGroup, Phone: longLocal, By: longTeller}),
		form(conversation.AddressBound{Title: "Mbah", Name: longName, By: longTeller, UPK: longUPK}),
		form(conversation.PhoneMoved{Title: "Mbah", Name: longName, Phone: longLocal, By: longTeller, UPK: longUPK}),
		form(agreed, conversation.ConsentKept{Title: "Mbah", Name: longName, UPK: longUPK}, conversation.ConsentKept{UPK: longUPK}),
		form(conversation.NothingChanged{}, conversation.NothingChanged{Late: true}),
		form(conversation.BlockEcho{Phone: longLocal}, conversation.BlockEcho{Phone: longLocal, Code: longCode}),
		form(conversation.Suspended{Name: longTeller, Phone: longLocal, UPK: longUPK}),
		form(conversation.NotObeyed{UPK: longUPK}),
		form(conversation.LostPhoneWrote{Phone: longLocal}),
		form(conversation.Obeyed{Name: longTeller, UPK: longUPK}),
	}
}

func handovers() [][]conversation.Words {
	cannot := func(why conversation.Why) conversation.Words {
		return conversation.CannotHandOver{Why: why, Name: longTeller, Group: longGroup, UPK: longUPK}
	}
	echo := conversation.HandoverEcho{Group: longGroup, From: longTeller, To: longTeller, Cash: most, Books: most - 1, Counted: true}
	coded, count := echo, echo
	coded.Code, count.Counted = longCode, false
	ask := conversation.HandoverAsk{Group: longGroup, From: longTeller, To: longTeller, Cash: most, Books: most - 1}
	taker, witness := ask, ask
	taker.New, witness.Witness = true, true
	return [][]conversation.Words{
		form(
			cannot(conversation.NoTreasurer), cannot(conversation.SamePerson), cannot(conversation.NoPhone), cannot(conversation.NoWitness),
			cannot(conversation.OtherWaits),
		),
		form(echo, coded, count),
		form(ask, taker, witness),
		form(conversation.HandoverWaits{Group: longGroup, For: []string{longTeller, longTeller, longTeller}}),
		form(conversation.HandoverDone{Group: longGroup, From: longTeller, To: longTeller, Cash: most, Books: most - 1}),
		form(conversation.HandoverEnded{Group: longGroup, By: longTeller}, conversation.HandoverEnded{Group: longGroup, Moved: true}),
	}
}

func standIns() [][]conversation.Words {
	const until = "23:59"
	return [][]conversation.Words{
		form(
			conversation.StandInEcho{Name: longTeller, Group: longGroup, Until: until},
			conversation.StandInEcho{Name: longTeller, Group: longGroup, Until: until, Code: longCode},
		),
		form(conversation.StandInSet{Name: longTeller, Group: longGroup, Until: until, By: longTeller}),
		form(conversation.StandInHello{
			Title: "Mbah", Name: longName, Group: longGroup, By: longTeller, Until: until,
			Example: conversation.Example{Name: longName, Amount: much},
		}),
		form(conversation.StandInEnded{Name: longTeller, Group: longGroup}),
	}
}
