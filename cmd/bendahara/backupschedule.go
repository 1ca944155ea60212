package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/store"
)

// backupEnv are the settings of backups that serve makes by itself.
type backupEnv struct {
	Dir   string        `env:"DIR" placeholder:"DIR" help:"Where backups are put by themselves: on another disk than the store."`
	Every time.Duration `env:"EVERY" default:"24h" placeholder:"TIME" help:"How often (default ${default})."`
	Keep  int           `env:"KEEP" default:"14" placeholder:"N" help:"How many are kept (default ${default})."`
}

// Limits of the schedule.
const (
	shortestBackup = time.Minute
	backupRetry    = 10 * time.Minute
	backupSick     = 48 * time.Hour // that a backup may be old at least, before it is told
)

func (c backupEnv) check() error {
	if c.Every < shortestBackup || c.Keep < 1 {
		return usageError{fmt.Errorf("--backup-every is %v at least, and --backup-keep 1", shortestBackup)}
	}
	return nil
}

// backups makes a copy of the store again and again.
type backups struct {
	backupEnv
	db   *store.DB
	data string // the data directory

	mu     sync.Mutex
	failed error // the last try; nil when it worked
}

func (c *serveCmd) newBackups(e *env, db *store.DB, data string) *backups {
	b := &backups{backupEnv: c.Backup, db: db, data: data}
	if b.Dir != "" {
		b.Dir = filepath.Clean(e.path(b.Dir))
	}
	return b
}

// state is how the backups are, for the office's instruments.
func (b *backups) state(now time.Time) bot.Finding {
	b.mu.Lock()
	failed := b.failed
	b.mu.Unlock()
	return backupState(b.data, b.backupEnv, now, failed)
}

// run makes a backup whenever one is due, until the context ends.
func (b *backups) run(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		wait := b.untilNext(time.Now())
		if wait <= 0 {
			n, err := b.make(ctx, time.Now())
			if ctx.Err() != nil {
				return
			}
			b.mu.Lock()
			b.failed = err
			b.mu.Unlock()
			if wait = backupRetry; err == nil {
				log.Info("a backup is made", "path", n.Path, "bytes", n.Bytes)
				continue
			}
			log.Error("there is no new backup", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(min(wait, backupRetry)): // and no longer, since clocks are set
		}
	}
}

// untilNext is how long it is until a backup is due. One of the future is of a clock
// that was ahead, and counts for nothing.
func (b *backups) untilNext(now time.Time) time.Duration {
	n, found, err := readNote(b.data)
	if err != nil || !found || n.At.After(now) || filepath.Dir(n.Path) != b.Dir {
		return 0
	}
	return n.At.Add(b.Every).Sub(now)
}

// make makes one, and takes away the oldest. It makes no directory: one that is not
// there is a disk that is not plugged in.
func (b *backups) make(ctx context.Context, now time.Time) (n backupNote, err error) {
	name, err := backupName(ctx, b.db, now)
	if err != nil {
		return n, err
	}
	if n, err = backUp(ctx, b.db, b.data, filepath.Join(b.Dir, name), now); err != nil {
		return n, err
	}
	return n, rotate(b.Dir, filepath.Join(b.Dir, name), b.Keep)
}

func (c *doctorCmd) examineBackup(e *env) bot.Finding {
	if e.served != nil {
		return e.served.backups.state(e.Now())
	}
	return backupState(e.path(e.Data), c.Backup, e.Now(), nil)
}

// backupState says how old the last backup of a data directory is, and whether that is
// well: what was tried since must not have failed, and the file must still be there.
func backupState(dir string, c backupEnv, now time.Time, failed error) bot.Finding {
	f := bot.Finding{About: "backup"}
	n, found, err := readNote(dir)
	_, missing := os.Stat(n.Path)
	age := now.Sub(n.At)
	switch {
	case failed != nil:
		f.Says = fmt.Sprintf("the last try failed (%v)", failed)
	case err != nil:
		f.Says = fmt.Sprintf("what is known of the last one cannot be read (%v)", err)
	case !found:
		f.Says = "there is none yet; set BENDAHARA_BACKUP_DIR to a directory on another disk, or use bendahara backup"
	case errors.Is(missing, os.ErrNotExist):
		f.Says = n.Path + " is not there any more; plug its disk in, or make another"
	case age < -time.Minute:
		f.Says = fmt.Sprintf("the last is of %s, which is still to come; set the clock", n.At.Format(time.RFC3339))
	case age > max(backupSick, 2*c.Every):
		f.Says = fmt.Sprintf("the last is %v old; see that serve has BENDAHARA_BACKUP_DIR and that its disk is plugged in", age.Round(time.Hour))
	default:
		f.OK, f.Says = true, fmt.Sprintf("the last is %v old, %s", max(age, 0).Round(time.Minute), n.Path)
	}
	return f
}
