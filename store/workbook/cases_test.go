package workbook_test

import (
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// What people brought goes with the journal: what waits, what was decided, and a
// member's word with what it says.
func TestCasesGoWithTheJournal(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	opened := time.Date(2026, time.March, 10, 2, 0, 0, 0, time.UTC)
	due := ledger.NewDate(2026, time.March, 17)
	decided := conversation.Case{
		Kind: conversation.DisputeCase, Number: 1, Message: "i1", From: "+6281390000103", Group: "A01", Member: "A01-03", Entry: 8,
		Opened: opened, Due: due, Closed: opened, By: "P02", Outcome: conversation.Refused, Answer: "kuitansinya benar",
	}
	line := conversation.Line{Kind: ledger.Repayment, Member: "A01-03", Group: "A01", Amount: 100_000, Day: ledger.NewDate(2026, time.March, 10)}
	cases := []conversation.Case{
		decided,
		{Kind: conversation.ComplaintCase, Number: 1, Message: "i2", From: "+6281399999999", Note: "bangku\nkurang", Opened: opened, Due: due},
		{Kind: conversation.ClaimCase, Number: 1, Message: "i3", From: "+6281390000103", Group: "A01", Member: "A01-03", Claim: &line, Opened: opened, Due: due},
	}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for _, c := range cases {
			if err := tx.PutCase(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	whole, twice := filepath.Join(dir, "whole.jsonl"), filepath.Join(dir, "again.jsonl")
	export(t, db, whole)
	again := newStore(t)
	importInto(t, again, whole, importNow)
	verify(t, again)
	export(t, again, twice)
	if readFile(t, whole) != readFile(t, twice) {
		t.Error("the file is not the same")
	}
	err = again.View(t.Context(), func(tx *store.Tx) error {
		for _, c := range cases {
			got, err := tx.Case(c.Kind, c.Number)
			if err != nil || !reflect.DeepEqual(got, c) {
				t.Errorf("%s: %+v (%v), want %+v", c.Reference(), got, err, c)
			}
		}
		open, err := tx.OpenCases(conversation.DisputeCase)
		if len(open) != 0 {
			t.Errorf("a dispute that was decided is open again")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
