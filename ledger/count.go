package ledger

// Accounts of a cash count (periksa kas).
const (
	// CashDifference is what treasurers had less than the books said (a debit: it is
	// hers to explain) or more.
	CashDifference AccountCode = "G170" // Selisih kas
	// CashCounted and CashOfBooks only remember what was counted; each count takes
	// back at once what it puts there, so their balances are always nothing.
	CashCounted AccountCode = "G171" // Kas dihitung
	CashOfBooks AccountCode = "G172" // Lawan kas dihitung
)

// CountEntry is a count of a treasurer's cash by somebody of the UPK: afterwards the
// books hold what was counted. Its amount is the difference, and it remembers the
// count also where nothing differs; see CountOf. With nothing counted and nothing in
// the books it has no postings, and cannot be booked.
func CountEntry(group GroupCode, counted, books Money, day Date) Entry {
	e := Entry{Group: group, Kind: General, Amount: max(counted-books, books-counted), Day: day}
	cash, off := Account{Code: TreasurerCash, Group: group}, Account{Code: CashDifference, Group: group}
	e.post(cash, off, max(counted-books, 0))
	e.post(off, cash, max(books-counted, 0))
	is, was := Account{Code: CashCounted, Group: group}, Account{Code: CashOfBooks, Group: group}
	e.post(is, was, counted)
	e.post(was, is, counted)
	return e
}

// CountOf is what a CountEntry counted, and by how much the books were short of it
// (negative: over); false for any other entry.
func CountOf(e Entry) (counted, difference Money, ok bool) {
	if e.Kind != General {
		return 0, 0, false
	}
	for _, p := range e.Postings {
		switch {
		case p.Debit.Code == CashCounted:
			counted, ok = p.Amount, true
		case p.Credit.Code == CashDifference:
			difference, ok = p.Amount, true
		case p.Debit.Code == CashDifference:
			difference, ok = -p.Amount, true
		}
	}
	return counted, difference, ok
}
