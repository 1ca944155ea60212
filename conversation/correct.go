package conversation

import (
	"errors"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// reverseCommand offers to reverse the teller's last entry, or the one whose
// number she gives, naming it. After the UPK's time limit an officer does it.
func (t *turn) reverseCommand(m understand.Meaning) error {
	if t.role != understand.Treasurer {
		if t.role == understand.Member || t.role == understand.Head {
			return t.disputeCommand(m)
		}
		t.reply(NotByText{UPK: t.upk.Name})
		return nil
	}
	for _, g := range t.kept() {
		recent, err := t.facts.Recent(g, time.Time{}, recentEntries)
		if err != nil {
			return err
		}
		for _, e := range recent {
			if e.Teller == t.teller() && (m.Entry == 0 || e.Number == m.Entry) {
				return t.offerReverse(g, e.Number, 0)
			}
		}
	}
	t.reply(CannotReverse{})
	return nil
}

// offerReverse names an entry of the sender's and asks whether to undo it.
func (t *turn) offerReverse(code ledger.GroupCode, n ledger.EntryNumber, repeats int) error {
	e, ok, err := t.own(code, n)
	if err != nil {
		return err
	}
	hours := t.settings.Int("batas_koreksi_jam")
	switch {
	case !ok:
		t.reply(CannotReverse{})
		return nil
	case t.now.Sub(e.Heard) > time.Duration(hours)*time.Hour:
		t.reply(CannotReverse{Reference: e.Reference(), Hours: hours})
		return nil
	}
	line, err := t.lineOf(e)
	if err != nil {
		return err
	}
	t.State.Offer = &Offer{Reverse: n, Group: code, Question: Confirm, Repeats: repeats, Made: t.now}
	t.reply(ReverseOffer{Line: line, Reference: e.Reference()})
	return nil
}

// own is an entry of the sender's that is not reversed.
func (t *turn) own(code ledger.GroupCode, n ledger.EntryNumber) (ledger.Entry, bool, error) {
	recent, err := t.facts.Recent(code, time.Time{}, recentEntries)
	if err != nil {
		return ledger.Entry{}, false, err
	}
	for _, e := range recent {
		if e.Number == n && e.Teller == t.teller() {
			return e, true, nil
		}
	}
	return ledger.Entry{}, false, nil
}

// lineOf is an entry as it is read back.
func (t *turn) lineOf(e ledger.Entry) (EchoLine, error) {
	g, err := t.group(e.Group)
	if err != nil {
		return EchoLine{}, err
	}
	return EchoLine{Name: g.name(e.Member), Kind: e.Kind, Purse: e.Purse, Amount: e.Amount, Day: e.Day}, nil
}

// reverse undoes the entry that was offered, and tells whose money it was.
func (t *turn) reverse(o Offer) error {
	e, ok, err := t.own(o.Group, o.Reverse)
	if err != nil {
		return err
	}
	if !ok {
		t.reply(CannotReverse{})
		return nil
	}
	undo, err := ledger.Reverse(e, t.day, t.now, t.teller(), t.message.ID)
	if errors.Is(err, ledger.ErrReversed) {
		t.reply(CannotReverse{Reference: e.Reference()})
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := t.record(undo); err != nil {
		return err
	}
	line, err := t.lineOf(e)
	if err != nil {
		return err
	}
	t.reply(Reversed{Line: line, Reference: e.Reference()})
	g, err := t.group(e.Group)
	if err != nil {
		return err
	}
	notice := ReversedNotice{Line: line, Teller: t.tellerName(g), Reference: e.Reference()}
	if m, ok := g.member(e.Member); ok && phoneOf(m) != "" && phoneOf(m) != t.message.From && m.Phone2 != t.message.From {
		notice.Title = m.Title
		t.tell(m, notice)
	} else if other, ok := t.witness(g); ok {
		notice.Other = true
		t.tell(other, notice)
	}
	return nil
}

// disputeCommand keeps a member's word that the books are wrong about her, and
// brings it to the officers of her village. It stops nothing.
func (t *turn) disputeCommand(m understand.Meaning) error {
	if t.self == nil {
		t.reply(NotByText{UPK: t.upk.Name})
		return nil
	}
	g, err := t.group(t.self.Group)
	if err != nil {
		return err
	}
	recent, err := t.facts.Recent(g.Code, time.Time{}, recentEntries)
	if err != nil {
		return err
	}
	d := OpenDispute{Message: t.message.ID, Group: g.Code, Member: t.self.Code, Note: clip(m.Note, maxNote), Opened: t.now}
	name := g.names[t.self.Code]
	taken := DisputeTaken{Title: t.self.Title, Name: name, UPK: t.upk.Name}
	notice := DisputeNotice{Name: name, Group: clip(g.Name, maxGroupName), Note: clip(m.Note, maxShownNote)}
	for _, e := range recent {
		if e.Member == t.self.Code && (m.Entry == 0 || m.Entry == e.Number) {
			d.Entry = e.Number
			taken.Reference, taken.Amount = e.Reference(), e.Amount
			notice.Reference, notice.Amount = taken.Reference, taken.Amount
			notice.Teller = t.entryTeller(g, e)
			break
		}
	}
	t.Changes = append(t.Changes, d)
	t.reply(taken)
	return t.tellOfficers(g, notice)
}

// How much of a dispute's words is kept, and how much an SMS shows, in letters.
const (
	maxNote      = 500
	maxShownNote = 30
)

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
