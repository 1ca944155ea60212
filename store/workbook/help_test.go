package workbook_test

import (
	"os"
	"testing"
	"time"

	"bendahara/store"
	"bendahara/store/workbook"
)

func view(t testing.TB, db *store.DB, fn func(*store.Tx)) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func export(t testing.TB, db *store.DB, path string) {
	t.Helper()
	if err := workbook.Export(t.Context(), db, path); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// importInto puts a workbook into the store, which must have no fault.
func importInto(t testing.TB, db *store.DB, path string, now time.Time) workbook.Summary {
	t.Helper()
	book, faults, err := workbook.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	summary, more, err := workbook.Import(t.Context(), db, book, now, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(faults, more...) {
		t.Error(f)
	}
	if t.Failed() {
		t.FailNow()
	}
	return summary
}
