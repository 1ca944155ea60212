package ledger

import (
	"cmp"
	"slices"
)

// cashEvent is what one entry did to a treasurer's cash, or to what is said to be on its way.
type cashEvent struct {
	day, undone Date
	moved       Date  // when the money moved, from which its age counts
	cash        Money // into her cash, or out of it
	offered     Money
}

// readCash keeps what the entry did to treasurers' cash.
func (r *Reports) readCash(e *Entry, undone Date) {
	for g, v := range cashEvents(e, undone) {
		r.cash[g] = append(r.cash[g], v)
	}
}

// cashEvents are what an entry did to each treasurer's cash, where it did something.
func cashEvents(e *Entry, undone Date) map[GroupCode]cashEvent {
	moved := map[GroupCode]cashEvent{}
	move := func(a *Account, amount Money) {
		v := moved[a.Group]
		switch a.Code {
		case TreasurerCash:
			v.cash += amount
		case DepositOffered:
			v.offered += amount
		default:
			return
		}
		moved[a.Group] = v
	}
	for i := range e.Postings {
		p := &e.Postings[i]
		move(&p.Debit, p.Amount)
		move(&p.Credit, -p.Amount)
	}
	for g, v := range moved {
		if v == (cashEvent{}) {
			delete(moved, g)
			continue
		}
		v.day, v.moved, v.undone = e.BookedOn(), e.Day, undone
		moved[g] = v
	}
	return moved
}

// CashLayers is the cash that a group's treasurer holds after its entries, by the day
// on which she received it, the oldest first; see [Reports.HeldCash].
func CashLayers(g GroupCode, entries []Entry) []HeldLayer {
	var events []cashEvent
	last := Date(0)
	for _, e := range inForce(g, entries) {
		if v, ok := cashEvents(&e, 0)[g]; ok {
			events, last = append(events, v), max(last, e.BookedOn())
		}
	}
	return heldRow(events, last).Layers
}

// HeldCash is the cash that treasurers hold on a day, with its age (contract.md
// section 3, "Two standings"). It is of all funds and purses together: one purse
// of hers holds it all.
type HeldCash struct {
	Day   Date
	Rows  []HeldRow
	Total HeldRow
}

// HeldRow is a line of it: group, treasurer, amount, since when, days, and what of it
// she says is on its way to the UPK.
type HeldRow struct {
	Village     VillageCode
	VillageName string
	Group       GroupCode
	GroupName   string
	Contact     // the treasurer
	Held        Money
	Since       Date // when she received the oldest of it
	Days        int
	Layers      []HeldLayer // the oldest first; they add up to Held
	Offered     Money
}

// HeldLayer is money of one day.
type HeldLayer struct {
	Since  Date
	Amount Money
}

// HeldCash is what every treasurer holds on the evening of the day; those with nothing
// are left out. Money leaves her the oldest first. One who brought more than she had
// holds less than nothing, since no day. The longest held comes first.
func (r *Reports) HeldCash(day Date) HeldCash {
	h := HeldCash{Day: day}
	for _, g := range r.books.Groups {
		row := heldRow(r.cash[g.Code], day)
		if row.Held == 0 && row.Offered == 0 {
			continue
		}
		row.Village, row.VillageName, row.Group, row.GroupName = g.Village, r.villages[g.Village].Name, g.Code, g.Name
		m := r.offices[g.Code][Treasurer]
		row.Contact = Contact{Name: m.Name, Phone: m.Phone, Address: m.Address}
		h.Rows = append(h.Rows, row)
		h.Total.Held += row.Held
		h.Total.Offered += row.Offered
	}
	slices.SortStableFunc(h.Rows, func(a, b HeldRow) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.Village, b.Village), cmp.Compare(a.Group, b.Group))
	})
	return h
}

func heldRow(events []cashEvent, day Date) HeldRow {
	var row HeldRow
	var out Money
	for _, v := range events {
		if v.day > day || !v.undone.IsZero() && v.undone <= day {
			continue
		}
		row.Held += v.cash
		row.Offered += v.offered
		if v.cash > 0 {
			row.Layers = append(row.Layers, HeldLayer{v.moved, v.cash})
		} else {
			out -= v.cash
		}
	}
	slices.SortStableFunc(row.Layers, func(a, b HeldLayer) int { return cmp.Compare(a.Since, b.Since) })
	row.Layers = oldestOut(row.Layers, out)
	if len(row.Layers) > 0 {
		row.Since = row.Layers[0].Since
		row.Days = int(day - row.Since)
	}
	return row
}

// oldestOut takes an amount out of the layers and joins those of one day.
func oldestOut(layers []HeldLayer, out Money) []HeldLayer {
	var stay []HeldLayer
	for _, l := range layers {
		gone := within(l.Amount, out)
		out -= gone
		l.Amount -= gone
		switch n := len(stay); {
		case l.Amount == 0:
		case n > 0 && stay[n-1].Since == l.Since:
			stay[n-1].Amount += l.Amount
		default:
			stay = append(stay, l)
		}
	}
	return stay
}
