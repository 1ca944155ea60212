package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Accounts of joint liability (tanggung renteng). A cover pays the defaulter's loan,
// so the group is current; what she owed her treasurer she now owes to those who
// covered her.
const (
	// CoverOwed is what a defaulter owes to one who covered her: Talangan.
	CoverOwed AccountCode = "G140"
	// CoverDue is what a coverer is to get back, as far as it has not been handed to
	// her: Utang talangan.
	CoverDue AccountCode = "G250"
)

// Why a cover is refused.
var (
	ErrCoverAmount     = errors.New("a cover is paid and given back in amounts of more than 0 and at most what is owed")
	ErrCoverSum        = errors.New("the members' parts must add up to what savings and collateral leave open")
	ErrCoverer         = errors.New("a coverer is another member, named once, with a part of more than 0")
	ErrNobodyCovers    = errors.New("nobody is named to cover what savings and collateral leave open")
	ErrCollateralEarly = errors.New("collateral is sold only for what her savings leave open")
)

// CoverOrder is the order in which a defaulter's own purses are used: first what was
// saved for it, then what the loan ties, then the rest (INF; S1 says only that her
// savings come first). The social purse is not hers to use.
func CoverOrder() []Purse {
	return []Purse{SavingsMutual, SavingsMonthly, SavingsInitial, SavingsVoluntary, SavingsDaily}
}

// CoverPart is what one member gives for another, in cash, or out of her own purse
// for joint liability.
type CoverPart struct {
	Member    MemberCode
	Amount    Money
	FromPurse bool
}

// PursePart is what is taken out of one purse.
type PursePart struct {
	Purse  Purse
	Amount Money
}

// Shortfall is what is known when a member does not pay, in rupiah.
type Shortfall struct {
	Member MemberCode
	Due    Dues            // what is to be covered now
	Held   map[Purse]Money // what her purses hold
	Sold   Money           // what her collateral fetched; 0 where none was sold
	// Coverers share equally what is left open after that, unless Given says
	// who gives how much.
	Coverers []MemberCode
	Given    []CoverPart
}

// Coverage is who bears a shortfall, in the order of S1. Savings, collateral and
// members add up to what was due.
type Coverage struct {
	Savings    []PursePart
	Collateral Money // used of what was fetched
	Returned   Money // fetched above what was needed; hers
	Members    []CoverPart
}

// Plan takes the steps of S1: her savings in the order of CoverOrder, then her
// collateral with the excess hers again, then the members, equally to the rupiah by
// Split in the order in which they are named, or as Given.
//
// It returns ErrCoverAmount where nothing is due or an amount is negative,
// ErrCollateralEarly where collateral was sold though her savings are enough,
// ErrNobodyCovers, ErrCoverer and ErrCoverSum for parts that cannot be.
func (s Shortfall) Plan() (Coverage, error) {
	var c Coverage
	open := s.Due.Total()
	if min(s.Due.Principal, s.Due.Interest, s.Due.Fine, s.Sold) < 0 || open == 0 {
		return c, fmt.Errorf("%s: due %d, collateral %d: %w", s.Member, int64(open), int64(s.Sold), ErrCoverAmount)
	}
	for _, purse := range CoverOrder() {
		if used := within(open, s.Held[purse]); used > 0 {
			c.Savings = append(c.Savings, PursePart{purse, used})
			open -= used
		}
	}
	if open == 0 && s.Sold > 0 {
		return Coverage{}, fmt.Errorf("%s: collateral %d: %w", s.Member, int64(s.Sold), ErrCollateralEarly)
	}
	c.Collateral = min(open, s.Sold)
	c.Returned = s.Sold - c.Collateral
	open -= c.Collateral
	var err error
	if c.Members, err = s.members(open); err != nil {
		return Coverage{}, fmt.Errorf("cover for %s: %w", s.Member, err)
	}
	return c, nil
}

// members shares out what is left open, or looks at the parts that are given.
func (s Shortfall) members(open Money) ([]CoverPart, error) {
	parts := s.Given
	if parts == nil {
		for i, amount := range Split(open, make([]Money, len(s.Coverers))) {
			if amount > 0 || slices.Contains(s.Coverers[:i], s.Coverers[i]) || s.Coverers[i] == s.Member {
				parts = append(parts, CoverPart{Member: s.Coverers[i], Amount: amount})
			}
		}
	}
	if len(parts) == 0 && open > 0 {
		return nil, fmt.Errorf("%d: %w", int64(open), ErrNobodyCovers)
	}
	if open == 0 && s.Given == nil {
		return nil, nil
	}
	seen := map[MemberCode]bool{s.Member: true, "": true}
	var sum Money
	for _, p := range parts {
		if seen[p.Member] || p.Amount <= 0 || p.Amount > MaxMoney {
			return nil, fmt.Errorf("%q gives %d: %w", p.Member, int64(p.Amount), ErrCoverer)
		}
		seen[p.Member] = true
		sum += p.Amount
	}
	if sum != open {
		return nil, fmt.Errorf("parts %d, open %d: %w", int64(sum), int64(open), ErrCoverSum)
	}
	return parts, nil
}

// CoverEntry pays what a member did not pay, as planned: fine, interest, principal.
// Her loan falls as by a payment of hers; the members who covered are owed by her.
// The excess of her collateral goes into her voluntary purse, from which
// SaveEntry gives it back. It returns ErrCoverSum where the plan is not of these dues.
func CoverEntry(l Loan, s Shortfall, c Coverage, day Date) (Entry, error) {
	e := Entry{Group: l.Group, Kind: Cover, Amount: s.Due.Total(), Day: day, Member: s.Member, Loan: l.Code}
	cash := Account{Code: TreasurerCash, Group: l.Group}
	var from []part
	for _, p := range c.Savings {
		from = append(from, part{PurseOf(l.Group, s.Member, p.Purse), p.Amount})
	}
	from = append(from, part{cash, c.Collateral})
	for _, p := range c.Members {
		source := cash
		if p.FromPurse {
			source = PurseOf(l.Group, p.Member, SavingsMutual)
		}
		from = append(from, part{source, p.Amount})
	}
	if sumOf(from) != e.Amount {
		return Entry{}, fmt.Errorf("loan %s, cover for %s: parts %d, due %d: %w", l.Code, s.Member, int64(sumOf(from)), int64(e.Amount), ErrCoverSum)
	}
	e.pour(from, []part{
		{l.FineCollected(s.Member), s.Due.Fine},
		{l.InterestCollected(s.Member), s.Due.Interest},
		{l.MemberPrincipal(s.Member), s.Due.Principal},
	})
	e.post(cash, PurseOf(l.Group, s.Member, SavingsVoluntary), c.Returned)
	for _, p := range c.Members {
		e.post(l.CoverOwed(s.Member, p.Member), l.CoverDue(p.Member), p.Amount)
	}
	return e, nil
}

// CoverOwed is the account of what a defaulter owes to one who covered her on a loan;
// its balance is positive. An account names one member, and this one is about
// two, so the coverer stands in the place of the purse: "G140/group/loan/defaulter/coverer".
func (l Loan) CoverOwed(defaulter, coverer MemberCode) Account {
	a := l.closed(CoverOwed, defaulter)
	a.Purse = Purse(coverer)
	return a
}

// CoverDue is the account of what a coverer is to get back for a loan; its balance is
// negative.
func (l Loan) CoverDue(coverer MemberCode) Account { return l.closed(CoverDue, coverer) }

// CoverDebt is what a defaulter still owes to one who covered her, in rupiah.
type CoverDebt struct {
	Group     GroupCode
	Loan      LoanCode
	Defaulter MemberCode
	Coverer   MemberCode
	Amount    Money
}

// CoverDebts is who covered whom, and how much is owed back, in order of loan,
// defaulter and coverer.
func (b Balances) CoverDebts() []CoverDebt {
	var list []CoverDebt
	for a, m := range b {
		if a.Code == CoverOwed && m != 0 {
			list = append(list, CoverDebt{a.Group, a.Loan, a.Member, MemberCode(a.Purse), m})
		}
	}
	slices.SortFunc(list, func(x, y CoverDebt) int {
		return cmp.Or(cmp.Compare(x.Group, y.Group), cmp.Compare(x.Loan, y.Loan),
			cmp.Compare(x.Defaulter, y.Defaulter), cmp.Compare(x.Coverer, y.Coverer))
	})
	return list
}
