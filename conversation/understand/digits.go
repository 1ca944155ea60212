package understand

import (
	"strconv"
	"strings"

	"bendahara/ledger"
)

// digits is a number written in digits, with its marks understood.
type digits struct {
	value    int64 // in whole, or with the decimals as further digits
	decimals int
	grouped  bool // 1.250.000
	plain    bool // nothing but up to four digits
	zeros    bool // ended in ",00"
}

// readDigits understands marks: one followed by exactly three digits groups
// thousands, another is a decimal mark. It refuses what is neither.
func readDigits(s string) (d digits, ok bool) {
	whole := s
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		tail := s[i+1:]
		switch {
		case len(tail) != 3:
			whole, d.decimals = s[:i], len(tail)
			if tail == "00" && (strings.ContainsAny(whole, ".,") || len(whole) > 3) {
				d.decimals, d.zeros = 0, true
				if strings.IndexByte(whole, s[i]) >= 0 {
					return d, false // 1.250.000.00
				}
			}
		case strings.IndexByte(s, s[i]) == i && strings.ContainsAny(s[:i], ".,"):
			return d, false // 1.250,000
		}
	}
	plainDigits, grouped, good := ungroup(whole)
	if !good || d.decimals > 2 && (grouped || d.decimals > 3) {
		return d, false
	}
	d.grouped = grouped
	if d.decimals > 0 && (grouped || len(plainDigits) > 3) {
		return d, false // "275.000,50": nobody pays cents
	}
	if d.decimals > 0 {
		plainDigits += s[len(s)-d.decimals:]
	}
	if len(plainDigits) > maxDigits+3 || !grouped && len(plainDigits) > maxDigits {
		return d, false
	}
	if len(plainDigits) > 1 && plainDigits[0] == '0' && d.decimals == 0 {
		return d, false // 0812..., 03
	}
	v, err := strconv.ParseInt(plainDigits, 10, 64)
	d.value = v
	d.plain = !grouped && d.decimals == 0 && !d.zeros && v < 5000
	return d, err == nil
}

// ungroup takes the thousands marks out of s.
func ungroup(s string) (plain string, grouped, ok bool) {
	if !strings.ContainsAny(s, ".,") {
		return s, false, s != ""
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' })
	if strings.Contains(s, ".") && strings.Contains(s, ",") || len(parts[0]) > 3 || parts[0][0] == '0' {
		return "", true, false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return "", true, false
		}
	}
	return strings.Join(parts, ""), true, true
}

// withUnit is the amount of digits with a unit behind them, 0 for none.
func (d digits) withUnit(unit int64, mended bool) (n int, a amount, ok bool) {
	if unit == 0 {
		return 1, d.bare(mended), true
	}
	v := d.value
	switch {
	case d.zeros:
		return 2, amount{}, true
	case d.decimals > 0:
		if unit%powers[d.decimals] != 0 {
			return 2, amount{}, true
		}
		return 2, amount{value: ledger.Money(v * (unit / powers[d.decimals]))}, true
	case unit == 1000 && v >= 10_000: // "25.000rb" says thousand twice
		return 2, amount{value: ledger.Money(v), unsure: true}, true
	case unit == 1000:
		return 2, amount{value: ledger.Money(v * unit), unsure: d.grouped}, true
	case unit == 1_000_000 && d.grouped && v < 100_000: // "1,250jt": thousands of millions nobody pays
		return 2, amount{value: ledger.Money(v * 1000), unsure: v < 1000}, true
	case unit == 1_000_000 && v >= 1_000_000:
		return 2, amount{value: ledger.Money(v), unsure: true}, true
	}
	return 2, amount{}, true
}

// bare is the amount of digits without a unit.
func (d digits) bare(mended bool) amount {
	v := ledger.Money(d.value)
	switch {
	case d.decimals == 1 && v < 100: // "1.5"
		return amount{value: v * 100_000, unsure: true}
	case d.decimals == 2 && v%100 == 0: // "250.00"
		return amount{value: v * 10, unsure: true}
	case d.decimals > 0: // "1.15"
		return amount{}
	case v == 0:
		return amount{}
	case v < bareBelow:
		return amount{value: v * 1000, unsure: true}
	}
	odd := v < 10_000 && v%500 != 0
	return amount{value: v, unsure: odd || mended && !d.grouped && !d.zeros}
}

// aboutAt tells whether the amount is only roughly meant.
func aboutAt(before, behind []token) bool {
	if len(behind) > 1 && behind[0].text == "an" && !behind[0].glued && behind[1].kind == aWord && behind[1].tags&^tTitle == 0 {
		return false // "590rb an partini": in whose name
	}
	return len(before) > 0 && before[len(before)-1].is(tAbout) || len(behind) > 0 && behind[0].is(tAbout)
}
