package bot_test

import (
	"context"
	"log/slog"
	"testing"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestWhoPaysMeanwhileIsNotReminded: reminders are decided beside what is written, and
// who pays before hers is written, at whatever moment, gets none.
func TestWhoPaysMeanwhileIsNotReminded(t *testing.T) {
	reminded, paid := 0, 0
	for views := 1; paid == views-1; views++ { // she pays after so many looks at the store, at last never
		w := newWorld(t, memory.New())
		w.now = at("03-12 08:00")
		seen, done := 0, false
		db := store.New(between{w.db.Engine(), func() {
			if seen++; seen == views {
				w.says(ani, "bayar siti 275rb", "ya")
				done = true
			}
		}})
		if _, err := bot.New(db, slog.New(slog.DiscardHandler)).Remind(t.Context(), w.now); err != nil {
			t.Fatal(err)
		}
		receipt := false
		for _, o := range w.outbox() {
			receipt = receipt || o.To == siti && o.Class == conversation.Receipt
			if o.To == siti && o.Class == conversation.Reminder {
				if reminded++; receipt {
					t.Errorf("after look %d she paid, and was reminded behind it", views)
				}
			}
		}
		if done {
			paid++
		}
	}
	if reminded == 0 || paid < 3 {
		t.Errorf("reminded %d times, paid %d times", reminded, paid)
	}
}

// between is an engine that does something after each View.
type between struct {
	store.Engine
	then func()
}

func (e between) View(ctx context.Context, fn func(store.Reader) error) error {
	defer e.then()
	return e.Engine.View(ctx, fn)
}
