package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Class is one class of collectability (kolektibilitas).
type Class struct {
	Number  int // from 1, the best
	Name    string
	Percent decimal.Decimal // of the principal left, to be set aside
}

// Scheme is a table of classes. The empty Scheme puts every loan in a class
// without number or name.
type Scheme struct {
	Name    string // as in the setting kolektibilitas
	Classes []Class
	// The most of each class but the last, for each rhythm of instalments.
	limits [rhythms][]limit
}

// limit is the most that a loan of a class may be in arrears.
type limit struct {
	most int
	unit limitUnit
}

type limitUnit int

const (
	limitMonths      limitUnit = iota // Arrears.Months
	limitDays                         // Arrears.Days
	limitMonthsBegun                  // Arrears.MonthsBegun
	limitSeasons                      // Arrears.Seasons
)

func (l limit) holds(a Arrears) bool {
	measure := [...]int{limitMonths: a.Months, limitDays: a.Days, limitMonthsBegun: a.MonthsBegun, limitSeasons: a.Seasons}
	return measure[l.unit] <= l.most
}

// Class is the best class that so much in arrears may be in, where instalments of
// principal come at the interval.
func (c Scheme) Class(a Arrears, every Interval) Class {
	if len(c.Classes) == 0 {
		return Class{}
	}
	for i, l := range c.limits[every.rhythm()] {
		if l.holds(a) {
			return c.Classes[i]
		}
	}
	return c.Classes[len(c.Classes)-1]
}

// Why a scheme or a table of classes is refused, with the rule that it breaks.
var (
	ErrScheme       = errors.New("kolektibilitas is siupk5, sidbm3, ojk2015, or sendiri with a kolektibilitas_tabel")
	ErrClassForm    = errors.New("a class is written as name, most, hari or bulan, per cent (DPK 2 bulan 10), the last as name, sisa, per cent (Macet sisa 100)")
	ErrClassName    = errors.New("each class has its own name")
	ErrClassMost    = errors.New("a class may be at most 0 to 9999 hari or bulan late, and more than the class before it, thirty hari to the bulan")
	ErrClassPercent = errors.New("a class's reserve must be from 0 to 100 per cent with at most 4 decimals, and not less than that of the class before it")
	ErrClassCount   = errors.New("there must be 2 to 10 classes")
)

// The limits of a table of classes.
const (
	maxClasses   = 10
	maxClassMost = 9999
)

// The tables of the schemes that count months. In sidbm3 a reserve of 0.5 per cent
// for the best class is also seen (S14).
const (
	siupk5Table = "Kolek I 0 bulan 1; Kolek II 2 bulan 10; Kolek III 4 bulan 25; Kolek IV 6 bulan 50; Kolek V sisa 100"
	sidbm3Table = "Lancar 3 bulan 0; Diragukan 5 bulan 50; Macet sisa 100"
)

// FindScheme is the scheme of the name: siupk5 (five classes by months in arrears,
// S1), sidbm3 (three, S2 and S14), ojk2015 (three, each with its bounds by the
// rhythm of instalments, S10, reserves as coded in S1), or sendiri, which is read
// from the table; see [ParseClasses]. Other schemes do not look at the table. It
// returns ErrScheme for another name or for sendiri without a table, and the
// errors of ParseClasses.
func FindScheme(name, table string) (Scheme, error) {
	switch name {
	case "siupk5":
		table = siupk5Table
	case "sidbm3":
		table = sidbm3Table
	case "ojk2015":
		return ojk2015(), nil
	case "sendiri":
		if strings.TrimSpace(table) == "" {
			return Scheme{}, fmt.Errorf("sendiri without a kolektibilitas_tabel: %w", ErrScheme)
		}
	default:
		return Scheme{}, fmt.Errorf("%q: %w", name, ErrScheme)
	}
	c, err := ParseClasses(table)
	c.Name = name
	return c, err
}

func ojk2015() Scheme {
	return Scheme{
		Name: "ojk2015",
		Classes: []Class{
			{1, "Lancar", decimal.Zero}, {2, "Diragukan", decimal.NewFromInt(50)}, {3, "Macet", decimal.NewFromInt(perCent)},
		},
		limits: [rhythms][]limit{
			daily:    {{4, limitDays}, {8, limitDays}},
			weekly:   {{4 * daysPerWeek, limitDays}, {8 * daysPerWeek, limitDays}},
			monthly:  {{3, limitMonthsBegun}, {9, limitMonthsBegun}},
			seasonal: {{1, limitSeasons}, {2, limitSeasons}},
		},
	}
}

// ParseClasses reads a UPK's own table of classes, the best first, semicolons
// between:
//
//	Lancar 0 bulan 1; DPK 2 bulan 10; Kurang lancar 4 bulan 25; Diragukan 6 bulan 50; Macet sisa 100
//
// Each class has a name of one or more words, the most that a loan in it may be in
// arrears, in bulan ([Arrears].Months) or hari ([Arrears].Days), and the per cent
// of the principal left that is set aside; the last takes the rest (sisa). It
// returns ErrClassForm, ErrClassName, ErrClassMost, ErrClassPercent or
// ErrClassCount, with the class and the figure.
func ParseClasses(table string) (Scheme, error) {
	c := Scheme{Name: "sendiri"}
	texts := strings.Split(strings.TrimSuffix(strings.TrimSpace(table), ";"), ";")
	if len(texts) < 2 || len(texts) > maxClasses {
		return Scheme{}, fmt.Errorf("%d classes: %w", len(texts), ErrClassCount)
	}
	var limits []limit
	for i, text := range texts {
		class, l, err := parseClass(text, i == len(texts)-1)
		if err == nil {
			err = c.follows(class, l, limits, i == len(texts)-1)
		}
		if err != nil {
			return Scheme{}, err
		}
		class.Number = i + 1
		c.Classes = append(c.Classes, class)
		limits = append(limits, l)
	}
	for r := range c.limits {
		c.limits[r] = limits[:len(limits)-1]
	}
	return c, nil
}

// parseClass reads one class; the last one has no limit.
func parseClass(text string, last bool) (Class, limit, error) {
	words := strings.Fields(text)
	named := len(words) - 3 // how many words the name has
	if last {
		named++
	}
	if named < 1 || strings.EqualFold(words[len(words)-2], "sisa") != last {
		return Class{}, limit{}, fmt.Errorf("class %q: %w", strings.TrimSpace(text), ErrClassForm)
	}
	class := Class{Name: strings.Join(words[:named], " ")}
	var ok bool
	if class.Percent, ok = parsePercentage(words[len(words)-1]); !ok {
		return Class{}, limit{}, fmt.Errorf("class %s, per cent %q: %w", class.Name, words[len(words)-1], ErrClassPercent)
	}
	if last {
		return class, limit{}, nil
	}
	unit, ok := map[string]limitUnit{"bulan": limitMonths, "hari": limitDays}[strings.ToLower(words[named+1])]
	if !ok {
		return Class{}, limit{}, fmt.Errorf("class %q, unit %q: %w", class.Name, words[named+1], ErrClassForm)
	}
	most, err := strconv.ParseUint(words[named], 10, 32)
	if err != nil || most > maxClassMost {
		return Class{}, limit{}, fmt.Errorf("class %s, most %q: %w", class.Name, words[named], ErrClassMost)
	}
	return class, limit{int(most), unit}, nil
}

// follows tells whether the class may come next in the table.
func (c Scheme) follows(class Class, l limit, limits []limit, last bool) error {
	if slices.ContainsFunc(c.Classes, func(o Class) bool { return strings.EqualFold(o.Name, class.Name) }) {
		return fmt.Errorf("class %s twice: %w", class.Name, ErrClassName)
	}
	if len(c.Classes) == 0 {
		return nil
	}
	before := c.Classes[len(c.Classes)-1]
	if class.Percent.Cmp(before.Percent) < 0 {
		return fmt.Errorf("class %s, per cent %s after %s: %w", class.Name, class.Percent, before.Percent, ErrClassPercent)
	}
	if !last && l.days() <= limits[len(limits)-1].days() {
		return fmt.Errorf("class %s, most %d: %w", class.Name, l.most, ErrClassMost)
	}
	return nil
}

func (l limit) days() int {
	if l.unit == limitMonths {
		return l.most * daysPerMonth
	}
	return l.most
}

// The forms of a per cent in settings.
const (
	maxPercentDigits   = 3
	maxPercentDecimals = 4
)

// parsePercentage reads a per cent from 0 to 100 with at most four decimals after
// a point or a comma: "1.5", "1,5".
func parsePercentage(word string) (decimal.Decimal, bool) {
	whole, decimals, marked := strings.Cut(strings.Replace(word, ",", ".", 1), ".")
	digits := func(s string, most int) bool {
		return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
	}
	if !digits(whole, maxPercentDigits) || marked && !digits(decimals, maxPercentDecimals) {
		return decimal.Zero, false
	}
	n, err := strconv.ParseInt(whole+decimals, 10, 64)
	p := decimal.New(n, -int32(len(decimals)))
	return p, err == nil && p.Cmp(decimal.NewFromInt(perCent)) <= 0
}
