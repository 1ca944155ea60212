package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// The accounts of a surplus that was split; SocialFund and Capital are older.
const (
	InstitutionFund AccountCode = "2220" // Dana kelembagaan
	BonusPayable    AccountCode = "2230" // Utang bonus
	OtherFund       AccountCode = "2290" // Dana lain, each by its name
)

// SurplusShare is one share of a year's surplus.
type SurplusShare struct {
	Name    string
	Percent decimal.Decimal // of the surplus, from 0 to 100
	Step    Money           // the share is rounded down to a multiple of it
	Rest    bool            // takes what is left; Percent and Step are zero
}

// SurplusRule is how a UPK splits its yearly surplus, as its forum decided.
type SurplusRule []SurplusShare

// Why a surplus is not split, with the rule that is broken.
var (
	ErrSurplusForm    = errors.New("a share of the surplus is written as name, per cent, step (sosial 20 1000000), or name, sisa (modal sisa)")
	ErrSurplusName    = errors.New("each share of the surplus has its own name of letters, digits and _, and a letter first")
	ErrSurplusPercent = errors.New("a share of the surplus must be from 0 to 100 per cent with at most 4 decimals")
	ErrSurplusOver    = errors.New("the shares of the surplus must be at most 100 per cent together")
	ErrSurplusStep    = errors.New("a share's step must be from 1 to 1000000000000")
	ErrSurplusRest    = errors.New("exactly one share of the surplus takes the rest (sisa)")
	ErrSurplusCount   = errors.New("there must be 1 to 20 shares of the surplus")
	ErrNoSurplus      = errors.New("there is a surplus to split only from 1 to 1000000000000")
)

const maxSurplusShares = 20

// ParseSurplus reads the setting surplus, semicolons between the shares:
//
//	sosial 20 1000000; lembaga 10 500000; bonus 1.5 10000; modal sisa
//
// It returns ErrSurplusForm for what is not so written, and the errors of
// [SurplusRule.Check], with the share and the figure.
func ParseSurplus(text string) (SurplusRule, error) {
	var rule SurplusRule
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(text), ";"), ";") {
		share, err := parseShare(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		rule = append(rule, share)
	}
	if err := rule.Check(); err != nil {
		return nil, err
	}
	return rule, nil
}

func parseShare(text string) (SurplusShare, error) {
	words := strings.Fields(text)
	if len(words) == 2 && strings.EqualFold(words[1], "sisa") {
		return SurplusShare{Name: words[0], Rest: true}, nil
	}
	if len(words) != 3 {
		return SurplusShare{}, fmt.Errorf("share %q: %w", text, ErrSurplusForm)
	}
	percent, ok := parsePercentage(words[1])
	if !ok {
		return SurplusShare{}, fmt.Errorf("share %s, per cent %q: %w", words[0], words[1], ErrSurplusPercent)
	}
	step, err := ParseMoney(words[2])
	if err != nil {
		return SurplusShare{}, fmt.Errorf("share %s, step %q: %w", words[0], words[2], ErrSurplusStep)
	}
	return SurplusShare{Name: words[0], Percent: percent, Step: step}, nil
}

// Check returns ErrSurplusCount, ErrSurplusName, ErrSurplusPercent, ErrSurplusStep,
// ErrSurplusRest or ErrSurplusOver where the rule cannot be.
func (r SurplusRule) Check() error {
	if len(r) == 0 || len(r) > maxSurplusShares {
		return fmt.Errorf("%d shares: %w", len(r), ErrSurplusCount)
	}
	hundred, sum, rests := decimal.NewFromInt(perCent), decimal.Zero, 0
	for i, s := range r {
		same := func(o SurplusShare) bool { return strings.EqualFold(o.Name, s.Name) }
		switch e := s.Percent.Exponent(); {
		case !validShareName(s.Name) || slices.ContainsFunc(r[:i], same):
			return fmt.Errorf("share %q: %w", s.Name, ErrSurplusName)
		case s.Rest:
			rests++
			continue
		case e < -maxPercentDecimals || e > 2 || s.Percent.Sign() < 0 || s.Percent.Cmp(hundred) > 0:
			return fmt.Errorf("share %s, per cent times ten to the power %d: %w", s.Name, e, ErrSurplusPercent)
		case s.Step < 1 || s.Step > MaxMoney:
			return fmt.Errorf("share %s, step %d: %w", s.Name, int64(s.Step), ErrSurplusStep)
		}
		sum = sum.Add(s.Percent)
	}
	if rests != 1 {
		return fmt.Errorf("%d shares with sisa: %w", rests, ErrSurplusRest)
	}
	if sum.Cmp(hundred) > 0 {
		return fmt.Errorf("%s per cent: %w", sum, ErrSurplusOver)
	}
	return nil
}

func validShareName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && (i == 0 || r != '_' && !unicode.IsDigit(r)) {
			return false
		}
	}
	return name != ""
}

// SurplusPart is what one share has of a surplus, in rupiah, and where it goes.
type SurplusPart struct {
	Name    string
	Account Account
	Amount  Money
}

// Split divides a surplus, which is what is left after the reserve: each share is
// its per cent rounded down to its step, and the share with sisa takes the rest, so
// that the parts add up to the surplus and none is negative (S9, the forum of
// Dawe). It returns ErrNoSurplus for a loss or nothing, which stays where it is,
// and the errors of [SurplusRule.Check].
func (r SurplusRule) Split(surplus Money) ([]SurplusPart, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if surplus <= 0 || surplus > MaxMoney {
		return nil, fmt.Errorf("surplus %d: %w", int64(surplus), ErrNoSurplus)
	}
	parts := make([]SurplusPart, len(r))
	left, rest := surplus, 0
	for i, s := range r {
		parts[i] = SurplusPart{Name: s.Name, Account: s.account()}
		if s.Rest {
			rest = i
			continue
		}
		parts[i].Amount = RoundDown.Round(surplus.Decimal().Mul(s.Percent), decimal.NewFromInt(perCent), s.Step)
		left -= parts[i].Amount
	}
	parts[rest].Amount = left
	return parts, nil
}

// account is where a share goes, by its name: modal, sosial, rtm (poor households,
// in the social fund by that name), lembaga and bonus have accounts; any other is a
// part of OtherFund by its name.
func (s SurplusShare) account() Account {
	name := strings.ToLower(s.Name)
	switch name {
	case "modal":
		return Account{Code: Capital}
	case "sosial":
		return Account{Code: SocialFund}
	case "rtm":
		return Account{Code: SocialFund, Purse: Purse(name)}
	case "lembaga":
		return Account{Code: InstitutionFund}
	case "bonus":
		return Account{Code: BonusPayable}
	}
	return Account{Code: OtherFund, Purse: Purse(name)}
}

// SurplusEntry moves a surplus out of RetainedProfit to where its parts go, in the
// UPK's own chain. Paying a part out is another entry, on another day.
func SurplusEntry(parts []SurplusPart, day Date) Entry {
	e := Entry{Kind: SurplusSplit, Day: day}
	for _, p := range parts {
		e.Amount += p.Amount
		e.post(Account{Code: RetainedProfit}, p.Account, p.Amount)
	}
	return e
}
