package conversation

import (
	"testing"

	"bendahara/ledger"
)

// TestTogether: what is undone with an entry, and what only the office may undo.
func TestTogether(t *testing.T) {
	l := ledger.Loan{Code: "P01", Group: "A01", Terms: ledger.Terms{Principal: 1000}, Shares: []ledger.Share{
		{Member: "siti", Principal: 500}, {Member: "wati", Principal: 500},
	}}
	paid := ledger.Amounts{Principal: 500, Interest: 10}
	told := []struct {
		cause string
		entry ledger.Entry
	}{
		{"m1", ledger.RepayEntry(l, "wati", paid, 1)},
		{"m1", ledger.RepayEntry(l, "siti", paid, 1)},
		{"m1", ledger.WaiveEntry(l, "siti", 40, 0, 1)},
		{"m2", ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: l, Paid: paid}}, 0, 2)},
		{"m2", ledger.ForgiveEntry(l, "siti", 40, 0, 2)},
		{"m3", ledger.WaiveEntry(l, "wati", 40, 0, 3)}, // the office let her off both sides
		{"m3", ledger.ForgiveEntry(l, "wati", 40, 0, 3)},
		{"m4", ledger.RepayEntry(l, "wati", paid, 4)},
		{"m5", ledger.WaiveEntry(l, "wati", 40, 0, 4)}, // of another cause
	}
	var entries []ledger.Entry
	for i, one := range told {
		e := one.entry
		e.Number, e.Cause = ledger.EntryNumber(i+1), one.cause
		entries = append([]ledger.Entry{e}, entries...) // newest first
	}
	at := func(n int) ledger.Entry { return entries[len(entries)-n] }
	for n, want := range map[int][]ledger.EntryNumber{
		1: {1}, 2: {2, 3}, 3: {2, 3}, 4: {4, 5}, 5: {4, 5}, 6: {6, 7}, 7: {6, 7}, 8: {8}, 9: {9},
	} {
		undo := together(entries, at(n))
		var got []ledger.EntryNumber
		for _, e := range undo {
			got = append(got, e.Number)
		}
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("with %d are undone %v, want %v", n, got, want)
		}
		if gone, want := givenUp(entries, undo), n == 2 || n == 3; gone != want {
			t.Errorf("given up since %d: %t, want %t", n, gone, want)
		}
	}
}
