package workbook_test

import (
	"path/filepath"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// A suspended phone stays so in the copy, and the record of changes among people
// goes with it; what only waited for an answer does not.
func TestRoundTripOfPeople(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	since := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	lost := conversation.LostPhone{Phone: "+6281390000101", By: "P01", Since: since}
	amended := conversation.Amendment{
		What: conversation.PhoneAmended, Group: "A01", Member: "A01-04", Now: "+6281390000109", By: "A01-01", Message: "i7", At: since,
	}
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.SuspendPhone(lost); err != nil {
			return err
		}
		if err := tx.Amend(amended); err != nil {
			return err
		}
		return tx.KeepRegistration(conversation.Registration{Phone: "+6281390000777", Member: "A01-03", Group: "A01"})
	}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "whole.jsonl")
	export(t, db, path)
	copied := newStore(t)
	importInto(t, copied, path, importNow)
	view(t, copied, func(tx *store.Tx) {
		phones, err := tx.LostPhones()
		if err != nil || len(phones) != 1 || phones[0] != lost {
			t.Errorf("suspended: %v, %v", phones, err)
		}
		changes, err := tx.Amendments()
		if err != nil || len(changes) != 1 || changes[0] != amended {
			t.Errorf("amended: %v, %v", changes, err)
		}
		waiting, err := tx.Registrations()
		if err != nil || len(waiting) > 0 {
			t.Errorf("waiting: %v, %v", waiting, err)
		}
	})
}
