package ledger

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// ErrProfitShare says that a text is no nisbah.
var ErrProfitShare = errors.New("a profit share is the fund's per cent (40), or the group's and then the fund's (60:40), 100 together")

// ParseProfitShare reads the nisbah of a bagi hasil loan (S52) and returns the share
// of the owner of the money, the fund, in per cent: a single number is the fund's own
// share, and of two, "60:40" or "60/40", the first is the group's. Decimals have a point
// or a comma, and per cent signs may be written. It returns ErrProfitShare with the
// text for whatever is not from 0 to 100, or not 100 together.
func ParseProfitShare(text string) (decimal.Decimal, error) {
	bad := fmt.Errorf("%.*q: %w", maxRuleText, text, ErrProfitShare)
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == '/' })
	marks := strings.Count(text, ":") + strings.Count(text, "/")
	if marks > 1 || len(parts) != marks+1 {
		return decimal.Zero, bad
	}
	var sum, fund decimal.Decimal
	for _, part := range parts {
		share, ok := parsePercentage(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(part), "%")))
		if !ok {
			return decimal.Zero, bad
		}
		sum, fund = sum.Add(share), share
	}
	if len(parts) == 2 && !sum.Equal(decimal.NewFromInt(perCent)) {
		return decimal.Zero, bad
	}
	return fund, nil
}
