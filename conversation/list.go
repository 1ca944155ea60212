package conversation

import (
	"cmp"
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Budgets of a list that is read back with a question, and of one whose question
// names somebody who has the same already.
const (
	echoBudget     = 70
	repeatedBudget = 50
	exceptBudget   = 20  // names of those left out, where a list is read back
	besideLetters  = 14  // what is said around them
	moreBudget     = 116 // little else is said with the rest of a list
)

// kindLetters is room for what an item is, in any language, where a list mixes.
const kindLetters = 9

// coverLetters is room for what says that one bears another's, in any language.
const coverLetters = 12

// purseLetters is room for the name of an item's purse, in any language.
const purseLetters = 19

// toldLetters is room for the words around what a treasurer wrote, in any language.
const toldLetters = 11

// list puts as many items as fit into a message, and the rest where "lanjut"
// finds it. A list that does not fit begins with the biggest amounts.
func (t *turn) list(items []Item, budget int) List {
	if fitting(shortened(items), budget) < len(items) {
		items = slices.Clone(items)
		slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(b.Amount, a.Amount) })
	}
	return t.page(items, budget)
}

// inOrder is list for items whose order means something.
func (t *turn) inOrder(items []Item) List { return t.page(items, listBudget) }

// page shows the first items that fit, and keeps the rest for "lanjut".
func (t *turn) page(items []Item, budget int) List {
	if fitting(items, budget) < len(items) {
		items = shortened(items)
	}
	n := fitting(items, budget)
	l := List{Items: items[:n], Count: len(items), More: len(items) - n}
	for _, i := range items {
		l.Total += i.Amount
	}
	t.State.Rest = nil
	if l.More > 0 {
		t.State.Rest = &Rest{Items: items[n:], Made: t.now}
	}
	return l
}

// shortened has the short names in place of the full ones.
func shortened(items []Item) []Item {
	items = slices.Clone(items)
	for i := range items {
		if items[i].Short != "" {
			items[i].Name = items[i].Short
		}
	}
	return items
}

// fitting is how many items fit into so many letters; at least one, so that a
// list always goes on.
func fitting(items []Item, budget int) int {
	used := 0
	for n, i := range items {
		if i.To != "" {
			used += letters(i.To) + len(" ke ")
		}
		used += letters(i.Name) + len(" ") + len(", ")
		if used += letters(i.Word); i.Word == "" {
			used += len(i.Amount.String())
		}
		if !i.Due.IsZero() {
			used += len("10 Mar 2026")
		}
		if i.Told != 0 {
			used += len(i.Told.String()) + toldLetters
		}
		if !i.Day.IsZero() {
			used += len(" (10 Mar)")
		}
		if i.Kind != "" {
			used += kindLetters
		}
		if i.Purse != "" {
			used += purseLetters
		}
		if i.By != "" {
			used += letters(i.By) + coverLetters - kindLetters
		}
		if used-len(", ") > budget && n > 0 {
			return n
		}
	}
	return len(items)
}

// more shows the next part of a list, in its order.
func (t *turn) more() error {
	if t.State.Rest == nil {
		if shown, err := t.showClaim(true); shown || err != nil {
			return err
		}
		return t.help(true, "")
	}
	t.reply(MoreOfList{List: t.page(t.State.Rest.Items, moreBudget)})
	return nil
}

// arrearsCommand lists who is late, to those who may know; where it names a
// member ("siti sudah bayar?") it tells how she stands.
func (t *turn) arrearsCommand(m understand.Meaning) error {
	if m.Topic == understand.OfPromises {
		return t.promisesCommand(m)
	}
	if t.works() && len(m.Slots) == 0 {
		return t.villageArrears(understand.Slot{})
	}
	for _, s := range m.Slots {
		if t.works() && len(s.Villages) > 0 {
			return t.villageArrears(s)
		}
		if len(s.Groups) == 0 && (len(s.Members) > 0 || s.NameText != "") {
			return t.balanceCommand(m)
		}
	}
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if !t.maySee(g.Code) && !g.ArrearsShared {
		return t.balanceCommand(understand.Meaning{Intent: understand.Balance})
	}
	late, err := t.late(g)
	if err != nil {
		return err
	}
	t.reply(ArrearsList{Group: g.label, List: t.list(late, listBudget)})
	return nil
}

// late lists the members with something overdue.
func (t *turn) late(g *groupFacts) ([]Item, error) {
	var items []Item
	for _, m := range g.members {
		open, err := t.openLoans(g, m.Code, t.day)
		if err != nil {
			return nil, err
		}
		var overdue ledger.Money
		for _, o := range open {
			if o.payer != "" {
				overdue += o.standing.Overdue()
			}
		}
		if overdue > 0 {
			items = append(items, g.item(m.Code, overdue))
		}
	}
	whole, err := t.openLoans(g, "", t.day)
	if err != nil {
		return nil, err
	}
	for _, o := range whole { // a group whose members' shares are unknown is late as a whole
		if o.payer == "" && o.standing.Overdue() > 0 {
			items = append(items, Item{Name: g.label, Amount: o.standing.Overdue()})
		}
	}
	return items, nil
}

// groupAsked is the group that a question is about: the one named, the named
// member's, or the sender's own. Where there is none it says how to ask.
func (t *turn) groupAsked(m understand.Meaning) (*groupFacts, bool, error) {
	for _, s := range m.Slots {
		if len(s.Groups) == 1 {
			g, err := t.group(s.Groups[0])
			return g, err == nil, err
		}
		if len(s.Groups) > 1 {
			return nil, false, t.askGroup(Offer{Query: m.Intent, Topic: m.Topic}, s.NameText, s.Groups)
		}
		if len(s.Members) == 1 {
			g, err := t.groupOf(s.Members[0])
			return g, err == nil, err
		}
	}
	if t.self == nil {
		return nil, false, t.help(true, "")
	}
	g, err := t.group(t.self.Group)
	return g, err == nil, err
}
