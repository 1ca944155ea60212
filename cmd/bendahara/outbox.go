package main

import (
	"errors"
	"fmt"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// outboxCmd is for messages that are held: a crash or a restore left in doubt whether
// they went, so they go no second time by themselves.
type outboxCmd struct {
	List outboxList `cmd:"" default:"1" help:"The messages that are held, with their words."`
	Send outboxSend `cmd:"" help:"Send them after all: some may arrive twice, with the same number."`
	Drop outboxDrop `cmd:"" help:"Send them never."`
}

type outboxList struct{}

// Run lists what is held.
func (outboxList) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			held, err := tx.Held()
			if err != nil {
				return err
			}
			settings, err := tx.Settings()
			if err != nil {
				return err
			}
			for _, o := range held {
				showHeld(e, o, settings.Zone())
			}
			if len(held) == 0 {
				fmt.Fprintln(e.Stdout, "No message is held.")
			}
			return nil
		})
	})
}

func showHeld(e *env, o store.Outbound, zone *time.Location) {
	fmt.Fprintf(e.Stdout, "%s of %s to %s, %s by %s: %s\n", o.ID, o.Written.In(zone).Format("2006-01-02 15:04"), templates.PaperPhone(o.To), o.Kind, o.Channel, o.Text)
}

// held are messages to decide about.
type held struct {
	IDs []string `arg:"" optional:"" name:"id" help:"As the list has them, such as o1000012."`
	All bool     `help:"All that are held."`
	officer
}

// Validate finds a command line that does not say which.
func (h held) Validate() error {
	if (len(h.IDs) == 0) != h.All {
		return errors.New("name the messages (bendahara outbox list has them), or give --all")
	}
	return nil
}

type outboxSend struct{ held }

// Run sends messages after all.
func (c *outboxSend) Run(e *env) error { return c.release(e, true, "Sent on") }

type outboxDrop struct{ held }

// Run drops messages.
func (c *outboxDrop) Run(e *env) error { return c.release(e, false, "Dropped") }

func (h held) release(e *env, send bool, what string) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		done, err := b.Release(e.Context, h.IDs, send, ledger.OfficerCode(h.By), e.Now())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.Stdout, "%s: %d messages.\n", what, len(done))
		if send && e.served == nil && err == nil {
			_, err = fmt.Fprintln(e.Stdout, "They go when bendahara serve runs.")
		}
		return err
	})
}
