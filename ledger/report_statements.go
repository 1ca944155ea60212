package ledger

import "slices"

// BalanceSheet is the balance sheet (neraca) of the UPK's own books on the evening of
// a day. Total of Assets is that of Liabilities and Equity.
type BalanceSheet struct {
	Day         Date
	Assets      Statement
	Liabilities Statement
	Equity      Statement
}

// Statement is the lines of one section and their sum.
type Statement struct {
	Rows  []StatementRow
	Total Money
}

// StatementRow is a line of a balance sheet: account, amount. An asset is positive,
// and so are what the UPK owes and owns; the reserve is a negative asset (S13).
type StatementRow struct {
	FundAccount
	Title  string
	Amount Money
}

// The lines of equity that are no account: the result of a year that was not yet moved
// into the surplus. They have no code.
const (
	ResultBefore = "Surplus tahun-tahun lalu"
	ResultYear   = "Surplus tahun berjalan"
)

// BalanceSheet is the balance sheet of the day; lines of nothing are left out. Income
// of before the books began, which openings post so that loans can be reckoned,
// is no result: it is taken off the line Saldo awal, against which it was posted.
func (r *Reports) BalanceSheet(day Date) BalanceSheet {
	year, _, _ := day.Civil()
	newYear := NewDate(year, 1, 1)
	by := map[FundAccount]Money{}
	var before, current Money
	for b := range r.bookings(day) {
		switch section := b.account.Code.Section(); {
		case section == NoSection:
		case !section.result():
			by[r.fundAccount(b.account)] += b.amount
		case b.opening:
			by[FundAccount{Code: OpeningEquity}] += b.amount
		case b.day < newYear || b.closes() && b.closedYear() < year:
			before -= b.amount
		default:
			current -= b.amount
		}
	}
	sheet := BalanceSheet{Day: day}
	for f, amount := range by {
		switch f.Code.Section() {
		case Assets:
			sheet.Assets.add(f, f.Name(), amount)
		case Liabilities:
			sheet.Liabilities.add(f, f.Name(), -amount)
		default:
			sheet.Equity.add(f, f.Name(), -amount)
		}
	}
	for _, s := range []*Statement{&sheet.Assets, &sheet.Liabilities, &sheet.Equity} {
		slices.SortFunc(s.Rows, func(a, b StatementRow) int { return a.FundAccount.compare(b.FundAccount) })
	}
	sheet.Equity.add(FundAccount{}, ResultBefore, before)
	sheet.Equity.add(FundAccount{}, ResultYear, current)
	return sheet
}

func (s *Statement) add(f FundAccount, title string, amount Money) {
	if amount != 0 {
		s.Rows = append(s.Rows, StatementRow{FundAccount: f, Title: title, Amount: amount})
		s.Total += amount
	}
}

// IncomeStatement is the income statement (laba rugi) of the UPK's own books for a
// month, on a cash basis: interest is income when it is received (S1).
type IncomeStatement struct {
	Month    Period
	Income   []IncomeRow
	Expenses []IncomeRow
	// The sums, and Result is income less expenses: the surplus, or negative the deficit.
	TotalIncome, TotalExpenses, Result IncomeRow
}

// IncomeRow is a line of it: account, to last month of the same year, this month, to date
// (S1). An expense is positive.
type IncomeRow struct {
	FundAccount
	Before, This, ToDate Money
}

func (i *IncomeRow) add(o IncomeRow) {
	i.Before += o.Before
	i.This += o.This
	i.ToDate += o.ToDate
}

// IncomeStatement is the income statement for the month. Openings are left out, since
// what they post to income is of the years before; and so is what moves a year's
// result into the surplus.
func (r *Reports) IncomeStatement(month Period) IncomeStatement {
	first := month.First()
	year, _, _ := first.Civil()
	newYear := NewDate(year, 1, 1)
	by := map[FundAccount]*IncomeRow{}
	for b := range r.bookings(first.MonthEnd()) {
		section := b.account.Code.Section()
		if !section.result() || b.opening || b.day < newYear || b.closes() {
			continue
		}
		key := r.fundAccount(b.account)
		row := by[key]
		if row == nil {
			row = &IncomeRow{FundAccount: key}
			by[key] = row
		}
		amount := b.amount
		if section == Income {
			amount = -amount
		}
		row.ToDate += amount
		if b.day < first {
			row.Before += amount
		} else {
			row.This += amount
		}
	}
	s := IncomeStatement{Month: month}
	for key, row := range by {
		if key.Code.Section() == Income {
			s.Income = append(s.Income, *row)
			s.TotalIncome.add(*row)
		} else {
			s.Expenses = append(s.Expenses, *row)
			s.TotalExpenses.add(*row)
		}
	}
	for _, rows := range [][]IncomeRow{s.Income, s.Expenses} {
		slices.SortFunc(rows, func(a, b IncomeRow) int { return a.FundAccount.compare(b.FundAccount) })
	}
	in, out := s.TotalIncome, s.TotalExpenses
	s.Result = IncomeRow{Before: in.Before - out.Before, This: in.This - out.This, ToDate: in.ToDate - out.ToDate}
	return s
}
