package conversation

import (
	"slices"

	"bendahara/ledger"
)

// receipts tell each member of her own money. Where none can reach her, or she
// is the one who recorded it, the chair or the secretary gets it instead: never
// who recorded it.
func (t *turn) receipts(all []booked) error {
	for _, b := range all {
		g, err := t.group(b.entry.Group)
		if err != nil {
			return err
		}
		if err := t.receipt(g, b.entry, b.words); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) receipt(g *groupFacts, e ledger.Entry, r Recorded) error {
	switch e.Kind {
	case ledger.Deposit, ledger.DepositReceived:
		return t.depositNotices(g, e, r)
	case ledger.General:
		return t.countNotices(g, e, r)
	case ledger.Cover:
		t.coverNotices(g, e, r, false)
		return nil
	}
	keeper := slices.IndexFunc(g.members, isKeeper)
	if keeper >= 0 && g.members[keeper].Code != e.Member && !has(g.members[keeper], t.message.From) {
		// It is in the treasurer's cash now, by an officer or her stand-in: she must
		// hear of it.
		t.tell(g.members[keeper], ReceiptForOther{Line: r.Line, Teller: t.tellerName(g), Reference: r.Reference})
	}
	m, ok := g.member(e.Member)
	if ok && phoneOf(m) != "" && !has(m, t.message.From) {
		whole := slices.ContainsFunc(g.loans, func(l loanFacts) bool { return l.Code == e.Loan && len(l.Shares) == 0 })
		if whole { // the balance is the group's, not hers
			t.tell(m, ReceiptForOther{Line: r.Line, Teller: t.tellerName(g), Reference: r.Reference})
			return nil
		}
		t.tell(m, ReceiptWords{Title: m.Title, Line: r.Line, Teller: t.tellerName(g), Reference: r.Reference, Left: r.Left})
		return nil
	}
	if other, ok := t.witness(g); ok {
		t.tell(other, ReceiptForOther{Line: r.Line, Teller: t.tellerName(g), Reference: r.Reference})
	}
	return nil
}

// witness is the chair or the secretary who gets a receipt in another's place.
func (t *turn) witness(g *groupFacts) (ledger.Member, bool) {
	for _, office := range []ledger.Office{ledger.Chair, ledger.Secretary} {
		i := slices.IndexFunc(g.members, func(m ledger.Member) bool {
			return m.Office == office && m.Status == ledger.Active && phoneOf(m) != "" && !has(m, t.message.From)
		})
		if i >= 0 {
			return g.members[i], true
		}
	}
	return ledger.Member{}, false
}

// tellerName is how the teller is named to the members of a group.
func (t *turn) tellerName(g *groupFacts) string {
	for _, m := range t.memberships() {
		if m.Group == g.Code && t.officer == nil {
			return titled(m.Title, g.names[m.Code])
		}
	}
	if t.officer != nil {
		return clip(t.officer.Name, maxName)
	}
	return titled(t.self.Title, clip(t.self.Name, maxName))
}

func titled(title, name string) string {
	if title == "" {
		return name
	}
	return title + " " + name
}
