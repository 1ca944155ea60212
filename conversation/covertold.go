package conversation

import (
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// coversCommand tells who paid for whom, and how much is owed back: of the group to
// those who may see its figures, to a member what is about her.
func (t *turn) coversCommand(m understand.Meaning) error {
	var about ledger.MemberCode
	for _, s := range m.Slots {
		if len(s.Groups) == 0 && (len(s.Members) > 0 || s.NameText != "") {
			code, done, err := t.memberAsked(m, s)
			if done || err != nil {
				return err
			}
			about = code
			m.Slots = []understand.Slot{{Members: []ledger.MemberCode{code}}}
			break
		}
	}
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if about != "" && !t.isOwn(about) && !t.maySee(g.Code) {
		return t.notAllowed()
	}
	if about == "" && !t.maySee(g.Code) {
		about = t.self.Code
	}
	debts, err := t.coverDebts(g, about)
	if err != nil {
		return err
	}
	w := CoverList{Name: g.label}
	if about != "" {
		w.Name = g.name(about)
	}
	var items []Item
	for _, d := range debts {
		items = append(items, Item{Name: g.names[d.Defaulter], To: g.names[d.Coverer], Amount: d.Amount})
	}
	w.List = t.list(items, listBudget)
	t.reply(w)
	return nil
}

// coverNotices tell her who was covered, and each who paid for her or gets it back,
// what was recorded; whom no message reaches is told by the chair or the secretary.
func (t *turn) coverNotices(g *groupFacts, e ledger.Entry, r Recorded, undone bool) {
	w := CoverNotice{
		Defaulter: g.name(e.Member), Day: r.Line.Day, Reference: r.Reference, Teller: t.tellerName(g), Undone: undone,
		Back: r.Line.Kind == CoverBack, Return: r.Line.Kind == CoverReturn, Amount: e.Amount,
	}
	parts := map[ledger.MemberCode]ledger.Money{}
	for _, p := range e.Postings {
		for _, a := range []ledger.Account{p.Debit, p.Credit} {
			if a.Code == ledger.CoverOwed {
				parts[ledger.MemberCode(a.Purse)] += p.Amount
				w.Others += p.Amount
			}
		}
		if p.Debit.Code == ledger.Savings && p.Debit.Member == e.Member {
			w.Savings += p.Amount
		}
	}
	var unreached []Item
	for _, m := range g.members {
		own := w
		own.Title, own.Name = m.Title, g.name(m.Code)
		switch part := parts[m.Code]; {
		case m.Code == e.Member:
			own.Hers = true
		case part > 0:
			own.Amount = part
		default:
			continue
		}
		switch phone := phoneOf(m); {
		case phone == t.message.From || m.Phone2 == t.message.From && m.Phone2 != "":
		case phone != "":
			t.tell(m, own)
		default:
			unreached = append(unreached, g.item(m.Code, own.Amount))
		}
	}
	if other, ok := t.witness(g); ok && len(unreached) > 0 {
		rest := t.State.Rest
		list := t.list(unreached, coverBudget)
		t.State.Rest = rest // "lanjut" is the sender's
		t.tell(other, CoverForOthers{CoverNotice: w, List: list})
	}
}

// concerns tells whether an entry is about a member's money: also the cover that she
// paid for another.
func concerns(e ledger.Entry, m ledger.MemberCode) bool {
	return e.Member == m || slices.ContainsFunc(e.Postings, func(p ledger.Posting) bool {
		return p.Credit.Code == ledger.CoverDue && p.Credit.Member == m
	})
}
