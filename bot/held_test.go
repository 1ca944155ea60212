package bot_test

import (
	"errors"
	"testing"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestHeldMessages: what a restore left in doubt goes no second time by itself; an officer
// has one sent after all, which then goes once, and one dropped, which never goes; who did
// is kept, and nobody decides twice or without being an officer.
func TestHeldMessages(t *testing.T) {
	w := newWorld(t, memory.New())
	withOffice(w)
	w.queue(siti, conversation.Receipt, "satu")
	w.queue(wati, conversation.Reminder, "dua")
	w.queue(ani, conversation.Reply, "tiga")
	w.write(func(tx *store.Tx) error { _, _, err := tx.BeginAgain(w.now); return err })
	w.send()
	held := ask(w, (*store.Tx).Held)
	if len(held) != 3 || len(w.net.texts()) != 0 {
		t.Fatalf("held %v, sent %v", held, w.net.texts())
	}
	b := bot.New(w.db, w.logger())
	release := func(send bool, ids ...string) error {
		_, err := b.Release(t.Context(), ids, send, "P01", w.now)
		return err
	}
	if _, err := b.Release(t.Context(), nil, true, "P99", w.now); !errors.Is(err, conversation.ErrOfficer) {
		t.Errorf("nobody's: %v", err)
	}
	if err := release(true, held[0].ID, "o99"); !errors.Is(err, store.ErrNotFound) || len(ask(w, (*store.Tx).Held)) != 3 {
		t.Errorf("one that is not there: %v", err)
	}
	w.must(release(true, held[0].ID))
	w.must(release(false, held[1].ID))
	for _, again := range []bool{true, false} {
		if err := release(again, held[0].ID); !errors.Is(err, store.ErrNotHeld) {
			t.Errorf("again: %v", err)
		}
	}
	w.send()
	w.send()
	if sent := w.net.texts(); len(sent) != 1 || sent[0] != "satu" {
		t.Errorf("sent %v", sent)
	}
	w.must(release(false))
	if left := ask(w, (*store.Tx).Held); len(left) != 0 {
		t.Errorf("held %v", left)
	}
	amended := map[string]string{}
	for _, a := range ask(w, (*store.Tx).Amendments) {
		if a.What == conversation.HeldAmended && a.By == "P01" {
			amended[a.Was] = a.Now
		}
	}
	if amended[held[0].ID] != "sent" || amended[held[1].ID] != store.CodeDropped || amended[held[2].ID] != store.CodeDropped {
		t.Errorf("kept: %v", amended)
	}
	if _, err := w.db.Verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
