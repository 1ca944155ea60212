package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"bendahara/bot/android"
	"bendahara/bot/simulator"
	"bendahara/bot/twilio"
	"bendahara/store"
	"bendahara/store/workbook"
)

// twilioEnv are Twilio's settings.
type twilioEnv struct {
	AccountSID   string `name:"account-sid" env:"ACCOUNT_SID" placeholder:"SID" help:"Twilio account."`
	AuthToken    string `env:"AUTH_TOKEN" placeholder:"TOKEN" help:"Twilio auth token; better in the environment than here."`
	AuthTokenOld string `env:"AUTH_TOKEN_OLD" placeholder:"TOKEN" help:"The token before, while it is being changed."`
	SMSFrom      string `name:"sms-from" env:"SMS_FROM" placeholder:"NUMBER" help:"Number that sends SMS."`
	WhatsAppFrom string `name:"whatsapp-from" env:"WHATSAPP_FROM" placeholder:"NUMBER" help:"Number that sends WhatsApp messages."`
	APIURL       string `name:"api-url" env:"API_URL" placeholder:"URL" help:"Another address of Twilio's API, for tests."`
}

// androidEnv are the settings of the phone in the office.
type androidEnv struct {
	URL        string `name:"url" env:"URL" placeholder:"URL" help:"Address of the SMS Gateway for Android app, or of its server."`
	User       string `env:"USER" placeholder:"NAME" help:"User name that the app shows."`
	Password   string `env:"PASSWORD" placeholder:"PASSWORD" help:"Password that the app shows; better in the environment than here."`
	SigningKey string `env:"SIGNING_KEY" placeholder:"KEY" help:"Signing key of the app's webhooks; better in the environment than here."`
	PublicURL  string `name:"public-url" env:"PUBLIC_URL" placeholder:"URL" help:"Where the phone reaches this program, if not at --public-url."`
	SIM        int    `name:"sim" env:"SIM" placeholder:"N" help:"SIM that sends: 1, 2 or 3 (default: the phone's choice)."`
	PerHour    int    `env:"PER_HOUR" placeholder:"N" help:"SMS an hour by this SIM; replies are exempt (default: no cap)."`
	PerDay     int    `env:"PER_DAY" placeholder:"N" help:"SMS in 24 hours by this SIM; replies are exempt (default: no cap)."`
}

// checkGateways refuses settings that are half or wrong.
func (c *serveCmd) checkGateways() error {
	if err := c.twilioConfig().Check(); err != nil && !errors.Is(err, twilio.ErrNotConfigured) {
		return err
	}
	if err := c.androidConfig().Check(); err != nil && !errors.Is(err, android.ErrNotConfigured) {
		return err
	}
	return nil
}

// notYet refuses settings that ask for what this version does not have, rather
// than to run as if they had not been given.
func notYet() error {
	for _, name := range []string{
		"BENDAHARA_STORE", "BENDAHARA_WHATSAPP",
	} {
		if os.Getenv(name) != "" {
			return fmt.Errorf("%s is set, but this version has only Twilio, the Android gateway and its own store; unset it", name)
		}
	}
	return nil
}

func (c *serveCmd) twilioConfig() twilio.Config {
	return twilio.Config{
		PublicURL: c.PublicURL, AccountSID: c.Twilio.AccountSID, AuthToken: c.Twilio.AuthToken, AuthTokenOld: c.Twilio.AuthTokenOld,
		SMSFrom: c.Twilio.SMSFrom, WhatsAppFrom: c.Twilio.WhatsAppFrom, APIURL: c.Twilio.APIURL,
	}
}

func (c *serveCmd) androidConfig() android.Config {
	a := c.Android
	return android.Config{
		PublicURL: cmp.Or(a.PublicURL, c.PublicURL), URL: a.URL, User: a.User, Password: a.Password, SigningKey: a.SigningKey,
		SIM: a.SIM, PerHour: a.PerHour, PerDay: a.PerDay,
	}
}

// addGateways adds the gateways that the settings name; the first for a channel
// carries it, so SMS goes by the office's phone where there is one. A
// demonstration's numbers belong to nobody we know, so it never gets a real one.
func (c *serveCmd) addGateways(e *env, s *served, mux *http.ServeMux, guide workbook.Guide, demo bool) error {
	office := c.androidConfig().Check() == nil
	cloud := c.twilioConfig().Check() == nil
	if demo && (office || cloud) {
		fmt.Fprintln(e.Stderr, "This is a demonstration: the settings of Twilio and of the Android gateway are not used.")
		office, cloud = false, false
	}
	if office {
		if err := c.addAndroid(e, s, mux); err != nil {
			return err
		}
	}
	if cloud {
		gateway, err := twilio.New(c.twilioConfig(), s.bot.Events())
		if err != nil {
			return err
		}
		s.bot.Add(gateway)
		mux.Handle("/webhooks/twilio/", gateway.Handler())
		fmt.Fprintln(e.Stdout, "Twilio: messages go out and come in.")
	}
	if c.Simulator || demo {
		now, err := localClock(e, s.db)
		if err != nil {
			return err
		}
		s.phones = simulator.New(s.bot.Events(), simulator.Options{Now: now, Guide: people(guide)})
		s.bot.Add(s.phones)
		mux.Handle("/simulator", s.phones.Handler())
		mux.Handle("/simulator/", s.phones.Handler())
	}
	if !office && !cloud && s.phones == nil {
		fmt.Fprintln(e.Stdout, "No gateway yet, so nobody can text. Set BENDAHARA_TWILIO_ACCOUNT_SID or BENDAHARA_ANDROID_URL "+
			"and the like (bendahara serve --help), or try it out with --simulator.")
	}
	return nil
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
