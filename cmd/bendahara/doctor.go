package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// doctorCmd looks at everything that can be wrong around the bot.
type doctorCmd struct {
	PhoneTest string `name:"phone-test" placeholder:"NUMBER" help:"Also have the office's phone send an SMS to its own NUMBER, and wait until it is back. It costs one SMS; serve must run."`

	gatewayEnv

	Backup backupEnv `embed:"" prefix:"backup-" envprefix:"BENDAHARA_BACKUP_"`
}

// Limits of an examination.
const (
	examineTime = 2 * time.Minute    // of all that goes over the network
	probeTime   = 2 * time.Minute    // until an SMS of the phone's to itself must be back
	clockBehind = 10 * time.Minute   // of our clock, behind the newest message in the store
	parkedFresh = 7 * 24 * time.Hour // that a message which failed is told of
	sickQueue   = time.Hour          // that a message may wait before it is told
)

// Run prints a line for each thing looked at; something wrong is an exit 1.
func (c *doctorCmd) Run(e *env) error {
	var number ledger.Phone
	if c.PhoneTest != "" {
		var err error
		if number, err = simulator.Number(c.PhoneTest); err != nil {
			return usageError{fmt.Errorf("--phone-test %s: %w", c.PhoneTest, err)}
		}
	}
	ctx, cancel := context.WithTimeout(e.Context, examineTime)
	defer cancel()
	var found []bot.Finding
	err := e.withStore(func(db *store.DB) error {
		found = append(found, examineStore(ctx, db, e.Now())...)
		found = append(found, examineClock(ctx, db, e.Now()), c.examineBackup(e))
		found = append(found, c.examineGateways(ctx, e, db)...)
		found = append(found, examineCard(ctx, db, e.Now())...)
		found = append(found, examineContacts(ctx, db)...)
		found = append(found, examineSlips(ctx, db, e.Now())...)
		return nil
	})
	if err != nil {
		found = append([]bot.Finding{{About: "store", Says: err.Error()}}, found...)
	}
	found = append(found, c.examineTemplates()...)
	if number != "" {
		found = append(found, testPhone(e, number))
	}
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

// examineCard tells of a SIM that is about to end.
func examineCard(ctx context.Context, db *store.DB, now time.Time) []bot.Finding {
	var settings ledger.Settings
	if err := db.View(ctx, func(tx *store.Tx) (err error) { settings, err = tx.Settings(); return err }); err != nil {
		return []bot.Finding{{About: "office's SIM", Says: fmt.Sprintf("the settings cannot be read (%v)", err)}}
	}
	end, known := settings.SIMEnds()
	if !known {
		return nil
	}
	left := int(end - ledger.DateOf(now.In(settings.Zone())))
	if left > conversation.SIMWarning {
		return []bot.Finding{{About: "office's SIM", OK: true, Says: fmt.Sprintf("valid until %s", end)}}
	}
	return []bot.Finding{{About: "office's SIM", Says: fmt.Sprintf("valid until %s, %d days; top it up and note the new day in the setting kartu_sampai", end, left)}}
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

// examineOutbox looks what waits, and tells of each gateway's day.
func examineOutbox(ctx context.Context, b *bot.Bot, now time.Time) (found []bot.Finding) {
	status, err := b.Status(ctx, now)
	for _, g := range status.Gateways {
		found = append(found, bot.Finding{About: g.Name, OK: true, Says: today(g)})
	}
	return append(found, examineQueue(status, err, now))
}

func examineQueue(status bot.Status, err error, now time.Time) bot.Finding {
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
