package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// Every cell is brought into one plain form when it is read: an ISO date, bare
// digits, an E.164 number, ya or tidak. The rest of the package sees only that
// form, and it is what the export writes.

// read is the cell's plain form, or what to say about a cell that has none: the
// end of a sentence that begins with the cell in quotation marks.
func (c column) read(s string) (plain, complaint string) {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), unwritable), " ")
	if s == "" {
		if c.must && !c.blank {
			return "", "must not be empty: " + c.wants()
		}
		if c.kind == choice {
			return c.choices[0], ""
		}
		return "", ""
	}
	if excelError.MatchString(s) {
		return "", "is an error that Excel shows: " + c.wants()
	}
	plain, ok := c.parse(s)
	if !ok {
		return "", "cannot be used: " + c.wants()
	}
	return plain, ""
}

// excelError is what stands in a cell whose formula came to nothing.
var excelError = regexp.MustCompile(`(?i)^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)$`)

// unwritable is true for spaces of all kinds and for what cannot be seen.
func unwritable(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func (c column) parse(s string) (string, bool) {
	switch c.kind {
	case text:
		return s, len([]rune(s)) <= maxText
	case code:
		return s, validCode(s)
	case codes:
		return parseCodes(s)
	case receipt:
		return s, len(s) <= maxCode*2 && !strings.HasPrefix(s, unnumbered)
	case phone:
		return parsePhone(s)
	case nik:
		s = strings.ReplaceAll(s, " ", "")
		// None ends so: Excel made it of a number, of which it keeps fifteen digits.
		return s, len(s) == 16 && onlyDigits(s) && !strings.HasSuffix(s, "0000")
	case date:
		d, ok := parseDate(s)
		return d.String(), ok
	case amount, signed:
		m, ok := parseMoney(s)
		return strconv.FormatInt(int64(m), 10), ok && (m >= 0 || c.kind == signed)
	case count:
		m, ok := parseMoney(s)
		return strconv.FormatInt(int64(m), 10), ok && m >= 0 && m <= maxCount
	case rate:
		return parseRate(s)
	case yesNo:
		return parseYesNo(s)
	case choice:
		i := slices.IndexFunc(c.choices, func(v string) bool { return normal(v) == normal(s) })
		return c.choices[max(i, 0)], i >= 0
	case interval:
		v, ok := parseInterval(s)
		return formatInterval(v), ok
	case rounding:
		_, ok := parseRounding(s)
		return strings.ToLower(s), ok
	case account:
		a, ok := parseAccount(s)
		return a.String(), ok
	}
	return "", false
}

// wants says what a cell of the column looks like.
func (c column) wants() string {
	switch c.kind {
	case code:
		return "write a code of letters, digits, dots, lines and underscores, at most 32, such as A01-03"
	case codes:
		return "write codes with a slash between, such as D01/D02"
	case receipt:
		return "write the number of the receipt, at most 64 characters, not beginning with #"
	case phone:
		return "write the whole number as text, such as 081234567890"
	case nik:
		return "write all 16 digits as text"
	case date:
		return "write the day as 2026-03-10 or 10/03/2026"
	case amount:
		return "write whole rupiah, such as 250000 or 250.000"
	case signed:
		return "write whole rupiah, such as 250000 or -250000"
	case count:
		return "write a whole number, such as 10"
	case rate:
		return "write a number, such as 1.5"
	case yesNo:
		return "write ya or tidak"
	case choice:
		return "write " + strings.Join(slices.DeleteFunc(slices.Clone(c.choices), func(s string) bool { return s == "" }), ", ")
	case interval:
		return "write hari, minggu, bulan or selapan, or 3 bulan"
	case rounding:
		return "write a step in rupiah, such as 1000 or 1000 atas"
	case account:
		return "write the number or the name of an account, such as 1110 or Kas"
	}
	return fmt.Sprintf("write at most %d characters", maxText)
}

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func validCode(s string) bool { return len(s) <= maxCode && codePattern.MatchString(s) }

func parseCodes(s string) (string, bool) {
	var list []string
	for part := range strings.SplitSeq(s, "/") {
		part = strings.TrimSpace(part)
		if !validCode(part) {
			return "", false
		}
		list = append(list, part)
	}
	return strings.Join(list, "/"), true
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// The first day of Excel's count; its day 60 never was, so it holds from 1 March 1900.
var excelZero = ledger.NewDate(1899, 12, 30)

var (
	isoDate   = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.Z+]*)?$`)
	localDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	serial    = regexp.MustCompile(`^([1-9]\d{4})(?:\.\d*)?$`)
)

// parseDate reads 2026-03-10, 10/03/2026 and Excel's count of days.
func parseDate(s string) (ledger.Date, bool) {
	if m := isoDate.FindStringSubmatch(s); m != nil {
		d, err := ledger.ParseDate(m[1])
		return d, err == nil && !d.IsZero()
	}
	if m := localDate.FindStringSubmatch(s); m != nil {
		d, err := ledger.ParseDate(fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1]))
		return d, err == nil && !d.IsZero()
	}
	if m := serial.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		return excelZero + ledger.Date(n), err == nil
	}
	return 0, false
}

var (
	dots   = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,0{1,2})?$`)
	commas = regexp.MustCompile(`^\d{1,3}(,\d{3}){2,}(\.0{1,2})?$`)
	number = regexp.MustCompile(`^\d{1,18}([.,]\d{1,20})?(e\+?\d{1,2})?$`)
)

// parseMoney reads 250000, 250.000, Rp 250.000,- and what Excel makes of them. A
// single comma before three digits could be either mark, so it is asked back.
func parseMoney(s string) (ledger.Money, bool) {
	s = strings.ReplaceAll(strings.ToLower(s), " ", "")
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "idr"), "rp"), ".")
	s = strings.TrimSuffix(strings.TrimRight(s, "-"), ",")
	switch {
	case dots.MatchString(s):
		s, _, _ = strings.Cut(s, ",")
		s = strings.ReplaceAll(s, ".", "")
	case commas.MatchString(s):
		s, _, _ = strings.Cut(s, ".")
		s = strings.ReplaceAll(s, ",", "")
	case !number.MatchString(s) || oneComma.MatchString(s):
		return 0, false
	}
	d, err := decimal.NewFromString(strings.ReplaceAll(s, ",", "."))
	if err != nil {
		return 0, false
	}
	d = excelDigits(d)
	if !d.IsInteger() || d.GreaterThan(ledger.MaxMoney.Decimal()) {
		return 0, false
	}
	if negative {
		d = d.Neg()
	}
	return ledger.Money(d.IntPart()), true
}

var oneComma = regexp.MustCompile(`^\d{1,3},\d{3}$`)

// excelDigits rounds to the fifteen digits that Excel shows: it may keep a sum
// of 275000 as 274999.99999999994.
func excelDigits(d decimal.Decimal) decimal.Decimal {
	const shown = 15
	if extra := d.NumDigits() - shown; extra > 0 {
		return d.Round(-d.Exponent() - int32(extra))
	}
	return d
}

func parseRate(s string) (string, bool) {
	s = strings.ToLower(strings.ReplaceAll(strings.TrimSuffix(s, "%"), " ", ""))
	small := strings.Contains(s, "e-")
	if !small && !number.MatchString(s) || small && !tiny.MatchString(s) {
		return "", false
	}
	d, err := decimal.NewFromString(strings.ReplaceAll(s, ",", "."))
	if err != nil {
		return "", false
	}
	return excelDigits(d).String(), true
}

var tiny = regexp.MustCompile(`^\d([.,]\d{1,17})?e-\d{1,2}$`)

func parseYesNo(s string) (string, bool) {
	switch strings.ToLower(s) {
	case "ya", "y", "iya", "yes", "true", "1", "v", "x":
		return "ya", true
	case "tidak", "t", "tdk", "no", "n", "false", "0", "-":
		return "tidak", true
	}
	return "", false
}

var shortened = regexp.MustCompile(`(?i)^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$`)

// parsePhone reads 0812..., 62812..., +62812... and 812..., as Excel leaves a
// number whose nought it ate. Numbers of Indonesia need only have the right
// length: a network may open a new prefix any day. What Excel cut short
// (8.1234E+10) is lost, and refused.
func parsePhone(s string) (string, bool) {
	if m := shortened.FindStringSubmatch(s); m != nil {
		if power, _ := strconv.Atoi(m[3]); len(m[2]) != power {
			return "", false
		}
		s = m[1] + m[2]
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()'", r) {
			return -1
		}
		return r
	}, s)
	switch {
	case strings.HasPrefix(s, "00"):
		s = "+" + s[2:]
	case strings.HasPrefix(s, "0"):
		s = "+62" + s[1:]
	case strings.HasPrefix(s, "62"):
		s = "+" + s
	case strings.HasPrefix(s, "8"):
		s = "+62" + s
	}
	if strings.HasPrefix(s, "+62") {
		return s, indonesian.MatchString(s)
	}
	n, err := phonenumbers.Parse(s, "ID")
	if err != nil || !strings.HasPrefix(s, "+") || !phonenumbers.IsPossibleNumber(n) {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}

var indonesian = regexp.MustCompile(`^\+62[1-9]\d{7,12}$`)

// units are the words for lengths of time.
var units = map[string]ledger.Interval{
	"hari": {N: 1, Unit: ledger.Day}, "harian": {N: 1, Unit: ledger.Day},
	"minggu": {N: 1, Unit: ledger.Week}, "mingguan": {N: 1, Unit: ledger.Week},
	"bulan": {N: 1, Unit: ledger.Month}, "bulanan": {N: 1, Unit: ledger.Month},
	"selapan": {N: ledger.Selapan, Unit: ledger.Day}, "selapanan": {N: ledger.Selapan, Unit: ledger.Day},
	"tahun": {N: 12, Unit: ledger.Month}, "tahunan": {N: 12, Unit: ledger.Month},
}

var intervalPattern = regexp.MustCompile(`^(?:(\d{1,4})\s*)?([a-z]+)$`)

func parseInterval(s string) (ledger.Interval, bool) {
	m := intervalPattern.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return ledger.Interval{}, false
	}
	v, ok := units[m[2]]
	if m[1] != "" {
		n, _ := strconv.Atoi(m[1])
		v.N *= n
	}
	return v, ok && v.N >= 1 && v.N <= ledger.MaxInterval
}

func formatInterval(v ledger.Interval) string {
	names := map[ledger.Unit]string{ledger.Day: "hari", ledger.Week: "minggu", ledger.Month: "bulan"}
	switch {
	case v == ledger.Interval{}:
		return ""
	case v == units["selapan"]:
		return "selapan"
	case v.N == 1:
		return names[v.Unit]
	}
	return fmt.Sprintf("%d %s", v.N, names[v.Unit])
}

// steps is the rounding of a loan: of principal and interest each, or of the
// whole instalment. Without a mode it is the UPK's.
type steps struct {
	step  ledger.Money
	whole bool
	mode  ledger.RoundMode
}

var roundingPattern = regexp.MustCompile(`^([\d.]+)( total)?(?: (terdekat|atas|bawah|genap))?$`)

func parseRounding(s string) (steps, bool) {
	m := roundingPattern.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return steps{}, false
	}
	step, ok := parseMoney(m[1])
	return steps{step, m[2] != "", ledger.RoundMode(m[3])}, ok
}

func (s steps) String() string {
	words := strconv.FormatInt(int64(s.step), 10)
	if s.whole {
		words += " total"
	}
	if s.mode != "" {
		words += " " + string(s.mode)
	}
	return words
}

// Phone reads a number as people write it, 0812-3456-7890; false for what is none.
func Phone(written string) (ledger.Phone, bool) {
	p, ok := parsePhone(strings.TrimSpace(written))
	return ledger.Phone(p), ok
}
