package main

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"bendahara/bot/android"
	"bendahara/store"
)

// androidEnv are the settings of the phone in the office.
type androidEnv struct {
	URL        string   `name:"url" env:"URL" placeholder:"URL" help:"Address of the SMS Gateway for Android app, or of its server."`
	User       string   `env:"USER" placeholder:"NAME" help:"User name that the app shows."`
	Password   string   `env:"PASSWORD" placeholder:"PASSWORD" help:"Password that the app shows; better in the environment than here."`
	SigningKey string   `env:"SIGNING_KEY" placeholder:"KEY" help:"Signing key of the app's webhooks; better in the environment than here."`
	PublicURL  string   `name:"public-url" env:"PUBLIC_URL" placeholder:"URL" help:"Where the phone reaches this program, if not at --public-url."`
	SIM        optional `name:"sim" env:"SIM" placeholder:"N" help:"SIM that sends: 1, 2 or 3 (default: the phone's choice)."`
	PerHour    optional `env:"PER_HOUR" placeholder:"N" help:"SMS an hour by this SIM; replies are exempt (default: no cap)."`
	PerDay     optional `env:"PER_DAY" placeholder:"N" help:"SMS in 24 hours by this SIM; replies are exempt (default: no cap)."`
}

// optional is a number that may be left out: a variable that is set to nothing is not
// set.
type optional int

// UnmarshalText is encoding.TextUnmarshaler's.
func (o *optional) UnmarshalText(text []byte) error {
	if *o = 0; len(text) == 0 {
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return fmt.Errorf("%q is no number", text)
	}
	*o = optional(n)
	return nil
}

func (c *serveCmd) androidConfig() android.Config { return c.Android.config(c.PublicURL) }

func (a androidEnv) config(publicURL string) android.Config {
	return android.Config{
		PublicURL: cmp.Or(a.PublicURL, publicURL), URL: a.URL, User: a.User, Password: a.Password, SigningKey: a.SigningKey,
		SIM: int(a.SIM), PerHour: int(a.PerHour), PerDay: int(a.PerDay),
	}
}

// goodKey is how long a signing key should be; the app's own has 8 characters.
const goodKey = 16

// addAndroid adds the office's phone, with what the store knows of its work.
func (c *serveCmd) addAndroid(e *env, s *served, mux *http.ServeMux) error {
	config := c.androidConfig()
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
	if len(config.SigningKey) < goodKey {
		fmt.Fprintf(e.Stderr, "The Android gateway's signing key has only %d characters; set one of %d or more in the app and here.\n",
			len(config.SigningKey), goodKey)
	}
	return nil
}
