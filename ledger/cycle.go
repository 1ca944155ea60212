package ledger

import (
	"errors"
	"fmt"
	"strings"
)

// The funds that rules speak of; FundBMT is in fineentry.go.
const (
	FundSPP Fund = "SPP"
	FundUEP Fund = "UEP"
	FundKSM Fund = "KSM"
)

// Why a loan does not take a step of its life, or is not made at all.
var (
	ErrStep         = errors.New("a loan goes from usulan to verifikasi, disetujui, cair and then lunas, dijadwal_ulang or dihapus")
	ErrStepBack     = errors.New("a loan steps back one stage, and not once its money has moved")
	ErrNotPaid      = errors.New("a loan is lunas only when nothing is left")
	ErrNoDecision   = errors.New("only the forum's decision, with its reference, writes off or reschedules a loan")
	ErrFund         = errors.New("SPP money goes to SPP groups only, UEP money to SPP and UEP groups only")
	ErrCoordinator  = errors.New("a loan to one member above the group's own needs the coordinator's approval")
	ErrUnknownStage = errors.New("no such stage of a loan")
)

// stages are the places of a loan's life by their order; the three ends are equal.
var stages = map[LoanStatus]int{
	Proposed: 0, Verified: 1, Approved: 2, Disbursed: 3, PaidOff: 4, Rescheduled: 4, WrittenOff: 4,
}

// LoanBooks is what the books say of a loan when it is to take a step.
type LoanBooks struct {
	Moved bool  // money was paid out for it, and that was not reversed
	Left  Money // rupiah that the group has left to pay to the UPK, principal and interest
}

// Move is the loan after a step of its life (S1, S2):
//
//   - forward one stage; from cair to lunas only with nothing left (ErrNotPaid),
//     to dijadwal_ulang or dihapus only with the reference of the forum's decision
//     (ErrNoDecision), which joins the one that the loan has;
//   - back one stage, from cair only while no money has moved, from one of the ends
//     only when something is left again, since the entry that ended it was reversed
//     (ErrStepBack).
//
// Any other step is ErrStep, and a stage that is none ErrUnknownStage.
func (l Loan) Move(to LoanStatus, books LoanBooks, decision string) (Loan, error) {
	decision = strings.TrimSpace(decision)
	if rule := l.stepRule(to, books, decision); rule != nil {
		return l, fmt.Errorf("loan %s from %q to %q, left %d: %w", l.Code, l.Status, to, int64(books.Left), rule)
	}
	if byForum(to) && l.Decision != decision {
		l.Decision = strings.TrimPrefix(l.Decision+"; "+decision, "; ")
	}
	l.Status = to
	return l, nil
}

// byForum tells whether only the forum brings a loan there (S2).
func byForum(s LoanStatus) bool { return s == Rescheduled || s == WrittenOff }

// stepRule is the rule that the step breaks, or nil.
func (l Loan) stepRule(to LoanStatus, books LoanBooks, decision string) error {
	from, known := stages[l.Status]
	stage, ok := stages[to]
	switch {
	case !known || !ok:
		return ErrUnknownStage
	case stage < from-1, l.Status == Disbursed && to == Approved && books.Moved, stage < from && to == Disbursed && books.Left <= 0:
		return ErrStepBack
	case stage < from:
		return nil
	case stage != from+1:
		return ErrStep
	case to == PaidOff && books.Left != 0:
		return ErrNotPaid
	case byForum(to) && decision == "":
		return ErrNoDecision
	}
	return nil
}

// CheckFund returns ErrFund where the fund's money may not go to such a group (S5).
// Of other funds, and groups of other types with them, no rule is known.
func CheckFund(fund Fund, group GroupType) error {
	if fund == FundSPP && group != SPP || fund == FundUEP && group != SPP && group != UEP {
		return fmt.Errorf("fund %s, group of type %s: %w", fund, group, ErrFund)
	}
	return nil
}

// CheckCoordinator returns ErrCoordinator for a Kube's loan to one member, of more than
// the group's own loan, that nobody has approved (seed 004). A loan is to one member
// where it has a single share; groupLoan is the principal of the group's own in
// rupiah.
func (l Loan) CheckCoordinator(group GroupType, groupLoan Money) error {
	if group != KUBE || len(l.Shares) != 1 || l.Terms.Principal <= groupLoan || l.ApprovedBy != "" {
		return nil
	}
	return fmt.Errorf("loan %s to %s: %d, the group's %d: %w", l.Code, l.Shares[0].Member,
		int64(l.Terms.Principal), int64(groupLoan), ErrCoordinator)
}
