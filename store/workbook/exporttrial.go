package workbook

import (
	"fmt"
	"maps"
	"time"

	"bendahara/ledger"
)

// maxTries is how often the trial of an export is repeated; each time at least
// one more entry is told otherwise.
const maxTries = 8

// try imports the book into nothing and compares. What would come out otherwise is
// told otherwise (see again), and the trial repeated.
func (x *exporter) try() error {
	kept, err := x.tx.Balances()
	if err != nil {
		return err
	}
	for n := range maxTries {
		if err := goesOn(x.ctx, fmt.Sprintf("Putting the workbook on trial, %d", n+1)); err != nil {
			return err
		}
		others, err := x.differing()
		if err != nil {
			return err
		}
		if len(others) == 0 {
			return compareBalances(kept, x.tried)
		}
		x.again(others)
	}
	return ErrInexact
}

// differing imports the book into nothing, and returns the rows that have a fault
// there or come to something else.
func (x *exporter) differing() (map[*origin]bool, error) {
	others, met := map[*origin]bool{}, map[*origin]int{}
	im := newImporter(nil, x.book, time.Time{}, false)
	im.faults.all = true
	im.instead = func(cause string, e ledger.Entry) ledger.Entry {
		o := x.stands[cause]
		if o == nil || !o.asCame && !o.same || len(e.Postings) == 0 {
			return e
		}
		i := met[o]
		met[o]++
		if i >= len(o.entries) {
			others[o] = true
			return ledger.Entry{}
		}
		if !samePostings(o.entries[i], e) {
			others[o] = true
		}
		return o.entries[i]
	}
	if err := im.run(); err != nil {
		return nil, err
	}
	for _, f := range im.faults.list {
		if f.Row == 0 {
			return nil, fmt.Errorf("%w (%s)", ErrInexact, f)
		}
		o := x.book.rows[f.Sheet][f.Row-2].stands
		if o == nil {
			return nil, fmt.Errorf("%w (%s)", ErrInexact, f)
		}
		others[o] = true
	}
	for _, o := range x.stands {
		if o.asCame && met[o] != len(o.entries) {
			others[o] = true
		}
	}
	x.tried = im.balances
	return others, nil
}

func samePostings(a, b ledger.Entry) bool {
	x, y := ledger.Balances{}, ledger.Balances{}
	x.Add(a)
	y.Add(b)
	return maps.Equal(x, y)
}

func compareBalances(kept, tried ledger.Balances) error {
	for _, side := range []ledger.Balances{kept, tried} {
		for a := range side {
			if kept[a] != tried[a] {
				return fmt.Errorf("%w (account %s: %d in the books, %d from the workbook)", ErrInexact, a, int64(kept[a]), int64(tried[a]))
			}
		}
	}
	return nil
}
