package store_test

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// sealed is the entry as the next of its chain.
func sealed(tx *store.Tx, e ledger.Entry, heard time.Time) (ledger.Entry, error) {
	head, err := tx.Head(e.Group)
	e.Heard = heard
	return e.Seal(head), err
}

// post books an entry behind its chain's last.
func (b *books) post(e ledger.Entry, heard string) (posted ledger.Entry) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) {
		if posted, err = sealed(tx, e, at(heard)); err != nil {
			return err
		}
		return tx.Post(posted)
	})
	return posted
}

// paid is a member's repayment on her group's loan.
func paid(group ledger.GroupCode, amount ledger.Money) ledger.Entry {
	e := ledger.RepayEntry(aLoan("P-"+ledger.LoanCode(group), group), ledger.MemberCode(group)+"-03", ledger.Amounts{Principal: amount}, date("2026-03-10"))
	e.Teller, e.Cause = string(group)+"-01", "i1"
	return e
}

func undo(b *books, e ledger.Entry) ledger.Entry {
	b.t.Helper()
	r, err := ledger.Reverse(e, e.Day, e.Heard, "A01-01", "i2")
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func references(b *books, entries func(*store.Tx) iter.Seq2[ledger.Entry, error]) []string {
	b.t.Helper()
	return ask(b, func(tx *store.Tx) (list []string, err error) {
		for e, err := range entries(tx) {
			if err != nil {
				return nil, err
			}
			list = append(list, e.Reference())
		}
		return list, nil
	})
}

func TestPostRefuses(t *testing.T) {
	cash := ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}
	debt := ledger.Account{Code: ledger.MemberPrincipal, Group: "A01", Loan: "P01", Member: "A01-03"}
	const unsealed, resealed = false, true
	cases := []struct {
		name   string
		reseal bool // after the change
		change func(*ledger.Entry)
		want   error
	}{
		{"a number too high", unsealed, func(e *ledger.Entry) { e.Number++ }, ledger.ErrChain},
		{"a number used before", unsealed, func(e *ledger.Entry) { e.Number-- }, ledger.ErrChain},
		{"another's hash", unsealed, func(e *ledger.Entry) { e.Hash = e.Previous }, ledger.ErrChain},
		{"no hash before", unsealed, func(e *ledger.Entry) { *e = e.Seal(ledger.ChainHead{Number: e.Number - 1}) }, ledger.ErrChain},
		{"an altered amount", unsealed, func(e *ledger.Entry) { e.Amount++ }, ledger.ErrChain},
		{"an altered posting", unsealed, func(e *ledger.Entry) { e.Postings[0].Amount++ }, ledger.ErrChain},
		{"an altered day", unsealed, func(e *ledger.Entry) { e.Day-- }, ledger.ErrChain},
		{"another group's chain", unsealed, func(e *ledger.Entry) { e.Group = "A011" }, ledger.ErrChain},

		{"no posting", resealed, func(e *ledger.Entry) { e.Postings = nil }, ledger.ErrNothing},
		{"an amount of nothing", resealed, func(e *ledger.Entry) { e.Postings[0].Amount = 0 }, ledger.ErrPosting},
		{"a negative amount", resealed, func(e *ledger.Entry) { e.Postings[0].Amount = -1 }, ledger.ErrPosting},
		{"from an account to itself", resealed, func(e *ledger.Entry) { e.Postings[0] = ledger.Posting{Debit: cash, Credit: cash, Amount: 1} }, ledger.ErrPosting},
		{"one side only", resealed, func(e *ledger.Entry) { e.Postings[0] = ledger.Posting{Debit: debt, Amount: 1} }, ledger.ErrPosting},
		{"beyond all money", resealed, func(e *ledger.Entry) { e.Postings[0].Amount = ledger.MaxMoney + 1 }, ledger.ErrMoney},

		{"bytes that are no text", resealed, func(e *ledger.Entry) { e.Cause = "K\xff7" }, ledger.ErrChain},
		{"a day of no calendar", resealed, func(e *ledger.Entry) { e.Day = ledger.NewDate(2301, 1, 1) }, ledger.ErrChain},
	}
	onEach(t, func(t *testing.T, b *books) {
		first := b.post(paid("A01", 250_000), "2026-03-10 09:00")
		for _, c := range cases {
			e := paid("A01", 100_000).Seal(first.Head())
			c.change(&e)
			if c.reseal {
				e = e.Seal(first.Head())
			}
			b.refuse(c.name, c.want, put((*store.Tx).Post, e))
		}
		same(t, "the chain", ask(b, of((*store.Tx).Head, "A01")), first.Head())
		same(t, "the books", b.healthy(), store.Verified{Entries: 1, Accounts: 2})
	})
}

func TestReversals(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		first := b.post(paid("A01", 250_000), "2026-03-10 09:00")
		b.post(paid("B01", 70_000), "2026-03-10 09:01")
		reversal := b.post(undo(b, first), "2026-03-10 09:05")

		again := func(tx *store.Tx, reverses ledger.EntryNumber, group ledger.GroupCode) error {
			e := reversal
			e.Group, e.Reverses = group, reverses
			e, err := sealed(tx, e, at("2026-03-10 09:06"))
			if err != nil {
				return err
			}
			return tx.Post(e)
		}
		for _, c := range []struct {
			name     string
			group    ledger.GroupCode
			reverses ledger.EntryNumber
			want     error
		}{
			{"a second time", "A01", 1, ledger.ErrReversed},
			{"a reversal", "A01", reversal.Number, ledger.ErrReversed},
			{"what comes later", "A01", 4, store.ErrNotFound},
			{"itself", "A01", 3, store.ErrNotFound},
			{"nothing", "A01", 0, store.ErrNotFound},
			{"in a chain with nothing else", "C01", 1, store.ErrNotFound},
		} {
			b.refuse(c.name, c.want, func(tx *store.Tx) error { return again(tx, c.reverses, c.group) })
		}
		for ref, want := range map[store.EntryRef]bool{{Group: "A01", Number: 1}: true, {Group: "A01", Number: 2}: false, {Group: "B01", Number: 1}: false} {
			got := ask(b, func(tx *store.Tx) (bool, error) { return tx.Reversed(ref.Group, ref.Number) })
			same(t, fmt.Sprint("reversed ", ref), got, want)
		}
		debt := aLoan("P-A01", "A01").MemberPrincipal("A01-03")
		same(t, "her debt", ask(b, of((*store.Tx).Balance, debt)), ledger.Money(0))
		b.healthy()
	})
}

func TestBalancesFollow(t *testing.T) {
	loan := aLoan("P01", "A01")
	siti := aMember("A01-03", "A01")
	const day = "2026-03-10"
	type figures map[string]ledger.Money
	story := []struct {
		what  string
		entry ledger.Entry
		after figures // those that it moves
	}{
		{"disbursed", ledger.DisburseEntry(loan), figures{
			"1210/A01/P01": 5_000_000, "1110": -5_000_000, "G210/A01/P01": -5_000_000,
			"G120/A01/P01/A01-01": 2_000_000, "G120/A01/P01/A01-03": 3_000_000,
		}},
		{"repaid", ledger.RepayEntry(loan, "A01-03", ledger.Amounts{Principal: 300_000, Interest: 45_000}, date(day)), figures{
			"G110/A01": 345_000, "G120/A01/P01/A01-03": 2_700_000, "G220/A01/P01/A01-03": -45_000,
		}},
		{"saved", ledger.SaveEntry(siti, ledger.SavingsMonthly, 20_000, date(day)), figures{"G110/A01": 365_000, "G240/A01//A01-03/wajib": -20_000}},
		{"drawn", ledger.SaveEntry(siti, ledger.SavingsMonthly, -5_000, date(day)), figures{"G110/A01": 360_000, "G240/A01//A01-03/wajib": -15_000}},
		{"brought", ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: loan, Paid: ledger.Amounts{Principal: 300_000, Interest: 45_000}}}, 5_000, date(day)), figures{
			"1110": -4_650_000, "1210/A01/P01": 4_700_000, "4110/A01/P01": -45_000, "2110/A01": -5_000,
			"G110/A01": 10_000, "G210/A01/P01": -4_700_000, "G221/A01/P01": 45_000, "G130/A01": 5_000,
		}},
		{"the UPK's capital", ledger.OpenAccountEntry(ledger.Account{Code: ledger.Capital}, -9_000_000, date(day)), figures{"3110": -9_000_000, "3900": 9_000_000}},
	}
	onEach(t, func(t *testing.T, b *books) {
		want := figures{}
		for i, step := range story {
			b.post(step.entry, fmt.Sprintf("2026-03-10 09:%02d", i))
			for name, m := range step.after {
				want[name] = m
				account, _ := ledger.ParseAccount(name)
				same(t, step.what+": "+name, ask(b, of((*store.Tx).Balance, account)), m)
			}
			same(t, step.what, ask(b, (*store.Tx).Balances), want)
		}
		same(t, "the books", b.healthy(), store.Verified{Entries: 6, Accounts: len(want)})
	})
}

// A year of entries of three chains whose names begin alike, with months in which
// nothing was heard, and once with the clock set back.
func TestChainsOverMonths(t *testing.T) {
	heard := []string{"2025-12-31 23:59", "2026-01-01 00:00", "2026-01-31 10:00", "2026-04-02 08:00", "2026-02-11 07:00", "2026-04-02 08:01", "2026-09-30 17:00"}
	onEach(t, func(t *testing.T, b *books) {
		var want []ledger.Entry
		for i, moment := range heard {
			want = append(want, b.post(paid("A01", ledger.Money(1000+i)), moment))
			b.post(paid("A011", 1), moment)
			b.post(ledger.OpenAccountEntry(ledger.Account{Code: ledger.UPKCash}, 1, date("2026-01-01")), moment)
		}
		b.reopen()
		for _, e := range want {
			got := ask(b, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry("A01", e.Number) })
			same(t, e.Reference(), got, e)
		}
		b.refuse("the next", store.ErrNotFound, func(tx *store.Tx) error { _, err := tx.Entry("A01", 8); return err })
		back := []string{"A01/7", "A01/6", "A01/5", "A01/4", "A01/3", "A01/2", "A01/1"}
		same(t, "backwards", references(b, func(tx *store.Tx) iter.Seq2[ledger.Entry, error] { return tx.Backwards("A01") }), back)
		all := references(b, (*store.Tx).Journal)
		own := slices.DeleteFunc(slices.Clone(all), func(r string) bool { return r[:4] != "A01/" })
		slices.Reverse(own)
		same(t, "the journal keeps the order of a chain", own, back)
		same(t, "the journal", all[:6], []string{"UPK/1", "A01/1", "A011/1", "UPK/2", "UPK/3", "A01/2"})
		same(t, "the books", b.healthy().Entries, 21)
	})
}

// Also what was reversed, and the reversal.
func TestRecent(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		for i, heard := range []string{"2026-01-31 09:00", "2026-02-27 09:00", "2026-02-28 09:00", "2026-03-01 09:00", "2026-03-01 10:00"} {
			e := b.post(paid("A01", ledger.Money(i+1)), heard)
			b.post(paid("A011", 1), heard)
			if i == 2 {
				b.post(undo(b, e), "2026-02-28 09:01") // number 4
			}
		}
		for _, c := range []struct {
			since string
			limit int
			want  []string
		}{
			{"2000-01-01 00:00", 10, []string{"A01/6", "A01/5", "A01/4", "A01/3", "A01/2", "A01/1"}},
			{"2000-01-01 00:00", 3, []string{"A01/6", "A01/5", "A01/4"}},
			{"2000-01-01 00:00", 0, []string{}},
			{"2026-02-27 09:00", 10, []string{"A01/6", "A01/5", "A01/4", "A01/3", "A01/2"}},
			{"2026-02-27 09:00:01", 10, []string{"A01/6", "A01/5", "A01/4", "A01/3"}},
			{"2026-03-01 09:30", 10, []string{"A01/6"}},
			{"2026-03-02 00:00", 10, []string{}},
		} {
			got := ask(b, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent("A01", at(c.since), c.limit) })
			same(t, fmt.Sprintf("since %s, at most %d", c.since, c.limit), list(got, ledger.Entry.Reference), c.want)
		}
	})
}

// TestClosedMonth: nothing gets into a month that is closed, and it stays closed.
func TestClosedMonth(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(func(tx *store.Tx) error { return tx.PutSetting("tutup_buku", "2026-03") })
		tries := func(e ledger.Entry) error {
			return b.db.Update(t.Context(), func(tx *store.Tx) error {
				e, err := sealed(tx, e, at("2026-04-02 09:00"))
				return errors.Join(err, tx.Post(e))
			})
		}
		late := paid("A01", 100) // of 10 March
		if err := tries(late); !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("an entry of a closed month: %v", err)
		}
		late.Booked = date("2026-04-01")
		if err := tries(late); err != nil {
			t.Error(err)
		}
		for _, month := range []string{"2026-02", ""} {
			err := b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutSetting("tutup_buku", month) })
			if !errors.Is(err, ledger.ErrClosed) {
				t.Errorf("opening March again with %q: %v", month, err)
			}
		}
	})
}

// TestBalancesOfAGroup are those of its own accounts of that code, and of no group or code
// whose name begins like it.
func TestBalancesOfAGroup(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		for _, g := range []ledger.GroupCode{"A01", "A012", "A0"} {
			b.do(put((*store.Tx).PutGroup, ledger.Group{Code: g}))
			b.post(paid(g, 1_000), "2026-03-10 09:00")
		}
		e := ledger.SaveEntry(ledger.Member{Group: "A01", Code: "A01-03"}, ledger.SavingsMonthly, 500, date("2026-03-10"))
		e.Teller, e.Cause = "A01-01", "i1"
		b.post(e, "2026-03-10 09:00")
		all := ask(b, (*store.Tx).Balances)
		codes := map[ledger.AccountCode]bool{"G1": true}
		for a := range all {
			codes[a.Code] = true
		}
		found := 0
		for _, g := range []ledger.GroupCode{"A01", "A012", "A0", "B01"} {
			for code := range codes {
				want := ledger.Balances{}
				for a, m := range all {
					if a.Group == g && a.Code == code {
						want[a] = m
					}
				}
				got := ask(b, func(tx *store.Tx) (ledger.Balances, error) { return tx.GroupBalances(g, code) })
				found += len(got)
				if !maps.Equal(got, want) {
					t.Errorf("%s of %s: %v, want %v", code, g, got, want)
				}
			}
		}
		if found == 0 || found != len(all) {
			t.Errorf("%d balances of %d", found, len(all))
		}
		both := ask(b, func(tx *store.Tx) (ledger.Balances, error) {
			return tx.GroupBalances("A01", ledger.TreasurerCash, ledger.Savings)
		})
		for a := range both { // and nothing of what lies between
			if a.Code != ledger.TreasurerCash && a.Code != ledger.Savings || a.Group != "A01" || both[a] != all[a] {
				t.Errorf("%v: %v, want %v", a, both[a], all[a])
			}
		}
		if len(both) != 2 {
			t.Errorf("of two kinds: %v", both)
		}
	})
}

// TestBalancesOfPurses are those of one member, and of nobody whose code begins like hers.
func TestBalancesOfPurses(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutGroup, ledger.Group{Code: "A01"}))
		for i, m := range []ledger.MemberCode{"A01-1", "A01-11", "A01-2"} {
			for k, purse := range []ledger.Purse{ledger.SavingsMonthly, ledger.SavingsSocial} {
				e := ledger.SaveEntry(ledger.Member{Group: "A01", Code: m}, purse, ledger.Money(1_000*(i+1)+k), date("2026-03-10"))
				e.Teller, e.Cause = "A01-01", "i1"
				b.post(e, "2026-03-10 09:00")
			}
		}
		got := ask(b, func(tx *store.Tx) (ledger.Balances, error) { return tx.PurseBalances("A01", "A01-1") })
		want := ledger.Balances{ledger.PurseOf("A01", "A01-1", ledger.SavingsMonthly): -1_000, ledger.PurseOf("A01", "A01-1", ledger.SavingsSocial): -1_001}
		if !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if none := ask(b, func(tx *store.Tx) (ledger.Balances, error) { return tx.PurseBalances("A01", "A01") }); len(none) > 0 {
			t.Errorf("of nobody: %v", none)
		}
	})
}
