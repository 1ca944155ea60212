package whatsapp

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// Codes of our own on a SendError.
const (
	codeStranger = "never_wrote" // she has never written to this number
	codeFull     = "day_full"    // as many as a day may have went to people who did not just write
)

// Send hands one message to WhatsApp. Every error is a *bot.SendError.
func (g *Gateway) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	// whatsmeow sends one after the other, and who waits there cannot tell afterwards
	// whether her message went.
	select {
	case g.sender <- struct{}{}:
		defer func() { <-g.sender }()
	case <-ctx.Done():
		return bot.Sent{}, fail(bot.Later, "", errors.New("whatsapp: others took too long"))
	}
	if end, limited := ctx.Deadline(); limited && time.Until(end) < sendLeast {
		return bot.Sent{}, fail(bot.Later, "", errors.New("whatsapp: too little time is left"))
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	line, c := g.Line(), g.now()
	switch {
	case m.Channel != conversation.WhatsApp || m.Text == "":
		return bot.Sent{}, fail(bot.Refused, "", errors.New("whatsapp: nothing to send"))
	case line.State.Stopped():
		return bot.Sent{}, fail(bot.Misconfigured, string(line.State), errors.New("whatsapp: "+line.Advice()))
	case !c.IsLoggedIn():
		return bot.Sent{}, wait(reconnectWait, string(line.State), errors.New("whatsapp: the line is down"))
	}
	to, number, err := address(ctx, c, m.To)
	if err != nil {
		return bot.Sent{}, err
	}
	last, ever, err := g.lastWrote(ctx, to, number)
	if err != nil {
		return bot.Sent{}, fail(bot.Later, "", err)
	}
	if !ever {
		return bot.Sent{}, fail(bot.Refused, codeStranger, errors.New("whatsapp: she has never written to this number"))
	}
	unasked := m.Class != conversation.Reply && time.Since(last) > askedFor
	if unasked {
		if err := g.mayGo(ctx, m.ID, line); err != nil {
			return bot.Sent{}, err
		}
	}
	id := idOf(m.ID)
	if err := g.sending(ctx, id, m.ID, unasked); err != nil {
		return bot.Sent{}, fail(bot.Later, "", err)
	}
	_, err = c.SendMessage(ctx, to, &waE2E.Message{Conversation: proto.String(m.Text)},
		whatsmeow.SendRequestExtra{ID: id, Timeout: sendTimeout})
	if err != nil {
		return bot.Sent{}, g.failure(err)
	}
	g.alive()
	g.gone(m.ID)
	if err := g.took(context.WithoutCancel(ctx), id); err != nil {
		g.log.Warn("that WhatsApp took a message was not kept", "id", m.ID, "error", err)
	}
	return bot.Sent{ProviderID: id}, nil
}

// Find tells whether WhatsApp is known to have taken m: it said so itself, or the
// phone did.
func (g *Gateway) Find(ctx context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, memoryTimeout)
	defer cancel()
	_, taken, err := g.ours(ctx, idOf(m.ID))
	return bot.Sent{ProviderID: idOf(m.ID)}, taken && err == nil, err
}

// idOf is WhatsApp's id of our message: always the same, and made as WhatsApp Web
// makes its own.
func idOf(ours string) string {
	sum := sha256.Sum256([]byte("bendahara/" + ours))
	return fmt.Sprintf("%s%X", whatsmeow.WebMessageIDPrefix, sum[:9])
}

// address is where WhatsApp has a person, by the LID where it has told us that, and
// her number where we know it.
func address(ctx context.Context, c *whatsmeow.Client, to ledger.Phone) (at, number types.JID, err error) {
	if lid, hidden := strings.CutPrefix(string(to), lidPrefix); hidden {
		return types.NewJID(lid, types.HiddenUserServer), number, nil
	}
	digits, ok := strings.CutPrefix(string(to), "+")
	if _, err := strconv.ParseUint(digits, 10, 64); !ok || err != nil {
		return at, number, fail(bot.BadAddress, "", errors.New("whatsapp: no number and no address of WhatsApp's"))
	}
	number = types.NewJID(digits, types.DefaultUserServer)
	at, err = c.Store.LIDs.GetLIDForPN(ctx, number)
	if err != nil {
		return at, number, fail(bot.Later, "", err)
	}
	if at.IsEmpty() {
		at = number
	}
	return at.ToNonAD(), number, nil
}

// mayGo lets through what goes to somebody who did not just write: so many a day, one
// after the other. Who asks too early is told when.
func (g *Gateway) mayGo(ctx context.Context, ours string, line Line) error {
	if line.State == Limited {
		return fail(bot.Refused, string(Limited), errors.New("whatsapp: "+line.Advice()))
	}
	now := time.Now()
	n, first, err := g.unaskedSince(ctx, now.Add(-24*time.Hour))
	if err != nil {
		return fail(bot.Later, "", err)
	}
	if n >= unaskedPerDay {
		return wait(first.Add(24*time.Hour).Sub(now)+time.Second, codeFull, errors.New("whatsapp: enough for one day"))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	slot, has := g.slots[ours]
	if !has {
		if slot = now; !g.last.IsZero() {
			gap := unaskedGap + rand.N(unaskedGap) // a rhythm that no machine keeps
			if slot = g.last.Add(gap); slot.Before(now) {
				slot = now
			}
		}
		g.slots[ours], g.last = slot, slot
	}
	if slot.After(now) {
		return wait(slot.Sub(now), "", errors.New("whatsapp: others go first"))
	}
	return nil
}

// gone forgets the place in the queue of a message that went.
func (g *Gateway) gone(ours string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.slots, ours)
}

// failure says what an error of whatsmeow's means for the message.
func (g *Gateway) failure(err error) error {
	switch {
	case errors.Is(err, whatsmeow.ErrServerReturnedError):
		code, _ := strconv.Atoi(strings.TrimPrefix(err.Error(), whatsmeow.ErrServerReturnedError.Error()+" "))
		return g.refused(code, err)
	case errors.Is(err, whatsmeow.ErrNotLoggedIn):
		return fail(bot.Misconfigured, string(Unlinked), err)
	case errors.Is(err, whatsmeow.ErrNotConnected), errors.Is(err, whatsmeow.ErrIQTimedOut), errors.As(err, new(*whatsmeow.IQError)):
		return wait(reconnectWait, "", err) // asked for before the message itself was handed over
	}
	return fail(bot.UnknownOutcome, "", err)
}

// refused says what WhatsApp's own code means: it has not taken the message.
func (g *Gateway) refused(code int, err error) error {
	switch {
	case code == 463: // "reach-out timelock": no first word to this person for now
		g.become(Line{State: Limited, Until: time.Now().Add(limitGuess), Code: code})
		return fail(bot.Refused, strconv.Itoa(code), err)
	case code == 429 || code >= 500:
		return fail(bot.Later, strconv.Itoa(code), err)
	}
	return fail(bot.Refused, strconv.Itoa(code), err)
}

func fail(outcome bot.Outcome, code string, err error) *bot.SendError {
	return &bot.SendError{Outcome: outcome, Code: code, Err: err}
}

func wait(after time.Duration, code string, err error) *bot.SendError {
	return &bot.SendError{Outcome: bot.Later, After: after, Code: code, Err: err}
}
