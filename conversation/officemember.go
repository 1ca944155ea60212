package conversation

import (
	"fmt"
	"slices"

	"bendahara/ledger"
)

// Death closes the shares of a member who died, by a village's death letter (S7), as
// the setting meninggal says; see [ledger.DeathEntry]. She is no member any more, and
// no reminder goes to her phone. What is in her purses stays there for her heirs; see
// [Desk.Withdraw].
//
// It returns ErrReference without the letter's number, ErrDay, ErrNothing for one who
// is known to have died and owes nothing, and the errors of DeathEntry.
func (d Desk) Death(code ledger.MemberCode, day ledger.Date, letter string) (Proposal, error) {
	g, m, err := d.member(code)
	if err != nil {
		return Proposal{}, err
	}
	if err := d.checkDay(day, 0); err != nil {
		return Proposal{}, err
	}
	open, err := d.openLoans(g, code, day)
	if err != nil {
		return Proposal{}, err
	}
	var entries []ledger.Entry
	for _, o := range open {
		if o.payer == "" {
			continue // nobody's share is known: the group pays as a whole
		}
		e, err := d.deathEntry(g, o, day)
		if err != nil {
			return Proposal{}, err
		}
		d.moved.Add(e)
		entries = append(entries, e)
	}
	if len(entries) == 0 && m.Status == ledger.Died {
		return Proposal{}, fmt.Errorf("member %s: %w", code, ErrNothing)
	}
	p, err := d.propose(TaskDeath, letter, entries, g.Code)
	p.Was = []ledger.Member{m}
	m.Status = ledger.Died
	p.Members = []ledger.Member{m}
	return p, err
}

func (d Desk) deathEntry(g *groupFacts, o openLoan, day ledger.Date) (ledger.Entry, error) {
	if err := d.checkDay(day, o.Terms.Disbursed); err != nil {
		return ledger.Entry{}, fmt.Errorf("loan %s: %w", o.Code, err)
	}
	s := o.standing
	death := ledger.Death{
		Member: o.payer, Day: day,
		Left: ledger.Dues{Amounts: ledger.Amounts{Principal: s.PrincipalLeft, Interest: s.InterestLeft}, Fine: s.Fine},
	}
	up, err := d.atUPKLeft(o.loanFacts, day)
	if err != nil {
		return ledger.Entry{}, err
	}
	// What she has paid and the treasurer has not brought yet, the group goes on owing.
	death.Forgiven = ledger.Amounts{
		Principal: min(death.Left.Principal, up.Principal), Interest: min(death.Left.Interest, up.Interest),
	}
	for _, f := range []struct {
		held *ledger.Money
		of   ledger.AccountCode
	}{{&death.Reserve, ledger.Reserve}, {&death.SocialFund, ledger.SocialFund}} {
		balance, err := d.balance(ledger.Account{Code: f.of})
		if err != nil {
			return ledger.Entry{}, err
		}
		*f.held = max(0, -balance)
	}
	for _, share := range o.Shares {
		other, ok := g.member(share.Member)
		if ok && other.Status == ledger.Active && share.Member != o.payer && share.Principal > 0 {
			death.Survivors = append(death.Survivors, share.Member)
		}
	}
	return ledger.DeathEntry(o.Loan, death, ledger.DeathRule(d.settings.Get("meninggal")))
}

// atUPKLeft is what a group has left to pay to the UPK on a loan.
func (t *turn) atUPKLeft(l loanFacts, day ledger.Date) (ledger.Amounts, error) {
	paid, err := l.PaidToUPK(t.balance)
	st := l.group.On(day, paid)
	return ledger.Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}, err
}

// Waive lets a member off interest or a fine of a loan, and the group with her, by a
// decision: her standing falls without money. It returns ErrNotOwed for amounts that
// she does not owe, ErrNothing for a loan that she has not, ErrDay and ErrReference.
func (d Desk) Waive(code ledger.MemberCode, loan ledger.LoanCode, interest, fine ledger.Money, day ledger.Date, decision string) (Proposal, error) {
	g, _, err := d.member(code)
	if err != nil {
		return Proposal{}, err
	}
	open, err := d.openLoans(g, code, day)
	if err != nil {
		return Proposal{}, err
	}
	i := slices.IndexFunc(open, func(o openLoan) bool { return o.Code == loan && o.payer == code })
	if i < 0 {
		return Proposal{}, fmt.Errorf("member %s, loan %s: %w", code, loan, ErrNothing)
	}
	o := open[i]
	if err := d.checkDay(day, o.Terms.Disbursed); err != nil {
		return Proposal{}, err
	}
	if interest < 0 || fine < 0 || interest+fine == 0 || interest > o.standing.InterestLeft || fine > o.standing.Fine {
		return Proposal{}, fmt.Errorf("interest %d of %d, fine %d of %d: %w", int64(interest), int64(o.standing.InterestLeft),
			int64(fine), int64(o.standing.Fine), ErrNotOwed)
	}
	up, err := d.atUPKLeft(o.loanFacts, day)
	if err != nil {
		return Proposal{}, err
	}
	received, err := d.received(o.loanFacts)
	if err != nil {
		return Proposal{}, err
	}
	owedFine, err := d.fineAtUPK(o.loanFacts, day, received)
	if err != nil {
		return Proposal{}, err
	}
	entries := []ledger.Entry{ledger.WaiveEntry(o.Loan, code, interest, fine, day)}
	if up, finesUp := min(interest, up.Interest), min(fine, owedFine); up+finesUp > 0 {
		entries = append(entries, ledger.ForgiveEntry(o.Loan, code, up, finesUp, day))
	}
	return d.propose(TaskWaive, decision, entries, g.Code)
}

// Withdraw pays money out of a member's purse in the treasurer's cash, where a
// message may not: the social purse by the group's decision, or what a member who
// died or left has saved. It returns the errors of [ledger.Withdrawal.Check], ErrDay
// and ErrReference.
func (d Desk) Withdraw(code ledger.MemberCode, purse ledger.Purse, amount ledger.Money, day ledger.Date, decision string) (Proposal, error) {
	g, m, err := d.member(code)
	if err != nil {
		return Proposal{}, err
	}
	if err := d.checkDay(day, 0); err != nil {
		return Proposal{}, err
	}
	saved, err := d.balance(ledger.PurseOf(g.Code, code, purse))
	if err != nil {
		return Proposal{}, err
	}
	w := ledger.Withdrawal{Purse: purse, Amount: amount, Held: -saved, Decision: decision}
	if w.LoanLeft, err = d.leftToPay(g, code); err != nil {
		return Proposal{}, err
	}
	if err := w.Check(); err != nil {
		return Proposal{}, err
	}
	return d.propose(TaskWithdraw, decision, []ledger.Entry{ledger.SaveEntry(m, purse, -amount, day)}, g.Code)
}

// member is somebody of the register, whatever her status, with her group.
func (d Desk) member(code ledger.MemberCode) (*groupFacts, ledger.Member, error) {
	m, err := d.facts.Member(code)
	if err != nil {
		return nil, m, err
	}
	g, err := d.group(m.Group)
	return g, m, err
}

// Anonymise takes away all that tells who a member was, where the law asks for it: her name,
// numbers and words. The books keep her code. Whether she still owes or has anything is for
// the store to see, now and when it is confirmed. It returns ErrReference.
func (d Desk) Anonymise(code ledger.MemberCode, words string) (Proposal, error) {
	g, m, err := d.member(code)
	if err != nil {
		return Proposal{}, err
	}
	p, err := d.propose(TaskAnonymise, words, nil, g.Code)
	p.Members = []ledger.Member{m.Anonymous()}
	return p, err
}
