package ledger

import (
	"errors"
	"fmt"
)

// ErrRequest says that a request names no member, a member twice, or an amount that
// cannot be lent.
var ErrRequest = errors.New("each member asks once, for more than 0 and at most 1000000000000")

// Change is how a member's request compares with her share of the loan before.
type Change string

// The changes.
const (
	ChangeNew  Change = "baru"  // she had no share before
	ChangeUp   Change = "naik"  // she asks for more
	ChangeSame Change = "tetap" // she asks for the same
	ChangeDown Change = "turun" // she asks for less
	ChangeGone Change = "tidak" // she had a share and does not ask
)

// MemberRequest is what a member asks for beside what she had, in rupiah.
type MemberRequest struct {
	Member    MemberCode
	Previous  Money
	Requested Money
	Change    Change
}

// RequestComparison is a group's request beside its loan before, as the verifiers
// look at it (S1).
type RequestComparison struct {
	Members             []MemberRequest
	Previous, Requested Money // of the whole group
}

// CompareRequest sets what each member asks for beside her share of the loan before:
// those who ask, in their order, then those who had a share and do not. A loan
// without shares counts only as a whole. It returns ErrRequest, with member and
// figure.
func CompareRequest(before Loan, requests []Share) (RequestComparison, error) {
	c := RequestComparison{Previous: before.Terms.Principal}
	had := make(map[MemberCode]Money, len(before.Shares))
	for _, s := range before.Shares {
		had[s.Member] = s.Principal
	}
	asks := make(map[MemberCode]bool, len(requests))
	for _, s := range requests {
		if s.Member == "" || asks[s.Member] || s.Principal <= 0 || s.Principal > MaxMoney {
			return RequestComparison{}, fmt.Errorf("member %q asks for %d: %w", s.Member, int64(s.Principal), ErrRequest)
		}
		asks[s.Member] = true
		c.add(s.Member, had[s.Member], s.Principal)
	}
	for _, s := range before.Shares {
		if !asks[s.Member] && s.Principal > 0 {
			c.add(s.Member, s.Principal, 0)
		}
	}
	return c, nil
}

func (c *RequestComparison) add(m MemberCode, previous, requested Money) {
	change := ChangeSame
	switch {
	case previous == 0:
		change = ChangeNew
	case requested == 0:
		change = ChangeGone
	case requested > previous:
		change = ChangeUp
	case requested < previous:
		change = ChangeDown
	}
	c.Members = append(c.Members, MemberRequest{Member: m, Previous: previous, Requested: requested, Change: change})
	c.Requested += requested
}

// Allows tells whether the answer covers the request: MayAskSame goes as far as the
// group's loan before, whatever each member asks for.
func (a Assessment) Allows(c RequestComparison) bool {
	switch a.Answer {
	case MayAskMore, MayAskFirst:
		return true
	case MayAskSame:
		return c.Requested <= c.Previous
	case Refused:
	}
	return false
}
