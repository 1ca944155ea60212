package ledger

import (
	"cmp"
	"slices"
)

// CoverList is joint liability on a day (tanggung renteng, S1), each part by fund and group: who
// owes whom for having covered her, what coverers are to get back, and what survivors
// took over of members who died.
type CoverList struct {
	Day       Date
	Debts     []FundPart[CoverRow]
	Due       []FundPart[CoverDueRow]
	TakenOver []FundPart[CoverDueRow]
}

// CoverRow is what a defaulter still owes to one who covered her on a loan.
type CoverRow struct {
	Place
	Defaulter, Coverer         MemberCode
	DefaulterName, CovererName string
	Owed                       Money
}

func (c *CoverRow) where() Place   { return c.Place }
func (c *CoverRow) add(o CoverRow) { c.Owed += o.Owed }

// CoverDueRow is what a coverer is to get back on a loan, or what a survivor took over and
// has still to pay.
type CoverDueRow struct {
	Place
	Member MemberCode
	Name   string
	Due    Money
	// Returnable is what of it defaulters brought, and the treasurer has still to hand
	// to her; of what was taken over it is nothing.
	Returnable Money
}

func (c *CoverDueRow) where() Place { return c.Place }

func (c *CoverDueRow) add(o CoverDueRow) {
	c.Due += o.Due
	c.Returnable += o.Returnable
}

// Covers is joint liability on the evening of the day. What was paid back or handed on
// is no longer in it.
func (r *Reports) Covers(day Date) CoverList {
	b := Balances{}
	for k := range r.bookings(day) {
		switch k.account.Code {
		case CoverOwed, CoverDue, TakenOver:
			if _, ok := r.groups[k.account.Group]; ok {
				b[*k.account] += k.amount
			}
		}
	}
	var debts []CoverRow
	for _, d := range b.CoverDebts() {
		debts = append(debts, CoverRow{
			Place: r.placeOf(d.Group, d.Loan), Defaulter: d.Defaulter, DefaulterName: r.members[d.Defaulter].Name,
			Coverer: d.Coverer, CovererName: r.members[d.Coverer].Name, Owed: d.Amount,
		})
	}
	var due, taken []CoverDueRow
	for a, amount := range b {
		row := CoverDueRow{Place: r.placeOf(a.Group, a.Loan), Member: a.Member, Name: r.members[a.Member].Name, Due: amount}
		switch {
		case amount == 0:
		case a.Code == CoverDue:
			row.Due = -amount
			row.Returnable = b.CoverReturnable(Loan{Code: a.Loan, Group: a.Group}, a.Member)
			due = append(due, row)
		case a.Code == TakenOver:
			taken = append(taken, row)
		}
	}
	slices.SortStableFunc(debts, func(a, b CoverRow) int { return a.Place.compare(b.Place) })
	return CoverList{Day: day, Debts: byFund(debts), Due: byFund(sortedDue(due)), TakenOver: byFund(sortedDue(taken))}
}

func sortedDue(rows []CoverDueRow) []CoverDueRow {
	slices.SortFunc(rows, func(a, b CoverDueRow) int {
		return cmp.Or(a.Place.compare(b.Place), cmp.Compare(a.Member, b.Member))
	})
	return rows
}

// placeOf is the place of a loan by its code, or of what the register knows of its group.
func (r *Reports) placeOf(g GroupCode, code LoanCode) Place {
	if lb, ok := r.byCode[code]; ok {
		return lb.place
	}
	return r.place(Loan{Code: code, Group: g})
}
