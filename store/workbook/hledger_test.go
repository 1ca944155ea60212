package workbook_test

import (
	"encoding/csv"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// hledgerOf writes the store for the real hledger, and returns how to run that on it.
func hledgerOf(t *testing.T, db *store.DB) (run func(args ...string) string) {
	t.Helper()
	hledger, err := exec.LookPath("hledger")
	if err != nil {
		t.Fatal("hledger is missing: run make deps")
	}
	dir := t.TempDir()
	path, again := filepath.Join(dir, "upk.journal"), filepath.Join(dir, "again.journal")
	for _, p := range []string{path, again} {
		if err := workbook.ExportHledger(t.Context(), db, p); err != nil {
			t.Fatal(err)
		}
	}
	if readFile(t, path) != readFile(t, again) {
		t.Error("the same books gave another file")
	}
	return func(args ...string) string {
		t.Helper()
		out, err := exec.CommandContext(t.Context(), hledger, append([]string{"-f", path}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("hledger %v: %v\n%s", args, err, out[:min(len(out), 2000)])
		}
		return string(out)
	}
}

// TestHledgerStatements: hledger's checks pass, and its balance sheet and income
// statement are the UPK's.
func TestHledgerStatements(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	run := hledgerOf(t, db)
	run("check", "--strict", "ordereddates")
	sheet := run("balancesheet", "--depth", "2")
	for _, want := range []string{"upk:kas              ||  Rp 5875000", "upk:bank             || Rp 50000000", "upk:piutang kelompok || Rp 19250000", "|| Rp 75125000"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the balance sheet lacks %q:\n%s", want, sheet)
		}
	}
	if got := run("incomestatement", "--depth", "2"); !strings.Contains(got, "Rp 125000") || strings.Contains(got, "kelompok:") {
		t.Errorf("the income statement:\n%s", got)
	}
}

// TestHledger lets the real hledger read the demonstration, check it strictly, and
// add it up.
func TestHledger(t *testing.T) {
	db := readOnlyDemo(t)
	run := hledgerOf(t, db)
	got := map[string]int64{}
	rows, err := csv.NewReader(strings.NewReader(run("balance", "--strict", "--flat", "-E", "-N", "-O", "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		n, err := strconv.ParseInt(strings.TrimPrefix(r[1], "Rp "), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		got[r[0]] = n
	}
	accounts := 0
	view(t, db, func(tx *store.Tx) {
		all, err := tx.Balances()
		if err != nil {
			t.Fatal(err)
		}
		accounts = len(all)
		for _, c := range []struct {
			account ledger.Account
			name    string
		}{
			{ledger.Account{Code: ledger.UPKCash}, "upk:kas"},
			{ledger.Account{Code: ledger.UPKBank}, "upk:bank"},
			{ledger.Account{Code: ledger.LoanPrincipal, Group: "S001", Loan: "S001-L1"}, "upk:piutang kelompok:S001:S001-L1"},
			{ledger.Account{Code: ledger.TreasurerCash, Group: "S001"}, "kelompok:S001:kas bendahara"},
			{ledger.Account{Code: ledger.MemberPrincipal, Group: "S001", Loan: "S001-L1", Member: "S001-02"}, "kelompok:S001:piutang anggota:S001-L1:S001-02"},
		} {
			if n, ok := got[c.name]; !ok || ledger.Money(n) != all[c.account] {
				t.Errorf("%s is %d (%v) by hledger, %d in the books", c.name, n, ok, all[c.account])
			}
		}
		var ours, hledgers []int64
		for _, m := range all {
			ours = append(ours, int64(m))
		}
		for _, n := range got {
			hledgers = append(hledgers, n)
		}
		slices.Sort(ours)
		slices.Sort(hledgers)
		if !slices.Equal(ours, hledgers) {
			t.Errorf("hledger's balances are not the books'")
		}
	})
	if len(got) != accounts {
		t.Errorf("hledger knows %d accounts, the books %d", len(got), accounts)
	}
}
