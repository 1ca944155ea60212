package workbook_test

import (
	"context"
	"fmt"
	"time"

	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

func Example() {
	ctx := context.Background()
	db := store.New(memory.New())
	defer db.Close()

	book, _, err := workbook.Read("../../conversation/testdata/kalijambe")
	if err != nil {
		fmt.Println(err)
		return
	}
	summary, faults, err := workbook.Import(ctx, db, book, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC), false)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(faults), "faults,", summary.Entries, "entries")
	for _, s := range summary.Sheets[:4] {
		fmt.Println(s)
	}
	// Output:
	// 0 faults, 19 entries
	// upk: 9 rows, 9 new
	// desa: 2 rows, 2 new
	// kelompok: 3 rows, 3 new
	// anggota: 12 rows, 12 new
}
