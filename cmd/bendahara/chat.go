package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// chatCmd is a phone in the terminal.
type chatCmd struct {
	From      string               `required:"" placeholder:"NUMBER" help:"Whose phone to be: 081390000101 or +6281390000101."`
	Channel   conversation.Channel `enum:"sms,wa" default:"sms" help:"How to write: sms or wa (default ${default})."`
	Simulator bool                 `env:"BENDAHARA_SIMULATOR" help:"Take what waits in this store's outbox for real phones, too."`
}

// Help is shown by chat --help.
func (chatCmd) Help() string {
	return "Type a message and press Enter; what arrives on this phone begins with \"<\". " +
		"A line break within a message is \\n. Ctrl-D ends."
}

// The limits of a chat.
const (
	chatReply = 5 * time.Second        // for a message to be answered, before the next is sent
	chatQuiet = 300 * time.Millisecond // at the end of the input: for more to arrive
)

// Run chats with the bot of the running serve, or with one of its own.
func (c *chatCmd) Run(e *env) error {
	from, err := simulator.Number(c.From)
	if err != nil {
		return usageError{fmt.Errorf("--from %s: %w", c.From, err)}
	}
	if e.served != nil {
		if e.served.phones == nil {
			return errors.New("the running serve has no simulator; stop it and start it with --simulator")
		}
		return chat(e.Context, e.served.phones, from, c.Channel, e.Stdin, e.Stdout)
	}
	return e.withNewStore(func(db *store.DB) error {
		phones, err := c.phones(e, db)
		if err != nil {
			return err
		}
		return chat(e.Context, phones, from, c.Channel, e.Stdin, e.Stdout)
	})
}

// phones are those of a bot that answers at once what is typed, and does nothing
// of itself: no reminders. Its simulator takes every message out of the outbox;
// so on a store that is no demonstration it wants to be told that it may have
// those of real people.
func (c *chatCmd) phones(e *env, db *store.DB) (*simulator.Gateway, error) {
	_, demo, err := demoGuide(e.Context, db)
	if err != nil {
		return nil, err
	}
	waits := false
	err = db.View(e.Context, func(tx *store.Tx) (err error) { _, waits, err = tx.NextDue(time.Now()); return err })
	switch {
	case err != nil:
		return nil, err
	case waits && !demo && !c.Simulator:
		return nil, errors.New("messages for real phones wait in this store; " +
			"start serve to send them, or give --simulator to have them go to the simulator instead")
	}
	b := bot.New(db, e.logger())
	events := b.Events()
	phones := simulator.New(bot.Events{
		Receive: func(ctx context.Context, m conversation.Message) error {
			if err := b.Receive(ctx, m); err != nil {
				return err
			}
			_, err := b.SendDue(ctx, e.Now())
			return err
		},
		Report: events.Report,
	}, simulator.Options{Now: e.Now})
	b.Add(phones)
	return phones, b.Open(e.Context, e.Now())
}

// chat sends each line of in from a phone, and prints what arrives there as it
// comes. As a person would, it waits for an answer before it sends the next line,
// but not longer than chatReply; at the end of in it waits chatQuiet for more. A
// Read of in that waits when the context ends is left behind.
func chat(ctx context.Context, phones *simulator.Gateway, from ledger.Phone, channel conversation.Channel, in io.Reader, out io.Writer) error {
	lines := readLines(ctx, in)
	screen := &screen{phones: phones, phone: from, out: out}
	_, screen.seen, screen.changed = phones.After(0, from) // what was before is not shown
	var late, over <-chan time.Time                        // set while an answer is awaited, and at the end of in
	for {
		next := lines.next
		if late != nil {
			next = nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the chat was interrupted")
		case <-over:
			return errors.Join(screen.update(), lines.err)
		case <-late:
			late = nil
		case line, more := <-next:
			switch {
			case !more:
				lines.next = nil
				over = time.After(chatQuiet)
			case strings.TrimSpace(line) != "":
				late = time.After(chatReply)
				if err := phones.Type(ctx, from, channel, lineBreaks.Replace(line), time.Time{}); err != nil {
					return fmt.Errorf("the bot could not take or answer this message: %w", err)
				}
			}
		case <-screen.changed:
			if err := screen.update(); err != nil {
				return err
			}
			if screen.answered {
				late = nil
			}
			if over != nil {
				over = time.After(chatQuiet)
			}
		}
	}
}

// input are the lines of a reader; err is set when next is closed.
type input struct {
	next chan string
	err  error
}

func readLines(ctx context.Context, in io.Reader) *input {
	lines := &input{next: make(chan string)}
	next := lines.next
	go func() {
		defer close(next)
		scan := bufio.NewScanner(in)
		scan.Buffer(nil, simulator.MaxTyped)
		for scan.Scan() {
			select {
			case next <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
		lines.err = scan.Err()
		if errors.Is(lines.err, bufio.ErrTooLong) {
			lines.err = fmt.Errorf("a line is too long: a message has at most %d bytes", simulator.MaxTyped)
		}
	}()
	return lines
}

// screen prints what arrives on a phone.
type screen struct {
	phones   *simulator.Gateway
	phone    ledger.Phone
	out      io.Writer
	seen     uint64
	changed  <-chan struct{}
	answered bool // the newest message is not the phone's own
}

func (s *screen) update() error {
	var lines []simulator.Line
	lines, s.seen, s.changed = s.phones.After(s.seen, s.phone)
	for _, l := range lines {
		s.answered = !l.Mine
		if l.Mine {
			continue
		}
		if _, err := fmt.Fprintf(s.out, "< %s\n", strings.ReplaceAll(l.Text, "\n", "\n  ")); err != nil {
			return err
		}
	}
	return nil
}

// lineBreaks are written as in dialogue files.
var lineBreaks = strings.NewReplacer(`\\`, `\`, `\n`, "\n")
