package conversation

import (
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// What an officer asks about more than one group.
type (
	// VillageArrears are the groups of a village that are late at the UPK.
	VillageArrears struct {
		Village string // empty: of all villages
		List    List
	}
	// CashList is what all treasurers hold.
	CashList struct{ List List }
	// UPKMonth is the UPK's month so far.
	UPKMonth struct {
		UPK     string
		Day     ledger.Date
		In      ledger.Money // received from groups
		Held    ledger.Money // by treasurers
		Overdue ledger.Money // at the UPK
		Late    int          // groups
	}
	// GroupMonth is a group's month so far.
	GroupMonth struct {
		Group  string
		Day    ledger.Date
		Paid   ledger.Money // by members, on loans
		Payers int
		Saved  ledger.Money // put into purses, less what was taken out
		Cash   ledger.Money // held by the treasurer
		Unpaid List         // who has not paid what falls due until the month's end
	}
)

// Kind names the template of each.
func (VillageArrears) Kind() string { return "village_arrears" }
func (CashList) Kind() string       { return "cash_list" }
func (UPKMonth) Kind() string       { return "upk_month" }
func (GroupMonth) Kind() string     { return "group_month" }

// works tells whether the sender speaks as one who works for the UPK.
func (t *turn) works() bool { return t.role == understand.Officer || t.role == understand.Auditor }

// villageArrears lists the groups of a village that are late at the UPK, or of all
// villages; where several villages may be meant, it asks.
func (t *turn) villageArrears(s understand.Slot) error {
	w := VillageArrears{}
	var names []string
	villages, err := t.facts.Villages()
	if err != nil {
		return err
	}
	for _, v := range villages {
		if slices.Contains(s.Villages, v.Code) {
			names = append(names, clip(v.Name, maxGroupName))
		}
	}
	switch {
	case len(names) > 1:
		t.reply(AskFullName{NameText: clip(strings.TrimSpace(s.NameText), maxName), Names: names[:min(len(names), maxChoice)]})
		return nil
	case len(names) == 1:
		w.Village = names[0]
	}
	items, err := t.overdueGroups(func(g ledger.Group) bool { return len(names) == 0 || g.Village == s.Villages[0] })
	if err != nil {
		return err
	}
	w.List = t.list(items, listBudget)
	t.reply(w)
	return nil
}

// overdueGroups are the wanted groups that are late at the UPK, with how much.
func (t *turn) overdueGroups(want func(ledger.Group) bool) ([]Item, error) {
	return t.eachGroup(want, func(g ledger.GroupCode) (ledger.Money, error) { return t.overdueAtUPK(g, t.day) })
}

// eachGroup lists the wanted groups that have an amount of something, by names that are
// different in the list.
func (t *turn) eachGroup(want func(ledger.Group) bool, of func(ledger.GroupCode) (ledger.Money, error)) ([]Item, error) {
	groups, err := t.facts.Groups()
	if err != nil {
		return nil, err
	}
	called, err := t.labels()
	if err != nil {
		return nil, err
	}
	groups = slices.DeleteFunc(groups, func(g ledger.Group) bool { return !want(g) })
	alike := map[string]int{}
	for _, g := range groups {
		alike[g.Name]++
	}
	var items []Item
	for _, g := range groups {
		amount, err := of(g.Code)
		if err != nil {
			return nil, err
		}
		if amount != 0 {
			name := called[g.Code]
			if alike[g.Name] == 1 { // in one village, say
				name = clip(g.Name, maxGroupName)
			}
			items = append(items, Item{Name: name, Amount: amount})
		}
	}
	return items, nil
}

func everyGroup(ledger.Group) bool { return true }

func sum(items []Item) (total ledger.Money) {
	for _, i := range items {
		total += i.Amount
	}
	return total
}

// overdueAtUPK is what a group is late with at the UPK on a day, by what is left to it of the
// schedules. It reads less than group does, since it is asked of hundreds at once.
func (t *turn) overdueAtUPK(code ledger.GroupCode, day ledger.Date) (overdue ledger.Money, err error) {
	loans, err := t.facts.Loans(code)
	if err != nil {
		return 0, err
	}
	loans = slices.DeleteFunc(loans, func(l ledger.Loan) bool { return !l.Open() })
	if len(loans) == 0 {
		return 0, nil
	}
	entries, err := t.facts.Easings(code)
	if err != nil {
		return 0, err
	}
	for _, l := range loans {
		if l, err = t.offHolidays(l); err != nil {
			return 0, err
		}
		one, err := l.StandingAtUPK(day, entries, t.balance)
		if err != nil {
			return 0, err
		}
		overdue += one.Overdue()
	}
	return overdue, nil
}

// held is the cash that a group's treasurer holds.
func (t *turn) held(code ledger.GroupCode) (ledger.Money, error) {
	return t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: code})
}

// received this month from a group, by the UPK.
func (t *turn) receivedThisMonth(code ledger.GroupCode) (in ledger.Money, err error) {
	entries, err := t.ofMonth(code, t.day.Period())
	for _, e := range entries {
		if e.Kind == ledger.DepositReceived {
			in += e.Amount
		}
	}
	return in, err
}

// cashList tells what all treasurers hold.
func (t *turn) cashList() error {
	items, err := t.eachGroup(everyGroup, t.held)
	if err != nil {
		return err
	}
	t.reply(CashList{List: t.list(items, listBudget)})
	return nil
}

// reportCommand tells a month so far: of the UPK to who works for it, of a group to
// who may know, and to a member her own.
func (t *turn) reportCommand(m understand.Meaning) error {
	named := slices.ContainsFunc(m.Slots, func(s understand.Slot) bool { return len(s.Groups)+len(s.Members) > 0 })
	if t.works() && !named {
		return t.upkMonth()
	}
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if !t.maySee(g.Code) {
		return t.ownMonths()
	}
	return t.groupMonth(g)
}

func (t *turn) upkMonth() error {
	late, err := t.overdueGroups(everyGroup)
	if err != nil {
		return err
	}
	held, err := t.eachGroup(everyGroup, t.held)
	if err != nil {
		return err
	}
	in, err := t.eachGroup(everyGroup, t.receivedThisMonth)
	if err != nil {
		return err
	}
	t.reply(UPKMonth{UPK: t.upk.Name, Day: t.day, In: sum(in), Held: sum(held), Overdue: sum(late), Late: len(late)})
	return nil
}

// ofMonth are a group's entries that count in a month, without what was undone.
func (t *turn) ofMonth(g ledger.GroupCode, month ledger.Period) ([]ledger.Entry, error) {
	year, first, _ := month.First().Civil()
	recent, err := t.standingOf(g, time.Date(year, first, 1, 0, 0, 0, 0, t.settings.Zone()), monthEntries)
	return slices.DeleteFunc(recent, func(e ledger.Entry) bool { return e.BookedOn().Period() != month }), err
}

// monthEntries is how many of a group's entries a month is told from: more than 30
// members make who save every day.
const monthEntries = 10_000

func (t *turn) groupMonth(g *groupFacts) error {
	w := GroupMonth{Group: g.label, Day: t.day}
	entries, err := t.ofMonth(g.Code, t.day.Period())
	if err != nil {
		return err
	}
	payers := map[ledger.MemberCode]bool{}
	for _, e := range entries {
		switch e.Kind {
		case ledger.Repayment, ledger.FineEntry:
			w.Paid += e.Amount
			payers[e.Member] = true
		case ledger.SavingsDeposit:
			w.Saved += e.Amount
		case ledger.SavingsWithdrawal:
			w.Saved -= e.Amount
		}
	}
	w.Payers = len(payers)
	if w.Cash, err = t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: g.Code}); err != nil {
		return err
	}
	unpaid, err := t.unpaidThisMonth(g)
	if err != nil {
		return err
	}
	w.Unpaid = t.list(unpaid, repeatedBudget)
	t.reply(w)
	return nil
}

// unpaidThisMonth is who has still to pay what is overdue or falls due until the
// end of the month.
func (t *turn) unpaidThisMonth(g *groupFacts) ([]Item, error) {
	end := (t.day.Period() + 1).First() // what falls due before this day
	var items []Item
	add := func(m ledger.MemberCode, whole bool) error {
		open, err := t.openLoans(g, m, end)
		if err != nil {
			return err
		}
		var due ledger.Money
		for _, o := range open {
			if (o.payer == "") == whole {
				due += o.standing.Overdue()
			}
		}
		if due > 0 {
			items = append(items, g.item(m, due))
		}
		return nil
	}
	for _, m := range g.members {
		if err := add(m.Code, false); err != nil {
			return nil, err
		}
	}
	return items, add("", true) // nobody's share is known: the group's
}
