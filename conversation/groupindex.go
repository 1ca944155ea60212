package conversation

import "bendahara/ledger"

// GroupIndex is what follows from the registers about a group: what its members are
// called, and what falls due of its open loans. Many may share one.
type GroupIndex struct {
	ledger.Group
	members []ledger.Member
	names   map[ledger.MemberCode]string // short, and each different
	full    map[ledger.MemberCode]string // as the register has them, where there is room
	loans   []loanFacts
	sharia  map[ledger.LoanCode]bool // which follow sharia rules, of all that it ever had
}

// loanFacts is an open loan with its schedules.
type loanFacts struct {
	ledger.Loan
	schedules map[ledger.MemberCode]ledger.Schedule
	group     ledger.Schedule
}

// NewGroupIndex makes the index of a group with its members and all its loans, whose due
// days are moved off the holidays as the UPK does that. It takes a tenth of a
// millisecond: make it once and keep it until the registers change. The error is one of a
// loan's that has no schedule.
func NewGroupIndex(g ledger.Group, members []ledger.Member, loans []ledger.Loan, shift ledger.Shift, holidays map[ledger.Date]string) (*GroupIndex, error) {
	names := shortNames(members)
	x := &GroupIndex{Group: g, members: members, names: names, full: fullNames(members, names), sharia: map[ledger.LoanCode]bool{}}
	for _, l := range loans {
		x.sharia[l.Code] = l.Sharia()
		if !l.Open() {
			continue
		}
		var err error
		facts := loanFacts{Loan: l.OffHolidays(shift, holidays)}
		if facts.schedules, err = facts.MemberSchedules(); err != nil {
			return nil, err
		}
		if facts.group, err = facts.Schedule(); err != nil {
			return nil, err
		}
		x.loans = append(x.loans, facts)
	}
	return x, nil
}
