package ledger

import (
	"cmp"
	"slices"
)

// AssessmentList is how groups that may ask again, or do, have paid until a day, and what
// the rule answers them (S1, S3).
type AssessmentList struct {
	Day  Date
	Rule LendingRule
	Rows []AssessmentRow // by village and group
}

// AssessmentRow is one group: the records of its loans that were ever paid out, the
// oldest first, the rule's answer, and what it asks for.
type AssessmentRow struct {
	Village     VillageCode
	VillageName string
	Group       GroupCode
	GroupName   string
	Records     []Record
	Assessment
	Requests []RequestRow
}

// RequestRow is a proposed loan beside the group's loan before.
type RequestRow struct {
	Loan   LoanCode
	Fund   Fund
	Status LoanStatus
	Before LoanCode // of the same fund where the group had one; empty: it had none
	RequestComparison
	Allowed bool // the answer covers it; people decide
}

// Assessments are the groups with a loan that ended, or with one that is proposed or
// verified, by what the UPK received until the evening of the day. What is proposed has
// no day: it is what the register says now. The errors are those of [Loan.Record],
// [LendingRule.Assess] and [CompareRequest].
func (r *Reports) Assessments(day Date) (AssessmentList, error) {
	list := AssessmentList{Day: day, Rule: r.lending}
	loans := map[GroupCode][]*loanBook{}
	for _, lb := range r.loans {
		loans[lb.loan.Group] = append(loans[lb.loan.Group], lb)
	}
	for _, of := range loans {
		slices.SortFunc(of, func(a, b *loanBook) int {
			return cmp.Or(cmp.Compare(a.loan.Terms.Disbursed, b.loan.Terms.Disbursed), cmp.Compare(a.loan.Code, b.loan.Code))
		})
	}
	for _, g := range r.books.Groups {
		row := AssessmentRow{Village: g.Village, VillageName: r.villages[g.Village].Name, Group: g.Code, GroupName: g.Name}
		listed, err := r.assess(&row, loans[g.Code], day)
		if err != nil {
			return AssessmentList{}, err
		}
		if listed {
			list.Rows = append(list.Rows, row)
		}
	}
	slices.SortFunc(list.Rows, func(a, b AssessmentRow) int {
		return cmp.Or(cmp.Compare(a.Village, b.Village), cmp.Compare(a.Group, b.Group))
	})
	return list, nil
}

// assess fills a group's row; false where the group has nothing to be assessed for.
func (r *Reports) assess(row *AssessmentRow, loans []*loanBook, day Date) (listed bool, err error) {
	var paidOut, asked []Loan
	for _, lb := range loans {
		switch lb.loan.Status {
		case Proposed, Verified:
			asked = append(asked, lb.loan)
			listed = true
			continue
		case Approved:
			continue
		}
		s, ok, err := lb.at(day)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		record, err := lb.loan.Record(r.scheme, r.rule.Days, day, s.receipts)
		if err != nil {
			return false, err
		}
		row.Records = append(row.Records, record)
		paidOut = append(paidOut, lb.loan)
		listed = listed || !lb.loan.Open()
	}
	if !listed {
		return false, nil
	}
	if row.Assessment, err = r.lending.Assess(row.Records); err != nil {
		return false, err
	}
	for _, l := range asked {
		before := loanBefore(paidOut, l.Fund)
		c, err := l.compare(before)
		if err != nil {
			return false, err
		}
		row.Requests = append(row.Requests, RequestRow{
			Loan: l.Code, Fund: l.Fund, Status: l.Status, Before: before.Code, RequestComparison: c, Allowed: row.Allows(c),
		})
	}
	return true, nil
}

// loanBefore is the last loan of the fund, or else the last of any.
func loanBefore(loans []Loan, fund Fund) Loan {
	var before Loan
	for _, l := range loans {
		if l.Fund == fund || before.Fund != fund {
			before = l
		}
	}
	return before
}

// compare sets a proposed loan beside the one before; without shares, as a whole.
func (l Loan) compare(before Loan) (RequestComparison, error) {
	if len(l.Shares) == 0 {
		return RequestComparison{Previous: before.Terms.Principal, Requested: l.Terms.Principal}, nil
	}
	return CompareRequest(before, l.Shares)
}
