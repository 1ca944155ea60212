package workbook

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// ExportHledger writes all entries to a file as hledger reads them: a
// transaction an entry with its reference as the code and its kind as the
// description, in order of the days on which they count, chains (the UPK's first) and numbers. Accounts
// are declared: the UPK's begin with "upk" and have types, a group's with
// "kelompok" and its code. There are no clock times in it, so the same books
// always give the same file.
func ExportHledger(ctx context.Context, db *store.DB, path string) error {
	err := db.View(ctx, func(tx *store.Tx) error {
		return WriteFile(path, func(w io.Writer) error { return writeHledger(ctx, tx, w) })
	})
	if err != nil {
		return fmt.Errorf("export %s: %w", path, err)
	}
	return nil
}

func writeHledger(ctx context.Context, tx *store.Tx, to io.Writer) error {
	u, err := tx.UPK()
	if err != nil {
		return err
	}
	var entries []ledger.Entry
	used := map[ledger.Account]bool{}
	for e, err := range tx.Journal() {
		if err != nil {
			return err
		}
		if entries = append(entries, e); len(entries)%often == 1 {
			if err := goesOn(ctx, fmt.Sprintf("Reading the books: %d entries", len(entries)-1)); err != nil {
				return err
			}
		}
		for _, p := range e.Postings {
			used[p.Debit], used[p.Credit] = true, true
		}
	}
	slices.SortFunc(entries, func(a, b ledger.Entry) int {
		return cmp.Or(cmp.Compare(a.BookedOn(), b.BookedOn()), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Number, b.Number))
	})
	w := bufio.NewWriter(to) // whose first error Flush returns
	fmt.Fprintf(w, "; %s\n\ncommodity Rp 1000.\n\n", u.Name)
	writeAccounts(w, used)
	if err := goesOn(ctx, "Writing"); err != nil {
		return err
	}
	for _, e := range entries {
		fmt.Fprintf(w, "\n%s (%s) %s%s\n", e.BookedOn(), e.Reference(), e.Kind, hledgerTags(e))
		for _, p := range e.Postings {
			fmt.Fprintf(w, "    %s  Rp %d\n    %s  Rp %d\n", hledgerAccount(p.Debit), int64(p.Amount), hledgerAccount(p.Credit), -int64(p.Amount))
		}
	}
	return w.Flush()
}

// writeAccounts declares the accounts. The UPK's lines of the chart have a type,
// which those below them inherit, so that hledger's balance sheet and income
// statement are the UPK's; the groups' own books have none. (A type a line would
// make hledger's reports take minutes.)
func writeAccounts(w io.Writer, used map[ledger.Account]bool) {
	var lines []string
	for _, line := range chart {
		if !line.ofGroups() {
			lines = append(lines, fmt.Sprintf("account %s  ; type: %s\n", hledgerAccount(ledger.Account{Code: line.code}), line.kind))
		}
	}
	for a := range used {
		if line, ok := accountOf(a.Code); !ok || line.ofGroups() || a != (ledger.Account{Code: a.Code}) {
			lines = append(lines, fmt.Sprintf("account %s\n", hledgerAccount(a)))
		}
	}
	slices.Sort(lines)
	for _, line := range lines {
		io.WriteString(w, line)
	}
}

// hledgerAccount is an account as hledger names it: "upk:kas",
// "upk:piutang kelompok:A01:A01-L1", "kelompok:A01:simpanan anggota:A01-03:wajib".
func hledgerAccount(a ledger.Account) string {
	line, _ := accountOf(a.Code)
	name := strings.ToLower(a.Code.Name())
	parts := []string{"upk", name, string(a.Group)}
	if line.ofGroups() {
		parts = []string{"kelompok", string(a.Group), name}
	}
	parts = append(parts, string(a.Loan), string(a.Member), string(a.Purse))
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ":")
}

func hledgerTags(e ledger.Entry) string {
	var tags []string
	if !e.Booked.IsZero() {
		tags = append(tags, "moved:"+e.Day.String())
	}
	for _, t := range [][2]string{{"loan", string(e.Loan)}, {"member", string(e.Member)}, {"purse", string(e.Purse)}} {
		if t[1] != "" {
			tags = append(tags, t[0]+":"+t[1])
		}
	}
	if e.Reverses != 0 {
		undone := ledger.Entry{Group: e.Group, Number: e.Reverses}
		tags = append(tags, "reverses:"+undone.Reference())
	}
	if len(tags) == 0 {
		return ""
	}
	return "  ; " + strings.Join(tags, ", ")
}
