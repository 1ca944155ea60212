package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// parsePayment reads "paid DAY PRINCIPAL INTEREST"; the day "before" is none.
func parsePayment(t testing.TB, words []string) ledger.Payment {
	t.Helper()
	p := ledger.Payment{Paid: ledger.Amounts{Principal: money(t, words[2]), Interest: money(t, words[3])}}
	if words[1] != "before" {
		p.Day = day(t, words[1])
	}
	return p
}

func TestHistory(t *testing.T) {
	for name, lines := range readCases(t, "testdata/histories.txt") {
		t.Run(name, func(t *testing.T) {
			s, err := ledger.NewSchedule(parseTerms(t, lines[0]))
			if err != nil {
				t.Fatal(err)
			}
			var payments []ledger.Payment
			var h ledger.History
			for _, line := range lines[1:] {
				words := strings.Fields(line)
				switch words[0] {
				case "paid":
					payments = append(payments, parsePayment(t, words))
					continue
				case "on":
					h = s.History(day(t, words[1]), payments)
					continue
				}
				if got := historyLine(t, h, words); got != line {
					t.Errorf("on %s:\ngot  %s\nwant %s", h.Day, got, line)
				}
			}
		})
	}
}

// historyLine writes the line of the history that begins with the same words.
func historyLine(t *testing.T, h ledger.History, words []string) string {
	t.Helper()
	switch words[0] {
	case "longest":
		return fmt.Sprintf("longest %d", h.Longest())
	case "in":
		window := int(money(t, strings.TrimSuffix(words[6], ":")))
		inTime, judged := h.OnTime(window)
		share := "none"
		if s, ok := h.OnTimeShare(window); ok {
			share = s.String()
		}
		return fmt.Sprintf("in time %d of %d within %d: %s", inTime, judged, window, share)
	}
	l := h.Lines[money(t, words[0])-1]
	switch {
	case l.Total() == 0:
		return fmt.Sprintf("%d nothing", l.Number)
	case l.Open.Total() > 0:
		return fmt.Sprintf("%d open %d %d late %d", l.Number, l.Open.Principal, l.Open.Interest, l.DaysLate)
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%d settled %s late %d", l.Number, l.PaidOn, l.DaysLate)), " ")
}

// drawPayments draws payments of a schedule, in no order.
func drawPayments(t *rapid.T, s ledger.Schedule) []ledger.Payment {
	all := s.Total()
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ledger.Payment {
		return ledger.Payment{Day: drawDay(t, s), Paid: ledger.Amounts{
			Principal: ledger.Money(rapid.Int64Range(0, int64(all.Principal)/2+1).Draw(t, "principal")),
			Interest:  ledger.Money(rapid.Int64Range(0, int64(all.Interest)/2+1).Draw(t, "interest")),
		}}
	}), 0, 8).Draw(t, "payments")
}

// A history says the same as a standing of what was paid until its day, and does not
// ask in which order payments come.
func TestHistoryAgreesWithStanding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSchedule(t)
		payments := drawPayments(t, s)
		on := drawDay(t, s)
		before := slices.Clone(payments)
		h := s.History(on, payments)
		if !slices.Equal(payments, before) {
			t.Fatal("the payments were changed")
		}
		st := s.On(on, ledger.Receipts{Paid: payments}.Until(on))
		var open ledger.Amounts
		late, longest := 0, 0
		for _, l := range h.Lines {
			open.Principal += l.Open.Principal
			open.Interest += l.Open.Interest
			if l.Open.Total() > 0 && l.Due < on {
				late++
			}
			if l.PaidOn > on || l.PaidOn != 0 && l.Open.Total() > 0 || l.DaysLate < 0 {
				t.Fatalf("line %+v", l)
			}
			longest = max(longest, l.DaysLate)
		}
		if open.Principal != st.PrincipalLeft || open.Interest != st.InterestLeft || late != st.LateInstalments {
			t.Fatalf("open %+v, late %d; standing %+v", open, late, st)
		}
		if st.LateInstalments > 0 && h.Longest() < int(on-st.LateSince) || h.Longest() != longest {
			t.Fatalf("longest %d, late since %s on %s", h.Longest(), st.LateSince, on)
		}
		shuffled := slices.Clone(payments)
		slices.Reverse(shuffled)
		for i, l := range s.History(on, shuffled).Lines {
			if l != h.Lines[i] {
				t.Fatalf("in another order: %+v, not %+v", l, h.Lines[i])
			}
		}
	})
}

func receiptsOf(t *testing.T, l ledger.Loan, entries ...ledger.Entry) ledger.Receipts {
	t.Helper()
	head := ledger.ChainHead{}
	for i := range entries {
		entries[i] = entries[i].Seal(head)
		head = entries[i].Head()
	}
	return l.Received(entries)
}

// Received counts what the UPK has: not what the treasurer holds, not what was
// reversed, not another loan's.
func TestReceived(t *testing.T) {
	l := kalijambe(t)
	other := l
	other.Code = "P02"
	got := ledger.Amounts{Principal: 834_000, Interest: 150_000}
	deposit := ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: got}, {Loan: other, Paid: got}}, 5000, day(t, "2026-02-28"))
	wrong := ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: got}}, 0, day(t, "2026-03-02")).Seal(ledger.ChainHead{Number: 3})
	undo, err := ledger.Reverse(wrong, day(t, "2026-03-03"), siti(t).Heard, "K1", "m2")
	if err != nil {
		t.Fatal(err)
	}
	r := receiptsOf(t, l,
		ledger.DisburseEntry(l),
		ledger.RepayEntry(l, "A01-01", got, day(t, "2026-02-27")),
		deposit, wrong, undo,
		ledger.ForgiveEntry(l, "A01-02", 45_000, 0, day(t, "2026-03-09")),
		ledger.ForgiveEntry(other, "A01-02", 5_000, 0, day(t, "2026-03-09")),
	)
	want := []ledger.Payment{{Day: day(t, "2026-02-28"), Paid: got}}
	if !slices.Equal(r.Paid, want) {
		t.Errorf("paid %+v", r.Paid)
	}
	closed := []ledger.Closing{{Member: "A01-02", Forgiven: ledger.Amounts{Interest: 45_000}}}
	if !slices.Equal(r.Closings, closed) {
		t.Errorf("closings %+v", r.Closings)
	}
	if r.Until(day(t, "2026-02-27")) != (ledger.Amounts{}) || r.Until(day(t, "2026-02-28")) != got {
		t.Errorf("until: %+v", r.Until(day(t, "2026-02-28")))
	}

	opened, err := ledger.OpenLoanEntry(l, ledger.LoanOpening{
		Day: day(t, "2026-05-01"), Group: ledger.Amounts{Principal: 9_166_000, Interest: 1_650_000},
		Members: map[ledger.MemberCode]ledger.Amounts{"A01-01": {Principal: 5_000_000, Interest: 900_000}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := receiptsOf(t, l, opened); !slices.Equal(r.Paid, []ledger.Payment{{Paid: got}}) {
		t.Errorf("opened in mid-life: %+v", r.Paid)
	}
	writeOff := ledger.WriteOffEntry(l, ledger.Remainder{Day: day(t, "2028-01-01"), Group: ledger.Amounts{Principal: 10_000_000}})
	if r := receiptsOf(t, l, writeOff); len(r.Paid)+len(r.Closings) > 0 {
		t.Errorf("a write-off: %+v", r)
	}
}

// A loan that was paid off early without its later interest has nothing late, also
// where no entry let the interest go.
func TestHistoryOfEarlyPayoff(t *testing.T) {
	l := kalijambe(t)
	r := ledger.Receipts{Paid: []ledger.Payment{
		{Day: day(t, "2026-02-28"), Paid: ledger.Amounts{Principal: 834_000, Interest: 150_000}},
		{Day: day(t, "2026-03-20"), Paid: ledger.Amounts{Principal: 9_166_000, Interest: 150_000}},
	}}
	for status, want := range map[ledger.LoanStatus]string{ledger.PaidOff: "12 of 12, 0", ledger.Disbursed: "2 of 12, 306"} {
		l.Status = status
		h, err := l.History(day(t, "2027-03-02"), r)
		if err != nil {
			t.Fatal(err)
		}
		inTime, judged := h.OnTime(5)
		if got := fmt.Sprintf("%d of %d, %d", inTime, judged, h.Longest()); got != want {
			t.Errorf("%s: in time %s days; want %s", status, got, want)
		}
	}
	l.Terms.Instalments = 0
	if _, err := l.History(day(t, "2027-03-02"), r); err == nil {
		t.Error("a loan without a schedule has a history")
	}
}

func ExampleSchedule_History() {
	due, _ := ledger.ParseDate("2026-02-28")
	s := ledger.Schedule{{Number: 1, Due: due, Principal: 950_000, Interest: 142_500}}
	h := s.History(due+30, []ledger.Payment{
		{Day: due, Paid: ledger.Amounts{Principal: 950_000, Interest: 42_500}},
		{Day: due + 6, Paid: ledger.Amounts{Interest: 100_000}},
	})
	inTime, judged := h.OnTime(5)
	fmt.Println(h.Lines[0].PaidOn, h.Lines[0].DaysLate, inTime, "of", judged)
	// Output: 2026-03-06 6 0 of 1
}
