package ledger

// The entries that business makes, as postings. Who said so, when and why are
// the caller's to fill in; Seal gives an entry its place in its chain.

// DisburseEntry pays out a loan: the group owes the UPK, and each member owes
// her share. Without shares the group's debt is nobody's in particular.
func DisburseEntry(l Loan) Entry {
	e := Entry{Group: l.Group, Kind: Disbursement, Amount: l.Terms.Principal, Day: l.Terms.Disbursed, Loan: l.Code}
	e.Postings = append(e.Postings, Posting{
		Debit: l.principalAccount(), Credit: Account{Code: UPKCash}, Amount: l.Terms.Principal,
	})
	e.Postings = append(e.Postings, owed(l, Account{Code: GroupPrincipal, Group: l.Group, Loan: l.Code})...)
	return e
}

// owed debits each member with her share against the credited account.
func owed(l Loan, credit Account) []Posting {
	shares := l.Shares
	if len(shares) == 0 {
		shares = []Share{{Principal: l.Terms.Principal}}
	}
	var postings []Posting
	for _, s := range shares {
		if s.Principal > 0 {
			postings = append(postings, Posting{Debit: l.MemberPrincipal(s.Member), Credit: credit, Amount: s.Principal})
		}
	}
	return postings
}

// RepayEntry is money for a loan that the treasurer received from a member; the
// member "" is the group as a whole.
func RepayEntry(l Loan, member MemberCode, paid Amounts, day Date) Entry {
	e := Entry{Group: l.Group, Kind: Repayment, Amount: paid.Total(), Day: day, Member: member, Loan: l.Code}
	cash := Account{Code: TreasurerCash, Group: l.Group}
	e.post(cash, l.MemberPrincipal(member), paid.Principal)
	e.post(cash, l.InterestCollected(member), paid.Interest)
	return e
}

// DepositPart is the part of a deposit that goes to one loan, with its fines.
type DepositPart struct {
	Loan Loan
	Paid Amounts
	Fine Money
}

// DepositEntry is money that the UPK received from a group's treasurer, by loan,
// and what is held because it was more than was due. Only this moves what the
// group owes the UPK and the UPK's income (contract.md section 3). A fine is the
// UPK's income, or for a sharia loan its social fund's.
func DepositEntry(group GroupCode, parts []DepositPart, held Money, day Date) Entry {
	e := Entry{Group: group, Kind: DepositReceived, Day: day, Amount: held}
	cash, treasurer := Account{Code: UPKCash}, Account{Code: TreasurerCash, Group: group}
	for _, p := range parts {
		e.Amount += p.Paid.Total() + p.Fine
		e.Loan = p.Loan.Code
		e.post(cash, p.Loan.principalAccount(), p.Paid.Principal)
		e.post(cash, p.Loan.incomeAccount(), p.Paid.Interest)
		e.post(Account{Code: GroupPrincipal, Group: group, Loan: p.Loan.Code}, treasurer, p.Paid.Principal)
		e.post(Account{Code: InterestRemitted, Group: group, Loan: p.Loan.Code}, treasurer, p.Paid.Interest)
		e.post(cash, p.Loan.fineAccount(), p.Fine)
		e.post(p.Loan.closed(FineRemitted, ""), treasurer, p.Fine)
	}
	if len(parts) != 1 {
		e.Loan = ""
	}
	e.post(cash, Account{Code: HeldForGroups, Group: group}, held)
	e.post(Account{Code: HeldAtUPK, Group: group}, treasurer, held)
	return e
}

// SaveEntry is a deposit into a member's purse, or with a negative amount a
// withdrawal from it, in the treasurer's cash.
func SaveEntry(m Member, purse Purse, amount Money, day Date) Entry {
	e := Entry{Group: m.Group, Kind: SavingsDeposit, Amount: amount, Day: day, Member: m.Code, Purse: purse}
	cash, saved := Account{Code: TreasurerCash, Group: m.Group}, PurseOf(m.Group, m.Code, purse)
	if amount < 0 {
		e.Kind, e.Amount = SavingsWithdrawal, -amount
		e.post(saved, cash, -amount)
		return e
	}
	e.post(cash, saved, amount)
	return e
}

func (e *Entry) post(debit, credit Account, amount Money) {
	if amount != 0 {
		e.Postings = append(e.Postings, Posting{Debit: debit, Credit: credit, Amount: amount})
	}
}

func (l Loan) principalAccount() Account {
	return Account{Code: LoanPrincipal, Group: l.Group, Loan: l.Code}
}

func (l Loan) incomeAccount() Account {
	return Account{Code: InterestIncome, Group: l.Group, Loan: l.Code}
}

// MemberPrincipal is the account of a member's principal left.
func (l Loan) MemberPrincipal(m MemberCode) Account {
	return Account{Code: MemberPrincipal, Group: l.Group, Loan: l.Code, Member: m}
}

// InterestCollected is the account of the interest that a member has paid.
func (l Loan) InterestCollected(m MemberCode) Account {
	return Account{Code: InterestCollected, Group: l.Group, Loan: l.Code, Member: m}
}

// PurseOf is the account of a member's savings purse; its balance is negative.
func PurseOf(g GroupCode, m MemberCode, p Purse) Account {
	return Account{Code: Savings, Group: g, Member: m, Purse: p}
}

// PaidToUPK is what the UPK has received on the loan or given up of its interest,
// by the kept balances.
func (l Loan) PaidToUPK(balance func(Account) (Money, error)) (Amounts, error) {
	left, err := balance(l.principalAccount())
	if err != nil {
		return Amounts{}, err
	}
	income, err := balance(l.incomeAccount())
	if err != nil {
		return Amounts{}, err
	}
	forgiven, err := balance(l.closed(InterestForgiven, ""))
	return Amounts{Principal: l.Terms.Principal - left, Interest: forgiven - income}, err
}

// PaidBy is what a member has paid on the loan to her treasurer, or was let off of
// its interest, by the kept balances; the member "" is a group that pays as a whole.
func (l Loan) PaidBy(m MemberCode, balance func(Account) (Money, error)) (Amounts, error) {
	left, err := balance(l.MemberPrincipal(m))
	if err != nil {
		return Amounts{}, err
	}
	interest, err := balance(l.InterestCollected(m))
	if err != nil {
		return Amounts{}, err
	}
	waived, err := balance(l.closed(InterestWaived, m))
	return Amounts{Principal: l.ShareOf(m) - left, Interest: -interest - waived}, err
}

// ShareOf is a member's share of the principal; all of it where there are no shares.
func (l Loan) ShareOf(m MemberCode) Money {
	if len(l.Shares) == 0 {
		return l.Terms.Principal
	}
	for _, s := range l.Shares {
		if s.Member == m {
			return s.Principal
		}
	}
	return 0
}
