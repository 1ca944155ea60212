package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// showClaim puts the next claim to a treasurer whose talk waits for nothing: one
// that she has not seen, or with again the oldest that waits.
func (t *turn) showClaim(again bool) (bool, error) {
	if t.role != understand.Treasurer || t.State.Offer != nil {
		return false, nil
	}
	waiting, err := t.claimsFor()
	if err != nil {
		return false, err
	}
	for _, c := range waiting {
		if !again && !c.Asked.IsZero() {
			continue
		}
		g, err := t.group(c.Group)
		if err != nil {
			return false, err
		}
		o := t.claimOffer(c)
		t.State.Offer = &o
		if c.Asked.IsZero() {
			c.Asked = t.now
			t.Changes = append(t.Changes, PutCase{c})
		}
		words, err := t.claimEcho(g, *c.Claim, t.message.From)
		t.reply(words)
		return true, err
	}
	return false, nil
}

// unaskedAfter is how long a claim waits for a treasurer who is busy with another
// question before she is told that it is there.
const unaskedAfter = time.Hour

// unasked tells a treasurer once of each claim that she could not be asked about, because
// her talk waited for another answer.
func (w *Watch) unasked(g *groupFacts, keeper ledger.Member) (list []Reminding) {
	for _, c := range w.claims[g.Code] {
		if !c.Asked.IsZero() || w.now.Sub(c.Opened) < unaskedAfter {
			continue
		}
		step := Step{Key: "claim/" + c.Reference(), Month: ledger.DateOf(c.Opened).Period()}
		list = append(list, Reminding{Say: remindingSay(keeper, ClaimWaits{Line: w.claimLine(g, *c.Claim)}), Steps: []Step{step}})
	}
	return list
}

// claimsFor are the claims that wait for the sender as treasurer.
func (t *turn) claimsFor() ([]Case, error) {
	open, err := t.openCases(ClaimCase)
	kept := t.kept()
	return slices.DeleteFunc(open, func(c Case) bool { return !slices.Contains(kept, c.Group) }), err
}
