package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/twilio"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// doctorCmd looks at everything that can be wrong around the bot.
type doctorCmd struct {
	PublicURL string    `name:"public-url" env:"BENDAHARA_PUBLIC_URL" placeholder:"URL" help:"Where the provider reaches this program."`
	Twilio    twilioEnv `embed:"" prefix:"twilio-" envprefix:"BENDAHARA_TWILIO_"`

	Android androidEnv `embed:"" prefix:"android-" envprefix:"BENDAHARA_ANDROID_"`

	Backup backupEnv `embed:"" prefix:"backup-" envprefix:"BENDAHARA_BACKUP_"`
}

// Limits of an examination.
const (
	examineTime = time.Minute        // of all that goes over the network
	clockBehind = 10 * time.Minute   // of our clock, behind the newest message in the store
	parkedFresh = 7 * 24 * time.Hour // that a message which failed is told of
	sickQueue   = time.Hour          // that a message may wait before it is told
)

// Run prints a line for each thing looked at; something wrong is an exit 1.
func (c *doctorCmd) Run(e *env) error {
	ctx, cancel := context.WithTimeout(e.Context, examineTime)
	defer cancel()
	var found []bot.Finding
	err := e.withStore(func(db *store.DB) error {
		found = append(found, examineStore(ctx, db, e.Now())...)
		found = append(found, examineClock(ctx, db, e.Now()), c.examineBackup(e))
		b, configured := c.examined(e, db)
		found = append(found, configured...)
		found = append(found, b.Examine(ctx, e.Now())...)
		found = append(found, examineOutbox(ctx, b, e.Now()))
		found = append(found, examineContacts(ctx, db)...)
		return nil
	})
	if err != nil {
		found = append([]bot.Finding{{About: "store", Says: err.Error()}}, found...)
	}
	found = append(found, c.examineTemplates()...)
	wrong := 0
	for _, f := range found {
		mark := "ok   "
		if !f.OK {
			mark = "WRONG"
			wrong++
		}
		if _, err := fmt.Fprintf(e.Stdout, "%s  %s: %s\n", mark, f.About, strings.ReplaceAll(f.Says, "\n", " ")); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return exitCode(1)
	}
	return nil
}

// examined is the bot whose gateways are looked at: the running one, or one made of the
// settings, which neither sends nor hears anything.
func (c *doctorCmd) examined(e *env, db *store.DB) (*bot.Bot, []bot.Finding) {
	if e.served != nil {
		var found []bot.Finding
		if len(e.served.bot.Gateways()) == 0 {
			found = append(found, noGateway)
		}
		return e.served.bot, append(found, bot.Finding{About: "serve", OK: true, Says: "it runs"})
	}
	b := bot.New(db, e.logger())
	notRunning := bot.Finding{About: "serve", Says: "it does not run, so nobody is answered; start bendahara serve"}
	found := []bot.Finding{notRunning}
	phone := c.Android.config(c.PublicURL).Check()
	gateway, err := twilio.New(c.Twilio.config(c.PublicURL), b.Events())
	for _, s := range []struct {
		about     string
		err, none error
	}{{"settings", err, twilio.ErrNotConfigured}, {"settings of the office's phone", phone, android.ErrNotConfigured}} {
		switch {
		case errors.Is(s.err, s.none):
		case s.err != nil:
			found = append(found, bot.Finding{About: s.about, Says: s.err.Error()})
		default:
			found = append(found, bot.Finding{About: s.about, OK: true, Says: "they are whole"})
		}
	}
	if err == nil {
		b.Add(gateway)
	}
	if len(found) == 1 {
		found = append(found, noGateway)
	}
	return b, found
}

var noGateway = bot.Finding{
	About: "gateways", Says: "there is none, so nobody can text; set BENDAHARA_TWILIO_ACCOUNT_SID or BENDAHARA_ANDROID_URL and the like (bendahara serve --help)",
}

// examineStore asks the store for a write, and the office whether something waits for it.
func examineStore(ctx context.Context, db *store.DB, now time.Time) []bot.Finding {
	f := bot.Finding{About: "store", OK: true, Says: "it takes what is written"}
	if err := db.Probe(ctx); err != nil {
		f = bot.Finding{About: "store", Says: fmt.Sprintf("it takes nothing (%v); see that the disk is not full and that the data directory is ours", err)}
	}
	var upk ledger.UPK
	var parked []store.Parked
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		if upk, err = tx.UPK(); err == nil {
			parked, err = tx.ParkedMessages()
		}
		parked = slices.DeleteFunc(parked, func(p store.Parked) bool { return now.Sub(p.Message.Received) > parkedFresh })
		return err
	})
	switch {
	case err != nil:
		return []bot.Finding{f, {About: "books", Says: fmt.Sprintf("they cannot be read (%v); run bendahara verify", err)}}
	case upk.Name == "":
		return []bot.Finding{f, {About: "books", Says: "they are empty; import a workbook (bendahara import --template)"}}
	case len(parked) > 0:
		last := parked[len(parked)-1]
		return []bot.Finding{f, {About: "messages", Says: fmt.Sprintf("%d could not be worked with and lie aside, the last of %s: %s; look at what they ask and enter it at the office",
			len(parked), last.Message.Received.UTC().Format(time.DateOnly), last.Reason)}}
	}
	return []bot.Finding{f, {About: "books", OK: true, Says: "of " + upk.Name}}
}

// examineClock compares the clock with the newest message: time does not go back.
func examineClock(ctx context.Context, db *store.DB, now time.Time) bot.Finding {
	var newest time.Time
	var zone *time.Location
	err := db.View(ctx, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		zone = settings.Zone()
		newest, err = tx.NewestMessage()
		return err
	})
	switch {
	case err != nil:
		return bot.Finding{About: "clock", Says: fmt.Sprintf("what it should be cannot be read (%v)", err)}
	case now.Before(newest.Add(-clockBehind)):
		return bot.Finding{About: "clock", Says: fmt.Sprintf("it is behind: it says %s, and a message came at %s; let it be set by the network (timedatectl set-ntp true)",
			now.In(zone).Format("2006-01-02 15:04"), newest.In(zone).Format("2006-01-02 15:04"))}
	}
	return bot.Finding{About: "clock", OK: true, Says: now.In(zone).Format("2006-01-02 15:04 MST")}
}

func examineOutbox(ctx context.Context, b *bot.Bot, now time.Time) bot.Finding {
	status, err := b.Status(ctx, now)
	if err != nil {
		return bot.Finding{About: "outbox", Says: fmt.Sprintf("it cannot be read (%v); run bendahara verify", err)}
	}
	if age := now.Sub(status.Oldest); status.Waiting > 0 && age > sickQueue {
		return bot.Finding{About: "outbox", Says: fmt.Sprintf("%d messages wait, the oldest for %v; see what is wrong with the gateways", status.Waiting, age.Round(time.Minute))}
	}
	return bot.Finding{About: "outbox", OK: true, Says: fmt.Sprintf("%d messages wait", status.Waiting)}
}

// maxBadNames is how many people whose number fails are named.
const maxBadNames = 10

// examineContacts names those whom nothing reaches, by code: a number is not for a
// screen.
func examineContacts(ctx context.Context, db *store.DB) []bot.Finding {
	var names []string
	bad := 0
	err := db.View(ctx, func(tx *store.Tx) error {
		names, bad = nil, 0
		contacts, err := tx.Contacts()
		if err != nil {
			return err
		}
		for _, c := range contacts {
			for _, way := range c.Bad {
				if bad++; bad > maxBadNames {
					continue
				}
				name, err := whose(tx, c.Phone)
				if err != nil {
					return err
				}
				names = append(names, fmt.Sprintf("%s by %s", name, way.Channel))
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return []bot.Finding{{About: "numbers", Says: fmt.Sprintf("they cannot be read (%v)", err)}}
	case bad == 0:
		return nil
	}
	return []bot.Finding{{About: "numbers", Says: fmt.Sprintf("nothing arrives at %d: %s; ask for the right number and change it (hp NAME NUMBER)",
		bad, strings.Join(names, ", "))}}
}

// whose names the person who has a number.
func whose(tx *store.Tx, p ledger.Phone) (string, error) {
	members, err := tx.MembersByPhone(p)
	if err != nil {
		return "", err
	}
	for _, m := range members {
		return fmt.Sprintf("%s (%s)", m.Name, m.Code), nil
	}
	officers, err := tx.OfficersByPhone(p)
	for _, o := range officers {
		return fmt.Sprintf("%s (%s)", o.Name, o.Code), err
	}
	return "a number that nobody has", err
}

// examineTemplates says which of WhatsApp's templates are still to be approved.
func (c *doctorCmd) examineTemplates() []bot.Finding {
	config := c.Twilio.config(c.PublicURL)
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
