package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
)

// backupCmd copies the store.
type backupCmd struct {
	Path string `arg:"" help:"A new file, or a directory, where the file is called by the time."`
}

// Help is shown by backup --help.
func (backupCmd) Help() string {
	return "The copy is consistent, also while serve works, and has its name only when it was opened again and verified. " +
		"Keep it on another disk than the store. It has all of the store: members' names, numbers and debts. The settings " +
		"(bendahara.toml, BENDAHARA_*) and the linked WhatsApp number are not part of it. For a schedule see serve --backup-dir."
}

// Run writes one copy.
func (c *backupCmd) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		path := e.path(c.Path)
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			name, err := backupName(e.Context, db, e.Now())
			if err != nil {
				return err
			}
			path = filepath.Join(path, name)
		}
		n, err := backUp(e.Context, db, e.path(e.Data), path, e.Now())
		switch {
		case errors.Is(err, fs.ErrExist):
			return fmt.Errorf("%w; give a new name, so that no earlier backup is lost", err)
		case err != nil:
			return fmt.Errorf("there is no new backup: %w", err)
		}
		_, err = fmt.Fprintf(e.Stdout, "%s: %d entries, %d bytes, opened again and verified.\n", path, n.Entries, n.Bytes)
		return err
	})
}

// backupName is a backup's name by the UPK's clock.
func backupName(ctx context.Context, db *store.DB, now time.Time) (name string, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		name = backupPrefix + now.In(settings.Zone()).Format(backupTime) + backupSuffix
		return err
	})
	return name, err
}

// restoreCmd begins again from a backup.
type restoreCmd struct {
	Path string `arg:"" help:"The backup."`
}

func (*restoreCmd) alone() {}

// Help is shown by restore --help.
func (restoreCmd) Help() string {
	return "The data directory must be empty but for bendahara.toml. What the backup was still to send is not sent: it may " +
		"have gone in the time that is lost. Entries go on with a letter before their number (A01/B18), since people hold " +
		"receipts of the lost days. Link the WhatsApp number anew. See docs/panduan-cadangan.md."
}

// Run makes the store of an empty data directory out of a backup.
func (c *restoreCmd) Run(e *env) error {
	dir := e.path(e.Data)
	from, err := os.Open(e.path(c.Path))
	if err != nil {
		return fmt.Errorf("the backup cannot be read: %w", err)
	}
	defer from.Close()
	if info, err := from.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return errors.Join(err, fmt.Errorf("%s is no backup: give the whole file itself", c.Path))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	if err := mustBeEmpty(dir, e.Data); err != nil {
		return err
	}
	var began beginning
	err = writeNew(filepath.Join(dir, storeFile),
		func(to io.Writer) error { _, err := io.Copy(to, from); return err },
		func(made string) error {
			return inCopy(made, func(db *store.DB) (err error) { began, err = beginAgain(e, db); return err })
		})
	if err != nil {
		return fmt.Errorf("%s cannot be restored: %w; nothing is changed, take another backup", c.Path, err)
	}
	return began.tell(e.Stdout)
}

// mustBeEmpty refuses a data directory that has more in it than settings.
func mustBeEmpty(dir, shown string) error {
	if err := clearUnfinished(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("the data directory cannot be read: %w", err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != configFile {
			return fmt.Errorf("%s is not empty: it has %s; stop the bot if it runs, move what is there aside and keep it, or give another --data", shown, name)
		}
	}
	return nil
}

// clearUnfinished takes away what a restore or an import left that was killed.
func clearUnfinished(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("the data directory cannot be read: %w", err)
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, storeFile+".") && strings.HasSuffix(name, unfinished) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, name)))
		}
	}
	return err
}

// beginning is what a restored store begins with.
type beginning struct {
	store.Restored
	verified store.Verified
	held     []store.Outbound
	zone     *time.Location
}

// beginAgain verifies a copy and makes it fit to go on with. The reminders that are due
// by now may have gone in the time that is lost: they are written and held with the
// rest.
func beginAgain(e *env, db *store.DB) (b beginning, err error) {
	var last time.Time
	if b.verified, err = db.Verify(e.Context, nil); err != nil {
		return b, err
	}
	err = db.View(e.Context, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		b.zone = settings.Zone()
		last = lastAllowed(settings, e.Now())
		return err
	})
	if err != nil {
		return b, err
	}
	err = db.Update(e.Context, func(tx *store.Tx) error {
		b.Restored, b.held, err = tx.BeginAgain(e.Now())
		return err
	})
	if err != nil {
		return b, err
	}
	// Behind it, so that they get numbers that no message of the lost time had.
	if _, err := bot.New(db, e.logger()).Remind(e.Context, last); err != nil {
		fmt.Fprintf(e.Stderr, "The reminders that are due cannot all be worked out (%v), so one may go twice.\n", err)
	}
	var due []store.Outbound
	err = db.Update(e.Context, func(tx *store.Tx) (err error) { due, err = tx.HoldUnsent(e.Now()); return err })
	b.held = append(b.held, due...)
	return b, err
}

// lastAllowed is the last hour in which reminders could go out, holidays apart.
func lastAllowed(settings ledger.Settings, now time.Time) time.Time {
	for range 7 * 24 {
		if settings.MaySend(now, func(ledger.Date) bool { return false }) {
			break
		}
		now = now.Add(-time.Hour)
	}
	return now
}

// maxHeld is how many of the messages that are held are named.
const maxHeld = 20

func (b beginning) tell(to io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "Restored and verified: %d entries of %d members.\n", b.verified.Entries, b.verified.Members)
	if !b.Newest.IsZero() {
		fmt.Fprintf(&text, "The last message in it came at %s. What was said since is to be entered again, from the books on paper and the receipts.\n",
			b.Newest.In(b.zone).Format("2006-01-02 15:04"))
	}
	fmt.Fprintf(&text, "Entries go on with %s before their number, such as A01/%s18: a receipt without it that the books do not have is of the lost time.\n",
		b.Series.Letter(), b.Series.Letter())
	fmt.Fprintf(&text, "%d messages were not sent when the backup was made, or were due since; they are held, since they may have gone.\n", len(b.held))
	for i, o := range b.held {
		if i == maxHeld {
			fmt.Fprintf(&text, "  and %d more\n", len(b.held)-maxHeld)
			break
		}
		fmt.Fprintf(&text, "  %s of %s to ...%s: %s\n", o.ID, o.Written.In(b.zone).Format("2006-01-02 15:04"), o.To[max(len(o.To)-3, 0):], o.Kind)
	}
	if len(b.held) > 0 {
		text.WriteString("Read them with bendahara outbox list, and send or drop each: bendahara outbox send ID --by CODE, bendahara outbox drop --all --by CODE.\n")
	}
	text.WriteString("Now give the settings again (BENDAHARA_*), link WhatsApp anew (bendahara whatsapp pair), and start bendahara serve.\n")
	_, err := io.WriteString(to, text.String())
	return err
}
