package bot_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
	"bendahara/templates"
)

// writers are who writes in turn: treasurer, member, chair, cashier, facilitator,
// supervisor and a stranger, some by WhatsApp.
var writers = []struct {
	from    ledger.Phone
	channel conversation.Channel
}{
	{"+6281390000101", conversation.SMS},
	{"+6281390000103", conversation.SMS},
	{"+6281390000102", conversation.WhatsApp},
	{"+6281390000902", conversation.WhatsApp},
	{"+6281390000903", conversation.SMS},
	{"+6281390000904", conversation.SMS},
	{"+6281390000101", conversation.WhatsApp},
	{"+6281399999999", conversation.SMS},
}

// FuzzTalk hands any texts to the bot, a line a message: none makes our code fail,
// the books verify, and every answer is plain and short.
func FuzzTalk(f *testing.F) {
	files, err := filepath.Glob("../conversation/testdata/*.dialog")
	if err != nil || len(files) == 0 {
		f.Fatal("no dialogues", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var said []string
		for line := range strings.Lines(string(text)) {
			if _, words, ok := strings.Cut(line, " > "); ok {
				said = append(said, strings.TrimSpace(words))
			}
		}
		f.Add(strings.Join(said, "\n"))
	}
	book, faults, err := workbook.Read("../conversation/testdata/kalijambe")
	if err != nil || len(faults) > 0 {
		f.Fatal(faults, err)
	}
	f.Fuzz(func(t *testing.T, texts string) {
		db := store.New(memory.New())
		now := time.Date(2026, 4, 20, 2, 0, 0, 0, time.UTC)
		if _, faults, err := workbook.Import(t.Context(), db, book, now, false); err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		b := bot.New(db, slog.New(slog.DiscardHandler))
		lines := strings.Split(texts, "\n")
		for i, text := range lines[:min(len(lines), 24)] {
			who := writers[(i+len(texts))%len(writers)]
			if i%3 > 0 { // mostly one goes on with her talk
				who = writers[len(texts)%len(writers)]
			}
			now = now.Add(time.Minute)
			m := conversation.Message{
				Gateway: "fuzz", Foreign: now.String(), Channel: who.channel, From: who.from, Text: text, Sent: now, Received: now,
			}
			if err := b.Receive(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.View(t.Context(), func(tx *store.Tx) error { return soundAfter(t, tx) }); err != nil {
			t.Fatal(err)
		}
	})
}

// soundAfter looks at what a talk has left.
func soundAfter(t *testing.T, tx *store.Tx) error {
	parked, err := tx.ParkedMessages()
	if err != nil {
		return err
	}
	for _, p := range parked {
		t.Errorf("our code failed on %q: %s", p.Message.Text, p.Reason)
	}
	if _, err := tx.Verify(); err != nil {
		t.Error(err)
	}
	out, err := tx.Outbox()
	for _, o := range out {
		if n, _ := templates.Segments(o.Text); n > 2 || o.Text == "" || o.Segments != n {
			t.Errorf("%s has %d segments: %q", o.Kind, n, o.Text)
		}
	}
	return err
}
