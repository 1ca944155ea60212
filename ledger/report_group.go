package ledger

import (
	"cmp"
	"slices"
)

// Beneficiaries is the list of members with something left to pay (pemanfaat aktif,
// S1) on a day, by fund.
type Beneficiaries struct {
	Day   Date
	Funds []FundPart[BeneficiaryRow]
}

// BeneficiaryRow is a line of it: NIK, name, address, date, allocation, and what is left
// of the principal by her treasurer's receipts.
type BeneficiaryRow struct {
	Place
	Member    MemberCode
	Name      string
	NIK       string
	Address   string
	Disbursed Date
	Ends      Date
	Allocated Money
	Left      Money
}

func (b *BeneficiaryRow) where() Place { return b.Place }

func (b *BeneficiaryRow) add(o BeneficiaryRow) {
	b.Allocated += o.Allocated
	b.Left += o.Left
}

// Beneficiaries is every member with principal left on the evening of the day; a group
// that pays as a whole is one line, without a member. The error is that of
// [Loan.ScheduleAfter].
func (r *Reports) Beneficiaries(day Date) (Beneficiaries, error) {
	left := r.balances(MemberPrincipal, day)
	var rows []BeneficiaryRow
	err := r.running(day, func(s loanState) error {
		shares := s.loan.Shares
		if len(shares) == 0 { // the group pays as a whole
			shares = []Share{{Principal: s.loan.Terms.Principal}}
		}
		for _, share := range shares {
			m := r.members[share.Member]
			row := BeneficiaryRow{
				Place: s.place, Member: share.Member, Name: m.Name, NIK: m.NIK, Address: m.Address,
				Disbursed: s.loan.Terms.Disbursed, Ends: s.ends(), Allocated: share.Principal,
				Left: left[s.loan.MemberPrincipal(share.Member)],
			}
			if row.Left > 0 {
				rows = append(rows, row)
			}
		}
		return nil
	})
	return Beneficiaries{Day: day, Funds: byFund(rows)}, err
}

// balances are the balances of all divisions of a line of the chart on the evening of the day.
func (r *Reports) balances(code AccountCode, day Date) map[Account]Money {
	all := map[Account]Money{}
	for b := range r.bookings(day) {
		if b.account.Code == code {
			all[*b.account] += b.amount
		}
	}
	return all
}

// GroupBook is a group's own book for a month: its treasurer's cash, entry by entry, and
// how its members stand at the month's end.
type GroupBook struct {
	Group       Group
	VillageName string
	Month       Period
	Officers    map[Office]Member
	Before      Money // cash before the month
	Rows        []GroupBookRow
	In, Out     Money
	After       Money
	Members     []GroupMember
	Total       GroupMember
}

// GroupBookRow is what one entry did to the treasurer's cash.
type GroupBookRow struct {
	Day       Date
	Reference string
	Kind      EntryKind
	Member    MemberCode // of the entry; empty where it is the group's
	Name      string
	In, Out   Money
	Cash      Money // afterwards
}

// GroupMember is how a member stands by her treasurer's receipts.
type GroupMember struct {
	Member       Member
	Allocated    Money // of loans with something of hers left
	Left         Money // of their principal
	InterestPaid Money // ever, on any loan
	Saved        Money // in all her purses
}

// GroupBook is the book of a group for the month; false where there is no such group.
func (r *Reports) GroupBook(code GroupCode, month Period) (GroupBook, bool) {
	g, ok := r.groups[code]
	first := month.First()
	last := first.MonthEnd()
	b := GroupBook{Group: g, VillageName: r.villages[g.Village].Name, Month: month, Officers: r.offices[code]}
	cash := ledgerOf(r.bookingsOf(code, last), Account{Code: TreasurerCash, Group: code}, first, last)
	b.Before, b.After = cash.Before, cash.After
	members := map[string]MemberCode{}
	for _, i := range r.chains[code] {
		k := &r.journal.entries[i]
		members[k.reference()] = k.member
	}
	for _, row := range cash.Rows {
		if n := len(b.Rows); n == 0 || b.Rows[n-1].Reference != row.Reference {
			m := members[row.Reference]
			b.Rows = append(b.Rows, GroupBookRow{Day: row.Day, Reference: row.Reference, Kind: row.Kind, Member: m, Name: r.members[m].Name})
		}
		at := &b.Rows[len(b.Rows)-1]
		at.In, at.Out, at.Cash = at.In+row.Debit, at.Out+row.Credit, row.Balance
		b.In, b.Out = b.In+row.Debit, b.Out+row.Credit
	}
	b.Members = r.groupMembers(code, last)
	for _, m := range b.Members {
		b.Total.Allocated += m.Allocated
		b.Total.Left += m.Left
		b.Total.InterestPaid += m.InterestPaid
		b.Total.Saved += m.Saved
	}
	return b, ok
}

// groupMembers are the members of a group who are active, or for whom the books have
// something, by code.
func (r *Reports) groupMembers(code GroupCode, day Date) []GroupMember {
	by := map[MemberCode]*GroupMember{}
	for _, m := range r.members {
		if m.Group == code {
			by[m.Code] = &GroupMember{Member: m}
		}
	}
	owed := map[Account]Money{}
	for b := range r.bookingsOf(code, day) {
		m, ok := by[b.account.Member]
		if !ok || b.account.Group != code {
			continue
		}
		switch b.account.Code {
		case MemberPrincipal:
			owed[*b.account] += b.amount
		case InterestCollected:
			m.InterestPaid -= b.amount
		case Savings:
			m.Saved -= b.amount
		}
	}
	for a, left := range owed {
		if lb, ok := r.byCode[a.Loan]; ok && left > 0 {
			by[a.Member].Left += left
			by[a.Member].Allocated += lb.loan.ShareOf(a.Member)
		}
	}
	var list []GroupMember
	for _, m := range by {
		if m.Member.Status == Active || m.Left != 0 || m.Saved != 0 {
			list = append(list, *m)
		}
	}
	slices.SortFunc(list, func(a, b GroupMember) int { return cmp.Compare(a.Member.Code, b.Member.Code) })
	return list
}

// GroupCodes are all groups, by village and code.
func (r *Reports) GroupCodes() []GroupCode {
	groups := slices.Clone(r.books.Groups)
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Village, b.Village), cmp.Compare(a.Code, b.Code))
	})
	var codes []GroupCode
	for _, g := range groups {
		codes = append(codes, g.Code)
	}
	return codes
}
