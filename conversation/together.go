package conversation

import (
	"slices"

	"bendahara/ledger"
)

// together are the entries that are undone with e, e among them, in their order: a
// payment that ended a loan and the waiver booked right behind it for the same cause.
// One without the other would leave a member let off for money that she did not pay,
// or owing what she was let off. inForce are a group's entries that are not reversed.
func together(inForce []ledger.Entry, e ledger.Entry) []ledger.Entry {
	pair := func(paid, waiver ledger.Entry) bool {
		return waiver.Kind == ledger.Waiver && (paid.Kind == ledger.Repayment || paid.Kind == ledger.FineEntry) &&
			waiver.Number == paid.Number+1 && waiver.Cause == paid.Cause && waiver.Loan == paid.Loan && waiver.Member == paid.Member
	}
	for _, other := range inForce {
		switch {
		case pair(e, other):
			return []ledger.Entry{e, other}
		case pair(other, e):
			return []ledger.Entry{other, e}
		}
	}
	return []ledger.Entry{e}
}

// givenUp tells whether the UPK has given up since what one of the entries let a
// member off: then it is the office's to undo.
func givenUp(inForce, undo []ledger.Entry) bool {
	return slices.ContainsFunc(undo, func(w ledger.Entry) bool {
		return w.Kind == ledger.Waiver && slices.ContainsFunc(inForce, func(e ledger.Entry) bool {
			c, ok := ledger.ClosingOf(e)
			return ok && e.Number > w.Number && e.Loan == w.Loan && (c.Member == w.Member || c.Member == "")
		})
	})
}
