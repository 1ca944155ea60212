package templates

import "bendahara/conversation"

var longContact = conversation.Contact{UPK: longUPK, Name: longName, Phone: longPhone}

const longPhone = "+6281234567890" // twelve digits behind 62 are the most

// guarding are the words about confirming by a number, and whom to call.
func guarding() [][]conversation.Words {
	nobody := conversation.Contact{UPK: longUPK}
	return [][]conversation.Words{
		form(conversation.WrongCode{Left: 2}),
		form(conversation.MoneyLocked{Office: longContact}, conversation.MoneyLocked{Office: nobody}),
		form(conversation.NumberLocked{Name: longTeller, Phone: longPhone}, conversation.NumberLocked{Phone: longPhone}),
		form(conversation.OfficeHelp{Office: longContact}, conversation.OfficeHelp{Office: nobody}),
		form(conversation.NotYourOwn{}),
		form(conversation.NoMore{Office: longContact}, conversation.NoMore{Office: nobody}),
		form(conversation.LastReply{}),
		form(
			conversation.VillageArrears{Village: longGroup, List: longList(84, most)}, conversation.VillageArrears{List: longList(84, most)},
			conversation.VillageArrears{Village: longGroup}, conversation.VillageArrears{},
		),
		form(
			conversation.AskGroup{NameText: longName, Names: []string{longGroup, longGroup, longGroup, longGroup, longGroup}, Count: 5},
			conversation.AskGroup{NameText: longName, Count: 211, Village: longName}, conversation.AskGroup{NameText: longName, Count: 211},
		),
		form(conversation.RemindWhom{}),
		form(
			conversation.Reminded{Group: longGroup, Count: 30, Already: 30, Without: 30}, conversation.Reminded{Group: longGroup, Already: 30},
			conversation.Reminded{Group: longGroup},
		),
		form(
			conversation.RemindLater{UPK: longUPK, Day: longDay, Clock: "08:00"}, conversation.RemindLater{UPK: longUPK, Off: true},
			conversation.RemindLater{UPK: longUPK},
		),
		form(conversation.CashList{List: longList(84, most)}, conversation.CashList{}),
		form(
			conversation.UPKMonth{UPK: longUPK, Day: longDay, In: most, Held: most, Overdue: most, Late: 211},
			conversation.UPKMonth{UPK: longUPK, Day: longDay, In: most, Held: most},
		),
		form(
			conversation.GroupMonth{Group: longGroup, Day: longDay, Paid: most, Payers: 30, Saved: much, Cash: most, Unpaid: longList(50, most)},
			conversation.GroupMonth{Group: longGroup, Day: longDay, Paid: most, Payers: 30, Saved: -much, Cash: most},
		),
		form(
			conversation.OfficeDay{
				UPK: longUPK, Day: longDay, In: most, Held: most, Since: longDay, Overdue: most, Late: 211, New: 99, Waiting: 99, Ailing: "HP kantor, WhatsApp",
			},
			conversation.OfficeDay{UPK: longUPK, Day: longDay, In: most},
		),
		form(
			conversation.SIMEnds{UPK: longUPK, Day: longDay, Days: 14}, conversation.SIMEnds{UPK: longUPK, Day: longDay}, conversation.SIMEnds{UPK: longUPK, Day: longDay, Days: -3},
		),
		form(conversation.BooksDay{UPK: longUPK, Day: longDay, Code: "7KQM-3XAW-Y2HD-R9TC", Entries: 9_999_999}),
		form(
			conversation.MeetingDay{Group: longGroup, Day: longDay, Paid: most, Payers: 30, Saved: much, Cash: most, Unpaid: longList(50, most)},
			conversation.MeetingDay{Group: longGroup, Day: longDay, Paid: most, Payers: 30, Cash: most},
		),
		form(conversation.AskReference{Example: longReference}, conversation.AskReference{}),
	}
}
