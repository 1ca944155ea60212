package main

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"

	"bendahara/bot/android"
	"bendahara/bot/simulator"
	"bendahara/bot/twilio"
	"bendahara/store/workbook"
)

// gatewayEnv are the gateways' settings: serve runs by them, and doctor looks at them.
type gatewayEnv struct {
	PublicURL string     `name:"public-url" env:"BENDAHARA_PUBLIC_URL" placeholder:"URL" help:"Where the provider reaches this program."`
	WhatsApp  string     `name:"whatsapp" env:"BENDAHARA_WHATSAPP" enum:",on,off" default:"" placeholder:"on" help:"Use the linked WhatsApp number: on or off (see bendahara whatsapp pair)."`
	Twilio    twilioEnv  `embed:"" prefix:"twilio-" envprefix:"BENDAHARA_TWILIO_"`
	Android   androidEnv `embed:"" prefix:"android-" envprefix:"BENDAHARA_ANDROID_"`
}

// twilioEnv are Twilio's settings.
type twilioEnv struct {
	AccountSID   string `name:"account-sid" env:"ACCOUNT_SID" placeholder:"SID" help:"Twilio account."`
	AuthToken    string `env:"AUTH_TOKEN" placeholder:"TOKEN" help:"Twilio auth token; better in the environment than here."`
	AuthTokenOld string `env:"AUTH_TOKEN_OLD" placeholder:"TOKEN" help:"The token before, while it is being changed."`
	SMSFrom      string `name:"sms-from" env:"SMS_FROM" placeholder:"NUMBER" help:"Number that sends SMS."`
	WhatsAppFrom string `name:"whatsapp-from" env:"WHATSAPP_FROM" placeholder:"NUMBER" help:"Number that sends WhatsApp messages."`
	APIURL       string `name:"api-url" env:"API_URL" placeholder:"URL" help:"Another address of Twilio's API, for tests."`
	Templates    string `name:"templates" env:"TEMPLATES" placeholder:"NAME=SID,..." help:"ContentSid of each approved WhatsApp template; doctor lists their names and texts."`
}

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

func (g gatewayEnv) twilio() twilio.Config {
	t := g.Twilio
	return twilio.Config{
		PublicURL: g.PublicURL, AccountSID: t.AccountSID, AuthToken: t.AuthToken, AuthTokenOld: t.AuthTokenOld,
		SMSFrom: t.SMSFrom, WhatsAppFrom: t.WhatsAppFrom, APIURL: t.APIURL, Templates: t.Templates,
	}
}

func (g gatewayEnv) android() android.Config {
	a := g.Android
	return android.Config{
		PublicURL: cmp.Or(a.PublicURL, g.PublicURL), URL: a.URL, User: a.User, Password: a.Password, SigningKey: a.SigningKey,
		SIM: int(a.SIM), PerHour: int(a.PerHour), PerDay: int(a.PerDay),
	}
}

// addGateways adds the gateways that the settings name; the first for a channel
// carries it, so SMS goes by the office's phone where there is one. A
// demonstration's numbers belong to nobody we know, so it never gets a real one.
func (c *serveCmd) addGateways(e *env, s *served, mux *http.ServeMux, guide workbook.Guide, demo bool) error {
	office := c.android().Check() == nil
	switch {
	case office && demo:
		fmt.Fprintln(e.Stderr, "This is a demonstration: the Android gateway's settings are not used.")
	case office:
		if err := c.addAndroid(e, s, mux); err != nil {
			return err
		}
	}
	err := c.twilio().Check()
	switch {
	case err == nil && demo:
		fmt.Fprintln(e.Stderr, "This is a demonstration: the Twilio settings are not used.")
	case err == nil:
		gateway, err := twilio.New(c.twilio(), s.bot.Events())
		if err != nil {
			return err
		}
		if err := gateway.Begin(e.Context, e.Now()); err != nil {
			return err
		}
		s.twilio = gateway
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
	if err != nil && !office && s.phones == nil && s.whatsapp == nil {
		fmt.Fprintln(e.Stdout, "No gateway yet, so nobody can text. Set BENDAHARA_TWILIO_ACCOUNT_SID or BENDAHARA_ANDROID_URL "+
			"and the like (bendahara serve --help), link a number with bendahara whatsapp pair, or try it out with --simulator.")
	}
	return nil
}
