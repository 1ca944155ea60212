package conversation

import (
	"slices"
	"time"

	"bendahara/ledger"
)

// together are the entries that are undone with e, e among them, in their order: an
// entry and the waivers booked right behind it for the same cause. Of a payment that
// ended a loan, one without the other would leave a member let off for money that
// she did not pay, or owing what she was let off; of a deposit, the group let off for
// money that the UPK has not. inForce are entries of a group that are not reversed.
func together(inForce []ledger.Entry, e ledger.Entry) []ledger.Entry {
	at := map[ledger.EntryNumber]ledger.Entry{}
	for _, one := range inForce {
		at[one.Number] = one
	}
	main := e
	for main.Kind == ledger.Waiver {
		before, ok := at[main.Number-1]
		if !ok || before.Cause != e.Cause {
			break
		}
		main = before
	}
	if main.Number != e.Number && !bringsWaiver(main, e) {
		return []ledger.Entry{e}
	}
	undo := []ledger.Entry{main}
	for n := main.Number + 1; at[n].Kind == ledger.Waiver && at[n].Cause == main.Cause && bringsWaiver(main, at[n]); n++ {
		undo = append(undo, at[n])
	}
	return undo
}

// bringsWaiver tells whether a waiver of the same cause belongs to an entry.
func bringsWaiver(main, waiver ledger.Entry) bool {
	switch main.Kind {
	case ledger.DepositReceived:
		return true
	case ledger.Repayment, ledger.FineEntry, ledger.Waiver:
		return waiver.Loan == main.Loan && waiver.Member == main.Member
	}
	return false
}

// givenUp tells whether the UPK has given up since what one of the entries let a
// member off: then it is the office's to undo, and the deposit comes first.
func givenUp(inForce, undo []ledger.Entry) bool {
	last := undo[len(undo)-1].Number
	return slices.ContainsFunc(undo, func(w ledger.Entry) bool {
		_, forgives := ledger.ClosingOf(w)
		return w.Kind == ledger.Waiver && !forgives && slices.ContainsFunc(inForce, func(e ledger.Entry) bool {
			c, ok := ledger.ClosingOf(e)
			return ok && e.Number > last && e.Loan == w.Loan && (c.Member == w.Member || c.Member == "")
		})
	})
}

// inForce are all of a group's entries that were not reversed, newest first.
func (t *turn) inForce(g ledger.GroupCode) ([]ledger.Entry, error) {
	return t.standingOf(g, time.Time{}, fineEntries)
}
