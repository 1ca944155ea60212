package conversation

import (
	"fmt"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// balanceCommand tells a balance: of one member, of the group, or the sender's own.
func (t *turn) balanceCommand(m understand.Meaning) error {
	for _, s := range m.Slots {
		switch {
		case len(s.Groups) == 1:
			return t.groupBalance(s.Groups[0])
		case len(s.Members) == 1:
			return t.balanceOf(s.Members[0])
		case len(s.Members) > 1:
			d, err := t.askMember(&Line{Candidates: s.Members, NameText: s.NameText})
			if err != nil {
				return err
			}
			// An offer of nothing but the choice: the answer is a balance.
			t.State.Offer = &Offer{Question: WhichMember, Choices: d.choices, Made: t.now}
			t.reply(d.words)
			return nil
		case s.NameText != "":
			return t.unknownName(s.NameText)
		}
	}
	if t.self == nil {
		return t.help(true, "")
	}
	if m.Intent == understand.CashHeld && t.maySee(t.self.Group) {
		return t.groupBalance(t.self.Group)
	}
	for _, own := range t.memberships() {
		w, err := t.balanceWords(own)
		if err != nil {
			return err
		}
		w.Title = own.Title
		if w.Title == "" {
			w.Title = w.Name
			w.Name = ""
		}
		if own.Office == ledger.Treasurer {
			figures, err := t.figures(own.Group)
			if err != nil {
				return err
			}
			w.Treasury = &figures
		}
		t.reply(w)
	}
	return nil
}

func (t *turn) unknownName(text string) error {
	w := AskName{NameText: clip(text, maxName)}
	if t.self != nil {
		g, err := t.group(t.self.Group)
		if err != nil {
			return err
		}
		w.Group = clip(g.Name, maxGroupName)
	}
	t.reply(w)
	return nil
}

// balanceOf tells one member's balance to somebody who may know it.
func (t *turn) balanceOf(code ledger.MemberCode) error {
	g, err := t.groupOf(code)
	if err != nil {
		return err
	}
	m, _ := g.member(code)
	own := t.self != nil && t.self.Code == code
	if !own && !t.maySee(g.Code) {
		return t.notAllowed()
	}
	w, err := t.balanceWords(m)
	t.reply(w)
	return err
}

func (t *turn) balanceWords(m ledger.Member) (BalanceWords, error) {
	g, err := t.group(m.Group)
	if err != nil {
		return BalanceWords{}, err
	}
	w := BalanceWords{Name: g.names[m.Code]}
	open, err := t.openLoans(g, m.Code, t.day)
	if err != nil {
		return w, err
	}
	for _, o := range open {
		if o.payer == "" {
			continue // nobody's share is known
		}
		s := o.standing
		w.HasLoan = true
		w.Left += s.Left()
		w.Overdue += s.Overdue()
		w.LateFor += s.LateInstalments
		if w.NextDue.IsZero() || !s.NextDue.IsZero() && s.NextDue < w.NextDue {
			w.NextDue, w.Next = s.NextDue, s.Next.Total()
		}
	}
	for _, purse := range ledger.Purses {
		saved, err := t.balance(ledger.PurseOf(m.Group, m.Code, purse))
		if err != nil {
			return w, err
		}
		w.Savings -= saved
	}
	return w, nil
}

func (t *turn) groupBalance(code ledger.GroupCode) error {
	if !t.maySee(code) {
		return t.notAllowed()
	}
	figures, err := t.figures(code)
	t.reply(figures)
	return err
}

// figures are how a group stands: with its members, with the UPK, and between.
func (t *turn) figures(code ledger.GroupCode) (GroupFigures, error) {
	g, err := t.group(code)
	if err != nil {
		return GroupFigures{}, err
	}
	f := GroupFigures{Group: clip(g.Name, maxGroupName)}
	for _, l := range g.loans {
		paid, err := l.PaidToUPK(t.balance)
		if err != nil {
			return f, err
		}
		f.UPK += l.group.On(t.day, paid).Left()
		for member, schedule := range l.schedules {
			paid, err := l.PaidBy(member, t.balance)
			if err != nil {
				return f, err
			}
			f.Members += schedule.On(t.day, paid).Left()
		}
	}
	late, err := t.late(g)
	if err != nil {
		return f, err
	}
	for _, item := range late {
		f.Late++
		f.Overdue += item.Amount
	}
	f.Cash, err = t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: code})
	return f, err
}

// scheduleCommand tells the instalments still to come.
func (t *turn) scheduleCommand(m understand.Meaning) error {
	member := t.self
	for _, s := range m.Slots {
		if len(s.Members) == 1 {
			g, err := t.groupOf(s.Members[0])
			if err != nil {
				return err
			}
			if found, ok := g.member(s.Members[0]); ok {
				member = &found
			}
		} else if s.NameText != "" {
			return t.unknownName(s.NameText)
		}
	}
	if member == nil {
		return t.help(true, "")
	}
	if (t.self == nil || t.self.Code != member.Code) && !t.maySee(member.Group) {
		return t.notAllowed()
	}
	g, err := t.group(member.Group)
	if err != nil {
		return err
	}
	open, err := t.openLoans(g, member.Code, t.day)
	if err != nil {
		return err
	}
	var items []Item
	for _, o := range open {
		for _, i := range o.schedules[o.payer].Unpaid(o.paid) {
			items = append(items, Item{shortDay(i.Due), i.Total()})
		}
	}
	if len(items) == 0 {
		t.reply(NoLoan{Name: g.names[member.Code]})
		return nil
	}
	t.reply(DueList{Name: g.names[member.Code], List: t.inOrder(items)})
	return nil
}

// shortDay is a date as a list shows it, in any language: 15/4/26.
func shortDay(d ledger.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%d/%d/%02d", day, month, year%100)
}
