package conversation

import (
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// disputeCommand keeps a member's word that the books are wrong about her, and
// brings it to the officers of her village. It stops nothing. It is about the
// entry she numbers, or the last that she was told of.
func (t *turn) disputeCommand(m understand.Meaning) error {
	if t.self == nil {
		t.reply(NotByText{UPK: t.upk.Name, NoRight: true})
		return nil
	}
	about, e, err := t.disputed(m)
	if err != nil {
		return err
	}
	g, err := t.group(about.Group)
	if err != nil {
		return err
	}
	c, fresh, err := t.dispute(g, about, e, m.Note)
	if err != nil {
		return err
	}
	taken := DisputeTaken{Title: about.Title, Name: g.name(about.Code), UPK: t.upk.Name, Case: c.Reference()}
	if e.Number != 0 {
		taken.Reference, taken.Amount = e.Reference(), e.Amount
	}
	t.reply(taken)
	if !fresh {
		return nil
	}
	return t.disputeNotice(g, c, e)
}

// dispute opens a dispute, or adds the words to the one that is open about the
// same entry: it is asked once, and no word is lost.
func (t *turn) dispute(g *groupFacts, about ledger.Member, e ledger.Entry, note string) (c Case, fresh bool, err error) {
	open, err := t.ownCases(DisputeCase)
	if err != nil {
		return Case{}, false, err
	}
	for _, c := range open {
		if c.Member == about.Code && c.Entry == e.Number && c.Claim == nil || len(open) > maxOwnCases {
			if !strings.Contains(c.Note, note) {
				c.Note = clip(strings.TrimSpace(c.Note+"\n"+note), maxNote)
				t.Changes = append(t.Changes, PutCase{c})
			}
			return c, false, nil
		}
	}
	owner, err := t.ownerOf(g, nil)
	if err != nil {
		return Case{}, false, err
	}
	c, err = t.openCase(Case{
		Kind: DisputeCase, From: t.message.From, Group: g.Code, Member: about.Code, Entry: e.Number, Note: note,
	}, owner)
	return c, true, err
}

// disputeNotice brings a dispute to the officers of the village: what the books
// say and who wrote it, and what the member says.
func (t *turn) disputeNotice(g *groupFacts, c Case, e ledger.Entry) error {
	notice := DisputeNotice{
		Case: c.Reference(), Name: g.name(c.Member), Group: g.label, Note: shownNote(c.Note, maxShownNote),
	}
	if e.Number != 0 {
		notice.Reference, notice.Amount, notice.Teller = e.Reference(), e.Amount, t.entryTeller(g, e)
	}
	return t.tellOfficers(g, notice)
}

// disputed finds which of the sender's memberships a dispute is about, and which
// entry, none where it is about what is not in the books; of a reversal it is the entry that was reversed.
func (t *turn) disputed(said understand.Meaning) (ledger.Member, ledger.Entry, error) {
	about, last := *t.self, ledger.Entry{}
	if said.Missing {
		return about, last, nil
	}
	for _, m := range t.memberships() {
		recent, err := t.facts.Recent(m.Group, time.Time{}, recentEntries)
		if err != nil {
			return about, last, err
		}
		for _, e := range recent {
			if !concerns(e, m.Code) || !names(said, e) {
				continue
			}
			if last.Number == 0 || later(e, last) {
				about, last = m, e
			}
			break
		}
	}
	if last.Kind == ledger.Reversal {
		was, err := t.facts.Entry(last.Group, last.Reverses)
		if err != nil {
			return about, last, err
		}
		last.Number, last.Series = was.Number, was.Series
	}
	return about, last, nil
}

func (t *turn) entryTeller(g *groupFacts, e ledger.Entry) string {
	if m, ok := g.member(ledger.MemberCode(e.Teller)); ok {
		return g.names[m.Code]
	}
	return ""
}

// tellOfficers tells those whose village it is; where it is nobody's, the head.
func (t *turn) tellOfficers(g *groupFacts, w Words) error {
	officers, err := t.facts.Officers()
	if err != nil {
		return err
	}
	told := 0
	for _, o := range officers {
		for _, v := range o.Villages {
			if v == g.Village {
				t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: w})
				told++
			}
		}
	}
	for _, o := range officers {
		if told == 0 && o.Role == ledger.Head {
			t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: w})
		}
	}
	return nil
}

// settleDispute ends a dispute. One that is accepted reverses the entry that it is
// about, by the officer's hand; the member and the treasurer are told.
func (t *turn) settleDispute(c Case, outcome Outcome, answer string) error {
	e, standing, err := t.disputedEntry(c)
	if err != nil {
		return err
	}
	w := DisputeClosed{Case: c.Reference(), Outcome: outcome, Answer: shownAnswer(answer)}
	if e.Number != 0 {
		w.Reference, w.Amount = e.Reference(), e.Amount
	} else if c.Claim != nil {
		w.Amount = c.Claim.Amount
	}
	if outcome == Accepted && standing {
		undo, err := ledger.Reverse(e, t.day, t.now, t.teller(), t.message.ID)
		if err != nil {
			return err
		}
		if undo, err = t.record(undo); err != nil {
			return err
		}
		if gone, err := t.moneyGone(e); err != nil || gone {
			t.Entries = nil
			t.reply(CannotReverse{Reference: e.Reference(), Gone: true})
			return err
		}
		c.Made, w.Reversed = undo.Number, true
	}
	c = t.closeCase(c, string(t.officer.Code), outcome, answer)
	g, err := t.group(c.Group)
	if err != nil {
		return err
	}
	m, _ := g.member(c.Member)
	w.Title, w.Name = m.Title, g.name(c.Member)
	if err := t.tellFrom(c, w); err != nil {
		return err
	}
	if keeper, ok := g.keeper(); ok && phoneOf(keeper) != "" && phoneOf(keeper) != c.From {
		w.Title, w.ToTreasurer = "", true
		t.tell(keeper, w)
	}
	return t.caseDone(c)
}

// disputedEntry is the entry that a dispute is about, and whether it still stands.
func (t *turn) disputedEntry(c Case) (e ledger.Entry, standing bool, err error) {
	if c.Entry == 0 {
		return ledger.Entry{}, false, nil
	}
	if e, err = t.facts.Entry(c.Group, c.Entry); err != nil {
		return ledger.Entry{}, false, err
	}
	undone, err := t.facts.Reversed(c.Group, c.Entry)
	return e, !undone, err
}
