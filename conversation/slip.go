package conversation

import (
	"slices"

	"bendahara/ledger"
)

// SlipKept says that the picture of a deposit's slip is kept, while the deposit still
// waits for her answer.
type SlipKept struct{ Amount ledger.Money }

// Kind names the template.
func (SlipKept) Kind() string { return "slip_kept" }

// WaitsForSlip tells whether a picture can be the slip of a deposit: one that a treasurer
// is about to bring to the UPK, or an officer to confirm.
func (s State) WaitsForSlip() bool {
	if s.Offer == nil || len(s.Offer.Lines) != 1 {
		return false
	}
	kind := s.Offer.Lines[0].Kind
	return kind == ledger.Deposit || kind == ledger.DepositReceived
}

// maxSlips is how many messages with pictures of one slip are remembered.
const maxSlips = 10

// slipsAfter keeps the pictures beside the deposit that they are of: as long as it waits
// in the talk, and then with the turn that books it. A picture may bring the deposit's own
// words under it, or the yes.
func (t *turn) slipsAfter(before State) {
	slips := before.Slips
	if t.message.Slip != "" && (before.WaitsForSlip() || t.State.WaitsForSlip()) && len(slips) < maxSlips {
		slips = append(slices.Clone(slips), t.message.ID)
		t.KeepsSlip = true
	}
	t.State.Slips = nil
	if t.State.WaitsForSlip() {
		t.State.Slips = slips
	}
	for _, e := range t.Entries {
		if e.Kind == ledger.Deposit || e.Kind == ledger.DepositReceived {
			t.Slips = slips
		}
	}
}
