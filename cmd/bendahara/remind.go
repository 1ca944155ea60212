package main

import (
	"fmt"
	"log/slog"
	"time"

	"bendahara/bot"
	"bendahara/store"
)

// remindCmd sends or shows the reminders that are due.
type remindCmd struct {
	DryRun bool   `help:"Only print what would be sent."`
	At     string `placeholder:"TIME" help:"As of this time, such as 2026-03-12T09:00:00+07:00 (default now)."`
}

// Run queues the reminders; a running serve sends them, and otherwise the next one.
func (c *remindCmd) Run(e *env) error {
	now := e.Now()
	if c.At != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, c.At); err != nil {
			return usageError{fmt.Errorf("--at %q is not a time such as 2026-03-12T09:00:00+07:00", c.At)}
		}
	}
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		if c.DryRun {
			return printReminders(e, b, now)
		}
		n, err := b.Remind(e.Context, now)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.Stdout, "%d reminders put into the outbox.\n", n)
		return err
	})
}

func printReminders(e *env, b *bot.Bot, now time.Time) error {
	due, err := b.Due(e.Context, now)
	if err != nil {
		return err
	}
	for _, o := range due {
		fmt.Fprintf(e.Stdout, "%s\t%s\t%s\n", o.To, o.Channel, o.Text)
	}
	_, err = fmt.Fprintf(e.Stdout, "%d reminders are due; none was sent.\n", len(due))
	return err
}

// withBot hands the running serve's bot to fn, or one without gateways over the
// store.
func (e *env) withBot(fn func(*bot.Bot, *store.DB) error) error {
	return e.withStore(func(db *store.DB) error { return fn(e.botOf(db), db) })
}

// botOf is the running bot, or one of the same store that has no gateway.
func (e *env) botOf(db *store.DB) *bot.Bot {
	if e.served != nil {
		return e.served.bot
	}
	return bot.New(db, e.logger())
}

// logger writes to the command's standard error.
func (e *env) logger() *slog.Logger { return slog.New(slog.NewTextHandler(e.Stderr, nil)) }
