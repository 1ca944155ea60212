package main

import (
	"fmt"
	"net/http"
	"time"

	"bendahara/bot/android"
	"bendahara/store"
)

// addAndroid adds the office's phone, with what the store knows of its work.
func (c *serveCmd) addAndroid(e *env, s *served, mux *http.ServeMux) error {
	config := c.android()
	err := s.db.View(e.Context, func(tx *store.Tx) (err error) {
		if config.First, config.Last, _, err = tx.HeardSpan("android"); err != nil {
			return err
		}
		config.Sent, err = tx.SentSince("android", e.Now().Add(-24*time.Hour))
		return err
	})
	if err != nil {
		return err
	}
	if s.office, err = android.New(config, s.bot.Events()); err != nil {
		return err
	}
	s.bot.Add(s.office)
	mux.Handle(android.Path, s.office.Handler())
	fmt.Fprintln(e.Stdout, "Android gateway: SMS goes out and comes in by the office's phone.")
	if n := len(config.SigningKey); n < android.GoodKey {
		fmt.Fprintf(e.Stderr, "The Android gateway's signing key has only %d characters; set one of %d or more in the app and here.\n", n, android.GoodKey)
	}
	return nil
}
