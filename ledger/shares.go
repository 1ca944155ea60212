package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// ErrShares says that the shares of a loan are negative, name a member twice or
// do not add up to its principal.
var ErrShares = errors.New("each member has one share, and the shares must add up to the principal")

// Split divides a total by weights, to the rupiah and exactly: each part is its
// weight's fraction rounded down, and what is left goes, a rupiah each, to the
// largest fractions cut off; of equal ones the earlier (S1 rounds percentages
// instead, and its sums drift). No part is more than its weight where the total is
// not more than all weights. Negative weights count as nothing; where no weight is
// left, all count the same. A negative total is split as its opposite.
func Split(total Money, weights []Money) []Money {
	parts := make([]Money, len(weights))
	if len(weights) == 0 {
		return parts
	}
	if total < 0 {
		for i, p := range Split(-total, weights) {
			parts[i] = -p
		}
		return parts
	}
	weight, sum := wholeWeights(weights)
	rests := make([]uint64, len(weights))
	byRest := make([]int, len(weights))
	left := total
	for i, w := range weight {
		// Exact in 128 bits; no part is more than the total, so none overflows.
		high, low := bits.Mul64(uint64(total), w)
		whole, rest := bits.Div64(high, low, sum)
		parts[i], rests[i], byRest[i] = Money(whole), rest, i
		left -= parts[i]
	}
	slices.SortStableFunc(byRest, func(a, b int) int { return cmp.Compare(rests[b], rests[a]) })
	for _, i := range byRest[:left] { // less than a rupiah of each was cut off
		parts[i]++
	}
	return parts
}

// wholeWeights are the weights as they count, and their sum: of what there is in a
// village, far below the limit of 64 bits.
func wholeWeights(weights []Money) (each []uint64, sum uint64) {
	each = make([]uint64, len(weights))
	for i, w := range weights {
		each[i] = uint64(max(w, 0))
		sum += each[i]
	}
	if sum > 0 {
		return each, sum
	}
	for i := range each {
		each[i] = 1
	}
	return each, uint64(len(each))
}

// CheckShares returns ErrShares unless the shares add up to the principal. A loan
// without shares is good: its group pays as a whole.
func (l Loan) CheckShares() error {
	if len(l.Shares) == 0 {
		return nil
	}
	var sum Money
	seen := make(map[MemberCode]bool, len(l.Shares))
	for _, s := range l.Shares {
		if s.Principal < 0 || s.Principal > l.Terms.Principal || s.Member == "" || seen[s.Member] {
			return fmt.Errorf("loan %s, share %d of member %q: %w", l.Code, int64(s.Principal), s.Member, ErrShares)
		}
		seen[s.Member] = true
		sum += s.Principal
	}
	if sum != l.Terms.Principal {
		return fmt.Errorf("loan %s, principal %d, shares %d: %w", l.Code, int64(l.Terms.Principal), int64(sum), ErrShares)
	}
	return nil
}

// Schedule is what the group owes the UPK: the printed schedule of the member ""
// or else that of the loan's terms. It returns ErrSchedule for a printed one that
// is not of the loan's principal, and the errors of NewSchedule.
func (l Loan) Schedule() (Schedule, error) {
	s, printed := l.Printed[""]
	var err error
	if printed {
		err = s.Check(l.Terms.Principal)
	} else {
		s, err = NewSchedule(l.Terms)
	}
	if err != nil {
		return nil, fmt.Errorf("loan %s: %w", l.Code, err)
	}
	return l.moved(s), nil
}

// MemberSchedules is what each member owes her treasurer. Members mirror the group
// (S3): the parts of every instalment add up to the group's, each member's
// principal to her share, and her interest to her part of all interest by Split.
// A share with terms of its own, of an executing group (S5), has a schedule of its
// own, and a printed schedule stands in place of either; where there are such,
// the group's instalments are no longer the sum. Without shares there is one
// schedule, the group's, under the member "".
//
// It returns ErrShares, ErrSchedule for a printed schedule that is not of her
// share, and the errors of NewSchedule.
func (l Loan) MemberSchedules() (map[MemberCode]Schedule, error) {
	group, err := l.Schedule()
	if err != nil {
		return nil, err
	}
	if len(l.Shares) == 0 {
		return map[MemberCode]Schedule{"": group}, nil
	}
	if err := l.CheckShares(); err != nil {
		return nil, err
	}
	mirrors := mirror(group, l.Shares)
	margins := Split(l.Terms.Margin, principals(l.Shares))
	schedules := make(map[MemberCode]Schedule, len(l.Shares))
	for i, share := range l.Shares {
		s, printed := l.Printed[share.Member]
		switch {
		case printed:
			err = s.Check(share.Principal)
		case share.ownTerms():
			s, err = NewSchedule(share.terms(l.Terms, margins[i]))
		default:
			schedules[share.Member] = mirrors[i]
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("loan %s, member %s: %w", l.Code, share.Member, err)
		}
		schedules[share.Member] = l.moved(s)
	}
	return schedules, nil
}

func principals(shares []Share) []Money {
	all := make([]Money, len(shares))
	for i, s := range shares {
		all[i] = s.Principal
	}
	return all
}

// mirror splits each instalment by what is left of each member's principal and
// interest. By what is left, not by the shares, because then the last instalment
// is exactly what is left of everyone, and no part can become negative.
func mirror(group Schedule, shares []Share) []Schedule {
	principal := principals(shares)
	interest := Split(group.Total().Interest, principal)
	members := make([]Schedule, len(shares))
	for i := range members {
		members[i] = make(Schedule, 0, len(group))
	}
	for _, line := range group {
		p, in := Split(line.Principal, principal), Split(line.Interest, interest)
		for i := range shares {
			principal[i] -= p[i]
			interest[i] -= in[i]
			members[i] = append(members[i], Instalment{Number: line.Number, Due: line.Due, Principal: p[i], Interest: in[i]})
		}
	}
	return members
}

// ownTerms tells whether the member borrows on terms of her own.
func (s Share) ownTerms() bool {
	own := s.Rate != nil || s.RatePer != "" || s.Instalments != 0 || s.Every != Interval{}
	return own && s.Principal > 0
}

// terms are the loan's with what the share has of its own. With another rhythm
// she pays by it from disbursement: the loan's first due day, its grace and
// interest's own rhythm are counted in instalments that she does not have.
func (s Share) terms(t Terms, margin Money) Terms {
	t.Principal, t.Margin = s.Principal, margin
	if s.Rate != nil {
		t.Rate = *s.Rate
	}
	if s.RatePer != "" {
		t.RatePer = s.RatePer
	}
	if s.Instalments != 0 {
		t.Instalments = s.Instalments
	}
	if s.Every != (Interval{}) && s.Every != t.Every {
		t.Every, t.InterestEvery, t.FirstDue, t.Grace = s.Every, Interval{}, 0, 0
	}
	if max(t.Round, t.RoundTotal) > t.Principal { // the group's step may be more than one small share
		t.Round, t.RoundTotal = 0, 0
	}
	return t
}
