package workbook_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bendahara/store"
	"bendahara/store/workbook"
)

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

// TestExportStopped stops each export at every place where it can be: what was there
// stays, and nothing half lies beside it.
func TestExportStopped(t *testing.T) {
	db := newStore(t)
	importInto(t, db, kalijambe, importNow)
	const before = "last month's"
	for _, c := range []struct {
		name, file string
		write      func(context.Context, *store.DB, string) error
		places     int
	}{
		{"upk.jsonl", "upk.jsonl", workbook.Export, 1},
		{"upk.xlsx", "upk.xlsx", workbook.Export, 6},
		{"upk", "upk/desa.csv", workbook.Export, 6},
		{"upk.journal", "upk.journal", workbook.ExportHledger, 2},
	} {
		stopped, ready := 0, 0
		for ; ; stopped++ {
			dir := t.TempDir()
			file := filepath.Join(dir, c.file)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			writeFile(t, file, before)
			told := 0
			ctx := workbook.Telling(&stopsLater{t.Context(), stopped}, func(string) { told++ })
			err := c.write(ctx, db, filepath.Join(dir, c.name))
			if err == nil {
				if told < c.places {
					t.Errorf("%s told %d times what it is at", c.name, told)
				}
				break
			}
			left, failed := os.ReadDir(filepath.Dir(file))
			switch {
			case !errors.Is(err, context.Canceled) || failed != nil || ready > 0:
				t.Fatalf("%s, stopped after %d (ready %d): %v, %v", c.name, stopped, ready, err, failed)
			case readFile(t, file) != before:
				ready++ // stopped when all was written: the next time it ends well
			case len(left) != 1:
				t.Fatalf("%s, stopped after %d: left %v", c.name, stopped, left)
			}
		}
		if stopped < c.places {
			t.Errorf("%s could be stopped at %d places", c.name, stopped)
		}
	}
}
