// Package bolt keeps a store in one file, with bbolt. What Update acknowledged
// is in the file, also after the process is killed or the power fails.
//
// A View is a snapshot and runs while an Update commits. Updates run one at a
// time; on an error, a panic or a cancelled context nothing of one is left. A
// scan in an Update sees what its own loop writes further on. Nothing that is
// returned lies in bbolt's memory: it would turn into other bytes after the
// transaction, in silence.
//
// One process holds the file; for any other, Open fails with store.ErrHeld.
// Close waits for the transactions that run, so a transaction must not close its
// engine, nor begin another on it. Check finds damaged pages, but not a changed
// byte within a value: bbolt has no sums over them, so the chain of the entries
// has to find that.
package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"bendahara/store"
)

const (
	lockWait = time.Second // how long Open waits for another process to let go
	fileMode = 0o600       // members' names and debts: nobody else's to read
	growBy   = 4 << 20     // bytes; the file grows by steps of this
)

var bucketName = []byte("store")

// ErrDamaged is returned by Open and Check for a file that is not what was
// written. After such an Open the file may stay held until the process ends.
var ErrDamaged = errors.New("the store's file is damaged")

// Engine is an open file. Any number of goroutines may use it.
type Engine struct {
	path   string
	db     *bbolt.DB
	writer chan struct{} // holds a token while an Update runs; a lock that a context can leave
	batch  int           // while the file is filled: how many writes are committed together
}

// Open opens the file, and creates it where there is none, but no directory. The
// error wraps store.ErrHeld, ErrDamaged or the one of the operating system.
func Open(path string) (*Engine, error) { return open(path, false) }

// OpenNoSync is Open without waiting for the disk: a killed process loses
// nothing, but a power failure may lose the file. It is for tests and for a
// replay that can begin again; never for a treasurer's books.
func OpenNoSync(path string) (*Engine, error) { return open(path, true) }

func open(path string, noSync bool) (*Engine, error) {
	_, err := os.Stat(path)
	isNew := errors.Is(err, fs.ErrNotExist)

	db, err := openFile(path, noSync)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	if err := prepare(db, isNew && !noSync); err != nil {
		db.Close()
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return &Engine{path: path, db: db, writer: make(chan struct{}, 1)}, nil
}

func openFile(path string, noSync bool) (db *bbolt.DB, err error) {
	var openErr error
	if err := guarded(func() error {
		db, openErr = bbolt.Open(path, fileMode, &bbolt.Options{
			Timeout:         lockWait,
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: reservedMap(),
			NoSync:          noSync,
		})
		return nil
	}); err != nil {
		return nil, err
	}
	switch {
	case errors.Is(openErr, bbolterrors.ErrTimeout):
		return nil, store.ErrHeld
	case errors.Is(openErr, bbolterrors.ErrInvalid), errors.Is(openErr, bbolterrors.ErrChecksum),
		errors.Is(openErr, bbolterrors.ErrVersionMismatch):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, openErr)
	case openErr != nil:
		return nil, openErr
	}
	db.AllocSize = growBy
	return db, nil
}

// reservedMap is the room for the file in the address space; it costs no memory.
// When the file outgrows it, a commit must wait for every View that runs, be it
// a long copy, and every later View waits for the commit.
func reservedMap() int {
	switch {
	case runtime.GOOS == "windows":
		return 0 // there the file itself would be made so large
	case strconv.IntSize == 32:
		return 128 << 20
	default:
		return 1 << 30
	}
}

// prepare makes the bucket, and the new file's name as durable as its bytes.
func prepare(db *bbolt.DB, syncDirectory bool) error {
	if err := db.View(wholeFile); err != nil {
		return err
	}
	err := guarded(func() error {
		missing := false
		err := db.View(func(tx *bbolt.Tx) error { missing = tx.Bucket(bucketName) == nil; return nil })
		if err != nil || !missing {
			return err
		}
		return db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket(bucketName); return err })
	})
	if err != nil || !syncDirectory || runtime.GOOS == "windows" { // which cannot sync a directory
		return err
	}
	directory, err := os.Open(filepath.Dir(db.Path()))
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

// Path is the file's name, as it was given to Open.
func (e *Engine) Path() string { return e.path }

// Close waits for what runs and lets go of the file. It may be called again.
func (e *Engine) Close() error {
	if err := e.db.Close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}
