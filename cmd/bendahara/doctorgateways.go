package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/twilio"
	"bendahara/bot/whatsapp"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// examineGateways looks at the gateways of the running serve, or at those that the
// settings make, which neither send nor hear anything.
func (c *doctorCmd) examineGateways(ctx context.Context, e *env, db *store.DB) []bot.Finding {
	b, found := c.running(e)
	if b == nil {
		b = bot.New(db, e.logger())
		found = append(found, c.configured(b)...)
	}
	linked, w := c.linked(e, b)
	found = append(found, linked...)
	if w != nil {
		defer w.Close()
	}
	if len(found) == 1 && len(b.Gateways()) == 0 {
		found = append(found, bot.Finding{
			About: "gateways", Says: "there is none, so nobody can text; set BENDAHARA_TWILIO_ACCOUNT_SID or BENDAHARA_ANDROID_URL and the like (bendahara serve --help)",
		})
	}
	found = append(found, b.Examine(ctx, e.Now())...)
	if slices.Contains(b.Gateways(), "whatsapp") && !b.Carries(conversation.SMS) {
		found = append(found, bot.Finding{
			About: "sms", Says: "no gateway carries SMS, so nothing goes while WhatsApp is away or has banned the number; set up the office's phone (docs/panduan-android.md)",
		})
	}
	return append(found, examineOutbox(ctx, b, e.Now())...)
}

// running is the bot that runs; nil where none does.
func (c *doctorCmd) running(e *env) (*bot.Bot, []bot.Finding) {
	if e.served == nil {
		return nil, []bot.Finding{{About: "serve", Says: "it does not run, so nobody is answered; start bendahara serve"}}
	}
	return e.served.bot, []bot.Finding{{About: "serve", OK: true, Says: "it runs"}}
}

// configured gives a bot the gateways that the settings name.
func (c *doctorCmd) configured(b *bot.Bot) (found []bot.Finding) {
	byTwilio, twilioErr := twilio.New(c.twilio(), b.Events())
	phone, phoneErr := android.New(c.android(), b.Events())
	for _, s := range []struct {
		about     string
		err, none error
	}{{"settings", twilioErr, twilio.ErrNotConfigured}, {"settings of the office's phone", phoneErr, android.ErrNotConfigured}} {
		switch {
		case errors.Is(s.err, s.none):
		case s.err != nil:
			found = append(found, bot.Finding{About: s.about, Says: s.err.Error()})
		default:
			found = append(found, bot.Finding{About: s.about, OK: true, Says: "they are whole"})
		}
	}
	if phoneErr == nil {
		b.Add(phone)
	}
	if twilioErr == nil {
		b.Add(byTwilio)
	}
	return found
}

// linked gives a bot the linked WhatsApp number, unless it has it or is not to: then it
// looks whether one is linked all the same. What it opens is to be closed.
func (c *doctorCmd) linked(e *env, b *bot.Bot) ([]bot.Finding, *whatsapp.Gateway) {
	if e.served != nil && e.served.whatsapp != nil || c.WhatsApp == "off" {
		return nil, nil
	}
	if _, err := os.Stat(filepath.Join(e.path(e.Data), whatsappFile)); err != nil { // don't make it
		if c.WhatsApp == "on" {
			return []bot.Finding{{About: "whatsapp", Says: whatsapp.Line{State: whatsapp.Unlinked}.Advice()}}, nil
		}
		return nil, nil
	}
	g, err := openWhatsApp(e, onlyLooking)
	switch {
	case err != nil:
		return []bot.Finding{{About: "whatsapp", Says: err.Error()}}, nil
	case c.WhatsApp == "on":
		b.Add(g)
	case g.Linked():
		return []bot.Finding{{About: "whatsapp", Says: "a number is linked and not used; set BENDAHARA_WHATSAPP to on, or to off where that is meant"}}, g
	}
	return nil, g
}

// testPhone has the office's phone send an SMS to itself.
func testPhone(e *env, number ledger.Phone) bot.Finding {
	f := bot.Finding{About: "phone's SMS to itself"}
	switch {
	case e.served == nil:
		f.Says = "not sent, since serve does not run, and nobody would hear it come back; start bendahara serve"
		return f
	case e.served.office == nil:
		f.Says = "not sent, since the running serve has no office's phone; set BENDAHARA_ANDROID_URL and the like"
		return f
	}
	ctx, cancel := context.WithTimeout(e.Context, probeTime)
	defer cancel()
	return e.served.office.Probe(ctx, number, time.Now())
}

// examineTemplates says which of WhatsApp's templates are still to be approved.
func (c *doctorCmd) examineTemplates() []bot.Finding {
	config := c.twilio()
	if config.Check() != nil || !config.Carries(conversation.WhatsApp) {
		return nil
	}
	var names []string
	for _, f := range templates.Frames() {
		names = append(names, f.Name)
	}
	lacking := config.Lacking(names)
	var found []bot.Finding
	for _, f := range templates.Frames() {
		for _, name := range lacking {
			if f.Name == name {
				found = append(found, bot.Finding{About: "template " + name, Says: fmt.Sprintf(
					"it has no ContentSid, so what would need it goes by SMS or not at all; have this approved in Twilio's Content Template Builder (utility, Indonesian) "+
						"and add %s=HX... to BENDAHARA_TWILIO_TEMPLATES: %s", name, f.Body)})
			}
		}
	}
	if len(found) == 0 {
		return []bot.Finding{{About: "templates", OK: true, Says: "each has its ContentSid"}}
	}
	return found
}
