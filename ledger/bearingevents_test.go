package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"bendahara/ledger"
)

// event posts what a line such as "2026-02-15 repay siti 333333 40000" says, and
// compares what came of it.
func (b *bookkeeper) event(t *testing.T, words []string, want string) {
	t.Helper()
	on := day(t, words[0])
	e, err := b.entry(t, on, words[1], words[2:])
	got := fmt.Sprintf("%s %d", e.Kind, e.Amount)
	if err != nil {
		got = "error " + err.Error()
	}
	if !strings.HasSuffix(got, strings.TrimPrefix(want, "error ")) || (err != nil) != strings.HasPrefix(want, "error ") {
		t.Errorf("%s:\ngot  %s\nwant %s", words, got, want)
	}
	if err == nil {
		b.post(t, e)
	}
}

// option is the word after the given one, or "".
func option(words []string, name string) string {
	for i := range words[:max(len(words)-1, 0)] {
		if words[i] == name {
			return words[i+1]
		}
	}
	return ""
}

func optionMoney(t testing.TB, words []string, name string) ledger.Money {
	t.Helper()
	if text := option(words, name); text != "" {
		return money(t, text)
	}
	return 0
}

func members(list string) (codes []ledger.MemberCode) {
	for m := range strings.SplitSeq(list, ",") {
		if m != "" {
			codes = append(codes, ledger.MemberCode(m))
		}
	}
	return codes
}

func (b *bookkeeper) entry(t *testing.T, on ledger.Date, what string, w []string) (ledger.Entry, error) {
	t.Helper()
	l := b.loan
	var m ledger.MemberCode
	if len(w) > 0 {
		m = ledger.MemberCode(strings.TrimPrefix(w[0], "-"))
	}
	dues := func(from int) ledger.Dues {
		return ledger.Dues{Amounts: ledger.Amounts{Principal: money(t, w[from]), Interest: money(t, w[from+1])}, Fine: optionMoney(t, w, "fine")}
	}
	switch what {
	case "fund":
		b.loan.Fund = ledger.Fund(w[0])
		return ledger.OpenCashEntry("A01", 1, on), nil
	case "open":
		a, _ := ledger.ParseAccount(w[0])
		return ledger.OpenAccountEntry(a, money(t, w[1]), on), nil
	case "disburse":
		return ledger.DisburseEntry(l), nil
	case "repay":
		return ledger.RepayFineEntry(l, m, dues(1), on), nil
	case "deposit":
		d := dues(0)
		part := ledger.DepositPart{Loan: l, Paid: d.Amounts, Fine: d.Fine}
		return ledger.DepositEntry(l.Group, []ledger.DepositPart{part}, optionMoney(t, w, "held"), on), nil
	case "save":
		return ledger.SaveEntry(ledger.Member{Code: m, Group: l.Group}, ledger.Purse(w[1]), money(t, w[2]), on), nil
	case "waive":
		return ledger.WaiveEntry(l, m, money(t, w[1]), optionMoney(t, w, "fine"), on), nil
	case "forgive":
		return ledger.ForgiveEntry(l, m, money(t, w[1]), optionMoney(t, w, "fine"), on), nil
	case "dies":
		return b.death(t, on, m, w)
	case "covered":
		return b.cover(t, on, m, w)
	case "gives-back":
		return ledger.RepayCoverEntry(l, m, b.books.CoverDebts(), money(t, w[1]), on)
	case "is-handed":
		return ledger.ReturnCoverEntry(l, m, money(t, w[1]), b.books.CoverReturnable(l, m), on)
	case "bears":
		return ledger.TakenOverEntry(l, m, money(t, w[1]), b.books[l.TakenOver(m)], ledger.Purse(option(w, "from")), on)
	case "written-off":
		return ledger.WriteOffEntry(l, b.remainder(t, on, optionMoney(t, w, "reserve"))), nil
	case "rescheduled":
		return b.reschedule(t, on, w)
	}
	t.Fatalf("%q: no such event", what)
	return ledger.Entry{}, nil
}

func (b *bookkeeper) death(t *testing.T, on ledger.Date, m ledger.MemberCode, w []string) (ledger.Entry, error) {
	t.Helper()
	hers := left(b.standing(t, m, on))
	return ledger.DeathEntry(b.loan, ledger.Death{
		Member: m, Day: on, Left: ledger.Dues{Amounts: hers, Fine: optionMoney(t, w, "fine")}, Forgiven: hers,
		Reserve: optionMoney(t, w, "reserve"), SocialFund: optionMoney(t, w, "social"), Survivors: members(option(w, "survivors")),
	}, ledger.DeathRule(w[1]))
}

func (b *bookkeeper) cover(t *testing.T, on ledger.Date, m ledger.MemberCode, w []string) (ledger.Entry, error) {
	t.Helper()
	st := b.standing(t, m, on)
	s := ledger.Shortfall{
		Member: m, Held: map[ledger.Purse]ledger.Money{}, Sold: optionMoney(t, w, "sold"), Coverers: members(option(w, "by")),
		Due: ledger.Dues{Amounts: ledger.Amounts{Principal: st.OverduePrincipal, Interest: st.OverdueInterest}, Fine: optionMoney(t, w, "fine")},
	}
	for _, p := range ledger.Purses {
		s.Held[p] = -b.books[ledger.PurseOf("A01", m, p)]
	}
	for _, given := range strings.Split(option(w, "given"), ",") {
		if who, amount, ok := strings.Cut(given, ":"); ok {
			amount, purse := strings.CutSuffix(amount, "p")
			s.Given = append(s.Given, ledger.CoverPart{Member: ledger.MemberCode(who), Amount: money(t, amount), FromPurse: purse})
		}
	}
	plan, err := s.Plan()
	if err != nil {
		return ledger.Entry{}, err
	}
	return ledger.CoverEntry(b.loan, s, plan, on)
}

// reschedule makes a new loan of so many months at 1 per cent, P02, as the loan that
// later lines speak of; the old one must be closed for all.
func (b *bookkeeper) reschedule(t *testing.T, on ledger.Date, w []string) (ledger.Entry, error) {
	t.Helper()
	old, rest := b.loan, b.remainder(t, on, 0)
	terms := old.Terms
	terms.Disbursed, terms.Instalments = on, int(money(t, w[0]))
	now, err := old.Replacement("P02", rest, terms)
	if err != nil {
		return ledger.Entry{}, err
	}
	e, err := ledger.RescheduleLoanEntry(old, now, rest)
	if err != nil {
		return e, err
	}
	after := bookkeeper{loan: old, books: ledger.Balances{}}
	after.books.Add(e)
	for a, m := range b.books {
		after.books[a] += m
	}
	for m := range rest.Members {
		if st := after.standing(t, m, on); st.Left() != 0 {
			t.Errorf("%s has %d left on the old loan", m, st.Left())
		}
	}
	b.loan, b.closings = now, nil
	return e, nil
}
