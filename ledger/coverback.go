package ledger

import "fmt"

// RepayCoverEntry is money that a defaulter brings to her treasurer for those who
// covered her on a loan: shared out by what she owes to each, by Split. It is theirs
// until ReturnCoverEntry hands it to them. debts are hers on this loan alone, as
// Balances.CoverDebts tells them. It returns ErrCoverAmount for nothing or for more
// than she owes.
func RepayCoverEntry(l Loan, defaulter MemberCode, debts []CoverDebt, amount Money, day Date) (Entry, error) {
	var owed []Money
	var to []CoverDebt
	var sum Money
	for _, d := range debts {
		if d.Group == l.Group && d.Loan == l.Code && d.Defaulter == defaulter {
			to, owed, sum = append(to, d), append(owed, d.Amount), sum+d.Amount
		}
	}
	if amount <= 0 || amount > sum {
		return Entry{}, fmt.Errorf("%s gives back %d of %d: %w", defaulter, int64(amount), int64(sum), ErrCoverAmount)
	}
	e := Entry{Group: l.Group, Kind: Cover, Amount: amount, Day: day, Member: defaulter, Loan: l.Code}
	for i, p := range Split(amount, owed) {
		e.post(l.source("", ""), l.CoverOwed(defaulter, to[i].Coverer), p)
	}
	return e, nil
}

// ReturnCoverEntry is money that the treasurer hands to a coverer out of what
// defaulters brought for her; returnable is that, see Balances.CoverReturnable. It
// returns ErrCoverAmount for nothing or for more than that.
func ReturnCoverEntry(l Loan, coverer MemberCode, amount, returnable Money, day Date) (Entry, error) {
	if amount <= 0 || amount > returnable {
		return Entry{}, fmt.Errorf("%s gets %d of %d: %w", coverer, int64(amount), int64(returnable), ErrCoverAmount)
	}
	e := Entry{Group: l.Group, Kind: Cover, Amount: amount, Day: day, Member: coverer, Loan: l.Code}
	e.post(l.CoverDue(coverer), l.source("", ""), amount)
	return e, nil
}

// CoverReturnable is what the treasurer holds for a coverer on a loan: what she is to
// get back, less what defaulters still owe her.
func (b Balances) CoverReturnable(l Loan, coverer MemberCode) Money {
	held := -b[l.CoverDue(coverer)]
	for _, d := range b.CoverDebts() {
		if d.Group == l.Group && d.Loan == l.Code && d.Coverer == coverer {
			held -= d.Amount
		}
	}
	return held
}
