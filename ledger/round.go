package ledger

import "github.com/shopspring/decimal"

var two = decimal.NewFromInt(2)

// Round is the fraction numerator/denominator of rupiah, rounded to a whole
// number of steps in the mode's direction; a step of 0 or less is one rupiah and
// the empty mode is nearest. Both parts are exact, so a half is a half: interest
// over 35 of 365 days has no finite decimal form. A figure that is round already
// stays as it is in every mode: S1's code adds a full step to it when it rounds
// up. The numerator must not be negative, the denominator must be positive.
func (m RoundMode) Round(numerator, denominator decimal.Decimal, step Money) Money {
	step = max(step, 1)
	unit := denominator.Mul(step.Decimal())
	whole, rest := numerator.QuoRem(unit, 0)
	steps := Money(whole.IntPart())
	if m.awayFromZero(steps, rest.Sign(), rest.Mul(two).Cmp(unit)) {
		steps++
	}
	return steps * step
}

// awayFromZero decides whether what is left over makes one step more; rest is its
// sign and half compares it with half a step.
func (m RoundMode) awayFromZero(steps Money, rest, half int) bool {
	switch m {
	case RoundUp:
		return rest > 0
	case RoundDown:
		return false
	case RoundEven:
		return half > 0 || half == 0 && steps%2 == 1
	default:
		return half >= 0
	}
}

// spread rounds each numerator/denominator to the step, and lets the last one
// absorb the difference from the total. Where rounding up has used up the total
// before the end, a later part is smaller or nothing: never negative, and the sum
// is always the total.
func (m RoundMode) spread(numerators []decimal.Decimal, denominator decimal.Decimal, total, step Money) []Money {
	parts := make([]Money, len(numerators))
	for i, n := range numerators {
		parts[i] = min(m.Round(n, denominator, step), total)
		total -= parts[i]
	}
	parts[len(parts)-1] += total
	return parts
}
