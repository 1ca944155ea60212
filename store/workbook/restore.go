package workbook

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"bendahara/ledger"
	"bendahara/store"
)

// readJournal reads the lines of a .jsonl; what they say is for the import.
func (b *Book) readJournal(path string, size int64) error {
	if size > maxJournal {
		return fmt.Errorf("%d bytes: %w", size, ErrTooMuch)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b.journal = []record{}
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, maxLine)
	for line := 1; scan.Scan(); line++ {
		r := record{line: line}
		if err := json.Unmarshal(scan.Bytes(), &r); err != nil {
			b.faults.add(Fault{b.name, line, "", "The line is no JSON object: take the file as it was exported."})
			continue
		}
		b.journal = append(b.journal, r)
	}
	if errors.Is(scan.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("a line of more than %d bytes: %w", maxLine, ErrTooMuch)
	}
	if scan.Err() == nil {
		b.checkEnds()
	}
	return scan.Err()
}

func (b *Book) checkEnds() {
	list := b.journal
	switch last := len(list) - 1; {
	case last < 0 || list[0].Type != "bendahara":
		b.faults.add(Fault{b.name, 1, "", "The file is no journal of Bendahara: give one that export wrote."})
	case list[0].Version != journalVersion:
		b.faults.add(Fault{b.name, 1, "", fmt.Sprintf("The file is of version %d: give one of version %d.", list[0].Version, journalVersion)})
	case list[last].Type != "end" || list[last].Lines != last:
		b.faults.add(Fault{b.name, list[last].line, "", "The end of the file is missing: export it again."})
	}
}

// wholeJournal puts a .jsonl into an empty store, entry for entry, and verifies
// the chains and balances that come of it.
func (im *importer) wholeJournal() error {
	if empty, err := isEmpty(im.tx); err != nil || !empty {
		return errors.Join(err, notEmpty(empty))
	}
	if len(im.faults.list) > 0 {
		return nil
	}
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	for _, r := range im.book.journal[1 : len(im.book.journal)-1] {
		var e ledger.Entry
		var err error
		if r.Type == "entry" {
			if err = decodeStrictly(r.Value, &e); err == nil {
				err = errors.Join(e.Follows(heads[e.Group]), e.Check())
				heads[e.Group] = e.Head()
				im.entries++
			}
		}
		if err == nil && im.write {
			err = im.restore(r, e)
		}
		if err != nil {
			im.faults.add(Fault{im.book.name, r.line, "", fmt.Sprintf("The line does not hold (%v): take the file as it was exported.", err)})
			return nil
		}
	}
	if !im.write {
		return nil
	}
	for sheet, rows := range im.kept {
		if err := im.tx.PutSheetRows(sheet, rows); err != nil {
			return err
		}
	}
	if err := im.closeMonths(); err != nil {
		return err
	}
	_, err := im.tx.Verify()
	return err
}

func notEmpty(empty bool) error {
	if empty {
		return nil
	}
	return ErrNotEmpty
}

// isEmpty tells whether nothing was ever put into the registers and books.
func isEmpty(tx *store.Tx) (bool, error) {
	u, err := tx.UPK()
	if err != nil || u != (ledger.UPK{}) {
		return false, err
	}
	villages, err := tx.Villages()
	if err != nil || len(villages) > 0 {
		return false, err
	}
	groups, err := tx.Groups()
	if err != nil || len(groups) > 0 {
		return false, err
	}
	officers, err := tx.EveryOfficer()
	if err != nil || len(officers) > 0 {
		return false, err
	}
	balances, err := tx.Balances()
	return len(balances) == 0, err
}

func decodeStrictly(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// restore writes one line of a journal.
func (im *importer) restore(r record, e ledger.Entry) error {
	tx := im.tx
	switch r.Type {
	case "entry":
		return tx.Post(e)
	case "upk":
		return restoreAs(r, tx.PutUPK)
	case "setting":
		return restoreAs(r, func(s settingValue) error {
			if s.Key == monthsClosed {
				im.closing = s.Value
				return nil
			}
			return tx.PutSetting(s.Key, s.Value)
		})
	case "village":
		return restoreAs(r, tx.PutVillage)
	case "group":
		return restoreAs(r, tx.PutGroup)
	case "member":
		return restoreAs(r, tx.PutMember)
	case "officer":
		return restoreAs(r, tx.PutOfficer)
	case "loan":
		return restoreAs(r, tx.PutLoan)
	case "holiday":
		return restoreAs(r, func(h holidayValue) error { return tx.PutHoliday(h.Day, h.Name) })
	case "sheet_row":
		return restoreAs(r, func(s sheetRowValue) error {
			if !slices.Contains(keptSheets, s.Sheet) {
				return fmt.Errorf("%q: %w", s.Sheet, ErrFormat)
			}
			im.kept[s.Sheet] = append(im.kept[s.Sheet], s.Row)
			return nil
		})
	case "imported":
		return restoreAs(r, func(m store.ImportedRow) error { return tx.MarkImported(m.Sheet, m.Identity, m.Content) })
	case "restores":
		return restoreAs(r, tx.PutRestores)
	case "case":
		return restoreAs(r, tx.PutCase)
	case "unpaid":
		return restoreAs(r, tx.KeepUnpaid)
	case "proposal":
		return restoreAs(r, tx.PutProposal)
	case "stopped":
		return restoreAs(r, func(p ledger.Phone) error { return tx.SetStopped(p, true, im.now) })
	case "lost":
		return restoreAs(r, tx.SuspendPhone)
	case "address":
		return restoreAs(r, tx.BindAddress)
	case "amendment":
		return restoreAs(r, tx.Amend)
	}
	return fmt.Errorf("%q is no type of line: %w", r.Type, ErrFormat)
}

func restoreAs[T any](r record, put func(T) error) error {
	var v T
	if err := decodeStrictly(r.Value, &v); err != nil {
		return err
	}
	return put(v)
}
