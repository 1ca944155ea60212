package conversation

import (
	"strings"

	"bendahara/ledger"
)

// Limits of names in messages, so that an answer fits one SMS.
const (
	maxName      = 16 // a short name, in letters
	maxFullName  = 20 // a full name
	maxGroupName = 20
	// listBudget is how many letters of names and amounts go into one list.
	listBudget = 84
)

// fullNames gives each member her name as the register has it, where nobody else
// of her group has the same and a message has room for it; else her short name.
func fullNames(members []ledger.Member, short map[ledger.MemberCode]string) map[ledger.MemberCode]string {
	taken := map[string]int{}
	for _, m := range members {
		taken[strings.ToLower(m.Name)]++
	}
	names := map[ledger.MemberCode]string{}
	for _, m := range members {
		names[m.Code] = m.Name
		if taken[strings.ToLower(m.Name)] > 1 || letters(m.Name) > maxName {
			names[m.Code] = short[m.Code]
		}
	}
	return names
}

// shortNames gives each member the shortest name that nobody else of her group
// goes by: her given name, then with more of her name, then with the end of her
// code. No two are alike, and none is longer than maxName.
func shortNames(members []ledger.Member) map[ledger.MemberCode]string {
	forms := []func(ledger.Member) string{calledName, initialName, longName}
	names := map[ledger.MemberCode]string{}
	for _, form := range forms {
		taken := map[string]int{}
		for _, m := range members {
			taken[strings.ToLower(form(m))]++
		}
		for _, m := range members {
			if name := form(m); names[m.Code] == "" && taken[strings.ToLower(name)] == 1 {
				names[m.Code] = name
			}
		}
	}
	used := map[string]bool{}
	for _, m := range members {
		name := names[m.Code]
		if name == "" || used[strings.ToLower(name)] {
			tail := string(m.Code)
			tail = tail[max(0, len(tail)-6):]
			name = clip(calledName(m), maxName-len(tail)-1) + " " + tail
			names[m.Code] = name
		}
		used[strings.ToLower(name)] = true
	}
	return names
}

func calledName(m ledger.Member) string {
	first, _, _ := strings.Cut(m.Name, " ")
	return clip(first, maxName)
}

// initialName is the given name with the initials of the others: "Siti R".
func initialName(m ledger.Member) string {
	words := strings.Fields(m.Name)
	if len(words) < 2 {
		return calledName(m)
	}
	name := words[0]
	for _, w := range words[1:] {
		name += " " + string([]rune(w)[:1])
	}
	return clip(name, maxName)
}

func longName(m ledger.Member) string { return clip(m.Name, maxName) }

// clip cuts a text to so many letters.
func clip(s string, letters int) string {
	r := []rune(s)
	if len(r) <= letters {
		return s
	}
	return strings.TrimSpace(string(r[:letters]))
}
