package ledger

import "slices"

// Money that a treasurer says she has brought to the UPK, until the UPK says that
// it has it. Only the UPK's word moves what the group owes; see DepositEntry.
const (
	DepositOffered AccountCode = "G160" // Setoran ditawarkan: said to be on its way to the UPK
	DepositPending AccountCode = "G161" // Lawan setoran ditawarkan
)

// OfferDepositEntry is a treasurer's word that she brings so much to the UPK. It
// moves no cash: until an officer has confirmed it, she holds it.
func OfferDepositEntry(group GroupCode, amount Money, day Date) Entry {
	e := Entry{Group: group, Kind: Deposit, Amount: amount, Day: day}
	e.post(Account{Code: DepositOffered, Group: group}, Account{Code: DepositPending, Group: group}, amount)
	return e
}

// OfferedBy is the account of what a group's treasurer says is on its way.
func OfferedBy(group GroupCode) Account { return Account{Code: DepositOffered, Group: group} }

// ConfirmDepositEntry is DepositEntry that also ends what was offered: all of it,
// so that a deposit that came out short or over leaves nothing on its way.
func ConfirmDepositEntry(group GroupCode, parts []DepositPart, held, offered Money, day Date) Entry {
	e := DepositEntry(group, parts, held, day)
	e.post(Account{Code: DepositPending, Group: group}, Account{Code: DepositOffered, Group: group}, offered)
	return e
}

// ByBank is a deposit that came by transfer: the same entry, with the UPK's bank in
// place of its cash.
func (e Entry) ByBank() Entry {
	e.Postings = slices.Clone(e.Postings)
	for i := range e.Postings {
		for _, a := range []*Account{&e.Postings[i].Debit, &e.Postings[i].Credit} {
			if a.Code == UPKCash {
				a.Code = UPKBank
			}
		}
	}
	return e
}

// GroupLoan is a loan with its group's standing at the UPK.
type GroupLoan struct {
	Loan     Loan
	Standing Standing
	// Principal is what members have paid of it and the UPK has not received.
	Principal Money
}

// ShareDeposit shares a deposit out over a group's loans, the earlier first: to each
// what is due by the order, then, to each in the same order, what is not yet due:
// first the principal that members have paid ahead, since it is theirs that comes.
// What is above all that the group owes is held for it. It returns what Allocate
// returns for an amount or an order that cannot be.
func ShareDeposit(amount Money, loans []GroupLoan, order []Step) (parts []DepositPart, held Money, err error) {
	parts = make([]DepositPart, len(loans))
	for i, l := range loans {
		parts[i].Loan = l.Loan
		if amount == 0 {
			continue
		}
		a, err := l.Standing.Allocate(amount, order)
		if err != nil {
			return nil, 0, err
		}
		parts[i].Paid, parts[i].Fine, amount = a.Paid(), a.Fine, a.Excess
	}
	for i, l := range loans {
		ahead := within(amount, max(0, min(l.Principal, l.Standing.PrincipalLeft)-parts[i].Paid.Principal))
		amount -= ahead
		parts[i].Paid.Principal += ahead
	}
	for i, l := range loans {
		interest := within(amount, l.Standing.InterestLeft-parts[i].Paid.Interest)
		amount -= interest
		principal := within(amount, l.Standing.PrincipalLeft-parts[i].Paid.Principal)
		amount -= principal
		parts[i].Paid.Interest += interest
		parts[i].Paid.Principal += principal
	}
	var paid []DepositPart
	for _, p := range parts {
		if p.Paid.Total()+p.Fine > 0 {
			paid = append(paid, p)
		}
	}
	return paid, amount, nil
}
