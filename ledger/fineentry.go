package ledger

// The accounts of fines; FineCollected and FineIncome are older.
const (
	FineRemitted AccountCode = "G231" // Denda disetor: fines brought to the UPK, by loan, ever
)

// FundBMT is the money of a sharia house of finance (LKM-BMT).
const FundBMT Fund = "BMT"

// Sharia tells whether the loan follows sharia rules, by its product or its fund.
// Its fines go to the social fund and are never income (domain.md section 3).
func (l Loan) Sharia() bool {
	switch l.Terms.Method {
	case Murabahah, Qardh, ProfitShare:
		return true
	}
	return l.Fund == FundBMT
}

// Dues is money for a loan by what it is for, in rupiah.
type Dues struct {
	Amounts
	Fine Money
}

// Total is principal, interest and fine together.
func (d Dues) Total() Money { return d.Amounts.Total() + d.Fine }

// Dues is what the payment is used for, apart from any excess.
func (a Allocation) Dues() Dues { return Dues{Amounts: a.Paid(), Fine: a.Fine} }

// FineCollected is the account of the fines that a member has paid on a loan; its
// balance is negative.
func (l Loan) FineCollected(m MemberCode) Account {
	return Account{Code: FineCollected, Group: l.Group, Loan: l.Code, Member: m}
}

// RepayFineEntry is RepayEntry with a fine in it; an entry of a fine alone is of the
// kind FineEntry.
func RepayFineEntry(l Loan, member MemberCode, paid Dues, day Date) Entry {
	e := RepayEntry(l, member, paid.Amounts, day)
	e.Amount += paid.Fine
	if paid.Amounts.Total() == 0 {
		e.Kind = FineEntry
	}
	e.post(Account{Code: TreasurerCash, Group: l.Group}, l.FineCollected(member), paid.Fine)
	return e
}

func (l Loan) fineAccount() Account {
	if l.Sharia() {
		return Account{Code: SocialFund}
	}
	return Account{Code: FineIncome, Group: l.Group, Loan: l.Code}
}

// FineSettled is the fine that a member has paid on the loan or was let off, ever,
// by the kept balances: the fine due is what FineOn says less this, and never less
// than nothing.
func (l Loan) FineSettled(m MemberCode, balance func(Account) (Money, error)) (Money, error) {
	paid, err := balance(l.FineCollected(m))
	if err != nil {
		return 0, err
	}
	waived, err := balance(l.closed(FineWaived, m))
	return -paid - waived, err
}

// FineSettledToUPK is the fine that the group has brought to the UPK for the loan or
// was let off, ever.
func (l Loan) FineSettledToUPK(balance func(Account) (Money, error)) (Money, error) {
	paid, err := balance(l.closed(FineRemitted, ""))
	if err != nil {
		return 0, err
	}
	waived, err := balance(l.closed(FineForgiven, ""))
	return paid + waived, err
}
