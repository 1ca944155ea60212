package templates

import (
	"bendahara/conversation"
	"bendahara/ledger"
)

// longList is a list whose items have so many letters, 84, 70 or 50, and of which
// there are more.
func longList(letters int, total ledger.Money) conversation.List {
	items := []conversation.Item{{Name: longName, Amount: much}, {Name: longName, Amount: much}}
	switch letters {
	case 116:
		items = append(items, items[0], conversation.Item{Name: longName[:10], Amount: much})
	case 84:
		items = append(items, conversation.Item{Name: longName[:9], Amount: much})
	case 70:
		items = append(items, conversation.Item{Name: longName[:2], Amount: 999})
	case 60:
		items[1] = conversation.Item{Name: longName, Amount: 999}
	case 30:
		items = items[:1]
	case 50:
		items[1] = conversation.Item{Name: longName[:6], Amount: much}
	}
	return conversation.List{Items: items, Count: 60, Total: total, More: 57}
}

// purseList is a list of 70 letters whose savings go into purses of their own.
func purseList() conversation.List {
	return conversation.List{
		Items: []conversation.Item{
			{Name: longName, Kind: ledger.SavingsWithdrawal, Purse: ledger.SavingsMutual, Amount: much},
		},
		Count: 60, Total: muchMore, More: 59,
	}
}

// depositList is a list of deposits of which each has its day, and what was written of it.
func depositList() conversation.List {
	return conversation.List{
		Items: []conversation.Item{{Name: longGroup, Amount: most, Told: most, Day: longDay}},
		Count: 60, Total: most, More: 59,
	}
}

// coverList is a list of payments with what one bears in the place of another.
func coverList() conversation.List {
	return conversation.List{
		Items: []conversation.Item{{Name: longName, Kind: ledger.Cover, By: longName, Amount: much}},
		Count: 60, Total: muchMore, More: 59,
	}
}
