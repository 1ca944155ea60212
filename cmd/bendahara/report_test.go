package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/shopspring/decimal"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// reporting is a data directory with the small UPK of the dialogues, in June 2026.
func reporting(t *testing.T) *env {
	t.Helper()
	now := time.Date(2026, time.June, 15, 9, 0, 0, 0, time.UTC)
	e := &env{Context: t.Context(), Dir: t.TempDir(), Data: "data", Now: func() time.Time { return now }}
	book, faults, err := workbook.Read(filepath.Join(root, "conversation/testdata/kalijambe"))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	err = e.withNewStore(func(db *store.DB) error {
		_, faults, err := workbook.Import(t.Context(), db, book, now, false)
		if err != nil || len(faults) > 0 {
			return fmt.Errorf("%w %v", err, faults)
		}
		return db.Update(t.Context(), func(tx *store.Tx) error { return happen(tx) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// happen adds what that UPK has not: a sharia loan, a loan asked for, and a member
// who was covered.
func happen(tx *store.Tx) error {
	loan, err := tx.Loan("A01-L1")
	if err != nil {
		return err
	}
	asked, sharia := loan, loan
	asked.Code, asked.Status = "A01-L2", ledger.Proposed
	sharia.Code, sharia.Group, sharia.Fund, sharia.Shares = "C01-L1", "C01", ledger.FundBMT, nil
	sharia.Terms.Method, sharia.Terms.Rate, sharia.Terms.RatePer, sharia.Terms.Margin = ledger.Murabahah, decimal.Zero, "", 1_250_000
	covered := ledger.Shortfall{Member: "A01-05", Due: ledger.Dues{Amounts: ledger.Amounts{Principal: 250_000, Interest: 25_000}}, Coverers: []ledger.MemberCode{"A01-02"}}
	plan, err := covered.Plan()
	if err != nil {
		return err
	}
	cover, err := ledger.CoverEntry(loan, covered, plan, ledger.NewDate(2026, time.March, 16))
	if err != nil {
		return err
	}
	for _, l := range []ledger.Loan{asked, sharia} {
		if err := tx.PutLoan(l); err != nil {
			return err
		}
	}
	paid := ledger.DepositPart{Loan: sharia, Paid: ledger.Amounts{Principal: 1_250_000, Interest: 125_000}}
	rent := ledger.Entry{Kind: ledger.General, Day: ledger.NewDate(2026, time.March, 5), Postings: []ledger.Posting{
		{Debit: ledger.Account{Code: ledger.Expense}, Credit: ledger.Account{Code: ledger.UPKCash}, Amount: 375_000},
	}}
	for _, e := range []ledger.Entry{cover, rent, ledger.DisburseEntry(sharia), ledger.DepositEntry("C01", []ledger.DepositPart{paid}, 0, sharia.Terms.Disbursed+31)} {
		head, err := tx.Head(e.Group)
		if err != nil {
			return err
		}
		if err := tx.Post(e.Seal(head)); err != nil {
			return err
		}
	}
	return nil
}

// parseReport reads a command line as the caller's own process does.
func parseReport(e *env, args ...string) error {
	var cli struct {
		Report reportCmd `cmd:""`
	}
	parser, err := kong.New(&cli, kong.Exit(func(int) {}), kong.Bind(e))
	if err == nil {
		_, err = parser.Parse(append([]string{"report"}, args...))
	}
	return err
}

// runReport runs the command; usage is a fault of the command line.
func runReport(t *testing.T, e *env, args ...string) (out string, usage, err error) {
	t.Helper()
	var cli struct {
		Report reportCmd `cmd:""`
	}
	parser, err := kong.New(&cli, kong.Exit(func(int) {}), kong.Bind(e))
	if err != nil {
		t.Fatal(err)
	}
	command, usage := parser.Parse(append([]string{"report"}, args...))
	if usage != nil {
		return "", usage, nil
	}
	var stdout bytes.Buffer
	e.Stdout = &stdout
	err = command.Run(e)
	return stdout.String(), nil, err
}

// Every report has rows, and its CSV has a cell for every column.
func TestReports(t *testing.T) {
	e := reporting(t)
	list, _, err := runReport(t, e)
	if err != nil || strings.Count(list, "\n") != len(allReports()) {
		t.Fatalf("%v, list\n%s", err, list)
	}
	for _, r := range allReports() {
		text, _, err := runReport(t, e, r.name)
		if err != nil || strings.Count(text, "\n") < 3 || !strings.Contains(list, r.name+" ") {
			t.Errorf("%s: %v\n%s", r.name, err, text)
		}
		plain, _, err := runReport(t, e, r.name, "--format", "csv")
		if err != nil || strings.Contains(plain, "Rp") && r.name != "kartu" {
			t.Errorf("%s as CSV: %v\n%s", r.name, err, plain)
		}
		for table := range strings.SplitSeq(plain, "\n\n") {
			if rows, err := csv.NewReader(strings.NewReader(table)).ReadAll(); err != nil || len(rows) == 0 {
				t.Errorf("%s: %v\n%s", r.name, err, table)
			}
		}
	}
}

// The balance sheet balances, and is of the last full month unless another is asked
// for; a report goes to a file, and that of one loan or account has only it.
func TestReportOf(t *testing.T) {
	e := reporting(t)
	sheet, _, err := runReport(t, e, "neraca", "--format", "csv")
	total := func(name string) string {
		_, after, _ := strings.Cut(sheet, "\n,"+name+",")
		amount, _, _ := strings.Cut(after, "\n")
		return amount
	}
	if assets := total("JUMLAH ASET"); err != nil || len(assets) < 8 || assets != total("JUMLAH KEWAJIBAN DAN EKUITAS") {
		t.Errorf("%v\n%s", err, sheet)
	}
	if out, _, err := runReport(t, e, "neraca", "--format", "csv", "--output", "neraca.csv"); err != nil || out != "" {
		t.Errorf("%v\n%s", err, out)
	}
	if written, err := os.ReadFile(filepath.Join(e.Dir, "neraca.csv")); err != nil || string(written) != sheet {
		t.Errorf("%v\n%s", err, written)
	}
	if of, _, err := runReport(t, e, "neraca", "--format", "csv", "--month", "2026-05"); err != nil || of != sheet {
		t.Errorf("of 2026-05: %v\n%s", err, of)
	}
	if out, _, err := runReport(t, e, "bukubesar", "--of", "1120"); err != nil || strings.Count(out, "Buku besar") != 1 {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, err := runReport(t, e, "kartu", "--of", "A01-L1"); err != nil || strings.Count(out, "Kartu angsuran") != 1 {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, err := runReport(t, e, "tunggakan", "--month", "2001-01"); err != nil || out != "Tidak ada.\n" {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestReportFaults(t *testing.T) {
	e := reporting(t)
	if _, _, err := runReport(t, e, "rahasia"); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "rahasia") {
		t.Errorf("an unknown report: %v", err)
	}
	if _, _, err := runReport(t, e, "kartu", "--of", "Z99"); err == nil || !strings.Contains(err.Error(), "Z99") {
		t.Errorf("an unknown loan: %v", err)
	}
	for _, args := range []string{"lpp --month Februari", "lpp --format odt"} {
		if _, usage, err := runReport(t, e, strings.Fields(args)...); err != nil || usage == nil {
			t.Errorf("%s: %v, %v", args, usage, err)
		}
	}
}

// A sharia loan has margin and no jasa, in every report.
func TestReportSharia(t *testing.T) {
	e := reporting(t)
	for _, r := range allReports() {
		for _, args := range [][]string{{r.name, "--month", "2026-02"}, {r.name}} {
			out, _, err := runReport(t, e, args...)
			if err != nil {
				t.Fatal(err)
			}
			for table := range strings.SplitSeq(out, "\n\n") {
				title, rest, _ := strings.Cut(table, "\n")
				columns, rows, _ := strings.Cut(rest, "\n")
				sharia := strings.HasPrefix(rows, "BMT ") || strings.Contains(title, "C01-L1")
				if sharia && (strings.Contains(columns, "Jasa") || strings.Contains(columns, " J ")) {
					t.Errorf("%v: %s", args, table)
				}
				for line := range strings.SplitSeq(table, "\n") {
					if strings.Contains(line, "BMT") && strings.Contains(strings.ToLower(line), "jasa") {
						t.Errorf("%v: %s", args, line)
					}
				}
			}
		}
	}
	if out, _, err := runReport(t, e, "kartu", "--of", "C01-L1"); err != nil || !strings.Contains(out, "Margin/bagi hasil") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, err := runReport(t, e, "labarugi", "--month", "2026-02"); err != nil || !strings.Contains(out, "Pendapatan margin/bagi hasil BMT") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The digest is that of the chains in the store, and one entry more changes it.
func TestReportDigest(t *testing.T) {
	e := reporting(t)
	before, _, err := runReport(t, e, "sidik", "--format", "csv")
	if err != nil {
		t.Fatal(err)
	}
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	err = e.withStore(func(db *store.DB) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			for _, g := range []ledger.GroupCode{"", "A01", "B01", "C01"} {
				if heads[g], err = tx.Head(g); err != nil {
					return err
				}
			}
			return tx.Post(ledger.OfferDepositEntry("A01", 1000, ledger.NewDate(2026, time.June, 15)).Seal(heads["A01"]))
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	d := ledger.Digest(ledger.NewDate(2026, time.June, 15), heads)
	if want := fmt.Sprintf("2026-06-15,%s,%d,%d,", d.Code, d.Chains, d.Entries); !strings.Contains(before, want) {
		t.Errorf("%s lacks %s", before, want)
	}
	if after, _, err := runReport(t, e, "sidik", "--format", "csv"); err != nil || after == before {
		t.Errorf("%v, still %s", err, after)
	}
}

// A report of a village or a group, by code or by name, has its lines and no others; one
// of the UPK's own books is refused, and so is a name that two groups have.
func TestReportOfAPlace(t *testing.T) {
	e := reporting(t)
	for _, r := range allReports() {
		out, _, err := runReport(t, e, r.name, "--of", "D02", "--format", "csv")
		switch {
		case r.of == ofWhole:
			if !errors.As(err, new(usageError)) {
				t.Errorf("%s: %v", r.name, err)
			}
		case r.of == ofAccount:
		case err != nil || strings.Contains(out, "Saren") || strings.Contains(out, "A01"):
			t.Errorf("%s: %v\n%s", r.name, err, out)
		}
	}
	for _, of := range []string{"A01", "melati", "D01", "Saren"} {
		out, _, err := runReport(t, e, "lpp", "--of", of, "--format", "csv")
		if err != nil || !strings.Contains(out, "A01-L1") || strings.Contains(out, "B01") {
			t.Errorf("of %s: %v\n%s", of, err, out)
		}
	}
	for _, of := range []string{"Z99", "Tidak Ada"} {
		if _, _, err := runReport(t, e, "lpp", "--of", of); err == nil || !strings.Contains(err.Error(), of) {
			t.Errorf("of %s: %v", of, err)
		}
	}
	err := e.withStore(func(db *store.DB) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.PutGroup(ledger.Group{Code: "Z01", Name: "Melati", Village: "D02", Type: ledger.SPP})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := runReport(t, e, "lpp", "--of", "melati"); err == nil || !strings.Contains(err.Error(), "A01") {
		t.Errorf("a name of two groups: %v", err)
	}
}
