package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bendahara/ledger"
	"bendahara/store"
)

// alwaysRecalculate is LibreOffice's setting to believe no sum that a file brings.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculated is what LibreOffice makes of workbooks, with their formulas worked out
// anew: for each the rows of all its sheets, one after the other.
func recalculated(t *testing.T, files []string) map[string][][]string {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("soffice is missing: run make deps")
	}
	profile, to := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(alwaysRecalculate), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	args := []string{
		"-env:UserInstallation=file://" + profile, "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", // every sheet, as kept
		"--outdir", to,
	}
	if out, err := exec.CommandContext(ctx, "soffice", append(args, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	all := map[string][][]string{}
	for _, file := range files {
		f, err := excelize.OpenFile(file)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(file), ".xlsx")
		for _, sheet := range f.GetSheetList() {
			content, err := os.ReadFile(filepath.Join(to, base+"-"+sheet+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			r := csv.NewReader(bytes.NewReader(content))
			r.FieldsPerRecord = -1
			rows, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			all[base] = append(all[base], rows...)
		}
		f.Close()
	}
	return all
}

// figures are the tables of a CSV report, row by row.
func figures(t *testing.T, text string) (rows [][]string) {
	t.Helper()
	for table := range strings.SplitSeq(text, "\n\n") {
		got, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, got...)
	}
	return rows
}

// same tells whether a cell of a CSV report and of a workbook say the same.
func same(plain, kept string) bool {
	if day, err := ledger.ParseDate(plain); err == nil {
		year, month, d := day.Civil()
		return kept == fmt.Sprintf("%02d/%02d/%04d", month, d, year) // as LibreOffice writes a bare day
	}
	if month, err := ledger.ParsePeriod(plain); err == nil {
		year, _, _ := month.First().Civil()
		return strings.HasSuffix(kept, fmt.Sprint(" ", year))
	}
	if local, ok := strings.CutPrefix(plain, "+62"); ok {
		return kept == "0"+local
	}
	if a, err := strconv.ParseFloat(plain, 64); err == nil {
		b, err := strconv.ParseFloat(strings.Replace(kept, ",", ".", 1), 64)
		return err == nil && a == b
	}
	return plain == kept
}

// TestReportsRecalculated holds every report to saying the same in CSV, in a workbook
// after LibreOffice added it up anew, in text and on paper.
func TestReportsRecalculated(t *testing.T) {
	e := reporting(t)
	plain := map[string][][]string{}
	var files []string
	for _, r := range allReports() {
		out, _, err := runReport(t, e, r.name, "--month", "2026-03", "--format", "csv")
		if err != nil {
			t.Fatal(err)
		}
		plain[r.name] = figures(t, out)
		path := filepath.Join(e.Dir, r.name+".xlsx")
		if _, _, err := runReport(t, e, r.name, "--month", "2026-03", "--format", "xlsx", "--output", path); err != nil {
			t.Fatal(r.name, err)
		}
		files = append(files, path)
	}
	compared := 0
	for name, kept := range recalculated(t, files) {
		at := 0
		for _, want := range plain[name] {
			found := slices.IndexFunc(kept[at:], func(row []string) bool {
				if len(row) < len(want) {
					return false
				}
				for i := range want {
					if !same(want[i], row[i]) {
						return false
					}
				}
				return true
			})
			if found < 0 {
				t.Errorf("%s: the workbook has no row %q after its row %d", name, want, at)
				break
			}
			at += found + 1
			compared++
		}
		onPaper(t, e, name, plain[name])
	}
	if compared < 200 {
		t.Errorf("only %d rows were compared", compared)
	}
}

// onPaper holds the text and the PDF of a report to the amounts of its CSV.
func onPaper(t *testing.T, e *env, name string, rows [][]string) {
	t.Helper()
	text, _, err := runReport(t, e, name, "--month", "2026-03")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(e.Dir, name+".pdf")
	if _, _, err := runReport(t, e, name, "--month", "2026-03", "--format", "pdf", "--output", path); err != nil {
		t.Fatal(name, err)
	}
	printed, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal("pdftotext: run make deps: ", err)
	}
	for _, row := range rows {
		if name == "kartu" {
			row = row[:min(len(row), 5)] // the card has no room for each kind of what is left
		}
		for _, cell := range row {
			m, err := strconv.ParseInt(cell, 10, 64)
			if shown := ledger.Money(m).Digits(); err == nil && m >= 10_000 && len(cell) < 12 && cell[0] != '0' {
				if !strings.Contains(text, shown) || !strings.Contains(string(printed), shown) && !strings.Contains(string(printed), cell) {
					t.Errorf("%s: %s is not in its text or on its paper", name, shown)
				}
			}
		}
	}
}

// A sum in the workbook is a living one: another amount in it, and LibreOffice comes to
// another sum.
func TestReportFormulasLive(t *testing.T) {
	e := reporting(t)
	path := filepath.Join(e.Dir, "neraca.xlsx")
	if _, _, err := runReport(t, e, "neraca", "--month", "2026-03", "--format", "xlsx", "--output", path); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetCellInt("Neraca", "C6", 1_000_000_007); err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(e.Dir, "changed.xlsx")
	if err := f.SaveAs(changed); err != nil {
		t.Fatal(err)
	}
	both := recalculated(t, []string{path, changed})
	sum := func(name string) (total int64) {
		for _, row := range both[name] {
			if row[1] == "JUMLAH ASET" {
				total, err = strconv.ParseInt(row[2], 10, 64)
			}
		}
		return total
	}
	first, err := strconv.ParseInt(both["neraca"][5][2], 10, 64)
	if err != nil || first == 0 || sum("changed") != sum("neraca")-first+1_000_000_007 {
		t.Errorf("%d (with %d) became %d: %v", sum("neraca"), first, sum("changed"), err)
	}
}

// A report of a closed month is the same file for ever, whatever is booked later; that
// of an open one says when it was made.
func TestReportOfClosedMonth(t *testing.T) {
	e := reporting(t)
	closed := func(tx *store.Tx) error { return tx.PutSetting("tutup_buku", "2026-03") }
	later := func(tx *store.Tx) error {
		loan, err := tx.Loan("A01-L1")
		if err != nil {
			return err
		}
		paid := ledger.Amounts{Principal: 250_000, Interest: 25_000}
		day := ledger.NewDate(2026, time.March, 30) // heard after the month was closed
		for _, entry := range []ledger.Entry{
			ledger.RepayEntry(loan, "A01-03", paid, day), ledger.DepositEntry("A01", []ledger.DepositPart{{Loan: loan, Paid: paid}}, 0, day),
		} {
			head, err := tx.Head("A01")
			if err != nil {
				return err
			}
			entry.Booked = ledger.NewDate(2026, time.June, 1)
			entry.Heard = time.Date(2026, time.June, 20, 9, 0, 0, 0, time.UTC)
			if err := tx.Post(entry.Seal(head)); err != nil {
				return err
			}
		}
		return nil
	}
	change := func(fn func(*store.Tx) error) {
		t.Helper()
		if err := e.withStore(func(db *store.DB) error { return db.Update(t.Context(), fn) }); err != nil {
			t.Fatal(err)
		}
	}
	all := func(month string) map[string]string {
		made := map[string]string{}
		for _, r := range allReports() {
			for _, format := range []string{"xlsx", "pdf"} {
				out, _, err := runReport(t, e, r.name, "--month", month, "--format", format)
				if err != nil {
					t.Fatal(r.name, err)
				}
				made[r.name+" as "+format] = out
			}
		}
		return made
	}
	change(closed)
	before := all("2026-03")
	open := all("2026-05")
	change(later)
	e.Now = func() time.Time { return time.Date(2026, time.July, 2, 8, 0, 0, 0, time.UTC) }
	for name, now := range all("2026-03") {
		if now != before[name] {
			t.Errorf("%s of the closed month is another file", name)
		}
	}
	for name, now := range all("2026-05") {
		if now == open[name] && name != "paket as pdf" {
			t.Errorf("%s of an open month does not say when it was made", name)
		}
	}
}

// stopsLater is a context that is cancelled when it has been asked so many times.
type stopsLater struct {
	context.Context
	left int
}

func (s *stopsLater) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestReportStopped stops a report at each place where it can be: the file that was
// there stays, and no half of one is left.
func TestReportStopped(t *testing.T) {
	const before = "last month's"
	for _, format := range []string{"pdf", "xlsx"} {
		stopped := 0
		for ; ; stopped++ {
			e := reporting(t)
			path := filepath.Join(e.Dir, "neraca."+format)
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			e.Context = &stopsLater{t.Context(), stopped}
			_, _, err := runReport(t, e, "neraca", "--format", format, "--output", path)
			if err == nil {
				break
			}
			content, failed := os.ReadFile(path)
			left, _ := filepath.Glob(filepath.Join(e.Dir, ".neraca*"))
			if !errors.Is(err, context.Canceled) || failed != nil || string(content) != before || len(left) > 0 {
				t.Errorf("%s, stopped after %d: %v; left %q %v, %v", format, stopped, err, content, left, failed)
			}
		}
		if stopped < 3 {
			t.Errorf("%s could be stopped at %d places", format, stopped)
		}
	}
}

// A terminal is not filled with a PDF; a pipe takes it.
func TestReportToTerminal(t *testing.T) {
	e := reporting(t)
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	e.Stdout = terminal
	for _, args := range [][]string{{"neraca", "--format", "pdf"}, {"neraca", "--format", "xlsx"}} {
		if err := parseReport(e, args...); err == nil || !strings.Contains(err.Error(), "--output FILE."+args[2]) {
			t.Errorf("%s: %v", args, err)
		}
	}
	for _, args := range [][]string{{"neraca"}, {"neraca", "--format", "csv"}, {"neraca", "--format", "pdf", "--output", "x.pdf"}} {
		if err := parseReport(e, args...); err != nil {
			t.Errorf("%s: %v", args, err)
		}
	}
	e.Stdout = &bytes.Buffer{}
	if err := parseReport(e, "neraca", "--format", "pdf"); err != nil {
		t.Errorf("into a pipe: %v", err)
	}
}

// Progress is told once work takes a second, and its line is gone at the end.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)
	p := &progress{w: &out, next: now.Add(progressAfter), now: func() time.Time { return now }}
	p.tell("Reading")
	if out.Len() > 0 {
		t.Errorf("at once: %q", out.String())
	}
	now = now.Add(time.Second)
	p.tell("Writing")
	p.tell("Written")
	p.end()
	if got := out.String(); got != clearLine+"Writing ..."+clearLine {
		t.Errorf("%q", got)
	}
	silent := newProgress(&env{Stderr: &out, Now: time.Now})
	if silent.w != nil {
		t.Error("told to what is no terminal")
	}
}
