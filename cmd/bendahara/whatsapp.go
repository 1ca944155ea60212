package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/bot/whatsapp"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// whatsappFile has the sessions of the linked number, beside the store.
const whatsappFile = "whatsapp.db"

// whatsappCmd is what concerns the office's own WhatsApp number.
type whatsappCmd struct {
	Pair pairCmd `cmd:"" help:"Link the office's WhatsApp number, by QR code or by a code to type on its phone."`
}

// pairCmd links the number.
type pairCmd struct {
	Phone string `placeholder:"NUMBER" help:"Ask for a code to type on the phone of this number, in place of QR codes."`
}

// Help is shown by whatsapp pair --help.
func (pairCmd) Help() string {
	return "On the office's phone: WhatsApp, Linked devices, Link a device. Use a spare number: a linked number that writes " +
		"by a program may be banned (docs/panduan-whatsapp.md)."
}

// Run links a number, through the running serve where there is one.
func (c *pairCmd) Run(e *env) error {
	var number ledger.Phone
	if c.Phone != "" {
		var err error
		if number, err = simulator.Number(c.Phone); err != nil {
			return usageError{fmt.Errorf("--phone %s: %w", c.Phone, err)}
		}
	}
	if e.served != nil {
		if e.served.whatsapp == nil {
			return errors.New("the running serve does not use WhatsApp; stop it and start it with --whatsapp on")
		}
		return pair(e.Context, e.served.whatsapp, number, e.Stdout)
	}
	return e.withStore(func(db *store.DB) error {
		if _, demo, err := demoGuide(e.Context, db); err != nil || demo {
			return errors.Join(err, errors.New("a demonstration links no number; give the --data of a real UPK"))
		}
		g, err := openWhatsApp(e, onlyLooking)
		if err != nil {
			return err
		}
		err = pair(e.Context, g, number, e.Stdout)
		if err == nil {
			fmt.Fprintln(e.Stdout, "Now start bendahara serve with --whatsapp on (or BENDAHARA_WHATSAPP=on).")
		}
		return errors.Join(err, g.Close())
	})
}

// onlyLooking takes nothing in. What comes while nobody answers is not acknowledged: it
// comes again to serve.
var onlyLooking = bot.Events{
	Receive: func(context.Context, conversation.Message) error { return errors.New("only linking") },
	Report:  func(context.Context, bot.Report) error { return errors.New("only linking") },
}

func openWhatsApp(e *env, events bot.Events) (*whatsapp.Gateway, error) {
	g, err := whatsapp.Open(e.Context, filepath.Join(e.path(e.Data), whatsappFile), events, e.logger())
	if err != nil {
		return nil, fmt.Errorf("the WhatsApp sessions in %s cannot be opened: %w", whatsappFile, err)
	}
	return g, nil
}

// pair shows a person each step until the number is linked.
func pair(ctx context.Context, g *whatsapp.Gateway, number ledger.Phone, to io.Writer) error {
	fmt.Fprintln(to, "On the office's phone: WhatsApp, Linked devices, Link a device.")
	err := g.Pair(ctx, number, func(s whatsapp.Step) {
		if s.Code != "" {
			fmt.Fprintf(to, "Choose \"Link with phone number instead\" and type %s\n", s.Code)
			return
		}
		picture, err := whatsapp.Draw(s.QR)
		if err != nil {
			fmt.Fprintln(to, "The QR code cannot be drawn; use --phone NUMBER.")
			return
		}
		fmt.Fprintf(to, "Point the phone's camera at this; a new one comes when it is too old:\n%s", picture)
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(to, "The number is linked.")
	return nil
}

// addWhatsApp adds the linked number where the settings ask for it.
func (c *serveCmd) addWhatsApp(e *env, s *served, demo bool) error {
	if c.WhatsApp != "on" {
		return nil
	}
	if demo {
		fmt.Fprintln(e.Stderr, "This is a demonstration: WhatsApp is not used.")
		return nil
	}
	var err error
	if s.whatsapp, err = openWhatsApp(e, s.bot.Events()); err != nil {
		return err
	}
	s.bot.Add(s.whatsapp)
	if s.whatsapp.Linked() {
		fmt.Fprintln(e.Stdout, "WhatsApp: messages go out and come in over the linked number.")
	} else {
		fmt.Fprintln(e.Stdout, "WhatsApp: "+s.whatsapp.Line().Advice())
	}
	return nil
}
