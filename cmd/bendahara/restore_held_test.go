package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// TestRemindersOfTheLostTime: those that were due until a restore are written and held, and
// have no number that a message of the lost time may have had.
func TestRemindersOfTheLostTime(t *testing.T) {
	const leap = 1_000_000
	workbook, _ := bigWorkbook(t, 2, killMembers)
	people := filepath.Join(workbook, "anggota.csv")
	text, err := os.ReadFile(people)
	if err == nil { // all have agreed to be reminded
		err = os.WriteFile(people, bytes.ReplaceAll(text, []byte(",tidak"), []byte(",ya")), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	data, again := t.TempDir(), t.TempDir()
	works(t, "import", workbook, "--data", data)
	now := time.Date(2026, 4, 14, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60)) // a Tuesday, days after an instalment
	e := &env{Context: t.Context(), Stdout: io.Discard, Stderr: io.Discard, Data: again, Now: func() time.Time { return now }}
	if err := (&restoreCmd{Path: filepath.Join(data, storeFile)}).Run(e); err != nil {
		t.Fatal(err)
	}
	inStore(t, filepath.Join(again, storeFile), func(tx *store.Tx) error {
		held := 0
		out, err := tx.Outbox()
		for _, o := range out {
			held++
			if n, err := strconv.Atoi(o.ID[1:]); err != nil || o.Class != conversation.Reminder || o.Delivery != conversation.Uncertain || n <= leap {
				t.Errorf("%+v is not held as a reminder, or has a number of the lost time", o)
			}
		}
		if held == 0 {
			t.Error("nothing was due")
		}
		return err
	})
}
