package simulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nyaruka/phonenumbers"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Type sends a text from a phone to the bot, and returns what the bot's Receive
// returned: nil means that the message is on disk. It was sent at the given time,
// or now where that is zero; it is received now. After an error, Again brings the
// same message once more. The error may also be ErrChannel or ErrTooLong.
func (g *Gateway) Type(ctx context.Context, phone ledger.Phone, channel conversation.Channel, text string, sent time.Time) error {
	if err := checkTyped(channel, text); err != nil {
		return err
	}
	now := g.now()
	if sent.IsZero() {
		sent = now
	}
	g.mu.Lock()
	g.typed++
	m := conversation.Message{
		Gateway: g.Name(), Foreign: fmt.Sprintf("%s-%d", g.run, g.typed),
		Channel: channel, From: phone, Text: text, Sent: sent, Received: now,
	}
	g.heard = newest(append(g.heard, m), maxHeard)
	g.keep(Line{Phone: phone, Channel: channel, Mine: true, Text: text, At: now}, nil)
	g.mu.Unlock()
	return g.events.Receive(ctx, m)
}

func checkTyped(channel conversation.Channel, text string) error {
	if channel != conversation.SMS && channel != conversation.WhatsApp {
		return ErrChannel
	}
	if len(text) > MaxTyped {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(text), MaxTyped)
	}
	return nil
}

// Again delivers the last typed message once more, as a provider does that
// missed our acknowledgement: the same id, words and times. It returns ErrNothing
// where there is none.
func (g *Gateway) Again(ctx context.Context) error {
	messages := g.messages()
	if len(messages) == 0 {
		return ErrNothing
	}
	return g.events.Receive(ctx, messages[len(messages)-1])
}

// Echo delivers every message ever typed once more, the oldest first. It goes on
// after an error and returns all of them.
func (g *Gateway) Echo(ctx context.Context) error {
	var errs []error
	for _, m := range g.messages() {
		if err := g.events.Receive(ctx, m); err != nil {
			errs = append(errs, fmt.Errorf("simulator: %s again: %w", m.Foreign, err))
		}
	}
	return errors.Join(errs...)
}

func (g *Gateway) messages() []conversation.Message {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.heard)
}

// ErrNumber is returned for what is no phone number.
var ErrNumber = errors.New("no phone number; write it as 081390000101 or +6281390000101")

// Number reads a phone number as a person writes it, an Indonesian one where it
// has no country. It need not be in use: the demonstration's are not.
func Number(written string) (ledger.Phone, error) {
	if len(written) > maxNumber {
		return "", ErrNumber
	}
	n, err := phonenumbers.Parse(written, "ID")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", ErrNumber
	}
	return ledger.Phone(phonenumbers.Format(n, phonenumbers.E164)), nil
}
