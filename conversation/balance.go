package conversation

import (
	"cmp"
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// balanceCommand tells a balance: of one member, of the group, or the sender's own.
func (t *turn) balanceCommand(m understand.Meaning) error {
	switch {
	case m.Topic == understand.OfPayoff:
		return t.payoffCommand(m)
	case m.Topic == understand.OfCovers:
		return t.coversCommand(m)
	case slices.ContainsFunc(m.Slots, func(s understand.Slot) bool { return s.Kind == ledger.General }):
		return t.countCommand(m)
	}
	own := t.memberships()
	for _, s := range m.Slots {
		switch {
		case len(s.Groups) == 1:
			return t.groupBalance(s.Groups[0])
		case len(s.Groups) > 1:
			return t.askGroup(Offer{Query: m.Intent, Topic: m.Topic}, s.NameText, s.Groups)
		case len(s.Members) > 0 || s.NameText != "":
			code, done, err := t.memberAsked(m, s)
			if done || err != nil {
				return err
			}
			if !t.isOwn(code) {
				return t.balanceOf(code)
			}
			own = t.alike(code)
		}
	}
	if m.Intent == understand.CashHeld && t.works() {
		return t.cashList()
	}
	if t.self == nil {
		return t.help(true, "")
	}
	if m.Intent == understand.CashHeld && t.maySee(t.self.Group) {
		return t.groupBalance(t.self.Group)
	}
	for _, member := range own {
		w, err := t.balanceWords(member)
		if err != nil {
			return err
		}
		w.Title = member.Title
		if w.Title == "" {
			w.Title = w.Name
			w.Name = ""
		}
		if member.Office == ledger.Treasurer {
			figures, err := t.figures(member.Group)
			if err != nil {
				return err
			}
			w.Treasury = &figures
		}
		t.reply(w)
	}
	return nil
}

// isOwn tells whether this is one of the sender's own memberships.
func (t *turn) isOwn(code ledger.MemberCode) bool {
	return slices.ContainsFunc(t.memberships(), func(m ledger.Member) bool { return m.Code == code })
}

// alike are the sender's memberships under the name of one of them: two people
// may share a phone, and one person may be in two groups.
func (t *turn) alike(code ledger.MemberCode) []ledger.Member {
	list := t.memberships()
	i := slices.IndexFunc(list, func(m ledger.Member) bool { return m.Code == code })
	name := list[i].Name
	return slices.DeleteFunc(list, func(m ledger.Member) bool { return m.Name != name })
}

// memberAsked is the member whom a question names. Where that is not sure it
// asks, keeps the question, and is done.
func (t *turn) memberAsked(query understand.Meaning, s understand.Slot) (code ledger.MemberCode, done bool, err error) {
	if len(s.Members) == 1 && !s.Guessed {
		return s.Members[0], false, nil
	}
	t.State.Offer = &Offer{Question: WhichMember, Query: query.Intent, Topic: query.Topic, Made: t.now}
	w := AskName{NameText: clip(s.NameText, maxName)}
	if t.self != nil {
		g, err := t.group(t.self.Group)
		if err != nil {
			return "", true, err
		}
		w.Group = g.label
	}
	if len(s.Members) == 0 {
		t.reply(w)
		return "", true, nil
	}
	d, err := t.askMember(&Line{Candidates: s.Members, NameText: s.NameText})
	if err != nil {
		return "", true, err
	}
	t.State.Offer.Choices = d.choices
	if s.Guessed {
		w.Near = d.words.(AskWhich).Choices
		d.words = w
	}
	t.reply(d.words)
	return "", true, nil
}

// balanceOf tells one member's balance to somebody who may know it.
func (t *turn) balanceOf(code ledger.MemberCode) error {
	g, err := t.groupOf(code)
	if err != nil {
		return err
	}
	m, _ := g.member(code)
	if !t.isOwn(code) && !t.maySee(g.Code) {
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
	w := BalanceWords{Name: g.name(m.Code)}
	open, err := t.openLoans(g, m.Code, t.day)
	if err != nil {
		return w, err
	}
	w.Sharia = sharia(open) || len(open) == 0 && g.allSharia()
	for _, o := range open {
		if o.payer == "" {
			continue // nobody's share is known
		}
		s := o.standing
		w.HasLoan = true
		w.Left += s.Left()
		w.Overdue += s.Overdue()
		w.LateFor += s.LateInstalments
		if o.Sharia() {
			w.Charity += s.Fine
		} else {
			w.Fine += s.Fine
		}
		if w.NextDue.IsZero() || !s.NextDue.IsZero() && s.NextDue < w.NextDue {
			w.NextDue, w.Next = s.NextDue, s.Next.Total()
		}
	}
	if w.Savings, err = t.saved(m); err != nil {
		return w, err
	}
	if w.Covered, err = t.owesOthers(g, m.Code); err != nil {
		return w, err
	}
	w.Daily, err = t.daily(g, m.Code)
	return w, err
}

// saved is what a member has in all of her purses.
func (t *turn) saved(m ledger.Member) (sum ledger.Money, err error) {
	kept, err := t.facts.PurseBalances(m.Group, m.Code)
	for _, purse := range ledger.Purses {
		account := ledger.PurseOf(m.Group, m.Code, purse)
		sum -= kept[account] + t.moved[account]
	}
	return sum, err
}

// daily is how a KSM's member stands with her daily saving; nil where she promises none.
func (t *turn) daily(g *groupFacts, m ledger.MemberCode) (*ledger.DailyStanding, error) {
	if g.Type != ledger.KSM {
		return nil, nil
	}
	entries, err := t.facts.Recent(g.Code, time.Time{}, fineEntries)
	if err != nil {
		return nil, err
	}
	saving, deposited, ok := t.settings.DailyOf(g.Group, m, entries)
	if !ok {
		return nil, nil
	}
	st := saving.On(t.day, deposited)
	return &st, nil
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
	f := GroupFigures{Group: g.label, Sharia: g.allSharia()}
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
	if f.Cash, err = t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: code}); err != nil {
		return f, err
	}
	f.Since, err = t.cashSince(code)
	return f, err
}

// cashSince is the day from which a treasurer holds the oldest of her cash; no day
// where she holds none.
func (t *turn) cashSince(g ledger.GroupCode) (ledger.Date, error) {
	entries, err := t.facts.Recent(g, time.Time{}, fineEntries)
	if err != nil {
		return 0, err
	}
	for _, layer := range ledger.CashLayers(g, entries) {
		return layer.Since, nil
	}
	return 0, nil
}

// ofMember answers a question about the member that it names, or about each of the
// sender's own memberships.
func (t *turn) ofMember(m understand.Meaning, tell func(ledger.MemberCode) error) error {
	own := t.memberships()
	for _, s := range m.Slots {
		if len(s.Groups) > 0 || len(s.Members) == 0 && s.NameText == "" {
			continue
		}
		code, done, err := t.memberAsked(m, s)
		if done || err != nil {
			return err
		}
		if !t.isOwn(code) {
			return tell(code)
		}
		own = t.alike(code)
	}
	if t.self == nil {
		return t.help(true, "")
	}
	for _, member := range own {
		if err := tell(member.Code); err != nil {
			return err
		}
	}
	return nil
}

// scheduleCommand tells the instalments still to come: of a member, or what a group
// that it names has to bring to the UPK.
func (t *turn) scheduleCommand(m understand.Meaning) error {
	if !slices.ContainsFunc(m.Slots, func(s understand.Slot) bool { return len(s.Groups) > 0 }) {
		return t.ofMember(m, t.scheduleOf)
	}
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if !t.maySee(g.Code) {
		return t.notAllowed()
	}
	return t.groupSchedule(g)
}

func (t *turn) groupSchedule(g *groupFacts) error {
	var unpaid ledger.Schedule
	for _, l := range g.loans {
		paid, err := l.PaidToUPK(t.balance)
		if err != nil {
			return err
		}
		unpaid = append(unpaid, l.group.Unpaid(paid)...)
	}
	t.reply(DueList{Name: g.label, List: t.inOrder(byDue(unpaid))})
	return nil
}

// byDue are instalments as items of a list, in order of their due days.
func byDue(unpaid ledger.Schedule) []Item {
	slices.SortStableFunc(unpaid, func(a, b ledger.Instalment) int { return cmp.Compare(a.Due, b.Due) })
	var items []Item
	for _, i := range unpaid {
		items = append(items, Item{Due: i.Due, Amount: i.Total()})
	}
	return items
}

func (t *turn) scheduleOf(code ledger.MemberCode) error {
	g, err := t.groupOf(code)
	if err != nil {
		return err
	}
	if !t.isOwn(code) && !t.maySee(g.Code) {
		return t.notAllowed()
	}
	open, err := t.openLoans(g, code, t.day)
	if err != nil {
		return err
	}
	words := DueList{Name: g.name(code)}
	hers := slices.DeleteFunc(slices.Clone(open), func(o openLoan) bool { return o.payer == "" })
	switch { // how much of a loan without shares is hers nobody knows: it is told as the group's
	case len(hers) > 0 || !t.maySee(g.Code):
		open = hers
	case len(open) > 0:
		words.Name = g.label
	}
	var unpaid ledger.Schedule
	for _, o := range open {
		unpaid = append(unpaid, o.schedules[o.payer].Unpaid(o.paid)...)
	}
	words.List = t.inOrder(byDue(unpaid))
	if len(open) == 1 && open[0].Sharia() {
		whole := open[0].schedules[open[0].payer].Total()
		words.Product, words.Cost, words.Margin = open[0].Terms.Method, whole.Principal, whole.Interest
	}
	t.reply(words)
	return nil
}
