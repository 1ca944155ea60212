package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"bendahara/ledger"
)

// bookkeeper plays the events of a case on one loan's books.
type bookkeeper struct {
	loan     ledger.Loan
	books    ledger.Balances
	entries  []ledger.Entry
	closings []ledger.Closing
}

// reporter is what the tests of tables and of properties have in common.
type reporter interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func (b *bookkeeper) balance(a ledger.Account) (ledger.Money, error) { return b.books[a], nil }

// post books the entry and looks whether both books balance.
func (b *bookkeeper) post(t reporter, e ledger.Entry) {
	t.Helper()
	e = e.Seal(ledger.ChainHead{Number: ledger.EntryNumber(len(b.entries))})
	if err := e.Check(); err != nil {
		t.Fatalf("%s %d: %v", e.Kind, e.Amount, err)
	}
	for _, p := range e.Postings {
		if (p.Debit.Code[0] == 'G') != (p.Credit.Code[0] == 'G') {
			t.Fatalf("%s goes from the UPK's books to the group's: %v", e.Kind, p)
		}
	}
	b.books.Add(e)
	b.entries = append(b.entries, e)
	if c, ok := ledger.ClosingOf(e); ok {
		b.closings = append(b.closings, c)
	}
	b.balanced(t)
}

// balanced fails where the UPK's accounts or the groups' do not add up to nothing.
func (b *bookkeeper) balanced(t reporter) {
	t.Helper()
	var upk, groups ledger.Money
	for a, m := range b.books {
		if a.Code[0] == 'G' {
			groups += m
		} else {
			upk += m
		}
	}
	if upk != 0 || groups != 0 {
		t.Fatalf("the UPK's books are out by %d, the groups' by %d", upk, groups)
	}
}

// unwound reverses everything and looks whether anything stays.
func (b *bookkeeper) unwound(t reporter) {
	t.Helper()
	for _, e := range slices.Backward(slices.Clone(b.entries)) {
		r, err := ledger.Reverse(e, e.Day, e.Heard, "A01-01", "test")
		if err != nil {
			t.Fatal(err)
		}
		b.books.Add(r)
	}
	for a, m := range maps.All(b.books) {
		if m != 0 {
			t.Errorf("%s is %d after everything was reversed", a, m)
		}
	}
}

func (b *bookkeeper) schedules(t reporter) map[ledger.MemberCode]ledger.Schedule {
	t.Helper()
	s, err := b.loan.MemberSchedules()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// standing is a member's, by what she paid and was let off.
func (b *bookkeeper) standing(t reporter, m ledger.MemberCode, on ledger.Date) ledger.Standing {
	t.Helper()
	settled, err := b.loan.PaidBy(m, b.balance)
	if err != nil {
		t.Fatal(err)
	}
	return b.schedules(t)[m].On(on, settled)
}

// group is the group's standing at the UPK.
func (b *bookkeeper) group(t reporter, on ledger.Date) ledger.Standing {
	t.Helper()
	settled, err := b.loan.PaidToUPK(b.balance)
	if err != nil {
		t.Fatal(err)
	}
	st, err := b.loan.GroupOn(on, settled, b.closings)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func left(st ledger.Standing) ledger.Amounts {
	return ledger.Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}
}

func (b *bookkeeper) remainder(t reporter, on ledger.Date, reserve ledger.Money) ledger.Remainder {
	t.Helper()
	r := ledger.Remainder{
		Day: on, Members: map[ledger.MemberCode]ledger.Amounts{}, TakenOver: map[ledger.MemberCode]ledger.Money{},
		Group: left(b.group(t, on)), Reserve: reserve,
	}
	for m := range b.schedules(t) {
		r.Members[m] = left(b.standing(t, m, on))
		r.TakenOver[m] = b.books[b.loan.TakenOver(m)]
	}
	return r
}

func TestBearing(t *testing.T) {
	for name, lines := range readCases(t, "testdata/bearing.txt") {
		t.Run(name, func(t *testing.T) {
			b := &bookkeeper{books: ledger.Balances{}, loan: ledger.Loan{Code: "P01", Group: "A01", Fund: "SPP", Terms: parseTerms(t, lines[0])}}
			checks := 0
			for _, line := range lines[1:] {
				event, want, isEvent := strings.Cut(line, " = ")
				switch {
				case isEvent:
					b.event(t, strings.Fields(event), want)
				case strings.HasPrefix(line, "share "):
					words := strings.Fields(line)
					b.loan.Shares = append(b.loan.Shares, ledger.Share{Member: ledger.MemberCode(words[1]), Principal: money(t, words[2])})
				default:
					checks++
					if got := b.show(t, strings.Fields(line)); got != line {
						t.Errorf("got  %s\nwant %s", got, line)
					}
				}
			}
			if checks == 0 {
				t.Error("the case checks nothing")
			}
			b.unwound(t)
		})
	}
}

// show writes a balance or standing as a line that begins with the same words.
func (b *bookkeeper) show(t *testing.T, words []string) string {
	t.Helper()
	switch words[0] {
	case "left":
		st := b.standing(t, ledger.MemberCode(words[1]), ledger.NewDate(2026, 1, 1))
		return fmt.Sprintf("left %s %d %d", words[1], st.PrincipalLeft, st.InterestLeft)
	case "owes":
		st := b.group(t, ledger.NewDate(2026, 1, 1))
		return fmt.Sprintf("owes %d %d", st.PrincipalLeft, st.InterestLeft)
	case "late":
		st := b.group(t, day(t, words[1]))
		return fmt.Sprintf("late %s %d %d", words[1], st.OverduePrincipal, st.OverdueInterest)
	case "covers":
		list := "covers"
		for _, d := range b.books.CoverDebts() {
			list += fmt.Sprintf(" %s>%s %d", d.Coverer, d.Defaulter, d.Amount)
		}
		return list
	case "hold":
		return fmt.Sprintf("hold %s %d", words[1], b.books.CoverReturnable(b.loan, ledger.MemberCode(words[1])))
	case "fine":
		fine, err := b.loan.FineSettled(ledger.MemberCode(words[1]), b.balance)
		up, err2 := b.loan.FineSettledToUPK(b.balance)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		return fmt.Sprintf("fine %s %d UPK %d", words[1], fine, up)
	}
	a, ok := ledger.ParseAccount(words[0])
	if !ok {
		t.Fatalf("%q is not to be shown", words)
	}
	return fmt.Sprintf("%s %d", words[0], b.books[a])
}
