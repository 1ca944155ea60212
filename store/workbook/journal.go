package workbook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// A whole journal is a file of JSON objects, one a line, each with a type:
//
//	{"type":"bendahara","version":1}
//	{"type":"upk","value":{...}} and so on: setting village group member officer
//	loan stopped lost address amendment holiday sheet_row imported proposal entry case unpaid
//	{"type":"end","lines":4711}
//
// The first and the last are there so that a file of something else, or half a
// file, is refused.
type record struct {
	Type    string          `json:"type"`
	Version int             `json:"version,omitempty"`
	Lines   int             `json:"lines,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	line    int
}

const journalVersion = 1

// The values of the types that are no types of ledger.
type (
	settingValue struct{ Key, Value string }
	holidayValue struct {
		Day  ledger.Date
		Name string
	}
	sheetRowValue struct {
		Sheet string
		Row   store.SheetRow
	}
)

// keptSheets are the sheets whose rows are kept as they came.
var keptSheets = []string{"harga", "saldo_awal", "jurnal", demoSheet}

// writeJournal writes the registers and the journal.
func writeJournal(ctx context.Context, tx *store.Tx, w io.Writer) error {
	lines, encode := 0, json.NewEncoder(w)
	encode.SetEscapeHTML(false)
	put := func(r record, value any) (err error) {
		if value != nil {
			if r.Value, err = json.Marshal(value); err != nil {
				return err
			}
		}
		if lines++; lines%often == 1 {
			if err := goesOn(ctx, fmt.Sprintf("Writing: %d lines", lines-1)); err != nil {
				return err
			}
		}
		return encode.Encode(r)
	}
	if err := put(record{Type: "bendahara", Version: journalVersion}, nil); err != nil {
		return err
	}
	add := func(kind string, value any) error { return put(record{Type: kind}, value) }
	for _, write := range []func(*store.Tx, func(string, any) error) error{
		writeOffice, writePeople, writeAmends, writeKept, writeEntries, writeWords,
	} {
		if err := write(tx, add); err != nil {
			return err
		}
	}
	return put(record{Type: "end", Lines: lines}, nil)
}

func writeEntries(tx *store.Tx, add func(string, any) error) error {
	for e, err := range tx.Journal() {
		if err == nil {
			err = add("entry", e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeWords writes what people said that is kept: cases, behind the entries that
// they name, and who did not pay.
func writeWords(tx *store.Tx, add func(string, any) error) error {
	for _, kind := range conversation.CaseKinds {
		cases, err := tx.Cases(kind)
		if err == nil {
			err = addAll(add, "case", cases)
		}
		if err != nil {
			return err
		}
	}
	words, err := tx.AllUnpaid()
	if err != nil {
		return err
	}
	for _, u := range words {
		if err := add("unpaid", u.NotPaid); err != nil {
			return err
		}
	}
	return nil
}

func writeOffice(tx *store.Tx, add func(string, any) error) error {
	u, err := tx.UPK()
	if err != nil {
		return err
	}
	if err := add("upk", u); err != nil {
		return err
	}
	restores, err := tx.Restores()
	if err != nil {
		return err
	}
	if len(restores) > 0 {
		if err := add("restores", restores); err != nil {
			return err
		}
	}
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	for _, key := range sortedKeys(settings) {
		if err := add("setting", settingValue{key, settings[key]}); err != nil {
			return err
		}
	}
	villages, err := tx.Villages()
	if err != nil {
		return err
	}
	officers, err := tx.EveryOfficer()
	if err != nil {
		return err
	}
	return errors.Join(addAll(add, "village", villages), addAll(add, "officer", officers))
}

func addAll[T any](add func(string, any) error, kind string, list []T) error {
	for _, v := range list {
		if err := add(kind, v); err != nil {
			return err
		}
	}
	return nil
}

func writePeople(tx *store.Tx, add func(string, any) error) error {
	groups, err := tx.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		members, err := tx.Members(g.Code)
		if err != nil {
			return err
		}
		loans, err := tx.Loans(g.Code)
		if err != nil {
			return err
		}
		if err := errors.Join(add("group", g), addAll(add, "member", members), addAll(add, "loan", loans)); err != nil {
			return err
		}
		for _, m := range members {
			for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
				stopped, err := tx.Stopped(p)
				if err == nil && stopped && p != "" {
					err = add("stopped", p)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// writeAmends writes which phones are suspended and what was changed among people.
func writeAmends(tx *store.Tx, add func(string, any) error) error {
	lost, err := tx.LostPhones()
	if err != nil {
		return err
	}
	addresses, err := tx.Addresses()
	if err != nil {
		return err
	}
	amendments, err := tx.Amendments()
	if err != nil {
		return err
	}
	return errors.Join(addAll(add, "lost", lost), addAll(add, "address", addresses), addAll(add, "amendment", amendments))
}

func writeKept(tx *store.Tx, add func(string, any) error) error {
	days, err := tx.Holidays()
	if err != nil {
		return err
	}
	for _, d := range sortedKeys(days) {
		if err := add("holiday", holidayValue{d, days[d]}); err != nil {
			return err
		}
	}
	for _, sheet := range keptSheets {
		rows, err := tx.SheetRows(sheet)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := add("sheet_row", sheetRowValue{sheet, r}); err != nil {
				return err
			}
		}
	}
	marks, err := tx.ImportedRows()
	if err != nil {
		return err
	}
	proposals, err := tx.Proposals()
	if err != nil {
		return err
	}
	return errors.Join(addAll(add, "imported", marks), addAll(add, "proposal", proposals))
}
