package ledger

// Accounts of what is closed without money. Interest is income only when it is
// received (S1), so to waive it moves no asset and no income: these accounts only
// remember how much of a schedule is settled, and for whom. What members were let
// off and the UPK did not give up lies on BorneByGroup, which is nothing where both
// agree.
const (
	InterestWaived   AccountCode = "G222" // Jasa dibebaskan: interest a member need not pay
	InterestForgiven AccountCode = "G223" // Jasa dibebaskan UPK: interest the group need not bring
	FineWaived       AccountCode = "G232" // Denda dibebaskan
	FineForgiven     AccountCode = "G233" // Denda dibebaskan UPK
	BorneByGroup     AccountCode = "G260" // Ditanggung kelompok: let off by the group, not by the UPK
)

// closed is an account of the group's books for a loan, and a member or none.
func (l Loan) closed(code AccountCode, m MemberCode) Account {
	return Account{Code: code, Group: l.Group, Loan: l.Code, Member: m}
}

func (l Loan) borne() Account { return Account{Code: BorneByGroup, Group: l.Group} }

// PayoffRule is the setting pelunasan: the interest of one who pays off early.
type PayoffRule string

// The rules of early payoff.
const (
	PayoffFull      PayoffRule = "jasa_penuh"     // all interest of the schedule (S7)
	PayoffThisMonth PayoffRule = "jasa_bulan_ini" // late interest and this month's (S17)
)

// PayoffRule is the setting pelunasan for a loan. The price of a murabahah was agreed
// and is due in full whatever the setting: what the seller then lets off is her
// own decision and not a rule (INF), a WaiveEntry like any other.
func (s Settings) PayoffRule(l Loan) PayoffRule {
	if l.Terms.Method == Murabahah {
		return PayoffFull
	}
	return PayoffRule(s.Get("pelunasan"))
}

// Payoff is what ends a schedule on a day, in rupiah.
type Payoff struct {
	Pay    Dues  // what she pays
	Waived Money // interest that she need not pay
}

// Payoff is what one who has paid so much on the schedule, and owes this fine, pays
// on the day to be done with it. All principal left and all of the fine are paid.
// By PayoffThisMonth the interest is what is overdue and that of the first
// instalment with interest that falls due on the day or later, which is the month
// that runs; with a longer rhythm it is that whole time. Interest paid ahead is not
// returned.
func (s Schedule) Payoff(day Date, paid Amounts, fine Money, rule PayoffRule) Payoff {
	var p Payoff
	p.Pay.Fine = max(fine, 0)
	current := false
	for _, line := range s {
		unpaid := line.payOff(&paid)
		p.Pay.Principal += unpaid.Principal
		if rule == PayoffThisMonth && line.Due >= day && current {
			p.Waived += unpaid.Interest
			continue
		}
		p.Pay.Interest += unpaid.Interest
		current = current || line.Due >= day && line.Interest > 0
	}
	return p
}

// WaiveEntry lets a member off interest and a fine that she owes her treasurer, so
// that her standing falls without money; principal is not waived, see [DeathEntry]
// and [WriteOffEntry]. What the group owes the UPK does not move until ForgiveEntry.
func WaiveEntry(l Loan, member MemberCode, interest, fine Money, day Date) Entry {
	e := Entry{Group: l.Group, Kind: Waiver, Amount: interest + fine, Day: day, Member: member, Loan: l.Code}
	e.post(l.borne(), l.closed(InterestWaived, member), interest)
	e.post(l.borne(), l.closed(FineWaived, member), fine)
	return e
}

// ForgiveEntry lets the group off interest and a fine that it owes the UPK, on
// account of a member. It belongs to the day on which the UPK receives her principal,
// not to that on which the treasurer does: a group must not be let off for
// money that it keeps.
func ForgiveEntry(l Loan, member MemberCode, interest, fine Money, day Date) Entry {
	e := Entry{Group: l.Group, Kind: Waiver, Amount: interest + fine, Day: day, Member: member, Loan: l.Code}
	e.post(l.closed(InterestForgiven, ""), l.borne(), interest)
	e.post(l.closed(FineForgiven, ""), l.borne(), fine)
	return e
}
