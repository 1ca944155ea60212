package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"bendahara/conversation"
)

// The inbox has what WhatsApp brought and the bot does not have yet. For what the bot
// refuses WhatsApp is not told that we have it, and brings it again; but where a line
// breaks and comes back while a message is being decrypted, whatsmeow may decrypt it
// twice at once, take the second for an old one and acknowledge it. So a message is
// kept here until the bot has it, whatever becomes of its acknowledgement. Handed over
// twice is once: the bot knows it by its id.

const inboxTable = `
CREATE TABLE IF NOT EXISTS bendahara_inbox (
	n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL, message TEXT NOT NULL
);`

// inboxLook is how many messages of one sender are handed over in one go.
const inboxLook = 100

// keep puts a message into the inbox.
func (g *Gateway) keep(ctx context.Context, m conversation.Message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, "INSERT INTO bendahara_inbox (id, sender, message) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
		m.Foreign, string(m.From), string(b))
	return err
}

// handOver hands a sender's messages to the bot, in their order, and stops at the
// first that it refuses. A panic is a refusal.
func (g *Gateway) handOver(ctx context.Context, sender string) (err error) {
	g.inbox.Lock()
	defer g.inbox.Unlock()
	defer func() {
		if p := recover(); p != nil {
			g.log.Error("panic in the handling of a message", "stack", string(debug.Stack()))
			err = fmt.Errorf("whatsapp: panic: %T", p)
		}
	}()
	kept, err := g.texts(ctx, "SELECT message FROM bendahara_inbox WHERE sender = ? ORDER BY n LIMIT ?", sender, inboxLook)
	if err != nil {
		return err
	}
	for _, text := range kept {
		var m conversation.Message
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			return err
		}
		if err := g.events.Receive(ctx, m); err != nil {
			return err // the bot has logged why
		}
		if _, err := g.db.ExecContext(ctx, "DELETE FROM bendahara_inbox WHERE id = ?", m.Foreign); err != nil {
			return err
		}
	}
	return nil
}

// handOverAll hands over what lies in the inbox of any sender.
func (g *Gateway) handOverAll() error {
	ctx, cancel := context.WithTimeout(context.Background(), receiveTimeout)
	defer cancel()
	senders, err := g.texts(ctx, "SELECT sender FROM bendahara_inbox GROUP BY sender ORDER BY min(n)")
	for _, sender := range senders {
		err = errors.Join(err, g.handOver(ctx, sender))
	}
	return err
}

// texts are the one column of a query.
func (g *Gateway) texts(ctx context.Context, query string, args ...any) (list []string, err error) {
	rows, err := g.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
