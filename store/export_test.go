package store

import "bendahara/ledger"

// Grouped is what New puts over an engine, for the tests of what engines promise.
func Grouped(engine Engine) Engine { return newGrouped(engine) }

// MaxGroup is how many are committed together.
const MaxGroup = maxGroup

// See is a reader that notes what it reads, and whether another reads the same.
func See(r Reader) (noting Reader, hold func(Reader) (bool, error)) {
	seen := &sightings{}
	return sighted{r, seen}, seen.hold
}

// IsPlain tells of an entry that it certainly reads back as it is.
func IsPlain(e ledger.Entry) bool { return isPlain(e) }

// KeptIndexes is how many groups' indexes are kept.
func (db *DB) KeptIndexes() int {
	db.keeper.mu.Lock()
	defer db.keeper.mu.Unlock()
	return len(db.keeper.indexes.young) + len(db.keeper.indexes.old)
}
