package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"bendahara/store"
	"bendahara/store/bolt"
)

// env is what a command has of the world around it. A command that works through
// a running serve is given the caller's streams and folder, and serve's store.
type env struct {
	Context        context.Context
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // what relative paths start from
	Data           string // the data directory
	Now            func() time.Time
	served         *served // what a running serve has open; nil in a process of its own
}

// path is a path as the caller meant it.
func (e *env) path(p string) string {
	if filepath.IsAbs(p) || e.Dir == "" {
		return p
	}
	return filepath.Join(e.Dir, p)
}

// The files of a data directory.
const (
	storeFile  = "bendahara.db"
	socketFile = "bendahara.sock"
	configFile = "bendahara.toml"
)

// withStore hands the store of the data directory to fn: that of the running
// serve, or its own. There must be one: a mistyped directory is not an empty UPK.
func (e *env) withStore(fn func(*store.DB) error) error {
	if e.served == nil {
		file := filepath.Join(e.path(e.Data), storeFile)
		info, err := os.Stat(file)
		switch {
		case errors.Is(err, os.ErrNotExist):
			return fmt.Errorf("there is no store in %s; give another --data, or make one with bendahara import or serve", e.Data)
		case err != nil:
			return fmt.Errorf("the store in %s cannot be looked at: %w", e.Data, err)
		case info.Size() == 0:
			return fmt.Errorf("the store in %s is an empty file; restore the last good backup", e.Data)
		}
	}
	return e.withNewStore(fn)
}

// withNewStore is withStore for a command that may make the store.
func (e *env) withNewStore(fn func(*store.DB) error) error {
	if e.served != nil {
		return fn(e.served.db)
	}
	db, err := openStore(e.path(e.Data))
	if err != nil {
		return err
	}
	return errors.Join(fn(db), db.Close())
}

// openStore opens the store of a data directory, and makes both where there are none.
func openStore(dir string) (*store.DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: %w", err)
	}
	engine, err := bolt.Open(filepath.Join(dir, storeFile))
	if errors.Is(err, store.ErrHeld) {
		return nil, fmt.Errorf("another program holds the store in %s; stop it, or wait until it has ended", dir)
	}
	if errors.Is(err, bolt.ErrDamaged) {
		return nil, fmt.Errorf("the store in %s is damaged; keep it aside and restore the last good backup%s", dir, covering(dir))
	}
	if err != nil {
		return nil, fmt.Errorf("the store in %s cannot be opened: %w", dir, err)
	}
	db := store.New(engine)
	if err := db.View(context.Background(), func(tx *store.Tx) error { _, err := tx.UPK(); return err }); errors.Is(err, store.ErrLater) {
		return nil, errors.Join(fmt.Errorf("the store in %s: %w", dir, store.ErrLater), db.Close())
	}
	return db, nil
}
