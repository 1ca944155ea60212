package whatsapp

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"time"

	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// tables are our own beside whatsmeow's: who wrote to us and when last; what we
// sent: WhatsApp's id, ours, when, whether unasked, and whether WhatsApp took it; and
// how the line was last, for who looks while nothing runs.
const tables = `
CREATE TABLE IF NOT EXISTS bendahara_writer (address TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS bendahara_sent (
	id TEXT PRIMARY KEY, ours TEXT NOT NULL, at INTEGER NOT NULL, unasked INTEGER NOT NULL, taken INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS bendahara_sent_at ON bendahara_sent (at);
CREATE TABLE IF NOT EXISTS bendahara_line (one INTEGER PRIMARY KEY CHECK (one = 1), line TEXT NOT NULL);`

// openFile opens the SQLite file. A ratchet that went back in a power cut would use a
// key twice, so every commit waits for the disk.
func (g *Gateway) openFile(ctx context.Context, file string) error {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) // it holds the number's keys
	if err != nil {
		return fmt.Errorf("whatsapp: %w", err)
	}
	if err := made.Close(); err != nil {
		return fmt.Errorf("whatsapp: %w", err)
	}
	address := "file:" + (&url.URL{Path: file}).EscapedPath() +
		"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	g.db, err = sql.Open("sqlite", address)
	if err != nil {
		return fmt.Errorf("whatsapp: %w", err)
	}
	g.store = sqlstore.NewWithDB(g.db, "sqlite", patterns{g.log})
	err = g.store.Upgrade(ctx)
	if err == nil {
		_, err = g.db.ExecContext(ctx, tables+inboxTable)
	}
	if err == nil {
		_, err = g.db.ExecContext(ctx, "DELETE FROM bendahara_sent WHERE at < ?", time.Now().Add(-remembered).Unix())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("whatsapp: the sessions cannot be opened: %w", err), g.db.Close())
	}
	return nil
}

// wrote keeps that somebody wrote to us.
func (g *Gateway) wrote(ctx context.Context, who types.JID, at time.Time) error {
	_, err := g.db.ExecContext(ctx, `INSERT INTO bendahara_writer (address, last) VALUES (?, ?)
		ON CONFLICT (address) DO UPDATE SET last = max(last, excluded.last)`, who.String(), at.Unix())
	return err
}

// lastWrote is when somebody last wrote to us from one of her addresses; false for
// who never did.
func (g *Gateway) lastWrote(ctx context.Context, lid, number types.JID) (time.Time, bool, error) {
	var at sql.NullInt64
	err := g.db.QueryRowContext(ctx, "SELECT max(last) FROM bendahara_writer WHERE address IN (?, ?)",
		lid.String(), number.String()).Scan(&at)
	return time.Unix(at.Int64, 0), at.Valid, err
}

// sending keeps that a message is about to go.
func (g *Gateway) sending(ctx context.Context, id, ours string, unasked bool) error {
	_, err := g.db.ExecContext(ctx, `INSERT INTO bendahara_sent (id, ours, at, unasked, taken) VALUES (?, ?, ?, ?, 0)
		ON CONFLICT (id) DO NOTHING`, id, ours, time.Now().Unix(), unasked)
	return err
}

// took keeps that WhatsApp has a message.
func (g *Gateway) took(ctx context.Context, id string) error {
	_, err := g.db.ExecContext(ctx, "UPDATE bendahara_sent SET taken = 1 WHERE id = ?", id)
	return err
}

// ours is our id of a message and whether WhatsApp is known to have it; empty for
// one that we did not send.
func (g *Gateway) ours(ctx context.Context, id string) (ours string, taken bool, err error) {
	err = g.db.QueryRowContext(ctx, "SELECT ours, taken FROM bendahara_sent WHERE id = ?", id).Scan(&ours, &taken)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return ours, taken, err
}

// unaskedSince counts what went to people who had not just written, and tells when
// the first of it went.
func (g *Gateway) unaskedSince(ctx context.Context, since time.Time) (n int, first time.Time, err error) {
	var at sql.NullInt64
	err = g.db.QueryRowContext(ctx, "SELECT count(*), min(at) FROM bendahara_sent WHERE unasked AND at > ?", since.Unix()).Scan(&n, &at)
	return n, time.Unix(at.Int64, 0), err
}

// keepLine keeps how the line is, where that tells more than that we are trying.
func (g *Gateway) keepLine() {
	g.keeping.Lock()
	defer g.keeping.Unlock()
	l := g.Line()
	if l.State == Connecting || l.State == Offline {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), memoryTimeout)
	defer cancel()
	b, err := json.Marshal(l)
	if err == nil {
		_, err = g.db.ExecContext(ctx, "INSERT INTO bendahara_line (one, line) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET line = excluded.line", string(b))
	}
	if err != nil {
		g.log.Warn("how the line to WhatsApp is was not kept", "error", err)
	}
}

// lastLine is how the line was when anything last ran; the zero Line where it never did.
func (g *Gateway) lastLine(ctx context.Context) (l Line, err error) {
	kept, err := g.texts(ctx, "SELECT line FROM bendahara_line")
	if err != nil || len(kept) == 0 {
		return l, err
	}
	return l, json.Unmarshal([]byte(kept[0]), &l)
}

// patterns logs what whatsmeow says without what it says it of: numbers and words.
type patterns struct{ log *slog.Logger }

func (p patterns) Errorf(pattern string, _ ...any) { p.log.Warn("whatsmeow", "says", pattern) }
func (p patterns) Warnf(pattern string, _ ...any)  { p.log.Info("whatsmeow", "says", pattern) }
func (p patterns) Infof(pattern string, _ ...any)  { p.log.Debug("whatsmeow", "says", pattern) }
func (p patterns) Debugf(string, ...any)           {}
func (p patterns) Sub(string) waLog.Logger         { return p }
