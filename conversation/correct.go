package conversation

import (
	"errors"
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// reverseCommand offers to reverse the teller's last entry, or the one whose
// number she gives, naming it. After the UPK's time limit an officer does it.
func (t *turn) reverseCommand(m understand.Meaning) error {
	if t.role == understand.Member || t.role == understand.Head {
		return t.notAllowed()
	}
	if t.locked() {
		return t.refuseLocked()
	}
	if t.role != understand.Treasurer {
		return t.officeReverse(m)
	}
	var about []ledger.MemberCode // whose entry, where she says so
	wrongSlots, wrongAmounts := m.Slots, m.Wrong
	if len(m.NotHers) > 0 { // "bukan siti tapi wati": Siti's, of the amount that is to be Wati's
		wrongSlots = m.NotHers
		for _, s := range m.Slots {
			wrongAmounts = append(wrongAmounts, s.Amount)
		}
	}
	for _, s := range wrongSlots {
		about = append(about, s.Members...)
	}
	var last, meant ledger.Entry // and the last with an amount that is said to be wrong
	for _, g := range t.kept() {
		recent, err := t.standing(g, time.Time{})
		if err != nil {
			return err
		}
		own := slices.DeleteFunc(slices.Clone(recent), func(e ledger.Entry) bool {
			named := len(about) == 0 || slices.Contains(about, e.Member)
			return e.Teller != t.teller() || !names(m, e) || !named || received(recent, e)
		})
		wrong := slices.IndexFunc(own, func(e ledger.Entry) bool { return slices.Contains(wrongAmounts, e.Amount) })
		if len(own) > 0 && (last.Number == 0 || later(own[0], last)) {
			last = together(recent, own[0])[0]
		}
		if wrong >= 0 && (meant.Number == 0 || later(own[wrong], meant)) {
			meant = together(recent, own[wrong])[0]
		}
	}
	if meant.Number != 0 {
		last = meant
	}
	if last.Number == 0 && t.self != nil && !t.owns(t.self.Group) && m.Entry == 0 { // a stand-in says it of her own money
		return t.disputeCommand(m)
	}
	if last.Number == 0 {
		t.reply(CannotReverse{})
		return nil
	}
	return t.offerReverse(last.Group, last.Number, replacement(m, last))
}

// names tells whether the message is about the entry: it names none, or this one. A
// receipt of days that were lost has the number of another, but not its series.
func names(m understand.Meaning, e ledger.Entry) bool {
	return m.Entry == 0 || m.Entry == e.Number && (!m.InSeries || m.Series == e.Series)
}

// replacement is what to record in place of the entry, where the correction says
// another amount: for the same person, purpose and day.
func replacement(m understand.Meaning, e ledger.Entry) []Line {
	if len(m.NotHers) > 0 {
		return moved(m.Slots, e)
	}
	for _, s := range m.Slots {
		if s.Kind == "" || s.Amount <= 0 || len(s.Members) == 1 && e.Member != "" && s.Members[0] != e.Member {
			continue // of somebody else: that is said anew
		}
		if lines := inPlace(e, s.Amount, s.Unsure); lines != nil {
			return lines
		}
	}
	return nil
}

// moved is the same as an entry for somebody else, where one is named: of as much, where
// no other amount is said.
func moved(hers []understand.Slot, e ledger.Entry) []Line {
	if len(hers) != 1 || e.Member == "" || slices.Equal(hers[0].Members, []ledger.MemberCode{e.Member}) {
		return nil
	}
	amount, unsure := hers[0].Amount, hers[0].Unsure
	if amount == 0 {
		amount = e.Amount
	}
	lines := inPlace(e, amount, unsure)
	if lines == nil {
		return nil
	}
	l := &lines[0]
	l.Member, l.Loan, l.NameText = "", "", hers[0].NameText
	switch {
	case len(hers[0].Members) > 1 || hers[0].Guessed:
		l.Candidates = hers[0].Members
	case len(hers[0].Members) == 1:
		l.Member = hers[0].Members[0]
	}
	return lines
}

// inPlace is the same as an entry with another amount; nothing where the entry is of a
// kind that is to be said anew, such as who covered whom.
func inPlace(e ledger.Entry, amount ledger.Money, unsure bool) []Line {
	deposit := e.Kind == ledger.Deposit || e.Kind == ledger.DepositReceived
	if e.Kind == ledger.Cover || e.Kind == ledger.Waiver || e.Member == "" && !deposit {
		return nil
	}
	return []Line{{
		Kind: e.Kind, Member: e.Member, Whole: deposit, Group: e.Group, Loan: e.Loan, Purse: e.Purse, Amount: amount, Unsure: unsure, Day: e.Day,
	}}
}

// received tells whether an offered deposit has been confirmed since: then it is
// the office's to undo.
func received(newestFirst []ledger.Entry, e ledger.Entry) bool {
	if e.Kind != ledger.Deposit {
		return false
	}
	return slices.ContainsFunc(newestFirst, func(later ledger.Entry) bool {
		return later.Kind == ledger.DepositReceived && later.Number > e.Number
	})
}

// later tells whether a was told after b; within one second the message counts.
func later(a, b ledger.Entry) bool {
	if !a.Heard.Equal(b.Heard) {
		return a.Heard.After(b.Heard)
	}
	if (a.Teller == ledger.TellerImport) != (b.Teller == ledger.TellerImport) {
		return b.Teller == ledger.TellerImport
	}
	return len(a.Cause) > len(b.Cause) || len(a.Cause) == len(b.Cause) && a.Cause > b.Cause
}

// offerReverse names an entry of the sender's and asks whether to undo it.
func (t *turn) offerReverse(code ledger.GroupCode, n ledger.EntryNumber, instead []Line) error {
	undo, no, err := t.reversible(code, n)
	if err != nil {
		return err
	}
	if no != nil {
		t.reply(*no)
		return nil
	}
	e := undo[0]
	hours := t.settings.Int("batas_koreksi_jam")
	if t.role == understand.Treasurer && t.now.Sub(e.Heard) > time.Duration(hours)*time.Hour {
		t.reply(CannotReverse{Reference: e.Reference(), Hours: hours})
		return nil
	}
	if asked, err := t.askInstead(undo, instead); asked || err != nil {
		return err
	}
	line, err := t.lineOf(undo)
	if err != nil {
		return err
	}
	w := ReverseOffer{Line: line, Reference: e.Reference()}
	most := e.Amount
	for _, l := range instead {
		w.Instead, most = l.Amount, max(most, l.Amount)
		if l.Member != e.Member {
			g, err := t.group(e.Group)
			if err != nil {
				return err
			}
			w.InsteadName = g.name(l.Member)
		}
	}
	if w.Code, err = t.codeFor(most); err != nil {
		return err
	}
	t.State.Offer = &Offer{Reverse: n, Group: code, Lines: instead, Question: Confirm, Code: w.Code, Most: most, Made: t.now}
	t.reply(w)
	return nil
}

// askInstead asks what becomes of more than is due, where what is to stand in an
// entry's place is so much, and of somebody else's money all that is not sure, before
// anything is undone: else it would be out of the books until she answers.
func (t *turn) askInstead(undo []ledger.Entry, instead []Line) (asked bool, err error) {
	if len(instead) == 0 {
		return false, nil
	}
	for _, e := range undo {
		back, err := ledger.Reverse(e, t.day, t.now, "", "")
		if err != nil {
			return false, err
		}
		t.moved.Add(back)
	}
	_, d, at, err := t.drawAll(instead)
	t.undraw()
	same := instead[0].Member == undo[0].Member
	if err != nil || d == nil || same && d.question != WhatOfExcess {
		return false, err
	}
	if err := t.ask(instead, at, *d); err != nil {
		return true, err
	}
	if o := t.State.Offer; o != nil {
		o.Reverse, o.Group = undo[0].Number, undo[0].Group
	}
	return true, nil
}

// own is an entry of the sender's that is not reversed, and what is undone with it.
func (t *turn) own(code ledger.GroupCode, n ledger.EntryNumber) (undo []ledger.Entry, ok bool, err error) {
	none := []ledger.Entry{{}}
	recent, err := t.standing(code, time.Time{})
	if err != nil {
		return none, false, err
	}
	for _, e := range recent {
		if e.Number == n && e.Teller == t.teller() && !received(recent, e) {
			undo = together(recent, e)
			return undo, !givenUp(recent, undo), nil
		}
	}
	return none, false, nil
}

// lineOf is an entry as it is read back, with the waiver that goes with it.
func (t *turn) lineOf(undo []ledger.Entry) (EchoLine, error) {
	e := undo[0]
	g, err := t.group(e.Group)
	if err != nil {
		return EchoLine{}, err
	}
	l := EchoLine{Name: g.name(e.Member), Kind: saidKind(e), Purse: e.Purse, Amount: e.Amount, Day: e.Day, Sharia: g.sharia[e.Loan]}
	for _, w := range undo[1:] {
		l.PaysOff, l.Waived = true, w.Amount
	}
	return l, nil
}

// saidKind is an entry's kind as people speak of it: money for those who covered, and
// what is handed on to them, are covers in the books.
func saidKind(e ledger.Entry) ledger.EntryKind {
	kind := e.Kind
	for _, p := range e.Postings {
		switch {
		case e.Kind == ledger.Cover && p.Credit.Code == ledger.CoverOwed:
			kind = CoverBack
		case e.Kind == ledger.Cover && p.Debit.Code == ledger.CoverDue:
			kind = CoverReturn
		}
	}
	return kind
}

// saidKind is the same of a line to record.
func (l Line) saidKind() ledger.EntryKind {
	switch {
	case l.Cover != nil && l.Cover.Back:
		return CoverBack
	case l.Cover != nil && l.Cover.Return:
		return CoverReturn
	}
	return l.Kind
}

// reverse undoes the entry that was offered, and tells whose money it was.
func (t *turn) reverse(o Offer) error {
	undo, no, err := t.reversible(o.Group, o.Reverse)
	if err != nil {
		return err
	}
	if no != nil {
		t.reply(*no)
		return nil
	}
	e := undo[0]
	for _, one := range slices.Backward(undo) {
		back, err := ledger.Reverse(one, t.day, t.now, t.teller(), t.message.ID)
		if errors.Is(err, ledger.ErrReversed) {
			t.Entries = nil
			t.reply(CannotReverse{Reference: e.Reference()})
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := t.record(back); err != nil {
			return err
		}
	}
	if gone, err := t.moneyGone(e); err != nil || gone {
		t.Entries = nil
		t.reply(CannotReverse{Reference: e.Reference(), Gone: true})
		return err
	}
	line, err := t.lineOf(undo)
	if err != nil {
		return err
	}
	t.reply(Reversed{Line: line, Reference: e.Reference()})
	if err := t.reversedNotices(e, line); err != nil {
		return err
	}
	if len(o.Lines) > 0 { // she agreed to the other amount, too
		t.agreed = true
		return t.offer(o.Lines)
	}
	return nil
}

// reversedNotices tell whose receipt is void.
func (t *turn) reversedNotices(e ledger.Entry, line EchoLine) error {
	g, err := t.group(e.Group)
	if err != nil {
		return err
	}
	if e.Kind == ledger.Cover {
		t.coverNotices(g, e, Recorded{Line: line, Reference: e.Reference()}, true)
		return t.tellUndone(g, e, line)
	}
	notice := ReversedNotice{Line: line, Teller: t.tellerName(g), Reference: e.Reference()}
	if keeper := slices.IndexFunc(g.members, isKeeper); keeper >= 0 && g.members[keeper].Code != e.Member && !has(g.members[keeper], t.message.From) {
		notice.Other = true // a stand-in's entry
		t.tell(g.members[keeper], notice)
		notice.Other = false
	}
	if m, ok := g.member(e.Member); ok && phoneOf(m) != "" && !has(m, t.message.From) {
		notice.Title = m.Title
		t.tell(m, notice)
	} else if other, ok := t.witness(g); ok {
		notice.Other = true
		t.tell(other, notice)
	}
	return t.tellUndone(g, e, line)
}

// moneyGone tells whether undoing the entry would leave less than nothing: savings
// taken out of the purse since, or money that the UPK has received since. Then it
// is the office's to undo.
func (t *turn) moneyGone(e ledger.Entry) (bool, error) {
	saved := ledger.Money(0)
	if e.Kind == ledger.SavingsDeposit {
		var err error
		if saved, err = t.balance(ledger.PurseOf(e.Group, e.Member, e.Purse)); err != nil {
			return false, err
		}
	}
	if gone, err := t.coverGone(e); gone || err != nil {
		return gone, err
	}
	cash, err := t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: e.Group})
	takesCash := e.Kind == ledger.Repayment || e.Kind == ledger.FineEntry || e.Kind == ledger.SavingsDeposit || e.Kind == ledger.Cover
	return saved > 0 || takesCash && cash < 0, err
}
