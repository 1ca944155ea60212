package ledger

import "slices"

// CashPart is a part of the cash flow statement, as a code.
type CashPart string

// The parts, in order. By what the money came from or went to: income and expenses;
// groups' principal; and the rest, capital, funds and what is held for groups.
const (
	CashOperating CashPart = "operasi"
	CashLending   CashPart = "perguliran"
	CashFinancing CashPart = "pendanaan"
)

// CashFlow is the cash flow statement (arus kas) of the UPK's cash and bank for a month, by
// the direct method. After is Before and what came in, less what went out.
type CashFlow struct {
	Month  Period
	Before Money // with cash that was opened in the month
	Parts  []CashFlowPart
	Total  CashRow
	After  Money
}

// CashFlowPart is a part of it.
type CashFlowPart struct {
	Part  CashPart
	Rows  []CashRow
	Total CashRow
}

// CashRow is a line of it: what it was for, in, out.
type CashRow struct {
	FundAccount
	In, Out Money
}

func (c *CashRow) add(o CashRow) {
	c.In += o.In
	c.Out += o.Out
}

func (a *Account) isUPKCash() bool { return a.Code == UPKCash || a.Code == UPKBank }

// CashFlow is the cash flow statement for the month. What moves between cash and bank is
// in neither; a reversal stands in it as money of its own month, the other way.
func (r *Reports) CashFlow(month Period) CashFlow {
	first := month.First()
	c := CashFlow{Month: month}
	by := map[FundAccount]*CashRow{}
	for b := range r.bookings(first.MonthEnd()) {
		switch {
		case !b.account.isUPKCash() || b.against.isUPKCash():
		case b.day < first || b.opening:
			c.Before += b.amount
		default:
			key := r.fundAccount(b.against)
			if by[key] == nil {
				by[key] = &CashRow{FundAccount: key}
			}
			by[key].add(CashRow{In: max(b.amount, 0), Out: max(-b.amount, 0)})
		}
	}
	for _, name := range []CashPart{CashOperating, CashLending, CashFinancing} {
		part := CashFlowPart{Part: name}
		for _, row := range by {
			if cashPart(row.Code) == name {
				part.Rows = append(part.Rows, *row)
				part.Total.add(*row)
			}
		}
		slices.SortFunc(part.Rows, func(a, b CashRow) int { return a.FundAccount.compare(b.FundAccount) })
		c.Total.add(part.Total)
		c.Parts = append(c.Parts, part)
	}
	c.After = c.Before + c.Total.In - c.Total.Out
	return c
}

func cashPart(against AccountCode) CashPart {
	switch {
	case against.Section().result():
		return CashOperating
	case against == LoanPrincipal:
		return CashLending
	}
	return CashFinancing
}

// EquityChange is the change of capital (perubahan modal) from the beginning of a year to
// a month's end. Its lines and what is After are those of the balance sheet's equity.
type EquityChange struct {
	Month Period
	Rows  []EquityRow
	Total EquityRow
}

// EquityRow is a line of it: account, before, added, taken, after. Openings of the year are
// in Before.
type EquityRow struct {
	FundAccount
	Title                       string
	Before, Added, Taken, After Money
}

func (q *EquityRow) add(o EquityRow) {
	q.Before += o.Before
	q.Added += o.Added
	q.Taken += o.Taken
	q.After += o.After
}

// EquityChange is the change of capital in the month's year until the month's end. The
// result of the year is added, or taken where it is a loss, until it is closed; and
// what is closed is taken from it and added to the surplus.
func (r *Reports) EquityChange(month Period) EquityChange {
	first := month.First()
	year, _, _ := first.Civil()
	newYear := NewDate(year, 1, 1)
	by := map[FundAccount]*EquityRow{}
	var before, current EquityRow
	var result Money
	for b := range r.bookings(first.MonthEnd()) {
		key := r.fundAccount(b.account)
		row := by[key]
		switch section := b.account.Code.Section(); {
		case section.result() && b.opening:
			key = FundAccount{Code: OpeningEquity}
			row = by[key]
		case section.result():
			row = &before
			if b.closes() && b.closedYear() >= year || !b.closes() && b.day >= newYear {
				row = &current
			}
		case section != Equity:
			continue
		}
		if row == nil {
			row = &EquityRow{FundAccount: key, Title: key.Name()}
			by[key] = row
		}
		switch {
		case b.opening || b.day < newYear:
			row.Before -= b.amount
		case row == &current && !b.closes():
			result -= b.amount
		default:
			row.Added += max(-b.amount, 0)
			row.Taken += max(b.amount, 0)
		}
	}
	current.Added += max(result, 0)
	current.Taken += max(-result, 0)
	return equityChange(month, by, before, current)
}

func equityChange(month Period, by map[FundAccount]*EquityRow, before, current EquityRow) EquityChange {
	c := EquityChange{Month: month}
	for _, row := range by {
		c.Rows = append(c.Rows, *row)
	}
	slices.SortFunc(c.Rows, func(a, b EquityRow) int { return a.FundAccount.compare(b.FundAccount) })
	before.Title, current.Title = ResultBefore, ResultYear
	c.Rows = append(c.Rows, before, current)
	c.Rows = slices.DeleteFunc(c.Rows, func(q EquityRow) bool { return q.Before == 0 && q.Added == 0 && q.Taken == 0 })
	for i := range c.Rows {
		q := &c.Rows[i]
		q.After = q.Before + q.Added - q.Taken
		c.Total.add(*q)
	}
	return c
}
