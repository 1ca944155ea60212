package conversation

import (
	"strconv"
	"strings"
	"unicode"

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
	whole := func(m ledger.Member) string {
		if letters(m.Name) > maxName {
			return ""
		}
		return m.Name
	}
	names := map[ledger.MemberCode]string{}
	for i, name := range apart(members, maxName, calledName, whole, func(m ledger.Member) string { return short[m.Code] }) {
		names[members[i].Code] = name
	}
	return names
}

// shortNames gives each member the shortest name that nobody else of her group
// goes by: her given name, then with more of her name, then with the end of her
// code. No two are alike, and none is longer than maxName.
func shortNames(members []ledger.Member) map[ledger.MemberCode]string {
	names := map[ledger.MemberCode]string{}
	for i, name := range apart(members, maxName, calledName, calledName, initialName, longName) {
		names[members[i].Code] = name
	}
	return names
}

// apart calls each person by the first of the forms that no other of them goes by,
// whatever the case of its letters, and that is not the beginning of another's name
// ("Siti" where there is a Siti Aminah, too); where there is none, by the last
// form with the end of her code. None is longer than limit.
func apart(people []ledger.Member, limit int, last func(ledger.Member) string, forms ...func(ledger.Member) string) []string {
	names := make([]string, len(people))
	used := map[string]bool{"": true}
	for _, form := range forms {
		taken := map[string]int{}
		for _, m := range people {
			taken[strings.ToLower(form(m))]++
		}
		for i, m := range people {
			name := form(m)
			if key := strings.ToLower(name); names[i] == "" && taken[key] == 1 && !used[key] && !beginsOther(people, i, key) {
				names[i], used[key] = name, true
			}
		}
	}
	for i, m := range people {
		for tail := codeEnd(m.Code); names[i] == ""; tail++ {
			if name := coded(last(m), m.Code, tail, limit); !used[strings.ToLower(name)] {
				names[i], used[strings.ToLower(name)] = name, true
			}
		}
	}
	return names
}

// beginsOther tells whether the name in small letters is how another's name begins.
func beginsOther(people []ledger.Member, i int, name string) bool {
	for k, m := range people {
		if k != i && strings.HasPrefix(strings.ToLower(m.Name), name+" ") {
			return true
		}
	}
	return false
}

// choiceNames are the names of a list to choose from, at most maxFullName long: those
// of one name have their groups' beside them, or where those are alike their codes.
func choiceNames(people []ledger.Member, group func(ledger.Member) string) []string {
	full := func(m ledger.Member) string { return clip(m.Name, maxFullName) }
	inGroup := func(m ledger.Member) string {
		return clip(m.Name, maxFullName/2) + " " + clip(group(m), maxFullName/2-1)
	}
	return apart(people, maxFullName, full, full, inGroup)
}

// codeEnd is how much of a code stands behind a name at first: from the last of its
// parts that begins with a letter, "A01-03" of "KLJ-A01-03", so that whoever types it
// is not taken to have written numbers.
func codeEnd(code ledger.MemberCode) int {
	start := 0
	for i, r := range code {
		if unicode.IsLetter(r) && (i == 0 || strings.ContainsRune("-._", rune(code[i-1]))) {
			start = i
		}
	}
	return len(code) - start
}

// coded is a name with the last letters of the code; past the whole of the
// code, or what there is room for, it is counted up.
func coded(name string, of ledger.MemberCode, tail, limit int) string {
	code := string(of)
	room := min(len(code), limit-2)
	end := code[len(code)-min(tail, room):]
	if tail > room && tail > codeEnd(of) {
		end = strconv.Itoa(tail - room)
	}
	return strings.TrimSpace(clip(name, limit-len(end)-1) + " " + end)
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
