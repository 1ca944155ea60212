package conversation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/conversation/understand"
	"bendahara/ledger"
	"bendahara/templates"
)

var (
	echoSent   = time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)
	givenNames = []string{
		"Siti", "Sri", "Ani", "Wati", "Tri", "Dwi", "Nur", "Yanti", "Ratna", "Slamet", "Legi", "Mulai", "Painem", "Djumiati",
		"Soejatmi", "Fatimah", "Endang", "Sumarni", "Tukiyem", "Partinah", "Euis", "Iis", "Asep", "Purwaningsihwati",
	}
	familyNames = []string{
		"", "Aminah", "Rahayu", "Lestari", "Wahyuni", "Kusuma", "Dewi", "Purwanti", "Hayati", "Suryani", "Riyadi", "Widodo", "Komariah",
	}
)

// echoGroup draws a group and how its members are read back.
func echoGroup(t *rapid.T) ([]ledger.Member, *understand.Roster) {
	n := rapid.IntRange(2, 30).Draw(t, "members")
	code := rapid.SampledFrom([]string{"A01-%02d", "KLJ-A01-%03d"}).Draw(t, "code")
	var members []ledger.Member
	var people []understand.Person
	for i := range n {
		name := strings.TrimSpace(rapid.SampledFrom(givenNames).Draw(t, "given") + " " + rapid.SampledFrom(familyNames).Draw(t, "family"))
		m := ledger.Member{Code: ledger.MemberCode(fmt.Sprintf(code, i+1)), Group: "A01", Name: name, Title: "Bu"}
		members = append(members, m)
		people = append(people, understand.Person{Member: m.Code, Group: m.Group, Name: m.Name, Title: m.Title})
	}
	return members, understand.NewRoster(people, []understand.GroupName{{Code: "A01", Name: "Melati"}})
}

// statement is what an echo states, without the question whether it is right.
func statement(echo string) string {
	for _, question := range []string{" Benar?", " Right?", " Leres?"} {
		if before, _, ok := strings.Cut(echo, question); ok {
			return strings.TrimSuffix(before, ".")
		}
	}
	return echo
}

var (
	echoAmounts = rapid.OneOf(
		rapid.Map(rapid.Int64Range(1, 9_999), func(n int64) ledger.Money { return ledger.Money(n) * 1000 }),
		rapid.Map(rapid.Int64Range(1_000, 99_999_999), func(n int64) ledger.Money { return ledger.Money(n) }),
	)
	echoLanguages = rapid.SampledFrom([]string{"id", "en", "jv", "su"})
	echoDays      = rapid.Map(rapid.IntRange(0, 150), func(ago int) ledger.Date { return ledger.DateOf(echoSent) - ledger.Date(ago) })
)

// odd is an amount that nobody pays, so that whoever writes it is asked whether it
// lacks its thousands: Rp1.125.
func odd(m ledger.Money) bool { return m < 10_000 && m%500 != 0 }

func echoLine(t *rapid.T, m ledger.Member, names map[ledger.MemberCode]string) conversation.EchoLine {
	line := conversation.EchoLine{
		Name: names[m.Code], Amount: echoAmounts.Draw(t, "amount"), Day: echoDays.Draw(t, "day"),
		Kind: rapid.SampledFrom([]ledger.EntryKind{ledger.Repayment, ledger.SavingsDeposit, ledger.SavingsWithdrawal}).Draw(t, "kind"),
	}
	if line.Kind != ledger.Repayment {
		line.Purse = rapid.SampledFrom(ledger.Purses).Draw(t, "purse")
	}
	return line
}

// TestEchoTypedBack: what was read back, typed as it stands, means the same person,
// amount, purpose and day, and asks nothing.
func TestEchoTypedBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members, roster := echoGroup(t)
		m := rapid.SampledFrom(members).Draw(t, "who")
		line := echoLine(t, m, conversation.FullNames(members))
		echo, err := templates.Render(echoLanguages.Draw(t, "language"), conversation.Echo{Line: line})
		if err != nil {
			t.Fatal(err)
		}
		got := understand.Read(statement(echo), understand.Context{
			Role: understand.Treasurer, Self: members[0].Code, Group: "A01", Sent: echoSent, People: roster,
		})
		asks := slices.DeleteFunc(got.Asks, func(a understand.Ask) bool { return a == understand.AskUnit && odd(line.Amount) })
		if len(got.Slots) != 1 || len(asks) > 0 {
			t.Fatalf("%q is read as %+v", statement(echo), got)
		}
		s := got.Slots[0]
		if !slices.Equal(s.Members, []ledger.MemberCode{m.Code}) || s.Kind != line.Kind || s.Amount != line.Amount || s.Date != line.Day || s.Purse != line.Purse || s.Guessed {
			t.Fatalf("%q is read as %+v", statement(echo), s)
		}
	})
}

// TestEchoOfManyTypedBack is the same of a list with its total.
func TestEchoOfManyTypedBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members, roster := echoGroup(t)
		names := conversation.FullNames(members)
		what := rapid.SampledFrom([]ledger.EntryKind{ledger.Repayment, ledger.SavingsDeposit, ledger.SavingsWithdrawal, ""}).Draw(t, "what")
		w := conversation.EchoMany{What: what, Day: echoDays.Draw(t, "day")}
		purses := rapid.Bool().Draw(t, "purses")
		wanted := map[ledger.MemberCode]conversation.Item{}
		for _, i := range rapid.Permutation(members).Draw(t, "order")[:rapid.IntRange(2, min(len(members), 4)).Draw(t, "lines")] {
			item := conversation.Item{Name: names[i.Code], Amount: echoAmounts.Draw(t, "amount")}
			kind := what
			if what == "" {
				kind = rapid.SampledFrom([]ledger.EntryKind{ledger.Repayment, ledger.SavingsDeposit}).Draw(t, "kind")
				item.Kind = kind
			}
			if kind != ledger.Repayment && purses {
				item.Purse = rapid.SampledFrom(ledger.Purses).Draw(t, "purse")
				if item.Purse == ledger.SavingsInitial || kind == ledger.SavingsWithdrawal {
					item.Kind = kind
				}
			}
			w.List.Items = append(w.List.Items, item)
			w.List.Total += item.Amount
			item.Kind = kind
			wanted[i.Code] = item
		}
		w.List.Count = len(w.List.Items)
		echo, err := templates.Render(echoLanguages.Draw(t, "language"), w)
		if err != nil {
			t.Fatal(err)
		}
		got := understand.Read(statement(echo), understand.Context{
			Role: understand.Treasurer, Self: members[0].Code, Group: "A01", Sent: echoSent, People: roster,
		})
		if len(got.Slots) != len(wanted) {
			t.Fatalf("%q is read as %+v", statement(echo), got)
		}
		for _, s := range got.Slots {
			if len(s.Members) != 1 || s.Guessed {
				t.Fatalf("%q is read as %+v", statement(echo), s)
			}
			if item := wanted[s.Members[0]]; s.Kind != item.Kind || s.Amount != item.Amount || s.Date != w.Day || s.Purse != item.Purse {
				t.Fatalf("%q is read as %+v", statement(echo), s)
			}
		}
	})
}
