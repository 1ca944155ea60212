package workbook

import (
	"cmp"
	"slices"

	"bendahara/ledger"
)

func (im *importer) balance(a ledger.Account) (ledger.Money, error) { return im.balances[a], nil }

// standing is what a member has still to pay on a loan; the member "" is a group
// that pays as a whole.
func (im *importer) standing(l *openLoan, m ledger.MemberCode, day ledger.Date) ledger.Standing {
	paid, _ := l.PaidBy(m, im.balance) // which never fails
	st := l.each[m].On(day, paid)
	st.Fine = im.fine(l, m, day)
	return st
}

// owes is what a group has still to pay to the UPK on a loan.
func (im *importer) owes(l *openLoan, day ledger.Date) ledger.Standing {
	paid, _ := l.PaidToUPK(im.balance)
	st := l.group.On(day, paid)
	st.Fine = im.fineAtUPK(l, day)
	return st
}

// shareOut divides a repayment over its payers and over fine, principal and
// interest: as the row says, and else as by message, the fine first where the UPK's
// order has it first. It is too much where anyone would pay more than is left.
func (im *importer) shareOut(l *openLoan, payers []ledger.MemberCode, day ledger.Date, given ledger.Amounts, total ledger.Money) (parts []ledger.Dues, over bool) {
	standings := make([]ledger.Standing, len(payers))
	left := make([]ledger.Amounts, len(payers))
	weights := make([]ledger.Money, len(payers))
	for i, m := range payers {
		standings[i] = im.standing(l, m, day)
		left[i] = ledger.Amounts{Principal: standings[i].PrincipalLeft, Interest: standings[i].InterestLeft}
		weights[i] = l.ShareOf(m)
	}
	parts = make([]ledger.Dues, len(payers))
	if given.Total() > 0 {
		principal, over1 := splitWithin(given.Principal, weights, amountsOf(left, true))
		interest, over2 := splitWithin(given.Interest, weights, amountsOf(left, false))
		for i := range parts {
			parts[i].Amounts = ledger.Amounts{Principal: principal[i], Interest: interest[i]}
		}
		return parts, over1 || over2
	}
	all := make([]ledger.Money, len(payers))
	for i := range left {
		all[i] = left[i].Total() + standings[i].Fine
	}
	amounts, over := splitWithin(total, weights, all)
	for i, amount := range amounts {
		if amount > 0 {
			var above ledger.Money
			parts[i], above = use(standings[i], amount, im.settings.Order())
			over = over || above > 0
		}
	}
	return parts, over
}

func amountsOf(list []ledger.Amounts, principal bool) []ledger.Money {
	each := make([]ledger.Money, len(list))
	for i, a := range list {
		if each[i] = a.Interest; principal {
			each[i] = a.Principal
		}
	}
	return each
}

// use is what a payment is used for: what is due in the UPK's order, then the
// principal that is not due, then the interest. What is above all that is over.
func use(st ledger.Standing, amount ledger.Money, order []ledger.Step) (paid ledger.Dues, over ledger.Money) {
	a, err := st.Allocate(amount, order)
	if err != nil {
		return paid, amount
	}
	paid = a.Dues()
	ahead := min(a.Excess, st.PrincipalLeft-paid.Principal)
	paid.Principal += ahead
	early := min(a.Excess-ahead, st.InterestLeft-paid.Interest)
	paid.Interest += early
	return paid, a.Excess - ahead - early
}

// splitWithin splits a total by weights, but to nobody more than the most she can
// take: what she cannot goes to the others. It is over where nobody can.
func splitWithin(total ledger.Money, weights, most []ledger.Money) (parts []ledger.Money, over bool) {
	parts = make([]ledger.Money, len(weights))
	for total > 0 {
		open := make([]ledger.Money, len(weights))
		any := false
		for i, w := range weights {
			if parts[i] < most[i] {
				open[i], any = max(w, 1), true
			}
		}
		if !any {
			return parts, true
		}
		for i, part := range ledger.Split(total, open) {
			part = min(part, most[i]-parts[i])
			parts[i] += part
			total -= part
		}
	}
	return parts, false
}

// withinGroup is what the UPK makes of a repayment on one loan: the same as the
// member did, as far as the group still owes so much of each; the rest is held.
func (im *importer) withinGroup(l *openLoan, day ledger.Date, paid ledger.Amounts) (ledger.Amounts, ledger.Money) {
	st := im.owes(l, day)
	all := paid.Total()
	paid.Principal = min(paid.Principal, st.PrincipalLeft)
	paid.Interest = min(paid.Interest, st.InterestLeft)
	more := min(all-paid.Total(), st.PrincipalLeft-paid.Principal)
	paid.Principal += more
	more = min(all-paid.Total(), st.InterestLeft-paid.Interest)
	paid.Interest += more
	return paid, all - paid.Total()
}

// allocateDeposit shares a deposit of a group out over its open loans, the oldest
// first, each as far as something is due on the day. What is above is held.
func (im *importer) allocateDeposit(group ledger.GroupCode, amount ledger.Money, day ledger.Date) (parts []ledger.DepositPart, held ledger.Money, err error) {
	for _, l := range im.openLoansOf(group) {
		if amount == 0 {
			break
		}
		if day < l.Terms.Disbursed || l.overBy(day) {
			continue
		}
		a, err := im.owes(l, day).Allocate(amount, im.settings.Order())
		if err != nil {
			return nil, 0, err
		}
		if paid := a.Dues(); paid.Total() > 0 {
			parts = append(parts, ledger.DepositPart{Loan: l.Loan, Paid: paid.Amounts, Fine: paid.Fine})
		}
		amount = a.Excess
	}
	return parts, amount, nil
}

// overBy tells whether a loan that the register calls paid off had run out by the
// day: money brought later is for another loan.
func (l *openLoan) overBy(day ledger.Date) bool {
	return l.Status == ledger.PaidOff && len(l.group) > 0 && day > l.group[len(l.group)-1].Due
}

// openLoansOf are a group's loans on which money was or can be paid, the oldest first.
func (im *importer) openLoansOf(group ledger.GroupCode) (list []*openLoan) {
	if im.byGroup == nil {
		im.byGroup = map[ledger.GroupCode][]*openLoan{}
		for _, l := range im.loans {
			if running(l.Status) && !l.faulty && l.schedules() == nil {
				im.byGroup[l.Group] = append(im.byGroup[l.Group], l)
			}
		}
		for _, list := range im.byGroup {
			slices.SortFunc(list, func(a, b *openLoan) int {
				return cmp.Or(cmp.Compare(a.Terms.Disbursed, b.Terms.Disbursed), cmp.Compare(a.Code, b.Code))
			})
		}
	}
	return im.byGroup[group]
}
