package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// scheduleCmd prints an instalment schedule (docs/contract.md section 6). What
// cannot be read, or contradicts itself, is found while the command line is parsed
// and is wrong usage; terms that can be read but cannot be are Run's error.
type scheduleCmd struct {
	Principal   rupiah    `required:"" placeholder:"AMOUNT" help:"Amount lent, or the cost of the goods, in rupiah."`
	Rate        percent   `placeholder:"PERCENT" help:"Interest in per cent, such as 1.5; for flat, declining and annuity."`
	RatePer     string    `enum:"month,year,instalment" default:"month" help:"Time that the rate is for: ${enum}."`
	Method      string    `enum:"flat,declining,annuity,murabahah,qardh" default:"flat" help:"How interest is reckoned: ${enum}."`
	Instalments count     `required:"" placeholder:"N" help:"How many instalments."`
	Every       everyFlag `default:"month" placeholder:"TIME" help:"Time between instalments: day, week, month, selapan (35 days), or such as \"3 month\"."`
	Disbursed   dateFlag  `required:"" placeholder:"DATE" help:"Day the money is paid out, such as 2026-01-31."`
	FirstDue    dateFlag  `placeholder:"DATE" help:"Day of the first instalment, where it is not one interval later."`
	Grace       count     `placeholder:"N" help:"How many first instalments carry interest only."`
	Round       rupiah    `placeholder:"STEP" help:"Round principal and interest each to this step."`
	RoundTotal  rupiah    `placeholder:"STEP" help:"Round the whole instalment to this step."`
	RoundMode   string    `enum:"up,down,nearest,even" default:"nearest" help:"Direction of rounding: ${enum}."`
	DueDay      count     `placeholder:"N" help:"Fixed day of the month, 1 to 31, on which instalments fall due."`
	CutOff      count     `placeholder:"N" help:"Cut-off day of the month, 1 to 31: paid out then or later, all falls due a month later."`
	Margin      rupiah    `placeholder:"AMOUNT" help:"Agreed margin of murabahah, in rupiah."`
	JSON        bool      `name:"json" help:"Print JSON in place of a table."`
}

var (
	ratePeriods = map[string]ledger.RatePeriod{
		"month": ledger.PerMonth, "year": ledger.PerYear, "instalment": ledger.PerInstalment,
	}
	scheduleMethods = map[string]ledger.Method{
		"flat": ledger.Flat, "declining": ledger.Declining, "annuity": ledger.Annuity,
		"murabahah": ledger.Murabahah, "qardh": ledger.Qardh,
	}
	roundModes = map[string]ledger.RoundMode{
		"up": ledger.RoundUp, "down": ledger.RoundDown, "nearest": ledger.RoundNearest, "even": ledger.RoundEven,
	}
)

// byTime tells whether the method has interest by time, and so needs a rate.
func (c *scheduleCmd) byTime() bool { return c.Method != "murabahah" && c.Method != "qardh" }

// Validate finds flags that contradict each other; kong calls it after parsing.
func (c *scheduleCmd) Validate() error {
	switch {
	case c.Round != 0 && c.RoundTotal != 0:
		return errors.New("give --round or --round-total, not both")
	case c.byTime() && !c.Rate.given:
		return fmt.Errorf("--method %s needs --rate; give --rate 0 for a loan without interest", c.Method)
	case c.DueDay != 0 && c.Every.Unit != ledger.Month:
		return errors.New("--due-day is a day of the month; leave it out or give --every in months")
	case c.CutOff != 0 && c.Every.Unit != ledger.Month:
		return errors.New("--cut-off is a day of the month; leave it out or give --every in months")
	}
	return nil
}

// Run prints the schedule, or returns one of the errors of ledger.NewSchedule or
// Terms.AfterCutOff.
func (c *scheduleCmd) Run(env *env) error {
	terms, err := c.terms().AfterCutOff(int(c.CutOff))
	if err != nil {
		return err
	}
	s, err := ledger.NewSchedule(terms)
	if err != nil {
		return err
	}
	if !c.byTime() && !c.Rate.IsZero() {
		fmt.Fprintf(env.Stderr, "Note: --rate is not used with %s, which has no interest by time.\n", c.Method)
	}
	if c.JSON {
		return writeScheduleJSON(env.Stdout, s)
	}
	return writeScheduleTable(env.Stdout, s)
}

func (c *scheduleCmd) terms() ledger.Terms {
	return ledger.Terms{
		Principal: ledger.Money(c.Principal), Rate: c.Rate.Decimal, RatePer: ratePeriods[c.RatePer],
		Method: scheduleMethods[c.Method], Margin: ledger.Money(c.Margin),
		Instalments: int(c.Instalments), Every: c.Every.Interval,
		Disbursed: ledger.Date(c.Disbursed), FirstDue: ledger.Date(c.FirstDue),
		Grace: int(c.Grace), DueDay: int(c.DueDay),
		Round: ledger.Money(c.Round), RoundTotal: ledger.Money(c.RoundTotal), RoundMode: roundModes[c.RoundMode],
	}
}

// scheduleLine is an instalment as the contract's JSON has it.
type scheduleLine struct {
	Number    int          `json:"number"`
	Due       ledger.Date  `json:"due"`
	Principal ledger.Money `json:"principal"`
	Interest  ledger.Money `json:"interest"`
	Total     ledger.Money `json:"total"`
	Balance   ledger.Money `json:"balance"` // principal left once it is paid
}

func scheduleLines(s ledger.Schedule) []scheduleLine {
	lines := make([]scheduleLine, len(s))
	balance := s.Total().Principal
	for i, line := range s {
		balance -= line.Principal
		lines[i] = scheduleLine{line.Number, line.Due, line.Principal, line.Interest, line.Total(), balance}
	}
	return lines
}

func writeScheduleJSON(w io.Writer, s ledger.Schedule) error {
	return json.NewEncoder(w).Encode(struct {
		Instalments []scheduleLine `json:"instalments"`
		Total       ledger.Amounts `json:"total"`
	}{scheduleLines(s), s.Total()})
}

func writeScheduleTable(w io.Writer, s ledger.Schedule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...string) { fmt.Fprintln(table, strings.Join(cells, "\t")+"\t") }
	row("No", "Due", "Principal", "Interest", "Total", "Balance")
	for _, line := range scheduleLines(s) {
		row(strconv.Itoa(line.Number), line.Due.String(), line.Principal.Digits(), line.Interest.Digits(),
			line.Total.Digits(), line.Balance.Digits())
	}
	all := s.Total()
	row("", "Total", all.Principal.Digits(), all.Interest.Digits(), all.Total().Digits(), "")
	return table.Flush()
}

// The kinds of flags. kong's own numbers would read 010 as eight.

// count is a plain whole number.
type count int

// UnmarshalText reads plain digits.
func (c *count) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return fmt.Errorf("%q is not a whole number", b)
	}
	*c = count(n)
	return nil
}

// rupiah is an amount; its limits are for the ledger to judge.
type rupiah ledger.Money

// UnmarshalText reads plain digits, as files hold amounts.
func (r *rupiah) UnmarshalText(b []byte) error {
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return fmt.Errorf("%q is not an amount; write plain digits, such as 9500000", b)
	}
	*r = rupiah(n)
	return nil
}

// percent is a rate; none given is not the same as zero.
type percent struct {
	decimal.Decimal
	given bool
}

// UnmarshalText reads a decimal number with a point or a comma.
func (p *percent) UnmarshalText(b []byte) error {
	d, err := decimal.NewFromString(strings.Replace(string(b), ",", ".", 1))
	if err != nil {
		return fmt.Errorf("%q is not a rate; write it such as 1.5", b)
	}
	*p = percent{d, true}
	return nil
}

// dateFlag is a day; none given is the zero date.
type dateFlag ledger.Date

// UnmarshalText reads an ISO date.
func (d *dateFlag) UnmarshalText(b []byte) error {
	date, err := ledger.ParseDate(string(b))
	if err != nil {
		return fmt.Errorf("%q is not a date; write it such as 2026-01-31", b)
	}
	*d = dateFlag(date)
	return nil
}

// everyFlag is the time between two instalments.
type everyFlag struct{ ledger.Interval }

// UnmarshalText reads "month", "3 month", "3months", "selapan", "35 days".
func (e *everyFlag) UnmarshalText(b []byte) error {
	text := strings.ToLower(strings.TrimSpace(string(b)))
	word := strings.TrimLeft(text, "0123456789")
	n := 1
	if digits := text[:len(text)-len(word)]; digits != "" {
		var err error
		if n, err = strconv.Atoi(digits); err != nil || n > ledger.MaxInterval {
			return fmt.Errorf("%q is too long a time between instalments", b)
		}
	}
	switch word = strings.TrimSpace(word); strings.TrimSuffix(word, "s") {
	case "day":
		e.Interval = ledger.Interval{N: n, Unit: ledger.Day}
	case "week":
		e.Interval = ledger.Interval{N: n, Unit: ledger.Week}
	case "month":
		e.Interval = ledger.Interval{N: n, Unit: ledger.Month}
	case "selapan":
		e.Interval = ledger.Interval{N: n * ledger.Selapan, Unit: ledger.Day}
	default:
		return fmt.Errorf("%q is not a time; write day, week, month, selapan, or such as \"3 month\"", b)
	}
	return nil
}
