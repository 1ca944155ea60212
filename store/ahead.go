package store

import (
	"context"
	"hash/maphash"
	"iter"
)

// UpdateAhead is an Update in two halves: read makes ready what write then writes. While
// others write, read runs on a snapshot; in the transaction what it read there is only
// compared, and read runs once more where that is not the same any more. So what is long
// to decide holds up nobody, and is decided of the very state in which it is written. As
// for Update, both may run more than once; read must not write.
func (db *DB) UpdateAhead(ctx context.Context, read, write func(*Tx) error) error {
	seen := &sightings{}
	if err := db.engine.View(ctx, func(r Reader) error { return read(&Tx{db: db, r: sighted{r, seen}}) }); err != nil {
		seen = nil // the transaction tells whether that is so
	}
	return db.Update(ctx, func(tx *Tx) error {
		same, err := seen.hold(tx.r)
		if err != nil {
			return err
		}
		if !same {
			seen = nil // what read made is no longer of the snapshot
			if err := read(tx); err != nil {
				return err
			}
		}
		return write(tx)
	})
}

// sightings are what was read on a snapshot: of the values a sum is enough.
type sightings struct {
	gets  []sightedGet
	scans []*sightedScan
}

type sightedGet struct {
	key   []byte
	found bool
	sum   uint64
}

type sightedScan struct {
	from, to []byte
	reverse  bool
	rows     int  // that the loop came to
	ended    bool // there were no more
	sum      uint64
}

var sumSeed = maphash.MakeSeed()

func (s *sightedScan) add(key, value []byte) {
	s.rows++
	s.sum = maphash.Comparable(sumSeed, [3]uint64{s.sum, maphash.Bytes(sumSeed, key), maphash.Bytes(sumSeed, value)})
}

// hold tells whether a transaction reads the same; of no sightings, never.
func (s *sightings) hold(r Reader) (bool, error) {
	if s == nil {
		return false, nil
	}
	for _, g := range s.gets {
		value, err := r.Get(g.key)
		if err != nil || (value != nil) != g.found || maphash.Bytes(sumSeed, value) != g.sum {
			return false, err
		}
	}
	for _, was := range s.scans {
		now := sightedScan{}
		for key, value := range r.Scan(was.from, was.to, was.reverse) {
			if now.rows == was.rows {
				if was.ended {
					return false, nil
				}
				break
			}
			now.add(key, value)
		}
		if err := r.Err(); err != nil || now.rows != was.rows || now.sum != was.sum {
			return false, err
		}
	}
	return true, nil
}

// sighted is a reader that notes what it reads.
type sighted struct {
	Reader
	seen *sightings
}

// Get is Reader's.
func (s sighted) Get(key []byte) ([]byte, error) {
	value, err := s.Reader.Get(key)
	s.seen.gets = append(s.seen.gets, sightedGet{append([]byte(nil), key...), value != nil, maphash.Bytes(sumSeed, value)})
	return value, err
}

// Scan is Reader's.
func (s sighted) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		scan := &sightedScan{from: append([]byte(nil), from...), to: append([]byte(nil), to...), reverse: reverse}
		s.seen.scans = append(s.seen.scans, scan)
		for key, value := range s.Reader.Scan(from, to, reverse) {
			scan.add(key, value)
			if !yield(key, value) {
				return
			}
		}
		scan.ended = true
	}
}
