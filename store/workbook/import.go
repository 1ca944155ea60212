package workbook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Summary is what an import did, or with check would do.
type Summary struct {
	Sheets  []SheetSummary // those with rows, in the workbook's order
	Entries int            // new entries of the journal
	// Proposal is of the new rows of jurnal in books that are in use: it counts when a
	// second officer has confirmed it. Its Task is empty where there is none, its Number 0
	// with check.
	Proposal conversation.Proposal
	// Changes are what becomes of villages, groups, members, officers and loans that the
	// store has, a column each.
	Changes []Fault
	// Warnings are what an import does all the same, but somebody should look at.
	Warnings []Fault
}

// SheetSummary is what became of a sheet's rows. New, Changed and Same add up to Rows.
type SheetSummary struct {
	Name                     string
	Rows, New, Changed, Same int
}

// String is the sheet in one line: "anggota: 2110 rows, 2110 new".
func (s SheetSummary) String() string {
	line := fmt.Sprintf("%s: %d rows", s.Name, s.Rows)
	for _, part := range []struct {
		n    int
		word string
	}{{s.New, "new"}, {s.Changed, "changed"}, {s.Same, "as before"}} {
		if part.n > 0 {
			line += fmt.Sprintf(", %d %s", part.n, part.word)
		}
	}
	return line
}

// ErrNotEmpty says that a store is not empty: a whole journal goes into an empty
// one only, and so does the demonstration.
var ErrNotEmpty = errors.New("the store already holds a UPK: this goes into an empty one only")

// errFaults rolls back what a faulty workbook wrote.
var errFaults = errors.New("the workbook has faults")

// Import puts a workbook into the store, whole or, where there is any fault, not
// at all. With check nothing is written, and the summary says what would be. What
// the workbook brings is heard now, told by "import", and caused by its row: the
// sheet and the row's number or place. The error wraps ErrNotEmpty for a .jsonl,
// or is the store's.
func Import(ctx context.Context, db *store.DB, book *Book, now time.Time, check bool) (Summary, []Fault, error) {
	var summary Summary
	var faults []Fault
	run := func(tx *store.Tx) error {
		var err error
		summary, faults, err = ImportInto(tx, book, now, check)
		if err == nil && len(faults) > 0 {
			err = errFaults
		}
		return err
	}
	var err error
	if check {
		err = db.View(ctx, run)
	} else {
		err = db.Update(ctx, run)
	}
	if errors.Is(err, errFaults) {
		err = nil
	}
	return summary, faults, err
}

// importer brings one book in, within one transaction.
type importer struct {
	tx    *store.Tx // nil is an empty store
	write bool
	book  *Book
	now   time.Time

	settings ledger.Settings
	before   ledger.Settings // those of the store: what was closed until this import
	closing  string          // the last month that this import closes, once its rows are in
	villages map[ledger.VillageCode]ledger.Village
	groups   map[ledger.GroupCode]ledger.Group
	members  map[ledger.MemberCode]ledger.Member
	officers map[ledger.OfficerCode]ledger.Officer
	loans    map[ledger.LoanCode]*openLoan
	byGroup  map[ledger.GroupCode][]*openLoan // those paid out, oldest first

	holidays map[ledger.Date]string
	balances ledger.Balances
	moves    moves
	receipts map[ledger.GroupCode]bool // see keepsCash
	left     map[ledger.LoanCode][]row // of saldo_awal
	told     map[ledger.LoanCode]bool  // see history
	brought  map[ledger.GroupCode][]ledger.Date
	heads    map[ledger.GroupCode]ledger.ChainHead
	plan     []step
	seen     map[string]string // rows with a number, by sheet and number
	places   map[string]int    // rows without one, by sheet and content
	marks    []mark
	known    map[string]string // rows of knownSheet: their content, by sheet and identity

	openingRows []row // new ones, to be kept for the arrears that they tell
	generalRows []row // new ones, to be kept for their words
	living      bool  // see inUse
	proposed    []proposedRow
	proposal    conversation.Proposal
	kept        map[string][]store.SheetRow // of a .jsonl

	faults  faultList
	unsure  faultList // warnings
	changed faultList // what becomes of registers that the store has
	counts  map[string]*SheetSummary
	entries int

	// instead, where it is set, is asked before a step's entry is posted: the
	// export compares it with what the books have.
	instead func(cause string, e ledger.Entry) ledger.Entry
}

// mark is a row that this import brings, to be known when it comes again.
type mark struct{ sheet, identity, content string }

func newImporter(tx *store.Tx, book *Book, now time.Time, write bool) *importer {
	return &importer{
		tx: tx, write: write, book: book, now: now,
		settings: ledger.Settings{},
		villages: map[ledger.VillageCode]ledger.Village{},
		groups:   map[ledger.GroupCode]ledger.Group{},
		members:  map[ledger.MemberCode]ledger.Member{},
		officers: map[ledger.OfficerCode]ledger.Officer{},
		loans:    map[ledger.LoanCode]*openLoan{},
		balances: ledger.Balances{},
		heads:    map[ledger.GroupCode]ledger.ChainHead{},
		seen:     map[string]string{},
		places:   map[string]int{},
		counts:   map[string]*SheetSummary{},
		kept:     map[string][]store.SheetRow{},
		faults:   faultList{list: slices.Clone(book.faults.list), more: book.faults.more},
		known:    map[string]string{},
	}
}

func (im *importer) run() error {
	if im.book.journal != nil {
		return im.wholeJournal()
	}
	for _, do := range []func() error{
		im.load, im.office, im.registers, im.loanSheets, im.openings, im.movements, im.follow, im.post, im.settled, im.propose, im.finish,
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// fault tells what is wrong with a row.
func (im *importer) fault(r row, column, format string, args ...any) {
	im.faults.add(Fault{r.sheet.name, r.number, column, fmt.Sprintf(format, args...)})
}

// warn tells what somebody should look at in a row.
func (im *importer) warn(r row, column, format string, args ...any) {
	im.unsure.add(Fault{r.sheet.name, r.number, column, fmt.Sprintf(format, args...)})
}

func (im *importer) count(sheet string) *SheetSummary {
	c := im.counts[sheet]
	if c == nil {
		c = &SheetSummary{Name: sheet}
		im.counts[sheet] = c
	}
	return c
}

func (im *importer) summary() Summary {
	const more = "There are %d more."
	s := Summary{Entries: im.entries, Proposal: im.proposal, Changes: im.changed.sortedWith(more), Warnings: im.unsure.sortedWith(more)}
	for _, sheet := range sheets {
		if c := im.counts[sheet.name]; c != nil {
			c.Rows = c.New + c.Changed + c.Same
			s.Sheets = append(s.Sheets, *c)
		}
	}
	return s
}

// keep counts a thing of a register as new, changed or the same, and writes it
// where it is not the same.
func (im *importer) keep(sheet string, known bool, old, now any, put func() error) error {
	if known {
		a, err := json.Marshal(old)
		if err != nil {
			return err
		}
		b, err := json.Marshal(now)
		if err != nil {
			return err
		}
		if string(a) == string(b) {
			im.count(sheet).Same++
			return nil
		}
		im.count(sheet).Changed++
	} else {
		im.count(sheet).New++
	}
	if !im.write {
		return nil
	}
	return put()
}

// step is something that a row does to the books on a day.
type step struct {
	day   ledger.Date
	rank  int // of a day's steps, the order of the kinds
	order int // of a kind's, the order of the rows
	run   func() error
}

// The order of one day's steps.
const (
	rankBalance = iota
	rankLoan
	rankCash
	rankDisburse
	rankRepay
	rankSave
	rankDeposit
	rankWithdraw
	rankGeneral
	rankReplace
)

func (im *importer) later(day ledger.Date, rank int, run func() error) {
	im.plan = append(im.plan, step{day, rank, len(im.plan), run})
}

// post works the plan off in the order of the days.
func (im *importer) post() error {
	slices.SortFunc(im.plan, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.rank, b.rank), cmp.Compare(a.order, b.order))
	})
	for _, s := range im.plan {
		if err := s.run(); err != nil {
			return err
		}
	}
	return nil
}

// enter posts an entry that a row caused.
func (im *importer) enter(e ledger.Entry, cause string) error {
	if im.instead != nil {
		e = im.instead(cause, e)
	}
	if len(e.Postings) == 0 {
		return nil
	}
	e.Heard, e.Teller, e.Cause, e.Booked = im.now, cmp.Or(string(im.book.TypedBy), teller), cause, im.before.BookOn(e.Day)
	im.entries++
	im.balances.Add(e)
	im.note(e)
	if !im.write {
		return nil
	}
	head, ok := im.heads[e.Group]
	if !ok {
		var err error
		if head, err = im.tx.Head(e.Group); err != nil {
			return err
		}
	}
	e = e.Seal(head)
	im.heads[e.Group] = e.Head()
	return im.tx.Post(e)
}

// teller is who said so of what a file brings.
const teller = ledger.TellerImport

// finish remembers the rows and what is kept of them as it came.
func (im *importer) finish() error {
	if !im.write || len(im.faults.list) > 0 {
		return nil
	}
	for _, m := range im.marks {
		if err := im.tx.MarkImported(m.sheet, m.identity, m.content); err != nil {
			return err
		}
	}
	if err := im.keepRows("saldo_awal", im.openingRows, "pinjaman", "anggota"); err != nil {
		return err
	}
	if err := im.keepRows("jurnal", im.generalRows, "nomor"); err != nil {
		return err
	}
	return im.closeMonths()
}

// closeMonths comes last, so that the book's own rows find the months open that they
// are of.
func (im *importer) closeMonths() error {
	if im.closing == "" {
		return nil
	}
	return im.tx.PutSetting(monthsClosed, im.closing)
}

// monthsClosed is the setting that closes months.
const monthsClosed = "tutup_buku"
