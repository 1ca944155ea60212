package conversation

import (
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// answerBeside answers the question about figures that stood beside what is to be recorded.
// What the sender may not know, or must be asked about, is answered as ever.
func (t *turn) answerBeside(m understand.Meaning) error {
	if m.Also == nil {
		return nil
	}
	err := t.command(*m.Also)
	t.State.Offer = nil // the record's question is the one that waits
	return err
}

// recordCommand offers to record what the message tells.
func (t *turn) recordCommand(m understand.Meaning) error {
	if err := t.answerBeside(m); err != nil {
		return err
	}
	for _, s := range m.Slots { // "semua bayar kecuali endang" of two: neither may be left out unasked
		if s.NotPaid && (len(s.Members) > 1 || s.Guessed || len(s.Members) == 0 && s.NameText != "") {
			names, err := t.fullNames(s.Members[:min(len(s.Members), maxChoice)])
			t.reply(AskFullName{NameText: clip(s.NameText, maxName), Names: names})
			return err
		}
	}
	lines := t.lines(m)
	if len(m.Slots) == 0 && slices.Contains(m.Asks, understand.AskGroup) && len(t.kept()) > 1 {
		return t.askWhoseAll(lines[0].Kind)
	}
	if len(lines) > maxLines {
		t.reply(TooMany{Limit: maxLines})
		return nil
	}
	if done, err := t.claimCommand(m, lines); done || err != nil {
		return err
	}
	if t.role != understand.Treasurer && !t.officerMayRecord() {
		return t.notAllowed()
	}
	for i := range lines {
		if err := t.place(&lines[i]); err != nil {
			return err
		}
		if lines[i].Group != "" && !t.mayRecord(lines[i].Group) {
			return t.notAllowed()
		}
	}
	beside, err := t.besideOf(m)
	if err != nil {
		return err
	}
	t.beside = beside
	lines, ok, err := t.everybody(m, lines)
	if !ok || err != nil {
		return err
	}
	return t.offer(lines)
}

// lines are the slots of a message as lines to record.
func (t *turn) lines(m understand.Meaning) []Line {
	var lines []Line
	for _, s := range m.Slots {
		if s.Kind == "" || s.NotPaid {
			continue
		}
		l := Line{
			Kind: s.Kind, NameText: s.NameText, Purse: s.Purse, Amount: s.Amount, Due: s.Due || m.Sum > 0 && s.Amount == 0, Unsure: s.Unsure, Day: s.Date,
			Unread: len(m.Unread) > 0 || m.Suggest != "" || slices.Contains(m.Asks, understand.AskPurpose), Payoff: s.Payoff, Implied: s.Implied, Cover: coverLine(s.Cover),
		}
		if len(s.Members) == 1 && !s.Guessed {
			l.Member = s.Members[0]
		} else {
			l.Candidates = s.Members
		}
		if l.Day.IsZero() && !slices.Contains(m.Asks, understand.AskDate) {
			l.Day = t.day
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 { // "bayar" alone
		kind := map[understand.Intent]ledger.EntryKind{
			understand.SavingsDeposit: ledger.SavingsDeposit, understand.SavingsWithdrawal: ledger.SavingsWithdrawal,
		}[m.Intent]
		if kind == "" {
			kind = ledger.Repayment
		}
		lines = append(lines, Line{Kind: kind, Day: t.day})
	}
	return lines
}

// place fills in the group of a line whose member is known.
func (t *turn) place(l *Line) error {
	if l.Member == "" || l.Group != "" {
		return nil
	}
	g, err := t.groupOf(l.Member)
	if err == nil {
		l.Group = g.Code
	}
	return err
}
