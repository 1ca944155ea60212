package ledger

import (
	"cmp"
	"slices"
)

// SavingsList is what members have saved in their groups, on a day, by purse (S22).
type SavingsList struct {
	Day    Date
	Groups []SavingsGroup // by village and group; those who never saved are left out
	Total  SavingsRow
}

// SavingsGroup is a group's savers.
type SavingsGroup struct {
	Village     VillageCode
	VillageName string
	Group       GroupCode
	GroupName   string
	Type        GroupType
	Rows        []SavingsRow // by member
	Total       SavingsRow
}

// SavingsRow is what one member has in her purses.
type SavingsRow struct {
	Member MemberCode // of a sum nothing
	Name   string
	Purses []Money // in the order of Purses
	Total  Money
	// Daily is how she stands with the daily amount of a KSM; nil where she never saved
	// by the day.
	Daily *DailyRow
}

// DailyRow is a daily saver's standing on the day. What is behind is no debt.
type DailyRow struct {
	DailySaving
	DailyStanding
}

func (s *SavingsRow) add(o SavingsRow) {
	for len(s.Purses) < len(Purses) {
		s.Purses = append(s.Purses, 0)
	}
	for i, m := range o.Purses {
		s.Purses[i] += m
	}
	s.Total += o.Total
}

// saver is what the journal says of one member's savings.
type saver struct {
	row       SavingsRow
	deposited Money // into harian, ever
	first     Date  // of such a deposit
}

// Savings is what every member has saved until the evening of the day. In a KSM the
// purse harian is looked at day by day: a member promises the setting harian_jumlah
// a day from the day of her first deposit into it (INF; S43 and seed 003 say only "a
// thousand rupiah a day"), and each deposit pays the oldest days first. Where the setting
// is 0 nothing is promised.
func (r *Reports) Savings(day Date) SavingsList {
	savers := r.savers(day)
	promise := Money(r.books.Settings.Int("harian_jumlah"))
	list := SavingsList{Day: day}
	list.Total.add(SavingsRow{})
	for _, g := range r.books.Groups {
		part := SavingsGroup{Village: g.Village, VillageName: r.villages[g.Village].Name, Group: g.Code, GroupName: g.Name, Type: g.Type}
		for _, s := range savers[g.Code] {
			if g.Type == KSM && promise > 0 && s.deposited > 0 {
				d := DailySaving{Start: s.first, Amount: promise}
				s.row.Daily = &DailyRow{d, d.On(day, s.deposited)}
			}
			part.Rows = append(part.Rows, s.row)
			part.Total.add(s.row)
			list.Total.add(s.row)
		}
		if len(part.Rows) > 0 {
			slices.SortFunc(part.Rows, func(a, b SavingsRow) int { return cmp.Compare(a.Member, b.Member) })
			list.Groups = append(list.Groups, part)
		}
	}
	slices.SortFunc(list.Groups, func(a, b SavingsGroup) int {
		return cmp.Or(cmp.Compare(a.Village, b.Village), cmp.Compare(a.Group, b.Group))
	})
	return list
}

// savers are all who ever saved until the day, by group and member.
func (r *Reports) savers(day Date) map[GroupCode]map[MemberCode]*saver {
	savers := map[GroupCode]map[MemberCode]*saver{}
	for b := range r.bookings(day) {
		a := b.account
		i := slices.Index(Purses, a.Purse)
		if a.Code != Savings || i < 0 {
			continue
		}
		if savers[a.Group] == nil {
			savers[a.Group] = map[MemberCode]*saver{}
		}
		s := savers[a.Group][a.Member]
		if s == nil {
			s = &saver{row: SavingsRow{Member: a.Member, Name: r.members[a.Member].Name, Purses: make([]Money, len(Purses))}}
			savers[a.Group][a.Member] = s
		}
		s.row.Purses[i] -= b.amount
		s.row.Total -= b.amount
		if a.Purse == SavingsDaily {
			s.daily(b)
		}
	}
	return savers
}

// daily counts a deposit into the purse harian; what was undone was none.
func (s *saver) daily(b booking) {
	if b.amount > 0 || b.undone || b.entry.kind == Reversal {
		return
	}
	s.deposited -= b.amount
	if s.first.IsZero() || b.made < s.first {
		s.first = b.made
	}
}
