package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// FineKind is the setting denda: how a late instalment is fined.
type FineKind string

// The kinds of fines (contract.md section 3).
const (
	NoFine      FineKind = "tidak"
	FixedFine   FineKind = "tetap"  // an amount, once for each late instalment
	PercentFine FineKind = "persen" // per cent of a late instalment, a month
)

// ErrFineValue says that denda_nilai is no amount, or no per cent, as denda asks.
var ErrFineValue = errors.New("a fixed fine is whole rupiah up to 1000000000000, and one in per cent is from 0 to 100")

// FineRule is what a UPK's forum decided about fines. S1 and S2 have the account
// and no rule, and the rates are local, so the rule is ours (INF): see FineOn.
type FineRule struct {
	Kind   FineKind
	Amount Money           // rupiah a late instalment, of a fixed fine
	Rate   decimal.Decimal // per cent a month, of a fine in per cent
	Grace  int             // days after the due day in which nothing is fined
	Cap    Money           // the most for one schedule, ever; 0 is no cap
}

var thousands = regexp.MustCompile(`^\d{1,3}[.,]\d{3}$`)

// FineRule reads the settings denda, denda_nilai, denda_tenggang_hari and
// denda_batas; an empty or zero denda_batas is no cap. A fixed fine may have its
// thousands marked ("5.000"), which in a per cent would be decimals. It returns
// ErrFineValue where the amount has a part of a rupiah or the per cent is over 100.
func (s Settings) FineRule() (FineRule, error) {
	rule := FineRule{Kind: FineKind(s.Get("denda")), Grace: s.Int("denda_tenggang_hari")}
	if rule.Kind == NoFine { // whatever it would be
		return rule, nil
	}
	rule.Cap, _ = ParseMoney(s.Get("denda_batas")) // CheckSetting lets an amount or nothing in
	text := s.Get("denda_nilai")
	bad := fmt.Errorf("denda = %s, denda_nilai = %q: %w", rule.Kind, text, ErrFineValue)
	if CheckSetting("denda_nilai", text) != nil {
		return FineRule{}, bad
	}
	if rule.Kind == FixedFine && thousands.MatchString(text) {
		text = strings.NewReplacer(".", "", ",", "").Replace(text)
	}
	value, err := decimal.NewFromString(strings.Replace(text, ",", ".", 1))
	switch {
	case err != nil:
		return FineRule{}, bad
	case rule.Kind == FixedFine:
		if !value.IsInteger() || value.Cmp(MaxMoney.Decimal()) > 0 {
			return FineRule{}, bad
		}
		rule.Amount = Money(value.IntPart())
	case rule.Kind == PercentFine:
		if value.Cmp(decimal.NewFromInt(MaxRate)) > 0 {
			return FineRule{}, bad
		}
		rule.Rate = value
	}
	return rule, nil
}

// FineOn is the whole fine in rupiah that has accrued on the schedule by the end of
// the day, for one who made these payments; their order does not matter. What is
// due of it is this less what was paid and waived, see [Loan.FineSettled]. A
// waiver of interest counts as a payment on its day; a payment that was reversed is
// left out, with its reversal.
//
// An instalment is late from the day after its due day, and fined from the day after
// its grace if any of it, principal or interest, is unpaid by then; payments are
// used for the oldest instalment first, as in [Schedule.On], and a payment on the
// last day of grace is in time. (INF; S1 and S2 leave all of this open.)
//
//   - A fixed fine accrues once for each such instalment, however little is unpaid.
//   - A fine in per cent accrues at the beginning of each month or part of a month
//     since the due day, on what is unpaid of the instalment just then, rounded to
//     the rupiah, half up. Grace puts off the first accrual but is not a gift: the
//     days count once it is over. Nothing is fined on a fine.
//
// Never more than the cap accrues, nor than MaxMoney.
func (s Schedule) FineOn(day Date, payments []Payment, rule FineRule) Money {
	limit := MaxMoney
	if rule.Cap > 0 {
		limit = min(limit, rule.Cap)
	}
	if rule.Kind != FixedFine && rule.Kind != PercentFine {
		return 0
	}
	made := paidByDay(payments)
	var fine Money
	var before Amounts // what the instalments before this one come to
	for _, line := range s {
		if fine >= limit || line.Due+Date(rule.Grace) >= day {
			break
		}
		fine += rule.ofInstalment(line, before, made, day, limit-fine)
		before.Principal += line.Principal
		before.Interest += line.Interest
	}
	return min(fine, limit)
}

// paidByDay are the payments by day, each with what was paid until then.
func paidByDay(payments []Payment) []Payment {
	made := slices.Clone(payments)
	slices.SortStableFunc(made, func(a, b Payment) int { return cmp.Compare(a.Day, b.Day) })
	for i := 1; i < len(made); i++ {
		made[i].Paid.Principal += made[i-1].Paid.Principal
		made[i].Paid.Interest += made[i-1].Paid.Interest
	}
	return made
}

// paidUntil is what was paid by the end of the day.
func paidUntil(made []Payment, day Date) Amounts {
	i, _ := slices.BinarySearchFunc(made, day+1, func(p Payment, d Date) int { return cmp.Compare(p.Day, d) })
	if i == 0 {
		return Amounts{}
	}
	return made[i-1].Paid
}

// ofInstalment is the fine for one instalment by the end of the day.
func (r FineRule) ofInstalment(line Instalment, before Amounts, made []Payment, day Date, limit Money) Money {
	var fine Money
	_, _, wanted := line.Due.Civil()
	for month := 0; fine < limit; month++ {
		last := max(line.Due.AddMonths(month, wanted), line.Due+Date(r.Grace)) // before the month's fine
		if last >= day {
			break
		}
		paid := paidUntil(made, last)
		paid.Principal -= before.Principal
		paid.Interest -= before.Interest
		unpaid := line.payOff(&paid).Total()
		if unpaid == 0 {
			break
		}
		if r.Kind == FixedFine {
			return r.Amount
		}
		if r.Rate.IsZero() {
			break
		}
		fine += RoundNearest.Round(unpaid.Decimal().Mul(r.Rate), decimal.NewFromInt(perCent), 1)
	}
	return fine
}
