package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"bendahara/ledger"
)

// schedule runs the command as the program does. usage is a fault of the command
// line (exit 2), err one of the terms (exit 1).
func schedule(t *testing.T, args ...string) (out, notes string, usage, err error) {
	t.Helper()
	var cli struct {
		Schedule scheduleCmd `cmd:""`
	}
	parser, err := kong.New(&cli, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, usage := parser.Parse(append([]string{"schedule"}, args...))
	if usage != nil {
		return "", "", usage, nil
	}
	var stdout, stderr bytes.Buffer
	err = ctx.Run(&env{Stdout: &stdout, Stderr: &stderr})
	return stdout.String(), stderr.String(), nil, err
}

const contractExample = "--principal 9500000 --rate 1.5 --rate-per month --method flat --instalments 10 --every month --disbursed 2026-01-31"

func TestScheduleJSON(t *testing.T) {
	out, notes, usage, err := schedule(t, strings.Fields(contractExample+" --json")...)
	if usage != nil || err != nil || notes != "" {
		t.Fatal(usage, err, notes)
	}
	const first = `{"instalments":[{"number":1,"due":"2026-02-28","principal":"950000","interest":"142500","total":"1092500","balance":"8550000"},` +
		`{"number":2,"due":"2026-03-31",`
	const last = `{"number":10,"due":"2026-11-30","principal":"950000","interest":"142500","total":"1092500","balance":"0"}],` +
		`"total":{"principal":"9500000","interest":"1425000"}}` + "\n"
	if !strings.HasPrefix(out, first) || !strings.HasSuffix(out, last) {
		t.Errorf("got %s", out)
	}
}

func TestScheduleTable(t *testing.T) {
	const want = `
  No         Due  Principal  Interest      Total  Balance
   1  2026-02-28    333.000    15.000    348.000  667.000
   2  2026-03-31    333.000    15.000    348.000  334.000
   3  2026-04-30    334.000    15.000    349.000        0
           Total  1.000.000    45.000  1.045.000         
`
	// The defaults: flat, by month, to the nearest.
	out, _, usage, err := schedule(t, strings.Fields("--principal 1000000 --rate 1,5 --instalments 3 --disbursed 2026-01-31 --round 1000")...)
	if usage != nil || err != nil || "\n"+out != want {
		t.Errorf("%v, %v; got\n%s\nwant%s", usage, err, out, want)
	}
}

// Each flag reaches the terms.
func TestScheduleFlags(t *testing.T) {
	for _, c := range []struct {
		flags string
		want  string // in the JSON
	}{
		{"--rate 18 --rate-per year", `"interest":"15000"`},
		{"--rate 1.5 --rate-per instalment --every selapan", `"due":"2026-03-07","principal":"100000","interest":"15000"`},
		{"--rate 1 --method declining", `"principal":"100000","interest":"9000"`},
		{"--rate 1 --method annuity", `"total":"105582"`},
		{"--method murabahah --margin 100000", `"interest":"10000"`},
		{"--method qardh", `"interest":"0"`},
		{"--rate 0 --first-due 2026-02-20", `"due":"2026-03-20"`},
		{"--rate 0 --due-day 15", `"due":"2026-02-15"`},
		{"--rate 0 --cut-off 25", `"number":1,"due":"2026-03-31"`},
		{"--rate 0 --cut-off 25 --due-day 10", `"number":1,"due":"2026-03-10"`},
		{"--rate 0 --cut-off 25 --first-due 2026-02-20", `"number":1,"due":"2026-02-20"`},
		{"--rate 0 --grace 5", `"number":6,"due":"2026-07-31","principal":"200000"`},
		{"--rate 1 --round 30000 --round-mode down", `"principal":"90000","interest":"0"`},
		{"--rate 1 --round 30000 --round-mode up", `"principal":"120000","interest":"30000"`},
		{"--rate 1 --round 8000 --round-mode even", `"principal":"96000"`},
		{"--rate 1 --round-total 25000", `"principal":"90000","interest":"10000","total":"100000"`},
	} {
		args := append(strings.Fields(c.flags), "--principal", "1000000", "--instalments=10", "--disbursed", "2026-01-31", "--json")
		out, _, usage, err := schedule(t, args...)
		if usage != nil || err != nil || !json.Valid([]byte(out)) || !strings.Contains(out, c.want) {
			t.Errorf("%s: %v, %v; want %s in\n%s", c.flags, usage, err, c.want, out)
		}
	}
}

func TestScheduleEvery(t *testing.T) {
	for text, want := range map[string]ledger.Interval{
		"day":       {N: 1, Unit: ledger.Day},
		"week":      {N: 1, Unit: ledger.Week},
		"month":     {N: 1, Unit: ledger.Month},
		"selapan":   {N: 35, Unit: ledger.Day},
		"3 month":   {N: 3, Unit: ledger.Month},
		"3month":    {N: 3, Unit: ledger.Month},
		"2 weeks":   {N: 2, Unit: ledger.Week},
		"10 Days":   {N: 10, Unit: ledger.Day},
		"2 selapan": {N: 70, Unit: ledger.Day},
		"010 day":   {N: 10, Unit: ledger.Day},
		"0 month":   {N: 0, Unit: ledger.Month}, // for the ledger to refuse
	} {
		var e everyFlag
		if err := e.UnmarshalText([]byte(text)); err != nil || e.Interval != want {
			t.Errorf("%q: %+v, %v; want %+v", text, e.Interval, err, want)
		}
	}
	for _, text := range []string{"", "3", "fortnight", "month 3", "-1 month", "1.5 month", "99999999999999999999 day", "s"} {
		var e everyFlag
		if err := e.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q: %+v, want an error", text, e.Interval)
		}
	}
}

// A command line that cannot be meant is wrong usage; terms that cannot be are not.
func TestScheduleFaults(t *testing.T) {
	for _, c := range []struct{ flags, usage string }{
		{"--round 100 --round-total 100", "not both"},
		{"--rate x", "not a rate"},
		{"--rate-per fortnight", "--rate-per must be one of"},
		{"--method bunga", "--method must be one of"},
		{"--round-mode sideways", "--round-mode must be one of"},
		{"--every fortnight", "not a time"},
		{"--first-due 31-01-2026", "not a date"},
		{"--principal 9.500.000", "not an amount"},
		{"--instalments ten", "not a whole number"},
		{"--due-day 5 --every week", "--due-day"},
		{"--unknown", "unknown flag"},
	} {
		_, _, usage, err := schedule(t, strings.Fields(contractExample+" "+c.flags)...)
		if err != nil || usage == nil || !strings.Contains(usage.Error(), c.usage) {
			t.Errorf("%s: usage %v, error %v; want usage with %q", c.flags, usage, err, c.usage)
		}
	}
	for _, missing := range []string{"--principal", "--rate", "--instalments", "--disbursed"} {
		args := strings.Fields(contractExample)
		for i, a := range args {
			if a == missing {
				args = append(args[:i:i], args[i+2:]...)
				break
			}
		}
		if _, _, usage, err := schedule(t, args...); err != nil || usage == nil || !strings.Contains(usage.Error(), missing) {
			t.Errorf("without %s: usage %v, error %v", missing, usage, err)
		}
	}
	for _, c := range []struct {
		flags string
		want  error
	}{
		{"--rate 900", ledger.ErrRate},
		{"--principal 0", ledger.ErrPrincipal},
		{"--principal=-5", ledger.ErrPrincipal},
		{"--principal 1000000000001", ledger.ErrPrincipal},
		{"--instalments 0", ledger.ErrInstalments},
		{"--grace 10", ledger.ErrGrace},
		{"--first-due 2026-01-30", ledger.ErrFirstDue},
		{"--due-day 32", ledger.ErrDueDay},
		{"--margin 5", ledger.ErrMargin},
		{"--round 9500001", ledger.ErrRounding},
		{"--method declining --round-total 100", ledger.ErrRoundTotal},
	} {
		out, _, usage, err := schedule(t, strings.Fields(contractExample+" "+c.flags)...)
		if usage != nil || !errors.Is(err, c.want) || out != "" {
			t.Errorf("%s: usage %v, error %v, printed %q; want %v", c.flags, usage, err, out, c.want)
		}
	}
}

func TestScheduleNotesAnUnusedRate(t *testing.T) {
	_, notes, usage, err := schedule(t, strings.Fields(contractExample+" --method qardh")...)
	if usage != nil || err != nil || !strings.Contains(notes, "--rate is not used with qardh") {
		t.Errorf("%v, %v, notes %q", usage, err, notes)
	}
}
