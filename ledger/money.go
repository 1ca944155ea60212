package ledger

import (
	"errors"
	"strconv"

	"github.com/shopspring/decimal"
)

// Money is an amount in whole rupiah. Every amount in the books is one.
type Money int64

// MaxMoney is the largest amount that a single posting, loan or payment may
// have: a trillion rupiah, three hundred times a whole UPK. Sums of a million
// such amounts still fit in Money.
const MaxMoney Money = 1_000_000_000_000

// ErrMoney says that an amount is not a whole number of rupiah within MaxMoney.
var ErrMoney = errors.New("not a whole amount in rupiah, of a million million at most")

// ParseMoney reads plain digits with an optional leading minus, as files hold
// amounts: "250000". It returns ErrMoney for anything else. What people write in
// messages is read by package understand.
func ParseMoney(s string) (Money, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || Money(n) > MaxMoney || Money(n) < -MaxMoney {
		return 0, ErrMoney
	}
	return Money(n), nil
}

// String prints the amount as messages show it, "Rp250.000", with a minus in
// front when it is negative.
func (m Money) String() string {
	if m < 0 {
		return "-Rp" + m.Digits()[1:]
	}
	return "Rp" + m.Digits()
}

// Digits prints the amount with Indonesian thousands marks and no currency:
// "250.000".
func (m Money) Digits() string {
	s := strconv.FormatInt(int64(m), 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// MarshalText writes plain digits, as files and JSON hold amounts.
func (m Money) MarshalText() ([]byte, error) {
	return strconv.AppendInt(nil, int64(m), 10), nil
}

// UnmarshalText reads plain digits; see ParseMoney.
func (m *Money) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMoney(string(b))
	return err
}

// Decimal is the amount for arithmetic with rates.
func (m Money) Decimal() decimal.Decimal { return decimal.NewFromInt(int64(m)) }
