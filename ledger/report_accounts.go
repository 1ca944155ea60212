package ledger

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// booking is one side of one posting, on the day on which it is in the books.
type booking struct {
	day     Date
	entry   *keptEntry
	account *Account
	against *Account
	amount  Money // a debit; negative, a credit
	opening bool
	made    Date // the day of the entry, or of the one that it reverses
	undone  bool // by a reversal that is in the books too
}

// closes tells whether the booking moves a result into the surplus, at a year's end.
func (b booking) closes() bool {
	return b.account.Code.Section().result() && b.against.Code == RetainedProfit
}

// closedYear is the year whose result it moves: in December a year is closed on its own
// last days, otherwise afterwards.
func (b booking) closedYear() int {
	year, month, _ := b.made.Civil()
	if month != time.December {
		year--
	}
	return year
}

// bookings are all bookings until the evening of the day, in the journal's order.
func (r *Reports) bookings(day Date) iter.Seq[booking] {
	return func(yield func(booking) bool) {
		for i := range r.journal.entries {
			if !r.book(i, day, yield) {
				return
			}
		}
	}
}

// bookingsOf are those of the entries of a group's chain.
func (r *Reports) bookingsOf(g GroupCode, day Date) iter.Seq[booking] {
	return func(yield func(booking) bool) {
		for _, i := range r.chains[g] {
			if !r.book(i, day, yield) {
				return
			}
		}
	}
}

// book yields the bookings of an entry; false where no more are asked for.
func (r *Reports) book(i int, day Date, yield func(booking) bool) bool {
	if r.booked[i] > day {
		return true
	}
	k := &r.journal.entries[i]
	b := booking{day: r.booked[i], entry: k, opening: r.opening[i], made: r.made[i]}
	b.undone = !r.undone[i].IsZero() && r.undone[i] <= day
	for _, p := range r.journal.postingsOf(k) {
		b.account, b.against, b.amount = p.debit, p.credit, p.amount
		if !yield(b) {
			return false
		}
		b.account, b.against, b.amount = p.credit, p.debit, -p.amount
		if !yield(b) {
			return false
		}
	}
	return true
}

// balanceOf is the balance of a line of the chart on the evening of the day.
func (r *Reports) balanceOf(code AccountCode, day Date) Money {
	var sum Money
	for b := range r.bookings(day) {
		if b.account.Code == code {
			sum += b.amount
		}
	}
	return sum
}

// AccountLedger is the general ledger (buku besar) of an account in a time.
type AccountLedger struct {
	Account  Account
	From, To Date
	Before   Money // balance before the first day, debits less credits
	Rows     []LedgerRow
	Debit    Money
	Credit   Money
	After    Money
}

// LedgerRow is a line of it: date, number, kind, against, debit, credit, balance (S1).
type LedgerRow struct {
	Day       Date
	Reference string
	Kind      EntryKind
	Account   Account // the division that moved
	Against   Account
	Debit     Money
	Credit    Money
	Balance   Money
}

// Ledger is the general ledger of an account and all its divisions, by day: an empty
// part of the account is any. Account{Code: LoanPrincipal} is all that groups owe,
// with a Loan what one of them owes. A reversed entry and its reversal both stand in
// it, each on its day.
func (r *Reports) Ledger(account Account, from, to Date) AccountLedger {
	return ledgerOf(r.bookings(to), account, from, to)
}

func ledgerOf(bookings iter.Seq[booking], account Account, from, to Date) AccountLedger {
	l := AccountLedger{Account: account, From: from, To: to}
	var found []booking
	for b := range bookings {
		switch {
		case !account.covers(b.account):
		case b.day < from:
			l.Before += b.amount
		default:
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b booking) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.entry.group, b.entry.group), cmp.Compare(a.entry.head.Number, b.entry.head.Number))
	})
	l.After = l.Before
	for _, b := range found {
		l.After += b.amount
		row := LedgerRow{
			Day: b.day, Reference: b.entry.reference(), Kind: b.entry.kind, Account: *b.account, Against: *b.against,
			Debit: max(b.amount, 0), Credit: max(-b.amount, 0), Balance: l.After,
		}
		l.Debit += row.Debit
		l.Credit += row.Credit
		l.Rows = append(l.Rows, row)
	}
	return l
}

// covers tells whether the other account is this one or a division of it.
func (a Account) covers(o *Account) bool {
	return a.Code == o.Code && (a.Group == "" || a.Group == o.Group) && (a.Loan == "" || a.Loan == o.Loan) &&
		(a.Member == "" || a.Member == o.Member) && (a.Purse == "" || a.Purse == o.Purse)
}

// FundAccount is a line of the chart, by fund where its money belongs to a loan.
type FundAccount struct {
	Code AccountCode
	Fund Fund
}

// Name is the line's name with its fund, "Piutang kelompok SPP"; in a sharia fund nothing
// is called jasa.
func (f FundAccount) Name() string {
	name := f.Code.Name()
	if f.Fund == FundBMT && f.Code == InterestIncome {
		name = "Pendapatan margin/bagi hasil"
	}
	return strings.TrimSpace(name + " " + string(f.Fund))
}

func (f FundAccount) compare(o FundAccount) int {
	return cmp.Or(cmp.Compare(f.Code, o.Code), cmp.Compare(f.Fund, o.Fund))
}

// fundAccount is the line of the UPK's own chart that the account belongs to.
func (r *Reports) fundAccount(a *Account) FundAccount {
	f := FundAccount{Code: a.Code}
	if lb, ok := r.byCode[a.Loan]; ok {
		f.Fund = lb.loan.Fund
	}
	return f
}

// TrialBalance is the trial balance (neraca saldo) of the UPK's own books, codes 1 to
// 5, for a month.
type TrialBalance struct {
	Month Period
	Rows  []TrialRow
	Total TrialRow
}

// TrialRow is a line of it: account, balance before the month (debit, credit), the
// month's debits and credits, balance after it (debit, credit). Debits and credits
// of each pair are equal in the total.
type TrialRow struct {
	FundAccount
	BeforeDebit, BeforeCredit Money
	Debit, Credit             Money
	AfterDebit, AfterCredit   Money
}

// TrialBalance is the trial balance for the month; an account that never moved has no
// line.
func (r *Reports) TrialBalance(month Period) TrialBalance {
	first := month.First()
	type sums struct{ before, debit, credit Money }
	by := map[FundAccount]*sums{}
	for b := range r.bookings(first.MonthEnd()) {
		if b.account.Code.Section() == NoSection {
			continue
		}
		key := r.fundAccount(b.account)
		s := by[key]
		if s == nil {
			s = &sums{}
			by[key] = s
		}
		switch {
		case b.day < first:
			s.before += b.amount
		case b.amount > 0:
			s.debit += b.amount
		default:
			s.credit -= b.amount
		}
	}
	t := TrialBalance{Month: month}
	for key, s := range by {
		after := s.before + s.debit - s.credit
		t.Rows = append(t.Rows, TrialRow{
			FundAccount: key, BeforeDebit: max(s.before, 0), BeforeCredit: max(-s.before, 0),
			Debit: s.debit, Credit: s.credit, AfterDebit: max(after, 0), AfterCredit: max(-after, 0),
		})
	}
	slices.SortFunc(t.Rows, func(a, b TrialRow) int { return a.FundAccount.compare(b.FundAccount) })
	for _, row := range t.Rows {
		t.Total.BeforeDebit += row.BeforeDebit
		t.Total.BeforeCredit += row.BeforeCredit
		t.Total.Debit += row.Debit
		t.Total.Credit += row.Credit
		t.Total.AfterDebit += row.AfterDebit
		t.Total.AfterCredit += row.AfterCredit
	}
	return t
}
