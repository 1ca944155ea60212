package conversation

import "bendahara/ledger"

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
