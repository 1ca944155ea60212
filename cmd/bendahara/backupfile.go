package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"bendahara/store"
	"bendahara/store/bolt"
)

// How backups are called in a directory of them. The time is the UPK's, and sorts.
const (
	backupPrefix = "bendahara-"
	backupSuffix = ".db"
	backupTime   = "2006-01-02-150405"
	unfinished   = ".new" // ends the name of a file that is not yet whole
)

// noteFile in the data directory tells of the last backup: where it is found when the
// store itself cannot be read any more.
const noteFile = "backup.json"

// backupNote is the last good backup.
type backupNote struct {
	Path    string    `json:"path"`
	At      time.Time `json:"at"`
	Bytes   int64     `json:"bytes"`
	Entries int       `json:"entries"`
}

// readNote is the last backup's; false where there was none yet.
func readNote(dir string) (n backupNote, found bool, err error) {
	b, err := os.ReadFile(filepath.Join(dir, noteFile))
	if errors.Is(err, fs.ErrNotExist) {
		return n, false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &n)
	}
	return n, err == nil, err
}

func (n backupNote) write(dir string) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, noteFile)
	if err := os.WriteFile(path+unfinished, append(b, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(path+unfinished, path)
}

// backUp writes a copy of the store to path, where there must be no file yet, while
// the store goes on working. Only a copy that is on the disk and was opened and
// verified gets the name. It is noted in the data directory.
func backUp(ctx context.Context, db *store.DB, dir, path string, now time.Time) (backupNote, error) {
	engine, ok := db.Engine().(*bolt.Engine)
	if !ok {
		return backupNote{}, errors.New("this store is not in a file, so there is nothing to copy")
	}
	n := backupNote{Path: path, At: now.UTC()}
	if absolute, err := filepath.Abs(path); err == nil {
		n.Path = absolute
	}
	err := writeNew(path,
		func(to io.Writer) (err error) { n.Bytes, err = engine.WriteTo(ctx, to); return err },
		func(made string) error {
			return inCopy(made, func(db *store.DB) error {
				v, err := db.Verify(ctx, nil)
				n.Entries = v.Entries
				return err
			})
		})
	if err != nil {
		return n, err
	}
	if err := n.write(dir); err != nil {
		return n, fmt.Errorf("the backup %s is good, but it cannot be noted in the data directory: %w", path, err)
	}
	return n, nil
}

// inCopy opens a copy of a store, checks its pages and hands it to fn.
func inCopy(path string, fn func(*store.DB) error) error {
	engine, err := bolt.Open(path)
	if err != nil {
		return err
	}
	err = engine.Check()
	if err == nil {
		err = fn(store.New(engine))
	}
	return errors.Join(err, engine.Close())
}

// writeNew makes the file path, which must not be there: it is written beside, synced,
// handed to finish, and only then has its name, which is synced, too.
func writeNew(path string, write func(io.Writer) error, finish func(made string) error) (err error) {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return fmt.Errorf("there is %s already: %w", path, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+unfinished)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := finish(file.Name()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

func syncDirectory(path string) error {
	if runtime.GOOS == "windows" { // which cannot
		return nil
	}
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

// backupsIn are the backups in a directory, oldest first, and what a killed process
// left unfinished.
func backupsIn(dir string) (whole, broken []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		middle, ours := strings.CutPrefix(e.Name(), backupPrefix)
		at, _, finished := strings.Cut(middle, backupSuffix)
		if _, err := time.Parse(backupTime, at); !ours || !finished || err != nil || !e.Type().IsRegular() {
			continue
		}
		switch rest := middle[len(at)+len(backupSuffix):]; {
		case rest == "":
			whole = append(whole, filepath.Join(dir, e.Name()))
		case strings.HasSuffix(rest, unfinished):
			broken = append(broken, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(whole)
	return whole, broken, err
}

// rotate leaves the newest backups of a directory, and always the one just made: a
// clock that was ahead once must not make it the oldest.
func rotate(dir, made string, keep int) error {
	whole, broken, err := backupsIn(dir)
	if err != nil {
		return err
	}
	whole = slices.DeleteFunc(whole, func(path string) bool { return path == made })
	old := whole[:max(len(whole)-(keep-1), 0)]
	var failures []error
	for _, path := range append(broken, old...) {
		failures = append(failures, os.Remove(path))
	}
	return errors.Join(failures...)
}
