package ledger_test

import (
	"testing"

	"bendahara/ledger"
)

func TestCount(t *testing.T) {
	on := day(t, "2026-03-10")
	for _, c := range []struct{ counted, books, amount, difference ledger.Money }{
		{250_000, 275_000, 25_000, -25_000},
		{300_000, 275_000, 25_000, 25_000},
		{275_000, 275_000, 0, 0},
		{0, 275_000, 275_000, -275_000},
		{100, -100, 200, 200},
	} {
		books := ledger.Balances{{Code: ledger.TreasurerCash, Group: "A01"}: c.books}
		e := ledger.CountEntry("A01", c.counted, c.books, on)
		if err := e.Check(); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		books.Add(e)
		if held := books[ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}]; held != c.counted {
			t.Errorf("%+v: the books hold %d", c, int64(held))
		}
		for _, memo := range []ledger.AccountCode{ledger.CashCounted, ledger.CashOfBooks} {
			if m := books[ledger.Account{Code: memo, Group: "A01"}]; m != 0 {
				t.Errorf("%+v: %s holds %d", c, memo, int64(m))
			}
		}
		counted, difference, ok := ledger.CountOf(e)
		if counted != c.counted || difference != c.difference || !ok || e.Amount != c.amount {
			t.Errorf("%+v reads back as %d, %d, %t, amount %d", c, int64(counted), int64(difference), ok, int64(e.Amount))
		}
	}
	if err := ledger.CountEntry("A01", 0, 0, on).Check(); err == nil {
		t.Error("nothing counted and nothing in the books can be booked")
	}
	if _, _, ok := ledger.CountOf(ledger.Entry{Kind: ledger.General, Postings: []ledger.Posting{{
		Debit: ledger.Account{Code: ledger.Expense}, Credit: ledger.Account{Code: ledger.UPKCash}, Amount: 1,
	}}}); ok {
		t.Error("a journal entry reads as a count")
	}
}

// TestCashLayers: money leaves the treasurer the oldest first, whatever a chain's order.
func TestCashLayers(t *testing.T) {
	b := fourShares(t)
	first, second := day(t, "2026-02-10"), day(t, "2026-02-12")
	paid := ledger.Amounts{Principal: 250_000, Interest: 37_500}
	b.post(t, ledger.RepayEntry(b.loan, "siti", paid, second))
	b.post(t, ledger.RepayEntry(b.loan, "wati", paid, first))
	b.deposit(t, 300_000, second)
	wrong := ledger.RepayEntry(b.loan, "ani", paid, first)
	b.post(t, wrong)
	r, err := ledger.Reverse(b.entries[len(b.entries)-1], second, b.entries[0].Heard, "A01-01", "test")
	if err != nil {
		t.Fatal(err)
	}
	b.post(t, r)
	got := ledger.CashLayers("A01", b.entries)
	if len(got) != 1 || got[0] != (ledger.HeldLayer{Since: second, Amount: 275_000}) {
		t.Errorf("%+v", got)
	}
	if none := ledger.CashLayers("A02", b.entries); none != nil {
		t.Errorf("another group holds %+v", none)
	}
}

// TestByBank: a transfer goes to the bank, and the entry it was made of stays as it was.
func TestByBank(t *testing.T) {
	l := fourShares(t).loan
	cash := ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: ledger.Amounts{Principal: 100, Interest: 10}}}, 5, 1)
	books := ledger.Balances{}
	books.Add(cash.ByBank())
	if in, at := books[ledger.Account{Code: ledger.UPKBank}], books[ledger.Account{Code: ledger.UPKCash}]; in != 115 || at != 0 {
		t.Errorf("bank %d, cash %d", int64(in), int64(at))
	}
	books = ledger.Balances{}
	books.Add(cash)
	if at := books[ledger.Account{Code: ledger.UPKCash}]; at != 115 {
		t.Errorf("cash %d", int64(at))
	}
}
