package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Record is how one of a group's loans went, for the day when the group asks again.
type Record struct {
	Loan   LoanCode
	Status LoanStatus
	Day    Date // of the record
	// InTime of Judged instalments were paid within the window.
	InTime, Judged int
	// WorstClass is the worst class at any month's end since the first due day, or
	// on the day: what the monthly reports showed (S1). A payment that is late
	// within the month does not show in it; it does in Longest.
	WorstClass Class
	Longest    int     // longest arrears in days
	Overdue    Amounts // what fell due before the day and is unpaid
	Since      Date    // the oldest unpaid due day
	Left       Amounts // all that has still to be paid
}

// OnTimeShare is InTime of Judged in per cent, to two decimals; false where no
// instalment is judged yet.
func (r Record) OnTimeShare() (share decimal.Decimal, ok bool) {
	return onTimeShare(r.InTime, r.Judged)
}

// Record is the loan's record until the evening of the day, with a window of so many
// days after the due day. A loan that was rescheduled owes nothing by itself: its
// remainder is the new loan's. It returns the errors of [Loan.ScheduleAfter].
func (l Loan) Record(scheme Scheme, window int, day Date, r Receipts) (Record, error) {
	s, err := l.asSettled(r)
	if err != nil {
		return Record{}, err
	}
	h := s.History(day, r.Paid)
	got := Record{Loan: l.Code, Status: l.Status, Day: day, Longest: h.Longest()}
	got.InTime, got.Judged = h.OnTime(window)
	got.WorstClass = scheme.worst(s, l.Rhythm(), day, r)
	if l.Status == Rescheduled {
		return got, nil
	}
	st := s.On(day, r.Until(day))
	got.Overdue = Amounts{Principal: st.OverduePrincipal, Interest: st.OverdueInterest}
	got.Since = st.LateSince
	got.Left = Amounts{Principal: st.PrincipalLeft, Interest: st.InterestLeft}
	return got, nil
}

// worst is the worst class at the end of any month until the day, and on the day.
func (c Scheme) worst(s Schedule, every Interval, day Date, r Receipts) Class {
	worst := c.Class(s.Arrears(every, day, r.Until(day)), every)
	if len(s) == 0 {
		return worst
	}
	for end := s[0].Due.MonthEnd(); end < day; end = (end + 1).MonthEnd() {
		paid := r.Until(end)
		if class := c.Class(s.Arrears(every, end, paid), every); class.Number > worst.Number {
			worst = class
		}
		if s.Unpaid(paid) == nil {
			break // nothing can be late any more
		}
	}
	return worst
}

// LendingRule is from what record on a group may ask for more than before. The
// sources say only "clean record" (S3), so the figures are ours (INF) and the
// forum's to change.
type LendingRule struct {
	OnTime      decimal.Decimal // per cent of instalments paid in time, at least
	WorstClass  int             // number of the worst class, at most
	LongestDays int             // longest arrears in days, at most
}

// LendingRule is the setting syarat_lagi: per cent in time, worst class, longest arrears in
// days, with spaces between. By default 90 per cent, no class worse than the second,
// and no arrears of more than 30 days; in a scheme of three classes the days are the
// stricter. It returns ErrLendingRule.
func (s Settings) LendingRule() (LendingRule, error) { return parseLendingRule(s.Get("syarat_lagi")) }

func parseLendingRule(text string) (LendingRule, error) {
	bad := fmt.Errorf("%q: %w", text, ErrLendingRule)
	words := strings.Fields(text)
	if len(words) != 3 {
		return LendingRule{}, bad
	}
	percent, ok := parsePercentage(words[0])
	class, err := strconv.ParseUint(words[1], 10, 16)
	days, err2 := strconv.ParseUint(words[2], 10, 16)
	if !ok || err != nil || err2 != nil {
		return LendingRule{}, bad
	}
	rule := LendingRule{OnTime: percent, WorstClass: int(class), LongestDays: int(days)}
	return rule, rule.Check()
}

func validLendingRule(v string) bool {
	_, err := parseLendingRule(v)
	return err == nil
}

// ErrLendingRule says that a rule for asking again cannot be.
var ErrLendingRule = errors.New("the rule for more needs 0 to 100 per cent in time, a class of at least 1 and arrears of at least 0 days")

// Check returns ErrLendingRule where the rule cannot be.
func (r LendingRule) Check() error {
	if e := r.OnTime.Exponent(); e < -MaxRateDecimals || e > 2 {
		return fmt.Errorf("per cent times ten to the power %d: %w", e, ErrLendingRule)
	}
	if r.OnTime.Sign() < 0 || r.OnTime.Cmp(decimal.NewFromInt(perCent)) > 0 || r.WorstClass < 1 || r.LongestDays < 0 {
		return fmt.Errorf("%s per cent, class %d, %d days: %w", r.OnTime, r.WorstClass, r.LongestDays, ErrLendingRule)
	}
	return nil
}

// Answer is what a group that asks for a loan may do.
type Answer string

// The answers.
const (
	MayAskMore  Answer = "boleh_lebih" // for more than the last loan
	MayAskSame  Answer = "boleh_sama"  // for as much as the last loan
	MayAskFirst Answer = "pertama"     // it has no loan to look at
	Refused     Answer = "ditolak"
)

// AnswerReason is why, as a code.
type AnswerReason string

// The reasons, in the order in which they are looked at.
const (
	BecauseArrears  AnswerReason = "tunggakan"      // Overdue since Since
	BecauseUnpaid   AnswerReason = "belum_lunas"    // the loan is not paid off: Left
	BecauseNoRecord AnswerReason = "tanpa_riwayat"  // no loan before
	BecauseMoved    AnswerReason = "dijadwal_ulang" // the loan was rescheduled
	BecauseOnTime   AnswerReason = "tepat_waktu"    // Have of Need per cent in time
	BecauseLongest  AnswerReason = "lama_menunggak" // Have days in arrears, Need at most
	BecauseClass    AnswerReason = "kelas"          // class number Have, Need at most
	BecauseClean    AnswerReason = "bersih"         // the last loan's record is clean
)

// Assessment is the rule's answer; people decide.
type Assessment struct {
	Answer Answer
	Reason AnswerReason
	Loan   LoanCode // whose record decided; none for MayAskFirst
	// Have and Need are the figure of the record and the rule's, where the reason
	// has them.
	Have, Need decimal.Decimal
	Overdue    Amounts // rupiah, for BecauseArrears
	Since      Date    // the oldest unpaid due day
	Left       Amounts // rupiah, for BecauseUnpaid
}

// Assess answers a group that asks again, from the records of its loans that
// were ever paid out, the oldest first. It is refused while any loan has arrears (S3, S26: a loan that was
// written off with something unpaid has them too), and while one is not paid off.
// Then the last loan decides: with a clean record the group may ask for more, else
// for the same (S3). It returns ErrLendingRule.
func (r LendingRule) Assess(records []Record) (Assessment, error) {
	if err := r.Check(); err != nil {
		return Assessment{}, err
	}
	for _, rec := range records {
		if rec.Overdue.Total() > 0 {
			return Assessment{Answer: Refused, Reason: BecauseArrears, Loan: rec.Loan, Overdue: rec.Overdue, Since: rec.Since}, nil
		}
	}
	for _, rec := range records {
		if rec.Left.Total() > 0 {
			return Assessment{Answer: Refused, Reason: BecauseUnpaid, Loan: rec.Loan, Left: rec.Left}, nil
		}
	}
	if len(records) == 0 {
		return Assessment{Answer: MayAskFirst, Reason: BecauseNoRecord}, nil
	}
	return r.last(records[len(records)-1]), nil
}

// last is the answer by the last loan, on which nothing is left to pay.
func (r LendingRule) last(rec Record) Assessment {
	a := Assessment{Answer: MayAskSame, Loan: rec.Loan}
	figures := func(have, need int) {
		a.Have, a.Need = decimal.NewFromInt(int64(have)), decimal.NewFromInt(int64(need))
	}
	share, _ := rec.OnTimeShare()
	hundredfold := decimal.NewFromInt(int64(rec.InTime) * perCent)
	switch {
	case rec.Status == Rescheduled:
		a.Reason = BecauseMoved
	case hundredfold.Cmp(r.OnTime.Mul(decimal.NewFromInt(int64(rec.Judged)))) < 0:
		a.Reason, a.Have, a.Need = BecauseOnTime, share, r.OnTime
	case rec.Longest > r.LongestDays:
		a.Reason = BecauseLongest
		figures(rec.Longest, r.LongestDays)
	case rec.WorstClass.Number > r.WorstClass:
		a.Reason = BecauseClass
		figures(rec.WorstClass.Number, r.WorstClass)
	default:
		a.Answer, a.Reason = MayAskMore, BecauseClean
	}
	return a
}
